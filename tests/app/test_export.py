"""The workbook of records: a sheet per kind, evidence in every row, and text that stays text."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from app.export import write_answer, write_records
from app.worksheet import put, write_sheet
from corpus.errors import RefusedError
from corpus.ingested import Ingested
from search.citations import Answer, Citation, Item
from tests.app.made import GOAL, MEASURES, NASTY


def sheet_rows(sheet: Worksheet) -> list[dict[str, object]]:
    headers, *rows = sheet.iter_rows(values_only=True)
    return [dict(zip(map(str, headers), row, strict=True)) for row in rows]


@pytest.fixture
def book(ingested: Ingested, tmp_path: Path) -> Workbook:
    out = tmp_path / "out.xlsx"
    assert write_records(ingested.records, [ingested.document], out) == len(ingested.records)
    return load_workbook(out)


def test_every_kind_has_its_sheet_and_every_row_its_evidence(book: Workbook) -> None:
    assert book.sheetnames == ["目標", "施策", "KPI", "工程表", "転換", "役割", "推進体制"]
    for sheet in book.worksheets:
        rows = sheet_rows(sheet)
        assert rows
        for row in rows:
            assert row["文書"] == "まちの総合戦略"
            assert isinstance(row["ページ"], int)
            assert row["引用"]
        assert sheet.freeze_panes == "A2"
        assert sheet.auto_filter.ref == sheet.dimensions


def test_ids_are_given_by_name(book: Workbook) -> None:
    assert [row["施策"] for row in sheet_rows(book["施策"])] == list(MEASURES)
    assert {row["目標"] for row in sheet_rows(book["施策"])} == {f"① {GOAL}"}
    assert {row["目標・施策"] for row in sheet_rows(book["KPI"])} == {f"(1) {MEASURES[0]}"}
    assert sheet_rows(book["工程表"])[0]["施策"] == f"(1) {MEASURES[0]}"


def test_a_kpi_has_a_row_per_target_with_calendar_and_fiscal_years_apart(book: Workbook) -> None:
    rows = sheet_rows(book["KPI"])
    assert [(row["目標値"], row["目標値（数）"], row["目標年"], row["目標値の程度"]) for row in rows] == [
        ("200人以上", 200, "2029年", "以上"),
        ("千人", 1000, "2034年度", None),
    ]
    assert {(row["基準値（数）"], row["基準値の単位"], row["基準年"]) for row in rows} == {(120, "人", "2024年度")}


def test_what_looks_like_a_formula_is_text(book: Workbook) -> None:
    cell = next(cell for row in book["推進体制"].iter_rows() for cell in row if cell.value == NASTY)
    assert cell.data_type == "s"
    assert cell.quotePrefix


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "普通", "ABC\x00\x0b字", "字" * 40_000])
def test_text_survives_as_text(tmp_path: Path, text: str) -> None:
    book = Workbook()
    put(book.worksheets[0], 1, 1, text)
    book.save(tmp_path / "t.xlsx")
    cell = load_workbook(tmp_path / "t.xlsx").worksheets[0].cell(1, 1)
    assert cell.data_type in ("s", "inlineStr")
    assert str(cell.value).lstrip() == text.replace("\x00", "").replace("\x0b", "")[:32_767].lstrip()


def test_an_empty_sheet_keeps_its_header(tmp_path: Path) -> None:
    book = Workbook()
    write_sheet(book.worksheets[0], [("甲", 10), ("乙", 10)], [])
    assert book.worksheets[0].auto_filter.ref == "A1:B1"


def test_an_answer_with_its_sources(tmp_path: Path) -> None:
    citations = [Citation("d1", "a.pdf", page, ((0, 0, 9, 9),), f"引用{page}") for page in (3, 5)]
    items = tuple(Item(name, f"d1:measure:{n}", (citations[n],)) for n, name in enumerate(MEASURES))
    answer = Answer("施策は？", "set", "2件です。", items, tuple(citations))
    write_answer(answer, [], {"d1": "文書一"}, tmp_path / "a.xlsx")
    book = load_workbook(tmp_path / "a.xlsx")
    assert sheet_rows(book["答え"]) == [{"質問": "施策は？", "答え": "2件です。"}]
    assert [(r["項目"], r["文書"], r["ページ"], r["引用"]) for r in sheet_rows(book["項目"])] == [
        (MEASURES[0], "文書一", 3, "引用3"),
        (MEASURES[1], "文書一", 5, "引用5"),
    ]
    assert [r["番号"] for r in sheet_rows(book["出典"])] == [1, 2]


@pytest.mark.parametrize("out", ["nowhere/out.xlsx", "."])
def test_a_path_that_cannot_be_written(tmp_path: Path, ingested: Ingested, out: Sequence[str]) -> None:
    with pytest.raises(RefusedError, match="書き込めません"):
        write_records(ingested.records, [], tmp_path / str(out))
