"""Question → hits: words and meaning fused, with the page and the boxes where the words stand."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray

from corpus.errors import LibraryBroken
from corpus.pages import Box, Evidence, Passage
from corpus.records import Document
from corpus.text import squeeze
from index.collection import Found
from index.lexical import BIGRAMS, bigrams
from index.library import Library
from index.settings import load_settings
from index.snapshot import Snapshot, open_snapshot
from index.tokens import analyse, tokenise_query
from index.word_encoder import WordEncoder
from search.filters import Filters, both
from search.fusion import LIKENESS, SEMANTIC, Fused, above_least, compared, fuse, share
from search.narrowing import documents_of, in_one_paragraph, passages_of, with_phrases, with_words
from search.query import Question, understand
from search.structure import Structure

POOL: Final = 200
"""Candidates that each leg gives to the fusion."""

_READ: Final = 3
"""Passages read for each one wanted: headings and repeated ones among them fall back."""

_READ_LEAST: Final = 30

_RERANKED: Final = 30
"""Passages that a cross-encoder judges anew."""

_HEADING: Final = 0.6
"""Weight of a heading without a text: it names a subject without saying anything of it."""

_FURTHER_TABLE: Final = 0.9
"""Weight of each further part of a table, whose rows have the same words."""

_THOUSANDS: Final = re.compile(r"(?<=\d),(?=\d{3})")

_SAME: Final = 0.9
"""Share of character pairs from which two texts count as the same."""


@dataclass(frozen=True, slots=True)
class Place:
    """A document id and a page (1-based)."""

    document: str
    page: int


@dataclass(frozen=True, slots=True)
class Candidate:
    """A passage found, before the place of the words in it is looked for; `rank` counts from 1.

    `same` are passages that say the same.
    """

    rank: int
    document: Document
    passage: Passage
    fused: Fused
    same: tuple[Passage, ...] = ()

    @property
    def context(self) -> list[str]:
        """What a sentence of the passage leaves unsaid: the headings above it, the document's title and year."""
        decided = self.document.decided_on
        return [*self.passage.path, self.document.title, *([f"{decided[:4]}年"] if decided else [])]


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage found: `boxes` are those on `page`, the page (1-based) with most of the question's words.

    `words` are the question's words as the index knows them that the passage has; `lexical`, `semantic` and `likeness`
    (0..1) tell what each leg gave, and search/explain.py more. `same` are the places of passages that say the same and
    were folded into this one.
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
    likeness: float = 0.0
    same: tuple[Place, ...] = ()

    @property
    def ocr(self) -> bool:
        """Whether any of it was read from a picture of the page."""
        return any(evidence.ocr for evidence in self.evidence)


def search(
    library: Library, query: str, *, k: int = 10, document: str | None = None, filters: Filters | None = None
) -> list[Hit]:
    """The k best passages of the library, or of one document (id, unique prefix or file stem).

    `filters` hold beside those typed into the query (search/filters.py), which win where both are of one kind.
    Raises UsageError for a query with nothing in it or too much or a filter that cannot be understood, UnknownDocument,
    LibraryBroken.
    """
    from search.state import state_of  # which keeps a Searcher for the library

    documents = frozenset({library.document(document).id}) if document is not None else None
    question = understand(query)
    if filters:
        question = replace(question, filters=both(question.filters, filters))
    return state_of(library).searcher.search(question, k=k, documents=documents)


def documents_found(library: Library, query: str, *, k: int, filters: Filters | None = None) -> Counter[str]:
    """How many of the k best passages each document (id) has: what `search` would find, without looking for the words.

    Raises what `search` raises.
    """
    from search.state import state_of

    question = understand(query)
    if filters:
        question = replace(question, filters=both(question.filters, filters))
    return Counter(found.document.id for found in state_of(library).searcher.candidates(question, k=k))


class Index(Protocol):
    """What finds: an index/ snapshot, or a collection with its encoder."""

    def ids(self) -> list[str]:
        """Ids of all passages."""
        ...

    def find(self, text: str, n: int, *, keep: NDArray[np.bool_] | None = None, others: Sequence[str] = ()) -> Found:
        """The n best by words, or by other names, and the n best by meaning."""
        ...

    def likeness(self, text: str, numbers: NDArray[np.int64]) -> NDArray[np.float32] | None:
        """How far passages have the words of a question or their like."""
        ...


