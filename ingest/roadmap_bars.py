"""工程表: bars, arrows and texts over fiscal-year columns → steps with their first and last year."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import pairwise

from corpus.pages import Box, Cell, Evidence, Line, Page, Shape, Table, union
from ingest.policy_columns import is_office_header
from ingest.table_bands import is_amount
from ingest.table_edges import is_white
from ingest.table_text import begins_item, cell_text, fragments_in, glue, printed, rows_of
from ingest.years import find_years

REACH = 0.3
"""A bar covers a year's column when it takes up this share of it."""
HEADER_DEPTH = 4
"""Year columns are named in one of the first rows."""
_TOUCH = 1.0
"""Words nearer than this (points) to one another are one run."""
_OVER = 3.0
"""Words that end so far beyond their cell (points) stand on a bar over the next one."""
_ARROW = re.compile(r"[→⇒➡➔＞>\-－―ー=＝~～\s]*[→⇒➡➔＞>]")
_NOTE = re.compile(r"\n?\([^()]*\)$")
_NO_MORE = re.compile(r"(?:[()~/\s]|年度?|以降|以後|予定|計画)*")


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to be done, from fiscal year to fiscal year (Western, both included).

    `labels` are the texts of the row's cells left of the years, outermost first; `row` is the last of them.
    """

    text: str
    start_fy: int
    end_fy: int
    labels: tuple[str, ...]
    table: int
    evidence: Evidence

    @property
    def row(self) -> str:
        """What the step is for, as the row names it."""
        return self.labels[-1] if self.labels else ""


@dataclass(frozen=True, slots=True)
class _YearColumn:
    first: int
    last: int
    col: int


def find_steps(pages: Sequence[Page], tables: Sequence[Table]) -> list[Step]:
    """Steps of every table whose columns are successive fiscal years, in reading order.

    Read from shapes (rectangles, arrows, polygons) and horizontal lines drawn over the columns, from merged cells and
    from texts in single cells. Tables of figures by year are not roadmaps. `Step.table` is the index in `tables`.
    """
    by_number = {page.number: page for page in pages}
    steps: list[Step] = []
    for index, table in enumerate(tables):
        columns, depth = _year_columns(table)
        if columns and not _is_statistics(table, columns, depth):
            for number in table.pages:
                if number in by_number:
                    steps += _steps_on(by_number[number], table, index, columns, depth)
    return steps


def _year_columns(table: Table) -> tuple[list[_YearColumn], int]:
    """Columns headed by successive years and the number of rows above the body; nothing when there are none."""
    for row in range(min(HEADER_DEPTH, table.n_rows)):
        found: list[_YearColumn] = []
        around: int | None = None
        for cell in sorted((c for c in table.cells if c.row == row), key=lambda c: c.col):
            span = _years(cell.text, around)
            if span is not None and cell.colspan == 1:
                found.append(_YearColumn(span[0], span[1], cell.col))
                around = span[1]
        if len(found) >= 2 and all(a.last + 1 == b.first for a, b in pairwise(found)):
            depth = max(
                (c.row + c.rowspan for c in table.cells if c.row <= row and c.rowspan <= HEADER_DEPTH), default=1
            )
            return found, max(depth if depth < table.n_rows else row + 1, row + 1)
    return [], 0


def _years(text: str, around: int | None) -> tuple[int, int] | None:
    """First and last year of a cell that names years and nothing else (令和6年度(2024年度), R7, 2027年度以降)."""
    text = text.replace("\n", "")
    if re.fullmatch(r"(?:19|20)\d\d", text):
        return int(text), int(text)
    mentions = [m for m in find_years(text, around) if m.year is not None]
    rest = text
    for mention in reversed(mentions):
        rest = rest[: mention.start] + rest[mention.end :]
    if not mentions or not _NO_MORE.fullmatch(rest):
        return None
    period = next((m.period for m in mentions if m.period), None)
    if period:
        return period
    years = {m.year.year for m in mentions if m.year is not None}
    return (min(years), min(years)) if len(years) == 1 else None


def _is_statistics(table: Table, columns: Sequence[_YearColumn], depth: int) -> bool:
    """Whether the columns hold figures, not things to do."""
    cols = {c.col for c in columns}
    texts = [_NOTE.sub("", c.text) for c in table.cells if c.row >= depth and c.col in cols and c.text]
    return sum(is_amount(t) or re.fullmatch(r"[○◎●△×]", t) is not None for t in texts) > 0.4 * len(texts)


def _steps_on(page: Page, table: Table, index: int, columns: Sequence[_YearColumn], depth: int) -> list[Step]:
    body = [c for c in table.cells if c.row >= depth and page.number in _pages(c)]
    edges = _column_edges(table, columns, page.number)
    if not body or edges is None:
        return []
    steps: list[Step] = []
    taken: list[Box] = []
    x0, x1 = edges[0][0], edges[-1][1]
    area = union([_box_on(c, page.number) for c in body])
    bars = _bars(page, (x0, area[1], x1, area[3]), body)
    for bar in _without_stripes(bars, edges, page.lines):
        years = _covered(bar, edges, columns)
        row = _row_at(body, (bar[1] + bar[3]) / 2, page.number)
        if years is None or row is None:
            continue
        box, text, quote = _words_of(page.lines, bar)
        labels = _labels(table, row, columns[0].col)
        if not text and labels:
            text = labels[-1]
        if text:
            steps.append(Step(text, *years, labels, index, Evidence(page.number, box or (bar,), quote)))
            taken.append(bar)
    in_years = [c for c in body if c.page == page.number and c.text and c.col >= columns[0].col]
    if any(_runs_on(page, cell) for cell in in_years if not any(_centre_in(cell.box, bar) for bar in taken)):
        body = []  # words over the borders stand on bars that are pictures: how far these reach is not known
    for cell in body:
        if cell.page == page.number and cell.text and not _ARROW.fullmatch(cell.text):
            step = _step_of_cell(table, cell, columns, index, taken)
            if step is not None:
                steps.append(step)
    return sorted(steps, key=lambda s: (s.evidence.boxes[0][1], s.evidence.boxes[0][0]))


def _step_of_cell(
    table: Table, cell: Cell, columns: Sequence[_YearColumn], index: int, taken: Sequence[Box]
) -> Step | None:
    """A text that stands in the columns themselves, carried on by arrows in the cells that follow."""
    by_col = {c.col: c for c in columns}
    covered = [by_col[c] for c in range(cell.col, cell.col + cell.colspan) if c in by_col]
    if not covered or len(covered) != cell.colspan or not cell.evidence:
        return None
    words = cell.evidence[0]
    if any(_centre_in(box, bar) for box in words.boxes for bar in taken):
        return None
    last = covered[-1]
    for following in sorted((c for c in table.cells if c.row == cell.row and c.col > cell.col), key=lambda c: c.col):
        if following.col not in by_col or not _ARROW.fullmatch(following.text):
            break
        last = by_col[min(following.col + following.colspan - 1, columns[-1].col)]
    text = re.sub(r"\s*[→⇒➡➔]+$", "", cell.text)
    labels = _labels(table, cell.row, columns[0].col)
    return Step(text, covered[0].first, last.last, labels, index, words)


def _runs_on(page: Page, cell: Cell) -> bool:
    """Whether words of the cell reach over its border, or go on beyond it without a gap."""
    x0, _, x1, _ = cell.box
    if any(box[2] > x1 + _OVER for evidence in cell.evidence[:1] for box in evidence.boxes):
        return True
    for left, top, right, bottom in (box for evidence in cell.evidence[:1] for box in evidence.boxes):
        for line in page.lines:
            middle = (line.box[0] + line.box[2]) / 2
            level = abs(line.box[1] + line.box[3] - top - bottom) < 0.6 * (bottom - top)
            touches = abs(line.box[0] - right) < _TOUCH or abs(line.box[2] - left) < _TOUCH
            if level and touches and not x0 <= middle <= x1:
                return True
    return False


def _bars(page: Page, area: Box, body: Sequence[Cell]) -> list[Box]:
    """Drawn areas on the year columns that are no cell, no ground of rows and no frame; then arrows drawn as lines.

    A picture with words on it, no higher than a row, is a bar, too.
    """
    bars: list[Box] = []
    for shape in page.shapes:
        box = shape.box
        if not _centre_in(box, area) or not _could_be_bar(shape, body, page.number) or _unseen(shape, page.shapes):
            continue
        if not any(_same(box, other) for other in bars):
            bars.append(box)
    bars += _pictured(page, area, body, bars)
    bars = [b for b in bars if not any(o is not b and _inside(b, o) for o in bars)]
    for ruling in page.rulings:
        box = (ruling.x0, ruling.top - 1, ruling.x1, ruling.bottom + 1)
        if ruling.x1 - ruling.x0 > 20 and ruling.bottom - ruling.top < 1 and _centre_in(box, area):
            y = ruling.top
            on_border = any(min(abs(y - c.box[1]), abs(y - c.box[3])) < 4 for c in body)
            if not on_border and _headed(page.shapes, box) and not any(_centre_in(box, b) for b in bars):
                bars.append(box)
    return bars


def _pictured(page: Page, area: Box, body: Sequence[Cell], bars: Sequence[Box]) -> list[Box]:
    """Pictures with words on them that are no higher than a row."""
    heights = [box[3] - box[1] for c in body if c.rowspan == 1 for box in [_box_on(c, page.number)]]
    highest = max(heights, default=0.0) + 2
    flat = [b for b in page.images if _centre_in(b, area) and b[2] - b[0] >= 12 and 3 <= b[3] - b[1] <= highest]
    return [b for b in flat if _words_of(page.lines, b)[1] and not any(_same(b, other) for other in bars)]


def _without_stripes(bars: Sequence[Box], edges: Sequence[tuple[float, float]], lines: Sequence[Line]) -> Iterator[Box]:
    """The bars but for stripes that shade a row: the same in every year's column, and without words in some."""
    for bar in bars:
        level = [b for b in bars if abs(b[1] - bar[1]) < _TOUCH and abs(b[3] - bar[3]) < _TOUCH]
        insets = [b[0] - left for b, (left, _) in zip(sorted(level), edges, strict=False)]
        alike = len(level) == len(edges) and max(insets) - min(insets) < 2 * _TOUCH
        if not alike or all(_words_of(lines, b)[1] for b in level):
            yield bar


