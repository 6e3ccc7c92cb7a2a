"""Tables → JSON, XLSX and CSV."""

from __future__ import annotations

import csv
import os
import re
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.errors import RefusedError
from corpus.pages import Cell, Problem, Table
from corpus.records import JsonObject

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

LONGEST = 32_767
"""Excel holds at most this many characters in a cell."""
WIDEST, NARROWEST = 60.0, 8.0
"""Column widths in characters."""
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_NUMBER = re.compile(r"[+-]?\d[\d,]*(?:\.\d+)?%?")
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_SHEET_NAME = re.compile(r"[\\/*?:\[\]']")


def tables_json(tables: Sequence[Table], problems: Sequence[Problem] = ()) -> JsonObject:
    """The JSON of the `tables` command: boxes in PDF points (top left origin), rows and columns 0-based.

    Tables and cells read by OCR have `"ocr": true`; `problems` stands there only when something was not read surely.
    """
    told = [{"code": p.code, "page": p.page, "message": p.message} for p in problems]
    return {
        "tables": [
            {
                "pages": list(table.pages),
                "caption": table.caption,
                "header_rows": table.header_rows,
                "n_rows": table.n_rows,
                "n_cols": table.n_cols,
                **({"ocr": True} if is_ocr(table) else {}),
                "cells": [
                    {
                        "row": cell.row,
                        "col": cell.col,
                        "rowspan": cell.rowspan,
                        "colspan": cell.colspan,
                        "text": cell.text,
                        "page": cell.page,
                        "box": [round(x, 2) for x in cell.box],
                        **({"ocr": True} if any(e.ocr for e in cell.evidence) else {}),
                    }
                    for cell in table.cells
                ],
            }
            for table in tables
        ],
        **({"problems": told} if told else {}),
    }


def is_ocr(table: Table) -> bool:
    """Whether a table stands, in part at least, on a page read by OCR."""
    return any(evidence.ocr for evidence in table.boxes)


def write_xlsx(tables: Sequence[Table], out: Path, source: Path) -> None:
    """One sheet per table: caption and page on top, merged cells kept, header bold and frozen.

    Every text is stored as text, so that nothing becomes a formula. The file appears whole or not at all, in place of
    one of that name. Raises RefusedError (`unwritable`) when it cannot be written.
    """
    from openpyxl import Workbook

    book = Workbook()
    for sheet in book.worksheets:
        book.remove(sheet)
    names: set[str] = set()
    for number, table in enumerate(tables, start=1):
        _fill(book.create_sheet(sheet_name(number, table, names)), table, source)
    if not tables:
        book.create_sheet("表なし")["A1"] = f"「{plain(source.name)}」に表は見つかりませんでした。"
    with replacing(out) as draft:
        book.save(draft)


