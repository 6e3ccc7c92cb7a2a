"""KPIs of a document: from tables, KPI boxes, goal headings and explicit leads, each once, with its goal or measure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from corpus.pages import Block, Evidence
from corpus.text import squeeze
from corpus.vocabulary import vocabulary
from ingest.found_measures import FoundMeasure
from ingest.goals import FoundGoal, is_plan, split_lead
from ingest.kpi_lines import KPI_TITLE, boxed_kpis, heading_kpis, led_kpis, titled_kpis
from ingest.policy_tables import TableKpi
from ingest.rules import Rule
from ingest.sections import Section, joined
from ingest.stated_targets import stated_kpis
from ingest.values import Phrase

_ALIKE = 0.85


@dataclass(frozen=True, slots=True)
class FoundKpi:
    """A KPI before it gets its id; `of` is the goal or measure it measures."""

    phrase: Phrase
    evidence: tuple[Evidence, ...]
    of: FoundGoal | FoundMeasure | None
    rule: Rule


def find_kpis(
    root: Section,
    goals: Sequence[FoundGoal],
    measures: Sequence[FoundMeasure],
    tables: Sequence[TableKpi],
    around: int | None,
    title: str,
) -> list[FoundKpi]:
    """Every KPI once. One that an overview repeats is one KPI with evidence from both places.

    `title` is the document's: sentences tell KPIs of the document only where it is a plan.
    """
    found = [*_in_lines(root, goals, measures, around)]
    if is_plan(root, [title]):
        found.extend(_in_sentences(root, goals, measures, around))
    for row in tables:
        of = _named(row, goals, measures) or _listed_above(row, measures) or _owner(row.section, goals, measures)
        rule = Rule.KPI_TABLE if of else Rule.KPI_TABLE_ALONE
        found.append(FoundKpi(row.phrase, row.evidence, of, rule if row.ruled else Rule.KPI_OPEN_TABLE))
    for goal in goals:
        found.extend(FoundKpi(phrase, evidence, goal, Rule.KPI_GOAL_TABLE) for phrase, evidence in goal.targets)
    merged: list[FoundKpi] = []
    for kpi in found:
        twin = next((i for i, other in enumerate(merged) if _same(kpi, other)), None)
        if twin is None:
            merged.append(kpi)
        else:
            first = merged[twin]
            phrase = replace(first.phrase, baseline=first.phrase.baseline or kpi.phrase.baseline)
            merged[twin] = replace(first, phrase=phrase, evidence=joined(first.evidence, kpi.evidence))
    return merged


def _in_lines(
    root: Section, goals: Sequence[FoundGoal], measures: Sequence[FoundMeasure], around: int | None
) -> Iterator[FoundKpi]:
    owned = {id(s) for g in goals for s in g.sections} | {id(m.section) for m in measures if m.section}
    for section in root.walk():
        of = _owner(section, goals, measures)
        if KPI_TITLE.match(section.title):
            for phrase, evidence in boxed_kpis(section, around):
                yield FoundKpi(phrase, evidence, of, Rule.KPI_BOX if of else Rule.KPI_BOX_ALONE)
            continue
        known: set[tuple[Evidence, ...]] = set()
        for title, (phrase, evidence) in titled_kpis(section, around):
            known.add(evidence)
            owner = _owner(section, goals, measures, title)
            yield FoundKpi(phrase, evidence, owner, Rule.KPI_BOX if owner else Rule.KPI_BOX_ALONE)
        headed = section.heading is not None and id(section) in owned
        under = [*heading_kpis(section, around)] if headed else []
        led = [*led_kpis(section, around)]
        for phrase, evidence in under:
            if evidence not in known:
                yield FoundKpi(phrase, evidence, of, Rule.KPI_HEADING)
        known.update(evidence for _, evidence in under)
        for phrase, evidence in led:
            if evidence not in known:
                yield FoundKpi(phrase, evidence, of, Rule.KPI_LED if of else Rule.KPI_LED_ALONE)


def _in_sentences(
    root: Section, goals: Sequence[FoundGoal], measures: Sequence[FoundMeasure], around: int | None
) -> Iterator[FoundKpi]:
    for section in root.walk():
        for phrase, block in stated_kpis(section, around):
            yield FoundKpi(phrase, block.evidence, _owner(section, goals, measures), Rule.KPI_SENTENCE)


def _owner(
    section: Section, goals: Sequence[FoundGoal], measures: Sequence[FoundMeasure], title: Block | None = None
) -> FoundGoal | FoundMeasure | None:
    """The innermost measure or goal whose section holds this one, and whose heading is not below `title`."""
    for place in (section, *section.ancestors()):
        heading = place.heading
        if title and heading and heading.page == title.page and heading.box[1] > title.box[3]:
            continue
        owner = next((m for m in measures if m.section is place), None) or next(
            (g for g in goals if any(s is place for s in g.sections)), None
        )
        if owner and place.heading is not None:
            return owner
    return None


def _named(
    row: TableKpi, goals: Sequence[FoundGoal], measures: Sequence[FoundMeasure]
) -> FoundGoal | FoundMeasure | None:
    """The measure or goal that the row itself names."""
    if row.measure:
        names = (squeeze(row.measure), squeeze(split_lead(row.measure)[1]))
        measure = next((m for name in names for m in measures if squeeze(m.name) == name), None)
        if measure:
            return measure
    if row.goal:
        name = squeeze(split_lead(row.goal.splitlines()[0])[1])
        of_name: list[FoundGoal | FoundMeasure] = [g for g in goals if g.key == name]
        of_name += [m for m in measures if squeeze(m.name) == name]
        return of_name[0] if of_name else None
    return None


def _listed_above(row: TableKpi, measures: Sequence[FoundMeasure]) -> FoundMeasure | None:
    """The measure set as an item right under the goal that the table stands under, the last one above the table."""
    place = row.evidence[0]
    top = min(box[1] for box in place.boxes)
    inside = {e for block in row.section.blocks for e in block.evidence}
    above = [
        m
        for m in measures
        if m.rule is Rule.MEASURE_DIRECT
        and m.evidence[0] in inside
        and (m.evidence[0].page, m.evidence[0].boxes[0][1]) < (place.page, top)
    ]
    return above[-1] if above else None


def _same(a: FoundKpi, b: FoundKpi) -> bool:
    """The same indicator of the same owner with the same targets: told twice, as in an overview and its section."""
    if a.evidence[0].page == b.evidence[0].page or (a.of is not None and b.of is not None and a.of != b.of):
        return False
    first, second = a.phrase, b.phrase
    if [(t.number, t.year, squeeze(t.text)) for t in first.targets] != [
        (t.number, t.year, squeeze(t.text)) for t in second.targets
    ]:
        return False
    if vocabulary().told_apart(first.indicator, second.indicator):
        return False
    return SequenceMatcher(None, squeeze(first.indicator), squeeze(second.indicator)).ratio() >= _ALIKE
