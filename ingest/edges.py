"""Edges that text does not cross: rulings and the sides of boxes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from itertools import chain
from typing import Any, NamedTuple

import numpy as np

from corpus.pages import Box, Ruling, Shape
from ingest.frames import Frame
from ingest.glyphs import IS_LETTER
from ingest.marks import Flags, Floats, Glyphs, Numbers, columns_of, ranges

_SHORT = 4
"""Areas and sides of areas shorter than this (points) part no text."""


class Drawing(NamedTuple):
    """What is drawn on a page: `boxes` (4 × n) are those of rulings, rectangular areas and the sides of other areas."""

    shapes: Sequence[Shape]
    boxes: Floats
    rulings: int
    areas: int


class _Columns(NamedTuple):
    """Vertical edges by x; `soft` are the sides of areas.

    Text set without a gap does run over the side of an area: a highlighted word, an invisible frame, a chart's ground.
    """

    x: Floats
    top: Floats
    bottom: Floats
    soft: Flags


def drawing_of(rulings: Sequence[Ruling], shapes: Sequence[Shape]) -> Drawing:
    """The rulings and shapes of a page."""
    large = [s for s in shapes if s.box[2] - s.box[0] >= _SHORT and s.box[3] - s.box[1] >= _SHORT]
    areas = [s.box for s in large if s.rectangular]
    outlines = [s.points for s in large if not s.rectangular]
    points = np.fromiter(chain.from_iterable(chain.from_iterable(outlines)), np.float64).reshape(-1, 2).T
    outline = np.repeat(np.arange(len(outlines)), [len(each) for each in outlines])
    begin, end = (points[:, part][:, outline[1:] == outline[:-1]] for part in (slice(-1), slice(1, None)))
    sides = np.concatenate([np.minimum(begin, end), np.maximum(begin, end)])
    boxes = np.concatenate([columns_of([*((r.x0, r.top, r.x1, r.bottom) for r in rulings), *areas]), sides], axis=1)
    return Drawing(shapes, boxes, len(rulings), len(areas))


class Edges:
    """Vertical edges of a page, and the filled areas that may lie over rulings.

    A number set without any gap is one number, though a chart's grid line runs through it.
    """

    def __init__(self, drawing: Drawing, frame: Frame) -> None:
        """The vertical edges of a page as they stand in `frame`; they are put together when first asked for."""
        self._drawing, self._frame = drawing, frame

    @cached_property
    def _edges(self) -> _Columns:
        frame: Callable[[Any], Any] = self._frame
        x0, top, x1, bottom = frame(tuple(self._drawing.boxes))
        width, height = x1 - x0, bottom - top
        area, side = self._drawing.rulings, self._drawing.rulings + self._drawing.areas
        ruled = np.flatnonzero(width[:area] < height[:area])
        areas = np.arange(area, side)
        sides = np.flatnonzero((width[side:] < 0.5) & (height[side:] >= _SHORT)) + side
        x = np.concatenate([(x0[ruled] + x1[ruled]) / 2, x0[areas], x1[areas], x0[sides]])
        order = x.argsort()
        which = np.concatenate([ruled, areas, areas, sides])[order]
        return _Columns(x[order], top[which], bottom[which], which >= area)

    @cached_property
    def _fills(self) -> list[Box]:
        return [self._frame(s.box) for s in self._drawing.shapes if s.fill is not None]

    def between_each(self, letters: Glyphs, before: Numbers, after: Numbers) -> Flags:
        """Whether an edge stands between each two letters of a horizontal line, given by their places."""
        edges = self._edges
        parted = np.zeros(len(before), bool)
        x0, top, x1, bottom = letters.boxes
        middles = (x0 + x1) / 2
        first = np.searchsorted(edges.x, middles[before])
        pair = np.flatnonzero(np.append(edges.x, np.inf)[first] <= middles[after])
        if not len(pair):
            return parted
        stop = np.searchsorted(edges.x, middles[after[pair]], "right")
        which, edge = ranges(first[pair], stop)
        pair = pair[which]
        a, b = before[pair], after[pair]
        sizes = letters.sizes
        small, large = np.minimum(sizes[a], sizes[b]), np.maximum(sizes[a], sizes[b])
        height = (np.maximum(top[a], top[b]) + np.minimum(bottom[a], bottom[b])) / 2
        gap = x0[b] - x1[a]
        close = gap < 0.15 * large
        hit = (edges.top[edge] <= height) & (height <= edges.bottom[edge])
        hit &= edges.bottom[edge] - edges.top[edge] >= 0.6 * small
        hit &= ~(close & edges.soft[edge])
        hit &= (gap > 0.02 * large) | IS_LETTER(letters.codes[a]) | IS_LETTER(letters.codes[b])
        parted[pair[hit & ~close]] = True
        for k in np.flatnonzero(hit & close).tolist():
            parted[pair[k]] |= not self._covered(edge[k], middles[a[k]], middles[b[k]], height[k])
        return parted

    def _covered(self, edge: int, left: float, right: float, middle: float) -> bool:
        """A grid line that runs on above and below a filled bar lies behind the bar and its text."""
        top, bottom = self._edges.top[edge], self._edges.bottom[edge]
        return any(
            f[0] < left and right < f[2] and f[1] < middle < f[3] and top < f[1] - 1 and bottom > f[3] + 1
            for f in self._fills
        )
