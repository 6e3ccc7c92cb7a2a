"""The characters of a page as pdfium's text page tells them, as columns in painting order."""

from __future__ import annotations

import ctypes
import math
import re
from typing import Any, NamedTuple

import numpy as np
import pypdfium2.raw as pdfium

from ingest.marks import Flags, Floats, Numbers, Style
from ingest.pdfium_calls import ADDRESS, HANDLE, Call, address_of, places
from ingest.pdfium_space import (
    Matrix,
    Objects,
    Space,
    colour_of,
    fill_colour,
    get_matrix,
    matrix_of,
    stroke_colour,
    times,
)

_INVISIBLE_MODES = (pdfium.FPDF_TEXTRENDERMODE_INVISIBLE, pdfium.FPDF_TEXTRENDERMODE_CLIP)
_SUBSET = re.compile(r"^[A-Z]{6}\+")
_HYPHEN = 2
"""pdfium's code for a hyphen at the end of a line."""

_HYPHEN_IN_TEXT = 0xFFFE
"""What stands for it in the text as a whole."""

_SPACE = 32
_LOST = 0xFFFD

# The calls made for every character and every object.
_text_object = Call(pdfium.FPDFText_GetTextObject, HANDLE, ADDRESS, ctypes.c_int)
_unicode = Call(pdfium.FPDFText_GetUnicode, ctypes.c_uint, ADDRESS, ctypes.c_int)
_text = Call(pdfium.FPDFText_GetText, ctypes.c_int, ADDRESS, ctypes.c_int, ctypes.c_int, ADDRESS)
_is_generated = Call(pdfium.FPDFText_IsGenerated, ctypes.c_int, ADDRESS, ctypes.c_int)
_has_map_error = Call(pdfium.FPDFText_HasUnicodeMapError, ctypes.c_int, ADDRESS, ctypes.c_int)
_loose_box = Call(pdfium.FPDFText_GetLooseCharBox, ctypes.c_int, ADDRESS, ctypes.c_int, ADDRESS)
_char_origin = Call(pdfium.FPDFText_GetCharOrigin, ctypes.c_int, ADDRESS, ctypes.c_int, ADDRESS, ADDRESS)
font_size = Call(pdfium.FPDFTextObj_GetFontSize, ctypes.c_int, ADDRESS, ADDRESS)
_render_mode = Call(pdfium.FPDFTextObj_GetTextRenderMode, ctypes.c_int, ADDRESS)
_font = Call(pdfium.FPDFTextObj_GetFont, HANDLE, ADDRESS)
_base_font_name = Call(pdfium.FPDFFont_GetBaseFontName, ctypes.c_size_t, ADDRESS, ADDRESS, ctypes.c_size_t)


class Look(NamedTuple):
    """What all characters of one text object share; `face` identifies the font, `matrix` is the text matrix."""

    style: Style
    face: int
    matrix: tuple[float, float, float, float]


