"""Which gaps between the letters of a line are spaces."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from itertools import pairwise

from ingest.markers import counted

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


_LEAD = re.compile(
    "(?P<latin>[0-9]{1,2})|[０-９]{1,2}|(?P<kana>[ア-ン])|[Ⅰ-Ⅻ]"
    "|第(?:[0-9]{1,2}|[０-９]{1,2}|[一二三四五六七八九十]{1,3}|[Ⅰ-Ⅻ])(?:[編部章節]|(?P<bare>))"
    "|[0-9０-９]{1,2}(?:[-‐－.．][0-9０-９]{1,2}){1,2}"
    "|(?:基本|重点|具体的?)?(?:目標|施策|戦略|方針|政策|取組|柱)"
    "(?:[0-9]{1,2}|[０-９]{1,2}|[①-⑳])(?:[-‐－][0-9０-９]{1,2})?"
)
_LEAD_GAP, _LATIN_LEAD_GAP = 0.2, 0.28
"""After the number that leads a line so many em are a space: proportional type has narrow ones, and a wide one before
an opening bracket set solid is half gone. A quarter em between Latin figures and kanji is what word processors add."""

_LONGEST_LEAD = 8
"""Characters of the longest lead, and the one after it."""

_AFTER_LEAD = re.compile(f"{LETTER.pattern}|[「『（【A-Za-z]|(?:19|20)")
_AFTER_KANA = re.compile("[\u4e00-\u9fff「『（【]")
_AFTER_BARE = re.compile("[「『（【]")


def spaces_before(text: str, starts: Sequence[int], gaps: Iterable[tuple[int, float]]) -> dict[int, str]:
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
        elif gap >= _LEAD_GAP and _parts_lead(text, starts, i, gap):
            spaces[i] = " "
    words = list(pairwise(sorted((*starts, *spaces, len(text)))))
    start, end = {end: start for start, end in words}, dict(words)
    return {i: space for i, space in spaces.items() if not _is_spread(text[start[i] : i], text[i : end[i]])}


def _parts_lead(text: str, starts: Sequence[int], i: int, gap: float) -> bool:
    """Whether the gap before letter `i`, too narrow to part words, parts the line's number from its words."""
    line = bisect_right(starts, i)
    begin, end = starts[line - 1], starts[line] if line < len(starts) else len(text)
    lead = _LEAD.fullmatch(text, begin, i) if i - begin < _LONGEST_LEAD else None
    if lead is None or gap < (_LATIN_LEAD_GAP if lead["latin"] else _LEAD_GAP):
        return False
    after = text[i : min(i + 2, end)]
    pattern = _AFTER_BARE if lead["bare"] is not None else _AFTER_KANA if lead["kana"] else _AFTER_LEAD
    return pattern.match(after) is not None and not counted(after)


def _is_spread(left: str, right: str) -> bool:
    """Whether two words are letters of one word that is spread out: 「目　次」, 「は　じ　め　に」, 「K P I」."""
    if len(left) == 1 == len(right) and _SPREAD_LETTER.match(left) and _SPREAD_LETTER.match(right):
        return True
    return _one_letter(left, LETTER) and _one_letter(right, LETTER, tail=True)


def _one_letter(word: str, letter: re.Pattern[str], *, tail: bool = False) -> bool:
    """A single letter; with `tail`, a bracket may follow it."""
    return letter.match(word) is not None and (len(word) == 1 or (tail and word[1] in "（(【［["))
