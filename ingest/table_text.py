"""Glyphs → the cell their centre lies in → the cell's text, joined as Japanese."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from corpus.pages import Box, Line, union
from corpus.text import normalise
from ingest.spacing import LETTER
from ingest.table_grid import Grid, GridCell

_LEAD = re.compile(
    r"\s*(?:[・●○◯◇◆◎■□▼▽※＊☆★➢➤▶►◼✓→⇒【<＜]|[▲△](?!\s*[\d.,])|[①-⑳㉑-㉟㊱-㊿]|[-－―](?=[^\d\s])|[*](?=\D)"
    r"|[(（][\dア-ンⅰ-ⅻa-z]{1,2}[)）]|\d{1,2}[.．)）](?=\D)|[ア-ン][.．)）、]|[(（]?注[\d)）]|第[\d一二三四五六七八九十]+[章節条])"
)
_FIGURE = re.compile(r"[▲△+-]?\d[\d,]*(?:\.\d+)?%?")
_SPACES = re.compile(r"(\s+)")
_WORD = re.compile(r"[A-Za-z0-9][A-Za-z0-9.,'%/-]*")
_CLOSING = "、。，．,.)）」』】〉》〕]］｝}・ーぁぃぅぇぉっゃゅょァィゥェォッャュョ々％%"
_JAPANESE = re.compile(r"[\u3000-\u30ff\u3400-\u9fff\uf900-\ufaff\uff00-\uffef々①-⑳()「」【】、。・/~:]")


class Fragment(NamedTuple):
    """The part of a printed line that stands in one cell."""

    text: str
    box: Box
    size: float
    bold: bool = False
    white: bool = False
    vertical: bool = False

    @property
    def width(self) -> float:
        """Extent along x, in points."""
        return self.box[2] - self.box[0]


def fragments_by_cell(grid: Grid, lines: Iterable[Line]) -> list[list[Fragment]]:
    """For each cell of the grid, the fragments whose glyphs' centres lie in it, as they come on the page."""
    owner = [[-1] * grid.n_cols for _ in range(grid.n_rows)]
    for i, cell in enumerate(grid.cells):
        for row in owner[cell.row : cell.row + cell.rowspan]:
            row[cell.col : cell.col + cell.colspan] = [i] * cell.colspan
    out: list[list[Fragment]] = [[] for _ in grid.cells]
    x0, top, x1, bottom = grid.box
    for line in lines:
        box = line.box
        if box[2] < x0 or box[0] > x1 or box[3] < top or box[1] > bottom or not line.text or line.text.isspace():
            continue
        across, along = (grid.xs, grid.ys) if line.vertical else (grid.ys, grid.xs)
        middle = (box[0] + box[2]) / 2 if line.vertical else (box[1] + box[3]) / 2
        fixed = bisect_right(across, middle) - 1
        if not 0 <= fixed < len(across) - 1:
            continue
        spans = line.spans
        whole = bisect_right(along, (spans[0] + spans[1]) / 2) - 1
        if 0 <= whole < len(along) - 1 and whole == bisect_right(along, (spans[-2] + spans[-1]) / 2) - 1:
            _add(out[owner[whole][fixed] if line.vertical else owner[fixed][whole]], line, 0, len(line.text))
            continue
        runs: list[tuple[int, int, int]] = []
        for i, (start, end) in enumerate(zip(spans[::2], spans[1::2], strict=True)):
            step = bisect_right(along, (start + end) / 2) - 1
            inside = 0 <= step < len(along) - 1
            here = -1 if not inside else owner[step][fixed] if line.vertical else owner[fixed][step]
            if runs and runs[-1][2] == here:
                runs[-1] = (runs[-1][0], i + 1, here)
            else:
                runs.append((i, i + 1, here))
        for start, end, to in _overflowing(line, runs, grid):
            if to >= 0:
                _add(out[to], line, start, end)
    return out


