"""Glyphs of a page as pdfium sees them.

pdfium's text page gives every character with its text object; it puts lines in an order of its own, leaves out objects
that print the same again, and adds spaces. Here the characters go back to their objects in painting order, second
prints come back as copies, and added spaces go.
"""

from __future__ import annotations

import ctypes
import math
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple, TypeAlias

import numpy as np
import pypdfium2

from corpus.pages import Box
from ingest.marks import ASCENT, CharacterClass, Flags, Floats, Glyph, Glyphs, Numbers, Style, singles, styled
from ingest.pdfium_chars import Chars, Look, font_size
from ingest.pdfium_space import Matrix, Objects, Space, bounds, colour_of, fill_colour, matrix_of, times
from ingest.spacing import LETTER

_TINY = 0.01
"""Width or height (points) up to which an object paints nothing."""

_SPECK = 0.7
"""Width and height up to which it paints nothing that could be read (some fonts have such spaces)."""

_SHIFT = 0.25
"""Farthest a second print lies from the first, in em."""

_OVERHANG = 0.1
"""How far the ink of a letter (j) may reach out before where it stands, in em."""

_IS_SIGN = CharacterClass(lambda char: unicodedata.category(char).startswith("P"))
"""Punctuation, whose ink may fill any part of its em."""


class PageText(NamedTuple):
    """Glyphs in painting order; `whole` is False where pdfium does not tell all that is painted, or not as what."""

    glyphs: Glyphs
    whole: bool


def text_of(page: pypdfium2.PdfPage, objects: Objects, space: Space) -> PageText:
    """Glyphs of the text objects of a page, given in painting order.

    The text is not whole where an object paints something but its characters are not told, where a font has no name
    (Type 3, whose codes pdfium folds), a character no Unicode value, or a text stands in for what is painted
    (ActualText).
    """
    text_page = page.get_textpage()
    try:
        told = _Told(text_page.raw, objects, space)
        upright, others = told.glyphs()
    finally:
        text_page.close()
    silent = told.silent()
    boxes = bounds(objects.take(silent), space)
    inked = _have_ink(boxes)
    blank = Glyphs(np.full(len(silent), ord(" ")), boxes.T, np.zeros(len(silent), np.int64), (Style(1.0),)).take(~inked)
    told_glyphs = _merged(upright, _owned(others))
    glyphs = _merged(told_glyphs, (blank, silent[~inked]))
    if not inked.any():
        return PageText(glyphs[0], told.whole)
    firsts = _FirstPrints(told_glyphs[0], space)
    ends = zip(silent[inked].tolist(), boxes[inked, 2].tolist(), strict=True)
    again = {i: firsts.again(*objects.one(i), end) for i, end in ends}
    return PageText(_merged(glyphs, _owned(again))[0], told.whole and all(again.values()))


_Owned: TypeAlias = tuple[Glyphs, Numbers]
"""Glyphs, and for each the place of the object that it belongs to."""


def _owned(found: Mapping[int, Sequence[Glyph]]) -> _Owned:
    """The glyphs of some objects."""
    each = [(i, single) for i, glyphs in found.items() for glyph in glyphs for single in singles(glyph)]
    return Glyphs.of(single for _, single in each), np.array([i for i, _ in each], np.int64)


def _merged(some: _Owned, others: _Owned) -> _Owned:
    """All glyphs in the order of the objects."""
    if not len(others[0]):
        return some
    owners = np.concatenate([some[1], others[1]])
    order = np.argsort(owners, kind="stable")
    return some[0].joined(others[0]).take(order), owners[order]


def _have_ink(boxes: Floats) -> Flags:
    width, height = boxes[:, 2] - boxes[:, 0], boxes[:, 3] - boxes[:, 1]
    inked: Flags = (np.minimum(width, height) > _TINY) & (np.maximum(width, height) > _SPECK)
    return inked


