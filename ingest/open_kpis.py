"""KPI tables without any rulings: a row of header words, and rows whose words stand under each of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from corpus.pages import Cell, Evidence, Line, Page, Table, contains, union
from corpus.text import normalise
from ingest.policy_columns import Column, layout_of_header
from ingest.policy_tables import TableKpi, kpis_of_rows
from ingest.sections import Section

_APART = 3.0
"""Rows of one table have at most this many em between them."""
_TIGHT = 1.0
"""Words with less than this many em to the row above may be its second line."""

_Row = list[Line]


def open_kpis(root: Section, pages: Sequence[Page], tables: Sequence[Table], around: int | None) -> Iterator[TableKpi]:
    """KPIs of rows set in columns by white alone, outside the tables found.

    Only rows that have one line of words under every header word count, each with a year to every target; the first
    row that is otherwise ends the table, and takes the row above with it when it may be that row's second line.
    """
    taken = [(n, union([c.box for c in t.cells if c.page == n])) for t in tables for n in {c.page for c in t.cells}]
    homes = [(b.page, box, s) for s in root.walk() for b in s.blocks for e in b.evidence for box in e.boxes]
    for page in pages:
        if not any("目標" in line.text or "値" in line.text for line in page.lines):
            continue
        boxes = [box for n, box in taken if n == page.number]
        rows = _rows([line for line in page.lines if not any(contains(box, line.box, 2.0) for box in boxes)])
        for i, header in enumerate(rows):
            layout = layout_of_header([[normalise(line.text) for line in header]], around)
            if layout is None or not layout.of(Column.INDICATOR) or not layout.of(Column.TARGET):
                continue
            section = next((s for n, box, s in homes if n == page.number and contains(box, header[0].box, 2.0)), None)
            if section is None or len(layout.columns) != len(header):
                continue
            body = _body(header, rows[i + 1 :])
            cells = [
                [_cell(line, page.number, r, c) for c, line in enumerate(row)] for r, row in enumerate([header, *body])
            ]
            for kpi in kpis_of_rows(cells, around, section):
                if all(t.year is not None and t.number is not None for t in kpi.phrase.targets):
                    yield replace(kpi, ruled=False)


def _rows(lines: Sequence[Line]) -> list[_Row]:
    """Horizontal lines that stand beside one another, from the top, each row from the left."""
    rows: list[_Row] = []
    for line in sorted((x for x in lines if not x.vertical), key=lambda x: (x.box[1] + x.box[3]) / 2):
        middle = (line.box[1] + line.box[3]) / 2
        if rows and abs(middle - (rows[-1][0].box[1] + rows[-1][0].box[3]) / 2) < 0.3 * line.size:
            rows[-1].append(line)
        else:
            rows.append([line])
    return [sorted(row, key=lambda x: x.box[0]) for row in rows]


def _body(header: _Row, below: Sequence[_Row]) -> list[_Row]:
    body: list[_Row] = []
    bottom = header[0].box[3]
    for row in below:
        gap, size = row[0].box[1] - bottom, row[0].size
        if gap > _APART * size:
            break
        if len(row) != len(header) or not all(_under(row, header, i) for i in range(len(header))):
            return body[:-1] if gap < _TIGHT * size else body
        body.append(row)
        bottom = max(line.box[3] for line in row)
    return body


def _under(row: _Row, header: _Row, i: int) -> bool:
    """Whether the i-th words of a row stand under the i-th words of the header and reach under no others."""
    line, head = row[i].box, header[i].box
    before = header[i - 1].box[2] if i else float("-inf")
    after = header[i + 1].box[0] if i + 1 < len(header) else float("inf")
    meets = line[0] < head[2] and head[0] < line[2]
    return meets and line[0] > before and line[2] < after


def _cell(line: Line, page: int, row: int, col: int) -> Cell:
    return Cell(row, col, 1, 1, normalise(line.text), page, line.box, (Evidence(page, (line.box,), line.text),))
