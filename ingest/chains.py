"""Runs → lines' worth of runs: which runs stand in one printed line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from operator import attrgetter

import numpy as np

from corpus.pages import Box, union
from ingest.edges import Edges
from ingest.marks import Floats, Glyphs, Numbers, columns_of, ranges
from ingest.rows import MARK
from ingest.runs import Run

_REACH = 1.5
"""Widest gap inside a line, in em, where nothing else tells."""

_SPACED_REACH = 2.2
"""The same where the gap is printed as spaces."""

_SPREAD_REACH = 4.2
"""The same between single characters spread over a heading or header cell (「区　　分」)."""

_MARKER_REACH = 3.0
"""The same after a bullet or number that leads an item."""

_OVERLAP = 1.05
"""How far two punctuation marks set solid overlap at most, in em."""

_MARK_REACH = 0.35
"""Widest gap before a superscript, in em of the line."""

_RAISED_REACH = 0.7
"""The same where the superscript is a footnote mark that stands clear of the foot of its line."""

_LEAD_REACH = 3.0
"""Widest gap after a superscript that leads a footnote, or a small bullet."""

_CLOSING, _OPENING = frozenset("」』）】〉》〕］｝、。，．"), frozenset("「『（【〈《〔［｛")
"""Punctuation set solid: the blank halves of two of them in a row lie over one another."""

_MARKER = re.compile(
    "[・•●○◎◇◆■□▶▷►➢✓✔※＊*\uf020-\uf0ff\u2460-\u24ff\u2776-\u277f]"
    "|[（(〔][0-9０-９一二三四五六七八九十ア-ンa-zａ-ｚⅰ-ⅹ]{1,3}[）)〕]|[0-9０-９Ⅰ-Ⅹ一二三四五六七八九十]{1,2}[.．、]"
)

_SINGLE = attrgetter("single")


def chains_of(letters: Glyphs, runs: Sequence[Run], edges: Edges) -> list[list[Run]]:
    """What each printed line is made of: runs linked left to right, nearest first."""
    boxes = columns_of([run.box for run in runs])
    order = boxes[0].argsort(kind="stable")
    pairs = _neighbours(boxes, np.array([run.size for run in runs]), order)
    near = [(gap, i, j) for gap, i, j in pairs if _near(runs[i], runs[j], gap)]
    near.sort()
    tails = np.array([runs[i].stop - 1 for _, i, _ in near], np.int64)
    heads = np.array([runs[j].start for _, _, j in near], np.int64)
    after: dict[int, int] = {}
    before: dict[int, int] = {}
    for (_, i, j), parted in zip(near, edges.between_each(letters, tails, heads).tolist(), strict=True):
        if not parted and i not in after and j not in before:
            after[i], before[j] = j, i
    chains: list[list[Run]] = []
    for i in order.tolist():
        if i not in before:
            chain = [runs[i]]
            while i in after:
                i = after[i]
                chain.append(runs[i])
            chains.append(chain)
    return _justified(letters, chains, edges)


def _neighbours(boxes: Floats, sizes: Floats, order: Numbers) -> Iterator[tuple[float, int, int]]:
    """Every two runs of one row that are no farther apart than those of a line can be: the gap, the left, the right.

    `order` is that from left to right.
    """
    x0, top, x1, bottom = boxes
    height = bottom - top
    down = top.argsort()
    nth, mth = ranges(np.arange(1, len(down) + 1), np.searchsorted(top[down], bottom[down], "right"))
    one, other = down[nth], down[mth]
    rank = order.argsort()
    left = np.where(rank[one] < rank[other], one, other)
    right = one + other - left
    small, large = np.minimum(sizes[left], sizes[right]), np.maximum(sizes[left], sizes[right])
    shared = np.minimum(bottom[left], bottom[right]) - np.maximum(top[left], top[right])
    found = np.where(
        small >= 0.8 * large,
        abs(bottom[left] - bottom[right]) <= 0.3 * large,
        shared >= 0.55 * np.minimum(height[left], height[right]),
    )
    gap = x0[right] - x1[left]
    found &= (gap > -_OVERLAP * large) & (x0[right] <= x1[left] + _SPREAD_REACH * sizes[left])
    return zip(gap[found].tolist(), left[found].tolist(), right[found].tolist(), strict=True)


def _box(chain: list[Run]) -> Box:
    return chain[0].box if len(chain) == 1 else union([run.box for run in chain])


def _justified(letters: Glyphs, chains: list[list[Run]], edges: Edges) -> list[list[Run]]:
    """Single characters spread out below or above a line to its very ends are one line (「夫婦のみの／世　　　帯」)."""
    singles = np.array([i for i, chain in enumerate(chains) if all(map(_SINGLE, chain))], np.int64)
    if len(singles) < 2:
        return chains
    x0, top, x1, _ = columns_of([_box(chain) for chain in chains])
    size = np.array([chain[0].size for chain in chains])
    singles = singles[top[singles].argsort()]
    tops = top[singles]
    line, nth = ranges(np.searchsorted(tops, top - 1.9 * size), np.searchsorted(tops, top + 1.9 * size, "right"))
    single, em = singles[nth], size[line]
    apart = abs(top[single] - top[line])
    fits = (0.6 * em <= apart) & (apart <= 1.8 * em)
    fits &= (0.8 * em <= size[single]) & (size[single] <= 1.25 * em)
    fits &= (x0[line] - 0.4 * em <= x0[single]) & (x1[single] <= x1[line] + 0.4 * em)
    rows: dict[tuple[int, bool], list[int]] = {}
    for i, k in zip(line[fits].tolist(), single[fits].tolist(), strict=True):
        rows.setdefault((i, bool(top[k] > top[i])), []).append(k)
    taken: set[int] = set()
    joined: list[list[Run]] = []
    for (i, _), near in sorted(rows.items()):
        row = sorted((k for k in near if k not in taken), key=lambda k: (x0[k], k))
        if len(row) < 2 or i in taken or sum(len(run.text) for run in chains[i]) < 3:
            continue
        ends = np.array([chains[k][-1].stop - 1 for k in row[:-1]])
        starts = np.array([chains[k][0].start for k in row[1:]])
        if (
            x0[row[0]] <= x0[i] + 0.4 * size[i]
            and x1[row[-1]] >= x1[i] - 0.4 * size[i]
            and np.ptp(top[row]) <= 0.25 * size[i]
            and not edges.between_each(letters, ends, starts).any()
        ):
            taken.update(row)
            joined.append([run for k in row for run in chains[k]])
    return [chain for i, chain in enumerate(chains) if i not in taken] + joined


def _near(a: Run, b: Run, gap: float) -> bool:
    small, large = (a.size, b.size) if a.size < b.size else (b.size, a.size)
    if gap < -0.55 * large:
        return gap > -_OVERLAP * large and a.text[-1] in _CLOSING and b.text[0] in _OPENING
    if small < 0.7 * large:
        if b.size < a.size and b.box[3] < a.box[3] - 0.1 * large and MARK.fullmatch(b.text):
            return gap <= _RAISED_REACH * large
        leads = a.size < b.size and (MARK.fullmatch(a.text) or _MARKER.fullmatch(a.text))
        return gap <= (_LEAD_REACH if leads else _MARK_REACH) * large
    printed = a.spaced and b.first == a.last + 1
    if _MARKER.fullmatch(a.text):
        return gap <= _MARKER_REACH * large
    if a.single and b.single and small >= 0.95 * large:
        return gap <= (_SPREAD_REACH if printed else _SPACED_REACH) * large
    return gap <= (_SPACED_REACH if printed else _REACH) * large
