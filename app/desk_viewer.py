"""The page of a PDF beside a list: its picture with the places marked, the pages before and after, its citation."""

# No `from __future__ import annotations` here: Gradio reads the annotation of a handler's event argument.

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from app.desk_html import NO_PAGE, Place, notice_html
from app.desk_sheet_html import Sheet, sheet_html
from app.page_image import page_picture
from app.quoting import citation_text, decided_text, path_at
from corpus.errors import RefusedError, ShirubeError
from corpus.pages import Evidence, Line
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
_TURN = """
element.addEventListener('click', (event) => {
  const button = event.target.closest('[data-page]');
  if (!button) return;
  const page = Number(button.dataset.page);
  trigger('click', {page});
  const next = page + Number(button.dataset.by ?? 0);  // for a second press before the answer
  if (next >= 1 && next <= Number(button.dataset.last)) button.dataset.page = next;
});
"""
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

    def at(self, page: int) -> "Opened":
        """The same on another page, or the nearest that the document has."""
        return replace(self, page=min(max(page, 1), self.pages))


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
    """The components of one viewer, laid out in the current Gradio context; `name` makes their ids unique.

    `pictures` is the folder that takes the pictures of the pages; a page of a library has its words to select.
    """

    def __init__(self, name: str, pictures: Path, library: Library | None = None) -> None:
        import gradio as gr

        self.shown = gr.State(None)
        self._name, self._pictures, self._library = name, pictures, library
        with gr.Column(scale=6, min_width=340, elem_id=f"{name}-viewer", elem_classes="viewer"):
            self._sheet = gr.HTML(NO_PAGE, js_on_load=_TURN, elem_id=f"{name}-page")
        self.outputs: list[Any] = [self.shown, self._sheet]

    def show(self, opened: Opened | None) -> tuple[Any, ...]:
        """New values of `outputs`."""
        if opened is None:
            return None, NO_PAGE
        here = [(e, n) for n, e in enumerate(opened.evidence) if e.page == opened.page]
        try:
            picture = page_picture(opened.pdf, opened.page, self._pictures)
        except ShirubeError as error:
            return self.tell(str(error))
        sheet = Sheet(
            opened.title,
            opened.page,
            opened.pages,
            f"gradio_api/file={picture.file.as_posix()}",
            picture.width,
            picture.height,
            boxes=[box for e, _ in here for box in e.boxes],
            labels=[opened.labels[n] for e, n in here for _ in e.boxes] if opened.labels else (),
            others=() if opened.labels else sorted({e.page for e in opened.evidence} - {opened.page}),
            lines=self._lines(opened),
            decided=opened.decided,
            quote="" if opened.labels else "\n".join(e.quote for e, _ in here),
            cited=dict(opened.cited).get(opened.page, ""),
            ocr=any(e.ocr for e, _ in here),
        )
        return opened, sheet_html(sheet)

    def tell(self, message: str) -> tuple[Any, ...]:
        """New values of `outputs`: no page, and why."""
        return None, notice_html(message)

    def on_turn(self, link: Callable[..., str] | None = None, given: Sequence[Any] = (), address: Any = None) -> None:
        """Let the buttons turn the pages; `link(opened, *given)` is the new address, where the view has one."""
        import gradio as gr

        def turn(event: gr.EventData, now: Opened | None, *values: Any) -> tuple[Any, ...]:
            page = event.page if isinstance(event.page, int) else 0
            shown = self.show(now.at(page) if now else None)
            return (*shown, link(shown[0], *values)) if link else shown

        outputs = [*self.outputs, *([address] if link else [])]
        turned = self._sheet.click(turn, [self.shown, *given], outputs, trigger_mode="multiple", **QUIET)
        self.scroll_after(turned, leave_list=False)

    def scroll_after(self, event: Any, *, leave_list: bool = True) -> Any:
        """After the event, bring what is marked into view; returns the event to go on from.

        `leave_list` allows it to scroll away from the list, where the page stands below that.
        """
        return event.then(None, js=_SHOW_MARK % (f"{self._name}-viewer", str(leave_list).lower()), **QUIET)

    def _lines(self, opened: Opened) -> Sequence[Line]:
        if self._library is None or not opened.document:
            return ()
        try:
            return self._library.page(opened.document, opened.page).lines
        except RefusedError:  # nothing was read of it: its picture still tells what it says
            return ()


def opens_place(place: object, places: Sequence[Place]) -> int | None:
    """Index of the place that a button named, as sent by the browser; None when there is no such place."""
    text = str(place)
    return int(text) if text.isascii() and text.isdigit() and int(text) < len(places) else None
