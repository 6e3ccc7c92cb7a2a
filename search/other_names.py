"""Other names of what a text names, by the vocabulary: abbreviations as the same, former and later ones as related."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from corpus.vocabulary import vocabulary, when_changed

_FOLDED: Final = re.compile(r"[\s・･\-/]")
_DOT: Final = re.compile(r"[・･]")
_SHORT: Final = re.compile(r"[一-龥々]{2}")


def _fold(name: str) -> str:
    return _FOLDED.sub("", name).lower()


def pattern_of(names: Iterable[str]) -> str:
    """A regular expression for any of the names, the longest first.

    None amid further letters (IT in CREDIT), and none of two kanji after a third: 理研 is not in 管理研修.
    """
    return "|".join(
        rf"(?<![A-Za-z0-9]){re.escape(name)}(?![A-Za-z0-9])"
        if name.isascii()
        else rf"(?<![一-龥々]){re.escape(name)}"
        if _SHORT.fullmatch(name)
        else re.escape(name)
        for name in sorted(names, key=len, reverse=True)
    )


def _others(groups: Iterable[tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """Folded name → the other names of its groups."""
    found: dict[str, tuple[str, ...]] = {}
    for names in groups:
        for name in names:
            others = (*found.get(_fold(name), ()), *(other for other in names if other != name))
            found[_fold(name)] = tuple(dict.fromkeys(others))
    return found


@lru_cache(maxsize=1)
def _same() -> dict[str, tuple[str, ...]]:
    return _others(vocabulary().exact_names())


@lru_cache(maxsize=1)
def _found() -> tuple[re.Pattern[str], dict[str, tuple[str, ...]]]:
    """What finds every name that has others, and those others, related ones among them."""
    groups = (*vocabulary().exact_names(), *vocabulary().related_names())
    names = {_DOT.sub("", name).lower() for group in groups for name in group}
    return re.compile(pattern_of(names)), _others(groups)


@lru_cache(maxsize=10_000)
def other_names(word: str) -> tuple[str, ...]:
    """Other names of what a word or name means; none when it is not known."""
    return _same().get(_fold(word), ())


def names_in(text: str) -> tuple[str, ...]:
    """Other, former and later names of everything named in normalised text, without those that stand in it."""
    folded = _DOT.sub("", text).lower()
    pattern, others = _found()
    found = [other for match in pattern.finditer(folded) for other in others[_fold(match.group(0))]]
    said = _fold(text)
    return tuple(name for name in dict.fromkeys(found) if _fold(name) not in said)


for _cached in (_same, _found, other_names):
    when_changed(_cached.cache_clear)
