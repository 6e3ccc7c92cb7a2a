"""The view 「文書」: PDFs in, with progress and a way to stop; the documents, their problems and their names."""

# No `from __future__ import annotations` here: Gradio reads the annotation of a handler's event argument.

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from app.adding import Outcome, add_files, refresh_index, reread_documents
from app.adding_job import AddingJob, start
from app.desk_documents_html import documents_html, job_html
from app.desk_fetching import fetching_panel
from app.desk_html import Place, notice_html
from app.desk_link import Link, link_of
from app.desk_viewer import OPEN_PLACE, QUIET, Opened, Viewer, open_place
from app.reading import Progress
from corpus.errors import ShirubeError
from index.library import Library

_JOBS = 2
_LOOK_SECONDS = 0.5
_HOW = (
    '<div class="how"><p>PDFを選んで「ライブラリに加える」を押してください。'
    "読み取りはこのPCの中だけで行い、外部には送りません。</p></div>"
)


def documents_view(
    library: Library, downloads: Path, address: Any, arrived: Any, loaded: Any, refresh_on: Sequence[Any]
) -> Any:
    """Lay the view out in the current Gradio context; returns the component that changes when the library has.

    The list is drawn anew on each of the Gradio events `refresh_on`; the other arguments are those of `ask_view`.
    """
    import gradio as gr

    job = gr.State(None)
    chosen = gr.State("")
    changed = gr.Textbox("", visible="hidden")
    with gr.Row(elem_classes="desk"):
        with gr.Column(scale=5, min_width=340):
            gr.HTML(_HOW)
            files = gr.File(
                file_count="multiple", file_types=[".pdf"], label="PDF", elem_id="upload", height=150, show_label=False
            )
            with gr.Row(elem_classes="turn"):
                go = gr.Button("ライブラリに加える", variant="primary", elem_id="add", interactive=False)
                folder = gr.UploadButton(
                    "フォルダごと加える", file_count="directory", size="sm", elem_classes="save", elem_id="folder"
                )
                stop = gr.Button("中止する", size="sm", visible=False, elem_id="stop")
            ledger = gr.HTML("", elem_id="ledger", js_on_load=OPEN_PLACE)
            fetched = fetching_panel(library)
            listed = gr.HTML("", js_on_load=OPEN_PLACE, elem_id="documents")
        with gr.Column(scale=6, min_width=340):
            with gr.Column(visible=False, elem_id="edit") as editing:
                title = gr.Textbox(label="文書名", elem_id="edit-title", max_length=200, max_lines=1)
                with gr.Row():
                    first = gr.Number(label="期間（はじめの年度）", precision=0, elem_id="edit-first")
                    last = gr.Number(label="期間（おわりの年度）", precision=0, elem_id="edit-last")
                    series = gr.Textbox(label="シリーズ", elem_id="edit-series", max_length=100, max_lines=1)
                with gr.Row(elem_classes="turn"):
                    save = gr.Button("書き換える", size="sm", elem_id="edit-save")
                    again = gr.Button("読み直す", size="sm", elem_id="edit-again")
                    remove = gr.Button("ライブラリから除く", size="sm", elem_id="remove")
                    sure = gr.Button("本当に除く", size="sm", variant="stop", visible=False, elem_id="remove-sure")
                told = gr.HTML("", elem_id="edit-told")
            viewer = Viewer("documents", downloads / "pages", library)
    fields = [title, first, last, series]
    edited = [editing, *fields, sure, told]
    busy = [job, ledger, go, stop, files, changed]

    def drawn(current: str = "") -> str:
        try:
            return documents_html(
                [(d, len(library.records(d.id)), library.problems(d.id)) for d in library.documents()], current
            )
        except ShirubeError as error:
            return notice_html(str(error))

    def watched(now: AddingJob) -> Iterator[tuple[Any, ...]]:
        """New values of `busy`, until the job is done."""
        while not now.done.wait(_LOOK_SECONDS):
            yield now, job_html(now), gr.update(interactive=False), gr.update(visible=True), gr.skip(), gr.skip()
        ended = str(library.generation)
        yield None, job_html(now), gr.update(interactive=False), gr.update(visible=False), None, ended

    def add(paths: Sequence[str] | None) -> Iterator[tuple[Any, ...]]:
        wanted = [Path(p) for p in paths or () if p.lower().endswith(".pdf")]
        if not wanted:
            told = notice_html("PDFが選ばれていません。")
            yield None, told, gr.update(interactive=False), gr.update(visible=False), None, gr.skip()
            return

        def read(progress: Progress) -> Iterator[Outcome]:
            return add_files(library, wanted, jobs=_JOBS, progress=progress)

        yield from watched(start(library, read))

    def read_again(id_: str) -> Iterator[tuple[Any, ...]]:
        def read(progress: Progress) -> Iterator[Outcome]:
            return reread_documents(library, [library.document(id_)], jobs=1, progress=progress)

        yield from watched(start(library, read))

    def shown(id_: str, page: int = 1) -> tuple[Any, ...]:
        """New values of `edited`, then of the viewer."""
        try:
            document = library.document(id_)
            opened = viewer.show(open_place(library, Place(document.id, page), page))
        except ShirubeError as error:
            return gr.update(visible=False), *(gr.skip(),) * 5, "", *viewer.tell(str(error))
        begin, end = document.period or (None, None)
        hidden = gr.update(visible=False)
        return (
            gr.update(visible=True), document.title or document.file, begin, end, document.series or "", hidden, "",
            *opened,
        )  # fmt: skip

    def link(opened: Opened | None) -> str:
        return Link("documents", document=opened.document if opened else "", p=opened.page if opened else 0).query()

    def open_button(event: gr.EventData) -> tuple[Any, ...]:
        id_, _, page = str(event.place).partition(":")
        found = shown(id_, int(page) if page.isascii() and page.isdigit() and len(page) < 7 else 1)
        return (id_, *found, link(found[-2]))

    def describe(id_: str, name: str, begin: float | None, end: float | None, series_: str) -> tuple[Any, ...]:
        if (begin is None) != (end is None) or (begin is not None and end is not None and begin > end):
            return gr.skip(), gr.skip(), notice_html("期間は、はじめとおわりの年度を両方、順に入れてください。")
        try:
            document = library.document(id_)
            period = None if begin is None or end is None else (int(begin), int(end))
            with library.writing():
                new = replace(document, title=name.strip() or document.title, period=period, series=series_ or None)
                library.describe(new)
                refresh_index(library)
        except ShirubeError as error:
            return gr.skip(), gr.skip(), notice_html(str(error))
        done = '<p class="count" role="status">書き換えました。読み直しても、この内容は残ります。</p>'
        return drawn(id_), str(library.generation), done

    def drop(id_: str) -> tuple[Any, ...]:
        try:
            with library.writing():
                library.remove(library.document(id_).id)
                refresh_index(library)
        except ShirubeError as error:
            return gr.skip(), gr.skip(), "", *(gr.skip(),) * 6, notice_html(str(error)), *viewer.show(None)
        hidden = gr.update(visible=False)
        nothing = (hidden, "", None, None, "", hidden, "")
        return drawn(), str(library.generation), "", *nothing, *viewer.show(None)

    def restore(query: str) -> tuple[Any, ...]:
        link = link_of(query)
        if link.show != "documents" or not link.document:
            return tuple(gr.skip() for _ in (chosen, *edited, *viewer.outputs, address))
        return (link.document, *shown(link.document, max(link.p, 1)), query)

    files.change(lambda given: gr.update(interactive=bool(given)), files, go, **QUIET)
    working: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}
    for event, given, handler in (
        (go.click, files, add),
        (folder.upload, folder, add),
        (again.click, chosen, read_again),
    ):
        event(handler, given, busy, **working)
    stop.click(lambda now: now.stop() if now else None, job, None, **QUIET)
    for shown_list in (listed, ledger):
        opened = shown_list.click(
            open_button, None, [chosen, *edited, *viewer.outputs, address], trigger_mode="multiple", **QUIET
        )
        viewer.scroll_after(opened)
    viewer.on_turn(link, [], address)
    save.click(describe, [chosen, *fields], [listed, changed, told], api_visibility="private", show_progress_on=told)
    remove.click(lambda: gr.update(visible=True), None, sure, **QUIET)
    sure.click(drop, chosen, [listed, changed, chosen, *edited, *viewer.outputs], **QUIET)
    for refresh in (*refresh_on, changed.change, fetched.change):
        refresh(drawn, chosen, listed, **QUIET)
    restored = [chosen, *edited, *viewer.outputs, address]
    viewer.scroll_after(loaded.then(restore, arrived, restored, **QUIET))
    return changed
