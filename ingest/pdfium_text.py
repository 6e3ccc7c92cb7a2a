"""Glyphs of a page as pdfium sees them.

pdfium's text page gives every character with its text object; it puts lines in an order of its own, leaves out objects
that print the same again, and adds spaces. Here the characters go back to their objects in painting order, second
prints come back as copies, and added spaces go.
"""

from __future__ import annotations

import ctypes
import math
import re
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import pypdfium2
import pypdfium2.raw as pdfium

from corpus.pages import Box, Colour
from ingest.marks import ASCENT, Glyph
from ingest.pdfium_space import (
    ADDRESS,
    Matrix,
    Space,
    address_of,
    bounds,
    colour_of,
    fast_call,
    fill_colour,
    matrix_of,
    stroke_colour,
    times,
)
from ingest.spacing import LETTER

_INVISIBLE_MODES = (pdfium.FPDF_TEXTRENDERMODE_INVISIBLE, pdfium.FPDF_TEXTRENDERMODE_CLIP)
_SUBSET = re.compile(r"^[A-Z]{6}\+")
_HYPHEN = 2
"""pdfium's code for a hyphen at the end of a line."""

_SPACE = 32
_NO_CODES = frozenset((0, 0xFFFE, 0xFFFF))
_TINY = 0.01
"""Width or height (points) up to which an object paints nothing."""

_SPECK = 0.7
"""Width and height up to which it paints nothing that could be read (some fonts have such spaces)."""

_SHIFT = 0.25
"""Farthest a second print lies from the first, in em."""

_ROW = 4.0
"""Height of the rows (points) in which first prints are looked up."""

# The calls made for every character and every object.
_text_object = fast_call(pdfium.FPDFText_GetTextObject, ADDRESS, ADDRESS, ctypes.c_int)
_unicode = fast_call(pdfium.FPDFText_GetUnicode, ctypes.c_uint, ADDRESS, ctypes.c_int)
_is_generated = fast_call(pdfium.FPDFText_IsGenerated, ctypes.c_int, ADDRESS, ctypes.c_int)
_has_map_error = fast_call(pdfium.FPDFText_HasUnicodeMapError, ctypes.c_int, ADDRESS, ctypes.c_int)
_loose_box = fast_call(pdfium.FPDFText_GetLooseCharBox, ctypes.c_int, ADDRESS, ctypes.c_int, ADDRESS)
_font_size = fast_call(pdfium.FPDFTextObj_GetFontSize, ctypes.c_int, ADDRESS, ADDRESS)
_render_mode = fast_call(pdfium.FPDFTextObj_GetTextRenderMode, ctypes.c_int, ADDRESS)
_font = fast_call(pdfium.FPDFTextObj_GetFont, ADDRESS, ADDRESS)
_base_font_name = fast_call(pdfium.FPDFFont_GetBaseFontName, ctypes.c_size_t, ADDRESS, ADDRESS, ctypes.c_size_t)
_char_origin = fast_call(pdfium.FPDFText_GetCharOrigin, ctypes.c_int, ADDRESS, ctypes.c_int, ADDRESS, ADDRESS)


class TextObject(NamedTuple):
    """Handle of a text object, and the matrix of the forms around it."""

    handle: int
    outer: Matrix


class PageText(NamedTuple):
    """Glyphs in painting order; `whole` is False where pdfium does not tell all that is painted, or not as what."""

    glyphs: tuple[Glyph, ...]
    whole: bool


class _Style(NamedTuple):
    """What all characters of one text object share; `face` identifies the font, `matrix` is the text matrix."""

    size: float
    font: str
    face: int
    colour: Colour | None
    turn: int
    bold: bool
    invisible: bool
    matrix: Matrix


class _Print(NamedTuple):
    """A text object as printed: index and code of its characters, origins of the first and last in user space."""

    obj: TextObject
    style: _Style
    chars: list[tuple[int, int]]
    first: tuple[float, float]
    last: tuple[float, float]


