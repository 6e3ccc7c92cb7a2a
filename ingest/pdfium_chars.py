"""The characters of a page as pdfium's text page tells them, as columns in painting order.

pdfium is asked through `map`, so that its results reach NumPy arrays without a step of Python for each character.
"""

from __future__ import annotations

import ctypes
import math
import re
from collections import deque
from collections.abc import Iterable, Sequence
from itertools import repeat
from typing import Any, NamedTuple

import numpy as np
import pypdfium2.raw as pdfium

from ingest.marks import Flags, Floats, Numbers, Style
from ingest.pdfium_space import (
    ADDRESS,
    Matrix,
    Space,
    address_of,
    colour_of,
    fast_call,
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
_NO_CODES = frozenset((0, 0xFFFE, 0xFFFF))

# The calls made for every character and every object.
_text_object = fast_call(pdfium.FPDFText_GetTextObject, ctypes.c_size_t, ADDRESS, ctypes.c_int)
_unicode = fast_call(pdfium.FPDFText_GetUnicode, ctypes.c_uint, ADDRESS, ctypes.c_int)
_text = fast_call(pdfium.FPDFText_GetText, ctypes.c_int, ADDRESS, ctypes.c_int, ctypes.c_int, ADDRESS)
_is_generated = fast_call(pdfium.FPDFText_IsGenerated, ctypes.c_int, ADDRESS, ctypes.c_int)
_has_map_error = fast_call(pdfium.FPDFText_HasUnicodeMapError, ctypes.c_int, ADDRESS, ctypes.c_int)
_loose_box = fast_call(pdfium.FPDFText_GetLooseCharBox, ctypes.c_int, ADDRESS, ctypes.c_int, ADDRESS)
_char_origin = fast_call(pdfium.FPDFText_GetCharOrigin, ctypes.c_int, ADDRESS, ctypes.c_int, ADDRESS, ADDRESS)
font_size = fast_call(pdfium.FPDFTextObj_GetFontSize, ctypes.c_int, ADDRESS, ADDRESS)
_render_mode = fast_call(pdfium.FPDFTextObj_GetTextRenderMode, ctypes.c_int, ADDRESS)
_font = fast_call(pdfium.FPDFTextObj_GetFont, ctypes.c_size_t, ADDRESS)
_base_font_name = fast_call(pdfium.FPDFFont_GetBaseFontName, ctypes.c_size_t, ADDRESS, ADDRESS, ctypes.c_size_t)


class TextObject(NamedTuple):
    """Handle of a text object, and the matrix of the forms around it."""

    handle: int
    outer: Matrix


class Look(NamedTuple):
    """What all characters of one text object share; `face` identifies the font, `matrix` is the text matrix."""

    style: Style
    face: int
    matrix: tuple[float, float, float, float]


class Chars:
    """The characters that are told, grouped by their text objects in painting order.

    `codes`: Unicode, U+FFFD where the font does not tell. `boxes`: n × 4 loose boxes in user space (left, top, right,
    bottom). For each object of which characters are told: `owners` its place among the objects, `starts` and `stops`
    of its characters, `looks`, and the origins `firsts` and `lasts` of its first and last character in user space.
    `known` is False where a character has no Unicode value or a font no name.
    """

    def __init__(self, raw: Any, objects: Sequence[TextObject], space: Space) -> None:
        self._page = address_of(raw)
        self._fonts: dict[int, str] = {}
        self._turns = space.turns
        index, codes, owners = self._members(objects, pdfium.FPDFText_CountChars(raw))
        self.index = index
        self.starts = np.flatnonzero(np.diff(owners, prepend=-1))
        self.stops = np.append(self.starts[1:], len(owners)) if len(owners) else self.starts
        self.owners: list[int] = owners[self.starts].tolist()
        self.looks = self._looks([objects[i] for i in self.owners])
        boxes = np.zeros((len(index), 4), np.float32)
        at = boxes.ctypes.data
        _run(map(_loose_box, repeat(self._page), index.tolist(), range(at, at + 16 * len(index), 16)))
        self.boxes = boxes.astype(np.float64)
        self.firsts = self.origins(index[self.starts])
        self.lasts = self.firsts.copy()
        longer = self.stops - self.starts > 1
        self.lasts[longer] = self.origins(index[self.stops[longer] - 1])
        self.codes, self.known = self._unicodes(codes)

    def _members(self, objects: Sequence[TextObject], count: int) -> tuple[Numbers, Numbers, Numbers]:
        """Index, code and owner of the characters, without spaces that pdfium has added."""
        page, none = self._page, np.zeros(0, np.int64)
        if not objects:
            return none, none, none
        handles = np.fromiter(map(_text_object, repeat(page), range(count)), np.uint64, count)
        codes = self._told(count)
        theirs = np.array([obj.handle for obj in objects], np.uint64)
        by_handle = np.argsort(theirs)
        owners = by_handle[np.searchsorted(theirs, handles, sorter=by_handle) % len(theirs)]
        kept = theirs[owners] == handles
        spaces = np.flatnonzero(kept & (codes == _SPACE))
        kept[spaces] = [not _is_generated(page, i) for i in spaces.tolist()]
        index = np.flatnonzero(kept)
        index = index[np.argsort(owners[index], kind="stable")]
        return index, codes[index], owners[index]

    def _told(self, count: int) -> Numbers:
        """The code that pdfium tells for each character: the text as a whole, where it leaves none out."""
        buffer = np.zeros(count + 1, np.uint16)
        whole = _text(self._page, 0, count, buffer.ctypes.data) == count + 1
        codes = buffer[:count].astype(np.int64)
        asked = np.flatnonzero(codes == _HYPHEN_IN_TEXT) if whole else np.arange(count)
        codes[asked] = [_unicode(self._page, i) for i in asked.tolist()]
        return codes

    def origins(self, index: Numbers) -> Floats:
        """Origins (n × 2) of the characters with these indexes, in user space."""
        count = len(index)
        found = np.zeros((count, 2))
        at = found.ctypes.data
        _run(map(_char_origin, repeat(self._page), index.tolist(), range(at, at + 16 * count, 16),
                 range(at + 8, at + 8 + 16 * count, 16)))  # fmt: skip
        return found

    def _unicodes(self, codes: Numbers) -> tuple[Numbers, bool]:
        faces = np.repeat(np.array([look.face for look in self.looks], np.uint64), self.stops - self.starts)
        _, face = np.unique(faces, return_inverse=True)
        pairs, firsts, places = np.unique(face << 32 | codes, return_index=True, return_inverse=True)
        known = all(look.style.font for look in self.looks)
        read: list[int] = []
        for code, i in zip((pairs & 0xFFFFFFFF).tolist(), self.index[firsts].tolist(), strict=True):
            lost = code in _NO_CODES or _has_map_error(self._page, i) == 1
            known = known and not lost
            read.append(_LOST if lost else ord("-") if code == _HYPHEN else code)
        return np.array(read, np.int64)[places], known

    def _looks(self, objects: Sequence[TextObject]) -> list[Look]:
        """What each object looks like; most look like one before, which their bytes tell."""
        handles = [obj.handle for obj in objects]
        count = len(handles)
        raw = np.zeros((count, 11), np.uint32)  # size, colour with opacity, matrix
        at = [range(at, at + 44 * count, 44) for at in range(raw.ctypes.data, raw.ctypes.data + 44, 4)]
        _run(map(font_size, handles, at[0]))
        coloured = list(map(fill_colour, handles, *at[1:5]))
        _run(map(get_matrix, handles, at[5]))
        modes, faces = list(map(_render_mode, handles)), list(map(_font, handles))
        looks: dict[Any, Look] = {}
        found: list[Look] = []
        rows = raw[:, :9].copy().view("V36").ravel().tolist()  # without the place
        for i, key in enumerate(zip(rows, coloured, modes, faces, (obj.outer for obj in objects), strict=True)):
            look = looks.get(key)
            if look is None or modes[i] == pdfium.FPDF_TEXTRENDERMODE_FILL_STROKE:
                look = looks[key] = self._look(objects[i], modes[i], faces[i])
            found.append(look)
        return found

    def _look(self, obj: TextObject, mode: int, face: int) -> Look:
        matrix = times(matrix_of(obj.handle), obj.outer)[:4]
        a, b, c, d = matrix
        size = ctypes.c_float()
        font_size(obj.handle, ctypes.addressof(size))
        turn = (0 if a >= 0 else 180) if abs(a) >= abs(b) or abs(c) < 1e-6 else (270 if b > 0 else 90)
        colour = colour_of(fill_colour, obj.handle)
        style = Style(
            abs(size.value * (a * d - b * c)) / (math.hypot(a, b) or 1.0),
            self._font_name(face),
            colour,
            (turn + 90 * self._turns) % 360,
            mode == pdfium.FPDF_TEXTRENDERMODE_FILL_STROKE and colour == colour_of(stroke_colour, obj.handle),
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
        looks = self.looks
        faces = np.array([look.face for look in looks], np.uint64)
        size = np.array([look.style.size for look in looks])
        a, b, c, d = np.array([look.matrix for look in looks]).reshape(-1, 4).T
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
        return np.isin(faces, np.array([*down], np.uint64))


def _run(calls: Iterable[Any]) -> None:
    """Make all the calls."""
    deque(calls, maxlen=0)


def _font_name(face: int) -> str:
    length = _base_font_name(face, None, 0)
    buffer = ctypes.create_string_buffer(length)
    _base_font_name(face, ctypes.addressof(buffer), length)
    try:
        name = buffer.value.decode("utf-8")
    except UnicodeDecodeError:
        name = buffer.value.decode("cp932", "replace")
    return _SUBSET.sub("", name)
