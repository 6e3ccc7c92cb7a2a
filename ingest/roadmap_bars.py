"""工程表: bars, arrows and texts over fiscal-year columns → steps with their first and last year."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.pages import Box, Cell, Evidence, Line, Page, Shape, Table, union
from ingest.arrows import arrow_lines
from ingest.policy_columns import is_office_header
from ingest.roadmap_words import Words, paragraphs, runs_in, stand_apart, without_mark, words_in
from ingest.roadmap_years import REACH, YearColumn, box_on, column_edges, covered, covered_by, pages_of, year_columns
from ingest.table_bands import is_amount
from ingest.table_edges import is_white

_TOUCH = 1.0
"""Edges nearer than this (points) to one another are the same."""
_OVER = 3.0
"""Words that end so far beyond their cell (points) stand over the next one, too."""
_LIFTED = 1.5
"""Words stand no further (em) above an arrow drawn as a line."""
_LED = 3.0
"""Words from which such an arrow goes on end no further (em) before it."""
_LOW = 12.0
"""Bars lower than this (points) have their words above them, as arrows drawn as lines do."""
_ARROW = re.compile(r"[→⇒➡➔＞>\-－―ー=＝~～\s]*[→⇒➡➔＞>]")
_NOTE = re.compile(r"\n?\([^()]*\)$")
_NOTHING = re.compile(r"[-－―—ー\s]+")
_TARGET = re.compile(r"【?(?:KPI|指標|数値目標|目標値|成果指標)")
_SIGN = re.compile(r"[○◎●△×]")


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


def find_steps(pages: Sequence[Page], tables: Sequence[Table]) -> list[Step]:
    """Steps of every table whose columns are successive fiscal years, in reading order.

    Read from shapes (rectangles, arrows, polygons) and horizontal lines drawn over the columns, from merged cells and
    from texts in single cells. Tables of figures by year are not roadmaps. `Step.table` is the index in `tables`.
    """
    by_number = {page.number: page for page in pages}
    steps: list[Step] = []
    for index, table in enumerate(tables):
        columns, depth = year_columns(table)
        if columns and not _is_statistics(table, columns, depth):
            for number in table.pages:
                if number in by_number:
                    steps += _steps_on(by_number[number], table, index, columns, depth)
    return steps


def _is_statistics(table: Table, columns: Sequence[YearColumn], depth: int) -> bool:
    """Whether the columns hold figures, not things to do."""
    cols = range(columns[0].col, columns[-1].last_col + 1)
    targets = {
        r
        for c in table.cells
        if c.col < columns[0].col and _TARGET.match(c.text)
        for r in range(c.row, c.row + c.rowspan)
    }
    rows = (c for c in table.cells if c.row >= depth and c.row not in targets)
    texts = [c.text for c in rows if c.col in cols and c.text and not _NOTHING.fullmatch(c.text)]
    return sum(map(_is_figure, texts)) > 0.4 * len(texts)


def _is_figure(text: str) -> bool:
    text = _NOTE.sub("", text)
    return any(pattern.fullmatch(text) for pattern in (_SIGN, _NOTHING)) or is_amount(text)


def _steps_on(page: Page, table: Table, index: int, columns: Sequence[YearColumn], depth: int) -> list[Step]:
    body = [c for c in table.cells if c.row >= depth and page.number in pages_of(c)]
    edges = column_edges(table, columns, page.number)
    if not body or edges is None:
        return []
    steps: list[Step] = []
    taken: list[Box] = []
    top, bottom = union([box_on(c, page.number) for c in body])[1::2]
    x0, x1 = edges[0][0], edges[-1][1]
    area = (x0, top, x1, bottom)
    runs = runs_in(area, page.lines)
    bars = list(_without_stripes(_bars(page, area, body), edges, page.lines))

    def keep(words: Words | None, years: tuple[int, int] | None, place: Box) -> None:
        row = _row_at(body, (place[1] + place[3]) / 2, page.number)
        if years is None or row is None:
            return
        labels = _labels(table, row, columns[0].col)
        text = without_mark(words.text) if words else labels[-1] if labels else ""
        if text:
            evidence = Evidence(page.number, words.boxes if words else (place,), words.quote if words else "")
            steps.append(Step(text, *years, labels, index, evidence))

    bare: list[Box] = []
    for bar in bars:
        words = words_in(bar, page.lines)
        if words is None and bar[3] - bar[1] < _LOW:
            bare.append(bar)
            continue
        keep(words, covered_by(bar, edges, columns), bar)
        taken.append(bar)
    texts = paragraphs([r for r in runs if not any(_centre_in(r.box, bar) for bar in taken)])
    for line in [*bare, *_arrows(page, area)]:
        words = _above(line, texts) or _before(line, texts)
        start = min(line[0], words.box[0]) if words and _level(line, words) else line[0]
        keep(words, covered_by((start, *line[1:]), edges, columns), line)
        if words:
            taken.append(words.box)
    free = [r for r in runs if not any(_centre_in(r.box, bar) for bar in taken)]
    inside = [c for c in body if c.page == page.number and c.text and c.box[2] > x0 + _OVER and c.box[0] < x1 - _OVER]
    for cell in inside:
        held = [r for r in free if _begins_in(r, cell.box)]
        if _stands_alone(cell, held, runs, edges):
            step = _step_of_cell(table, cell, columns, edges, index)
            if step is not None:
                steps.append(step)
            continue
        for words in paragraphs(held):
            if _ARROW.fullmatch(words.text) or _is_figure(words.text) or _on_picture(page, words.box):
                continue
            keep(words, _under(words, edges, columns), words.box)
    return sorted(steps, key=lambda s: (s.evidence.boxes[0][1], s.evidence.boxes[0][0]))


def _step_of_cell(
    table: Table, cell: Cell, columns: Sequence[YearColumn], edges: Sequence[tuple[float, float]], index: int
) -> Step | None:
    """A text that stands in the columns themselves, carried on by arrows in the cells that follow."""
    if _ARROW.fullmatch(cell.text) or _is_figure(cell.text) or not cell.evidence:
        return None
    x0, _, x1, _ = cell.box
    following = [c for c in table.cells if c.row == cell.row and c.page == cell.page and c.box[0] >= x1 - _TOUCH]
    for after in sorted(following, key=lambda c: c.box[0]):
        if after.box[0] > edges[-1][1] - _TOUCH or not _ARROW.fullmatch(after.text):
            break
        x1 = after.box[2]
    years = covered(x0, x1, edges, columns)
    if years is None or x1 > edges[-1][1] + 2 * _OVER:
        return None
    text = without_mark(re.sub(r"\s*[→⇒➡➔]+$", "", cell.text))
    return Step(text, *years, _labels(table, cell.row, columns[0].col), index, cell.evidence[0])


def _stands_alone(
    cell: Cell, held: Sequence[Words], runs: Sequence[Words], edges: Sequence[tuple[float, float]]
) -> bool:
    """Whether a cell holds one text and nothing but the cell tells its years: no bar, no mark, no words from beside.

    Words in a cell of several years that stand beside one another, or at one side of it, tell their years by their
    own place.
    """
    x0, _, x1, _ = cell.box
    within = [r for r in runs if any(_reaches_into(box, cell.box) for box in r.boxes)]
    if not held or len(held) != len(within) or any(r.box[2] > x1 + _OVER for r in held):
        return False
    if len(held) > 1 and (any(r.marked for r in held) or stand_apart(held)):
        return False
    if sum(min(x1, right) - max(x0, left) > REACH * (right - left) for left, right in edges) < 2:
        return True
    beside = any(a.box[0] > b.box[2] and abs(a.box[1] - b.box[1]) < a.size for a in held for b in held)
    left, right = min(r.box[0] for r in held) - x0, x1 - max(r.box[2] for r in held)
    aside = left > 2 * held[0].size and abs(left - right) > 2 * held[0].size
    return not beside and not aside and not held[0].marked


def _reaches_into(words: Box, cell: Box) -> bool:
    level = cell[1] <= (words[1] + words[3]) / 2 < cell[3]
    return level and min(words[2], cell[2]) - max(words[0], cell[0]) > _OVER


def _under(words: Words, edges: Sequence[tuple[float, float]], columns: Sequence[YearColumn]) -> tuple[int, int] | None:
    """The years of words by their place alone: those they stand in or run over; of a mark, the year it stands in."""
    x0, _, x1, _ = words.box
    return covered(x0, x0 + words.size if words.marked else x1, edges, columns)


def _begins_in(words: Words, box: Box) -> bool:
    x, y = words.boxes[0][0] + words.size / 2, (words.boxes[0][1] + words.boxes[0][3]) / 2
    return box[0] <= x < box[2] and box[1] <= y < box[3]


def _on_picture(page: Page, words: Box) -> bool:
    """Whether words stand on a picture: how far it reaches as a bar is not known."""
    return any(b[0] < words[2] and words[0] < b[2] and b[1] < words[3] and words[1] < b[3] for b in page.images)


def _arrows(page: Page, area: Box) -> list[Box]:
    """Arrows drawn as lines over the year columns."""
    boxes = ((r.x0, r.top, r.x1, r.bottom) for r in arrow_lines(page))
    return [b for b in boxes if _centre_in(b, area)]


def _above(line: Box, words: Sequence[Words]) -> Words | None:
    """The words that stand on an arrow drawn as a line."""
    on = [
        w
        for w in words
        if -0.6 * w.size < line[1] - w.box[3] < _LIFTED * w.size
        and line[0] - 2 <= (w.box[0] + w.box[2]) / 2 <= line[2] + 2
        and not w.marked
    ]
    nearest = max((w.box[3] for w in on), default=0.0)
    on = [w for w in on if nearest - w.box[3] < 0.5 * w.size]
    return on[0] if len(on) == 1 else None


def _before(line: Box, words: Sequence[Words]) -> Words | None:
    """The words from which an arrow drawn as a line goes on."""
    on = [w for w in words if _level(line, w) and -_OVER < line[0] - w.box[2] < _LED * w.size and not w.marked]
    return on[0] if len(on) == 1 else None


def _level(line: Box, words: Words) -> bool:
    return abs(line[1] + line[3] - words.box[1] - words.box[3]) < 1.2 * words.size


def _bars(page: Page, area: Box, body: Sequence[Cell]) -> list[Box]:
    """Drawn areas on the year columns that are no cell, no ground of rows and no frame.

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
    grounds = [b for b in bars if b[2] - b[0] > area[2] - area[0] - 2 * _OVER and any(_within(o, b) for o in bars)]
    bars = [b for b in bars if b not in grounds]
    return [b for b in bars if not any(o is not b and _inside(b, o) for o in bars)]


