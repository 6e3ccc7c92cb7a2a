"""Names of goals, measures and KPIs as sets of weighted units, which tell 移住支援事業 and 起業支援事業 apart.

A unit is a short word in its normalised form without okurigana, or a group of words that documents use for one another
(search/vocabulary.py). It weighs by its rarity, from 0 (推進, 支援: in every other name) to 1, both in policy documents
at large and in the two documents compared (Spärck Jones, 1972).
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from corpus.text import squeeze
from corpus.vocabulary import said, vocabulary, when_changed
from index.lexical import bigrams
from search.other_names import pattern_of
from search.words import stem, words_of

_PLACES: Final = re.compile(r"(?:[かカヶケヵ箇個]|か)所")
_SYMBOLS: Final = re.compile(r"[^\w]|_")
_KANA: Final = re.compile(r"^[ぁ-ん]{1,2}$")
_PRIOR: Final = 10
"""Names added to those of the two documents, so that small documents do not make every word common."""
_GENERIC: Final = frozenset(
    [
        "事業",
        "支援",
        "推進",
        "整備",
        "強化",
        "充実",
        "育成",
        "確保",
        "活用",
        "創出",
        "運営",
        "実施",
        "設置",
        "展開",
        "取り組み",
        "対策",
        "制度",
        "支給",
        "開催",
        "向上",
        "拡大",
        "普及",
        "導入",
        "活性",
        "活性化",
        "構築",
        "形成",
        "実現",
        "促進",
        "計画",
        "プラン",
        "体制",
        "環境",
        "基盤",
        "等",
        "地域",
        "地方",
        "創生",
        "町",
        "街",
        "市",
        "村",
        "県",
        "国",
        "住民",
        "的",
        "化",
        "業",
        "者",
        "数",
        "件",
        "件数",
        "割合",
        "率",
        "人数",
        "年間",
        "全国",
        "総合",
        "新た",
        "新しい",
        "多様",
        "関係",
        "機能",
        "サービス",
        "利用",
        "年",
        "人",
        "金",
        "所",
        "性",
        "力",
        "つくり",
        "作り",
        "作る",
        "仕組み",
        "戦略",
        "構想",
        "方針",
        "パッケージ",
        "プログラム",
        "プロジェクト",
        "対応",
        "機会",
        "支える",
        "進める",
    ]
)
"""Words that stand in the names of all kinds of things; they weigh little however small the documents."""
_GENERIC_WEIGHT: Final = 0.12
_FOR_WHOM: Final = (
    *("女性", "男性", "若者", "若い", "高齢者", "高齢", "障害者", "子供", "こども", "児童", "生徒", "学生", "外国人"),
    *("妊産婦", "乳幼児", "親子", "家庭", "世帯", "市民", "県民", "町民", "村民", "事業者"),
)
"""Words that say for whom a thing is."""
_BRACKETED: Final = re.compile(r"[(（]([^()（）]*)[)）]")
_ACT: Final = re.compile(r"の([^の・、]{2,5})$")
_RUNS: Final = (12, 10, 8, 7, 6, 5, 4, 3)


@dataclass(frozen=True, slots=True)
class Name:
    """A name: `plain` without symbols and spelling variants, its units with how they are written, its letter pairs.

    `acts` are the units of what is done (農業の〈普及〉), `asides` those in brackets: they change, and the thing stays.
    """

    text: str
    plain: str
    units: Mapping[str, str]
    pairs: frozenset[str]
    acts: frozenset[str]
    asides: frozenset[str]


@lru_cache(maxsize=50_000)
def name_of_text(text: str) -> Name:
    """The name that `text` is."""
    main = _BRACKETED.sub("", text)
    act = _ACT.search(main)
    units = units_of(text)
    acts = frozenset(units_of(act[1])) - frozenset(units_of(main[: act.start()])) if act else frozenset[str]()
    asides = frozenset(units) - frozenset(units_of(main))
    return Name(text, plain(text), units, frozenset(bigrams(text)), acts, asides)


def plain(text: str) -> str:
    """What of two names must be the same for them to be one: か所 = 箇所, 「DX」 = ＤＸ."""
    return _SYMBOLS.sub("", _PLACES.sub("か所", squeeze(text).lower()))


@lru_cache(maxsize=50_000)
def kinds_named(text: str) -> tuple[frozenset[str], ...]:
    """For each group of the vocabulary's `apart`, which of its words the text says (農業, 林業)."""
    return tuple(said(group, squeeze(text)) for group in vocabulary().apart)


