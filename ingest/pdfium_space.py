"""Where pdfium's objects stand: matrices, and user space laid on the displayed page."""

from __future__ import annotations

import ctypes
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple, TypeAlias

import numpy as np
import pypdfium2
import pypdfium2.raw as pdfium

from corpus.pages import Colour
from ingest.marks import Flags, Floats, Numbers
from ingest.pdfium_calls import ADDRESS, Call, places

Matrix: TypeAlias = tuple[float, float, float, float, float, float]
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)

# Results are put here; one process reads one page at a time.
_matrix = pdfium.FS_MATRIX()
_matrix_at = ctypes.addressof(_matrix)
_colour = (ctypes.c_uint * 4)()
_colour_at = [ctypes.addressof(_colour) + 4 * i for i in range(4)]
get_matrix = Call(pdfium.FPDFPageObj_GetMatrix, ctypes.c_int, ADDRESS, ADDRESS)
_get_bounds = Call(pdfium.FPDFPageObj_GetBounds, ctypes.c_int, ADDRESS, *[ADDRESS] * 4)
fill_colour = Call(pdfium.FPDFPageObj_GetFillColor, ctypes.c_int, ADDRESS, *[ADDRESS] * 4)
stroke_colour = Call(pdfium.FPDFPageObj_GetStrokeColor, ctypes.c_int, ADDRESS, *[ADDRESS] * 4)


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
        found = get_matrix.each(len(self), self.handles, places(inner))
        m = inner.astype(np.float64)
        m[found == 0] = IDENTITY
        return np.stack(times(m.T, self.around()), axis=1)

    def around(self) -> tuple[Any, ...]:
        """The matrix of the forms around each object, as six arrays."""
        return tuple(np.array(self.outers)[self.outer].T)


def matrix_of(obj: int) -> Matrix:
    """Matrix of a page object in the form (or page) that holds it."""
    if not get_matrix.one(obj, _matrix_at):
        return IDENTITY
    return (_matrix.a, _matrix.b, _matrix.c, _matrix.d, _matrix.e, _matrix.f)


def times(m: Any, n: Any) -> Any:
    """m applied first, then n; each is a Matrix, or six arrays."""
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


def bounds(objects: Objects, space: Space) -> Floats:
    """Boxes (n × 4) around what each object paints."""
    edges = np.zeros((len(objects), 4), np.float32)  # left, bottom, right, top
    at = places(edges)
    _get_bounds.each(len(objects), objects.handles, *(at + k * edges.itemsize for k in range(4)))
    left, bottom, right, top = edges.astype(np.float64).T
    a, b, c, d, e, f = objects.around()
    x = np.stack([a * x + c * y + e for x in (left, right) for y in (bottom, top)])
    y = np.stack([b * x + d * y + f for x in (left, right) for y in (bottom, top)])
    (ax, ay), (bx, by) = space.point(x.min(axis=0), y.min(axis=0)), space.point(x.max(axis=0), y.max(axis=0))
    return np.stack([np.minimum(ax, bx), np.minimum(ay, by), np.maximum(ax, bx), np.maximum(ay, by)], axis=1)


def colour_of(get: Call, obj: int) -> Colour | None:
    """Colour of a page object as pdfium displays it, by `fill_colour` or `stroke_colour`; None where it has none."""
    if not get.one(obj, *_colour_at):
        return None
    return _rgb(*_colour[:3])


def colours_of(get: Call, objects: Objects) -> list[Colour | None]:
    """The same of several objects."""
    found = np.zeros((len(objects), 4), np.uint32)
    at = places(found)
    known = get.each(len(objects), objects.handles, *(at + k * found.itemsize for k in range(4)))
    return [_rgb(*rgb) if there else None for there, rgb in zip(known.tolist(), found[:, :3].tolist(), strict=True)]


@lru_cache(maxsize=4096)
def _rgb(r: int, g: int, b: int) -> Colour:
    """One object for each colour, which keeps pages small."""
    return (r / 255, g / 255, b / 255)
