"""The official documents that can be had from their sites, where there is a network."""

from collections.abc import Iterator
from typing import Any

from app.adding import add_files
from app.adding_job import start
from app.cli_files import OFFICIAL_FOLDER
from app.desk_documents_html import job_html
from app.desk_html import notice_html
from corpus.errors import ShirubeError
from index.library import Library


def fetching_panel(library: Library) -> Any:
    """Lay it out, folded; returns the component that changes when documents have come in."""
    import gradio as gr

    from corpus.sources import load_sources

    sources = {source.id: source for source in load_sources() if not source.expected}
    choices = [(f"{source.title}（{source.decided_on}）", id_) for id_, source in sources.items()]
    with gr.Accordion("公式の文書を取得する（インターネットが要ります）", open=False, elem_id="fetching"):
        wanted = gr.CheckboxGroup(choices, show_label=False, label="公式の文書", elem_id="fetch-list")
        go = gr.Button("選んだ文書を取得して加える", size="sm", elem_id="fetch", elem_classes="save")
        told = gr.HTML("")
        came = gr.Textbox("", visible="hidden")

    def fetch_and_add(ids: list[str]) -> Iterator[tuple[Any, Any]]:
        from corpus.fetch import fetch

        if not ids:
            yield notice_html("取得する文書を選んでください。"), gr.skip()
            return
        files, messages = [], []
        try:
            for result in fetch([sources[id_] for id_ in ids if id_ in sources], library.folder / OFFICIAL_FOLDER):
                messages.append(result.message)
                files += [result.file] if result.file else []
                yield notice_html("\n".join(messages)), gr.skip()
        except ShirubeError as error:
            messages.append(str(error))
        if not files:
            yield notice_html("\n".join([*messages, "取得できませんでした。ネットワークをご確認ください。"])), gr.skip()
            return
        job = start(library, lambda progress: add_files(library, files, jobs=1, progress=progress))
        while not job.done.wait(0.5):
            yield job_html(job), gr.skip()
        yield job_html(job), str(library.generation)

    go.click(fetch_and_add, wanted, [told, came], api_visibility="private", show_progress="hidden")
    return came
