"""Tables of a file that needs OCR: read by it, marked everywhere, or told what to install."""

from __future__ import annotations

import csv
from pathlib import Path

import openpyxl
import pytest

from corpus.errors import OcrUnavailable
from ingest.picture import Picture
from ingest.reading import TablesRead, read_tables
from ingest.table_export import tables_json, write_csv, write_xlsx
from ingest.tesseract import Letter, Row
from tests.pdfs import Sheet, write_pdf
from tests.scans import write_scan

XS, YS = (100, 250, 400), (100, 130, 160)
ROWS = (("指標", "目標値"), ("新規就農者数", "三人"))


def scan(folder: Path) -> Path:
    """One page with a ruled table, as a picture."""
    sheet = Sheet()
    for y in YS:
        sheet.line(XS[0], y, XS[-1], y, 1)
    for x in XS:
        sheet.line(x, YS[0], x, YS[-1], 1)
    return write_scan(write_pdf(folder / "plain.pdf", sheet), [1], folder / "scan.pdf")


class Reads:
    """A recogniser that reads the words of the table where they stand."""

    def recognise(self, picture: Picture) -> tuple[Row, ...]:
        assert picture.png
        return tuple(self._row(w, XS[c] + 10, YS[r] + 8) for r, row in enumerate(ROWS) for c, w in enumerate(row))

    def _row(self, words: str, x: float, y: float) -> Row:
        letters = tuple(Letter(c, (x + 10 * i, y, x + 10 * i + 9, y + 10), 0.95) for i, c in enumerate(words))
        return Row(letters, (x, y, x + 10 * len(words), y + 10), 10)


def lacking() -> Reads:
    raise OcrUnavailable("Tesseract を入れてください。", code="ocr_not_installed")


@pytest.fixture
def read(tmp_path: Path) -> TablesRead:
    return read_tables(scan(tmp_path), find=Reads)


def test_the_tables_of_a_scan_are_read_by_ocr_and_say_so(read: TablesRead) -> None:
    (table,) = read.tables
    assert [c.text for c in table.cells] == [word for row in ROWS for word in row]
    assert all(evidence.ocr for cell in table.cells for evidence in cell.evidence)
    assert [problem.code for problem in read.problems] == ["ocr_text"]


def test_the_json_marks_tables_and_cells(read: TablesRead) -> None:
    told = tables_json(read.tables, read.problems)
    assert told["tables"][0]["ocr"] is True
    assert all(cell["ocr"] is True for cell in told["tables"][0]["cells"])
    assert [problem["code"] for problem in told["problems"]] == ["ocr_text"]


def test_the_files_say_that_they_are_ocr(read: TablesRead, tmp_path: Path) -> None:
    write_xlsx(read.tables, tmp_path / "t.xlsx", Path("計画.pdf"))
    assert "OCR" in openpyxl.load_workbook(tmp_path / "t.xlsx").worksheets[0]["A2"].value
    (written,) = write_csv(read.tables, tmp_path)
    assert written.name == "表01_p1_OCR.csv"
    with written.open(encoding="utf-8-sig", newline="") as file:
        assert list(csv.reader(file)) == [list(row) for row in ROWS]


def test_a_scan_without_ocr_tells_what_to_install(tmp_path: Path) -> None:
    read = read_tables(scan(tmp_path), find=lacking)
    assert read.tables == ()
    problem = next(p for p in read.problems if p.code == "ocr_not_installed")
    assert "Tesseract" in problem.message
    assert "もう一度" in problem.message
