"""Glyphs → lines: one column's worth of printed characters each, in writing direction."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from corpus.pages import Box, Line, Ruling, Shape
from ingest.glyphs import is_bold_font
from ingest.marks import Glyph
from ingest.spacing import LETTER, spaces_before

_REACH = 1.5
"""Widest gap inside a line, in em, where nothing else tells."""

_SPACED_REACH = 2.2
"""The same where the gap is printed as spaces."""

_SPREAD_REACH = 4.2
"""The same between single characters spread over a heading or header cell (「区　　分」)."""

_MARK_REACH = 0.35
"""Widest gap before a superscript, in em of the line."""

_LEAD_REACH = 0.9
"""Widest gap after a superscript that leads a footnote."""

_RAISED = 0.75
"""Largest size of a superscript relative to its line."""

_KANA = re.compile("[\u3041-\u309f\u30a1-\u30ff]")


class _Edge(NamedTuple):
    """A vertical edge that text does not cross; `soft` for the side of an area.

    Text set without a gap does run over the side of an area: a highlighted word, an invisible frame, a chart's ground.
    """

    x: float
    top: float
    bottom: float
    soft: bool


class _Edges:
    """Vertical edges of a page, sorted by x, and the filled areas that may lie over rulings."""

    def __init__(self, edges: Iterable[_Edge], fills: Sequence[Box]) -> None:
        self._edges = sorted(edges)
        self._xs = [e.x for e in self._edges]
        self._fills = fills

    def between(self, a: Glyph, b: Glyph) -> bool:
        """Whether an edge stands between two glyphs of a horizontal line, a left of b."""
        left, right = (a.x0 + a.x1) / 2, (b.x0 + b.x1) / 2
        low, high = bisect_left(self._xs, left), bisect_right(self._xs, right)
        if low >= high:
            return False
        top, bottom = max(a.top, b.top), min(a.bottom, b.bottom)
        middle, need = (top + bottom) / 2, 0.6 * min(a.size, b.size)
        close = b.x0 - a.x1 < 0.15 * max(a.size, b.size)
        for edge in self._edges[low:high]:
            if not edge.top <= middle <= edge.bottom or edge.bottom - edge.top < need:
                continue
            if close and (edge.soft or self._covered(edge, left, right, middle)):
                continue
            return True
        return False

    def _covered(self, edge: _Edge, left: float, right: float, middle: float) -> bool:
        """A grid line that runs on above and below a filled bar lies behind the bar and its text."""
        return any(
            f[0] < left and right < f[2] and f[1] < middle < f[3] and edge.top < f[1] - 1 and edge.bottom > f[3] + 1
            for f in self._fills
        )


class _Run:
    """Glyphs painted one after another along a line; `order` is the place of the first and last in painting order."""

    __slots__ = ("first", "glyphs", "kana", "last", "size", "spaced", "vertical")

    def __init__(self, glyphs: list[Glyph], first: int, last: int, vertical: bool, spaced: bool) -> None:
        self.glyphs = glyphs
        self.first = first
        self.last = last
        self.vertical = vertical
        self.spaced = spaced
        self.size = max(g.size for g in glyphs)
        self.kana = all(_KANA.match(g.text) for g in glyphs)

    @property
    def box(self) -> Box:
        return (
            min(g.x0 for g in self.glyphs),
            min(g.top for g in self.glyphs),
            max(g.x1 for g in self.glyphs),
            max(g.bottom for g in self.glyphs),
        )

    def upended(self) -> _Run:
        return _Run([_moved(g, _upended) for g in self.glyphs], self.first, self.last, self.vertical, self.spaced)


def find_lines(
    glyphs: Sequence[Glyph], rulings: Sequence[Ruling], shapes: Sequence[Shape], width: float, height: float
) -> tuple[Line, ...]:
    """Lines of a page from its readable glyphs, top to bottom and left to right; vertical columns right to left.

    A line never crosses a vertical ruling, the side of a box or a column gap. Reading order across columns and boxes
    is not decided here. Ruby is left out of the lines. Spaces are kept between Latin words and where a full-width gap
    parts words; characters spread out over a heading (「目　次」, 「K P I」) are joined.
    """
    lines: list[Line] = []
    for turn in (0, 90, 180, 270):
        group = [g for g in glyphs if g.turn == turn]
        if not any(not g.text.isspace() for g in group):
            continue
        there, back = _frames(turn, width, height)
        turned = [_moved(g, there) for g in group]
        upright = _edges(rulings, shapes, there)
        sideways = _edges(rulings, shapes, _then_upended(there))
        lines.extend(_turned_back(line, turn, back) for line in _lines_of(turned, upright, sideways))
    return _ordered(lines)


# ---------------------------------------------------------------- frames

_Frame = Callable[[Box], Box]


def _frames(turn: int, width: float, height: float) -> tuple[_Frame, _Frame]:
    """Box maps from the page to a frame in which text turned clockwise by `turn` runs left to right, and back."""
    if turn == 90:
        return (
            lambda b: (b[1], width - b[2], b[3], width - b[0]),
            lambda b: (width - b[3], b[0], width - b[1], b[2]),
        )
    if turn == 270:
        return (
            lambda b: (height - b[3], b[0], height - b[1], b[2]),
            lambda b: (b[1], height - b[2], b[3], height - b[0]),
        )
    if turn == 180:
        flip: _Frame = lambda b: (width - b[2], height - b[3], width - b[0], height - b[1])  # noqa: E731
        return flip, flip
    return (lambda b: b), (lambda b: b)


def _upended(box: Box) -> Box:
    """The box in the frame where vertical writing runs left to right, and the side of its ruby (right) is up."""
    return (box[1], -box[2], box[3], -box[0])


def _then_upended(frame: _Frame) -> _Frame:
    return lambda box: _upended(frame(box))


def _moved(glyph: Glyph, frame: _Frame) -> Glyph:
    x0, top, x1, bottom = frame((glyph.x0, glyph.top, glyph.x1, glyph.bottom))
    return glyph._replace(x0=x0, top=top, x1=x1, bottom=bottom)


def _edges(rulings: Sequence[Ruling], shapes: Sequence[Shape], frame: _Frame) -> _Edges:
    edges: list[_Edge] = []
    for r in rulings:
        x0, top, x1, bottom = frame((r.x0, r.top, r.x1, r.bottom))
        if x1 - x0 < bottom - top:
            edges.append(_Edge((x0 + x1) / 2, top, bottom, False))
    for shape in shapes:
        x0, top, x1, bottom = frame(shape.box)
        if x1 - x0 < 4 or bottom - top < 4:
            continue
        if shape.rectangular:
            edges += (_Edge(x0, top, bottom, True), _Edge(x1, top, bottom, True))
            continue
        for (ax, ay), (bx, by) in pairwise(shape.points):
            sx0, stop, sx1, sbottom = frame((min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)))
            if sx1 - sx0 < 0.5 and sbottom - stop >= 4:
                edges.append(_Edge(sx0, stop, sbottom, True))
    return _Edges(edges, [frame(s.box) for s in shapes if s.fill is not None])


def _turned_back(line: Line, turn: int, back: _Frame) -> Line:
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
    flat = sorted((ln for ln in lines if not ln.vertical), key=lambda ln: (ln.box[1], ln.box[0]))
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
        return tuple(sorted([*flat, *columns], key=lambda ln: (ln.box[1], ln.box[0])))
    return (*flat, *columns)


# ---------------------------------------------------------------- runs


def _lines_of(glyphs: Sequence[Glyph], upright: _Edges, sideways: _Edges) -> Iterable[Line]:
    runs = _runs(glyphs, upright, sideways)
    letters = sum(len(r.glyphs) for r in runs)
    if 2 * sum(len(r.glyphs) for r in runs if r.vertical) > letters:
        for run in runs:
            run.vertical = run.vertical or len(run.glyphs) == 1
    for chain in _chains(_without_ruby([r for r in runs if not r.vertical]), upright):
        yield _line([g for run in chain for g in run.glyphs], vertical=False)
    for chain in _chains(_without_ruby([r.upended() for r in runs if r.vertical]), sideways):
        yield _line([g for run in chain for g in run.glyphs], vertical=True)


def _runs(glyphs: Sequence[Glyph], upright: _Edges, sideways: _Edges) -> list[_Run]:
    runs: list[_Run] = []
    current: list[Glyph] = []
    vertical: bool | None = None
    first = last = 0
    spaced = False

    def close() -> None:
        nonlocal current, vertical
        if not current:
            return
        if vertical and not _is_column(current):
            runs.extend(_Run([g], first + i, first + i, False, False) for i, g in enumerate(current))
        else:
            runs.append(_Run(current, first, last, bool(vertical), spaced))
        current, vertical = [], None

    for i, glyph in enumerate(glyphs):
        if glyph.text.isspace():
            if current:
                last, spaced = i, True
            continue
        if current:
            previous = current[-1]
            if vertical is not True and _follows(previous, glyph) and not upright.between(previous, glyph):
                vertical, last, spaced = False, i, False
                current.append(glyph)
                continue
            if vertical is not False and _is_below(previous, glyph, sideways):
                vertical, last, spaced = True, i, False
                current.append(glyph)
                continue
            close()
        current, first, last, spaced = [glyph], i, i, False
    close()
    return runs


def _follows(a: Glyph, b: Glyph) -> bool:
    size = max(a.size, b.size)
    if min(a.size, b.size) < 0.8 * size or not -0.55 * size <= b.x0 - a.x1 <= 0.6 * size or b.x0 <= a.x0:
        return False
    return abs(a.bottom - b.bottom) <= 0.15 * size or abs(a.top + a.bottom - b.top - b.bottom) <= 0.2 * size


def _is_below(a: Glyph, b: Glyph, sideways: _Edges) -> bool:
    size = max(a.size, b.size)
    if min(a.size, b.size) < 0.8 * size or not -0.55 * size <= b.top - a.bottom <= 0.5 * size or b.top <= a.top:
        return False
    if abs(a.x0 + a.x1 - b.x0 - b.x1) > 0.4 * size:
        return False
    return not sideways.between(_moved(a, _upended), _moved(b, _upended))


def _is_column(glyphs: Sequence[Glyph]) -> bool:
    """Whether glyphs painted downwards are vertical writing, and not short lines that stand above one another."""
    letters = sum(1 for g in glyphs if LETTER.match(g.text))
    gaps = sorted((b.top - a.bottom) / b.size for a, b in pairwise(glyphs))
    return letters >= 2 and 2 * letters >= len(glyphs) and gaps[len(gaps) // 2] <= 0.35


# ---------------------------------------------------------------- ruby


def _without_ruby(runs: list[_Run]) -> list[_Run]:
    """Runs that are not ruby: kana of at most 0.6 of the size of a kanji run that they stand close above."""
    small = [r for r in runs if r.kana]
    if not small:
        return runs
    boxes = [(r, r.box) for r in runs]
    bases = [(r, b) for r, b in boxes if not r.kana]
    ruby = {id(r) for r, b in boxes if r.kana and any(_is_ruby(r, b, base, bb) for base, bb in bases)}
    return [r for r in runs if id(r) not in ruby]


def _is_ruby(run: _Run, box: Box, base: _Run, base_box: Box) -> bool:
    if run.size > 0.62 * base.size or not -0.5 * run.size <= base_box[1] - box[3] <= 0.8 * run.size:
        return False
    centre = (box[0] + box[2]) / 2
    return any(
        g.x0 - 0.5 * g.size <= centre <= g.x1 + 0.5 * g.size and LETTER.match(g.text) and not _KANA.match(g.text)
        for g in base.glyphs
    )


# ---------------------------------------------------------------- chains of runs


def _chains(runs: list[_Run], edges: _Edges) -> list[list[_Run]]:
    """Runs of one printed line linked left to right, nearest first."""
    order = sorted(range(len(runs)), key=lambda i: runs[i].box[0])
    boxes = [r.box for r in runs]
    pairs: list[tuple[float, int, int]] = []
    for position, i in enumerate(order):
        reach = boxes[i][2] + _SPREAD_REACH * runs[i].size
        for j in order[position + 1 :]:
            if boxes[j][0] > reach:
                break
            gap = boxes[j][0] - boxes[i][2]
            if _one_row(runs[i], boxes[i], runs[j], boxes[j]) and _near(runs[i], runs[j], gap):
                pairs.append((gap, i, j))
    pairs.sort()
    after: dict[int, int] = {}
    before: dict[int, int] = {}
    for _, i, j in pairs:
        if i not in after and j not in before and not edges.between(runs[i].glyphs[-1], runs[j].glyphs[0]):
            after[i], before[j] = j, i
    chains: list[list[_Run]] = []
    for i in order:
        if i not in before:
            chain = [i]
            while chain[-1] in after:
                chain.append(after[chain[-1]])
            chains.append([runs[k] for k in chain])
    return chains


def _one_row(a: _Run, a_box: Box, b: _Run, b_box: Box) -> bool:
    overlap = min(a_box[3], b_box[3]) - max(a_box[1], b_box[1])
    return overlap >= 0.55 * min(a_box[3] - a_box[1], b_box[3] - b_box[1])


def _near(a: _Run, b: _Run, gap: float) -> bool:
    small, large = sorted((a.size, b.size))
    if gap < -0.55 * large:
        return False
    if small < 0.7 * large:
        return gap <= (_LEAD_REACH if a.size < b.size else _MARK_REACH) * large
    printed = a.spaced and b.first == a.last + 1
    if _is_single(a) and _is_single(b) and small >= 0.95 * large:
        return gap <= (_SPREAD_REACH if printed else _SPACED_REACH) * large
    return gap <= (_SPACED_REACH if printed else _REACH) * large


def _is_single(run: _Run) -> bool:
    return len(run.glyphs) == 1 and LETTER.match(run.glyphs[0].text) is not None


# ---------------------------------------------------------------- one line


def _line(glyphs: Sequence[Glyph], *, vertical: bool) -> Line:
    """The line of glyphs set left to right in their frame (for `vertical`, the upended frame)."""
    sizes = Counter(round(g.size, 2) for g in glyphs)
    size = max(sizes, key=lambda s: (sizes[s], s))
    level = [g for g in glyphs if abs(g.size - size) <= 0.1 * size]
    top, bottom = min(g.top for g in level), max(g.bottom for g in level)
    text: list[str] = []
    spans = array("d")
    raised: list[int] = []
    for i, (glyph, space) in enumerate(zip(glyphs, spaces_before(glyphs, size), strict=True)):
        if space:
            text.append(space)
            spans.extend((glyphs[i - 1].x1, glyph.x0))
        if glyph.size <= _RAISED * size and glyph.top + glyph.bottom < top + bottom - 0.1 * size:
            raised.append(len(text))
        text.append(glyph.text)
        spans.extend((glyph.x0, glyph.x1))
    x0, x1 = min(g.x0 for g in glyphs), max(g.x1 for g in glyphs)
    font = Counter(g.font for g in glyphs).most_common(1)[0][0]
    return Line(
        "".join(text),
        spans,
        (-bottom, x0, -top, x1) if vertical else (x0, top, x1, bottom),
        size,
        font,
        2 * sum(g.bold for g in glyphs) > len(glyphs) or is_bold_font(font),
        Counter(g.colour for g in glyphs).most_common(1)[0][0],
        vertical,
        tuple(raised),
    )