class _Told:
    """What pdfium's text page tells of the text objects; `whole` is False where that is not all."""

    def __init__(self, raw: Any, objects: Objects, space: Space) -> None:
        self._space = space
        self._objects = objects
        self._chars = Chars(raw, objects, space)
        self.whole = self._chars.known

    def silent(self) -> Numbers:
        """Places of the objects of which no character is told."""
        silent = np.ones(len(self._objects), bool)
        silent[self._chars.owners] = False
        return np.flatnonzero(silent)

    def glyphs(self) -> tuple[_Owned, dict[int, list[Glyph]]]:
        """Glyphs of horizontal text that stands upright; those of other objects, by the places of these."""
        chars, left = self._chars, self._space.left
        columns = chars.columns()
        level = [look.style.turn == 0 == self._space.turns and look.matrix[2] == 0 for look in chars.looks]
        upright = np.array(level, bool)[chars.look] & ~columns
        x0, x1 = chars.boxes[:, 0] - left, chars.boxes[:, 2] - left
        again = np.flatnonzero((x0[1:] == x0[:-1]) & (x1[1:] == x1[:-1])) + 1
        ligature = np.zeros(len(x0), bool)
        ligature[again] = True
        ligature[chars.starts] = False
        size = np.array([look.style.size for look in chars.looks])[chars.look]
        odd = abs(x0[chars.starts] + left - chars.firsts[:, 0]) > 0.02 * size
        odd[np.searchsorted(chars.starts, np.flatnonzero(ligature), side="right") - 1] = True
        plain = upright & ~odd

        counts = chars.stops - chars.starts
        inside = np.repeat(plain, counts)
        baseline = np.array([round(self._space.top - y, 2) for y in chars.firsts[:, 1].tolist()])
        tops, feet = baseline - ASCENT * size, baseline + (1 - ASCENT) * size
        styles: dict[Style, int] = {}
        style = np.array([styles.setdefault(look.style, len(styles)) for look in chars.looks], np.int64)[chars.look]
        glyphs = Glyphs(
            chars.codes[inside],
            np.array([x0[inside], np.repeat(tops, counts)[inside], x1[inside], np.repeat(feet, counts)[inside]]),
            np.repeat(style, counts)[inside],
            tuple(styles),
        )
        owners = np.repeat(chars.owners, counts)[inside]
        whose, odd = chars.owners.tolist(), upright & odd
        others = {whose[i]: self._placed(i, bool(columns[i])) for i in np.flatnonzero(~upright).tolist()}
        ends = bounds(self._objects.take(chars.owners[odd]), self._space)[:, 2]
        places = zip(np.flatnonzero(odd).tolist(), tops[odd].tolist(), feet[odd].tolist(), ends.tolist(), strict=True)
        others |= {whose[i]: self._stands(i, top, foot, end) for i, top, foot, end in places}
        return (glyphs, owners), others

    def _stands(self, i: int, top: float, bottom: float, end: float) -> list[Glyph]:
        """Glyphs of an upright object with ligatures, or with a text given in place of what is painted to its `end`."""
        out: list[Glyph] = []
        style = self._chars.looks[self._chars.look[i]].style
        last: tuple[float, float] | None = None
        for text, (x0, _, x1, _) in self._each(i):
            place = (x0 - self._space.left, x1 - self._space.left)
            if place == last:
                out[-1] = _joined(out[-1], text)
                continue
            last = place
            out.append(styled(text, (place[0], top, place[1], bottom), style))
        start = float(self._chars.firsts[i, 0])
        if abs(out[0].x0 + self._space.left - start) > 0.02 * out[0].size or len(out[0].text) > 1:
            out = self._stand_ins(start - self._space.left, end, out)
        return out

    def _each(self, i: int) -> Iterable[tuple[str, Sequence[float]]]:
        """The characters of an object and their loose boxes."""
        its = slice(self._chars.starts[i], self._chars.stops[i])
        return zip(map(chr, self._chars.codes[its].tolist()), self._chars.boxes[its].tolist(), strict=True)

    def _stand_ins(self, x: float, end: float, glyphs: list[Glyph]) -> list[Glyph]:
        """Glyphs of a text given in place of what is painted, whose boxes pdfium can only guess.

        As many letters as fit one em each stand there one after another, a single sign where the ink is.
        """
        size = glyphs[0].size
        ems = (end - x) / size
        if len(glyphs) > 1 and abs(glyphs[0].x0 - x) <= _OVERHANG * size and abs(glyphs[-1].x1 - end) <= 0.2 * size:
            return [glyphs[0]._replace(x0=x), *glyphs[1:]]
        if len(glyphs) == 1 and ems <= 1.2:
            ligature = len(glyphs[0].text) > 1 and glyphs[0].x0 == x
            return glyphs if ligature else [glyphs[0]._replace(x0=x, x1=x + size if _is_letter(glyphs[0]) else end)]
        if all(map(_is_letter, glyphs)) and len(glyphs) - 0.5 <= ems <= len(glyphs) + 0.2:
            return [g._replace(x0=x + k * size, x1=x + (k + 1) * size) for k, g in enumerate(glyphs)]
        self.whole = False
        return glyphs

    def _placed(self, i: int, vertical: bool) -> list[Glyph]:
        """Glyphs of an object that is set in any direction, by their origins."""
        look, out = self._chars.looks[self._chars.look[i]], list[Glyph]()
        style = look.style
        its = slice(self._chars.starts[i], self._chars.stops[i])
        origins = self._chars.origins(self._chars.index[its]).tolist()
        for (text, (left, top, right, bottom)), (x, y) in zip(self._each(i), origins, strict=True):
            advance = style.size if vertical else _advance(look, right - left, top - bottom)
            box = _em_box(self._space.point(x, y), style.turn, advance, style.size)
            if out and out[-1][1:5] == box:
                out[-1] = _joined(out[-1], text)
            else:
                out.append(styled(text, box, style))
        return out


