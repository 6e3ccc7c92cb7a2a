"""Tables that are ruled across only, with rows of any height: columns by the white between the words."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.pages import Line, Ruling
from corpus.text import squeeze
from ingest.tables import find_tables
from tests.ingest.drawn import page, text

X0, X1 = 60.0, 530.0


def rules(*heights: float, x0: float = X0) -> list[Ruling]:
    return [Ruling(x0, y, X1, y, 0.5) for y in heights]


def row(y: float, words: Sequence[str], xs: Sequence[float] = (64.0, 230.0, 330.0)) -> list[Line]:
    """Words at the places of their columns; a newline begins another printed line."""
    return [
        text(part, x, y + 12 * k)
        for x, cell in zip(xs, words, strict=True)
        for k, part in enumerate(cell.split("\n"))
        if part
    ]


def test_rows_of_uneven_height_with_running_text() -> None:
    lines = [
        *row(103, ["事業名", "担当課", "内容"]),
        *row(123, ["移住相談窓口", "企画課", "住まいと仕事の相談を一つの窓口\nで受け、休日にも応じる。"]),
        *row(153, ["空き家バンク", "建設課", "登録を進める。"]),
        *row(
            173,
            [
                "農業研修",
                "農林水産課",
                "受入農家とともに二年間の研修\nを行い、終了後の農地を探し、\n住まいを用意する。",
            ],
        ),
    ]
    (table,) = find_tables([page(lines, rules(100, 120, 150, 170, 212))])
    assert (table.n_rows, table.n_cols, table.header_rows) == (4, 3, 1)
    assert [squeeze(c.text) for c in table.cells if c.row == 1] == [
        "移住相談窓口",
        "企画課",
        "住まいと仕事の相談を一つの窓口で受け、休日にも応じる。",
    ]


def test_a_line_that_stops_short_of_a_column_merges_its_cells() -> None:
    lines = [
        *row(103, ["基本目標", "施策", "担当課"]),
        *row(123, ["選ばれる地方", "移住の促進", "企画課"]),
        *row(143, ["", "定住の促進", "建設課"]),
        *row(163, ["稼げる地方", "創業の支援", "商工課"]),
    ]
    rulings = [*rules(100, 120, 160, 180), *rules(140, x0=226.0)]
    (table,) = find_tables([page(lines, rulings)])
    assert {(c.row, c.col, c.rowspan, c.text) for c in table.cells if c.rowspan > 1} == {(1, 0, 2, "選ばれる地方")}
    assert [c.text for c in table.cells if c.col == 1] == ["施策", "移住の促進", "定住の促進", "創業の支援"]


def test_a_head_over_several_columns_spans_them() -> None:
    xs = (64.0, 230.0, 330.0, 430.0)
    lines = [
        text("事業名", 64, 113),
        text("財源内訳", 340, 103),
        *row(123, ["", "国庫", "県費", "一般財源"], xs),
        *row(143, ["移住相談窓口", "1,000", "500", "500"], xs),
        *row(163, ["農業研修", "2,000", "1,000", "1,000"], xs),
    ]
    rulings = [*rules(100, 140, 160, 180), *rules(120, x0=226.0)]
    (table,) = find_tables([page(lines, rulings)])
    assert {(c.row, c.col, c.rowspan, c.colspan, c.text) for c in table.cells if c.rowspan * c.colspan > 1} == {
        (0, 0, 2, 1, "事業名"),
        (0, 1, 1, 3, "財源内訳"),
    }


def test_the_rest_of_the_last_row_stands_on_the_next_page() -> None:
    head = ["事業名", "担当課", "内容"]
    first = [
        *row(703, head),
        *row(723, ["移住相談窓口", "企画課", "住まいの相談を受ける。"]),
        *row(743, ["空き家バンク", "建設課", "登録を進める。"]),
        *row(763, ["農業研修", "農林課", "受入農家とともに二年間の研修\nを行い、終了後の農地を探し、"]),
    ]
    second = [
        *row(63, head),
        *row(83, ["", "", "住まいを用意する。"]),
        *row(103, ["創業塾", "商工課", "年に三回開く。"]),
        *row(123, ["販路開拓", "商工課", "展示会に出る。"]),
    ]
    pages = [page(first, rules(700, 720, 740, 760)), page(second, rules(60, 80, 100, 120, 140), number=2)]
    (table,) = find_tables(pages)
    assert [c.text for c in table.cells if c.col == 0] == [
        "事業名", "移住相談窓口", "空き家バンク", "農業研修", "創業塾", "販路開拓",
    ]  # fmt: skip
    broken = next(c for c in table.cells if c.text.startswith("受入農家"))
    assert broken.text.endswith("住まいを用意する。")
    assert [e.page for e in broken.evidence] == [1, 2]


def test_paragraphs_between_rules_are_no_table() -> None:
    body = "関係機関と連携し、地域の活性化を進めるとともに持続可能なまちづくりにつなげる。"
    lines = [text(body, 64, 103 + 30 * i) for i in range(4)]
    assert find_tables([page(lines, rules(*(100 + 30 * i for i in range(5))))]) == []
