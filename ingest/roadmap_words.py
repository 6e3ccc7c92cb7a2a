"""Words over the year columns of a 工程表 where they stand: runs of a printed line, whole over lines between cells."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import reduce
from itertools import pairwise
from typing import NamedTuple

from corpus.pages import Box, Line, union
from ingest.table_text import Fragment, begins_item, cell_text, fragments_in, glue, printed, rows_of, tidy

APART = 0.8
"""Words further apart (em) on one printed line are different ones."""
_SOLID = 0.2
_LEADING = 0.6
_MARK = re.compile(r"[▲△▼▽★☆◆◇●■]\s*")


class Words(NamedTuple):
    """Words in one place: their text, their printed form and the boxes of their lines."""

    text: str
    quote: str
    boxes: tuple[Box, ...]
    size: float

    @property
    def box(self) -> Box:
        """Box around all of the lines."""
        return union(self.boxes)

    @property
    def marked(self) -> bool:
        """Whether a mark (▲, ★) stands before them, as before what happens at one time."""
        return _MARK.match(self.text) is not None


def words_in(bar: Box, lines: Iterable[Line]) -> Words | None:
    """All words inside a drawn area as one text."""
    fragments = fragments_in(bar, lines)
    if not fragments:
        return None
    rows = cell_text(fragments, bar).split("\n")
    text = reduce(lambda a, b: f"{a}\n{b}" if begins_item(b) else glue(a, b), rows)
    return Words(text, printed(rows_of(fragments)), tuple(f.box for f in fragments), fragments[0].size)


def runs_in(area: Box, lines: Iterable[Line]) -> list[Words]:
    """The runs of words in an area, from the top left; what a line between cells cuts is one run."""
    pieces = [piece for f in _whole(area, lines) for piece in f if not piece.vertical]
    runs: list[list[Fragment]] = []
    for piece in sorted(pieces, key=lambda f: (round(f.box[1]), f.box[0])):
        last = next((run for run in reversed(runs) if _goes_on(run[-1], piece)), None)
        if last is None:
            runs.append([piece])
        else:
            last.append(piece)
    return [_words(run) for run in runs]


def paragraphs(runs: Sequence[Words]) -> list[Words]:
    """Runs that stand close under one another, at one side or centre, as one text."""
    out: list[Words] = []
    for run in runs:
        above = next((i for i, w in enumerate(out) if _is_wrapped(w, run)), None)
        if above is None:
            out.append(run)
        else:
            w = out[above]
            out[above] = Words(glue(w.text, run.text), f"{w.quote}\n{run.quote}", (*w.boxes, *run.boxes), w.size)
    return out


def stand_apart(runs: Sequence[Words]) -> bool:
    """Whether more white than between the lines of one text lies between some of the runs."""
    down = sorted(runs, key=lambda r: r.box[1])
    return any(b.box[1] - a.box[3] > b.size for a, b in pairwise(down))


def without_mark(text: str) -> str:
    """A text without the mark before it."""
    return _MARK.sub("", text, count=1)


def _whole(area: Box, lines: Iterable[Line]) -> Iterable[list[Fragment]]:
    """Each line of the area cut where its words stand apart."""
    for line in lines:
        if line.vertical or not (area[1] <= (line.box[1] + line.box[3]) / 2 <= area[3]):
            continue
        if line.box[2] < area[0] or line.box[0] > area[2]:
            continue
        start = 0
        pieces: list[Fragment] = []
        for i in range(1, len(line.text) + 1):
            if i == len(line.text) or line.spans[2 * i] - line.spans[2 * i - 1] > APART * line.size:
                if text := line.text[start:i].strip():
                    lead = start + len(line.text[start:i]) - len(line.text[start:i].lstrip())
                    box = line.span_box(lead, lead + len(text))
                    if area[0] <= (box[0] + box[2]) / 2 <= area[2]:
                        pieces.append(Fragment(text, box, line.size))
                start = i
        yield pieces


def _goes_on(before: Fragment, after: Fragment) -> bool:
    level = abs(before.box[1] + before.box[3] - after.box[1] - after.box[3]) < 0.6 * after.size
    return level and -_SOLID * after.size < after.box[0] - before.box[2] < _SOLID * after.size


def _words(run: Sequence[Fragment]) -> Words:
    printed_form = "".join(f.text for f in run)
    return Words(tidy(printed_form), printed_form, tuple(f.box for f in run), run[0].size)


def _is_wrapped(above: Words, below: Words) -> bool:
    a, b = above.boxes[-1], below.box
    close = -0.3 * below.size < b[1] - a[3] < _LEADING * below.size and abs(above.size - below.size) < 0.5
    indent = 1.6 * below.size if above.marked and len(above.boxes) == 1 else 0.5 * below.size
    side = -0.5 * below.size < b[0] - a[0] < indent or abs(a[0] + a[2] - b[0] - b[2]) < below.size
    return close and side and not below.marked and b[2] - b[0] <= a[2] - a[0] + 2 * below.size
