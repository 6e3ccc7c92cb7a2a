"""`shirube add` and `reread`: PDFs into the library, with a bar for every file being read and a ledger at the end."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from app.arguments import Commands, command, positive
from app.cli_records import DOCUMENT_HELP
from app.console import clip, print_json, print_table, say

if TYPE_CHECKING:
    from app.adding import Outcome
    from app.reading import Progress
    from index.library import Library

JOBS = 2
_STATUS_WORDS = {"added": "追加", "unchanged": "登録済み", "partial": "一部のみ", "rejected": "受付不可"}
_PROBLEMS_SHOWN = 5


def add_commands(commands: Commands) -> None:
    """Register `add` and `reread`."""
    parser = command(commands, "add", "PDF（またはフォルダの中のすべてのPDF）をライブラリに追加します")
    parser.add_argument("paths", metavar="PATH", type=Path, nargs="+", help="PDFファイルまたはフォルダ")
    parser.add_argument(
        "--jobs", metavar="N", type=positive, default=JOBS, help=f"同時に読み取るファイルの数（既定: {JOBS}）"
    )
    parser.set_defaults(run=run)

    parser = command(commands, "reread", "ライブラリにあるPDFを、今の版で読み直します（手で直した内容は残ります）")
    parser.add_argument(
        "--document", metavar="D", help=f"{DOCUMENT_HELP}（既定: 以前の版で読んだ文書と、文字認識が済んでいない文書）"
    )
    parser.add_argument(
        "--jobs", metavar="N", type=positive, default=JOBS, help=f"同時に読み取るファイルの数（既定: {JOBS}）"
    )
    parser.set_defaults(run=reread)


def run(arguments: argparse.Namespace) -> int:
    """Add the files; 1 when any was refused."""
    from app.adding import add_files
    from index.library import Library

    def read(library: Library, progress: Progress) -> Iterator[Outcome]:
        return add_files(library, arguments.paths, jobs=arguments.jobs, progress=progress)

    with Library.create_or_open(arguments.library) as library, library.writing():
        return _kept(arguments, library, read, _STATUS_WORDS)


def reread(arguments: argparse.Namespace) -> int:
    """Read documents of the library again; 1 when any was refused or there is nothing to read again."""
    from app.adding import reread_documents, to_reread
    from index.library import Library

    def read(library: Library, progress: Progress) -> Iterator[Outcome]:
        return reread_documents(library, documents, jobs=arguments.jobs, progress=progress)

    with Library.open(arguments.library) as library, library.writing():
        documents = [library.document(arguments.document)] if arguments.document else to_reread(library)
        if not documents:
            say("読み直す文書はありません。特定の文書を読み直すには --document で指定してください。")
            return 1
        return _kept(arguments, library, read, _STATUS_WORDS | {"added": "読み直し"})


def _kept(
    arguments: argparse.Namespace,
    library: Library,
    read: Callable[[Library, Progress], Iterator[Outcome]],
    words: dict[str, str],
) -> int:
    """Read, tell what became of every file in these words, and bring the index up to date; 1 when any was refused."""
    from app.adding import Status, outcome_json, refresh_index
    from app.bars import Bars

    outcomes: list[Outcome] = []
    try:
        with Bars() as bars:
            for outcome in read(library, bars.page):
                outcomes.append(outcome)
                bars.finish(Path(outcome.file), _told(outcome, words))
                if arguments.json:
                    print_json(outcome_json(outcome))
    finally:  # also after Ctrl-C: what has been added must be found
        say("索引を確かめています…")
        refresh_index(library)
    if not arguments.json:
        _print_ledger(outcomes, words)
    return 1 if any(outcome.status is Status.REJECTED for outcome in outcomes) else 0


def _told(outcome: Outcome, words: dict[str, str]) -> str:
    name = Path(outcome.file).name
    if outcome.document is None:
        return f"{words[outcome.status]}: {name} — {outcome.problems[0].message}"
    counts = f"{outcome.pages}ページ、施策{outcome.measures}、KPI{outcome.kpis}"
    return f"{words[outcome.status]}: {name}（{counts}）"


def _print_ledger(outcomes: Sequence[Outcome], words: dict[str, str]) -> None:
    print_table(
        ("結果", "ファイル", "ページ", "表", "目標", "施策", "KPI", "問題"),
        [
            (
                words[outcome.status],
                clip(Path(outcome.file).name, 44),
                *map(str, (outcome.pages, outcome.tables, outcome.goals, outcome.measures, outcome.kpis)),
                str(len(outcome.problems)),
            )
            for outcome in outcomes
        ],
    )
    for outcome in outcomes:
        if outcome.problems:
            print(f"\n{Path(outcome.file).name}")
        for problem in outcome.problems[:_PROBLEMS_SHOWN]:
            place = "" if problem.page is None else f"p.{problem.page} "
            print(f"  ・{place}{problem.message}")
        if len(outcome.problems) > _PROBLEMS_SHOWN:
            print(f"  ・ほか{len(outcome.problems) - _PROBLEMS_SHOWN}件（--json ですべて表示）")
