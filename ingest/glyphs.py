"""Glyphs as painted → glyphs as read: on the page, visible, once each, one character each."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence

from ingest.marks import Glyph

_BOLD = re.compile(
    r"bold|heavy|black|demi|ultra|[^a-z](?:w[6-9]|ub|eb|db)(?![a-z])|(?:ゴシック|明朝|体|pop)(?:eb|ub|b|u)(?![a-z])|-[bhu]$",
    re.IGNORECASE,
)
_HAIR = 0.01
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
        x, y = (glyph.x0 + glyph.x1) / 2, (glyph.top + glyph.bottom) / 2
        if not (0 <= x <= width and 0 <= y <= height) or glyph.size <= 0.5:
            continue
        kept.extend(_single(glyph))
    return _without_reprints(kept)


def without_false_codes(glyphs: Sequence[Glyph]) -> list[Glyph]:
    """Glyphs with those of fonts whose codes are plainly not Unicode (digits that read 「™›œ」) marked as unmapped."""
    letters: dict[str, int] = {}
    odd: dict[str, int] = {}
    for g in glyphs:
        if not g.text.isspace():
            letters[g.font] = letters.get(g.font, 0) + 1
            odd[g.font] = odd.get(g.font, 0) + (g.text in _ODD)
    false = {font for font, count in odd.items() if count >= 3 and 2 * count >= letters[font]}
    if not false:
        return list(glyphs)
    return [g._replace(text="\ufffd", unmapped=True) if g.font in false and not g.text.isspace() else g for g in glyphs]


def is_bold_font(name: str) -> bool:
    """Whether a font's name says that it is a heavy weight."""
    return _BOLD.search(unicodedata.normalize("NFKC", name)) is not None


def _single(glyph: Glyph) -> Iterable[Glyph]:
    """A ligature as several glyphs of one character; nothing for control characters."""
    text = "".join(c for c in glyph.text if c.isspace() or unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Cn"))
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
    seen: dict[tuple[str, int, int], list[int]] = {}
    for glyph in glyphs:
        if glyph.text.isspace():
            out.append(glyph)
            continue
        reach_x = min(0.25 * glyph.size, 0.5 * max(glyph.x1 - glyph.x0, 0.1 * glyph.size))
        reach_y = 0.25 * glyph.size
        column, row = int(glyph.x0 // 4), int(glyph.top // 4)
        near = range(-1 - int(reach_x // 4), 2 + int(reach_x // 4))
        twin = -1
        for dx in near:
            for dy in range(-1 - int(reach_y // 4), 2 + int(reach_y // 4)):
                for i in seen.get((glyph.text, column + dx, row + dy), ()):
                    other = out[i]
                    if (
                        abs(other.x0 - glyph.x0) <= reach_x
                        and abs(other.top - glyph.top) <= reach_y
                        and abs(other.size - glyph.size) <= 0.15 * glyph.size
                        and other.turn == glyph.turn
                    ):
                        twin = i
        if twin < 0:
            seen.setdefault((glyph.text, column, row), []).append(len(out))
            out.append(glyph)
        else:
            first = out[twin]
            shifted = abs(first.x0 - glyph.x0) > _HAIR or abs(first.top - glyph.top) > _HAIR
            out[twin] = first._replace(bold=first.bold or shifted, colour=glyph.colour)
    return out
