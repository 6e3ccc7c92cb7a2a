"""Glyphs as painted → glyphs as read: on the page, visible, once each, one character each."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache

from ingest.marks import Glyph

_BOLD = re.compile(
    r"bold|heavy|black|demi|ultra|[^a-z](?:w[6-9]|ub|eb|db)(?![a-z])|(?:ゴシック|明朝|体|pop)(?:eb|ub|b|u)(?![a-z])|-[bhu]$",
    re.IGNORECASE,
)
_HAIR = 0.01
_CELL = 24.0
"""Side of the squares (points) in which first prints are looked up."""

_ODD = frozenset("ƒ„ˆ˜™š›œžŸŠŒŽ‹¡¢¤¦ª«¬¯µ¸º»¿")
"""Windows-1252 characters that Japanese text does not use: a font full of them has a code of its own."""


def readable(glyphs: Sequence[Glyph], width: float, height: float, *, ocr: bool = False) -> list[Glyph]:
    """Glyphs to be read, in painting order.

    Left out: text that paints nothing (unless the page is an OCR layer), text off the page, control characters, and
    second prints of the same glyph; a glyph printed again with a slight shift is bold (fattened by overprinting).
    """
    kept: list[Glyph] = []
    for glyph in glyphs:
        if glyph.invisible and not ocr:
            continue
        text, x0, top, x1, bottom, size = glyph[:6]
        if not (0 <= x0 + x1 <= 2 * width and 0 <= top + bottom <= 2 * height) or size <= 0.5:
            continue
        if len(text) == 1 and _printable(text):
            kept.append(glyph)
        else:
            kept.extend(_single(glyph))
    return _without_reprints(kept)


def without_false_codes(glyphs: Sequence[Glyph]) -> list[Glyph]:
    """Glyphs with those of fonts whose codes are plainly not Unicode (digits that read 「™›œ」) marked as unmapped."""
    odd = Counter(g.font for g in glyphs if g.text in _ODD)
    suspects = {font for font, count in odd.items() if count >= 3}
    if not suspects:
        return list(glyphs)
    letters = Counter(g.font for g in glyphs if g.font in suspects and not g.text.isspace())
    false = {font for font in suspects if 2 * odd[font] >= letters[font]}
    if not false:
        return list(glyphs)
    return [g._replace(text="\ufffd", unmapped=True) if g.font in false and not g.text.isspace() else g for g in glyphs]


@lru_cache(maxsize=1024)
def is_bold_font(name: str) -> bool:
    """Whether a font's name says that it is a heavy weight."""
    return _BOLD.search(unicodedata.normalize("NFKC", name)) is not None


@lru_cache(maxsize=65536)
def _printable(char: str) -> bool:
    return char.isspace() or unicodedata.category(char) not in ("Cc", "Cf", "Cs", "Cn")


def _single(glyph: Glyph) -> Iterable[Glyph]:
    """A ligature as several glyphs of one character; nothing for control characters."""
    text = "".join(filter(_printable, glyph.text))
    if len(text) == 1:
        return (glyph if text == glyph.text else glyph._replace(text=text),)
    step = (glyph.x1 - glyph.x0) / max(len(text), 1)
    return tuple(
        glyph._replace(text=c, x0=glyph.x0 + i * step, x1=glyph.x0 + (i + 1) * step) for i, c in enumerate(text)
    )


def _without_reprints(glyphs: Sequence[Glyph]) -> list[Glyph]:
    """Each glyph once: the same character again within a quarter em (and half its width) is a reprint.

    The first print keeps its place in the order; the last one gives the colour, as it lies on top.
    """
    out: list[Glyph] = []
    seen: dict[tuple[str, float, float], list[int]] = {}
    for glyph in glyphs:
        text, x0, top, x1, _, size = glyph[:6]
        if text.isspace():
            out.append(glyph)
            continue
        reach_x = min(0.25 * size, 0.5 * max(x1 - x0, 0.1 * size))
        reach_y = 0.25 * size
        column, row = x0 // _CELL, top // _CELL
        near: Iterable[tuple[str, float, float]] = ((text, column, row),)
        if not (
            column == (x0 - reach_x) // _CELL == (x0 + reach_x) // _CELL
            and row == (top - reach_y) // _CELL == (top + reach_y) // _CELL
        ):
            near = _cells(text, x0, top, reach_x, reach_y)
        twin = -1
        for key in near:
            for i in seen.get(key, ()):
                other = out[i]
                if (
                    abs(other.x0 - x0) <= reach_x
                    and abs(other.top - top) <= reach_y
                    and abs(other.size - size) <= 0.15 * size
                    and other.turn == glyph.turn
                ):
                    twin = i
        if twin < 0:
            seen.setdefault((text, column, row), []).append(len(out))
            out.append(glyph)
        else:
            first = out[twin]
            shifted = abs(first.x0 - x0) > _HAIR or abs(first.top - top) > _HAIR
            out[twin] = first._replace(bold=first.bold or shifted, colour=glyph.colour)
    return out


def _cells(text: str, x: float, y: float, reach_x: float, reach_y: float) -> Iterable[tuple[str, float, float]]:
    """Keys of the squares that lie within reach."""
    columns = {(x - reach_x) // _CELL, x // _CELL, (x + reach_x) // _CELL}
    rows = {(y - reach_y) // _CELL, y // _CELL, (y + reach_y) // _CELL}
    return [(text, column, row) for column in sorted(columns) for row in sorted(rows)]
