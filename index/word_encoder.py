"""The default encoder: a text is the weighted mean of its words' vectors, which the library itself has taught.

The vectors start as those of `index/word_table.py` and are trained on the library's own texts
(`index/word_training.py`), so that nothing need be downloaded and nobody need label anything. With them two things are
compared: whole texts (Arora et al., "A Simple but Tough-to-Beat Baseline for Sentence Embeddings", ICLR 2017: weights
by rarity, the common part of all texts removed), and each word of a question with the likest word of a text
(`WordEncoder.likeness`).
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import chain
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.entries import Entry
from index.tokens import tokenise_query
from index.word_table import WordTable, load_table

Matrix = NDArray[np.float32]
Numbers = NDArray[np.int32]

TITLE, WHOLE = 0.7, 0.8
"""Weights of a title of its own and of title and text together in the vector of an entry.

Headings above several passages do not count as titles: where they did, passages without any fell behind.
"""

_LIKE = 0.5
"""Cosine from which two words have something in common; below it lies what any two words have."""

_WEIGHING = 0.7
"""Power of the trained weights when words are compared one by one."""


class WordEncoder:
    """An encoder of words: `terms` are those of the library, numbered; `rows` (n, d) and `weights` (n,) theirs.

    `unseen` has the vectors of the words that the library does not have, `unseen_weight` their weight, and `common`
    (d,) is what all texts have in common.
    """

    def __init__(
        self,
        terms: dict[str, int],
        rows: NDArray[np.float16],
        weights: Matrix,
        common: Matrix,
        unseen: WordTable,
        unseen_weight: float,
    ) -> None:
        self._terms = terms
        self._rows = rows
        self._weights = weights
        self._common = common
        self._unseen = unseen
        self._unseen_weight = unseen_weight

    def encode_entries(self, entries: Sequence[Entry]) -> Matrix:
        """See Encoder. The title counts within the whole and, where it is the entry's own, for itself too."""
        titles = self._texts([entry.title_words if entry.named else [] for entry in entries])
        wholes = self._texts([[*entry.title_words, *entry.text_words] for entry in entries])
        return TITLE * titles + WHOLE * wholes

    def encode_questions(self, questions: Sequence[str]) -> Matrix:
        """See Encoder. Question words do not count."""
        return self._texts([tokenise_query(question) for question in questions])

    def numbers(self, words: Iterable[str]) -> Numbers:
        """The numbers of those words that the encoder knows, each once, ascending."""
        known = {number for word in words if (number := self._terms.get(word)) is not None}
        return np.array(sorted(known), np.int32)

    def likeness(self, words: Sequence[str], texts: Sequence[Numbers]) -> Matrix:
        """How far each text, as the numbers of its words, has the question's words or their like: (len(texts),), 0..1.

        The weighted mean, over the words of the question, of the cosine of the likest word of the text (Kusner et al.,
        "From Word Embeddings to Document Distances", ICML 2015, relaxed; as ColBERT's MaxSim with static vectors).
        """
        out: Matrix = np.zeros(len(texts), np.float32)
        filled = [i for i, text in enumerate(texts) if len(text)]
        rows, weights = self._vectors(list(dict.fromkeys(words)))
        said = np.flatnonzero(rows.any(axis=1))
        if not filled or not len(said):
            return out
        present, places = np.unique(np.concatenate([texts[i] for i in filled]), return_inverse=True)
        cosines = _unit(self._rows[present].astype(np.float32)) @ _unit(rows[said]).T
        cosines[cosines < _LIKE] = 0
        starts = np.cumsum([0, *(len(texts[i]) for i in filled[:-1])])
        likest = np.maximum.reduceat(cosines[places], starts, axis=0)
        shares = weights[said] ** _WEIGHING
        out[filled] = likest @ (shares / shares.sum())
        return out

    def likest(self, words: Sequence[str], text: Sequence[str]) -> list[tuple[str, float]]:
        """For each word the likest word of a text with its cosine; `("", 0.0)` where none has anything in common."""
        ours, theirs = (_unit(self._vectors(list(part))[0]) for part in (words, text))
        if not len(ours) or not len(theirs):
            return [("", 0.0)] * len(words)
        cosines = ours @ theirs.T
        best = cosines.argmax(axis=1)
        near = [(text[int(j)], float(cosines[i, j])) for i, j in enumerate(best)]
        return [(word, cosine) if cosine >= _LIKE else ("", 0.0) for word, cosine in near]

    def save(self, folder: Path) -> None:
        """Write the words, their vectors and weights, and the table of the unseen words."""
        folder.mkdir(parents=True)
        about = {"terms": list(self._terms), "unseen_weight": self._unseen_weight}
        (folder / "terms.json").write_text(json.dumps(about, ensure_ascii=False), encoding="utf-8")
        for name, part in (("rows", self._rows), ("weights", self._weights), ("common", self._common)):
            np.save(folder / f"{name}.npy", part, allow_pickle=False)
        self._unseen.save(folder / "unseen")

    def _texts(self, texts: Sequence[Sequence[str]]) -> Matrix:
        """(len(texts), d), rows of length 1 or 0."""
        counts = [Counter(text) for text in texts]
        rows, weights = self._vectors(words := list(dict.fromkeys(chain.from_iterable(counts))))
        place = {word: i for i, word in enumerate(words)}
        out: Matrix = np.zeros((len(texts), len(self._common)), np.float32)
        for i, counted in enumerate(counts):
            if counted:
                places = np.fromiter((place[word] for word in counted), np.int64, len(counted))
                times = np.fromiter(counted.values(), np.float32, len(counted))
                out[i] = ((1 + np.log(times)) * weights[places]) @ rows[places]
        said = out.any(axis=1)
        _unit(out)
        out[said] -= self._common
        return _unit(out)

    def _vectors(self, words: Sequence[str]) -> tuple[Matrix, Matrix]:
        """Vectors (len(words), d) and weights (len(words),) of words; vectors of 0 for what nobody knows."""
        numbers = np.array([self._terms.get(word, -1) for word in words], np.int64)
        rows: Matrix = np.zeros((len(words), len(self._common)), np.float32)
        weights: Matrix = np.full(len(words), self._unseen_weight, np.float32)
        known = numbers >= 0
        rows[known] = self._rows[numbers[known]]
        weights[known] = self._weights[numbers[known]]
        unseen = np.flatnonzero(~known)
        rows[unseen] = self._unseen.rows([words[int(i)] for i in unseen])
        return rows, weights


def load_word_encoder(folder: Path) -> WordEncoder:
    """Open what `WordEncoder.save` wrote, memory-mapped. Raises OSError, ValueError, KeyError when damaged."""
    about = json.loads((folder / "terms.json").read_text(encoding="utf-8"))
    rows, weights, common = (
        np.asarray(np.load(folder / f"{name}.npy", mmap_mode="r", allow_pickle=False))
        for name in ("rows", "weights", "common")
    )
    terms = {term: i for i, term in enumerate(about["terms"])}
    if not len(terms) == len(rows) == len(weights):
        raise ValueError(f"{len(terms)} terms, {len(rows)} rows, {len(weights)} weights")
    return WordEncoder(terms, rows, weights, common, load_table(folder / "unseen"), float(about["unseen_weight"]))


def _unit(rows: Matrix) -> Matrix:
    """Rows brought to length 1, in place; rows of 0 stay."""
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    np.divide(rows, lengths, out=rows, where=lengths > 0)
    return rows
