"""The part of a table that stands on one page: which drawings are tables, their rows, shades and texts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import median

from corpus.pages import Box, Colour, Line, Page, Shape, union
from ingest.table_bands import split_columns, split_rows
from ingest.table_bars import kept_together, painted_over
from ingest.table_bent import straightened
from ingest.table_edges import Edges, drawn_edges, fill_edges, is_band, is_white, joined
from ingest.table_grid import Grid, connected, grid_of, without_ends, without_lines
from ingest.table_open import open_grids
from ingest.table_stripes import split_stripes
from ingest.table_text import Fragment, cell_text, fragments_by_cell

IRREGULAR = 0.35
"""Up to this share of a table's area may lie in L-shaped headers; diagrams have more."""
FRAMED = 0.8
"""This share of the outer frame is drawn, or else all of its top and bottom (tables open at the sides)."""
EXACT_TOUCH = 1.0
"""Lines of one table meet this closely; a chart beside it only comes near (points)."""
EMPTY_ROWS = 0.4
"""Charts have empty bands between their bars; tables hardly any."""
TEXT_SHARE, FORM_SHARE = 0.4, 0.3
"""At least this share of the cells holds text; of a form or timetable, with hardly a merged cell, less will do."""
NARROWEST = 5.0
"""No glyph fits a column or row narrower than this (points)."""
DENSE = 0.34
"""Cells per place of the grid; a chart, with lines for every bar, has fewer."""
SMALL, SMALL_SHARE = 9, 0.57
"""A table of this few cells holds text in this share of them."""
LATTICE = 3
"""A lattice of this many rows and columns, every line drawn, is a table though no frame is drawn round it."""
ASTRAY = 0.6
"""Of the column lines of a table, fewer than this share belong to one row alone; bars have lines of their own."""
BARS = 12
"""More filled areas than this inside the cells (and than twice the cells) are the bars of a chart."""
CHART_COLUMNS = 4
"""So many bars of one width on one level are a chart."""
STRIP_GAP = 14.0
"""Boxes of one column layout this close below each other are one table."""


@dataclass(frozen=True, slots=True)
class PieceCell:
    """A cell on its page: place in the grid, what is printed in it, its normalised text and the colour behind it."""

    row: int
    col: int
    rowspan: int
    colspan: int
    box: Box
    fragments: tuple[Fragment, ...]
    text: str
    shade: Colour | None = None


@dataclass(frozen=True, slots=True)
class Piece:
    """A table on one page. `xs` are its column edges; `roof` and `floor` tell how far top and bottom are drawn."""

    page: int
    xs: tuple[float, ...]
    n_rows: int
    cells: tuple[PieceCell, ...]
    box: Box
    roof: float
    floor: float

    @property
    def n_cols(self) -> int:
        """Number of columns."""
        return len(self.xs) - 1

    def row(self, number: int) -> list[PieceCell]:
        """Cells that start in a row, from left to right."""
        return [cell for cell in self.cells if cell.row == number]


def find_pieces(page: Page) -> list[Piece]:
    """Tables on one page, ruled ones first judged, then those made of coloured areas; in reading order.

    Among them are single rows that are no table by themselves but may be the rest of one from the page before, or a
    table of one row below others of its columns.
    """
    edges = drawn_edges(page)
    strips = _stacked(page, _strips(page, edges))
    pieces = [p for p in strips if _is_table(p) and not _is_chart(page, p)]
    rests = [
        p for p in strips if p.n_rows == 1 and p.n_cols > 1 and p.floor > 0.9 and sum(bool(c.text) for c in p.cells) > 1
    ]
    bands = [s for s in page.shapes if is_band(s) and not any(_overlap(s.box, p.box) for p in pieces)]
    if len(bands) >= 4:
        area = union([s.box for s in bands])
        both = _with(edges, fill_edges(bands), area, [p.box for p in pieces])
        pieces += [
            p
            for p in _stacked(page, _strips(page, both))
            if _is_table(p)
            and _is_full(p)
            and not _is_chart(page, p)
            and not any(_overlap(p.box, q.box) for q in pieces)
        ]
    grids = open_grids(page, [p.box for p in pieces])
    pieces += [p for g in grids if (p := _piece(page, g)) is not None and _is_table(p)]
    pieces += [p for p in rests if not any(_overlap(p.box, q.box) for q in pieces)]
    pieces = [p for p in pieces if not any(q is not p and _within(p.box, q.box) for q in pieces)]
    return sorted(pieces, key=lambda p: (p.box[1], p.box[0]))


