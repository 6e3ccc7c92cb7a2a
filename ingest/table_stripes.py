"""Rows told apart by their ground alone: stripes painted across a table without rulings between them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from corpus.pages import Shape
from ingest.table_bands import with_rows
from ingest.table_edges import fill_edges
from ingest.table_grid import SNAP, Grid
from ingest.table_text import Fragment


def split_stripes(
    grid: Grid, fragments: list[list[Fragment]], bands: Sequence[Shape]
) -> tuple[Grid, list[list[Fragment]]]:
    """Rows of unmerged cells divided where a stripe over the whole width begins or ends, when each part is a row.

    A part is a row when its first cell and half of all hold words, and nothing printed lies across the division.
    `fragments` are those of the cells of the grid.
    """
    if len(bands) < 2:
        return grid, fragments
    inside = [s for s in bands if grid.ys[0] - SNAP <= s.box[1] and s.box[3] <= grid.ys[-1] + SNAP]
    across = [
        e.at for e in fill_edges(inside).horizontal if e.start <= grid.xs[0] + SNAP and e.end >= grid.xs[-1] - SNAP
    ]
    if not across:
        return grid, fragments
    for row in range(grid.n_rows - 1, -1, -1):
        top, bottom = grid.ys[row], grid.ys[row + 1]
        cuts = [y for y in across if top + SNAP < y < bottom - SNAP]
        if not cuts:
            continue
        here = [i for i, c in enumerate(grid.cells) if c.row <= row < c.row + c.rowspan]
        if len(here) < 2 or any(grid.cells[i].rowspan > 1 for i in here):
            continue
        if _are_rows([fragments[i] for i in here], [top, *cuts, bottom]):
            grid, fragments = with_rows(grid, fragments, row, cuts)
    return grid, fragments


def _are_rows(columns: Sequence[list[Fragment]], heights: Sequence[float]) -> bool:
    if any(
        f.box[1] + 0.3 * f.size < y < f.box[3] - 0.3 * f.size for column in columns for f in column for y in heights
    ):
        return False
    for top, bottom in pairwise(heights):
        held = [any(top <= (f.box[1] + f.box[3]) / 2 < bottom for f in column) for column in columns]
        if not held[0] or sum(held) < 0.5 * len(held):
            return False
    return True
