"""A filled-in workbook of corrections → edits, or what is wrong with it, sheet by sheet and row by row."""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, time, timedelta
from pathlib import Path
from typing import Any

from app.correction_columns import SHEETS, CellError, Column, Surroundings, shown
from app.correction_template import (
    ACTION,
    ACTION_WORDS,
    FILE,
    ID,
    PAGE,
    QUOTE,
    STAMP,
    clean,
    file_names,
    row_cells,
    stamp,
)
from corpus.errors import RefusedError, UnknownDocument
from corpus.pages import Evidence
from corpus.records import Action, Record, name_of
from corpus.text import normalise
from index.corrections import Edit
from index.library import Library
from ingest.evidence import find_quote

_Line = tuple[Any, ...]
"""Cells of a row; openpyxl has several types of them."""

_DATED = {"開始年度", "終了年度"}
_ACTIONS = {word: action for action, word in ACTION_WORDS.items()}


@dataclass(frozen=True, slots=True)
class RowProblem:
    """What is wrong with a row (1-based, as Excel counts) of a sheet, or with the sheet where `row` is None."""

    code: str
    sheet: str
    row: int | None
    message: str


@dataclass(frozen=True, slots=True)
class Reading:
    """Edits by document id, how many rows say what is so already, and what is wrong."""

    edits: Mapping[str, list[Edit]]
    unchanged: int
    problems: tuple[RowProblem, ...]


@dataclass(frozen=True, slots=True)
class _Row:
    sheet: str
    number: int
    kind: type[Record]
    cells: Mapping[str, str]

    @property
    def columns(self) -> tuple[Column, ...]:
        return SHEETS[self.kind][1]

    @property
    def texts(self) -> list[str]:
        """What the row says between 操作 and 修正."""
        return [self.cells.get(title, "") for title in (*(c.title for c in self.columns), FILE, PAGE, QUOTE)]


@dataclass
class _State:
    """The library as it is, and what has been read of the workbook so far."""

    library: Library
    files: Mapping[str, str]
    records: dict[str, Record]
    around: Mapping[str, Surroundings]
    reach: dict[str, Surroundings]
    """As `around`, with the records that the workbook adds: those may be named too."""
    only: str | None
    edits: dict[str, list[Edit]] = field(default_factory=dict)
    taken: set[str] = field(default_factory=set)
    unchanged: int = 0


def read_corrections(library: Library, path: Path) -> Reading:
    """Read the workbook against the library as it is. Raises RefusedError when it is no workbook of corrections."""
    rows, problems = _rows(path)
    listed = library.documents()
    around = {d.id: Surroundings(d, library.records(d.id)) for d in listed}
    records = {r.id: r for s in around.values() for r in s.records}
    named = {id_.partition(":")[0] for row in rows if (id_ := row.cells.get(ID))} or {d.id for d in listed}
    only = named.pop() if len(named) == 1 else None
    state = _State(library, file_names(listed), records, around, dict(around), only)
    for row in sorted(rows, key=lambda row: row.cells.get(ACTION) != ACTION_WORDS[Action.ADDED]):
        try:
            _read_row(row, state)
        except CellError as error:
            problems.append(RowProblem("bad_cell", row.sheet, row.number, f"{error}。"))
    order = {SHEETS[cls][0]: n for n, cls in enumerate(SHEETS)}
    problems.sort(key=lambda p: (order.get(p.sheet, -1), p.row or 0))
    return Reading(state.edits, state.unchanged, tuple(problems))


def _read_row(row: _Row, state: _State) -> None:
    word = row.cells.get(ACTION, "")
    if word and word not in _ACTIONS:
        raise CellError(f"操作「{word}」は分かりません。空、修正、削除、追加のどれかにしてください")
    if not word:
        _check_untouched(row, state)
    elif _ACTIONS[word] is Action.ADDED:
        _add(row, state)
    else:
        _edit(row, state, _ACTIONS[word])


def _check_untouched(row: _Row, state: _State) -> None:
    if not row.cells.get(ID):
        raise CellError("操作が空です。新しい記録なら操作に「追加」を入れてください")
    if row.cells.get(STAMP) != stamp(row.texts):
        raise CellError("内容が書き換えられていますが、操作が空です。「修正」を入れるか、元に戻してください")


