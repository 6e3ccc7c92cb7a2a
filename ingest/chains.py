"""Runs → lines' worth of runs: which runs stand in one printed line."""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import pairwise

import numpy as np

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


def chains_of(runs: list[Run], edges: Edges) -> list[Run | list[Glyph]]:
    """What each printed line is made of: runs linked left to right, nearest first. A single run is given as it is."""
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
        if i not in after and j not in before and not edges.between(runs[i].tail, runs[j].head):
            after[i], before[j] = j, i
    chains: list[list[Run]] = []
    for i in order:
        if i not in before:
            chain = [i]
            while chain[-1] in after:
                chain.append(after[chain[-1]])
            chains.append([runs[k] for k in chain])
    joined = _justified(chains, edges)
    return _with_marks_inside(joined)


def _with_marks_inside(chains: list[list[Run]]) -> list[Run | list[Glyph]]:
    """Footnote marks painted apart are put into the gap that their line leaves for them."""
    placed: dict[int, list[Glyph]] = {}
    left = dict(enumerate(chains))
    short = [i for i, chain in enumerate(chains) if sum(map(len, chain)) <= 5 and _MARK.fullmatch(_text(chain))]
    if not short:
        return [chain[0] if len(chain) == 1 else _glyphs(chain) for chain in chains]
    letters = chains[0][0].letters
    heads, tails = ([chain[0].span.start for chain in chains], [chain[-1].span.stop - 1 for chain in chains])
    sizes, starts = letters.sizes[heads], letters.boxes[0, tails]
    ends, feet = letters.boxes[2:, heads]
    _, tops, _, bottoms = np.array([_box(chain) for chain in chains]).T
    for i in short:
        first, last = letters[heads[i]], letters[tails[i]]
        centre = (first.x0 + last.x1) / 2
        may = (0.4 * sizes <= first.size) & (first.size < sizes) & (ends < centre) & (centre < starts)
        may &= (first.size <= 0.77 * sizes) | (first.bottom <= feet - 0.2 * sizes)
        may &= np.minimum(bottoms, first.bottom) - np.maximum(tops, first.top) >= 0.4 * first.size
        host = next((k for k in np.flatnonzero(may).tolist() if _has_room(_glyphs(chains[k]), first, last)), None)
        if host is not None:
            placed.setdefault(host, []).extend(_glyphs(left.pop(i)))
    return [
        sorted([*_glyphs(chain), *placed[i]], key=lambda g: g.x0 + g.x1)
        if i in placed
        else chain[0]
        if len(chain) == 1
        else _glyphs(chain)
        for i, chain in left.items()
    ]


def _box(chain: list[Run]) -> Box:
    return chain[0].box if len(chain) == 1 else union([run.box for run in chain])


def _text(chain: list[Run]) -> str:
    return "".join([run.text for run in chain])


def _glyphs(chain: list[Run]) -> list[Glyph]:
    return [glyph for run in chain for glyph in run.glyphs]


def _has_room(host: list[Glyph], first: Glyph, last: Glyph) -> bool:
    """Whether a mark, given by its first and last glyph, stands in a gap between two glyphs of the line."""
    centre = (first.x0 + last.x1) / 2
    return any(
        a.x1 < centre < b.x0
        and b.x0 - a.x1 >= 0.7 * (last.x1 - first.x0)
        and min(a.bottom, first.bottom) - max(a.top, first.top) >= 0.4 * first.size
        for a, b in pairwise(host)
    )


def _justified(chains: list[list[Run]], edges: Edges) -> list[list[Run]]:
    """Single characters spread out below or above a line to its very ends are one line (「夫婦のみの／世　　　帯」)."""
    singles = [i for i, chain in enumerate(chains) if all(map(_is_single, chain))]
    if len(singles) < 2:
        return chains
    boxes = [_box(chain) for chain in chains]
    taken: set[int] = set()
    joined: list[list[Run]] = []
    for i, chain in enumerate(chains):
        box, size = boxes[i], chain[0].size
        if i in taken or sum(map(len, chain)) < 3:
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
                and not any(edges.between(chains[a][-1].tail, chains[b][0].head) for a, b in pairwise(row))
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
        return gap > -1.05 * large and a.text[-1] in _CLOSING and b.text[0] in _OPENING
    if small < 0.7 * large:
        if b.size < a.size and b.box[3] < a.box[3] - 0.1 * large and _MARK.fullmatch(b.text):
            return gap <= _RAISED_REACH * large
        leads = a.size < b.size and (_MARK.fullmatch(a.text) or _MARKER.fullmatch(a.text))
        return gap <= (_LEAD_REACH if leads else _MARK_REACH) * large
    printed = a.span.spaced and b.span.first == a.span.last + 1
    if _MARKER.fullmatch(a.text):
        return gap <= _MARKER_REACH * large
    if _is_single(a) and _is_single(b) and small >= 0.95 * large:
        return gap <= (_SPREAD_REACH if printed else _SPACED_REACH) * large
    return gap <= (_SPACED_REACH if printed else _REACH) * large


def _is_single(run: Run) -> bool:
    return len(run) == 1 and LETTER.match(run.text) is not None
