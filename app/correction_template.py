"""The workbook in which staff correct records: a sheet per kind, and how to fill it in."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from app.correction_columns import FIELD_TITLES, SHEETS, Surroundings, called, shown
from app.worksheet import CellValue, write_sheet
from corpus.errors import RefusedError
from corpus.records import Action, Corrected, Document, Record
from index.corrections import Correction
from index.library import Library
from ingest.table_export import plain, replacing

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

ACTION, FILE, PAGE, QUOTE, NOTE, ID, STAMP = "操作", "文書", "ページ", "引用", "修正", "記録ID", "照合"
ACTION_WORDS = {Action.CHANGED: "修正", Action.DROPPED: "削除", Action.ADDED: "追加"}
HISTORY_SHEET = "修正の履歴"
_HOW_SHEET = "使い方"
_HOW = (
    "1. 直したい行の「操作」に、修正・削除・追加のどれかを入れます。空の行は何も変わりません。",
    "2. 修正: 白い欄を書き換えます。灰色の欄（文書、ページ、引用、修正、記録ID、照合）は変えないでください。",
    "3. 追加: 表の下の空いた行に書きます。ページと、そのページにある言葉（引用）が要ります。"
    "引用を空にすると名称で探します。ページに見つからない引用の行は受け付けません。",
    "4. 削除: 行はそのままで、「操作」だけを入れます。",
    "5. 担当・主な事業・役割・目標値は、1行（セル内の改行）に1つずつ書きます。",
    "6. 基準値と目標値は 120人（2024年度）、200人以上（2029年）のように、年を括弧に入れて書きます。",
    "7. 目標・施策は「番号 名称」、名称、または記録IDで指します。",
    "8. 保存したら shirube records --apply このファイル --by 氏名 で反映します。"
    "1か所でも読めない欄があれば、このファイルの修正は1つも反映されません。",
    "シートの保護にパスワードはありません。",
)


def write_template(library: Library, records: Sequence[Record], out: Path) -> int:
    """Write the records to the workbook `out` to be corrected; returns how many.

    Raises RefusedError when `out` exists (it may hold somebody's corrections) or cannot be written.
    """
    from openpyxl import Workbook

    if out.exists():
        raise RefusedError(
            f"「{out}」は既にあります。書きかけの修正を消さないよう上書きしません。別の名前を指定してください。",
            code="exists",
        )
    documents = library.documents()
    around = {d.id: Surroundings(d, library.records(d.id)) for d in documents}
    files = file_names(documents)
    book = Workbook()
    how = book.worksheets[0]
    how.title = _HOW_SHEET
    write_sheet(how, [(_HOW_SHEET, 110)], [[line] for line in _HOW])
    for cls, (title, columns) in SHEETS.items():
        listed = [r for r in records if isinstance(r, cls)]
        headers = [(ACTION, 8.0), *((c.title, c.width) for c in columns), (FILE, 24.0), (PAGE, 8.0), (QUOTE, 50.0)]
        headers += [(NOTE, 24.0), (ID, 26.0), (STAMP, 12.0)]
        rows = []
        for record in listed:
            cells = row_cells(record, around[record.document], files)
            rows.append(["", *cells, correction_words(record.KIND, record.corrected), record.id, stamp(cells)])
        sheet = book.create_sheet(title)
        write_sheet(sheet, headers, rows)
        _protect(sheet, len(columns), len(rows))
    write_history(book, library.corrections(), documents)
    with replacing(out) as draft:
        book.save(draft)
    return len(records)


def file_names(documents: Iterable[Document]) -> dict[str, str]:
    """Document id → file name, or the id where two files have the same name."""
    listed = list(documents)
    names = [d.file for d in listed]
    return {d.id: d.file if names.count(d.file) == 1 else d.id for d in listed}


def row_cells(record: Record, around: Surroundings, files: Mapping[str, str]) -> list[str]:
    """What the record's row says between 操作 and 修正."""
    columns = SHEETS[type(record)][1]
    first = record.evidence[0]
    texts = [shown(c, record, around) for c in columns]
    return [clean(t) for t in (*texts, files[record.document], str(first.page), first.quote)]


def clean(text: str) -> str:
    """The text as it comes back from a cell."""
    return plain(text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def stamp(cells: Sequence[str]) -> str:
    """Tells whether a row still says what was written into it."""
    return hashlib.sha256("\x1f".join(cells).encode()).hexdigest()[:10]


def correction_words(kind: str, corrected: Corrected | None) -> str:
    """Who corrected a record, when, and what of it; empty when nobody did."""
    if corrected is None:
        return ""
    titles = "、".join(FIELD_TITLES[kind].get(name, name) for name in corrected.fields)
    return f"{corrected.at[:10]} {corrected.by} {ACTION_WORDS[corrected.action]}" + (f"（{titles}）" if titles else "")


def write_history(
    book: Workbook, corrections: Mapping[str, Iterable[Correction]], documents: Iterable[Document]
) -> None:
    """Add a sheet of all corrections to these documents, field by field, if there are any."""
    listed = {d.id: d for d in documents}
    rows = [
        row
        for id_, made in corrections.items()
        if id_ in listed
        for correction in made
        for row in _history_rows(correction, listed[id_])
    ]
    if not rows:
        return
    headers = [("日時", 20.0), ("氏名", 16.0), (ACTION, 8.0), ("種類", 10.0), (FILE, 24.0), ("名称", 40.0)]
    headers += [("項目", 14.0), ("変更前", 40.0), ("変更後", 40.0), (ID, 26.0)]
    write_sheet(book.create_sheet(HISTORY_SHEET), headers, rows)


def _history_rows(correction: Correction, document: Document) -> list[list[CellValue]]:
    note, before, after = correction.note, correction.edit.before, correction.edit.after
    record = before or after
    assert record is not None, "an edit has a record before or after it"
    title, columns = SHEETS[type(record)]
    around = Surroundings(document, ())
    head: list[CellValue] = [note.at[:19].replace("T", " "), note.by, ACTION_WORDS[note.action], title, document.file]
    head.append(called(record))
    if note.action is not Action.CHANGED:
        return [[*head, "", "", "", note.target.id]]
    return [
        [*head, c.title, shown(c, before, around), shown(c, after, around), note.target.id]
        for c in columns
        if before is not None and after is not None and c.field in note.fields
    ]


def _protect(sheet: Worksheet, own: int, rows: int) -> None:
    """Grey and lock what must not be changed, offer the actions, and let all else be written as text."""
    from openpyxl.styles import PatternFill, Protection
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    grey, free = PatternFill("solid", fgColor="E7E6E6"), Protection(locked=False)
    width = own + 7
    always_locked = {width - 2, width - 1, width}
    for column in range(1, width + 1):
        if column not in always_locked:  # rows yet to be added take the style of their column
            style = sheet.column_dimensions[get_column_letter(column)]
            style.number_format, style.protection = "@", free
        for row in range(2, rows + 2):
            cell = sheet.cell(row, column)
            cell.number_format = "@"
            if 1 <= column <= own + 1:
                cell.protection = free
            else:
                cell.fill = grey
    offered = DataValidation(type="list", formula1=f'"{",".join(ACTION_WORDS.values())}"', allow_blank=True)
    offered.error, offered.errorTitle = "空、修正、削除、追加のどれかを入れてください。", ACTION
    sheet.add_data_validation(offered)
    offered.add("A2:A1048576")
    sheet.protection.sheet = True
    for allowed in ("autoFilter", "sort", "formatCells", "formatColumns", "formatRows", "insertRows"):
        setattr(sheet.protection, allowed, False)
