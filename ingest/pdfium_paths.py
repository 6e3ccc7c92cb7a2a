"""Painted paths of a page as pdfium sees them."""

from __future__ import annotations

import ctypes
import math
from collections.abc import Iterator, Sequence

import pypdfium2.raw as pdfium

from corpus.pages import Box, Colour
from ingest.marks import Glyph, Path
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
_count = fast_call(pdfium.FPDFPath_CountSegments, ctypes.c_int, ADDRESS)
_segment = fast_call(pdfium.FPDFPath_GetPathSegment, ADDRESS, ADDRESS, ctypes.c_int)
_kind = fast_call(pdfium.FPDFPathSegment_GetType, ctypes.c_int, ADDRESS)
_point = fast_call(pdfium.FPDFPathSegment_GetPoint, ctypes.c_int, ADDRESS, ADDRESS, ADDRESS)
_closes = fast_call(pdfium.FPDFPathSegment_GetClose, ctypes.c_int, ADDRESS)
_filled, _stroked, _x, _y = ctypes.c_int(), ctypes.c_int(), ctypes.c_float(), ctypes.c_float()
_filled_at, _stroked_at = ctypes.addressof(_filled), ctypes.addressof(_stroked)
_x_at, _y_at = ctypes.addressof(_x), ctypes.addressof(_y)

_BLACK: Colour = (0.0, 0.0, 0.0)
_WHITE: Colour = (1.0, 1.0, 1.0)


def paths_of(obj: int, outer: Matrix, space: Space) -> Iterator[Path]:
    """The subpaths of a path object with the end points of their curves; `outer` is the matrix of the forms around."""
    _draw_mode(obj, _filled_at, _stroked_at)
    if not _filled.value and not _stroked.value:
        return
    fill = (colour_of(fill_colour, obj) or _BLACK) if _filled.value else None
    stroke = (colour_of(stroke_colour, obj) or _BLACK) if _stroked.value else None
    matrix = times(matrix_of(obj), outer)
    _stroke_width(obj, _x_at)
    thick = _x.value * math.sqrt(abs(matrix[0] * matrix[3] - matrix[1] * matrix[2]))
    for points, curved, closed in _subpaths(obj, matrix, space):
        if len(points) < 2:
            continue
        line = len(points) == 2 and not curved
        shut = closed or points[0] == points[-1] or fill is not None
        yield Path(tuple(points), None if line else fill, stroke or (fill if line else None), thick, curved, shut)


def _subpaths(path: int, matrix: Matrix, space: Space) -> Iterator[tuple[list[tuple[float, float]], bool, bool]]:
    """Points on the displayed page, whether any step is curved, and whether it is closed."""
    a, b, c, d, e, f = matrix
    point = space.point
    points: list[tuple[float, float]] = []
    curved = closed = False
    controls = 0
    for i in range(_count(path)):
        segment = _segment(path, i)
        kind = _kind(segment)
        _point(segment, _x_at, _y_at)
        px, py = _x.value, _y.value
        at = point(a * px + c * py + e, b * px + d * py + f)
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
        if _closes(segment):
            closed = True
            if points[0] != points[-1]:
                points.append(points[0])
    yield points, curved, closed


def with_patterns(
    paths: Sequence[Path], glyphs: Sequence[Glyph], images: Sequence[Box], width: float, height: float
) -> list[Path]:
    """The paths, with areas black that cannot be white: white text stands on them.

    pdfium gives white for areas filled with a pattern (a gradient); the reference reader gives black.
    """
    out = list(paths)
    white = [i for i, p in enumerate(paths) if p.fill == _WHITE and p.stroke is None]
    texts = [g for g in glyphs if g.colour == _WHITE and not g.text.isspace() and not g.invisible] if white else []
    if not texts:
        return out
    areas = [(i, _box(p)) for i, p in enumerate(paths) if p.fill is not None]
    boxes = [(i, b) for i, b in areas if b[2] - b[0] < 0.98 * width or b[3] - b[1] < 0.98 * height]
    for glyph in texts:
        x, y = (glyph.x0 + glyph.x1) / 2, (glyph.top + glyph.bottom) / 2
        top = next((i for i, b in reversed(boxes) if _holds(b, x, y)), None)
        if top is not None and out[top].fill == _WHITE and not any(_holds(b, x, y) for b in images):
            out[top] = out[top]._replace(fill=_BLACK)
    return out


def _box(path: Path) -> Box:
    xs, ys = zip(*path.points, strict=True)
    return (min(xs), min(ys), max(xs), max(ys))


def _holds(box: Box, x: float, y: float) -> bool:
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]
