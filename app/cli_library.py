"""Commands that show or export what is in the library: documents, records, outline, export, verify."""

from __future__ import annotations

import argparse
from pathlib import Path

from app.arguments import Commands, command
from app.console import clip, print_json, print_table, say
from app.json_output import document_json, headings_json, problem_json, record_json
from corpus.errors import LibraryBroken
from corpus.pages import Problem, Severity
from corpus.records import KINDS, Document, name_of
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
_DOCUMENT_HELP = "文書のid、その先頭の数文字、またはファイル名"


def add_commands(commands: Commands) -> None:
    """Register the commands."""
    command(commands, "documents", "ライブラリの文書を一覧にします").set_defaults(run=documents)

    parser = command(commands, "records", "読み取った目標・施策・KPIなどを一覧にします")
    parser.add_argument("--document", metavar="D", help=_DOCUMENT_HELP)
    parser.add_argument("--kind", choices=KINDS, help="種類")
    parser.set_defaults(run=records)

    parser = command(commands, "outline", "文書の見出しを表示します")
    parser.add_argument("--document", metavar="D", required=True, help=_DOCUMENT_HELP)
    parser.set_defaults(run=outline)

    parser = command(commands, "export", "目標・施策・KPIなどをExcelに書き出します")
    parser.add_argument("--document", metavar="D", help=_DOCUMENT_HELP)
    parser.add_argument("--xlsx", metavar="OUT", type=Path, required=True, help="書き出すExcelファイル")
    parser.set_defaults(run=export)

    command(commands, "verify", "ライブラリと索引に壊れがないか確かめます").set_defaults(run=verify)


def documents(arguments: argparse.Namespace) -> int:
    """List the documents; 1 when there is none."""
    with Library.open(arguments.library) as library:
        listed = library.documents()
    if arguments.json:
        print_json({"documents": [document_json(document) for document in listed]})
    elif listed:
        print_table(
            ("id", "文書名", "策定者", "決定日", "ページ", "ファイル"),
            [
                (d.id, clip(d.title, 60), clip(d.publisher, 30), d.decided_on or "", str(d.pages), clip(d.file, 40))
                for d in listed
            ],
        )
    if not listed:
        say("ライブラリに文書がありません。shirube add PDF で追加してください。")
    return 0 if listed else 1


def records(arguments: argparse.Namespace) -> int:
    """List the records; 1 when there is none."""
    with Library.open(arguments.library) as library:
        document = _chosen(library, arguments.document)
        found = library.records(document.id if document else None, arguments.kind)
        files = {d.id: d.file for d in library.documents()}
    if arguments.json:
        for record in found:
            print_json(record_json(record))
    elif found:
        print_table(
            ("種類", "名称", "ページ", "ファイル"),
            [
                (
                    KIND_WORDS[record.KIND],
                    clip(name_of(record), 80),
                    str(record.evidence[0].page),
                    clip(files[record.document], 40),
                )
                for record in found
            ],
        )
    if not found:
        say("該当する記録がありません。")
    return 0 if found else 1


def outline(arguments: argparse.Namespace) -> int:
    """Show the headings of a document; 1 when it has none."""
    with Library.open(arguments.library) as library:
        document = library.document(arguments.document)
        headings = headings_json(library.headings(document.id))
    if arguments.json:
        print_json({"headings": headings})
    else:
        for heading in headings:
            label = " ".join(filter(None, (heading["number"], heading["text"])))
            print(f"{'  ' * ((heading['level'] or 1) - 1)}{label}  (p.{heading['page']})")
    if not headings:
        say(f"「{document.file}」に見出しは見つかりませんでした。")
    return 0 if headings else 1


def export(arguments: argparse.Namespace) -> int:
    """Write the records to a workbook; 1 when there is none."""
    from app.export import write_records

    with Library.open(arguments.library) as library:
        document = _chosen(library, arguments.document)
        found = library.records(document.id if document else None)
        listed = library.documents()
    if not found:
        say("書き出す記録がありません。")
        return 1
    written = write_records(found, listed, arguments.xlsx)
    if arguments.json:
        print_json({"xlsx": str(arguments.xlsx), "records": written})
    say(f"{written}件を「{arguments.xlsx}」に書き出しました。")
    return 0


def verify(arguments: argparse.Namespace) -> int:
    """Check the library and its snapshot; 1 when something is wrong."""
    from index.snapshot import current_name
    from index.verification import verify as check

    snapshot: str | None = None
    try:
        with Library.open(arguments.library) as library:
            problems = check(library)
            snapshot = current_name(library)
    except LibraryBroken as error:
        problems = [Problem(error.code, None, str(error), Severity.ERROR)]
    if arguments.json:
        print_json(
            {"ok": not problems, "snapshot": snapshot, "problems": [problem_json(problem) for problem in problems]}
        )
    else:
        for problem in problems:
            print(f"・{problem.message}")
    say("問題が見つかりました。" if problems else "ライブラリと索引に問題はありません。")
    return 1 if problems else 0


def _chosen(library: Library, key: str | None) -> Document | None:
    return None if key is None else library.document(key)
