"""Records as an Excel workbook: one sheet per kind; document, page and quote in every row."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from app.correction_columns import called
from app.correction_template import correction_words, write_history
from app.json_output import number_json
from app.worksheet import CellValue, write_sheet
from corpus.errors import RefusedError
from corpus.records import (
    Body,
    Document,
    Goal,
    Kpi,
    Measure,
    Record,
    RoadmapStep,
    Role,
    Shift,
    Value,
    ValueKind,
)

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

    from index.corrections import Correction
    from search.citations import Answer
    from search.retrieve import Hit

_Names = Mapping[str, str]
_VALUE_KINDS = {
    ValueKind.LEVEL: "水準",
    ValueKind.CUMULATIVE: "累計",
    ValueKind.CHANGE: "増減",
    ValueKind.RATE: "率・伸び",
    ValueKind.RELATIVE: "比較",
    ValueKind.QUALITATIVE: "定性",
}


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A sheet: its title, the columns of its own as (header, width), and what a record puts into them."""

    title: str
    columns: tuple[tuple[str, float], ...]
    rows: Callable[[Record, _Names], list[list[CellValue]]]


_BEFORE: tuple[tuple[str, float], ...] = (("文書", 34),)
_AFTER: tuple[tuple[str, float], ...] = (
    ("ページ", 6),
    ("引用", 60),
    ("ほかの根拠ページ", 14),
    ("OCR", 6),
    ("確度", 8),
    ("修正", 24),
    ("記録ID", 26),
)
_PAGE = "ページ"


@dataclass(frozen=True, slots=True)
class KindRows:
    """The records of one kind as rows: title, (header, width) of every column, and the record behind each row."""

    title: str
    headers: tuple[tuple[str, float], ...]
    rows: list[tuple[Record, list[CellValue]]]


def kind_rows(
    records: Sequence[Record], documents: Iterable[Document], *, names_from: Sequence[Record] = ()
) -> list[KindRows]:
    """Rows of every kind; ids of goals, measures and what a KPI is of are given by name. A KPI has a row per target.

    `names_from` are further records whose names may be needed, when `records` are but some of a document.
    """
    titles = {document.id: document.title or document.file for document in documents}
    names = {record.id: called(record) for record in (*names_from, *records)}
    return [
        KindRows(
            layout.title,
            (*_BEFORE, *layout.columns, *_AFTER),
            [
                (record, [titles.get(record.document, record.document), *own, *_evidence(record)])
                for record in records
                if kind == record.KIND
                for own in layout.rows(record, names)
            ],
        )
        for kind, layout in _SHEETS.items()
    ]


def write_records(
    records: Sequence[Record],
    documents: Sequence[Document],
    out: Path,
    *,
    names_from: Sequence[Record] = (),
    pdfs: Mapping[str, Path] | None = None,
    corrections: Mapping[str, Sequence[Correction]] | None = None,
) -> int:
    """Write every record to the workbook `out` (.xlsx); returns how many. Raises RefusedError where it cannot.

    `pdfs` are the files, by document id, that the pages shall be linked to; `corrections` are told in a sheet of
    their own; `names_from` as in `kind_rows`.
    """
    from openpyxl import Workbook

    targets = {id_: target for id_, pdf in (pdfs or {}).items() if (target := _relative(pdf, out)) is not None}
    book = Workbook()
    book.remove(book.worksheets[0])
    for kind in kind_rows(records, documents, names_from=names_from):
        sheet = book.create_sheet(kind.title)
        write_sheet(sheet, kind.headers, [cells for _, cells in kind.rows])
        _link_pages(sheet, kind, targets)
    write_history(book, corrections or {}, documents)
    _save(book, out)
    return len(records)


def _relative(pdf: Path, out: Path) -> str | None:
    """The way from the workbook to the PDF as a relative URL; None where it would spell the machine's folders out."""
    start, end = out.resolve().parent, pdf.resolve()
    try:
        common = Path(os.path.commonpath([start, end]))
    except ValueError:  # on another drive
        return None
    if common == Path(common.anchor):
        return None
    return quote(Path(os.path.relpath(end, start)).as_posix())


