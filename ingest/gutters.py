"""Lines that run on over the white between two columns of text, parted there.

Where a line of the left column is a little too long, the white that is left is no wider than a gap inside a line. That
a column begins behind it is told by the other lines: many begin at that place, and many end before it, or the rows
around leave the same white.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import replace

from corpus.pages import Line
from ingest.markers import marker_of

_NARROWEST = 0.8
"""White between columns is at least this wide, in em."""

_NEIGHBOURS = 5
"""At least this many other lines of the page begin behind the white, and as many end before it."""

_SHORTEST = 8
"""Fewer characters than this to the left are a lead or a label."""

_FINISHED = frozenset("。」』）)】〕")
"""What ends a sentence or a part of a list: what comes behind it need not be another column."""

_BULLETS = frozenset("・●○◎◇◆■□▶▷►➢✓✔※")

_SUSPECT = re.compile("[\u3000・●○◎◇◆■□▶▷►➢✓✔※]")

_BEFORE_BULLET = 0.3
"""White between columns before a bullet is at least this wide, in em."""

_ROWS = 2
"""So many rows around, with words on both sides of the white, tell of a column; before a bullet, which parts no words
as a point does, one."""


def parted_at_gutters(lines: Sequence[Line]) -> list[Line]:
    """The horizontal lines of a page (points, origin top left), each in one column; others as they are."""
    suspects = {id(n) for n in lines if not n.vertical and _SUSPECT.search(n.text, _SHORTEST)}
    if not suspects:
        return list(lines)
    flat = [n for n in lines if not n.vertical]
    starts, ends = sorted(n.box[0] for n in flat), sorted(n.box[2] for n in flat)
    out: list[Line] = []
    for line in lines:
        at = (_gutter(line, starts, ends) or _gutter_around(line, flat)) if id(line) in suspects else None
        out += [line] if at is None else [_piece(line, 0, at[0]), _piece(line, at[1], len(line.text))]
    return out


def _gutter_around(line: Line, flat: Sequence[Line]) -> tuple[int, int] | None:
    """Where the words before and behind the white end and begin that goes on over the rows right above or below."""
    text = line.text
    for i in range(_SHORTEST, len(text) - _SHORTEST):
        space = text[i] == "\u3000"
        if not space and text[i] not in _BULLETS:
            continue
        behind = i + 1 if space else i
        if space and "\u3000" in text[behind : behind + _SHORTEST]:
            continue
        if space and text[i - 1] in _FINISHED and not marker_of(text[behind:]):
            continue
        left, right = line.spans[2 * i - 1], line.spans[2 * behind]
        if right - left < (_BEFORE_BULLET if text[behind] in _BULLETS else _NARROWEST) * line.size:
            continue
        needed = 1 if text[behind] in _BULLETS and text[behind] != "・" else _ROWS
        if any(_both_sides(line, flat, left, right, down) >= needed for down in (True, False)):
            return i, behind
    return None


def _both_sides(line: Line, flat: Sequence[Line], left: float, right: float, down: bool) -> int:
    """How many rows follow the line, at its leading, with words that end before the white and words that begin behind.

    Those behind begin where the line does behind it, or where the further lines of a list item would.
    """
    size, edge, rows = line.size, line.box[1], 0
    sides: dict[bool, float] = {}
    near = [n for n in flat if n is not line and abs(n.size - size) < 0.5 and (n.box[1] > edge + 1) is down]
    for other in sorted(near, key=lambda n: abs(n.box[1] - edge)):
        x0, top, x1, _ = other.box
        if x1 < line.box[0] or x0 > line.box[2] or abs(top - line.box[1]) < 0.3 * size:
            continue
        if abs(top - edge) > 2.2 * size:
            break
        behind = x0 > left
        if behind and not (-0.3 * size <= x0 - right <= 1.3 * size or x0 > right + 4 * size):
            break
        if not behind and x1 > left + 0.6 * size:
            break
        edge = top
        sides[behind] = top
        if len(sides) == 2 and abs(sides[True] - sides[False]) < 0.3 * size:
            rows += 1
            sides.clear()
    return rows


def _gutter(line: Line, starts: Sequence[float], ends: Sequence[float]) -> tuple[int, int] | None:
    """Where the words before and behind the space end and begin that lies on the white between two columns."""
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
            return i, i + 1
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
