"""The view 「版を比べる」: two versions side by side, changes of KPIs, the flow through more, decisions by hand."""

# No `from __future__ import annotations` here: Gradio reads the annotations of a handler's event and request.

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from app.desk_compare_flow import flow_tab
from app.desk_compare_html import (
    KIND_TITLES,
    NOTHING_SHOWN,
    ONE_DOCUMENT,
    PICK_TWO,
    kpi_table_html,
    nothing_matched_html,
    pairs_html,
)
from app.desk_html import Place, fold_html, notice_html
from app.desk_link import Link, link_of
from app.desk_saving import save_button
from app.desk_viewer import OPEN_PLACE, PROMPT, QUIET, Opened, Viewer, open_place
from corpus.errors import ShirubeError
from corpus.pages import Problem
from corpus.records import Correspondence, Document, Goal, Kpi, Measure, Record, name_of
from index.decisions import Decision, Verdict
from index.library import Library
from search.compare import TYPE_WORDS, Type, compare, matched
from search.judging import Judgement, decide, settled
from search.lineage import by_date
from search.versions import load_version

_ANY = [("すべて", "")]
_JUDGE = """
element.addEventListener('click', (event) => {
  const button = event.target.closest('[data-judge]');
  if (button) trigger('select', {judge: button.dataset.judge, old: button.dataset.old, new: button.dataset.new});
});
"""
_TO_PAGE = "() => document.getElementById('compare-viewer').scrollIntoView({behavior: 'smooth'})"


@dataclass(frozen=True, slots=True)
class Compared:
    """Two versions compared, with the records of both and the decisions that hold or hold no more."""

    old: Document
    new: Document
    found: tuple[Correspondence, ...]
    records: Mapping[str, Record]
    decided: Mapping[tuple[str, str], Decision]
    problems: tuple[Problem, ...]

    def narrowed(self, kind: str | None, type_: str | None) -> list[Correspondence]:
        """The correspondences of a kind of record and a type; all of either where empty."""
        return [
            c
            for c in self.found
            if (not type_ or c.type == type_) and (not kind or kind == self.records[(*c.old, *c.new)[0]].KIND)
        ]


