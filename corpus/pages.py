"""What is on a page: lines, rulings, shapes, blocks, tables, and the evidence that points at them.

Coordinates everywhere are PDF points with the origin at the top left of the page as displayed; pages are 1-based.
"""

from __future__ import annotations

from array import array
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeAlias

Box: TypeAlias = tuple[float, float, float, float]
"""(x0, top, x1, bottom)."""

Colour: TypeAlias = tuple[float, float, float]
"""RGB, each 0..1."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """A place in a document: the printed words and the boxes around them on one page.

    `ocr` tells that the words were read from a picture of the page, and may be wrong.
    """

    page: int
    boxes: tuple[Box, ...]
    quote: str
    ocr: bool = False


class Severity(StrEnum):
    """How much of the input a problem costs."""

    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that could not be read or published, told to staff in Japanese.

    `code` is stable snake_case (`no_text_layer`); `page` is None when the whole file is meant.
    """

    code: str
    page: int | None
    message: str
    severity: Severity = Severity.WARNING


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line of one column: its characters as printed, and where each stands.

    `spans` holds start and end of every character of `text` along the writing direction (2 × len(text) floats:
    x for horizontal lines, y for vertical ones). A flat array, because a 400-page budget has a million characters.
    `raised` are the indices of superscript characters (footnote marks).
    """

    text: str
    spans: array[float]
    box: Box
    size: float
    font: str = ""
    bold: bool = False
    colour: Colour | None = None
    vertical: bool = False
    raised: tuple[int, ...] = ()

    def __reduce__(self) -> tuple[type[Line], tuple[object, ...]]:
        """Pickled by its fields as they are: pages cross from one process to another, and have many lines."""
        return Line, (
            self.text, self.spans, self.box, self.size, self.font, self.bold, self.colour, self.vertical, self.raised,
        )  # fmt: skip

    def char_box(self, i: int) -> Box:
        """Box of the i-th character."""
        x0, top, x1, bottom = self.box
        if self.vertical:
            return (x0, self.spans[2 * i], x1, self.spans[2 * i + 1])
        return (self.spans[2 * i], top, self.spans[2 * i + 1], bottom)

    def span_box(self, start: int, end: int) -> Box:
        """Box around text[start:end]; start < end."""
        x0, top, x1, bottom = self.box
        a, b, spans = 2 * start, 2 * end - 2, self.spans
        low, high = spans[a], spans[b + 1]
        if end - start > 1:
            low, high = min(low, spans[b]), max(high, spans[a + 1])
        return (x0, low, x1, high) if self.vertical else (low, top, high, bottom)


@dataclass(frozen=True, slots=True)
class Ruling:
    """A drawn straight line, horizontal or vertical (x0 == x1 or top == bottom)."""

    x0: float
    top: float
    x1: float
    bottom: float
    width: float = 0.0
    colour: Colour | None = None

    def __reduce__(self) -> tuple[type[Ruling], tuple[object, ...]]:
        """Pickled as a Line is."""
        return Ruling, (self.x0, self.top, self.x1, self.bottom, self.width, self.colour)


@dataclass(frozen=True, slots=True)
class Shape:
    """A drawn area: a rectangle, rounded box, arrow or polygon, by its outline's bounding box and points."""

    box: Box
    fill: Colour | None
    stroke: Colour | None
    points: tuple[tuple[float, float], ...] = ()
    rectangular: bool = True

    def __reduce__(self) -> tuple[type[Shape], tuple[object, ...]]:
        """Pickled as a Line is."""
        return Shape, (self.box, self.fill, self.stroke, self.points, self.rectangular)


@dataclass(frozen=True, slots=True)
class Page:
    """One page as read: everything later stages need, and nothing of the PDF library.

    `ocr` tells that its text was read from its picture, here or before the file came here; `ocr_confidence` (0..1) is
    known where it was read here.
    """

    number: int
    width: float
    height: float
    lines: tuple[Line, ...]
    rulings: tuple[Ruling, ...] = ()
    shapes: tuple[Shape, ...] = ()
    images: tuple[Box, ...] = ()
    problems: tuple[Problem, ...] = ()
    ocr: bool = False
    ocr_confidence: float | None = None


class BlockKind(StrEnum):
    """What a block is on the page."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    BULLET = "bullet"
    NOTE = "note"
    CAPTION = "caption"
    TOC = "toc"
    RUNNING_HEAD = "running_head"
    PAGE_NUMBER = "page_number"


@dataclass(frozen=True, slots=True)
class Block:
    """A heading, paragraph or bullet, in reading order.

    `text` is normalised and joined over wraps, without `marker` (the printed lead: `（１）`, `・`, `【`…). `number` is
    the normalised ordinal of a heading or list item (`1`, `(1)`, `①`). `path` names the headings above it, outermost
    first, each as `number text`. `container` numbers the drawn box it stands in (per page; None for the open page).
    `evidence` has one entry per page it touches.
    """

    kind: BlockKind
    text: str
    evidence: tuple[Evidence, ...]
    level: int | None = None
    number: str | None = None
    marker: str = ""
    path: tuple[str, ...] = ()
    size: float = 0.0
    bold: bool = False
    indent: float = 0.0
    container: int | None = None

    @property
    def page(self) -> int:
        """Page on which the block starts."""
        return self.evidence[0].page

    @property
    def box(self) -> Box:
        """Box around the block on its first page."""
        return union(self.evidence[0].boxes)


@dataclass(frozen=True, slots=True)
class Cell:
    """A table cell with its printed span. `text` is normalised; a newline in it is a printed hard break.

    A cell that breaks over a page has one evidence entry per page; `page` and `box` are those of the first.
    """

    row: int
    col: int
    rowspan: int
    colspan: int
    text: str
    page: int
    box: Box
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """One table, however many pages it crosses. Cells are flat with spans; rows and columns are 0-based."""

    pages: tuple[int, ...]
    caption: str
    header_rows: int
    n_rows: int
    n_cols: int
    cells: tuple[Cell, ...]
    path: tuple[str, ...] = ()
    boxes: tuple[Evidence, ...] = field(default=())

    def grid(self) -> list[list[Cell | None]]:
        """n_rows × n_cols; every position covered by a cell holds that cell."""
        rows: list[list[Cell | None]] = [[None] * self.n_cols for _ in range(self.n_rows)]
        for cell in self.cells:
            for r in range(cell.row, min(cell.row + cell.rowspan, self.n_rows)):
                for c in range(cell.col, min(cell.col + cell.colspan, self.n_cols)):
                    rows[r][c] = cell
        return rows


@dataclass(frozen=True, slots=True)
class Passage:
    """A unit of search: whole sentences or whole table rows under one heading path."""

    id: str
    document: str
    kind: str
    path: tuple[str, ...]
    text: str
    evidence: tuple[Evidence, ...]


def union(boxes: tuple[Box, ...] | list[Box]) -> Box:
    """Smallest box around all boxes; at least one."""
    if len(boxes) == 1:
        return boxes[0]
    x0s, tops, x1s, bottoms = zip(*boxes, strict=True)
    return min(x0s), min(tops), max(x1s), max(bottoms)


def overlap(a: Box, b: Box) -> bool:
    """Whether two boxes have area in common."""
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def contains(outer: Box, inner: Box, slack: float = 1.0) -> bool:
    """Whether `inner` lies in `outer`, give or take `slack` points."""
    return (
        outer[0] - slack <= inner[0]
        and outer[1] - slack <= inner[1]
        and inner[2] <= outer[2] + slack
        and inner[3] <= outer[3] + slack
    )
