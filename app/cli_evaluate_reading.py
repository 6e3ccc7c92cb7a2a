"""`shirube evaluate headings` and `tables`: how well a PDF is read, against answers made by hand."""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from app.arguments import Commands, command
from app.console import print_json, print_table
from corpus.errors import UnreadableFile
from corpus.records import JsonObject


def add_parts(what: Commands) -> None:
    """Register `headings` and `tables` among the parts of `evaluate`."""
    for name, told, run in (("headings", "見出し", headings), ("tables", "表", tables)):
        parser = command(what, name, f"PDFから読み取った{told}（ライブラリは要りません）")
        parser.add_argument("--gold", metavar="G.json", type=Path, required=True, help=f"正解の{told}（JSON）")
        parser.add_argument("--pdf", metavar="FILE", type=Path, required=True, help="PDFファイル")
        parser.set_defaults(run=run)


def headings(arguments: argparse.Namespace) -> int:
    """Measure the headings read from a PDF: text, page and nesting."""
    from ingest.blocks import find_blocks
    from ingest.reading import read_pages
    from ingest.scores import heading_scores
    from ingest.tables import find_tables

    answers, wanted = _answers(arguments.gold, "headings", ("page", "level", "text"))
    sheets, _ = read_pages(arguments.pdf)
    first, last = answers.get("document", {}).get("pages_covered") or (1, len(sheets))
    found = [block for block in find_blocks(sheets, find_tables(sheets)) if first <= block.page <= last]
    scores = asdict(heading_scores(found, wanted))
    for kind in ("missed", "false", "misplaced"):
        scores[kind] = [{"page": page, "text": text} for page, text in scores[kind]]
    _print_scores(scores, as_json=arguments.json)
    return 0


def tables(arguments: argparse.Namespace) -> int:
    """Measure the tables read from a PDF: detection, cells, merged cells and header rows."""
    from ingest.reading import read_tables
    from ingest.scores import table_scores, wanted_tables

    answers, _ = _answers(arguments.gold, "tables", ("page", "rows", "header_rows"))
    scores = asdict(table_scores(read_tables(arguments.pdf).tables, wanted_tables(answers)))
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