def ranked(index: Index, question: Question, keep: NDArray[np.bool_] | None = None, *, pool: int = POOL) -> list[Fused]:
    """Passages for a question, best first, at most twice `pool`; `keep` (n,) says which may be found."""
    text = question.search_text
    found = index.find(text, pool, keep=keep, others=question.other_names)
    scores = fuse(found.lexical, found.semantic)
    best = compared(scores)
    likeness = index.likeness(text, found.numbers[best])
    alike = np.zeros(len(scores), np.float32)
    if likeness is not None:
        alike[best] = likeness
        scores += np.float32(LIKENESS) * alike
    ids, words, meanings = index.ids(), share(found.lexical), share(above_least(found.semantic))
    whole = 1 + SEMANTIC + LIKENESS
    return [
        Fused(ids[found.numbers[i]], float(scores[i]) / whole, float(words[i]), float(meanings[i]), float(alike[i]))
        for i in np.argsort(-scores, kind="stable")
    ]


def rejudged(snapshot: Snapshot, text: str, numbers: NDArray[np.int64]) -> NDArray[np.float32]:
    """Scores (len(numbers),) of passages for a text, as those of `ranked`, but among themselves."""
    found = snapshot.judge(text, numbers)
    scores = fuse(found.lexical, found.semantic)
    if (likeness := snapshot.likeness(text, numbers)) is not None:
        scores += np.float32(LIKENESS) * likeness
    whole: NDArray[np.float32] = scores / np.float32(1 + SEMANTIC + LIKENESS)
    return whole


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
        self._structures: dict[str, Structure] = {}
        self._rarities: dict[str, float] = {}
        self._places: dict[str, int] | None = None
        self._numbered: tuple[dict[str, int], NDArray[np.int32]] | None = None

    def search(self, question: Question, *, k: int, documents: frozenset[str] | None = None) -> list[Hit]:
        """The k best passages, of the documents with these ids where given, with the place of the words in each."""
        wanted = frozenset(tokenise_query(question.search_text))
        found = self.candidates(question, k=k, documents=documents)
        present = self._snapshot.present(wanted, self._numbers([candidate.passage.id for candidate in found]))
        return [_hit(c, wanted, words, question.filters) for c, words in zip(found, present, strict=True)]

    def candidates(self, question: Question, *, k: int, documents: frozenset[str] | None = None) -> list[Candidate]:
        """The k best passages, of the documents with these ids where given."""
        keep, pool = self._keep(question, documents), POOL
        if question.excluded:
            pool += sum(int(self._snapshot.having(bigrams(word), BIGRAMS).sum()) for word in question.excluded)
        fused = ranked(self._snapshot, question, keep, pool=pool)
        step = max(_READ * k, _READ_LEAST)
        admitted: list[tuple[Fused, Passage]] = []
        for start in range(0, len(fused), step):
            part = fused[start : start + step]
            passages = self._library.passages_by_id([f.id for f in part])
            admitted += [
                (f, passages[f.id]) for f in part if f.id in passages and self._admits(passages[f.id], question)
            ]
            if len(admitted) >= step:
                break
        demoted = self._by_parts(question, list(_demoted(admitted)))
        weighted = self._reranked(question, sorted(demoted, key=lambda pair: -pair[0].score))
        return [
            Candidate(i, self._documents[passage.document], passage, f, same)
            for i, (f, passage, same) in enumerate(_distinct(weighted, k), 1)
        ]

    def _by_parts(self, question: Question, found: list[tuple[Fused, Passage]]) -> list[tuple[Fused, Passage]]:
        """The passages, of a question of several sentences half by how far their page answers each of them.

        The two halves of a question may be answered by two passages of a page, of which neither has both.
        """
        if len(question.parts) < 2 or not found:
            return found
        numbers = self._numbers([fused.id for fused, _ in found])
        pages = [(passage.document, _fullest_page(passage)) for _, passage in found]
        answered: dict[tuple[str, int], float] = dict.fromkeys(pages, 0.0)
        for part in question.parts:
            best: dict[tuple[str, int], float] = {}
            for page, score in zip(pages, rejudged(self._snapshot, part, numbers), strict=True):
                best[page] = max(best.get(page, 0.0), float(score))
            for page, score in best.items():
                answered[page] += score / len(question.parts)
        return [
            (fused._replace(score=(fused.score + answered[page]) / 2), passage)
            for (fused, passage), page in zip(found, pages, strict=True)
        ]

    def _numbers(self, ids: Sequence[str]) -> NDArray[np.int64]:
        """Places of passages in the index."""
        if self._places is None:
            self._places = {id_: n for n, id_ in enumerate(self._snapshot.ids())}
        return np.array([self._places[id_] for id_ in ids], dtype=np.int64)

    def _reranked(self, question: Question, found: list[tuple[Fused, Passage]]) -> list[tuple[Fused, Passage]]:
        """The best as judged anew by the cross-encoder of the settings, if any, which share out the scores they had."""
        name = load_settings(self._library.folder).reranker.name
        if not name:
            return found
        from index.reranker import load_reranker  # which imports what only such a model needs

        best = found[:_RERANKED]
        texts = ["\n".join([*passage.path, passage.text]) for _, passage in best]
        order = np.argsort(-load_reranker(name).judge(question.subject, texts), kind="stable")
        again = [(best[j][0]._replace(score=best[i][0].score), best[j][1]) for i, j in enumerate(order)]
        return [*again, *found[_RERANKED:]]

    def _admits(self, passage: Passage, question: Question) -> bool:
        if passage.document not in self._documents or not _admitted(passage, question):
            return False
        return not question.filters.same_paragraph or in_one_paragraph(passage.text, question.words)

    def _keep(self, question: Question, documents: frozenset[str] | None) -> NDArray[np.bool_] | None:
        """Which passages, (passages,), may be found; None when all."""
        filters, size = question.filters, self._snapshot.manifest.passages
        if not (filters or question.phrases):
            return self._of(documents) if documents is not None else None
        chosen = documents_of(filters, self._library, list(self._documents.values()))
        keep = self._of(frozenset(d.id for d in chosen if documents is None or d.id in documents))
        if filters.kinds or filters.ministries or filters.goals or filters.pages:
            keep &= passages_of(filters, self._snapshot, chosen, self._structure)
        if question.phrases:
            keep &= with_phrases(question.phrases, self._snapshot, size)
        if filters.same_paragraph:
            keep &= with_words(question.words, self._snapshot, size)
        return keep

    def _structure(self, document: Document) -> Structure:
        if document.id not in self._structures:
            self._structures[document.id] = Structure(document, tuple(self._library.records(document.id)))
        return self._structures[document.id]

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

    def likest(self, words: Sequence[str], text: Sequence[str]) -> list[tuple[str, float]]:
        """For each word the likest word of a text with the cosine of the two, `("", 0.0)` where there is none."""
        encoder = self._snapshot.encoder
        return encoder.likest(words, text) if isinstance(encoder, WordEncoder) else [("", 0.0)] * len(words)

    def rarity(self, word: str) -> float:
        """Inverse document frequency of a normalised word over the passages (Lucene's BM25 form), > 0."""
        if word not in self._rarities:
            size = self._snapshot.manifest.passages
            having = self._snapshot.frequency(word)
            self._rarities[word] = math.log(1 + (size - having + 0.5) / (having + 0.5))
        return self._rarities[word]


