"""Runs → lines' worth of runs: which runs stand in one printed line."""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import pairwise

from corpus.pages import Box, union
from ingest.edges import Edges
from ingest.marks import Glyph
from ingest.runs import Run
from ingest.spacing import LETTER

_REACH = 1.5
"""Widest gap inside a line, in em, where nothing else tells."""

_SPACED_REACH = 2.2
"""The same where the gap is printed as spaces."""

_SPREAD_REACH = 4.2
"""The same between single characters spread over a heading or header cell (「区　　分」)."""

_MARKER_REACH = 3.0
"""The same after a bullet or number that leads an item."""

_MARK_REACH = 0.35
"""Widest gap before a superscript, in em of the line."""

_RAISED_REACH = 0.7
"""The same where the superscript is a footnote mark that stands clear of the foot of its line."""

_LEAD_REACH = 3.0
"""Widest gap after a superscript that leads a footnote, or a small bullet."""

_MARK = re.compile("[0-9０-９*＊※†注()（）、,]{1,5}")
"""A footnote mark."""

_CLOSING, _OPENING = frozenset("」』）】〉》〕］｝、。，．"), frozenset("「『（【〈《〔［｛")
"""Punctuation set solid: the blank halves of two of them in a row lie over one another."""

_MARKER = re.compile(
    "[・•●○◎◇◆■□▶▷►➢✓✔※＊*\uf020-\uf0ff\u2460-\u24ff\u2776-\u277f]"
    "|[（(〔][0-9０-９一二三四五六七八九十ア-ンa-zａ-ｚⅰ-ⅹ]{1,3}[）)〕]|[0-9０-９Ⅰ-Ⅹ一二三四五六七八九十]{1,2}[.．、]"
)


def chains_of(runs: list[Run], edges: Edges) -> list[list[Glyph]]:
    """The glyphs of each printed line: runs linked left to right, nearest first."""
    boxes = [r.box for r in runs]
    order = sorted(range(len(runs)), key=lambda i: boxes[i][0])
    starts = [boxes[i][0] for i in order]
    tops, feet = [boxes[i][1] for i in order], [boxes[i][3] for i in order]
    pairs: list[tuple[float, int, int]] = []
    for position, i in enumerate(order):
        _, top, end, foot = boxes[i]
        for k in range(position + 1, bisect_right(starts, end + _SPREAD_REACH * runs[i].size, position + 1)):
            if feet[k] < top or tops[k] > foot:
                continue
            j = order[k]
            gap = starts[k] - end
            if _one_row(runs[i], boxes[i], runs[j], boxes[j]) and _near(runs[i], runs[j], gap):
                pairs.append((gap, i, j))
    pairs.sort()
    after: dict[int, int] = {}
    before: dict[int, int] = {}
    for _, i, j in pairs:
        if i not in after and j not in before and not edges.between(runs[i].glyphs[-1], runs[j].glyphs[0]):
            after[i], before[j] = j, i
    chains: list[list[Run]] = []
    for i in order:
        if i not in before:
            chain = [i]
            while chain[-1] in after:
                chain.append(after[chain[-1]])
            chains.append([runs[k] for k in chain])
    joined = _justified(chains, edges)
    return _with_marks_inside([[g for run in chain for g in run.glyphs] for chain in joined])


def _with_marks_inside(lines: list[list[Glyph]]) -> list[list[Glyph]]:
    """Footnote marks painted apart are put into the gap that their line leaves for them."""
    placed: dict[int, list[Glyph]] = {}
    out: list[int] = []
    largest = max([line[0].size for line in lines], default=0.0)
    for i, line in enumerate(lines):
        host = None
        if line[0].size < largest and len(line) <= 5 and _MARK.fullmatch("".join([g.text for g in line])):
            host = next((k for k, other in enumerate(lines) if _has_room(other, line)), None)
        if host is None:
            out.append(i)
        else:
            placed.setdefault(host, []).extend(line)
    return [sorted([*lines[i], *placed[i]], key=lambda g: g.x0 + g.x1) if i in placed else lines[i] for i in out]