def _could_be_bar(shape: Shape, body: Sequence[Cell], page: int) -> bool:
    x0, top, x1, bottom = shape.box
    if x1 - x0 < 12 or bottom - top < 3 or (shape.stroke is None and is_white(shape.fill)):
        return False
    middle = (top + bottom) / 2
    heights = [b[3] - b[1] for c in body if (b := _box_on(c, page))[1] <= middle <= b[3]]
    if not heights or bottom - top > max(heights) + 2:
        return False
    if not shape.rectangular:
        return True
    cells = [_box_on(c, page) for c in body]
    return not any(_same(shape.box, cell, 3.0) for cell in cells) and not _is_ground(shape.box, cells)


def _unseen(shape: Shape, shapes: Sequence[Shape]) -> bool:
    """Whether a fill lies in a larger one of its colour, as the shading of a line does in that of its cell."""
    around = (o for o in shapes if o.fill == shape.fill and o.rectangular and not _same(o.box, shape.box))
    return shape.stroke is None and any(_inside(shape.box, other.box) for other in around)


def _is_ground(box: Box, cells: Sequence[Box]) -> bool:
    """Whether a fill reaches from border to border of the cells it covers, as shading does."""
    rows = [c for c in cells if abs(c[1] - box[1]) < 2.5 and abs(c[3] - box[3]) < 2.5]
    return bool(rows) and any(abs(c[0] - box[0]) < 2.5 for c in rows) and any(abs(c[2] - box[2]) < 2.5 for c in rows)