def compare_view(library: Library, downloads: Path, address: Any, arrived: Any, loaded: Any, refresh_on: Any) -> None:
    """Lay the view out in the current Gradio context. The arguments are those of `records_view`."""
    import gradio as gr

    record = gr.State("")
    with gr.Row(elem_id="versions", elem_classes="filters"):
        old = gr.Dropdown([], label="旧（前の版）", value=None, scale=4, min_width=240, elem_id="old-version")
        new = gr.Dropdown([], label="新（あとの版）", value=None, scale=4, min_width=240, elem_id="new-version")
        kind = gr.Dropdown(
            _ANY, label="種類", value="", scale=1, min_width=120, elem_id="compare-kind", elem_classes="folded"
        )
        type_ = gr.Dropdown(
            _ANY, label="結果", value="", scale=2, min_width=150, elem_id="compare-type", elem_classes="folded"
        )
        gr.HTML(fold_html("versions"), elem_classes="folding")
    with gr.Row(elem_classes="desk"):
        with gr.Column(scale=6, min_width=340):
            with gr.Row(elem_classes="turn"):
                _save_buttons(library, downloads, [old, new])
            with gr.Tabs(elem_id="compare-shapes"):
                with gr.Tab("対応"):
                    with gr.Accordion("対応を手で引く", open=False, elem_id="drawing") as drawing:
                        gr.HTML('<p class="how">相手のない記録どうしや、機械が見つけなかった対応を結びます。</p>')
                        with gr.Row(elem_classes="filters"):
                            left = gr.Dropdown([], label="旧の記録", value=None, min_width=240, elem_id="draw-old")
                            right = gr.Dropdown([], label="新の記録", value=None, min_width=240, elem_id="draw-new")
                        draw_button = gr.Button("対応づける", size="sm", elem_id="draw", elem_classes="save")
                    pairs = gr.HTML(PICK_TWO, js_on_load=OPEN_PLACE + _JUDGE, elem_id="pairs")
                with gr.Tab("KPIの変化"):
                    kpis = gr.HTML("", js_on_load=OPEN_PLACE, elem_id="kpi-changes")
                with gr.Tab("流れの図", elem_id="flow-tab") as flow_shown:
                    flow = flow_tab(library, downloads, flow_shown, old, new)
        viewer = Viewer("compare", downloads / "pages", library)
    filters, drawn = [kind, type_], [pairs, kpis, left, right]
    choices = [old, new]

    @lru_cache(maxsize=12)
    def computed(before: str, after: str, generation: int, decisions: int) -> Compared:
        return _compared(library, before, after)

    def compared(before: str, after: str) -> Compared:
        return computed(before, after, library.generation, len(library.decisions()))

    def offered(before: str | None, after: str | None) -> tuple[Any, Any, str | None, str | None]:
        """The documents to choose from, by date; keeps what was chosen, else the two latest with anything in them."""
        listed = by_date(library.documents())
        counts = {d.id: _count(library, d) for d in listed}
        options = [(_titled(d, counts[d.id]), d.id) for d in listed]
        known = [d.id for d in listed]
        full = [d.id for d in listed if counts[d.id]]
        dated = [d.id for d in listed if counts[d.id] and d.decided_on]
        full = dated if len(dated) > 1 else full
        if before not in known or after not in known:
            before, after = (full[-2], full[-1]) if len(full) > 1 else (None, None)
        return gr.update(choices=options, value=before), gr.update(choices=options, value=after), before, after

    def options_of(c: Compared, kind_: str | None, type__: str | None) -> tuple[Any, Any]:
        kinds = Counter(c.records[(*x.old, *x.new)[0]].KIND for x in c.found)
        types = Counter(x.type for x in c.narrowed(kind_, None))
        return (
            gr.update(
                choices=[*_ANY, *((f"{KIND_TITLES[k]}（{kinds[k]}）", k) for k in KIND_TITLES if kinds[k])],
                value=kind_ if kinds.get(kind_ or "") else "",
            ),
            gr.update(
                choices=[*_ANY, *((f"{TYPE_WORDS[t]}（{types[t]}）", t.value) for t in Type if types[t])],
                value=type__ if types.get(type__ or "") else "",
            ),
        )

    def draw(
        before: str | None, after: str | None, kind_: str | None, type__: str | None, current: str = ""
    ) -> tuple[Any, ...]:
        """Choices of the filters, then the list, the KPIs, and the records to draw a correspondence between."""
        nobody = (gr.update(choices=[], value=None),) * 2
        if not before or not after:
            empty = ONE_DOCUMENT if len(library.documents()) < 2 else PICK_TWO
            return gr.skip(), gr.skip(), empty, "", *nobody
        try:
            c = compared(before, after)
        except ShirubeError as error:
            return gr.skip(), gr.skip(), notice_html(str(error)), "", *nobody
        told = "".join(notice_html(p.message) for p in c.problems)
        if not c.found:
            return gr.skip(), gr.skip(), told + notice_html(_UNREAD), "", *nobody
        if not matched(c.found):
            told += nothing_matched_html(c.old, c.new)
        listed = c.narrowed(kind_, type__)
        return (
            *options_of(c, kind_, type__),
            told + _summary(c) + (pairs_html(listed, c.records, current) if listed else NOTHING_SHOWN),
            kpi_table_html(c.found, c.records, current),
            gr.update(choices=_listed(c, c.old), value=None),
            gr.update(choices=_listed(c, c.new), value=None),
        )

    def choose(before: str | None, after: str | None, more: list[str] | None, flowing: bool) -> tuple[Any, ...]:
        address_ = link(None, "", before, after, "", "", more)
        return (
            *draw(before, after, "", ""),
            "",
            *viewer.show(None),
            *flow.show(before, after, more, flowing),
            address_,
        )

    def add_versions(opened: Opened | None, id_: str, *chosen: Any) -> tuple[Any, ...]:
        """The flow through further documents, which can only be chosen where it is on view."""
        before, after, _, _, more = chosen
        return (*flow.show(before, after, more, True), link(opened, id_, *chosen))

    def narrow(id_: str, opened: Opened | None, *chosen: Any) -> tuple[Any, ...]:
        before, after, kind_, type__, _ = chosen
        return (*draw(before, after, kind_, type__, id_), link(opened, id_, *chosen))

    def open_record(event: gr.EventData, *chosen: Any) -> tuple[Any, ...]:
        id_ = str(event.place)
        shown = viewer.show(_opened(library, id_, 0))
        return (id_, *shown, link(shown[0], id_, *chosen))

    def judge(
        before: str,
        after: str,
        kind_: str | None,
        type__: str | None,
        current: str,
        event: gr.EventData,
        request: gr.Request,
    ) -> tuple[Any, ...]:
        """Take a verdict down; 「相手を選ぶ」 only opens the form with this record in it."""
        olds, news, verdict = str(event.old).split(), str(event.new).split(), str(event.judge)
        if verdict == Verdict.DRAWN:
            shown = gr.update(value=olds[0]) if olds else gr.skip(), gr.update(value=news[0]) if news else gr.skip()
            return (*(gr.skip(),) * 4, *shown, gr.update(open=True))
        try:
            pairs_ = [(a, b) for a in olds for b in news]
            if verdict == Verdict.WITHDRAWN:
                held = compared(before, after).decided
                pairs_ = [p for p in held if (p in pairs_ if pairs_ else set(p) & {*olds, *news})]
            _take_down(library, before, after, pairs_, Verdict(verdict), request)
        except (ShirubeError, ValueError) as error:
            raise gr.Error(str(error), title="判断を保存できません") from error
        return (*draw(before, after, kind_, type__, current), gr.skip())

    def draw_by_hand(
        before: str | None,
        after: str | None,
        kind_: str | None,
        type__: str | None,
        current: str,
        a: str | None,
        b: str | None,
        request: gr.Request,
    ) -> tuple[Any, ...]:
        if not (before and after and a and b):
            raise gr.Error("旧の記録と新の記録を、1つずつ選んでください。", title="対応づけられません")
        try:
            _take_down(library, before, after, [(a, b)], Verdict.DRAWN, request)
        except ShirubeError as error:
            raise gr.Error(str(error), title="対応づけられません") from error
        return (*draw(before, after, kind_, type__, current), gr.update(open=False))

    def refresh(before: str | None, after: str | None, query: str) -> tuple[Any, ...]:
        link = link_of(query)
        if before is None and link.show == "compare":
            return (*(gr.skip() for _ in (*choices, *filters, *drawn)),)
        old_, new_, x, y = offered(before, after)
        if (x, y) == (before, after):
            return (old_, new_, *(gr.skip() for _ in (*filters, *drawn)))
        return (old_, new_, *draw(x, y, "", ""))

    def restore(query: str) -> tuple[Any, ...]:
        link = link_of(query)
        if link.show != "compare":
            return tuple(gr.skip() for _ in (*choices, *filters, *drawn, flow.also, record, *viewer.outputs, address))
        old_, new_, x, y = offered(link.document, link.new)
        shown = viewer.show(_opened(library, link.record, link.p))
        others = [(d.title or d.file, d.id) for d in by_date(library.documents()) if d.id not in (x, y)]
        more = [id_ for id_ in link.also.split(",") if id_ in {value for _, value in others}]
        return (
            old_,
            new_,
            *draw(x, y, link.kind, link.type, link.record),
            gr.update(choices=others, value=more),
            link.record,
            *shown,
            link.query(),
        )

    def link(
        opened: Opened | None,
        id_: str,
        before: str | None,
        after: str | None,
        kind_: str | None,
        type__: str | None,
        more: list[str] | None,
    ) -> str:
        at = {"record": id_, "p": opened.page} if opened else {}
        shown = {"document": before or "", "new": after or "", "kind": kind_ or "", "type": type__ or ""}
        return Link("compare", also=",".join(more or ()), **shown, **at).query()  # type: ignore[arg-type]

    every_time: dict[str, Any] = {"trigger_mode": "multiple", **QUIET}
    shown_now = [*choices, *filters, flow.also]
    gr.on(
        [chooser.input for chooser in choices],
        choose,
        [*choices, flow.also, flow.opened],
        [*filters, *drawn, record, *viewer.outputs, *flow.outputs, address],
        show_progress_on=pairs,
        trigger_mode="always_last",
        **PROMPT,
    )
    gr.on(
        [narrower.input for narrower in filters],
        narrow,
        [record, viewer.shown, *shown_now],
        [*filters, *drawn, address],
        **every_time,
    )
    opening = gr.on([pairs.click, kpis.click], open_record, shown_now, [record, *viewer.outputs, address], **every_time)
    viewer.scroll_after(opening)
    below = flow.picture.click(open_record, shown_now, [record, *viewer.outputs, address], **every_time)
    viewer.scroll_after(below.then(None, js=_TO_PAGE, **QUIET))  # the picture takes the whole width
    flow.also.input(
        add_versions,
        [viewer.shown, record, *shown_now],
        [*flow.outputs, address],
        show_progress_on=flow.picture,
        trigger_mode="always_last",
        **PROMPT,
    )
    viewer.on_turn(link, [record, *shown_now], address)
    outputs = [*filters, *drawn, drawing]
    pairs.select(judge, [*choices, *filters, record], outputs, **every_time)
    draw_button.click(draw_by_hand, [*choices, *filters, record, left, right], outputs, **QUIET)
    for event in refresh_on:
        event(refresh, [*choices, arrived], [*choices, *filters, *drawn], show_progress_on=pairs, **PROMPT)
    restored = [*choices, *filters, *drawn, flow.also, record, *viewer.outputs, address]
    viewer.scroll_after(loaded.then(restore, arrived, restored, **QUIET))


