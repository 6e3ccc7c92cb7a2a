"""Statistics ruled only round their blocks: columns and rows that are told by the figures alone."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import median

from corpus.pages import Box, Line, union
from corpus.text import normalise
from ingest.table_grid import Grid, GridCell
from ingest.table_text import Fragment, rows_of

NUMERIC = re.compile(r"[▲△+-]?\s?[\d\s]+(?:[.,][\d\s]+)*\s?[%％]?|[-－―…・*]|[\d.,\s]+[()（）\d.,\s%]*")
_AMOUNT = re.compile(r"(?:約|延べ|年)?[▲△+-]?[\d.,\s]+\D{0,4}|[-－―…・*]")
_FIGURE = re.compile(r"[\d.,()（）・…▲△%％\s－―-]")
_ALIGNED = 3
"""Rows or lines that must agree before a division that is not drawn is believed."""


def is_numeric(text: str) -> bool:
    """Whether a cell holds a bare value (a dash counts, a year does not)."""
    return NUMERIC.fullmatch(text) is not None and not re.fullmatch(r"(?:19|20)\d\d", text)


def is_amount(text: str) -> bool:
    """Whether a cell holds a value, its unit perhaps with it (100校, 約3千人)."""
    return is_numeric(text) or _AMOUNT.fullmatch(text) is not None


def split_columns(grid: Grid, lines: Sequence[Line]) -> Grid:
    """Merged cells full of figures divided at the columns of the header, where no glyph crosses them."""
    cells: list[GridCell] = []
    for cell in grid.cells:
        cuts = _column_cuts(grid, cell, lines) if cell.colspan > 1 else []
        edges = [cell.col, *cuts, cell.col + cell.colspan]
        for start, end in pairwise(edges):
            box = (grid.xs[start], cell.box[1], grid.xs[end], cell.box[3])
            cells.append(GridCell(cell.row, start, cell.rowspan, end - start, box))
    cells.sort(key=lambda c: (c.row, c.col))
    return replace(grid, cells=tuple(cells))


def _column_cuts(grid: Grid, cell: GridCell, lines: Sequence[Line]) -> list[int]:
    """Grid columns inside a merged cell that its figures keep clear of, with figures in between them."""
    x0, top, x1, bottom = cell.box
    inside = [n for n in lines if not n.vertical and top < (n.box[1] + n.box[3]) / 2 < bottom and n.box[0] < x1]
    inside = [n for n in inside if n.box[2] > x0]
    if len({round(n.box[1] / max(1.0, n.size)) for n in inside}) < _ALIGNED:
        return []
    glyphs: list[tuple[float, float]] = []
    figures = 0
    for line in inside:
        for i, char in enumerate(line.text):
            a, b = line.spans[2 * i], line.spans[2 * i + 1]
            if char.isspace() or not x0 <= (a + b) / 2 <= x1:
                continue
            glyphs.append((a, b))
            figures += _FIGURE.match(char) is not None
    if figures < 0.7 * len(glyphs):
        return []
    inner = range(cell.col + 1, cell.col + cell.colspan)
    crossing = {c: sum(a + 1.0 < grid.xs[c] < b - 1.0 for a, b in glyphs) for c in inner}
    cuts = [c for c in inner if crossing[c] <= 0.02 * len(glyphs)]
    edges = [x0, *(grid.xs[c] for c in cuts), x1]
    held = [sum(left <= (a + b) / 2 < right for a, b in glyphs) for left, right in pairwise(edges)]
    return cuts if all(n >= _ALIGNED for n in held) else []


def split_rows(grid: Grid, fragments: list[list[Fragment]]) -> tuple[Grid, list[list[Fragment]]]:
    """Statistics without rulings between rows: a band of aligned lines of figures becomes one row per line."""
    for row in range(grid.n_rows - 1, -1, -1):
        here = [i for i, c in enumerate(grid.cells) if c.row <= row < c.row + c.rowspan]
        if len(here) < 2 or any(grid.cells[i].rowspan > 1 for i in here):
            continue
        cuts = _cuts([fragments[i] for i in here], grid.ys[row], grid.ys[row + 1])
        if not cuts:
            continue
        extra = len(cuts)
        ys = [*grid.ys[: row + 1], *cuts, *grid.ys[row + 1 :]]
        cells: list[GridCell] = []
        texts: list[list[Fragment]] = []
        for i, c in enumerate(grid.cells):
            if i not in here:
                cells.append(replace(c, row=c.row + extra) if c.row > row else c)
                texts.append(fragments[i])
                continue
            for k in range(extra + 1):
                top, bottom = ys[row + k], ys[row + k + 1]
                cells.append(GridCell(row + k, c.col, 1, c.colspan, (c.box[0], top, c.box[2], bottom)))
                texts.append([f for f in fragments[i] if top <= (f.box[1] + f.box[3]) / 2 < bottom])
        for k in range(extra + 1):
            cells, texts = _banner(cells, texts, row + k)
        order = sorted(range(len(cells)), key=lambda i: (cells[i].row, cells[i].col))
        grid = replace(grid, ys=tuple(ys), cells=tuple(cells[i] for i in order))
        fragments = [texts[i] for i in order]
    return grid, fragments


def _banner(
    cells: list[GridCell], texts: list[list[Fragment]], row: int
) -> tuple[list[GridCell], list[list[Fragment]]]:
    """A line of words set over the columns (推計数（単位：千世帯）) as one merged cell of its row."""
    here = sorted((i for i, c in enumerate(cells) if c.row == row and c.rowspan == 1), key=lambda i: cells[i].col)
    held = [f for i in here[1:] for f in texts[i]]
    words = [normalise(f.text).strip() for f in held]
    if len(here) < 3 or texts[here[0]] or not held or any(is_numeric(w) for w in words):
        return cells, texts
    first, last = cells[here[0]], cells[here[-1]]
    box = (first.box[0], first.box[1], last.box[2], last.box[3])
    wide = GridCell(row, first.col, 1, last.col + last.colspan - first.col, box)
    rest = [i for i in range(len(cells)) if i not in here]
    return [*(cells[i] for i in rest), wide], [*(texts[i] for i in rest), held]


def _cuts(columns: list[list[Fragment]], top: float, bottom: float) -> list[float]:
    """Heights between the printed lines of a band of figures, or nothing when it is no such band."""
    lines = [rows_of(c) for c in columns if c]
    if len(lines) < 2 or sum(len(c) >= 3 for c in lines) < max(2, 0.6 * len(lines)):
        return []
    figures = [is_numeric(normalise("".join(f.text for f in row)).strip()) for c in lines[1:] for row in c]
    if sum(figures) < 0.75 * len(figures):
        return []
    size = median(f.size for c in columns for f in c)
    centres = sorted(((union([f.box for f in row])), k) for k, c in enumerate(lines) for row in c)
    centres.sort(key=lambda p: p[0][1] + p[0][3])
    levels: list[list[tuple[Box, int]]] = []
    for box, k in centres:
        mid = (box[1] + box[3]) / 2
        if levels and mid - (levels[-1][0][0][1] + levels[-1][0][0][3]) / 2 <= 0.5 * size:
            levels[-1].append((box, k))
        else:
            levels.append([(box, k)])
    full = sum(len({k for _, k in level}) >= 0.6 * len(lines) for level in levels)
    if len(levels) < 3 or full < 0.6 * len(levels):
        return []
    spans = [(min(b[1] for b, _ in level), max(b[3] for b, _ in level)) for level in levels]
    cuts = [(a[1] + b[0]) / 2 for a, b in pairwise(spans)]
    return cuts if all(top < c < bottom for c in cuts) and cuts == sorted(cuts) else []
