"""What staff do with the desk besides asking: narrow, keep, judge, ask in lists, look after the documents."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Page

from index.feedback import Verdict, read_feedback
from index.library import Library
from tests.app.conftest import CHROMIUM
from tests.app.made import GOAL, MEASURES
from tests.app.test_desk_browser import QUESTION, wait_for_text

pytestmark = [
    pytest.mark.skipif(CHROMIUM is None, reason="Chromium がないため省略（環境変数 CHROMIUM で指定できます）"),
    pytest.mark.parametrize("page", [(1280, 900)], indirect=True, ids=["wide"]),
]


def ask(page: Page, question: str = QUESTION) -> None:
    page.fill("#question input", question)
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/?q={quote(question)}**")
    page.wait_for_selector("#hits .hit")


def choose(page: Page, field: str, option: str) -> None:
    page.locator(f"{field} input").click()
    page.get_by_role("option", name=option).click()


def test_hits_are_marked_and_narrowed_to_what_there_is(page: Page) -> None:
    ask(page, "起業した女性")
    assert {"起業", "女性"} <= set(page.locator("#hits mark").all_inner_texts())
    page.locator("#within input").click()
    assert [o.split("（")[0].removeprefix("✓\n") for o in page.get_by_role("option").all_inner_texts()] == [
        "すべて",
        "まちの総合戦略",
    ]
    page.keyboard.press("Escape")
    choose(page, "#hit-kind", "KPI（")
    wait_for_text(page, "#hits h2", "言葉どおりの箇所")
    assert "起業した女性の数" in page.locator("#hits .hit").first.inner_text()
    page.wait_for_url("**&kind=kpi**")
    choose(page, "#hit-ministry", "総務省（")
    page.wait_for_url(f"**&ministry={quote('総務省')}**")
    choose(page, "#hit-goal", f"{GOAL}（")
    page.wait_for_url(f"**&goal={quote(GOAL)}**")
    choose(page, "#hit-period", "2025〜2029年度（")
    page.wait_for_url("**&period=2025-2029**")
    assert "起業した女性の数" in page.locator("#hits .hit").first.inner_text()
    page.get_by_label("言葉どおりの箇所だけ").check()
    page.wait_for_url("**&exact=1**")
    page.goto(page.url)
    wait_for_text(page, "#hits h2", "言葉どおりの箇所")
    assert page.get_by_label("言葉どおりの箇所だけ").is_checked()
    assert page.input_value("#hit-ministry input").startswith("総務省（")


def test_searches_are_remembered_in_the_browser(page: Page) -> None:
    ask(page)
    page.click("#memory summary")
    page.get_by_role("button", name="この質問を保存する").click()
    page.wait_for_selector("#memory h2:has-text('保存した質問')", state="attached")
    ask(page, "起業した女性")
    page.wait_for_function("JSON.stringify(localStorage).includes('shirube-questions')")
    page.wait_for_selector("#memory .past:has-text('起業した女性')", state="attached")
    page.goto(page.url.split("?")[0])
    page.click("#memory summary")
    assert page.locator("#memory .past").all_inner_texts() == [QUESTION, "起業した女性", QUESTION]
    page.locator("#memory .past").nth(1).click()
    page.wait_for_selector("#hits .hit")
    assert page.input_value("#question input") == "起業した女性"


def test_feedback_is_kept_in_the_library(page: Page, library: Library) -> None:
    ask(page)
    page.click("#feedback button")
    page.click("#send-feedback")
    wait_for_text(page, "#feedback-told", "選んでください")
    page.get_by_label("正しい", exact=True).check()
    page.get_by_label("気づいたこと（任意）").fill("<b>よい</b>")
    page.click("#send-feedback")
    wait_for_text(page, "#feedback-told", "記録しました")
    (kept,) = read_feedback(library)
    assert (kept.question, kept.verdict, kept.note) == (QUESTION, Verdict.RIGHT, "<b>よい</b>")
    assert kept.places == (("machi", 1),)
    with page.expect_download() as download:
        page.click("#save-feedback")
    lines = download.value.path().read_text(encoding="utf-8").splitlines()
    assert lines[1].split("\t") == ["f1", "machi", "1", "right", "<b>よい</b>", QUESTION]


def test_a_list_of_questions_becomes_a_workbook(page: Page, tmp_path: Path) -> None:
    page.click("#questions button")
    page.fill("#question-list textarea", f"{QUESTION}\n火星への移住支援は？")
    page.click("#ask-all")
    wait_for_text(page, "#questions-told", "2問のうち1問")
    with page.expect_download() as download:
        page.locator("#questions-file a").first.click()
    download.value.save_as(tmp_path / "answers.xlsx")
    book = load_workbook(tmp_path / "answers.xlsx")
    assert [row[4] for row in book["出典"].iter_rows(min_row=2, values_only=True)] == list(MEASURES)


def test_a_place_over_two_pages_is_told_and_drawn_on_both(page: Page) -> None:
    page.get_by_role("tab", name="施策・KPI", exact=True).click()
    page.locator(".tree .goal > .node").first.click()
    wait_for_text(page, "#records-page .page-head", "p.1")
    assert page.locator("#records-page .marks .wash").count() == 1
    page.get_by_role("button", name="この箇所はp.2にもあります").click()
    wait_for_text(page, "#records-page .page-head b", "p.2")
    assert page.locator("#records-page .marks .wash").count() == 1
    assert "これまで 企業誘致" in (page.locator("#records-page svg text").all_text_contents()[0])


def test_a_document_is_looked_after(page: Page, library: Library) -> None:
    page.get_by_role("tab", name="文書", exact=True).click()
    page.locator("#documents .to-page").click()  # what could not be read, on its page
    wait_for_text(page, "#documents-page .page-head", "p.2")
    page.wait_for_url("**/?show=documents&document=*&p=2")
    assert page.input_value("#edit-title :is(input, textarea)") == "まちの総合戦略"
    page.fill("#edit-title :is(input, textarea)", "まちの<新>戦略")
    page.fill("#edit-last input", "2024")
    page.click("#edit-save")
    wait_for_text(page, "#edit-told", "順に入れてください")
    page.fill("#edit-last input", "2030")
    page.click("#edit-save")
    wait_for_text(page, "#documents", "まちの<新>戦略")
    assert library.documents()[0].period == (2025, 2030)
    page.click("#remove")
    page.click("#remove-sure")
    page.wait_for_selector("#documents .empty")
    assert library.documents() == []
