"""Three or more versions of a policy → the history of every goal, measure and KPI through them.

Each version is compared with the next; what the next has not is looked for in those after it, since a summary or a
basic policy between two strategies names only some of the measures.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from corpus.errors import RefusedError
from corpus.records import Correspondence, Document, Goal, Kpi, Measure
from index.decisions import NOTHING, Settled
from index.library import Library
from search.compare import compare_versions
from search.judging import settled, tuned
from search.kpi_changes import Change, last_target, same_unit
from search.pair_model import Model, load_model
from search.versions import Compared, Version, load_version

_SURE = 0.9
"""Score from which a step over several versions goes before one between neighbours that is less sure."""
KINDS = (Goal.KIND, Measure.KIND, Kpi.KIND)


@dataclass(frozen=True, slots=True)
class Step:
    """A correspondence between the documents numbered `start` and `end` (0-based, in the order of the lineage)."""

    start: int
    end: int
    found: Correspondence


@dataclass(frozen=True, slots=True)
class History:
    """What belongs together through the versions: record ids by document, () where it is not there, and the steps."""

    kind: str
    records: tuple[tuple[str, ...], ...]
    steps: tuple[Step, ...]

    @property
    def documents(self) -> list[int]:
        """Numbers of the documents that have it."""
        return [n for n, ids in enumerate(self.records) if ids]


@dataclass(frozen=True, slots=True)
class Lineage:
    """Versions by their dates, the histories (goals, measures, KPIs; what lives on first), and the records by id."""

    documents: tuple[Document, ...]
    histories: tuple[History, ...]
    records: Mapping[str, Compared] = field(repr=False)

    def steps(self, kind: str) -> list[Step]:
        """The steps of all histories of a kind."""
        return [step for history in self.histories if history.kind == kind for step in history.steps]


@dataclass(frozen=True, slots=True)
class Series:
    """The values of a KPI over the years, as (year, number): baselines and targets by document, and all baselines.

    Values that cannot be compared with the latest ones (another unit, another definition) are left out.
    """

    name: str
    unit: str
    baselines: Mapping[int, tuple[int, float]]
    targets: Mapping[int, tuple[tuple[int, float], ...]]

    @property
    def actuals(self) -> list[tuple[int, float]]:
        """What was reached, by year; of two figures for a year that of the later version."""
        return sorted(dict(self.baselines.values()).items())


def lineage(library: Library, documents: Sequence[str]) -> Lineage:
    """The lineage of the documents (ids, prefixes or file stems, in any order).

    Raises UnknownDocument, RefusedError (`too_few_documents`, and `no_text` for a scan).
    """
    found = list({d.id: d for d in map(library.document, documents)}.values())
    if len(found) < 2:
        raise RefusedError("系譜をたどるには、異なる文書を2つ以上指定してください。", code="too_few_documents")
    versions = [load_version(library, d.id) for d in by_date(found)]
    decided = {
        (a.document.id, b.document.id): settled(library, a, b)
        for n, a in enumerate(versions)
        for b in versions[n + 1 :]
    }
    return lineage_of(versions, tuned(load_model(), library.decisions()), decided)


def lineage_of(
    versions: Sequence[Version],
    model: Model | None = None,
    decided: Mapping[tuple[str, str], Settled] | None = None,
) -> Lineage:
    """The same for versions at hand, in this order; `decided` by the ids of their documents."""
    steps: list[Step] = []
    compared: dict[tuple[int, int], list[Correspondence]] = {}
    for least in (_SURE, 0.0):
        for gap in range(1, len(versions)):
            going = {id_ for step in steps for id_ in step.found.old}
            come = {id_ for step in steps for id_ in step.found.new}
            for start in range(len(versions) - gap):
                ends = (start, start + gap)
                loose = (versions[ends[0]].by_id.keys() - going, versions[ends[1]].by_id.keys() - come)
                if not all(loose):
                    continue
                if ends not in compared:
                    compared[ends] = _compared(versions[ends[0]], versions[ends[1]], model, decided or {})
                steps += [
                    Step(*ends, c)
                    for c in compared[ends]
                    if c.score >= least and {*c.old} <= loose[0] and {*c.new} <= loose[1]
                ]
    records = {id_: record for version in versions for id_, record in version.by_id.items()}
    order = {id_: n for n, id_ in enumerate(records)}
    histories = [
        _history(ids, linked, records, versions)
        for ids, linked in _components([list(version.by_id) for version in versions], steps)
    ]
    histories.sort(key=lambda h: (KINDS.index(h.kind), -h.documents[-1], order[h.records[h.documents[-1]][0]]))
    return Lineage(tuple(version.document for version in versions), tuple(histories), records)


def by_date(documents: Sequence[Document]) -> list[Document]:
    """In the order of their dates: of the decision, else of the period. Undated ones keep the places they are given."""
    dated = iter(sorted((d for d in documents if _date(d)), key=_date))
    return [next(dated) if _date(d) else d for d in documents]


def series_of(lineage: Lineage, history: History) -> Series | None:
    """The values of a KPI's history; None where no number of it has a year, or it is no KPI."""
    last = history.documents[-1]
    latest = lineage.records[history.records[last][0]]
    if history.kind != Kpi.KIND or not isinstance(latest, Kpi):
        return None
    target = last_target(latest)
    unit = target.unit if target is not None and target.unit else ""
    first = max((s.end for s in history.steps if _redefined(s)), default=0)
    targets: dict[int, tuple[tuple[int, float], ...]] = {}
    baselines: dict[int, tuple[int, float]] = {}
    for n in history.documents:
        kpi = lineage.records[history.records[n][0]]
        if n < first or not isinstance(kpi, Kpi):
            continue
        points = [
            (v.year, v.number)
            for v in kpi.targets
            if v.year is not None and v.number is not None and same_unit(v.unit or "", unit)
        ]
        if points:
            targets[n] = tuple(sorted(points))
        base = kpi.baseline
        if base is not None and base.year is not None and base.number is not None and same_unit(base.unit or "", unit):
            baselines[n] = (base.year, base.number)
    if not targets:
        return None
    return Series(latest.indicator, unit, baselines, targets)