def text_of(page: pypdfium2.PdfPage, objects: Sequence[TextObject], space: Space) -> PageText:
    """Glyphs of the text objects of a page, given in painting order.

    The text is not whole where an object paints something but its characters are not told, where a font has no name
    (Type 3, whose codes pdfium folds), a character no Unicode value, or a text stands in for what is painted
    (ActualText).
    """
    text_page = page.get_textpage()
    try:
        told, whole = _Told(text_page.raw, objects, space).glyphs()
    finally:
        text_page.close()
    silent = {obj.handle: bounds(obj.handle, obj.outer, space) for obj in objects if obj.handle not in told}
    firsts = None
    if any(map(_has_ink, silent.values())):
        firsts = _FirstPrints((g for glyphs in told.values() for g in glyphs), space)
    glyphs: list[Glyph] = []
    for obj in objects:
        found = told.get(obj.handle)
        if found is None:
            box = silent[obj.handle]
            found = [Glyph(" ", *box, 1.0)] if firsts is None or not _has_ink(box) else firsts.again(obj, box)
            whole = whole and bool(found)
        glyphs += found
    return PageText(tuple(glyphs), whole)


def _has_ink(box: Box) -> bool:
    width, height = box[2] - box[0], box[3] - box[1]
    return min(width, height) > _TINY and max(width, height) > _SPECK


