"""Lists of questions, as pasted and as Excel saves them, answered into one workbook."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import load_workbook

from app.adding import refresh_index
from app.questions import MOST_QUESTIONS, answer_questions, read_questions
from corpus.errors import RefusedError, UsageError
from index.library import Library
from tests.app.made import MEASURES


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ("甲は？\n\n  乙 は？ \r\n".encode(), ["甲は？", "乙 は？"]),
        ("甲は、どこか？\n乙は？".encode("cp932"), ["甲は、どこか？", "乙は？"]),
        ('番号,質問\n1,"甲は、いつ？"\n2,乙は？\n3,\n'.encode("utf-8-sig"), ["甲は、いつ？", "乙は？"]),
        ("id\tdocument\tpage\tquestion\na\tx\t3\t甲は？\n".encode(), ["甲は？"]),
    ],
)
def test_questions_are_read(data: bytes, expected: list[str]) -> None:
    assert read_questions(data) == expected


def test_what_cannot_be_read_is_told() -> None:
    with pytest.raises(UsageError, match="質問がありません"):
        read_questions(b" \n\n")
    with pytest.raises(RefusedError, match="文字コード"):
        read_questions(b"\xff\xfe\x00\x81\xff")
    with pytest.raises(RefusedError, match="問まで"):
        read_questions("\n".join(["甲は？"] * (MOST_QUESTIONS + 1)).encode())


def test_the_workbook_has_answers_and_their_places(library: Library, tmp_path: Path) -> None:
    with library.writing():
        refresh_index(library)
    seen: list[tuple[int, int]] = []
    questions = ["選ばれる地方になるための施策は？", "火星への移住支援は？", "🗻"]
    done = answer_questions(library, questions, tmp_path / "out.xlsx", lambda n, of: seen.append((n, of)))
    assert done == (1, 3)
    assert seen == [(0, 3), (1, 3), (2, 3)]
    book = load_workbook(tmp_path / "out.xlsx")
    rows = list(book["質問と答え"].iter_rows(min_row=2, values_only=True))
    assert [(row[1], row[2]) for row in rows] == [
        (questions[0], "はい"),
        (questions[1], "いいえ"),
        (questions[2], "いいえ"),
    ]
    assert all(measure in str(rows[0][3]) for measure in MEASURES)
    assert rows[0][4] == "まちの総合戦略 p.1"
    quotes = [row[4] for row in book["出典"].iter_rows(min_row=2, values_only=True)]
    assert quotes == list(MEASURES)
