"""Sheets that staff open in Excel: text that stays text, a frozen header, filters, widths that can be read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Final, TypeAlias

from ingest.table_export import plain

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

CellValue: TypeAlias = str | int | float | None

FACE: Final = "游ゴシック"
"""The face of Japanese Excel; without one, pieces of rich text come out in a serif face elsewhere."""
SIZE: Final = 11
_LINE: Final = 18.75
_HIGHEST: Final = 409.0
"""Points of a line of that face, and the highest row that Excel has."""
_FORMULA_LEADS = ("=", "+", "-", "@", "\t", "\r")


def write_sheet(sheet: Worksheet, headers: Sequence[tuple[str, float]], rows: Iterable[Sequence[CellValue]]) -> None:
    """Fill an empty sheet. `headers` are (title, width in characters); each row has one value per header."""
    widths = [width for _, width in headers]
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter

    bold, fill = Font(name=FACE, size=SIZE, bold=True, color="FFFFFF"), PatternFill("solid", fgColor="1F3A5F")
    face = Font(name=FACE, size=SIZE)
    wrapped = Alignment(vertical="top", wrap_text=True)
    for column, (title, width) in enumerate(headers, start=1):
        head = sheet.cell(1, column, title)
        head.font, head.fill, head.alignment = bold, fill, Alignment(vertical="center", wrap_text=True)
        sheet.column_dimensions[get_column_letter(column)].width = width
    fit_height(sheet, 1, [title for title, _ in headers], widths)
    last = 1
    for last, row in enumerate(rows, start=2):
        for column, value in enumerate(row, start=1):
            put(sheet, last, column, value)
            sheet.cell(last, column).alignment = wrapped
            sheet.cell(last, column).font = face
        fit_height(sheet, last, [str(value or "") for value in row], widths)
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(headers))}{last}"
    set_page(sheet)


def fit_height(sheet: Worksheet, row: int, texts: Sequence[str], widths: Sequence[float]) -> None:
    """Make the row as high as its longest text wrapped in columns of these widths: not every program does it itself."""
    lines = max((_lines(text, width) for text, width in zip(texts, widths, strict=True)), default=1)
    sheet.row_dimensions[row].height = min(_HIGHEST, lines * _LINE)


def _lines(text: str, width: float) -> int:
    """Lines that a text takes; a full-width character is about 2.1 wide, so that a line too many is more likely."""
    return sum(
        max(1, -(-sum(21 if ord(char) > 0x2E7F else 11 for char in line) // int(10 * (width - 1))))
        for line in text.split("\n")
    )


def set_page(sheet: Worksheet) -> None:
    """Print on A4 across, as wide as the page, the header on each and the pages numbered."""
    from openpyxl.worksheet.properties import PageSetupProperties

    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = "1:1"
    if sheet.oddFooter is not None and sheet.oddFooter.center is not None:
        sheet.oddFooter.center.text = "&P / &N"


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
