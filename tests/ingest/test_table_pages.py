"""Tables that the end of a page cuts in the middle of a row: browsers and printers leave the cut undrawn."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.pages import Page, Ruling
from ingest.tables import find_tables
from tests.ingest.drawn import filled, page

XS = (50.0, 200.0, 350.0, 500.0)
HEAD = ["基本目標", "施策", "主な事業"]


def ruled(xs: Sequence[float], ys: Sequence[float], *, open_below: int = 0, sides: bool = True) -> list[Ruling]:
    """A full grid, without the bottom of the first `open_below` columns; on request without its left and right side."""
    last = len(ys) - 1
    level = [Ruling(xs[open_below if i == last else 0], y, xs[-1], y, 0.5) for i, y in enumerate(ys)]
    upright = [Ruling(x, ys[0], x, ys[-1], 0.5) for x in (xs if sides else xs[1:-1])]
    return [line for line in level if line.x1 > line.x0] + upright


def sheet(number: int, rows: Sequence[Sequence[str]], top: float, rulings: Sequence[Ruling]) -> Page:
    ys = [top + 30.0 * i for i in range(len(rows) + 1)]
    return page(filled(rows, XS, ys), rulings, number=number)


def ys(top: float, n: int) -> list[float]:
    return [top + 30.0 * i for i in range(n + 1)]


def test_a_row_cut_by_the_page_is_one_row() -> None:
    first = [HEAD, ["選ばれる地方", "移住の促進", "窓口を一つにまとめ、"], ["稼げる地方", "創業の支援", "相談に応じ、"]]
    second = [HEAD, ["", "", "資金を貸し付ける。"], ["支え合う地方", "見守り", "訪問する。"]]
    pages = [
        sheet(1, first, 690.0, ruled(XS, ys(690.0, 3), open_below=3)),
        sheet(2, second, 60.0, ruled(XS, ys(60.0, 3))),
    ]
    (table,) = find_tables(pages)
    assert table.n_rows == 4
    assert [c.text for c in table.cells if c.row == 2] == ["稼げる地方", "創業の支援", "相談に応じ、資金を貸し付ける。"]


def test_merged_cells_cut_by_the_page_go_on_while_closed_rows_do_not() -> None:
    first = [HEAD, ["選ばれる地方", "移住の促進", "窓口の設置"], ["稼げる地方", "創業の支援", "相談会の開催"]]
    second = [HEAD, ["", "", "資金の貸付け"], ["支え合う地方", "見守り", "訪問"]]
    pages = [
        sheet(1, first, 690.0, ruled(XS, ys(690.0, 3), open_below=2)),
        sheet(2, second, 60.0, ruled(XS, ys(60.0, 3))),
    ]
    (table,) = find_tables(pages)
    assert [c.text for c in table.cells if c.col == 2] == [
        "主な事業",
        "窓口の設置",
        "相談会の開催",
        "資金の貸付け",
        "訪問",
    ]
    merged = {(c.row, c.col, c.rowspan, c.text) for c in table.cells if c.rowspan > 1}
    assert merged == {(2, 0, 2, "稼げる地方"), (2, 1, 2, "創業の支援")}


def test_a_table_open_at_the_sides_may_be_cut_too() -> None:
    first = [HEAD, ["選ばれる地方", "移住の促進", "窓口の設置"], ["稼げる地方", "創業の支援", "相談会の"]]
    second = [HEAD, ["", "", "開催"], ["支え合う地方", "見守り", "訪問"]]
    pages = [
        sheet(1, first, 690.0, ruled(XS, ys(690.0, 3), open_below=3, sides=False)),
        sheet(2, second, 60.0, ruled(XS, ys(60.0, 3), sides=False)),
    ]
    (table,) = find_tables(pages)
    assert [c.text for c in table.cells if c.row == 2] == ["稼げる地方", "創業の支援", "相談会の開催"]


def test_what_is_open_below_and_does_not_go_on_is_no_table() -> None:
    rows = [["総数", "男", "女"], ["120", "60", "60"], ["100", "48", "52"]]
    pages = [sheet(1, rows, 690.0, ruled(XS, ys(690.0, 3), open_below=3)), page((), number=2)]
    assert find_tables(pages) == []


def test_a_merged_label_beside_short_rows_has_its_open_side() -> None:
    rows = [HEAD, ["選ばれる地方", "移住の促進", "窓口の設置"], ["", "", "相談会の開催"], ["", "定住", "住宅の改修"]]
    heights = ys(100.0, 4)
    level = [Ruling(50.0, y, 500.0, y, 0.5) for y in (heights[0], heights[1], heights[4])]
    level += [Ruling(350.0, heights[2], 500.0, heights[2], 0.5), Ruling(200.0, heights[3], 500.0, heights[3], 0.5)]
    upright = [Ruling(x, heights[0], x, heights[4], 0.5) for x in (200.0, 350.0)]
    (table,) = find_tables([page(filled(rows, XS, heights), [*level, *upright])])
    assert (table.n_rows, table.n_cols) == (4, 3)
    assert {(c.row, c.col, c.rowspan) for c in table.cells if c.rowspan > 1} == {(1, 0, 3), (1, 1, 2)}


def test_an_empty_rest_of_a_row_is_no_row_of_its_own() -> None:
    first = [HEAD, ["選ばれる地方", "移住の促進", "窓口の設置"], ["稼げる地方", "創業の支援", "相談会の開催"]]
    second = [HEAD, ["", "", ""], ["支え合う地方", "見守り", "訪問"]]
    pages = [sheet(1, first, 690.0, ruled(XS, ys(690.0, 3))), sheet(2, second, 60.0, ruled(XS, ys(60.0, 3)))]
    (table,) = find_tables(pages)
    assert [c.text for c in table.cells if c.col == 2] == ["主な事業", "窓口の設置", "相談会の開催", "訪問"]


def test_short_words_under_labels_that_go_on_are_a_new_row() -> None:
    first = [HEAD, ["選ばれる地方", "移住の促進", "窓口の設置"], ["", "定住の促進", "住宅の改修"]]
    second = [HEAD, ["", "", "家賃の補助"], ["支え合う地方", "見守り", "訪問"]]
    heights = ys(690.0, 3)
    level = [Ruling(50.0, heights[i], 500.0, heights[i], 0.5) for i in (0, 1, 3)]
    level += [Ruling(200.0, heights[2], 500.0, heights[2], 0.5)]
    upright = [Ruling(x, heights[0], x, heights[3], 0.5) for x in XS]
    pages = [page(filled(first, XS, heights), [*level, *upright]), sheet(2, second, 60.0, ruled(XS, ys(60.0, 3)))]
    (table,) = find_tables(pages)
    assert [c.text for c in table.cells if c.col == 2] == ["主な事業", "窓口の設置", "住宅の改修", "家賃の補助", "訪問"]
    assert {(c.row, c.col, c.rowspan) for c in table.cells if c.rowspan > 1} == {(1, 0, 3)}


def test_a_table_that_begins_with_one_row_at_the_foot_of_a_page() -> None:
    wide = (50.0, 150.0, 450.0)
    words = "関係する機関と力を合わせ、住まいと仕事の相談を一つの窓口で"
    first = page(filled([["目的", words]], wide, [740.0, 775.0]), ruled(wide, [740.0, 775.0]), number=1)
    rows = [["", "受ける。"], ["対象者", "移住を希望する人"], ["担当課", "企画課"]]
    second = page(filled(rows, wide, ys(60.0, 3)), ruled(wide, ys(60.0, 3)), number=2)
    (table,) = find_tables([first, second])
    assert [c.text for c in table.cells if c.col == 0] == ["目的", "対象者", "担当課"]
    assert table.cells[1].text == f"{words}受ける。"