def fragments_in(box: Box, lines: Iterable[Line]) -> list[Fragment]:
    """Fragments whose glyphs' centres lie in a drawn area."""
    cell = GridCell(0, 0, 1, 1, box)
    grid = Grid((box[0], box[2]), (box[1], box[3]), (cell,), 0.0, 1.0)
    return fragments_by_cell(grid, lines)[0]


def _overflowing(line: Line, runs: list[tuple[int, int, int]], grid: Grid) -> list[tuple[int, int, int]]:
    """Runs of glyphs by cell, (start, end, cell), words printed across a cell's border kept whole.

    They belong to the cell that holds most of them, or else to the one in which they begin (a bar over columns).
    """
    if line.vertical or len(runs) < 2:
        return runs
    groups: list[list[tuple[int, int, int]]] = [[runs[0]]]
    for before, run in pairwise(runs):
        if before[2] >= 0 and run[2] >= 0 and _straddles(line, run[0], grid.xs):
            groups[-1].append(run)
        else:
            groups.append([run])
    out: list[tuple[int, int, int]] = []
    for group in groups:
        largest = max(group, key=lambda r: r[1] - r[0])
        start, end = group[0][0], group[-1][1]
        whole = largest[1] - largest[0] >= 0.7 * (end - start)
        out.append((start, end, largest[2] if whole else group[0][2]))
    return out


def _straddles(line: Line, i: int, xs: Sequence[float]) -> bool:
    """Whether glyph i goes on with the word of the one before it over the grid line that parts their centres.

    It does where one of them lies on the grid line, and where two letters are set solid: reading has parted lines at
    rulings, so that what still runs over one stands on a bar.
    """
    a0, a1, b0 = line.spans[2 * i - 2 : 2 * i + 1]
    k = bisect_right(xs, (a0 + a1) / 2)
    if k == len(xs) or b0 - a1 > 0.3 * line.size or line.text[i].isspace() or line.text[i - 1].isspace():
        return False
    if b0 - a1 < 0.15 * line.size and LETTER.match(line.text[i]) and LETTER.match(line.text[i - 1]):
        return True
    over = 0.2 * line.size
    return a1 > xs[k] + over or b0 < xs[k] - over


def printed(rows: Iterable[Sequence[Fragment]]) -> str:
    """The words of a cell as printed, one of its lines (`rows_of`) to a line."""
    return "\n".join(["".join([f.text for f in row]) for row in rows])


def rows_of(fragments: Sequence[Fragment]) -> list[list[Fragment]]:
    """Fragments as the printed lines of the cell, top to bottom; vertical ones column by column from the right."""
    if len(fragments) == 1:
        return [list(fragments)]
    if fragments and all(f.vertical for f in fragments):
        return [[f] for f in sorted(fragments, key=lambda f: (-f.box[0], f.box[1]))]
    rows: list[list[Fragment]] = []
    for fragment in sorted(fragments, key=lambda f: f.box[1] + f.box[3]):
        if rows and _same_row(rows[-1][-1], fragment):
            rows[-1].append(fragment)
        else:
            rows.append([fragment])
    for row in rows:
        row.sort(key=lambda f: f.box[0])
    return rows


