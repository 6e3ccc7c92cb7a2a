from __future__ import annotations

import json
import types
import zlib
from array import array
from dataclasses import fields, is_dataclass
from enum import Enum
from typing import Any, Union, cast, get_args, get_origin, get_type_hints

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.pages import Block, Line, Page, Passage, Problem, Table
from corpus.records import RECORD_TYPES, Document, Goal
from index.serial import pack, pack_page, unpack, unpack_page

TEXT = st.text(st.characters(), max_size=8)  # lone surrogates too
NUMBER = st.floats(allow_nan=False)
POSITION = st.integers(-100_000, 1_000_000).map(lambda n: n / 100)


def any_of(hint: Any) -> st.SearchStrategy[Any]:
    origin, arguments = get_origin(hint), get_args(hint)
    if is_dataclass(hint):
        hints, build = get_type_hints(hint), cast(Any, hint)
        return st.builds(build, **{f.name: any_of(hints[f.name]) for f in fields(hint)})
    if origin is tuple and arguments[1:] == (Ellipsis,):
        return st.lists(any_of(arguments[0]), max_size=2).map(tuple)
    if origin is tuple:
        return st.tuples(*map(any_of, arguments))
    if origin in (Union, types.UnionType):
        return st.one_of(*map(any_of, arguments))
    if isinstance(hint, type) and issubclass(hint, Enum):
        return st.sampled_from(hint)
    plain = {str: TEXT, int: st.integers(), float: NUMBER, bool: st.booleans(), types.NoneType: st.none()}
    return plain[hint]


LINES = st.builds(
    lambda text, positions, box, size, font, bold, colour, vertical, raised: Line(
        text, array("d", positions), box, size, font, bold, colour, vertical, raised
    ),
    TEXT,
    st.lists(POSITION, max_size=8),
    st.tuples(POSITION, POSITION, POSITION, POSITION),
    NUMBER,
    TEXT,
    st.booleans(),
    st.none() | st.tuples(NUMBER, NUMBER, NUMBER),
    st.booleans(),
    st.lists(st.integers(0, 9), max_size=2).map(tuple),
)


@pytest.mark.parametrize("cls", [*RECORD_TYPES, Document, Block, Table, Passage, Problem])
def test_everything_comes_back_as_it_was(cls: type) -> None:
    @settings(max_examples=25)
    @given(any_of(cls))
    def check(value: Any) -> None:
        assert unpack(cls, pack(value)) == value

    check()


@settings(max_examples=50)
@given(st.lists(LINES, max_size=3), NUMBER, NUMBER, st.booleans(), st.lists(any_of(Problem), max_size=1))
def test_a_page_comes_back_with_its_lines(
    lines: list[Line], width: float, height: float, ocr: bool, problems: list[Problem]
) -> None:
    page = Page(7, width, height, tuple(lines), problems=tuple(problems), ocr=ocr)
    assert unpack_page(7, pack_page(page)) == page


@given(st.lists(st.floats(-1000, 10_000), max_size=20))
def test_characters_stand_within_half_a_hundredth_of_a_point(spans: list[float]) -> None:
    page = Page(1, 1, 1, (Line("", array("f", spans), (0, 0, 0, 0), 1),))
    (line,) = unpack_page(1, pack_page(page)).lines
    assert list(line.spans) == pytest.approx(list(array("f", spans)), abs=0.0051)


def test_positions_that_are_no_numbers_do_not_stop_a_document() -> None:
    page = Page(1, 1, 1, (Line("a", array("d", [float("nan"), float("inf")]), (0, 0, 1, 1), 1),))
    assert list(unpack_page(1, pack_page(page)).lines[0].spans) == [0, 0]


def test_a_field_that_a_row_lacks_takes_its_default() -> None:
    row: dict[str, Any] = {"id": "a", "document": "d", "number": None, "name": "n", "evidence": []}
    assert unpack(Goal, zlib.compress(json.dumps(row).encode())) == Goal("a", "d", None, "n", ())


@pytest.mark.parametrize("data", [b"", b"x", zlib.compress(b"{"), zlib.compress(b"{}"), zlib.compress(b"[1]"), pack(1)])
def test_a_damaged_row_is_told(data: bytes) -> None:
    with pytest.raises(ValueError, match=r"."):
        unpack(Goal, data)
