"""`shirube lineage`: every measure and KPI through three or more versions, as a table and as a picture."""

from __future__ import annotations

import argparse
from pathlib import Path

from app.arguments import Commands, command
from app.cli_compare import correspondence_json, record_reference
from app.console import clip, print_json, print_table, say
from app.json_output import document_json
from corpus.records import JsonObject, name_of
from index.library import Library
from search.lineage import History, Lineage


def add_commands(commands: Commands) -> None:
    """Register `lineage`."""
    parser = command(commands, "lineage", "3つ以上の版を通して、目標・施策・KPIの系譜をたどります")
    parser.add_argument(
        "documents",
        metavar="DOC",
        nargs="+",
        help="文書のid、その先頭の数文字、またはファイル名（決定日の順に並べます）",
    )
    parser.add_argument("--xlsx", metavar="OUT", type=Path, help="系譜の表をExcelファイルに書き出します")
    parser.add_argument("--svg", metavar="OUT", type=Path, help="流れの図をSVGファイルに書き出します")
    parser.add_argument("--png", metavar="OUT", type=Path, help="流れの図をPNGファイルに書き出します")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Follow, show, write; 1 when nothing of one version is found in another."""
    from app.lineage_export import write_lineage, write_picture
    from search.lineage import lineage

    with Library.open(arguments.library) as library:
        found = lineage(library, arguments.documents)
    if arguments.json:
        print_json(lineage_json(found))
    else:
        _print(found)
    linked = any(history.steps for history in found.histories)
    if not linked:
        say("どの文書の間にも、対応する目標・施策・KPIは見つかりませんでした。")
    if arguments.xlsx:
        write_lineage(found, arguments.xlsx)
        say(f"系譜の表を「{arguments.xlsx}」に書き出しました。")
    for out in (arguments.svg, arguments.png):
        if out:
            write_picture(found, out, svg=out is arguments.svg)
            say(f"流れの図を「{out}」に書き出しました。")
    return 0 if linked else 1


def lineage_json(lineage: Lineage) -> JsonObject:
    """`{"documents": […], "histories": [{"kind", "name", "records", "steps"}]}`.

    `records` has one list per document; `steps` are correspondences with the numbers (0-based) of their documents.
    """
    return {
        "documents": [document_json(document) for document in lineage.documents],
        "histories": [_history(lineage, history) for history in lineage.histories],
    }


def _history(lineage: Lineage, history: History) -> JsonObject:
    records = lineage.records
    return {
        "kind": history.kind,
        "name": name_of(records[history.records[history.documents[-1]][0]]),
        "records": [[record_reference(records[id_]) for id_ in ids] for ids in history.records],
        "steps": [
            {"start": step.start, "end": step.end} | correspondence_json(step.found, records) for step in history.steps
        ],
    }


def _print(lineage: Lineage) -> None:
    from app.cli_records import KIND_WORDS
    from app.lineage_export import told

    titles = [clip(d.title or d.file, 28) for d in lineage.documents]
    print_table(
        ("種類", *titles, "経緯"),
        [
            (
                KIND_WORDS[history.kind],
                *(clip("／".join(name_of(lineage.records[id_]) for id_ in ids), 28) for ids in history.records),
                clip("、".join(told(lineage, history)), 60),
            )
            for history in lineage.histories
        ],
    )
