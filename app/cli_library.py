"""Commands that show what is in the library: documents, outline, verify."""

from __future__ import annotations

import argparse

from app.arguments import Commands, command
from app.cli_records import DOCUMENT_HELP
from app.console import clip, print_json, print_table, say
from app.json_output import document_json, headings_json, problem_json
from corpus.errors import LibraryBroken
from corpus.pages import Problem, Severity
from index.library import Library


def add_commands(commands: Commands) -> None:
    """Register the commands."""
    command(commands, "documents", "ライブラリの文書を一覧にします").set_defaults(run=documents)

    parser = command(commands, "outline", "文書の見出しを表示します")
    parser.add_argument("--document", metavar="D", required=True, help=DOCUMENT_HELP)
    parser.set_defaults(run=outline)

    command(commands, "verify", "ライブラリと索引に壊れがないか確かめます").set_defaults(run=verify)


def documents(arguments: argparse.Namespace) -> int:
    """List the documents; 1 when there is none."""
    with Library.open(arguments.library) as library:
        listed = library.documents()
        old = {document.id for document in library.outdated()}
    if arguments.json:
        print_json({"documents": [document_json(d, outdated=d.id in old) for d in listed]})
    elif listed:
        print_table(
            ("id", "文書名", "策定者", "決定日", "ページ", "ファイル", "読み取り"),
            [
                (
                    d.id,
                    clip(d.title, 60),
                    clip(d.publisher, 30),
                    d.decided_on or "",
                    str(d.pages),
                    clip(d.file, 40),
                    "以前の版" if d.id in old else "",
                )
                for d in listed
            ],
        )
    if old and not arguments.json:
        say(f"{len(old)}件は以前の版の Shirube で読み取ったままです。shirube reread で読み直せます。")
    if not listed:
        say("ライブラリに文書がありません。shirube add PDF で追加してください。")
    return 0 if listed else 1


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
    wrong = [problem for problem in problems if problem.severity is not Severity.INFO]
    if arguments.json:
        print_json({"ok": not wrong, "snapshot": snapshot, "problems": [problem_json(problem) for problem in problems]})
    else:
        for problem in problems:
            print(f"・{problem.message}")
    say("問題が見つかりました。" if wrong else "ライブラリと索引に問題はありません。")
    return 1 if wrong else 0
