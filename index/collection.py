"""A searchable collection on disk: entries found by words (BM25) and by meaning (vectors).

<folder>/entries.json    ids and document ids, in index order
<folder>/lexical/        index/lexical.py
<folder>/vectors.faiss   index/vectors.py
<folder>/readings.json   index/readings.py
<folder>/words.npy       the words of each entry as the default encoder numbers them, when that is used;
<folder>/word_starts.npy where those of each entry start
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from corpus.errors import LibraryBroken
from corpus.text import normalise
from index.encoders import Encoder
from index.entries import Entry
from index.lexical import Lexical, build_lexical, load_lexical
from index.readings import Readings, find_readings, in_kanji, kana_runs, load_readings, save_readings
from index.tokens import tokenise_query
from index.vectors import Vectors, build_vectors, load_vectors
from index.word_encoder import WordEncoder

Progress = Callable[[str, int, int], None]
"""Told the stage (in Japanese), how many of its texts are done, and how many there are."""

_BATCH = 256

_OTHER_NAME = 0.5
"""Weight of another name of what the question names, where the name that it uses has 1."""


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


class Found(NamedTuple):
    """Candidates: the numbers of entries, ascending, and what each of them has by words (BM25) and by meaning."""

    numbers: NDArray[np.int64]
    lexical: NDArray[np.float32]
    semantic: NDArray[np.float32]


class Collection:
    """A collection as `build_collection` wrote it; each part is loaded when it is first needed, from any thread."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        with intact(folder):
            ids, documents = json.loads((folder / "entries.json").read_text(encoding="utf-8"))
        self.ids: list[str] = ids
        self.documents: list[str] = documents

    def find(
        self, text: str, n: int, encoder: Encoder, *, keep: NDArray[np.bool_] | None = None, others: Sequence[str] = ()
    ) -> Found:
        """The n best by the words of a question and the n nearest in meaning, with the scores of both for all of them.

        Question words do not count; character bigrams do. `keep`, (len(ids),), says which entries may be found;
        `others` are other names of what the question names, of which the best found counts, and less.
        """
        scores = self._lexical.scores(tokenise_query(text), text)
        others = [*others, *self._in_kanji(text)]
        if others:
            named = [self._lexical.scores(tokenise_query(name), name) for name in others]
            scores = scores + np.float32(_OTHER_NAME) * np.maximum.reduce(named)
        if keep is not None:
            scores = np.where(keep, scores, np.float32(0))
        best = np.argpartition(-scores, n - 1)[:n] if n < len(scores) else np.arange(len(scores))
        best = best[scores[best] > 0]
        question = encoder.encode_questions([text])[0]
        near = self._vectors.search(question, n, keep)[0] if question.any() else best[:0]
        numbers = np.union1d(best, near)
        semantic: NDArray[np.float32] = np.zeros(len(numbers), np.float32)
        if len(numbers) and question.any():
            semantic = self._vectors.rows(numbers) @ question
        return Found(numbers, scores[numbers], semantic)

    def judge(self, text: str, numbers: NDArray[np.int64], encoder: Encoder) -> Found:
        """What these entries have by the words of a question and by meaning, as of `find`, but for other names."""
        question = encoder.encode_questions([text])[0]
        lexical = self._lexical.scores_of(numbers, tokenise_query(text), text)
        return Found(numbers, lexical, self._vectors.rows(numbers) @ question)

    def likeness(self, text: str, numbers: NDArray[np.int64], encoder: WordEncoder) -> NDArray[np.float32]:
        """How far these entries have the words of a question or their like; see WordEncoder.likeness."""
        starts, words = self._words
        return encoder.likeness(tokenise_query(text), [words[starts[i] : starts[i + 1]] for i in numbers])

    def frequency(self, word: str) -> int:
        """How many entries have the word (as `index.tokens` makes it) in their text."""
        return self._lexical.frequency(word)

    def present(self, words: Iterable[str], numbers: NDArray[np.int64]) -> list[frozenset[str]]:
        """Which of the words (as `index.tokens` makes them) each of these entries has in its title or text."""
        return self._lexical.present(words, numbers)

    def having(self, terms: Sequence[str], field: str) -> NDArray[np.bool_]:
        """Which entries, (len(ids),), have all these terms in a field of index/lexical.py."""
        return self._lexical.having(terms, field)

    def _in_kanji(self, text: str) -> list[str]:
        """What the runs of kana of a question would be in kanji, as the entries have it."""
        runs = kana_runs(normalise(text))
        return [" ".join(words) for run in runs if (words := in_kanji(run, self._readings))]

    @cached_property
    def _readings(self) -> Readings:
        with intact(self._folder):
            return load_readings(self._folder)

    @cached_property
    def _lexical(self) -> Lexical:
        with intact(self._folder):
            return load_lexical(self._folder / "lexical", len(self.ids))

    @cached_property
    def _vectors(self) -> Vectors:
        with intact(self._folder):
            return load_vectors(self._folder / "vectors.faiss")

    @cached_property
    def _words(self) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
        """Where the words of each entry start, and the words of all, as the default encoder numbers them."""
        with intact(self._folder):
            starts, words = (
                np.asarray(np.load(self._folder / f"{name}.npy", mmap_mode="r", allow_pickle=False))
                for name in ("word_starts", "words")
            )
            if len(starts) != len(self.ids) + 1 or starts[-1] != len(words):
                raise ValueError(f"{len(starts)} starts of {len(words)} words")
            return starts, words


def build_collection(entries: Sequence[Entry], encoder: Encoder, folder: Path, progress: Progress) -> None:
    """Index the entries into `folder`, which is made."""
    folder.mkdir(parents=True)
    for i, entry in enumerate(entries):
        if i % _BATCH == 0:
            progress("語の索引", i, len(entries))
        _ = entry.title_words, entry.text_words
    titles, bodies = [e.title_words for e in entries], [e.text_words for e in entries]
    build_lexical(titles, bodies, [e.whole for e in entries]).save(folder / "lexical")
    words = dict.fromkeys(word for entry in entries for word in (*entry.title_words, *entry.text_words))
    save_readings(find_readings(words), folder)
    rows = []
    for i in range(0, len(entries), _BATCH):
        progress("意味の索引", i, len(entries))
        rows.append(encoder.encode_entries(entries[i : i + _BATCH]))
    build_vectors(np.concatenate(rows) if rows else np.zeros((0, 1), np.float32)).save(folder / "vectors.faiss")
    if isinstance(encoder, WordEncoder):
        numbers = [encoder.numbers([*e.title_words, *e.text_words]) for e in entries]
        starts = np.cumsum([0, *map(len, numbers)], dtype=np.int64)
        np.save(folder / "word_starts.npy", starts, allow_pickle=False)
        np.save(folder / "words.npy", np.concatenate([np.zeros(0, np.int32), *numbers]), allow_pickle=False)
    progress("意味の索引", len(entries), len(entries))
    listed = [[entry.id for entry in entries], [entry.document for entry in entries]]
    (folder / "entries.json").write_text(json.dumps(listed, ensure_ascii=False), encoding="utf-8")
