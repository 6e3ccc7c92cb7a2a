"""Tables ruled or shaded across only: rows by lines and bands of one width, columns by the white between the words."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from corpus.pages import Box, Line, Page, overlap
from ingest.furniture import is_contents_line
from ingest.table_edges import is_band
from ingest.table_grid import Grid, GridCell, clustered

FEWEST_ROWS = 4
"""Fewer rows than this may as well be ruled text."""
LOWEST, HIGHEST = 8.0, 60.0
"""Rows are at least and at most this high (points)."""
NARROWEST = 120.0
"""Rows are at least this wide (points)."""
SAME = 3.0
"""Ends of lines and bands that agree to this many points end together."""
WORD_GAP = 0.8
"""A gap of this many em inside a line parts two words."""
SIDE_GAP = 0.3
"""At the side of the rows, so much does: a remark stands beside them."""
COLUMN_GAP = 0.5
"""White of this many em through all rows parts two columns."""
FILLED = 0.8
"""At least this share of the places holds words."""
LONGEST = 30
"""Words of more characters than this are running text."""

_Extent = tuple[float, float]
"""Where a word begins and ends along x."""
Word = tuple[float, float, int]
"""The same and the number of its characters."""


def open_grids(page: Page, taken: Sequence[Box]) -> list[Grid]:
    """Grids of tables whose columns are not drawn, outside the boxes `taken` (points), from the top of the page.

    All rows hold their words in the same columns, nearly every place is filled, and nothing vertical is drawn.
    """
    grids: list[Grid] = []
    for levels in _levels(page):
        for x0, x1, ys in _stacks(levels):
            box = (x0, ys[0], x1, ys[-1])
            if any(overlap(box, other) for other in [*taken, *(g.box for g in grids)]) or _divided(page, box):
                continue
            xs = _columns(page.lines, box, ys)
            if xs:
                edges = [x0, *xs, x1]
                grids.append(_grid(edges, _with_open_ends(page.lines, edges, ys)))
    return sorted(grids, key=lambda g: (g.ys[0], g.xs[0]))


def _levels(page: Page) -> list[tuple[float, float, list[float]]]:
    """Heights at which something of one width begins, ends or is ruled: (x0, x1, heights from the top)."""
    spans = [(r.x0, r.x1, r.top) for r in page.rulings if r.top == r.bottom and r.x1 - r.x0 >= NARROWEST]
    spans += [
        (s.box[0], s.box[2], y)
        for s in page.shapes
        if s.box[2] - s.box[0] >= NARROWEST
        and (is_band(s) or (s.rectangular and s.fill is None and s.stroke is not None))
        for y in (s.box[1], s.box[3])
    ]
    out: list[tuple[float, float, list[float]]] = []
    for x0, x1, y in sorted(spans):
        same = next((level for level in out if abs(level[0] - x0) <= SAME and abs(level[1] - x1) <= SAME), None)
        if same is None:
            out.append((x0, x1, [y]))
        else:
            same[2].append(y)
    return out


def _stacks(levels: tuple[float, float, list[float]]) -> list[tuple[float, float, list[float]]]:
    """Runs of heights whose steps are those of rows."""
    x0, x1, heights = levels
    runs: list[list[float]] = []
    for y in sorted(heights):
        if runs and y - runs[-1][-1] <= SAME:
            continue
        if runs and y - runs[-1][-1] <= HIGHEST:
            runs[-1].append(y)
        else:
            runs.append([y])
    return [
        (x0, x1, run)
        for run in runs
        if len(run) > FEWEST_ROWS and min(b - a for a, b in pairwise(run)) >= LOWEST and _even(run)
    ]


def _even(run: Sequence[float]) -> bool:
    """Whether most rows are of one height."""
    steps = [b - a for a, b in pairwise(run)]
    usual = median(steps)
    return sum(abs(step - usual) <= 0.15 * usual for step in steps) >= 0.7 * len(steps)


def _divided(page: Page, box: Box) -> bool:
    """Whether something drawn stands upright inside the box: then its columns are drawn, or it is a chart.

    One line from top to bottom is the axis of bars drawn in the cells.
    """
    inside = [r for r in page.rulings if r.x0 == r.x1 and box[0] + SAME < r.x0 < box[2] - SAME]
    inside = [r for r in inside if min(r.bottom, box[3]) - max(r.top, box[1]) > LOWEST]
    whole = all(r.top <= box[1] + SAME and r.bottom >= box[3] - SAME for r in inside)
    return not whole or len(clustered([r.x0 for r in inside])) > 1


def _columns(lines: Sequence[Line], box: Box, ys: Sequence[float]) -> list[float]:
    """Places between the columns, or nothing where the rows do not share them."""
    rows: list[list[_Extent]] = [[] for _ in range(len(ys) - 1)]
    size = 0.0
    for line in lines:
        middle = (line.box[1] + line.box[3]) / 2
        if not box[1] < middle < box[3] or line.box[2] < box[0] or line.box[0] > box[2]:
            continue
        if line.vertical or is_contents_line(line.text) or line.text.rstrip().endswith("。"):
            return []
        words = [word for word in words_of(line, box[2]) if word[0] < box[2]]
        if any(count > LONGEST for _, _, count in words):
            return []
        size = max(size, line.size)
        row = next(i for i in range(len(rows)) if middle < ys[i + 1])
        rows[row] += [(a, b) for a, b, _ in words]
    if not size:
        return []
    columns: list[_Extent] = []
    for a, b in sorted(word for row in rows if len(row) > 1 for word in row):
        if columns and a - columns[-1][1] < COLUMN_GAP * size:
            columns[-1] = (columns[-1][0], max(columns[-1][1], b))
        else:
            columns.append((a, b))
    if len(columns) < 2 or columns[0][0] < box[0] - SAME or columns[-1][1] > box[2] + SAME:
        return []
    held = [[any(x0 <= (a + b) / 2 <= x1 for a, b in row) for x0, x1 in columns] for row in rows]
    labelled = sum(row[0] for row in held[1:]) == len(held) - 1
    places = sum(map(sum, held))
    if not labelled or places < FILLED * len(rows) * len(columns) or any(sum(row) < 2 for row in held):
        return []
    return [(a[1] + b[0]) / 2 for a, b in pairwise(columns)]


def _with_open_ends(lines: Sequence[Line], xs: Sequence[float], ys: Sequence[float]) -> list[float]:
    """The heights with those of a row above the first line (the heads) and below the last one that fill the columns."""
    step = median(b - a for a, b in pairwise(ys))
    out = list(ys)
    for top, bottom, at in ((ys[0] - 1.3 * step, ys[0], 0), (ys[-1], ys[-1] + step, len(out) + 1)):
        row = [n for n in lines if top <= n.box[1] + SAME and n.box[3] <= bottom + SAME and xs[0] - SAME <= n.box[0]]
        words = [(a, b) for n in row if n.box[2] <= xs[-1] + SAME for a, b, _ in words_of(n)]
        held = [sum(x0 <= (a + b) / 2 <= x1 for a, b in words) for x0, x1 in pairwise(xs)]
        inside = all(any(x0 <= a + SAME and b <= x1 + SAME for x0, x1 in pairwise(xs)) for a, b in words)
        if inside and max(held) == 1 and sum(held) >= max(2, len(held) - 1):
            out.insert(at, min(n.box[1] for n in row) if at == 0 else bottom)
    return out


def words_of(line: Line, side: float = 0.0, gap: float = WORD_GAP) -> list[Word]:
    """Words of a line parted by gaps of so many em, or by a small one at `side`."""
    words: list[Word] = []
    size = line.size
    start, end, count = 0.0, 0.0, 0
    for char, a, b in zip(line.text, line.spans[::2], line.spans[1::2], strict=True):
        if char.isspace():
            continue
        white = a - end
        if count and white < gap * size and not (white > SIDE_GAP * size and end <= side <= a):
            count += 1
        else:
            if count:
                words.append((start, end, count))
            start, count = a, 1
        end = b
    return [*words, (start, end, count)] if count else words


def _grid(xs: Sequence[float], ys: Sequence[float]) -> Grid:
    cells = tuple(
        GridCell(r, c, 1, 1, (xs[c], ys[r], xs[c + 1], ys[r + 1]))
        for r in range(len(ys) - 1)
        for c in range(len(xs) - 1)
    )
    return Grid(tuple(xs), tuple(ys), cells, 0.0, 0.5)