def _is_letter(glyph: Glyph) -> bool:
    return LETTER.fullmatch(glyph.text) is not None


def _joined(before: Glyph, text: str) -> Glyph:
    """Characters of one glyph: ligatures, and the halves of those beyond the basic plane."""
    both = (before.text + text).encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return before._replace(text=both)


def _advance(look: Look, width: float, height: float) -> float:
    """Length along the line of a character whose slanted or turned box fills `width` and `height` in user space."""
    a, b, c, d = (abs(v) for v in look.matrix)
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


class _FirstPrints:
    """The upright glyphs that are told, to find what an object prints once more."""

    def __init__(self, told: Glyphs, space: Space) -> None:
        self._space = space
        self._told = told.take(told.turns == 0)
        self._sizes = self._told.sizes
        self._share = np.where(_IS_SIGN(self._told.codes), 0.95, 0.6)

    def again(self, handle: int, outer: Matrix, end: float) -> list[Glyph]:
        """The glyphs that an object prints a second time, where it prints them; none when it is not a reprint.

        A reprint lies on glyphs of its size that begin where it begins, give or take a quarter em, and fill its width.
        """
        matrix = times(matrix_of(handle), outer)
        nominal = ctypes.c_float()
        font_size.one(handle, ctypes.addressof(nominal))
        size = abs(nominal.value * matrix[3])
        x, y = self._space.point(matrix[4], matrix[5])
        foot, reach = y + (1 - ASCENT) * size, _SHIFT * size
        x0, _, x1, bottom = self._told.boxes
        there = (abs(bottom - foot) <= reach) & (abs(self._sizes - size) <= 0.1 * size) & (x0 >= x - reach)
        there &= x1 <= end + np.maximum(reach, self._share * (x1 - x0))
        under = list(self._told.take(there))
        if not under or matrix[1] != 0 or sum(g.x1 - g.x0 for g in under) < 0.7 * (end - x):
            return []
        first = min(under, key=lambda g: g.x0)
        dx, dy = x - first.x0, foot - first.bottom
        if abs(dx) > reach:
            return []
        colour = colour_of(fill_colour, handle)
        return [
            g._replace(x0=g.x0 + dx, top=g.top + dy, x1=g.x1 + dx, bottom=g.bottom + dy, colour=colour) for g in under
        ]