def _headed(shapes: Sequence[Shape], line: Box) -> bool:
    """Whether a small drawn point (an arrowhead) stands at the end of a line."""
    return any(
        not s.rectangular and s.box[2] - s.box[0] < 15 and abs((s.box[0] + s.box[2]) / 2 - line[2]) < 8
        and s.box[1] - 3 <= line[1] + 1 <= s.box[3] + 3
        for s in shapes
    )  # fmt: skip


def _covered(bar: Box, edges: Sequence[tuple[float, float]], columns: Sequence[_YearColumn]) -> tuple[int, int] | None:
    """First and last fiscal year under a bar."""
    hit = [
        column
        for (left, right), column in zip(edges, columns, strict=True)
        if min(bar[2], right) - max(bar[0], left) >= REACH * min(right - left, bar[2] - bar[0])
    ]
    return (hit[0].first, hit[-1].last) if hit else None


def _words_of(lines: Sequence[Line], bar: Box) -> tuple[tuple[Box, ...], str, str]:
    """Boxes, text and printed words inside a bar."""
    fragments = fragments_in(bar, lines)
    if not fragments:
        return (), "", ""
    rows = cell_text(fragments, bar).split("\n")
    text = reduce(lambda a, b: f"{a}\n{b}" if begins_item(b) else glue(a, b), rows)
    return tuple(f.box for f in fragments), text, printed(rows_of(fragments))