def _edit(row: _Row, state: _State, action: Action) -> None:
    id_ = row.cells.get(ID, "")
    if id_ in state.taken:
        raise CellError(f"記録ID「{id_}」に対する操作が2つ以上あります。1つにしてください")
    state.taken.add(id_)
    record = state.records.get(id_)
    if record is None or not isinstance(record, row.kind):
        if action is Action.DROPPED and _was_dropped(state.library, id_):
            state.unchanged += 1
            return
        raise CellError(f"記録ID「{id_}」の記録は、このシートの種類ではライブラリにありません")
    cells = row_cells(record, state.around[record.document], state.files)
    current = row.cells.get(STAMP) == stamp(cells)
    after = _changed(row, record, state) if action is Action.CHANGED else None
    if after == record:
        state.unchanged += 1
        return
    if not current:
        raise CellError("ひな形を作った後に、この記録は変わっています。ひな形を作り直して、直し直してください")
    state.edits.setdefault(record.document, []).append(Edit(record, after))


def _was_dropped(library: Library, id_: str) -> bool:
    made = library.corrections(id_.partition(":")[0])
    return any(c.note.action is Action.DROPPED and c.note.target.id == id_ for listed in made.values() for c in listed)


def _changed(row: _Row, record: Record, state: _State) -> Record:
    around = state.around[record.document]
    place = [state.files[record.document], str(record.evidence[0].page), clean(record.evidence[0].quote)]
    if row.texts[-3:] != place:
        raise CellError(
            "文書・ページ・引用は直せません。誤っているときは、この行を削除にして、別の行で追加してください"
        )
    values = {}
    for column in row.columns:
        if column.title in row.cells and row.cells[column.title] != clean(shown(column, record, around)):
            values[column.field] = _value(column, row, state.reach[record.document], getattr(record, column.field))
    changed: Record = replace(record, **values)
    return changed


def _add(row: _Row, state: _State) -> None:
    document = _document(row, state)
    around = state.reach[document]
    values = {c.field: _value(c, row, around, ()) for c in row.columns}
    bare = row.kind(id="", document=document, evidence=(), **values)
    evidence = _evidence(row, document, bare, state)
    digest = hashlib.sha256(repr((values, evidence.page, evidence.quote)).encode("utf-8", "replace")).hexdigest()[:8]
    record = replace(bare, id=f"{document}:{row.kind.KIND}:added-{digest}", evidence=(evidence,))
    if record.id in state.taken:
        raise CellError("同じ内容の追加が2行あります。1行にしてください")
    state.taken.add(record.id)
    if record.id in state.records:
        state.unchanged += 1
        return
    state.reach[document] = replace(around, records=[*around.records, record])
    state.edits.setdefault(document, []).append(Edit(None, record))


def _document(row: _Row, state: _State) -> str:
    key = row.cells.get(FILE, "")
    if not key and state.only in state.around:
        assert state.only is not None
        return state.only
    if not key:
        raise CellError("「文書」の欄に、ファイル名か文書のidを書いてください")
    try:
        return state.library.document(key).id
    except UnknownDocument as error:
        raise CellError(f"「文書」の欄「{key}」に当たる文書を1つに決められません") from error


def _evidence(row: _Row, document: str, record: Record, state: _State) -> Evidence:
    """The words of the row found on its page: no record without evidence, whoever made it."""
    text = normalise(row.cells.get(PAGE, "")).strip()
    pages = state.around[document].document.pages
    if not text.isdecimal() or not 1 <= int(text) <= pages:
        raise CellError(f"「ページ」の欄「{text}」を、1から{pages}までの数にしてください")
    page = state.library.page(document, int(text))
    quote = row.cells.get(QUOTE, "") or name_of(record)
    boxes = find_quote(page, quote)
    if boxes is None:
        raise CellError(
            f"引用「{quote}」が{page.number}ページに見つかりません。ページにあるとおりの言葉を書いてください"
        )
    return Evidence(page.number, boxes, quote, page.ocr)


