"""Pages drawn by hand for tests: lines of text, rulings, bars. Points, origin top left."""

from __future__ import annotations

from array import array
from collections.abc import Sequence

from corpus.pages import Box, Colour, Line, Page, Ruling, Shape

BLACK: Colour = (0.0, 0.0, 0.0)
BLUE: Colour = (0.8, 0.88, 0.96)


def text(words: str, x: float, top: float, size: float = 10.0, *, bold: bool = False) -> Line:
    """A line of full-width glyphs from x; ASCII ones take half the width."""
    spans = array("d")
    at = x
    for char in words:
        width = size * (0.5 if char.isascii() else 1.0)
        spans.extend((at, at + width))
        at += width
    return Line(words, spans, (x, top, at, top + size), size, bold=bold)


def grid(xs: Sequence[float], ys: Sequence[float]) -> list[Ruling]:
    """All lines of a full grid."""
    across = [Ruling(xs[0], y, xs[-1], y, 0.5) for y in ys]
    return across + [Ruling(x, ys[0], x, ys[-1], 0.5) for x in xs]


def filled(rows: Sequence[Sequence[str]], xs: Sequence[float], ys: Sequence[float]) -> list[Line]:
    """One line (or several, parted by newlines) at the top left of each cell; empty texts print nothing."""
    lines = []
    for r, row in enumerate(rows):
        for c, words in enumerate(row):
            for k, part in enumerate(words.split("\n")):
                if part:
                    lines.append(text(part, xs[c] + 3, ys[r] + 3 + 12 * k))
    return lines


def page(
    lines: Sequence[Line] = (),
    rulings: Sequence[Ruling] = (),
    shapes: Sequence[Shape] = (),
    number: int = 1,
    size: tuple[float, float] = (595.0, 842.0),
) -> Page:
    """An A4 page."""
    return Page(number, *size, tuple(lines), tuple(rulings), tuple(shapes))


def ground(box: Box, fill: Colour = BLUE) -> Shape:
    """A filled rectangle without outline."""
    return Shape(box, fill, None)


def frame(box: Box, stroke: Colour = BLACK) -> Shape:
    """An outlined rectangle."""
    return Shape(box, None, stroke)


def arrow(box: Box, fill: Colour | None = BLUE) -> Shape:
    """A block arrow pointing right."""
    x0, top, x1, bottom = box
    neck = x1 - 8
    points = ((x0, top), (neck, top), (x1, (top + bottom) / 2), (neck, bottom), (x0, bottom))
    return Shape(box, fill, BLACK, points, rectangular=False)
