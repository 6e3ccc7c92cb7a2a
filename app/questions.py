"""A list of questions → one workbook: each with its answer, and where that stands."""

from __future__ import annotations

import csv
from collections.abc import Callable, Sequence
from pathlib import Path

from app.export import AnsweredQuestion, write_answers
from corpus.errors import RefusedError, UsageError
from index.library import Library

MOST_QUESTIONS = 300
_HEADERS = {"質問", "question", "questions", "問い", "設問"}


def read_questions(data: bytes) -> list[str]:
    """Questions of a text (UTF-8, or Shift_JIS as Excel saves CSV): one a line, or the column 質問 of a CSV or TSV.

    Without such a column the first one counts. Raises RefusedError (`unreadable_text`, `too_many_questions`) and
    UsageError (`empty_question`).
    """
    text = _decoded(data)
    lines = [line for line in text.splitlines() if line.strip()]
    if not lines:
        raise UsageError("質問がありません。1行に1つずつ入れてください。", code="empty_question")
    heads = {mark: [h.strip().lower() for h in lines[0].split(mark)] for mark in "\t,"}
    for mark, head in heads.items():
        at = next((n for n, name in enumerate(head) if name in _HEADERS), None)
        if at is not None:
            rows = list(csv.reader(lines[1:], delimiter=mark))
            lines = [row[at].strip() for row in rows if len(row) > at and row[at].strip()]
            break
    found = [" ".join(line.split()) for line in lines]
    if len(found) > MOST_QUESTIONS:
        raise RefusedError(
            f"質問が{len(found)}問あります。一度に{MOST_QUESTIONS}問までにしてください。", code="too_many_questions"
        )
    return found


def answer_questions(
    library: Library, questions: Sequence[str], out: Path, progress: Callable[[int, int], None]
) -> tuple[int, int]:
    """Answer each and write the workbook; (answered, asked). A question that is refused has the reason as its answer.

    Raises LibraryBroken, and RefusedError when the workbook cannot be written.
    """
    from search.answer import answer

    titles = {d.id: d.title or d.file for d in library.documents()}
    rows = []
    for n, question in enumerate(questions):
        progress(n, len(questions))
        try:
            rows.append(AnsweredQuestion(question, answer(library, question)))
        except UsageError as error:
            rows.append(AnsweredQuestion(question, None, str(error)))
    write_answers(rows, titles, out)
    return sum(1 for row in rows if row.answer is not None and row.answer.answered), len(rows)


def _decoded(data: bytes) -> str:
    for encoding in ("utf-8-sig", "cp932"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise RefusedError(
        "文字コードが分かりません。UTF-8 か Shift_JIS のテキストにしてください。", code="unreadable_text"
    )
