"""Several tables in one outer frame, as in statements of salaries: the frame is cut at its blank ground."""

from __future__ import annotations

from collections.abc import Callable

from corpus.pages import Box
from ingest.table_edges import Edge, Edges
from ingest.table_grid import SNAP, Grid


def slabs(edges: Edges, grid: Grid, is_ground: Callable[[Box], bool]) -> list[Edges]:
    """The edges of a drawing between the rows of its grid that are ground from side to side, from the top.

    Ground is one cell over the whole width of which `is_ground` (a box in points) holds. The last rows of a part, when
    they are hardly divided and ground throughout, are left out.
    """
    ground = {
        row
        for cell in grid.cells
        if cell.colspan == grid.n_cols and is_ground(cell.box)
        for row in range(cell.row, cell.row + cell.rowspan)
    }
    if not ground:
        return []
    runs: list[list[int]] = []
    for row in (r for r in range(grid.n_rows) if r not in ground):
        if runs and runs[-1][-1] == row - 1:
            runs[-1].append(row)
        else:
            runs.append([row])
    out: list[Edges] = []
    for run in runs:
        last = run[-1]
        while last > run[0] and _is_blank(grid, last, is_ground):
            last -= 1
        if last > run[0]:
            out.append(_between(edges, grid.ys[run[0]], grid.ys[last + 1]))
    return out


def _is_blank(grid: Grid, row: int, is_ground: Callable[[Box], bool]) -> bool:
    over = [c for c in grid.cells if c.row <= row < c.row + c.rowspan]
    return len(over) <= 2 and all(is_ground(c.box) for c in over)


def _between(edges: Edges, top: float, bottom: float) -> Edges:
    level = tuple(e for e in edges.horizontal if top - SNAP <= e.at <= bottom + SNAP)
    upright = (Edge(e.at, max(e.start, top), min(e.end, bottom)) for e in edges.vertical)
    return Edges(level, tuple(e for e in upright if e.end - e.start > SNAP))
