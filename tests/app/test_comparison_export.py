"""The 新旧対照表 as XLSX and HTML, and the command that writes it."""

from __future__ import annotations

import json
from html.parser import HTMLParser
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock

from app.cli import main
from app.comparison_export import write_comparison, write_comparison_html
from corpus.errors import RefusedError
from corpus.records import Record
from index.library import Library
from search.compare import compare_versions
from search.versions import Version
from tests.search.versions_made import kpi, measure, version

NASTY = '=HYPERLINK("http://example.invalid","<b>x</b>")'
OLD = version(
    "old",
    (),
    (measure("old", 1, "移住相談窓口の設置", description="相談員を置く。"), measure("old", 2, NASTY)),
    (kpi("old", 1, "移住相談件数", "60件(2019年度)"),),
)
NEW = version(
    "new",
    (),
    (measure("new", 1, "移住相談窓口の運営", description="相談員が<夜>も応じる。"),),
    (kpi("new", 1, "移住相談件数", "80件(2024年度)"),),
)
RECORDS: dict[str, Record] = {**OLD.by_id, **NEW.by_id}


def written(tmp_path: Path, old: Version = OLD, new: Version = NEW) -> Path:
    out = tmp_path / "taisho.xlsx"
    write_comparison(compare_versions(old, new), RECORDS, old.document, new.document, out)
    return out


def test_three_columns_and_the_changed_words_marked(tmp_path: Path) -> None:
    sheet = load_workbook(written(tmp_path), rich_text=True)["新旧対照表"]
    assert [str(sheet.cell(1, c).value).split("　")[0] for c in (1, 2, 3)] == ["新", "旧", "備考"]
    row = next(r for r in sheet.iter_rows(min_row=2) if str(r[1].value).startswith("移住相談窓口"))
    assert isinstance(row[0].value, CellRichText)
    marked = [b.text for b in row[0].value if isinstance(b, TextBlock) and b.font.u == "single"]
    assert "運営" in marked
    assert not any("移住" in text for text in marked)
    assert str(row[2].value).startswith("名称変更")


def test_rows_are_as_high_as_their_text_and_print_across(tmp_path: Path) -> None:
    sheet = load_workbook(written(tmp_path))["新旧対照表"]
    row = next(r for r in sheet.iter_rows(min_row=2) if str(r[1].value).startswith("移住相談窓口"))
    lines = max(str(cell.value).count("\n") + 1 for cell in row)
    assert sheet.row_dimensions[row[0].row].height >= 15 * lines
    assert {cell.font.name for cell in row} == {"游ゴシック"}
    assert (sheet.page_setup.orientation, sheet.page_setup.fitToWidth) == ("landscape", 1)


def test_no_text_is_a_formula(tmp_path: Path) -> None:
    for rich in (True, False):
        book = load_workbook(written(tmp_path), rich_text=rich)
        for sheet in book:
            for row in sheet.iter_rows():
                assert all(cell.data_type != "f" for cell in row)
    sheet = load_workbook(written(tmp_path))["新旧対照表"]
    gone = next(r for r in sheet.iter_rows(min_row=2) if str(r[1].value).startswith("="))
    assert gone[0].value == "（削除）"
    assert gone[1].quotePrefix


def test_changes_of_kpis_have_their_sheet(tmp_path: Path) -> None:
    sheet = load_workbook(written(tmp_path))["KPIの変更"]
    assert [cell.value for cell in sheet[2]] == ["移住相談件数", "60件(2019年度)", "80件(2024年度)", "目標値を引上げ"]


class Reader(HTMLParser):
    """Collects tags and the marked words."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.marked: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        if self.tags and self.tags[-1] == "u":
            self.marked.append(data)
            self.tags.append("")


def test_html_marks_words_and_escapes_text(tmp_path: Path) -> None:
    out = tmp_path / "taisho.html"
    write_comparison_html(compare_versions(OLD, NEW), RECORDS, OLD.document, NEW.document, out)
    reader = Reader()
    reader.feed(out.read_text(encoding="utf-8"))
    assert "運営" in reader.marked
    assert not {"b", "夜", "a", "script"} & set(reader.tags)
    assert "&lt;夜&gt;" in out.read_text(encoding="utf-8").replace("<u>", "").replace("</u>", "")


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    for write in (write_comparison, write_comparison_html):
        with pytest.raises(RefusedError, match="書き込めません"):
            write([], {}, OLD.document, NEW.document, tmp_path / "nowhere" / "x")


def test_the_command_against_itself(library: Library, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "t.html"
    code = main(["compare", "machi", "machi", "--json", "--html", str(out), "--library", str(library.folder)])
    found = json.loads(capsys.readouterr().out)["correspondences"]
    assert code == 0
    assert {c["type"] for c in found} == {"unchanged"}
    assert set(found[0]) == {"type", "from", "to", "score", "reasons", "kpi_changes"}
    assert set(found[0]["from"][0]) == {"id", "name", "page"}
    assert found[0]["from"][0]["page"] == 1
    assert {k for c in found for change in c["kpi_changes"] for k in change} == {
        "indicator",
        "before",
        "after",
        "change",
    }
    assert out.exists()


def test_pages_are_told_and_never_marked(library: Library, tmp_path: Path) -> None:
    out = tmp_path / "t.html"
    main(["compare", "machi", "machi", "--html", str(out), "--library", str(library.folder)])
    page = out.read_text(encoding="utf-8")
    assert "（1頁）" in page
    assert "<u>" not in page


def test_the_command_with_a_document_that_is_not_there(library: Library, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["compare", "machi", "nai", "--library", str(library.folder)]) == 1
    assert "nai" in capsys.readouterr().err
