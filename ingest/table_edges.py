"""Straight edges that can bound cells: rulings, thin rectangles, outlines of boxes, borders of coloured areas.

Follows the first step of pdfplumber's table finder (edges, joined when collinear), with two additions: pieces of a
border that a word processor draws cell by cell are joined before anything is compared, and outlines of filled areas
are kept apart from drawn lines, because a fill is often a little smaller than the cell it colours.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import NamedTuple

from corpus.pages import Box, Colour, Page, Shape
from ingest.arrows import without_arrows

LINE_WIDTH = 3.0
"""A filled rectangle up to this many points thick is a drawn line."""
JOIN_GAP = 3.0
"""Collinear pieces closer than this are one line (also the dots of a dotted line)."""
COLLINEAR = 1.0
OVERLAY = 2.0
"""A line that goes on this far (points) above and below a box runs through it."""
SHORTEST = 4.0
"""Lines shorter than this (after joining) bound no cell."""
WHITE = 0.97


class Edge(NamedTuple):
    """A horizontal (`at` is y) or vertical (`at` is x) line from `start` to `end`, in points."""

    at: float
    start: float
    end: float


_AT, _START = attrgetter("at"), attrgetter("start")


@dataclass(frozen=True, slots=True)
class Edges:
    """Horizontal and vertical edges of a page, each joined and sorted by position."""

    horizontal: tuple[Edge, ...]
    vertical: tuple[Edge, ...]


def is_white(colour: Colour | None) -> bool:
    """Whether a fill cannot be told from paper."""
    return colour is None or min(colour) >= WHITE


def is_band(shape: Shape) -> bool:
    """Whether a shape is a filled rectangle large enough to be the ground of a cell."""
    x0, top, x1, bottom = shape.box
    return shape.rectangular and not is_white(shape.fill) and x1 - x0 > LINE_WIDTH and bottom - top > LINE_WIDTH


def drawn_edges(page: Page) -> Edges:
    """Edges of everything drawn as a line: rulings but for arrows, thin rectangles, outlined rectangles.

    A rectangle that lines of the grid run through lies on the table (a bar of a 工程表) and bounds no cell.
    """
    horizontal: list[Edge] = []
    vertical: list[Edge] = []
    for ruling in without_arrows(page):
        if abs(ruling.x1 - ruling.x0) <= abs(ruling.bottom - ruling.top):
            vertical.append(_edge((ruling.x0 + ruling.x1) / 2, ruling.top, ruling.bottom))
        else:
            horizontal.append(_edge((ruling.top + ruling.bottom) / 2, ruling.x0, ruling.x1))
    boxes: list[Box] = []
    for shape in page.shapes:
        if not shape.rectangular or (shape.fill is None and shape.stroke is None):
            continue
        x0, top, x1, bottom = shape.box
        wide, high = x1 - x0, bottom - top
        if high <= LINE_WIDTH and wide <= LINE_WIDTH:
            horizontal.append(Edge((top + bottom) / 2, x0, x1))
            vertical.append(Edge((x0 + x1) / 2, top, bottom))
        elif high <= LINE_WIDTH:
            horizontal.append(Edge((top + bottom) / 2, x0, x1))
        elif wide <= LINE_WIDTH:
            vertical.append(Edge((x0 + x1) / 2, top, bottom))
        elif shape.stroke is not None:
            boxes.append(shape.box)
    for box in _thin_pictures(page.images):
        _outline(box, horizontal, vertical)
    return _with_outlines(horizontal, vertical, boxes)


def _thin_pictures(images: Sequence[Box]) -> list[Box]:
    """Pictures as thin as a line, as some programs paint dotted borders, without the slices of larger pictures."""
    thin = [b for b in images if min(b[2] - b[0], b[3] - b[1]) <= LINE_WIDTH < max(b[2] - b[0], b[3] - b[1])]
    if not thin:
        return []
    corners = {(round(x, 1), round(y, 1)) for b in images for x, y in ((b[0], b[1]), (b[2], b[3]))}
    return [b for b in thin if not {(round(b[2], 1), round(b[1], 1)), (round(b[0], 1), round(b[3], 1))} & corners]


def _with_outlines(horizontal: list[Edge], vertical: list[Edge], boxes: list[Box]) -> Edges:
    """The lines together with the outlines of those boxes that no line runs through."""
    if not boxes:
        return Edges(joined(horizontal), joined(vertical))
    outlines: tuple[list[Edge], list[Edge]] = ([], [])
    for box in boxes:
        _outline(box, *outlines)
    lines = joined([*vertical, *outlines[1]])
    places = [edge.at for edge in lines]
    clear: list[Box] = []
    for box in boxes:
        inner = lines[bisect_right(places, box[0] + LINE_WIDTH) : bisect_left(places, box[2] - LINE_WIDTH)]
        if not any(e.start < box[1] - OVERLAY and box[3] + OVERLAY < e.end for e in inner):
            clear.append(box)
    if len(clear) == len(boxes):
        return Edges(joined([*horizontal, *outlines[0]]), lines)
    for box in clear:
        _outline(box, horizontal, vertical)
    return Edges(joined(horizontal), joined(vertical))


def fill_edges(shapes: Iterable[Shape]) -> Edges:
    """Outlines of filled rectangles (points); collinear borders of neighbours are one edge."""
    horizontal: list[Edge] = []
    vertical: list[Edge] = []
    for shape in shapes:
        _outline(shape.box, horizontal, vertical)
    return Edges(joined(horizontal), joined(vertical))


def joined(edges: Iterable[Edge]) -> tuple[Edge, ...]:
    """Collinear edges that touch or overlap as one; what stays shorter than a cell is dropped."""
    rows: list[list[Edge]] = []
    first = last = float("-inf")
    for edge in sorted(edges, key=_AT):
        at = edge.at
        if at - last <= COLLINEAR and at - first <= 2 * COLLINEAR:
            rows[-1].append(edge)
        else:
            rows.append([edge])
            first = at
        last = at
    out: list[Edge] = []
    for row in rows:
        row.sort(key=_START)
        _, start, end = row[0]
        weight, total = 0.0, 0.0
        for at, left, right in row:
            if left > end + JOIN_GAP:
                if end - start >= SHORTEST:
                    out.append(Edge(weight / total, start, end))
                start, end, weight, total = left, right, 0.0, 0.0
            if right > end:
                end = right
            length = right - left + 0.01
            weight += at * length
            total += length
        if end - start >= SHORTEST:
            out.append(Edge(weight / total, start, end))
    return tuple(out)


def _edge(at: float, a: float, b: float) -> Edge:
    return Edge(at, min(a, b), max(a, b))


def _outline(box: Box, horizontal: list[Edge], vertical: list[Edge]) -> None:
    x0, top, x1, bottom = box
    horizontal += (Edge(top, x0, x1), Edge(bottom, x0, x1))
    vertical += (Edge(x0, top, bottom), Edge(x1, top, bottom))
