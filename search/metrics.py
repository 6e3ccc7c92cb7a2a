"""Retrieval metrics: one function each, over the ranked ids of one query and its judgements.

Judgements are graded: id → gain, absent or ≤ 0 meaning not relevant.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np


def ndcg(ranked: Sequence[str], gains: Mapping[str, int], k: int = 10) -> float:
    """DCG@k / ideal DCG@k with DCG = Σ gain(i) / log2(i + 1), ranks from 1; linear gain.

    Järvelin & Kekäläinen (2002), "Cumulated gain-based evaluation of IR techniques"; as trec_eval's ndcg_cut.
    """
    ideal = _dcg(sorted((g for g in gains.values() if g > 0), reverse=True)[:k])
    if ideal == 0:
        return 0.0
    return _dcg([max(gains.get(i, 0), 0) for i in ranked[:k]]) / ideal


def _dcg(gains: Sequence[int]) -> float:
    return sum(gain / math.log2(rank + 1) for rank, gain in enumerate(gains, start=1))


def recall(ranked: Sequence[str], gains: Mapping[str, int], k: int = 10) -> float:
    """|relevant ∩ first k| / |relevant| (trec_eval's recall_k)."""
    relevant = {i for i, gain in gains.items() if gain > 0}
    return len(relevant.intersection(ranked[:k])) / len(relevant) if relevant else 0.0


def reciprocal_rank(ranked: Sequence[str], gains: Mapping[str, int]) -> float:
    """1 / rank of the first relevant id, 0 when there is none (trec_eval's recip_rank; its mean is MRR)."""
    for rank, i in enumerate(ranked, start=1):
        if gains.get(i, 0) > 0:
            return 1 / rank
    return 0.0


def success(ranked: Sequence[str], gains: Mapping[str, int], k: int) -> float:
    """1 when any of the first k is relevant, else 0 (trec_eval's success_k)."""
    return float(any(gains.get(i, 0) > 0 for i in ranked[:k]))


def interval(values: Sequence[float]) -> tuple[float, float]:
    """95 % confidence interval of the mean over queries: percentiles of 2,000 bootstrap samples (fixed seed).

    Sakai: "Evaluating Evaluation Metrics based on the Bootstrap", SIGIR 2006. (0, 0) for no values.
    """
    if not values:
        return 0.0, 0.0
    dice = np.random.default_rng(0)
    means = np.array(values)[dice.integers(len(values), size=(2_000, len(values)))].mean(axis=1)
    low, high = np.percentile(means, [2.5, 97.5])
    return float(low), float(high)
