"""The year columns of a 工程表: which fiscal years its heads name, and where on the page these years lie."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from corpus.pages import Box, Cell, Table, union
from ingest.years import find_years, fold_years

REACH = 0.3
"""A bar covers a year's column when it takes up this share of it."""
HEADER_DEPTH = 4
"""Year columns are named in one of the first rows."""
_TOUCHED, _MOST = 0.15, 0.6
"""A bar that takes up between these shares of a column of several years tells none of them."""
_FEWEST = 3
_SAME = 4.0
"""Columns of two pages no further apart (points) are the same."""
_NO_MORE = re.compile(r"(?:[()~/\s]|年度?|以降|以後|予定|計画|[短中長]期)*")
_BARE_YEARS = re.compile(r"((?:19|20)\d\d)(?:~((?:19|20)\d\d))?(?:~|以降)?")
_ORDINAL = re.compile(r"(?:元|\d{1,2})(?:年度?)?")
_PART = re.compile(
    r"[前後]半|[上下](?:半?期)|[春夏秋冬]|第?[1-4ⅠⅡⅢⅣ](?:Q|四半期|期)?|Q[1-4]|(?:1[0-2]|[1-9])月?(?:[~\-－―](?:1[0-2]|[1-9]))?月?"
)


@dataclass(frozen=True, slots=True)
class YearColumn:
    """Columns `col` to `last_col` of a table stand for the fiscal years `first` to `last`."""

    first: int
    last: int
    col: int
    last_col: int


def year_columns(table: Table) -> tuple[list[YearColumn], int]:
    """Columns headed by successive years and the number of rows above the body; nothing when there are none."""
    for row in range(min(HEADER_DEPTH, table.n_rows)):
        found: list[YearColumn] = []
        for cell in sorted((c for c in table.cells if c.row == row), key=lambda c: c.col):
            span = _years(_era_above(table, cell) + cell.text, found[-1].last if found else None)
            if span is not None:
                found.append(YearColumn(*span, cell.col, cell.col + cell.colspan - 1))
        if len(found) >= 2 and all(a.last + 1 == b.first for a, b in pairwise(found)):
            depth = max(
                (c.row + c.rowspan for c in table.cells if c.row <= row and c.rowspan <= HEADER_DEPTH), default=1
            )
            depth = max(depth if depth < table.n_rows else row + 1, row + 1)
            parts = _parts(table, found, row + 1)
            if parts is None:
                return [], 0
            if parts:
                return [c for column in found for c in _divided(column, table, row + 1)], max(depth, row + 2)
            return found, depth
    return [], 0


def name_years(texts: Sequence[str]) -> bool:
    """Whether some cells of one row name three successive years or more, and no other years."""
    found: list[tuple[int, int]] = []
    for text in texts:
        if (span := _years(text, found[-1][1] if found else None)) is not None:
            found.append(span)
    return len(found) >= _FEWEST and all(a[1] + 1 == b[0] for a, b in pairwise(found))


def _era_above(table: Table, cell: Cell) -> str:
    """The era that a cell above names for a year without one (令和 | 6年度, 7年度)."""
    if not _ORDINAL.fullmatch(cell.text):
        return ""
    above = (c for c in table.cells if c.row + c.rowspan == cell.row and c.col <= cell.col < c.col + c.colspan)
    return next((c.text for c in above if c.text in ("令和", "平成")), "")


def _years(text: str, before: int | None) -> tuple[int, int] | None:
    """First and last year of a cell that names years and nothing else (令和6年度(2024年度), R7, 2027年度以降, 短期).

    `before` is the last year of the column on the left: from the year after it reckons a cell that only tells up to
    when it goes (～2030).
    """
    text = fold_years(text.replace("\n", ""))
    if before is not None and text.startswith("~"):
        span = _years(text[1:], before)
        return (before + 1, span[1]) if span and span[1] > before else None
    if bare := _BARE_YEARS.fullmatch(re.sub(r"[短中長]期|[()\s]", "", text)):
        first, last = int(bare[1]), int(bare[2] or bare[1])
        return (first, last) if first <= last else None
    mentions = [m for m in find_years(text, before) if m.year is not None]
    rest = text
    for mention in reversed(mentions):
        rest = rest[: mention.start] + rest[mention.end :]
    if not mentions or not _NO_MORE.fullmatch(rest):
        return None
    period = next((m.period for m in mentions if m.period), None)
    if period:
        return period
    years = {m.year.year for m in mentions if m.year is not None}
    return (min(years), min(years)) if len(years) == 1 else None


