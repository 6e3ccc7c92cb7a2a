"""Tables as JSON, XLSX and CSV."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from zipfile import ZipFile

import openpyxl
import pytest

from corpus.errors import RefusedError
from corpus.pages import Cell, Table
from ingest.table_export import neutral, tables_json, write_csv, write_xlsx


def cell(row: int, col: int, text: str, rowspan: int = 1, colspan: int = 1, page: int = 3) -> Cell:
    return Cell(row, col, rowspan, colspan, text, page, (50.0 + col, 100.123, 60.0, 110.0))


def table(caption: str = "表1 主な指標", *, cells: tuple[Cell, ...] = ()) -> Table:
    cells = cells or (
        cell(0, 0, "事業名", rowspan=2),
        cell(0, 1, "財源内訳", colspan=2),
        cell(1, 1, "国"),
        cell(1, 2, "県"),
        cell(2, 0, "図書館費\n(改修)"),
        cell(2, 1, "-1.2"),
        cell(2, 2, '=HYPERLINK("http://x","y")', page=4),
    )
    return Table((3, 4), caption, 2, 3, 3, cells)


def test_json_is_as_the_design_says() -> None:
    (found,) = tables_json([table()])["tables"]
    assert list(found) == ["pages", "caption", "header_rows", "n_rows", "n_cols", "cells"]
    assert found["pages"] == [3, 4]
    assert found["cells"][0] == {
        "row": 0,
        "col": 0,
        "rowspan": 2,
        "colspan": 1,
        "text": "事業名",
        "page": 3,
        "box": [50.0, 100.12, 60.0, 110.0],
    }
    json.dumps(found)


def test_xlsx_keeps_merged_cells_and_says_where_from(tmp_path: Path) -> None:
    out = tmp_path / "out.xlsx"
    write_xlsx([table(), table()], out, Path("戦略.pdf"))
    book = openpyxl.load_workbook(out)
    assert len(book.sheetnames) == 2
    assert len({n.casefold() for n in book.sheetnames}) == 2
    sheet = book.worksheets[0]
    assert sheet["A1"].value == "表1 主な指標"
    assert sheet["A2"].value == "戦略.pdf 3-4ページ"
    assert {str(r) for r in sheet.merged_cells.ranges} == {"A4:A5", "B4:C4"}
    assert (sheet["A4"].value, sheet["B4"].value, sheet["C5"].value) == ("事業名", "財源内訳", "県")
    assert sheet["A6"].value == "図書館費\n(改修)"
    assert sheet["A4"].font.bold
    assert not sheet["A6"].font.bold
    assert sheet["A6"].alignment.wrap_text
    assert sheet.freeze_panes == "A6"


@pytest.mark.parametrize("text", ["=1+1", "+SUM(A1)", "@cmd", "-2+3|calc", "\t=1", " =1", "\r=1"])
def test_formulas_are_neutralised(tmp_path: Path, text: str) -> None:
    cells = (cell(0, 0, text), cell(0, 1, "乙"), cell(1, 0, "丙"), cell(1, 1, text))
    one = Table((1,), text, 1, 2, 2, cells)
    write_xlsx([one], tmp_path / "out.xlsx", Path("a.pdf"))
    for row in openpyxl.load_workbook(tmp_path / "out.xlsx").worksheets[0].iter_rows():
        assert all(c.data_type != "f" for c in row)
    with ZipFile(tmp_path / "out.xlsx") as archive:
        assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")
    (path,) = write_csv([one], tmp_path / "csv")
    rows = list(csv.reader(path.open(encoding="utf-8-sig", newline="")))
    assert rows[0][0].startswith("'")
    assert rows[1][1].startswith("'")


@pytest.mark.parametrize("text", ["-1.2", "+5%", "-", "▲3", "-1,234", "年40人", ""])
def test_figures_stay_as_they_are(text: str) -> None:
    assert neutral(text) == text


@pytest.mark.parametrize("caption", ["a/b:c*d?[e]'f\\", "長" * 60, "", "'", "図\x00表\ufffe"])
def test_any_caption_makes_a_sheet(tmp_path: Path, caption: str) -> None:
    cells = (cell(0, 0, "甲\x00\x0b\ufffe"), cell(0, 1, "乙" * 40_000), cell(1, 0, "丙"), cell(1, 1, "丁"))
    write_xlsx([Table((1,), caption, 0, 2, 2, cells)], tmp_path / "out.xlsx", Path("a.pdf"))
    sheet = openpyxl.load_workbook(tmp_path / "out.xlsx").worksheets[0]
    assert len(sheet.title) <= 31
    assert sheet["A4"].value == "甲"
    assert len(sheet["B4"].value) == 32_767


def test_csv_has_a_bom_and_one_file_per_table(tmp_path: Path) -> None:
    first, second = write_csv([table(), table()], tmp_path / "new" / "folder")
    assert first.read_bytes().startswith(b"\xef\xbb\xbf")
    assert first.name != second.name
    rows = list(csv.reader(first.open(encoding="utf-8-sig", newline="")))
    assert rows[:2] == [["事業名", "財源内訳", ""], ["", "国", "県"]]
    assert rows[2][:2] == ["図書館費\n(改修)", "-1.2"]


def test_no_tables_still_makes_a_workbook(tmp_path: Path) -> None:
    write_xlsx([], tmp_path / "out.xlsx", Path("白書.pdf"))
    assert "白書.pdf" in openpyxl.load_workbook(tmp_path / "out.xlsx").worksheets[0]["A1"].value


def test_a_failed_write_leaves_nothing_and_says_why(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("x")
    with pytest.raises(RefusedError, match="書き込めません") as caught:
        write_xlsx([table()], blocked / "out.xlsx", Path("a.pdf"))
    assert caught.value.code == "unwritable"
    with pytest.raises(RefusedError):
        write_csv([table()], blocked)
    folder = tmp_path / "out.xlsx"
    folder.mkdir()
    with pytest.raises(RefusedError):
        write_xlsx([table()], folder, Path("a.pdf"))
    assert sorted(p.name for p in tmp_path.iterdir()) == ["file", "out.xlsx"]
