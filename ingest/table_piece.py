"""The part of a table that stands on one page, as a record."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from operator import attrgetter
from typing import NamedTuple

from corpus.pages import Box, Colour
from ingest.table_grid import Gap, drawn
from ingest.table_text import Fragment


class PieceCell(NamedTuple):
    """A cell on its page: place in the grid, what is printed in it, its normalised text and the colour behind it."""

    row: int
    col: int
    rowspan: int
    colspan: int
    box: Box
    fragments: tuple[Fragment, ...]
    text: str
    shade: Colour | None = None


_ROW = attrgetter("row")


@dataclass(frozen=True, slots=True)
class Piece:
    """A table on one page: its column edges, its cells by row, and the parts of its top and bottom that are not drawn.

    A `cut` one is open where the page ends or begins, and is a table only together with what stands on the other page.
    """

    page: int
    xs: tuple[float, ...]
    n_rows: int
    cells: tuple[PieceCell, ...]
    box: Box
    roof_gaps: tuple[Gap, ...]
    floor_gaps: tuple[Gap, ...]
    cut: bool = False

    @property
    def floor(self) -> float:
        """Share of the bottom that is drawn."""
        return drawn(self.floor_gaps, self.box)

    @property
    def n_cols(self) -> int:
        """Number of columns."""
        return len(self.xs) - 1

    def row(self, number: int) -> list[PieceCell]:
        """Cells that start in a row, from left to right."""
        start = bisect_left(self.cells, number, key=_ROW)
        return list(self.cells[start : bisect_right(self.cells, number, start, key=_ROW)])