def _parts(table: Table, columns: Sequence[YearColumn], row: int) -> bool | None:
    """Whether the row below the years names their halves or quarters; None where it divides them by something else."""
    below = {c.col: c.text.replace("\n", "").replace(" ", "") for c in table.cells if c.row == row}
    named = [
        [below[i] for i in range(column.col, column.last_col + 1) if below.get(i)]
        for column in columns
        if column.last_col > column.col
    ]
    told = [text for texts in named for text in texts]
    if told and all(_PART.fullmatch(text) for text in told):
        return True
    alike = len(named) > 1 and all(len(texts) > 1 and texts == named[0] for texts in named)
    return None if alike else False


def _divided(column: YearColumn, table: Table, row: int) -> list[YearColumn]:
    """The halves or quarters of a year as columns of that year."""
    parts = sorted(c.col for c in table.cells if c.row == row and column.col <= c.col <= column.last_col and c.text)
    starts = [column.col, *parts[1:]]
    ends = [*(start - 1 for start in starts[1:]), column.last_col]
    return [replace(column, col=start, last_col=end) for start, end in zip(starts, ends, strict=True)]


def column_edges(table: Table, columns: Sequence[YearColumn], page: int) -> list[tuple[float, float]] | None:
    """Left and right of each year column on a page; None where these are not known.

    A page that goes on with a table may be divided by its bars, too: where its columns do not lie as on the page of the
    heads, those of the heads count, if the table is as wide on both.
    """
    first, here = table.pages[0], _sides(table, page)
    there = _edges(table, columns, first)
    found = _edges(table, columns, page)
    if page == first or there is None or here is None:
        return found or there
    left, right = _sides(table, first) or here
    shift = here[0] - left
    moved = [(a + shift, b + shift) for a, b in there]
    flat = [x for pair in moved for x in pair]
    if found and all(abs(x - y) <= _SAME for x, y in zip((x for pair in found for x in pair), flat, strict=True)):
        return found
    return moved if abs(here[1] - right - shift) <= _SAME else None


def _edges(table: Table, columns: Sequence[YearColumn], page: int) -> list[tuple[float, float]] | None:
    """Left and right of each year column, from cells on the page that begin or end with it."""
    here = [(c, box_on(c, page)) for c in table.cells if page in pages_of(c)]
    edges: list[tuple[float, float]] = []
    for column in columns:
        left = [box[0] for c, box in here if c.col == column.col]
        right = [box[2] for c, box in here if c.col + c.colspan - 1 == column.last_col]
        if not left or not right:
            return None
        edges.append((left[-1], right[-1]))
    return edges


def _sides(table: Table, page: int) -> tuple[float, float] | None:
    boxes = [c.box for c in table.cells if c.page == page]
    return (min(b[0] for b in boxes), max(b[2] for b in boxes)) if boxes else None


def covered(
    x0: float, x1: float, edges: Sequence[tuple[float, float]], columns: Sequence[YearColumn]
) -> tuple[int, int] | None:
    """First and last fiscal year under a bar from x0 to x1 (points)."""
    hit = [
        column
        for (left, right), column in zip(edges, columns, strict=True)
        if min(x1, right) - max(x0, left) >= REACH * min(right - left, x1 - x0)
    ]
    return (hit[0].first, hit[-1].last) if hit else None


def covered_by(bar: Box, edges: Sequence[tuple[float, float]], columns: Sequence[YearColumn]) -> tuple[int, int] | None:
    """First and last fiscal year of a bar; None where it takes up but a part of several years that share a column."""
    for (left, right), column in zip(edges, columns, strict=True):
        share = (min(bar[2], right) - max(bar[0], left)) / (right - left)
        if column.last > column.first and _TOUCHED < share < _MOST:
            return None
    return covered(bar[0], bar[2], edges, columns)


def pages_of(cell: Cell) -> set[int]:
    """The pages on which a cell or words of it stand."""
    return {cell.page, *(e.page for e in cell.evidence)}


def box_on(cell: Cell, page: int) -> Box:
    """The cell's box on a page, or that of its words there."""
    if cell.page == page:
        return cell.box
    return union(next(e.boxes for e in cell.evidence if e.page == page))
