"""Sheets set as a form, one measure or project each: 基本目標 | …, 施策 | …, 事業名 | …, 担当課 | …, KPI | ….

The labels stand at the left of what they name, in pairs along the row or one a row.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from corpus.pages import Cell, Table
from corpus.text import normalise, squeeze
from ingest.found_measures import FoundMeasure
from ingest.goals import FoundGoal, header_label, split_lead
from ingest.list_items import offices
from ingest.policy_columns import layout_of
from ingest.policy_tables import TableKpi, cell_evidence, kpis_of_rows, written_out
from ingest.rules import Rule
from ingest.sections import Section

_MEASURE = re.compile(r"^(?:基本|個別|具体的な?)?施策(?:名|名称|の名称)?$")
_PROJECT = re.compile(r"^(?:事務)?(?:事業|取組|プロジェクト)(?:名|名称|の名称)$")
_IN_CHARGE = re.compile(r"^(?:主な?)?(?:担当|所管|主管|実施)(?:課|部局?|部署|府省庁?|室|課等|課室)(?:名)?$")
_CONTENT = re.compile(r"^(?:事業|施策|取組)?の?(?:概要|内容|目的・概要|目的と概要)$")
_KPI = re.compile(r"^(?:成果|評価|数値|活動)?(?:KPI|指標|目標|重要業績評価指標)(?:\(KPI\))?$")
_FEWEST = 3


@dataclass(slots=True)
class Form:
    """The cells of a form by what they hold; `kpi` are the rows beside its KPI label, without the label."""

    goal: Cell | None = None
    label: str = ""
    measure: Cell | None = None
    project: Cell | None = None
    charge: Cell | None = None
    content: Cell | None = None
    kpi: list[list[Cell | None]] = field(default_factory=list)

    def is_one(self) -> bool:
        """Whether enough is labelled to be sure that this is a form."""
        named = self.measure or self.project
        told = [self.goal, self.measure, self.project, self.charge, self.content, *([self.kpi] if self.kpi else [])]
        return named is not None and sum(t is not None for t in told) >= _FEWEST


def form_of(table: Table, around: int | None) -> Form | None:
    """The form that a table is; None for other tables."""
    if table.n_cols < 2 or layout_of(table, around) is not None:
        return None
    form = Form()
    for row in table.grid():
        cells = list(dict.fromkeys(c for c in row if c is not None))
        first = cells[0] if cells else None
        if first is not None and len(cells) > 1 and _KPI.match(squeeze(first.text)):
            form.kpi.append(row[first.colspan :])
            continue
        for label, value in zip(cells[::2], cells[1::2], strict=False):
            _fill(form, squeeze(label.text), value)
    return form if form.is_one() else None


def _fill(form: Form, label: str, value: Cell) -> None:
    if not value.text.strip():
        return
    if header_label(label) and form.goal is None:
        form.goal, form.label = value, header_label(label) or ""
    elif _MEASURE.match(label) and form.measure is None:
        form.measure = value
    elif _PROJECT.match(label) and form.project is None:
        form.project = value
    elif _IN_CHARGE.match(label) and form.charge is None:
        form.charge = value
    elif _CONTENT.match(label) and form.content is None:
        form.content = value


def form_goals(form: Form) -> Iterator[FoundGoal]:
    """The goal that a form names."""
    if form.goal is not None:
        number, name = split_lead(_words(form.goal))
        if 2 <= len(name) <= 80 and not name.endswith("。"):
            yield FoundGoal(form.label, number, name, cell_evidence([form.goal]), Rule.GOAL_FORM)


def form_measures(form: Form, goals: Sequence[FoundGoal]) -> Iterator[FoundMeasure]:
    """The measure of a form, with its project where it names both."""
    cell = form.measure or form.project
    if cell is None:
        return
    number, name = split_lead(_words(cell))
    if not 2 <= len(name) <= 120 or name.endswith("。"):
        return
    goal_name = squeeze(split_lead(_words(form.goal))[1]) if form.goal else ""
    yield FoundMeasure(
        number,
        name,
        cell_evidence([cell, form.project, form.charge]),
        Rule.MEASURE_FORM,
        next((g for g in goals if g.key == goal_name), None),
        description=_words(form.content) if form.content and form.measure is None else "",
        ministries=offices(form.charge.text) if form.charge else (),
        projects=(_words(form.project),) if form.project and form.measure else (),
    )


def form_kpis(form: Form, around: int | None, section: Section) -> Iterator[TableKpi]:
    """The KPIs of a form: a small table beside their label, or phrases in one cell."""
    owner = form.measure or form.project
    measure = _words(owner) if owner else None
    found = list(kpis_of_rows(form.kpi, around, section)) if len(form.kpi) > 1 else []
    cells = dict.fromkeys(c for row in form.kpi for c in row if c is not None)
    for kpi in found or [k for c in cells for k in written_out(c, around, section)]:
        yield TableKpi(kpi.phrase, kpi.evidence, section, measure=measure)


def _words(cell: Cell) -> str:
    return " ".join(normalise(cell.text).split())
