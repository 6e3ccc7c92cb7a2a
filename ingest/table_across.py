"""Tables ruled across only: rows between level lines of one width, columns by their heads and the white below these.

Unlike the stacks of `table_open` the rows may be of any height and hold running text, merged cells (where a line stops
short of a column) and heads over several columns (where a line runs under these columns alone).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from corpus.pages import Box, Line, Page, overlap
from corpus.text import squeeze
from ingest.furniture import is_contents_line
from ingest.table_edges import Edge, Edges
from ingest.table_grid import Grid, grid_of
from ingest.table_open import Word, words_of

NARROWEST = 120.0
"""Rows are at least this wide (points)."""
SAME = 3.0
"""Lines whose ends agree to this many points are of one width."""
FEWEST_ROWS = 3
"""Fewer rows than this are text with lines between; at the head of a page they may be the rest of a table."""
HIGHEST = 0.4
"""A row is lower than this share of the page."""
STACKED = 4
"""Words of a narrow column stand letter below letter; more letters are vertical writing."""
TIGHT = 2.2
"""Lines of a cell with the white around them are no higher than so many em each."""
WIDEST = 0.75
"""Words over more of the width than this are a paragraph."""
WORD_GAP = 0.4
"""So much (em) parts two words of a line."""
STRIP = 0.5
"""White of this many em parts two columns."""
CROSSED = 0.15
"""In up to this share of the rows words may cross the white: heads and sums of several columns."""
HELD = 0.5
"""At least this share of the places holds words."""
LABELLED = 0.6
"""So many of the rows begin with words."""
LONGEST_HEAD = 20
"""Heads have no more characters in a line."""
FOOT = 0.8
"""Below this share of the page a row may be cut off by its end."""


@dataclass(frozen=True, slots=True)
class _Band:
    """What stands between two lines of full width: the middle and the words of each printed line, the largest type."""

    top: float
    bottom: float
    lines: tuple[tuple[float, tuple[Word, ...]], ...]
    size: float
    text: str

    @property
    def words(self) -> list[tuple[float, float]]:
        """Where words stand along x, those of several printed lines together."""
        out: list[tuple[float, float]] = []
        for a, b in sorted((word[0], word[1]) for _, line in self.lines for word in line):
            if out and a <= out[-1][1]:
                out[-1] = (out[-1][0], max(out[-1][1], b))
            else:
                out.append((a, b))
        return out


def grids_across(page: Page, edges: Edges, taken: Sequence[Box]) -> list[Grid]:
    """Grids of tables without upright lines, outside the boxes `taken` (points), from the top of the page.

    A row that the end of the page cuts has no line below it; then the bottom of its grid is not drawn.
    """
    grids: list[Grid] = []
    free = [e for e in edges.horizontal if not any(_runs_through(e, box) for box in taken)]
    for x0, x1, levels in _widths(free):
        for run in _runs(page, x0, x1, levels):
            box = (x0, run[0].top, x1, run[-1].bottom)
            if any(overlap(box, other) for other in [*taken, *(g.box for g in grids)]) or _divided(edges, box):
                continue
            inside = [e for e in edges.horizontal if box[1] - SAME <= e.at <= box[3] + SAME]
            xs = _columns(run, x0, x1, [e for e in inside if x0 - SAME <= e.start and e.end <= x1 + SAME])
            cut = _cut_row(page, run[-1], x0, x1, xs) if xs and levels[-1] <= run[-1].bottom + SAME else None
            bands = [*run, cut] if cut else run
            grid = grid_of(_ruled(bands, edges.horizontal, [x0, *xs, x1])) if xs else None
            if grid is not None:
                grids.append(grid)
    return sorted(grids, key=lambda g: (g.ys[0], g.xs[0]))


def _runs_through(edge: Edge, box: Box) -> bool:
    return box[1] - SAME <= edge.at <= box[3] + SAME and edge.start < box[2] and edge.end > box[0]


def _widths(horizontal: Sequence[Edge]) -> list[tuple[float, float, list[float]]]:
    """Lines by their width: (x0, x1, heights from the top)."""
    out: list[tuple[float, float, list[float]]] = []
    for edge in sorted(horizontal, key=lambda e: e.start - e.end):
        if edge.end - edge.start < NARROWEST:
            continue
        same = next((w for w in out if abs(w[0] - edge.start) <= SAME and abs(w[1] - edge.end) <= SAME), None)
        if same is None:
            out.append((edge.start, edge.end, [edge.at]))
        else:
            same[2].append(edge.at)
    return [(x0, x1, sorted(levels)) for x0, x1, levels in out if len(levels) > 2]


def _runs(page: Page, x0: float, x1: float, levels: Sequence[float]) -> Iterator[list[_Band]]:
    """Successive rows that hold words side by side; a paragraph or a caption between two lines ends a run.

    Below the heads words may stand alone between tight lines: the rest of a row from the page before.
    """
    run: list[_Band] = []
    for top, bottom in pairwise(levels):
        band = _band(page, x0, x1, top, bottom) if bottom - top < HIGHEST * page.height else None
        rest = len(run) == 1 and band is not None and bottom - top < TIGHT * len(band.lines) * band.size
        if band is not None and (rest or _is_row(band, x1 - x0)):
            run.append(band)
            continue
        if len(run) > 1:
            yield run
        run = []
    if len(run) > 1:
        yield run


def _band(page: Page, x0: float, x1: float, top: float, bottom: float) -> _Band | None:
    """The words between two heights; None where nothing stands there, or something that is no row."""
    inside = [
        line
        for line in page.lines
        if top < (line.box[1] + line.box[3]) / 2 < bottom and line.box[0] < x1 and line.box[2] > x0
    ]
    if not inside or any(is_contents_line(line.text) for line in inside):
        return None
    if any(line.vertical and len(line.text) > STACKED for line in inside):
        return None
    if any(line.box[0] < x0 - SAME or line.box[2] > x1 + SAME for line in inside):
        return None
    return _band_of(top, bottom, inside)


def _band_of(top: float, bottom: float, lines: Sequence[Line]) -> _Band:
    text = "".join([line.text for line in lines])
    return _Band(top, bottom, tuple(map(_printed, lines)), max(line.size for line in lines), text)


def _printed(line: Line) -> tuple[float, tuple[Word, ...]]:
    if line.vertical:
        return (line.box[1] + line.box[3]) / 2, ((line.box[0], line.box[2], 1),)
    return (line.box[1] + line.box[3]) / 2, tuple(words_of(line, gap=WORD_GAP))


def _is_row(band: _Band, width: float) -> bool:
    """Whether words stand side by side, and none of them fills the width as a paragraph does."""
    words = band.words
    return len(words) > 1 and max(b - a for a, b in words) < WIDEST * width


def _columns(run: Sequence[_Band], x0: float, x1: float, level: Sequence[Edge]) -> list[float]:
    """Places between the columns: where the rows are white between two heads, its middle or where lines stop."""
    rows = [band.words for band in run]
    white = _white(rows[1:], STRIP * max(band.size for band in run), int(CROSSED * len(rows)))
    stops = [x for e in level for x in (e.start, e.end)]
    heads = _lowest_heads(run[0], level)
    xs: list[float] = []
    for left, right in pairwise(heads):
        middle, end = (left[0] + left[1]) / 2, (right[0] + right[1]) / 2
        between = [(max(a, middle), min(b, end)) for a, b in white if a < end and b > middle]
        if not between:
            return []
        a, b = max(between, key=lambda gap: gap[1] - gap[0])
        a, b = (max(a, left[1]), min(b, right[0])) if max(a, left[1]) < min(b, right[0]) else (a, b)
        xs.append(next((x for x in stops if a <= x <= b), (a + b) / 2))
    edges = [x0, *xs, x1]
    held = [[any(left <= (a + b) / 2 < right for a, b in row) for left, right in pairwise(edges)] for row in rows[1:]]
    return xs if xs and _is_filled(held) and _are_heads(run[0]) else []


def _lowest_heads(band: _Band, level: Sequence[Edge]) -> list[tuple[float, float]]:
    """Where the heads stand from left to right, without those over a line that parts them from heads of their own."""
    inner = [e for e in level if band.top + SAME < e.at < band.bottom - SAME]
    words = sorted(
        (a, b)
        for middle, line in band.lines
        for a, b, _ in line
        if not any(middle < e.at and e.start - SAME <= a and b <= e.end + SAME for e in inner)
    )
    out: list[tuple[float, float]] = []
    for a, b in words:
        if out and a < out[-1][1]:
            out[-1] = (out[-1][0], max(out[-1][1], b))
        else:
            out.append((a, b))
    return out


def _is_filled(held: Sequence[Sequence[bool]]) -> bool:
    """Whether most rows begin with words, and half of all places hold some."""
    return sum(row[0] for row in held) >= LABELLED * len(held) and sum(map(sum, held)) >= HELD * len(held) * len(
        held[0]
    )


def _are_heads(band: _Band) -> bool:
    """Whether a row holds short words, not figures or single letters."""
    lengths = [count for _, line in band.lines for _, _, count in line]
    letters = sum(map(str.isalpha, band.text)) > 0.5 * len(squeeze(band.text))
    return 1 < max(lengths) <= LONGEST_HEAD and letters


def _white(rows: Sequence[Sequence[tuple[float, float]]], least: float, crossed: int) -> list[tuple[float, float]]:
    """Stretches along x of `least` width and more that words cover in no more than `crossed` rows, between words."""
    steps = sorted([(a, 1) for row in rows for a, _ in row] + [(b, -1) for row in rows for _, b in row])
    first, last = steps[0][0], steps[-1][0]
    out: list[tuple[float, float]] = []
    depth, start = 0, first
    for x, step in steps:
        before, depth = depth, depth + step
        if before <= crossed < depth:
            if x - start >= least and start > first:
                out.append((start, x))
        elif depth <= crossed < before and x < last:
            start = x
    return out


def _cut_row(page: Page, last: _Band, x0: float, x1: float, xs: Sequence[float]) -> _Band | None:
    """The row below the last line whose end stands on the next page: words in its columns down to the page's foot."""
    below = [line for line in page.lines if line.box[1] >= last.bottom - SAME and line.box[0] < x1 and line.box[2] > x0]
    held: list[Line] = []
    foot = last.bottom
    for line in sorted(below, key=lambda line: line.box[1]):
        words = words_of(line, gap=WORD_GAP)
        if line.box[1] - foot > 1.5 * line.size or any(a < x < b for x in xs for a, b, _ in words):
            break
        held.append(line)
        foot = max(foot, line.box[3])
    if foot < FOOT * page.height:
        return None
    row = _band_of(last.bottom, foot + 1, held) if held else None
    return row if row is not None and _is_row(row, x1 - x0) else None


