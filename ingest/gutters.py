"""Lines that run on over the white between two columns of text, parted there.

Where a line of the left column is a little too long, the white that is left is no wider than a gap inside a line. That
a column begins behind it is told by the other lines: many begin at that place, and many end before it.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import replace

from corpus.pages import Line

_NARROWEST = 0.8
"""White between columns is at least this wide, in em."""

_NEIGHBOURS = 5
"""At least this many other lines of the page begin behind the white, and as many end before it."""

_SHORTEST = 8
"""Fewer characters than this to the left are a lead or a label."""


def parted_at_gutters(lines: Sequence[Line]) -> list[Line]:
    """The horizontal lines of a page (points, origin top left), each in one column; others as they are."""
    suspects = {id(n) for n in lines if not n.vertical and n.text.find("\u3000", _SHORTEST) > 0}
    if not suspects or len(lines) < 2 * _NEIGHBOURS:
        return list(lines)
    flat = [n for n in lines if not n.vertical]
    starts, ends = sorted(n.box[0] for n in flat), sorted(n.box[2] for n in flat)
    out: list[Line] = []
    for line in lines:
        at = _gutter(line, starts, ends) if id(line) in suspects else None
        out += [line] if at is None else [_piece(line, 0, at), _piece(line, at + 1, len(line.text))]
    return out


def _gutter(line: Line, starts: Sequence[float], ends: Sequence[float]) -> int | None:
    """Index of the space that lies on the white between two columns, if one does."""
    size, text = line.size, line.text
    for i in range(_SHORTEST, len(text) - 2):
        if text[i] != "\u3000":
            continue
        left, right = line.spans[2 * i - 1], line.spans[2 * i + 2]
        if right - left < _NARROWEST * size:
            continue
        begin = bisect_right(starts, right + 1.0) - bisect_left(starts, right - 1.0)
        end = bisect_right(ends, left + 0.6 * size) - bisect_left(ends, left - 1.2 * size)
        if begin >= _NEIGHBOURS and end >= _NEIGHBOURS:
            return i
    return None


def _piece(line: Line, start: int, end: int) -> Line:
    spans = line.spans[2 * start : 2 * end]
    _, top, _, bottom = line.box
    return replace(
        line,
        text=line.text[start:end],
        spans=spans,
        box=(min(spans[::2]), top, max(spans[1::2]), bottom),
        raised=tuple(i - start for i in line.raised if start <= i < end),
    )
