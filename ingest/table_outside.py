"""What belongs to a table and is printed outside its frame: heads above it, labels of its rows on its left."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from corpus.pages import Line, Page
from ingest.table_bands import is_numeric
from ingest.table_grid import Grid, GridCell
from ingest.table_headers import worded
from ingest.table_piece import Piece, PieceCell
from ingest.table_text import Fragment, fragments_by_cell, tidy

HEAD_GAP = 1.6
"""Heads printed above the frame stand within this many letter heights of it."""
LABEL_GAP = 3.0
"""Labels on the left of the frame, within this many of their own letter heights."""
LABELLED = 0.8
"""This share of the rows has a label."""


def with_head_line(page: Page, piece: Piece) -> Piece:
    """The piece, which has no heads, with those printed without rules just above it, one to every column."""
    height = max(f.size for c in piece.cells for f in c.fragments)
    near = [n for n in page.lines if 0 < piece.box[1] - (n.box[1] + n.box[3]) / 2 < HEAD_GAP * height]
    near = [n for n in near if not n.vertical and n.box[0] < piece.box[2] and n.box[2] > piece.box[0]]
    if not near:
        return piece
    row = (min(n.box[1] for n in near), piece.box[1])
    places = tuple(GridCell(0, col, 1, 1, (a, row[0], b, row[1])) for col, (a, b) in enumerate(pairwise(piece.xs)))
    held = fragments_by_cell(Grid(piece.xs, row, places, 0.0, 0.0), near)
    labelled = not any(is_numeric(c.text) for c in piece.cells if c.col == 0 and c.text)
    heads: list[PieceCell] = []
    for place, words in zip(places, held, strict=True):
        if not words and not place.col and labelled:
            heads.append(PieceCell(0, 0, 1, 1, place.box, (), ""))
        elif len(words) != 1 or words[0].box[0] < place.box[0] - 2 or words[0].box[2] > place.box[2] + 2:
            return piece
        else:
            box = (place.box[0], words[0].box[1], place.box[2], place.box[3])
            heads.append(PieceCell(0, place.col, 1, 1, box, tuple(words), tidy(words[0].text)))
    tops = [h.box[1] for h in heads if h.text]
    top = min(tops)
    if max(tops) - top > height or worded(heads) < max(2, 0.5 * len(heads)):
        return piece
    heads = [h._replace(box=(h.box[0], top, h.box[2], h.box[3])) for h in heads]
    moved = tuple(c._replace(row=c.row + 1) for c in piece.cells)
    box = (piece.box[0], top, piece.box[2], piece.box[3])
    return replace(piece, n_rows=piece.n_rows + 1, cells=(*heads, *moved), box=box, roof_gaps=((box[0], box[2]),))


def with_labels(page: Page, piece: Piece) -> Piece:
    """The piece with the labels printed without rules on its left as a column, when its first one holds figures."""
    first = [c for c in piece.cells if c.col == 0]
    figures = [c for c in first if c.text and c.row]
    if len(figures) < 3 or len(first) < piece.n_rows or not all(is_numeric(c.text) for c in figures):
        return piece
    found: dict[int, Line] = {}
    for cell in first:
        beside = [n for n in page.lines if _is_label(n, cell)]
        if len(beside) > 1:
            return piece
        found.update((cell.row, n) for n in beside)
    if len(found) < LABELLED * piece.n_rows or len({n.text for n in found.values()}) < len(found):
        return piece
    x0, x1 = min(n.box[0] for n in found.values()), piece.xs[0]
    labels: list[PieceCell] = []
    for cell in first:
        line = found.get(cell.row)
        words = (Fragment(line.text.strip(), line.box, line.size, line.bold),) if line is not None else ()
        box = (x0, cell.box[1], x1, cell.box[3])
        labels.append(PieceCell(cell.row, 0, cell.rowspan, 1, box, words, tidy(line.text) if line is not None else ""))
    cells = sorted((*labels, *(c._replace(col=c.col + 1) for c in piece.cells)), key=lambda c: (c.row, c.col))
    return replace(piece, xs=(x0, *piece.xs), cells=tuple(cells), box=(x0, *piece.box[1:]))


def _is_label(line: Line, cell: PieceCell) -> bool:
    middle = (line.box[1] + line.box[3]) / 2
    inside = cell.box[1] <= middle <= cell.box[3] and not line.vertical and not is_numeric(tidy(line.text))
    return inside and -2.0 <= cell.box[0] - line.box[2] <= LABEL_GAP * line.size
