"""Several tables in one outer frame, as in statements of salaries: the frame is cut at its blank ground."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from corpus.pages import Box
from ingest.table_edges import Edge, Edges
from ingest.table_grid import SNAP, Grid, GridCell

GROUND = 0.5
"""Words on the ground between two tables of one frame take up less than this share of its height."""


def may_be_cut(grid: Grid) -> bool:
    """Whether a row of the grid is so little divided that it may be ground."""
    return any(cell.colspan * 2 >= grid.n_cols for cell in grid.cells)


def slabs(edges: Edges, grid: Grid, taken: Callable[[Box], float]) -> list[Edges]:
    """The edges of a drawing between the rows of its grid that are ground, from the top.

    `taken` is the share of the height of a box (points) that words take up. Ground is a row of one cell with few words,
    or of such a cell beside an empty one that goes on along a narrower table. The last rows of a part, when they are
    hardly divided and ground throughout, are left out, and so is the empty side of a narrower table.
    """
    over = [[grid.cells[i] for i in row] for row in grid.over_rows()]
    ground = {row for row in range(grid.n_rows) if _is_ground(over[row], taken)}
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
        while last > run[0] and _is_blank(over[last], taken):
            last -= 1
        if last > run[0]:
            out.append(_between(edges, grid.ys[run[0]], grid.ys[last + 1]))
    return out


def _is_ground(over: Sequence[GridCell], taken: Callable[[Box], float]) -> bool:
    if len(over) == 1:
        return taken(over[0].box) < GROUND
    if len(over) != 2 or max(c.rowspan for c in over) == 1:
        return False
    shares = [taken(c.box) for c in over]
    beside = any(c.rowspan > 1 and share == 0 for c, share in zip(over, shares, strict=True))
    return beside and max(shares) < GROUND


def _is_blank(over: Sequence[GridCell], taken: Callable[[Box], float]) -> bool:
    return len(over) <= 2 and all(taken(c.box) < GROUND for c in over)


def _between(edges: Edges, top: float, bottom: float) -> Edges:
    """The edges from `top` to `bottom`, as far to the right as those strictly between them reach."""
    level = [e for e in edges.horizontal if top - SNAP <= e.at <= bottom + SNAP]
    upright = [Edge(e.at, max(e.start, top), min(e.end, bottom)) for e in edges.vertical]
    inner = [e.end for e in level if top + SNAP < e.at < bottom - SNAP]
    right = max(inner, default=float("inf")) + SNAP
    return Edges(
        tuple(e._replace(end=min(e.end, right)) for e in level if e.start < right),
        tuple(e for e in upright if e.end - e.start > SNAP and e.at <= right),
    )
