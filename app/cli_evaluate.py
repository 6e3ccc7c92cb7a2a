"""`shirube evaluate`: how well the search finds and how well a PDF is read, against answers made by hand."""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from app.arguments import Commands, Parser, command
from app.console import print_json, print_table
from corpus.errors import UnreadableFile
from corpus.records import JsonObject
from index.library import Library


def add_commands(commands: Commands) -> None:
    """Register `evaluate retrieval`, `pages`, `headings` and `tables`."""
    what = command(commands, "evaluate", "検索と読み取りの良し悪しを、人の作った正解で測ります").add_subparsers(
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

    for name, told, run in (("headings", "見出し", headings), ("tables", "表", tables)):
        parser = command(what, name, f"PDFから読み取った{told}（ライブラリは要りません）")
        parser.add_argument("--gold", metavar="G.json", type=Path, required=True, help=f"正解の{told}（JSON）")
        parser.add_argument("--pdf", metavar="FILE", type=Path, required=True, help="PDFファイル")
        parser.set_defaults(run=run)


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


def headings(arguments: argparse.Namespace) -> int:
    """Measure the headings read from a PDF: text, page and nesting."""
    from ingest.blocks import find_blocks
    from ingest.reader import read_pdf
    from ingest.scores import heading_scores
    from ingest.tables import find_tables

    answers, wanted = _answers(arguments.gold, "headings", ("page", "level", "text"))
    sheets = list(read_pdf(arguments.pdf))
    first, last = answers.get("document", {}).get("pages_covered") or (1, len(sheets))
    found = [block for block in find_blocks(sheets, find_tables(sheets)) if first <= block.page <= last]
    scores = asdict(heading_scores(found, wanted))
    for kind in ("missed", "false", "misplaced"):
        scores[kind] = [{"page": page, "text": text} for page, text in scores[kind]]
    _print_scores(scores, as_json=arguments.json)
    return 0


def tables(arguments: argparse.Namespace) -> int:
    """Measure the tables read from a PDF: detection, cells, merged cells and header rows."""
    from ingest.reader import read_pdf
    from ingest.scores import table_scores, wanted_tables
    from ingest.tables import find_tables

    answers, _ = _answers(arguments.gold, "tables", ("page", "rows", "header_rows"))
    scores = asdict(table_scores(find_tables(read_pdf(arguments.pdf)), wanted_tables(answers)))
    _print_scores(scores | {"wrong": list(scores["wrong"])}, as_json=arguments.json)
    return 0


def _answers(path: Path, key: str, needed: tuple[str, ...]) -> tuple[JsonObject, list[JsonObject]]:
    """A file of answers and its entries under `key`. Raises UnreadableFile (missing, malformed)."""
    try:
        answers: Any = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise UnreadableFile(f"「{path.name}」が見つかりません。場所をご確認ください。", code="missing") from error
    except (OSError, ValueError) as error:
        raise UnreadableFile(f"「{path.name}」を JSON として読めません。", code="malformed") from error
    entries = answers.get(key) if isinstance(answers, dict) else None
    if not isinstance(entries, list) or not all(isinstance(e, dict) and e.keys() >= set(needed) for e in entries):
        fields = "、".join(needed)
        raise UnreadableFile(f"「{path.name}」に、{fields} を持つ {key} の一覧がありません。", code="malformed")
    return answers, entries


def _print_scores(scores: JsonObject, *, as_json: bool) -> None:
    if as_json:
        print_json(scores)
        return
    print_table(
        ("指標", "値"),
        [(n, f"{v:.4f}" if isinstance(v, float) else str(v)) for n, v in scores.items() if not isinstance(v, list)],
    )
    for kind, members in scores.items():
        for member in members if isinstance(members, list) else ():
            print(kind, f"p.{member['page']} {member['text']}" if isinstance(member, dict) else member, sep="\t")


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
