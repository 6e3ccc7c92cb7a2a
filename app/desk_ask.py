"""The view 「調べる」: a question, its answer with citations, and the cited page beside it."""

# No `from __future__ import annotations` here: Gradio reads the annotation of a handler's event argument, and gradio
# is imported only when a desk is built.

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from app.desk_feedback import feedback_panel
from app.desk_html import (
    FIRST_RUN,
    WELCOME,
    Place,
    answer_html,
    answer_places,
    citations_html,
    fold_html,
    hits_html,
    notice_html,
    phrased_html,
)
from app.desk_link import Link, link_of
from app.desk_memory import MEMORY_JS, NOTHING, changed, memory_html, memory_of, with_asked
from app.desk_questions import questions_panel
from app.desk_saving import save_button
from app.desk_scope import Scope, look_up
from app.desk_viewer import OPEN_PLACE, PROMPT, QUIET, Opened, Viewer, open_place, opens_place
from app.endpoint import phrased
from app.export import write_answer
from corpus.errors import ShirubeError
from index.library import Library
from index.settings import load_settings
from search.citations import Answer
from search.explain import Explanation
from search.retrieve import Hit

EXAMPLES = (
    "選ばれる地方になるための施策は？",
    "東京圏以外の労働生産性のKPIは？",
    "デジタル人材に関する施策は？",
    "地方創生の政策目標は？",
)
_ANY = ("すべて", "")


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it was put and in which scope, its answer, and the passages found for it."""

    question: str
    scope: Scope
    answer: Answer
    hits: tuple[Hit, ...]
    explained: tuple[Explanation, ...]

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
    rewords = bool(load_settings(library.folder).phrasing.url)
    stored = gr.BrowserState(NOTHING, storage_key="shirube-questions", secret="shirube")
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
    with gr.Row(elem_id="scope", elem_classes="filters", visible=False) as narrowing:
        within = gr.Dropdown(
            [_ANY], label="文書", value="", scale=4, min_width=220, elem_id="within", elem_classes="folded"
        )
        kind = gr.Dropdown(
            [_ANY], label="種類", value="", scale=2, min_width=120, elem_id="hit-kind", elem_classes="folded"
        )
        ministry = gr.Dropdown(
            [_ANY], label="担当", value="", scale=2, min_width=130, elem_id="hit-ministry", elem_classes="folded"
        )
        goal = gr.Dropdown(
            [_ANY], label="目標", value="", scale=2, min_width=150, elem_id="hit-goal", elem_classes="folded"
        )
        period = gr.Dropdown(
            [_ANY], label="期間", value="", scale=2, min_width=130, elem_id="hit-period", elem_classes="folded"
        )
        exact = gr.Checkbox(
            label="言葉どおりの箇所だけ",
            value=False,
            scale=2,
            min_width=180,
            elem_id="exact",
            elem_classes="folded",
        )
        gr.HTML(fold_html("scope"), elem_classes="folding")
    with gr.Row(elem_id="desk", elem_classes="desk"):
        with gr.Column(scale=5, min_width=340):
            said = gr.HTML(_welcome(library), js_on_load=OPEN_PLACE, elem_id="answer")
            worded = gr.HTML("", js_on_load=OPEN_PLACE, elem_id="worded", visible=rewords)
            sources = gr.HTML("", js_on_load=OPEN_PLACE, elem_id="sources")

            def write(out: Path, result: Asked) -> None:
                write_answer(result.answer, result.hits, _titles(library), out)

            save = save_button(
                "答えをExcelで保存", "shirube_答え.xlsx", downloads, "download", write, asked, visible=False
            )
            found = gr.HTML("", js_on_load=OPEN_PLACE, elem_id="hits", elem_classes="after-viewer")
            with gr.Column(elem_classes="after-viewer"):
                feedback_slot = gr.Column()
                remembered = gr.HTML("", js_on_load=MEMORY_JS, elem_id="memory")
                questions_panel(library, downloads)
        viewer = Viewer("ask", downloads / "pages", library)
    with feedback_slot:
        feedback = feedback_panel(library, downloads, asked, viewer.shown)
    scope: list[Any] = [within, kind, ministry, goal, period, exact]
    answered = [said, sources, found, save, feedback, asked, source, narrowing, *scope, question]

    def put(text: str, wanted: Scope, current: int = 0) -> tuple[Any, ...]:
        """New values of `answered`."""
        try:
            looked = look_up(library, text, wanted)
        except ShirubeError as error:
            hidden = gr.update(visible=False)
            kept = tuple(gr.skip() for _ in scope)
            return notice_html(str(error)), "", "", hidden, hidden, None, 0, gr.skip(), *kept, text
        result = Asked(text, looked.scope, looked.answer, looked.hits, looked.explained)
        cited = len(result.answer.citations)
        now = looked.scope
        offers = (
            *(
                gr.update(choices=[_ANY, *offered], value=value, interactive=bool(offered))
                for offered, value in (
                    (looked.documents, now.document),
                    (looked.kinds, now.kind),
                    (looked.ministries, now.ministry),
                    (looked.goals, now.goal),
                    (looked.periods, now.period),
                )
            ),
            now.exact,
        )
        shown = gr.update(visible=True)
        return (
            answer_html(result.answer, current),
            citations_html(result.answer, _titles(library), current),
            hits_html(result.hits, result.explained, cited, current, exact=bool(looked.scope)),
            gr.update(visible=bool(result.places)),
            shown,
            result,
            current,
            shown,
            *offers,
            text,
        )

    def open_number(result: Asked | None, number: int, page: int = 0) -> tuple[Any, ...]:
        if result is None or not 0 <= number < len(result.places):
            return viewer.show(None)
        return viewer.show(open_place(library, result.places[number], page))

    def link(opened: Opened | None, result: Asked | None, number: int) -> str:
        return _link(opened, result, number).query()

    def ask(text: str, *given: Any) -> tuple[Any, ...]:
        *chosen, exactly, memory = given
        said_now = put(text, Scope.of(*chosen, exact=exactly))
        result = said_now[5]
        shown_now = open_number(result, 0)
        known = memory_of(memory)
        current = "" if result is None else _link(None, result, 0).query()
        if current:
            known = with_asked(known, current)
        at = link(shown_now[0], result, 0) if result else Link(q=text).query()
        return (*said_now, *shown_now, at, known, memory_html(known, current))

    def remember(event: gr.EventData, text: str, result: Asked | None, memory: Any) -> tuple[Any, ...]:
        """Ask a question of the lists again, or change the lists."""
        doing, at = str(event.doing), str(event.link)
        if doing == "ask":
            past = link_of(at)
            return ask(past.q, *_narrowed(past), bool(past.exact), memory)
        known = changed(memory_of(memory), doing, at)
        current = "" if result is None else _link(None, result, 0).query()
        kept = tuple(gr.skip() for _ in (*answered, *viewer.outputs, address))
        return (*kept, known, memory_html(known, current))

    def open_button(event: gr.EventData, result: Asked | None) -> tuple[Any, ...]:
        number = opens_place(event.place, result.places if result else ())
        shown_now = viewer.show(None) if number is None else open_number(result, number)
        return (number or 0, *shown_now, link(shown_now[0], result, number or 0))

    def restore(query: str, memory: Any) -> tuple[Any, ...]:
        link = link_of(query)
        # Nothing rather than an empty list: a question asked before the page had settled has its list already.
        listed = memory_html(memory_of(memory)) or gr.skip()
        if link.show != "ask" or link == Link():
            return *(gr.skip() for _ in (*answered, *viewer.outputs, address, stored)), listed
        said_now = tuple(gr.skip() for _ in answered)
        result = None
        if link.q:
            wanted = Scope.of(*_narrowed(link), exact=bool(link.exact))
            said_now = put(link.q, wanted, max(link.source - 1, 0))
            result = said_now[5]
        try:
            shown_now = viewer.show(_opened(library, link, result))
        except ShirubeError as error:
            shown_now = viewer.tell(str(error))
        return (*said_now, *shown_now, link.query(), gr.skip(), listed)

    def word(result: Asked | None) -> str:
        """The wording of the language model of the settings: it comes later, and the answer does not wait for it."""
        try:
            return phrased_html(phrased(library, result.answer)) if result is not None else ""
        except ShirubeError as error:
            return notice_html(str(error))

    outputs = [*answered, *viewer.outputs, address, stored, remembered]
    given = [*scope, stored]
    askings = []
    for trigger, text in (*((e.click, e) for e in examples), (question.submit, question), (send.click, question)):
        asking = trigger(ask, [text, *given], outputs, show_progress_on=said, **PROMPT)
        viewer.scroll_after(asking, leave_list=False)
        askings.append(asking)
    narrowed = gr.on(
        [choice.input for choice in scope],
        ask,
        [question, *given],
        outputs,
        trigger_mode="always_last",
        show_progress_on=said,
        **PROMPT,
    )
    viewer.scroll_after(narrowed, leave_list=False)
    recalled = remembered.click(remember, [question, asked, stored], outputs, trigger_mode="multiple", **QUIET)
    viewer.scroll_after(recalled, leave_list=False)
    opening = gr.on(
        [said.click, worded.click, sources.click, found.click],
        open_button,
        asked,
        [source, *viewer.outputs, address],
        trigger_mode="multiple",
        **QUIET,
    )
    viewer.scroll_after(opening)
    viewer.on_turn(link, [asked, source], address)
    restored = loaded.then(restore, [arrived, stored], outputs, **QUIET)
    viewer.scroll_after(restored, leave_list=False)
    if rewords:
        for done in (*askings, narrowed, recalled, restored):
            done.then(word, asked, worded, **QUIET)


def _link(opened: Opened | None, result: Asked | None, number: int) -> Link:
    """The link of a question, and of the page on view."""
    link = Link()
    if result is not None:
        scope = result.scope
        link = Link(
            q=result.question,
            within=scope.document,
            kind=scope.kind,
            ministry=scope.ministry,
            goal=scope.goal,
            period=scope.period,
            exact=int(scope.exact),
        )
    if opened is None:
        return link
    return replace(link, document=opened.document, p=opened.page, source=number + 1 if result else 0)


def _narrowed(link: Link) -> tuple[str, ...]:
    """What the filters of a link hold, in the order of Scope."""
    return link.within, link.kind, link.ministry, link.goal, link.period


def _opened(library: Library, link: Link, result: Asked | None) -> Opened | None:
    """The page that a link names: at the place of its number when that still is in the document it names."""
    places: Sequence[Place] = result.places if result else ()
    number = max(link.source - 1, 0)
    if number < len(places) and link.document in ("", places[number].document):
        return open_place(library, places[number], link.p)
    return open_place(library, Place(link.document, max(link.p, 1))) if link.document else None


def _welcome(library: Library) -> str:
    return WELCOME if library.documents() else FIRST_RUN


def _titles(library: Library) -> dict[str, str]:
    return {document.id: document.title or document.file for document in library.documents()}
