"""Tables whose columns are not drawn, and ruled or shaded text that is none."""

from __future__ import annotations

from corpus.pages import Line, Ruling
from ingest.tables import find_tables
from tests.ingest.drawn import filled, frame, ground, page, text
from tests.ingest.test_tables import only, rows_at, texts

XS = (50.0, 200.0, 300.0, 450.0)
ROWS = [["市町", "世帯数", "割合"]] + [[f"{name}市", f"{n}52", f"{n}8.4%"] for n, name in enumerate("東西南北", 1)]


def across(ys: list[float]) -> list[Ruling]:
    return [Ruling(50, y, 450, y) for y in ys]


def test_rows_ruled_across_only() -> None:
    ys = rows_at(100, 5, 20)
    assert texts(only(find_tables([page(filled(ROWS, XS, ys), across(ys))]))) == ROWS


def test_every_other_row_shaded_in_a_frame() -> None:
    ys = rows_at(100, 5, 20)
    bands = [ground((50, y, 450, y + 20)) for y in ys[1:-1:2]]
    drawn = page(filled(ROWS, XS, ys), shapes=[frame((50, 100, 450, 200)), *bands])
    table = only(find_tables([drawn]))
    assert (texts(table), table.header_rows) == (ROWS, 1)


def test_heads_above_the_first_line_and_a_row_below_the_last() -> None:
    ys = rows_at(100, 6, 20)
    rows = [["", "世帯数", "割合"], *ROWS[1:], ["中市", "552", "58.4%"]]
    table = only(find_tables([page(filled(rows, XS, ys), across(ys[1:-1]))]))
    assert texts(table) == rows


def listed(words: list[str], step: float = 20) -> list[Line]:
    return [text(w, 60, 104 + step * i) for i, w in enumerate(words)]


class TestNoTables:
    def test_ruled_lines_of_writing(self) -> None:
        assert find_tables([page(listed(["地域の課題を解決する"] * 5), across(rows_at(100, 5, 20)))]) == []

    def test_contents_with_leaders(self) -> None:
        lines = listed([f"{n}　取組の方向" + "・" * 10 + f"　　{n}" for n in range(1, 6)])
        assert find_tables([page(lines, across(rows_at(100, 5, 20)))]) == []

    def test_values_strewn_over_grid_lines(self) -> None:
        """Labels of a chart stand at other places in each band."""
        ys = rows_at(100, 5, 20)
        lines = [text(str(100 - 20 * i), 55, 104 + 20 * i) for i in range(5)]
        lines += [text(f"{n}.3", 100 + 33 * n, 104 + 20 * (n * 7 % 5)) for n in range(1, 10)]
        assert find_tables([page(lines, across(ys))]) == []
