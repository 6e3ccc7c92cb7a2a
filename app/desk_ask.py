"""The view 「調べる」: a question, its answer with citations, and the cited page beside it."""

# No `from __future__ import annotations` here: Gradio reads the annotation of a handler's event argument, and gradio
# is imported only when a desk is built.

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.desk_html import (
    NO_PAGE,
    WELCOME,
    Place,
    answer_html,
    answer_places,
    citations_html,
    hits_html,
    notice_html,
    page_head_html,
)
from app.export import write_answer
from app.page_image import page_image
from corpus.errors import ShirubeError
from corpus.records import Document
from index.library import Library
from search.answer import answer
from search.citations import Answer
from search.retrieve import Hit, search

EXAMPLES = (
    "選ばれる地方になるための施策は？",
    "東京圏以外の労働生産性のKPIは？",
    "デジタル人材に関する施策は？",
    "地方創生の政策目標は？",
)
_HITS = 8
_OPEN_PLACE = """
element.addEventListener('click', (event) => {
  const button = event.target.closest('[data-place]');
  if (!button) return;
  const place = button.dataset.place;
  for (const other of document.querySelectorAll('[data-place]')) {
    other.toggleAttribute('aria-current', other.dataset.place === place);
  }
  trigger('click', {place: Number(place)});
});
"""
_TO_VIEWER = "() => { if (window.innerWidth < 900) document.getElementById('viewer').scrollIntoView(); }"


@dataclass(frozen=True, slots=True)
class Asked:
    """A question answered, with the passages found for it."""

    answer: Answer
    hits: tuple[Hit, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """The page on view: the place that was opened, and the page turned to since."""

    place: Place
    page: int


def ask_view(library: Library, downloads: Path) -> None:
    """Lay the view out in the current Gradio context; `downloads` takes the workbooks made for download."""
    import gradio as gr

    asked = gr.State(None)
    shown = gr.State(None)
    with gr.Row(elem_id="ask", equal_height=True):
        question = gr.Textbox(
            show_label=False,
            label="質問",
            placeholder="例: 女性の起業を支援する施策は？",
            lines=1,
            max_lines=1,
            scale=8,
            autofocus=True,
            elem_id="question",
            container=False,
        )
        send = gr.Button("調べる", variant="primary", scale=1, min_width=110, elem_id="send")
    with gr.Row(elem_id="examples"):
        examples = [gr.Button(example, size="sm", min_width=0, elem_classes="chip") for example in EXAMPLES]
    with gr.Row(elem_id="desk"):
        with gr.Column(scale=5, min_width=340):
            said = gr.HTML(WELCOME, js_on_load=_OPEN_PLACE, elem_id="answer")
            sources = gr.HTML("", js_on_load=_OPEN_PLACE, elem_id="sources")
            download = gr.DownloadButton(
                "答えをExcelで保存", size="sm", visible=False, elem_id="download", variant="secondary"
            )
            found = gr.HTML("", js_on_load=_OPEN_PLACE, elem_id="hits")
        with gr.Column(scale=6, min_width=340, elem_id="viewer"):
            head = gr.HTML(NO_PAGE, elem_id="page-head")
            with gr.Row(elem_id="turn", visible=False) as turn:
                back = gr.Button("◀ 前のページ", size="sm", min_width=90)
                forth = gr.Button("次のページ ▶", size="sm", min_width=90)
            picture = gr.Image(
                show_label=False,
                interactive=False,
                format="jpeg",
                buttons=["fullscreen"],
                visible=False,
                elem_id="page",
                container=False,
            )

    viewer = [shown, head, turn, picture]

    def put(text: str) -> tuple[Any, ...]:
        """Answer, sources, hits, download button (until its file is made), and the question's result."""
        try:
            result = Asked(answer(library, text), tuple(search(library, text, k=_HITS)))
        except ShirubeError as error:
            return notice_html(str(error)), "", "", gr.update(visible=False), None
        titles = _titles(library)
        return (
            answer_html(result.answer),
            citations_html(result.answer, titles),
            hits_html(result.hits, len(result.answer.citations)),
            gr.update(visible=False),
            result,
        )

    def workbook(result: Asked | None) -> Any:
        if result is None or not (result.answer.items or result.answer.citations or result.hits):
            return gr.update(visible=False)
        out = downloads / uuid.uuid4().hex / "shirube_答え.xlsx"
        out.parent.mkdir()
        write_answer(result.answer, result.hits, _titles(library), out)
        return gr.update(value=str(out), visible=True)

    def open_first(result: Asked | None) -> tuple[Any, ...]:
        places = _places(result)
        return show(Shown(places[0], places[0].page)) if places else show(None)

    def open_place(result: Asked | None, event: gr.EventData) -> tuple[Any, ...]:
        places = _places(result)
        index = event.place
        if not isinstance(index, int) or not 0 <= index < len(places):
            return show(None)
        return show(Shown(places[index], places[index].page))

    def turn_page(now: Shown | None, by: int) -> tuple[Any, ...]:
        if now is None:
            return show(None)
        last = library.document(now.place.document).pages
        return show(Shown(now.place, min(max(now.page + by, 1), last)))

    def show(now: Shown | None) -> tuple[Any, ...]:
        hidden = gr.update(visible=False)
        if now is None:
            return None, NO_PAGE, hidden, hidden
        place = now.place
        try:
            document = library.document(place.document)
            boxes = place.boxes if now.page == place.page else ()
            image = page_image(library.pdf(document.id), now.page, boxes)
        except ShirubeError as error:
            return None, notice_html(str(error)), hidden, hidden
        alt = f"{document.title or document.file} {now.page}ページ"
        return (
            now,
            page_head_html(document, place, now.page),
            gr.update(visible=True),
            gr.update(value=image, visible=True, alt_text=alt),
        )

    quiet: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}
    answered = [said, sources, found, download, asked]
    triggers = [question.submit, send.click]
    for example in examples:
        example.click(lambda text: text, example, question, **quiet).then(
            put, example, answered, api_visibility="private", show_progress_on=said
        ).then(open_first, asked, viewer, **quiet).then(workbook, asked, download, **quiet)
    for trigger in triggers:
        trigger(put, question, answered, api_visibility="private", show_progress_on=said).then(
            open_first, asked, viewer, **quiet
        ).then(workbook, asked, download, **quiet)
    for listing in (said, sources, found):
        listing.click(open_place, asked, viewer, **quiet).then(None, js=_TO_VIEWER, **quiet)
    back.click(lambda now: turn_page(now, -1), shown, viewer, **quiet)
    forth.click(lambda now: turn_page(now, +1), shown, viewer, **quiet)


def _places(result: Asked | None) -> Sequence[Place]:
    return () if result is None else answer_places(result.answer, result.hits)


def _titles(library: Library) -> dict[str, str]:
    return {document.id: _title(document) for document in library.documents()}


def _title(document: Document) -> str:
    return document.title or document.file
