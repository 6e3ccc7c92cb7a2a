"""How headings nest when other things stand between them, and which lines only look like headings."""

from __future__ import annotations

from dataclasses import replace

from corpus.pages import BlockKind, Line, Page, Ruling
from ingest.blocks import find_blocks
from ingest.markers import marker_of
from tests.ingest.drawn import frame, ground, page, text
from tests.ingest.test_headings import body, headings

GREY = (0.5, 0.5, 0.5)


def titled(*entries: tuple[str, float, float]) -> list[Line]:
    """Bold headings (words, x, size), each with text beneath, down a page."""
    lines: list[Line] = []
    for i, (words, x, size) in enumerate(entries):
        lines += [text(words, x, 50 + 80 * i, size, bold=True), *body(75 + 80 * i)]
    return lines


def test_a_compound_number_stands_below_its_parent() -> None:
    """A bracketed title between 1.1 and 1.1.1 stands beside 1.1.1, whatever its type."""
    sheet = page(
        titled(
            ("１．体制", 50, 14), ("１．１　組織", 50, 12), ("【目的】", 50, 11), ("１．１．１　責任者を置く", 50, 11),
            ("【実践例】", 50, 11), ("１．１．２　担当者を育てる", 50, 11), ("【実践例】", 50, 11),
            ("１．２　情報", 50, 12),
        )
    )  # fmt: skip
    assert [h[0] for h in headings(sheet)] == [1, 2, 3, 3, 4, 3, 4, 2]


def test_counting_goes_on_after_the_title_of_a_figure() -> None:
    """② stands beside ①, and （２） beside （１）, though a title without a number in stronger type came between."""
    sheet = page(
        titled(
            ("１　現状", 50, 12), ("（１）人口の動き", 50, 10), ("①出生の状況", 60, 10), ("出生数の移り変わり", 50, 13),
            ("②転入の状況", 60, 10), ("通勤の範囲", 50, 13), ("（２）産業の動き", 50, 10),
        )
    )  # fmt: skip
    assert [h[0] for h in headings(sheet) if h[1]] == [1, 2, 3, 3, 2]


def test_counting_starts_anew_in_another_chapter() -> None:
    sheet = page(titled(("第１章　総論", 50, 14), ("１　背景", 50, 12), ("第２章　各論", 50, 14), ("２　取組", 50, 12)))
    assert [h[0] for h in headings(sheet)] == [1, 2, 1, 2]


def test_a_title_in_a_box_rules_over_its_box_only() -> None:
    sheet = page(
        [
            text("１　制度", 50, 50, 12, bold=True), *body(70),
            text("（１）研修", 50, 120, bold=True), *body(140),
            text("研修が義務になりました", 100, 200, 16, bold=True), *body(225, 100),
            text("（２）掲示", 50, 300, bold=True), *body(320),
        ],
        shapes=[frame((80, 190, 540, 280))],
    )  # fmt: skip
    found = headings(sheet)
    assert [(h[0], h[2]) for h in found if h[1]] == [(1, "制度"), (2, "研修"), (2, "掲示")]
    blocks = find_blocks([sheet])
    assert blocks[-1].path == ("1 制度", "(2) 掲示")


def test_chapters_in_body_type_are_headings() -> None:
    """Plans laid before an assembly are set in one type throughout."""
    lines = []
    for n, top in ((1, 50), (2, 250)):
        lines += [text(f"第{n}章　まちの将来の姿", 50, top), text("１．目標", 50, top + 30), *body(top + 50)]
        lines += [text("２．大綱", 50, top + 100), *body(top + 120)]
    assert [(h[0], h[1]) for h in headings(page(lines))] == [
        (1, "第1章"), (2, "1"), (2, "2"), (1, "第2章"), (2, "1"), (2, "2"),
    ]  # fmt: skip


def test_parts_without_dai() -> None:
    marker = marker_of("Ⅱ部　財政に関する取組")
    assert marker is not None
    assert (marker.style, marker.number, marker.ordinal) == ("第部", "II部", 2)
    assert marker_of("２部屋を使う") is None


def test_long_numbered_titles_may_end_in_a_particle() -> None:
    sheet = page(
        titled(("１．１　地域の暮らしと産業を支えるために", 50, 14), ("１．２　災害がまちにもたらすもの", 50, 14))
    )
    assert [h[1] for h in headings(sheet)] == ["1.1", "1.2"]


def test_what_names_a_part_elsewhere_is_no_heading() -> None:
    """A guide to the document lists its parts in body type; （⇒P9） points at another page."""
    guide = page(
        [
            text("本書の使い方", 50, 50, 14, bold=True), *body(75),
            text("１．基本", 50, 130, bold=True), *body(150), text("２．進め方", 50, 200, bold=True), *body(220),
            text("３．実施（⇒P9）", 50, 280, 12, bold=True), *body(300),
        ]
    )  # fmt: skip
    parts = page(titled(("１．基本", 50, 16), ("２．進め方", 50, 16)), number=2)
    found = [b for b in find_blocks([guide, parts]) if b.kind is BlockKind.HEADING]
    assert [(b.page, b.number) for b in found] == [(1, None), (2, "1"), (2, "2")]


