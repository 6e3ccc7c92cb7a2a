"""Edges → cells: whatever is merged comes out with the spans it is drawn with."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from corpus.pages import Ruling
from ingest.table_edges import Edge, drawn_edges, joined
from ingest.table_grid import connected, grid_of
from tests.ingest.drawn import frame, page

Span = tuple[int, int, int, int]


@st.composite
def merged_grids(draw: st.DrawFn) -> tuple[int, int, list[Span]]:
    """Rows, columns and cells (row, col, rowspan, colspan) that fill the grid."""
    n_rows, n_cols = draw(st.integers(2, 6)), draw(st.integers(2, 6))
    free = {(r, c) for r in range(n_rows) for c in range(n_cols)}
    cells: list[Span] = []
    for _ in range(draw(st.integers(0, 4))):
        row, col = draw(st.integers(0, n_rows - 1)), draw(st.integers(0, n_cols - 1))
        high, wide = draw(st.integers(1, n_rows - row)), draw(st.integers(1, n_cols - col))
        places = {(r, c) for r in range(row, row + high) for c in range(col, col + wide)}
        if places <= free and len(places) < n_rows * n_cols:
            free -= places
            cells.append((row, col, high, wide))
    return n_rows, n_cols, [*cells, *((r, c, 1, 1) for r, c in free)]


@given(merged_grids(), st.floats(-0.4, 0.4))
def test_spans_are_as_drawn(drawn: tuple[int, int, list[Span]], jitter: float) -> None:
    n_rows, n_cols, cells = drawn
    xs, ys = [50 + 60.0 * c for c in range(n_cols + 1)], [100 + 20.0 * r for r in range(n_rows + 1)]
    rulings = []
    for row, col, high, wide in cells:
        x0, x1, top, bottom = xs[col], xs[col + wide], ys[row], ys[row + high]
        rulings += [Ruling(x0, top + jitter, x1, top + jitter), Ruling(x0, bottom, x1, bottom)]
        rulings += [Ruling(x0 + jitter, top, x0 + jitter, bottom), Ruling(x1, top, x1, bottom)]
    grids = [g for part in connected(drawn_edges(page(rulings=rulings))) if (g := grid_of(part))]
    rows, cols = {c[0] for c in cells}, {c[1] for c in cells}
    if rows != set(range(n_rows)) or cols != set(range(n_cols)):
        return
    (grid,) = grids
    assert {(c.row, c.col, c.rowspan, c.colspan) for c in grid.cells} == set(cells)
    assert grid.irregular == 0
    assert grid.framed > 0.99


def test_collinear_pieces_are_one_edge() -> None:
    dotted = [Edge(100.0, x, x + 1.0) for x in range(50, 150, 3)]
    (edge,) = joined([*dotted, Edge(100.4, 150, 200)])
    assert (edge.start, edge.end) == (50, 200)


def test_stray_marks_are_no_edges() -> None:
    assert joined([Edge(100.0, 50, 52), Edge(300.0, 50, 53)]) == ()


def test_one_line_that_sticks_out_makes_no_column() -> None:
    rulings = [Ruling(50, y, 250, y) for y in (100, 120, 140)] + [Ruling(x, 100, x, 140) for x in (50, 150, 250)]
    grid = grid_of(drawn_edges(page(rulings=[*rulings, Ruling(200, 130, 290, 130)])))
    assert grid is not None
    assert grid.n_cols == 2
    assert grid.sticking_out == 1


def test_box_that_lines_run_through_bounds_nothing() -> None:
    rulings = [Ruling(50, y, 350, y) for y in (100, 140, 180)] + [Ruling(x, 100, x, 180) for x in (50, 150, 250, 350)]
    edges = drawn_edges(page(rulings=rulings, shapes=[frame((60, 105, 240, 135))]))
    assert len(edges.horizontal) == 3
    assert len(edges.vertical) == 4


def test_l_shaped_region_is_told_from_rectangles() -> None:
    rulings = [Ruling(50, y, 250, y) for y in (100, 180)] + [Ruling(x, 100, x, 180) for x in (50, 250)]
    rulings += [Ruling(80, 140, 250, 140), Ruling(80, 140, 80, 180)]
    grid = grid_of(drawn_edges(page(rulings=rulings)))
    assert grid is not None
    assert 0 < grid.irregular < 0.5
    assert {(c.row, c.col, c.rowspan, c.colspan) for c in grid.cells} == {(0, 0, 1, 2), (1, 0, 1, 1), (1, 1, 1, 1)}
