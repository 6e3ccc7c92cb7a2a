"""Tables: cells, spans, headers, captions, pages; and what is no table."""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest

from corpus.pages import Page, Ruling, Table
from corpus.text import squeeze
from ingest.reader import read_pdf
from ingest.scores import table_scores, wanted_tables
from ingest.tables import find_tables
from tests.ingest.drawn import BLUE, filled, frame, grid, ground, page, text

XS = (50.0, 250.0, 350.0, 450.0)
KPI = [["指標", "現状値", "目標値"], ["中学校訪問実施校数", "年111校", "年120校"], ["新規就農者数", "-", "3人"]]


def only(tables: list[Table]) -> Table:
    assert len(tables) == 1
    return tables[0]


def texts(table: Table) -> list[list[str]]:
    return [[c.text for c in table.cells if c.row == r] for r in range(table.n_rows)]


def spans(table: Table) -> set[tuple[int, int, int, int]]:
    return {(c.row, c.col, c.rowspan, c.colspan) for c in table.cells if c.rowspan * c.colspan > 1}


def rows_at(top: float, n: int, height: float = 30.0) -> list[float]:
    return [top + height * i for i in range(n + 1)]


def kpi_page(number: int = 1, top: float = 100.0, *, header: bool = True, rows: int = 2) -> Page:
    body = [[f"{number}の指標{i}", "10人", "20人"] for i in range(rows)]
    all_rows = ([KPI[0]] if header else []) + body
    ys = rows_at(top, len(all_rows))
    return page(filled(all_rows, XS, ys), grid(XS, ys), number=number)


def test_ruled_table_with_header_and_caption() -> None:
    ys = rows_at(100, 3)
    drawn = page([text("◎施策の目標", 50, 85), *filled(KPI, XS, ys)], grid(XS, ys))
    table = only(find_tables([drawn]))
    assert texts(table) == KPI
    assert (table.n_rows, table.n_cols, table.header_rows) == (3, 3, 1)
    assert table.caption == "◎施策の目標"
    assert table.cells[3].evidence[0].quote == "中学校訪問実施校数"
    assert table.cells[3].page == 1
    assert table.cells[3].box == pytest.approx((50, 130, 250, 160))


def test_unit_note_is_kept_with_the_caption() -> None:
    ys = rows_at(100, 3)
    lines = [text("表１　主な指標", 50, 70), text("（単位：千円）", 380, 86), *filled(KPI, XS, ys)]
    assert only(find_tables([page(lines, grid(XS, ys))])).caption == "表1 主な指標 (単位:千円)"


def test_merged_cells_keep_their_spans() -> None:
    xs, ys = (50.0, 150.0, 250.0, 350.0), rows_at(100, 3)
    rulings = [Ruling(50, y, 350, y) for y in (100, 160, 190)] + [Ruling(150, 130, 350, 130)]
    rulings += [Ruling(x, 100, x, 190) for x in (50, 150, 350)] + [Ruling(250, 130, 250, 190)]
    rows = [["事業名", "財　源　内　訳", ""], ["", "国", "県"], ["図書館費", "1,056", "200"]]
    table = only(find_tables([page(filled(rows, xs, ys), rulings)]))
    assert spans(table) == {(0, 0, 2, 1), (0, 1, 1, 2)}
    assert texts(table) == [["事業名", "財源内訳"], ["国", "県"], ["図書館費", "1,056", "200"]]
    assert table.header_rows == 2


def test_empty_cells_exist() -> None:
    rows = [["区分", "2024年度", "2025年度"], ["計画", "策定", ""]]
    ys = rows_at(100, 2)
    table = only(find_tables([page(filled(rows, XS, ys), grid(XS, ys))]))
    assert texts(table)[1] == ["計画", "策定", ""]
    assert table.cells[-1].evidence == ()


