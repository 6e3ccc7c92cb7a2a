"""Documents and what became of files, as HTML. Every word from a document or a file name is escaped here.

Buttons carry `data-place`: a document's id, with `:page` behind it for a page of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from pathlib import Path

from app.adding import Outcome
from app.adding_job import AddingJob
from app.desk_html import NO_DOCUMENTS, notice_html
from corpus.pages import Problem
from corpus.records import Document

_STATUS = {
    "added": ("追加しました", "good"),
    "unchanged": ("登録済みです", "good"),
    "partial": ("一部のみ読めました", "warn"),
    "rejected": ("受け付けられません", "bad"),
}


def job_html(job: AddingJob) -> str:
    """How far the files are, and what became of those that are done."""
    bars = "".join(
        f'<li class="entry"><p class="name"><b>読み取り中</b><span>{escape(name)}</span></p>'
        f'<p class="facts"><progress value="{done}" max="{max(total, 1)}" aria-label="{escape(name)}の進み"></progress>'
        f"<span>{done}/{total}ページ</span></p></li>"
        for name, (done, total) in job.reading.items()
    )
    if job.stage:
        bars += f'<li class="entry"><p class="name"><b>索引を作っています</b><span>{escape(job.stage)}</span></p></li>'
    if not (bars or job.done.is_set()):
        bars = '<li class="entry"><p class="name"><b>準備しています</b></p></li>'
    told = ""
    if job.error:
        told = notice_html(job.error)
    elif job.stopped and job.done.is_set():
        told = notice_html(
            "中止しました。読み終わっていたファイルは加わっています。残りは、もう一度選べば加えられます。"
        )
    return told + ledger_html(job.outcomes, bars)


def ledger_html(outcomes: Sequence[Outcome], more: str = "") -> str:
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
            f'<p class="facts">{counts}</p>{problems_html(outcome.problems, outcome.document or "")}</li>'
        )
    return f'<ul class="ledger" aria-live="polite">{more}{"".join(rows)}</ul>' if more or rows else ""


def documents_html(entries: Sequence[tuple[Document, int, Sequence[Problem]]], chosen: str = "") -> str:
    """The documents with their number of records and their problems; each opens itself, each problem its page."""
    if not entries:
        return NO_DOCUMENTS
    rows = []
    for document, records, problems in entries:
        facts = [document.publisher, " ".join(filter(None, (document.decided_on, document.decision)))]
        if document.period:
            facts.append(f"{document.period[0]}〜{document.period[1]}年度")
        facts += [f"{document.pages}ページ", f"記録{records}件", document.file]
        spans = "".join(f"<span>{escape(fact)}</span>" for fact in facts if fact)
        open_ = " aria-current" if document.id == chosen else ""
        rows.append(
            f'<li class="entry {"warn" if problems else "good"}"><p class="name">'
            f'<button type="button" class="title" data-place="{escape(document.id)}"{open_}>'
            f"{escape(document.title or document.file)}</button></p>"
            f'<p class="facts">{spans}</p>{problems_html(problems, document.id)}</li>'
        )
    count = f"<h2>ライブラリの文書（{len(entries)}）</h2>"
    return f'<section aria-label="ライブラリの文書">{count}<ul class="ledger">{"".join(rows)}</ul></section>'


def problems_html(problems: Sequence[Problem], document: str = "") -> str:
    """Problems behind a fold; one with a page opens it where the document is in the library."""
    if not problems:
        return ""
    rows = "".join(f"<li>{_page(problem, document)}{escape(problem.message)}</li>" for problem in problems)
    if len(problems) == 1:
        return f'<ul class="problems">{rows}</ul>'
    return f'<details><summary>確認が要る点 {len(problems)}件</summary><ul class="problems">{rows}</ul></details>'


def _page(problem: Problem, document: str) -> str:
    if problem.page is None:
        return ""
    if not document:
        return f"<b>p.{problem.page}</b> "
    place = f"{escape(document)}:{problem.page}"
    return f'<button type="button" class="to-page" data-place="{place}">p.{problem.page}</button> '
