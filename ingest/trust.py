"""Text layers that lie: characters that cannot be what is printed, told by the company they keep.

Fonts without a (right) table of Unicode values yield private-use characters, `(cid:…)`, characters of scripts from all
over the world, rare kanji only, or shifted ASCII. Every test is per font and page, needs enough characters to tell, and
looks for what no language does; a page in a foreign language passes.
"""

from __future__ import annotations

import re
import string
import unicodedata
from collections import Counter, defaultdict
from dataclasses import replace
from functools import lru_cache
from typing import Final

from corpus.pages import Page, Problem

_ENOUGH: Final = 20
"""Characters of a font on a page from which on they are judged."""

_SUSPICIOUS: Final = 0.1
"""Share of implausible characters on a page from which on it is reported."""

_CID: Final = re.compile(r"\(cid:\d+\)")
_LEADERS: Final = frozenset(".-_*=~")
_PUNCTUATION: Final = frozenset(string.punctuation) - _LEADERS
_SCRIPTS: Final = 3
"""Scripts other than Latin and Japanese from which on they are no language's."""


def judged(page: Page) -> Page:
    """The page, with the problem suspicious_text where its characters cannot be what is printed."""
    share = implausible_share(page)
    if share < _SUSPICIOUS or any(problem.code == "garbled_text" for problem in page.problems):
        return page
    message = (
        f"{page.number}ページの文字のうち約{100 * share:.0f}％は、印刷された文字と違う文字コードの疑いがあります"
        "（フォントの文字コード表の誤りなど）。検索や引用に使う前に原本の画像で確かめ、"
        "元の文書から PDF を作り直すか、文字認識（OCR）をかけてください。"
    )
    return replace(page, problems=(*page.problems, Problem("suspicious_text", page.number, message)))


def implausible_share(page: Page) -> float:
    """Share of the characters of a page, 0..1, that cannot be what is printed."""
    fonts: defaultdict[str, list[str]] = defaultdict(list)
    for line in page.lines:
        fonts[line.font].append(line.text)
    total = wrong = 0
    for texts in fonts.values():
        text = "".join("".join(texts).split())
        total += len(text)
        wrong += len(text) if _is_no_language(text) else _lost(text)
    return wrong / total if total else 0.0


def _lost(text: str) -> int:
    """Characters without a meaning: U+FFFD, private use outside the symbol fonts' block, and written-out `(cid:…)`."""
    lost = sum(n for c, n in Counter(text).items() if _is_lost(c))
    return lost + sum(len(found) for found in _CID.findall(text))


@lru_cache(maxsize=65536)
def _is_lost(char: str) -> bool:
    return char == "\ufffd" or "\ue000" <= char <= "\uefff" or "\uf100" <= char <= "\uf8ff"


def _is_no_language(text: str) -> bool:
    """Whether a font's characters on a page are a mixture that no language has."""
    if len(text) < _ENOUGH:
        return False
    counts = Counter(text)
    return _many_scripts(counts) or _rare_kanji(counts) or _signs(counts) or _no_vowels(counts)


def _many_scripts(counts: Counter[str]) -> bool:
    scripts = Counter[str]()
    for char, n in counts.items():
        scripts[_script(char)] += n
    del scripts[""]
    return len(scripts) >= _SCRIPTS and 5 * scripts.total() >= counts.total()


def _rare_kanji(counts: Counter[str]) -> bool:
    """Kanji as they come in code order rather than in use: few of JIS level 1, and no kana."""
    kanji = sum(n for c, n in counts.items() if "\u4e00" <= c <= "\u9fff")
    common = sum(n for c, n in counts.items() if "\u4e00" <= c <= "\u9fff" and _level_1(c))
    return kanji >= _ENOUGH and common < 0.4 * kanji


def _signs(counts: Counter[str]) -> bool:
    signs = {c: n for c, n in counts.items() if c in _PUNCTUATION}
    return len(signs) >= 6 and 2 * sum(signs.values()) >= counts.total()


def _no_vowels(counts: Counter[str]) -> bool:
    """Latin letters of all kinds that could not be spoken (ASCII moved by a fixed number of places)."""
    letters = {c: n for c, n in counts.items() if c in string.ascii_letters}
    number = sum(letters.values())
    vowels = sum(n for c, n in letters.items() if c in "aeiouAEIOU")
    return number >= 3 * _ENOUGH and len(letters) >= 10 and vowels < 0.12 * number


@lru_cache(maxsize=65536)
def _script(char: str) -> str:
    """The first word of a letter's Unicode name (`ARABIC`, `HANGUL`…); "" for Latin, Japanese and what is no letter."""
    if char < "\u0250" or not unicodedata.category(char).startswith(("L", "M")):
        return ""
    name = unicodedata.name(char, "?").split()[0]
    return "" if name in _AT_HOME else name


_AT_HOME: Final = frozenset(
    {"LATIN", "GREEK", "HIRAGANA", "KATAKANA", "KATAKANA-HIRAGANA", "CJK", "IDEOGRAPHIC", "FULLWIDTH", "HALFWIDTH"}
    | {"VERTICAL", "COMBINING", "MODIFIER", "SCRIPT", "DOUBLE-STRUCK", "MATHEMATICAL", "MICRO", "KANGXI", "CIRCLED"}
)


@lru_cache(maxsize=65536)
def _level_1(char: str) -> bool:
    """Whether a kanji is of JIS X 0208 level 1 (rows 16 to 47), the 2,965 in common use."""
    code = char.encode("euc_jp", "ignore")
    return len(code) == 2 and code[0] <= 0xA0 + 47