def test_double_rulings_and_fills_make_no_columns() -> None:
    ys = rows_at(100, 3)
    doubled = [*grid(XS, ys), *grid([x + 2 for x in XS], [y + 2 for y in ys])]
    shades = [ground((XS[c] + 1.5, 101.5, XS[c + 1] - 1.5, 128)) for c in range(3)]
    shades += [ground((XS[c] + 6, 103, XS[c + 1] - 6, 115)) for c in range(3)]
    table = only(find_tables([page(filled(KPI, XS, ys), doubled, shades)]))
    assert (table.n_rows, table.n_cols) == (3, 3)
    assert texts(table) == KPI


def test_borders_drawn_cell_by_cell_with_joints() -> None:
    ys = rows_at(100, 3)
    pieces = []
    for y in ys:
        for x in XS:
            pieces.append(ground((x - 0.25, y - 0.25, x + 0.25, y + 0.25), (0, 0, 0)))
        for a, b in pairwise(XS):
            pieces.append(ground((a + 0.25, y - 0.25, b - 0.25, y + 0.25), (0, 0, 0)))
    for x in XS:
        for a, b in pairwise(ys):
            pieces.append(ground((x - 0.25, a + 0.25, x + 0.25, b - 0.25), (0, 0, 0)))
    assert texts(only(find_tables([page(filled(KPI, XS, ys), shapes=pieces)]))) == KPI


def test_coloured_cells_without_rulings() -> None:
    ys = rows_at(100, 3)
    cells = [
        ground((XS[c] + 0.5, ys[r] + 0.5, XS[c + 1] - 0.5, ys[r + 1] - 0.5), BLUE if r else (0.2, 0.3, 0.6))
        for r in range(3)
        for c in range(3)
    ]
    table = only(find_tables([page(filled(KPI, XS, ys), shapes=cells)]))
    assert texts(table) == KPI
    assert table.header_rows == 1


def test_sides_may_be_open() -> None:
    ys = rows_at(100, 3)
    rulings = [Ruling(50, y, 450, y) for y in ys] + [Ruling(x, 100, x, 190) for x in XS[1:3]]
    assert texts(only(find_tables([page(filled(KPI, XS, ys), rulings)]))) == KPI


def test_rows_of_figures_without_rulings() -> None:
    xs = (50.0, 150.0, 250.0, 350.0)
    ys = (100.0, 120.0, 200.0)
    lines = filled([["年次", "総数", "高齢者"]], xs, ys)
    for i, year in enumerate(("2019", "2020", "2021", "2022")):
        lines += [text(f"{year}年", 53, 124 + 18 * i), text(f"{i}1.5", 200, 124 + 18 * i)]
        lines += [text(f"{i}2.5", 300, 124 + 18 * i)]
    table = only(find_tables([page(lines, grid(xs, ys))]))
    assert texts(table)[1:] == [[f"{y}年", f"{i}1.5", f"{i}2.5"] for i, y in enumerate(range(2019, 2023))]


def test_heads_printed_above_the_frame_are_a_row() -> None:
    ys = rows_at(100, 2)
    heads = [text("基本目標", 60, 86), text("具体的な施策", 260, 86), text("重要業績評価指標", 352, 86, 9)]
    table = only(find_tables([page([*heads, *filled(KPI[1:], XS, ys)], grid(XS, ys))]))
    assert (table.n_rows, table.header_rows) == (3, 1)
    assert texts(table)[0] == ["基本目標", "具体的な施策", "重要業績評価指標"]


def test_strips_with_small_gaps_are_one_table() -> None:
    top, below = rows_at(100, 1), rows_at(138, 1)
    lines = filled([["区分", "2024年度", "2025年度"]], XS, top) + filled([["計画", "策定", "実施"]], XS, below)
    table = only(find_tables([page(lines, grid(XS, top) + grid(XS, below))]))
    assert texts(table) == [["区分", "2024年度", "2025年度"], ["計画", "策定", "実施"]]


