"""Records as rows: what is above them, who is in charge, and what the filters let through."""

from __future__ import annotations

import pytest

from app.record_rows import Chosen, Row, counted, rows_of
from corpus.ingested import Ingested
from search.structure import Structure
from tests.app.made import GOAL, MEASURES


@pytest.fixture
def rows(ingested: Ingested) -> list[Row]:
    return rows_of([Structure(ingested.document, ingested.records)])


def test_a_kpi_knows_its_goal_group_measure_and_bodies(rows: list[Row]) -> None:
    kpi = next(row for row in rows if row.record.KIND == "kpi")
    assert kpi.above == (f"① {GOAL}", "魅力ある地方", f"(1) {MEASURES[0]}")
    assert kpi.ministries == ("内閣府", "総務省")
    assert kpi.years == (2029, 2034)
    assert kpi.detail == "120人（2024年度） → 200人以上（2029年）、千人（2034年度）"


def test_a_step_stands_under_its_measure(rows: list[Row]) -> None:
    step = next(row for row in rows if row.record.KIND == "roadmap")
    assert step.goals == (rows[0].record.id,)
    assert step.detail == "2025年度〜2027年度"


@pytest.mark.parametrize(
    ("chosen", "kinds"),
    [
        (Chosen(kind="measure"), ["measure", "measure"]),
        (Chosen(year="2034"), ["kpi"]),
        (Chosen(ministry="総務省"), ["measure", "measure", "kpi", "roadmap"]),
        (Chosen(ministry="総務省", year="2027"), ["roadmap"]),
        (Chosen(kind="goal", year="2029"), []),
    ],
)
def test_filters_narrow(rows: list[Row], chosen: Chosen, kinds: list[str]) -> None:
    assert [row.record.KIND for row in rows if chosen.admits(row)] == kinds


def test_filters_offer_what_is_there_with_counts(rows: list[Row]) -> None:
    assert counted(rows, lambda row: row.ministries) == [("内閣府", 4), ("総務省", 4)]
    goal = rows[0].record.id
    assert counted(rows, lambda row: row.goals) == [(goal, 5)]
