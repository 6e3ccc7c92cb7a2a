"""Two wordings of one thing, word by word: which words of either are not in the other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise
from typing import Final

from index.tokens import analyse

_KEPT: Final = 0.2
"""Share of the shorter text below which what two texts have in common is chance."""


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of text; `changed` when the other wording does not have it there."""

    text: str
    changed: bool


def word_diff(old: str, new: str) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
    """The old and the new wording as stretches that are kept or changed; joined, they are the texts again.

    Words are Sudachi's short units. A kept particle or sign between changed words is marked with them: broken marks
    cannot be read. Of two texts with next to nothing in common all is marked: nor can scattered ones.
    """
    before, after = words(old), words(new)
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    marks = [True] * len(before), [True] * len(after)
    for i, j, n in matcher.get_matching_blocks():
        if n == 1 and 0 < i < len(before) - 1 and not before[i].strip("・、のとをにはがでやも"):
            continue
        marks[0][i : i + n] = [False] * n
        marks[1][j : j + n] = [False] * n
    kept = sum(len(part) for part, mark in zip(before, marks[0], strict=True) if not mark)
    if kept < _KEPT * min(len(old), len(new)):
        marks = [True] * len(before), [True] * len(after)
    return _spans(before, marks[0]), _spans(after, marks[1])


def words(text: str) -> list[str]:
    """The text cut before and after every word; what stands between words (particles, signs) letter by letter."""
    cuts = {0, len(text)}
    inside: set[int] = set()
    for token in analyse(text):
        cuts.update((token.start, token.end))
        inside.update(range(token.start + 1, token.end))
    cuts.update(n for n in range(len(text)) if n not in inside)
    edges = sorted(cuts)
    return [text[a:b] for a, b in pairwise(edges)]


def _spans(parts: Sequence[str], marks: Sequence[bool]) -> tuple[Span, ...]:
    spans: list[Span] = []
    for part, changed in zip(parts, marks, strict=True):
        if spans and spans[-1].changed == changed:
            spans[-1] = Span(spans[-1].text + part, changed)
        else:
            spans.append(Span(part, changed))
    return tuple(spans)
