"""Words on bars that are painted over the cells of a table, as in a 工程表: one text, in the cell where it begins."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from corpus.pages import Box, Page, overlap, union
from ingest.table_grid import Grid
from ingest.table_text import Fragment

OVER = 3.0
"""An area reaches this far (points) beyond a line of the grid to lie over it."""
SOLID, LOOSE = 0.15, 0.6
"""Words this close (em) go on over a border on any area, and on a bar no higher than a row."""


def painted_over(page: Page, grid: Grid) -> list[Box]:
    """Areas and pictures that lie over an upright line of the grid and over words, the smallest first.

    Grounds of cells and rows, which end at lines of the grid, are none of them.
    """
    if grid.n_cols < 3:
        return []
    areas = [s.box for s in page.shapes if s.fill is not None] + list(page.images)
    box, inner = grid.box, grid.xs[1:-1]
    over = [b for b in areas if overlap(b, box) and any(b[0] + OVER < x < b[2] - OVER for x in inner)]
    over = [b for b in over if not (_on_line(b[1], grid.ys) and _on_line(b[3], grid.ys))]
    return sorted(over, key=lambda b: (b[2] - b[0]) * (b[3] - b[1]))


def kept_together(grid: Grid, fragments: list[list[Fragment]], areas: Sequence[Box]) -> list[list[Fragment]]:
    """The fragments of each cell, those that go on over a border on one of the areas in the cell where they begin.

    All words on a bar no higher than a row stand in its row, also those that reach over the line below or above it.
    """
    if not areas:
        return fragments
    out = [list(held) for held in fragments]
    highest = max(b - a for a, b in pairwise(grid.ys))
    for area in areas:
        bar = area[3] - area[1] <= highest
        held = sorted(((i, f) for i, held in enumerate(out) for f in held if _on(f, area)), key=lambda p: p[1].box[0])
        words = union([f.box for _, f in held]) if held else area
        for level in _levels(held):
            for run in _runs(level, LOOSE if bar else SOLID):
                if not bar and len({i for i, _ in run}) == 1:
                    continue
                first = run[0][1]
                top, bottom = (words if bar else first.box)[1::2]
                to = _cell_at(grid, first.box[0] + 0.5 * first.size, (top + bottom) / 2)
                if to is None or {i for i, _ in run} == {to}:
                    continue
                for i, fragment in run:
                    out[i].remove(fragment)
                text = "".join(f.text for _, f in run)
                out[to].append(first._replace(text=text, box=union([f.box for _, f in run])))
    return out


def _levels(held: Sequence[tuple[int, Fragment]]) -> list[list[tuple[int, Fragment]]]:
    """The fragments by printed line, each from left to right."""
    levels: list[list[tuple[int, Fragment]]] = []
    for i, fragment in held:
        same = next((row for row in levels if abs(row[0][1].box[1] - fragment.box[1]) < 0.3 * fragment.size), None)
        if same is None:
            levels.append([(i, fragment)])
        else:
            same.append((i, fragment))
    return levels


def _runs(level: Sequence[tuple[int, Fragment]], gap: float) -> list[list[tuple[int, Fragment]]]:
    """Fragments of one printed line that follow one another within `gap` (em)."""
    runs = [[level[0]]]
    for before, after in pairwise(level):
        if after[1].box[0] - before[1].box[2] <= gap * after[1].size:
            runs[-1].append(after)
        else:
            runs.append([after])
    return runs


def _on(fragment: Fragment, area: Box) -> bool:
    x0, top, x1, bottom = fragment.box
    inside = area[1] <= (top + bottom) / 2 <= area[3] and not fragment.vertical
    return inside and area[0] <= x0 + fragment.size and x1 - fragment.size <= area[2]


def _cell_at(grid: Grid, x: float, y: float) -> int | None:
    return next((i for i, c in enumerate(grid.cells) if c.box[0] <= x < c.box[2] and c.box[1] <= y < c.box[3]), None)


def _on_line(y: float, ys: Sequence[float]) -> bool:
    return any(abs(y - line) < OVER for line in ys)
