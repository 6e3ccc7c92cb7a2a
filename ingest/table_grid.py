"""Edges → connected drawings → grid lines → cells with their spans.

A cell is a connected region of the grid that no edge separates, so a merged cell comes out with the span it is
printed with, whichever of its neighbours are divided. The outer frame counts as closed: tables open at the sides are
common in Japanese statistics.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from operator import ge
from typing import NamedTuple, TypeAlias

from corpus.pages import Box
from ingest.table_edges import Edge, Edges

TOUCH = 2.0
"""Edges whose ends are this close meet, in points."""
SNAP = 4.0
"""Parallel edges this close are one grid line: a double ruling, or a fill beside its border."""
COVERED = 0.7
"""Share of a cell's side that must be drawn to separate two cells."""
STUB = 6.0
"""A line that runs on this far (points) beyond the frame sticks out of it."""
LOOSE_END, FEWEST_ENDS = 15.0, 3
"""Upright lines hang out of a frame by up to this many points, so many of them; one alone is an axis."""
MOST_LINES = 400
"""More grid lines than this in one direction are a drawing (hatching, a chart), not a table."""


Gap: TypeAlias = tuple[float, float]
"""A part of a side that is not drawn, from x to x (points)."""


class GridCell(NamedTuple):
    """A cell by its place in the grid; nothing is drawn between an `open_top` one and the one above it."""

    row: int
    col: int
    rowspan: int
    colspan: int
    box: Box
    open_top: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """Grid lines (points, ascending) and the cells between them.

    `irregular` is the share of the area in regions that are no rectangle (L-shaped ones, as 「うち」 rows make them,
    count half); `framed` is the share of the outer frame that is really drawn, `roof_gaps` and `floor_gaps` are the
    parts of its top and bottom that are not; `sticking_out` counts lines that run on beyond the frame.
    """

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    cells: tuple[GridCell, ...]
    irregular: float
    framed: float
    roof_gaps: tuple[Gap, ...] = ()
    floor_gaps: tuple[Gap, ...] = ()
    sticking_out: int = 0

    @property
    def box(self) -> Box:
        """The outer frame."""
        return (self.xs[0], self.ys[0], self.xs[-1], self.ys[-1])

    @property
    def roof(self) -> float:
        """Share of the top that is drawn."""
        return drawn(self.roof_gaps, self.box)

    @property
    def floor(self) -> float:
        """Share of the bottom that is drawn."""
        return drawn(self.floor_gaps, self.box)

    @property
    def n_rows(self) -> int:
        """Number of rows."""
        return len(self.ys) - 1

    @property
    def n_cols(self) -> int:
        """Number of columns."""
        return len(self.xs) - 1

    def over_rows(self) -> list[list[int]]:
        """For each row, the indexes of the cells that cover it."""
        over: list[list[int]] = [[] for _ in range(self.n_rows)]
        for i, cell in enumerate(self.cells):
            for row in range(cell.row, cell.row + cell.rowspan):
                over[row].append(i)
        return over


def connected(edges: Edges, touch: float = TOUCH) -> list[Edges]:
    """The edges split into drawings whose lines meet to within `touch` points."""
    horizontal, vertical = edges.horizontal, edges.vertical
    parent = list(range(len(horizontal) + len(vertical)))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    by_x = sorted(range(len(vertical)), key=lambda i: vertical[i].at)
    places = [vertical[i].at for i in by_x]
    for h, (at, start, end) in enumerate(horizontal):
        for v in by_x[bisect_left(places, start - touch) : bisect_right(places, end + touch)]:
            other = vertical[v]
            if other.start - touch <= at <= other.end + touch:
                node = len(horizontal) + v
                if parent[node] != h:
                    parent[root(node)] = h
    groups: dict[int, tuple[list[Edge], list[Edge]]] = {}
    for i, edge in enumerate(horizontal):
        groups.setdefault(root(i), ([], []))[0].append(edge)
    for i, edge in enumerate(vertical):
        groups.setdefault(root(len(horizontal) + i), ([], []))[1].append(edge)
    return [Edges(tuple(h), tuple(v)) for h, v in groups.values()]


