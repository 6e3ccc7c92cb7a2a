"""Glyphs → lines: one column's worth of printed characters each, in writing direction."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TypeVar

import numpy as np

from corpus.pages import Line, Ruling, Shape
from ingest.chains import chains_of
from ingest.edges import Edges
from ingest.frames import Frame, frames, then_upended
from ingest.glyphs import IS_SPACE, is_bold_font
from ingest.gutters import parted_at_gutters
from ingest.marks import Glyph, Glyphs
from ingest.runs import Run, runs_of, upended_runs, without_ruby
from ingest.spacing import WORD_GAP, spaces_before

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
    lines: list[Line] = []
    turns = glyphs.turns
    for turn in np.unique(turns[~IS_SPACE(glyphs.codes)]).tolist():
        group = glyphs if (turns == turn).all() else glyphs.take(turns == turn)
        there, back = frames(turn, width, height)
        turned = group.moved(there) if turn else group
        upright = Edges(rulings, shapes, there)
        sideways = Edges(rulings, shapes, then_upended(there))
        lines.extend(_turned_back(line, turn, back) for line in _lines_of(turned, upright, sideways))
    return _ordered(parted_at_gutters(lines))


def _lines_of(glyphs: Glyphs, upright: Edges, sideways: Edges) -> Iterable[Line]:
    runs = runs_of(glyphs, upright, sideways)
    letters = sum(map(len, runs))
    if 2 * sum(len(r) for r in runs if r.vertical) > letters:
        for run in runs:
            run.vertical = run.vertical or len(run) == 1
    for chain in chains_of(without_ruby([r for r in runs if not r.vertical]), upright):
        yield _line_of(chain, vertical=False)
    for chain in chains_of(without_ruby(upended_runs([r for r in runs if r.vertical])), sideways):
        yield _line_of(chain, vertical=True)


def _line_of(chain: Run | Sequence[Glyph], *, vertical: bool) -> Line:
    """The line of a run, or of glyphs of several runs."""
    if not isinstance(chain, Run):
        return _line(chain, vertical=vertical)
    x0, top, x1, bottom = chain.box
    size = round(chain.size, 2)
    if not chain.even or bottom - top >= 1.39 * size or chain.gap / size >= WORD_GAP:
        return _line(chain.glyphs, vertical=vertical)
    style, spans = chain.style, array("d", chain.spans)
    box = (-bottom, x0, -top, x1) if vertical else (x0, top, x1, bottom)
    bold = style.bold or is_bold_font(style.font)
    return Line(chain.text, spans, box, size, style.font, bold, style.colour, vertical)


def _line(glyphs: Sequence[Glyph], *, vertical: bool) -> Line:
    """The line of glyphs set left to right in their frame (for `vertical`, the upended frame)."""
    size = _main_size([g.size for g in glyphs])
    level = [g for g in glyphs if abs(g.size - size) <= 0.1 * size]
    top, bottom = min([g.top for g in level]), max([g.bottom for g in level])
    spaces = spaces_before(glyphs, size)
    text: list[str] = []
    spans = array("d")
    raised: list[int] = []
    plain = len(level) == len(glyphs) and bottom - top < 1.39 * size and not any(spaces)
    if plain:
        text = [g.text for g in glyphs]
        spans = array("d", [v for g in glyphs for v in (g.x0, g.x1)])
    for i, (glyph, space) in enumerate(() if plain else zip(glyphs, spaces, strict=True)):
        if space:
            text.append(space)
            spans.extend((glyphs[i - 1].x1, glyph.x0))
        if glyph.size < size and _lift(glyph, top, bottom) >= (0.05 if glyph.size <= _RAISED * size else 0.2) * size:
            raised.append(len(text))
        text.append(glyph.text)
        spans.extend((glyph.x0, glyph.x1))
    x0, x1 = min([g.x0 for g in glyphs]), max([g.x1 for g in glyphs])
    font = _most_common([g.font for g in glyphs])
    return Line(
        "".join(text),
        spans,
        (-bottom, x0, -top, x1) if vertical else (x0, top, x1, bottom),
        size,
        font,
        2 * sum([g.bold for g in glyphs]) > len(glyphs) or is_bold_font(font),
        _most_common([g.colour for g in glyphs]),
        vertical,
        tuple(raised),
    )


def _main_size(sizes: Sequence[float]) -> float:
    """The size of most glyphs, to 1/100 point; of equals, the larger one."""
    if min(sizes) == max(sizes):
        return round(sizes[0], 2)
    counts = Counter(round(s, 2) for s in sizes)
    return max(counts, key=lambda s: (counts[s], s))


def _most_common(values: Sequence[T]) -> T:
    """The value that stands most often; of equals, the first."""
    first = values[0]
    if values.count(first) == len(values):
        return first
    return Counter(values).most_common(1)[0][0]


def _lift(glyph: Glyph, top: float, bottom: float) -> float:
    """How far the middle of a glyph that is smaller than its line lies above the middle of the line."""
    return (top + bottom - glyph.top - glyph.bottom) / 2


def _turned_back(line: Line, turn: int, back: Frame) -> Line:
    if turn == 0:
        return line
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


def _ordered(lines: Sequence[Line]) -> tuple[Line, ...]:
    flat = _from_the_top([ln for ln in lines if not ln.vertical])
    upright = sorted((ln for ln in lines if ln.vertical), key=lambda ln: ln.box[1])
    tiers: list[list[Line]] = []
    bottom = float("-inf")
    for line in upright:
        if line.box[1] >= bottom - 0.5 * line.size:
            tiers.append([])
        tiers[-1].append(line)
        bottom = max(bottom, line.box[3])
    columns = [ln for tier in tiers for ln in sorted(tier, key=lambda ln: (-ln.box[2], ln.box[1]))]
    if len(upright) <= len(flat):
        return tuple(_from_the_top([*flat, *columns]))
    return (*flat, *columns)


def _from_the_top(lines: Sequence[Line]) -> list[Line]:
    """Top to bottom; lines of one height, give or take a hair, from left to right."""
    out: list[Line] = []
    row: list[Line] = []
    for line in sorted(lines, key=lambda ln: ln.box[1]):
        if row and line.box[1] - row[0].box[1] > _HAIR:
            out += sorted(row, key=lambda ln: ln.box[0])
            row = []
        row.append(line)
    return out + sorted(row, key=lambda ln: ln.box[0])
