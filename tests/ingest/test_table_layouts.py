"""Tables as Japanese offices print them: stripes, L-shaped heads, bars over cells, labels outside, shared frames."""

from __future__ import annotations

from dataclasses import replace

from corpus.pages import Page, Ruling, Shape, Table
from ingest.tables import find_tables
from tests.ingest.drawn import BLACK, BLUE, filled, frame, grid, ground, page, text


def only(tables: list[Table]) -> Table:
    assert len(tables) == 1
    return tables[0]


def texts(table: Table) -> list[list[str]]:
    return [[c.text for c in table.cells if c.row == r] for r in range(table.n_rows)]


def spans(table: Table) -> dict[str, tuple[int, int, int, int]]:
    return {c.text: (c.row, c.col, c.rowspan, c.colspan) for c in table.cells if c.rowspan * c.colspan > 1}


def across(x0: float, x1: float, *ys: float) -> list[Ruling]:
    return [Ruling(x0, y, x1, y, 0.5) for y in ys]


def upright(top: float, bottom: float, *xs: float) -> list[Ruling]:
    return [Ruling(x, top, x, bottom, 0.5) for x in xs]


def test_stripes_part_rows_that_no_ruling_parts() -> None:
    xs, ys = (50, 300, 450), (100, 130, 170, 210, 250)
    rows = [["類型", "基準日"], ["原則", "一年後"], ["公表済みのもの", "4月1日"], ["改定されたもの", "翌年"]]
    rulings = across(50, 450, 100, 130, 250) + upright(100, 250, *xs)
    stripes = [ground((x0, y0, x1, y1)) for x0, x1 in ((50, 300), (300, 450)) for y0, y1 in ((130, 170), (210, 250))]
    assert texts(only(find_tables([page(filled(rows, xs, ys), rulings, stripes)]))) == rows


def test_a_stripe_behind_one_line_of_a_cell_parts_nothing() -> None:
    xs, ys = (50, 300, 450), (100, 130, 170)
    rows = [["類型", "基準日"], ["一行目\n二行目", "一年後"]]
    marked = [ground((50, 145, 450, 157))]
    table = only(find_tables([page(filled(rows, xs, ys), grid(xs, ys), marked)]))
    assert table.n_rows == 2


def statistics(rulings: list[Ruling]) -> Page:
    """A label column and two columns of figures that only the header parts, with words over the figures."""
    xs = (50, 150, 250, 350)
    lines = [text("総数", 155, 105), text("女", 255, 105), text("推計数（単位：千世帯）", 180, 134)]
    for i, year in enumerate(("2021年", "2022年", "2023年")):
        y = 146 + 12 * i
        lines += [text(year, 60, y), text(f"{9000 + i}", 200, y), text(f"{4000 + i}", 300, y)]
    return page(lines, across(50, 350, 100, 130, 190) + upright(100, 130, *xs) + rulings)


def test_words_over_figures_leave_the_label_column_alone() -> None:
    table = only(find_tables([statistics(upright(130, 190, 50, 150, 350))]))
    assert spans(table)["推計数(単位:千世帯)"] == (1, 1, 1, 2)
    assert texts(table)[1] == ["", "推計数(単位:千世帯)"]
    assert texts(table)[2] == ["2021年", "9000", "4000"]


def test_a_head_that_roofs_its_parts_is_a_column() -> None:
    xs = (50, 150, 250, 350, 450)
    lines = [text("区分", 60, 118), text("子と同居", 155, 130), text("子夫婦", 255, 130), text("配偶者なし", 355, 130)]
    lines += [text(words, xs[c] + 5, 160 + 30 * r) for r in (0, 1) for c, words in enumerate(("男", "10", "20", "30"))]
    rulings = across(50, 450, 100, 150, 180, 210) + across(250, 450, 125)
    rulings += upright(100, 210, 50, 150, 450) + upright(125, 210, 250, 350) + upright(150, 210, 250)
    table = only(find_tables([page(lines, rulings)]))
    assert spans(table)["子と同居"] == (0, 1, 2, 1)
    assert table.header_rows == 2
    assert texts(table)[1] == ["子夫婦", "配偶者なし"]


def test_a_label_over_its_parts_stays_above_them() -> None:
    lines = [text("世帯", 60, 106), text("所得", 210, 106), text("全世帯", 60, 136), text("524", 210, 136)]
    lines += [text("増減率", 80, 166), text("△3", 210, 166)]
    rulings = across(50, 300, 100, 130, 190) + across(70, 300, 160)
    rulings += upright(100, 190, 50, 200, 300) + upright(160, 190, 70)
    table = only(find_tables([page(lines, rulings)]))
    assert spans(table)["全世帯"] == (1, 0, 1, 2)
    assert texts(table)[2] == ["", "増減率", "△3"]


