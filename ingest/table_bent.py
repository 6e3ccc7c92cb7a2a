"""L-shaped cells → rectangles: a head that also roofs its parts (子と同居, of which 子夫婦と同居) is a column."""

from __future__ import annotations

from dataclasses import replace

from ingest.table_grid import Grid, GridCell
from ingest.table_text import Fragment


def straightened(grid: Grid, fragments: list[list[Fragment]]) -> tuple[Grid, list[list[Fragment]]]:
    """The grid with L-shaped cells divided by where their words stand.

    The grid gives such a cell as an arm over its whole width and a foot below one end of it. Where the words begin
    in the foot, the foot reaches to the top and the arm is what is left beside it. `fragments` are those of the cells.
    """
    cells, texts = list(grid.cells), list(fragments)
    for i, foot in enumerate(cells):
        if not foot.open_top or not texts[i]:
            continue
        at = next((k for k, cell in enumerate(cells) if _roofs(cell, foot)), None)
        if at is None or any(_outside(f, foot) for f in texts[at]):
            continue
        arm = cells[at]
        start, end = arm.col, arm.col + arm.colspan
        start, end = (foot.col + foot.colspan, end) if foot.col == start else (start, foot.col)
        roof = (grid.xs[start], arm.box[1], grid.xs[end], arm.box[3])
        box = (foot.box[0], arm.box[1], foot.box[2], foot.box[3])
        cells[at] = arm._replace(col=start, colspan=end - start, box=roof)
        cells[i] = GridCell(arm.row, foot.col, arm.rowspan + foot.rowspan, foot.colspan, box)
        texts[i], texts[at] = texts[at] + texts[i], []
    if cells == list(grid.cells):
        return grid, fragments
    order = sorted(range(len(cells)), key=lambda i: (cells[i].row, cells[i].col))
    return replace(grid, cells=tuple(cells[i] for i in order)), [texts[i] for i in order]


def _roofs(arm: GridCell, foot: GridCell) -> bool:
    """Whether a foot stands below one end of an arm."""
    if arm.row + arm.rowspan != foot.row or arm.colspan <= foot.colspan:
        return False
    return arm.col == foot.col or arm.col + arm.colspan == foot.col + foot.colspan


def _outside(fragment: Fragment, foot: GridCell) -> bool:
    return not foot.box[0] <= (fragment.box[0] + fragment.box[2]) / 2 <= foot.box[2]
