"""Glyphs as painted → glyphs as read: on the page, visible, once each, one character each."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache

import numpy as np

from ingest.marks import UNMAPPED, CharacterClass, Flags, Glyph, Glyphs, is_printable
from ingest.spacing import LETTER

_BOLD = re.compile(
    r"bold|heavy|black|demi|ultra|[^a-z](?:w[6-9]|ub|eb|db)(?![a-z])|(?:ゴシック|明朝|体|pop)(?:eb|ub|b|u)(?![a-z])|-[bhu]$",
    re.IGNORECASE,
)
_HAIR = 0.01
_CELL = 24.0
"""Side of the squares (points) in which first prints are looked up."""

_ODD = frozenset("ƒ„ˆ˜™š›œžŸŠŒŽ‹¡¢¤¦ª«¬¯µ¸º»¿")
"""Windows-1252 characters that Japanese text does not use: a font full of them has a code of its own."""

IS_SPACE = CharacterClass(str.isspace)
IS_LETTER = CharacterClass(LETTER.match)
_PRINTABLE = CharacterClass(is_printable)
_IS_ODD = CharacterClass(_ODD.__contains__)


def readable(glyphs: Glyphs, width: float, height: float, *, ocr: bool = False) -> Glyphs:
    """Glyphs to be read, in painting order.

    Left out: text that paints nothing (unless the page is an OCR layer), text off the page, control characters, and
    second prints of the same glyph; a glyph printed again with a slight shift is bold (fattened by overprinting).
    """
    x0, top, x1, bottom = glyphs.boxes
    x, y = x0 + x1, top + bottom
    seen = (x >= 0) & (x <= 2 * width) & (y >= 0) & (y <= 2 * height) & _PRINTABLE(glyphs.codes)
    seen &= glyphs.where(lambda style: style.size > 0.5 and (ocr or not style.invisible))
    return _without_reprints(glyphs if seen.all() else glyphs.take(seen))


def without_false_codes(glyphs: Glyphs) -> Glyphs:
    """Glyphs with those of fonts whose codes are plainly not Unicode (digits that read 「™›œ」) marked as unmapped."""
    odd_ones = _IS_ODD(glyphs.codes)
    if not odd_ones.any():
        return glyphs
    fonts = [style.font for style in glyphs.styles]
    odd = Counter(fonts[style] for style in glyphs.style[odd_ones].tolist())
    printed = ~IS_SPACE(glyphs.codes)
    letters = Counter(fonts[style] for style in glyphs.style[printed].tolist())
    false = [font for font, count in odd.items() if count >= 3 and 2 * count >= letters[font]]
    lost = printed & glyphs.where(lambda style: style.font in false)
    return replace(glyphs, codes=np.where(lost, UNMAPPED, glyphs.codes))


@lru_cache(maxsize=1024)
def is_bold_font(name: str) -> bool:
    """Whether a font's name says that it is a heavy weight."""
    return _BOLD.search(unicodedata.normalize("NFKC", name)) is not None


def _without_reprints(glyphs: Glyphs) -> Glyphs:
    """Each glyph once: the same character again within a quarter em (and half its width) is a reprint.

    The first print keeps its place in the order; the last one gives the colour, as it lies on top.
    """
    suspects = np.flatnonzero(_has_neighbour(glyphs))
    if not len(suspects):
        return glyphs
    kept: dict[int, Glyph] = {}
    again: list[int] = []
    seen: dict[tuple[str, float, float], list[int]] = {}
    for place, glyph in zip(suspects.tolist(), glyphs.take(suspects), strict=True):
        text, x0, top, x1, _, size = glyph[:6]
        reach_x = min(0.25 * size, 0.5 * max(x1 - x0, 0.1 * size))
        reach_y = 0.25 * size
        twin = -1
        for key in _cells(text, x0, top, reach_x, reach_y):
            for i in seen.get(key, ()):
                other = kept[i]
                if (
                    abs(other.x0 - x0) <= reach_x
                    and abs(other.top - top) <= reach_y
                    and abs(other.size - size) <= 0.15 * size
                    and other.turn == glyph.turn
                ):
                    twin = i
        if twin < 0:
            seen.setdefault((text, x0 // _CELL, top // _CELL), []).append(place)
            kept[place] = glyph
        else:
            again.append(place)
            first = kept[twin]
            shifted = abs(first.x0 - x0) > _HAIR or abs(first.top - top) > _HAIR
            kept[twin] = first._replace(bold=first.bold or shifted, colour=glyph.colour)
    styles = {style: i for i, style in enumerate(glyphs.styles)}
    style = glyphs.style.copy()
    style[list(kept)] = [styles.setdefault(glyph.style, len(styles)) for glyph in kept.values()]
    once = np.ones(len(glyphs), bool)
    once[again] = False
    return replace(glyphs, style=style, styles=tuple(styles)).take(once)


def _has_neighbour(glyphs: Glyphs) -> Flags:
    """Which glyphs may stand within reach of another print of the same character.

    The page is cut into rows, twice as high as the farthest reach and twice, half a row apart; in each, every print
    of a character is held against the ones that follow it within reach.
    """
    near = np.zeros(len(glyphs), bool)
    if not len(glyphs):
        return near
    x, top, codes, sizes = glyphs.boxes[0], glyphs.boxes[1], glyphs.codes, glyphs.sizes
    reach = 0.25 * sizes
    farthest = float(reach.max())
    for shift in (0.0, 0.5):
        row = np.floor(top / (2.4 * farthest) + shift)
        row += codes * (np.ptp(row) + 1)  # one number for row and character, then one with x, too: quick to sort
        order = (row * (np.ptp(x) + 1) + x).argsort()
        row, across = row[order], x[order]
        for step in range(1, len(order)):
            close = np.flatnonzero((row[step:] == row[:-step]) & (across[step:] - across[:-step] <= farthest))
            if not len(close):
                break
            a, b = order[close], order[close + step]
            reached = np.maximum(reach[a], reach[b])
            found = (x[b] - x[a] <= reached) & (abs(top[b] - top[a]) <= reached)
            near[a[found]] = near[b[found]] = True
    return near & ~IS_SPACE(codes)


def _cells(text: str, x: float, y: float, reach_x: float, reach_y: float) -> Iterable[tuple[str, float, float]]:
    """Keys of the squares that lie within reach."""
    columns = {(x - reach_x) // _CELL, x // _CELL, (x + reach_x) // _CELL}
    rows = {(y - reach_y) // _CELL, y // _CELL, (y + reach_y) // _CELL}
    return [(text, column, row) for column in sorted(columns) for row in sorted(rows)]
