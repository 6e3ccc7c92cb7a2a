"""The view 「施策・KPI」: the tree of a document and the list of its records, with the page beside them."""

# No `from __future__ import annotations` here: Gradio reads the annotation of a handler's event argument.

from collections.abc import Sequence
from dataclasses import fields
from pathlib import Path
from typing import Any

from app.cli_records import KIND_WORDS
from app.correction_columns import called
from app.desk_charts_html import roadmap_html, targets_html
from app.desk_html import NO_DOCUMENTS, Place, fold_html, notice_html
from app.desk_link import Link, link_of
from app.desk_records_html import NO_RECORDS, rows_html, tree_html
from app.desk_saving import save_button
from app.desk_viewer import OPEN_PLACE, QUIET, Opened, Viewer, open_place
from app.export import write_records
from app.record_files import write_rows
from app.record_rows import ORDERS, Chosen, Row, certainty, counted, in_order, rows_of
from corpus.errors import ShirubeError
from index.library import Library
from search.structure import Structure

_ANY = [("すべて", "")]
_ORDERS = [
    ("書かれた順", ""), ("名称", "name"), ("種類", "kind"), ("担当", "ministry"), ("目標年", "year"),
    ("確かさの低い順", "sure"),
]  # fmt: skip
_SURE_WORDS = {"sure": "確か", "unsure": "確認が要る"}
_ALL = "all"
"""Value of the choice of document that means every document."""


