"""Policy tables told by their header words, whatever the order of their columns."""

from __future__ import annotations

import pytest

from corpus.pages import Cell, Table
from corpus.records import Value
from ingest.policy_tables import table_groups, table_kpis, table_measures
from ingest.sections import Section


def _table(
    rows: list[list[str]], header_rows: int = 1, spans: dict[tuple[int, int], tuple[int, int]] | None = None
) -> Table:
    """A table of one page; `spans` gives (rowspan, colspan) of merged cells."""
    spans = spans or {}
    covered = {
        (r + i, c + j) for (r, c), (h, w) in spans.items() for i in range(h) for j in range(w) if (i, j) != (0, 0)
    }
    cells = [
        Cell(r, c, *spans.get((r, c), (1, 1)), text, 1, (c * 100.0, r * 20.0, c * 100.0 + 90, r * 20.0 + 15))
        for r, row in enumerate(rows)
        for c, text in enumerate(row)
        if (r, c) not in covered
    ]
    return Table((1,), "", header_rows, len(rows), len(rows[0]), tuple(cells))


def _kpis(table: Table) -> list[tuple[str, str | None, list[str]]]:
    def shown(value: Value) -> str:
        return f"{value.text}@{value.year}"

    return [
        (
            k.phrase.indicator,
            shown(k.phrase.baseline) if k.phrase.baseline else None,
            [shown(t) for t in k.phrase.targets],
        )
        for k in table_kpis(table, 2025, Section(None))
    ]


@pytest.mark.parametrize(
    "header",
    [
        ["重要業績評価指標\n（ＫＰＩ）", "現状値\n（令和5年度）", "目標値\n（令和11年度）"],
        ["指標名", "基準値（R5年度）", "目標（R11年度）"],
        ["指標", "令和5年度実績値", "令和11年度目標値"],
        ["数値目標", "現状（2023年度）", "目標値（2029年度）"],
        ["項目", "現状値（2023年度）", "目標値（2029年度）"],
    ],
)
@pytest.mark.parametrize("order", [(0, 1, 2), (0, 2, 1), (2, 1, 0)])
def test_years_come_from_the_header_in_any_order(header: list[str], order: tuple[int, int, int]) -> None:
    row = ["移住者数", "20人", "45人"]
    table = _table([[header[i] for i in order], [row[i] for i in order]])
    assert _kpis(table) == [("移住者数", "20人@2023", ["45人@2029"])]


def test_one_column_per_year_under_a_common_header() -> None:
    table = _table(
        [
            ["指標", "基準値", "目標値", ""],
            ["", "", "2026年度", "2029年度"],
            ["移住者数", "20人（2023年度）", "30人", "45人"],
        ],
        header_rows=2,
        spans={(0, 0): (2, 1), (0, 1): (2, 1), (0, 2): (1, 2)},
    )
    assert _kpis(table) == [("移住者数", "20人@2023", ["30人@2026", "45人@2029"])]


def test_an_indicator_that_spans_rows_has_all_their_targets() -> None:
    table = _table(
        [
            ["指標", "現状値", "目標値"],
            ["移住者数", "20人（2023年度）", "30人（2026年度）"],
            ["", "", "45人（2029年度）"],
        ],
        spans={(1, 0): (2, 1), (1, 1): (2, 1)},
    )
    assert _kpis(table) == [("移住者数", "20人@2023", ["30人@2026", "45人@2029"])]


def test_unit_column_and_missing_target() -> None:
    table = _table(
        [["指標", "単位", "現状値", "目標値"], ["移住者数", "人", "20", "45"], ["転出者数", "人", "30", "－"]]
    )
    (kpi,) = list(table_kpis(table, 2025, Section(None)))
    assert (kpi.phrase.targets[0].number, kpi.phrase.targets[0].unit) == (45.0, "人")


@pytest.mark.parametrize("indicator", ["観光客数（万人）", "観光客数［単位：万人］"])
def test_unit_in_the_name_of_the_indicator(indicator: str) -> None:
    table = _table([["指標", "現状値", "目標値"], [indicator, "42.3", "55"]])
    (kpi,) = list(table_kpis(table, 2025, Section(None)))
    assert (kpi.phrase.targets[0].number, kpi.phrase.targets[0].unit) == (550000.0, "人")


def test_group_column_names_what_the_rows_are_for() -> None:
    table = _table(
        [
            ["施策の方向", "指標", "現状値", "目標値"],
            ["人の流れ", "移住者数", "20人", "45人"],
            ["", "相談件数", "5件", "9件"],
        ],
        spans={(1, 0): (2, 1)},
    )
    assert table_groups(table, 2025) == {"人の流れ"}
    assert [k.goal for k in table_kpis(table, 2025, Section(None))] == ["人の流れ", "人の流れ"]


def test_kpis_written_out_in_a_cell_of_a_roadmap() -> None:
    table = _table(
        [["施策", "2025年度", "2026年度", "KPI"], ["観光案内", "準備", "開始", "案内所数：5か所（2026年度）"]]
    )
    (kpi,) = list(table_kpis(table, 2025, Section(None)))
    assert (kpi.phrase.indicator, kpi.measure, kpi.phrase.targets[0].year) == ("案内所数", "観光案内", 2026)


def test_list_of_measures_with_the_office_in_charge() -> None:
    table = _table(
        [["番号", "主管課", "事業名", "事業費", "主な事業内容"], ["1", "企画課", "空き家改修", "500", "改修を助ける。"]]
    )
    (measure,) = list(table_measures(table, 2025, [], []))
    assert (measure.name, measure.ministries, measure.description) == ("空き家改修", ("企画課",), "改修を助ける。")


@pytest.mark.parametrize(
    "rows",
    [
        [["区分", "2021年", "2022年"], ["出生数", "20人", "18人"]],
        [["項目", "内容"], ["対象", "町内の事業者"]],
        [["事業名", "予算額", "前年度"], ["道路整備", "500", "400"]],
        [["指標", "2021年", "2022年"], ["出生率", "1.3", "1.2"]],
    ],
)
def test_other_tables_give_nothing(rows: list[list[str]]) -> None:
    table = _table(rows)
    assert _kpis(table) == []
    assert list(table_measures(table, 2025, [], [])) == []
