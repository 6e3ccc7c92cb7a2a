"""工程表: steps with their years, from arrows, boxes, merged cells and texts."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

from corpus.pages import Cell, Line, Ruling, Shape, Table
from ingest.reader import read_pdf
from ingest.roadmap_bars import Step, find_steps
from ingest.tables import find_tables
from tests.ingest.drawn import BLACK, arrow, filled, frame, grid, ground, page, text

XS = (50.0, 170.0, 250.0, 330.0, 410.0, 490.0)
YS = [100.0, 125.0, 175.0, 225.0]
HEAD = ["施策", "令和6年度", "令和7年度", "R8", "2027年度"]
LABELS = [HEAD, ["計画の策定", "", "", "", ""], ["人材の育成", "", "", "", ""]]


def steps(shapes: Sequence[Shape] = (), lines: Sequence[Line] = (), rulings: Sequence[Ruling] = ()) -> list[Step]:
    drawn = page([*filled(LABELS, XS, YS), *lines], [*grid(XS, YS), *rulings], shapes)
    return find_steps([drawn], find_tables([drawn]))


def said(found: list[Step]) -> list[tuple[str, int, int, str]]:
    return [(s.text, s.start_fy, s.end_fy, s.row) for s in found]


def test_arrows_over_year_columns() -> None:
    found = steps(
        [arrow((173, 135, 327, 155)), arrow((253, 185, 487, 205))],
        [text("計画案の検討と策定", 180, 140), text("研修の実施", 260, 190)],
    )
    assert said(found) == [
        ("計画案の検討と策定", 2024, 2025, "計画の策定"),
        ("研修の実施", 2025, 2027, "人材の育成"),
    ]
    assert found[0].evidence.quote == "計画案の検討と策定"
    assert found[0].evidence.page == 1


def test_outlined_and_filled_boxes() -> None:
    found = steps(
        [frame((175, 135, 405, 155)), ground((335, 185, 405, 205), (0.9, 0.7, 0.3))],
        [text("実証事業", 180, 140), text("本格実施", 340, 190)],
    )
    assert said(found) == [("実証事業", 2024, 2026, "計画の策定"), ("本格実施", 2026, 2026, "人材の育成")]


def test_bars_do_not_break_the_table() -> None:
    drawn = page(
        [*filled(LABELS, XS, YS), text("実証事業を行う", 226, 140)], grid(XS, YS), [frame((175, 127, 405, 155))]
    )
    (table,) = find_tables([drawn])
    assert (table.n_rows, table.n_cols) == (3, 5)
    assert [c.text for c in table.cells if c.row == 1] == ["計画の策定", "", "実証事業を行う", "", ""]


def test_bar_without_words_takes_those_of_its_row() -> None:
    assert said(steps([ground((175, 140, 325, 150), (0.3, 0.5, 0.8))])) == [("計画の策定", 2024, 2025, "計画の策定")]


def test_pictures_with_words_are_bars() -> None:
    lines = [*filled(LABELS, XS, YS), text("実証", 230, 140), text("事業の実施", 250, 140)]
    drawn = replace(page(lines, grid(XS, YS)), images=((225.0, 135.0, 405.0, 155.0), (335.0, 135.0, 480.0, 220.0)))
    found = find_steps([drawn], find_tables([drawn]))
    assert said(found) == [("実証事業の実施", 2024, 2026, "計画の策定")]


def test_shading_inside_a_cell_of_its_colour_is_no_bar() -> None:
    cells = [ground((x0, 125, x1, 175)) for x0, x1 in pairwise(XS[1:])]
    found = steps([*cells, *(ground((c.box[0] + 4, 140, c.box[2] - 4, 156)) for c in cells[1:])])
    assert found == []


def test_amounts_with_notes_by_year_are_no_roadmap() -> None:
    rows = [["H27", "H28", "H29"], ["2,000億円\n(融資勘定)", "2,783億円\n(投資勘定)", "554億円\n(投資勘定)"]]
    xs, ys = (50.0, 150.0, 250.0, 350.0), (100.0, 125.0, 175.0)
    drawn = page(filled(rows, xs, ys), grid(xs, ys))
    assert find_steps([drawn], find_tables([drawn])) == []


def test_texts_and_arrow_characters_in_cells() -> None:
    found = steps(lines=[text("検討", 180, 140), text("実施", 260, 140), text("→", 340, 140), text("→", 420, 140)])
    assert said(found) == [("検討", 2024, 2024, "計画の策定"), ("実施", 2025, 2027, "計画の策定")]


def test_merged_cells() -> None:
    rulings = [Ruling(50, y, 490, y) for y in YS]
    rulings += [Ruling(x, 100, x, 225) for x in XS if x != 330] + [Ruling(330, 100, 330, 125)]
    rulings += [Ruling(330, 175, 330, 225)]
    rows = [HEAD, ["計画の策定", "検討", "策定及び推進", "", "見直し"], ["人材の育成", "", "", "研修", ""]]
    drawn = page(filled(rows, XS, YS), rulings)
    found = find_steps([drawn], find_tables([drawn]))
    assert ("策定及び推進", 2025, 2026, "計画の策定") in said(found)
    assert ("見直し", 2027, 2027, "計画の策定") in said(found)


def test_figures_by_year_are_no_roadmap() -> None:
    rows = [
        ["人口", "2010年", "2015年", "2020年", "2025年"],
        ["男", "480", "450", "430", "400"],
        ["女", "500", "470", "440", "410"],
    ]
    drawn = page(filled(rows, XS, YS), grid(XS, YS))
    assert find_steps([drawn], find_tables([drawn])) == []


def test_shading_of_a_row_is_no_bar() -> None:
    assert steps([ground((50, 125, 490, 175)), ground((170, 175, 250, 225))]) == []


def test_stripes_that_shade_every_year_are_no_bars() -> None:
    shade = (0.85, 0.85, 0.85)
    stripes = [ground((x + 6, 135, x + 74, 142), shade) for x in XS[1:-1]]
    found = steps(stripes, [text("計画案の", 260, 134, 7.0), text("作成", 260, 142, 7.0)])
    assert not [s for s in found if s.text == "計画案の"]


def thin(x0: float, y: float, x1: float) -> tuple[Ruling, Shape]:
    """An arrow drawn as a line with a small head."""
    points = ((x1 - 6, y - 3), (x1, y), (x1 - 6, y + 3))
    return Ruling(x0, y, x1 - 5, y, 0.75), Shape((x1 - 6, y - 3, x1, y + 3), BLACK, None, points, rectangular=False)


def under(rows: list[list[str]], xs: Sequence[float] = XS, lines: Sequence[Line] = ()) -> list[Step]:
    """Steps of a fully ruled table."""
    ys = [100.0 + 25 * i for i in range(len(rows) + 1)]
    drawn = page([*filled(rows, xs, ys), *lines], grid(xs, ys))
    return find_steps([drawn], find_tables([drawn]))


def test_arrows_drawn_as_lines_have_their_words_above_or_before_them_and_divide_no_row() -> None:
    (above, head), (after, tip) = thin(175, 160, 405), thin(303, 205, 485)
    lines = [text("試行の実施", 180, 142), text("設計", 260, 200)]
    drawn = page([*filled(LABELS, XS, YS), *lines], [*grid(XS, YS), above, after], [head, tip])
    (table,) = find_tables([drawn])
    assert table.n_rows == 3
    assert said(find_steps([drawn], [table])) == [
        ("試行の実施", 2024, 2026, "計画の策定"),
        ("設計", 2025, 2027, "人材の育成"),
    ]


def test_low_bars_have_their_words_above() -> None:
    found = steps([ground((175, 155, 405, 162), (0.3, 0.5, 0.8))], [text("試行", 200, 140)])
    assert said(found) == [("試行", 2024, 2026, "計画の策定")]


def test_marks_tell_the_year_they_stand_in_beside_bars_and_one_another() -> None:
    lines = [text("実証", 180, 130), text("▲策定", 240, 152), text("★開始", 340, 130), text("★公表", 340, 155)]
    assert said(steps([arrow((173, 127, 247, 145))], lines)) == [
        ("実証", 2024, 2024, "計画の策定"),
        ("開始", 2026, 2026, "計画の策定"),
        ("策定", 2024, 2024, "計画の策定"),
        ("公表", 2026, 2026, "計画の策定"),
    ]


def test_words_over_several_years_are_whole_and_tell_these() -> None:
    dotted = [Ruling(x, 100, x, 225) for x in XS[:2]] + [Ruling(XS[-1], 100, XS[-1], 225)]
    heads = [Ruling(x, 100, x, 125) for x in XS[2:-1]]
    rulings = [*(Ruling(50, y, 490, y) for y in YS), *dotted, *heads]
    lines = [
        *filled(LABELS, XS, YS),
        text("制度の検討及び関係者と", 175, 145),
        text("の協議", 285, 145),
        text("施行", 430, 145),
    ]
    drawn = page(lines, rulings)
    assert said(find_steps([drawn], find_tables([drawn]))) == [
        ("制度の検討及び関係者との協議", 2024, 2025, "計画の策定"),
        ("施行", 2027, 2027, "計画の策定"),
    ]


def test_figures_below_the_steps_and_dashes_are_no_steps() -> None:
    rows = [HEAD, ["計画の策定", "検討", "－", "－", "－"], ["KPI:策定数", "1件", "2件", "3件", "4件"]]
    assert said(under(rows)) == [("検討", 2024, 2024, "計画の策定")]


def test_heads_of_terms_and_up_to_a_year() -> None:
    terms = ["施策", "短期\n(R6～R7)", "中期\n(2026～2027)", "2028年度", "～2035"]
    assert said(under([terms, ["計画", "検討", "策定", "見直し", "改定"], ["人材", "", "研修", "", ""]])) == [
        ("検討", 2024, 2025, "計画"),
        ("策定", 2026, 2027, "計画"),
        ("見直し", 2028, 2028, "計画"),
        ("改定", 2029, 2035, "計画"),
        ("研修", 2026, 2027, "人材"),
    ]


def test_a_bar_over_a_part_of_a_term_tells_no_years() -> None:
    rows = [
        ["施策", "短期\n(R6～R7)", "中期\n(R8～R9)", "長期\n(R10～R12)"],
        ["計画", "", "", ""],
        ["人材", "", "", ""],
    ]
    xs, ys = (50.0, 130.0, 250.0, 370.0, 490.0), (100.0, 130.0, 175.0, 225.0)
    lines = [*filled(rows, xs, ys), text("検討", 140, 145), text("研修", 140, 195)]
    drawn = page(lines, grid(xs, ys), [arrow((133, 140, 185, 160)), arrow((133, 190, 365, 210))])
    assert said(find_steps([drawn], find_tables([drawn]))) == [("研修", 2024, 2027, "人材")]


def test_years_in_two_calendars_and_two_lines() -> None:
    heads = ["施策", "R6\n(2024)", "R7\n(2025)", "R8\n(2026)", "R9\n(2027)"]
    drawn = page(
        filled([heads, ["計画の策定", "", "検討", "", ""]], XS, (100.0, 130.0, 155.0)), grid(XS, (100.0, 130.0, 155.0))
    )
    assert said(find_steps([drawn], find_tables([drawn]))) == [("検討", 2025, 2025, "計画の策定")]


def test_outlined_bars_that_divide_its_cells_leave_a_roadmap() -> None:
    ys = [100.0, 125.0, *(165.0 + 40 * i for i in range(4))]
    rows = [HEAD, *([f"施策{i}の推進"] for i in range(4))]
    places = [(1 + (i // 2 + i % 2) % 4, 127.0 + 20 * i) for i in range(8)]
    bars = [frame((XS[c] + 4 + i, y, XS[c] + 72 - i // 2, y + 16)) for i, (c, y) in enumerate(places)]
    words = [text("実施", XS[c] + 25, y + 1) for c, y in places]
    drawn = page([*filled(rows, XS, ys), *words], grid(XS, ys), bars)
    found = said(find_steps([drawn], find_tables([drawn])))
    assert found == [("実施", 2023 + c, 2023 + c, f"施策{i // 2}の推進") for i, (c, _) in enumerate(places)]


def test_grounds_of_the_years_and_of_whole_rows_are_no_bars() -> None:
    rulings = [Ruling(50, y, 490, y) for y in YS] + [Ruling(x, 100, x, 225) for x in (50.0, 170.0, 490.0)]
    rulings += [Ruling(x, 100, x, 125) for x in XS[2:-1]]
    lines = [
        *filled(LABELS, XS, YS),
        text("関係者との協議及び調整", 200, 140),
        text("試行", 345, 140),
        text("実施", 430, 140),
    ]
    whole, bar = ground((170, 178.5, 490, 225)), arrow((255, 185, 405, 205), (0.3, 0.5, 0.8))
    drawn = page(
        [*lines, text("研修", 260, 190)],
        rulings,
        [*(ground((a, 125, b, 175)) for a, b in pairwise(XS[1:])), whole, bar],
    )
    assert said(find_steps([drawn], find_tables([drawn]))) == [
        ("関係者との協議及び調整", 2024, 2025, "計画の策定"),
        ("試行", 2026, 2026, "計画の策定"),
        ("実施", 2027, 2027, "計画の策定"),
        ("研修", 2025, 2026, "人材の育成"),
    ]


def test_halves_of_years_and_years_under_their_era() -> None:
    xs, ys = XS, [100.0, 115.0, *YS[1:]]
    rulings = [Ruling(50, 115, 490, 115), *(Ruling(50, y, 490, y) for y in YS)]
    rulings += [Ruling(x, 100, x, 225) for x in (50.0, 170.0, 490.0)]
    for years, cut in ((["令和6年度", "", "令和7年度", ""], 330.0), (["令和", "", "", ""], None)):
        below = ["前半", "後半", "前半", "後半"] if cut else ["6年度", "7年度", "8年度", "9年度"]
        inner = [Ruling(x, 100 if x == cut else 115, x, 225) for x in XS[2:-1]]
        heads = filled([["施策", *years], ["", *below]], xs, [97.0, 112.0])
        lines = [
            *heads,
            *filled([["計画の策定"], ["人材の育成"]], xs, ys[2:]),
            text("検討", 260, 140),
            text("研修", 340, 190),
        ]
        drawn = page(lines, [*rulings, *inner], [arrow((255, 135, 405, 155))])
        first = 2024 if cut else 2025
        assert said(find_steps([drawn], find_tables([drawn]))) == [
            ("検討", first, first + 1, "計画の策定"),
            ("研修", 2025 if cut else 2026, 2025 if cut else 2026, "人材の育成"),
        ]


def test_years_of_a_second_page_are_those_of_the_heads_where_bars_divide_it() -> None:
    xs = (50.0, 170.0, 330.0, 336.0, 345.0, 410.0, 490.0)
    cells = [
        *(
            Cell(0, c, 1, 2 if c == 2 else 1, words, 1, (x0, 100, x1, 125))
            for c, words, (x0, x1) in zip((0, 1, 2, 4, 5), HEAD, pairwise(XS), strict=True)
        ),
        *(Cell(1, c, 1, 1, "" if c else "施策", 2, (x0, 100, x1, 150)) for c, (x0, x1) in enumerate(pairwise(xs))),
    ]
    table = Table((1, 2), "", 1, 2, 6, tuple(cells))
    second = page([text("施策", 53, 103), text("運用", 340, 115)], (), [arrow((333, 110, 487, 130))], number=2)
    assert said(find_steps([page(), second], [table])) == [("運用", 2026, 2027, "施策")]


def test_bundled_samples(samples: Path) -> None:
    """Every arrow of the samples' 工程表, and nothing taken for one in their other tables."""
    golden = json.loads((samples.parent.parent / "tests" / "golden" / "samples.json").read_text("utf-8"))
    for file, said in golden.items():
        pages = list(read_pdf(samples / file))
        found = {(s.text, s.start_fy, s.end_fy) for s in find_steps(pages, find_tables(pages))}
        assert found == {(s["text"], s["start_fy"], s["end_fy"]) for s in said["roadmap"]}, file