class _Told:
    """What pdfium's text page tells of the text objects."""

    def __init__(self, raw: Any, objects: Sequence[TextObject], space: Space) -> None:
        self._space = space
        self._page = address_of(raw)
        self._box = pdfium.FS_RECTF()
        self._box_at = ctypes.addressof(self._box)
        self._x, self._y, self._size = ctypes.c_double(), ctypes.c_double(), ctypes.c_float()
        self._x_at, self._y_at = ctypes.addressof(self._x), ctypes.addressof(self._y)
        self._size_at = ctypes.addressof(self._size)
        self._fonts: dict[int, str] = {}
        self._known: dict[tuple[int, int], str] = {}
        self._whole = True
        members = self._members(pdfium.FPDFText_CountChars(raw))
        self._prints = [self._print(obj, members[obj.handle]) for obj in objects if obj.handle in members]

    def glyphs(self) -> tuple[dict[int, list[Glyph]], bool]:
        """Glyphs of each object by its address, and whether they are all there and known."""
        columns = self._columns()
        told = {
            p.obj.handle: self._upright(p)
            if p.style.turn == 0 == self._space.turns and p.style.matrix[2] == 0 and p.style.face not in columns
            else self._placed(p, p.style.face in columns)
            for p in self._prints
        }
        return told, self._whole

    def _members(self, count: int) -> dict[int, list[tuple[int, int]]]:
        """Index and code of the characters of each object, without added spaces."""
        page, members = self._page, dict[int, list[tuple[int, int]]]()
        last, chars = 0, list[tuple[int, int]]()
        for i in range(count):
            handle = _text_object(page, i)
            if handle:
                if handle != last:
                    last, chars = handle, members.setdefault(handle, [])
                code = _unicode(page, i)
                if code != _SPACE or not _is_generated(page, i):
                    chars.append((i, code))
        return {handle: chars for handle, chars in members.items() if chars}

    def _print(self, obj: TextObject, chars: list[tuple[int, int]]) -> _Print:
        first = self._origin(chars[0][0])
        return _Print(obj, self._style(obj), chars, first, self._origin(chars[-1][0]) if len(chars) > 1 else first)

    def _origin(self, i: int) -> tuple[float, float]:
        _char_origin(self._page, i, self._x_at, self._y_at)
        return (self._x.value, self._y.value)

    def _style(self, obj: TextObject) -> _Style:
        matrix = times(matrix_of(obj.handle), obj.outer)
        a, b, c, d, _, _ = matrix
        _font_size(obj.handle, self._size_at)
        turn = (0 if a >= 0 else 180) if abs(a) >= abs(b) or abs(c) < 1e-6 else (270 if b > 0 else 90)
        mode = _render_mode(obj.handle)
        face = _font(obj.handle)
        name = self._fonts.get(face)
        if name is None:
            name = self._fonts[face] = _font_name(face)
        colour = colour_of(fill_colour, obj.handle)
        return _Style(
            abs(self._size.value * (a * d - b * c)) / (math.hypot(a, b) or 1.0),
            name,
            face,
            colour,
            (turn + 90 * self._space.turns) % 360,
            mode == pdfium.FPDF_TEXTRENDERMODE_FILL_STROKE and colour == colour_of(stroke_colour, obj.handle),
            mode in _INVISIBLE_MODES,
            matrix,
        )

    def _columns(self) -> frozenset[int]:
        """Fonts for vertical writing: their characters follow one another downwards, or have boxes that hug the ink.

        (pdfium gives horizontal fonts one height for all their characters.)
        """
        across: set[int] = set()
        down: set[int] = set()
        heights: dict[int, set[tuple[int, int]]] = {}
        for _, style, chars, (x0, y0), (x1, y1) in self._prints:
            a, b, c, d, _, _ = style.matrix
            x, y, size = x1 - x0, y1 - y0, style.size
            if abs(x) + abs(y) > 0.1 * size:
                forward = abs(x * a + y * b) * math.hypot(c, d) >= abs(x * c + y * d) * math.hypot(a, b)
                (across if forward else down).add(style.face)
            elif len(chars) == 1 and b == c == 0 and size and style.face not in across:
                _loose_box(self._page, chars[0][0], self._box_at)
                low, high = (self._box.bottom - y0) / size, (self._box.top - y0) / size
                heights.setdefault(style.face, set()).add((round(20 * low), round(20 * high)))
        return frozenset((down | {face for face, found in heights.items() if len(found) > 3}) - across)

    def _text(self, style: _Style, i: int, code: int) -> str:
        """The character, or U+FFFD where the font does not tell."""
        text = self._known.get((style.face, code))
        if text is None:
            error = code in _NO_CODES or _has_map_error(self._page, i) == 1
            if error or not style.font:
                self._whole = False
            text = self._known[(style.face, code)] = "\ufffd" if error else "-" if code == _HYPHEN else chr(code)
        return text

    def _upright(self, p: _Print) -> list[Glyph]:
        """Glyphs of horizontal text that stands upright: their loose boxes give start and end."""
        page, box, box_at, style = self._page, self._box, self._box_at, p.style
        size, font, face, colour, _, bold, invisible, _ = style
        left, known = self._space.left, self._known
        baseline = round(self._space.top - p.first[1], 2)
        top, bottom = baseline - ASCENT * size, baseline + (1 - ASCENT) * size
        out: list[Glyph] = []
        last: tuple[float, float] | None = None
        for i, code in p.chars:
            text = known.get((face, code)) or self._text(style, i, code)
            _loose_box(page, i, box_at)
            place = (box.left - left, box.right - left)
            if place == last:
                out[-1] = _joined(out[-1], text)
                continue
            last = place
            out.append(
                Glyph(text, place[0], top, place[1], bottom, size, font, colour, 0, bold, invisible, text == "\ufffd")
            )
        if abs(out[0].x0 + left - p.first[0]) > 0.02 * size or len(out[0].text) > 1:
            out = self._stand_ins(p, out)
        return out

    def _stand_ins(self, p: _Print, glyphs: list[Glyph]) -> list[Glyph]:
        """Glyphs of a text given in place of what is painted, whose boxes pdfium can only guess.

        As many letters as fit one em each stand there one after another, a single sign where the ink is.
        """
        size, x = p.style.size, p.first[0] - self._space.left
        end = bounds(p.obj.handle, p.obj.outer, self._space)[2]
        ems = (end - x) / size
        if len(glyphs) == 1 and ems <= 1.2:
            ligature = len(glyphs[0].text) > 1 and glyphs[0].x0 == x
            return glyphs if ligature else [glyphs[0]._replace(x0=x, x1=x + size if _is_letter(glyphs[0]) else end)]
        if all(map(_is_letter, glyphs)) and len(glyphs) - 0.5 <= ems <= len(glyphs) + 0.2:
            return [g._replace(x0=x + i * size, x1=x + (i + 1) * size) for i, g in enumerate(glyphs)]
        self._whole = False
        return glyphs

    def _placed(self, p: _Print, vertical: bool) -> list[Glyph]:
        """Glyphs of text of any direction, by their origins."""
        style, out = p.style, list[Glyph]()
        for i, code in p.chars:
            text = self._text(style, i, code)
            at = self._space.point(*self._origin(i))
            advance = style.size
            if not vertical:
                _loose_box(self._page, i, self._box_at)
                advance = _advance(style.matrix, self._box.right - self._box.left, self._box.top - self._box.bottom)
            box = _em_box(at, style.turn, advance, style.size)
            if out and out[-1][1:5] == box:
                out[-1] = _joined(out[-1], text)
            else:
                out.append(
                    Glyph(
                        text, *box, style.size, style.font, style.colour, style.turn, style.bold, style.invisible,
                        text == "\ufffd",
                    )
                )  # fmt: skip
        return out


