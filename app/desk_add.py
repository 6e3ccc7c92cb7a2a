"""The views 「文書を加える」 and 「文書の一覧」: PDFs in by upload, the ledger, and what is in the library."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from app.adding import Outcome, add_files, refresh_index
from app.desk_html import documents_html, ledger_html, notice_html
from app.desk_viewer import QUIET
from corpus.errors import ShirubeError
from index.library import Library

_JOBS = 2
_HOW = (
    '<div class="how"><p>PDFを選んで「ライブラリに加える」を押してください。'
    "読み取りはこのPCの中だけで行い、外部には送りません。</p></div>"
)


def add_view(library: Library) -> Any:
    """Lay the view out in the current Gradio context; returns the component that holds the ledger."""
    import gradio as gr

    gr.HTML(_HOW)
    files = gr.File(
        file_count="multiple", file_types=[".pdf"], label="PDF", elem_id="upload", height=180, show_label=False
    )
    go = gr.Button("ライブラリに加える", variant="primary", elem_id="add", interactive=False)
    ledger = gr.HTML("", elem_id="ledger")

    def add(paths: Sequence[str] | None, progress: gr.Progress = gr.Progress()) -> tuple[str, Any]:  # noqa: B008
        outcomes: list[Outcome] = []

        def page(path: Path, done: int, total: int) -> None:
            ready = f"{len(outcomes)}/{len(paths or ())}件済み"
            progress((done, total), desc=f"{path.name}（{ready}）", unit="ページ")

        try:
            with library.writing():
                for outcome in add_files(library, [Path(p) for p in paths or ()], jobs=_JOBS, progress=page):
                    outcomes.append(outcome)
                refresh_index(library, lambda stage, done, total: progress((done, total), desc=stage))
        except ShirubeError as error:
            return notice_html(str(error)) + ledger_html(outcomes, finished=False), None
        return ledger_html(outcomes, finished=True), None

    files.change(lambda chosen: gr.update(interactive=bool(chosen)), files, go, **QUIET)
    go.click(add, files, [ledger, files], api_visibility="private", show_progress_on=ledger)
    return ledger


def documents_view(library: Library, refresh_on: Sequence[Callable[..., Any]]) -> None:
    """Lay the list of documents out; it is drawn anew on each of the given Gradio events."""
    import gradio as gr

    listed = gr.HTML("", elem_id="documents")

    def drawn() -> str:
        try:
            return documents_html(
                [(d, len(library.records(d.id)), library.problems(d.id)) for d in library.documents()]
            )
        except ShirubeError as error:
            return notice_html(str(error))

    for event in refresh_on:
        event(drawn, outputs=listed, **QUIET)
