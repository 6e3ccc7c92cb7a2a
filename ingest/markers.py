"""The leads that Japanese official documents print before headings and list items: 第１章, Ⅰ, １．, （１）, ①, ア, ○ …

The order of `Rank` is that of 「公用文作成の考え方」 (文化審議会, 2022): 第１ → １ → (１) → ア → (ア), with the
chapter words of laws and white papers and by the circled numbers that policy papers put below (１).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache

from corpus.text import normalise, normalise_char


class Rank(IntEnum):
    """How high a numbered lead stands where two kinds meet; leads without a fixed place have no rank."""

    BOOK = 1
    CHAPTER = 3
    SECTION = 4
    ARTICLE = 5
    ROMAN = 8
    KANJI = 9
    NUMBER = 10
    LETTER = 11
    NUMBER_2 = 12
    NUMBER_3 = 13
    NUMBER_4 = 14
    BRACKETED = 20
    CLOSED = 21
    CIRCLED = 30
    KANA = 40
    KANA_BRACKETED = 41
    SMALL = 50
    SMALL_BRACKETED = 51
    SMALL_ROMAN = 52


@dataclass(frozen=True, slots=True)
class Marker:
    """A lead: `style` names its kind (siblings share it), `length` counts its characters and the space after it.

    `number` is the normalised ordinal without closing mark; `ordinal` its value in the sequence, `parents` what stands
    before it in a compound (3-2 → (3,)). `glyph` tells a sign without a number (○, ・), `bracket` a line in brackets.
    """

    style: str
    printed: str
    length: int
    number: str | None = None
    ordinal: int | None = None
    parents: tuple[int, ...] = ()
    rank: Rank | None = None
    glyph: bool = False
    bracket: bool = False


_DOTS = "‧•∙⋅·︓"
_KANJI_DIGITS = {c: i for i, c in enumerate("〇一二三四五六七八九")}
_ROMAN = {"I": 1, "V": 5, "X": 10}
_KANA = "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲン"
GLYPHS = "○◯〇⚪●⚫⬤◎◉◇◆■□▪▫◼◻▼▽△▲▶►▷★☆◦・•‣·✓✔✦✧❖➢➣➤⇒→＊"
_COUNTERS = "年月日時分秒人件つ割か箇ヶカヵ個億万千百兆円%％名社校回倍位次期度点号者団台戸世歳条項級℃°~～ー"
_NO_COUNTER = re.compile(
    "人[口材権事員々間工類道]|社[会協]|日[本常程]|分[野析類権担散別]|位置|期[間待限]|回[答収復遊]|歳[入出]|点[検字]|次世代|名[称産所]"
    "|校[区舎務]|年[齢表金]|時[代期点差]|世[代論界]|団地|台帳|戸籍|割[合当]|月例|件名|号令|条例|項目|つ[なくど]"
)
"""Words that only begin like a unit: 2 人口の推移."""
_MEASURES = "倍%°度万億千百兆円人件km時秒点~"
_WORD = (
    r"(?:基本|政策|施策|重点|具体|数値|戦略|横断|個別|主要|中間|共通|分野別|成果)?(?:的)?(?:目標|施策|政策|対策|方針|戦略|方向性?|方向|柱|視点|取組|取り組み"
    r"|プロジェクト|プログラム|アクション|課題|論点|ステップ|項目|分野|テーマ|事業|計画|原則|提言|ビジョン|プラン|パッケージ|テーマ)"
    r"|ポイント|POINT|Point|[QＱ問]|別添|別紙|別表|別記|付録|附属資料|参考資料|参考|資料|コラム|事例|(?:リーディング|シンボル)?プロジェクト|STEP|Step|Part|PART|CASE|Case|Column|COLUMN"
)
_BRACKETS = {
    "【": "】",
    "＜": "＞",
    "<": ">",
    "〈": "〉",
    "《": "》",
    "［": "］",
    "[": "]",
    "〔": "〕",
    "≪": "≫",
    "｢": "｣",
    "「": "」",
}

_DIGITS = r"[0-9０-９]{1,2}"
_GAP = r"[\s　]*"
_YEAR = r"(?=[0-9０-９]{4}年)"
_DASH = r"[-‐‑–—−－ー―]"
_CIRCLED = "①-⑳㉑-㉟㊱-㊿"
_CHAPTER = re.compile(
    rf"(?:第{_GAP}(?P<n>[0-9０-９]{{1,3}}|[一二三四五六七八九十百]+|[Ⅰ-Ⅻ]){_GAP}(?P<w>[編部章節款])|(?P<x>[序終補結])(?P<v>章))"
    rf"(?P<s>{_GAP}[:：．.]?{_GAP})(?![のをにはがでと、])"
)
_PART = re.compile(rf"(?P<n>[Ⅰ-Ⅻ]|[0-9０-９]{{1,2}}){_GAP}(?P<w>[編部章])(?P<s>[\s　]+|$)")
_LATIN_CHAPTER = re.compile(r"(?:Chapter|CHAPTER)\s+(?P<n>[0-9]{1,2})(?P<s>\s*[:.]?\s+|$)")
_ARTICLE = re.compile(rf"第(?P<n>[0-9０-９]{{1,2}}|[一二三四五六七八九十]+)(?P<s>[\s　]+|[．.：:、]{_GAP})(?=\S)")
_WORDED = re.compile(
    rf"(?P<w>{_WORD}){_GAP}(?:(?P<c>[{_CIRCLED}])|(?P<n>{_DIGITS}(?:{_DASH}{_DIGITS})?|[Ⅰ-Ⅻ]|[A-ZＡ-Ｚ]))"
    rf"(?P<s>{_GAP}[)）.．:：、]{_GAP}|[\s　]+|(?<=[{_CIRCLED}])|$)"
)
_ROMANS = re.compile(
    rf"(?P<n>[Ⅰ-Ⅻ]|(?:X{{0,1}}(?:IX|IV|V?I{{1,3}}|V)|X)(?=[\s　.．、:：]))(?P<s>{_GAP}[.．、:：)）]?{_GAP})"
)
_COMPOUND = re.compile(
    rf"(?P<n>{_DIGITS}(?:(?P<d>{_DASH}|[.．・]){_DIGITS}){{1,3}})(?P<s>{_GAP}[.．、)）]?{_GAP})(?:(?![0-9０-９])|(?<=[.．、)）\s]){_YEAR})(?=\S)"
)
_ROMAN_COMPOUND = re.compile(
    rf"(?P<n>(?:[Ⅰ-Ⅻ]|X?(?:IX|IV|V?I{{1,3}}|V)|X){_GAP}(?:{_DASH}|[.．・]){_GAP}{_DIGITS}(?:(?:{_DASH}|[.．・]){_DIGITS}){{0,2}})"
    rf"(?P<s>{_GAP}[.．、)）]?{_GAP})(?![0-9０-９])(?=\S)"
)
_LETTER_COMPOUND = re.compile(rf"(?P<n>[A-ZＡ-Ｚ]{_DASH}{_DIGITS})(?P<s>{_GAP}[.．：:]{_GAP}|[\s　]+)(?=\S)")
_NUMBERED = re.compile(
    rf"(?P<n>{_DIGITS})(?P<s>{_GAP}[.．、]{_GAP}(?:(?![0-9０-９])|{_YEAR})"
    rf"|[\s　]*(?:　|\s{{2}})[\s　]*|\s(?:(?![0-9０-９])|{_YEAR}))(?=\S)"
)
_CLOSED = re.compile(rf"(?P<n>{_DIGITS})(?P<s>{_GAP}[)）]{_GAP})(?=\S)")
_BRACKETED = re.compile(rf"[（(]{_GAP}(?P<n>{_DIGITS}){_GAP}[)）](?P<s>{_GAP})(?=\S)")
_NAMED = re.compile(rf"[（(](?P<n>参考|別紙|補足|再掲|参考資料)(?P<k>{_DIGITS})?[)）](?P<s>{_GAP})(?=\S)")
_CIRCLE = re.compile(rf"(?P<n>[{_CIRCLED}❶-❿⓵-⓾➀-➉➊-➓])(?P<s>{_GAP})(?=\S)")
_KANJI_NUMBER = re.compile(rf"(?P<n>[一二三四五六七八九十]{{1,3}})(?P<s>{_GAP}[、．.]{_GAP}|[\s　]+)(?=\S)")
_KANJI_BRACKETED = re.compile(rf"[（(](?P<n>[一二三四五六七八九十]{{1,3}})[)）](?P<s>{_GAP})(?=\S)")
_KANA_LEAD = re.compile(rf"(?P<n>[ア-ンｱ-ﾝ])(?P<s>{_GAP}[．.、)）]{_GAP}|[\s　]+)(?=\S)")
_KANA_BRACKETED = re.compile(rf"[（(](?P<n>[ア-ンｱ-ﾝ])[)）](?P<s>{_GAP})(?=\S)")
_LETTER = re.compile(rf"(?P<n>[A-ZＡ-Ｚ])(?P<s>{_GAP}[．.)）]{_GAP}|　)(?=\S)")
_SMALL_ROMAN = re.compile(
    rf"(?P<n>[ⅰ-ⅻ]|(?:i{{1,3}}|iv|vi{{0,3}}|ix|x)(?=[.．)）]))(?P<s>{_GAP}[.．)）、]?{_GAP})(?=\S)"
)
_SMALL_ROMAN_BRACKETED = re.compile(rf"[（(](?P<n>[ⅰ-ⅻ]|i{{1,3}}|iv|vi{{0,3}}|ix)[)）](?P<s>{_GAP})(?=\S)")
_SMALL = re.compile(rf"(?P<n>[a-zａ-ｚ])(?P<s>{_GAP}[．.)）]{_GAP}|　)(?=\S)")
_SMALL_BRACKETED = re.compile(rf"(?:[（(](?P<n>[a-zａ-ｚ])[)）]|(?P<p>[⒜-⒵]))(?P<s>{_GAP})(?=\S)")
_GLYPH = re.compile(rf"(?P<n>[{re.escape(GLYPHS)}]|[-–—－‐]|[\ue000-\uf8ff])(?P<s>{_GAP})(?=\S)")
_DASHES = "-–—－‐"
_VARIANTS = re.compile(f"[{re.escape(_DOTS)}⺀-⿕豈-龎]")


@lru_cache(maxsize=16384)
def unified(printed: str) -> str:
    """The printed text with compatibility kanji and middle dots unified, character for character."""
    return _VARIANTS.sub(lambda found: normalise_char(found[0]), printed)


@lru_cache(maxsize=16384)
def marker_of(printed: str) -> Marker | None:
    """The lead of a printed line, or None. Leads that a sentence may begin with (2 年, 1.5倍) are not leads."""
    start = len(printed) - len(printed.lstrip())
    text = unified(printed)[start:]
    for read in _readers(text[:1]):
        found = read(text)
        if found is not None:
            return Marker(
                found.style, text[: found.length].strip(), start + found.length, found.number, found.ordinal,
                found.parents, found.rank, found.glyph, found.bracket,
            )  # fmt: skip
    return None


def _readers(first: str) -> Sequence[Callable[[str], Marker | None]]:
    """What may read a lead that begins with a character: none does with hiragana, few with a kanji but a number."""
    if "ぁ" <= first <= "ゖ":
        return ()
    if "㐀" <= first <= "鿿" and first not in "一二三四五六七八九十":
        return (_chapter, _worded)
    return (_bracket, _chapter, _worded, _compound, _roman_compound, _letter_compound, _plain, _glyph)


def bracketed_title(printed: str) -> tuple[str, str] | None:
    """Title and remainder of a line that opens with a bracketed title: ＜主な事業＞※再掲 → (主な事業, ※再掲)."""
    text = printed.strip()
    close = _BRACKETS.get(text[:1])
    if close is None:
        return None
    depth = 0
    for i, char in enumerate(text):
        depth += (char == text[0]) - (char == close)
        if depth == 0:
            return text[1:i].strip(), text[i + 1 :].strip()
    return None


def _bracket(text: str) -> Marker | None:
    if text[:1] in "「｢":
        return None
    title = bracketed_title(text)
    if (
        title is None
        or not title[0]
        or len(title[0]) > 40
        or (title[1] and not title[1].startswith(("※", "（", "(", "＊")))
    ):
        return None
    return Marker(normalise(text[0]), text[0], 1, bracket=True)


def _chapter(text: str) -> Marker | None:
    if m := _CHAPTER.match(text):
        word = m["w"] or m["v"]
        rank = {"編": Rank.BOOK, "部": Rank.BOOK, "章": Rank.CHAPTER, "節": Rank.SECTION, "款": Rank.ARTICLE}[word]
        ordinal = number_value(m["n"]) if m["n"] else None
        printed = normalise("".join(m[0][: len(m[0]) - len(m["s"])].split()))
        return Marker(f"第{word}", m[0], m.end(), printed, ordinal, rank=rank)
    if m := _PART.match(text):
        rank = Rank.CHAPTER if m["w"] == "章" else Rank.BOOK
        printed = normalise(m["n"] + m["w"])
        return Marker(f"第{m['w']}", m[0], m.end(), printed, number_value(m["n"]), rank=rank)
    if m := _LATIN_CHAPTER.match(text):
        return Marker("第章", m[0], m.end(), f"Chapter {m['n']}", number_value(m["n"]), rank=Rank.CHAPTER)
    if m := _ARTICLE.match(text):
        return Marker("第", m[0], m.end(), f"第{normalise(m['n'])}", number_value(m["n"]), rank=Rank.ROMAN)
    return None


def _worded(text: str) -> Marker | None:
    if not (m := _WORDED.match(text)):
        return None
    printed = m["c"] or m["n"]
    if m["n"] and m["s"] in ("", " ") and counted(text[m.end() :]):
        return None
    number = m["w"] + normalise(printed)
    ordinal = _circled_value(m["c"]) if m["c"] else number_value(re.split(_DASH, m["n"])[-1])
    attachment = m["w"].startswith(("別", "付録", "附属", "参考資料"))
    return Marker(m["w"], m[0], m.end(), number, ordinal, rank=Rank.BOOK if attachment else None)


def _compound(text: str) -> Marker | None:
    if not (m := _COMPOUND.match(text)):
        return None
    parts = [int(normalise(p)) for p in re.split(rf"{_DASH}|[.．・]", m["n"])]
    after = text[m.end() :]
    measured = normalise(after[:1])[:1] in _MEASURES and _NO_COUNTER.match(after) is None
    if (not m["s"].strip() and measured) or (m["d"] in ".．" and not m["s"] and after[:1] in ")）,，"):
        return None
    number = re.sub(_DASH, "-", normalise(m["n"]))
    rank = {2: Rank.NUMBER_2, 3: Rank.NUMBER_3, 4: Rank.NUMBER_4}[len(parts)]
    return Marker(f"N{'-N' * (len(parts) - 1)}", m[0], m.end(), number, parts[-1], tuple(parts[:-1]), rank)


def _roman_compound(text: str) -> Marker | None:
    """Ⅱ．1.2: a roman part and figures after it."""
    if not (m := _ROMAN_COMPOUND.match(text)):
        return None
    parts = [number_value(p) or 0 for p in re.split(rf"{_DASH}|[.．・\s　]+", m["n"]) if p]
    rank = (Rank.NUMBER, Rank.NUMBER_2, Rank.NUMBER_3, Rank.NUMBER_4)[len(parts) - 2]
    number = re.sub(r"\s+", "", re.sub(_DASH, "-", normalise(m["n"])))
    return Marker(f"I{'-N' * (len(parts) - 1)}", m[0], m.end(), number, parts[-1], tuple(parts[:-1]), rank)


def _letter_compound(text: str) -> Marker | None:
    """Ａ－１: a letter and a figure after it."""
    if not (m := _LETTER_COMPOUND.match(text)):
        return None
    letter, figure = re.split(_DASH, m["n"])
    number = f"{normalise(letter)}-{normalise(figure)}"
    above = number_value(letter)
    return Marker("A-N", m[0], m.end(), number, number_value(figure), (above,) if above else (), Rank.NUMBER_2)


def _plain(text: str) -> Marker | None:
    """Leads of one ordinal."""
    for style, pattern, rank, closed in _PLAIN:
        if not (m := pattern.match(text)):
            continue
        printed = m["n"] or m["p"]
        spaced_only = m["s"] in ("", " ") and style in ("N.", "一", "ア")
        if spaced_only and counted(text[m.end() :]):
            continue
        number = normalise(printed).strip("()")
        if style == "①" and not ("①" <= printed <= "⑳" or "㉑" <= printed <= "㊿"):
            number = chr(ord("①") + _circled_value(printed) - 1)
        if pattern is _NAMED:
            number = normalise(m[0]).strip()
        elif closed:
            number = f"({number})"
        style = "(N)" if style == "(参考)" else style
        return Marker(style, m[0], m.end(), number, number_value(printed, style), rank=rank)
    return None


_PLAIN: tuple[tuple[str, re.Pattern[str], Rank, bool], ...] = (
    ("I", _ROMANS, Rank.ROMAN, False),
    ("(N)", _BRACKETED, Rank.BRACKETED, True),
    ("(参考)", _NAMED, Rank.BRACKETED, True),
    ("①", _CIRCLE, Rank.CIRCLED, False),
    ("N)", _CLOSED, Rank.CLOSED, False),
    ("N.", _NUMBERED, Rank.NUMBER, False),
    ("(一)", _KANJI_BRACKETED, Rank.BRACKETED, True),
    ("一", _KANJI_NUMBER, Rank.KANJI, False),
    ("(i)", _SMALL_ROMAN_BRACKETED, Rank.SMALL_ROMAN, True),
    ("i", _SMALL_ROMAN, Rank.SMALL_ROMAN, False),
    ("(ア)", _KANA_BRACKETED, Rank.KANA_BRACKETED, True),
    ("ア", _KANA_LEAD, Rank.KANA, False),
    ("A", _LETTER, Rank.LETTER, False),
    ("a", _SMALL, Rank.SMALL, False),
    ("(a)", _SMALL_BRACKETED, Rank.SMALL_BRACKETED, True),
)


def _glyph(text: str) -> Marker | None:
    m = _GLYPH.match(text)
    if m is None or (m["n"] in _DASHES and (not m["s"] or text[m.end() : m.end() + 1].isdigit())):
        return None
    if m["n"] in "▲△" and text[m.end() : m.end() + 1].isdigit():
        return None
    if m["n"] == "〇" and text[1:2] in "〇一二三四五六七八九十":
        return None
    style = {"◯": "○", "〇": "○", "•": "・", "·": "・", "‣": "・", "◦": "・", "✔": "✓"}.get(m["n"], m["n"])
    return Marker(style, m[0], m.end(), glyph=True)


def counted(after: str) -> bool:
    """Whether what follows a number begins with a unit, so that the number belongs to a sentence."""
    return bool(after) and normalise(after[0])[:1] in _COUNTERS and _NO_COUNTER.match(after) is None


def _circled_value(char: str) -> int:
    for first, last, start in (
        ("①", "⑳", 1),
        ("㉑", "㉟", 21),
        ("㊱", "㊿", 36),
        ("❶", "❿", 1),
        ("⓵", "⓾", 1),
        ("➀", "➉", 1),
        ("➊", "➓", 1),
    ):
        if first <= char <= last:
            return ord(char) - ord(first) + start
    return 0


def number_value(printed: str, style: str = "") -> int | None:
    """Ordinal value of a printed number of any kind: １２, 十二, Ⅻ, ⑫, シ, l. None when it has none."""
    if printed and (value := _circled_value(printed[0])):
        return value
    text = unicodedata.normalize("NFKC", printed).strip("()（）")
    if text.isdecimal():
        return int(text)
    if text and all(c in "一二三四五六七八九十百" for c in text):
        return _kanji_value(text)
    if style in ("i", "(i)") or (text and all(c in _ROMAN for c in text)):
        return _roman_value(text.upper())
    if len(text) == 1 and text in _KANA:
        return _KANA.index(text) + 1
    if len(text) == 1 and text.isascii() and text.isalpha():
        return ord(text.lower()) - ord("a") + 1
    return None


def _kanji_value(text: str) -> int:
    total, digit = 0, 0
    for char in text:
        if char in "十百":
            total += (digit or 1) * (10 if char == "十" else 100)
            digit = 0
        else:
            digit = _KANJI_DIGITS[char]
    return total + digit


def _roman_value(text: str) -> int | None:
    total = 0
    for i, char in enumerate(text):
        if char not in _ROMAN:
            return None
        value = _ROMAN[char]
        total += -value if i + 1 < len(text) and _ROMAN.get(text[i + 1], 0) > value else value
    return total
