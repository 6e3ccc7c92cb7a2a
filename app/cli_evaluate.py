"""`shirube evaluate`: how well the search finds, on judged questions."""

from __future__ import annotations

import argparse
from pathlib import Path

from app.arguments import Commands, Parser, command
from app.console import print_json, print_table
from corpus.records import JsonObject
from index.library import Library


def add_commands(commands: Commands) -> None:
    """Register `evaluate retrieval` and `evaluate pages`."""
    what = command(commands, "evaluate", "検索の良し悪しを、正解付きの質問で測ります").add_subparsers(
        title="測るもの", dest="what", parser_class=Parser, required=True
    )
    parser = command(what, "retrieval", "パッセージの検索（ライブラリは要りません）")
    parser.add_argument("--passages", metavar="P.jsonl", type=Path, required=True, help='{"id","title","text"} の行')
    parser.add_argument("--queries", metavar="Q.tsv", type=Path, required=True, help="番号、タブ、質問の行")
    parser.add_argument("--qrels", metavar="R.txt", type=Path, required=True, help="正解（TREC 形式）")
    parser.add_argument("--run", metavar="OUT", type=Path, dest="out", help="検索結果を TREC 形式で書き出します")
    parser.set_defaults(run=retrieval)

    parser = command(what, "pages", "ライブラリの文書のページの検索")
    parser.add_argument("--questions", metavar="Q.tsv", type=Path, required=True, help="質問と正解のページの表")
    parser.set_defaults(run=pages)


def retrieval(arguments: argparse.Namespace) -> int:
    """Measure the search over given passages."""
    from search.evaluation import evaluate_retrieval

    report = evaluate_retrieval(arguments.passages, arguments.queries, arguments.qrels, run=arguments.out)
    _print(report, as_json=arguments.json)
    return 0


def pages(arguments: argparse.Namespace) -> int:
    """Measure the search over the library, with pages as the unit."""
    from search.evaluation import evaluate_pages

    with Library.open(arguments.library) as library:
        report = evaluate_pages(library, arguments.questions)
    _print(report, as_json=arguments.json)
    return 0


def _print(report: JsonObject, *, as_json: bool) -> None:
    if as_json:
        print_json(report)
    else:
        intervals = report["intervals"]
        print_table(
            ("指標", "値", "95%信頼区間"),
            [(name, f"{report[name]:.4f}", f"{low:.4f}–{high:.4f}") for name, (low, high) in intervals.items()]
            + [(name, str(report[name]), "") for name in ("queries", "seconds")],
        )
