"""Records as rows that can be filtered: what a record is called, what it belongs to, who is in charge, until when."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from app.correction_columns import called
from corpus.records import SURE, Body, Goal, Kpi, Measure, Record, RoadmapStep, Role, Shift
from search.structure import Structure, kpi_text


@dataclass(frozen=True, slots=True)
class Row:
    """A record for the list. `above` are the names over it, outermost first; `goals` the ids of the goals over it."""

    record: Record
    title: str
    name: str
    detail: str
    above: tuple[str, ...]
    goals: tuple[str, ...]
    ministries: tuple[str, ...]
    years: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the list is narrowed to; "" narrows nothing. `goal` is a record id, `sure` as `certainty` tells."""

    kind: str = ""
    goal: str = ""
    ministry: str = ""
    year: str = ""
    sure: str = ""

    def admits(self, row: Row) -> bool:
        """Whether the row is to be shown."""
        return (
            self.kind in ("", row.record.KIND)
            and (not self.goal or self.goal in row.goals)
            and (not self.ministry or self.ministry in row.ministries)
            and (not self.year or self.year in map(str, row.years))
            and self.sure in ("", certainty(row))
        )


ORDERS: dict[str, Callable[[Row], tuple[Any, ...]]] = {
    "name": lambda row: (row.name,),
    "kind": lambda row: (row.record.KIND,),
    "ministry": lambda row: (not row.ministries, row.ministries),
    "year": lambda row: (not row.years, row.years),
    "sure": lambda row: (row.record.confidence,),
}
"""How the list may be sorted, besides the order of the documents; what has nothing to sort by comes last."""


def certainty(row: Row) -> str:
    """`sure` for a record that needs no second look, else `unsure`."""
    return "sure" if row.record.confidence >= SURE else "unsure"


def in_order(rows: Sequence[Row], order: str) -> list[Row]:
    """The rows sorted by one of ORDERS; as they were for any other word."""
    return sorted(rows, key=ORDERS[order]) if order in ORDERS else list(rows)


def rows_of(structures: Iterable[Structure]) -> list[Row]:
    """A row for every record, in document order."""
    return [_row(structure, record) for structure in structures for record in structure.records]


def counted(rows: Iterable[Row], values: Callable[[Row], Iterable[str]]) -> list[tuple[str, int]]:
    """What the rows have for a filter, in the order in which it comes first, and how many rows have it."""
    return list(Counter(value for row in rows for value in values(row)).items())


def detail_of(record: Record) -> str:
    """What the record says besides its name, on one line."""
    match record:
        case Goal():
            return record.statement
        case Measure():
            return record.description or "、".join(record.projects)
        case Kpi():
            return kpi_text(record).removeprefix(record.indicator).removeprefix("：")
        case RoadmapStep():
            years = (record.start_fy, record.end_fy)
            return "〜".join("" if y is None else f"{y}年度" for y in years) if any(years) else ""
        case Shift():
            return f"{record.before} → {record.after}"
        case Role():
            return "、".join(record.duties)
        case Body():
            return "、".join(f"{post}（{'、'.join(who)}）" if who else post for post, who in record.members)


def _row(structure: Structure, record: Record) -> Row:
    above = _above(structure, record)
    groups = [r.group for r in (record, *above) if isinstance(r, Measure) and r.group]
    holders = [r for r in (record, *above) if isinstance(r, Measure)]
    return Row(
        record=record,
        title=structure.document.title or structure.document.file,
        name=called(record),
        detail=detail_of(record),
        above=(*(called(r) for r in reversed(above) if isinstance(r, Goal)), *groups[:1], *_measure_names(above)),
        goals=tuple(r.id for r in (record, *above) if isinstance(r, Goal)),
        ministries=tuple(dict.fromkeys(m for holder in holders for m in holder.ministries)),
        years=_years(record),
    )


def _above(structure: Structure, record: Record) -> list[Goal | Measure]:
    if not isinstance(record, RoadmapStep):
        return structure.ancestors(record)
    measure = structure.by_id.get(record.measure or "")
    return [measure, *structure.ancestors(measure)] if isinstance(measure, Measure) else []


def _measure_names(above: Sequence[Goal | Measure]) -> list[str]:
    return [called(r) for r in above if isinstance(r, Measure)]


def _years(record: Record) -> tuple[int, ...]:
    match record:
        case Kpi():
            return tuple(sorted({value.year for value in record.targets if value.year is not None}))
        case RoadmapStep(end_fy=int(year)):
            return (year,)
        case _:
            return ()
