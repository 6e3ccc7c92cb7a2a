"""The desk as staff use it, in headless Chromium: ask, see the page, add a PDF, take the answer away as XLSX."""

from __future__ import annotations

import os
import shutil
import socket
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Page, sync_playwright

from app.adding import refresh_index
from app.desk import open_desk
from index.library import Library
from tests.app.made import MEASURES
from tests.app.pdfs import write_pdf

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
QUESTION = "選ばれる地方になるための施策は？"

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="Chromium がないため省略（環境変数 CHROMIUM で指定できます）")


@pytest.fixture
def url(library: Library, tmp_path: Path) -> Iterator[str]:
    with library.writing():
        refresh_index(library)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    (tmp_path / "downloads").mkdir()
    desk, address = open_desk(library, tmp_path / "downloads", host="127.0.0.1", port=port)
    yield address
    desk.close(verbose=False)


@pytest.fixture(params=[(1280, 900), (390, 844)], ids=["wide", "narrow"])
def page(request: pytest.FixtureRequest, url: str) -> Iterator[Page]:
    """The open desk. Fails the test when the page asked any other host for anything, or had a script error."""
    width, height = request.param
    asked: list[str] = []
    errors: list[str] = []
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        opened = browser.new_page(viewport={"width": width, "height": height}, locale="ja-JP")
        opened.on("request", lambda request: asked.append(request.url))
        opened.on("pageerror", lambda error: errors.append(str(error)))
        opened.goto(url)
        opened.wait_for_selector("#question input")
        yield opened
        browser.close()
    assert {urlsplit(a).hostname for a in asked if not a.startswith(("data:", "blob:"))} == {"127.0.0.1"}
    assert errors == []


def picture(page: Page) -> str:
    """Address of the picture of a page, once it is loaded and drawn."""
    page.locator("#page img").scroll_into_view_if_needed()
    page.wait_for_function("document.querySelector('#page img')?.naturalWidth > 1000")
    return page.locator("#page img").get_attribute("src") or ""


def test_ask_open_turn_and_download(page: Page, tmp_path: Path) -> None:
    page.fill("#question input", QUESTION)
    page.keyboard.press("Enter")
    page.wait_for_selector(".answer .items li")
    items = page.locator(".answer .items li span").all_inner_texts()
    assert items == list(MEASURES)

    first = picture(page)
    page.locator("#sources .source").nth(1).click()
    page.wait_for_function(f"document.querySelector('#page-head').innerText.includes({MEASURES[1]!r})")
    page.wait_for_function(f"document.querySelector('#page img').src !== {first!r}")
    picture(page)
    assert "p.1" in page.inner_text("#page-head")
    page.get_by_role("button", name="次のページ").click()
    page.wait_for_function("document.querySelector('#page-head').innerText.includes('p.2')")

    with page.expect_download() as download:
        page.click("#download")
    download.value.save_as(tmp_path / "answer.xlsx")
    rows = list(load_workbook(tmp_path / "answer.xlsx")["項目"].iter_rows(min_row=2, values_only=True))
    assert [row[1] for row in rows] == list(MEASURES)
    assert download.value.suggested_filename.endswith(".xlsx")


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
    page.get_by_role("tab", name="文書を加える").click()
    page.set_input_files("#upload input[type=file]", [new, tmp_path / "not.pdf"])
    page.click("#add:not([disabled])")
    page.wait_for_selector("#ledger .entry", timeout=60_000)
    assert page.locator("#ledger .entry").count() == 2
    assert page.locator("#ledger .entry.bad").count() == 1
    page.get_by_role("tab", name="文書の一覧").click()
    page.wait_for_function("document.querySelectorAll('#documents .entry').length === 2")
    assert "あたらしい計画" in page.inner_text("#documents")
    assert len(library.documents()) == 2
