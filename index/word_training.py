"""A library teaches its own word vectors: which words of a title go with which words of the text below it.

Pairs of texts that belong together (a title and its text; a sentence and the rest of its passage) are drawn near, and
away from the other texts of the batch: InfoNCE with in-batch negatives (van den Oord et al., "Representation Learning
with Contrastive Predictive Coding", 2018), as for sentence encoders, but the encoder is a weighted mean of word
vectors, so that its gradient is a few products and NumPy is enough. What is trained: a turn that all words share, an
offset and a weight per word, and the common part of all texts.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.entries import Entry
from index.word_encoder import WordEncoder
from index.word_table import WordTable, empty_table, ginza_table

Matrix = NDArray[np.float32]
Pair = tuple[Sequence[str], Sequence[str]]
Told = Callable[[int, int], None]

_DIMENSIONS = 300
_VOCABULARY = 100_000
_SAMPLE = 20_000
"""Entries that are learnt from in a round, at most: evenly spaced ones of a larger library."""
_ROUNDS, _BATCH, _LEAST_PAIRS = 12, 256, 16
_TEMPERATURE = 0.2
_DROPPED = 0.25
"""Share of the words of a text that it must be recognised without, others each time."""
_RATES = {"offsets": 1e-3, "turn": 4e-4, "weights": 2e-2, "common": 1e-3}
_SHORTEST = 4
"""Words of a sentence that is worth learning from."""
_FEW = 20.0
"""Entries from which their mean, rather than nothing, is what all texts have in common."""


def fit_word_encoder(entries: Sequence[Entry], told: Told = lambda done, total: None) -> WordEncoder:
    """Fit the default encoder on entries. The same entries give the same encoder (fixed seed).

    `told` is called with rounds done and rounds in all. Without `ja_ginza` the vectors start from the company that the
    words keep in the library. A library too small to learn from keeps the vectors it started with; one without a word
    that it can tell anything of gives an encoder to which every text says nothing. Raises EncoderError.
    """
    table = ginza_table()
    frequencies = Counter(word for entry in entries for word in {*entry.title_words, *entry.text_words})
    common = [word for word, n in frequencies.most_common(_VOCABULARY) if n > 1 or table is not None]
    base = table.rows(common) if table is not None else _company(common, frequencies, entries)
    kept = [i for i, word in enumerate(common) if frequencies[word] > 1 or base[i].any()]
    terms = {common[i]: n for n, i in enumerate(kept)}
    rarities = np.array([_rarity(frequencies[term], len(entries)) for term in terms], np.float32)
    learning = _Learning(terms, np.ascontiguousarray(base[kept]), rarities)
    learning.start(entries)
    dice = np.random.default_rng(0)
    for done in range(_ROUNDS):
        told(done, _ROUNDS)
        learning.round(_pairs(entries, dice), dice)
    unseen = table.turned(learning.turn) if table is not None else empty_table(base.shape[1])
    return learning.encoder(unseen, _rarity(0, len(entries)))


def _rarity(having: int, size: int) -> float:
    """Inverse document frequency (Lucene's BM25 form), > 0."""
    return math.log(1 + (size - having + 0.5) / (having + 0.5))


def _pairs(entries: Sequence[Entry], dice: np.random.Generator) -> list[Pair]:
    """A pair from each entry that has one: its title and text where no other entry has the title, else a sentence,
    another each time, and the rest. (The same heading above many passages tells none of them from the others.)
    """
    titles = Counter(entry.title for entry in entries)
    pairs: list[Pair] = []
    for entry in entries[:: -(-len(entries) // _SAMPLE) or 1]:
        if entry.title_words and titles[entry.title] == 1:
            pairs.append((entry.title_words, entry.text_words))
            continue
        long = [i for i, sentence in enumerate(entry.sentences) if len(sentence) >= _SHORTEST]
        if len(entry.sentences) > 1 and long:
            chosen = long[int(dice.integers(len(long)))]
            rest = [word for i, sentence in enumerate(entry.sentences) if i != chosen for word in sentence]
            pairs.append((entry.sentences[chosen], [*entry.title_words, *rest]))
    return pairs


@dataclass
class _Texts:
    """Texts as a sparse matrix: for each of its items the row (text), the column (word) and the value."""

    texts: NDArray[np.int64]
    words: NDArray[np.int64]
    values: Matrix
    size: int


class _Adam:
    """Adam (Kingma, Ba, 2015) for an array, of which a step may touch some rows only."""

    def __init__(self, shape: tuple[int, ...], rate: float) -> None:
        self._first: Matrix = np.zeros(shape, np.float32)
        self._second: Matrix = np.zeros(shape, np.float32)
        self._rate = rate
        self._steps = 0

    def step(self, array: Matrix, gradient: Matrix, rows: NDArray[np.int64] | slice = slice(None)) -> None:
        """Change array[rows] by the gradient of these rows."""
        self._steps += 1
        first = self._first[rows] = 0.9 * self._first[rows] + 0.1 * gradient
        second = self._second[rows] = 0.999 * self._second[rows] + 0.001 * gradient * gradient
        size = self._rate * math.sqrt(1 - 0.999**self._steps) / (1 - 0.9**self._steps)
        array[rows] -= size * first / (np.sqrt(second) + np.float32(1e-8))


class _Learning:
    """The parameters on their way. `base` (n, d), `rarities` (n,)."""

    def __init__(self, terms: dict[str, int], base: Matrix, rarities: Matrix) -> None:
        self._terms = terms
        self._base = base
        self._offsets: Matrix = np.zeros_like(base)
        self.turn: Matrix = np.eye(base.shape[1], dtype=np.float32)
        self._weights: Matrix = np.log(rarities)
        self._common: Matrix = np.zeros(base.shape[1], np.float32)
        self._adams = {
            name: _Adam(array.shape, _RATES[name])
            for name, array in (
                ("offsets", self._offsets),
                ("turn", self.turn),
                ("weights", self._weights),
                ("common", self._common),
            )
        }

    def start(self, entries: Sequence[Entry]) -> None:
        """What the texts have in common before training: the mean of the titles, or of the texts where few have one."""
        titled = [entry.title_words for entry in entries if entry.title_words]
        texts = self._texts((titled if 2 * len(titled) >= len(entries) else [e.text_words for e in entries])[:_SAMPLE])
        words, columns = np.unique(texts.words, return_inverse=True)
        sums = _sums(texts, columns, np.exp(self._weights[words]), self._base[words])
        units, lengths = _unit(sums)
        count = int((lengths > 0).sum())
        self._common += units.sum(axis=0) / (count + _FEW)

    def round(self, pairs: Sequence[Pair], dice: np.random.Generator) -> None:
        """One pass over the pairs, in batches."""
        if len(pairs) < _LEAST_PAIRS or not self._terms:
            return
        order = dice.permutation(len(pairs))
        for batch in np.array_split(order, -(-len(pairs) // _BATCH)):
            self._step(self._texts([pairs[i][0] for i in batch], dice), self._texts([pairs[i][1] for i in batch], dice))

    def encoder(self, unseen: WordTable, unseen_rarity: float) -> WordEncoder:
        """The encoder as it has become."""
        rows = self._base @ self.turn + self._offsets
        weights: Matrix = np.exp(self._weights)
        return WordEncoder(self._terms, rows.astype(np.float16), weights, self._common, unseen, unseen_rarity)

    def _texts(self, texts: Sequence[Sequence[str]], dice: np.random.Generator | None = None) -> _Texts:
        """Texts as 1 + log(frequency) of their known words; with dice, without some of them."""
        rows: list[int] = []
        words: list[int] = []
        times: list[int] = []
        for i, text in enumerate(texts):
            counted = Counter(number for word in text if (number := self._terms.get(word)) is not None)
            rows += [i] * len(counted)
            words += counted.keys()
            times += counted.values()
        kept = slice(None) if dice is None else dice.random(len(rows)) >= _DROPPED
        values = 1 + np.log(np.array(times, np.float32))
        return _Texts(np.array(rows, np.int64)[kept], np.array(words, np.int64)[kept], values[kept], len(texts))

    def _step(self, left: _Texts, right: _Texts) -> None:
        words, columns = np.unique(np.concatenate([left.words, right.words]), return_inverse=True)
        split = len(left.words)
        sides = ((left, columns[:split]), (right, columns[split:]))
        vectors = self._base[words] @ self.turn + self._offsets[words]
        weights = np.exp(self._weights[words])
        passes = [_Pass(_sums(texts, side, weights, vectors), self._common) for texts, side in sides]
        a, b = (p.vectors for p in passes)
        said = ((passes[0].lengths > 0) & (passes[1].lengths > 0)).ravel()
        if said.sum() < 2:
            return
        slopes = _slopes(a, b, said)
        by_vector: Matrix = np.zeros_like(vectors)
        by_common: Matrix = np.zeros_like(self._common)
        for (texts, side), done, slope in zip(sides, passes, slopes, strict=True):
            by_sum, of_common = done.back(slope, self._common)
            by_common += of_common
            by_vector += _spread(texts, side, weights, by_sum)
        by_weight = np.einsum("nd,nd->n", vectors, by_vector)
        self._adams["weights"].step(self._weights, by_weight, words)
        self._adams["offsets"].step(self._offsets, by_vector, words)
        self._adams["turn"].step(self.turn, self._base[words].T @ by_vector)
        self._adams["common"].step(self._common, by_common)


class _Pass:
    """Sums of words → unit vectors without their common part, and back."""

    def __init__(self, sums: Matrix, common: Matrix) -> None:
        self._units, self.lengths = _unit(sums)
        self.vectors, self._rests = _unit(self._units - common)

    def back(self, slope: Matrix, common: Matrix) -> tuple[Matrix, Matrix]:
        """From d loss / d vectors: d loss / d sums and d loss / d common."""
        by_rest = _back(slope, self.vectors, self._rests)
        return _back(by_rest, self._units, self.lengths), -by_rest.sum(axis=0)


def _unit(rows: Matrix) -> tuple[Matrix, Matrix]:
    """Rows of length 1 (or 0), and the lengths they had, (n, 1)."""
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return rows / np.maximum(lengths, np.float32(1e-9)), lengths


def _back(slope: Matrix, units: Matrix, lengths: Matrix) -> Matrix:
    """d loss / d rows of `_unit`, from d loss / d units; 0 for rows of 0."""
    along = np.einsum("nd,nd->n", slope, units)[:, None]
    found: Matrix = np.where(lengths > 0, (slope - units * along) / np.maximum(lengths, np.float32(1e-9)), 0)
    return found.astype(np.float32)


def _sums(texts: _Texts, columns: NDArray[np.int64], weights: Matrix, vectors: Matrix) -> Matrix:
    """(texts, d): the weighted sum of the vectors of each text's words."""
    from scipy.sparse import csr_array

    values = texts.values * weights[columns]
    found: Matrix = csr_array((values, (texts.texts, columns)), shape=(texts.size, len(vectors))) @ vectors
    return found


def _spread(texts: _Texts, columns: NDArray[np.int64], weights: Matrix, by_sum: Matrix) -> Matrix:
    """d loss / d vectors of the words, from d loss / d sums of the texts."""
    from scipy.sparse import csr_array

    values = texts.values * weights[columns]
    found: Matrix = csr_array((values, (columns, texts.texts)), shape=(len(weights), texts.size)) @ by_sum
    return found


def _slopes(a: Matrix, b: Matrix, said: NDArray[np.bool_]) -> tuple[Matrix, Matrix]:
    """d loss / d a and d loss / d b of the mean of both cross entropies: a finds its b, and b its a."""
    logits = a @ b.T / np.float32(_TEMPERATURE)
    logits[~said] = logits[:, ~said] = -1e9
    there = np.exp(logits - logits.max(axis=1, keepdims=True))
    there /= there.sum(axis=1, keepdims=True)
    back = np.exp(logits - logits.max(axis=0))
    back /= back.sum(axis=0)
    error = there + back - 2 * np.eye(len(a), dtype=np.float32)
    error[~said] = error[:, ~said] = 0
    error /= np.float32(2 * said.sum() * _TEMPERATURE)
    return error @ b, error.T @ a


def _company(words: Sequence[str], frequencies: Counter[str], entries: Sequence[Entry]) -> Matrix:
    """(len(words), d) unit rows, or 0: a truncated SVD of which words stand in which sentences and entries.

    Deerwester et al., "Indexing by Latent Semantic Analysis", 1990; entries and values as there, words as objects.
    """
    from scipy.sparse import csr_array
    from sklearn.decomposition import TruncatedSVD

    numbers = {word: i for i, word in enumerate(words)}
    step = -(-len(entries) // _SAMPLE) or 1
    together = [
        text for e in entries[::step] for text in (e.title_words, *e.sentences, [*e.title_words, *e.text_words])
    ]
    cells = [(i, numbers[w]) for i, text in enumerate(together) for w in set(text) if w in numbers]
    dimensions = min(_DIMENSIONS, len(together) - 1, len(words) - 1)
    if dimensions < 1 or not cells:
        return np.zeros((len(words), 1), np.float32)
    rows, columns = np.array(cells, np.int64).T
    values = np.array([_rarity(frequencies[word], len(entries)) for word in words], np.float32)[columns]
    lengths = np.sqrt(np.bincount(rows, values**2, minlength=len(together)))
    weighted = csr_array((values / lengths[rows], (rows, columns)), shape=(len(together), len(words)))
    space = TruncatedSVD(dimensions, n_iter=4, random_state=0).fit(weighted.astype(np.float32))
    return _unit((space.components_.T * np.sqrt(space.singular_values_)).astype(np.float32))[0]