def test_a_bar_drawn_twice_is_no_drawing() -> None:
    """A chapter bar with a shadow is two boxes around one title."""
    sheet = page(
        [text("はじめに", 60, 56, 16, bold=True), *body(100), *body(140)],
        shapes=[ground((50, 50, 540, 80), GREY), ground((53, 53, 537, 77), (0.6, 0.6, 0.6))],
    )
    assert headings(sheet) == [(1, None, "はじめに")]


def test_a_framed_chapter_word_leads_the_title_beside_it() -> None:
    sheet = page(
        [
            text("第１章", 60, 60, 16, bold=True),
            text("データの流れを支える", 170, 52, 18, bold=True), text("基盤の高度化", 170, 74, 18, bold=True),
            *body(120), text("第１節　現状", 50, 180, 12, bold=True), *body(200),
        ],
        shapes=[ground((50, 45, 130, 95), (0.1, 0.2, 0.5))],
    )  # fmt: skip
    assert headings(sheet) == [(1, "第1章", "データの流れを支える基盤の高度化"), (2, "第1節", "現状")]


def test_a_goal_over_two_lines_is_one_heading() -> None:
    """The second line hangs under the words, far from the right bound of the first."""
    sheet = page(
        [
            text("第２章　目標", 50, 50, 14, bold=True), *body(75),
            text("【基本目標２】地方とのつながりを築き、", 60, 130, 12, bold=True),
            text("新しいひとの流れをつくる", 144, 146, 12, bold=True), *body(175),
        ],
        shapes=[ground((50, 122, 540, 166), (0.1, 0.3, 0.3))],
    )  # fmt: skip
    assert headings(sheet)[1][2] == "【基本目標2】地方とのつながりを築き、新しいひとの流れをつくる"


def test_the_title_of_a_chart_is_no_heading() -> None:
    figures = [text("180 160 140 120", 60, 140, 8), text("111.7", 200, 140, 8), text("96.4", 260, 150, 8)]
    sheet = page(
        [text("１　需要", 50, 50, bold=True), *body(70), text("需要の指数", 250, 120, 12, bold=True), *figures]
    )
    assert [h[2] for h in headings(sheet)] == ["需要"]


def kinds(sheet: Page) -> dict[str, BlockKind]:
    return {b.text: b.kind for b in find_blocks([sheet])}


def test_all_below_the_short_rule_is_notes() -> None:
    """Also a label in a bar of its own (コラム), which would head the rest of the chapter."""
    sheet = page(
        [
            *body(100), *body(150), *body(200), *body(250),
            text("5コラム１", 60, 700, 7, bold=True), text("報告書を参照されたい。", 130, 700, 7),
            text("6 白書による。人口は国勢調査の値である。", 60, 715, 7),
        ],
        [Ruling(60, 690, 200, 690, 0.5)],
        [ground((68, 699, 100, 708), (0.1, 0.2, 0.5))],
    )  # fmt: skip
    assert [k for t, k in kinds(sheet).items() if t[0] in "56報"] == [BlockKind.NOTE] * 3


def test_notes_set_closer_do_not_break_up_the_text() -> None:
    """Each type size has its own leading: text set wide over notes set close stays whole."""
    wide = "地域の課題を解決するための取組を進めるに当たっては関係する機関と連携を図る"[:36]
    lines = [text(wide, 60 + 10 * (i == 0), 50 + 20 * i) for i in range(4)] + [text("ことが要る。", 60, 130)]
    notes = [text(f"{n} この数は調査による。時点は年度末である。", 60, 600 + 9 * n, 7) for n in range(1, 16)]
    found = [b for b in find_blocks([page([*lines, *notes])]) if b.kind is BlockKind.PARAGRAPH]
    assert len(found) == 1


def test_a_note_on_the_grid_of_the_text_is_one() -> None:
    """Word processors set small notes at the line pitch of the text above them."""
    wide = [text("あ" * 41, 60, 50 + 18 * i) for i in range(5)]
    note = [text("※この数は調査の年度末の値であり、" + "あ" * 42, 60, 150, 7), text("事業を除く。", 60, 168, 7)]
    assert [b.text[-6:] for b in find_blocks([page([*wide, *note])])][-1] == "事業を除く。"
    assert len(find_blocks([page([*wide, *note])])) == 2


