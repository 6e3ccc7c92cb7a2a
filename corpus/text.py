"""Normalisation shared by reading, indexing and asking, with offsets back to the printed characters."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

# Radicals that NFKC leaves alone (Unicode EquivalentUnifiedIdeograph.txt), and marks printed in place of others.
_REPLACEMENTS = {
    "⺀": "冫", "⺁": "厂", "⺄": "乙", "⺅": "亻", "⺆": "冂", "⺈": "刀", "⺉": "刂", "⺊": "卜", "⺋": "㔾", "⺌": "小",
    "⺍": "小", "⺎": "兀", "⺏": "尣", "⺐": "尢", "⺑": "𡯂", "⺒": "巳", "⺓": "幺", "⺔": "彑", "⺕": "彐", "⺖": "忄",
    "⺗": "㣺", "⺘": "扌", "⺙": "攵", "⺛": "旡", "⺜": "日", "⺝": "月", "⺞": "歺", "⺠": "民", "⺡": "氵", "⺢": "氺",
    "⺣": "灬", "⺤": "爫", "⺥": "爫", "⺦": "丬", "⺨": "犭", "⺪": "疋", "⺫": "目", "⺬": "示", "⺭": "礻", "⺮": "竹",
    "⺯": "糹", "⺰": "纟", "⺱": "罓", "⺲": "罒", "⺳": "网", "⺶": "羊", "⺷": "羊", "⺸": "羊", "⺹": "耂", "⺺": "肀",
    "⺼": "月", "⺽": "臼", "⺾": "艹", "⺿": "艹", "⻀": "艹", "⻁": "虎", "⻂": "衤", "⻃": "覀", "⻄": "西", "⻅": "见",
    "⻆": "角", "⻇": "角", "⻈": "讠", "⻉": "贝", "⻊": "足", "⻋": "车", "⻌": "辶", "⻍": "辶", "⻎": "辶", "⻏": "阝",
    "⻐": "钅", "⻑": "長", "⻒": "镸", "⻓": "长", "⻔": "门", "⻕": "阜", "⻖": "阝", "⻗": "雨", "⻘": "青", "⻙": "韦",
    "⻚": "页", "⻛": "风", "⻜": "飞", "⻝": "食", "⻞": "食", "⻟": "飠", "⻠": "饣", "⻡": "首", "⻢": "马", "⻣": "骨",
    "⻤": "鬼", "⻥": "鱼", "⻦": "鸟", "⻧": "卤", "⻨": "麦", "⻩": "黄", "⻪": "黾", "⻫": "斉", "⻬": "齐", "⻭": "歯",
    "⻮": "齿", "⻯": "竜", "⻰": "龙", "⻱": "龜", "⻲": "亀", "⻳": "龟",
    "‧": "・", "•": "・", "∙": "・", "⋅": "・", "·": "・", "︓": ":", "〜": "~", "–": "-", "‐": "-", "‑": "-", "−": "-",
    "∕": "/", "⁄": "/",
    # Wingdings (and the bullet of Symbol, F0B7) in the private use area, where Office puts them.
    "\uf06c": "●", "\uf06d": "○", "\uf06e": "■", "\uf06f": "□", "\uf071": "❑", "\uf072": "❒", "\uf073": "◆", "\uf074": "◆",
    "\uf075": "◆", "\uf076": "❖", "\uf077": "◆", "\uf080": "⓪", "\uf081": "①", "\uf082": "②", "\uf083": "③", "\uf084": "④",
    "\uf085": "⑤", "\uf086": "⑥", "\uf087": "⑦", "\uf088": "⑧", "\uf089": "⑨", "\uf08a": "⑩", "\uf09e": "・", "\uf09f": "・",
    "\uf0a1": "○", "\uf0a2": "○", "\uf0a4": "◉", "\uf0a7": "■", "\uf0a8": "□", "\uf0ab": "★", "\uf0b2": "✧", "\uf0b6": "☆",
    "\uf0b7": "・", "\uf0d8": "➢", "\uf0df": "←", "\uf0e0": "→", "\uf0e1": "↑", "\uf0e2": "↓", "\uf0e8": "➔", "\uf0f0": "⇨",
    "\uf0fb": "✗", "\uf0fc": "✓", "\uf0fe": "☑",
}  # fmt: skip


def _kept(char: str) -> bool:
    """Circled numbers carry meaning that NFKC (① → 1) would lose."""
    return "①" <= char <= "⑳" or char == "⓪" or "㉑" <= char <= "㉟" or "㊱" <= char <= "㊿"


@lru_cache(maxsize=65536)
def normalise_char(char: str) -> str:
    """Normalised form of one printed character; may be empty (zero width, control) or several characters."""
    if char in _REPLACEMENTS:
        return _REPLACEMENTS[char]
    if _kept(char):
        return char
    folded = unicodedata.normalize("NFKC", char)
    return "".join(
        _REPLACEMENTS.get(c, c)
        for c in folded
        if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Cn")
    )


@lru_cache(maxsize=65536)
def _combines(char: str) -> bool:
    return unicodedata.combining(char) != 0


_SAME = "[ -~、。々〈-】〒〔〕ぁ-ゖゝゞァ-ヾ一-鿿①-⑳○●◎◇◆□■△▲▽▼☆★※→←↑↓─-╿]+"
"""Characters that normalise to themselves, of which most text is made."""

_PARTS = re.compile(f"({_SAME})|.", re.DOTALL)
_MARK = "\ud800"
"""A surrogate, which no normalised text holds: stands for a character that may join the one before it."""


class _Folded(dict[int, str]):
    """Normalised form of each character, by code, and `_MARK` for one with a combining mark in it."""

    def __missing__(self, code: int) -> str:
        folded = normalise_char(chr(code))
        self[code] = _MARK if any(map(_combines, folded)) else folded
        return self[code]


_FOLDED = _Folded()
_is_normal = re.compile(_SAME).fullmatch


@dataclass(frozen=True, slots=True)
class Normalised:
    """Normalised text; `offsets[i]` is the index in the printed text that character i came from."""

    text: str
    offsets: tuple[int, ...]


@lru_cache(maxsize=2048)
def normalise_with_offsets(printed: str) -> Normalised:
    """NFKC per character, compatibility kanji unified, circled numbers kept, dakuten composed with their base.

    Works one printed character at a time so that each normalised character maps back to its glyph
    (Unicode UAX #15; EquivalentUnifiedIdeograph.txt).
    """
    out: list[str] = []
    offsets: list[int] = []
    for part in _PARTS.finditer(printed):
        char, i = part[0], part.start()
        if part[1]:
            out.extend(char)
            offsets.extend(range(i, part.end()))
            continue
        folded = normalise_char(char)
        if len(folded) == 1 and not _combines(folded):
            out.append(folded)
            offsets.append(i)
            continue
        for c in folded:
            if _combines(c) and out:
                composed = unicodedata.normalize("NFC", out[-1] + c)
                if len(composed) == 1:
                    out[-1] = composed
                    continue
            out.append(c)
            offsets.append(i)
    return Normalised("".join(out), tuple(offsets))


def normalise(printed: str) -> str:
    """Normalised text without the offsets."""
    if _is_normal(printed):
        return printed
    folded = printed.translate(_FOLDED)
    return folded if _MARK not in folded else normalise_with_offsets(printed).text


@lru_cache(maxsize=16384)
def squeeze(text: str) -> str:
    """Normalised and without any white space: the form in which quotes are compared with pages."""
    return "".join(normalise(text).split())
