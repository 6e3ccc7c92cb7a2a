"""Headings of papers made at random (`benchmarks.made_headings`) that were once missed or misplaced, each as small."""

from __future__ import annotations

from corpus.pages import Line
from ingest.markers import marker_of
from ingest.printed import in_charge
from tests.ingest.drawn import frame, ground, page, text
from tests.ingest.test_headings import body, headings
from tests.ingest.test_nesting import titled


def test_chapters_stand_beside_the_words_before_them() -> None:
    """はじめに is set as the chapters are and is none of them."""
    sheet = page(titled(("はじめに", 50, 14), ("第１章　総論", 50, 14), ("１　背景", 50, 12), ("第２章　各論", 50, 14)))
    assert [h[0] for h in headings(sheet)] == [1, 1, 2, 1]


def test_a_year_may_follow_a_number() -> None:
    for words, number in (("１－２．2030年度に向けた目標", "1-2"), ("2 2030年度に向けた目標", "2")):
        marker = marker_of(words)
        assert marker is not None
        assert marker.number == number
    assert marker_of("1 2030") is None


def test_topics_that_begin_like_a_body_are_not_in_charge() -> None:
    assert not any(
        map(in_charge, ("【関係人口の推進】", "【中心市街地の整備】", "【協力体制】", "【関連計画との関係】"))
    )
    assert all(map(in_charge, ("【環境省、協力／連携】", "【関係省庁】", "【総務課・市民課ほか】", "【町】")))


def test_a_sign_over_another_sign_heads_it() -> None:
    """■主な取組 has no words of its own: the ◎ that follow stand below it, the next ■ beside it."""
    sheet = page(
        [
            text("１　振興", 50, 50, 14, bold=True), *body(75), text("■現状", 50, 120, bold=True), *body(140),
            text("■主な取組", 50, 190, bold=True), text("◎起業の支援", 50, 206, bold=True), *body(222),
            text("◎担い手の育成", 50, 270, bold=True), *body(290), text("■評価", 50, 340, bold=True), *body(360),
        ]
    )  # fmt: skip
    assert [h[0] for h in headings(sheet)] == [1, 2, 2, 3, 3, 2]


def test_titles_in_two_columns_are_beside_one_another() -> None:
    """The indent of the right column is none."""
    lines = [text("広報", 50, 40, 20, bold=True)]
    for x, names in ((50, ("予算", "防災")), (310, ("観光", "福祉"))):
        for k, name in enumerate(names):
            lines.append(text(f"{name}のお知らせ", x, 80 + 300 * k, 13, bold=True))
            lines += [text("あ" * 23 if i < 15 else "終わる。", x, 100 + 300 * k + 16 * i) for i in range(16)]
    levels = {h[2][:2]: h[0] for h in headings(page(lines), page(body(100), number=2))}
    assert len({levels[name] for name in ("予算", "防災", "観光", "福祉")}) == 1


def test_a_bar_in_a_column_of_text_is_a_heading() -> None:
    """Also one in the middle of the right column, over another heading."""
    lines, shapes = [], []
    for x, top, name in ((50, 80, "予算"), (310, 280, "観光")):
        lines += [text(f"{name}のお知らせ", x, top, 13, bold=True), text("●始め方", x, top + 22, bold=True)]
        shapes.append(ground((x - 4, top - 4, x + 234, top + 17), (0.1, 0.2, 0.5)))
        rows = [i for i in range(32) if x == 50 or not 8 < i < 14]
        lines += [text("終わる。" if i % 16 == 15 else "あ" * 23, x, 120 + 16 * i) for i in rows]
    assert [h[2] for h in headings(page(lines, shapes=shapes))][::2] == ["予算のお知らせ", "観光のお知らせ"]


def test_a_long_numbered_title_in_body_type_is_one_where_short_ones_are() -> None:
    def section(number: int, top: float, titles: tuple[str, str]) -> list[Line]:
        lines: list[Line] = [text(f"第{number}章　将来の姿", 50, top)]
        for k, words in enumerate(titles):
            parts = [words[:40], words[40:]] if len(words) > 40 else [words]
            lines += [text(part, 50, top + 26 + 110 * k + 16 * i) for i, part in enumerate(parts)]
            lines += body(top + 60 + 110 * k)
        return lines

    long = "２　健康づくりを担う人材の確保・育成と観光の交流に関する相談の支援の体制の強化（市町村との連携を含む）"
    sheet = page([*section(1, 50, ("１　目標", "２　大綱")), *section(2, 320, ("１　現状", long))])
    assert [(h[0], h[1]) for h in headings(sheet)] == [
        (1, "第1章"), (2, "1"), (2, "2"), (1, "第2章"), (2, "1"), (2, "2"),
    ]  # fmt: skip


