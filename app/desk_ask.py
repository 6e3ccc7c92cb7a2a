"""The view 「調べる」: a question, its answer with citations, and the cited page beside it."""

# No `from __future__ import annotations` here: Gradio reads the annotation of a handler's event argument, and gradio
# is imported only when a desk is built.

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.desk_html import WELCOME, Place, answer_html, answer_places, citations_html, hits_html, notice_html
from app.desk_link import Link, link_of
from app.desk_saving import save_button
from app.desk_viewer import OPEN_PLACE, PROMPT, QUIET, Opened, Viewer, open_place, opens_place
from app.export import write_answer
from corpus.errors import ShirubeError
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


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it was put, its answer, and the passages found for it."""

    question: str
    answer: Answer
    hits: tuple[Hit, ...]

    @property
    def places(self) -> list[Place]:
        """What the buttons open, in their order."""
        return answer_places(self.answer, self.hits)


def ask_view(library: Library, downloads: Path, address: Any, arrived: Any, loaded: Any) -> None:
    """Lay the view out in the current Gradio context.

    `downloads` takes the workbooks made for download. `address` is the component that takes the link of what is
    shown; `arrived` holds the link that was opened when the event `loaded` comes.
    """
    import gradio as gr

    asked = gr.State(None)
    source = gr.State(0)
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
    with gr.Row(elem_id="desk", elem_classes="desk"):
        with gr.Column(scale=5, min_width=340):
            said = gr.HTML(WELCOME, js_on_load=OPEN_PLACE, elem_id="answer")
            sources = gr.HTML("", js_on_load=OPEN_PLACE, elem_id="sources")

            def write(out: Path, result: Asked) -> None:
                write_answer(result.answer, result.hits, _titles(library), out)

            save = save_button(
                "答えをExcelで保存", "shirube_答え.xlsx", downloads, "download", write, asked, visible=False
            )
            found = gr.HTML("", js_on_load=OPEN_PLACE, elem_id="hits", elem_classes="after-viewer")
        viewer = Viewer("ask")
    answered = [said, sources, found, save, asked, source, question]

    def put(text: str, current: int = 0) -> tuple[Any, ...]:
        """New values of `answered`."""
        try:
            result = Asked(text, answer(library, text), tuple(search(library, text, k=_HITS)))
        except ShirubeError as error:
            return notice_html(str(error)), "", "", gr.update(visible=False), None, 0, gr.skip()
        titles = _titles(library)
        return (
            answer_html(result.answer, current),
            citations_html(result.answer, titles, current),
            hits_html(result.hits, len(result.answer.citations), current),
            gr.update(visible=bool(result.places)),
            result,
            current,
            gr.skip(),
        )

    def open_number(result: Asked | None, number: int, page: int = 0) -> tuple[Any, ...]:
        if result is None or not 0 <= number < len(result.places):
            return viewer.show(None)
        return viewer.show(open_place(library, result.places[number], page))

    def link(opened: Opened | None, text: str, result: Asked | None, number: int) -> str:
        asked_text = result.question if result else text if opened is None else ""
        if opened is None:
            return Link(q=asked_text).query()
        return Link(q=asked_text, document=opened.document, p=opened.page, source=number + 1 if result else 0).query()

    def ask(text: str) -> tuple[Any, ...]:
        said_now = put(text)
        result = said_now[4]
        shown_now = open_number(result, 0)
        return (*said_now[:-1], text, *shown_now, link(shown_now[0], text, result, 0))

    def open_button(text: str, result: Asked | None, event: gr.EventData) -> tuple[Any, ...]:
        number = opens_place(event.place, result.places if result else ())
        shown_now = viewer.show(None) if number is None else open_number(result, number)
        return (number or 0, *shown_now, link(shown_now[0], text, result, number or 0))

    def restore(query: str) -> tuple[Any, ...]:
        link = link_of(query)
        if link.show != "ask" or link == Link():
            return tuple(gr.skip() for _ in (*answered, *viewer.outputs, address))
        said_now = tuple(gr.skip() for _ in answered)
        result = None
        if link.q:
            said_now = (*put(link.q, max(link.source - 1, 0))[:-1], link.q)
            result = said_now[4]
        try:
            shown_now = viewer.show(_opened(library, link, result))
        except ShirubeError as error:
            shown_now = viewer.tell(str(error))
        return (*said_now, *shown_now, link.query())

    def ask_after(event: Any, given: Any) -> None:
        outputs = [*answered, *viewer.outputs, address]
        viewer.scroll_after(event(ask, given, outputs, show_progress_on=said, **PROMPT), leave_list=False)

    for example in examples:
        ask_after(example.click, example)
    for trigger in (question.submit, send.click):
        ask_after(trigger, question)
    opening = gr.on(
        [said.click, sources.click, found.click],
        open_button,
        [question, asked],
        [source, *viewer.outputs, address],
        trigger_mode="multiple",
        **QUIET,
    )
    viewer.scroll_after(opening)
    viewer.on_turn(link, [question, asked, source], address)
    restored = loaded.then(restore, arrived, [*answered, *viewer.outputs, address], **QUIET)
    viewer.scroll_after(restored, leave_list=False)


def _opened(library: Library, link: Link, result: Asked | None) -> Opened | None:
    """The page that a link names: at the place of its number when that still is in the document it names."""
    places: Sequence[Place] = result.places if result else ()
    number = max(link.source - 1, 0)
    if number < len(places) and link.document in ("", places[number].document):
        return open_place(library, places[number], link.p)
    return open_place(library, Place(link.document, max(link.p, 1))) if link.document else None


def _titles(library: Library) -> dict[str, str]:
    return {document.id: document.title or document.file for document in library.documents()}
