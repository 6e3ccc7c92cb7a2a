"""Learns the weights of search/pair_model.json from labelled pairs of versions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from benchmarks.labelled import LabelledPair
from corpus.records import Goal, Kpi, Measure
from search.alignment import align
from search.compare import linked_ids
from search.names import name_of_text
from search.pair_features import Comparison, Pair
from search.pair_model import Model, Weights, fit_weights


def train(pairs: Sequence[LabelledPair]) -> Model:
    """Weights from these pairs; those of measures and KPIs with the goals as the model itself aligns them."""
    background, total = _background(pairs)
    comparisons = [Comparison(p.old, p.new, background, total) for p in pairs]
    nothing: dict[str, set[str]] = {}
    goals = fit_weights(Goal.KIND, _rows(pairs, comparisons, Goal.KIND, [nothing] * len(pairs)))
    aligned = [linked_ids(c, Goal.KIND, align(c, Goal.KIND, nothing, goals)) for c in comparisons]
    kinds: dict[str, Weights] = {Goal.KIND: goals}
    for kind in (Measure.KIND, Kpi.KIND):
        kinds[kind] = fit_weights(kind, _rows(pairs, comparisons, kind, aligned))
        if kind == Measure.KIND:
            for comparison, became in zip(comparisons, aligned, strict=True):
                links = align(comparison, kind, became, kinds[kind])
                comparison.measure_links = [(link.old, link.new) for link in links]
    return Model(kinds, background, total)


def _background(pairs: Sequence[LabelledPair]) -> tuple[dict[str, int], int]:
    """In how many different names of measures, goals and indicators each unit stands; once is the same as never."""
    texts = {
        name.text
        for pair in pairs
        for comparison in (Comparison(pair.old, pair.new, {}, 2),)
        for sides in comparison.sides.values()
        for side in sides
        for name in side.names
    }
    counts = Counter(unit for text in texts for unit in name_of_text(text).units)
    return {unit: n for unit, n in sorted(counts.items()) if n > 1}, len(texts)


def _rows(
    pairs: Sequence[LabelledPair],
    comparisons: Sequence[Comparison],
    kind: str,
    goals: Sequence[dict[str, set[str]]],
) -> list[tuple[Pair, bool]]:
    rows = []
    for labelled, comparison, became in zip(pairs, comparisons, goals, strict=True):
        ours, theirs = comparison.sides[kind]
        links = labelled.links
        for pair in comparison.pairs(kind, became):
            a, b = ours.names[pair.old].text, theirs.names[pair.new].text
            if (a, b) not in labelled.unjudged:
                rows.append((pair, (kind, a, b) in links))
    return rows