def _link_pages(sheet: Worksheet, kind: KindRows, targets: Mapping[str, str]) -> None:
    from openpyxl.styles import Font
    from openpyxl.worksheet.hyperlink import Hyperlink

    column = [header for header, _ in kind.headers].index(_PAGE) + 1
    for number, (record, _) in enumerate(kind.rows, start=2):
        if target := targets.get(record.document):
            cell = sheet.cell(number, column)
            cell.hyperlink = Hyperlink(
                ref=cell.coordinate, target=target, location=f"page={record.evidence[0].page}", tooltip="PDFを開く"
            )
            cell.font = Font(color="0563C1", underline="single")


def write_answer(answer: Answer, hits: Sequence[Hit], titles: Mapping[str, str], out: Path) -> None:
    """Write an answer, what it stands on and the passages found to the workbook `out`; `titles` are by document id.

    Raises RefusedError when it cannot be written.
    """
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.worksheets[0])
    titled = [("文書", 34.0), ("ページ", 6.0)]
    write_sheet(book.create_sheet("答え"), [("質問", 40), ("答え", 90)], [(answer.question, answer.text)])
    write_sheet(
        book.create_sheet("項目"),
        [("番号", 6), ("項目", 50), *titled, ("引用", 60), ("OCR", 6), ("ファイル", 30), ("記録ID", 26)],
        (
            (n, item.text, titles.get(c.document, c.file), c.page, c.quote, ocr_word(c.ocr), c.file, item.record)
            for n, item in enumerate(answer.items, start=1)
            for c in item.citations
        ),
    )
    write_sheet(
        book.create_sheet("出典"),
        [("番号", 6), *titled, ("引用", 80), ("OCR", 6), ("ファイル", 30)],
        (
            (n, titles.get(c.document, c.file), c.page, c.quote, ocr_word(c.ocr), c.file)
            for n, c in enumerate(answer.citations, start=1)
        ),
    )
    write_sheet(
        book.create_sheet("関連する箇所"),
        [("順位", 6), *titled, ("章節", 50), ("本文", 90), ("OCR", 6), ("ファイル", 30)],
        (
            (hit.rank, hit.title or hit.file, hit.page, " > ".join(hit.path), hit.text, ocr_word(hit.ocr), hit.file)
            for hit in hits
        ),
    )
    _save(book, out)


@dataclass(frozen=True, slots=True)
class AnsweredQuestion:
    """A question of a list and its answer; `refused` tells why there is none."""

    question: str
    answer: Answer | None
    refused: str = ""


def write_answers(answered: Sequence[AnsweredQuestion], titles: Mapping[str, str], out: Path) -> None:
    """Write the answers to a list of questions to the workbook `out`, and each citation on a row of its own.

    Raises RefusedError when it cannot be written.
    """
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.worksheets[0])
    write_sheet(
        book.create_sheet("質問と答え"),
        [("番号", 6), ("質問", 50), ("答えたか", 9), ("答え", 90), ("出典", 60)],
        (
            (
                n,
                row.question,
                "はい" if row.answer and row.answer.answered else "いいえ",
                row.answer.text if row.answer else row.refused,
                "\n".join(dict.fromkeys(f"{titles.get(c.document, c.file)} p.{c.page}" for c in row.answer.citations))
                if row.answer
                else "",
            )
            for n, row in enumerate(answered, start=1)
        ),
    )
    write_sheet(
        book.create_sheet("出典"),
        [("番号", 6), ("質問", 40), ("文書", 34), ("ページ", 6), ("引用", 80), ("ファイル", 30)],
        (
            (n, row.question, titles.get(c.document, c.file), c.page, c.quote, c.file)
            for n, row in enumerate(answered, start=1)
            if row.answer
            for c in row.answer.citations
        ),
    )
    _save(book, out)


def _save(book: Workbook, out: Path) -> None:
    try:
        book.save(out)
    except OSError as error:
        raise RefusedError(
            f"「{out}」に書き込めません（{error.strerror}）。Excelで開いていないか、フォルダがあるかご確認ください。",
            code="unwritable",
        ) from error


def _evidence(record: Record) -> list[CellValue]:
    first = record.evidence[0]
    others = sorted({evidence.page for evidence in record.evidence} - {first.page})
    return [
        first.page,
        first.quote,
        ", ".join(map(str, others)),
        ocr_word(any(evidence.ocr for evidence in record.evidence)),
        round(record.confidence, 2),
        *_corrected(record),
    ]


