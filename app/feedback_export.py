"""Feedback as questions with known pages, in the form that `shirube evaluate pages` reads."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from corpus.errors import RefusedError
from index.feedback import Feedback


def write_questions(feedback: Sequence[Feedback], out: Path) -> int:
    """Write a TSV of id, document (file stem), page, verdict, note and question, a row for each page; the questions.

    What tells no page is left out: nothing can be measured by it. Raises RefusedError when there is nothing to write.
    """
    told = [f for f in feedback if f.places]
    if not told:
        raise RefusedError(
            "正しいページの分かる評価がまだありません。答えを「正しい」と評価するか、正しいページを開いて評価してください。",
            code="nothing_to_write",
        )
    rows = [("id", "document", "page", "verdict", "note", "question")]
    for n, one in enumerate(told, start=1):
        for stem, page in one.places:
            rows.append((f"f{n}", stem, str(page), one.verdict.value, one.note, one.question))
    text = "".join("\t".join(" ".join(field.split()) for field in row) + "\n" for row in rows)
    out.write_text(text, encoding="utf-8")
    return len(told)
