"""What a question of the desk looks at, and what there is to choose from: documents and kinds with their counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final, Self, TypeVar

from index.library import Library
from search.answer import answer
from search.citations import Answer
from search.explain import Explanation, explain
from search.filters import Filters, Kind, Span
from search.offers import offers
from search.retrieve import Hit, documents_found, search

_HITS: Final = 30
KINDS: Final[dict[Kind, str]] = {
    "measure": "施策", "kpi": "KPI", "goal": "目標", "text": "本文", "table": "表", "note": "注",
}  # fmt: skip
"""Kinds to choose from, as staff call them."""

Offer = tuple[str, str]
"""What is shown, with its count, and its value."""


_Value = TypeVar("_Value")


@dataclass(frozen=True, slots=True)
class Scope:
    """One document (id), kind, ministry, goal (name) and period (`2020-2024`), or all where empty.

    With `exact` only passages that have every word of the question.
    """

    document: str = ""
    kind: Kind | str = ""
    ministry: str = ""
    goal: str = ""
    period: str = ""
    exact: bool = False

    @classmethod
    def of(cls, *chosen: str | None, exact: bool | None = False) -> Self:
        """From what components hold, in the order of the fields; a kind or period that is none is left out."""
        document, kind, ministry, goal, period = (value or "" for value in chosen)
        return cls(document, kind if kind in KINDS else "", ministry, goal, _shown(_span(period)), bool(exact))

    def __bool__(self) -> bool:
        return self != type(self)()

    def filters(self) -> Filters:
        """As search/ takes them."""
        return Filters(
            documents=(self.document,) if self.document else (),
            kinds=tuple(kind for kind in KINDS if kind == self.kind),
            ministries=(self.ministry,) if self.ministry else (),
            goals=(self.goal,) if self.goal else (),
            period=_span(self.period),
        )


@dataclass(frozen=True, slots=True)
class Looked:
    """An answer, the hits with why they were found, and what the scope may be narrowed to."""

    scope: Scope
    answer: Answer
    hits: tuple[Hit, ...]
    explained: tuple[Explanation, ...]
    documents: tuple[Offer, ...]
    kinds: tuple[Offer, ...]
    ministries: tuple[Offer, ...]
    goals: tuple[Offer, ...]
    periods: tuple[Offer, ...]


def look_up(library: Library, text: str, wanted: Scope) -> Looked:
    """Answer the question and find its passages in the scope. Raises UsageError, LibraryBroken.

    A document that has gone, or what nothing is found of any more, is taken out of the scope.
    """
    titles = {d.id: d.title or d.file for d in library.documents()}
    scope = _alive(library, text, replace(wanted, document=wanted.document if wanted.document in titles else ""))
    found = offers(library, text, k=_HITS, filters=scope.filters(), kinds=tuple(KINDS))
    hits = search(library, text, k=_HITS, filters=scope.filters())
    explained = [explain(library, text, hit) for hit in hits]
    if scope.exact:
        pairs = [pair for pair in zip(hits, explained, strict=True) if _has_every_word(pair[1])]
        hits, explained = [hit for hit, _ in pairs], [why for _, why in pairs]
    documents = Counter({d: n for d, n in found.documents.most_common() if d in titles})
    return Looked(
        scope,
        answer(library, text, filters=replace(scope, kind="").filters()),
        tuple(hits),
        tuple(explained),
        _offered(_with(documents, scope.document), "", lambda d: (titles[d], d)),
        _offered(found.kinds, scope.kind, lambda kind: (KINDS[kind], kind)),
        _offered(found.ministries, scope.ministry, lambda name: (name, name)),
        _offered(found.goals, scope.goal, lambda name: (name, name)),
        _offered(found.periods, scope.period, lambda span: (f"{_shown(span).replace('-', '〜')}年度", _shown(span))),
    )


def _alive(library: Library, text: str, scope: Scope) -> Scope:
    """Without what finds nothing even when it is the only choice made beside the document."""

    def alive(alone: Scope) -> bool:
        filters = replace(alone, document=scope.document).filters()
        return alone == Scope() or bool(documents_found(library, text, k=1, filters=filters))

    return replace(
        scope,
        kind=scope.kind if alive(Scope(kind=scope.kind)) else "",
        ministry=scope.ministry if alive(Scope(ministry=scope.ministry)) else "",
        goal=scope.goal if alive(Scope(goal=scope.goal)) else "",
        period=scope.period if alive(Scope(period=scope.period)) else "",
    )


def _with(documents: Counter[str], chosen: str) -> Counter[str]:
    return documents if not chosen or chosen in documents else Counter({**documents, chosen: 0})


def _offered(found: Counter[_Value], chosen: str, named: Callable[[_Value], tuple[str, str]]) -> tuple[Offer, ...]:
    """What may be chosen, with what is chosen last where nothing is found of it with the other choices."""
    offered = [(*named(value), n) for value, n in found.items()]
    if chosen and chosen not in [value for _, value, _ in offered]:
        offered.append((KINDS.get(chosen, chosen), chosen, 0))  # type: ignore[call-overload]
    return tuple((f"{word}（{_count(n)}）", value) for word, value, n in offered)


def _span(period: str) -> Span | None:
    first, _, last = period.partition("-")
    years = [first, last or first]
    return (int(years[0]), int(years[1])) if all(y.isascii() and y.isdigit() and len(y) == 4 for y in years) else None


def _shown(span: Span | None) -> str:
    return "" if span is None else str(span[0]) if span[0] == span[1] else f"{span[0]}-{span[1]}"


def _has_every_word(why: Explanation) -> bool:
    marks = [mark for of in (why.text_marks, *why.path_marks) for mark in of]
    return not why.missing and all(mark.likeness >= 1 for mark in marks)


def _count(n: int) -> str:
    return f"{n}件以上" if n >= _HITS else f"{n}件"
