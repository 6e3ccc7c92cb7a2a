"""What the desk shows, as HTML. Every word that comes from a document, a file name or a question is escaped here.

Buttons carry `data-place`, the index of the place that they open (see `Place`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from app.answer_lines import AnswerLine, answer_lines
from corpus.pages import Evidence, Problem
from corpus.records import Document

if TYPE_CHECKING:
    from app.adding import Outcome
    from search.citations import Answer, Citation
    from search.retrieve import Hit

_STATUS = {
    "added": ("追加しました", "good"),
    "unchanged": ("登録済みです", "good"),
    "partial": ("一部のみ読めました", "warn"),
    "rejected": ("受け付けられません", "bad"),
}
_HIT_LENGTH = 180
_QUOTE_LENGTH = 120

WELCOME = (
    '<div class="empty"><p class="lead">文書に書いてあることを、そのままの言葉とページで答えます。</p>'
    "<p>問いを入れるか、例を押してください。書いていないことには「見つかりません」と答えます。</p></div>"
)
NO_PAGE = '<div class="empty"><p>選んだ箇所のページが、ここに原本のまま開きます。</p></div>'
NO_DOCUMENTS = (
    '<div class="empty"><p class="lead">まだ文書がありません。</p>'
    "<p>「文書を加える」からPDFを追加してください。</p></div>"
)


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a document that a button opens: document id, 1-based page to begin with, what is marked on which
    page, and the headings above it where they are known.
    """

    document: str
    page: int
    evidence: tuple[Evidence, ...] = ()
    path: tuple[str, ...] = ()


def answer_places(answer: Answer, hits: Sequence[Hit]) -> list[Place]:
    """The places of an answer's citations, then of the hits, in the order of their buttons."""
    cited = [Place(c.document, c.page, (Evidence(c.page, c.boxes, c.quote, c.ocr),)) for c in answer.citations]
    return cited + [Place(hit.document, hit.page, hit.evidence, hit.path) for hit in hits]


def answer_html(answer: Answer, current: int = 0) -> str:
    """The answer with its items; each mark [n] opens the place of the n-th citation. `current` is open already."""
    state = "" if answer.answered else " declined"
    lines = answer_lines(answer)
    if len(lines) == 1:  # nothing to list
        body = f'<p class="text">{_marked(lines[0], current)}</p>'
    else:
        body = "".join(
            f'<ul class="items">{"".join(f"<li>{_marked(line, current)}</li>" for line in group)}</ul>'
            if item
            else "".join(f'<p class="text">{_marked(line, current)}</p>' for line in group)
            for item, group in groupby(lines, key=lambda line: line.item)
        )
    return f'<section class="answer{state}" aria-label="答え">{body}</section>'


def citations_html(answer: Answer, titles: dict[str, str], current: int = 0) -> str:
    """The numbered list of sources, by document; `titles` are by document id."""
    if not answer.citations:
        return ""
    groups = "".join(
        f'<h3>{escape(titles.get(document) or group[0][1].file)}</h3><ol class="sources">'
        f"{''.join(_source(n, citation, current) for n, citation in group)}</ol>"
        for document, rows in groupby(enumerate(answer.citations), key=lambda row: row[1].document)
        if (group := list(rows))
    )
    return f'<section aria-label="出典"><h2>出典</h2>{groups}</section>'


def _source(n: int, citation: Citation, current: int) -> str:
    return (
        f'<li><button type="button" class="source" data-place="{n}"{_open(n, current)}>'
        f'<span class="n" aria-hidden="true">{n + 1}</span>'
        f'<span class="quote">「{escape(clip(citation.quote, _QUOTE_LENGTH))}」</span>'
        f'<span class="page">p.{citation.page}</span>{ocr_mark(citation.ocr)}</button></li>'
    )


def hits_html(hits: Sequence[Hit], first_place: int, current: int = 0) -> str:
    """Passages found; the n-th opens place `first_place` + n."""
    if not hits:
        return ""
    rows = "".join(
        f'<li><button type="button" class="source hit" data-place="{n}"{_open(n, current)}>'
        f'<span class="where">{escape(hit.title or hit.file)}<b>p.{hit.page}</b>{ocr_mark(hit.ocr)}</span>'
        f'<span class="path">{escape(" › ".join(hit.path))}</span>'
        f'<span class="words">{escape(clip(hit.text, _HIT_LENGTH))}</span></button></li>'
        for n, hit in enumerate(hits, start=first_place)
    )
    return f'<section aria-label="関連する箇所"><h2>関連する箇所</h2><ol class="sources">{rows}</ol></section>'