def _with(edges: Edges, fills: Edges, area: Box, taken: Sequence[Box]) -> Edges:
    """Drawn edges near the coloured areas together with the outlines of those areas."""

    def free(x: float, y: float) -> bool:
        inside = area[0] - 3 <= x <= area[2] + 3 and area[1] - 3 <= y <= area[3] + 3
        return inside and not any(b[0] - 1 <= x <= b[2] + 1 and b[1] - 1 <= y <= b[3] + 1 for b in taken)

    horizontal = [e for e in edges.horizontal if free((e.start + e.end) / 2, e.at)]
    vertical = [e for e in edges.vertical if free(e.at, (e.start + e.end) / 2)]
    return Edges(joined([*horizontal, *fills.horizontal]), joined([*vertical, *fills.vertical]))


def _strips(page: Page, edges: Edges) -> list[Piece]:
    """Every drawing that could be a table or a row of one; one that could not is tried again in its closer parts."""
    out: list[Piece] = []
    for part in connected(edges):
        grid = grid_of(part)
        if grid is None:
            continue
        grids = [grid]
        if not _is_regular(grid):
            if (whole := _piece(page, grid) if grid.irregular == 0 else None) is not None and _is_lattice(whole):
                out.append(whole)
                continue
            trimmed = without_ends(part, lambda top, bottom: not _printed_between(page, grid.box, top, bottom))
            parts = connected(part, EXACT_TOUCH) if trimmed is None else [trimmed]
            grids = [g for closer in parts if (g := grid_of(closer)) is not None]
        out += [p for g in grids if _is_regular(g) and (p := _piece(page, g)) is not None]
    return out


def _printed_between(page: Page, box: Box, top: float, bottom: float) -> bool:
    x0, _, x1, _ = box
    return any(top < (b[1] + b[3]) / 2 < bottom and x0 < (b[0] + b[2]) / 2 < x1 for b in _boxes(page))


def _is_regular(grid: Grid) -> bool:
    """Framed, or open at the sides with rows that reach across; nearly all cells rectangular, no loose lines."""
    framed = grid.framed >= FRAMED
    open_sides = min(grid.roof, grid.floor) >= 0.95 and not grid.sticking_out
    return grid.irregular <= IRREGULAR and len(grid.cells) >= 2 and (framed or open_sides) and grid.sticking_out < 3


def _is_lattice(piece: Piece) -> bool:
    """Whether every place is a cell of its own, with words in all of the first row and column."""
    if min(piece.n_rows, piece.n_cols) < LATTICE or len(piece.cells) != piece.n_rows * piece.n_cols:
        return False
    return all(cell.text for cell in piece.cells if (cell.row == 0) != (cell.col == 0))


def _piece(page: Page, grid: Grid) -> Piece | None:
    """The grid with its texts, without rows and columns that only drawing leaves."""
    lines = _lines_in(page, grid.box)
    if not lines:
        return None
    compact, fragments = _compact(grid, lines)
    if len(compact.cells) < 2:
        return None
    compact, fragments = straightened(compact, fragments)
    shades = [s for s in page.shapes if s.fill is not None and is_band(s) and _overlap(s.box, grid.box)]
    compact, fragments = split_stripes(compact, fragments, shades)
    grid = split_columns(compact, lines)
    grid, fragments = split_rows(grid, fragments if grid is compact else fragments_by_cell(grid, lines), compact)
    fragments = kept_together(grid, fragments, painted_over(page, grid))
    cells = tuple(
        PieceCell(c.row, c.col, c.rowspan, c.colspan, c.box, tuple(f), cell_text(f, c.box), _shade(c.box, shades))
        for c, f in zip(grid.cells, fragments, strict=True)
    )
    return _trimmed(Piece(page.number, grid.xs, grid.n_rows, cells, grid.box, grid.roof, grid.floor))