def test_a_line_painted_as_a_picture_parts_rows() -> None:
    xs = (50, 150, 250)
    rows = [["ビール", "633"], ["", "350"]]
    lines = filled([["品目", "容量"], *rows], xs, (70, 100, 130))
    rulings = across(50, 250, 70, 100, 160) + upright(70, 160, *xs)
    dotted = replace(page(lines, rulings), images=((150.0, 129.8, 250.0, 130.3),))
    table = only(find_tables([dotted]))
    assert spans(table)["ビール"] == (1, 0, 2, 1)
    sliced = replace(dotted, images=tuple((150.0, 120.0 + i, 250.0, 121.0 + i) for i in range(20)))
    assert only(find_tables([sliced])).n_rows == 2


def test_words_on_a_bar_stand_in_the_cell_where_they_begin() -> None:
    xs, ys = (50, 150, 210, 270, 330), (100, 120, 150, 180)
    rows = [["施策", "令和3年度", "令和4年度", "令和5年度"], ["人材育成", "", "", ""], ["基盤", "", "", ""]]
    lines = [*filled(rows, xs, ys), text("職員研修", 170, 127), text("の実施", 210, 127), text("構築", 215, 154)]
    bars = [Shape((165, 124, 265, 140), BLUE, BLACK), Shape((212, 142, 300, 166), BLUE, BLACK)]
    table = only(find_tables([page(lines, grid(xs, ys), bars)]))
    assert texts(table)[1] == ["人材育成", "職員研修の実施", "", ""]
    assert texts(table)[2] == ["基盤", "", "構築", ""]


def test_rows_without_columns_may_have_the_axis_of_bars() -> None:
    rows = [["津市", "274,537", "237,408", "13.5%"], ["伊賀市", "88,766", "58,270", "34.4%"]]
    rows += [["松阪市", "159,145", "134,215", "15.7%"], ["朝日町", "11,021", "12,783", "16.0%"]]
    rows += [["鈴鹿市", "195,670", "164,586", "15.9%"], ["亀山市", "49,835", "44,919", "9.9%"]]
    xs = (100, 200, 280, 360)
    lines = [text(w, xs[c] + 5, 203 + 50 * r) for r, row in enumerate(rows) for c, w in enumerate(row)]
    lines += [text("増加", 425, 353)]
    rulings = across(100, 420, *range(200, 501, 50))
    table = only(find_tables([page(lines, [*rulings, *upright(198, 512, 350)])]))
    assert texts(table) == rows
    assert find_tables([page(lines, [*rulings, *upright(198, 512, 270, 350)])]) == []


def test_labels_and_heads_outside_the_frame_belong_to_it() -> None:
    xs, ys = (150, 220, 290), (100, 120, 140, 160, 180)
    figures = [["0.50", "0.88"], ["0.66", "0.89"], ["0.90", "0.86"], ["0.61", "0.68"]]
    lines = filled(figures, xs, ys)
    lines += [text(f"{5 * i}～{5 * i + 4}歳", 115, ys[i] + 4, 8.0) for i in range(4)]
    lines += [text("→2015年", 155, 88), text("→2020年", 225, 88)]
    hanging = upright(180, 189, *xs)
    table = only(find_tables([page(lines, grid(xs, ys) + hanging)]))
    assert texts(table)[0] == ["", "→2015年", "→2020年"]
    assert texts(table)[1] == ["0~4歳", "0.50", "0.88"]
    assert table.header_rows == 1


def salaries() -> Page:
    outer = across(50, 400, 60, 500) + upright(60, 500, 50)
    lines = [text("給与費明細書", 180, 70, 14)]
    rulings = list(outer)
    for top, heads in ((120, ("区分", "給料", "手当")), (260, ("区分", "扶養", "住居"))):
        ys = [top + 20 * i for i in range(4)]
        rulings += grid((50, 160, 280, 400), ys)
        rows = [list(heads), ["本年度", "339", "304"], ["前年度", "303", "274"]]
        lines += filled(rows, (50, 160, 280, 400), ys)
    lines.append(text("・職員手当等の内訳", 60, 225))
    ys = [380 + 20 * i for i in range(4)]
    rulings += grid((50, 160, 280), ys) + upright(60, 500, 400)
    lines += filled([["区分", "児童"], ["本年度", "12"], ["前年度", "13"]], (50, 160), ys)
    return page(lines, rulings)


