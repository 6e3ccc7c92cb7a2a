"""Decisions on correspondences as a sheet of the 新旧対照表: written out with what holds now, and read back filled in.

A row is a pair. 「○」 says that the two correspond, 「×」 that they do not, nothing leaves it to the machine. What has
nobody beside it can be given somebody, by writing the name; so can rows be added.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from app.correction_reading import RowProblem
from app.worksheet import CellValue, put, write_sheet
from corpus.errors import RefusedError
from corpus.records import Correspondence, Goal, Kpi, Measure, Record, name_of
from index.decisions import Decision, Verdict
from index.library import Library
from search.compare import TYPE_WORDS, Type, compare_versions
from search.judging import Judgement, decide, settled
from search.names import plain
from search.versions import Version, load_version

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook

SHEET: Final = "対応の判断"
_YES, _NO = "○", "×"
_WORDS: Final = {
    **dict.fromkeys((_YES, "〇", "◯", "o", "O", "採用", "対応する"), True),
    **dict.fromkeys((_NO, "✕", "✖", "x", "X", "却下", "対応しない"), False),
}
_KINDS: Final = {Goal.KIND: "目標", Measure.KIND: "施策", Kpi.KIND: "KPI"}
_HEADERS: Final = (
    ("判断", 8.0), ("種類", 8.0), ("旧", 48.0), ("旧の頁", 8.0), ("新", 48.0), ("新の頁", 8.0), ("見立て", 16.0),
    ("確からしさ", 11.0), ("判断した人", 14.0), ("旧id", 24.0), ("新id", 24.0),
)  # fmt: skip
_HINT: Final = (
    "判断の列に、対応するなら○、しないなら×を入れて保存し、compare OLD NEW --decisions このファイル で反映します。"
    "相手のない行に相手の名称を書き足して○を入れると、手で対応づけられます。"
)


@dataclass(frozen=True, slots=True)
class AppliedDecisions:
    """How many pairs were decided anew (or taken back), and how many were so already."""

    made: int = 0
    unchanged: int = 0
    problems: tuple[RowProblem, ...] = ()


def write_decision_sheet(
    book: Workbook,
    found: Sequence[Correspondence],
    records: Mapping[str, Record],
    decided: Mapping[tuple[str, str], Decision],
) -> None:
    """Add the sheet to a workbook: the pairs that were found or decided, then what has none."""
    from openpyxl.worksheet.datavalidation import DataValidation

    sheet = book.create_sheet(SHEET)
    pairs = {(a, b): c for c in found for a in c.old for b in c.new}
    rows = [_row(records, a, b, c, decided.get((a, b))) for (a, b), c in pairs.items()]
    rows += [_row(records, a, b, None, d) for (a, b), d in decided.items() if (a, b) not in pairs]
    rows += [
        _row(records, next(iter(c.old), ""), next(iter(c.new), ""), c, None) for c in found if not (c.old and c.new)
    ]
    write_sheet(sheet, _HEADERS, rows)
    choice = DataValidation(type="list", formula1=f'"{_YES},{_NO}"', allow_blank=True, promptTitle="判断", prompt=_HINT)
    choice.showErrorMessage = False
    sheet.add_data_validation(choice)
    choice.add(f"A2:A{max(len(rows) + 1, 2) + 500}")
    put(sheet, 1, len(_HEADERS) + 1, _HINT)


def apply_decisions(library: Library, old: str, new: str, path: Path, *, by: str) -> AppliedDecisions:
    """Write the decisions of a filled-in workbook down in `by`'s name; none when there is a problem in any row.

    Raises UnknownDocument, LibraryLocked, LibraryBroken, RefusedError (`not_xlsx`, `no_decisions`).
    """
    before, after = load_version(library, old), load_version(library, new)
    holding = settled(library, before, after).pairs
    machine = {(a, b) for c in compare_versions(before, after) for a in c.old for b in c.new}
    wanted: dict[tuple[str, str], bool | None] = {}
    problems: list[RowProblem] = []
    for number, cells in _rows(path):
        try:
            for ids, word in _read(cells, before, after):
                if wanted.setdefault(ids, word) != word:
                    raise _RowError("同じ組に違う判断があります。どちらか1つにしてください。")
        except _RowError as error:
            problems.append(RowProblem("bad_row", SHEET, number, str(error)))
    if problems:
        return AppliedDecisions(problems=tuple(problems))
    judgements, unchanged = [], 0
    for (a, b), word in wanted.items():
        held = holding.get((a, b))
        if word is None:
            if held is not None:
                judgements.append(Judgement(a, b, Verdict.WITHDRAWN))
        elif held is not None and (held.verdict is not Verdict.REJECTED) == word:
            unchanged += 1
        else:
            judgements.append(Judgement(a, b, _verdict(word, (a, b) in machine)))
    decide(library, before, after, judgements, by=by)
    return AppliedDecisions(len(judgements), unchanged)


class _RowError(Exception):
    pass


def _verdict(word: bool, found: bool) -> Verdict:
    if not word:
        return Verdict.REJECTED
    return Verdict.ACCEPTED if found else Verdict.DRAWN


def _row(
    records: Mapping[str, Record], a: str, b: str, c: Correspondence | None, decision: Decision | None
) -> list[CellValue]:
    old, new = records.get(a), records.get(b)
    one = old or new
    assert one is not None, "a pair has a record"
    mark = "" if decision is None else (_NO if decision.verdict is Verdict.REJECTED else _YES)
    return [
        mark,
        _KINDS[one.KIND],
        name_of(old) if old else "",
        old.evidence[0].page if old and old.evidence else None,
        name_of(new) if new else "",
        new.evidence[0].page if new and new.evidence else None,
        TYPE_WORDS[Type(c.type)] if c else "",
        round(c.score, 2) if c and c.old and c.new else None,
        f"{decision.by} {decision.at[:10]}" if decision else "",
        a,
        b,
    ]


def _rows(path: Path) -> Iterable[tuple[int, dict[str, str]]]:
    """The rows of the sheet by their headers, with their numbers."""
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        with path.open("rb") as file:
            book = load_workbook(file, read_only=True)
            if SHEET not in book.sheetnames:
                raise RefusedError(
                    f"「{path}」にシート「{SHEET}」がありません。compare --xlsx で書き出したファイルを使ってください。",
                    code="no_decisions",
                )
            sheet: Any = book[SHEET]
            sheet.reset_dimensions()
            lines = [
                [str(v).strip() if v is not None else "" for v in row] for row in sheet.iter_rows(values_only=True)
            ]
    except (
        OSError, ValueError, KeyError, TypeError, AttributeError, EOFError, SyntaxError, zipfile.BadZipFile,
        InvalidFileException,
    ) as error:  # fmt: skip
        raise RefusedError(f"「{path}」をExcelのファイル（.xlsx）として読めません。", code="not_xlsx") from error
    headers = lines[0] if lines else []
    missing = [title for title in ("判断", "種類", "旧", "新", "旧id", "新id") if title not in headers]
    if missing:
        raise RefusedError(
            f"シート「{SHEET}」の1行目に見出し「{'、'.join(missing)}」がありません。元の見出しに戻してください。",
            code="no_decisions",
        )
    return [(n, dict(zip(headers, line, strict=False))) for n, line in enumerate(lines[1:], start=2) if any(line)]


def _read(cells: Mapping[str, str], old: Version, new: Version) -> list[tuple[tuple[str, str], bool | None]]:
    mark = cells.get("判断", "")
    if mark and mark not in _WORDS:
        raise _RowError(f"判断「{mark}」は分かりません。○、×、空のどれかにしてください。")
    names = cells.get("旧", ""), cells.get("新", "")
    if not mark and not all(names):
        return []
    if not all(names):
        raise _RowError("判断するには、旧と新の両方の名称が要ります。")
    a = _record(old, cells.get("種類", ""), names[0], cells.get("旧id", ""), "旧")
    b = _record(new, cells.get("種類", ""), names[1], cells.get("新id", ""), "新")
    if a.KIND != b.KIND:
        raise _RowError("旧と新の種類が違います。目標は目標と、施策は施策と、KPIはKPIと対応づけてください。")
    return [((a.id, b.id), _WORDS[mark] if mark else None)]


def _record(version: Version, kind: str, name: str, id_: str, side: str) -> Record:
    """The record with this id where it still has that name, else the only one of that name."""
    known = version.by_id.get(id_)
    if known is not None and plain(name_of(known)) == plain(name):
        return known
    found = [r for r in version.by_id.values() if plain(name_of(r)) == plain(name) and kind in ("", _KINDS[r.KIND])]
    if len(found) == 1:
        return found[0]
    if found:
        raise _RowError(f"{side}の「{name}」は{len(found)}件あります。{side}idの列に記録のidを入れてください。")
    raise _RowError(f"{side}の文書に「{name}」という{kind or '記録'}はありません。名称を文書どおりに書いてください。")
