"""What is found by words, by meaning, and word by word, into one ranking."""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.float32]

SEMANTIC: Final = 1.0
LIKENESS: Final = 0.8
"""Weights of the vectors' product and of the likeness of words, where the best by words has 1.

Chosen on half the questions of two kinds, to FAQs and to encyclopaedia paragraphs; docs/evaluation.md has both halves.
"""

_COMPARED: Final = 100
"""Candidates whose words are compared one by one."""


class Fused(NamedTuple):
    """An id with its fused score, and what words, meaning, and likeness of words gave; all about 0..1."""

    id: str
    score: float
    lexical: float
    semantic: float
    likeness: float = 0.0


def fuse(lexical: Scores, semantic: Scores) -> Scores:
    """Sum of the scores, each (n,): by words as a share of the best, by meaning above the least.

    Bruch, Gai, Ingber: "An Analysis of Fusion Functions for Hybrid Retrieval", TOIS 2023 (score fusion over RRF).
    """
    fused: Scores = share(lexical) + np.float32(SEMANTIC) * above_least(semantic)
    return fused


def compared(fused: Scores) -> NDArray[np.int64]:
    """Places of the candidates worth comparing word by word, best first; ties in the order given."""
    best: NDArray[np.int64] = np.argsort(-fused, kind="stable")[:_COMPARED]
    return best


def share(scores: Scores) -> Scores:
    """Each score as a share of the best; 0 where nothing has any."""
    best = scores.max(initial=0.0)
    return (np.maximum(scores, 0) / (best if best > 0 else 1)).astype(np.float32)


def above_least(scores: Scores) -> Scores:
    """Each score less the least of them: what all have says nothing."""
    found: Scores = np.subtract(scores, scores.min(), dtype=np.float32) if len(scores) else scores
    return found