def write_csv(tables: Sequence[Table], folder: Path) -> list[Path]:
    """One UTF-8 file with BOM per table (`表01_p3.csv`, `表01_p3_OCR.csv` where OCR read it).

    A merged cell's text stands in its first place only. Texts that a spreadsheet would take for a formula get a leading
    apostrophe. Returns the files in order. Raises RefusedError (`unwritable`).
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _unwritable(folder, error) from error
    written: list[Path] = []
    for number, table in enumerate(tables, start=1):
        path = folder / f"表{number:02d}_p{_pages(table)}{'_OCR' if is_ocr(table) else ''}.csv"
        rows = [[""] * table.n_cols for _ in range(table.n_rows)]
        for cell in table.cells:
            rows[cell.row][cell.col] = neutral(plain(cell.text))
        with replacing(path) as draft, draft.open("w", encoding="utf-8-sig", newline="") as file:
            csv.writer(file).writerows(rows)
        written.append(path)
    return written


def neutral(text: str) -> str:
    """The text so that no spreadsheet runs it; plain numbers (-1.2, +5%) stay as they are."""
    if text.lstrip(" \n").startswith(_FORMULA) and not _NUMBER.fullmatch(text.strip()) and text.strip() != "-":
        return "'" + text
    return text


def plain(text: str) -> str:
    """The text without characters that XML and spreadsheets refuse, cut to what a cell holds."""
    return _ILLEGAL.sub("", text)[:LONGEST]


def sheet_name(number: int, table: Table, taken: set[str]) -> str:
    """A name Excel accepts (31 characters, no []:*?/\\), not used before: number, pages and caption."""
    caption = _SHEET_NAME.sub("", plain(table.caption)).strip()
    name = f"{number}_p{_pages(table)} {caption}"[:31].strip()
    while name.casefold() in taken:
        name = f"{number}_{name}"[:31]
    taken.add(name.casefold())
    return name


def _fill(sheet: Worksheet, table: Table, source: Path) -> None:
    from openpyxl.cell.cell import TYPE_STRING
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
    from openpyxl.utils import get_column_letter

    top = 3
    line = Side(style="thin", color="999999")
    border = Border(left=line, right=line, top=line, bottom=line)
    head = PatternFill("solid", fgColor="DDE6F0")

    def put(row: int, col: int, text: str) -> None:
        at = sheet.cell(row=row, column=col)
        at.value = neutral(plain(text))
        if at.value:
            at.data_type = TYPE_STRING
        at.quotePrefix = False

    put(1, 1, table.caption or "（表題なし）")
    sheet.cell(row=1, column=1).font = Font(bold=True)
    told = " OCR（画像から読み取った文字です。原本と照らして確かめてください）" if is_ocr(table) else ""
    put(2, 1, f"{source.name} {_pages(table)}ページ{told}")
    link = sheet.cell(row=2, column=1)
    link.hyperlink = f"{source.resolve().as_uri()}#page={table.pages[0]}"
    link.font = Font(underline="single", color="0563C1")
    for r in range(table.n_rows):
        for c in range(table.n_cols):
            sheet.cell(row=top + 1 + r, column=1 + c).border = border
    for cell in table.cells:
        row, col = top + 1 + cell.row, 1 + cell.col
        put(row, col, cell.text)
        at = sheet.cell(row=row, column=col)
        header = cell.row < table.header_rows
        at.alignment = Alignment(wrap_text=True, vertical="center" if header else "top")
        if header:
            at.font, at.fill = Font(bold=True), head
        if cell.rowspan > 1 or cell.colspan > 1:
            sheet.merge_cells(
                start_row=row, start_column=col, end_row=row + cell.rowspan - 1, end_column=col + cell.colspan - 1
            )
    sheet.freeze_panes = f"A{top + 1 + table.header_rows}"
    for c in range(table.n_cols):
        longest = max((_width(x) for x in table.cells if x.col == c and x.colspan == 1), default=NARROWEST)
        sheet.column_dimensions[get_column_letter(c + 1)].width = min(WIDEST, max(NARROWEST, longest + 2))


def _width(cell: Cell) -> float:
    """Longest line in Latin characters; Japanese ones count double."""
    return max((sum(1.0 if ch.isascii() else 2.0 for ch in line) for line in cell.text.split("\n")), default=0.0)


def _pages(table: Table) -> str:
    first, last = table.pages[0], table.pages[-1]
    return str(first) if first == last else f"{first}-{last}"


@contextmanager
def replacing(out: Path) -> Iterator[Path]:
    """A draft beside `out` that takes its place once it is complete. Raises RefusedError (`unwritable`)."""
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=out.parent, prefix=f".{out.name}.", suffix=".part")
        os.close(handle)
    except OSError as error:
        raise _unwritable(out, error) from error
    draft = Path(name)
    try:
        yield draft
        draft.chmod(0o644)
        draft.replace(out)
    except OSError as error:
        raise _unwritable(out, error) from error
    finally:
        draft.unlink(missing_ok=True)


def _unwritable(path: Path, error: OSError) -> RefusedError:
    return RefusedError(
        f"「{path}」に書き込めません（{error.strerror}）。保存先の権限や、Excelで開いていないかをご確認ください。",
        code="unwritable",
    )
