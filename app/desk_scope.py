"""What a question of the desk looks at, and what there is to choose from: documents and kinds with their counts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Self

from index.library import Library
from search.answer import answer
from search.citations import Answer
from search.explain import Explanation, explain
from search.filters import Filters, Kind
from search.retrieve import Hit, documents_found, search

_HITS: Final = 30
KINDS: Final[dict[Kind, str]] = {
    "measure": "施策", "kpi": "KPI", "goal": "目標", "text": "本文", "table": "表", "note": "注",
}  # fmt: skip
"""Kinds to choose from, as staff call them."""

Offer = tuple[str, str]
"""What is shown, with its count, and its value."""


@dataclass(frozen=True, slots=True)
class Scope:
    """One document (id) or all, one kind or all; with `exact` only passages that have every word of the question."""

    document: str = ""
    kind: Kind | str = ""
    exact: bool = False

    @classmethod
    def of(cls, document: str | None, kind: str | None, exact: bool | None) -> Self:
        """From what components hold; a kind that is none is left out."""
        return cls(document or "", kind if kind in KINDS else "", bool(exact))

    def __bool__(self) -> bool:
        return bool(self.document or self.kind or self.exact)

    def filters(self) -> Filters:
        """As search/ takes them."""
        kinds = tuple(kind for kind in KINDS if kind == self.kind)
        return Filters(documents=(self.document,) if self.document else (), kinds=kinds)


@dataclass(frozen=True, slots=True)
class Looked:
    """An answer, the hits with why they were found, and what the scope may be narrowed to."""

    scope: Scope
    answer: Answer
    hits: tuple[Hit, ...]
    explained: tuple[Explanation, ...]
    documents: tuple[Offer, ...]
    kinds: tuple[Offer, ...]


def look_up(library: Library, text: str, wanted: Scope) -> Looked:
    """Answer the question and find its passages in the scope. Raises UsageError, LibraryBroken.

    A document that has gone, or a kind of which nothing is found any more, is taken out of the scope.
    """
    titles = {d.id: d.title or d.file for d in library.documents()}
    within = wanted.document if wanted.document in titles else ""
    everywhere = Filters(kinds=Scope(kind=wanted.kind).filters().kinds)
    by_document = documents_found(library, text, k=_HITS, filters=everywhere)
    found = {k: documents_found(library, text, k=_HITS, filters=Scope(within, k).filters()).total() for k in KINDS}
    kind = wanted.kind if any(kind == wanted.kind and count for kind, count in found.items()) else ""
    scope = Scope(within, kind, wanted.exact)
    hits = search(library, text, k=_HITS, filters=scope.filters())
    explained = [explain(library, text, hit) for hit in hits]
    if scope.exact:
        pairs = [pair for pair in zip(hits, explained, strict=True) if _has_every_word(pair[1])]
        hits, explained = [hit for hit, _ in pairs], [why for _, why in pairs]
    offered = [d for d, _ in by_document.most_common()] + ([within] if within and within not in by_document else [])
    return Looked(
        scope,
        answer(library, text, filters=Scope(within).filters()),
        tuple(hits),
        tuple(explained),
        tuple((f"{titles[d]}（{_count(by_document[d])}）", d) for d in offered if d in titles),
        tuple((f"{word}（{_count(found[kind])}）", kind) for kind, word in KINDS.items() if found[kind]),
    )


def _has_every_word(why: Explanation) -> bool:
    marks = [mark for of in (why.text_marks, *why.path_marks) for mark in of]
    return not why.missing and all(mark.likeness >= 1 for mark in marks)


def _count(n: int) -> str:
    return f"{n}件以上" if n >= _HITS else f"{n}件"
