"""Edges that text does not cross: rulings and the sides of boxes."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from corpus.pages import Box, Ruling, Shape
from ingest.frames import Frame
from ingest.marks import Glyph
from ingest.spacing import LETTER


class Edge(NamedTuple):
    """A vertical edge that text does not cross; `soft` for the side of an area.

    Text set without a gap does run over the side of an area: a highlighted word, an invisible frame, a chart's ground.
    """

    x: float
    top: float
    bottom: float
    soft: bool


class Edges:
    """Vertical edges of a page, sorted by x, and the filled areas that may lie over rulings.

    A number set without any gap is one number, though a chart's grid line runs through it.
    """

    def __init__(self, edges: Iterable[Edge], fills: Sequence[Box]) -> None:
        self._edges = sorted(edges)
        self._xs = [e.x for e in self._edges]
        self._fills = fills

    def between(self, a: Glyph, b: Glyph) -> bool:
        """Whether an edge stands between two glyphs of a horizontal line, a left of b."""
        if not self._xs:
            return False
        left, right = (a.x0 + a.x1) / 2, (b.x0 + b.x1) / 2
        low, high = bisect_left(self._xs, left), bisect_right(self._xs, right)
        if low >= high:
            return False
        top, bottom = max(a.top, b.top), min(a.bottom, b.bottom)
        middle, need = (top + bottom) / 2, 0.6 * min(a.size, b.size)
        gap, size = b.x0 - a.x1, max(a.size, b.size)
        close = gap < 0.15 * size
        if gap <= 0.02 * size and not LETTER.match(a.text) and not LETTER.match(b.text):
            return False
        for edge in self._edges[low:high]:
            if not edge.top <= middle <= edge.bottom or edge.bottom - edge.top < need:
                continue
            if close and (edge.soft or self._covered(edge, left, right, middle)):
                continue
            return True
        return False

    def _covered(self, edge: Edge, left: float, right: float, middle: float) -> bool:
        """A grid line that runs on above and below a filled bar lies behind the bar and its text."""
        return any(
            f[0] < left and right < f[2] and f[1] < middle < f[3] and edge.top < f[1] - 1 and edge.bottom > f[3] + 1
            for f in self._fills
        )


def edges_of(rulings: Sequence[Ruling], shapes: Sequence[Shape], frame: Frame) -> Edges:
    """The vertical edges of a page as they stand in `frame`."""
    edges: list[Edge] = []
    for r in rulings:
        x0, top, x1, bottom = frame((r.x0, r.top, r.x1, r.bottom))
        if x1 - x0 < bottom - top:
            edges.append(Edge((x0 + x1) / 2, top, bottom, False))
    for shape in shapes:
        x0, top, x1, bottom = frame(shape.box)
        if x1 - x0 < 4 or bottom - top < 4:
            continue
        if shape.rectangular:
            edges += (Edge(x0, top, bottom, True), Edge(x1, top, bottom, True))
            continue
        for (ax, ay), (bx, by) in pairwise(shape.points):
            sx0, stop, sx1, sbottom = frame((min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)))
            if sx1 - sx0 < 0.5 and sbottom - stop >= 4:
                edges.append(Edge(sx0, stop, sbottom, True))
    return Edges(edges, [frame(s.box) for s in shapes if s.fill is not None])
