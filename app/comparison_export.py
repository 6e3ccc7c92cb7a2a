"""The 新旧対照表: three columns 新, 旧 and 備考, with the words that changed underlined, as XLSX and as HTML."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from app.decision_sheet import write_decision_sheet
from app.worksheet import FACE, SIZE, fit_height, put, set_page, write_sheet
from corpus.errors import RefusedError
from corpus.records import Correspondence, Document, Goal, Kpi, Measure, Record, name_of
from index.decisions import Decision
from search.compare import TYPE_WORDS, Type
from search.kpi_changes import CHANGE_WORDS, Change, is_given, value_text
from search.text_diff import Span, word_diff

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

_KINDS: Final = {Goal.KIND: "目標", Measure.KIND: "施策", Kpi.KIND: "KPI"}
_NEW: Final = "（新設）"
_GONE: Final = "（削除）"
_LONGEST: Final = 32_000
_WIDTHS: Final = (56, 56, 48)
"""Of the columns of the table, in characters."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row: the new and the old wording with what changed, and the remarks."""

    kind: str
    new: tuple[Span, ...]
    old: tuple[Span, ...]
    remarks: str


def comparison_rows(found: Sequence[Correspondence], records: Mapping[str, Record]) -> list[Row]:
    """A row for every correspondence; `records` holds those of both documents by id."""
    rows = []
    for c in found:
        before, after = (tuple(records[id_] for id_ in ids) for ids in (c.old, c.new))
        kind = (*before, *after)[0].KIND
        if not before:
            spans: tuple[tuple[Span, ...], tuple[Span, ...]] = ((Span(_NEW, False),), (Span(_text(after), True),))
        elif not after:
            spans = ((Span(_text(before), True),), (Span(_GONE, False),))
        else:
            spans = _differences(before, after)
        rows.append(Row(kind, (*spans[1], *_pages(after)), (*spans[0], *_pages(before)), _remarks(c)))
    return rows


def write_comparison(
    found: Sequence[Correspondence],
    records: Mapping[str, Record],
    old: Document,
    new: Document,
    out: Path,
    decided: Mapping[tuple[str, str], Decision] = MappingProxyType({}),
) -> None:
    """Write the workbook `out` (.xlsx): the table, the changes of KPIs, and a sheet to decide on (decision_sheet.py).

    `decided` are the decisions that hold, by pairs of ids; `records` holds theirs too. No text is taken for a formula.
    Raises RefusedError (`unwritable`).
    """
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.worksheets[0])
    _fill(book.create_sheet("新旧対照表"), comparison_rows(found, records), old, new)
    write_sheet(
        book.create_sheet("KPIの変更"),
        [("指標", 44), ("旧", 34), ("新", 34), ("変更", 20)],
        [
            (k.indicator, k.before, k.after, CHANGE_WORDS[Change(k.change)])
            for c in found
            if all(records[id_].KIND == Kpi.KIND for id_ in (*c.old, *c.new))
            for k in c.kpi_changes
        ],
    )
    write_decision_sheet(book, found, records, decided)
    try:
        book.save(out)
    except OSError as error:
        raise unwritable(out, error) from error


def write_comparison_html(
    found: Sequence[Correspondence], records: Mapping[str, Record], old: Document, new: Document, out: Path
) -> None:
    """Write the table as one HTML page that needs nothing else. Raises RefusedError (`unwritable`)."""
    title = f"新旧対照表　{_title(new)}"
    body = []
    kind = ""
    for row in comparison_rows(found, records):
        if row.kind != kind:
            kind = row.kind
            body.append(f'<tr><th colspan="3" class="kind" scope="rowgroup">{_KINDS[kind]}</th></tr>')
        body.append(f"<tr><td>{_marked(row.new)}</td><td>{_marked(row.old)}</td><td>{_lines(row.remarks)}</td></tr>")
    page = _PAGE.format(title=escape(title), new=escape(_title(new)), old=escape(_title(old)), rows="\n".join(body))
    try:
        out.write_text(page, encoding="utf-8")
    except OSError as error:
        raise unwritable(out, error) from error


def change_text(indicator: str, before: str, after: str, change: str) -> str:
    """A change of a KPI in one line."""
    moved = (
        "" if change in (Change.ADDED, Change.DROPPED, Change.UNCHANGED) else f"（{before or '－'} → {after or '－'}）"
    )
    return f"{indicator}: {CHANGE_WORDS[Change(change)]}{moved}"


def change_words(change: str) -> str:
    """A kind of change in words."""
    return CHANGE_WORDS[Change(change)]


def _differences(before: Sequence[Record], after: Sequence[Record]) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
    """Name against name and what is said of the one against what is said of the other, where each is one record."""
    if not len(before) == len(after) == 1:
        return word_diff(_text(before), _text(after))
    (a, *x), (b, *y) = _told(before[0]), _told(after[0])
    names, rest = word_diff(a, b), word_diff("\n".join(x), "\n".join(y))
    line = (Span("\n", False),)
    return (*names[0], *(line if x else ()), *rest[0]), (*names[1], *(line if y else ()), *rest[1])


def _text(records: Sequence[Record]) -> str:
    """The records as they are told in the table, one after another."""
    return "\n".join(line for record in records for line in _told(record))


def _pages(records: Sequence[Record]) -> tuple[Span, ...]:
    """Where the records stand; pages differ without anything having changed, so they are never marked."""
    pages = dict.fromkeys(str(record.evidence[0].page) for record in records if record.evidence)
    return (Span(f"\n（{'、'.join(pages)}頁）", False),) if pages else ()


