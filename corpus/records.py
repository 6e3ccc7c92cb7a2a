"""Policy records: what a person would have typed by hand from the document, each with its evidence.

Record ids are unique in a library: `<document id>:<kind>:<ordinal>`. Fields that point at another record
(`goal`, `parent`, `of`, `measure`) hold that record's id. `confidence` is the chance that the record is right, by the
rule that found it (`rule`, see docs/records.md); below `SURE` it is published all the same, and marked.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, ClassVar, TypeAlias

from corpus.pages import Evidence

SURE = 0.8
"""Records at or above this confidence need no second look (the default threshold)."""


class ValueKind(StrEnum):
    """How a value is to be compared with another."""

    LEVEL = "level"
    CUMULATIVE = "cumulative"
    CHANGE = "change"
    RATE = "rate"
    RELATIVE = "relative"
    QUALITATIVE = "qualitative"


@dataclass(frozen=True, slots=True)
class Value:
    """A value as printed and as understood. What was not understood stays None; `text` is always there.

    `number` has 万/千/億 resolved and keeps `unit` as the counted unit (`団体`, `%`, `か所`). `year` is Western;
    `fiscal` tells 年度 (True) from 年 (False). `comparator` is one of 以上 以下 超 未満 約 程度 強 弱 ほぼ or None.
    `period` is the span a cumulative value covers, as (first, last) year, or a printed duration in `duration` (years).
    """

    text: str
    number: float | None = None
    unit: str | None = None
    year: int | None = None
    fiscal: bool | None = None
    comparator: str | None = None
    kind: ValueKind = ValueKind.LEVEL
    period: tuple[int, int] | None = None
    duration: int | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """Something that the document says was decided: its title, the day (ISO 8601) and by whom (`閣議決定`)."""

    title: str
    decided_on: str
    decision: str
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Term:
    """The fiscal years of one of a line of strategies, as printed and understood; its title where one is printed."""

    text: str
    start_fy: int
    end_fy: int
    title: str | None
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """A document of the library. `id` is the first 12 hex digits of the file's sha256.

    `lineage` are the strategies before it (and after) that it draws in a row, `decisions` what it tells was decided.
    """

    id: str
    sha256: str
    file: str
    title: str
    pages: int
    publisher: str = ""
    decided_on: str | None = None
    decision: str | None = None
    period: tuple[int, int] | None = None
    series: str | None = None
    edition: str | None = None
    source_url: str | None = None
    lineage: tuple[Term, ...] = ()
    decisions: tuple[Decision, ...] = ()


class Action(StrEnum):
    """What was done to a record by hand."""

    CHANGED = "changed"
    ADDED = "added"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class Corrected:
    """Who corrected a record by hand (or added it), when (ISO 8601), and which of its fields; the latest of several."""

    action: Action
    by: str
    at: str
    fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Goal:
    """A goal (政策目標, 基本目標, 施策の柱…); `parent` is the goal above it."""

    KIND: ClassVar[str] = "goal"
    id: str
    document: str
    number: str | None
    name: str
    evidence: tuple[Evidence, ...]
    statement: str = ""
    parent: str | None = None
    confidence: float = 1.0
    corrected: Corrected | None = None
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure (施策) under a goal, with its group (＜…＞), the bodies in charge and its projects (主な事業).

    `repeats` are the ids of the measures that first tell what is marked 再掲 here: this measure, or projects of it.
    """

    KIND: ClassVar[str] = "measure"
    id: str
    document: str
    number: str | None
    name: str
    evidence: tuple[Evidence, ...]
    goal: str | None = None
    group: str | None = None
    description: str = ""
    ministries: tuple[str, ...] = ()
    projects: tuple[str, ...] = ()
    confidence: float = 1.0
    repeats: tuple[str, ...] = ()
    corrected: Corrected | None = None
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Kpi:
    """An indicator with its baseline and targets; `of` is the goal or measure it measures."""

    KIND: ClassVar[str] = "kpi"
    id: str
    document: str
    indicator: str
    evidence: tuple[Evidence, ...]
    of: str | None = None
    baseline: Value | None = None
    targets: tuple[Value, ...] = ()
    confidence: float = 1.0
    corrected: Corrected | None = None
    rule: str = ""


@dataclass(frozen=True, slots=True)
class RoadmapStep:
    """A bar of a 工程表: what is done for which measure, from which fiscal year to which.

    `measure` is the id of the measure that the row names; the row's printed name where no such record exists.
    """

    KIND: ClassVar[str] = "roadmap"
    id: str
    document: str
    measure: str | None
    text: str
    evidence: tuple[Evidence, ...]
    start_fy: int | None = None
    end_fy: int | None = None
    confidence: float = 1.0
    corrected: Corrected | None = None
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Shift:
    """A change of course, as in 「これまで → これから」 boxes."""

    KIND: ClassVar[str] = "shift"
    id: str
    document: str
    topic: str
    before: str
    after: str
    evidence: tuple[Evidence, ...]
    confidence: float = 1.0
    corrected: Corrected | None = None
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Role:
    """Who is to do what."""

    KIND: ClassVar[str] = "role"
    id: str
    document: str
    actor: str
    duties: tuple[str, ...]
    evidence: tuple[Evidence, ...]
    confidence: float = 1.0
    corrected: Corrected | None = None
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Body:
    """A body that carries the policy (推進体制): members by post, as (post, names) pairs."""

    KIND: ClassVar[str] = "body"
    id: str
    document: str
    name: str
    members: tuple[tuple[str, tuple[str, ...]], ...]
    evidence: tuple[Evidence, ...]
    established: str | None = None
    confidence: float = 1.0
    corrected: Corrected | None = None
    rule: str = ""


Record: TypeAlias = Goal | Measure | Kpi | RoadmapStep | Shift | Role | Body

RECORD_TYPES: tuple[type[Record], ...] = (Goal, Measure, Kpi, RoadmapStep, Shift, Role, Body)
KINDS: tuple[str, ...] = tuple(t.KIND for t in RECORD_TYPES)


@dataclass(frozen=True, slots=True)
class KpiChange:
    """How one indicator moved between two documents."""

    indicator: str
    before: str
    after: str
    change: str


@dataclass(frozen=True, slots=True)
class Decided:
    """Who decided by hand about a correspondence, what (`accepted`, `drawn`, `rejected`) and when (ISO 8601)."""

    verdict: str
    by: str
    at: str


@dataclass(frozen=True, slots=True)
class Correspondence:
    """What became of a goal, measure or KPI; `old` and `new` are record ids.

    `decided` is the latest decision by hand that bears on it. `rejected` ones stand where nothing corresponds.
    `related` are records of another kind in the other version that are about the same thing, where nothing corresponds.
    """

    type: str
    old: tuple[str, ...]
    new: tuple[str, ...]
    score: float
    reasons: tuple[str, ...]
    kpi_changes: tuple[KpiChange, ...] = ()
    decided: Decided | None = None
    related: tuple[str, ...] = ()


def name_of(record: Record) -> str:
    """The words a person would call the record by."""
    match record:
        case Goal() | Measure() | Body():
            return record.name
        case Kpi():
            return record.indicator
        case RoadmapStep():
            return record.text
        case Shift():
            return record.topic
        case Role():
            return record.actor


JsonObject: TypeAlias = dict[str, Any]