def records_view(library: Library, downloads: Path, address: Any, arrived: Any, loaded: Any, refresh_on: Any) -> None:
    """Lay the view out in the current Gradio context; the documents offered are read anew on each of `refresh_on`.

    The other arguments are those of `ask_view`.
    """
    import gradio as gr

    record = gr.State("")
    with gr.Row(elem_id="filters", elem_classes="filters"):
        document = gr.Dropdown([], label="文書", value=None, scale=4, min_width=260, elem_id="of-document")
        kind = gr.Dropdown(
            _ANY, label="種類", value="", scale=1, min_width=110, elem_id="of-kind", elem_classes="folded"
        )
        goal = gr.Dropdown(
            _ANY, label="目標", value="", scale=2, min_width=150, elem_id="of-goal", elem_classes="folded"
        )
        ministry = gr.Dropdown(
            _ANY, label="担当", value="", scale=1, min_width=130, elem_id="of-ministry", elem_classes="folded"
        )
        year = gr.Dropdown(
            _ANY, label="目標年", value="", scale=1, min_width=120, elem_id="of-year", elem_classes="folded"
        )
        sure = gr.Dropdown(
            _ANY, label="確かさ", value="", scale=1, min_width=130, elem_id="of-sure", elem_classes="folded"
        )
        order = gr.Dropdown(
            _ORDERS, label="並べ方", value="", scale=1, min_width=140, elem_id="in-order", elem_classes="folded"
        )
        gr.HTML(fold_html("filters"), elem_classes="folding")
    filters = [kind, goal, ministry, year, sure]
    narrowing = [*filters, order]
    with gr.Row(elem_classes="desk"):
        with gr.Column(scale=5, min_width=340):
            with gr.Tabs(elem_id="shapes"):
                with gr.Tab("体系"):
                    tree = gr.HTML("", js_on_load=OPEN_PLACE, elem_id="tree")
                with gr.Tab("一覧"):
                    table = gr.HTML("", js_on_load=OPEN_PLACE, elem_id="records")
                with gr.Tab("工程表"):
                    roadmap = gr.HTML("", js_on_load=OPEN_PLACE, elem_id="roadmap")
                with gr.Tab("KPIの目標"):
                    targets = gr.HTML("", js_on_load=OPEN_PLACE, elem_id="targets")

            def write(out: Path, chosen: str | None, *narrowed: str | None) -> None:
                shown = _narrowed(_rows(library, chosen), narrowed)
                if out.suffix == ".csv":
                    write_rows(shown, out)
                else:
                    records = [row.record for row in shown]
                    write_records(records, library.documents(), out, names_from=library.records())

            with gr.Row(elem_classes="turn"):
                for label, name, elem_id in (
                    ("一覧をExcelで保存", "shirube_記録.xlsx", "save-records"),
                    ("一覧をCSVで保存", "shirube_記録.csv", "save-records-csv"),
                ):
                    save_button(label, name, downloads, elem_id, write, [document, *narrowing], visible=True)
        viewer = Viewer("records", downloads / "pages", library)
    drawn = [tree, table, roadmap, targets]

    def documents(chosen: str | None, at: str = "") -> Any:
        """The choice of documents, those without records last; keeps what was chosen."""
        listed = library.documents()
        counts = {d.id: len(library.records(d.id)) for d in listed}
        listed.sort(key=lambda d: not counts[d.id])
        choices = [(f"{d.title or d.file}（{counts[d.id]}件）", d.id) for d in listed]
        choices += [(f"すべての文書（{sum(counts.values())}件）", _ALL)] if len(listed) > 1 else []
        values = [value for _, value in choices]
        value = next((v for v in (at, chosen) if v in values), values[0] if values else None)
        return gr.update(choices=choices, value=value), value

    def options(chosen: str | None, narrowed: Chosen) -> tuple[Any, ...]:
        """What each filter offers within the document: only what is there, with its counts."""
        rows = _rows(library, chosen)
        names = {row.record.id: called(row.record) for row in rows}
        offered = (
            ("種類", narrowed.kind, [(KIND_WORDS[v], v, n) for v, n in counted(rows, lambda r: [r.record.KIND])]),
            ("目標", narrowed.goal, [(names[v], v, n) for v, n in counted(rows, lambda r: r.goals)]),
            ("担当", narrowed.ministry, [(v, v, n) for v, n in counted(rows, lambda r: r.ministries)]),
            ("年", narrowed.year, [(f"{v}年", v, n) for v, n in sorted(counted(rows, lambda r: map(str, r.years)))]),
            ("確かさ", narrowed.sure, [(_SURE_WORDS[v], v, n) for v, n in counted(rows, lambda r: [certainty(r)])]),
        )
        return tuple(
            gr.update(
                choices=[*_ANY, *((f"{word}（{n}）", value) for word, value, n in found)],
                value=wanted if wanted in [value for _, value, _ in found] else "",
                interactive=bool(found),
            )
            for _, wanted, found in offered
        )

    def draw(chosen: str | None, *narrowed: str | None, current: str = "") -> tuple[str, ...]:
        """The tree, the table, the roadmap and the targets."""
        try:
            rows = _rows(library, chosen)
            if not rows:
                return (NO_RECORDS if library.documents() else NO_DOCUMENTS,) * len(drawn)
            trees = [tree_html(s, current) for s in _structures(library, chosen)] if chosen != _ALL else []
        except ShirubeError as error:
            return notice_html(str(error)), *("",) * (len(drawn) - 1)
        hint = '<div class="empty"><p>体系を見るには、文書を1つ選んでください。</p></div>'
        shown = _narrowed(rows, narrowed)
        listed = rows_html(shown, current, titled=chosen == _ALL)
        return "".join(trees) or hint, listed, roadmap_html(shown, current), targets_html(shown, current)

    def choose(chosen: str | None) -> tuple[Any, ...]:
        return (*options(chosen, Chosen()), "", *draw(chosen), "", *viewer.show(None))

    def open_record(event: gr.EventData) -> tuple[Any, ...]:
        id_ = str(event.place)
        return (id_, *viewer.show(_opened(library, id_, 0)))

    def listing(link: Link) -> tuple[Any, ...]:
        """The choice of document, the filters, tree and table as a link has them."""
        choice, value = documents(None, link.document)
        narrowed = (link.kind, link.goal, link.ministry, link.year, link.sure)
        return (
            choice,
            *options(value, Chosen(*narrowed)),
            link.order if link.order in ORDERS else "",
            *draw(value, *narrowed, link.order, current=link.record),
        )

    def refresh(chosen: str | None, query: str) -> tuple[Any, ...]:
        """The documents may have changed since; what is chosen stays."""
        link = link_of(query)
        if chosen is None and link.show == "records":
            return listing(link)
        choice, value = documents(chosen)
        if value == chosen:
            return (choice, *(gr.skip() for _ in (*narrowing, *drawn)))
        return (choice, *options(value, Chosen()), "", *draw(value))

    def restore(query: str) -> tuple[Any, ...]:
        link = link_of(query)
        if link.show != "records":
            return tuple(gr.skip() for _ in (document, *narrowing, *drawn, record, *viewer.outputs, address))
        return (*listing(link), link.record, *viewer.show(_opened(library, link.record, link.p)), link.query())

    def link(opened: Opened | None, chosen: str | None, narrowed: Sequence[str | None], id_: str) -> str:
        at = {"record": id_, "p": opened.page} if opened else {}
        filtered = dict(
            zip(("kind", "goal", "ministry", "year", "sure", "order"), (value or "" for value in narrowed), strict=True)
        )
        return Link("records", document=chosen or "", **filtered, **at).query()  # type: ignore[arg-type]

    def choose_anew(chosen: str | None) -> tuple[Any, ...]:
        return (*choose(chosen), link(None, chosen, ("",) * len(narrowing), ""))

    def narrow(id_: str, opened: Opened | None, chosen: str | None, *narrowed: str | None) -> tuple[Any, ...]:
        return (*draw(chosen, *narrowed, current=id_), link(opened, chosen, narrowed, id_))

    def open_row(event: gr.EventData, chosen: str | None, *narrowed: str | None) -> tuple[Any, ...]:
        id_, *shown_now = open_record(event)
        return (id_, *shown_now, link(shown_now[0], chosen, narrowed, id_))

    def turned(opened: Opened | None, id_: str, chosen: str | None, *narrowed: str | None) -> str:
        return link(opened, chosen, narrowed, id_)

    document.input(choose_anew, document, [*narrowing, *drawn, record, *viewer.outputs, address], **QUIET)
    gr.on(
        [choice.input for choice in narrowing],
        narrow,
        [record, viewer.shown, document, *narrowing],
        [*drawn, address],
        trigger_mode="multiple",
        **QUIET,
    )
    opening = gr.on(
        [listing.click for listing in drawn],
        open_row,
        [document, *narrowing],
        [record, *viewer.outputs, address],
        trigger_mode="multiple",
        **QUIET,
    )
    viewer.scroll_after(opening)
    viewer.on_turn(turned, [record, document, *narrowing], address)
    for event in refresh_on:
        event(refresh, [document, arrived], [document, *narrowing, *drawn], **QUIET)
    restored = [document, *narrowing, *drawn, record, *viewer.outputs, address]
    viewer.scroll_after(loaded.then(restore, arrived, restored, **QUIET))


def _structures(library: Library, chosen: str | None) -> list[Structure]:
    if not chosen:
        return []
    listed = library.documents() if chosen == _ALL else [library.document(chosen)]
    return [Structure(d, tuple(library.records(d.id))) for d in listed]


def _rows(library: Library, chosen: str | None) -> list[Row]:
    return rows_of(_structures(library, chosen))


def _narrowed(rows: Sequence[Row], narrowed: Sequence[str | None]) -> list[Row]:
    *wanted, order = (value or "" for value in (*narrowed, "")[: len(fields(Chosen)) + 1])
    chosen = Chosen(*wanted)
    return in_order([row for row in rows if chosen.admits(row)], order)


def _opened(library: Library, record: str, page: int) -> Opened | None:
    found = library.records_by_id([record]).get(record)
    if found is None:
        return None
    return open_place(library, Place(found.document, found.evidence[0].page, found.evidence), page)