def _told(record: Record) -> list[str]:
    lines = [name_of(record)]
    match record:
        case Goal():
            lines += [record.statement]
        case Measure():
            lines += [record.description, *(f"・{project}" for project in record.projects)]
            lines += [f"担当: {'、'.join(record.ministries)}" if record.ministries else ""]
        case Kpi():
            lines += [f"基準値: {value_text(record.baseline)}" if is_given(record.baseline) else ""]
            lines += [f"目標値: {value_text(target)}" for target in record.targets]
        case _:
            pass
    return [line for line in lines if line]


def _remarks(c: Correspondence) -> str:
    lines = [TYPE_WORDS[Type(c.type)]]
    lines += [change_text(k.indicator, k.before, k.after, k.change) for k in c.kpi_changes if c.old and c.new]
    lines += [f"・{reason}" for reason in c.reasons]
    return "\n".join(lines)


def _title(document: Document) -> str:
    return document.title or document.file


def _fill(sheet: Worksheet, rows: Sequence[Row], old: Document, new: Document) -> None:
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

    head, band = PatternFill("solid", fgColor="1F3A5F"), PatternFill("solid", fgColor="E4E9F1")
    edge = Side(style="thin", color="9AA5B1")
    border = Border(edge, edge, edge, edge)
    wrapped = Alignment(vertical="top", wrap_text=True)
    for column, (text, width) in enumerate(
        zip((f"新　{_title(new)}", f"旧　{_title(old)}", "備考"), _WIDTHS, strict=True), start=1
    ):
        put(sheet, 1, column, text)
        cell = sheet.cell(1, column)
        cell.font, cell.fill = Font(name=FACE, size=SIZE, bold=True, color="FFFFFF"), head
        cell.alignment, cell.border = wrapped, border
        sheet.column_dimensions["ABC"[column - 1]].width = width
    fit_height(sheet, 1, [str(sheet.cell(1, column).value) for column in (1, 2, 3)], _WIDTHS)
    at, kind = 1, ""
    for row in rows:
        at += 1
        if row.kind != kind:
            kind = row.kind
            for column in (1, 2, 3):
                sheet.cell(at, column).fill = band
            put(sheet, at, 1, _KINDS[kind])
            sheet.cell(at, 1).font = Font(name=FACE, size=SIZE, bold=True)
            sheet.row_dimensions[at].height = 20
            at += 1
        _put_rich(sheet, at, 1, row.new)
        _put_rich(sheet, at, 2, row.old)
        put(sheet, at, 3, row.remarks)
        for column in (1, 2, 3):
            sheet.cell(at, column).alignment = wrapped
            sheet.cell(at, column).border = border
            sheet.cell(at, column).font = Font(name=FACE, size=SIZE)
        texts = ["".join(span.text for span in spans) for spans in (row.new, row.old)]
        fit_height(sheet, at, [*texts, row.remarks], _WIDTHS)
    sheet.freeze_panes = "A2"
    set_page(sheet)


def _put_rich(sheet: Worksheet, row: int, column: int, spans: Sequence[Span]) -> None:
    """Changed words in red and underlined. Rich text is a string to Excel whatever it begins with."""
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
    from openpyxl.cell.rich_text import CellRichText, TextBlock
    from openpyxl.cell.text import InlineFont
    from openpyxl.styles import Color

    text = ILLEGAL_CHARACTERS_RE.sub("", "".join(span.text for span in spans))
    put(sheet, row, column, text)
    if len(text) > _LONGEST or not any(span.changed for span in spans):
        return
    marked = InlineFont(rFont=FACE, sz=SIZE, color=Color(rgb="FFC00000"), u="single")
    plain = InlineFont(rFont=FACE, sz=SIZE)
    cell = sheet.cell(row, column)
    cell.value = CellRichText(
        *(
            TextBlock(marked if span.changed else plain, ILLEGAL_CHARACTERS_RE.sub("", span.text))
            for span in spans
            if span.text
        )
    )


def _marked(spans: Sequence[Span]) -> str:
    return "".join(f"<u>{_lines(s.text)}</u>" if s.changed else _lines(s.text) for s in spans)


def _lines(text: str) -> str:
    return escape(text).replace("\n", "<br>")


def unwritable(out: Path, error: OSError) -> RefusedError:
    """Why a file cannot be written."""
    return RefusedError(
        f"「{out}」に書き込めません（{error.strerror}）。ほかのソフトで開いていないか、フォルダがあるかご確認ください。",
        code="unwritable",
    )


_PAGE: Final = """<!DOCTYPE html>
<html lang="ja">
<head>
<meta charset="utf-8">
<title>{title}</title>
<style>
body {{ font-family: "BIZ UDPGothic", "Hiragino Sans", "Yu Gothic", "Noto Sans CJK JP", sans-serif; }}
body {{ margin: 2em; color: #1b1f24; line-height: 1.65; }}
h1 {{ font-size: 1.2em; }}
table {{ border-collapse: collapse; width: 100%; table-layout: fixed; }}
th, td {{ border: 1px solid #9aa5b1; padding: .5em .7em; vertical-align: top; }}
th, td {{ text-align: left; overflow-wrap: anywhere; }}
thead th {{ background: #1f3a5f; color: #fff; }}
.kind {{ background: #e4e9f1; }}
u {{ color: #b00000; text-underline-offset: .2em; }}
td:last-child {{ font-size: .9em; }}
col.remarks {{ width: 26%; }}
@media print {{ body {{ margin: 0; }} thead {{ display: table-header-group; }} tr {{ break-inside: avoid; }} }}
</style>
</head>
<body>
<h1>{title}</h1>
<p>下線は、新旧で異なる語です。</p>
<table>
<colgroup><col><col><col class="remarks"></colgroup>
<thead><tr><th scope="col">新　{new}</th><th scope="col">旧　{old}</th><th scope="col">備考</th></tr></thead>
<tbody>
{rows}
</tbody>
</table>
</body>
</html>
"""
