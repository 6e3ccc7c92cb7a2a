"""Runs: glyphs painted one after another along a line, before lines are put together."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple, TypeAlias

import numpy as np

from corpus.pages import Box
from ingest.edges import Edges
from ingest.frames import upended
from ingest.glyphs import IS_LETTER, IS_SPACE
from ingest.marks import CharacterClass, Flags, Glyph, Glyphs, Numbers, ranges
from ingest.spacing import LETTER

KANA = re.compile("[\u3041-\u309f\u30a1-\u30ff]")
_IS_KANA = CharacterClass(KANA.match)

Span: TypeAlias = tuple[int, int, int, int, bool, bool]
"""The fields of a Run that tell where it lies."""


class Run(NamedTuple):
    """Letters of one line and size with the box around them: those from `start` to before `stop` of all letters.

    `first` and `last` are its places in painting order, with the spaces behind it if it is `spaced`. `size` is the
    largest; `kana` tells that all letters are, `single` that it is one letter, and a Japanese one. A vertical run
    stands on the page as it is; `upended_runs` gives such runs in the frame where they run left to right.
    """

    start: int
    stop: int
    first: int
    last: int
    vertical: bool
    spaced: bool
    text: str
    box: Box
    size: float
    kana: bool
    single: bool


def runs_of(glyphs: Glyphs, upright: Edges, sideways: Edges) -> tuple[Glyphs, list[Run]]:
    """The printed letters, and their runs in painting order; stacked letters are vertical runs."""
    printed = np.flatnonzero(~IS_SPACE(glyphs.codes))
    letters = glyphs if len(printed) == len(glyphs) else glyphs.take(printed)
    if not len(letters):
        return letters, []
    follows = _follows(letters, upright)
    below = _below(letters, sideways)
    return letters, _runs(letters, list(_spans(letters, np.append(printed, len(glyphs)), follows, below)))


def upended_runs(letters: Glyphs, runs: Sequence[Run]) -> tuple[Glyphs, list[Run]]:
    """The letters of vertical runs, and the runs, in the frame of `frames.upended`."""
    which, places = ranges(np.array([run.start for run in runs]), np.array([run.stop for run in runs]))
    stops = np.cumsum(np.bincount(which)).tolist()
    spans = [(stop - run.stop + run.start, stop, *run[2:6]) for run, stop in zip(runs, stops, strict=True)]
    letters = letters.take(places).moved(upended)
    return letters, _runs(letters, spans)


def _spans(letters: Glyphs, places: Numbers, follows: Flags, below: Flags) -> Iterator[Span]:
    """Where runs begin and end. `places` are those of the letters in painting order, and of the end; `follows` and
    `below` tell how each letter stands to the one before.
    """
    # In all other places a run simply goes on: letters follow across, after one that does not stand below.
    steps = np.append(~follows | below, True)
    steps[1:-1] |= below[:-1]
    steps = np.flatnonzero(steps) + 1
    across, down = (np.append(flags, False)[steps - 1].tolist() for flags in (follows, below))
    start, first, vertical = 0, int(places[0]), False
    known = zip(steps.tolist(), across, down, places[steps - 1].tolist(), places[steps].tolist(), strict=True)
    for i, is_across, is_down, place, next_place in known:
        if (is_across and not vertical) or (is_down and (vertical or i == start + 1)):
            vertical = vertical or not is_across
            continue
        stop = i - 1 if is_across else i
        if vertical and not _is_column(list(letters.take(slice(start, stop)))):
            for k in range(start, stop):
                yield k, k + 1, first + k - start, first + k - start, False, False
        else:
            yield start, stop, first, next_place - 1, vertical, next_place > place + 1
        if is_across:
            start, first, vertical = i - 1, next_place - 1, False
        else:
            start, first, vertical = i, next_place, False


def _runs(letters: Glyphs, spans: Sequence[Span]) -> list[Run]:
    """The runs of all letters, which the spans part without a gap."""
    starts = np.array([span[0] for span in spans])
    x0, top, x1, bottom = letters.boxes
    boxes = zip(
        np.minimum.reduceat(x0, starts).tolist(),
        np.minimum.reduceat(top, starts).tolist(),
        np.maximum.reduceat(x1, starts).tolist(),
        np.maximum.reduceat(bottom, starts).tolist(),
        strict=True,
    )
    sizes = np.maximum.reduceat(letters.sizes, starts).tolist()
    kana = np.logical_and.reduceat(_IS_KANA(letters.codes), starts).tolist()
    singles = (IS_LETTER(letters.codes[starts]) & (np.append(starts[1:], len(letters)) == starts + 1)).tolist()
    text = letters.text
    return [
        Run(*span, text[span[0] : span[1]], box, size, all_kana, single)
        for span, box, size, all_kana, single in zip(spans, boxes, sizes, kana, singles, strict=True)
    ]


def _follows(letters: Glyphs, upright: Edges) -> Flags:
    """Which letters but the first stand on one line behind the one painted before, with no edge between."""
    (ax0, atop, ax1, abottom), (bx0, btop, _, bbottom) = letters.boxes[:, :-1], letters.boxes[:, 1:]
    sizes = letters.sizes
    a, b = sizes[:-1], sizes[1:]
    size, gap = np.maximum(a, b), bx0 - ax1
    found: Flags = (-0.55 * size <= gap) & (gap <= 0.6 * size) & (bx0 > ax0) & (np.minimum(a, b) >= 0.8 * size)
    found &= (abs(abottom - bbottom) <= 0.15 * size) | (abs(atop + abottom - btop - bbottom) <= 0.2 * size)
    return _together(letters, found, upright)


def _below(letters: Glyphs, sideways: Edges) -> Flags:
    """Which letters but the first stand in one column under the one painted before, with no edge between."""
    (ax0, atop, ax1, abottom), (bx0, btop, bx1, _) = letters.boxes[:, :-1], letters.boxes[:, 1:]
    sizes = letters.sizes
    a, b = sizes[:-1], sizes[1:]
    size, gap = np.maximum(a, b), btop - abottom
    found: Flags = (-0.55 * size <= gap) & (gap <= 0.5 * size) & (btop > atop) & (np.minimum(a, b) >= 0.8 * size)
    found &= abs(ax0 + ax1 - bx0 - bx1) <= 0.4 * size
    return _together(letters.moved(upended), found, sideways) if found.any() else found


def _together(letters: Glyphs, found: Flags, edges: Edges) -> Flags:
    """Those letters found to go with the one before that no edge parts from it."""
    places = np.flatnonzero(found)
    found[places[edges.between_each(letters, places, places + 1)]] = False
    return found


def _is_column(glyphs: Sequence[Glyph]) -> bool:
    """Whether glyphs painted downwards are vertical writing, and not short lines that stand above one another."""
    letters = sum(1 for g in glyphs if LETTER.match(g.text))
    gaps = sorted((b.top - a.bottom) / b.size for a, b in pairwise(glyphs))
    return letters >= 2 and 2 * letters >= len(glyphs) and gaps[len(gaps) // 2] <= 0.35


def without_ruby(letters: Glyphs, runs: list[Run]) -> list[Run]:
    """Runs that are not ruby: kana of at most 0.6 of the size of a kanji run that they stand close above."""
    small = [r for r in runs if r.kana]
    if not small:
        return runs
    bases = [r for r in runs if not r.kana]
    largest = max([r.size for r in bases], default=0.0)
    ruby = {r for r in small if r.size <= 0.62 * largest and any(_is_ruby(letters, r, base) for base in bases)}
    return [r for r in runs if r not in ruby] if ruby else runs


def _is_ruby(letters: Glyphs, run: Run, base: Run) -> bool:
    box, base_box = run.box, base.box
    if run.size > 0.62 * base.size or not -0.5 * run.size <= base_box[1] - box[3] <= 0.8 * run.size:
        return False
    centre = (box[0] + box[2]) / 2
    return any(
        g.x0 - 0.5 * g.size <= centre <= g.x1 + 0.5 * g.size and LETTER.match(g.text) and not KANA.match(g.text)
        for g in letters.take(slice(base.start, base.stop))
    )
