"""Nothing that comes from outside reaches the page as markup."""

from __future__ import annotations

from array import array
from html.parser import HTMLParser

import pytest

from app.adding import Outcome, Status
from app.adding_job import AddingJob
from app.desk_charts_html import roadmap_html, targets_html
from app.desk_compare_html import kpi_table_html, nothing_matched_html, pairs_html
from app.desk_documents_html import documents_html, job_html, ledger_html
from app.desk_html import (
    FIRST_HITS,
    answer_html,
    answer_places,
    citations_html,
    hits_html,
    notice_html,
)
from app.desk_link import Link
from app.desk_memory import memory_html
from app.desk_records_html import rows_html, tree_html
from app.desk_sheet_html import Sheet, sheet_html
from app.desk_tables_html import preview_html, tables_html
from app.record_rows import rows_of
from corpus.pages import Cell, Evidence, Line, Passage, Problem, Table
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
from search.explain import Explanation, Mark
from search.retrieve import Hit
from search.structure import Structure

PAYLOADS = (
    "<script>alert(1)</script>",
    "<ScRiPt>alert(1)</sCrIpT>",
    "<script/src=//example.invalid/x.js></script>",
    "</script><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<img/src=x/onerror=alert(1)>",
    "<img src='x' onerror='alert(1)' alt=\"",
    "<IMG SRC=javascript:alert(1)>",
    "<img srcset='x 1x' onerror=alert(1)>",
    '"><img src=x onerror=alert(1)>',
    "'><img src=x onerror=alert(1)>",
    '"><svg onload=alert(1)>',
    "<svg><script>alert(1)</script></svg>",
    "</svg><script>alert(1)</script>",
    "</text></svg><img src=x onerror=alert(1)>",
    "<svg><animate onbegin=alert(1) attributeName=x dur=1s>",
    "<svg><foreignObject><iframe src=javascript:alert(1)></foreignObject></svg>",
    "<svg><a xlink:href='javascript:alert(1)'><text>x</text></a></svg>",
    "<svg><use href='data:image/svg+xml,<svg id=x onload=alert(1)>#x'/></svg>",
    "' onmouseover='alert(1)",
    '" onmouseover="alert(1)',
    '" autofocus onfocus="alert(1)',
    "` onclick=`alert(1)",
    '" style="position:fixed;inset:0" x="',
    '" data-place="0" aria-current x="',
    '" data-copy="attacker',
    'x" onclick=alert(1) y="',
    "</button></li></ol><iframe src=javascript:alert(1)>",
    "</title><script>alert(1)</script>",
    "</textarea><script>alert(1)</script>",
    "</style><script>alert(1)</script>",
    "</td></tr></table><form action=//example.invalid><input name=q>",
    "</details></section><object data=javascript:alert(1)>",
    "<a href=javascript:alert(1)>x</a>",
    "<a href='data:text/html,<script>alert(1)</script>'>x</a>",
    "<base href=//example.invalid/>",
    "<meta http-equiv=refresh content='0;url=//example.invalid'>",
    "<link rel=stylesheet href=//example.invalid/x.css>",
    "<iframe srcdoc='<script>alert(1)</script>'>",
    "<embed src=javascript:alert(1)>",
    "<video><source onerror=alert(1)></video>",
    "<audio src=x onerror=alert(1)>",
    "<body onload=alert(1)>",
    "<input autofocus onfocus=alert(1)>",
    "<select autofocus onfocus=alert(1)>",
    "<marquee onstart=alert(1)>",
    "<details open ontoggle=alert(1)>",
    "<form><button formaction=javascript:alert(1)>x</button></form>",
    "<math><mi//xlink:href='data:x,<script>alert(1)</script>'>",
    "<template><script>alert(1)</script></template>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<xmp><p title='</xmp><img src=x onerror=alert(1)>'>",
    "<!--",
    "--><script>alert(1)</script>",
    "<![CDATA[<script>alert(1)</script>]]>",
    "]]><b>",
    "<?xml version='1.0'?><b>",
    "<!DOCTYPE html><b>",
    "&lt;b&gt;&#60;i&#62;",
    "&#x3c;script&#x3e;alert(1)&#x3c;/script&#x3e;",
    "&quot; onclick=&quot;alert(1)",
    "<style>*{display:none}</style>",
    "<x onclick=alert(1)>＜／x＞",
    "${value}{{value}}${alert(1)}",
    "{{#each items}}<script>{{/each}}",
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
    "img",
    "svg",
    "g",
    "rect",
    "text",
    "mark",
    "progress",
    "polyline",
    "circle",
}
ATTRIBUTES = {
    "class", "type", "data-place", "data-copy", "data-mark", "data-tick", "checked", "scope", "tabindex", "rowspan",
    "colspan", "aria-current", "aria-label", "aria-hidden", "aria-live", "role", "data-page",
    "data-last", "data-step", "data-zoom", "aria-keyshortcuts", "disabled", "src", "alt", "viewbox",
    "preserveaspectratio", "data-by", "data-do", "data-judge", "data-old", "data-new",
    "data-link", "value", "max", "title",
    "points", "cx", "cy", "r",
    "x", "y", "width", "height", "rx", "font-size", "textlength", "lengthadjust",
}  # fmt: skip


