"""Goals, measures and KPIs as StratML, the XML of strategic plans.

A document without KPIs becomes a plan of Part 1 (ISO 17469-1:2015, schema StrategicPlanISOVersion20140401); one with
KPIs a plan of Part 2 (ANSI/AIIM 22, schema PerformancePlanOrReport20160216), which has the same core and performance
indicators. The order of elements is that of these schemas.

Goal ↔ Goal (a goal below another is a Goal too: StratML knows no deeper ones), Measure ↔ Objective, those in charge ↔
Stakeholder, Kpi ↔ PerformanceIndicator. KPIs of a goal hang on an Objective of the goal's name. What has no goal stands
under a Goal of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from xml.etree import ElementTree as ET

from corpus.records import Document, Goal, Kpi, Measure, Record, Value, name_of
from ingest.table_export import plain, replacing

_PART_1 = ("StrategicPlan", "urn:ISO:std:iso:17469:tech:xsd:stratml_core")
_PART_2 = ("PerformancePlanOrReport", "urn:ISO:std:iso:17469:tech:xsd:PerformancePlanOrReport")
_WHOLE = "目標に属さない施策・指標"
_OF_GOAL = "目標全体の指標"
_OF_DOCUMENT = "文書全体の指標"


def write_stratml(document: Document, records: Sequence[Record], out: Path) -> bool:
    """Write the document's plan to `out`; False, and nothing is written, when it has no goals, measures or KPIs.

    Raises RefusedError (`unwritable`).
    """
    plan = stratml(document, records)
    if plan is None:
        return False
    ET.indent(plan)
    with replacing(out) as draft:
        ET.ElementTree(plan).write(draft, encoding="utf-8", xml_declaration=True)
    return True


def stratml(document: Document, records: Sequence[Record]) -> ET.Element | None:
    """The plan as XML; None when there are no goals, measures or KPIs. Only records of the document count."""
    own = [r for r in records if r.document == document.id]
    goals = [r for r in own if isinstance(r, Goal)]
    measures = [r for r in own if isinstance(r, Measure)]
    kpis = [r for r in own if isinstance(r, Kpi)]
    if not (goals or measures or kpis):
        return None
    name, namespace = _PART_2 if kpis else _PART_1
    root = ET.Element(name, {"xmlns": namespace})
    if kpis:
        root.set("Type", "Performance_Plan")
    _text(root, "Name", document.title or document.file)
    _optional(root, "OtherInformation", "、".join(filter(None, (document.decision, document.edition))))
    core = ET.SubElement(root, "StrategicPlanCore")
    if document.publisher:
        _text(ET.SubElement(core, "Organization"), "Name", document.publisher)
    known = {goal.id: goal for goal in goals}
    for goal in goals:
        _goal(core, goal, known, [m for m in measures if m.goal == goal.id], kpis)
    loose = [m for m in measures if m.goal not in known]
    placed = {goal.id for goal in goals} | {measure.id for measure in measures}
    open_kpis = [k for k in kpis if k.of not in placed]
    if loose or open_kpis:
        rest = ET.SubElement(core, "Goal")
        _text(rest, "Name", _WHOLE)
        _text(rest, "Description", "")
        for measure in loose:
            _objective(rest, measure, kpis)
        _indicators_only(rest, _OF_DOCUMENT, open_kpis)
    _administration(root, document, part_2=bool(kpis))
    return root


def _goal(core: ET.Element, goal: Goal, known: dict[str, Goal], measures: Iterable[Measure], kpis: list[Kpi]) -> None:
    element = ET.SubElement(core, "Goal")
    _text(element, "Name", goal.name)
    _text(element, "Description", goal.statement)
    _text(element, "Identifier", _identifier(goal))
    _optional(element, "SequenceIndicator", goal.number)
    above = known.get(goal.parent or "")
    _optional(element, "OtherInformation", _joined(f"上位の目標：{name_of(above)}" if above else "", _pages(goal)))
    for measure in measures:
        _objective(element, measure, kpis)
    _indicators_only(element, _OF_GOAL, [k for k in kpis if k.of == goal.id])


def _objective(goal: ET.Element, measure: Measure, kpis: Iterable[Kpi]) -> None:
    element = ET.SubElement(goal, "Objective")
    _text(element, "Name", measure.name)
    _optional(element, "Description", measure.description)
    _text(element, "Identifier", _identifier(measure))
    _optional(element, "SequenceIndicator", measure.number)
    for body in measure.ministries:
        holder = ET.SubElement(element, "Stakeholder", {"StakeholderTypeType": "Organization"})
        _text(holder, "Name", body)
    projects = f"主な事業：{'、'.join(measure.projects)}" if measure.projects else ""
    group = f"区分：{measure.group}" if measure.group else ""
    _optional(element, "OtherInformation", _joined(group, projects, _pages(measure)))
    for kpi in kpis:
        if kpi.of == measure.id:
            _indicator(element, kpi)


def _indicators_only(goal: ET.Element, name: str, kpis: Sequence[Kpi]) -> None:
    """An Objective that only holds indicators: StratML has them nowhere else."""
    if kpis:
        element = ET.SubElement(goal, "Objective")
        _text(element, "Name", name)
        for kpi in kpis:
            _indicator(element, kpi)


def _indicator(objective: ET.Element, kpi: Kpi) -> None:
    values = [v for v in (kpi.baseline, *kpi.targets) if v is not None]
    units = [v.unit or "" for v in values if v.number is not None]
    unit = units[0] if units else ""
    kind = "Quantitative" if units else "Qualitative"
    element = ET.SubElement(objective, "PerformanceIndicator", {"PerformanceIndicatorType": kind})
    _text(element, "MeasurementDimension", kpi.indicator)
    _text(element, "UnitOfMeasurement", unit)
    _text(element, "Identifier", _identifier(kpi))
    for target in kpi.targets:
        _result(ET.SubElement(element, "MeasurementInstance"), "TargetResult", target, unit)
    if kpi.baseline is not None:
        _result(ET.SubElement(element, "MeasurementInstance"), "ActualResult", kpi.baseline, unit)
    _text(element, "OtherInformation", _pages(kpi))


def _result(instance: ET.Element, tag: str, value: Value, unit: str) -> None:
    """A value; its number only where it is of the indicator's unit, its date where 年 and 年度 are told apart."""
    element = ET.SubElement(instance, tag)
    if value.year is not None and value.fiscal is not None:
        end = _fiscal_end(value.year) if value.fiscal else date(value.year, 12, 31)
        _text(element, "EndDate", end.isoformat())
    if value.number is not None and (value.unit or "") == unit:
        _text(element, "NumberOfUnits", f"{Decimal(repr(value.number)).normalize():f}")
    _text(element, "Description", value.text)