def test_words_that_begin_like_a_unit_follow_a_number() -> None:
    for words, number in (
        ("2 人口の推移", "2"),
        ("2-3人口の推移", "2-3"),
        ("1 社会の動き", "1"),
        ("3 条例の見直し", "3"),
    ):
        marker = marker_of(words)
        assert marker is not None
        assert marker.number == number
    assert not any(map(marker_of, ("2 人の職員", "3 社が参加", "3 条第1項に定める", "2 つの柱")))


def test_one_appendix_stands_beside_another() -> None:
    sheet = page(titled(("第１章　総論", 50, 14), ("別紙１　経緯", 50, 14), ("参考資料２　名簿", 50, 14)))
    assert [h[0] for h in headings(sheet)] == [1, 1, 1]


def test_a_sign_whose_words_come_back_heads_what_stands_below() -> None:
    lines = [text("１　振興", 50, 40, 14, bold=True)]
    for n in range(3):
        lines += [text(f"{'①②③'[n]}　施策その{n}", 50, 70 + 160 * n, bold=True), *body(90 + 160 * n)]
        lines += [text("◇主な事業", 60, 130 + 160 * n), text("・補助金の交付", 60, 146 + 160 * n)]
        lines += [text("・担い手の育成", 60, 162 + 160 * n)]
    assert [h[0] for h in headings(page(lines))] == [1, 2, 3, 2, 3, 2, 3]


def test_a_list_with_such_numbers_does_not_break_the_count() -> None:
    lines = [text("第１章　将来の姿", 50, 40)]
    for n, top in enumerate((70, 250, 330)):
        lines += [text(f"{'①②③'[n]}　方針その{n}", 50, top), *body(top + 16)]
        if n == 0:
            lines += [
                text(f"{'①②③'[k]}　対象となる者は、町長が認める者に限るものとすること", 70, 130 + 16 * k)
                for k in range(3)
            ]
    assert [h[1] for h in headings(page(lines))] == ["第1章", "①", "②", "③"]


def test_a_full_title_ends_where_an_indented_text_begins() -> None:
    wide = "あ" * 40
    lines = [text("第１章　目標", 50, 50)]
    for n, top in ((1, 80), (2, 140)):
        lines += [text(f"（{n}）方針", 60, top), *body(top + 16)]
    lines += [text("第２章　取組", 50, 200), text("（１）" + "題" * 38, 60, 230), text(wide, 70, 246)]
    lines += [text(wide + "い", 60, 262), text("終わる。", 60, 278), text("（２）方針", 60, 310), *body(326)]
    found = headings(page(lines))
    assert [h[1] for h in found] == ["第1章", "(1)", "(2)", "第2章", "(1)", "(2)"]
    assert found[4][2] == "題" * 38


def test_a_line_behind_a_sign_is_not_set_in_the_middle() -> None:
    """It only happens to end as far from the side as it begins."""
    long = "○" + "題" * 38 + "目"
    sheet = page(
        [
            text("①　方針", 87, 50, bold=True), *body(70), text(long, 98, 130, bold=True), *body(150),
            text("＜対応＞", 110, 210, bold=True), *body(230), text("○方針", 98, 290, bold=True), *body(310),
        ]
    )  # fmt: skip
    assert [h[0] for h in headings(sheet)] == [1, 2, 3, 2]


def test_a_framed_label_leads_the_bold_title_beside_it() -> None:
    """Figures in the boxes of a chart lead nothing."""
    lines, shapes = [text("第１章　総論", 50, 40, 16, bold=True)], []
    for k, (label, title) in enumerate((("施策１", "起業の支援"), ("施策２", "担い手の育成"))):
        top = 80 + 120 * k
        lines += [text(label, 56, top, 13, bold=True), text(title, 110, top, 13, bold=True)]
        lines += [text("現状と課題", 50, top + 24, 11, bold=True), *body(top + 42)]
        shapes.append(frame((50, top - 4, 100, top + 17)))
    lines += [text("27.7", 56, 400, 8), text("19.5", 90, 400, 8)]
    shapes.append(frame((50, 396, 80, 412)))
    found = headings(page(lines, shapes=shapes))
    assert found == [
        (1, "第1章", "総論"), (2, "施策1", "起業の支援"), (3, None, "現状と課題"),
        (2, "施策2", "担い手の育成"), (3, None, "現状と課題"),
    ]  # fmt: skip


