"""Pieces of one table on successive pages → one Table.

A table goes on when it ends its page, the next page starts with a grid of the same columns, and no other header or
caption stands there. What is judged is recorded on the way: the texts of running heads of the last pages.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from operator import attrgetter
from statistics import median

from corpus.pages import Box, Cell, Evidence, Line, Page, Table
from corpus.text import squeeze
from ingest.table_grid import Gap, nearest
from ingest.table_piece import Piece, PieceCell
from ingest.table_text import begins_item, glue, printed, rows_of

SAME_COLUMN = 4.0
"""Column edges of two pages agree to this many points, after moving one page's table over the other's."""
MARGIN = 0.08
"""Share of the page height at top and bottom where running heads and page numbers stand."""
LOWEST_START, HIGHEST_END = 0.4, 0.6
"""A table that goes on starts above, and ends below, these shares of the page height."""
_PAGE_NUMBER = re.compile(r"[-－―–~\s\d()/ivxpPー・]*(?:頁|ページ)?")
_NOTE = re.compile(r"\d{1,3}[)）]?\s?[^\d\s.．)）年]|[※＊*]|[(（]?注")
_CARRIED = re.compile(r".*(?:続き|つづき|続く|つづく)[)）]?|[(（]?\s*単\s*位.*")


@dataclass(frozen=True, slots=True)
class Standing:
    """A piece with what stands around it on its page; a header that only might be one is not `header_sure`."""

    piece: Piece
    header_rows: int
    header_sure: bool
    caption: str
    starts_page: bool
    ends_page: bool


@dataclass(frozen=True, slots=True)
class PageEdges:
    """Texts in the top and bottom margins of the pages before, without their digits."""

    texts: frozenset[str] = frozenset()

    def after(self, page: Page) -> PageEdges:
        """With the texts of one more page."""
        head, foot = MARGIN * page.height, (1 - MARGIN) * page.height
        return PageEdges(self.texts.union([_bare(n.text) for n in page.lines if n.box[3] <= head or n.box[1] >= foot]))


def starts_page(page: Page, box: Box, edges: PageEdges) -> bool:
    """Whether nothing but running heads stands above a table."""
    if box[1] > LOWEST_START * page.height:
        return False
    return not any(_counts(page, n.box, n.text, edges) for n in page.lines if n.box[3] <= box[1] + 2)


def ends_page(page: Page, box: Box, edges: PageEdges) -> bool:
    """Whether nothing but footnotes, page numbers and running feet stands below a table."""
    if box[3] < HIGHEST_END * page.height:
        return False
    below = [n for n in page.lines if n.box[1] >= box[3] - 2 and _counts(page, n.box, n.text, edges, foot=True)]
    return not below or _are_footnotes(page, below)


def _are_footnotes(page: Page, lines: Sequence[Line]) -> bool:
    """Whether lines at the foot of a page are notes: smaller than its text and led by a number or mark."""
    usual = median(n.size for n in page.lines)
    first = min(lines, key=lambda n: (n.box[1], n.box[0]))
    return _NOTE.match(first.text.strip()) is not None and all(n.size < 0.97 * usual for n in lines)


def goes_on(group: Sequence[Standing], following: Standing) -> bool:
    """Whether a piece at the top of a page continues the table of the given pieces."""
    first, last = group[0], group[-1]
    if following.piece.page != last.piece.page + 1 or not last.ends_page or not following.starts_page:
        return False
    repeated = repeated_rows(first, following.piece)
    if repeated and _as_wide(first.piece.xs, following.piece.xs):
        return True
    if not same_columns(first.piece.xs, following.piece.xs) or not same_columns(last.piece.xs, following.piece.xs):
        return False
    if repeated or not following.header_sure:
        return True
    coloured = any(c.shade for c in first.piece.row(0))
    return first.header_rows > 0 and coloured and not any(c.shade for c in following.piece.row(0))


def same_columns(a: Sequence[float], b: Sequence[float]) -> bool:
    """Whether the column edges agree, or those of one are among those of the other; the table may stand elsewhere."""
    if len(a) > len(b):
        a, b = b, a
    shift = b[0] - a[0]
    if len(a) < 3 or abs(a[-1] + shift - b[-1]) > 1.5 * SAME_COLUMN:
        return False
    return all(abs(x + shift - b[nearest(b, x + shift)]) <= SAME_COLUMN for x in a)


def _as_wide(a: Sequence[float], b: Sequence[float]) -> bool:
    """Whether as many columns fill the same width; where they part may be told by other words on each page."""
    return len(a) == len(b) and abs((a[-1] - a[0]) - (b[-1] - b[0])) <= SAME_COLUMN


def repeated_rows(first: Standing, piece: Piece) -> int:
    """How many rows at the top of a piece repeat the header of the table, all of it or all but its title."""
    wanted = [[squeeze(c.text) for c in first.piece.row(r)] for r in range(first.header_rows)]
    if len(wanted) > 1 and len(wanted[0]) == 1 and squeeze(piece.cells[0].text) != wanted[0][0]:
        wanted = wanted[1:]
    if not wanted or piece.n_rows < len(wanted):
        return 0
    return len(wanted) if wanted == [[squeeze(c.text) for c in piece.row(r)] for r in range(len(wanted))] else 0


def assembled(group: Sequence[Standing]) -> Table:
    """One table of all pieces: repeated headers dropped, a row broken over the page joined."""
    first = group[0]
    xs = max((s.piece.xs for s in group), key=len)
    cells: list[Cell] = []
    n_rows = 0
    previous: Piece | None = None
    for standing in group:
        piece = standing.piece
        skip = repeated_rows(first, piece) if previous else 0
        columns = _columns(piece.xs, xs)
        body = [c for c in piece.cells if c.row >= skip]
        broken = previous is not None and _breaks_row(previous, piece, body, skip)
        offset = n_rows - skip - (1 if broken else 0)
        for cell in body:
            col, end = columns[cell.col], columns[cell.col + cell.colspan]
            new = _cell(piece.page, cell, cell.row + offset, col, end - col)
            at = _above(cells, new, n_rows) if previous and cell.row == skip else None
            if at is not None and broken:
                cells[at] = _joined(cells[at], new)
            elif at is not None and previous and _cell_goes_on(previous, piece, cells[at], cell, skip):
                joined = _joined(cells[at], new)
                cells[at] = replace(joined, rowspan=joined.rowspan + 1)
            else:
                cells.append(new)
        n_rows += piece.n_rows - skip - (1 if broken else 0)
        previous = piece
    cells.sort(key=attrgetter("row", "col"))
    return Table(
        pages=tuple(s.piece.page for s in group),
        caption=first.caption,
        header_rows=first.header_rows,
        n_rows=n_rows,
        n_cols=len(xs) - 1,
        cells=tuple(cells),
        boxes=tuple(Evidence(s.piece.page, (s.piece.box,), "") for s in group),
    )


def _columns(xs: Sequence[float], wanted: Sequence[float]) -> list[int]:
    """For each column edge of a piece, its place among the edges of the whole table."""
    if _as_wide(xs, wanted):
        return list(range(len(xs)))
    shift = wanted[0] - xs[0]
    return [nearest(wanted, x + shift) for x in xs]


def _cell(page: int, cell: PieceCell, row: int, col: int, colspan: int) -> Cell:
    evidence: tuple[Evidence, ...] = ()
    if len(cell.fragments) == 1:
        (only,) = cell.fragments
        evidence = (Evidence(page, (only.box,), only.text),)
    elif cell.fragments:
        rows = rows_of(cell.fragments)
        evidence = (Evidence(page, tuple([f.box for row in rows for f in row]), printed(rows)),)
    return Cell(row, col, cell.rowspan, colspan, cell.text, page, cell.box, evidence)


def _above(cells: Sequence[Cell], cell: Cell, n_rows: int) -> int | None:
    """Index of the last cell of the same columns that ends at row `n_rows`."""
    for i in range(len(cells) - 1, -1, -1):
        above = cells[i]
        if above.row + above.rowspan == n_rows and (above.col, above.colspan) == (cell.col, cell.colspan):
            return i
    return None


def _breaks_row(last: Piece, piece: Piece, body: Sequence[PieceCell], skip: int) -> bool:
    """Whether the first body row of a piece is the rest of the last row of the piece before it."""
    lower = [c for c in body if c.row == skip]
    upper = {(c.col, c.colspan): c for c in last.cells if c.row + c.rowspan == last.n_rows}
    if len(last.xs) != len(piece.xs) or {(c.col, c.colspan) for c in lower} != set(upper):
        return False
    undrawn = [_is_open(last, piece, c, repeated=skip > 0) for c in lower]
    if any(undrawn):
        return all(undrawn)
    filled = [c for c in lower if c.text]
    if not filled:
        return any(c.text for c in upper.values())
    if lower[0].text or not upper[(lower[0].col, lower[0].colspan)].text or len(filled) > 0.5 * len(lower):
        return False
    broken = [upper[(c.col, c.colspan)] for c in filled]
    unfinished = all(c.text and (len(rows_of(c.fragments)) > 1 or not c.text.endswith(("。", ")"))) for c in broken)
    return unfinished and any(map(_is_full, broken))


def _is_full(cell: PieceCell) -> bool:
    """Whether the last line of a cell reaches to its end, as it does where words go on."""
    last = rows_of(cell.fragments)[-1]
    size = last[-1].box[3] - last[-1].box[1]
    return last[-1].box[2] >= cell.box[2] - 2 * size


def _joined(above: Cell, below: Cell) -> Cell:
    if not below.text or not above.text:
        text = above.text + below.text
    elif begins_item(below.text):
        text = f"{above.text}\n{below.text}"
    else:
        text = glue(above.text, below.text)
    return replace(
        above,
        text=text,
        rowspan=above.rowspan + below.rowspan - 1,
        page=above.page if above.text or not below.text else below.page,
        box=above.box if above.text or not below.text else below.box,
        evidence=above.evidence + below.evidence,
    )


def _cell_goes_on(last: Piece, piece: Piece, above: Cell, below: PieceCell, skip: int) -> bool:
    """A merged cell of which a part stands on the next page: nothing is drawn between, or a label's rest is empty.

    A label has nothing but labels to its left.
    """
    label = (
        bool(above.text)
        and max(above.rowspan, below.rowspan) > 1
        and not any(c.text for c in piece.row(below.row) if c.col <= below.col)
    )
    return label or _is_open(last, piece, below, repeated=skip > 0)


def _is_open(last: Piece, piece: Piece, below: PieceCell, *, repeated: bool) -> bool:
    """Whether the page before leaves its last row undrawn above a cell, or nothing is drawn over the cell itself.

    What is drawn under a repeated header tells nothing.
    """
    x0, _, x1, _ = below.box
    shift = last.xs[0] - piece.xs[0]
    return _lies_in(last.floor_gaps, x0 + shift, x1 + shift) or (not repeated and _lies_in(piece.roof_gaps, x0, x1))


def _lies_in(gaps: Sequence[Gap], x0: float, x1: float) -> bool:
    return sum(max(0.0, min(b, x1) - max(a, x0)) for a, b in gaps) >= 0.7 * (x1 - x0)


def _in_margin(box: Box, page: Page) -> bool:
    return box[3] <= MARGIN * page.height or box[1] >= (1 - MARGIN) * page.height


def _counts(page: Page, box: Box, text: str, edges: PageEdges, *, foot: bool = False) -> bool:
    """Whether a line above or below a table is more than a running head, page number or mark of continuation."""
    text = text.strip()
    if not text or _CARRIED.fullmatch(text) or _PAGE_NUMBER.fullmatch(text):
        return False
    if not _in_margin(box, page):
        return True
    return not foot and _bare(text) not in edges.texts


def _bare(text: str) -> str:
    return re.sub(r"\d", "", squeeze(text))
