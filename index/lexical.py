"""BM25 over three fields: the words of the title, those of the body, and the character bigrams of both.

The fields are indexed apart and their scores added, so that a word of a short title counts by the rarity and length of
titles (Robertson, Zaragoza: "The Probabilistic Relevance Framework", 2009, §3.6). Bigrams find what the dictionary does
not know and cuts differently in question and text. Scoring is Lucene's variant, computed once per posting when the
index is built (Lù: "BM25S", 2024); on disk it is plain .npy and .json.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from pathlib import Path
from sys import intern
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from corpus.text import normalise

if TYPE_CHECKING:
    import bm25s

TITLE, BODY, BIGRAMS = "title", "body", "bigrams"


class Weighing(NamedTuple):
    """How a field counts: BM25's k1 and b, and the weight of its score in the sum."""

    k1: float
    b: float
    weight: float


FIELDS = {TITLE: Weighing(0.9, 0.9, 1.0), BODY: Weighing(0.6, 0.75, 1.0), BIGRAMS: Weighing(0.6, 0.75, 0.4)}
"""Chosen on FAQ questions (short titles that are questions themselves) and encyclopaedia paragraphs without titles."""


def bigrams(text: str) -> list[str]:
    """Pairs of neighbouring letters, kana, kanji or digits of the normalised text, in order; no pair spans a symbol."""
    letters = [c if c.isalnum() else " " for c in normalise(text).lower()]
    return [intern(a + b) for a, b in pairwise(letters) if a != " " and b != " "]


class Lexical:
    """A BM25 index of `size` entries."""

    def __init__(self, size: int, fields: dict[str, bm25s.BM25]) -> None:
        self.size = size
        self._fields = fields

    def scores(self, words: Sequence[str], text: str) -> NDArray[np.float32]:
        """Scores of all entries, (size,), ≥ 0; `words` count in title and body, the bigrams of `text` in both.

        A word given twice counts twice.
        """
        total = np.zeros(self.size, dtype=np.float32)
        pairs = bigrams(text) if text else []
        for name, index in self._fields.items():
            _accumulate(total, index, pairs if name == BIGRAMS else words, FIELDS[name].weight)
        return total

    def scores_of(self, numbers: NDArray[np.int64], words: Sequence[str], text: str) -> NDArray[np.float32]:
        """The same for these entries only, (len(numbers),): a few of many cost little."""
        total = np.zeros(len(numbers), dtype=np.float32)
        pairs = bigrams(text) if text else []
        for name, index in self._fields.items():
            _accumulate_of(total, numbers, index, pairs if name == BIGRAMS else words, FIELDS[name].weight)
        return total

    def frequency(self, word: str) -> int:
        """How many entries have the word in their body."""
        body = self._fields.get(BODY)
        if body is None or (number := body.vocab_dict.get(word)) is None:
            return 0
        starts = body.scores["indptr"]
        return int(starts[number + 1] - starts[number])

    def having(self, terms: Sequence[str], field: str) -> NDArray[np.bool_]:
        """Which entries, (size,), have every one of these terms in the field."""
        found = np.ones(self.size, dtype=bool)
        index = self._fields.get(field)
        for term in dict.fromkeys(terms):
            having = np.zeros(self.size, dtype=bool)
            if index is not None and (number := index.vocab_dict.get(term)) is not None:
                starts = index.scores["indptr"]
                having[index.scores["indices"][starts[number] : starts[number + 1]]] = True
            found &= having
        return found

    def present(self, words: Iterable[str], numbers: NDArray[np.int64]) -> list[frozenset[str]]:
        """Which of the words each of these entries has in its title or body."""
        found: list[set[str]] = [set() for _ in numbers]
        for word in words:
            for name in (TITLE, BODY):
                index = self._fields.get(name)
                if index is None or (number := index.vocab_dict.get(word)) is None:
                    continue
                entries, starts = index.scores["indices"], index.scores["indptr"]
                start, end = int(starts[number]), int(starts[number + 1])
                places = np.minimum(start + np.searchsorted(entries[start:end], numbers), end - 1)
                for i in np.flatnonzero(entries[places] == numbers):
                    found[i].add(word)
        return [frozenset(words) for words in found]

    def save(self, folder: Path) -> None:
        """Write one folder per field."""
        folder.mkdir(parents=True)
        for name, index in self._fields.items():
            index.save(str(folder / name), show_progress=False)


def build_lexical(titles: Sequence[Sequence[str]], bodies: Sequence[Sequence[str]], texts: Sequence[str]) -> Lexical:
    """Index entries by the words of their titles and bodies, and by the bigrams of their texts."""
    import bm25s

    pairs = [bigrams(text) for text in texts]
    fields = {}
    for name, entries in ((TITLE, titles), (BODY, bodies), (BIGRAMS, pairs)):
        if any(entries):
            fields[name] = bm25s.BM25(k1=FIELDS[name].k1, b=FIELDS[name].b, method="lucene")
            fields[name].index([list(e) for e in entries], create_empty_token=False, show_progress=False)
    return Lexical(len(bodies), fields)


def load_lexical(folder: Path, size: int) -> Lexical:
    """Open what `Lexical.save` wrote for `size` entries, memory-mapped. Raises OSError, ValueError when damaged."""
    import bm25s

    fields = {name: bm25s.BM25.load(str(folder / name), mmap=True) for name in FIELDS if (folder / name).is_dir()}
    for index in fields.values():  # plain arrays on the same memory: each slice of a memmap costs as much as its sum
        index.scores |= {part: np.asarray(index.scores[part]) for part in ("data", "indices", "indptr")}
    return Lexical(size, fields)


def _accumulate(total: NDArray[np.float32], index: Any, terms: Sequence[str], weight: float) -> None:
    """Add the field's score of each term. An entry stands once in a term's postings, so plain indexing adds up."""
    data, entries, starts = (index.scores[part] for part in ("data", "indices", "indptr"))
    for term in terms:
        if (number := index.vocab_dict.get(term)) is not None:
            posting = slice(starts[number], starts[number + 1])
            total[entries[posting]] += weight * data[posting]


def _accumulate_of(
    total: NDArray[np.float32], numbers: NDArray[np.int64], index: Any, terms: Sequence[str], weight: float
) -> None:
    """The same for some entries, which are looked up in the term's postings: those are in order of entry."""
    data, entries, starts = (index.scores[part] for part in ("data", "indices", "indptr"))
    for term in terms:
        if (number := index.vocab_dict.get(term)) is not None:
            start, end = int(starts[number]), int(starts[number + 1])
            places = np.minimum(start + np.searchsorted(entries[start:end], numbers), end - 1)
            total += np.where(entries[places] == numbers, weight * data[places], np.float32(0))