def _ruled(bands: Sequence[_Band], horizontal: Sequence[Edge], xs: Sequence[float]) -> Edges:
    """The drawn lines of the rows, and upright ones in the white that no words of their row cross."""
    top, bottom = bands[0].top - SAME, bands[-1].bottom + SAME
    level = [
        Edge(e.at, max(e.start, xs[0]), min(e.end, xs[-1]))
        for e in horizontal
        if top <= e.at <= bottom and xs[0] - SAME <= e.start and e.end <= xs[-1] + SAME
    ]
    heights = sorted({e.at for e in level} | {bands[-1].bottom})
    upright = [Edge(x, heights[0], heights[-1]) for x in (xs[0], xs[-1])]
    printed = [line for band in bands for line in band.lines]
    for above, below in pairwise(heights):
        words = [word for middle, line in printed if above < middle < below for word in line]
        under = [e for e in level if e.at == below < bands[0].bottom - SAME]
        headed = {
            x for edge in under for x in _headed(words, [x for x in xs if edge.start - SAME <= x <= edge.end + SAME])
        }
        for x in xs[1:-1]:
            if x not in headed and not any(a < x < b for a, b, _ in words):
                upright.append(Edge(x, above, below))
    return Edges(tuple(level), tuple(upright))


def _headed(words: Sequence[Word], xs: Sequence[float]) -> list[float]:
    """Places between columns that heads of equally many columns each stand over, in the middle of theirs."""
    heads = sorted((a + b) / 2 for a, b, _ in words if xs and a >= xs[0] - SAME and b <= xs[-1] + SAME)
    columns = len(xs) - 1
    if not heads or columns <= len(heads) or columns % len(heads):
        return []
    step = columns // len(heads)
    for head, left, right in zip(heads, xs[::step], xs[step::step], strict=False):
        if abs(head - (left + right) / 2) > 0.25 * (right - left):
            return []
    return [x for i, x in enumerate(xs) if i % step]


def _divided(edges: Edges, box: Box) -> bool:
    """Whether something drawn stands upright inside the box."""
    return any(
        box[0] + SAME < e.at < box[2] - SAME and min(e.end, box[3]) - max(e.start, box[1]) > SAME
        for e in edges.vertical
    )
