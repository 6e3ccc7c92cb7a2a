"""工程表: steps with their years, from arrows, boxes, merged cells and texts."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

from corpus.pages import Line, Ruling, Shape
from ingest.reader import read_pdf
from ingest.roadmap_bars import Step, find_steps
from ingest.tables import find_tables
from tests.ingest.drawn import arrow, filled, frame, grid, ground, page, text

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


def test_bundled_samples(samples: Path) -> None:
    """Every arrow of the samples' 工程表, and nothing taken for one in their other tables."""
    golden = json.loads((samples.parent.parent / "tests" / "golden" / "samples.json").read_text("utf-8"))
    for file, said in golden.items():
        pages = list(read_pdf(samples / file))
        found = {(s.text, s.start_fy, s.end_fy) for s in find_steps(pages, find_tables(pages))}
        assert found == {(s["text"], s["start_fy"], s["end_fy"]) for s in said["roadmap"]}, file
