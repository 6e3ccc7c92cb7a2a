"""`shirube evaluate`: how well the search finds and the answers answer, on judged questions."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from app import cli_evaluate_reading
from app.arguments import Commands, Parser, command
from app.console import print_json, print_table, say
from corpus.records import JsonObject
from index.library import Library

SAMPLES = Path(__file__).parents[1] / "corpus" / "samples"

Row = tuple[str, str, str, str]
"""A line of the table: what, value, interval, number of questions."""


def add_commands(commands: Commands) -> None:
    """Register `evaluate`, which runs everything about search, and its parts."""
    everything = command(commands, "evaluate", "検索と答えの良し悪しを、正解付きの質問で測ります")
    everything.add_argument(
        "--sets",
        metavar="DIR",
        type=Path,
        help="問題集のフォルダ。中のフォルダごとに、passages.jsonl・queries*.tsv・qrels*.txt か questions.tsv か"
        " questions.jsonl を置きます（省くと、同梱の見本とその問題集で測ります）",
    )
    everything.set_defaults(run=evaluate_all)
    what = everything.add_subparsers(title="測るもの（省くとすべて）", dest="what", parser_class=Parser)
    parser = command(what, "retrieval", "パッセージの検索（ライブラリは要りません）")
    parser.add_argument("--passages", metavar="P.jsonl", type=Path, required=True, help='{"id","title","text"} の行')
    parser.add_argument("--queries", metavar="Q.tsv", type=Path, required=True, help="番号、タブ、質問の行")
    parser.add_argument("--qrels", metavar="R.txt", type=Path, required=True, help="正解（TREC 形式）")
    parser.add_argument("--run", metavar="OUT", type=Path, dest="out", help="検索結果を TREC 形式で書き出します")
    parser.set_defaults(run=retrieval)

    parser = command(what, "pages", "ライブラリの文書のページの検索")
    parser.add_argument("--questions", metavar="Q.tsv", type=Path, required=True, help="質問と正解のページの表")
    parser.set_defaults(run=pages)

    parser = command(what, "qa", "ライブラリの文書についての答え")
    parser.add_argument(
        "--questions", metavar="Q.jsonl", type=Path, required=True, help="質問と、答えに要る言葉・ページの行"
    )
    parser.set_defaults(run=qa)

    parser = command(what, "feedback", "画面で集めた評価を、pages で測れる質問の表にします")
    parser.add_argument("--out", metavar="Q.tsv", type=Path, required=True, help="書き出す表")
    parser.set_defaults(run=feedback)
    cli_evaluate_reading.add_parts(what)


def retrieval(arguments: argparse.Namespace) -> int:
    """Measure the search over given passages."""
    from search.evaluation import evaluate_retrieval

    report = evaluate_retrieval(arguments.passages, arguments.queries, arguments.qrels, run=arguments.out)
    _print(report, list(_metrics(report)), as_json=arguments.json)
    return 0


def pages(arguments: argparse.Namespace) -> int:
    """Measure the search over the library, with pages as the unit."""
    from search.evaluation import evaluate_pages

    with Library.open(arguments.library) as library:
        report = evaluate_pages(library, arguments.questions)
    _print(report, list(_metrics(report)), as_json=arguments.json)
    return 0


def qa(arguments: argparse.Namespace) -> int:
    """Measure the answers of the library."""
    from search.qa_evaluation import evaluate_qa

    with Library.open(arguments.library) as library:
        report = evaluate_qa(library, arguments.questions)
    _print(report, list(_answers(report)), as_json=arguments.json)
    return 0


def feedback(arguments: argparse.Namespace) -> int:
    """Write what staff said of answers on the desk as questions."""
    from app.feedback_export import write_questions
    from index.feedback import read_feedback

    with Library.open(arguments.library) as library:
        count = write_questions(read_feedback(library), arguments.out)
    if arguments.json:
        print_json({"questions": count, "out": str(arguments.out)})
    else:
        say(f"{count}問を「{arguments.out}」に書き出しました。")
    return 0


def evaluate_all(arguments: argparse.Namespace) -> int:
    """Measure everything that the folder of sets has questions for; without one, the bundled questions and samples."""
    if arguments.sets is None:
        with TemporaryDirectory(ignore_cleanup_errors=True) as folder, _samples(Path(folder) / "library") as library:
            reports = _reports(SAMPLES.parent, library)
    else:
        with Library.open(arguments.library) as library:
            reports = _reports(arguments.sets, library)
    if arguments.json:
        print_json(reports)
        return 0 if reports else 1
    rows: list[tuple[str, ...]] = []
    for kind, told in (("retrieval", _metrics), ("pages", _metrics), ("qa", _answers)):
        for name, report in reports.get(kind, {}).items():
            rows += [(kind, name, *row) for row in told(report)]
    print_table(("測るもの", "問題集", "指標", "値", "95%信頼区間", "問数"), rows)
    if not rows:
        say("問題集が見つかりませんでした。--sets のフォルダの中身を確かめてください。")
    return 0 if rows else 1


def _reports(sets: Path, library: Library) -> JsonObject:
    """Reports by what is measured and by the name of the folder with the questions."""
    from search.evaluation import evaluate_pages, evaluate_retrieval
    from search.qa_evaluation import evaluate_qa

    reports: JsonObject = {}
    for folder in sorted(path for path in sets.iterdir() if path.is_dir()):
        queries, qrels = sorted(folder.glob("queries*.tsv")), sorted(folder.glob("qrels*.txt"))
        if (folder / "passages.jsonl").is_file() and queries and qrels:
            report = evaluate_retrieval(folder / "passages.jsonl", queries[0], qrels[0])
            reports.setdefault("retrieval", {})[folder.name] = report
        if (folder / "questions.tsv").is_file():
            reports.setdefault("pages", {})[folder.name] = evaluate_pages(library, folder / "questions.tsv")
        if (folder / "questions.jsonl").is_file():
            reports.setdefault("qa", {})[folder.name] = evaluate_qa(library, folder / "questions.jsonl")
    return reports


def _samples(folder: Path) -> Library:
    """A library of the bundled samples."""
    from index.snapshot import build_snapshot
    from ingest.pipeline import ingest

    say("同梱の見本を読んでいます…")
    library = Library.create_or_open(folder)
    for pdf in sorted(SAMPLES.glob("*.pdf")):
        library.add(ingest(pdf), pdf)
    build_snapshot(library).close()
    return library


def _metrics(report: JsonObject) -> Iterator[Row]:
    for name, (low, high) in report["intervals"].items():
        yield name, f"{report[name]:.4f}", f"{low:.4f}–{high:.4f}", str(report["queries"])
    for name, of in report.get("by_category", {}).items():
        low, high = of["interval"]
        yield f"  success@1 {name}", f"{of['success@1']:.4f}", f"{low:.4f}–{high:.4f}", str(of["questions"])


def _answers(report: JsonObject) -> Iterator[Row]:
    for name, label, size in (("answered_right", "正しく答えた", "answerable"), ("declined", "断った", "unanswerable")):
        low, high = report["intervals"][name]
        yield label, f"{report[name]:.4f}", f"{low:.4f}–{high:.4f}", str(report[size])
    standing = report["citations_standing"] / report["citations"] if report["citations"] else 1.0
    yield "確かめられた出典", f"{standing:.4f}", "", str(report["citations"])
    for name, of in report["by_category"].items():
        low, high = of["interval"]
        yield f"  {name}", f"{of['right']:.4f}", f"{low:.4f}–{high:.4f}", str(of["questions"])


def _print(report: JsonObject, rows: list[Row], *, as_json: bool) -> None:
    if as_json:
        print_json(report)
        return
    print_table(("指標", "値", "95%信頼区間", "問数"), rows)
    for wrong in report.get("wrong", ()):
        say(f"{wrong['id']} {wrong['fault']}: {wrong['question']}")