def _trimmed(piece: Piece) -> Piece:
    """Without undivided empty ground above and below, as a frame round the whole page leaves it."""
    n_rows, cells, box = piece.n_rows, piece.cells, piece.box
    while n_rows > 1 and _is_ground(cells[-1], piece.n_cols):
        n_rows, box = cells[-1].row, (box[0], box[1], box[2], cells[-1].box[1])
        cells = cells[:-1]
    while n_rows > 1 and _is_ground(cells[0], piece.n_cols):
        down = cells[0].rowspan
        n_rows, box = n_rows - down, (box[0], cells[0].box[3], box[2], box[3])
        cells = tuple(replace(cell, row=cell.row - down) for cell in cells[1:])
    return replace(piece, n_rows=n_rows, cells=cells, box=box)


def _is_ground(cell: PieceCell, n_cols: int) -> bool:
    return not cell.text and cell.colspan == n_cols


def _compact(grid: Grid, lines: Sequence[Line]) -> tuple[Grid, list[list[Fragment]]]:
    """Without grid lines that separate no cells, double rulings and gaps between boxes that are too low for text.

    With it come the fragments of its cells.
    """
    rows = {cell.row for cell in grid.cells}
    cols = {cell.col for cell in grid.cells}
    grid = without_lines(
        grid, [r for r in range(1, grid.n_rows) if r not in rows], [c for c in range(1, grid.n_cols) if c not in cols]
    )
    size = median(line.size for line in lines)
    fragments = fragments_by_cell(grid, lines)
    filled = [cell for cell, f in zip(grid.cells, fragments, strict=True) if f]
    held_rows = {cell.row for cell in filled if cell.rowspan == 1}
    held_cols = {cell.col for cell in filled if cell.colspan == 1}
    thin = max(NARROWEST, 0.7 * size)
    rows_between = [r for r in range(grid.n_rows) if grid.ys[r + 1] - grid.ys[r] < thin and r not in held_rows]
    cols_between = [c for c in range(grid.n_cols) if grid.xs[c + 1] - grid.xs[c] < NARROWEST and c not in held_cols]
    if not rows_between and not cols_between:
        return grid, fragments
    grid = without_lines(grid, rows_between, cols_between)
    return grid, fragments_by_cell(grid, lines)


def _stacked(page: Page, strips: list[Piece]) -> list[Piece]:
    """Boxes of the same columns printed closely below each other as one piece."""
    out: list[Piece] = []
    for strip in sorted(strips, key=lambda p: (p.box[1], p.box[0])):
        for i in range(len(out) - 1, -1, -1):
            above = out[i]
            gap = strip.box[1] - above.box[3]
            alone = min(above.n_rows, strip.n_rows) == 1
            if (
                alone
                and -1.0 <= gap <= STRIP_GAP
                and _same_columns(above.xs, strip.xs)
                and not _text_between(page, above, strip)
            ):
                out[i] = _below(above, strip)
                break
        else:
            out.append(strip)
    return out


def _below(above: Piece, strip: Piece) -> Piece:
    moved = tuple(replace(cell, row=cell.row + above.n_rows) for cell in strip.cells)
    return Piece(
        above.page,
        above.xs,
        above.n_rows + strip.n_rows,
        above.cells + moved,
        union([above.box, strip.box]),
        above.roof,
        strip.floor,
    )


def is_lone_row(piece: Piece, others: Sequence[Piece]) -> bool:
    """Whether a single row stands below no table of its own columns: then it is none."""
    alike = [o for o in others if o.n_rows > 1 and o.box[3] < piece.box[1] and _same_columns(o.xs, piece.xs)]
    return piece.n_rows == 1 and not alike


def _same_columns(a: Sequence[float], b: Sequence[float]) -> bool:
    return len(a) == len(b) > 2 and all(abs(x - y) <= 4.0 for x, y in zip(a, b, strict=True))


def _text_between(page: Page, above: Piece, below: Piece) -> bool:
    top, bottom = above.box[3], below.box[1]
    return any(top < (b[1] + b[3]) / 2 < bottom and b[0] < above.box[2] and b[2] > above.box[0] for b in _boxes(page))