def grid_of(edges: Edges) -> Grid | None:
    """The grid of one drawing, or None when it bounds fewer than two cells."""
    if len(edges.horizontal) < 2 or not edges.vertical:
        return None
    xs = clustered([e.at for e in edges.vertical] + _open_sides(edges.horizontal, edges.vertical))
    ys = clustered([e.at for e in edges.horizontal] + _open_sides(edges.vertical, edges.horizontal))
    n_cols, n_rows = len(xs) - 1, len(ys) - 1
    if n_cols < 1 or n_rows < 1 or n_cols * n_rows < 2 or max(n_cols, n_rows) > MOST_LINES:
        return None
    across = _covered(edges.horizontal, ys, xs)
    down = _covered(edges.vertical, xs, ys)
    regions = _regions(n_rows, n_cols, across, down)
    cells: list[GridCell] = []
    odd = 0.0
    for region in regions:
        pieces = _rectangles(region)
        if len(pieces) > 1:
            area = sum((xs[c + 1] - xs[c]) * (ys[r + 1] - ys[r]) for r, c in region)
            odd += area / 2 if len(pieces) == 2 else area
        for row, col, rowspan, colspan in pieces:
            box = (xs[col], ys[row], xs[col + colspan], ys[row + rowspan])
            open_top = len(pieces) == 2 and (row - 1, col) in region
            cells.append(GridCell(row, col, rowspan, colspan, box, open_top))
    cells.sort()
    width, height = xs[-1] - xs[0], ys[-1] - ys[0]
    roof, floor = _gaps(xs, across[0]), _gaps(xs, across[n_rows])
    sides = sum((ys[r + 1] - ys[r]) * (down[0][r] + down[n_cols][r]) for r in range(n_rows))
    framed = (2 * width - _length(roof) - _length(floor) + sides) / (2 * (width + height))
    out = sum(e.start < ys[0] - STUB or e.end > ys[-1] + STUB for e in edges.vertical)
    out += sum(e.start < xs[0] - STUB or e.end > xs[-1] + STUB for e in edges.horizontal)
    return Grid(tuple(xs), tuple(ys), tuple(cells), odd / (width * height), framed, roof, floor, out)


def drawn(gaps: Iterable[Gap], box: Box) -> float:
    """Share of the top or bottom of a box that is drawn."""
    return 1.0 - _length(gaps) / (box[2] - box[0])


def _length(gaps: Iterable[Gap]) -> float:
    return sum(end - start for start, end in gaps)


def _gaps(xs: Sequence[float], covered: Sequence[bool]) -> tuple[Gap, ...]:
    """The steps of a level line that are not drawn."""
    return tuple((xs[c], xs[c + 1]) for c, there in enumerate(covered) if not there)


def without_ends(edges: Edges, free: Callable[[float, float], bool]) -> Edges | None:
    """The edges without the ends of upright lines that hang out below or above all level ones, or None.

    Only short ends (up to LOOSE_END points) are cut, and only where `free` says that nothing is printed between two
    heights.
    """
    if not edges.horizontal or not edges.vertical:
        return None
    top, bottom = edges.horizontal[0].at, edges.horizontal[-1].at
    ends = (min(e.start for e in edges.vertical), max(e.end for e in edges.vertical))
    above, below = top - ends[0], ends[1] - bottom
    hanging = sum(e.start < top - SNAP or e.end > bottom + SNAP for e in edges.vertical)
    if hanging < FEWEST_ENDS or max(above, below) > LOOSE_END:
        return None
    if not free(ends[0], top) or not free(bottom, ends[1]):
        return None
    cut = [e._replace(start=max(e.start, top), end=min(e.end, bottom)) for e in edges.vertical]
    return Edges(edges.horizontal, tuple(e for e in cut if e.end - e.start > SNAP))


def clustered(places: Sequence[float]) -> list[float]:
    """Grid lines of parallel edges: those within SNAP of each other are one, at their mean."""
    groups: list[list[float]] = []
    for at in sorted(places):
        if groups and at - groups[-1][-1] <= SNAP and at - groups[-1][0] <= 1.5 * SNAP:
            groups[-1].append(at)
        else:
            groups.append([at])
    return [sum(g) / len(g) for g in groups]


def nearest(places: Sequence[float], at: float) -> int:
    """Index of the grid line closest to `at`."""
    i = bisect_left(places, at)
    if i == 0:
        return 0
    if i == len(places):
        return i - 1
    return i if places[i] - at < at - places[i - 1] else i - 1


def _open_sides(along: Sequence[Edge], across: Sequence[Edge]) -> list[float]:
    """Ends of parallel edges that reach beyond the last edge across them: a side of the table that is not drawn.

    Half of the edges do, or the first, the last and one between (beside them stand merged cells). One edge that
    sticks out is no side.
    """
    sides: list[float] = []
    starts, ends = [e.start for e in along], [e.end for e in along]
    for place, out in ((min(starts), starts), (max(ends), ends)):
        if any(abs(e.at - place) <= SNAP for e in across):
            continue
        lines = clustered([e.at for e in along])
        reaching = clustered([e.at for e, o in zip(along, out, strict=True) if abs(o - place) <= SNAP])
        outermost = reaching[0] - lines[0] <= SNAP and lines[-1] - reaching[-1] <= SNAP
        if len(reaching) >= max(2, len(lines) / 2) or (outermost and len(reaching) > 2):
            sides.append(place)
    return sides