def _hit(found: Candidate, wanted: frozenset[str], present: frozenset[str], filters: Filters) -> Hit:
    document, passage = found.document, found.passage
    first, last = filters.pages or (0, document.pages)
    place = main_place([e for e in passage.evidence if first <= e.page <= last] or passage.evidence, wanted)
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
        words=tuple(sorted(present)),
        lexical=found.fused.lexical,
        semantic=found.fused.semantic,
        passage=passage,
        likeness=found.fused.likeness,
        same=tuple(dict.fromkeys(Place(p.document, p.evidence[0].page) for p in found.same if p.evidence)),
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


def _fullest_page(passage: Passage) -> int:
    """The page with most of the passage; 0 where it stands on none."""
    letters = Counter[int]()
    for place in passage.evidence:
        letters[place.page] += len(place.quote)
    return max(letters, key=lambda page: letters[page], default=0)


def _admitted(passage: Passage, question: Question) -> bool:
    """Whether the passage has every phrase as printed and no minus word; 1,500 is 1500."""
    if not question.phrases and not question.excluded:
        return True
    text = _comparable("\n".join([*passage.path, passage.text]))
    return all(_comparable(p) in text for p in question.phrases) and not any(
        _comparable(x) in text for x in question.excluded
    )


def _comparable(text: str) -> str:
    return _THOUSANDS.sub("", squeeze(text).lower())


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


def _distinct(
    weighted: Iterable[tuple[Fused, Passage]], k: int
) -> Iterator[tuple[Fused, Passage, tuple[Passage, ...]]]:
    """The k best, without passages that say the same as a better one, which are told with it."""
    kept: list[tuple[Fused, Passage, frozenset[str], list[Passage]]] = []
    for fused, passage in weighted:
        pairs = frozenset(bigrams(passage.text))
        same = next((others for _, _, theirs, others in kept if _alike(pairs, theirs)), None)
        if same is not None:
            same.append(passage)
        elif len(kept) < k:
            kept.append((fused, passage, pairs, []))
        else:
            break
    for fused, passage, _, others in kept:
        yield fused, passage, tuple(others)


def _alike(pairs: frozenset[str], other: frozenset[str]) -> bool:
    fewer, more = sorted((len(pairs), len(other)))
    return fewer >= _SAME * more and len(pairs & other) >= _SAME * len(pairs | other)
