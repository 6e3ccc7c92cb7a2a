"""Which passages a filtered question may find."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from corpus.errors import UnknownDocument
from corpus.records import Document, Goal, Kpi, Measure, Record, RoadmapStep
from corpus.text import squeeze
from index.lexical import BIGRAMS, BODY, bigrams
from index.library import Library
from index.snapshot import Snapshot
from index.tokens import analyse
from search.filters import Filters, Span
from search.structure import Structure
from search.words import Word

Mask = NDArray[np.bool_]

_PASSAGES: Final = {"text": ("body", "paragraph"), "table": ("table",), "note": ("note",)}
"""What passages call themselves, by the names of the filter."""

_DIGITS: Final = re.compile(r"\D")
_NUMBERED: Final = re.compile(r"^(?:..目標)?[(]?(?:\d{1,2}|[①-⑳])[)]?$")
_RINGED: Final = {chr(code): str(code - 0x245F) for code in range(0x2460, 0x2474)}


def documents_of(filters: Filters, library: Library, documents: Sequence[Document]) -> tuple[Document, ...]:
    """The documents that the filters let pass, in library order. Raises UnknownDocument for a name that none has."""
    kept = list(documents)
    if filters.documents:
        wanted = {d.id for name in filters.documents for d in _named(name, library, documents)}
        kept = [d for d in kept if d.id in wanted]
    if filters.publishers:
        names = [squeeze(name) for name in filters.publishers]
        kept = [d for d in kept if any(name in squeeze(d.publisher) for name in names)]
    if filters.period:
        kept = [d for d in kept if _meets(d, filters.period)]
    return tuple(kept)


def _named(name: str, library: Library, documents: Sequence[Document]) -> list[Document]:
    by_title = [d for d in documents if squeeze(name) in squeeze(d.title)]
    try:
        return [library.document(name)]
    except UnknownDocument:
        if not by_title:
            raise
        return by_title


def _meets(document: Document, period: Span) -> bool:
    decided = int(document.decided_on[:4]) if document.decided_on else None
    own = document.period or ((decided, decided) if decided else None)
    return own is not None and own[0] <= period[1] and period[0] <= own[1]


def kept_records(filters: Filters, structure: Structure) -> Iterator[Record]:
    """The records of a document that stand for its kinds, ministries and goals; all when none of these is asked for."""
    kinds = _record_kinds(filters)
    for record in structure.records:
        if kinds and record.KIND not in kinds:
            continue
        if filters.ministries and not _in_charge(record, filters.ministries, structure):
            continue
        if filters.goals and not _under(record, filters.goals, structure):
            continue
        yield record


def narrowed(filters: Filters, structure: Structure) -> Structure:
    """The structure of a document with the records that the filters let pass, and the goals and measures above them.

    The page filter keeps records that stand on one of the pages.
    """
    if not (_record_kinds(filters) or filters.ministries or filters.goals or filters.pages):
        return structure
    first, last = filters.pages or (0, structure.document.pages)
    kept = [r for r in kept_records(filters, structure) if any(first <= e.page <= last for e in r.evidence)]
    ids = {r.id for record in kept for r in (record, *structure.ancestors(record))}
    return Structure(structure.document, tuple(r for r in structure.records if r.id in ids))


def _in_charge(record: Record, names: Iterable[str], structure: Structure) -> bool:
    chain = [structure.by_id.get(record.measure or "")] if isinstance(record, RoadmapStep) else [record]
    chain += structure.ancestors(record) if isinstance(record, Kpi) else []
    bodies = [squeeze(body) for r in chain if isinstance(r, Measure) for body in r.ministries]
    return any(squeeze(name) in body for name in names for body in bodies)


def _under(record: Record, wanted: Iterable[str], structure: Structure) -> bool:
    start = structure.by_id.get(record.measure or "") if isinstance(record, RoadmapStep) else record
    above = [start, *(structure.ancestors(start) if start else [])]
    goals = [goal for goal in above if isinstance(goal, Goal)]
    return any(_is(goal, name) for goal in goals for name in wanted)


def _is(goal: Goal, name: str) -> bool:
    if _NUMBERED.match(name):
        return goal.number is not None and _number(goal.number) == _number(name)
    return squeeze(name) in squeeze(goal.name)


def _number(text: str) -> str:
    return _DIGITS.sub("", "".join(_RINGED.get(char, char) for char in text))


def passages_of(
    filters: Filters, snapshot: Snapshot, documents: Sequence[Document], structure: Callable[[Document], Structure]
) -> Mask:
    """Which passages, (passages,), of these documents the filters let pass, but for `same_paragraph`."""
    ids = {d.id for d in documents}
    kept = np.fromiter((document in ids for document in snapshot.documents()), bool)
    places = snapshot.places
    if filters.pages:
        first, last = filters.pages
        kept &= (places.pages[:, 0] <= last) & (first <= places.pages[:, 1])
    own = np.isin(places.kinds, [kind for name in filters.kinds for kind in _PASSAGES.get(name, ())])
    scoped = bool(filters.ministries or filters.goals)
    if not scoped and not _record_kinds(filters):
        return kept & own if filters.kinds else kept
    numbers = {id_: n for n, id_ in enumerate(snapshot.ids("records"))}

    def standing(of: Filters) -> Mask:
        chosen = (r.id for d in documents for r in kept_records(of, structure(d)))
        return places.of_records(numbers[id_] for id_ in chosen if id_ in numbers)

    if not scoped:
        return kept & (own | standing(filters))
    scope = standing(replace(filters, kinds=()))
    for name in filters.ministries if not filters.goals else ():
        scope |= _holding(name, snapshot)
    if not filters.kinds:
        return kept & scope
    return kept & (own & scope | standing(filters) if _record_kinds(filters) else own & scope)


def _record_kinds(filters: Filters) -> list[str]:
    return [kind for kind in filters.kinds if kind not in _PASSAGES]


def _holding(words: str, snapshot: Snapshot) -> Mask:
    """Which passages may have these words as printed: they have all their pairs of characters."""
    return snapshot.having(bigrams(words), BIGRAMS)


def with_phrases(phrases: Iterable[str], snapshot: Snapshot, size: int) -> Mask:
    """Which passages may have every phrase; digits are left to the reader, who knows 1,500 for 1500."""
    kept = np.ones(size, bool)
    for phrase in phrases:
        pairs = [pair for pair in bigrams(phrase) if not any(char.isdigit() for char in pair)]
        kept &= snapshot.having(pairs, BIGRAMS)
    return kept


def with_words(words: Iterable[Word], snapshot: Snapshot, size: int) -> Mask:
    """Which passages have all these words in their text, each whole or by its short units."""
    kept = np.ones(size, bool)
    for word in words:
        whole = snapshot.having([word.form], BODY)
        kept &= whole | snapshot.having(word.parts, BODY) if word.parts else whole
    return kept


def in_one_paragraph(text: str, words: Sequence[Word]) -> bool:
    """Whether one paragraph or row of a passage has all the words."""
    for paragraph in text.split("\n"):
        present = {token.text for token in analyse(paragraph)}
        if all(word.form in present or (word.parts and present.issuperset(word.parts)) for word in words):
            return True
    return False
