"""What a PDF library finds on a page, before any interpretation: glyphs, painted paths and images.

Every reader (pdfplumber, pdfium) fills these same records; everything after it is shared. Coordinates are PDF points
with the origin at the top left of the page as displayed.
"""

from __future__ import annotations

from typing import NamedTuple

from corpus.pages import Box, Colour

ASCENT = 0.88
"""Part of the em square above the baseline (the convention of Japanese fonts)."""


class Glyph(NamedTuple):
    """One painted character (or ligature). Its box is as wide as its advance and one em high, set on the baseline.

    `turn` is the clockwise rotation of the text in degrees: 0, 90, 180 or 270.
    `font` has no subset prefix. `invisible` is text that paints nothing (render mode 3), as an OCR layer does;
    `unmapped` tells that the font gives no Unicode value for the glyph (`text` is then U+FFFD).
    """

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    size: float
    font: str = ""
    colour: Colour | None = None
    turn: int = 0
    bold: bool = False
    invisible: bool = False
    unmapped: bool = False


class Path(NamedTuple):
    """One painted path: its corner points, and how it is filled and stroked (None: not)."""

    points: tuple[tuple[float, float], ...]
    fill: Colour | None
    stroke: Colour | None
    width: float = 0.0
    curved: bool = False
    closed: bool = False


class Marks(NamedTuple):
    """All marks of one page in painting order; `number` is 1-based.

    `whole` is False where the reader knows that it did not see all that is painted, or not as what.
    """

    number: int
    width: float
    height: float
    glyphs: tuple[Glyph, ...]
    paths: tuple[Path, ...] = ()
    images: tuple[Box, ...] = ()
    whole: bool = True
