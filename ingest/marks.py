"""What a PDF library finds on a page, before any interpretation: glyphs, painted paths and images.

Every reader (pdfplumber, pdfium) fills these same records; everything after it is shared. Coordinates are PDF points
with the origin at the top left of the page as displayed.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from corpus.pages import Box, Colour

Floats: TypeAlias = NDArray[np.float64]
Numbers: TypeAlias = NDArray[np.int64]
Flags: TypeAlias = NDArray[np.bool_]

ASCENT = 0.88
"""Part of the em square above the baseline (the convention of Japanese fonts)."""


UNMAPPED = 0xFFFD
"""Code of a glyph without a Unicode value."""


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

    @property
    def style(self) -> Style:
        """What it may share with others."""
        return Style(*self[5:11])


class Style(NamedTuple):
    """What many glyphs share; fields as in Glyph."""

    size: float
    font: str = ""
    colour: Colour | None = None
    turn: int = 0
    bold: bool = False
    invisible: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Glyphs:
    """Glyphs in painting order as columns, one character each: NumPy goes over a page where Python would over glyphs.

    `codes` are Unicode, U+FFFD for what is unmapped; `boxes` is 4 × n (x0, top, x1, bottom); `style` points into
    `styles`, which are all different.
    """

    codes: Numbers
    boxes: Floats
    style: Numbers
    styles: tuple[Style, ...]

    @staticmethod
    def of(glyphs: Iterable[Glyph]) -> Glyphs:
        """Columns of glyphs; a ligature becomes several glyphs side by side."""
        if isinstance(glyphs, Glyphs):
            return glyphs
        styles: dict[Style, int] = {}
        each = [single for glyph in glyphs for single in singles(glyph)]
        return Glyphs(
            np.array([ord(g.text) for g in each], np.int64),
            columns_of([g[1:5] for g in each]),
            np.array([styles.setdefault(g.style, len(styles)) for g in each], np.int64),
            tuple(styles),
        )

    def __len__(self) -> int:
        return len(self.codes)

    def __iter__(self) -> Iterator[Glyph]:
        for char, box, style in zip(self.text, self.boxes.T.tolist(), self.style.tolist(), strict=True):
            yield styled(char, box, self.styles[style])

    def __getitem__(self, i: int) -> Glyph:
        return styled(chr(self.codes[i]), self.boxes[:, i].tolist(), self.styles[self.style[i]])

    @property
    def text(self) -> str:
        """All characters."""
        return text_of(self.codes)

    @property
    def sizes(self) -> Floats:
        """Size of each glyph."""
        return np.array([style.size for style in self.styles], np.float64)[self.style]

    @property
    def turns(self) -> Numbers:
        """Turn of each glyph."""
        return np.array([style.turn for style in self.styles], np.int64)[self.style]

    def where(self, test: Callable[[Style], bool]) -> Flags:
        """Which glyphs have a style that passes the test."""
        return np.array([test(style) for style in self.styles], bool)[self.style]

    def take(self, which: Flags | Numbers | slice) -> Glyphs:
        """Some of the glyphs, by a mask, places or a slice."""
        return Glyphs(self.codes[which], self.boxes[:, which], self.style[which], self.styles)

    def joined(self, others: Glyphs) -> Glyphs:
        """These glyphs and then the others."""
        styles = {style: i for i, style in enumerate(self.styles)}
        theirs = np.array([styles.setdefault(style, len(styles)) for style in others.styles], np.int64)
        return Glyphs(
            np.concatenate([self.codes, others.codes]),
            np.concatenate([self.boxes, others.boxes], axis=1),
            np.concatenate([self.style, theirs[others.style]]),
            tuple(styles),
        )

    def moved(self, frame: Callable[[Any], Any]) -> Glyphs:
        """The glyphs with their boxes in another frame."""
        return Glyphs(self.codes, np.array(frame(tuple(self.boxes))), self.style, self.styles)


def styled(text: str, box: Sequence[float], style: Style) -> Glyph:
    """A glyph at a place in a style."""
    x0, top, x1, bottom = box
    size, font, colour, turn, bold, invisible = style
    return Glyph(text, x0, top, x1, bottom, size, font, colour, turn, bold, invisible, text == "\ufffd")


def singles(glyph: Glyph) -> Sequence[Glyph]:
    """A ligature as several glyphs of one character side by side."""
    if len(glyph.text) == 1:
        return (glyph,)
    text = "".join(filter(is_printable, glyph.text))
    step = (glyph.x1 - glyph.x0) / max(len(text), 1)
    return [glyph._replace(text=c, x0=glyph.x0 + i * step, x1=glyph.x0 + (i + 1) * step) for i, c in enumerate(text)]


def is_printable(char: str) -> bool:
    """Whether a character is no control or format character, surrogate or noncharacter."""
    return char.isspace() or unicodedata.category(char) not in ("Cc", "Cf", "Cs", "Cn")


def columns_of(boxes: Sequence[Box]) -> Floats:
    """Boxes as columns: 4 × n."""
    return np.fromiter(chain.from_iterable(boxes), np.float64, 4 * len(boxes)).reshape(-1, 4).T


def text_of(codes: Numbers) -> str:
    """The characters of code points."""
    return codes.astype("<u4").tobytes().decode("utf-32-le", "surrogatepass")


def ranges(starts: Numbers, stops: Numbers) -> tuple[Numbers, Numbers]:
    """All numbers from each start to before its stop, if any, one range after the other: of which range, and which."""
    lengths = np.maximum(stops - starts, 0)
    which = np.repeat(np.arange(len(lengths)), lengths)
    return which, np.arange(len(which)) + (starts + lengths - np.cumsum(lengths))[which]


class CharacterClass:
    """A property of characters, looked up for whole arrays of code points; each character is asked for once."""

    def __init__(self, test: Callable[[str], object]) -> None:
        self._test = test
        self._known = np.zeros(0x110000, np.uint8)

    def __call__(self, codes: Numbers) -> Flags:
        """Which of the characters have the property."""
        found: NDArray[np.uint8] = self._known[codes]
        if not found.all():
            for code in np.unique(codes[found == 0]).tolist():
                self._known[code] = 2 if self._test(chr(code)) else 1
            found = self._known[codes]
        known: Flags = found == 2
        return known


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
    glyphs: Glyphs | tuple[Glyph, ...]
    paths: tuple[Path, ...] = ()
    images: tuple[Box, ...] = ()
    whole: bool = True
