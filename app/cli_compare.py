"""`shirube compare`: what became of the goals, measures and KPIs of an old document in a new one."""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

from app.arguments import Commands, command
from app.console import clip, print_json, print_table, say
from corpus.errors import UsageError
from corpus.records import Correspondence, Document, JsonObject, Record, name_of
from index.library import Library

_DOCUMENT_HELP = "文書のid、その先頭の数文字、またはファイル名"


def add_commands(commands: Commands) -> None:
    """Register `compare`."""
    parser = command(commands, "compare", "新旧2つの文書の目標・施策・KPIを対応づけます")
    parser.add_argument("old", metavar="OLD", help=f"古い文書（{_DOCUMENT_HELP}）")
    parser.add_argument("new", metavar="NEW", help="新しい文書")
    parser.add_argument("--xlsx", metavar="OUT", type=Path, help="新旧対照表をExcelファイルに書き出します")
    parser.add_argument("--html", metavar="OUT", type=Path, help="新旧対照表をHTMLファイルに書き出します")
    parser.add_argument(
        "--decisions",
        metavar="FILE",
        type=Path,
        help="--xlsx で書き出したファイルのシート「対応の判断」に入れた○×を反映してから比べます",
    )
    parser.add_argument("--by", metavar="NAME", help="判断した人の名前（既定: ログイン名）")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Compare, show, write; 1 when nothing of the old document was found in the new one."""
    from app.comparison_export import write_comparison, write_comparison_html
    from search.compare import compare, matched
    from search.judging import settled
    from search.versions import load_version

    if arguments.by and arguments.decisions is None:
        raise UsageError("--by は --decisions と一緒に指定してください。")
    with Library.open(arguments.library) as library:
        old, new = library.document(arguments.old), library.document(arguments.new)
        if arguments.decisions is not None and not _decide(library, old, new, arguments):
            return 1
        found = compare(library, old.id, new.id)
        decided = settled(library, load_version(library, old.id), load_version(library, new.id))
        ids = {id_ for c in found for id_ in (*c.old, *c.new)} | {id_ for pair in decided.pairs for id_ in pair}
        records = library.records_by_id(sorted(ids))
    for problem in decided.problems():
        say(f"・{problem.message}")
    if arguments.json:
        print_json({"correspondences": [correspondence_json(c, records) for c in found]})
    elif found:
        _print(found, records)
    if not found:
        say("どちらの文書からも、目標・施策・KPIを読み取れていません。")
        return 1
    if not matched(found):
        say(f"「{old.file}」と「{new.file}」の間に、対応する目標・施策・KPIは見つかりませんでした。")
    if arguments.xlsx:
        write_comparison(found, records, old, new, arguments.xlsx, decided.pairs)
        say(f"新旧対照表を「{arguments.xlsx}」に書き出しました。")
    if arguments.html:
        write_comparison_html(found, records, old, new, arguments.html)
        say(f"新旧対照表を「{arguments.html}」に書き出しました。")
    return 0 if matched(found) else 1


def _decide(library: Library, old: Document, new: Document, arguments: argparse.Namespace) -> bool:
    """Write the decisions of the workbook down; False when they cannot be, all of it told."""
    from app.corrections import user_name
    from app.decision_sheet import apply_decisions

    by = (arguments.by or "").strip() or user_name()
    applied = apply_decisions(library, old.id, new.id, arguments.decisions, by=by)
    for problem in applied.problems:
        say(f"・シート「{problem.sheet}」{problem.row}行目: {problem.message}")
    if applied.problems:
        say("直す所があるため、このファイルの判断は1つも反映していません。上の行を直して、もう一度実行してください。")
        return False
    say(f"判断{applied.made}件を反映しました（反映済み{applied.unchanged}件）。")
    return True


def correspondence_json(c: Correspondence, records: Mapping[str, Record]) -> JsonObject:
    """`{"type", "from", "to", "score", "reasons", "kpi_changes"}`; page is that of the first evidence.

    With `related` (records of another kind in the other document) where nothing corresponds but these are about the
    same thing, and `decided` (`verdict`, `by`, `at`) where somebody decided on it.
    """
    return {
        "type": str(c.type),
        "from": [record_reference(records[id_]) for id_ in c.old],
        "to": [record_reference(records[id_]) for id_ in c.new],
        "score": round(c.score, 4),
        "reasons": list(c.reasons),
        "kpi_changes": [
            {"indicator": k.indicator, "before": k.before, "after": k.after, "change": str(k.change)}
            for k in c.kpi_changes
        ],
        **({"related": [record_reference(records[id_]) for id_ in c.related]} if c.related else {}),
        **({} if c.decided is None else {"decided": asdict(c.decided)}),
    }


def record_reference(record: Record) -> JsonObject:
    """`{"id", "name", "page"}`."""
    return {
        "id": record.id,
        "name": name_of(record),
        "page": record.evidence[0].page if record.evidence else None,
    }


def _print(found: Sequence[Correspondence], records: Mapping[str, Record]) -> None:
    from app.cli_records import KIND_WORDS
    from app.comparison_export import change_text
    from search.compare import TYPE_WORDS, Type

    print_table(
        ("種類", "結果", "旧", "新", "備考"),
        [
            (
                KIND_WORDS[records[(*c.old, *c.new)[0]].KIND],
                TYPE_WORDS[Type(c.type)],
                clip("／".join(name_of(records[id_]) for id_ in c.old), 44),
                clip("／".join(name_of(records[id_]) for id_ in c.new), 44),
                clip(
                    "、".join(
                        (
                            *(change_text(k.indicator, k.before, k.after, k.change) for k in c.kpi_changes),
                            *(() if c.kpi_changes and c.old and c.new else c.reasons),
                        )
                    ),
                    90,
                ),
            )
            for c in found
        ],
    )
