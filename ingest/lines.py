"""Glyphs → lines: one column's worth of printed characters each, in writing direction."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple, TypeVar

import numpy as np

from corpus.pages import Colour, Line, Ruling, Shape
from ingest.chains import chains_of
from ingest.edges import Edges, drawing_of
from ingest.frames import Frame, frames, then_upended
from ingest.glyphs import is_bold_font
from ingest.gutters import parted_at_gutters
from ingest.marks import Floats, Glyphs, Numbers, Style, text_of
from ingest.rows import Rows, rows_of
from ingest.runs import Run, runs_of, upended_runs, without_ruby
from ingest.spacing import WORD_GAP, spaces_before
from ingest.turned_runs import with_turned_runs

T = TypeVar("T")

_RAISED = 0.75
"""Size relative to its line up to which any raised character is a superscript; larger ones must be well raised."""

_HAIR = 0.03
"""Difference in height (points) that is none."""


def find_lines(
    glyphs: Glyphs, rulings: Sequence[Ruling], shapes: Sequence[Shape], width: float, height: float
) -> tuple[Line, ...]:
    """Lines of a page from its readable glyphs, top to bottom and left to right; vertical columns right to left.

    A line never crosses a vertical ruling, the side of a box or a column gap. Reading order across columns and boxes
    is not decided here. Ruby is left out of the lines. Spaces are kept between Latin words and where a full-width gap
    parts words; characters spread out over a heading (「目　次」, 「K P I」) are joined.
    """
    by_turn: dict[int, list[Line]] = {}
    drawing = drawing_of(rulings, shapes)
    turns = {style.turn for style in glyphs.styles}
    for turn in sorted(turns):
        group = glyphs if len(turns) == 1 else glyphs.take(glyphs.turns == turn)
        there, back = frames(turn, width, height)
        turned = group.moved(there) if turn else group
        upright, sideways = Edges(drawing, there), Edges(drawing, then_upended(there))
        found = _lines_of(turned, upright, sideways)
        by_turn[turn] = [_turned_back(line, turn, back) for line in found] if turn else found
    if any(line.vertical for line in by_turn.get(0, ())):
        by_turn[0] = with_turned_runs(by_turn[0], by_turn.pop(90, []))
    lines = [line for found in by_turn.values() for line in found]
    return tuple(_ordered(parted_at_gutters(lines)))


class _Look(NamedTuple):
    """What a line is set in: the size, font and colour of most of its letters, and whether most are bold."""

    size: float
    font: str
    bold: bool
    colour: Colour | None


def _lines_of(glyphs: Glyphs, upright: Edges, sideways: Edges) -> list[Line]:
    letters, runs = runs_of(glyphs, upright, sideways)
    mostly_down = 2 * sum(len(r.text) for r in runs if r.vertical) > len(letters)
    across: list[Run] = []
    down: list[Run] = []
    for run in runs:
        (down if run.vertical or (mostly_down and len(run.text) == 1) else across).append(run)
    lines: list[Line] = []
    if across:
        lines += _lines(rows_of(letters, chains_of(letters, without_ruby(letters, across), upright)), vertical=False)
    if down:
        letters, down = upended_runs(letters, down)
        lines += _lines(rows_of(letters, chains_of(letters, without_ruby(letters, down), sideways)), vertical=True)
    return lines


def _lines(rows: Rows, *, vertical: bool) -> list[Line]:
    """Lines of letters set left to right in their frame (for `vertical`, the upended frame)."""
    letters, line, starts, stops = rows
    looks = _looks(rows)
    size = np.array([look.size for look in looks])[line]
    x0, top, x1, bottom = letters.boxes
    level = abs(letters.sizes - size) <= 0.1 * size
    head = np.minimum.reduceat(np.where(level, top, np.inf), starts)
    foot = np.maximum.reduceat(np.where(level, bottom, -np.inf), starts)
    left, right = np.minimum.reduceat(x0, starts), np.maximum.reduceat(x1, starts)
    sides = (-foot, left, -head, right) if vertical else (left, head, right, foot)
    boxes = zip(*(side.tolist() for side in sides), strict=True)

    text, spans, places = _spaced_out(rows, size)
    begins, ends = places[starts], places[stops - 1] + 1
    marks: dict[int, list[int]] = {}
    raised = _raised(rows, size, (head + foot)[line])
    for k, i in zip(line[raised].tolist(), (places[raised] - begins[line[raised]]).tolist(), strict=True):
        marks.setdefault(k, []).append(i)
    return [
        Line(text[i:j], array("d", spans[16 * i : 16 * j]), box, *look, vertical, tuple(marks.get(k, ())))
        for k, (i, j, box, look) in enumerate(zip(begins.tolist(), ends.tolist(), boxes, looks, strict=True))
    ]


def _spaced_out(rows: Rows, size: Floats) -> tuple[str, bytes, Numbers]:
    """The text of lines with their spaces, start and end of each character as doubles, and where the letters stand."""
    letters, line, starts, _ = rows
    x0, _, x1, _ = letters.boxes
    gaps = (x0[1:] - x1[:-1]) / size[1:]
    wide = np.flatnonzero((gaps >= WORD_GAP) & (line[1:] == line[:-1]))
    wide_gaps = zip((wide + 1).tolist(), gaps[wide].tolist(), strict=True)
    spaces = spaces_before(letters.text, starts.tolist(), wide_gaps)
    behind = np.array(list(spaces), np.int64)
    shift = np.zeros(len(letters), np.int64)
    shift[behind] = 1
    places = np.arange(len(letters)) + np.cumsum(shift)
    codes = np.empty(len(letters) + len(spaces), np.int64)
    spans = np.empty((2, len(codes)))
    codes[places], spans[:, places] = letters.codes, letters.boxes[::2]
    between = places[behind] - 1
    codes[between], spans[:, between] = [ord(space) for space in spaces.values()], (x1[behind - 1], x0[behind])
    return text_of(codes), spans.T.tobytes(), places


def _raised(rows: Rows, size: Floats, middle: Floats) -> Numbers:
    """The letters that are smaller than their line and stand above its middle (here twice its height)."""
    sizes, (_, top, _, bottom) = rows.letters.sizes, rows.letters.boxes
    small = np.flatnonzero(sizes < size)
    lift = (middle[small] - top[small] - bottom[small]) / 2
    raised: Numbers = small[lift >= np.where(sizes[small] <= _RAISED * size[small], 0.05, 0.2) * size[small]]
    return raised


def _looks(rows: Rows) -> list[_Look]:
    style, styles = rows.letters.style, rows.letters.styles
    first = style[rows.starts]
    single = {i: _look([(styles[i], 1)]) for i in set(first.tolist())}
    looks = [single[i] for i in first.tolist()]
    for k in np.unique(rows.line[style != first[rows.line]]).tolist():
        mixed = Counter(style[rows.starts[k] : rows.stops[k]].tolist())
        looks[k] = _look([(styles[i], count) for i, count in mixed.items()])
    return looks


def _look(styles: Sequence[tuple[Style, int]]) -> _Look:
    """What a line is set in that has so many letters in each style."""
    largest_first = sorted(styles, key=lambda style: -style[0].size)
    font = _commonest((style.font, count) for style, count in styles)
    bold = sum(count if style.bold else -count for style, count in styles) > 0
    return _Look(
        _commonest((round(style.size, 2), count) for style, count in largest_first),
        font,
        bold or is_bold_font(font),
        _commonest((style.colour, count) for style, count in styles),
    )


def _commonest(counts: Iterable[tuple[T, int]]) -> T:
    """The value that is counted most often; of equals, the first."""
    total: dict[T, int] = {}
    for value, count in counts:
        total[value] = total.get(value, 0) + count
    return max(total, key=total.__getitem__)


def _turned_back(line: Line, turn: int, back: Frame) -> Line:
    boxes = [back(line.char_box(i)) for i in range(len(line.text))]
    sideways = turn in (90, 270)
    low, high = (1, 3) if sideways != line.vertical else (0, 2)
    spans = array("d", [v for b in boxes for v in (b[low], b[high])])
    return Line(
        line.text,
        spans,
        back(line.box),
        line.size,
        line.font,
        line.bold,
        line.colour,
        sideways != line.vertical,
        line.raised,
    )


def _ordered(lines: Sequence[Line]) -> list[Line]:
    flat, upright = [ln for ln in lines if not ln.vertical], [ln for ln in lines if ln.vertical]
    tiers: list[list[Line]] = []
    bottom = float("-inf")
    for line in sorted(upright, key=lambda ln: ln.box[1]):
        if line.box[1] >= bottom - 0.5 * line.size:
            tiers.append([])
        tiers[-1].append(line)
        bottom = max(bottom, line.box[3])
    columns = [ln for tier in tiers for ln in sorted(tier, key=lambda ln: (-ln.box[2], ln.box[1]))]
    return _from_the_top([*flat, *columns]) if len(upright) <= len(flat) else [*_from_the_top(flat), *columns]


def _from_the_top(lines: Sequence[Line]) -> list[Line]:
    """Top to bottom; lines of one height, give or take a hair, from left to right."""
    out = sorted(lines, key=lambda ln: ln.box[1])
    start, height = 0, float("-inf")
    tops = [ln.box[1] for ln in out]
    for i, top in enumerate([*tops, float("inf")]):
        if top - height > _HAIR:
            if i - start > 1:
                out[start:i] = sorted(out[start:i], key=lambda ln: ln.box[0])
            start, height = i, top
    return out