_UNREAD = "どちらの文書からも、目標・施策・KPIを読み取れていません。"


def _save_buttons(library: Library, downloads: Path, chosen: Sequence[Any]) -> None:
    def write(out: Path, before: str | None, after: str | None) -> None:
        from app.comparison_export import write_comparison, write_comparison_html

        c = _compared(library, before or "", after or "")
        if out.suffix == ".html":
            write_comparison_html(c.found, c.records, c.old, c.new, out)
        else:
            write_comparison(c.found, c.records, c.old, c.new, out, c.decided)

    for label, name, elem_id in (
        ("新旧対照表をExcelで保存", "shirube_新旧対照表.xlsx", "save-comparison"),
        ("新旧対照表をHTMLで保存", "shirube_新旧対照表.html", "save-comparison-html"),
    ):
        save_button(label, name, downloads, elem_id, write, list(chosen), visible=True)


def _compared(library: Library, before: str, after: str) -> Compared:
    old, new = library.document(before), library.document(after)
    found = compare(library, old.id, new.id)
    versions = load_version(library, old.id), load_version(library, new.id)
    decided = settled(library, *versions)
    records: dict[str, Record] = {**versions[0].by_id, **versions[1].by_id}
    return Compared(old, new, tuple(found), records, decided.pairs, tuple(decided.problems()))


