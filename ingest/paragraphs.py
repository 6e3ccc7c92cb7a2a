"""Lines of one column joined into paragraphs, list items and titles.

What joins two lines is what a typesetter does: the first reaches the right bound (or would, but for a word that may not
be broken), the second starts where the paragraph's further lines start, in the same size, at the same leading.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from statistics import median

from corpus.pages import Box, Line, Page, union
from ingest.markers import Marker, bracketed_title, marker_of, unified
from ingest.printed import CLOSING, in_charge, join_lines, titles_apart, typeface, without_references
from ingest.reading_order import Column, Placed, TablePart, turned

_OPEN_ENDS = frozenset("、，,（(「『【［〔〈《・")

_SENTENCE_ENDS = frozenset("。．！？!?")

_PARTICLE = re.compile(r"[\s　]*(?:に(?:関|お|よ|向|つ|対|係)|を|の|が|と|や|及|並び|へ|する|した|[（(]再掲[)）])")

_BROKEN_OFF = re.compile(r"(?:[をがのには]|[^こ]と|[^まこ]で|及び)[\s　]*$")

_WORDS = re.compile(r"[^\d\s.,%％△▲-]")

_SUBTITLE = re.compile(r"[~～〜―—（(]")

NOTE_LEAD = re.compile(
    r"[※＊*]|[（(]?[注註][）)：:記釈１-９0-9（(\s　]"
    r"|[（(]?(?:出典|出所|資料|備考|補足|データ|引用)[）)\]］]?[\s　]*[：:）)］\]]"
)


@dataclass(frozen=True)
class Group:
    """Lines that belong together on one page. `first` and `rest` are the indents of its first and further lines.

    `full` tells that the last line reaches the right bound, so that the text may go on. A group may also stand for a
    table (then it has no lines and `table` is its place in the list of tables).
    """

    page: int
    lines: tuple[Line, ...]
    column: Column
    marker: Marker | None = None
    first: float = 0.0
    rest: float = 0.0
    full: bool = False
    table: int | None = None
    box: Box = (0.0, 0.0, 0.0, 0.0)

    @cached_property
    def size(self) -> float:
        """Type size of most of its characters."""
        if len(self.lines) == 1:
            return self.lines[0].size
        return _common([(line.size, len(line.text)) for line in self.lines])

    @cached_property
    def bold(self) -> bool:
        """Whether most of its characters are bold."""
        return 2 * sum(len(line.text) for line in self.lines if line.bold) > sum(len(line.text) for line in self.lines)

    @cached_property
    def text(self) -> str:
        """The words without the raised numbers of footnotes, lines joined."""
        return join_lines([without_references(line) for line in self.lines])

    @cached_property
    def printed(self) -> str:
        """The printed words, lines joined as a reader joins them."""
        return join_lines([line.text for line in self.lines])


def _common(weighted: Sequence[tuple[float, int]]) -> float:
    totals: dict[float, int] = {}
    for value, weight in weighted:
        totals[value] = totals.get(value, 0) + weight
    return max(totals, key=lambda v: totals[v]) if totals else 0.0


def group_column(page: Page, column: Column, bound: float) -> list[Group]:
    """The column's lines joined into groups, in order. `bound` is the page's right bound (0.0 when unknown)."""
    lines = [p for p in column.lines if isinstance(p, Line)]
    if not lines:
        return [_table(page, column, p) for p in column.lines if isinstance(p, TablePart)]
    limits = _limits(page, column, lines, bound)
    leadings = _leadings(page, lines)
    groups: list[Group] = []
    current: list[Line] = []

    def close() -> None:
        if current:
            groups.append(_group(page, column, tuple(current), limits))
            current.clear()

    placed_lines = list(titles_apart(column.lines))
    for placed, after in zip(placed_lines, [*placed_lines[1:], None], strict=True):
        if isinstance(placed, TablePart):
            close()
            groups.append(_table(page, column, placed))
            continue
        if current and not _joins(page, current, placed, after, limits, leadings[current[-1].size]):
            close()
        current.append(placed)
    close()
    return groups


def _table(page: Page, column: Column, part: TablePart) -> Group:
    return Group(page.number, (), column, table=part.index, box=part.box)


def _group(page: Page, column: Column, lines: tuple[Line, ...], limits: Mapping[float, float]) -> Group:
    boxes = [_box(page, line) for line in lines]
    return Group(
        page.number,
        lines,
        column,
        marker_of(lines[0].text),
        first=boxes[0][0],
        rest=boxes[-1][0] if len(boxes) > 1 else boxes[0][0],
        full=_full(page, lines[-1], None, limits),
        box=union([line.box for line in lines]),
    )


def _box(page: Page, line: Line) -> Box:
    return turned(line.box, page.width) if line.vertical else line.box


def _limits(page: Page, column: Column, lines: Sequence[Line], bound: float) -> dict[float, float]:
    """Where full lines of the column end, by type size: where three of one size end together, else its bound."""
    common = _limit(page, column, lines, bound)
    limits = {}
    for size in {line.size for line in lines}:
        ends = [_box(page, line)[2] for line in lines if abs(line.size - size) < 0.3]
        together = sum(end > max(ends) - 0.8 * size for end in ends)
        limits[size] = max(ends) if together >= 3 and together >= 0.4 * len(ends) else common
    return limits


def _limit(page: Page, column: Column, lines: Sequence[Line], bound: float) -> float:
    """Where a full line of the column ends."""
    boxes = [_box(page, line) for line in lines]
    limit = max(b[2] for b in boxes)
    if column.frame is not None:
        padding = max(4.0, min(b[0] for b in boxes) - column.frame[0])
        centred = all(abs((b[0] - column.frame[0]) - (column.frame[2] - b[2])) < 6 for b in boxes)
        if not column.beside or column.frame[2] - limit < 4 * padding:
            limit = max(limit, column.frame[2] - (4.0 if centred else min(padding, 20.0)))
    elif not column.beside:
        limit = max(limit, bound)
    return limit


def _leadings(page: Page, lines: Sequence[Line]) -> dict[float, float]:
    """Usual distance from line to line, in multiples of the type size, for each size: notes are set closer.

    A few lines of one size stand on the grid of the others, as word processors set them.
    """
    steps: dict[float, list[float]] = {line.size: [] for line in lines}
    for a, b in pairwise(lines):
        step = _box(page, b)[1] - _box(page, a)[1]
        if a.size and abs(a.size - b.size) < 0.5 and 0.8 * a.size < step < 3 * a.size:
            steps[a.size].append(step / a.size)
    common = _usual([step for of_size in steps.values() for step in of_size])
    pitch = _usual([step * size for size, of_size in steps.items() for step in of_size])
    return {s: _usual(found) if len(found) >= 3 else max(common, pitch / (s or 10.0)) for s, found in steps.items()}


def _usual(steps: Sequence[float]) -> float:
    return median(sorted(steps)[: max(1, (len(steps) * 3) // 4)]) if steps else 1.6


def _full(page: Page, line: Line, following: Line | None, limits: Mapping[float, float]) -> bool:
    """Whether the line reaches its bound, or would if the next unbreakable piece had fitted."""
    box, limit = _box(page, line), limits[line.size]
    size = line.size or 10.0
    end = box[2] + _first_piece(following, size)
    if end > limit - 0.3 * size:
        return True
    if line.vertical:
        return False
    beside = [i[0] for i in page.images if i[0] >= box[2] - 2 and i[1] < box[3] and i[3] > box[1] and i[0] < limit]
    return bool(beside) and end > min(beside) - 4 - 0.3 * size


def _first_piece(line: Line | None, size: float) -> float:
    """Width of what could not be broken off at the start of the next line."""
    if line is None:
        return 1.2 * size
    text = line.text.strip()
    width = 0.0
    for i, char in enumerate(text[:24]):
        wide = unicodedata.east_asian_width(char) in "WFA"
        if i and not (_joined(text[i - 1], char) or char in CLOSING or text[i - 1] in "（(「『［【〔"):
            break
        width += size if wide else 0.55 * size
    return width


def _joined(a: str, b: str) -> bool:
    return a.isascii() and b.isascii() and not a.isspace() and not b.isspace()


def _joins(
    page: Page, current: Sequence[Line], line: Line, after: Placed | None, limits: Mapping[float, float], leading: float
) -> bool:
    """Whether `line` goes on with the group `current`; `after` is what stands below it."""
    last, first = current[-1], current[0]
    if last.vertical != line.vertical or not line.text.strip():
        return last.vertical == line.vertical
    a, b, start = _box(page, last), _box(page, line), _box(page, first)[0]
    size = last.size or 10.0
    marker = marker_of(first.text)
    step = b[1] - a[1]
    if last.bold and line.bold and _goes_on_title(last, line, step, leading):
        return True
    if len(current) == 1 and _hangs(last, line, a, b):
        return True
    if abs(line.size - size) > max(0.6, 0.08 * size) and not _tail(marker, last, line, page, limits):
        return False
    if step > max(1.3 * leading, 1.25) * max(size, line.size) or step < 0.3 * size:
        words = _WORDS.search(last.text + line.text) is not None
        return words and -1 <= step <= 0.3 * size and 0 <= b[0] - a[2] < 1.5 * size
    if marker is not None and not marker.bracket and in_charge(line.text):
        return True
    full = _full(page, last, line, limits)
    if len(current) == 1 and marker is not None and marker.bracket:
        title = bracketed_title(first.text)
        if title is not None and not title[1]:
            return False
    if _subtitle(current, line, start, b[0]):
        return True
    if NOTE_LEAD.match(unified(line.text.strip())) and not full:
        return False
    lead = marker_of(line.text)
    if lead is not None and not _wrapped_lead(lead, last, line, full, a[0], b[0], len(current) > 1, start, marker):
        return False
    if NOTE_LEAD.match(unified(line.text.strip())) and (b[0] <= start + 0.3 * size or line.size < size - 0.4):
        return False
    ends = last.text.rstrip()[-1:]
    if ends in _SENTENCE_ENDS and _indented_alike(page, last, line, after):
        return False
    if last.bold != line.bold and (all(x.bold for x in current) or not full):
        flows = full and ends not in _SENTENCE_ENDS
        flows = flows and (_opened(current) or _flows_on(page, first, marker, a, b, after))
        if not flows:
            return False
    faces = {typeface(x.font) for x in current}
    if len(faces) == 1 and faces | {typeface(line.font)} == {"gothic", "mincho"}:
        flows = full and ends not in _SENTENCE_ENDS and len(last.text) >= 8
        if not (flows and (_opened(current) or _flows_on(page, first, marker, a, b, after))):
            return False
    if marker is not None and marker.rank is not None and len(current) == 1 and _begins_text(page, line, after, limits):
        return False
    if lead is None and _centred(a, b, last, line, step):
        return True
    if not full and _breaks_off(last.text) and b[0] - a[0] < 2 * size:
        full = a[2] - a[0] > 0.6 * (limits[last.size] - start)
    if not full:
        return ends in _OPEN_ENDS and abs(_centre(a) - _centre(b)) < 2 * size and len(last.text) > 6
    return _indent_fits(marker, a, b, start, len(current), size, ends)


def _indented_alike(page: Page, last: Line, line: Line, after: Placed | None) -> bool:
    """Whether both lines begin where paragraphs begin: the next further line stands to the left of them."""
    a, b, c = _box(page, last), _box(page, line), _below(page, line, after)
    if c is None or c[1] - b[1] >= 1.3 * (b[1] - a[1]):
        return False
    return abs(a[0] - b[0]) < 0.3 * line.size and 0.5 * line.size < b[0] - c[0] < 2.5 * line.size


def _begins_text(page: Page, line: Line, after: Placed | None, limits: Mapping[float, float]) -> bool:
    """Whether the line is the first, indented one of a paragraph: it is full, and the next goes on left of it."""
    b, c = _box(page, line), _below(page, line, after)
    if c is None or not 0 < c[1] - b[1] < 2.2 * line.size or not 0.7 * line.size < b[0] - c[0] < 1.3 * line.size:
        return False
    return _full(page, line, after if isinstance(after, Line) else None, limits)


def _below(page: Page, line: Line, after: Placed | None) -> Box | None:
    """The box of the next line, if it has the type of this one and no lead."""
    alike = isinstance(after, Line) and after.vertical == line.vertical and abs(after.size - line.size) <= 0.4
    return _box(page, after) if alike and isinstance(after, Line) and marker_of(after.text) is None else None


def _opened(lines: Sequence[Line]) -> bool:
    """Whether a bracket stands open at the end of the lines."""
    text = "".join(line.text for line in lines)
    return any(text.count(a) > text.count(b) for a, b in ("「」", "『』", "（）", "()"))


def _flows_on(page: Page, first: Line, marker: Marker | None, a: Box, b: Box, after: Placed | None) -> bool:
    """Whether a line in another weight stands where the paragraph of a full line goes on, not where a body would begin.

    A body begins with an indent: its further lines stand to the left of its first.
    """
    size = first.size
    below = _box(page, after)[0] if isinstance(after, Line) and marker_of(after.text) is None else None
    if below is not None and b[0] - below > 0.5 * size:
        return False
    if marker is None:
        return b[0] <= a[0] + 0.3 * size
    shift = abs(_text_start(page, first, marker) - b[0])
    return shift < (0.6 if below is not None and abs(below - b[0]) < 0.2 * size else 0.25) * size


def _text_start(page: Page, line: Line, marker: Marker) -> float:
    """Where the words begin after the lead of a list item."""
    if marker.bracket or marker.length >= len(line.text):
        return float("-inf")
    box = line.char_box(marker.length)
    return turned(box, page.width)[0] if line.vertical else box[0]


def _goes_on_title(last: Line, line: Line, step: float, leading: float) -> bool:
    """Whether a bold line opens with a word that cannot open a title, so that it goes on with the bold line above."""
    close = 0.5 * line.size < step < max(1.3 * leading, 1.25) * max(last.size, line.size)
    return (
        close
        and abs(line.size - last.size) <= 0.2 * last.size
        and last.text.strip()[-1:] not in _SENTENCE_ENDS
        and _PARTICLE.match(unified(line.text)) is not None
    )


def _hangs(last: Line, line: Line, a: Box, b: Box) -> bool:
    """Whether a bold line stands under the words of a bold title, to the right of its lead: its second line."""
    size = line.size
    if not (last.bold and line.bold) or abs(size - last.size) > 0.03 * size or last.vertical:
        return False
    if not 0.9 * size < b[1] - a[1] < 1.8 * size or marker_of(line.text) is not None or len(line.text.strip()) < 3:
        return False
    text = last.text.strip()
    title, lead = bracketed_title(text), marker_of(last.text)
    if title is not None:
        start = len(text) - len(title[1]) if title[1] else 0
    else:
        start = lead.length if lead is not None and lead.rank is not None else 0
    if not 0 < start < len(last.text) or text[-1:] in _SENTENCE_ENDS or NOTE_LEAD.match(unified(line.text.strip())):
        return False
    return abs(last.char_box(start)[0] - b[0]) < 0.5 * size


def _breaks_off(text: str) -> bool:
    """Whether the words stop where no sentence or title can end."""
    return len(text) >= 12 and _BROKEN_OFF.search(text) is not None


def _centred(a: Box, b: Box, last: Line, line: Line, step: float) -> bool:
    """Two lines of one title or label set on one axis, of different lengths."""
    size = line.size
    return (
        abs(_centre(a) - _centre(b)) < 0.3 * size
        and abs(a[0] - b[0]) > 0.8 * size
        and step < 1.7 * size
        and len(last.text.strip()) >= 4
        and last.text.strip()[-1:] not in _SENTENCE_ENDS
    )


def _centre(box: Box) -> float:
    return (box[0] + box[2]) / 2


def _tail(marker: Marker | None, last: Line, line: Line, page: Page, limits: Mapping[float, float]) -> bool:
    """The end of a bracketed addition in smaller type that wraps under its title (…推奨【環境省、協力 / 連携】)."""
    opened = last.text.count("【") > last.text.count("】")
    return marker is not None and opened and "】" in line.text and _full(page, last, line, limits)


def _subtitle(current: Sequence[Line], line: Line, start: float, x0: float) -> bool:
    """A second line of a title: same emphasis, opened by ～ or a bracket, set under the first."""
    last = current[-1]
    text = line.text.strip()
    return (
        len(current) == 1
        and last.bold
        and line.bold
        and last.text.strip()[-1:] not in _SENTENCE_ENDS
        and _SUBTITLE.match(text) is not None
        and (marker := marker_of(text)) is None
        and x0 >= start - 1
    ) and marker is None


def _wrapped_lead(
    lead: Marker,
    last: Line,
    line: Line,
    full: bool,
    a: float,
    b: float,
    several: bool,
    start: float,
    own: Marker | None,
) -> bool:
    """Whether what looks like a lead is only the start of a wrapped line: （１）に示す, 3. が, ・ between words."""
    if not full or line.bold != last.bold:
        return False
    ends = last.text.rstrip()[-1:]
    if ends in _SENTENCE_ENDS or lead.rank is None:
        return (
            ends not in _SENTENCE_ENDS and lead.glyph and lead.printed in ("・", "-") and several and abs(a - b) < 1.0
        )
    if several and abs(a - b) > 1.0:
        return False
    if not several and own is not None and abs(b - start) < 0.3 * line.size:
        return False
    return ends not in _SENTENCE_ENDS and (own is None or own.style != lead.style)


def _indent_fits(marker: Marker | None, a: Box, b: Box, start: float, count: int, size: float, ends: str) -> bool:
    """Whether the line starts where further lines of the group start."""
    shift = b[0] - a[0]
    if count > 1:
        return abs(shift) <= 0.75 * size
    if marker is not None and not marker.bracket:
        return -2.3 * size <= shift <= 6 * size
    if ends in _SENTENCE_ENDS and shift > 0.5 * size:
        return False
    del start
    return -2.3 * size <= shift <= (0.6 if ends in _SENTENCE_ENDS else 4.0) * size


def in_table(line: Line, tables: Sequence[TablePart]) -> bool:
    """Whether the middle of the line stands in a table."""
    if not tables:
        return False
    x0, top, x1, bottom = line.box
    x, y = (x0 + x1) / 2, (top + bottom) / 2
    for table in tables:
        x0, top, x1, bottom = table.box
        if x0 - 0.5 <= x <= x1 + 0.5 and top - 0.5 <= y <= bottom + 0.5:
            return True
    return False
