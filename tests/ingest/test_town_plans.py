"""Records of municipal plans in 35 layouts, exact after NFKC and without white space."""

from __future__ import annotations

import pytest

from corpus.records import Goal, Kpi, Measure, RoadmapStep, Value
from corpus.text import squeeze
from tests.ingest.all_town_plans import PLANS
from tests.ingest.record_scores import Extracted, extract
from tests.ingest.town_plan import Number, TownPlan


def _number(value: Value | None) -> Number | None:
    return None if value is None else (value.number, value.unit, value.year)


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Extracted]:
    folder = tmp_path_factory.mktemp("plans")
    return {plan.file: extract(plan.draw(folder / plan.file)) for plan in PLANS}


@pytest.mark.parametrize("plan", PLANS, ids=lambda plan: plan.file)
def test_goals_and_measures(plan: TownPlan, read: dict[str, Extracted]) -> None:
    records = read[plan.file].records
    numbers = {r.id: squeeze(r.number or "") for r in records if isinstance(r, Goal)}
    assert [(squeeze(r.number or ""), squeeze(r.name)) for r in records if isinstance(r, Goal)] == plan.goals
    found = [
        (numbers.get(m.goal or "", ""), squeeze(m.number or ""), squeeze(m.name), m.ministries, m.projects)
        for m in records
        if isinstance(m, Measure)
    ]
    assert found == plan.measures


@pytest.mark.parametrize("plan", PLANS, ids=lambda plan: plan.file)
def test_kpis(plan: TownPlan, read: dict[str, Extracted]) -> None:
    of = read[plan.file]
    found = [
        (of.name(k.of), squeeze(k.indicator), _number(k.baseline), tuple(_number(t) for t in k.targets))
        for k in of.records
        if isinstance(k, Kpi)
    ]
    assert sorted(found, key=repr) == sorted(plan.kpis, key=repr)


@pytest.mark.parametrize("plan", [plan for plan in PLANS if plan.roadmap], ids=lambda plan: plan.file)
def test_roadmap(plan: TownPlan, read: dict[str, Extracted]) -> None:
    records = read[plan.file].records
    names = {r.id: r.name for r in records if isinstance(r, Measure)}
    found = [
        (names.get(s.measure or "", s.measure), s.text, s.start_fy, s.end_fy)
        for s in records
        if isinstance(s, RoadmapStep)
    ]
    assert found == plan.roadmap
