"""Names of goals, measures and KPIs as sets of weighted units, so that 移住支援事業 and 起業支援事業 tell themselves apart.

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
from index.lexical import bigrams
from search.vocabulary import SYNONYMS
from search.words import stem, words_of

_PLACES: Final = re.compile(r"(?:[かカヶケヵ箇個]|か)所")
_SYMBOLS: Final = re.compile(r"[^\w]|_")
_KANA: Final = re.compile(r"^[ぁ-ん]{1,2}$")
_GROUP: Final[dict[str, str]] = {
    word: f"={n}" for n, group in reversed(list(enumerate(SYNONYMS))) for word in group
}
_PRIOR: Final = 10
"""Names added to those of the two documents, so that small documents do not make every word common."""


@dataclass(frozen=True, slots=True)
class Name:
    """A name: `plain` without symbols and spelling variants, its units with how they are written, its letter pairs."""

    text: str
    plain: str
    units: Mapping[str, str]
    pairs: frozenset[str]


@lru_cache(maxsize=50_000)
def name_of_text(text: str) -> Name:
    """The name that `text` is."""
    return Name(text, plain(text), units_of(text), frozenset(bigrams(text)))


def plain(text: str) -> str:
    """What of a name must be the same for it to be the same name: か所 = 箇所, 「DX」 = ＤＸ, ワット･ビット = ワット・ビット."""
    return _SYMBOLS.sub("", _PLACES.sub("か所", squeeze(text).lower()))


@lru_cache(maxsize=100_000)
def units_of(text: str) -> dict[str, str]:
    """The units of a text, each with the words it is first written as."""
    units: dict[str, str] = {}
    for word in words_of(_PLACES.sub("か所", text)):
        if group := _GROUP.get(word.form):
            units.setdefault(group, word.surface)
            continue
        for part in word.parts or (word.form,):
            if not _KANA.match(part):
                units.setdefault(_GROUP.get(part, stem(part)), part if word.parts else word.surface)
    return units


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
            weight = self._known[unit] = max(0.05, min(1.0, weight))
        return weight

    def mass(self, units: Iterable[str]) -> float:
        """Sum of the weights."""
        return sum(map(self, units))
