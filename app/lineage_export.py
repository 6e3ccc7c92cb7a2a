"""The lineage as a workbook, and its picture as SVG or PNG."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from app.comparison_export import change_text, unwritable
from app.worksheet import CellValue, set_page, write_sheet
from corpus.records import Document, Goal, Kpi, Measure, name_of
from search.compare import TYPE_WORDS, Type
from search.kpi_changes import is_given, targets_text, value_text
from search.lineage import History, Lineage
from search.versions import Compared

_SHEETS: Final = ((Goal.KIND, "目標"), (Measure.KIND, "施策"), (Kpi.KIND, "KPI"))
_A3: Final = 8
"""Paper of the tables: a column for each version is too much for A4."""
_PICTURE: Final = "流れの図"
_WIDEST: Final = 1_600
"""Pixels that the picture is wide on its sheet."""


def write_lineage(lineage: Lineage, out: Path) -> None:
    """Write the workbook `out` (.xlsx): a sheet for each kind with one column per version, and the picture.

    No text is taken for a formula. Raises RefusedError (`unwritable`).
    """
    import io

    from openpyxl import Workbook
    from openpyxl.drawing.image import Image

    from app.drawing import to_png
    from app.river import draw_lineage

    book = Workbook()
    book.remove(book.worksheets[0])
    for kind, title in _SHEETS:
        headers: list[tuple[str, float]] = [(_titled(document), 44) for document in lineage.documents]
        sheet = book.create_sheet(title)
        rows = [_row(lineage, history) for history in lineage.histories if history.kind == kind]
        write_sheet(sheet, [*headers, ("経緯", 60)], rows)
        sheet.page_setup.paperSize = _A3
    drawing = draw_lineage(lineage)
    stream = io.BytesIO()
    to_png(drawing).save(stream, "PNG")
    stream.seek(0)
    image = Image(stream)
    image.width, image.height = _WIDEST, round(_WIDEST * drawing.height / drawing.width)
    sheet = book.create_sheet(_PICTURE)
    sheet.add_image(image, "A1")
    set_page(sheet)
    sheet.page_setup.fitToHeight, sheet.print_title_rows = 1, None
    try:
        book.save(out)
    except OSError as error:
        raise unwritable(out, error) from error


def write_picture(lineage: Lineage, out: Path, *, svg: bool) -> None:
    """Write the picture, as SVG or else as PNG. Raises RefusedError (`unwritable`)."""
    from app.drawing import to_png, to_svg
    from app.river import draw_lineage

    drawing = draw_lineage(lineage)
    try:
        if svg:
            out.write_text('<?xml version="1.0" encoding="UTF-8"?>\n' + to_svg(drawing), encoding="utf-8")
        else:
            to_png(drawing).save(out, "PNG")
    except OSError as error:
        raise unwritable(out, error) from error


def told(lineage: Lineage, history: History) -> list[str]:
    """What happened from version to version, in words."""
    found = []
    for step in history.steps:
        words = TYPE_WORDS[Type(step.found.type)]
        changes = [change_text(k.indicator, k.before, k.after, k.change) for k in step.found.kpi_changes]
        if history.kind != Kpi.KIND or not changes:
            found.append(f"{_short(lineage, step.start)}→{_short(lineage, step.end)} {words}")
        else:
            moved = "、".join(change.partition(": ")[2] for change in changes)
            found.append(f"{_short(lineage, step.start)}→{_short(lineage, step.end)} {words}・{moved}")
    first, last = history.documents[0], history.documents[-1]
    if first:
        found.insert(0, f"{_short(lineage, first)} 新規")
    if last < len(lineage.documents) - 1:
        found.append(f"{_short(lineage, last)} で終了")
    return found


def _row(lineage: Lineage, history: History) -> list[CellValue]:
    cells = ["\n".join(_cell(lineage.records[id_]) for id_ in ids) for ids in history.records]
    return [*cells, "\n".join(told(lineage, history))]


def _cell(record: Compared) -> str:
    lines = [name_of(record)]
    match record:
        case Measure() if record.ministries:
            lines.append(f"担当: {'、'.join(record.ministries)}")
        case Kpi():
            lines += [f"基準値: {value_text(record.baseline)}"] if is_given(record.baseline) else []
            lines += [f"目標値: {targets_text(record)}"] if record.targets else []
        case _:
            pass
    page = f"（{record.evidence[0].page}頁）" if record.evidence else ""
    return "\n".join(lines) + page


def _titled(document: Document) -> str:
    return f"{document.title or document.file}\n{document.decided_on or ''}".strip()


def _short(lineage: Lineage, n: int) -> str:
    """A version in a word: the year of its decision, with the month where two are of one year."""
    decided: Sequence[str | None] = [d.decided_on for d in lineage.documents]
    date = decided[n]
    if not date:
        return f"第{n + 1}の文書"
    alike = sum(1 for other in decided if other and other[:4] == date[:4]) > 1
    return f"{date[:4]}年{int(date[5:7])}月" if alike else f"{date[:4]}年"
