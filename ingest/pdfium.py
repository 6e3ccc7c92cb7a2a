"""Marks of a page as pdfium sees them: the fast reader.

pdfium (BSD-3, through pypdfium2's raw bindings) parses in C++; only positions cross into Python.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator

import pypdfium2
import pypdfium2.raw as pdfium

from corpus.pages import Box
from ingest.marks import Marks
from ingest.pdfium_chars import TextObject
from ingest.pdfium_paths import paths_of, with_patterns
from ingest.pdfium_space import ADDRESS, IDENTITY, Matrix, address_of, bounds, fast_call, matrix_of, space_of, times
from ingest.pdfium_text import text_of

_PAGES_AT_ONCE = 16
_DEPTH = 12
"""Deepest nesting of form XObjects that is followed."""


class PdfiumReader:
    """A PDF opened by pdfium, and opened anew every few pages: pdfium keeps what it has parsed of a file.

    Raises pypdfium2.PdfiumError for files and pages that pdfium cannot read.
    """

    def __init__(self, path: str) -> None:
        self._path = path
        self._pdf = pypdfium2.PdfDocument(path)
        self._read = 0

    def marks(self, number: int) -> Marks:
        """Marks of the page with this 1-based number."""
        if self._read == _PAGES_AT_ONCE:
            self._pdf.close()
            self._pdf = pypdfium2.PdfDocument(self._path)
            self._read = 0
        self._read += 1
        page = self._pdf[number - 1]
        try:
            return marks_from_pdfium(page, number)
        finally:
            page.close()


def marks_from_pdfium(page: pypdfium2.PdfPage, number: int) -> Marks:
    """Glyphs, paths and images of an opened pdfium page, relative to its crop box."""
    space = space_of(page)
    outlines: list[tuple[int, Matrix]] = []
    images: list[Box] = []
    texts: list[TextObject] = []
    for obj, kind, outer in _objects(_on_page, address_of(page.raw), _count_on_page, IDENTITY, 0):
        if kind == pdfium.FPDF_PAGEOBJ_TEXT:
            texts.append(TextObject(obj, outer))
        elif kind == pdfium.FPDF_PAGEOBJ_PATH:
            outlines.append((obj, outer))
        elif kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            images.append(bounds(obj, outer, space))
    text = text_of(page, texts, space)
    painted = with_patterns(paths_of(outlines, space), text.glyphs, images, *space.size)
    return Marks(number, *space.size, text.glyphs, tuple(painted), tuple(images), text.whole)


_on_page = fast_call(pdfium.FPDFPage_GetObject, ADDRESS, ADDRESS, ctypes.c_int)
_count_on_page = fast_call(pdfium.FPDFPage_CountObjects, ctypes.c_int, ADDRESS)
_in_form = fast_call(pdfium.FPDFFormObj_GetObject, ADDRESS, ADDRESS, ctypes.c_ulong)
_count_in_form = fast_call(pdfium.FPDFFormObj_CountObjects, ctypes.c_int, ADDRESS)
_kind = fast_call(pdfium.FPDFPageObj_GetType, ctypes.c_int, ADDRESS)


def _objects(
    get: Callable[..., int], holder: int, count: Callable[..., int], outer: Matrix, depth: int
) -> Iterator[tuple[int, int, Matrix]]:
    """Objects of a page or form in painting order: handle, kind, and the matrix of the forms around."""
    for i in range(count(holder)):
        obj = get(holder, i)
        kind = _kind(obj)
        if kind != pdfium.FPDF_PAGEOBJ_FORM:
            yield obj, kind, outer
        elif depth < _DEPTH:
            yield from _objects(_in_form, obj, _count_in_form, times(matrix_of(obj), outer), depth + 1)