def _administration(root: ET.Element, document: Document, *, part_2: bool) -> None:
    element = ET.SubElement(root, "AdministrativeInformation")
    if part_2:
        _text(element, "Identifier", f"_{document.id}")
    if document.period is not None:
        _text(element, "StartDate", date(document.period[0], 4, 1).isoformat())
        _text(element, "EndDate", _fiscal_end(document.period[1]).isoformat())
    if document.decided_on is not None and _is_date(document.decided_on):
        _text(element, "PublicationDate", document.decided_on)
    _optional(element, "Source", document.source_url)


def _fiscal_end(year: int) -> date:
    return date(year + 1, 3, 31)


def _is_date(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _identifier(record: Record) -> str:
    """The record's id as an xsd:ID, which has no colons and does not start with a digit."""
    return f"_{record.id.replace(':', '-')}"


def _pages(record: Record) -> str:
    pages = sorted({evidence.page for evidence in record.evidence})
    return f"掲載：{'、'.join(map(str, pages))}ページ"


def _joined(*parts: str) -> str:
    return "。".join(filter(None, parts))


def _text(parent: ET.Element, tag: str, text: str) -> None:
    ET.SubElement(parent, tag).text = plain(text)


def _optional(parent: ET.Element, tag: str, text: str | None) -> None:
    if text:
        _text(parent, tag, text)
