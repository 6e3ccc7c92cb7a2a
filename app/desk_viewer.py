"""The page of a PDF beside a list: its picture with the places marked, the pages before and after, its citation."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from app.desk_html import NO_PAGE, Place, notice_html, page_head_html
from app.page_image import page_height, page_image
from app.quoting import citation_text, decided_text, path_at
from corpus.errors import ShirubeError
from corpus.pages import Evidence
from index.library import Library

PROMPT: dict[str, Any] = {"api_visibility": "private", "queue": False}
"""How the browser calls a handler that needs no progress: as one request with its answer.

Gradio's queue answers over a stream per browser that the server closes when nothing is pending; an event sent in that
moment is answered on the closed stream, and lost: a click that does nothing, for good. What one click changes is one
handler, never a chain that a later click could get into.
"""
QUIET: dict[str, Any] = {**PROMPT, "show_progress": "hidden"}
OPEN_PLACE = """
element.addEventListener('click', (event) => {
  const button = event.target.closest('[data-place]');
  if (!button) return;
  const place = button.dataset.place;
  for (const other of document.querySelectorAll('[data-place]')) {
    other.toggleAttribute('aria-current', other.dataset.place === place);
  }
  trigger('click', {place});
});
"""
"""A list whose buttons open places: Gradio's `click` with the button's `data-place`."""
_SHOW_MARK = "() => showMark(document.getElementById('%s'), %s)"


@dataclass(frozen=True, slots=True)
class Opened:
    """An open PDF: the page on view (1-based), and the places marked on its pages.

    `labels` are drawn at the marks, one per evidence. `cited` is the text to copy where the page has a place.
    """

    pdf: Path
    title: str
    pages: int
    page: int
    evidence: tuple[Evidence, ...]
    labels: tuple[str, ...] = ()
    document: str = ""
    decided: str = ""
    cited: tuple[tuple[int, str], ...] = ()

    def turned(self, by: int) -> Opened:
        """The same, so many pages on, within the document."""
        return replace(self, page=min(max(self.page + by, 1), self.pages))


def open_place(library: Library, place: Place, page: int = 0) -> Opened:
    """Open a place of the library, at another `page` than its own where given. Raises UnknownDocument."""
    document = library.document(place.document)
    passages = () if place.path or not place.evidence else library.passages(document.id)
    cited = []
    for number in dict.fromkeys(e.page for e in place.evidence):
        here = [e for e in place.evidence if e.page == number]
        path = place.path or path_at(passages, number, [box for e in here for box in e.boxes])
        cited.append((number, citation_text(document, path, number, "\n".join(e.quote for e in here))))
    return Opened(
        pdf=library.pdf(document.id),
        title=document.title or document.file,
        pages=document.pages,
        page=min(max(page or place.page, 1), document.pages),
        evidence=place.evidence,
        document=document.id,
        decided=decided_text(document),
        cited=tuple(cited),
    )


class Viewer:
    """The components of one viewer, laid out in the current Gradio context; `name` makes their ids unique."""

    def __init__(self, name: str) -> None:
        import gradio as gr

        self.shown = gr.State(None)
        self._name = name
        with gr.Column(scale=6, min_width=340, elem_id=f"{name}-viewer", elem_classes="viewer"):
            head = gr.HTML(NO_PAGE, elem_id=f"{name}-head")
            with gr.Row(elem_classes="turn", visible=False) as turn:
                self._back = gr.Button("◀ 前のページ", size="sm", min_width=90)
                self._forth = gr.Button("次のページ ▶", size="sm", min_width=90)
            picture = gr.Image(
                show_label=False,
                interactive=False,
                format="jpeg",
                buttons=["fullscreen"],
                visible=False,
                elem_id=f"{name}-page",
                elem_classes="sheet",
                container=False,
            )
        self.outputs: list[Any] = [self.shown, head, turn, picture]

    def show(self, opened: Opened | None) -> tuple[Any, ...]:
        """New values of `outputs`."""
        import gradio as gr

        hidden = gr.update(visible=False)
        if opened is None:
            return None, NO_PAGE, hidden, hidden
        here = [(e, n) for n, e in enumerate(opened.evidence) if e.page == opened.page]
        boxes = [box for e, _ in here for box in e.boxes]
        labels = [opened.labels[n] if opened.labels else "" for e, n in here for _ in e.boxes]
        try:
            image = page_image(opened.pdf, opened.page, boxes, labels)
            mark = min((box[1] for box in boxes), default=0.0) / page_height(opened.pdf, opened.page)
        except ShirubeError as error:
            return self.tell(str(error))
        head = page_head_html(
            opened.title,
            opened.page,
            opened.pages,
            decided=opened.decided,
            quote="" if opened.labels else "\n".join(e.quote for e, _ in here),
            cited=dict(opened.cited).get(opened.page, ""),
            mark=mark,
            ocr=any(e.ocr for e, _ in here),
        )
        alt = f"{opened.title} {opened.page}ページ"
        return opened, head, gr.update(visible=True), gr.update(value=image, visible=True, alt_text=alt)

    def tell(self, message: str) -> tuple[Any, ...]:
        """New values of `outputs`: no page, and why."""
        import gradio as gr

        return None, notice_html(message), gr.update(visible=False), gr.update(visible=False)

    def on_turn(self, link: Callable[..., str] | None = None, given: Sequence[Any] = (), address: Any = None) -> None:
        """Let the buttons turn the pages; `link(opened, *given)` is the new address, where the view has one."""

        def turner(by: int) -> Callable[..., tuple[Any, ...]]:
            def turn(now: Opened | None, *values: Any) -> tuple[Any, ...]:
                shown = self.show(now.turned(by) if now else None)
                return (*shown, link(shown[0], *values)) if link else shown

            return turn

        for button, by in ((self._back, -1), (self._forth, +1)):
            button.click(
                turner(by), [self.shown, *given], [*self.outputs, *([address] if link else [])],
                trigger_mode="multiple", **QUIET,
            )  # fmt: skip

    def scroll_after(self, event: Any, *, leave_list: bool = True) -> Any:
        """After the event, bring what is marked into view; returns the event to go on from.

        `leave_list` allows it to scroll away from the list, where the page stands below that.
        """
        return event.then(None, js=_SHOW_MARK % (f"{self._name}-viewer", str(leave_list).lower()), **QUIET)


def opens_place(place: object, places: Sequence[Place]) -> int | None:
    """Index of the place that a button named, as sent by the browser; None when there is no such place."""
    text = str(place)
    return int(text) if text.isascii() and text.isdigit() and int(text) < len(places) else None