def cell_text(fragments: Sequence[Fragment], box: Box) -> str:
    """Normalised text of a cell with the given box: wrapped lines joined, hard breaks kept as newlines.

    A line break is hard when the next line begins with a list mark, when its first word would still have fitted
    on the line before, or between two figures. Indented lines under a list mark belong to it.
    """
    if not fragments:
        return ""
    if len(fragments) == 1:
        return tidy(fragments[0].text)
    rows = rows_of(fragments)
    texts = [tidy(_row_text(row)) for row in rows]
    if len(texts) == 1 or all(len(t) <= 1 for t in texts) or fragments[0].vertical:
        return "".join(texts)
    spans = [union([f.box for f in row]) for row in rows]
    pad = max(0.0, min(min(s[0] - box[0], box[2] - s[2]) for s in spans))
    room = max(box[2] - box[0] - 2 * min(pad, fragments[0].size), max(s[2] - s[0] for s in spans))
    right = box[2] - min(pad, fragments[0].size)
    ends, starts = [s[2] for s in spans], [s[0] for s in spans]
    right_set = max(ends) - min(ends) < 1.0 < max(starts) - min(starts)
    out = texts[0]
    mark_x = spans[0][0] if begins_item(texts[0]) else None
    for i in range(1, len(rows)):
        size = rows[i - 1][-1].size
        if begins_item(texts[i]):
            out += "\n" + texts[i]
            mark_x = spans[i][0]
            continue
        left_set = not right_set and abs(spans[i][0] - spans[i - 1][0]) < 1.6 * size
        free = room - (spans[i - 1][2] - spans[i - 1][0])
        if left_set:
            free = min(free, right - spans[i - 1][2])
        hard = free >= _first_word_width(rows[i][0], texts[i]) + 0.5 * size
        hard = hard or (_FIGURE.fullmatch(texts[i - 1]) is not None and _FIGURE.fullmatch(texts[i]) is not None)
        hanging = mark_x is not None and spans[i][0] > mark_x + 0.4 * size
        if hard and hanging:
            out += " " + texts[i]
        elif hard:
            out += "\n" + texts[i]
            mark_x = None
        else:
            out = glue(out, texts[i])
    return out


def begins_item(text: str) -> bool:
    """Whether a line begins with a list mark."""
    return _LEAD.match(text) is not None


def glue(a: str, b: str) -> str:
    """Two pieces of one running text: a space only between Latin words."""
    if not a or not b:
        return a + b
    if a[-1].isascii() and a[-1].isalpha() and b[0].isascii() and b[0].isalpha():
        return f"{a} {b}"
    return a + b


def tidy(text: str) -> str:
    """Normalised text without the spaces that only set Japanese letters apart (区　分, 2019 年度)."""
    text = text.strip()
    if not _SPACES.search(text):
        return normalise(text)
    pieces = _SPACES.split(text)
    words = [normalise(word) for word in pieces[::2]]
    out = words[0]
    for before, space, after in zip(words, pieces[1::2], words[1:], strict=False):
        out += ("" if _closes_up(before, after, wide="\u3000" in space) else " ") + after
    return out


def _closes_up(before: str, after: str, *, wide: bool) -> bool:
    """Whether two words printed with a space between them are one; a wide space beside a figure parts them."""
    if not before or not after:
        return True
    a, b = _JAPANESE.match(before[-1]) is not None, _JAPANESE.match(after[0]) is not None
    if a and b:
        return _core(before) <= 1 or _core(after) <= 1
    return (a or b) and not wide and before[-1].isalnum() and after[0].isalnum()


def _core(word: str) -> int:
    """Length of a word without a bracket that follows or precedes it."""
    return len(re.split(r"[(「【/・]", word.lstrip("(「【"), maxsplit=1)[0].rstrip(")」】、。:"))


def _row_text(row: Sequence[Fragment]) -> str:
    text = row[0].text
    for before, after in pairwise(row):
        gap = after.box[0] - before.box[2]
        text += (" " if gap > 0.25 * after.size else "") + after.text
    return text


def _first_word_width(fragment: Fragment, text: str) -> float:
    word = _WORD.match(text)
    n = len(word.group()) if word else 1
    while n < len(text) and text[n] in _CLOSING:
        n += 1
    return fragment.width * min(1.0, n / max(1, len(text)))


def _same_row(a: Fragment, b: Fragment) -> bool:
    _, top, _, bottom = a.box
    _, other_top, _, other_bottom = b.box
    overlap = min(bottom, other_bottom) - max(top, other_top)
    return overlap > 0.5 * min(bottom - top, other_bottom - other_top)


def _add(cell: list[Fragment], line: Line, start: int, end: int) -> None:
    text = line.text[start:end]
    stripped = text.strip()
    if not stripped:
        return
    if len(stripped) < len(text):
        start += len(text) - len(text.lstrip())
        end = start + len(stripped)
    white = line.colour is not None and min(line.colour) >= 0.9
    cell.append(Fragment(stripped, line.span_box(start, end), line.size, line.bold, white, line.vertical))