@pytest.mark.parametrize(
    ("printed", "joined"),
    [
        (
            ["道内の町村立高等学校を設置する自治", "体と連携した学校紹介"],
            "道内の町村立高等学校を設置する自治体と連携した学校紹介",
        ),
        (["重要業績評価指標", "（ＫＰＩ）"], "重要業績評価指標\n(KPI)"),
        (["・短期移住体験者数", "・展覧会の開催数"], "・短期移住体験者数\n・展覧会の開催数"),
        (
            ["・地域の課題を解決する事業を行う団", "　体への支援", "・その他"],
            "・地域の課題を解決する事業を行う団体への支援\n・その他",
        ),
        (["電子申請の件数が", "▲5件となった"], "電子申請の件数が\n▲5件となった"),
        (["合　計", "（千円）"], "合計\n(千円)"),
    ],
)
def test_lines_of_a_cell_join_as_japanese(printed: list[str], joined: str) -> None:
    xs, ys = (50.0, 226.0, 350.0), [100.0, 150.0, 180.0]
    lines = [text(words, 53, 103 + 12 * i) for i, words in enumerate(printed)]
    lines += filled([["", "目標"], ["甲", "乙"]], xs, ys)
    assert texts(only(find_tables([page(lines, grid(xs, ys))])))[0][0] == joined


def test_right_aligned_lines_are_hard_breaks() -> None:
    xs, ys = (50.0, 200.0, 350.0), [100.0, 150.0, 180.0]
    lines = [
        text("旭川・札幌・地元", 267, 103),
        text("各地域で年１回", 277, 115),
        *filled([["展覧会", ""], ["甲", "乙"]], xs, ys),
    ]
    assert texts(only(find_tables([page(lines, grid(xs, ys))])))[0][1] == "旭川・札幌・地元\n各地域で年1回"


def test_glyphs_go_to_the_cell_of_their_centre() -> None:
    """「0」 and 「現在の」 almost touch across a border, as budgets print them."""
    xs, ys = (50.0, 100.0, 250.0), rows_at(100, 2)
    lines = [text("0現在の設計", 94.5, 103), *filled([["", ""], ["12", "橋の補修"]], xs, ys)]
    assert texts(only(find_tables([page(lines, grid(xs, ys))])))[0] == ["0", "現在の設計"]


def test_figures_without_rulings_between_columns_over_several_rows() -> None:
    """The heads are ruled; below them each row is one long cell of figures, which only all rows together divide."""
    xs, ys = (50.0, 150.0, 220.0, 290.0, 360.0), rows_at(100, 5)
    rows = [["区分", "2021年", "2022年", "2023年"]] + [[f"世帯{n}", f"{n}52.1", f"{n}8.4", "-"] for n in range(1, 5)]
    rulings = [r for r in grid(xs, ys) if r.top == r.bottom or r.x0 in (50, 150, 360)]
    rulings += [Ruling(x, 100, x, 130) for x in xs[2:4]]
    assert texts(only(find_tables([page(filled(rows, xs, ys), rulings)]))) == rows


def test_a_merged_figure_over_divided_columns_stays_whole() -> None:
    xs, ys = (50.0, 150.0, 220.0, 290.0), rows_at(100, 6)
    rows = [["区分", "世帯数", "割合"]] + [[f"{n}00万円未満", f"{n}52.1", f"{n}8.4"] for n in range(1, 5)]
    lines = [*filled(rows, xs, ys[:6]), text("中央値", 53, 253), text("405", 225, 253)]
    rulings = [r for r in grid(xs, ys) if r.x0 != 220 or r.x1 != 220] + [Ruling(220, 100, 220, 250)]
    assert spans(only(find_tables([page(lines, rulings)]))) == {(5, 1, 1, 2)}


def test_white_words_on_colour_head_the_columns() -> None:
    """What else would be the first row of a list of names is told to be the header by its colour."""
    rows, ys = [["甲", "乙", "丙"], ["あ", "い", "う"], ["か", "き", "く"]], rows_at(100, 3)
    white = [replace(line, colour=(1.0, 1.0, 1.0)) for line in filled(rows[:1], XS, ys[:2])]
    drawn = page([*white, *filled(rows[1:], XS, ys[1:])], grid(XS, ys), [ground((50, 100, 450, 130), (0.1, 0.2, 0.5))])
    table = only(find_tables([drawn]))
    assert (texts(table), table.header_rows) == (rows, 1)
    assert only(find_tables([page(filled(rows, XS, ys), grid(XS, ys))])).header_rows == 0


