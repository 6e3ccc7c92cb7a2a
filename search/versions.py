"""One version of a policy as the comparison sees it: goals, measures, KPIs, and the sentences that tell of changes."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final, TypeAlias

from corpus.errors import RefusedError
from corpus.records import Document, Goal, Kpi, Measure, Record
from index.library import Library

Compared: TypeAlias = Goal | Measure | Kpi
"""The kinds of record that are followed from one version to the next."""

_SENTENCE: Final = re.compile(r"[^。\n]+。?")
_NO_TEXT: Final = frozenset({"no_text_layer", "garbled_text"})


@dataclass(frozen=True)
class Version:
    """Goals, measures and KPIs of one document in its own order; `sentences` are all of its text, on those `pages`."""

    document: Document
    goals: tuple[Goal, ...] = ()
    measures: tuple[Measure, ...] = ()
    kpis: tuple[Kpi, ...] = ()
    sentences: tuple[str, ...] = field(default=(), repr=False)
    pages: Mapping[str, int] = field(default_factory=dict, repr=False)

    @cached_property
    def by_id(self) -> dict[str, Compared]:
        """The records by their ids."""
        records: tuple[Compared, ...] = (*self.goals, *self.measures, *self.kpis)
        return {record.id: record for record in records}

    def goals_of(self, record: Compared) -> tuple[Goal, ...]:
        """The goals above the record, the nearest first; a KPI of a measure is under that measure's goals."""
        match record:
            case Goal():
                above = record.parent
            case Measure():
                above = record.goal
            case Kpi():
                above = record.of
        found: list[Goal] = []
        seen: set[str] = set()
        while above is not None and above not in seen:
            seen.add(above)
            match self.by_id.get(above):
                case Goal() as goal:
                    found.append(goal)
                    above = goal.parent
                case Measure() as measure:
                    above = measure.goal
                case _:
                    break
        return tuple(found)


def load_version(library: Library, key: str) -> Version:
    """The version under this document id, unique prefix of it, or file stem.

    Raises UnknownDocument, and RefusedError (`no_text`) for a document that has no text to compare: a scan.
    """
    document = library.document(key)
    records: Sequence[Record] = library.records(document.id)
    compared = [record for record in records if isinstance(record, Compared)]
    if not compared:
        blank = {p.page for p in library.problems(document.id) if p.code in _NO_TEXT}
        if None in blank or (blank and len(blank) * 2 >= document.pages):
            raise RefusedError(
                f"「{document.file}」は比べられません。{document.pages}ページのうち{len(blank)}ページが"
                "文字データのない画像（スキャン）で、目標・施策・KPIを読み取れていません。"
                "文字データのあるPDFを追加して、もう一度実行してください。",
                code="no_text",
            )
    pages: dict[str, int] = {}
    for passage in library.passages(document.id):
        for sentence in sentences_of(passage.text):
            pages.setdefault(sentence, passage.evidence[0].page if passage.evidence else 0)
    return Version(
        document,
        tuple(r for r in compared if isinstance(r, Goal)),
        tuple(r for r in compared if isinstance(r, Measure)),
        tuple(r for r in compared if isinstance(r, Kpi)),
        tuple(pages),
        pages,
    )


def sentences_of(text: str) -> list[str]:
    """The sentences of a text, with their full stops."""
    return [sentence.strip() for sentence in _SENTENCE.findall(text) if sentence.strip()]
