"""Each item of an answer is shown once, with its own citations, where the text names it."""

from __future__ import annotations

import pytest

from app.answer_lines import AnswerLine, answer_lines
from search.citations import Answer, Citation, Item

CITATIONS = tuple(Citation("d", "a.pdf", page, ((0, 0, 1, 1),), str(page)) for page in (1, 2, 3))


def answered(text: str, *items: tuple[str, tuple[int, ...]]) -> list[AnswerLine]:
    made = tuple(Item(words, None, tuple(CITATIONS[n] for n in marks)) for words, marks in items)
    return answer_lines(Answer("q", "set", text, made, CITATIONS))


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("2件\n・甲\n・乙", ["2件", ("甲", 0), ("乙", 1)]),
        ("2件\n【文書】\n・① 甲\n・② 乙", ["2件", "【文書】", ("① 甲", 0), ("② 乙", 1)]),
        ("甲\n乙", [("甲", 0), ("乙", 1)]),
        ("甲と乙", ["甲と乙", ("甲", 0), ("乙", 1)]),
        ("目標は甲\n・乙", ["目標は甲", "・乙", ("甲", 0), ("乙", 1)]),
        ("", ["", ("甲", 0), ("乙", 1)]),
    ],
)
def test_items_are_found_in_the_text(text: str, lines: list[str | tuple[str, int]]) -> None:
    expected = [AnswerLine(line) if isinstance(line, str) else AnswerLine(line[0], True, (line[1],)) for line in lines]
    assert answered(text, ("甲", (0,)), ("乙", (1,))) == expected


def test_why_an_item_was_found_stands_apart() -> None:
    assert answered("1件\n・① 甲〔②目標 > 区分〕", ("甲", (2,))) == [
        AnswerLine("1件"),
        AnswerLine("① 甲", True, (2,), "〔②目標 > 区分〕"),
    ]


def test_the_same_words_twice_keep_their_own_citations() -> None:
    assert answered("・甲\n・甲", ("甲", (0,)), ("甲", (1, 2))) == [
        AnswerLine("甲", True, (0,)),
        AnswerLine("甲", True, (1, 2)),
    ]