class Chars:
    """The characters that are told, grouped by their text objects in painting order.

    `codes`: Unicode, U+FFFD where the font does not tell. `boxes`: n × 4 loose boxes in user space (left, top, right,
    bottom). For each object of which characters are told: `owners` its place among the objects, `starts` and `stops`
    of its characters, `look` its place among the `looks`, and the origins `firsts` and `lasts` of its first and last
    character in user space. `known` is False where a character has no Unicode value or a font no name.
    """

    def __init__(self, raw: Any, objects: Objects, space: Space) -> None:
        self._page = address_of(raw)
        self._fonts: dict[int, str] = {}
        self._turns = space.turns
        index, codes, owners = self._members(objects, pdfium.FPDFText_CountChars(raw))
        self.index = index
        self.starts = np.flatnonzero(np.diff(owners, prepend=-1))
        self.stops = np.append(self.starts[1:], len(owners)) if len(owners) else self.starts
        self.owners = owners[self.starts]
        self.looks, self.look = self._looks(objects.take(self.owners))
        boxes = np.zeros((len(index), 4), np.float32)
        _loose_box.each(len(index), self._page, index, places(boxes))
        self.boxes = boxes.astype(np.float64)
        self.firsts = self.origins(index[self.starts])
        self.lasts = self.firsts.copy()
        longer = self.stops - self.starts > 1
        self.lasts[longer] = self.origins(index[self.stops[longer] - 1])
        lost = (codes == 0) | (codes == 0xFFFE) | (codes == 0xFFFF)
        lost |= _has_map_error.each(len(index), self._page, index) == 1
        self.codes = np.where(lost, _LOST, np.where(codes == _HYPHEN, ord("-"), codes))
        self.known = not lost.any() and all(look.style.font for look in self.looks)

    def _members(self, objects: Objects, count: int) -> tuple[Numbers, Numbers, Numbers]:
        """Index, code and owner of the characters, without spaces that pdfium has added."""
        if not len(objects):
            none = np.zeros(0, np.int64)
            return none, none, none
        handles = _text_object.each(count, self._page, np.arange(count))
        codes = self._told(count)
        by_handle = np.argsort(objects.handles)
        owners = by_handle[np.searchsorted(objects.handles, handles, sorter=by_handle) % len(objects)]
        kept = objects.handles[owners] == handles
        spaces = np.flatnonzero(kept & (codes == _SPACE))
        kept[spaces] = _is_generated.each(len(spaces), self._page, spaces) == 0
        index = np.flatnonzero(kept)
        index = index[np.argsort(owners[index], kind="stable")]
        return index, codes[index], owners[index]

    def _told(self, count: int) -> Numbers:
        """The code that pdfium tells for each character: the text as a whole, where it leaves none out."""
        buffer = np.zeros(count + 1, np.uint16)
        whole = _text.one(self._page, 0, count, buffer.ctypes.data) == count + 1
        codes = buffer[:count].astype(np.int64)
        asked = np.flatnonzero(codes == _HYPHEN_IN_TEXT) if whole else np.arange(count)
        codes[asked] = _unicode.each(len(asked), self._page, asked)
        return codes

    def origins(self, index: Numbers) -> Floats:
        """Origins (n × 2) of the characters with these indexes, in user space."""
        found = np.zeros((len(index), 2))
        x = places(found)
        _char_origin.each(len(index), self._page, index, x, x + found.itemsize)
        return found

    def _looks(self, objects: Objects) -> tuple[list[Look], Numbers]:
        """All looks, and for each object the place of its own."""
        count, handles = len(objects), objects.handles
        told = np.zeros((count, 15), np.uint32)  # size, colours of fill and stroke with opacity, matrix
        at = places(told)
        font_size.each(count, handles, at)
        filled = fill_colour.each(count, handles, *(at + 4 * k for k in range(1, 5)))
        stroked = stroke_colour.each(count, handles, *(at + 4 * k for k in range(5, 9)))
        get_matrix.each(count, handles, at + 36)
        modes, faces = _render_mode.each(count, handles), _font.each(count, handles)
        more = np.stack([filled, stroked, modes, faces, objects.outer], axis=1)
        alike = np.concatenate([told[:, :13], more.view(np.uint32)], axis=1)  # without the place
        _, firsts, look = np.unique(alike.view(f"V{4 * alike.shape[1]}"), return_index=True, return_inverse=True)
        looks = [self._look(*objects.one(i), int(modes[i]), int(faces[i])) for i in firsts.tolist()]
        return looks, look.ravel()

    def _look(self, handle: int, outer: Matrix, mode: int, face: int) -> Look:
        matrix = times(matrix_of(handle), outer)[:4]
        a, b, c, d = matrix
        size = ctypes.c_float()
        font_size.one(handle, ctypes.addressof(size))
        turn = (0 if a >= 0 else 180) if abs(a) >= abs(b) or abs(c) < 1e-6 else (270 if b > 0 else 90)
        colour = colour_of(fill_colour, handle)
        style = Style(
            abs(size.value * (a * d - b * c)) / (math.hypot(a, b) or 1.0),
            self._font_name(face),
            colour,
            (turn + 90 * self._turns) % 360,
            mode == pdfium.FPDF_TEXTRENDERMODE_FILL_STROKE and colour == colour_of(stroke_colour, handle),
            mode in _INVISIBLE_MODES,
        )
        return Look(style, face, matrix)

    def _font_name(self, face: int) -> str:
        name = self._fonts.get(face)
        if name is None:
            name = self._fonts[face] = _font_name(face)
        return name

    def columns(self) -> Flags:
        """Which objects are set in fonts for vertical writing.

        Their characters follow one another downwards, or have boxes that hug the ink. (pdfium gives horizontal fonts
        one height for all their characters.)
        """
        faces = np.array([look.face for look in self.looks], np.int64)[self.look]
        size = np.array([look.style.size for look in self.looks])[self.look]
        a, b, c, d = np.array([look.matrix for look in self.looks]).reshape(-1, 4)[self.look].T
        (x, y), (_, y0) = (self.lasts - self.firsts).T, self.firsts.T
        moves = abs(x) + abs(y) > 0.1 * size
        forward = abs(x * a + y * b) * np.hypot(c, d) >= abs(x * c + y * d) * np.hypot(a, b)
        down = set(faces[moves & ~forward].tolist())
        single = np.flatnonzero(~moves & (self.stops - self.starts == 1) & (b == 0) & (c == 0) & (size != 0))
        box = self.boxes[self.starts[single]]
        lows, highs = ((box[:, edge] - y0[single]) / size[single] for edge in (3, 1))
        heights: dict[int, set[tuple[float, float]]] = {}
        for face, low, high in zip(
            faces[single].tolist(), np.rint(20 * lows).tolist(), np.rint(20 * highs).tolist(), strict=True
        ):
            heights.setdefault(face, set()).add((low, high))
        down |= {face for face, found in heights.items() if len(found) > 3}
        down -= set(faces[moves & forward].tolist())
        return np.isin(faces, np.array([*down], np.int64))


def _font_name(face: int) -> str:
    length = _base_font_name.one(face, None, 0)
    buffer = ctypes.create_string_buffer(length)
    _base_font_name.one(face, ctypes.addressof(buffer), length)
    try:
        name = buffer.value.decode("utf-8")
    except UnicodeDecodeError:
        name = buffer.value.decode("cp932", "replace")
    return _SUBSET.sub("", name)
