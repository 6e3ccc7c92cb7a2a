"""Records as CSV and as JSON Lines."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path

from app.cli_records import KIND_WORDS
from app.export import kind_rows
from app.json_output import dumps, record_json
from app.record_rows import Row
from app.worksheet import CellValue
from corpus.records import Document, Record
from ingest.table_export import neutral, plain, replacing


def write_record_csv(records: Sequence[Record], documents: Sequence[Document], folder: Path) -> list[Path]:
    """Write one UTF-8 file with BOM per kind (`施策.csv`), with the columns of the workbook; returns the files.

    Texts that a spreadsheet would take for a formula get a leading apostrophe. Raises RefusedError (`unwritable`).
    """
    written = []
    for kind in kind_rows(records, documents):
        path = folder / f"{kind.title}.csv"
        with replacing(path) as draft, draft.open("w", encoding="utf-8-sig", newline="") as file:
            out = csv.writer(file)
            out.writerow([header for header, _ in kind.headers])
            out.writerows([_cell(value) for value in cells] for _, cells in kind.rows)
        written.append(path)
    return written


def write_jsonl(records: Sequence[Record], out: Path) -> None:
    """Write a line of JSON per record, as `records --json` prints it. Raises RefusedError (`unwritable`)."""
    with replacing(out) as draft, draft.open("w", encoding="utf-8", newline="\n", errors="replace") as file:
        file.writelines(f"{dumps(record_json(record))}\n" for record in records)


def _cell(value: CellValue) -> CellValue:
    return neutral(plain(value)) if isinstance(value, str) else value


def write_rows(rows: Sequence[Row], out: Path) -> None:
    """Write the rows of a list to a CSV (UTF-8 with BOM), formulas neutralised. Raises RefusedError (`unwritable`)."""
    heads = ("文書", "種類", "名称", "内容", "上位", "担当", "目標年", "ページ", "引用", "確かさ")
    lines = [
        (
            row.title,
            KIND_WORDS[row.record.KIND],
            row.name,
            row.detail,
            " > ".join(row.above),
            "、".join(row.ministries),
            "、".join(map(str, row.years)),
            str(row.record.evidence[0].page) if row.record.evidence else "",
            row.record.evidence[0].quote if row.record.evidence else "",
            f"{row.record.confidence:.2f}",
        )
        for row in rows
    ]
    with replacing(out) as draft, draft.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows([heads, *([neutral(plain(cell)) for cell in line] for line in lines)])
