"""The part of a table that stands on one page: which drawings are tables, their rows, shades and texts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from itertools import pairwise
from statistics import median

from corpus.pages import Box, Colour, Line, Page, Shape, contains, overlap, union
from ingest.table_across import FEWEST_ROWS, grids_across
from ingest.table_bands import split_columns, split_rows
from ingest.table_bars import kept_together, painted_over
from ingest.table_bent import straightened
from ingest.table_edges import Edges, drawn_edges, fill_edges, is_band, joined
from ingest.table_grid import Grid, connected, grid_of, without_ends, without_lines
from ingest.table_judgement import NARROWEST, is_chart, is_full, is_lattice, is_table
from ingest.table_open import open_grids
from ingest.table_piece import Piece, PieceCell
from ingest.table_slabs import may_be_cut, slabs
from ingest.table_stripes import split_stripes
from ingest.table_text import Fragment, cell_text, fragments_by_cell

IRREGULAR = 0.35
"""Up to this share of a table's area may lie in L-shaped headers; diagrams have more."""
FRAMED = 0.8
"""This share of the outer frame is drawn, or else all of its top and bottom (tables open at the sides)."""
DRAWN = 0.95
"""Share of a side that is drawn when the rest is only worn."""
CUT_AT_TOP, CUT_AT_FOOT = 0.2, 0.8
"""Shares of the page height above and below which a table may be cut by the page, in the middle of a row."""
LEAST_ROWS = 5
"""Two tables of two rows each and the ground between them have so many."""
EXACT_TOUCH = 1.0
"""Lines of one table meet this closely; a chart beside it only comes near (points)."""
STRIP_GAP = 14.0
"""Boxes of one column layout this close below each other are one table."""


def find_pieces(page: Page) -> list[Piece]:
    """Tables on one page, ruled ones first judged, then those made of coloured areas; in reading order.

    Among them are single rows that are no table by themselves but may be the rest of one from the page before, or a
    table of one row below others of its columns.
    """
    edges = drawn_edges(page)
    strips = _stacked(page, _strips(page, edges))
    pieces = [p for p in strips if is_table(p) and not is_chart(page, p)]
    rests = [
        p for p in strips if p.n_rows == 1 and p.n_cols > 1 and p.floor > 0.9 and sum(bool(c.text) for c in p.cells) > 1
    ]
    across = [
        replace(p, cut=g.floor < DRAWN or p.n_rows < FEWEST_ROWS)
        for g in grids_across(page, edges, [p.box for p in pieces])
        if (p := _piece(page, g)) is not None and is_table(p)
    ]
    pieces += [p for p in across if not p.cut]
    grids = open_grids(page, [p.box for p in pieces])
    pieces += [p for g in grids if (p := _piece(page, g)) is not None and is_table(p)]
    pieces += [p for p in across if p.cut and not any(overlap(p.box, q.box) for q in pieces)]
    bands = [s for s in page.shapes if is_band(s) and not any(overlap(s.box, p.box) for p in pieces)]
    if len(bands) >= 4:
        area = union([s.box for s in bands])
        both = _with(edges, fill_edges(bands), area, [p.box for p in pieces])
        pieces += [
            p
            for p in _stacked(page, _strips(page, both))
            if is_table(p) and is_full(p) and not is_chart(page, p) and not any(overlap(p.box, q.box) for q in pieces)
        ]
    pieces += [p for p in rests if not any(overlap(p.box, q.box) for q in pieces)]
    pieces = [_below_another(p, [q for q in pieces if q is not p]) for p in pieces]
    pieces = [p for p in pieces if not any(q is not p and _within(p.box, q.box) for q in pieces)]
    return sorted(pieces, key=lambda p: (p.box[1], p.box[0]))


def _below_another(piece: Piece, others: Sequence[Piece]) -> Piece:
    """The piece without the undivided ground at its top when a whole table is printed on it."""
    hosts = [c for c in piece.cells if c.colspan == piece.n_cols and any(_lies_on(q.box, c.box) for q in others)]
    cut = max((c.row + c.rowspan for c in hosts), default=0)
    if not cut or any(c.colspan < piece.n_cols for c in piece.cells if c.row < cut):
        return piece
    cells = tuple(c._replace(row=c.row - cut) for c in piece.cells if c.row >= cut)
    if not cells:
        return piece
    rest = replace(piece, n_rows=piece.n_rows - cut, cells=cells, box=(piece.box[0], cells[0].box[1], *piece.box[2:]))
    return rest if is_table(rest) else piece


def _lies_on(inner: Box, ground: Box) -> bool:
    return contains(ground, inner) and inner[2] - inner[0] < ground[2] - ground[0]


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
        if together := _in_one_frame(page, part, grid):
            out += together
            continue
        if not _is_regular(grid) and _is_cut(grid, page):
            if (part_of_one := _piece(page, grid)) is not None:
                out.append(replace(part_of_one, cut=True))
            continue
        grids = [grid]
        if not _is_regular(grid):
            if (whole := _piece(page, grid) if grid.irregular == 0 else None) is not None and is_lattice(whole):
                out.append(whole)
                continue
            trimmed = without_ends(part, partial(_is_free, page, grid.box))
            parts = connected(part, EXACT_TOUCH) if trimmed is None else [trimmed]
            grids = [g for closer in parts if (g := grid_of(closer)) is not None]
        out += [p for g in grids if _is_regular(g) and (p := _piece(page, g)) is not None]
    return out


