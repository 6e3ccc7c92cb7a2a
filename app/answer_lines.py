"""An answer as lines with their citation numbers, for every way of showing it."""

from __future__ import annotations

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
    """The answer's text line by line, a line that names an item (「・…」) with its citations; then items not named."""
    numbers = {citation: n for n, citation in enumerate(answer.citations)}
    left = list(answer.items)
    lines = []
    for line in answer.text.split("\n"):
        named = next((item for item in left if item.text == line.removeprefix("・")), None)
        if named is None:
            lines.append(AnswerLine(line))
        else:
            left.remove(named)
            lines.append(AnswerLine(named.text, True, tuple(numbers[c] for c in named.citations)))
    return lines + [AnswerLine(item.text, True, tuple(numbers[c] for c in item.citations)) for item in left]
