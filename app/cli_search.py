"""`shirube search` and `shirube ask`."""

from __future__ import annotations

import argparse
from itertools import zip_longest
from typing import TYPE_CHECKING

from app.answer_lines import answer_lines
from app.arguments import Commands, command, positive
from app.console import clip, print_json, say
from corpus.errors import EndpointError
from index.library import Library

if TYPE_CHECKING:
    from search.citations import Answer
    from search.explain import Explanation
    from search.phrasing import PhrasedSentence

_HITS = 10
_OCR = "（OCR）"


def add_commands(commands: Commands) -> None:
    """Register the commands."""
    parser = command(commands, "search", "言葉や文で、本文の該当箇所を探します")
    parser.add_argument("query", metavar="QUERY", help="探す言葉または文")
    parser.add_argument("-k", metavar="N", type=positive, default=_HITS, help=f"件数（既定: {_HITS}）")
    parser.add_argument("--document", metavar="D", help="文書のid、その先頭の数文字、またはファイル名")
    parser.add_argument("--explain", action="store_true", help="どの言葉で、なぜ見つかったかも示します")
    parser.epilog = (
        'QUERY には、"語句"（そのままの並び）、-語（除く）、同一段落、文書:… 期間:2020-2024 発行:… 種類:KPI 省庁:… '
        "目標:③ ページ:3-5 も書けます。"
    )
    parser.set_defaults(run=search)

    parser = command(commands, "ask", "質問に、根拠のページを示して答えます")
    parser.add_argument("question", metavar="QUESTION", help="質問")
    parser.set_defaults(run=ask)


def search(arguments: argparse.Namespace) -> int:
    """Show the hits; 1 when there is none."""
    from app.json_output import explanation_json, hit_json
    from search.retrieve import search as find

    explained: list[Explanation] = []
    with Library.open(arguments.library) as library:
        hits = find(library, arguments.query, k=arguments.k, document=arguments.document)
        if arguments.explain:
            from search.explain import explain

            explained = [explain(library, arguments.query, hit) for hit in hits]
    if arguments.json:
        told = [hit_json(hit) for hit in hits]
        for entry, explanation in zip(told, explained, strict=False):
            entry["explanation"] = explanation_json(explanation)
        print_json({"query": arguments.query, "hits": told})
    else:
        for hit, explanation in zip_longest(hits, explained):
            print(f"{hit.rank:>3}. {hit.title or hit.file}  p.{hit.page}{_OCR * hit.ocr}")
            if hit.path:
                print(f"     {clip(' > '.join(hit.path), 100)}")
            print(f"     {clip(hit.text, 160)}")
            if explanation is not None:
                print(f"     {explanation_line(explanation)}")
    if not hits:
        say("該当する箇所は見つかりませんでした。")
    return 0 if hits else 1


def explanation_line(explanation: Explanation) -> str:
    """Why a hit was found, in one line."""
    marks = [m for of in (explanation.text_marks, *explanation.path_marks) for m in of]
    said = dict.fromkeys(m.word for m in marks if m.likeness == 1)
    parts = [f"言葉 {explanation.lexical:.0%}・意味 {explanation.semantic:.0%}"]
    for label, words in (
        ("ある言葉", said),
        ("似た言葉がある", dict.fromkeys(m.word for m in marks if m.word not in said)),
        ("ない言葉", explanation.missing),
    ):
        if words:
            parts.append(f"{label}: {'、'.join(words)}")
    return f"（{'／'.join(parts)}）"


def ask(arguments: argparse.Namespace) -> int:
    """Answer; declining is an answer too (exit 0)."""
    from app.endpoint import phrased
    from app.json_output import answer_json
    from search.answer import answer

    worded: tuple[PhrasedSentence, ...] = ()
    with Library.open(arguments.library) as library:
        given = answer(library, arguments.question)
        try:
            worded = phrased(library, given)
        except EndpointError as error:  # the answer stands without it
            say(str(error))
    if arguments.json:
        told = [{"text": sentence.text, "citation": sentence.citation} for sentence in worded]
        print_json(answer_json(given) | {"question": arguments.question} | ({"phrased": told} if told else {}))
    else:
        if worded:
            print("".join(f"{sentence.text}[{sentence.citation + 1}]" for sentence in worded) + "\n")
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