def ocr_word(ocr: bool) -> str:
    """What stands in a row that was read from a picture of the page."""
    return "OCR" if ocr else ""


def _corrected(record: Record) -> list[CellValue]:
    return [correction_words(record.KIND, record.corrected), record.id]


def _goal_rows(record: Record, names: _Names) -> list[list[CellValue]]:
    assert isinstance(record, Goal)
    return [[record.number, record.name, record.statement, _name(record.parent, names)]]


def _measure_rows(record: Record, names: _Names) -> list[list[CellValue]]:
    assert isinstance(record, Measure)
    return [
        [
            record.number,
            record.name,
            _name(record.goal, names),
            record.group,
            record.description,
            "、".join(record.ministries),
            "\n".join(record.projects),
        ]
    ]


def _kpi_rows(record: Record, names: _Names) -> list[list[CellValue]]:
    assert isinstance(record, Kpi)
    targets: tuple[Value | None, ...] = record.targets or (None,)
    return [
        [record.indicator, _name(record.of, names), *_value(record.baseline), *_value(target)] for target in targets
    ]


def _value(value: Value | None) -> list[CellValue]:
    if value is None:
        return [None] * 6
    return [
        value.text,
        number_json(value.number),
        value.unit,
        None if value.year is None else f"{value.year}{'年度' if value.fiscal else '年'}",
        value.comparator,
        _VALUE_KINDS[value.kind],
    ]


def _roadmap_rows(record: Record, names: _Names) -> list[list[CellValue]]:
    assert isinstance(record, RoadmapStep)
    return [[_name(record.measure, names), record.text, record.start_fy, record.end_fy]]


def _shift_rows(record: Record, _: _Names) -> list[list[CellValue]]:
    assert isinstance(record, Shift)
    return [[record.topic, record.before, record.after]]


def _role_rows(record: Record, _: _Names) -> list[list[CellValue]]:
    assert isinstance(record, Role)
    return [[record.actor, "\n".join(record.duties)]]


def _body_rows(record: Record, _: _Names) -> list[list[CellValue]]:
    assert isinstance(record, Body)
    members = "\n".join(f"{post}：{'、'.join(people)}" if people else post for post, people in record.members)
    return [[record.name, members]]


def _name(record_id: str | None, names: _Names) -> str | None:
    """The name behind an id. What stands outside the export keeps its id, so that nothing is lost."""
    return None if record_id is None else names.get(record_id, record_id)


_SHEETS: dict[str, _Sheet] = {
    Goal.KIND: _Sheet("目標", (("番号", 8), ("目標", 40), ("内容", 60), ("上位の目標", 30)), _goal_rows),
    Measure.KIND: _Sheet(
        "施策",
        (
            ("番号", 8),
            ("施策", 44),
            ("目標", 30),
            ("区分", 28),
            ("内容", 60),
            ("担当", 24),
            ("主な事業", 40),
        ),
        _measure_rows,
    ),
    Kpi.KIND: _Sheet(
        "KPI",
        (
            ("指標", 44),
            ("目標・施策", 34),
            ("基準値", 20),
            ("基準値（数）", 12),
            ("基準値の単位", 10),
            ("基準年", 10),
            ("基準値の程度", 10),
            ("基準値の種類", 10),
            ("目標値", 20),
            ("目標値（数）", 12),
            ("目標値の単位", 10),
            ("目標年", 10),
            ("目標値の程度", 10),
            ("目標値の種類", 10),
        ),
        _kpi_rows,
    ),
    RoadmapStep.KIND: _Sheet("工程表", (("施策", 40), ("取組", 50), ("開始年度", 10), ("終了年度", 10)), _roadmap_rows),
    Shift.KIND: _Sheet("転換", (("論点", 34), ("これまで", 50), ("これから", 60)), _shift_rows),
    Role.KIND: _Sheet("役割", (("主体", 24), ("役割", 60)), _role_rows),
    Body.KIND: _Sheet("推進体制", (("名称", 34), ("構成員", 60)), _body_rows),
}