def _value(column: Column, row: _Row, around: Surroundings, now: Any) -> Any:
    text = normalise(row.cells.get(column.title, "")).strip()
    if column.required and not text:
        raise CellError(f"「{column.title}」が空です")
    try:
        return column.read(text, around, now)
    except CellError as error:
        raise CellError(f"「{column.title}」の欄: {error}") from error


def _rows(path: Path) -> tuple[list[_Row], list[RowProblem]]:
    """Filled rows of the sheets of records."""
    lines = _lines(path)
    if not lines:
        raise RefusedError(
            f"「{path}」に修正のシートがありません。records --edit-template で作ったファイルを指定してください。",
            code="no_sheet",
        )
    rows: list[_Row] = []
    problems: list[RowProblem] = []
    for kind, found in lines.items():
        _sheet_rows(kind, found, rows, problems)
    return rows, problems


def _lines(path: Path) -> dict[type[Record], list[tuple[int, _Line]]]:
    """The numbered rows with anything in them, by kind of record. Rows are streamed: a sheet may claim a million."""
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    found: dict[type[Record], list[tuple[int, _Line]]] = {}
    try:
        with path.open("rb") as file:
            book = load_workbook(file, read_only=True)
            for kind in (kind for kind, (title, _) in SHEETS.items() if title in book.sheetnames):
                sheet = book[SHEETS[kind][0]]
                sheet.reset_dimensions()
                lines = enumerate(sheet.iter_rows(), start=1)
                found[kind] = [(n, line) for n, line in lines if any(cell.value is not None for cell in line)]
    except (
        OSError, ValueError, KeyError, TypeError, AttributeError, EOFError, SyntaxError, zipfile.BadZipFile,
        InvalidFileException,
    ) as error:  # fmt: skip
        raise RefusedError(f"「{path}」をExcelのファイル（.xlsx）として読めません。", code="not_xlsx") from error
    return found


def _sheet_rows(
    kind: type[Record], lines: list[tuple[int, _Line]], rows: list[_Row], problems: list[RowProblem]
) -> None:
    title, columns = SHEETS[kind]
    first, head = lines[0] if lines else (0, ())
    headers = [clean(str(cell.value or "")) for cell in head]
    known = {ACTION, FILE, PAGE, QUOTE, ID, STAMP, *(c.title for c in columns)}
    missing = known - set(headers)
    if first != 1 or missing or any(headers.count(header) > 1 for header in known):
        message = f"1行目の見出しがひな形と違います（足りない列: {'、'.join(sorted(missing)) or 'なし'}）。"
        problems.append(RowProblem("bad_header", title, 1, message))
        return
    for number, line in lines[1:]:
        try:
            cells = dict(_texts(headers, line, known))
        except CellError as error:
            problems.append(RowProblem("bad_cell", title, number, f"{error}。"))
            continue
        if any(cells.values()):
            rows.append(_Row(title, number, kind, cells))


def _texts(headers: list[str], line: _Line, known: set[str]) -> Iterator[tuple[str, str]]:
    for header, cell in zip(headers, line, strict=False):
        if header in known:
            try:
                yield header, clean(_cell_text(cell, dated=header in _DATED))
            except CellError as error:
                raise CellError(f"「{header}」の欄: {error}") from error


def _cell_text(cell: Any, *, dated: bool) -> str:
    """The text of a cell, with what Excel makes of numbers and percentages that are typed in.

    Dates are taken where a year is wanted (`dated`); elsewhere nobody knows what was typed.
    """
    value = cell.value
    if cell.data_type == "f":
        raise CellError("数式は使えません。値を書いてください")
    if cell.data_type == "e" or isinstance(value, bool):
        raise CellError(f"「{value}」は使えません。文字で書いてください")
    if value is None:
        return ""
    if isinstance(value, date | time | timedelta):
        if not dated or not isinstance(value, date):
            raise CellError("Excelが日付や時刻に変えています。セルの書式を「文字列」にして、書き直してください")
        return value.strftime("%Y-%m-%d")
    if isinstance(value, int | float):
        percent = str(cell.number_format).rstrip().endswith("%")
        text = format(value * 100 if percent else value, ".15g")
        return f"{text}%" if percent else text
    return str(value)