def _pictured(page: Page, area: Box, body: Sequence[Cell], bars: Sequence[Box]) -> list[Box]:
    """Pictures with words on them that are no higher than a row."""
    heights = [box[3] - box[1] for c in body if c.rowspan == 1 for box in [box_on(c, page.number)]]
    highest = max(heights, default=0.0) + 2
    flat = [b for b in page.images if _centre_in(b, area) and b[2] - b[0] >= 12 and 3 <= b[3] - b[1] <= highest]
    return [b for b in flat if words_in(b, page.lines) and not any(_same(b, other) for other in bars)]


def _without_stripes(bars: Sequence[Box], edges: Sequence[tuple[float, float]], lines: Sequence[Line]) -> Iterator[Box]:
    """The bars but for what shades a row: the same in every year's column, and filling it or without words in some."""
    for bar in bars:
        level = sorted(b for b in bars if abs(b[1] - bar[1]) < _TOUCH and abs(b[3] - bar[3]) < _TOUCH)
        if len(level) == len(edges):
            insets = [(b[0] - left, right - b[2]) for b, (left, right) in zip(level, edges, strict=True)]
            alike = max(left for left, _ in insets) - min(left for left, _ in insets) < 2 * _TOUCH
            filling = all(abs(inset) < _OVER for pair in insets for inset in pair)
            if filling or (alike and not all(words_in(b, lines) for b in level)):
                continue
        yield bar


