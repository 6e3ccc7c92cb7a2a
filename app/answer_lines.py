"""An answer as lines with their citation numbers, for every way of showing it."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from search.citations import Answer


@dataclass(frozen=True, slots=True)
class AnswerLine:
    """A line to show; `item` tells that it is one of the things asked for; `marks` are places in `answer.citations`."""

    text: str
    item: bool = False
    marks: tuple[int, ...] = ()


def answer_lines(answer: Answer) -> list[AnswerLine]:
    """The answer's text line by line, then the items that it does not name.

    A line names the next item when it is the item's words, or a bullet that ends with them (「・③ 選ばれる地方」).
    """
    numbers = {citation: n for n, citation in enumerate(answer.citations)}
    left = deque(answer.items)
    lines = []
    for line in answer.text.split("\n"):
        words = line.removeprefix("・")
        if left and (words == left[0].text or (words != line and words.endswith(left[0].text))):
            lines.append(AnswerLine(words, True, tuple(numbers[c] for c in left.popleft().citations)))
        else:
            lines.append(AnswerLine(line))
    return lines + [AnswerLine(item.text, True, tuple(numbers[c] for c in item.citations)) for item in left]
