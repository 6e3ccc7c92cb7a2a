"""Under an answer: what staff think of it, kept in the library as questions to measure by."""

from datetime import UTC, datetime
from pathlib import Path, PurePath
from typing import Any

from app.desk_html import notice_html
from app.desk_saving import save_button
from app.desk_viewer import QUIET, Opened
from app.feedback_export import write_questions
from corpus.errors import ShirubeError
from index.feedback import Feedback, Verdict, add_feedback, read_feedback
from index.library import Library

_VERDICTS = [("正しい", "right"), ("誤りがある", "wrong"), ("足りない", "missing")]
_LONGEST_NOTE = 1000


def feedback_panel(library: Library, downloads: Path, asked: Any, shown: Any) -> Any:
    """Lay it out in the current Gradio context; returns its frame, hidden until there is an answer.

    `asked` holds what was asked (`desk_ask.Asked`), `shown` the page on view.
    """
    import gradio as gr

    with gr.Accordion("この答えを評価する", open=False, visible=False, elem_id="feedback") as panel:
        verdict = gr.Radio(_VERDICTS, label="答えは", elem_id="verdict")
        here = gr.Checkbox(label="右に開いているページが正しい箇所です", value=False)
        note = gr.Textbox(label="気づいたこと（任意）", lines=2, max_length=_LONGEST_NOTE)
        with gr.Row(elem_classes="turn"):
            send = gr.Button("記録する", size="sm", elem_id="send-feedback")

            def write(out: Path) -> None:
                write_questions(read_feedback(library), out)

            save_button(
                "評価用の質問をTSVで保存", "shirube_評価.tsv", downloads, "save-feedback", write, [], visible=True
            )

        told = gr.HTML("", elem_id="feedback-told")

    def keep(result: Any, opened: Opened | None, said: str | None, at_page: bool, text: str) -> tuple[Any, ...]:
        unchanged = (gr.skip(), gr.skip(), gr.skip())
        if result is None or said is None:
            return (*unchanged, notice_html("「正しい」「誤りがある」「足りない」のどれかを選んでください。"))
        places = [(PurePath(c.file).stem, c.page) for c in result.answer.citations] if said == Verdict.RIGHT else []
        if at_page and opened is not None:
            places = [(PurePath(library.document(opened.document).file).stem, opened.page)]
        now = datetime.now(UTC).isoformat(timespec="seconds")
        try:
            add_feedback(
                library,
                Feedback(
                    result.question, result.answer.text, Verdict(said), text.strip(), tuple(dict.fromkeys(places)), now
                ),
            )
        except ShirubeError as error:
            return (*unchanged, notice_html(str(error)))
        return None, False, "", '<p class="count" role="status">ライブラリに記録しました。</p>'

    send.click(keep, [asked, shown, verdict, here, note], [verdict, here, note, told], **QUIET)
    return panel
