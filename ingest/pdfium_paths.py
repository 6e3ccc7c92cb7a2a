"""Painted paths of a page as pdfium sees them."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
import pypdfium2.raw as pdfium

from corpus.pages import Box, Colour
from ingest.marks import Flags, Floats, Glyphs, Numbers, Path
from ingest.pdfium_calls import ADDRESS, HANDLE, Call, places
from ingest.pdfium_space import Objects, Space, colours_of, fill_colour, stroke_colour

_draw_mode = Call(pdfium.FPDFPath_GetDrawMode, ctypes.c_int, ADDRESS, ADDRESS, ADDRESS)
_stroke_width = Call(pdfium.FPDFPageObj_GetStrokeWidth, ctypes.c_int, ADDRESS, ADDRESS)
_length = Call(pdfium.FPDFPath_CountSegments, ctypes.c_int, ADDRESS)
_segment = Call(pdfium.FPDFPath_GetPathSegment, HANDLE, ADDRESS, ctypes.c_int)
_kind = Call(pdfium.FPDFPathSegment_GetType, ctypes.c_int, ADDRESS)
_point = Call(pdfium.FPDFPathSegment_GetPoint, ctypes.c_int, ADDRESS, ADDRESS, ADDRESS)
_closes = Call(pdfium.FPDFPathSegment_GetClose, ctypes.c_int, ADDRESS)

_BLACK: Colour = (0.0, 0.0, 0.0)
_WHITE: Colour = (1.0, 1.0, 1.0)


class _Steps(NamedTuple):
    """The segments of all paths one after another: the place of their path, kind, whether they close, end point."""

    owner: Numbers
    kind: Numbers
    closes: Flags
    points: list[tuple[float, float]]


def paths_of(objects: Objects, space: Space) -> list[Path]:
    """The subpaths of path objects with the end points of their curves."""
    modes = np.zeros((len(objects), 2), np.int32)
    at = places(modes)
    _draw_mode.each(len(objects), objects.handles, at, at + modes.itemsize)
    painted: Flags = (modes != 0).any(axis=1)
    if not painted.any():
        return []
    objects, matrices = objects.take(painted), objects.take(painted).matrices()
    filled, stroked = (modes[painted].T != 0).tolist()
    paints = list(
        zip(
            _paints(fill_colour, objects, filled),
            _paints(stroke_colour, objects, stroked),
            _widths(objects, matrices),
            strict=True,
        )
    )
    steps = _steps(objects, matrices, space)
    out: list[Path] = []
    for owner, points, curved, closed in _subpaths(steps):
        if len(points) < 2:
            continue
        fill, stroke, width = paints[owner]
        line = len(points) == 2 and not curved
        shut = closed or points[0] == points[-1] or fill is not None
        colours = (None if line else fill, stroke or (fill if line else None))
        out.append(Path(tuple(points), *colours, width, curved, shut))
    return out


def _paints(get: Call, objects: Objects, used: Sequence[bool]) -> list[Colour | None]:
    """The colours that objects use; pdfium paints black where it knows of none."""
    found = colours_of(get, objects)
    return [(colour or _BLACK) if paints else None for colour, paints in zip(found, used, strict=True)]


def _widths(objects: Objects, matrices: Floats) -> list[float]:
    """Stroke widths in points of the page."""
    widths = np.zeros((len(objects), 1), np.float32)
    _stroke_width.each(len(objects), objects.handles, places(widths))
    a, b, c, d, _, _ = matrices.T
    scaled: list[float] = (widths[:, 0] * np.sqrt(abs(a * d - b * c))).tolist()
    return scaled


def _steps(objects: Objects, matrices: Floats, space: Space) -> _Steps:
    """All segments, with their end points on the displayed page."""
    counts = _length.each(len(objects), objects.handles)
    owner = np.repeat(np.arange(len(objects)), counts)
    number = len(owner)
    segments = _segment.each(number, objects.handles[owner], np.arange(number) - (np.cumsum(counts) - counts)[owner])
    found = np.zeros((number, 2), np.float32)
    at = places(found)
    _point.each(number, segments, at, at + found.itemsize)
    x, y = found.T.astype(np.float64)
    a, b, c, d, e, f = matrices[owner].T
    px, py = space.point(a * x + c * y + e, b * x + d * y + f)
    closes = _closes.each(number, segments) != 0
    return _Steps(owner, _kind.each(number, segments), closes, list(zip(px.tolist(), py.tolist(), strict=True)))


def _subpaths(steps: _Steps) -> Iterator[tuple[int, list[tuple[float, float]], bool, bool]]:
    """Place of the path, points on the displayed page, whether any step is curved, and whether it is closed."""
    owner, kind, closes, points = steps
    starts = np.flatnonzero((kind == pdfium.FPDF_SEGMENT_MOVETO) | (np.diff(owner, prepend=-1) != 0))
    if not len(starts):
        return
    stops = np.append(starts[1:], len(owner))
    curved = np.logical_or.reduceat(kind == pdfium.FPDF_SEGMENT_BEZIERTO, starts)
    closed = np.logical_or.reduceat(closes, starts)
    plain = ~curved & (np.add.reduceat(closes, starts, dtype=np.int64) == closes[stops - 1])
    for start, stop, bent, shut, simple, whose in zip(
        starts.tolist(), stops.tolist(), curved.tolist(), closed.tolist(), plain.tolist(), owner[starts].tolist(),
        strict=True,
    ):  # fmt: skip
        if not simple:
            inside = slice(start, stop)
            yield whose, _turning_points(kind[inside], closes[inside], points[inside]), bent, shut
            continue
        found = points[start:stop]
        if shut and found[0] != found[-1]:
            found.append(found[0])
        yield whose, found, bent, shut


def _turning_points(kind: Numbers, closes: Flags, ends: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """Points of a subpath without the control points of its curves, back at its start wherever it closes."""
    points: list[tuple[float, float]] = []
    controls = 0
    for step, shuts, at in zip(kind.tolist(), closes.tolist(), ends, strict=True):
        controls += step == pdfium.FPDF_SEGMENT_BEZIERTO
        if step != pdfium.FPDF_SEGMENT_BEZIERTO or controls % 3 == 0:
            points.append(at)
        if shuts and points[0] != points[-1]:
            points.append(points[0])
    return points


def with_patterns(
    paths: Sequence[Path], glyphs: Glyphs, images: Sequence[Box], width: float, height: float
) -> list[Path]:
    """The paths, with areas black that cannot be white: white text stands on them.

    pdfium gives white for areas filled with a pattern (a gradient); the reference reader gives black.
    """
    out = list(paths)
    if all(style.colour != _WHITE for style in glyphs.styles):
        return out
    if not any(p.fill == _WHITE and p.stroke is None for p in paths):
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
