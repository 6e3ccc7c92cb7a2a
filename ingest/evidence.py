"""Quotes → boxes on the page, and back: a citation is shown only where its words stand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from corpus.pages import Box, Evidence, Line, Page, union
from corpus.text import normalise_with_offsets, squeeze

_SLACK = 1.5
"""How far (points) a character's centre may lie outside a box that holds it."""


class _Char(NamedTuple):
    """One normalised character: the line it stands on and its place in the printed text."""

    line: int
    place: int


def find_quote(page: Page, quote: str, near: tuple[Box, ...] = ()) -> tuple[Box, ...] | None:
    """Boxes around a quote on a page, one per printed line it stands on; None when its words are not there.

    Words are compared normalised and without white space. With `near`, the characters inside those boxes are tried
    first, box by box; failing that, the whole page, and of several places the one nearest to `near`. Without it the
    first place in the order of the page's lines is taken.
    """
    wanted = squeeze(quote)
    if not wanted:
        return None
    if near:
        chosen = [_inside(page.lines, box) for box in near]
        found = _places(page.lines, [c for part in chosen for c in part], wanted)
        if found:
            return found[0]
    everywhere = [(i, range(len(line.text))) for i, line in enumerate(page.lines)]
    found = _places(page.lines, everywhere, wanted)
    if not found:
        return None
    return min(found, key=lambda boxes: _distance(union(boxes), union(near))) if near else found[0]


def verified(page: Page, evidence: Evidence) -> bool:
    """Whether the words of the quote stand inside the boxes of the evidence, in the order of the boxes."""
    wanted = squeeze(evidence.quote)
    chars = [c for box in evidence.boxes for c in _inside(page.lines, box)]
    return bool(wanted) and evidence.page == page.number and bool(_places(page.lines, chars, wanted))


def _inside(lines: Sequence[Line], box: Box) -> list[tuple[int, Sequence[int]]]:
    """Per line, top to bottom (right to left for vertical writing), the characters whose centres lie in the box."""
    found: list[tuple[int, Sequence[int]]] = []
    for i, line in enumerate(lines):
        if not _touches(line.box, box):
            continue
        held = [k for k in range(len(line.text)) if _holds(box, line.char_box(k))]
        if held:
            found.append((i, held))
    found.sort(key=lambda part: _reading_key(lines[part[0]]))
    return _rows_in_order(lines, found)


def _reading_key(line: Line) -> tuple[float, float]:
    return (-line.box[2], line.box[1]) if line.vertical else ((line.box[1] + line.box[3]) / 2, line.box[0])


def _rows_in_order(lines: Sequence[Line], parts: list[tuple[int, Sequence[int]]]) -> list[tuple[int, Sequence[int]]]:
    """Pieces of one printed row (parted by a gap) from left to right, though their middles differ a little."""
    out: list[tuple[int, Sequence[int]]] = []
    row: list[tuple[int, Sequence[int]]] = []
    for part in parts:
        line = lines[part[0]]
        if row and (line.vertical or line.box[1] + line.box[3] > 2 * lines[row[0][0]].box[3] - 0.4 * line.size):
            out.extend(sorted(row, key=lambda p: lines[p[0]].box[0]))
            row = []
        row.append(part)
    out.extend(sorted(row, key=lambda p: lines[p[0]].box[0]))
    return out


def _touches(a: Box, b: Box) -> bool:
    return a[0] <= b[2] + _SLACK and b[0] <= a[2] + _SLACK and a[1] <= b[3] + _SLACK and b[1] <= a[3] + _SLACK


def _holds(outer: Box, inner: Box) -> bool:
    x, y = (inner[0] + inner[2]) / 2, (inner[1] + inner[3]) / 2
    return outer[0] - _SLACK <= x <= outer[2] + _SLACK and outer[1] - _SLACK <= y <= outer[3] + _SLACK


def _places(lines: Sequence[Line], parts: Sequence[tuple[int, Sequence[int]]], wanted: str) -> list[tuple[Box, ...]]:
    """Every place of `wanted` in the running characters of the parts, as boxes."""
    chars: list[_Char] = []
    texts: list[str] = []
    for i, indices in parts:
        normal = normalise_with_offsets("".join(lines[i].text[k] for k in indices))
        for char, offset in zip(normal.text, normal.offsets, strict=True):
            if not char.isspace():
                texts.append(char)
                chars.append(_Char(i, indices[offset]))
    return [tuple(_boxes(lines, chars[at : at + len(wanted)])) for at in _finds("".join(texts), wanted)]


def _finds(text: str, wanted: str) -> Iterator[int]:
    at = text.find(wanted)
    while at >= 0:
        yield at
        at = text.find(wanted, at + 1)


def _boxes(lines: Sequence[Line], chars: Sequence[_Char]) -> Iterator[Box]:
    start = 0
    for k in range(1, len(chars) + 1):
        if k == len(chars) or chars[k].line != chars[start].line:
            places = [c.place for c in chars[start:k]]
            yield lines[chars[start].line].span_box(min(places), max(places) + 1)
            start = k


def _distance(a: Box, b: Box) -> float:
    dx = max(a[0] - b[2], b[0] - a[2], 0.0)
    dy = max(a[1] - b[3], b[1] - a[3], 0.0)
    return dx * dx + dy * dy
