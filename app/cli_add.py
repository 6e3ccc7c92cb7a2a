"""`shirube add`: PDFs into the library, with a bar for every file that is being read and a ledger at the end."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from app.arguments import Commands, command, positive
from app.console import clip, print_json, print_table, say

if TYPE_CHECKING:
    from app.adding import Outcome

JOBS = 2
_STATUS_WORDS = {"added": "追加", "unchanged": "登録済み", "partial": "一部のみ", "rejected": "受付不可"}
_PROBLEMS_SHOWN = 5


def add_commands(commands: Commands) -> None:
    """Register `add`."""
    parser = command(commands, "add", "PDF（またはフォルダの中のすべてのPDF）をライブラリに追加します")
    parser.add_argument("paths", metavar="PATH", type=Path, nargs="+", help="PDFファイルまたはフォルダ")
    parser.add_argument(
        "--jobs", metavar="N", type=positive, default=JOBS, help=f"同時に読み取るファイルの数（既定: {JOBS}）"
    )
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Add the files; 1 when any was refused."""
    from app.adding import Status, add_files, outcome_json, refresh_index
    from app.bars import Bars
    from index.library import Library

    outcomes: list[Outcome] = []
    with Library.create_or_open(arguments.library) as library, library.writing():
        try:
            with Bars() as bars:
                for outcome in add_files(library, arguments.paths, jobs=arguments.jobs, progress=bars.page):
                    outcomes.append(outcome)
                    bars.finish(Path(outcome.file), _told(outcome))
                    if arguments.json:
                        print_json(outcome_json(outcome))
        finally:  # also after Ctrl-C: what has been added must be found
            say("索引を確かめています…")
            refresh_index(library)
    if not arguments.json:
        _print_ledger(outcomes)
    return 1 if any(outcome.status is Status.REJECTED for outcome in outcomes) else 0


def _told(outcome: Outcome) -> str:
    name = Path(outcome.file).name
    if outcome.document is None:
        return f"{_STATUS_WORDS[outcome.status]}: {name} — {outcome.problems[0].message}"
    counts = f"{outcome.pages}ページ、施策{outcome.measures}、KPI{outcome.kpis}"
    return f"{_STATUS_WORDS[outcome.status]}: {name}（{counts}）"


def _print_ledger(outcomes: Sequence[Outcome]) -> None:
    print_table(
        ("結果", "ファイル", "ページ", "表", "目標", "施策", "KPI", "問題"),
        [
            (
                _STATUS_WORDS[outcome.status],
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