def _date(document: Document) -> str:
    if document.decided_on:
        return document.decided_on
    return f"{document.period[0]}-04-01" if document.period else ""


def _compared(
    old: Version, new: Version, model: Model | None, decided: Mapping[tuple[str, str], Settled]
) -> list[Correspondence]:
    """The correspondences of two versions, without what is dropped or added."""
    settled_ = decided.get((old.document.id, new.document.id), NOTHING)
    return [c for c in compare_versions(old, new, model, settled_) if c.old and c.new]


def _components(documents: Iterable[Sequence[str]], steps: Sequence[Step]) -> list[tuple[list[str], list[Step]]]:
    """The ids that steps hold together, each set with its steps (union-find)."""
    parent = {id_: id_ for ids in documents for id_ in ids}

    def root(id_: str) -> str:
        while parent[id_] != id_:
            parent[id_] = id_ = parent[parent[id_]]
        return id_

    for step in steps:
        for a, b in pairwise((*step.found.old, *step.found.new)):
            parent[root(b)] = root(a)
    members: dict[str, list[str]] = defaultdict(list)
    linked: dict[str, list[Step]] = defaultdict(list)
    for id_ in parent:
        members[root(id_)].append(id_)
    for step in steps:
        linked[root(step.found.old[0])].append(step)
    return [(ids, linked[key]) for key, ids in members.items()]


def _history(
    ids: Sequence[str], steps: Sequence[Step], records: Mapping[str, Compared], versions: Sequence[Version]
) -> History:
    by_document = tuple(tuple(id_ for id_ in ids if id_ in version.by_id) for version in versions)
    return History(records[ids[0]].KIND, by_document, tuple(sorted(steps, key=lambda s: (s.start, s.end))))


def _redefined(step: Step) -> bool:
    return any(k.change == Change.DEFINITION_CHANGED for k in step.found.kpi_changes)