def ocr_mark(ocr: bool) -> str:
    """「OCR」 beside what was read from a picture of the page."""
    return '<span class="ocr" title="画像から文字認識（OCR）で読み取った文字です">OCR</span>' if ocr else ""


def notice_html(message: str) -> str:
    """Something that staff should know or do, in place of a result."""
    return f'<div class="notice" role="alert">{_lines(message)}</div>'


def page_head_html(
    title: str,
    page: int,
    pages: int,
    *,
    decided: str = "",
    quote: str = "",
    cited: str = "",
    mark: float = 0.0,
    ocr: bool = False,
) -> str:
    """Above the picture of a page: which document, which page of how many, the words there, the citation to copy.

    `mark` (0..1) tells how far down the page the first mark is.
    """
    facts = f"<b>p.{page}</b>{ocr_mark(ocr)}<span>全{pages}ページ</span>" + (
        f"<span>{escape(decided)}</span>" if decided else ""
    )
    words = f'<p class="quote">「{escape(clip(quote, _QUOTE_LENGTH))}」</p>' if quote else ""
    copy = f'<button type="button" class="copy" data-copy="{escape(cited)}">引用をコピー</button>' if cited else ""
    return (
        f'<header class="page-head" data-mark="{mark:.3f}"><h2>{escape(title)}</h2>'
        f'<p class="facts">{facts}{copy}</p>{words}</header>'
    )


def ledger_html(outcomes: Sequence[Outcome], *, finished: bool) -> str:
    """What became of each file, with its problems."""
    rows = []
    for outcome in outcomes:
        word, tone = _STATUS[outcome.status.value]
        counts = (
            f"{outcome.pages}ページ・表{outcome.tables}・目標{outcome.goals}・施策{outcome.measures}・KPI{outcome.kpis}"
            if outcome.document
            else ""
        )
        rows.append(
            f'<li class="entry {tone}"><p class="name"><b>{word}</b>'
            f"<span>{escape(outcome.title or Path(outcome.file).name)}</span></p>"
            f'<p class="facts">{counts}</p>{problems_html(outcome.problems)}</li>'
        )
    if finished and not rows:
        return notice_html("PDFが選ばれていません。")
    return f'<ul class="ledger" aria-live="polite">{"".join(rows)}</ul>'


def documents_html(entries: Sequence[tuple[Document, int, Sequence[Problem]]]) -> str:
    """The documents with their number of records and their problems."""
    if not entries:
        return NO_DOCUMENTS
    rows = []
    for document, records, problems in entries:
        facts = [document.publisher, " ".join(filter(None, (document.decided_on, document.decision)))]
        if document.period:
            facts.append(f"{document.period[0]}〜{document.period[1]}年度")
        facts += [f"{document.pages}ページ", f"記録{records}件", document.file]
        spans = "".join(f"<span>{escape(fact)}</span>" for fact in facts if fact)
        rows.append(
            f'<li class="entry {"warn" if problems else "good"}">'
            f'<p class="name"><span>{escape(document.title or document.file)}</span></p>'
            f'<p class="facts">{spans}</p>{problems_html(problems)}</li>'
        )
    return f'<ul class="ledger">{"".join(rows)}</ul>'


def problems_html(problems: Sequence[Problem]) -> str:
    """Problems behind a fold."""
    if not problems:
        return ""
    rows = "".join(
        f"<li>{'' if problem.page is None else f'<b>p.{problem.page}</b> '}{escape(problem.message)}</li>"
        for problem in problems
    )
    if len(problems) == 1:
        return f'<ul class="problems">{rows}</ul>'
    return f'<details><summary>確認が要る点 {len(problems)}件</summary><ul class="problems">{rows}</ul></details>'


def _marked(line: AnswerLine, current: int) -> str:
    why = f'<span class="why">{escape(line.why)}</span>' if line.why else ""
    return f"<span>{_lines(line.text)}</span> {''.join(_mark(n, current) for n in line.marks)}{why}"


def _mark(n: int, current: int) -> str:
    label = f"出典{n + 1}を開く"
    return (
        f'<button type="button" class="mark" data-place="{n}"{_open(n, current)} aria-label="{label}">{n + 1}</button>'
    )


def _open(n: int, current: int) -> str:
    return " aria-current" if n == current else ""


def _lines(text: str) -> str:
    return escape(text).replace("\n", "<br>")


def clip(text: str, length: int) -> str:
    """The text on one line, cut to so many characters."""
    flat = " ".join(text.split())
    return flat if len(flat) <= length else flat[: length - 1] + "…"