def _could_be_bar(shape: Shape, body: Sequence[Cell], page: int) -> bool:
    x0, top, x1, bottom = shape.box
    if x1 - x0 < 12 or bottom - top < 3 or (shape.stroke is None and is_white(shape.fill)):
        return False
    middle = (top + bottom) / 2
    heights = [b[3] - b[1] for c in body if (b := box_on(c, page))[1] <= middle <= b[3]]
    if not heights or bottom - top > max(heights) + 2:
        return False
    if not shape.rectangular:
        return True
    cells = [box_on(c, page) for c in body]
    return not any(_same(shape.box, cell, 3.0) for cell in cells) and not _is_ground(shape.box, cells)


def _unseen(shape: Shape, shapes: Sequence[Shape]) -> bool:
    """Whether a fill lies in a larger one of its colour, as the shading of a line does in that of its cell."""
    around = (o for o in shapes if o.fill == shape.fill and o.rectangular and not _same(o.box, shape.box))
    return shape.stroke is None and any(_inside(shape.box, other.box) for other in around)


def _is_ground(box: Box, cells: Sequence[Box]) -> bool:
    """Whether a fill reaches from border to border of the cells it covers, as shading does."""
    rows = [c for c in cells if abs(c[1] - box[1]) < 2.5 and abs(c[3] - box[3]) < 2.5]
    return bool(rows) and any(abs(c[0] - box[0]) < 2.5 for c in rows) and any(abs(c[2] - box[2]) < 2.5 for c in rows)


def _labels(table: Table, row: int, first_year: int) -> tuple[str, ...]:
    offices = {c.col for c in table.cells if c.row < row and is_office_header(c.text)}
    left = [c for c in table.cells if c.row <= row < c.row + c.rowspan and c.col < first_year and c.text]
    left = [c for c in left if c.col not in offices] or left
    return tuple(c.text.replace("\n", "") for c in sorted(left, key=lambda c: c.col))


def _row_at(body: Sequence[Cell], y: float, page: int) -> int | None:
    """The row at a height: the last of those in which the cells there begin."""
    return max((c.row for c in body if (b := box_on(c, page))[1] <= y <= b[3]), default=None)


def _centre_in(box: Box, area: Box) -> bool:
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return area[0] <= x <= area[2] and area[1] <= y <= area[3]


def _same(a: Box, b: Box, slack: float = 1.5) -> bool:
    return all(abs(x - y) <= slack for x, y in zip(a, b, strict=True))


def _within(inner: Box, outer: Box) -> bool:
    """Whether an area lies in a higher one."""
    return _inside(inner, outer) and inner[3] - inner[1] < outer[3] - outer[1] - 2 * _TOUCH


def _inside(inner: Box, outer: Box) -> bool:
    return (
        outer[0] - 1 <= inner[0] and inner[2] <= outer[2] + 1 and outer[1] - 1 <= inner[1] and inner[3] <= outer[3] + 1
    )
