"""Runs: glyphs painted one after another along a line, before lines are put together."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from corpus.pages import Box
from ingest.edges import Edges
from ingest.frames import upended
from ingest.glyphs import IS_SPACE
from ingest.marks import CharacterClass, Flags, Glyph, Glyphs, Style
from ingest.spacing import LETTER

KANA = re.compile("[\u3041-\u309f\u30a1-\u30ff]")
_IS_KANA = CharacterClass(KANA.match)


class Span(NamedTuple):
    """Where a run lies: its letters from `start` to before `stop`, its places in painting order, and what is known."""

    start: int
    stop: int
    first: int
    last: int
    vertical: bool
    spaced: bool


class Run:
    """Glyphs of one line and size with the box around them.

    They are part of `letters`, all that are printed on the page. `gap` is the widest gap between two of them (points);
    `even` tells that they all have one style. A vertical run stands on the page as it is; `upended_runs` gives such
    runs in the frame where they run left to right.
    """

    __slots__ = ("_glyphs", "box", "even", "gap", "kana", "letters", "size", "span", "text", "vertical")

    def __init__(
        self, letters: Glyphs, span: Span, text: str, box: Box, size: float, gap: float, *, even: bool, kana: bool
    ) -> None:
        self.letters = letters
        self._glyphs: list[Glyph] | None = None
        self.span = span
        self.vertical = span.vertical
        self.text = text
        self.box = box
        self.size = size
        self.gap = gap
        self.even = even
        self.kana = kana

    def __len__(self) -> int:
        return self.span.stop - self.span.start

    @property
    def glyphs(self) -> list[Glyph]:
        """Its glyphs, made when they are first asked for."""
        if self._glyphs is None:
            self._glyphs = list(self.columns)
        return self._glyphs

    @property
    def columns(self) -> Glyphs:
        """Its glyphs as columns."""
        return self.letters.take(slice(self.span.start, self.span.stop))

    @property
    def style(self) -> Style:
        """The style of the first glyph."""
        return self.letters.styles[int(self.letters.style[self.span.start])]

    @property
    def spans(self) -> bytes:
        """Start and end of each glyph from the left, as doubles."""
        return self.letters.boxes[::2, self.span.start : self.span.stop].T.tobytes()

    @property
    def head(self) -> Glyph:
        """The first glyph."""
        return self.letters[self.span.start]

    @property
    def tail(self) -> Glyph:
        """The last glyph."""
        return self.letters[self.span.stop - 1]


def runs_of(glyphs: Glyphs, upright: Edges, sideways: Edges) -> list[Run]:
    """Runs of glyphs in painting order; stacked letters are vertical runs."""
    printed = np.flatnonzero(~IS_SPACE(glyphs.codes))
    letters = glyphs if len(printed) == len(glyphs) else glyphs.take(printed)
    if not len(letters):
        return []
    follows = _follows(letters, upright)
    below = _below(letters, sideways)
    places = printed.tolist()
    ends = [*(printed[1:] - 1).tolist(), len(glyphs) - 1]
    return _runs(letters, list(_spans(letters, places, ends, follows, below)))


def upended_runs(runs: Sequence[Run]) -> list[Run]:
    """Vertical runs in the frame of `frames.upended`."""
    if not runs:
        return []
    letters = runs[0].columns
    for run in runs[1:]:
        letters = letters.joined(run.columns)
    stops = np.cumsum([len(run) for run in runs]).tolist()
    spans = [run.span._replace(start=stop - len(run), stop=stop) for run, stop in zip(runs, stops, strict=True)]
    return _runs(letters.moved(upended), spans)


def _spans(letters: Glyphs, places: list[int], ends: list[int], follows: Flags, below: Flags) -> Iterator[Span]:
    """Where runs begin and end. `ends` are the places of the last space (or the letter itself) before the next letter;
    `follows` and `below` tell how each letter stands to the one before.
    """
    start, first, vertical = 0, places[0], None
    starts = (np.flatnonzero(~follows) + 1).tolist() if not below.any() else range(1, len(places))
    for i in (*starts, len(places)):
        across, down = (follows[i - 1], below[i - 1]) if i < len(places) else (False, False)
        if (across and not vertical) or (down and vertical is not False):
            vertical = bool(vertical or not across)
            continue
        stop = i - 1 if across else i
        spaced = ends[i - 1] > places[i - 1]
        if vertical and not _is_column(list(letters.take(slice(start, stop)))):
            for k in range(start, stop):
                yield Span(k, k + 1, first + k - start, first + k - start, False, False)
        else:
            yield Span(start, stop, first, ends[i - 1], bool(vertical), spaced)
        if across:
            start, first, vertical = i - 1, places[i] - 1, False
        elif i < len(places):
            start, first, vertical = i, places[i], None


def _runs(letters: Glyphs, spans: Sequence[Span]) -> list[Run]:
    """The runs of all letters, which the spans part without a gap."""
    starts = np.array([span.start for span in spans])
    x0, top, x1, bottom = letters.boxes
    sizes, styles = letters.sizes, letters.style
    gaps = np.append(x0[1:] - x1[:-1], 0.0)
    gaps[np.append(starts[1:], len(letters)) - 1] = -np.inf
    boxes = zip(
        np.minimum.reduceat(x0, starts).tolist(),
        np.minimum.reduceat(top, starts).tolist(),
        np.maximum.reduceat(x1, starts).tolist(),
        np.maximum.reduceat(bottom, starts).tolist(),
        strict=True,
    )
    even = np.minimum.reduceat(styles, starts) == np.maximum.reduceat(styles, starts)
    text = letters.text
    return [
        Run(letters, span, text[span.start : span.stop], box, size, gap, even=flat, kana=kana)
        for span, box, size, gap, flat, kana in zip(
            spans,
            boxes,
            np.maximum.reduceat(sizes, starts).tolist(),
            np.maximum.reduceat(gaps, starts).tolist(),
            even.tolist(),
            np.logical_and.reduceat(_IS_KANA(letters.codes), starts).tolist(),
            strict=True,
        )
    ]


def _follows(letters: Glyphs, upright: Edges) -> Flags:
    """Which letters but the first stand on one line behind the one painted before, with no edge between."""
    (ax0, atop, ax1, abottom), (bx0, btop, _, bbottom) = letters.boxes[:, :-1], letters.boxes[:, 1:]
    a, b = letters.sizes[:-1], letters.sizes[1:]
    size, gap = np.maximum(a, b), bx0 - ax1
    found: Flags = (-0.55 * size <= gap) & (gap <= 0.6 * size) & (bx0 > ax0) & (np.minimum(a, b) >= 0.8 * size)
    found &= (abs(abottom - bbottom) <= 0.15 * size) | (abs(atop + abottom - btop - bbottom) <= 0.2 * size)
    return found & ~upright.between_each(letters, found)


def _below(letters: Glyphs, sideways: Edges) -> Flags:
    """Which letters but the first stand in one column under the one painted before, with no edge between."""
    (ax0, atop, ax1, abottom), (bx0, btop, bx1, _) = letters.boxes[:, :-1], letters.boxes[:, 1:]
    a, b = letters.sizes[:-1], letters.sizes[1:]
    size, gap = np.maximum(a, b), btop - abottom
    found: Flags = (-0.55 * size <= gap) & (gap <= 0.5 * size) & (btop > atop) & (np.minimum(a, b) >= 0.8 * size)
    found &= abs(ax0 + ax1 - bx0 - bx1) <= 0.4 * size
    return found & ~sideways.between_each(letters.moved(upended), found) if found.any() else found


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
    bases = [r for r in runs if not r.kana]
    largest = max([r.size for r in bases], default=0.0)
    ruby = {id(r) for r in small if r.size <= 0.62 * largest and any(_is_ruby(r, base) for base in bases)}
    return [r for r in runs if id(r) not in ruby]


def _is_ruby(run: Run, base: Run) -> bool:
    box, base_box = run.box, base.box
    if run.size > 0.62 * base.size or not -0.5 * run.size <= base_box[1] - box[3] <= 0.8 * run.size:
        return False
    centre = (box[0] + box[2]) / 2
    return any(
        g.x0 - 0.5 * g.size <= centre <= g.x1 + 0.5 * g.size and LETTER.match(g.text) and not KANA.match(g.text)
        for g in base.glyphs
    )
