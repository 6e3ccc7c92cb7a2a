"""Sheets that staff open in Excel: text that stays text, a frozen header, filters, widths that can be read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, TypeAlias

from ingest.table_export import plain

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

CellValue: TypeAlias = str | int | float | None

_FORMULA_LEADS = ("=", "+", "-", "@", "\t", "\r")


def write_sheet(sheet: Worksheet, headers: Sequence[tuple[str, float]], rows: Iterable[Sequence[CellValue]]) -> None:
    """Fill an empty sheet. `headers` are (title, width in characters); each row has one value per header."""
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter

    bold, fill = Font(bold=True, color="FFFFFF"), PatternFill("solid", fgColor="1F3A5F")
    wrapped = Alignment(vertical="top", wrap_text=True)
    for column, (title, width) in enumerate(headers, start=1):
        head = sheet.cell(1, column, title)
        head.font, head.fill, head.alignment = bold, fill, Alignment(vertical="center")
        sheet.column_dimensions[get_column_letter(column)].width = width
    last = 1
    for last, row in enumerate(rows, start=2):
        for column, value in enumerate(row, start=1):
            put(sheet, last, column, value)
            sheet.cell(last, column).alignment = wrapped
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(headers))}{last}"


def put(sheet: Worksheet, row: int, column: int, value: CellValue) -> None:
    """Write one cell. Text is never taken for a formula, not even when someone edits the cell later (quotePrefix)."""
    cell = sheet.cell(row, column)
    if not isinstance(value, str):
        cell.value = value
        return
    text = plain(value)
    cell.value = text
    if text.startswith(_FORMULA_LEADS):
        cell.data_type = "s"
        cell.quotePrefix = True
