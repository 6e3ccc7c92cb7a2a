"""Blocks and tables → policy records, each with evidence that was found again on its page."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from corpus.pages import Block, Evidence, Page, Problem, Table
from corpus.records import Body, Document, Goal, Kpi, Measure, Record, RoadmapStep, Role, Shift, name_of
from corpus.text import squeeze
from ingest.evidence import find_quote, verified
from ingest.found_measures import FoundMeasure
from ingest.goals import FoundGoal, find_goals
from ingest.kpis import FoundKpi, find_kpis
from ingest.measure_sheets import sheet_measures
from ingest.measures import find_measures
from ingest.open_kpis import open_kpis
from ingest.policy_forms import form_goals, form_kpis, form_measures, form_of
from ingest.policy_tables import TableKpi, table_goals, table_groups, table_kpis, table_measures
from ingest.repeats import originals, without_own
from ingest.roadmap_bars import find_steps
from ingest.rules import Rule, confidence
from ingest.scoped_bodies import shared_out
from ingest.sections import Section, find_sections
from ingest.shifts import find_bodies, find_roles, find_shifts, table_shifts


def extract_records(
    document: Document, pages: Sequence[Page], blocks: Sequence[Block], tables: Sequence[Table]
) -> tuple[list[Record], list[Problem]]:
    """Goals, measures, KPIs, shifts, roles and bodies of a document, in that order.

    `pages` are all pages, 1-based numbers in order. A record whose evidence cannot be found again on its page is not
    published; a Problem (`evidence_failed`) says which.
    """
    root = find_sections(blocks, tables)
    around = _year_of(document)
    placed = [(section, table) for section in root.walk() for table in section.tables]
    forms = [(section, form) for section, table in placed if (form := form_of(table, around)) is not None]
    listed = [goal for _, table in placed for goal, _ in table_goals(table, around, pages)]
    listed += [goal for _, form in forms for goal in form_goals(form)]
    groups = {name for _, table in placed for name in table_groups(table, around)}
    goals = find_goals(root, document.title, listed, groups, pages)
    rows = [
        replace(measure, section=section)
        for section, table in placed
        for measure in table_measures(table, around, pages, goals)
    ]
    sheets = [*sheet_measures(pages), *(m for _, form in forms for m in form_measures(form, goals))]
    measures = find_measures(root, document.title, goals, rows, sheets)
    measures = without_own(shared_out(root, measures))
    cells: list[TableKpi] = [kpi for section, table in placed for kpi in table_kpis(table, around, section)]
    cells += [kpi for section, form in forms for kpi in form_kpis(form, around, section)]
    cells += open_kpis(root, pages, tables, around)
    kpis = find_kpis(root, goals, measures, cells, around, document.title)
    records = [
        *_published(document.id, goals, measures, kpis),
        *_others(document.id, root, pages, tables),
    ]
    steps = _steps(document.id, pages, tables, [r for r in records if isinstance(r, Measure)])
    records += [*steps, *_deadlines(document.id, measures, len(steps))]
    return _checked(records, pages)


def _year_of(document: Document) -> int | None:
    if document.decided_on:
        return int(document.decided_on[:4])
    return document.period[0] if document.period else None


def _numbering(document: str) -> Callable[[str], str]:
    counts: dict[str, int] = {}

    def number(kind: str) -> str:
        counts[kind] = counts.get(kind, 0) + 1
        return f"{document}:{kind}:{counts[kind]}"

    return number


def _published(
    document: str, goals: Sequence[FoundGoal], measures: Sequence[FoundMeasure], kpis: Sequence[FoundKpi]
) -> Iterator[Record]:
    number = _numbering(document)
    ids: dict[int, str] = {}
    for goal in goals:
        ids[id(goal)] = number(Goal.KIND)
    for goal in goals:
        parent = _parent(goal, goals)
        yield Goal(
            ids[id(goal)],
            document,
            goal.number,
            goal.name,
            goal.evidence,
            goal.statement,
            ids[id(parent)] if parent else None,
            confidence(goal.rule),
            rule=goal.rule,
        )
    for measure in measures:
        ids[id(measure)] = number(Measure.KIND)
    first = originals(measures)
    for measure in measures:
        yield Measure(
            ids[id(measure)],
            document,
            measure.number,
            measure.name,
            measure.evidence,
            ids[id(measure.goal)] if measure.goal else None,
            measure.group,
            measure.description,
            measure.ministries,
            measure.projects,
            confidence(measure.rule),
            tuple(ids[id(original)] for original in first.get(id(measure), ())),
            rule=measure.rule,
        )
    for kpi in kpis:
        yield Kpi(
            number(Kpi.KIND),
            document,
            kpi.phrase.indicator,
            kpi.evidence,
            ids[id(kpi.of)] if kpi.of else None,
            kpi.phrase.baseline,
            kpi.phrase.targets,
            confidence(kpi.rule),
            rule=kpi.rule,
        )


def _parent(goal: FoundGoal, goals: Sequence[FoundGoal]) -> FoundGoal | None:
    """The goal above, when it carries another label (a 施策の柱 under a 基本目標)."""
    for place in (above for section in goal.sections[:1] for above in section.ancestors()):
        for other in goals:
            if any(s is place for s in other.sections) and other.label != goal.label:
                return other
    return None


def _others(document: str, root: Section, pages: Sequence[Page], tables: Sequence[Table]) -> Iterator[Record]:
    number = _numbering(document)
    for shift in (*find_shifts(root, pages), *(s for t in tables for s in table_shifts(t))):
        yield Shift(
            number(Shift.KIND),
            document,
            shift.topic,
            shift.before,
            shift.after,
            shift.evidence,
            confidence(Rule.SHIFT),
            rule=Rule.SHIFT,
        )
    for role in find_roles(root):
        yield Role(
            number(Role.KIND), document, role.actor, role.duties, role.evidence, confidence(Rule.ROLE), rule=Rule.ROLE
        )
    for body in find_bodies(root, tables, pages):
        yield Body(
            number(Body.KIND),
            document,
            body.name,
            body.members,
            body.evidence,
            body.established,
            confidence(Rule.BODY),
            rule=Rule.BODY,
        )


def _steps(
    document: str, pages: Sequence[Page], tables: Sequence[Table], measures: Sequence[Measure]
) -> list[RoadmapStep]:
    """Bars of 工程表, tied to the measure of their row by its name; rows without a name are no roadmap."""
    number = _numbering(document)
    by_name = {squeeze(m.name): m.id for m in measures}
    return [
        RoadmapStep(
            number(RoadmapStep.KIND),
            document,
            by_name.get(squeeze(step.row), step.row),
            step.text,
            (step.evidence,),
            step.start_fy,
            step.end_fy,
            confidence(Rule.ROADMAP),
            rule=Rule.ROADMAP,
        )
        for step in find_steps(pages, tables)
        if step.row and squeeze(step.text) != squeeze(step.row)
    ]


def _deadlines(document: str, measures: Sequence[FoundMeasure], before: int) -> Iterator[RoadmapStep]:
    """One step up to the year of its 期限 for each measure of an action plan that has one."""
    due = [(n, m.due) for n, m in enumerate(measures, start=1) if m.due]
    for n, (measure, deadline) in enumerate(due, start=before + 1):
        yield RoadmapStep(
            f"{document}:{RoadmapStep.KIND}:{n}",
            document,
            f"{document}:{Measure.KIND}:{measure}",
            deadline.text,
            deadline.evidence,
            None,
            deadline.year,
            confidence(Rule.DEADLINE),
            rule=Rule.DEADLINE,
        )


def _checked(records: Sequence[Record], pages: Sequence[Page]) -> tuple[list[Record], list[Problem]]:
    """Records whose every quote stands in its boxes; the boxes of a quote found elsewhere on its page are corrected."""
    kept: list[Record] = []
    problems: list[Problem] = []
    for record in records:
        evidence = tuple(e for e in (_found_again(e, pages) for e in record.evidence) if e is not None)
        if evidence and len(evidence) == len(record.evidence):
            kept.append(replace(record, evidence=evidence))
            continue
        page = record.evidence[0].page if record.evidence else None
        problems.append(
            Problem(
                "evidence_failed",
                page,
                f"「{name_of(record)[:40]}」は、根拠となる語句をページ上で確かめられなかったため、"
                "記録にしませんでした。該当ページをご確認ください。",
            )
        )
    lost = {r.id for r in records} - {r.id for r in kept}
    return [_without(r, lost) for r in kept], problems


def _found_again(evidence: Evidence, pages: Sequence[Page]) -> Evidence | None:
    page = pages[evidence.page - 1]
    if verified(page, evidence):
        return evidence
    boxes = find_quote(page, evidence.quote, evidence.boxes)
    return Evidence(evidence.page, boxes, evidence.quote) if boxes else None


def _without(record: Record, lost: set[str]) -> Record:
    """The record without pointers to records that were not published."""
    match record:
        case Goal() if record.parent in lost:
            return replace(record, parent=None)
        case Measure() if record.goal in lost or lost.intersection(record.repeats):
            repeats = tuple(r for r in record.repeats if r not in lost)
            return replace(record, goal=None if record.goal in lost else record.goal, repeats=repeats)
        case Kpi() if record.of in lost:
            return replace(record, of=None)
        case RoadmapStep() if record.measure in lost:
            return replace(record, measure=None)
    return record
