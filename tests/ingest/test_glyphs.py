"""Glyphs as columns, and each print of a character once."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from ingest.glyphs import IS_SPACE, readable
from ingest.marks import CharacterClass, Glyph, Glyphs, Style, ranges

RED, BLACK = (1.0, 0.0, 0.0), (0.0, 0.0, 0.0)

places = st.integers(0, 60).map(lambda v: 100 + v / 2)
glyphs = st.builds(
    lambda text, x, y, size, wide, colour, turn: Glyph(
        text, x, y, x + wide * size, y + size, size, "明朝", colour, turn, False, False, False
    ),
    st.sampled_from("あ1 "),
    places,
    places,
    st.sampled_from((6.0, 9.0, 10.0, 24.0)),
    st.sampled_from((0.3, 0.5, 1.0)),
    st.sampled_from((RED, BLACK)),
    st.sampled_from((0, 0, 0, 90)),
)


def once(printed: list[Glyph]) -> list[Glyph]:
    """The rule for second prints, each glyph held against all before it."""
    out: list[Glyph] = []
    for glyph in printed:
        reach_x = min(0.25 * glyph.size, 0.5 * (glyph.x1 - glyph.x0))
        twins = [
            i
            for i, other in enumerate(out)
            if other.text == glyph.text != " "
            and other.turn == glyph.turn
            and abs(other.x0 - glyph.x0) <= reach_x
            and abs(other.top - glyph.top) <= 0.25 * glyph.size
            and abs(other.size - glyph.size) <= 0.15 * glyph.size
        ]
        if len(twins) > 1:  # which of several is the first print is not settled
            return []
        if not twins:
            out.append(glyph)
            continue
        first = out[twins[0]]
        shifted = abs(first.x0 - glyph.x0) > 0.01 or abs(first.top - glyph.top) > 0.01
        out[twins[0]] = first._replace(bold=first.bold or shifted, colour=glyph.colour)
    return out


@given(st.lists(glyphs, max_size=25))
def test_a_character_printed_again_counts_once(printed: list[Glyph]) -> None:
    if wanted := once(printed):
        assert list(readable(Glyphs.of(printed), 595, 842)) == wanted


@given(st.lists(glyphs, max_size=12), st.lists(glyphs, max_size=12))
def test_columns_give_back_their_glyphs(some: list[Glyph], others: list[Glyph]) -> None:
    columns = Glyphs.of(some).joined(Glyphs.of(others))
    assert list(columns) == some + others == [columns[i] for i in range(len(columns))]
    assert len(set(columns.styles)) == len(columns.styles)
    assert list(columns.take(~IS_SPACE(columns.codes))) == [g for g in some + others if g.text != " "]
    assert columns.text == "".join(g.text for g in some + others)


def test_a_ligature_is_several_glyphs_side_by_side() -> None:
    columns = Glyphs.of([Glyph("fi\u200b", 10, 0, 20, 10, 10), Glyph("𠮷", 20, 0, 30, 10, 10)])
    assert [(g.text, g.x0, g.x1) for g in columns] == [("f", 10, 15), ("i", 15, 20), ("𠮷", 20, 30)]
    assert columns.styles == (Style(10),)


def test_a_property_is_asked_for_once_for_each_character() -> None:
    asked: list[str] = []
    is_digit = CharacterClass(lambda char: asked.append(char) or char.isdigit())
    codes = np.array([ord(c) for c in "年12年1"])
    for _ in range(2):
        assert is_digit(codes).tolist() == [False, True, True, False, True]
    assert sorted(asked) == ["1", "2", "年"]


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9))))
def test_ranges_are_counted_one_after_the_other(ends: list[tuple[int, int]]) -> None:
    starts, stops = np.array(ends, np.int64).reshape(-1, 2).T
    which, numbers = ranges(starts, stops)
    wanted = [(k, i) for k, (start, stop) in enumerate(ends) for i in range(start, stop)]
    assert list(zip(which.tolist(), numbers.tolist(), strict=True)) == wanted
