"""Commands on records: list them, correct them by hand, export them."""

from __future__ import annotations

import argparse
from collections import Counter
from pathlib import Path

from app.arguments import Commands, command
from app.console import clip, print_json, print_table, say
from app.json_output import record_json
from corpus.errors import UsageError
from corpus.records import KINDS, Document, JsonObject, Record, name_of
from index.library import Library

KIND_WORDS = {
    "goal": "目標",
    "measure": "施策",
    "kpi": "KPI",
    "roadmap": "工程",
    "shift": "転換",
    "role": "役割",
    "body": "体制",
}
DOCUMENT_HELP = "文書のid、その先頭の数文字、またはファイル名"


def add_commands(commands: Commands) -> None:
    """Register `records` and `export`."""
    parser = command(commands, "records", "読み取った目標・施策・KPIなどを一覧にし、手で直します")
    parser.add_argument("--document", metavar="D", help=DOCUMENT_HELP)
    parser.add_argument("--kind", choices=KINDS, help="種類")
    correcting = parser.add_mutually_exclusive_group()
    correcting.add_argument(
        "--edit-template",
        metavar="OUT",
        type=Path,
        help="直すためのExcelファイルを書き出します（上書きはしません）",
    )
    correcting.add_argument("--apply", metavar="FILE", type=Path, help="直したExcelファイルを反映します")
    parser.add_argument("--by", metavar="NAME", help="直した人の氏名（既定: ログイン名）")
    parser.set_defaults(run=records)

    parser = command(commands, "export", "目標・施策・KPIなどをファイルに書き出します")
    parser.add_argument("--document", metavar="D", help=DOCUMENT_HELP)
    parser.add_argument("--xlsx", metavar="OUT", type=Path, help="Excelファイル（種類ごとのシート）")
    parser.add_argument("--csv", metavar="DIR", type=Path, help="CSVを置くフォルダ（種類ごとのファイル）")
    parser.add_argument("--jsonl", metavar="OUT", type=Path, help="JSON Lines（records --json と同じ内容）")
    parser.add_argument(
        "--stratml", metavar="OUT", type=Path, help="StratML（.xml なら1文書、それ以外は文書ごとに置くフォルダ）"
    )
    parser.set_defaults(run=export)


def records(arguments: argparse.Namespace) -> int:
    """List the records, or correct them; 1 when there is none or the corrections were refused."""
    if arguments.apply is not None:
        if arguments.document or arguments.kind:
            raise UsageError("--apply はファイルの行をすべて反映します。--document や --kind とは使えません。")
        return _apply(arguments)
    if arguments.by is not None:
        raise UsageError("--by は --apply と一緒に指定してください。")
    with Library.open(arguments.library) as library:
        document = _chosen(library, arguments.document)
        found = library.records(document.id if document else None, arguments.kind)
        files = {d.id: d.file for d in library.documents()}
        if arguments.edit_template is not None:
            return _template(library, found, arguments)
    if arguments.json:
        for record in found:
            print_json(record_json(record))
    elif found:
        print_table(
            ("種類", "名称", "ページ", "ファイル", "修正"),
            [
                (
                    KIND_WORDS[record.KIND],
                    clip(name_of(record), 80),
                    str(record.evidence[0].page),
                    clip(files[record.document], 40),
                    "" if record.corrected is None else clip(record.corrected.by, 16),
                )
                for record in found
            ],
        )
    if not found:
        say("該当する記録がありません。")
    return 0 if found else 1


def export(arguments: argparse.Namespace) -> int:
    """Write the records to files; 1 when there is none."""
    if not any((arguments.xlsx, arguments.csv, arguments.jsonl, arguments.stratml)):
        raise UsageError("書き出す形式を --xlsx、--csv、--jsonl、--stratml から1つ以上指定してください。")
    with Library.open(arguments.library) as library:
        document = _chosen(library, arguments.document)
        listed = [document] if document else library.documents()
        found = library.records(document.id if document else None)
        if not found:
            say("書き出す記録がありません。")
            return 1
        answer = _written(library, listed, found, arguments)
    if arguments.json:
        print_json(answer | {"records": len(found)})
    return 0