def _has_room(host: list[Glyph], mark: list[Glyph]) -> bool:
    """Whether a smaller, raised mark stands in a gap between two glyphs of the line."""
    first, last = mark[0], mark[-1]
    centre, size = (first.x0 + last.x1) / 2, host[0].size
    if not 0.4 * size <= first.size < size or not host[0].x1 < centre < host[-1].x0:
        return False
    if first.size > 0.77 * size and first.bottom > host[0].bottom - 0.2 * size:
        return False
    return any(
        a.x1 < centre < b.x0
        and b.x0 - a.x1 >= 0.7 * (last.x1 - first.x0)
        and min(a.bottom, first.bottom) - max(a.top, first.top) >= 0.4 * first.size
        for a, b in pairwise(host)
    )


def _justified(chains: list[list[Run]], edges: Edges) -> list[list[Run]]:
    """Single characters spread out below or above a line to its very ends are one line (「夫婦のみの／世　　　帯」)."""
    boxes = [union([r.box for r in chain]) for chain in chains]
    singles = [i for i, chain in enumerate(chains) if all(_is_single(r) for r in chain)]
    taken: set[int] = set()
    joined: list[list[Run]] = []
    for i, chain in enumerate(chains):
        box, size = boxes[i], chain[0].size
        if i in taken or sum(len(r.glyphs) for r in chain) < 3:
            continue
        for side in (-1, 1):
            row = [
                k
                for k in singles
                if k not in taken
                and 0.8 * size <= chains[k][0].size <= 1.25 * size
                and box[0] - 0.4 * size <= boxes[k][0]
                and boxes[k][2] <= box[2] + 0.4 * size
                and 0.6 * size <= side * (boxes[k][1] - box[1]) <= 1.8 * size
            ]
            row.sort(key=lambda k: boxes[k][0])
            if (
                len(row) >= 2
                and boxes[row[0]][0] <= box[0] + 0.4 * size
                and boxes[row[-1]][2] >= box[2] - 0.4 * size
                and max(boxes[k][1] for k in row) - min(boxes[k][1] for k in row) <= 0.25 * size
                and not any(edges.between(chains[a][-1].glyphs[-1], chains[b][0].glyphs[0]) for a, b in pairwise(row))
            ):
                taken.update(row)
                joined.append([r for k in row for r in chains[k]])
    return [chain for i, chain in enumerate(chains) if i not in taken] + joined


def _one_row(a: Run, a_box: Box, b: Run, b_box: Box) -> bool:
    if min(a.size, b.size) >= 0.8 * max(a.size, b.size):
        return abs(a_box[3] - b_box[3]) <= 0.3 * max(a.size, b.size)
    overlap = min(a_box[3], b_box[3]) - max(a_box[1], b_box[1])
    return overlap >= 0.55 * min(a_box[3] - a_box[1], b_box[3] - b_box[1])


def _near(a: Run, b: Run, gap: float) -> bool:
    small, large = sorted((a.size, b.size))
    if gap < -0.55 * large:
        return gap > -1.05 * large and a.glyphs[-1].text in _CLOSING and b.glyphs[0].text in _OPENING
    if small < 0.7 * large:
        text = "".join(g.text for g in a.glyphs)
        if b.size < a.size and b.box[3] < a.box[3] - 0.1 * large and _MARK.fullmatch("".join(g.text for g in b.glyphs)):
            return gap <= _RAISED_REACH * large
        leads = a.size < b.size and (_MARK.fullmatch(text) or _MARKER.fullmatch(text))
        return gap <= (_LEAD_REACH if leads else _MARK_REACH) * large
    printed = a.spaced and b.first == a.last + 1
    if _MARKER.fullmatch("".join(g.text for g in a.glyphs)):
        return gap <= _MARKER_REACH * large
    if _is_single(a) and _is_single(b) and small >= 0.95 * large:
        return gap <= (_SPREAD_REACH if printed else _SPACED_REACH) * large
    return gap <= (_SPACED_REACH if printed else _REACH) * large


def _is_single(run: Run) -> bool:
    return len(run.glyphs) == 1 and LETTER.match(run.glyphs[0].text) is not None
