"""Which gaps between the letters of a line are spaces."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise

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


def spaces_before(text: str, starts: Iterable[int], gaps: Iterable[tuple[int, float]]) -> dict[int, str]:
    """The spaces (" " or "\u3000") that are read in lines, by the place of the letter they stand before.

    `text` is that of all lines without spaces, and `starts` where each begins; `gaps` are the gaps inside lines of
    WORD_GAP and more, in em, each after the place of the letter behind it.
    """
    spaces: dict[int, str] = {}
    for i, gap in gaps:
        if not _JAPANESE.match(text, i - 1) and not _JAPANESE.match(text, i):
            spaces[i] = " "
        elif gap >= _WIDE:
            spaces[i] = "\u3000"
    words = list(pairwise(sorted((*starts, *spaces, len(text)))))
    start, end = {end: start for start, end in words}, dict(words)
    return {i: space for i, space in spaces.items() if not _is_spread(text[start[i] : i], text[i : end[i]])}


def _is_spread(left: str, right: str) -> bool:
    """Whether two words are letters of one word that is spread out: 「目　次」, 「は　じ　め　に」, 「K P I」."""
    if len(left) == 1 == len(right) and _SPREAD_LETTER.match(left) and _SPREAD_LETTER.match(right):
        return True
    return _one_letter(left, LETTER) and _one_letter(right, LETTER, tail=True)


def _one_letter(word: str, letter: re.Pattern[str], *, tail: bool = False) -> bool:
    """A single letter; with `tail`, a bracket may follow it."""
    return letter.match(word) is not None and (len(word) == 1 or (tail and word[1] in "（(【［["))
