"""Painted paths of a page as pdfium sees them."""

from __future__ import annotations

import ctypes
import math
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice, repeat
from typing import NamedTuple

import numpy as np
import pypdfium2.raw as pdfium

from corpus.pages import Box, Colour
from ingest.marks import Glyphs, Path
from ingest.pdfium_space import (
    ADDRESS,
    Matrix,
    Space,
    colour_of,
    fast_call,
    fill_colour,
    matrix_of,
    stroke_colour,
    times,
)

# The calls made for every path and its segments, and where their results are put.
_draw_mode = fast_call(pdfium.FPDFPath_GetDrawMode, ctypes.c_int, ADDRESS, ADDRESS, ADDRESS)
_stroke_width = fast_call(pdfium.FPDFPageObj_GetStrokeWidth, ctypes.c_int, ADDRESS, ADDRESS)
_length = fast_call(pdfium.FPDFPath_CountSegments, ctypes.c_int, ADDRESS)
_segment = fast_call(pdfium.FPDFPath_GetPathSegment, ADDRESS, ADDRESS, ctypes.c_int)
_kind = fast_call(pdfium.FPDFPathSegment_GetType, ctypes.c_int, ADDRESS)
_point = fast_call(pdfium.FPDFPathSegment_GetPoint, ctypes.c_int, ADDRESS, ADDRESS, ADDRESS)
_closes = fast_call(pdfium.FPDFPathSegment_GetClose, ctypes.c_int, ADDRESS)
_filled, _stroked, _width = ctypes.c_int(), ctypes.c_int(), ctypes.c_float()
_filled_at, _stroked_at, _width_at = ctypes.addressof(_filled), ctypes.addressof(_stroked), ctypes.addressof(_width)

_BLACK: Colour = (0.0, 0.0, 0.0)
_WHITE: Colour = (1.0, 1.0, 1.0)


class _Paint(NamedTuple):
    """How a path object is painted, and its matrix on the page."""

    fill: Colour | None
    stroke: Colour | None
    width: float
    matrix: Matrix


def paths_of(objects: Sequence[tuple[int, Matrix]], space: Space) -> list[Path]:
    """The subpaths of path objects with the end points of their curves; each comes with the matrix of the forms around.

    All segments of a page are asked for through `map`, so that only the painted points cost a step of Python.
    """
    paints = {obj: paint for obj, outer in objects if (paint := _paint(obj, outer)) is not None}
    counts = [_length(path) for path in paints]
    segments = list(
        map(_segment, chain.from_iterable(map(repeat, paints, counts)), chain.from_iterable(map(range, counts)))
    )
    places = _points(segments, counts, paints.values(), space)
    steps = zip(map(_kind, segments), map(_closes, segments), places, strict=True)
    out: list[Path] = []
    for (fill, stroke, width, _), count in zip(paints.values(), counts, strict=True):
        for points, curved, closed in _subpaths(islice(steps, count)):
            if len(points) < 2:
                continue
            line = len(points) == 2 and not curved
            shut = closed or points[0] == points[-1] or fill is not None
            colours = (None if line else fill, stroke or (fill if line else None))
            out.append(Path(tuple(points), *colours, width, curved, shut))
    return out


def _paint(obj: int, outer: Matrix) -> _Paint | None:
    """None where nothing is painted."""
    _draw_mode(obj, _filled_at, _stroked_at)
    if not _filled.value and not _stroked.value:
        return None
    fill = (colour_of(fill_colour, obj) or _BLACK) if _filled.value else None
    stroke = (colour_of(stroke_colour, obj) or _BLACK) if _stroked.value else None
    matrix = times(matrix_of(obj), outer)
    _stroke_width(obj, _width_at)
    width = _width.value * math.sqrt(abs(matrix[0] * matrix[3] - matrix[1] * matrix[2]))
    return _Paint(fill, stroke, width, matrix)


def _points(
    segments: Sequence[int], counts: Sequence[int], paints: Iterable[_Paint], space: Space
) -> Iterator[tuple[float, float]]:
    """The point of each segment on the displayed page."""
    found = np.zeros((len(segments), 2), np.float32)
    at, end = found.ctypes.data, found.ctypes.data + found.nbytes
    deque(map(_point, segments, range(at, end, 8), range(at + 4, end + 4, 8)), maxlen=0)
    x, y = found.T.astype(np.float64)
    matrices = np.array([paint.matrix for paint in paints]).reshape(-1, 6)
    a, b, c, d, e, f = np.repeat(matrices, counts, axis=0).T
    px, py = space.point(a * x + c * y + e, b * x + d * y + f)
    return zip(px.tolist(), py.tolist(), strict=True)


def _subpaths(
    steps: Iterable[tuple[int, int, tuple[float, float]]],
) -> Iterator[tuple[list[tuple[float, float]], bool, bool]]:
    """Points on the displayed page, whether any step is curved, and whether it is closed."""
    points: list[tuple[float, float]] = []
    curved = closed = False
    controls = 0
    for kind, closes, at in steps:
        if kind == pdfium.FPDF_SEGMENT_MOVETO:
            yield points, curved, closed
            points, curved, closed, controls = [at], False, False, 0
        elif kind == pdfium.FPDF_SEGMENT_BEZIERTO:
            curved = True
            controls += 1
            if controls % 3 == 0:
                points.append(at)
        else:
            points.append(at)
        if closes:
            closed = True
            if points[0] != points[-1]:
                points.append(points[0])
    yield points, curved, closed


def with_patterns(
    paths: Sequence[Path], glyphs: Glyphs, images: Sequence[Box], width: float, height: float
) -> list[Path]:
    """The paths, with areas black that cannot be white: white text stands on them.

    pdfium gives white for areas filled with a pattern (a gradient); the reference reader gives black.
    """
    out = list(paths)
    white = [i for i, p in enumerate(paths) if p.fill == _WHITE and p.stroke is None]
    if not white or all(style.colour != _WHITE for style in glyphs.styles):
        return out
    texts = [g for g in glyphs.take(glyphs.where(lambda s: s.colour == _WHITE and not s.invisible)) if g.text.strip()]
    if not texts:
        return out
    areas = [(i, _box(p)) for i, p in enumerate(paths) if p.fill is not None]
    areas = [(i, b) for i, b in areas if b[2] - b[0] < 0.98 * width or b[3] - b[1] < 0.98 * height]
    x0, top, x1, bottom = np.array([b for _, b in areas]).reshape(-1, 4).T
    for glyph in texts:
        x, y = (glyph.x0 + glyph.x1) / 2, (glyph.top + glyph.bottom) / 2
        under = np.flatnonzero((x0 <= x) & (x <= x1) & (top <= y) & (y <= bottom))
        last = areas[under[-1]][0] if len(under) else None
        if last is not None and out[last].fill == _WHITE and not any(_holds(b, x, y) for b in images):
            out[last] = out[last]._replace(fill=_BLACK)
    return out


def _box(path: Path) -> Box:
    xs, ys = zip(*path.points, strict=True)
    return (min(xs), min(ys), max(xs), max(ys))


def _holds(box: Box, x: float, y: float) -> bool:
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]