def test_an_entry_of_the_contents_over_two_lines_is_one() -> None:
    title = "健康づくりを担う人材の確保・育成と観光の交流に関する相談支援体制の強化（市町村を含む）"
    contents = page(
        [
            text("目次", 250, 50, 14), text("１　現状" + "…" * 30 + "1", 50, 90), text("２　" + title[:30], 50, 110),
            text(title[30:] + "…" * 20 + "2", 62, 126), text("３　方針" + "…" * 30 + "3", 50, 146),
        ]
    )  # fmt: skip
    parts = page([text("２　" + title[:38], 50, 50), text(title[38:], 62, 66), *body(90)], number=2)
    assert headings(contents, parts)[1:] == [(1, "2", title.replace("（", "(").replace("）", ")"))]


def test_a_long_goal_in_a_bar_is_a_heading() -> None:
    goal = (
        "【基本目標２】健康づくりを担う人材の確保・育成と行政の手続に関する相談支援体制の強化（市町村との連携を含む）"
    )
    sheet = page(
        [
            text("第２章　目標", 50, 40, 18, bold=True), *body(70),
            text(goal[:34], 60, 130, 14, bold=True), text(goal[34:], 60, 150, 14, bold=True), *body(190),
        ],
        shapes=[ground((50, 122, 540, 172), (0.1, 0.3, 0.3))],
    )  # fmt: skip
    assert [(h[0], len(h[2])) for h in headings(sheet)] == [(1, 2), (2, len(goal))]


def test_a_title_of_many_parts_is_no_running_head() -> None:
    """It begins some pages, and stands inside others."""
    sheets = []
    for n in range(1, 7):
        lines = [text(f"（{n}）施策", 50, 200, bold=True), *body(220)]
        if n % 2:
            lines += [text("【現状と課題】", 50, 60, bold=True), *body(80)]
        lines += [text("【現状と課題】", 50, 300, bold=True), *body(320)]
        sheets.append(page(lines, number=n))
    assert [h[2] for h in headings(*sheets)].count("現状と課題") == 9


def test_lists_between_paragraphs_belong_to_the_columns_of_a_page() -> None:
    lines = []
    for x, names in ((50, ("予算", "防災")), (310, ("観光", "福祉"))):
        for k, name in enumerate(names):
            top = 80 + 380 * k
            lines.append(text(f"{name}のお知らせ", x, top, 13, bold=True))
            lines += [text("あ" * 23 if i % 3 < 2 else "終わる。", x, top + 22 + 16 * i) for i in range(6)]
            lines += [text("・" + "い" * 20, x + 10, top + 118 + 16 * i) for i in range(15)]
    found = headings(page(lines), page(body(100), number=2))
    assert [h[2] for h in found] == [f"{name}のお知らせ" for name in ("予算", "防災", "観光", "福祉")]


def test_the_last_item_of_a_list_in_larger_type_heads_nothing() -> None:
    """Neither does it when only a note in small type stands below, and it does not end as a sentence."""
    items = (
        "行政の手続をいつでもどこでもできるようにして、住民の利便性を高めること",
        "窓口の仕事を減らし、職員が相談に向き合う時間を増やしていくこと",
    )
    lines = [
        text("デジタル化の方針", 40, 40, 26),
        *(text(f"◆{words}", 40, 120 + 30 * i, 16) for i, words in enumerate(items)),
    ]
    lines += [
        text("この資料は、市が決めた方針のあらましをまとめたものである。", 40, 180 + 14 * i, 9) for i in range(12)
    ]
    assert [h[2] for h in headings(page(lines, size=(780.0, 540.0)))] == ["デジタル化の方針"]


def test_a_frame_around_the_words_alone_is_a_heading_on_a_slide() -> None:
    """A frame that holds more room than its words is a box of a chart."""
    prose = [text("この資料は、市が決めた方針のあらましをまとめたものである。", 40, 150 + 14 * i, 9) for i in range(12)]
    lines = [text("デジタル化の方針", 40, 40, 26), text("これまでの経過", 42, 122, 14), *prose]
    for room, found in ((2, ["デジタル化の方針", "これまでの経過"]), (60, ["デジタル化の方針"])):
        shapes = [frame((40, 120, 42 + 14 * 7 + room, 138))]
        assert [h[2] for h in headings(page(lines, [], shapes, size=(780.0, 540.0)))] == found
