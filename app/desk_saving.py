"""A button that makes a workbook when it is pressed, and hands it to the browser."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

from app.desk_viewer import QUIET
from corpus.errors import ShirubeError

_HAND_OVER = "() => setTimeout(() => document.getElementById('%s').click(), 50)"


def save_button(
    label: str, name: str, downloads: Path, elem_id: str, write: Callable[..., None], inputs: Any, *, visible: bool
) -> Any:
    """Lay the button out; `write(path, *inputs)` writes the workbook, which the browser saves as `name`."""
    import gradio as gr

    button = gr.Button(label, size="sm", elem_id=elem_id, elem_classes="save", visible=visible)
    file = gr.DownloadButton(visible="hidden", elem_id=f"{elem_id}-file")

    def made(*values: Any) -> str:
        out = downloads / uuid.uuid4().hex / name
        out.parent.mkdir()
        try:
            write(out, *values)
        except ShirubeError as error:
            raise gr.Error(str(error), title="保存できません") from error
        return str(out)

    button.click(made, inputs, file, **QUIET).success(None, js=_HAND_OVER % f"{elem_id}-file", **QUIET)
    return button