def _is_letter(glyph: Glyph) -> bool:
    return LETTER.fullmatch(glyph.text) is not None


def _joined(before: Glyph, text: str) -> Glyph:
    """Characters of one glyph: ligatures, and the halves of those beyond the basic plane."""
    both = (before.text + text).encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return before._replace(text=both)


def _advance(matrix: Matrix, width: float, height: float) -> float:
    """Length along the line of a character whose slanted or turned box fills `width` and `height` in user space."""
    a, b, c, d = (abs(v) for v in matrix[:4])
    square = a * d - b * c
    scale = math.hypot(a, b) * math.hypot(c, d)
    if abs(square) < 0.3 * scale:
        return max(width, height)
    return abs((width * d - height * c) / square) * math.hypot(a, b)


def _em_box(at: tuple[float, float], turn: int, advance: float, size: float) -> Box:
    """Box from an origin on the displayed page: one em high on the baseline, as long as the advance."""
    x, y = at
    up, down = ASCENT * size, (1 - ASCENT) * size
    if turn == 0:
        return (x, y - up, x + advance, y + down)
    if turn == 90:
        return (x - down, y, x + up, y + advance)
    if turn == 180:
        return (x - advance, y - down, x, y + up)
    return (x - up, y - advance, x + down, y)


def _font_name(face: int) -> str:
    length = _base_font_name(face, None, 0)
    buffer = ctypes.create_string_buffer(length)
    _base_font_name(face, ctypes.addressof(buffer), length)
    try:
        name = buffer.value.decode("utf-8")
    except UnicodeDecodeError:
        name = buffer.value.decode("cp932", "replace")
    return _SUBSET.sub("", name)


class _FirstPrints:
    """The upright glyphs that are told, by their baselines, to find what an object prints once more."""

    def __init__(self, told: Iterable[Glyph], space: Space) -> None:
        self._space = space
        self._rows: dict[int, list[Glyph]] = {}
        for glyph in told:
            if glyph.turn == 0:
                self._rows.setdefault(int(glyph.bottom // _ROW), []).append(glyph)

    def again(self, obj: TextObject, ink: Box) -> list[Glyph]:
        """The glyphs that the object prints a second time, where it prints them; none when it is not a reprint.

        A reprint lies on glyphs of its size that begin where it begins, give or take a quarter em, and fill its width.
        """
        matrix = times(matrix_of(obj.handle), obj.outer)
        nominal = ctypes.c_float()
        _font_size(obj.handle, ctypes.addressof(nominal))
        size = abs(nominal.value * matrix[3])
        x, y = self._space.point(matrix[4], matrix[5])
        foot, reach = y + (1 - ASCENT) * size, _SHIFT * size
        rows = range(int((foot - reach) // _ROW), int((foot + reach) // _ROW) + 1)
        under = [
            g
            for row in rows
            for g in self._rows.get(row, ())
            if abs(g.bottom - foot) <= reach
            and abs(g.size - size) <= 0.1 * size
            and g.x0 >= x - reach
            and g.x1 <= ink[2] + max(reach, 0.6 * (g.x1 - g.x0))
        ]
        if not under or matrix[1] != 0 or sum(g.x1 - g.x0 for g in under) < 0.7 * (ink[2] - x):
            return []
        first = min(under, key=lambda g: g.x0)
        dx, dy = x - first.x0, foot - first.bottom
        if abs(dx) > reach:
            return []
        colour = colour_of(fill_colour, obj.handle)
        return [
            g._replace(x0=g.x0 + dx, top=g.top + dy, x1=g.x1 + dx, bottom=g.bottom + dy, colour=colour) for g in under
        ]
