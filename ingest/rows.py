"""Chains → rows: the letters of every line in the order they are read, with footnote marks in their places."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from ingest.marks import Glyphs, Numbers, ranges
from ingest.runs import Run

MARK = re.compile("[0-9０-９*＊※†注()（）、,]{1,5}")
"""A footnote mark."""


class Rows(NamedTuple):
    """Letters, one line after the other: `line` is that of each letter; each has those from its start to its stop."""

    letters: Glyphs
    line: Numbers
    starts: Numbers
    stops: Numbers


def rows_of(letters: Glyphs, chains: Sequence[Sequence[Run]]) -> Rows:
    """The letters of chains; marks painted apart are put into the gap that their line leaves for them."""
    runs = [run for chain in chains for run in chain]
    run, places = ranges(np.array([run.start for run in runs]), np.array([run.stop for run in runs]))
    line = np.repeat(np.arange(len(chains)), [len(chain) for chain in chains])[run]
    return _with_marks_inside(_rows(letters.take(places), line))


def _rows(letters: Glyphs, line: Numbers) -> Rows:
    cuts = np.flatnonzero(line[1:] != line[:-1]) + 1
    return Rows(letters, line, np.append(0, cuts), np.append(cuts, len(line)))


def _with_marks_inside(rows: Rows) -> Rows:
    letters, line, starts, stops = rows
    text, (x0, top, x1, bottom), sizes = letters.text, letters.boxes, letters.sizes
    few = np.flatnonzero(stops - starts <= 5)
    ends = zip(few.tolist(), starts[few].tolist(), stops[few].tolist(), strict=True)
    marks = np.array([k for k, start, stop in ends if MARK.fullmatch(text, start, stop)], np.int64)
    if not len(marks):
        return rows
    left, right = x0[starts[marks]], x1[stops[marks] - 1]
    centre, width = (left + right) / 2, right - left
    gaps = np.flatnonzero((x0[1:] - x1[:-1] >= 0.7 * width.min()) & (line[1:] == line[:-1]))

    order = centre.argsort()
    low, high = np.searchsorted(centre[order], x1[gaps], "right"), np.searchsorted(centre[order], x0[gaps + 1])
    which, nth = ranges(low, high)
    gap, mark = gaps[which], order[nth]
    first, host = starts[marks[mark]], starts[line[gap]]
    fits = (0.4 * sizes[host] <= sizes[first]) & (sizes[first] < sizes[host])
    fits &= (sizes[first] <= 0.77 * sizes[host]) | (bottom[first] <= bottom[host] - 0.2 * sizes[host])
    fits &= x0[gap + 1] - x1[gap] >= 0.7 * width[mark]
    fits &= np.minimum(bottom[gap], bottom[first]) - np.maximum(top[gap], top[first]) >= 0.4 * sizes[first]
    if not fits.any():
        return rows

    placed, at = np.unique(mark[fits], return_index=True)
    target = np.arange(len(starts))
    target[marks[placed]] = line[gap[fits][at]]
    line = target[line]
    hosts = np.isin(line, target[marks[placed]])
    order = np.lexsort((np.where(hosts, x0 + x1, np.arange(len(line))), line))
    return _rows(letters.take(order), np.unique(line[order], return_inverse=True)[1])
