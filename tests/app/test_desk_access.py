"""Every view in light and dark: no serious finding of axe-core, nothing wider than a telephone, all by keyboard."""

from __future__ import annotations

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.app.conftest import CHROMIUM
from tests.app.made import MEASURES
from tests.app.test_desk_browser import QUESTION, wait_for_text

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="Chromium がないため省略（環境変数 CHROMIUM で指定できます）")
WIDE = pytest.mark.parametrize("page", [(1280, 900)], indirect=True, ids=["wide"])
NARROW = pytest.mark.parametrize("page", [(390, 844)], indirect=True, ids=["narrow"])


def findings(page: Page, view: str) -> list[str]:
    page.wait_for_timeout(400)  # transitions of colour
    found = Axe().run(page).response["violations"]
    return [
        f"{view}: {v['id']} {v['nodes'][0]['html']}"
        for v in found
        if v["impact"] in ("serious", "critical") or v["id"] == "heading-order"
    ]


def ask(page: Page) -> None:
    page.fill("#question input", QUESTION)
    page.keyboard.press("Enter")
    page.wait_for_selector("#ask-page .sheet img")


@WIDE
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_serious_finding_of_axe(page: Page, samples: Path, scheme: str) -> None:
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    page.goto(page.url)
    page.wait_for_selector("#question input")
    found = findings(page, "調べる（はじめ）")
    ask(page)
    page.click("#memory summary")
    page.click("#feedback button")
    page.click("#questions button")
    found += findings(page, "調べる")
    for name, ready in (
        ("施策・KPI", ".tree .node"),
        ("一覧", "table.records"),
        ("工程表", "#roadmap :is(.gantt, .empty)"),
        ("KPIの目標", "#targets .node"),
        ("版を比べる", "#pairs"),
        ("文書", "#documents .title"),
        ("表を取り出す", "#tables-file"),
    ):
        page.get_by_role("tab", name=name, exact=True).click()
        page.locator(ready).first.wait_for(state="visible")
        if name == "文書":
            page.click("#documents .title")
            page.wait_for_selector("#documents-page .sheet img")
        found += findings(page, name)
    page.set_input_files("#tables-file input[type=file]", samples / "2025_chihososei_sogosenryaku_gaiyo.pdf")
    page.wait_for_selector("#tables :is(.source, .notice)")
    found += findings(page, "表を取り出す（表）")
    assert found == []


@NARROW
def test_no_view_is_wider_than_a_telephone(page: Page) -> None:
    ask(page)
    for name in ("調べる", "施策・KPI", "版を比べる", "表を取り出す", "文書"):
        page.get_by_role("tab", name=name, exact=True).click()
        page.wait_for_timeout(300)
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, name


@WIDE
def test_all_by_keyboard(page: Page) -> None:
    assert page.evaluate("document.activeElement.closest('#question') !== null")  # one may type at once
    page.keyboard.type(QUESTION)
    page.keyboard.press("Enter")
    page.wait_for_selector("#ask-page .sheet img")
    page.locator("#sources .source").first.focus()
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.dataset.place") == "1"
    page.keyboard.press("Enter")
    wait_for_text(page, "#ask-page .page-head", MEASURES[1])
    page.locator("#ask-page .sheet").focus()
    page.keyboard.press("ArrowRight")
    wait_for_text(page, "#ask-page .page-head", "p.2")
    page.locator("#ask-page .sheet").focus()
    page.keyboard.press("p")
    wait_for_text(page, "#ask-page .page-head", MEASURES[0])
    page.locator("#ask-page .sheet").focus()
    before = page.locator("#ask-page .leaf").bounding_box()
    page.keyboard.press("+")
    after = page.locator("#ask-page .leaf").bounding_box()
    assert before
    assert after
    assert after["width"] > before["width"] * 1.2
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.hasAttribute('data-place')")
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.closest('#question') !== null")
