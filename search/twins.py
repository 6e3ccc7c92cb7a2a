"""An indicator or measure taken apart by words that the old name lacks: 観光客数 → 日帰り観光客数, 宿泊観光客数.

The vocabulary's `apart` says which words divide a thing (日帰り, 宿泊). Names that are the same but for such words are
twins; together they are what the other version names without any of them.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Final

from corpus.text import squeeze
from search.names import Name, kinds_named, name_of_text
from search.pair_features import Comparison

_COVERED: Final = 0.8
"""Share of either name, without the dividing words, that must be in the other."""
_EMPTY: Final = re.compile(r"[(（][・、]*[)）]")


def twins(comparison: Comparison, kind: str) -> Iterator[list[tuple[int, int]]]:
    """The places (old, new) of a whole with each of its twins."""
    ours, theirs = comparison.sides[kind]
    for wholes, parts, new_parts in ((ours.names, theirs.names, True), (theirs.names, ours.names, False)):
        for group, stem, places in _sets(parts):
            for whole, name in enumerate(wholes):
                if not kinds_named(name.text)[group] and _same(comparison, name, stem):
                    yield [(whole, part) if new_parts else (part, whole) for part in places]


def _sets(names: Sequence[Name]) -> Iterator[tuple[int, Name, list[int]]]:
    """Names that differ in the words of a group alone: the group's number, what they share, and their places."""
    found: dict[tuple[int, str], dict[frozenset[str], int]] = defaultdict(dict)
    stems: dict[tuple[int, str], Name] = {}
    for place, name in enumerate(names):
        for group, words in enumerate(kinds_named(name.text)):
            if words:
                stem = name_of_text(_without(name.text, words))
                found[group, stem.plain].setdefault(words, place)
                stems[group, stem.plain] = stem
    for key, places in found.items():
        if len(places) > 1 and stems[key].units and len(frozenset().union(*places)) == sum(map(len, places)):
            yield key[0], stems[key], sorted(places.values())


def _without(text: str, words: frozenset[str]) -> str:
    text = squeeze(text)
    for word in words:
        text = text.replace(word, "")
    return _EMPTY.sub("", text)


def _same(comparison: Comparison, a: Name, b: Name) -> bool:
    return comparison.covered(a, b.units) >= _COVERED and comparison.covered(b, a.units) >= _COVERED