def test_a_lattice_needs_no_frame() -> None:
    """工程表 of slides are often ruled inside only, under a coloured header."""
    xs, ys = (50.0, 200.0, 300.0, 400.0, 500.0), rows_at(100, 4)
    rows = [
        ["取組", "令和6年度", "令和7年度", "令和8年度"],
        ["計画", "策定", "実施", "検証"],
        ["研修", "準備", "実施", ""],
    ]
    rows += [["広報", "", "実施", "見直し"]]
    rulings = [Ruling(50, y, 500, y) for y in ys[1:-1]] + [Ruling(x, 100, x, 220) for x in xs[1:-1]]
    drawn = page(filled(rows, xs, ys), rulings, [ground((50, 100, 500, 130), (1.0, 0.8, 0.3))])
    assert texts(only(find_tables([drawn]))) == rows


class TestNoTables:
    def test_bars_parted_at_their_own_places(self) -> None:
        """Two stacked bars, one below the other: their parts meet nowhere."""
        cuts = ((100, 160, 240, 330, 400), (100, 130, 205, 290, 400))
        bars = [ground((a, y, b, y + 30)) for y, row in zip((100, 160), cuts, strict=True) for a, b in pairwise(row)]
        rulings = [Ruling(x, y, x, y + 30) for y, row in zip((100, 160), cuts, strict=True) for x in row]
        rulings += [Ruling(100, y, 400, y) for y in (100, 130, 160, 190)]
        rulings += [Ruling(x, 130, x, 160) for x in (100, 400)]
        lines = [text("25.1", a + 5, y + 8, 8) for y, row in zip((100, 160), cuts, strict=True) for a in row[:-1]]
        assert find_tables([page(lines, rulings, bars)]) == []

    def test_chart_in_a_frame_beside_its_legend(self) -> None:
        """Bars are painted inside the frames, clear of their sides."""
        rulings = grid((50, 300, 550), (100, 300, 360))
        bars = [ground((80 + 250 * c, 105 + 12 * i, 160 + 250 * c, 112 + 12 * i)) for c in range(2) for i in range(14)]
        lines = [text(f"{i}7.5%", 170 + 250 * c, 104 + 12 * i + 6 * c, 8) for c in range(2) for i in range(14)]
        lines += [text("全体", 60, 320), text("300人以下", 310, 320)]
        assert find_tables([page(lines, rulings, bars)]) == []

    def test_a_row_of_boxes_at_the_head_of_a_page(self) -> None:
        xs, ys = (50.0, 200.0, 350.0), rows_at(60, 1)
        assert find_tables([page(filled([["担当課", "企画課"]], xs, ys), grid(xs, ys))]) == []

    def test_single_box(self) -> None:
        assert find_tables([page([text("枠の中の文章", 60, 110)], shapes=[frame((50, 100, 400, 200))])]) == []

    def test_two_stacked_boxes(self) -> None:
        drawn = page(filled([["見出し"], ["本文の文章"]], XS[:2], rows_at(100, 2)), grid(XS[:2], rows_at(100, 2)))
        assert find_tables([drawn]) == []

    def test_boxes_apart(self) -> None:
        boxes = [frame((50 + 150 * c, 100 + 60 * r, 170 + 150 * c, 140 + 60 * r)) for r in range(2) for c in range(2)]
        lines = [text("箱の文字", 60 + 150 * c, 110 + 60 * r) for r in range(2) for c in range(2)]
        assert find_tables([page(lines, shapes=boxes)]) == []

    def test_cross_of_a_ring(self) -> None:
        lines = [
            text(w, x, y)
            for w, x, y in (("計画", 100, 120), ("実行", 250, 120), ("改善", 100, 250), ("評価", 250, 250))
        ]
        assert find_tables([page(lines, [Ruling(50, 200, 350, 200), Ruling(200, 100, 200, 300)])]) == []

    def test_chart_with_gridlines_and_bars(self) -> None:
        rulings = [Ruling(100, y, 400, y) for y in range(100, 301, 40)]
        rulings += [Ruling(100, 100, 100, 300), Ruling(400, 100, 400, 300)]
        bars = [frame((120 + 60 * i, 180 + 20 * i, 150 + 60 * i, 300)) for i in range(4)]
        lines = [text(f"{i}5.2", 122 + 60 * i, 200 + 20 * i, 8) for i in range(4)]
        assert find_tables([page(lines, rulings, bars)]) == []

    def test_underlines(self) -> None:
        lines = [text("施策の方向性について", 60, 100 + 20 * i) for i in range(4)]
        assert find_tables([page(lines, [Ruling(60, 111 + 20 * i, 160, 111 + 20 * i) for i in range(4)])]) == []

    def test_time_line_whose_lines_stick_out(self) -> None:
        rulings = [Ruling(100, y, 500, y) for y in (200, 260, 320)] + [Ruling(x, 180, x, 350) for x in (200, 400)]
        lines = [
            text(w, x, y)
            for w, x, y in (("公布", 130, 220), ("準備", 280, 220), ("改定", 130, 280), ("施行", 280, 280))
        ]
        assert find_tables([page(lines, rulings)]) == []


