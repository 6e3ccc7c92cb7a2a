"""Where pdfium's objects stand: matrices, and user space laid on the displayed page."""

from __future__ import annotations

import ctypes
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple, TypeAlias

import numpy as np
import pypdfium2
import pypdfium2.raw as pdfium

from corpus.pages import Box, Colour
from ingest.marks import Flags, Floats, Numbers
from ingest.pdfium_calls import ADDRESS, Call, each, fast_call, places

Matrix: TypeAlias = tuple[float, float, float, float, float, float]
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)

# Results are put here; one process reads one page at a time.
_matrix = pdfium.FS_MATRIX()
_matrix_at = ctypes.addressof(_matrix)
_edges = (ctypes.c_float * 4)()
_edges_at = [ctypes.addressof(_edges) + 4 * i for i in range(4)]
_colour = (ctypes.c_uint * 4)()
_colour_at = [ctypes.addressof(_colour) + 4 * i for i in range(4)]
get_matrix = fast_call(pdfium.FPDFPageObj_GetMatrix, ctypes.c_int, ADDRESS, ADDRESS)
_get_bounds = fast_call(pdfium.FPDFPageObj_GetBounds, ctypes.c_int, ADDRESS, *[ADDRESS] * 4)
fill_colour = fast_call(pdfium.FPDFPageObj_GetFillColor, ctypes.c_int, ADDRESS, *[ADDRESS] * 4)
stroke_colour = fast_call(pdfium.FPDFPageObj_GetStrokeColor, ctypes.c_int, ADDRESS, *[ADDRESS] * 4)


class Space(NamedTuple):
    """PDF user space → points from the top left of the page as displayed; `turns` are quarters, clockwise."""

    left: float
    bottom: float
    right: float
    top: float
    turns: int

    @property
    def size(self) -> tuple[float, float]:
        """Width and height as displayed."""
        width, height = self.right - self.left, self.top - self.bottom
        return (height, width) if self.turns % 2 else (width, height)

    def point(self, x: Any, y: Any) -> tuple[Any, Any]:
        """A point (or arrays of x and y) of user space on the displayed page."""
        if self.turns == 0:
            return (x - self.left, self.top - y)
        if self.turns == 1:
            return (y - self.bottom, x - self.left)
        if self.turns == 2:
            return (self.right - x, y - self.bottom)
        return (self.top - y, self.right - x)

    def box(self, ax: float, ay: float, bx: float, by: float) -> Box:
        """The box between two opposite corners in user space on the displayed page."""
        (px, py), (qx, qy) = self.point(ax, ay), self.point(bx, by)
        return (min(px, qx), min(py, qy), max(px, qx), max(py, qy))


def space_of(page: pypdfium2.PdfPage) -> Space:
    """The crop box of a page within its media box."""
    media, crop = page.get_mediabox(), page.get_cropbox()
    left, bottom = max(media[0], crop[0]), max(media[1], crop[1])
    right, top = min(media[2], crop[2]), min(media[3], crop[3])
    if left >= right or bottom >= top:
        left, bottom, right, top = media
    return Space(left, bottom, right, top, page.get_rotation() // 90 % 4)


@dataclass(frozen=True, slots=True, eq=False)
class Objects:
    """Objects of a page in painting order, as columns: handles, and the place in `outers` of the matrix around each.

    `outers` are matrices of forms, those of the forms around them included; the page itself has the first.
    """

    handles: Numbers
    outer: Numbers
    outers: tuple[Matrix, ...]

    def __len__(self) -> int:
        return len(self.handles)

    def take(self, which: Flags | Numbers) -> Objects:
        """Some of the objects, by a mask or places."""
        return Objects(self.handles[which], self.outer[which], self.outers)

    def one(self, i: int) -> tuple[int, Matrix]:
        """Handle of an object and the matrix of the forms around."""
        return int(self.handles[i]), self.outers[self.outer[i]]

    def matrices(self) -> Floats:
        """The matrix of each object on the page (n × 6)."""
        inner = np.zeros((len(self), 6), np.float32)
        found = each(get_matrix, len(self), self.handles, places(inner))
        m = inner.astype(np.float64)
        m[found == 0] = IDENTITY
        for k, outer in enumerate(self.outers):
            if outer is not IDENTITY:
                inside = self.outer == k
                m[inside] = np.stack(times(tuple(m[inside].T), outer), axis=1)
        return m


def matrix_of(obj: int) -> Matrix:
    """Matrix of a page object in the form (or page) that holds it."""
    if not get_matrix(obj, _matrix_at):
        return IDENTITY
    return (_matrix.a, _matrix.b, _matrix.c, _matrix.d, _matrix.e, _matrix.f)


def times(m: Any, n: Matrix) -> Any:
    """m (a Matrix, or six arrays) applied first, then n."""
    if n is IDENTITY:
        return m
    return (
        m[0] * n[0] + m[1] * n[2],
        m[0] * n[1] + m[1] * n[3],
        m[2] * n[0] + m[3] * n[2],
        m[2] * n[1] + m[3] * n[3],
        m[4] * n[0] + m[5] * n[2] + n[4],
        m[4] * n[1] + m[5] * n[3] + n[5],
    )


def bounds(obj: int, outer: Matrix, space: Space) -> Box:
    """Box around what a page object paints; `outer` is the matrix of the forms around it."""
    _get_bounds(obj, *_edges_at)
    ax, ay, bx, by = _edges
    if outer is not IDENTITY:
        a, b, c, d, e, f = outer
        corners = [(a * x + c * y + e, b * x + d * y + f) for x in (ax, bx) for y in (ay, by)]
        ax, ay = min(x for x, _ in corners), min(y for _, y in corners)
        bx, by = max(x for x, _ in corners), max(y for _, y in corners)
    return space.box(ax, ay, bx, by)


def colour_of(get: Call, obj: int) -> Colour | None:
    """Colour of a page object as pdfium displays it, by `fill_colour` or `stroke_colour`; None where it has none."""
    if not get(obj, *_colour_at):
        return None
    return _rgb(*_colour[:3])


def colours_of(get: Call, objects: Objects) -> list[Colour | None]:
    """The same of several objects."""
    found = np.zeros((len(objects), 4), np.uint32)
    at = places(found)
    known = each(get, len(objects), objects.handles, *(at + k * found.itemsize for k in range(4)))
    return [_rgb(*rgb) if there else None for there, rgb in zip(known.tolist(), found[:, :3].tolist(), strict=True)]


@lru_cache(maxsize=4096)
def _rgb(r: int, g: int, b: int) -> Colour:
    """One object for each colour, which keeps pages small."""
    return (r / 255, g / 255, b / 255)
