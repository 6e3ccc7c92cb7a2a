"""An answer as lines with their citation numbers, for every way of showing it."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from search.citations import Answer


@dataclass(frozen=True, slots=True)
class AnswerLine:
    """A line to show; `item` tells that it is one of the things asked for; `marks` are places in `answer.citations`.

    `why` tells, of an item, what it was found under.
    """

    text: str
    item: bool = False
    marks: tuple[int, ...] = ()
    why: str = ""


def answer_lines(answer: Answer) -> list[AnswerLine]:
    """The answer's text line by line, then the items that it does not name.

    A line names the next item when it is the item's words, or a bullet that ends with them (「・③ 選ばれる地方」), with
    or without the reason behind it (〔③ 選ばれる地方 > 人材〕).
    """
    numbers = {citation: n for n, citation in enumerate(answer.citations)}
    left = deque(answer.items)
    lines = []
    for line in answer.text.split("\n"):
        full = line.removeprefix("・")
        words, opening, rest = full.rpartition("〔") if full.endswith("〕") else (full, "", "")
        if left and (words == left[0].text or (full != line and words.endswith(left[0].text))):
            marks = tuple(numbers[c] for c in left.popleft().citations)
            lines.append(AnswerLine(words, True, marks, opening + rest))
        else:
            lines.append(AnswerLine(line))
    return lines + [AnswerLine(item.text, True, tuple(numbers[c] for c in item.citations)) for item in left]
