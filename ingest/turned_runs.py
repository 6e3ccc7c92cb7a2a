"""Figures and Latin words in vertical writing that lie on their side or stand abreast, put into their lines."""

from __future__ import annotations

import re
from array import array
from collections.abc import Sequence
from dataclasses import replace

from corpus.pages import Line, union

_ABREAST = re.compile(r"[0-9A-Za-z.%!?０-９]{1,4}")
"""What stands abreast in a vertical line (縦中横)."""

_ABREAST_WIDTH = 1.3
"""How wide that is at most, in em of the line."""

_TOUCHING = 0.6
"""Widest white between a word and the line it belongs to, in em."""

_OVERLAP = 0.3
"""How far the two may lie over one another, in em."""


def with_turned_runs(upright: Sequence[Line], turned: Sequence[Line]) -> list[Line]:
    """Lines of upright and of turned letters of a page (points, origin top left), those of one vertical line as one.

    A turned word, or one of a few letters abreast, stands in the white of a vertical line, before it or behind it, or
    between two of its pieces.
    """
    columns = [line for line in upright if line.vertical]
    out = [line for line in upright if not line.vertical and not _ABREAST.fullmatch(line.text)]
    words = [line for line in upright if not line.vertical and _ABREAST.fullmatch(line.text)]
    for word in [*words, *turned]:
        held = [line for line in columns if _belongs(word, line)]
        if held:
            columns = [line for line in columns if not any(line is piece for piece in held)]
            columns.append(_joined(held, word))
        else:
            out.append(word)
    return out + columns


def _belongs(word: Line, line: Line) -> bool:
    size = max(word.size, line.size)
    if abs(word.box[0] + word.box[2] - line.box[0] - line.box[2]) > 0.6 * size:
        return False
    if word.vertical and min(word.size, line.size) < 0.8 * size:
        return False
    if not word.vertical and word.box[2] - word.box[0] > _ABREAST_WIDTH * line.size:
        return False
    top, bottom = word.box[1], word.box[3]
    slack, reach = _OVERLAP * size, _TOUCHING * size
    if -slack <= top - line.box[3] <= reach or -slack <= line.box[1] - bottom <= reach:
        return True
    letters = zip(line.text, line.spans[::2], line.spans[1::2], strict=True)
    return line.box[1] < top < line.box[3] and not any(
        not char.isspace() and min(end, bottom) - max(start, top) > slack for char, start, end in letters
    )


def _joined(lines: Sequence[Line], word: Line) -> Line:
    """The lines and the word as one line; the white in which the word stands is no space."""
    _, top, _, bottom = word.box
    letters: list[tuple[float, float, str, bool]] = []
    for line in lines:
        for i, char in enumerate(line.text):
            start, end = line.spans[2 * i], line.spans[2 * i + 1]
            if not char.isspace() or end <= top or start >= bottom:
                letters.append((start, end, char, i in line.raised))
    step = (bottom - top) / len(word.text)
    for i, char in enumerate(word.text):
        start, end = (
            (word.spans[2 * i], word.spans[2 * i + 1]) if word.vertical else (top + i * step, top + (i + 1) * step)
        )
        letters.append((start, end, char, False))
    letters.sort(key=lambda letter: letter[0])
    return replace(
        max(lines, key=lambda line: len(line.text)),
        text="".join(char for _, _, char, _ in letters),
        spans=array("d", [side for start, end, _, _ in letters for side in (start, end)]),
        box=union([line.box for line in (*lines, word)]),
        raised=tuple(i for i, letter in enumerate(letters) if letter[3]),
    )