def without_lines(grid: Grid, rows: Iterable[int], cols: Iterable[int]) -> Grid:
    """The grid without the given rows and columns, each swallowed by what stands before it (the first by the next)."""
    gone_rows, gone_cols = set(rows), set(cols)
    if not gone_rows and not gone_cols:
        return grid
    row_at, ys = _remaining(grid.ys, gone_rows)
    col_at, xs = _remaining(grid.xs, gone_cols)
    cells = []
    for cell in grid.cells:
        row, col = row_at[cell.row], col_at[cell.col]
        rowspan, colspan = row_at[cell.row + cell.rowspan] - row, col_at[cell.col + cell.colspan] - col
        if rowspan and colspan:
            box = (xs[col], ys[row], xs[col + colspan], ys[row + rowspan])
            cells.append(GridCell(row, col, rowspan, colspan, box, cell.open_top))
    return replace(grid, xs=tuple(xs), ys=tuple(ys), cells=tuple(cells))


def _remaining(lines: Sequence[float], gone: set[int]) -> tuple[list[int], list[float]]:
    """Where each grid line is when the steps in `gone` have no extent, and the lines that remain."""
    at, kept = [0], [lines[0]]
    for i in range(len(lines) - 1):
        if i in gone:
            if len(kept) > 1:
                kept[-1] = lines[i + 1] if i == len(lines) - 2 else (kept[-1] + lines[i + 1]) / 2
        else:
            kept.append(lines[i + 1])
        at.append(len(kept) - 1)
    return at, kept


def _covered(edges: Sequence[Edge], lines: Sequence[float], steps: Sequence[float]) -> list[list[bool]]:
    """For each grid line, which of its steps are drawn."""
    length = [[0.0] * (len(steps) - 1) for _ in lines]
    for edge in edges:
        row = length[nearest(lines, edge.at)]
        first, end = max(0, bisect_left(steps, edge.start) - 1), min(len(row), bisect_left(steps, edge.end))
        for k in range(first, end):
            start, stop = steps[k], steps[k + 1]
            part = (edge.end if edge.end < stop else stop) - (edge.start if edge.start > start else start)
            if part > 0.0:
                row[k] += part
    needed = [COVERED * (b - a) for a, b in pairwise(steps)]
    return [list(map(ge, row, needed)) for row in length]


def _regions(n_rows: int, n_cols: int, across: list[list[bool]], down: list[list[bool]]) -> list[list[tuple[int, int]]]:
    """Elementary cells grouped where no edge separates them."""
    seen = [[False] * n_cols for _ in range(n_rows)]
    regions: list[list[tuple[int, int]]] = []
    for row in range(n_rows):
        for col in range(n_cols):
            if seen[row][col]:
                continue
            seen[row][col] = True
            if (row + 1 == n_rows or across[row + 1][col]) and (col + 1 == n_cols or down[col + 1][row]):
                regions.append([(row, col)])  # what is open above or on the left was reached from there
                continue
            region, stack = [], [(row, col)]
            while stack:
                r, c = stack.pop()
                region.append((r, c))
                if r > 0 and not across[r][c] and not seen[r - 1][c]:
                    seen[r - 1][c] = True
                    stack.append((r - 1, c))
                if r + 1 < n_rows and not across[r + 1][c] and not seen[r + 1][c]:
                    seen[r + 1][c] = True
                    stack.append((r + 1, c))
                if c > 0 and not down[c][r] and not seen[r][c - 1]:
                    seen[r][c - 1] = True
                    stack.append((r, c - 1))
                if c + 1 < n_cols and not down[c + 1][r] and not seen[r][c + 1]:
                    seen[r][c + 1] = True
                    stack.append((r, c + 1))
            regions.append(region)
    return regions


def _rectangles(region: Sequence[tuple[int, int]]) -> list[tuple[int, int, int, int]]:
    """The region as rectangles (row, col, rowspan, colspan), widest first from the top left; one when it is one."""
    if len(region) == 1:
        return [(*region[0], 1, 1)]
    (row, col), (last_row, last_col) = min(region), max(region)
    high, wide = last_row - row + 1, last_col - col + 1
    cols = [c for _, c in region]
    if len(region) == high * wide and min(cols) == col and max(cols) == last_col:
        return [(row, col, high, wide)]
    left = set(region)
    out: list[tuple[int, int, int, int]] = []
    while left:
        row, col = min(left)
        wide = 1
        while (row, col + wide) in left:
            wide += 1
        high = 1
        while all((row + high, c) in left for c in range(col, col + wide)):
            high += 1
        out.append((row, col, high, wide))
        left.difference_update((r, c) for r in range(row, row + high) for c in range(col, col + wide))
    return out
