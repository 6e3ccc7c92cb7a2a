"""Words of a text as long units with their short ones, and when two words mean the same thing.

Matching is on normalised forms; beyond that, a word matches by its kanji stem (暮らし ~ 暮らす), by the
groups of the vocabulary (高める ~ 向上), and a long unit by its short units (労働生産性 by 労働 and 生産性).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from corpus.vocabulary import vocabulary, when_changed
from index.tokens import analyse
from search.other_names import other_names
from search.vocabulary import FILLERS
from search.years import years_of

_OKURIGANA: Final = re.compile(r"^([一-龥々]+)[ぁ-ん]+$")
_KANA_ONLY: Final = re.compile(r"^[ぁ-んー]{1,2}$")
_KANA_VERB: Final = re.compile(r"^[ぁ-ん]+[うくぐすつぬぶむる]$")
_NUMBER: Final = re.compile(r"^[\d.,]+$")
_PLAIN: Final = re.compile(r"[\s・,、]")


@lru_cache(maxsize=1)
def _groups() -> dict[str, frozenset[int]]:
    """Every word of the vocabulary's groups of synonyms with the numbers of its groups."""
    groups = vocabulary().synonyms()
    return {word: frozenset(i for i, group in enumerate(groups) if word in group) for group in groups for word in group}


@dataclass(frozen=True, slots=True)
class Word:
    """A long unit: its normalised form, those of its short units (empty when it is one itself), and as written."""

    form: str
    parts: tuple[str, ...]
    surface: str

    @property
    def content(self) -> bool:
        """Whether the word says something of the subject."""
        return self.form not in FILLERS and not _KANA_ONLY.match(self.form) and self.surface not in FILLERS

    @property
    def inflected(self) -> bool:
        """Whether the word is a verb or adjective, which askers paraphrase more than they do nouns."""
        return bool(_OKURIGANA.match(self.form) or _KANA_VERB.match(self.form))

    @property
    def numeric(self) -> bool:
        """Whether the word is a number."""
        return bool(_NUMBER.match(self.form))


@lru_cache(maxsize=20_000)
def words_of(text: str) -> tuple[Word, ...]:
    """The words of `text` in order, particles and symbols left out."""
    words: list[Word] = []
    end = -1
    for token in analyse(text):
        if words and token.end <= end:
            last = words[-1]
            words[-1] = Word(last.form, (*last.parts, token.text), last.surface)
        else:
            words.append(Word(token.text, (), text[token.start : token.end]))
            end = token.end
    return tuple(words)


def content_words(text: str) -> tuple[Word, ...]:
    """The words of `text` that say something of its subject, each once."""
    return tuple({w.form: w for w in words_of(text) if w.content}.values())


@lru_cache(maxsize=20_000)
def stem(form: str) -> str:
    """A word's kanji without its okurigana (暮らし, 暮らす → 暮); other words unchanged."""
    match = _OKURIGANA.match(form)
    return match.group(1) if match else form


@lru_cache(maxsize=50_000)
def keys_of(form: str) -> frozenset[str]:
    """What a word is looked up by: its form, its stem when inflected, and the groups it belongs to."""
    keys = {form}
    if stem(form) != form:
        keys.add("~" + stem(form))
    keys.update(f"={group}" for group in _groups().get(form, ()))
    return frozenset(keys)


class Bag:
    """The words of a piece of evidence, ready to be asked how far it covers a question's word."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._keys: set[str] = set()
        self._heads: set[str] = set()
        joined = []
        for text in texts:
            joined.append(text)
            self._keys.update(str(year) for year in years_of(text))
            for word in words_of(text):
                self._keys |= keys_of(word.form)
                self._heads.add(word.form[0])
                for part in word.parts:
                    self._keys |= keys_of(part)
        self._text = _PLAIN.sub("", "\n".join(joined)).lower()
        self._covered: dict[Word, float] = {}

    def covers(self, word: Word) -> float:
        """0..1: how far the evidence has the word, as such, as a synonym (0.8), or by its short units.

        A verb is also met, at 0.5, by a word that begins with its kanji (選ぶ by 選定).
        """
        known = self._covered.get(word)
        if known is None:
            known = self._covered[word] = self._covers(word)
        return known

    def _covers(self, word: Word) -> float:
        if word.form in self._keys or (len(word.surface) > 1 and word.surface.lower() in self._text):
            return 1.0
        if any(_PLAIN.sub("", name).lower() in self._text for name in other_names(word.surface)):
            return 0.9
        whole = 0.8 if not keys_of(word.form).isdisjoint(self._keys) else 0.0
        if not word.parts:
            return whole or (0.5 if word.inflected and stem(word.form) in self._heads else 0.0)
        covered = [
            1.0 if p in self._keys else 0.8 if not keys_of(p).isdisjoint(self._keys) else 0.0 for p in word.parts
        ]
        lengths = [len(p) for p in word.parts]
        share = sum(c * n for c, n in zip(covered, lengths, strict=True)) / sum(lengths)
        return max(whole, share if share == 1.0 else share * 0.8)


@lru_cache(maxsize=20_000)
def bag_of(*texts: str) -> Bag:
    """A bag that is kept: for the texts of records, which every question meets again."""
    return Bag(texts)


for _cached in (_groups, keys_of, bag_of):
    when_changed(_cached.cache_clear)
