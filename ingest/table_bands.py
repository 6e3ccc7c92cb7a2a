"""Statistics ruled only round their blocks: columns and rows that are told by the figures alone."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import median
from typing import NamedTuple, TypeAlias

from corpus.pages import Box, Line, union
from corpus.text import normalise
from ingest.table_grid import Grid, GridCell
from ingest.table_text import Fragment, rows_of

NUMERIC = re.compile(r"[▲△+-]?\s?[\d\s]+(?:[.,][\d\s]+)*\s?[%％]?|[-－―…・*]|[\d.,\s]+[()（）\d.,\s%]*")
_YEAR = re.compile(r"(?:19|20)\d\d")
_AMOUNT = re.compile(r"(?:約|延べ|年)?[▲△+-]?[\d.,\s]+\D{0,4}|[-－―…・*]")
_FIGURE = re.compile(r"[\d.,()（）・…▲△%％\s－―-]")
_WORD_GAP = 0.3
"""Glyphs closer than this (em) belong to one number."""
_ALIGNED = 3
"""Rows or lines that must agree before a division that is not drawn is believed."""


_Row: TypeAlias = tuple[tuple[float, float], ...]
"""Where the words of a printed line stand along x."""


def is_numeric(text: str) -> bool:
    """Whether a cell holds a bare value (a dash counts, a year does not)."""
    return NUMERIC.fullmatch(text) is not None and not _YEAR.fullmatch(text)


def is_amount(text: str) -> bool:
    """Whether a cell holds a value, its unit perhaps with it (100校, 約3千人)."""
    return is_numeric(text) or _AMOUNT.fullmatch(text) is not None


def split_columns(grid: Grid, lines: Sequence[Line]) -> Grid:
    """Merged cells full of figures divided at the columns of the header, where no glyph crosses them.

    Cells of the same columns are looked at together: a row of figures alone does not tell where they part.
    """
    figures: dict[tuple[int, int], list[_Figures]] = {}
    for i, cell in enumerate(grid.cells):
        if cell.colspan > 1 and (held := _figures_in(cell, i, lines)) is not None:
            figures.setdefault((cell.col, cell.colspan), []).append(held)
    cuts: dict[int, list[int]] = {}
    for (col, colspan), together in figures.items():
        found = _column_cuts(grid, col, colspan, together)
        cuts.update((held.cell, found) for held in together if all(_held(grid, held.lines, col, colspan, found)))
    if not any(cuts.values()):
        return grid
    cells: list[GridCell] = []
    for i, cell in enumerate(grid.cells):
        edges = [cell.col, *cuts.get(i, ()), cell.col + cell.colspan]
        for start, end in pairwise(edges):
            box = (grid.xs[start], cell.box[1], grid.xs[end], cell.box[3])
            cells.append(GridCell(cell.row, start, cell.rowspan, end - start, box))
    cells.sort()
    return replace(grid, cells=tuple(cells))


class _Figures(NamedTuple):
    """A merged cell, by its index, of which most glyphs are figures: where the words of its printed lines stand."""

    cell: int
    lines: tuple[_Row, ...]


def _figures_in(cell: GridCell, index: int, lines: Sequence[Line]) -> _Figures | None:
    x0, top, x1, bottom = cell.box
    held: list[tuple[int, float, list[tuple[str, float, float]]]] = []
    glyphs: Counter[int] = Counter()
    figures: Counter[int] = Counter()
    for line in lines:
        left, head, right, foot = line.box
        if not top < (head + foot) / 2 < bottom or left >= x1 or right <= x0 or line.vertical:
            continue
        at = round(head / max(1.0, line.size))
        spans = zip(line.text, line.spans[::2], line.spans[1::2], strict=True)
        printed = [(char, a, b) for char, a, b in spans if x0 <= (a + b) / 2 <= x1 and not char.isspace()]
        held.append((at, _WORD_GAP * line.size, printed))
        glyphs[at] += len(printed)
        figures[at] += len(_FIGURE.findall("".join([char for char, _, _ in printed])))
    if not glyphs.total() or figures.total() < 0.7 * glyphs.total():
        return None
    rows: dict[int, list[tuple[float, float]]] = {}
    for at, gap, printed in held:
        row = rows.setdefault(at, [])
        end = float("-inf")
        for _, a, b in printed:
            if a - end < gap:
                row[-1] = (row[-1][0], b)
            else:
                row.append((a, b))
            end = b
    return _Figures(index, tuple(tuple(row) for at, row in rows.items() if figures[at] >= 0.7 * glyphs[at] > 0))


def _column_cuts(grid: Grid, col: int, colspan: int, cells: Sequence[_Figures]) -> list[int]:
    """Grid columns inside merged cells that numbers keep clear of, with numbers in all columns between them."""
    rows = [row for cell in cells for row in cell.lines]
    if len(rows) < _ALIGNED:
        return []
    inner = range(col + 1, col + colspan)
    crossing = {c: sum(a + 1.0 < grid.xs[c] < b - 1.0 for row in rows for a, b in row) for c in inner}
    cuts = [c for c in inner if crossing[c] <= 0.02 * sum(map(len, rows))]
    held = _held(grid, rows, col, colspan, cuts)
    return cuts if all(n >= max(_ALIGNED, 0.6 * len(rows)) for n in held) else []


def _held(grid: Grid, rows: Sequence[_Row], col: int, colspan: int, cuts: Sequence[int]) -> list[int]:
    """How many rows hold a number in each of the columns that the cuts make."""
    edges = [grid.xs[c] for c in (col, *cuts, col + colspan)]
    return [sum(any(left <= (a + b) / 2 < right for a, b in row) for row in rows) for left, right in pairwise(edges)]


def split_rows(grid: Grid, fragments: list[list[Fragment]], drawn: Grid) -> tuple[Grid, list[list[Fragment]]]:
    """Statistics without rulings between rows: a band of aligned lines of figures becomes one row per line.

    `drawn` is the grid before its columns were divided at figures: words over several columns span what no line parts.
    """
    over = grid.over_rows()
    for row in range(grid.n_rows - 1, -1, -1):
        here = over[row]
        if len(here) < 2 or any(grid.cells[i].rowspan > 1 for i in here):
            continue
        cuts = _cuts([fragments[i] for i in here], grid.ys[row], grid.ys[row + 1])
        if not cuts:
            continue
        grid, fragments = with_rows(grid, fragments, row, cuts)
        cells, texts = list(grid.cells), fragments
        places = [c for c in drawn.cells if c.row <= row < c.row + c.rowspan]
        for k in range(len(cuts) + 1):
            for place in places:
                cells, texts = _banner(cells, texts, row + k, place)
        order = sorted(range(len(cells)), key=lambda i: (cells[i].row, cells[i].col))
        grid = replace(grid, cells=tuple(cells[i] for i in order))
        fragments = [texts[i] for i in order]
        over = grid.over_rows()
    return grid, fragments


def with_rows(
    grid: Grid, fragments: list[list[Fragment]], row: int, cuts: Sequence[float]
) -> tuple[Grid, list[list[Fragment]]]:
    """The grid with a row of unmerged cells divided at the given heights, and the fragments of its cells."""
    extra = len(cuts)
    ys = [*grid.ys[: row + 1], *cuts, *grid.ys[row + 1 :]]
    cells: list[GridCell] = []
    texts: list[list[Fragment]] = []
    for cell, held in zip(grid.cells, fragments, strict=True):
        if cell.row != row:
            cells.append(cell._replace(row=cell.row + extra) if cell.row > row else cell)
            texts.append(held)
            continue
        for k in range(extra + 1):
            top, bottom = ys[row + k], ys[row + k + 1]
            cells.append(GridCell(row + k, cell.col, 1, cell.colspan, (cell.box[0], top, cell.box[2], bottom)))
            texts.append([f for f in held if top <= (f.box[1] + f.box[3]) / 2 < bottom])
    order = sorted(range(len(cells)), key=lambda i: (cells[i].row, cells[i].col))
    return replace(grid, ys=tuple(ys), cells=tuple(cells[i] for i in order)), [texts[i] for i in order]


def _banner(
    cells: list[GridCell], texts: list[list[Fragment]], row: int, drawn: GridCell
) -> tuple[list[GridCell], list[list[Fragment]]]:
    """A line of words set over columns (推計数（単位：千世帯）) as one cell, as wide as the drawn one around it."""
    level = [i for i, c in enumerate(cells) if c.row == row]
    if any(texts[i] for i in level if cells[i].col == 0):
        return cells, texts
    end = drawn.col + drawn.colspan
    here = [i for i in level if cells[i].rowspan == 1 and drawn.col <= cells[i].col < end]
    here.sort(key=lambda i: cells[i].col)
    held = [f for i in here for f in texts[i]]
    if len(here) < 2 or not held or any(is_numeric(normalise(f.text).strip()) for f in held):
        return cells, texts
    first, last = cells[here[0]], cells[here[-1]]
    box = (first.box[0], first.box[1], last.box[2], last.box[3])
    wide = GridCell(row, first.col, 1, last.col + last.colspan - first.col, box)
    rest = [i for i in range(len(cells)) if i not in here]
    return [*(cells[i] for i in rest), wide], [*(texts[i] for i in rest), held]


def _cuts(columns: list[list[Fragment]], top: float, bottom: float) -> list[float]:
    """Heights between the printed lines of a band of figures, or nothing when it is no such band."""
    held = [c for c in columns if c]
    least = max(2, 0.6 * len(held))
    if sum(len(c) >= 3 for c in held) < least:
        return []
    lines = [rows_of(c) for c in held]
    if sum(len(c) >= 3 for c in lines) < least:
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
