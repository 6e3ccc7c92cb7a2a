"""Question → hits: words and meaning fused, with the page and the boxes where the words stand."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray

from corpus.errors import LibraryBroken
from corpus.pages import Box, Evidence, Passage
from corpus.records import Document
from corpus.text import squeeze
from index.collection import Found
from index.lexical import bigrams
from index.library import Library
from index.snapshot import open_snapshot
from index.tokens import analyse, tokenise_query
from search.fusion import LIKENESS, SEMANTIC, Fused, above_least, compared, fuse, share
from search.query import Question, understand

POOL: Final = 200
"""Candidates that each leg gives to the fusion."""

_READ: Final = 3
"""Passages read for each one wanted: headings and repeated ones among them fall back."""

_READ_LEAST: Final = 60

_HEADING: Final = 0.6
"""Weight of a heading without a text: it names a subject without saying anything of it."""

_FURTHER_TABLE: Final = 0.9
"""Weight of each further part of a table, whose rows have the same words."""

_SAME: Final = 0.9
"""Share of character pairs from which two texts count as the same."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A passage found, before the place of the words in it is looked for; `rank` counts from 1."""

    rank: int
    document: Document
    passage: Passage
    fused: Fused

    @property
    def context(self) -> list[str]:
        """What a sentence of the passage leaves unsaid: the headings above it, the document's title and year."""
        decided = self.document.decided_on
        return [*self.passage.path, self.document.title, *([f"{decided[:4]}年"] if decided else [])]


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage found: `boxes` are those on `page`, the page (1-based) with most of the question's words.

    `words` are the question's words as the index knows them that the passage has; `lexical` and `semantic` (0..1)
    tell what each leg gave.
    """

    rank: int
    score: float
    document: str
    file: str
    title: str
    page: int
    path: tuple[str, ...]
    text: str
    boxes: tuple[Box, ...]
    evidence: tuple[Evidence, ...]
    words: tuple[str, ...]
    lexical: float
    semantic: float
    passage: Passage

    @property
    def ocr(self) -> bool:
        """Whether any of it was read from a picture of the page."""
        return any(evidence.ocr for evidence in self.evidence)


def search(library: Library, query: str, *, k: int = 10, document: str | None = None) -> list[Hit]:
    """The k best passages of the library, or of one document (id, unique prefix or file stem).

    Raises UsageError for a query with nothing in it or too much, UnknownDocument, LibraryBroken.
    """
    documents = frozenset({library.document(document).id}) if document is not None else None
    return Searcher(library).search(understand(query), k=k, documents=documents)


class Index(Protocol):
    """What finds: an index/ snapshot, or a collection with its encoder."""

    def ids(self) -> list[str]:
        """Ids of all passages."""
        ...

    def find(self, text: str, n: int, *, keep: NDArray[np.bool_] | None = None) -> Found:
        """The n best by words and the n best by meaning."""
        ...

    def likeness(self, text: str, numbers: NDArray[np.int64]) -> NDArray[np.float32] | None:
        """How far passages have the words of a question or their like."""
        ...


def ranked(index: Index, question: Question, keep: NDArray[np.bool_] | None = None) -> list[Fused]:
    """Passages for a question, best first; `keep` (n,) says which may be found."""
    text = question.search_text
    found = index.find(text, POOL, keep=keep)
    scores = fuse(found.lexical, found.semantic)
    best = compared(scores)
    likeness = index.likeness(text, found.numbers[best])
    if likeness is not None:
        scores[best] += np.float32(LIKENESS) * likeness
    ids, words, meanings = index.ids(), share(found.lexical), share(above_least(found.semantic))
    return [
        Fused(ids[found.numbers[i]], float(scores[i]) / (1 + SEMANTIC + LIKENESS), float(words[i]), float(meanings[i]))
        for i in np.argsort(-scores, kind="stable")
    ]


class Searcher:
    """Searches one state of a library; opened for a question or kept for many."""

    def __init__(self, library: Library) -> None:
        self._library = library
        snapshot = open_snapshot(library)
        if snapshot is None:
            raise LibraryBroken(
                f"ライブラリ「{library.folder}」に索引がありません。add をもう一度実行すると作られます。",
                code="snapshot_missing",
            )
        self._snapshot = snapshot
        self._documents = {d.id: d for d in library.documents()}
        self._rarities: dict[str, float] = {}
        self._numbered: tuple[dict[str, int], NDArray[np.int32]] | None = None

    def search(self, question: Question, *, k: int, documents: frozenset[str] | None = None) -> list[Hit]:
        """The k best passages, of the documents with these ids where given, with the place of the words in each."""
        wanted = frozenset(tokenise_query(question.search_text))
        return [_hit(found, wanted) for found in self.candidates(question, k=k, documents=documents)]

    def candidates(self, question: Question, *, k: int, documents: frozenset[str] | None = None) -> list[Candidate]:
        """The k best passages, of the documents with these ids where given."""
        keep = None
        if documents is not None:
            keep = self._of(documents)
        fused = ranked(self._snapshot, question, keep)
        if not (question.phrases or question.excluded):
            fused = fused[: max(_READ * k, _READ_LEAST)]
        passages = self._library.passages_by_id([f.id for f in fused])
        admitted = [
            (f, passages[f.id])
            for f in fused
            if f.id in passages and passages[f.id].document in self._documents and _admitted(passages[f.id], question)
        ]
        weighted = sorted(_demoted(admitted), key=lambda pair: -pair[0].score)
        best = islice(_distinct(weighted), k)
        return [Candidate(i, self._documents[passage.document], passage, f) for i, (f, passage) in enumerate(best, 1)]

    def _of(self, documents: frozenset[str]) -> NDArray[np.bool_]:
        """Which passages, (passages,), are of the documents with these ids."""
        if self._numbered is None:
            numbers: dict[str, int] = {}
            listed = [numbers.setdefault(d, len(numbers)) for d in self._snapshot.documents()]
            self._numbered = numbers, np.array(listed, dtype=np.int32)
        numbers, of_passage = self._numbered
        chosen = np.zeros(len(numbers) + 1, dtype=bool)
        chosen[[numbers[d] for d in documents if d in numbers]] = True
        kept: NDArray[np.bool_] = chosen[of_passage]
        return kept

    def rarity(self, word: str) -> float:
        """Inverse document frequency of a normalised word over the passages (Lucene's BM25 form), > 0."""
        if word not in self._rarities:
            size = self._snapshot.manifest.passages
            having = self._snapshot.frequency(word)
            self._rarities[word] = math.log(1 + (size - having + 0.5) / (having + 0.5))
        return self._rarities[word]


def _hit(found: Candidate, wanted: frozenset[str]) -> Hit:
    document, passage = found.document, found.passage
    place = main_place(passage.evidence, wanted)
    present = {t.text for t in analyse("\n".join([*passage.path, passage.text]))}
    return Hit(
        rank=found.rank,
        score=found.fused.score,
        document=document.id,
        file=document.file,
        title=document.title,
        page=place.page,
        path=passage.path,
        text=passage.text,
        boxes=place.boxes,
        evidence=passage.evidence,
        words=tuple(sorted(wanted & present)),
        lexical=found.fused.lexical,
        semantic=found.fused.semantic,
        passage=passage,
    )


def main_place(evidence: Sequence[Evidence], wanted: frozenset[str]) -> Evidence:
    """Of the pages that a passage touches, the one with most of the wanted words; all its boxes there, together."""
    pages: dict[int, Evidence] = {}
    for place in evidence:
        same = pages.get(place.page)
        pages[place.page] = (
            replace(same, boxes=same.boxes + place.boxes, quote=f"{same.quote}\n{place.quote}") if same else place
        )
    if len(pages) == 1:
        return next(iter(pages.values()))
    return max(pages.values(), key=lambda e: len(wanted & {t.text for t in analyse(e.quote)}))


def _admitted(passage: Passage, question: Question) -> bool:
    """Whether the passage has every phrase as printed and no minus word."""
    if not question.phrases and not question.excluded:
        return True
    text = squeeze("\n".join([*passage.path, passage.text])).lower()
    return all(squeeze(p).lower() in text for p in question.phrases) and not any(
        squeeze(x).lower() in text for x in question.excluded
    )


def _demoted(found: Iterable[tuple[Fused, Passage]]) -> Iterator[tuple[Fused, Passage]]:
    """Headings alone count less, and so does every further passage of tables on a page that was found already."""
    tables: Counter[tuple[str, int]] = Counter()
    for fused, passage in found:
        factor = 1.0
        if passage.kind == "heading":
            factor = _HEADING
        elif passage.kind == "table" and passage.evidence:
            place = (passage.document, passage.evidence[0].page)
            factor = _FURTHER_TABLE ** tables[place]
            tables[place] += 1
        yield fused._replace(score=fused.score * factor), passage


def _distinct(weighted: Sequence[tuple[Fused, Passage]]) -> Iterator[tuple[Fused, Passage]]:
    """Without passages that say the same as a better one."""
    kept: list[frozenset[str]] = []
    for fused, passage in weighted:
        pairs = frozenset(bigrams(passage.text))
        if any(_alike(pairs, other) for other in kept):
            continue
        kept.append(pairs)
        yield fused, passage


def _alike(pairs: frozenset[str], other: frozenset[str]) -> bool:
    fewer, more = sorted((len(pairs), len(other)))
    return fewer >= _SAME * more and len(pairs & other) >= _SAME * len(pairs | other)