class TestOverPages:
    def test_repeated_header_is_dropped(self) -> None:
        table = only(find_tables([kpi_page(1, 500, rows=9), kpi_page(2, 60)]))
        assert table.pages == (1, 2)
        assert (table.n_rows, table.header_rows) == (12, 1)
        assert texts(table)[-1] == ["2の指標1", "10人", "20人"]
        assert {c.page for c in table.cells if c.row > 9} == {2}
        assert [e.page for e in table.boxes] == [1, 2]

    def test_header_is_carried_over(self) -> None:
        table = only(find_tables([kpi_page(1, 500, rows=9), kpi_page(2, 60, header=False)]))
        assert (table.n_rows, table.header_rows) == (12, 1)

    def test_page_numbers_and_running_heads_do_not_part_it(self) -> None:
        first, second = kpi_page(1, 500, rows=9), kpi_page(2, 60, header=False)
        head, foot = text("音威子府村総合戦略", 50, 30), text("- 12 -", 280, 810)
        first = page([head, *first.lines, foot], first.rulings)
        second = page([head, *second.lines, foot], second.rulings, number=2)
        assert only(find_tables([first, second])).pages == (1, 2)

    def test_a_caption_starts_another_table(self) -> None:
        second = kpi_page(2, 100)
        second = page([text("◎施策の目標", 50, 85), *second.lines], second.rulings, number=2)
        assert [t.pages for t in find_tables([kpi_page(1, 500, rows=9), second])] == [(1,), (2,)]

    def test_text_after_the_first_part_ends_it(self) -> None:
        first = kpi_page(1, 400, rows=5)
        first = page([*first.lines, text("このほか、次の事業に取り組みます。", 50, 620)], first.rulings)
        assert len(find_tables([first, kpi_page(2, 60, header=False)])) == 2

    def test_other_columns_are_another_table(self) -> None:
        xs, ys = (50.0, 150.0, 300.0, 450.0), rows_at(60, 2)
        second = page(filled(KPI[1:], xs, ys), grid(xs, ys), number=2)
        assert len(find_tables([kpi_page(1, 500, rows=9), second])) == 2

    def test_row_broken_over_the_page_is_joined(self) -> None:
        xs = (50.0, 150.0, 400.0)
        above, below = [600.0, 630.0, 780.0], [60.0, 90.0, 120.0]
        rows = [
            ["担当課", "内容"],
            [
                "企画課",
                "地域の課題を解決する取組を行う団体に対して補助\nを行い、あわせて関係する機関と力を合わせて広く",
            ],
        ]
        rest = [["", "人材を育成する。"], ["総務課", "職員研修を行う。"]]
        first = page(filled(rows, xs, above), grid(xs, above))
        second = page(filled(rest, xs, below), grid(xs, below), number=2)
        table = only(find_tables([first, second]))
        assert table.n_rows == 3
        joined = next(c for c in table.cells if (c.row, c.col) == (1, 1))
        assert joined.text.endswith("合わせて広く人材を育成する。")
        assert [e.page for e in joined.evidence] == [1, 2]

    def test_the_last_row_alone_on_the_next_page(self) -> None:
        table = only(find_tables([kpi_page(1, 500, rows=9), kpi_page(2, 60, header=False, rows=1)]))
        assert (table.pages, table.n_rows) == ((1, 2), 11)
        assert texts(table)[-1] == ["2の指標0", "10人", "20人"]

    def test_a_row_that_fills_a_page(self) -> None:
        pages = [kpi_page(1, 500, rows=9), kpi_page(2, 60, header=False, rows=1), kpi_page(3, 60, header=False)]
        tall = page(pages[1].lines, grid(XS, (60, 780)), number=2)
        assert only(find_tables([pages[0], tall, pages[2]])).pages == (1, 2, 3)

    def test_merged_label_goes_on(self) -> None:
        xs = (50.0, 150.0, 300.0, 450.0)
        ys, zs = rows_at(660, 3), rows_at(60, 2)
        first = page(
            filled([["目標", "指標", "目標値"], ["雇用の創出", "就業者数", "6人"], ["", "起業数", "2件"]], xs, ys),
            [*(r for r in grid(xs, ys) if r.top != ys[2] or r.bottom != ys[2]), Ruling(150, ys[2], 450, ys[2])],
        )
        second = page(
            filled([["", "就農者数", "3人"], ["", "後継者数", "2人"]], xs, zs),
            [*(r for r in grid(xs, zs) if r.top != zs[1] or r.bottom != zs[1]), Ruling(150, zs[1], 450, zs[1])],
            number=2,
        )
        table = only(find_tables([first, second]))
        assert spans(table) == {(1, 0, 4, 1)}
        assert texts(table)[3] == ["就農者数", "3人"]


