"""Pages → tables: ruled, partly ruled and coloured ones, merged cells, one table over several pages.

Method: straight edges (table_edges) → connected grids and their cells (table_grid) → texts and the judgement whether
it is a table (table_pieces, table_text, table_bands) → header and caption (table_headers) → joined over pages
(table_pages). The step from edges over grid lines to cells follows pdfplumber's table finder (Nurminen 2013).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from corpus.collection import uncollected
from corpus.pages import Box, Page, Table
from ingest.table_headers import caption_of, header_rows, is_sure_header
from ingest.table_outside import with_head_line, with_labels
from ingest.table_pages import PageEdges, Standing, assembled, ends_page, goes_on, starts_page
from ingest.table_piece import Piece
from ingest.table_pieces import find_pieces, is_lone_row


@uncollected()
def find_tables(pages: Iterable[Page]) -> list[Table]:
    """Tables of successive pages, in order of their start. Reads one page at a time and keeps only the tables.

    Cells carry their page, box (points, origin top left) and printed words; a table without a header has
    `header_rows` 0. Pages read by OCR are treated like others.
    """
    tables: list[Table] = []
    open_groups: list[list[Standing]] = []
    edges = PageEdges()
    for page in pages:
        standings = _standings(page, edges)
        for standing in standings:
            group = next((g for g in open_groups if goes_on(g, standing)), None)
            if group is not None:
                group.append(standing)
                continue
            if is_lone_row(standing.piece, [s.piece for s in standings]):
                standing = replace(standing, piece=replace(standing.piece, cut=True))
            if not standing.piece.cut:
                tables += [table for g in open_groups for table in _whole(g)]
                open_groups = []
            if standing.ends_page or not standing.piece.cut:
                open_groups.append([standing])
        edges = edges.after(page)
    return tables + [table for g in open_groups for table in _whole(g)]


def _whole(group: Sequence[Standing]) -> list[Table]:
    """The table of a group; none when that is but a part cut off by its page."""
    if len(group) == 1 and group[0].piece.cut:
        return []
    return [assembled(group)]


def _standings(page: Page, edges: PageEdges) -> list[Standing]:
    pieces = [_with_heads(page, piece) for piece in find_pieces(page)]
    boxes = [piece.box for piece, _ in pieces]
    return [_standing(page, piece, rows, [b for b in boxes if b is not piece.box], edges) for piece, rows in pieces]


def _with_heads(page: Page, piece: Piece) -> tuple[Piece, int]:
    """The piece with the labels and heads printed outside its frame, and the number of its header rows."""
    if piece.n_rows < 2:
        return piece, 0
    piece = with_labels(page, piece)
    if rows := header_rows(piece):
        return piece, rows
    headed = with_head_line(page, piece)
    return headed, header_rows(headed) if headed is not piece else 0


def _standing(page: Page, piece: Piece, rows: int, others: Sequence[Box], edges: PageEdges) -> Standing:
    return Standing(
        piece,
        header_rows=rows,
        header_sure=is_sure_header(piece, rows),
        caption=caption_of(page, piece, others),
        starts_page=starts_page(page, piece.box, edges),
        ends_page=ends_page(page, piece.box, edges),
    )