def apart(a: Name, b: Name) -> bool:
    """Whether the names say different words of a group that the vocabulary keeps apart, and none in common."""
    pairs = zip(kinds_named(a.text), kinds_named(b.text), strict=True)
    return any(x and y and not x & y for x, y in pairs)


def kinds_differ(a: Name, b: Name) -> tuple[float, float]:
    """Whether the names are `apart`, else whether only one says any word of a group; each 1 or 0."""
    differ = apart(a, b)
    pairs = zip(kinds_named(a.text), kinds_named(b.text), strict=True)
    return float(differ), float(not differ and any(bool(x) != bool(y) for x, y in pairs))


def common_run(a: str, b: str) -> int:
    """About how many letters in a row two plain names have in common: the largest of a few lengths; 0 below three."""
    for n in _RUNS:
        if len(a) >= n <= len(b):
            theirs = {b[i : i + n] for i in range(len(b) - n + 1)}
            if any(a[i : i + n] in theirs for i in range(len(a) - n + 1)):
                return n
    return 0


@lru_cache(maxsize=100_000)
def units_of(text: str) -> dict[str, str]:
    """The units of a text, each with the words it is first written as."""
    units: dict[str, str] = {}
    plainly = _PLACES.sub("か所", squeeze(text))
    pattern, first = _aliases()
    for phrase in pattern.findall(plainly):
        parts = _units(first[phrase])
        if len(parts) > 1:  # the name as a whole: 二地域居住 is more than 地域 and 居住
            units.setdefault(f"@{first[phrase]}", phrase)
        for unit in parts:
            units.setdefault(unit, phrase)
    return units | {u: s for u, s in _units(pattern.sub("、", plainly)).items() if u not in units}


def _units(text: str) -> dict[str, str]:
    units: dict[str, str] = {}
    for word in words_of(text):
        if group := _groups().get(word.form):
            units.setdefault(group, word.surface)
            continue
        whole = not word.parts or _KANA.match(word.surface[-1:]) is not None  # 取り組む is shown in one piece
        for part in word.parts or (word.form,):
            if not _KANA.match(part):
                units.setdefault(_groups().get(part, stem(part)), word.surface if whole else part)
    return units


@lru_cache(maxsize=1)
def _groups() -> dict[str, str]:
    """Every word of the vocabulary's synonyms with the first of its groups."""
    groups = enumerate(vocabulary().synonyms())
    return {word: f"={n}" for n, group in reversed(list(groups)) for word in group}


@lru_cache(maxsize=1)
def _aliases() -> tuple[re.Pattern[str], dict[str, str]]:
    """Every phrase of the vocabulary's names and aliases, and the name to compare it by."""
    first = {phrase: group[0] for group in vocabulary().names for phrase in group}
    loosely = {phrase: group[0] for group in vocabulary().aliases for phrase in group}
    first = loosely | {phrase: loosely.get(name, name) for phrase, name in first.items()}
    return re.compile(pattern_of(first)), first


@lru_cache(maxsize=1)
def _generic_units() -> frozenset[str]:
    return frozenset(_groups().get(word, stem(word)) for word in _GENERIC)


@lru_cache(maxsize=1)
def whom_units() -> frozenset[str]:
    """The units that say for whom a thing is."""
    return frozenset(_groups().get(word, stem(word)) for word in _FOR_WHOM)


for _cached in (whom_units, _groups, _aliases, _generic_units, units_of, name_of_text, kinds_named):
    when_changed(_cached.cache_clear)


class Rarity:
    """How much a unit says: -log of the share of names that have it, scaled to 0..1."""

    def __init__(self, background: Mapping[str, int], total: int, names: Collection[Name]) -> None:
        self._background, self._total = background, max(total, 2)
        self._here = Counter(unit for name in names for unit in name.units)
        self._names = len(names) + _PRIOR
        self._known: dict[str, float] = {}

    def __call__(self, unit: str) -> float:
        """Weight of the unit, 0.05..1."""
        weight = self._known.get(unit)
        if weight is None:
            at_large = (self._background.get(unit, 0) + 0.5) / (self._total + 1)
            here = max(self._here[unit] - 2, 0) / self._names  # two: in the one version and in the other
            weight = -math.log(max(at_large, here)) / math.log(2 * self._total)
            if unit.isdecimal():
                weight *= 0.3
            if unit in _generic_units():
                weight = min(weight, _GENERIC_WEIGHT)
            weight = self._known[unit] = max(0.05, min(1.0, weight))
        return weight

    def mass(self, units: Iterable[str]) -> float:
        """Sum of the weights."""
        return sum(map(self, units))
