"""Frozen dataclasses ↔ compact bytes, by their type hints; nothing is pickled.

Fields that hold their default are left out, so that a field added later with a default reads old rows. Text is UTF-8
with lone surrogates passed through: broken fonts and file names yield them, and a row must give back what it was given.
"""

from __future__ import annotations

import json
import math
import types
import zlib
from array import array
from collections.abc import Callable
from dataclasses import MISSING, fields, is_dataclass
from functools import cache
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from corpus.pages import Line, Page

T = TypeVar("T")

_LINE: Any = Line
_POSITIONS = frozenset({"spans", "box"})
_SCALE = 100
"""Positions of characters are kept to 1/100 point: far below a pixel, and a fifth of the size."""


def pack(value: object) -> bytes:
    """A dataclass as zlib-compressed JSON."""
    return _deflate(_plain(value))


def unpack(cls: type[T], data: bytes) -> T:
    """The dataclass that `pack` was given; ValueError when the bytes are not of that kind."""
    hint: Any = cls
    try:
        value: T = _reader(hint)(_inflate(data))
    except (KeyError, TypeError, IndexError) as error:
        raise ValueError(f"not a packed {cls.__name__}: {error}") from error
    return value


def pack_page(page: Page) -> bytes:
    """The lines of a page, and its size; rulings, shapes and images are not kept.

    A page is kept to prove quotes and to draw boxes. Characters stand to 1/100 point, as differences along the line.
    """
    lines = [[_deltas(ln.spans), [_hundredths(v) for v in ln.box], _plain(ln, _POSITIONS)] for ln in page.lines]
    return _deflate([page.width, page.height, page.ocr, _plain(page.problems), lines, page.ocr_confidence])


def unpack_page(number: int, data: bytes) -> Page:
    """Page `number` as `pack_page` kept it."""
    width, height, ocr, problems, rows, *later = _inflate(data)
    read_problems = _reader(get_type_hints(Page)["problems"])
    return Page(
        number=number,
        width=width,
        height=height,
        lines=tuple(_line(row) for row in rows),
        problems=read_problems(problems),
        ocr=ocr,
        ocr_confidence=later[0] if later else None,  # rows of before OCR have five parts
    )


def _line(row: list[Any]) -> Line:
    deltas, (x0, top, x1, bottom), rest = row
    box = (x0 / _SCALE, top / _SCALE, x1 / _SCALE, bottom / _SCALE)
    line: Line = _reader(_LINE)(rest | {"spans": _spans(deltas), "box": box})
    return line


def _hundredths(position: float) -> int:
    """A position that is no number (broken matrices yield them) is put at the origin."""
    return round(position * _SCALE) if math.isfinite(position) else 0


def _deltas(spans: array[float]) -> list[int]:
    at, out = 0, []
    for value in spans:
        position = _hundredths(value)
        out.append(position - at)
        at = position
    return out


def _spans(deltas: list[int]) -> array[float]:
    at, out = 0, array("d")
    for delta in deltas:
        at += delta
        out.append(at / _SCALE)
    return out


def _deflate(plain: object) -> bytes:
    text = json.dumps(plain, ensure_ascii=False, separators=(",", ":"))
    return zlib.compress(text.encode("utf-8", "surrogatepass"), 6)


def _inflate(data: bytes) -> Any:
    try:
        return json.loads(zlib.decompress(data).decode("utf-8", "surrogatepass"))
    except (zlib.error, UnicodeDecodeError) as error:
        raise ValueError(f"damaged row: {error}") from error


def _plain(value: Any, without: frozenset[str] = frozenset()) -> Any:
    if is_dataclass(value):
        cls: Any = type(value)
        named = ((name, getattr(value, name), default) for name, default in _defaults(cls) if name not in without)
        return {name: _plain(held) for name, held, default in named if default is MISSING or held != default}
    if isinstance(value, tuple):
        return [_plain(v) for v in value]
    return value


@cache
def _defaults(cls: type) -> tuple[tuple[str, object], ...]:
    return tuple((f.name, f.default) for f in fields(cls))


@cache
def _reader(hint: Any) -> Callable[[Any], Any]:
    """How to turn plain JSON back into a value of the hinted type."""
    origin, arguments = get_origin(hint), get_args(hint)
    if is_dataclass(hint):
        return _dataclass_reader(hint)
    if origin is tuple:
        if len(arguments) == 2 and arguments[1] is Ellipsis:
            item = _reader(arguments[0])
            return lambda plain: tuple([item(v) for v in plain])
        items = [_reader(a) for a in arguments]
        return lambda plain: tuple([read(v) for read, v in zip(items, plain, strict=True)])
    if origin in (Union, types.UnionType):
        (present,) = (a for a in arguments if a is not type(None))
        inner = _reader(present)
        return lambda plain: None if plain is None else inner(plain)
    if origin is list or hint in (str, int, float, bool):
        return _as_is
    if isinstance(hint, type):
        return hint
    raise TypeError(f"no reader for {hint!r}")


def _as_is(plain: Any) -> Any:
    return plain


def _dataclass_reader(cls: Any) -> Callable[[Any], Any]:
    hints = get_type_hints(cls, localns={"array": list})  # array[float] cannot be evaluated before Python 3.12
    readers = [(f.name, _reader(hints[f.name])) for f in fields(cls)]
    return lambda plain: cls(**{name: read(plain[name]) for name, read in readers if name in plain})