def _labels(table: Table, row: int, first_year: int) -> tuple[str, ...]:
    offices = {c.col for c in table.cells if c.row < row and is_office_header(c.text)}
    left = [c for c in table.cells if c.row <= row < c.row + c.rowspan and c.col < first_year and c.text]
    left = [c for c in left if c.col not in offices] or left
    return tuple(c.text.replace("\n", "") for c in sorted(left, key=lambda c: c.col))


def _column_edges(table: Table, columns: Sequence[_YearColumn], page: int) -> list[tuple[float, float]] | None:
    """Left and right of each year column on a page, from any cell of that column alone."""
    at: Mapping[int, Box] = {c.col: _box_on(c, page) for c in table.cells if c.colspan == 1 and page in _pages(c)}
    if any(c.col not in at for c in columns):
        at = {c.col: c.box for c in reversed(table.cells) if c.colspan == 1}
    if any(c.col not in at for c in columns):
        return None
    return [(at[c.col][0], at[c.col][2]) for c in columns]


def _row_at(body: Sequence[Cell], y: float, page: int) -> int | None:
    rows = [c.row for c in body if c.rowspan == 1 and (b := _box_on(c, page))[1] <= y <= b[3]]
    return min(rows) if rows else None


def _pages(cell: Cell) -> set[int]:
    return {cell.page, *(e.page for e in cell.evidence)}


def _box_on(cell: Cell, page: int) -> Box:
    if cell.page == page:
        return cell.box
    return union(next(e.boxes for e in cell.evidence if e.page == page))


def _centre_in(box: Box, area: Box) -> bool:
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return area[0] <= x <= area[2] and area[1] <= y <= area[3]


def _same(a: Box, b: Box, slack: float = 1.5) -> bool:
    return all(abs(x - y) <= slack for x, y in zip(a, b, strict=True))


def _inside(inner: Box, outer: Box) -> bool:
    return (
        outer[0] - 1 <= inner[0] and inner[2] <= outer[2] + 1 and outer[1] - 1 <= inner[1] and inner[3] <= outer[3] + 1
    )
