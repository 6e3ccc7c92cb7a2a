"""Edges that text does not cross: rulings and the sides of boxes."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from corpus.pages import Box, Ruling, Shape
from ingest.frames import Frame
from ingest.marks import Flags, Glyph, Glyphs, Numbers
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

    def __init__(self, rulings: Sequence[Ruling], shapes: Sequence[Shape], frame: Frame) -> None:
        """The vertical edges of a page as they stand in `frame`; they are put together when first asked for."""
        self._rulings, self._shapes, self._frame = rulings, shapes, frame

    @cached_property
    def _edges(self) -> list[Edge]:
        return sorted(_edges_in(self._rulings, self._shapes, self._frame))

    @cached_property
    def _xs(self) -> list[float]:
        return [e.x for e in self._edges]

    @cached_property
    def _columns(self) -> tuple[NDArray[Any], ...]:
        """x, top, bottom and softness of all edges."""
        return tuple(np.array(column) for column in zip(*self._edges, strict=True))

    @cached_property
    def _fills(self) -> list[Box]:
        return [self._frame(s.box) for s in self._shapes if s.fill is not None]

    def between_each(self, letters: Glyphs, asked: Flags) -> Flags:
        """For each letter but the first that is asked for, whether an edge stands between it and the one before."""
        found = np.zeros(len(asked), bool)
        for i in self._parted(letters, np.flatnonzero(asked)).tolist() if self._xs else ():
            found[i] = self.between(letters[i], letters[i + 1])
        return found

    def _parted(self, letters: Glyphs, asked: Numbers) -> Numbers:
        """Those of the letters asked for that may have an edge between them and the next: all but the last test."""
        x0, top, x1, bottom = letters.boxes
        middles = (x0 + x1) / 2
        low, high = (
            np.searchsorted(self._xs, middles[asked], "left"),
            np.searchsorted(self._xs, middles[asked + 1], "right"),
        )
        asked, low, high = (v[low < high] for v in (asked, low, high))
        if not len(asked):
            return asked
        after = asked + 1
        height = (np.maximum(top[asked], top[after]) + np.minimum(bottom[asked], bottom[after])) / 2
        a, b = letters.sizes[asked], letters.sizes[after]
        need, close = 0.6 * np.minimum(a, b), x0[after] - x1[asked] < 0.15 * np.maximum(a, b)
        _, tops, bottoms, soft = self._columns
        parted = np.zeros(len(asked), bool)
        for step in range(int((high - low).max())):
            edge = np.minimum(low + step, high - 1)
            hit = (tops[edge] <= height) & (height <= bottoms[edge]) & (bottoms[edge] - tops[edge] >= need)
            parted |= hit & ~(close & soft[edge])
        return asked[parted]

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


def _edges_in(rulings: Sequence[Ruling], shapes: Sequence[Shape], frame: Frame) -> Iterator[Edge]:
    for r in rulings:
        x0, top, x1, bottom = frame((r.x0, r.top, r.x1, r.bottom))
        if x1 - x0 < bottom - top:
            yield Edge((x0 + x1) / 2, top, bottom, False)
    for shape in shapes:
        x0, top, x1, bottom = frame(shape.box)
        if x1 - x0 < 4 or bottom - top < 4:
            continue
        if shape.rectangular:
            yield from (Edge(x0, top, bottom, True), Edge(x1, top, bottom, True))
            continue
        for (ax, ay), (bx, by) in pairwise(shape.points):
            sx0, stop, sx1, sbottom = frame((min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)))
            if sx1 - sx0 < 0.5 and sbottom - stop >= 4:
                yield Edge(sx0, stop, sbottom, True)
