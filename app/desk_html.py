"""What the desk shows, as HTML. Every word that comes from a document, a file name or a question is escaped here.

Buttons carry `data-place`, the index of the place that they open (see `Place`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from itertools import groupby
from typing import TYPE_CHECKING

from app.answer_lines import AnswerLine, answer_lines
from corpus.pages import Evidence

if TYPE_CHECKING:
    from search.citations import Answer, Citation
    from search.explain import Explanation, Mark
    from search.phrasing import PhrasedSentence
    from search.retrieve import Hit

FIRST_HITS = 8
"""Hits listed at once; the others behind a fold."""
_HIT_LENGTH = 180
_QUOTE_LENGTH = 120

WELCOME = (
    '<div class="empty"><p class="lead">文書に書いてあることを、そのままの言葉とページで答えます。</p>'
    "<p>問いを入れるか、例を押してください。書いていないことには「見つかりません」と答えます。</p></div>"
)
FIRST_RUN = (
    '<div class="empty"><p class="lead">はじめに、PDFを加えてください。</p>'
    "<p>「文書」を開いてPDFを選ぶと、このPCの中だけで読み取ります。読み終わると、上の例のように問いかけられます。</p>"
    "<p>表だけを取り出すなら、文書を加えずに「表を取り出す」が使えます。</p></div>"
)
NO_PAGE = '<div class="empty"><p>選んだ箇所のページが、ここに原本のまま開きます。</p></div>'
NO_DOCUMENTS = (
    '<div class="empty"><p class="lead">まだ文書がありません。</p><p>「文書」からPDFを追加してください。</p></div>'
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


def phrased_html(sentences: Sequence[PhrasedSentence]) -> str:
    """The answer in the words of the language model of the settings, each sentence with the citation it is held to."""
    said = "".join(f"<span>{escape(s.text)}</span> {_mark(s.citation, -1)}" for s in sentences)
    if not said:
        return ""
    return (
        '<section class="answer phrased" aria-label="言い換え"><h2>言語モデルによる言い換え</h2>'
        f'<p class="text">{said}</p></section>'
    )


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


def hits_html(
    hits: Sequence[Hit], explained: Sequence[Explanation], first_place: int, current: int = 0, *, exact: bool = False
) -> str:
    """Passages found with the question's words marked; the n-th opens place `first_place` + n, the first ones at once.

    `explained` tells of each hit which words brought it; `exact` that only those with all words are listed.
    """
    if not hits:
        narrow = '<div class="empty"><p>この条件に当たる箇所はありません。条件を減らしてください。</p></div>'
        return f'<section aria-label="関連する箇所"><h2>関連する箇所</h2>{narrow}</section>' if exact else ""
    rows = [
        f'<li><button type="button" class="source hit" data-place="{n}"{_open(n, current)}>'
        f'<span class="where">{escape(hit.title or hit.file)}<b>p.{hit.page}</b>{ocr_mark(hit.ocr)}</span>'
        f'<span class="path">{" › ".join(map(_with_marks, hit.path, why.path_marks))}</span>'
        f'<span class="words">{_with_marks(hit.text, why.text_marks, _HIT_LENGTH)}</span>'
        f"{_same(hit)}</button></li>"
        for n, (hit, why) in enumerate(zip(hits, explained, strict=True), start=first_place)
    ]
    listed = f'<ol class="sources">{"".join(rows[:FIRST_HITS])}</ol>'
    if more := rows[FIRST_HITS:]:
        listed += (
            f'<details class="more-hits"><summary>さらに{len(more)}件</summary>'
            f'<ol class="sources">{"".join(more)}</ol></details>'
        )
    name = "言葉どおりの箇所" if exact else "関連する箇所"
    return f'<section aria-label="{name}"><h2>{name}（{len(hits)}件）</h2>{listed}</section>'


def _same(hit: Hit) -> str:
    if not hit.same:
        return ""
    return f'<span class="path">同じ文がほかに{len(hit.same)}か所にあります</span>'


def _with_marks(text: str, marks: Sequence[Mark], length: int = 0) -> str:
    """The text with marked words, from a little before the first of them where it is longer than `length`."""
    start = 0
    if length and len(text) > length and marks and marks[0].start > length // 2:
        start = marks[0].start - length // 4
    end = min(len(text), start + length) if length else len(text)
    parts, at = ["…" if start else ""], start
    for mark in sorted(marks, key=lambda m: (m.start, -m.end)):
        if mark.start < at or mark.end > end:
            continue
        kind = "" if mark.likeness >= 1 else ' class="like"'
        parts += [escape(text[at : mark.start]), f"<mark{kind}>{escape(text[mark.start : mark.end])}</mark>"]
        at = mark.end
    return "".join(parts) + escape(text[at:end]) + ("…" if end < len(text) else "")


def ocr_mark(ocr: bool) -> str:
    """「OCR」 beside what was read from a picture of the page."""
    return '<span class="ocr" title="画像から文字認識（OCR）で読み取った文字です">OCR</span>' if ocr else ""


def notice_html(message: str) -> str:
    """Something that staff should know or do, in place of a result."""
    return f'<div class="notice" role="alert">{_lines(message)}</div>'


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


def fold_html(of: str) -> str:
    """A button that shows the folded fields of the filters with this id, on a telephone; elsewhere all are on view."""
    return f'<button type="button" class="fold" data-fold="{of}" aria-expanded="false">絞り込みを開く</button>'
