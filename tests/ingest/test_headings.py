"""Leads of headings, what is a heading, and how headings nest."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from corpus.pages import Block, BlockKind, Line, Page, Shape
from ingest.blocks import find_blocks
from ingest.markers import marker_of
from ingest.reader import read_pdf
from ingest.scores import heading_scores
from ingest.tables import find_tables
from tests.ingest.drawn import BLACK, BLUE, filled, frame, grid, page, text

PROSE = "この方針は、地域の課題を解決し、住民の暮らしを守るために定めるものである。"


@pytest.mark.parametrize(
    ("printed", "style", "number"),
    [
        ("第１章　はじめに", "第章", "第1章"),
        ("第２節 現状", "第節", "第2節"),
        ("Chapter 3  Overview", "第章", "Chapter 3"),
        ("序章　背景", "第章", "序章"),
        ("Ⅰ．総合戦略について", "I", "I"),
        ("II．基本的な視点", "I", "II"),
        ("Ⅱ．1.2　対策", "I-N-N", "II.1.2"),
        ("１．村の振興", "N.", "1"),
        ("１　世帯の状況", "N.", "1"),
        ("２　65歳以上の者", "N.", "2"),
        ("３－１．先行地域", "N-N", "3-1"),
        ("1.1 背景と目的", "N-N", "1.1"),
        ("1.3位置づけ", "N-N", "1.3"),
        ("Ａ－１　道路の整備", "A-N", "A-1"),
        ("ポイント２　期限を切る", "ポイント", "ポイント2"),
        ("（１）深刻化する気候変動", "(N)", "(1)"),
        ("（参考）経済規模", "(N)", "(参考)"),
        ("4) 柔軟性の向上", "N)", "4"),
        ("①地域の成長", "①", "①"),
        ("❷地域の成長", "①", "②"),
        ("ア　概要", "ア", "ア"),
        ("（ア）概要", "(ア)", "(ア)"),
        ("ａ）概要", "a", "a"),
        ("⒜概要", "(a)", "(a)"),
        ("ⅱ 概要", "i", "ii"),
        ("iii.概要", "i", "iii"),
        ("取組１）先行地域をつくる", "取組", "取組1"),
        ("重点対策①　太陽光発電", "重点対策", "重点対策①"),
        ("基本目標２　ひとの流れ", "基本目標", "基本目標2"),
        ("別添１　類型ごとのイメージ", "別添", "別添1"),
        ("【現状と課題】", "【", None),
        ("＜主な事業＞　※再掲", "<", None),
        ("［「ビジョン」と「戦略」］", "[", None),
        ("○公共インフラ", "○", None),
        ("●件数", "●", None),
    ],
)
def test_leads(printed: str, style: str, number: str | None) -> None:
    marker = marker_of(printed)
    assert marker is not None
    assert (marker.style, marker.number) == (style, number)


@pytest.mark.parametrize(
    "printed",
    [
        "2030年度までに", "1.5倍に増やす", "１．５℃の水準", "２つの柱", "5 年間で", "一方、地域では", "アメリカでは",
        "ICTを活用する", "第１章の規定により", "「人口ビジョン」は", "▲12.5", "- 12", "政策目標：①強い経済",
        "【環境省】は所管する",
    ],
)  # fmt: skip
def test_sentences_are_no_leads(printed: str) -> None:
    assert marker_of(printed) is None


def headings(*pages: Page) -> list[tuple[int | None, str | None, str]]:
    return [(b.level, b.number, b.text) for b in find_blocks(pages) if b.kind is BlockKind.HEADING]


def body(top: float, x: float = 60.0) -> list:  # type: ignore[type-arg]
    return [text(PROSE, x, top), text("次に、具体的な取組を示す。", x, top + 16)]


def test_levels_come_from_the_nesting_not_from_the_kind_of_lead() -> None:
    """（１） is on the second level under a section without N-M and on the third under one with it."""
    sheet = page(
        [
            text("１．全体像", 50, 50, bold=True), *body(70),
            text("（１）背景", 50, 120, bold=True), *body(140),
            text("２．取組", 50, 190, bold=True), *body(210),
            text("２－１．先行地域", 50, 260, bold=True), *body(280),
            text("（１）要件", 50, 330, bold=True), *body(350),
            text("①案件形成", 60, 400, bold=True), *body(420),
        ]
    )  # fmt: skip
    assert headings(sheet) == [
        (1, "1", "全体像"), (2, "(1)", "背景"), (1, "2", "取組"), (2, "2-1", "先行地域"),
        (3, "(1)", "要件"), (4, "①", "案件形成"),
    ]  # fmt: skip


def test_repeated_bracket_titles_stand_below_the_numbered_heading() -> None:
    lines = []
    for n, top in ((1, 50), (2, 250)):
        lines += [text(f"重点対策{'①②'[n - 1]}　太陽光{n}", 50, top, bold=True), *body(top + 20)]
        lines += [text("＜絵姿・目標＞", 50, top + 70, bold=True), *body(top + 90)]
    assert [h[0] for h in headings(page(lines))] == [1, 2, 1, 2]


def test_heading_over_two_lines_is_one() -> None:
    sheet = page(
        [
            text("１．メッセージ", 50, 50, bold=True), text("～次の時代への移行戦略～", 70, 66, bold=True), *body(90),
            text("２．住宅の省エネ対策等の強化", 50, 140, bold=True),
            text("に関する工程表の策定", 70, 156, bold=True), *body(180),
        ]
    )  # fmt: skip
    assert [h[2] for h in headings(sheet)] == [
        "メッセージ~次の時代への移行戦略~",
        "住宅の省エネ対策等の強化に関する工程表の策定",
    ]


def test_bodies_in_charge_are_no_part_of_the_heading() -> None:
    sheet = page([text("①見える化の推進【環境省】", 50, 50, bold=True), *body(70)])
    found = [b for b in find_blocks([sheet]) if b.kind is BlockKind.HEADING]
    assert found[0].text == "見える化の推進"
    assert found[0].evidence[0].quote == "①見える化の推進【環境省】"


def test_numbered_list_in_running_text_is_no_heading() -> None:
    sheet = page(
        [
            text("１．取組", 50, 50, bold=True), *body(70),
            text("①人材を派遣する。", 60, 120), text("②情報を整備する。", 60, 136), text("③資金を用意する。", 60, 152),
        ]
    )  # fmt: skip
    assert [h[2] for h in headings(sheet)] == ["取組"]


def test_numbered_lines_in_body_type_with_text_beneath_are_headings() -> None:
    lines = []
    for n in (1, 2, 3):
        lines += [text(f"第{n}　基本的な考え方その{n}", 50, 100 * n), *body(100 * n + 20)]
    assert [h[1] for h in headings(page(lines))] == ["第1", "第2", "第3"]


def test_roman_page_numbers_and_lone_chapters_are_no_headings() -> None:
    pages = [
        page([text("1．はじめに", 60, 100, 16, bold=True), *body(130), text(roman, 290, 560, 14, bold=True)], number=n)
        for n, roman in enumerate(("iii", "iv", "v"), start=1)
    ]
    assert {found for _, _, found in headings(*pages)} == {"はじめに"}
    chapter = page([text("Chapter 2", 60, 80, 18), text("使い方", 60, 120, 24, bold=True), *body(170)])
    assert headings(chapter, page(body(100), number=2)) == [(1, "Chapter 2", "使い方")]


def test_the_note_number_of_a_title_beside_its_label_is_left_out() -> None:
    title = replace(text("技術の潮流3", 130, 80, 14), raised=(5,))
    assert headings(page([text("第２節", 60, 80, 14), title, *body(120)]), page(body(100), number=2))[0][1:] == (
        "第2節",
        "技術の潮流",
    )


def test_bars_over_text_in_one_box_are_headings_and_lists_of_bars_are_not() -> None:
    def bar(words: str, top: float, x: float = 90) -> tuple[list[Line], list[Shape]]:
        return [text(words, x, top + 4, 13)], [Shape((x - 8, top, x + 260, top + 22), BLUE, BLACK)]

    lines, shapes = [text("1．職場づくり", 60, 60, 16, bold=True), *body(84)], [frame((70, 140, 520, 480))]
    for top, words, x in ((160, "挨拶の運動", 90), (260, "面談の実施に", 120)):
        head, drawn = bar(words, top, x)
        lines += [*head, *[text(PROSE[:-1], x, top + 34), text("こととして、取り組んでいく。", x, top + 50)]]
        shapes += [*drawn, frame((80, top + 28, x + 375, top + 70))]
    found = headings(page(lines, shapes=shapes), page(body(100), number=2))
    assert found == [(1, "1", "職場づくり"), (2, None, "挨拶の運動"), (2, None, "面談の実施に")]


def test_a_bullet_that_goes_on_below_is_no_heading() -> None:
    slide = (780.0, 540.0)
    first = "➢顧客の知識の向上に資する会社の取組の実態を把"
    lines = [text("業務の運営について", 40, 30, 28, bold=True), text(first, 40, 120, 20)]
    lines += [text("握するため、各社への調査を実施。", 60, 142, 20)]
    lines += [text(PROSE, 60, 200 + 40 * i, 14) for i in range(6)]
    assert [w for _, _, w in headings(page(lines, size=slide))] == ["業務の運営について"]


def test_a_title_in_angle_brackets_over_a_table_on_a_slide_is_its_caption() -> None:
    xs, ys = (60, 200, 340), (150, 180, 210)
    lines = [text("加入の状況について", 40, 30, 28, bold=True), text("＜加入チャネルの状況＞", 60, 120, 14, bold=True)]
    lines += filled([["チャネル", "2021年度"], ["営業職員", "55.9%"]], xs, ys)
    lines += [text(PROSE, 60, 300 + 40 * i, 14) for i in range(4)]
    slide = page(lines, grid(xs, ys), size=(780.0, 540.0))
    tables = find_tables([slide])
    found = [b.text for b in find_blocks([slide], tables) if b.kind is BlockKind.HEADING]
    assert found == ["加入の状況について"]
    assert tables[0].caption == "<加入チャネルの状況>"


def test_boxes_in_boxes_on_a_page_of_text_are_a_drawing() -> None:
    sheet = page(
        [text("１．位置づけ", 50, 50, bold=True), *body(70), text("【将来像】", 120, 240, bold=True), *body(260, 120)],
        shapes=[frame((80, 200, 560, 400)), frame((100, 220, 540, 380))],
    )
    assert [h[2] for h in headings(sheet)] == ["位置づけ"]


def test_slide_title_is_the_first_level_and_boxes_bound_their_headings() -> None:
    slide = page(
        [
            text("総合戦略について", 40, 30, 20, bold=True),
            text("＜人材力強化＞", 60, 120, bold=True), text("・デジタル人材の育成を進める", 60, 136),
            text("＜魅力の実現＞", 460, 120, bold=True), text("・女性の起業支援を進める", 460, 136),
        ],
        shapes=[frame((50, 100, 350, 200)), frame((450, 100, 750, 200))],
        size=(842.0, 595.0),
    )  # fmt: skip
    blocks = find_blocks([slide])
    assert [(b.level, b.text) for b in blocks if b.kind is BlockKind.HEADING] == [
        (1, "総合戦略について"), (2, "人材力強化"), (2, "魅力の実現"),
    ]  # fmt: skip
    assert [b.path for b in blocks if b.kind is BlockKind.BULLET] == [
        ("総合戦略について", "人材力強化"),
        ("総合戦略について", "魅力の実現"),
    ]


def read(path: Path, pages: list[int] | None = None) -> list[Block]:
    sheets = list(read_pdf(path, pages=pages))
    return find_blocks(sheets, find_tables(sheets))


@pytest.mark.parametrize(
    ("file", "answers", "pages"),
    [("otoineppu_sogosenryaku", "otoineppu", 16), ("datsutanso_roadmap", "decarb_headings", 30)],
)
def test_headings_of_real_documents(shared: Path, file: str, answers: str, pages: int) -> None:
    gold = json.loads((shared / "gold" / f"{answers}.json").read_text(encoding="utf-8"))["headings"]
    found = [b for b in read(shared / "corpus" / f"{file}.pdf") if b.page <= pages]
    scores = heading_scores(found, gold)
    assert scores.f1 >= 0.95, (scores.missed, scores.false, scores.misplaced)


def test_a_white_paper_has_few_headings(shared: Path) -> None:
    """Its charts and their labels are no headings."""
    found = [b for b in read(shared / "corpus" / "mext_hakusho_r6_ch1.pdf") if b.kind is BlockKind.HEADING]
    assert [b.number for b in found] == ["第1章", "第1節", "第2節", "第3節"]
