"""Which gaps between the glyphs of a line are spaces."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # tables need the letters below, and not NumPy
    from ingest.marks import Glyph

LETTER = re.compile(
    "[\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029\u3031-\u3035\u3041-\u309f\u30a0-\u30fa\u30fc-\u30ff\u3400-\u4dbf"
    "\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003ffff]"
)
"""Kanji and kana, radicals and iteration marks included."""

_JAPANESE = re.compile("[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]")
_SPREAD_LETTER = re.compile("[A-ZＡ-Ｚ]")
_WIDE = 0.6
"""A gap of at least this many em beside Japanese text parts words (an ideographic space); less is only tracking."""

WORD_GAP = 0.18
"""A gap of at least this many em between Latin characters is a space."""


def spaces_before(glyphs: Sequence[Glyph], size: float) -> list[str]:
    """The space (" ", "\u3000" or "") that is read before each glyph of a line set left to right at `size` points."""
    out = [""]
    for a, b in pairwise(glyphs):
        gap = (b.x0 - a.x1) / size
        if gap < WORD_GAP:
            out.append("")
        elif _JAPANESE.match(a.text) or _JAPANESE.match(b.text):
            out.append("\u3000" if gap >= _WIDE else "")
        else:
            out.append(" ")
    return _joined(glyphs, out) if any(out) else out


def _joined(glyphs: Sequence[Glyph], spaces: list[str]) -> list[str]:
    """Without the spaces inside spread words: 「目　次」, 「は　じ　め　に」, 「K P I」."""
    starts = [i for i, s in enumerate(spaces) if s or i == 0]
    ends = [*starts[1:], len(glyphs)]
    words = ["".join(g.text for g in glyphs[a:b]) for a, b in zip(starts, ends, strict=True)]
    out = list(spaces)
    for start, left, right in zip(starts[1:], words, words[1:], strict=False):
        if _one_letter(left, LETTER) and _one_letter(right, LETTER, tail=True):
            out[start] = ""
        if len(left) == 1 == len(right) and _SPREAD_LETTER.match(left) and _SPREAD_LETTER.match(right):
            out[start] = ""
    return out


def _one_letter(word: str, letter: re.Pattern[str], *, tail: bool = False) -> bool:
    """A single letter; with `tail`, a bracket may follow it."""
    return letter.match(word) is not None and (len(word) == 1 or (tail and word[1] in "（(【［["))
