"""Many questions at once: pasted or from a file, one workbook out with the answers and where they stand."""

import uuid
from pathlib import Path
from typing import Any

from app.desk_html import notice_html
from app.questions import MOST_QUESTIONS, answer_questions, read_questions
from corpus.errors import ShirubeError
from index.library import Library

_NAME = "shirube_質問と答え.xlsx"


def questions_panel(library: Library, downloads: Path) -> None:
    """Lay it out, folded, in the current Gradio context."""
    import gradio as gr

    with gr.Accordion("質問をまとめて調べる", open=False, elem_id="questions"):
        text = gr.Textbox(
            label=f"質問（1行に1つ、{MOST_QUESTIONS}問まで）", lines=5, max_lines=12, elem_id="question-list"
        )
        file = gr.UploadButton(
            "テキスト・CSVから読み込む", file_types=[".txt", ".csv", ".tsv"], size="sm", elem_classes="save"
        )
        go = gr.Button("すべて調べてExcelにする", variant="primary", elem_id="ask-all")
        told = gr.HTML("", elem_id="questions-told")
        out = gr.File(visible=False, label="できあがり", elem_id="questions-file")

    def load(path: str | None) -> tuple[Any, str]:
        try:
            return "\n".join(read_questions(Path(path).read_bytes())) if path else gr.skip(), ""
        except (ShirubeError, OSError) as error:
            return gr.skip(), notice_html(str(error))

    def run(given: str, progress: gr.Progress = gr.Progress()) -> tuple[Any, Any]:  # noqa: B008
        hidden = gr.update(visible=False, value=None)
        target = downloads / uuid.uuid4().hex / _NAME
        target.parent.mkdir()

        def step(done: int, total: int) -> None:
            progress((done, total), desc="調べています", unit="問")

        try:
            answered, total = answer_questions(library, read_questions(given.encode()), target, step)
        except ShirubeError as error:
            return notice_html(str(error)), hidden
        message = f'<p class="count" role="status">{total}問のうち{answered}問に答えました。</p>'
        return message, gr.update(visible=True, value=str(target))

    file.upload(load, file, [text, told], api_visibility="private", show_progress="hidden", queue=False)
    go.click(run, text, [told, out], api_visibility="private", show_progress_on=told, concurrency_limit=2)
