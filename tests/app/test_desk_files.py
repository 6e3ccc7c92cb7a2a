"""Files through the desk in headless Chromium: adding is stopped, a document read again, CSV and ZIP taken away."""

from __future__ import annotations

import csv
import threading
from collections.abc import Iterator
from io import TextIOWrapper
from pathlib import Path
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Page

import app.desk_documents
from app.adding import Outcome
from app.reading import Progress
from index.library import Library
from index.verification import verify
from ingest.reader import read_pdf
from ingest.tables import find_tables
from tests.app.conftest import CHROMIUM
from tests.app.made import MEASURES
from tests.app.pdfs import write_pdf
from tests.app.test_desk_browser import wait_for_text

pytestmark = [
    pytest.mark.skipif(CHROMIUM is None, reason="Chromium がないため省略（環境変数 CHROMIUM で指定できます）"),
    pytest.mark.parametrize("page", [(1280, 900)], indirect=True, ids=["wide"]),
]


def test_adding_is_stopped(page: Page, library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The file after the first is held until the stop button has been pressed: nothing hangs on who is faster."""
    add_files, pressed = app.desk_documents.add_files, threading.Event()

    def slowly(library: Library, paths: list[Path], *, jobs: int, progress: Progress) -> Iterator[Outcome]:
        yield from add_files(library, paths[:1], jobs=1, progress=progress)
        progress(paths[1], 1, 3)
        assert pressed.wait(60)
        yield from add_files(library, paths[1:], jobs=1, progress=progress)

    monkeypatch.setattr(app.desk_documents, "add_files", slowly)
    stop = app.desk_documents.AddingJob.stop

    def stopped(job: app.desk_documents.AddingJob) -> None:
        stop(job)
        pressed.set()

    monkeypatch.setattr(app.desk_documents.AddingJob, "stop", stopped)
    files = [write_pdf(tmp_path / f"計画{n}.pdf", pages=n + 3) for n in range(2)]
    page.get_by_role("tab", name="文書", exact=True).click()
    page.set_input_files("#upload input[type=file]", files)
    page.click("#add:not([disabled])")
    wait_for_text(page, "#ledger", "1/3ページ")
    page.click("#stop")
    wait_for_text(page, "#ledger .notice", "中止しました")
    page.wait_for_function("document.querySelectorAll('#documents .entry').length === 2")
    assert len(library.documents()) == 2
    assert verify(library) == []


def test_what_was_told_of_a_document_stays_when_it_is_read_again(page: Page, library: Library) -> None:
    page.get_by_role("tab", name="文書", exact=True).click()
    page.click("#documents .title")
    page.wait_for_selector("#documents-page .sheet img")
    page.fill("#edit-title :is(input, textarea)", "人が付けた名前")
    page.fill("#edit-last input", "2030")
    page.click("#edit-save")
    wait_for_text(page, "#edit-told", "書き換えました")
    page.click("#edit-again")
    page.wait_for_selector("#ledger .entry:is(.good, .warn)")
    page.wait_for_selector("#stop", state="hidden")  # the index is built, too
    wait_for_text(page, "#documents .title", "人が付けた名前")
    (document,) = library.documents()
    assert (document.title, document.period) == ("人が付けた名前", (2025, 2030))
    assert library.records(document.id) == []  # what the made PDF truly says


def test_the_list_of_records_as_csv(page: Page) -> None:
    page.get_by_role("tab", name="施策・KPI", exact=True).click()
    page.wait_for_selector(".tree .node")
    with page.expect_download() as download:
        page.click("#save-records-csv")
    assert download.value.suggested_filename.endswith(".csv")
    rows = list(csv.reader(download.value.path().read_text(encoding="utf-8-sig").splitlines()))
    assert set(MEASURES) <= {cell for row in rows for cell in row} | {
        cell.partition(") ")[2] for row in rows for cell in row
    }
    assert not [cell for row in rows for cell in row if cell.startswith("=")]


def test_tables_as_zip_and_with_another_number_of_header_rows(page: Page, samples: Path, tmp_path: Path) -> None:
    pdf = samples / "2019_dai2ki_sogosenryaku.pdf"
    expected = find_tables(read_pdf(pdf))
    page.get_by_role("tab", name="表を取り出す").click()
    page.set_input_files("#tables-file input[type=file]", pdf)
    page.wait_for_selector("#preview table")
    with page.expect_download() as download:
        page.click("#save-tables-csv")
    assert download.value.suggested_filename.endswith(".zip")
    with ZipFile(download.value.path()) as archive:
        names = sorted(name for name in archive.namelist() if name.endswith(".csv"))
        assert len(names) == len(expected)
        with archive.open(names[0]) as file:
            first = list(csv.reader(TextIOWrapper(file, encoding="utf-8-sig")))
    words = {cell.text for cell in expected[0].cells if cell.text}
    assert {cell for row in first for cell in row} & words

    rows = expected[0].header_rows + 1
    page.fill("#heads input", str(rows))
    page.wait_for_function("n => document.querySelectorAll('#preview tr:has(th)').length === n", arg=rows)
    with page.expect_download() as download:
        page.click("#save-tables")
    download.value.save_as(tmp_path / "tables.xlsx")
    sheet = load_workbook(tmp_path / "tables.xlsx").worksheets[0]
    bold = {c.row for row in sheet.iter_rows(min_row=4) for c in row if c.value and c.font.bold}
    assert len(bold) == rows
    values = {str(c.value) for row in sheet.iter_rows(min_row=4) for c in row if c.value}
    assert values == words
