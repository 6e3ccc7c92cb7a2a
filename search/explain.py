"""Why a passage was found: which words of the question it has, where, and what each leg of the search gave."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from index.library import Library
from index.tokens import analyse, tokenise_query
from search.fusion import LIKENESS, SEMANTIC
from search.query import understand
from search.retrieve import Hit
from search.state import state_of

Leg: TypeAlias = Literal["lexical", "semantic"]


@dataclass(frozen=True, slots=True)
class Mark:
    """Characters [start, end) of a text that are a word of the question, as the tokenizer cut and normalised them.

    `word` is the question's word; `likeness` is 1 for that word itself, less (a cosine) for a word like it.
    """

    start: int
    end: int
    word: str
    likeness: float = 1.0


@dataclass(frozen=True, slots=True)
class Explanation:
    """What brought a hit. `legs` are those that gave anything, the one that gave most first; `lexical` and `semantic`
    are their shares of the score (sum 1): words, and vectors with the likeness of words.

    `text_marks` are in `Hit.text`, `path_marks` one tuple for each heading of `Hit.path`; `missing` are the words of
    the question that neither the passage nor its headings have or have the like of.
    """

    legs: tuple[Leg, ...]
    lexical: float
    semantic: float
    text_marks: tuple[Mark, ...]
    path_marks: tuple[tuple[Mark, ...], ...]
    missing: tuple[str, ...]


def explain(library: Library, query: str, hit: Hit) -> Explanation:
    """Explain a hit that `search` found for this query. Raises UsageError, LibraryBroken."""
    words = list(dict.fromkeys(tokenise_query(understand(query).search_text)))
    texts = [hit.text, *hit.path]
    tokens = [analyse(text) for text in texts]
    present = list(dict.fromkeys(token.text for of in tokens for token in of))
    meant = {word: (word, 1.0) for word in words if word in present}
    lacking = [word for word in words if word not in meant]
    for word, (like, cosine) in zip(lacking, state_of(library).searcher.likest(lacking, present), strict=True):
        if like and like not in meant:
            meant[like] = (word, cosine)
    marks = [
        tuple(Mark(t.start, t.end, *meant[t.text]) for t in of if t.text in meant and t.end <= len(text))
        for text, of in zip(texts, tokens, strict=True)
    ]
    said = {word for word, _ in meant.values()}
    parts: dict[Leg, float] = {
        "lexical": hit.lexical,
        "semantic": SEMANTIC * hit.semantic + LIKENESS * hit.likeness,
    }
    whole = sum(parts.values()) or 1.0
    return Explanation(
        legs=tuple(sorted((leg for leg in parts if parts[leg] > 0), key=lambda leg: -parts[leg])),
        lexical=parts["lexical"] / whole,
        semantic=parts["semantic"] / whole,
        text_marks=marks[0],
        path_marks=tuple(marks[1:]),
        missing=tuple(word for word in words if word not in said),
    )