def _boxes(page: Page) -> list[Box]:
    return [line.box for line in page.lines]


def _is_table(piece: Piece) -> bool:
    """At least two rows and two columns of cells, most of them wide enough for text and enough of them with text."""
    if piece.n_rows < 2 or piece.n_cols < 2 or len(piece.cells) < 4:
        return False
    filled = [cell for cell in piece.cells if cell.text]
    places = piece.n_rows * piece.n_cols
    if len(filled) < 3 or len(filled) < (FORM_SHARE if len(piece.cells) >= 0.75 * places else TEXT_SHARE) * len(
        piece.cells
    ):
        return False
    if len({cell.row for cell in filled}) < 2 or len({cell.col for cell in filled}) < 2:
        return False
    divided = sum(len(row) >= 2 for row in _covering(piece))
    if divided < 2:
        return False
    held = {r for cell in filled for r in range(cell.row, cell.row + cell.rowspan)}
    if piece.n_rows - len(held) > EMPTY_ROWS * piece.n_rows:
        return False
    if not _is_dense(piece, filled):
        return False
    narrow = sum(b - a < 2 * NARROWEST for a, b in zip(piece.xs, piece.xs[1:], strict=False))
    return narrow <= 0.3 * piece.n_cols


def _is_chart(page: Page, piece: Piece) -> bool:
    """Whether the lines are those of bars: hardly one divides two rows, or bars are painted inside the cells."""
    rows: list[set[int]] = [set() for _ in range(piece.n_rows)]
    for cell in piece.cells:
        for r in range(cell.row, cell.row + cell.rowspan):
            rows[r].add(cell.col)
    lines = range(1, piece.n_cols)
    alone = sum(sum(line in row for row in rows) == 1 for line in lines)
    full = max(sum(line in row for line in lines) for row in rows)
    if len(lines) >= 4 and alone > ASTRAY * len(lines) and full < 0.75 * len(lines):
        return True
    if _has_columns_of_chart(page, piece):
        return True
    painted = [
        s.box
        for s in page.shapes
        if s.fill is not None and s.rectangular and not is_white(s.fill) and _overlap(s.box, piece.box)
    ]
    most = max(BARS, 2 * len(piece.cells))
    return len(painted) > most and sum(any(_lies_inside(b, c.box) for c in piece.cells) for b in painted) > most


def _has_columns_of_chart(page: Page, piece: Piece) -> bool:
    """Whether bars of one width stand on one level and end between the lines of the grid."""
    levels = sorted({c.box[1] for c in piece.cells})
    standing: Counter[tuple[int, int]] = Counter()
    for shape in page.shapes:
        x0, top, x1, bottom = shape.box
        if shape.fill is None or not shape.rectangular or is_white(shape.fill) or not _overlap(shape.box, piece.box):
            continue
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


def _is_full(piece: Piece) -> bool:
    """Coloured areas make a table only when nearly every one of them holds text."""
    return sum(1 for cell in piece.cells if cell.text) >= 0.8 * len(piece.cells)


def _lines_in(page: Page, box: Box) -> list[Line]:
    return [line for line in page.lines if _overlap(line.box, box) and line.text.strip()]


def _shade(box: Box, shapes: Sequence[Shape]) -> Colour | None:
    """Fill of the smallest area behind the centre of a cell."""
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    behind = [s for s in shapes if s.box[0] <= x <= s.box[2] and s.box[1] <= y <= s.box[3]]
    if not behind:
        return None
    return min(behind, key=lambda s: (s.box[2] - s.box[0]) * (s.box[3] - s.box[1])).fill


def _overlap(a: Box, b: Box) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def _within(inner: Box, outer: Box) -> bool:
    x, y = (inner[0] + inner[2]) / 2, (inner[1] + inner[3]) / 2
    smaller = (inner[2] - inner[0]) * (inner[3] - inner[1]) < (outer[2] - outer[0]) * (outer[3] - outer[1])
    return smaller and outer[0] <= x <= outer[2] and outer[1] <= y <= outer[3]
