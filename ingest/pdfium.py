"""Marks of a page as pdfium sees them: the fast reader.

pdfium (BSD-3, through pypdfium2's raw bindings) parses in C++; only positions cross into Python.
"""

from __future__ import annotations

import ctypes

import numpy as np
import pypdfium2
import pypdfium2.raw as pdfium

from ingest.marks import Marks, Numbers
from ingest.pdfium_calls import ADDRESS, HANDLE, Call, address_of
from ingest.pdfium_paths import paths_of, with_patterns
from ingest.pdfium_space import IDENTITY, Objects, bounds, matrix_of, space_of, times
from ingest.pdfium_text import text_of

_PAGES_AT_ONCE = 32
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
    objects, kinds = _objects_of(page)
    text = text_of(page, objects.take(kinds == pdfium.FPDF_PAGEOBJ_TEXT), space)
    images = tuple(map(tuple, bounds(objects.take(kinds == pdfium.FPDF_PAGEOBJ_IMAGE), space).tolist()))
    paths = paths_of(objects.take(kinds == pdfium.FPDF_PAGEOBJ_PATH), space)
    painted = with_patterns(paths, text.glyphs, images, *space.size)
    return Marks(number, *space.size, text.glyphs, tuple(painted), images, text.whole)


_on_page = Call(pdfium.FPDFPage_GetObject, HANDLE, ADDRESS, ctypes.c_int)
_count_on_page = Call(pdfium.FPDFPage_CountObjects, ctypes.c_int, ADDRESS)
_in_form = Call(pdfium.FPDFFormObj_GetObject, HANDLE, ADDRESS, ctypes.c_ulong)
_count_in_form = Call(pdfium.FPDFFormObj_CountObjects, ctypes.c_int, ADDRESS)
_kind = Call(pdfium.FPDFPageObj_GetType, ctypes.c_int, ADDRESS)


def _objects_of(page: pypdfium2.PdfPage) -> tuple[Objects, Numbers]:
    """Objects of a page and of its forms in painting order, and their kinds; the forms themselves are left out."""
    outers = [IDENTITY]
    parts: list[tuple[Numbers, Numbers, int]] = []

    def gather(get: Call, holder: int, count: int, outer: int, depth: int) -> None:
        handles = get.each(count, holder, np.arange(count))
        kinds = _kind.each(count, handles)
        start = 0
        for i in [*np.flatnonzero(kinds == pdfium.FPDF_PAGEOBJ_FORM).tolist(), count]:
            parts.append((handles[start:i], kinds[start:i], outer))
            start = i + 1
            if i < count and depth < _DEPTH:
                form = int(handles[i])
                outers.append(times(matrix_of(form), outers[outer]))
                gather(_in_form, form, _count_in_form.one(form), len(outers) - 1, depth + 1)

    gather(_on_page, address_of(page.raw), _count_on_page.one(address_of(page.raw)), 0, 0)
    handles, kinds = (np.concatenate([part[k] for part in parts]) for k in (0, 1))
    outer = np.repeat([part[2] for part in parts], [len(part[0]) for part in parts])
    return Objects(handles, outer, tuple(outers)), kinds
