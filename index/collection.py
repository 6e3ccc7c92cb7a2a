"""A searchable collection on disk: entries found by words (BM25) and by meaning (vectors).

<folder>/entries.json    ids and document ids, in index order
<folder>/lexical/        index/lexical.py
<folder>/vectors.faiss   index/vectors.py
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from corpus.errors import LibraryBroken
from index.encoders import Encoder
from index.entries import Entry
from index.lexical import Lexical, build_lexical, load_lexical
from index.tokens import tokenise
from index.vectors import Vectors, build_vectors, load_vectors

Progress = Callable[[str, int, int], None]
"""Told the stage (in Japanese), how many of its texts are done, and how many there are."""

_BATCH = 256


@contextmanager
def intact(folder: Path) -> Iterator[None]:
    """Turn what loading a damaged or missing file raises into LibraryBroken (`snapshot_broken`)."""
    try:
        yield
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise broken(folder, str(error)) from error


def broken(folder: Path, reason: str) -> LibraryBroken:
    """What to say of an index that cannot be read. Nothing is lost with it."""
    return LibraryBroken(
        f"索引「{folder}」が壊れているか、別の版のものです({reason})。add をもう一度実行すると作り直されます。",
        code="snapshot_broken",
    )


class Scored(NamedTuple):
    """Ids of what was found, best first, and their scores, (len(ids),) float32."""

    ids: list[str]
    scores: NDArray[np.float32]


class Collection:
    """A collection as `build_collection` wrote it; each part is loaded when it is first needed, from any thread."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        with intact(folder):
            ids, documents = json.loads((folder / "entries.json").read_text(encoding="utf-8"))
        self.ids: list[str] = ids
        self.documents: list[str] = documents

    def lexical_scores(
        self, words: Sequence[str], n: int, *, text: str = "", keep: NDArray[np.bool_] | None = None
    ) -> Scored:
        """The n best by BM25 of `words` (as `index.tokens` makes them), none of score 0.

        Character bigrams of `text` count too, at a lower weight. `keep`, (len(ids),), says which entries may be found.
        """
        scores = self._lexical.scores(words, text)
        if keep is not None:
            scores = np.where(keep, scores, np.float32(0))
        best = np.argpartition(-scores, n - 1)[:n] if n < len(scores) else np.arange(len(scores))
        best = best[scores[best] > 0]
        best = best[np.lexsort((best, -scores[best]))]
        return Scored([self.ids[i] for i in best], scores[best])

    def semantic_scores(self, query: NDArray[np.float32], n: int, *, keep: NDArray[np.bool_] | None = None) -> Scored:
        """The n nearest to the query's vector (d,) by cosine (-1..1); nothing for a vector of 0. `keep` as above."""
        if not query.any():
            return Scored([], np.empty(0, np.float32))
        numbers, scores = self._vectors.search(query, n, keep)
        return Scored([self.ids[i] for i in numbers], scores)

    def frequency(self, word: str) -> int:
        """How many entries have the word (as `index.tokens` makes it) in their text."""
        return self._lexical.frequency(word)

    @cached_property
    def _lexical(self) -> Lexical:
        with intact(self._folder):
            return load_lexical(self._folder / "lexical", len(self.ids))

    @cached_property
    def _vectors(self) -> Vectors:
        with intact(self._folder):
            return load_vectors(self._folder / "vectors.faiss")


def build_collection(entries: Sequence[Entry], encoder: Encoder, folder: Path, progress: Progress) -> None:
    """Index the entries into `folder`, which is made."""
    folder.mkdir(parents=True)
    titles, bodies = [], []
    for i, entry in enumerate(entries):
        if i % _BATCH == 0:
            progress("語の索引", i, len(entries))
        titles.append(tokenise(entry.title))
        bodies.append(tokenise(entry.text))
    build_lexical(titles, bodies, [entry.whole for entry in entries]).save(folder / "lexical")
    rows = []
    for i in range(0, len(entries), _BATCH):
        progress("意味の索引", i, len(entries))
        rows.append(encoder.encode([entry.whole for entry in entries[i : i + _BATCH]], "passage"))
    build_vectors(np.concatenate(rows) if rows else np.zeros((0, 1), np.float32)).save(folder / "vectors.faiss")
    progress("意味の索引", len(entries), len(entries))
    listed = [[entry.id for entry in entries], [entry.document for entry in entries]]
    (folder / "entries.json").write_text(json.dumps(listed, ensure_ascii=False), encoding="utf-8")