def _in_one_frame(page: Page, part: Edges, grid: Grid) -> list[Piece]:
    """The tables that share an outer frame: two or more with heads or columns of their own, or what is beside another.

    Nothing when the drawing is one table.
    """
    if grid.n_rows < LEAST_ROWS or grid.n_cols < 2 or not may_be_cut(grid):
        return []
    lines, shades = _lines_in(page, grid.box), _shades_in(page, grid.box)

    def taken(box: Box) -> float:
        sizes = {round((n.box[1] + n.box[3]) / n.size): n.size for n in lines if _within(n.box, box)}
        share = sum(sizes.values()) / (box[3] - box[1])
        return 1.0 if share < 1.0 and any(_within(box, s.box) or _within(s.box, box) for s in shades) else share

    tables: list[Piece] = []
    found = slabs(part, grid, taken)
    for slab in found if len(found) > 1 else ():
        inner = grid_of(slab)
        if inner is not None and _is_regular(inner):
            whole = _piece(page, inner)
            tables += _in_one_frame(page, slab, inner) or [p for p in (whole,) if p is not None and is_table(p)]
    own = all(not _same_columns(a.xs, b.xs) or a.cells[0].text == b.cells[0].text for a, b in pairwise(tables))
    return tables if len(tables) > 1 and own else []


def _is_free(page: Page, box: Box, top: float, bottom: float) -> bool:
    x0, _, x1, _ = box
    return not any(top < (b[1] + b[3]) / 2 < bottom and x0 < (b[0] + b[2]) / 2 < x1 for b in _boxes(page))


def _is_regular(grid: Grid) -> bool:
    """Framed, or open at the sides with rows that reach across; nearly all cells rectangular, no loose lines."""
    if grid.irregular > IRREGULAR or len(grid.cells) < 2 or grid.sticking_out > 2:
        return False
    return grid.framed >= FRAMED or (not grid.sticking_out and min(grid.roof, grid.floor) >= DRAWN)


def _is_cut(grid: Grid, page: Page) -> bool:
    """Whether top and bottom are drawn but where the page begins or ends, as when a row goes on over the page."""
    _, top, _, bottom = grid.box
    above = grid.roof >= DRAWN or top <= CUT_AT_TOP * page.height
    below = grid.floor >= DRAWN or bottom >= CUT_AT_FOOT * page.height
    return above and below and grid.n_rows > 2 and grid.irregular <= IRREGULAR and not grid.sticking_out


def _piece(page: Page, grid: Grid) -> Piece | None:
    """The grid with its texts, without rows and columns that only drawing leaves; None where no table is in it."""
    lines = _lines_in(page, grid.box) if grid.n_cols > 1 else []
    if not lines:
        return None
    compact, fragments = _compact(grid, lines)
    if len(compact.cells) < 2 or compact.n_cols < 2:
        return None
    compact, fragments = straightened(compact, fragments)
    shades = _shades_in(page, grid.box)
    compact, fragments = split_stripes(compact, fragments, shades)
    grid = split_columns(compact, lines)
    grid, fragments = split_rows(grid, fragments if grid is compact else fragments_by_cell(grid, lines), compact)
    fragments = kept_together(grid, fragments, painted_over(page, grid))
    cells = tuple(
        PieceCell(c.row, c.col, c.rowspan, c.colspan, c.box, tuple(f), cell_text(f, c.box), _shade(c.box, shades))
        for c, f in zip(grid.cells, fragments, strict=True)
    )
    return _trimmed(Piece(page.number, grid.xs, grid.n_rows, cells, grid.box, grid.roof_gaps, grid.floor_gaps))


def _trimmed(piece: Piece) -> Piece:
    """Without undivided empty ground above and below, as a frame round the whole page leaves it."""
    n_rows, cells, box = piece.n_rows, piece.cells, piece.box
    while n_rows > 1 and _is_ground(cells[-1], piece.n_cols):
        n_rows, box = cells[-1].row, (box[0], box[1], box[2], cells[-1].box[1])
        cells = cells[:-1]
    while n_rows > 1 and _is_ground(cells[0], piece.n_cols):
        down = cells[0].rowspan
        n_rows, box = n_rows - down, (box[0], cells[0].box[3], box[2], box[3])
        cells = tuple(cell._replace(row=cell.row - down) for cell in cells[1:])
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
    moved = tuple(cell._replace(row=cell.row + above.n_rows) for cell in strip.cells)
    return Piece(
        above.page,
        above.xs,
        above.n_rows + strip.n_rows,
        above.cells + moved,
        union([above.box, strip.box]),
        above.roof_gaps,
        strip.floor_gaps,
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


def _lines_in(page: Page, box: Box) -> list[Line]:
    x0, top, x1, bottom = box
    return [
        line
        for line in page.lines
        if line.box[1] < bottom and top < line.box[3] and x0 < line.box[2] and line.box[0] < x1 and line.text.strip()
    ]


def _shades_in(page: Page, box: Box) -> list[Shape]:
    x0, top, x1, bottom = box
    return [
        s
        for s in page.shapes
        if s.box[1] < bottom and top < s.box[3] and x0 < s.box[2] and s.box[0] < x1 and is_band(s)
    ]


def _shade(box: Box, shapes: Sequence[Shape]) -> Colour | None:
    """Fill of the smallest area behind the centre of a cell."""
    if not shapes:
        return None
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    behind = [s for s in shapes if s.box[0] <= x <= s.box[2] and s.box[1] <= y <= s.box[3]]
    if not behind:
        return None
    return min(behind, key=lambda s: (s.box[2] - s.box[0]) * (s.box[3] - s.box[1])).fill


def _within(inner: Box, outer: Box) -> bool:
    x, y = (inner[0] + inner[2]) / 2, (inner[1] + inner[3]) / 2
    if not (outer[1] <= y <= outer[3] and outer[0] <= x <= outer[2]):
        return False
    return (inner[2] - inner[0]) * (inner[3] - inner[1]) < (outer[2] - outer[0]) * (outer[3] - outer[1])