def test_a_sentence_that_fills_its_line_ends_its_paragraph_where_the_next_is_indented() -> None:
    full, rest = "あ" * 39 + "。", "い" * 41
    sheet = page([text(full, 70, 50), text("い" * 40, 70, 66), text(rest, 60, 82), text("終わる。", 60, 98)])
    assert [b.text for b in find_blocks([sheet])] == [full, "い" * 81 + "終わる。"]


def test_a_stressed_line_in_another_typeface_goes_on() -> None:
    """Words in gothic may fill a line of a paragraph in mincho; a title in gothic is followed by an indent."""
    mincho = [replace(text("あ" * 40, 70, 50), font="MS-Mincho"), replace(text("終わる。", 60, 82), font="MS-Mincho")]
    stressed = replace(text("い" * 41, 60, 66), font="MS-Gothic")
    assert len(find_blocks([page([mincho[0], stressed, mincho[1]])])) == 1
    title = replace(text("題" * 41, 60, 50), font="MS-Gothic")
    body_text = [replace(text("あ" * 40, 70, 66), font="MS-Mincho"), replace(text("終。", 60, 82), font="MS-Mincho")]
    assert len(find_blocks([page([title, *body_text])])) == 2


def test_shading_painted_line_by_line_is_one_ground() -> None:
    lines = [text("あ" * 40, 70, 102), text("い" * 41, 60, 118), text("終わる。", 60, 134)]
    strips = [ground((55, 100 + 16 * i, 480, 116 + 16 * i)) for i in range(3)]
    (block,) = find_blocks([page(lines, shapes=strips)])
    assert block.text.endswith("終わる。")


def test_plans_in_one_type_nest_by_their_numbers_alone() -> None:
    """A section that begins with its first subsection has no text of its own."""
    lines, top = [], 50.0
    for words, x in (
        ("第１章　まちの現状", 50), ("１　人口", 60), ("（１）総人口", 70), ("（２）年齢別人口", 70),
        ("２　産業", 60), ("（１）就業者数", 70), ("（２）事業所数", 70), ("第２章　将来像", 50),
    ):  # fmt: skip
        lines.append(text(words, x, top))
        parts = "（" in words or "像" in words
        lines += body(top + 16) if parts else []
        top += 70 if parts else 26
    assert [h[0] for h in headings(page(lines))] == [1, 2, 3, 3, 2, 3, 3, 1]


def test_closing_words_stand_beside_the_chapters() -> None:
    sheet = page(titled(("第１章　総論", 50, 14), ("１　背景", 50, 12), ("おわりに", 50, 14)))
    assert [h[0] for h in headings(sheet)] == [1, 2, 1]


def test_a_number_and_a_wide_space_lead_whatever_follows() -> None:
    """人 and 社 also count things, 図 also names figures."""
    for words, number in (
        ("政策１　人を育むまち", "政策1"), ("施策１－２　社会教育の充実", "施策1-2"),
        ("１－２－１　図書館の整備", "1-2-1"),
    ):  # fmt: skip
        marker = marker_of(words)
        assert marker is not None
        assert marker.number == number
    sheet = page([text("１－２－１　図書館の整備", 50, 50, bold=True), *body(70)])
    assert headings(sheet) == [(1, "1-2-1", "図書館の整備")]


def test_bold_words_in_a_sentence_do_not_part_it() -> None:
    """A line mostly in bold whose bracket closes on the next line is no title."""
    lines = [text("１．機能の要件は「地域の業務システムの統一と標準化における番号の管理の方", 50, 50, bold=True)]
    lines += [text("針」（庁）のとおりに運用を行うこと。当該方針は別に示す。", 60, 66), *body(120), *body(170)]
    lines += [text("あ" * 36, 50, 220 + 16 * i) for i in range(4)]
    assert headings(page(lines)) == []


def slide(number: int, *lines: Line) -> Page:
    return page(lines, number=number, size=(842.0, 595.0))


def test_numbered_titles_alone_on_a_slide_head_the_slides_after_them() -> None:
    """The second begins with a year, which is no part of its number."""
    content = [text("・産地の連携を進める取組を支える", 60, 150), text("・技術の開発を進める取組を支える", 60, 170)]
    deck = [
        slide(1, text("１．産業の現状", 300, 280, 30, bold=True)),
        slide(2, text("市場の動き", 40, 30, 20, bold=True), *content),
        slide(3, text("２．2030年に向けた方向", 250, 280, 30, bold=True)),
        slide(4, text("分野ごとの取組", 40, 30, 20, bold=True), *content),
        slide(5, text("支援の内容", 40, 30, 20, bold=True), *content),
    ]
    assert [(h[0], h[1]) for h in headings(*deck)] == [(1, "1"), (2, None), (1, "2"), (2, None), (2, None)]
    assert find_blocks(deck)[-1].path == ("2 2030年に向けた方向", "支援の内容")
