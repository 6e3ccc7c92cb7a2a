"""What a question may be narrowed to: what stands in the documents found, and how much each choice would find."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from corpus.records import Document
from index.library import Library
from search.filters import Filters, Kind, Span
from search.retrieve import documents_found
from search.state import state_of

_MOST: Final = 12
"""Ministries, and goals, that are counted: each costs a search, and nobody reads a longer list."""


@dataclass(frozen=True, slots=True)
class Offers:
    """How many of the k best passages each choice would leave, with the other filters as they are; none with zero.

    Documents by id, goals of the highest level by name, periods as first and last fiscal year.
    """

    documents: Counter[str]
    kinds: Counter[Kind]
    ministries: Counter[str]
    goals: Counter[str]
    periods: Counter[Span]


def offers(library: Library, query: str, *, k: int, filters: Filters, kinds: Sequence[Kind]) -> Offers:
    """Count what the filters may be changed to, one at a time; of kinds those given.

    Raises what `search` raises.
    """

    def found(of: Filters) -> Counter[str]:
        return documents_found(library, query, k=k, filters=of)

    state = state_of(library)
    documents = {d.id: d for d in state.documents}
    anyhow = found(replace(filters, kinds=(), ministries=(), goals=()))
    structures = [state.structure(documents[id_]) for id_, _ in anyhow.most_common() if id_ in documents]
    ministries = _first(filters.ministries, (m for s in structures for r in s.measures for m in r.ministries))
    goals = _first(filters.goals, (g.name for s in structures for g in s.goals if g.parent is None))
    by_period = found(replace(filters, period=None))
    spans = dict.fromkeys(span for id_ in by_period if (span := _span(documents.get(id_))))
    return Offers(
        documents=found(replace(filters, documents=())),
        kinds=+Counter({kind: found(replace(filters, kinds=(kind,))).total() for kind in kinds}),
        ministries=+Counter({name: found(replace(filters, ministries=(name,))).total() for name in ministries}),
        goals=+Counter({name: found(replace(filters, goals=(name,))).total() for name in goals}),
        periods=+Counter(
            {
                span: sum(n for id_, n in by_period.items() if _meets(_span(documents.get(id_)), span))
                for span in sorted(spans)
            }
        ),
    )


def _first(chosen: Iterable[str], names: Iterable[str]) -> list[str]:
    return list(dict.fromkeys([*chosen, *names]))[:_MOST]


def _span(document: Document | None) -> Span | None:
    if document is None or document.period or not document.decided_on:
        return document.period if document else None
    year = int(document.decided_on[:4])
    return year, year


def _meets(own: Span | None, span: Span) -> bool:
    return own is not None and own[0] <= span[1] and span[0] <= own[1]
