"""The desk as staff use it, in headless Chromium: ask, see the page, add a PDF, take the answer away as XLSX."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

import pytest
from openpyxl import Workbook, load_workbook
from playwright.sync_api import Page

from index.library import Library
from ingest.reader import read_pdf
from ingest.tables import find_tables
from tests.app.conftest import CHROMIUM
from tests.app.made import GOAL, MEASURES
from tests.app.pdfs import write_pdf

QUESTION = "選ばれる地方になるための施策は？"

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="Chromium がないため省略（環境変数 CHROMIUM で指定できます）")


def picture(page: Page, view: str = "ask") -> str:
    """Address of the picture of a page, once it is loaded and drawn."""
    image = f"#{view}-page .sheet img"
    page.locator(image).scroll_into_view_if_needed()
    page.wait_for_function(f"document.querySelector('{image}')?.naturalWidth > 1000")
    return page.locator(image).get_attribute("src") or ""


def wait_for_text(page: Page, selector: str, text: str) -> None:
    page.wait_for_function(
        "([s, t]) => [...document.querySelectorAll(s)].some(e => e.innerText.includes(t))", arg=[selector, text]
    )


def unfold(page: Page, filters: str) -> None:
    """Show the filters where they are folded: on a telephone."""
    button = page.locator(f"[data-fold={filters}]")
    if button.is_visible():
        button.click()


def saved(page: Page, button: str, out: Path) -> Workbook:
    with page.expect_download() as download:
        page.click(button)
    assert download.value.suggested_filename.endswith(".xlsx")
    download.value.save_as(out)
    return load_workbook(out)


def test_ask_open_turn_and_download(page: Page, tmp_path: Path) -> None:
    queued: list[str] = []
    page.on("request", lambda request: queued.append(request.url) if "/queue/" in request.url else None)
    page.fill("#question input", QUESTION)
    page.keyboard.press("Enter")
    page.wait_for_selector(".answer .items li")
    items = page.locator(".answer .items li span:first-child").all_inner_texts()
    assert items == list(MEASURES)

    first = picture(page)
    page.locator("#sources .source").nth(1).click()
    wait_for_text(page, "#ask-page .page-head", MEASURES[1])
    assert picture(page) == first  # the same page: only the mark moves
    assert page.locator("#ask-page .marks .wash").count() == 1
    assert "p.1" in page.inner_text("#ask-page .page-head")
    page.get_by_role("button", name="次のページ").locator("visible=true").click()
    wait_for_text(page, "#ask-page .page-head", "p.2")

    book = saved(page, "#download", tmp_path / "answer.xlsx")
    assert [row[1] for row in book["項目"].iter_rows(min_row=2, values_only=True)] == list(MEASURES)
    assert queued == []  # Gradio's queue may lose a click that comes as it closes its stream


def test_enter_within_a_conversion_asks_nothing(page: Page) -> None:
    page.fill("#question input", "じょせい")
    page.evaluate(
        """() => { for (const kind of ['keydown', 'keypress']) document.querySelector('#question input').dispatchEvent(
             new KeyboardEvent(kind, {key: 'Enter', bubbles: true, cancelable: true, isComposing: true})) }"""
    )
    page.wait_for_timeout(1500)
    assert page.locator(".answer, .notice").count() == 0
    page.fill("#question input", QUESTION)
    page.keyboard.press("Enter")
    page.wait_for_selector(".answer")


def test_what_cannot_be_answered_is_said(page: Page) -> None:
    page.fill("#question input", "🗻🗻")
    page.click("#send")
    page.wait_for_selector(".notice")
    page.fill("#question input", "火星への移住支援は？")
    page.click("#send")
    page.wait_for_selector(".answer.declined")


def test_add_by_upload(page: Page, tmp_path: Path, library: Library) -> None:
    new = write_pdf(tmp_path / "あたらしい計画.pdf", pages=3)
    (tmp_path / "not.pdf").write_text("これはPDFではない", encoding="utf-8")
    page.get_by_role("tab", name="文書", exact=True).click()
    page.set_input_files("#upload input[type=file]", [new, tmp_path / "not.pdf"])
    page.click("#add:not([disabled])")
    page.wait_for_function("document.querySelectorAll('#ledger .entry:is(.good, .warn, .bad)').length === 2")
    assert page.locator("#ledger .entry.bad").count() == 1
    page.wait_for_function("document.querySelectorAll('#documents .entry').length === 2")
    assert "あたらしい計画" in page.inner_text("#documents")
    assert len(library.documents()) == 2


def test_a_citation_is_copied(page: Page) -> None:
    page.fill("#question input", QUESTION)
    page.keyboard.press("Enter")
    page.wait_for_selector("#ask-page .page-head .copy")
    page.locator("#ask-page .page-head .copy").click()
    page.wait_for_selector("text=コピーしました")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == f"『まちの総合戦略』（2025年12月23日本部決定）第1章 {GOAL}、p.1「{MEASURES[0]}」"


def test_a_link_brings_back_question_and_page(page: Page) -> None:
    page.fill("#question input", QUESTION)
    page.keyboard.press("Enter")
    page.wait_for_selector("#sources .source")
    page.locator("#sources .source").nth(1).click()
    wait_for_text(page, "#ask-page .page-head", MEASURES[1])
    page.get_by_role("button", name="次のページ").locator("visible=true").click()
    wait_for_text(page, "#ask-page .page-head", "p.2")
    page.wait_for_url("**/?q=*&source=2&p=2")
    link = page.url

    page.goto("about:blank")
    page.goto(link)
    wait_for_text(page, "#ask-page .page-head", "p.2")
    assert page.input_value("#question input") == QUESTION
    assert page.locator(".answer .items li").count() == len(MEASURES)
    assert page.locator("#sources [aria-current]").inner_text().startswith("2")
    assert page.url == link


@pytest.mark.parametrize("query", ["?show=nowhere&p=x", "?document=no&p=3", "?show=records&document=no&record=no&p=-1"])
def test_a_link_to_what_is_not_there_opens_the_desk(page: Page, query: str) -> None:
    page.goto(urlsplit(page.url)._replace(query="").geturl() + query)
    page.wait_for_selector("#views [role=tab][aria-selected=true]")
    page.wait_for_timeout(800)
    assert page.locator(".sheet img").count() == 0


def test_records_tree_list_and_workbook(page: Page, tmp_path: Path) -> None:
    page.get_by_role("tab", name="施策・KPI").click()
    page.wait_for_selector(".tree .node")
    assert page.locator(".tree > .goal > .node .name").all_inner_texts() == [f"① {GOAL}"]
    assert "＜魅力ある地方＞" in page.inner_text(".tree .goal .group")
    kpi = page.locator(".tree .group .measure .kpi .node")
    assert "120人（2024年度） → 200人以上（2029年）、千人（2034年度）" in kpi.inner_text()
    kpi.press("Enter")
    wait_for_text(page, "#records-page .page-head", "p.1")
    picture(page, "records")
    page.wait_for_url("**/?show=records&document=*&record=*p=1")
    link = page.url

    page.get_by_role("tab", name="一覧", exact=True).click()
    unfold(page, "filters")
    page.locator("#of-kind input").click()
    page.get_by_role("option", name="施策（2）").click()
    page.wait_for_function("document.querySelectorAll('table.records tbody tr').length === 2")
    assert page.locator("table.records .name").all_inner_texts() == [f"({n}) {m}" for n, m in enumerate(MEASURES, 1)]
    book = saved(page, "#save-records", tmp_path / "records.xlsx")
    assert {s.title: s.max_row - 1 for s in book.worksheets if s.max_row > 1} == {"施策": 2}
    headers, first, _ = book["施策"].iter_rows(values_only=True)
    row = dict(zip(headers, first, strict=True))
    assert (row["施策"], row["目標"]) == (MEASURES[0], f"① {GOAL}")

    page.goto("about:blank")
    page.goto(link)
    wait_for_text(page, "#records-page .page-head", "起業した女性の数")
    assert page.locator(".tree [aria-current]").count() == 1
    assert page.url == link


def test_tables_out_of_a_file(page: Page, samples: Path, tmp_path: Path) -> None:
    pdf = samples / "2019_dai2ki_sogosenryaku.pdf"
    expected = find_tables(read_pdf(pdf))
    page.get_by_role("tab", name="表を取り出す").click()
    page.set_input_files("#tables-file input[type=file]", pdf)
    page.wait_for_selector("#tables .source", timeout=60_000)
    assert page.locator("#tables .source").count() == len(expected) > 1
    page.locator("#tables .source").nth(1).click()
    wait_for_text(page, "#tables-page .page-head", f"p.{expected[1].pages[0]}")
    picture(page, "tables")
    cells = {cell.text for cell in expected[1].cells}
    wait_for_text(page, "#preview", max(cells, key=len).split("\n")[0])
    assert page.locator("#preview :is(th, td)").count() == len(expected[1].cells)

    page.locator("#tables [data-tick]").first.uncheck()
    page.wait_for_timeout(500)
    book = saved(page, "#save-tables", tmp_path / "tables.xlsx")
    assert len(book.worksheets) == len(expected) - 1
    sheet = book.worksheets[0]
    assert {str(c.value) for row in sheet.iter_rows(min_row=4) for c in row if c.value} == cells - {""}
    merged = sum(1 for cell in expected[1].cells if cell.rowspan > 1 or cell.colspan > 1)
    assert len(sheet.merged_cells.ranges) == merged


def test_a_file_that_is_no_pdf_is_told(page: Page, tmp_path: Path) -> None:
    (tmp_path / "not.pdf").write_text("これはPDFではない", encoding="utf-8")
    page.get_by_role("tab", name="表を取り出す").click()
    page.set_input_files("#tables-file input[type=file]", tmp_path / "not.pdf")
    page.wait_for_selector("#tables .notice")
