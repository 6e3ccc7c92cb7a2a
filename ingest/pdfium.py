"""Marks of a page as pdfium sees them: the fast reader.

pdfium (BSD-3, through pypdfium2's raw bindings) parses in C++; only positions cross into Python.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from corpus.pages import Box
from ingest.marks import Marks, Path
from ingest.pdfium_paths import paths_of, with_patterns
from ingest.pdfium_space import IDENTITY, Matrix, bounds, matrix_of, space_of, times
from ingest.pdfium_text import TextObject, text_of

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
    paths: list[Path] = []
    images: list[Box] = []
    texts: list[TextObject] = []
    for obj, kind, outer in _objects(page):
        if kind == pdfium.FPDF_PAGEOBJ_TEXT:
            texts.append(TextObject(obj, outer, ctypes.addressof(obj.contents)))
        elif kind == pdfium.FPDF_PAGEOBJ_PATH:
            paths += paths_of(obj, outer, space)
        elif kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            images.append(bounds(obj, outer, space))
    text = text_of(page, texts, space)
    painted = with_patterns(paths, text.glyphs, images, *space.size)
    return Marks(number, *space.size, text.glyphs, tuple(painted), tuple(images), text.whole)


def _objects(page: pypdfium2.PdfPage) -> Iterator[tuple[Any, int, Matrix]]:
    """Page objects in painting order with the matrix of the forms around them."""
    raw = page.raw
    count = pdfium.FPDFPage_CountObjects(raw)
    return _walk(lambda i: pdfium.FPDFPage_GetObject(raw, i), count, IDENTITY, 0)


def _walk(get: Callable[[int], Any], count: int, outer: Matrix, depth: int) -> Iterator[tuple[Any, int, Matrix]]:
    for i in range(count):
        obj = get(i)
        kind = pdfium.FPDFPageObj_GetType(obj)
        if kind != pdfium.FPDF_PAGEOBJ_FORM:
            yield obj, kind, outer
        elif depth < _DEPTH:
            inside = pdfium.FPDFFormObj_CountObjects(obj)
            yield from _walk(_getter(obj), inside, times(matrix_of(obj), outer), depth + 1)


def _getter(form: Any) -> Callable[[int], Any]:
    return lambda i: pdfium.FPDFFormObj_GetObject(form, i)
