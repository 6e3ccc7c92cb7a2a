"""The view 「版を比べる」 in headless Chromium: compare, open places, judge, draw by hand, see the flow, save."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from openpyxl import load_workbook
from playwright.sync_api import Browser, Page

from app.server import serving
from index.library import Library
from tests.app.conftest import CHROMIUM
from tests.app.test_desk_browser import unfold
from tests.app.versions import GOAL, add_versions

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="Chromium がないため省略（環境変数 CHROMIUM で指定できます）")


@pytest.fixture
def versions(tmp_path: Path) -> Iterator[tuple[Library, str, str]]:
    with Library.create_or_open(tmp_path / "plans") as library:
        yield library, *add_versions(library, tmp_path)


@pytest.fixture(params=[(1280, 900), (390, 844)], ids=["wide", "narrow"])
def page(
    request: pytest.FixtureRequest, browser: Browser, versions: tuple[Library, str, str], tmp_path: Path
) -> Iterator[Page]:
    """The open view. Fails the test when the page asked any other host for anything, or had a script error."""
    width, height = request.param
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    (tmp_path / "downloads").mkdir()
    asked: list[str] = []
    errors: list[str] = []
    with serving(versions[0], tmp_path / "downloads", host="127.0.0.1", port=port) as url:
        opened = browser.new_page(viewport={"width": width, "height": height}, locale="ja-JP")
        opened.on("request", lambda request: asked.append(request.url))
        opened.on("pageerror", lambda error: errors.append(str(error)))
        opened.set_default_timeout(60_000)
        opened.goto(url)
        opened.get_by_role("tab", name="版を比べる").click()
        opened.wait_for_selector("#pairs .pair")
        yield opened
        opened.context.close()
    assert {urlsplit(a).hostname for a in asked if not a.startswith(("data:", "blob:"))} == {"127.0.0.1"}
    assert not [a for a in asked if "/queue/" in a]  # Gradio's queue may lose a click
    assert errors == []


def wait_for_text(page: Page, selector: str, text: str) -> None:
    page.wait_for_function(
        "([s, t]) => [...document.querySelectorAll(s)].some(e => e.innerText.includes(t))", arg=[selector, text]
    )


def types(page: Page) -> list[str]:
    return page.locator("#pairs .became").all_inner_texts()


def test_compare_open_both_sides_filter_and_come_back(
    page: Page, versions: tuple[Library, str, str], tmp_path: Path
) -> None:
    assert types(page) == ["変更なし", "名称変更", "新規", "変更なし", "廃止", "変更なし"]
    assert GOAL in page.locator("#pairs .name").first.inner_text()
    assert page.locator("#pairs i").count() == 0
    renamed = page.locator("#pairs .pair", has_text="空き家の利活用の促進")
    assert renamed.locator(".old u").all_inner_texts() == ["支援"]
    assert renamed.locator(".new u").all_inner_texts() == ["促進"]
    assert "目標値を引上げ" in page.locator("#pairs .pair", has_text="空き家の成約件数").last.inner_text()

    renamed.locator(".old .cell").press("Enter")
    wait_for_text(page, "#compare-page .page-head", "前期計画")
    page.wait_for_function("document.querySelector('#compare-page img')?.naturalWidth > 1000")
    renamed.locator(".new .cell").click()
    wait_for_text(page, "#compare-page .page-head", "後期計画")
    wait_for_text(page, "#compare-page .page-head", "p.2")
    page.wait_for_url(
        f"**/?show=compare&document={versions[1]}&record={versions[2]}%3Ameasure%3A1&new={versions[2]}&p=2"
    )
    link = page.url

    unfold(page, "versions")
    page.get_by_label("結果").click()
    page.get_by_role("option", name="名称変更（1）").click()
    page.wait_for_function("document.querySelectorAll('#pairs .pair').length === 1")
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]  # type: ignore[index]

    page.goto("about:blank")
    page.goto(link)
    wait_for_text(page, "#compare-page .page-head", "後期計画")
    assert page.locator("#pairs [aria-current]").count() == 1
    assert page.url == link

    with page.expect_download() as download:
        page.click("#save-comparison")
    download.value.save_as(tmp_path / "taisho.xlsx")
    assert load_workbook(tmp_path / "taisho.xlsx").sheetnames == ["新旧対照表", "KPIの変更", "対応の判断"]


def test_no_finding_of_axe(page: Page) -> None:
    page.locator("#pairs .new .cell").first.click()
    page.wait_for_selector("#compare-page .sheet img")
    for tab in ("対応", "KPIの変化", "流れの図"):
        page.get_by_role("tab", name=tab).click()
        page.wait_for_selector({"対応": "#pairs", "KPIの変化": "#kpi-changes", "流れの図": "#flow svg"}[tab])
        page.wait_for_timeout(400)  # transitions of colour
        found = Axe().run(page).response["violations"]
        serious = [v for v in found if v["impact"] in ("serious", "critical") or v["id"] == "heading-order"]
        assert [(tab, v["id"], v["nodes"][0]["html"]) for v in serious] == []


def test_judge_take_back_and_draw_by_hand(page: Page, versions: tuple[Library, str, str]) -> None:
    library = versions[0]
    renamed = page.locator("#pairs .pair", has_text="空き家の利活用の促進")
    renamed.get_by_role("button", name="対応しない").click()
    page.wait_for_selector("#pairs .decided")
    assert types(page) == ["変更なし", "新規", "新規", "変更なし", "廃止", "廃止", "変更なし"]
    assert [d.verdict for d in library.decisions()] == ["rejected"]
    page.get_by_role("button", name="判断を取り消す").first.click()
    page.wait_for_function("document.querySelectorAll('#pairs .decided').length === 0")
    assert "名称変更" in types(page)

    lone = page.locator("#pairs .pair", has_text="みなとのにぎわいづくり")
    lone.get_by_role("button", name="相手を選ぶ").click()
    page.get_by_label("旧の記録").click()
    page.get_by_role("option", name="港湾の改修").click()
    page.click("#draw")
    page.wait_for_selector("#pairs .decided")
    assert "「対応する」と判断" in page.inner_text("#pairs .decided")
    assert "廃止" not in types(page)
    assert library.decisions()[-1].verdict == "drawn"


def test_kpis_and_the_flow(page: Page, tmp_path: Path) -> None:
    page.get_by_role("tab", name="KPIの変化").click()
    row = page.locator("#kpi-changes tbody tr")
    assert row.locator("td").all_inner_texts()[1:] == ["20件(2024年度)", "30件(2029年度)", "目標値を引上げ"]

    page.get_by_role("tab", name="流れの図").click()
    page.wait_for_selector("#flow svg .place")
    assert page.locator("#flow svg .place").count() == 6
    box = page.locator("#flow svg .place").first
    assert box.get_attribute("aria-label") == "空き家の利活用の支援"
    box.focus()
    page.keyboard.press("Enter")
    wait_for_text(page, "#compare-page .page-head", "前期計画")
    with page.expect_download() as download:
        page.click("#save-flow-svg")
    download.value.save_as(tmp_path / "flow.svg")
    assert "みなとのにぎわいづくり" in (tmp_path / "flow.svg").read_text(encoding="utf-8")