@pytest.mark.parametrize(
    ("answers", "file"),
    [("otoineppu", "otoineppu_sogosenryaku"), ("nankoku_shinkijigyo_r4", "nankoku_shinkijigyo_r4")],
)
def test_real_documents(shared: Path, answers: str, file: str) -> None:
    gold = json.loads((shared / "gold" / f"{answers}.json").read_text("utf-8"))
    found = find_tables(read_pdf(shared / "corpus" / f"{file}.pdf"))
    scores = table_scores(found, wanted_tables(gold))
    assert scores.detection >= 0.97, scores.wrong
    assert scores.cells >= 0.95, scores.wrong
    assert scores.merged >= 0.95, scores.wrong
    assert scores.headers == 1.0


def test_column_sums_of_the_budget(shared: Path) -> None:
    """国 + 県 + 地方債 + その他 + 一般財源 = 事業費 in every row: figures stand in their own columns."""
    table = only(find_tables(read_pdf(shared / "corpus" / "nankoku_shinkijigyo_r4.pdf")))
    for row in table.grid()[table.header_rows :]:
        figures = [int((c.text if c else "").replace(",", "") or 0) for c in row[4:10]]
        assert figures[0] == sum(figures[1:])


def test_bundled_samples(samples: Path) -> None:
    """Every table of the samples (but the 工程表) as it was typeset, page breaks and merged cells included."""
    golden = json.loads((samples.parent.parent / "tests" / "golden" / "samples.json").read_text("utf-8"))
    for file, said in golden.items():
        found = {t.caption: t for t in find_tables(read_pdf(samples / file))}
        for wanted in said["tables"]:
            table = found[wanted["caption"]]
            rows: list[list[str | None]] = [[None] * table.n_cols for _ in range(table.n_rows)]
            for cell in table.cells:
                rows[cell.row][cell.col] = squeeze(cell.text)
            assert rows == [[None if t is None else squeeze(t) for t in row] for row in wanted["rows"]], file
            assert list(table.pages) == wanted["pages"]
            assert table.header_rows == wanted["header_rows"]