def _written(
    library: Library, documents: list[Document], found: list[Record], arguments: argparse.Namespace
) -> JsonObject:
    """Write each form that was asked for; the files, by form."""
    from app.export import write_records
    from app.record_files import write_jsonl, write_record_csv

    answer: JsonObject = {}
    if arguments.xlsx:
        pdfs = {d.id: library.pdf(d.id) for d in documents}
        write_records(found, documents, arguments.xlsx, pdfs=pdfs, corrections=library.corrections())
        answer["xlsx"] = str(arguments.xlsx)
        say(f"{len(found)}件を「{arguments.xlsx}」に書き出しました。")
    if arguments.csv:
        answer["csv"] = [str(path) for path in write_record_csv(found, documents, arguments.csv)]
        say(f"{len(found)}件をフォルダ「{arguments.csv}」に書き出しました。")
    if arguments.jsonl:
        write_jsonl(found, arguments.jsonl)
        answer["jsonl"] = str(arguments.jsonl)
        say(f"{len(found)}件を「{arguments.jsonl}」に書き出しました。")
    if arguments.stratml:
        answer["stratml"] = [str(path) for path in _plans(documents, found, arguments.stratml)]
    return answer


def _plans(documents: list[Document], found: list[Record], out: Path) -> list[Path]:
    from app.stratml import write_stratml

    if out.suffix.lower() == ".xml":
        if len(documents) != 1:
            raise UsageError("StratMLは1文書が1ファイルです。--document で文書を選ぶか、フォルダを指定してください。")
        paths = {documents[0].id: out}
    else:
        stems = Counter(Path(d.file).stem.casefold() for d in documents)
        paths = {
            d.id: out / f"{stem if stems[stem.casefold()] == 1 else f'{stem}-{d.id}'}.xml"
            for d in documents
            for stem in (Path(d.file).stem,)
        }
    written = [paths[d.id] for d in documents if write_stratml(d, found, paths[d.id])]
    left = len(documents) - len(written)
    say(
        f"{len(written)}件の計画を「{out}」に書き出しました。"
        + (f"目標・施策・KPIのない{left}文書は除きました。" if left else "")
    )
    return written


def _template(library: Library, found: list[Record], arguments: argparse.Namespace) -> int:
    from app.correction_template import write_template

    written = write_template(library, found, arguments.edit_template)
    if arguments.json:
        print_json({"xlsx": str(arguments.edit_template), "records": written})
    say(f"{written}件を「{arguments.edit_template}」に書き出しました。直したら records --apply で反映してください。")
    return 0


def _apply(arguments: argparse.Namespace) -> int:
    from app.adding import refresh_index
    from app.corrections import applied_json, apply_corrections, user_name

    with Library.open(arguments.library) as library, library.writing():
        applied = apply_corrections(library, arguments.apply, by=(arguments.by or "").strip() or user_name())
        if not applied.problems:
            say("索引を確かめています…")
            refresh_index(library)
    if arguments.json:
        print_json(applied_json(applied))
    for problem in applied.problems:
        place = f"シート「{problem.sheet}」" + ("" if problem.row is None else f"{problem.row}行目")
        say(f"・{place}: {problem.message}")
    if applied.problems:
        say("直す所があるため、このファイルの修正は1つも反映していません。上の行を直して、もう一度実行してください。")
        return 1
    if not (applied.changed or applied.added or applied.dropped or applied.unchanged):
        say("操作が入っている行がありません。")
        return 1
    say(
        f"修正{applied.changed}件、追加{applied.added}件、削除{applied.dropped}件を反映しました"
        f"（反映済み・変更なし{applied.unchanged}件）。"
    )
    return 0


def _chosen(library: Library, key: str | None) -> Document | None:
    return None if key is None else library.document(key)
