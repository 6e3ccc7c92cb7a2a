"""Two rankings, by words and by meaning, into one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

SEMANTIC_WEIGHT: Final = 0.15
"""Weight of the semantic leg; chosen on questions of two kinds, to FAQs and to encyclopaedia paragraphs."""


class Fused(NamedTuple):
    """An id with its fused score and what each leg gave, each 0..1."""

    id: str
    score: float
    lexical: float
    semantic: float


def fuse(lexical: Mapping[str, float], semantic: Mapping[str, float], weight: float = SEMANTIC_WEIGHT) -> list[Fused]:
    """Convex combination of the legs' scores, each divided by its best; best first, ties by the lexical order.

    Bruch, Gai, Ingber: "An Analysis of Fusion Functions for Hybrid Retrieval", TOIS 2023 (score fusion over RRF).
    An id that a leg did not bring counts 0 there; where only one leg brought anything, its order stands.
    """
    words, meanings = _scaled(lexical), _scaled(semantic)
    share = weight if words and meanings else float(bool(meanings))
    ids: Sequence[str] = [*words, *(i for i in meanings if i not in words)]
    pairs = ((i, words.get(i, 0.0), meanings.get(i, 0.0)) for i in ids)
    return sorted((Fused(i, (1 - share) * w + share * m, w, m) for i, w, m in pairs), key=lambda f: -f.score)


def _scaled(scores: Mapping[str, float]) -> dict[str, float]:
    best = max(scores.values(), default=0.0)
    return {i: max(s, 0.0) / best for i, s in scores.items()} if best > 0 else {}