class Seen(HTMLParser):
    """Tags, attributes and text of a piece of HTML."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.sources: set[str] = set()
        self.text = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.sources |= {value or "" for name, value in attrs if name in ("src", "href")}

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
    marks = (Mark(1, 2, text), Mark(4, 7, text, 0.5))
    why = Explanation(("lexical",), 1.0, 0.0, marks, (marks,), ())
    document = Document("d", "d", text, text, 3, text, text, text, (2025, 2029), text, text, text)
    problems = (Problem(text, 1, text), Problem(text, None, text))
    outcome = Outcome(text, Status.PARTIAL, "d", text, problems=problems)
    at = (evidence,)
    structure = Structure(
        document,
        (
            Goal(text, "d", text, text, at, text),
            Measure(f"m{text}", "d", text, text, at, text, text, text, (text,), (text,)),
            Kpi(f"k{text}", "d", text, at, text, Value(text), (Value(text, 3.0, text, 2029),)),
            Kpi(f"l{text}", "d", text, at),
            RoadmapStep(f"r{text}", "d", f"m{text}", text, at, 2025, 2026),
            Shift(f"s{text}", "d", text, text, text, at),
            Role(f"o{text}", "d", text, (text,), at),
            Body(f"b{text}", "d", text, ((text, (text,)),), at),
        ),
    )
    box = (10.0, 20.0, 90.0, 30.0)
    line = Line(text, array("f", [0.0] * 2 * len(text)), box, 10)
    sheet = Sheet(text, 3, 9, "a.jpg", 200, 100, [box], [text], [4], [line], decided=text, quote=text, cited=text)
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
        hits_html([hit], [why], 1),
        hits_html([hit] * (FIRST_HITS + 1), [why] * (FIRST_HITS + 1), 1, exact=True),
        memory_html({"asked": [Link(q=text).query()], "kept": [Link(q=text, exact=1).query()]}, text),
        notice_html(text),
        sheet_html(sheet),
        tree_html(structure, text),
        rows_html(rows_of([structure]), text, titled=True),
        roadmap_html(rows_of([structure]), text),
        targets_html(rows_of([structure]), text),
        tables_html(text, [table], {0}),
        tables_html(text, [], (), problems=problems),
        preview_html(table),
        job_html(AddingJob([outcome], {text: (1, 2)}, text, text)),
        ledger_html([outcome]),
        documents_html([(document, 1, problems), (document, 1, problems[:1])]),
    ]


@pytest.mark.parametrize("payload", PAYLOADS)
def test_markup_from_outside_is_shown_not_obeyed(payload: str) -> None:
    for html in everything(payload):
        seen = Seen(html)
        assert seen.tags <= OURS
        assert seen.attributes <= ATTRIBUTES
        assert payload in seen.text
        assert not any(src.split(":")[0].strip().lower() in ("javascript", "data") for src in seen.sources)


def test_there_are_at_least_fifty_payloads() -> None:
    assert len(set(PAYLOADS)) >= 50


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