def _take_down(
    library: Library, before: str, after: str, pairs: Sequence[tuple[str, str]], verdict: Verdict, request: Any
) -> None:
    from app.corrections import user_name

    by = getattr(request, "username", None) or user_name()
    judgements = [Judgement(a, b, verdict) for a, b in pairs]
    decide(library, load_version(library, before), load_version(library, after), judgements, by=by)


def _summary(c: Compared) -> str:
    """How many measures became what."""
    counts = Counter(x.type for x in c.found if c.records[(*x.old, *x.new)[0]].KIND == Measure.KIND)
    if not counts:
        return ""
    words = "".join(f"<span>{TYPE_WORDS[t]} <b>{counts[t]}</b></span>" for t in Type if counts[t])
    return f'<p class="facts summary"><span>施策</span>{words}</p>'


def _listed(c: Compared, document: Document) -> list[tuple[str, str]]:
    """The records of one side, those with nobody beside them first."""
    linked = {id_ for x in c.found if x.old and x.new for id_ in (*x.old, *x.new)}
    records = [r for r in c.records.values() if r.document == document.id]
    records.sort(key=lambda r: r.id in linked)
    return [(f"{KIND_TITLES[r.KIND]}｜{name_of(r)}（p.{r.evidence[0].page}）", r.id) for r in records if r.evidence]


def _count(library: Library, document: Document) -> int:
    return sum(isinstance(r, Goal | Measure | Kpi) for r in library.records(document.id))


def _titled(document: Document, count: int) -> str:
    date = f"{document.decided_on[:4]} " if document.decided_on else ""
    return f"{date}{document.title or document.file}（{count}件）"


def _opened(library: Library, record: str, page: int) -> Opened | None:
    found = library.records_by_id([record]).get(record)
    if found is None or not found.evidence:
        return None
    return open_place(library, Place(found.document, found.evidence[0].page, found.evidence), page)
