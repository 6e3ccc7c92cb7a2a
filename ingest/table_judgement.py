"""What is a table, and what is a chart, a form or a drawing: told by its lines, its words and what is painted in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from corpus.pages import Box, Page, overlap
from ingest.roadmap_years import name_years
from ingest.table_edges import is_white
from ingest.table_piece import Piece, PieceCell

EMPTY_ROWS = 0.4
"""Charts have empty bands between their bars; tables hardly any."""
TEXT_SHARE, FORM_SHARE, LABEL_SHARE = 0.4, 0.3, 0.2
"""At least this share of the cells holds text; of a form or timetable, with hardly a merged cell, less will do."""
NARROWEST = 5.0
"""No glyph fits a column or row narrower than this (points)."""
DENSE = 0.34
"""Cells per place of the grid; a chart, with lines for every bar, has fewer."""
SMALL, SMALL_SHARE = 9, 0.57
"""A table of this few cells holds text in this share of them."""
ASTRAY = 0.6
"""Of the column lines of a table, fewer than this share belong to one row alone; bars have lines of their own."""
BARS = 12
"""More filled areas than this inside the cells (and than twice the cells) are the bars of a chart."""
CHART_COLUMNS = 4
"""So many bars of one width on one level are a chart."""
LATTICE = 3
"""A lattice of this many rows and columns, every line drawn, is a table though no frame is drawn round it."""


def is_table(piece: Piece) -> bool:
    """At least two rows and two columns of cells, most of them wide enough for text and enough of them with text."""
    if piece.n_rows < 2 or piece.n_cols < 2 or len(piece.cells) < 4:
        return False
    if is_roadmap(piece):
        return True
    filled = [cell for cell in piece.cells if cell.text]
    held = {r for cell in filled for r in range(cell.row, cell.row + cell.rowspan)}
    if len(filled) < 3 or len(filled) < _least_share(piece, filled, held) * len(piece.cells):
        return False
    if len({cell.row for cell in filled}) < 2 or len({cell.col for cell in filled}) < 2:
        return False
    divided = sum(len(row) >= 2 for row in _covering(piece))
    if divided < 2:
        return False
    empty = [row for row in range(piece.n_rows) if row not in held and not _asked_above(piece, row)]
    if len(empty) > EMPTY_ROWS * piece.n_rows:
        return False
    if not _is_dense(piece, filled):
        return False
    narrow = sum(b - a < 2 * NARROWEST for a, b in zip(piece.xs, piece.xs[1:], strict=False))
    return narrow <= 0.3 * piece.n_cols


def is_roadmap(piece: Piece) -> bool:
    """Whether years stand over the columns and names before all rows: bars may divide it, and much of it is empty."""
    for row in range(min(2, piece.n_rows - 1)):
        heads = piece.row(row)
        if name_years([cell.text for cell in heads]):
            named = sum(c.rowspan for c in piece.cells if c.col == 0 and c.row > row and c.text)
            return named == piece.n_rows - row - 1
    return False


def _least_share(piece: Piece, filled: Sequence[PieceCell], held: set[int]) -> float:
    """Which share of the cells must hold text: less in a form, least in one with a label in front of every row."""
    if len(piece.cells) < 0.75 * piece.n_rows * piece.n_cols:
        return TEXT_SHARE
    labelled = {cell.row for cell in filled if cell.col < 2 and cell.rowspan == 1}
    return LABEL_SHARE if len(labelled) == piece.n_rows == len(held) else FORM_SHARE


def _asked_above(piece: Piece, row: int) -> bool:
    """Whether an empty row is there to be filled in: every cell of the row above tells with what."""
    above = piece.row(row - 1)
    return len(above) > 1 and all(cell.text for cell in above)


def is_chart(page: Page, piece: Piece) -> bool:
    """Whether the lines are those of bars: hardly one divides two rows, or bars are painted inside the cells."""
    if is_roadmap(piece):
        return False
    rows: list[set[int]] = [set() for _ in range(piece.n_rows)]
    for cell in piece.cells:
        for r in range(cell.row, cell.row + cell.rowspan):
            rows[r].add(cell.col)
    lines = piece.n_cols - 1
    dividing = Counter(line for row in rows for line in row if line)
    alone = sum(count == 1 for count in dividing.values())
    full = max(len(row - {0}) for row in rows)
    if lines >= 4 and alone > ASTRAY * lines and full < 0.75 * lines:
        return True
    painted = [s.box for s in page.shapes if s.rectangular and overlap(s.box, piece.box) and not is_white(s.fill)]
    if _has_columns_of_chart(painted, piece):
        return True
    most = max(BARS, 2 * len(piece.cells))
    return len(painted) > most and sum(any(_lies_inside(b, c.box) for c in piece.cells) for b in painted) > most


def _has_columns_of_chart(painted: Sequence[Box], piece: Piece) -> bool:
    """Whether painted bars of one width stand on one level and end between the lines of the grid."""
    levels = sorted({c.box[1] for c in piece.cells})
    standing: Counter[tuple[int, int]] = Counter()
    for x0, top, x1, bottom in painted:
        if all(abs(top - y) > 1.0 for y in levels) and any(top < y - 1 and y < bottom - 1 for y in levels):
            standing[round(x1 - x0), round(bottom)] += 1
    return max(standing.values(), default=0) >= CHART_COLUMNS


def _lies_inside(bar: Box, cell: Box) -> bool:
    """Whether an area lies clear of all sides of a cell but one."""
    clear = sum((bar[0] > cell[0] + 1, bar[1] > cell[1] + 1, bar[2] < cell[2] - 1, bar[3] < cell[3] - 1))
    return (
        clear >= 3
        and cell[0] - 1 <= bar[0]
        and bar[2] <= cell[2] + 1
        and cell[1] - 1 <= bar[1]
        and bar[3] <= cell[3] + 1
    )


def _is_dense(piece: Piece, filled: Sequence[PieceCell]) -> bool:
    """Whether the grid lines divide cells throughout; in a chart each bar has lines of its own and much stays empty."""
    if len(piece.cells) <= SMALL:
        return len(filled) >= SMALL_SHARE * len(piece.cells)
    density = len(piece.cells) / (piece.n_rows * piece.n_cols)
    if density >= 0.5:
        return True
    top = piece.row(0)
    undivided = sum(len(row) == 1 for row in _covering(piece))
    if undivided > 0.55 * piece.n_rows or sum(1 for c in top if c.text) < 0.5 * len(top):
        return False
    if density >= DENSE:
        return True
    empty = sum((c.box[2] - c.box[0]) * (c.box[3] - c.box[1]) for c in piece.cells if not c.text)
    whole = (piece.box[2] - piece.box[0]) * (piece.box[3] - piece.box[1])
    return empty <= 0.02 * whole


def _covering(piece: Piece) -> list[list[PieceCell]]:
    """For each row, the cells that cover it, spans from above included."""
    rows: list[list[PieceCell]] = [[] for _ in range(piece.n_rows)]
    for cell in piece.cells:
        for r in range(cell.row, cell.row + cell.rowspan):
            rows[r].append(cell)
    return rows


def is_full(piece: Piece) -> bool:
    """Coloured areas make a table only when nearly every one of them holds text."""
    return sum(1 for cell in piece.cells if cell.text) >= 0.8 * len(piece.cells)


def is_lattice(piece: Piece) -> bool:
    """Whether every place is a cell of its own, with words in all of the first row and column."""
    if min(piece.n_rows, piece.n_cols) < LATTICE or len(piece.cells) != piece.n_rows * piece.n_cols:
        return False
    return all(cell.text for cell in piece.cells if (cell.row == 0) != (cell.col == 0))
