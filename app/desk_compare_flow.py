"""The tab 「流れの図」 of 「版を比べる」: the lineage of two or more versions as a picture, to save as files."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.desk_html import notice_html
from app.desk_saving import save_button
from app.desk_viewer import OPEN_PLACE, PROMPT
from corpus.errors import ShirubeError
from index.library import Library
from search.lineage import by_date, lineage

_BY_KEY = """
element.addEventListener('keydown', (event) => {
  const box = event.target.closest('[data-place]');
  if (box && (event.key === 'Enter' || event.key === ' ')) {
    event.preventDefault();
    box.dispatchEvent(new MouseEvent('click', {bubbles: true}));
  }
});
"""
_PICK = '<div class="empty"><p>比べる版を2つ以上選ぶと、施策の流れとKPIの推移を描きます。</p></div>'


@dataclass(frozen=True, slots=True)
class Flow:
    """The components of the tab: further documents, the picture, whose boxes open records, and whether it was opened.

    `show(old, new, also, opened)` gives new values of `outputs`; what was never opened is not drawn.
    """

    also: Any
    picture: Any
    opened: Any
    show: Callable[[str | None, str | None, Sequence[str] | None, bool], tuple[Any, ...]]

    @property
    def outputs(self) -> list[Any]:
        """What `show` gives values for."""
        return [self.also, self.picture, self.opened]


def flow_tab(library: Library, downloads: Path, tab: Any, old: Any, new: Any) -> Flow:
    """Lay the tab out; it is drawn when it is opened. The caller draws it anew with each change of the versions."""
    import gradio as gr

    opened = gr.State(False)
    also = gr.Dropdown([], label="ほかの版も加える", value=[], multiselect=True, elem_id="also-versions")
    picture = gr.HTML(_PICK, js_on_load=OPEN_PLACE + _BY_KEY, elem_id="flow")
    with gr.Row(elem_classes="turn"):
        for label, name, elem_id, write in (
            ("図をPNGで保存", "shirube_系譜.png", "save-flow-png", _write_picture(library, svg=False)),
            ("図をSVGで保存", "shirube_系譜.svg", "save-flow-svg", _write_picture(library, svg=True)),
            ("系譜の表をExcelで保存", "shirube_系譜.xlsx", "save-flow-xlsx", _write_table(library)),
        ):
            save_button(label, name, downloads, elem_id, write, [old, new, also], visible=True)

    def show(before: str | None, after: str | None, more: Sequence[str] | None, opened_: bool) -> tuple[Any, ...]:
        if not opened_:
            return gr.skip(), gr.skip(), False
        listed = by_date(library.documents())
        options = [(d.title or d.file, d.id) for d in listed if d.id not in (before, after)]
        kept = [id_ for id_ in more or () if id_ in {value for _, value in options}]
        return gr.update(choices=options, value=kept), _drawn(library, _chosen(before, after, kept)), True

    flow = Flow(also, picture, opened, show)

    def show_now(before: str | None, after: str | None, more: Sequence[str] | None) -> tuple[Any, ...]:
        return show(before, after, more, True)

    tab.select(show_now, [old, new, also], flow.outputs, show_progress_on=picture, **PROMPT)
    return flow


def _drawn(library: Library, chosen: Sequence[str]) -> str:
    from app.drawing import to_svg
    from app.river import draw_lineage

    if len(set(chosen)) < 2:
        return _PICK
    try:
        return f'<div class="flow" tabindex="0">{to_svg(draw_lineage(lineage(library, chosen)))}</div>'
    except ShirubeError as error:
        return notice_html(str(error))


def _write_picture(library: Library, *, svg: bool) -> Callable[..., None]:
    def write(out: Path, before: str | None, after: str | None, more: Sequence[str] | None) -> None:
        from app.lineage_export import write_picture

        write_picture(lineage(library, _chosen(before, after, more)), out, svg=svg)

    return write


def _write_table(library: Library) -> Callable[..., None]:
    def write(out: Path, before: str | None, after: str | None, more: Sequence[str] | None) -> None:
        from app.lineage_export import write_lineage

        write_lineage(lineage(library, _chosen(before, after, more)), out)

    return write


def _chosen(before: str | None, after: str | None, more: Sequence[str] | None) -> list[str]:
    return [id_ for id_ in (before, after, *(more or ())) if id_]
