"""Runs: glyphs painted one after another along a line, before lines are put together."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from corpus.pages import Box
from ingest.edges import Edges
from ingest.frames import moved, upended
from ingest.marks import Glyph
from ingest.spacing import LETTER

KANA = re.compile("[\u3041-\u309f\u30a1-\u30ff]")


class Run:
    """Glyphs of one line and size with the box around them; `first` and `last` are their places in painting order.

    `spaced` tells that spaces are printed after the last glyph. A vertical run stands on the page as it is; `upended`
    gives it in the frame where it runs left to right.
    """

    __slots__ = ("box", "first", "glyphs", "kana", "last", "size", "spaced", "vertical")

    def __init__(self, glyphs: list[Glyph], first: int, last: int, vertical: bool, spaced: bool) -> None:
        self.glyphs = glyphs
        self.first = first
        self.last = last
        self.vertical = vertical
        self.spaced = spaced
        self.size = max([g.size for g in glyphs])
        self.kana = all(KANA.match(g.text) for g in glyphs)
        self.box: Box = (
            min([g.x0 for g in glyphs]),
            min([g.top for g in glyphs]),
            max([g.x1 for g in glyphs]),
            max([g.bottom for g in glyphs]),
        )

    def upended(self) -> Run:
        """The run in the frame of `frames.upended`."""
        return Run([moved(g, upended) for g in self.glyphs], self.first, self.last, self.vertical, self.spaced)


def runs_of(glyphs: Sequence[Glyph], upright: Edges, sideways: Edges) -> list[Run]:
    """Runs of glyphs in painting order; stacked letters are vertical runs."""
    runs: list[Run] = []
    current: list[Glyph] = []
    vertical: bool | None = None
    first = last = 0
    spaced = False

    def close() -> None:
        nonlocal current, vertical
        if not current:
            return
        if vertical and not _is_column(current):
            runs.extend(Run([g], first + i, first + i, False, False) for i, g in enumerate(current))
        else:
            runs.append(Run(current, first, last, bool(vertical), spaced))
        current, vertical = [], None

    for i, glyph in enumerate(glyphs):
        if glyph.text.isspace():
            if current:
                last, spaced = i, True
            continue
        if current:
            previous = current[-1]
            if (
                vertical is not True
                and previous.x0 < glyph.x0 <= previous.x1 + glyph.size
                and _follows(previous, glyph)
                and not upright.between(previous, glyph)
            ):
                vertical, last, spaced = False, i, False
                current.append(glyph)
                continue
            if vertical is not False and _is_below(previous, glyph, sideways):
                vertical, last, spaced = True, i, False
                current.append(glyph)
                continue
            if vertical and _follows(previous, glyph) and not upright.between(previous, glyph):
                current.pop()
                close()
                current, vertical, first, last, spaced = [previous, glyph], False, i - 1, i, False
                continue
            close()
        current, first, last, spaced = [glyph], i, i, False
    close()
    return runs


def _follows(a: Glyph, b: Glyph) -> bool:
    size = max(a.size, b.size)
    if not -0.55 * size <= b.x0 - a.x1 <= 0.6 * size or b.x0 <= a.x0 or min(a.size, b.size) < 0.8 * size:
        return False
    return abs(a.bottom - b.bottom) <= 0.15 * size or abs(a.top + a.bottom - b.top - b.bottom) <= 0.2 * size


def _is_below(a: Glyph, b: Glyph, sideways: Edges) -> bool:
    size = max(a.size, b.size)
    if not -0.55 * size <= b.top - a.bottom <= 0.5 * size or b.top <= a.top or min(a.size, b.size) < 0.8 * size:
        return False
    if abs(a.x0 + a.x1 - b.x0 - b.x1) > 0.4 * size:
        return False
    return not sideways.between(moved(a, upended), moved(b, upended))


def _is_column(glyphs: Sequence[Glyph]) -> bool:
    """Whether glyphs painted downwards are vertical writing, and not short lines that stand above one another."""
    letters = sum(1 for g in glyphs if LETTER.match(g.text))
    gaps = sorted((b.top - a.bottom) / b.size for a, b in pairwise(glyphs))
    return letters >= 2 and 2 * letters >= len(glyphs) and gaps[len(gaps) // 2] <= 0.35


def without_ruby(runs: list[Run]) -> list[Run]:
    """Runs that are not ruby: kana of at most 0.6 of the size of a kanji run that they stand close above."""
    small = [r for r in runs if r.kana]
    if not small:
        return runs
    boxes = [(r, r.box) for r in runs]
    bases = [(r, b) for r, b in boxes if not r.kana]
    ruby = {id(r) for r, b in boxes if r.kana and any(_is_ruby(r, b, base, bb) for base, bb in bases)}
    return [r for r in runs if id(r) not in ruby]


def _is_ruby(run: Run, box: Box, base: Run, base_box: Box) -> bool:
    if run.size > 0.62 * base.size or not -0.5 * run.size <= base_box[1] - box[3] <= 0.8 * run.size:
        return False
    centre = (box[0] + box[2]) / 2
    return any(
        g.x0 - 0.5 * g.size <= centre <= g.x1 + 0.5 * g.size and LETTER.match(g.text) and not KANA.match(g.text)
        for g in base.glyphs
    )
