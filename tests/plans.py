"""Plans set for tests the way towns set them: banners, headings, lists, boxes, ruled tables with spans."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from tests.pdfs import GOTHIC, JAPANESE, Sheet, write_pdf

LEFT, RIGHT, TOP, BOTTOM = 60.0, 535.0, 70.0, 770.0
Cell = str | tuple[str, int, int]
"""A cell's words, or words with rowspan and colspan; None stands where a span covers."""


def wrapped(words: str, width: float, size: float) -> list[str]:
    """Lines of full-width type no wider than `width`; printed newlines are kept."""
    lines: list[str] = []
    for part in words.split("\n"):
        line, used = "", 0.0
        for char in part:
            step = size
            if used + step > width + 0.01 and line:
                lines.append(line)
                line, used = "", 0.0
            line, used = line + char, used + step
        lines.append(line)
    return lines


class Paper:
    """Pages that fill from the top; a block that does not fit starts the next page."""

    def __init__(self, *, width: float = 595.0, height: float = 842.0, right: float = RIGHT) -> None:
        self.sheets = [Sheet(width, height)]
        self.y = TOP
        self.right = right
        self.bottom = height - (842.0 - BOTTOM)

    @property
    def sheet(self) -> Sheet:
        """The page being filled."""
        return self.sheets[-1]

    def new_page(self) -> None:
        """Start the next page; the number of the one before is set at its foot."""
        self.sheet.text(self.sheet.width / 2 - 5, self.sheet.height - 40, str(len(self.sheets)), 9)
        self.sheets.append(Sheet(self.sheet.width, self.sheet.height))
        self.y = TOP

    def need(self, height: float) -> None:
        """Room for a block of that height."""
        if self.y + height > self.bottom:
            self.new_page()

    def gap(self, points: float) -> None:
        """Leave white."""
        self.y += points

    def words(self, text: str, size: float = 10.5, *, x: float = LEFT, font: str = JAPANESE, hang: float = 0) -> None:
        """Lines of type; those after the first are set `hang` points further in."""
        for i, line in enumerate(wrapped(text, self.right - x - hang, size)):
            self.need(size * 1.7)
            self.sheet.text(x + (hang if i else 0), self.y + size, line, size, font)
            self.y += size * 1.7

    def heading(self, text: str, size: float = 12, *, x: float = LEFT) -> None:
        """A heading in bold type with air around it."""
        self.need(4 * size)
        self.y += 0.6 * size
        self.words(text, size, x=x, font=GOTHIC)
        self.y += 0.3 * size

    def banner(self, text: str, size: float = 15, colour: str = "0.1 0.3 0.6 rg", ink: str = "1 g") -> None:
        """White words on a coloured band over the whole width."""
        self.need(5 * size)
        self.y += 6
        self.sheet.box(LEFT - 8, self.y, self.right + 8, self.y + 2 * size, "f", colour)
        self.sheet.text(LEFT, self.y + 1.35 * size, text, size, GOTHIC, colour=ink)
        self.y += 2 * size + 10

    def items(self, lines: Sequence[str], *, x: float = LEFT + 10, size: float = 10.5) -> None:
        """A list whose lines carry their own signs."""
        for line in lines:
            self.words(line, size, x=x, hang=size)

    def table(
        self,
        widths: Sequence[float],
        rows: Sequence[Sequence[Cell | None]],
        *,
        size: float = 9,
        header: int = 1,
        x: float = LEFT,
        fill: str = "0.88 0.92 0.97 rg",
    ) -> None:
        """A fully ruled table. None is covered by a span. Rows that a page has no room for go on the next."""
        edges = [x]
        for width in widths:
            edges.append(edges[-1] + width)
        heights = [self._height(row, widths, size) for row in rows]
        start = 0
        while start < len(rows):
            self.need(sum(heights[start : start + (header + 1 if start == 0 else 1)]))
            end, used = start, 0.0
            while end < len(rows) and self.y + used + heights[end] <= self.bottom:
                used += heights[end]
                end += 1
            self._part(edges, rows[start:end], heights[start:end], size, max(0, header - start), fill)
            start = end
        self.y += 10

    def _height(self, row: Sequence[Cell | None], widths: Sequence[float], size: float) -> float:
        tall = 1
        for i, cell in enumerate(row):
            words, down, across = cell if isinstance(cell, tuple) else (cell or "", 1, 1)
            lines = len(wrapped(words, sum(widths[i : i + across]) - 8, size))
            tall = max(tall, -(-lines // down))
        return tall * size * 1.4 + 6

    def _part(
        self,
        edges: Sequence[float],
        rows: Sequence[Sequence[Cell | None]],
        heights: Sequence[float],
        size: float,
        header: int,
        fill: str,
    ) -> None:
        tops = [self.y]
        for height in heights:
            tops.append(tops[-1] + height)
        for r, row in enumerate(rows):
            for c, cell in enumerate(row):
                if cell is None:
                    continue
                words, down, across = cell if isinstance(cell, tuple) else (cell, 1, 1)
                box = (edges[c], tops[r], edges[c + across], tops[min(r + down, len(rows))])
                if r < header:
                    self.sheet.box(*box, "f", fill)
                self.sheet.box(*box)
                for i, line in enumerate(wrapped(words, box[2] - box[0] - 8, size)):
                    self.sheet.text(box[0] + 4, tops[r] + 4 + size + i * size * 1.4, line, size)
        self.y = tops[-1]

    def save(self, path: Path, title: str = "") -> Path:
        """Write the PDF."""
        return write_pdf(path, *self.sheets, title=title)
