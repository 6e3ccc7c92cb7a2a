"""`shirube search` and `shirube ask`."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from app.answer_lines import answer_lines
from app.arguments import Commands, command, positive
from app.console import clip, print_json, say
from index.library import Library

if TYPE_CHECKING:
    from search.citations import Answer

_HITS = 10
_OCR = "（OCR）"


def add_commands(commands: Commands) -> None:
    """Register the commands."""
    parser = command(commands, "search", "言葉や文で、本文の該当箇所を探します")
    parser.add_argument("query", metavar="QUERY", help="探す言葉または文")
    parser.add_argument("-k", metavar="N", type=positive, default=_HITS, help=f"件数（既定: {_HITS}）")
    parser.add_argument("--document", metavar="D", help="文書のid、その先頭の数文字、またはファイル名")
    parser.set_defaults(run=search)

    parser = command(commands, "ask", "質問に、根拠のページを示して答えます")
    parser.add_argument("question", metavar="QUESTION", help="質問")
    parser.set_defaults(run=ask)


def search(arguments: argparse.Namespace) -> int:
    """Show the hits; 1 when there is none."""
    from app.json_output import hit_json
    from search.retrieve import search as find

    with Library.open(arguments.library) as library:
        hits = find(library, arguments.query, k=arguments.k, document=arguments.document)
    if arguments.json:
        print_json({"query": arguments.query, "hits": [hit_json(hit) for hit in hits]})
    else:
        for hit in hits:
            print(f"{hit.rank:>3}. {hit.title or hit.file}  p.{hit.page}{_OCR * hit.ocr}")
            if hit.path:
                print(f"     {clip(' > '.join(hit.path), 100)}")
            print(f"     {clip(hit.text, 160)}")
    if not hits:
        say("該当する箇所は見つかりませんでした。")
    return 0 if hits else 1


def ask(arguments: argparse.Namespace) -> int:
    """Answer; declining is an answer too (exit 0)."""
    from app.json_output import answer_json
    from search.answer import answer

    with Library.open(arguments.library) as library:
        given = answer(library, arguments.question)
    if arguments.json:
        print_json(answer_json(given) | {"question": arguments.question})
    else:
        _print_answer(given)
    return 0


def _print_answer(answer: Answer) -> None:
    lines = answer_lines(answer)
    for line in lines:
        marks = "".join(f" [{n + 1}]" for n in line.marks)
        print(f"{'・' if line.item and len(lines) > 1 else ''}{line.text}{marks} {line.why}".rstrip())
    if answer.citations:
        print("\n出典")
    for n, citation in enumerate(answer.citations, start=1):
        print(f"  [{n}] {citation.file} p.{citation.page}{_OCR * citation.ocr} 「{clip(citation.quote, 100)}」")