def test_tables_in_one_outer_frame_are_several() -> None:
    first, second, narrow = find_tables([salaries()])
    assert texts(first)[0] == ["区分", "給料", "手当"]
    assert texts(second) == [["区分", "扶養", "住居"], ["本年度", "339", "304"], ["前年度", "303", "274"]]
    assert texts(narrow) == [["区分", "児童"], ["本年度", "12"], ["前年度", "13"]]


def test_sections_of_one_table_are_not_parted() -> None:
    xs, ys = (50, 160, 280, 400), (100, 130, 160, 190, 220, 250, 280)
    rulings = across(50, 400, *ys) + upright(100, 280, 50, 400)
    rulings += upright(100, 130, 160, 280) + upright(160, 220, 160, 280) + upright(250, 280, 160, 280)
    rows = [["番号", "対策", "内容"], ["利用側"], ["1", "統制", "文書化"], ["2", "教育", "研修"], ["提供側"]]
    lines = filled([*rows, ["3", "監査", "点検"]], xs, ys)
    assert only(find_tables([page(lines, rulings)])).n_rows == 6


def test_a_form_to_be_filled_in_is_a_table() -> None:
    xs, ys = (50, 120, 160, 300, 400), (100, 130, 160, 190, 220)
    rulings = across(120, 400, *ys) + across(50, 120, 100, 220) + upright(100, 220, *xs)
    lines = [text("本作業", 55, 155), *(text(str(i + 1), 135, 110 + 30 * i) for i in range(4))]
    table = only(find_tables([page(lines, rulings)]))
    assert (table.n_rows, table.n_cols) == (4, 4)


def test_columns_of_a_chart_are_no_table() -> None:
    xs, ys = (100, 400), (100, 140, 180, 220, 260)
    lines = [text(f"{3000 - 300 * i}", 108 + 40 * i, 150 + 10 * i) for i in range(6)]
    labels = [frame((102, 130, 134, 138)), frame((300, 145, 332, 153))]
    bars = [Shape((105 + 40 * i, 146 + 9 * i, 135 + 40 * i, 260), BLUE, BLACK) for i in range(6)]
    lines += [text("88%", 104, 130, 7), text("76%", 304, 146, 7)]
    assert find_tables([page(lines, grid(xs, ys), [*bars, *labels])]) == []


def test_one_row_below_tables_of_its_columns_is_a_table() -> None:
    xs = (50, 200, 400)
    rows = [["アクション", "メリット"], ["節水", "水道費の節約"], ["節電", "光熱費の節約"]]
    lines = [
        *filled(rows, xs, (100, 125, 150)),
        text("8．環境活動", 50, 205),
        *filled([["植林", "気持ち"]], xs, (220,)),
    ]
    both = page(lines, grid(xs, (100, 125, 150, 175)) + grid(xs, (220, 245)))
    assert [t.n_rows for t in find_tables([both])] == [3, 1]
    assert find_tables([page(lines[7:], grid(xs, (220, 245)))]) == []


def test_heads_below_a_title_are_header_rows_and_dropped_where_repeated() -> None:
    xs = (50, 200, 400)
    lines = [text("歳出", 200, 510), *filled([["款", "金額"]], xs, (530,))]
    lines += filled([[f"総務費{i}", f"{i},000"] for i in range(1, 9)], xs, range(560, 800, 30))
    first = page(
        lines, across(50, 400, 500, *range(530, 801, 30)) + upright(500, 800, 50, 400) + upright(530, 800, 200)
    )
    more = filled([["款", "金額"], ["予備費", "500"]], xs, (60, 90))
    table = only(find_tables([first, page(more, grid(xs, (60, 90, 120)), number=2)]))
    assert table.header_rows == 2
    assert texts(table)[-1] == ["予備費", "500"]
    assert texts(table)[-2] == ["総務費8", "8,000"]


def test_sections_and_questions_are_no_column_heads() -> None:
    xs, ys = (50, 200, 400), (100, 130, 160)
    asked = page(filled([["所属：総務課", "氏名："], ["改善前", "改善後"]], xs, ys), grid(xs, ys))
    assert only(find_tables([asked])).header_rows == 0
    years = [["2010", "2015"], ["1.50", "1.80"]]
    rulings = across(50, 400, 100, 130, 160, 190) + upright(100, 190, 50, 150, 400) + upright(130, 190, 280)
    lines = [text("西暦（年）", 220, 105), text("出生率", 60, 170)]
    lines += [text(w, (155, 285)[c], 135 + 30 * r) for r, row in enumerate(years) for c, w in enumerate(row)]
    assert only(find_tables([page(lines, [*rulings])])).header_rows == 2
