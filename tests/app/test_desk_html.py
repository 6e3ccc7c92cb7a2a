"""Nothing that comes from outside reaches the page as markup."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest

from app.adding import Outcome, Status
from app.desk_compare_html import kpi_table_html, nothing_matched_html, pairs_html
from app.desk_html import (
    answer_html,
    answer_places,
    citations_html,
    documents_html,
    hits_html,
    ledger_html,
    notice_html,
    page_head_html,
)
from app.desk_records_html import rows_html, tree_html
from app.desk_tables_html import preview_html, tables_html
from app.record_rows import rows_of
from corpus.pages import Cell, Evidence, Passage, Problem, Table
from corpus.records import (
    Body,
    Correspondence,
    Decided,
    Document,
    Goal,
    Kpi,
    KpiChange,
    Measure,
    Record,
    RoadmapStep,
    Role,
    Shift,
    Value,
)
from search.citations import Answer, Citation, Item
from search.retrieve import Hit
from search.structure import Structure

PAYLOADS = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '"><svg onload=alert(1)>',
    "' onmouseover='alert(1)",
    '" autofocus onfocus="alert(1)',
    "</button></li></ol><iframe src=javascript:alert(1)>",
    "<a href=javascript:alert(1)>x</a>",
    "<!--",
    "]]><b>",
    "&lt;b&gt;&#60;i&#62;",
    "<style>*{display:none}</style>",
    "<math><mi//xlink:href='data:x,<script>alert(1)</script>'>",
)
OURS = {
    "section",
    "p",
    "ol",
    "ul",
    "li",
    "span",
    "b",
    "button",
    "h2",
    "h3",
    "header",
    "div",
    "details",
    "summary",
    "br",
    "input",
    "table",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
    "u",
}
ATTRIBUTES = {
    "class", "type", "data-place", "data-copy", "data-mark", "data-tick", "checked", "scope", "tabindex", "rowspan",
    "colspan", "data-judge", "data-old", "data-new", "aria-current", "aria-label", "aria-hidden", "aria-live", "role",
}  # fmt: skip


class Seen(HTMLParser):
    """Tags, attributes and text of a piece of HTML."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.text = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}

    def handle_comment(self, data: str) -> None:
        self.tags.add("comment")

    def handle_data(self, data: str) -> None:
        self.text += data


def everything(text: str) -> list[str]:
    """Every piece of the desk with `text` wherever text can come from outside."""
    citation = Citation(text, text, 3, ((0, 0, 1, 1),), text)
    answer = Answer(text, "set", text, (Item(text, text, (citation,)),), (citation,))
    evidence = Evidence(3, ((0, 0, 1, 1),), text)
    passage = Passage(text, text, "paragraph", (text,), text, (evidence,))
    hit = Hit(
        rank=1, score=1.0, document=text, file=text, title=text, page=3, path=(text,), text=text, boxes=evidence.boxes,
        evidence=(evidence,), words=(text,), lexical=1.0, semantic=0.0, passage=passage,
    )  # fmt: skip
    document = Document("d", "d", text, text, 3, text, text, text, (2025, 2029), text, text, text)
    problems = (Problem(text, 1, text), Problem(text, None, text))
    outcome = Outcome(text, Status.PARTIAL, "d", text, problems=problems)
    at = (evidence,)
    structure = Structure(
        document,
        (
            Goal(text, "d", text, text, at, text),
            Measure(f"m{text}", "d", text, text, at, text, text, text, (text,), (text,)),
            Kpi(f"k{text}", "d", text, at, text, Value(text), (Value(text, year=2029),)),
            Kpi(f"l{text}", "d", text, at),
            RoadmapStep(f"r{text}", "d", f"m{text}", text, at, 2025, 2026),
            Shift(f"s{text}", "d", text, text, text, at),
            Role(f"o{text}", "d", text, (text,), at),
            Body(f"b{text}", "d", text, ((text, (text,)),), at),
        ),
    )
    table = Table(
        (3, 4), text, 1, 2, 2, (Cell(0, 0, 1, 2, text, 3, (0, 0, 1, 1)), Cell(1, 0, 1, 1, text, 3, (0, 1, 1, 2)))
    )
    compared: dict[str, Record] = {r.id: r for r in structure.records}
    found = [
        Correspondence("renamed", (f"m{text}",), (f"m{text}",), 0.5, (text,), (KpiChange(text, text, text, "raised"),)),
        Correspondence("dropped", (f"k{text}",), (), 1.0, (text,), (KpiChange(text, text, "", "dropped"),)),
        Correspondence("added", (), (text,), 1.0, (text,), (), Decided("rejected", text, text)),
    ]
    return [
        pairs_html(found, compared, text),
        kpi_table_html(found, compared, text),
        nothing_matched_html(document, document),
        answer_html(answer),
        citations_html(answer, {text: text}),
        hits_html([hit], 1),
        notice_html(text),
        page_head_html(text, 3, 9, decided=text, quote=text, cited=text, mark=0.5),
        tree_html(structure, text),
        rows_html(rows_of([structure]), text, titled=True),
        tables_html(text, [table], {0}),
        tables_html(text, [], ()),
        preview_html(table),
        ledger_html([outcome], finished=True),
        documents_html([(document, 1, problems)]),
    ]


@pytest.mark.parametrize("payload", PAYLOADS)
def test_markup_from_outside_is_shown_not_obeyed(payload: str) -> None:
    for html in everything(payload):
        seen = Seen(html)
        assert seen.tags <= OURS
        assert seen.attributes <= ATTRIBUTES
        assert payload in seen.text


def test_buttons_open_the_places_in_order() -> None:
    citations = tuple(Citation("d", "a.pdf", page, ((0, 0, page, 1),), f"語{page}") for page in (2, 7))
    answer = Answer("q", "set", "t", tuple(Item(c.quote, None, (c,)) for c in reversed(citations)), citations)
    assert [(p.page, p.evidence[0].boxes) for p in answer_places(answer, ())] == [
        (2, ((0, 0, 2, 1),)),
        (7, ((0, 0, 7, 1),)),
    ]
    html = answer_html(answer)
    assert html.index('data-place="1"') < html.index('data-place="0"')


def test_a_declined_answer_looks_different() -> None:
    assert "declined" in answer_html(Answer("q", "none", "見つかりません。"))


def test_the_preview_keeps_merged_cells() -> None:
    box = (0.0, 0.0, 1.0, 1.0)
    cells = (Cell(0, 0, 1, 2, "見出し", 1, box), Cell(1, 0, 2, 1, "縦\n結合", 1, box), Cell(1, 1, 1, 1, "甲", 1, box))
    html = preview_html(Table((1,), "", 1, 3, 2, cells))
    assert '<th colspan="2">見出し</th>' in html
    assert '<td rowspan="2">縦<br>結合</td><td>甲</td>' in html
    assert "（表題なし）" in html
