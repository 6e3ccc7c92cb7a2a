"""Ruled tables with merged cells, broken between rows over as many pages as they take."""

from __future__ import annotations

from dataclasses import dataclass

from corpus.typeset.elements import Grid, GridCell
from corpus.typeset.lines import Line, Rgb, Style, break_lines
from corpus.typeset.sheet import Sheet

_PAD = 4.0
_HEADER_FILL: Rgb = (0.86, 0.90, 0.95)


@dataclass(frozen=True, slots=True)
class _Placed:
    """A cell in its row and column with its broken lines."""

    cell: GridCell
    row: int
    column: int
    lines: list[Line]
    style: Style


def set_grid(sheet: Sheet, grid: Grid) -> None:
    """Set a table at the current height. A cell merged over rows that fall on two pages is drawn on both."""
    edges = _edges(sheet, grid)
    body = Style("Gothic", 9, 12.5)
    head = Style("GothicBold", 9, 12.5)
    cells = _place(grid, edges, body, head)
    heights = _heights(cells, len(grid.header) + len(grid.rows))
    n_header = len(grid.header)
    header_height = sum(heights[:n_header])
    caption = Style("GothicBold", 9.5, 16)
    sheet.need(caption.leading + header_height + sum(heights[n_header : n_header + 2]))
    if grid.caption:
        sheet.text_at(grid.caption, caption, sheet.left, sheet.y)
        sheet.y += caption.leading
    pages = [0] * (n_header + len(grid.rows))
    start = 0
    first = True
    while start < len(heights):
        repeated = list(range(n_header)) if not first and grid.repeat else []
        room = sheet.room - sum(heights[r] for r in repeated)
        end = start
        while end < len(heights) and room >= heights[end]:
            room -= heights[end]
            end += 1
        for row in range(start, end):
            pages[row] = sheet.page
        _draw(sheet, cells, heights, edges, [*repeated, *range(start, end)], n_header)
        start, first = end, False
        if start < len(heights):
            sheet.new_page()
    sheet.y += 3
    if grid.note:
        style = Style(sheet.look.body, 8.5, 12)
        for line in break_lines(grid.note, style, sheet.width):
            sheet.need(style.leading)
            sheet.line(line, style, sheet.left, sheet.width)
    sheet.y += 9
    sheet.truth.table(grid, pages)


def _edges(sheet: Sheet, grid: Grid) -> list[float]:
    total = sum(grid.widths)
    edges = [sheet.left]
    for share in grid.widths:
        edges.append(edges[-1] + sheet.width * share / total)
    return edges


def _place(grid: Grid, edges: list[float], body: Style, head: Style) -> list[_Placed]:
    taken: set[tuple[int, int]] = set()
    placed: list[_Placed] = []
    for r, row in enumerate((*grid.header, *grid.rows)):
        style = head if r < len(grid.header) else body
        column = 0
        for cell in row:
            while (r, column) in taken:
                column += 1
            taken |= {(r + i, column + j) for i in range(cell.rowspan) for j in range(cell.colspan)}
            width = edges[column + cell.colspan] - edges[column] - 2 * _PAD
            placed.append(_Placed(cell, r, column, break_lines(cell.text, style, width), style))
    return placed


def _heights(cells: list[_Placed], n_rows: int) -> list[float]:
    heights = [0.0] * n_rows
    for placed in sorted(cells, key=lambda p: p.cell.rowspan):
        need = len(placed.lines) * placed.style.leading + 2 * _PAD
        last = placed.row + placed.cell.rowspan - 1
        short = need - sum(heights[placed.row : last + 1])
        if short > 0:
            heights[last] += short
    return heights


def _draw(
    sheet: Sheet, cells: list[_Placed], heights: list[float], edges: list[float], rows: list[int], n_header: int
) -> None:
    """Draw the given rows from the current height downwards."""
    tops = {}
    y = sheet.y
    for row in rows:
        tops[row] = y
        y += heights[row]
    for placed in cells:
        own = [r for r in range(placed.row, placed.row + placed.cell.rowspan) if r in tops]
        if not own:
            continue
        x, top = edges[placed.column], tops[own[0]]
        width = edges[placed.column + placed.cell.colspan] - x
        height = sum(heights[r] for r in own)
        header = placed.row < n_header
        sheet.box(x, top, width, height, fill=_HEADER_FILL if header else None, line=0.6)
        lines = _share(placed, heights, own, height)
        free = height - len(lines) * placed.style.leading
        whole = len(own) == placed.cell.rowspan
        inset = free / 2 if whole else _PAD
        align = "center" if header else placed.cell.align
        sheet.lines_at(lines, placed.style, x + _PAD, top + inset, width - 2 * _PAD, align)
    sheet.y = y


def _share(placed: _Placed, heights: list[float], own: list[int], height: float) -> list[Line]:
    """The lines of a cell that fall on this page when its rows lie on two."""
    before = sum(heights[r] for r in range(placed.row, own[0]))
    fit = int((before - 2 * _PAD) // placed.style.leading) if before else 0
    here = max(1, int((height - 2 * _PAD) // placed.style.leading))
    rest = placed.lines[max(0, fit) :]
    return rest[:here] if len(own) < placed.cell.rowspan else rest
