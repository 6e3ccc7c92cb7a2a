"""Decisions by hand on correspondences: made, looked up, and learned from. See docs/compare.md.

Learning moves one number for each kind, the bias of the machine's log-odds ("recalibration in the large", Steyerberg,
"Clinical Prediction Models", 2009, ch. 15), by the most likely value under a prior around none: a few decisions move
it little, obvious ones hardly at all, and it never leaves ±1.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from corpus.errors import RefusedError
from corpus.records import name_of
from index.corrections import mark_of
from index.decisions import NOTHING, Decision, Settled, Side, Verdict, settle
from index.library import Library
from search.pair_model import Model, load_model
from search.versions import Version

_PRIOR: Final = 0.5
"""Standard deviation of the bias, in log-odds, before anything has been decided."""
_FURTHEST: Final = 1.0


@dataclass(frozen=True, slots=True)
class Judgement:
    """What is to be decided about a pair of record ids; WITHDRAWN takes back what was decided."""

    old: str
    new: str
    verdict: Verdict


def settled(library: Library, old: Version, new: Version) -> Settled:
    """The decisions of the library that hold between two versions."""
    made = library.decisions(old.document.id, new.document.id)
    if not made:
        return NOTHING
    sides = [
        Side(id_, library.records(id_), library.corrections(id_).get(id_, ()))
        for id_ in (old.document.id, new.document.id)
    ]
    return settle(made, *sides)


def decide(
    library: Library, old: Version, new: Version, judgements: Sequence[Judgement], *, by: str, at: str = ""
) -> list[Decision]:
    """Write judgements down in `by`'s name, all or none; `at` is now unless given (ISO 8601).

    Raises RefusedError (`unknown_record`, `kinds_differ`, `same_document`), LibraryLocked, LibraryBroken.
    """
    from search.compare import probabilities

    if old.document.id == new.document.id:
        raise RefusedError("同じ文書の中では、対応を判断できません。", code="same_document")
    for judgement in judgements:
        _check(old, new, judgement)
    at = at or datetime.now().astimezone().isoformat(timespec="seconds")
    model = load_model()
    likely = probabilities(old, new, [(j.old, j.new) for j in judgements], model)
    made = [
        Decision(
            j.verdict,
            old.document.id,
            mark_of(old.by_id[j.old], library.records(old.document.id)),
            new.document.id,
            mark_of(new.by_id[j.new], library.records(new.document.id)),
            by,
            at,
            likely.get((j.old, j.new)),
            model.fingerprint,
        )
        for j in judgements
    ]
    if made:
        library.decide(made)
    return made


def tuned(model: Model, decisions: Iterable[Decision]) -> Model:
    """The model with the thresholds that the decisions teach; those taken under other weights teach nothing."""
    last: dict[frozenset[tuple[str, str, str, int]], Decision] = {}
    for d in decisions:
        sides = ((d.old_document, d.old), (d.new_document, d.new))
        last[frozenset((document, m.id, m.name, m.page) for document, m in sides)] = d
    seen: dict[str, list[tuple[float, bool]]] = defaultdict(list)
    for d in last.values():
        if d.verdict is not Verdict.WITHDRAWN and d.probability is not None and d.model == model.fingerprint:
            seen[d.old.kind].append((d.probability, d.verdict is not Verdict.REJECTED))
    if not seen:
        return model
    kinds = {
        kind: replace(weights, threshold=moved(weights.threshold, seen[kind])) if kind in seen else weights
        for kind, weights in model.kinds.items()
    }
    return replace(model, kinds=kinds)


def moved(threshold: float, seen: Sequence[tuple[float, bool]]) -> float:
    """The threshold (a probability) after pairs of these probabilities were found to correspond, or not."""
    odds = [(_log_odds(p), same) for p, same in seen]
    bias = 0.0
    for _ in range(50):  # Newton; the function is concave
        shares = [_logistic(z + bias) for z, _ in odds]
        slope = sum(same - s for s, (_, same) in zip(shares, odds, strict=True)) - bias / _PRIOR**2
        bend = sum(s * (1 - s) for s in shares) + 1 / _PRIOR**2
        bias += slope / bend
        if abs(slope / bend) < 1e-6:
            break
    bias = max(-_FURTHEST, min(_FURTHEST, bias))
    return _logistic(_log_odds(threshold) - bias)


def _log_odds(probability: float) -> float:
    p = min(max(probability, 1e-4), 1 - 1e-4)
    return math.log(p / (1 - p))


def _logistic(z: float) -> float:
    return 1 / (1 + math.exp(-z))


def _check(old: Version, new: Version, judgement: Judgement) -> None:
    before, after = old.by_id.get(judgement.old), new.by_id.get(judgement.new)
    if before is None or after is None:
        raise RefusedError(
            "判断する目標・施策・KPIが見つかりません。文書が読み直されています。画面を開き直してください。",
            code="unknown_record",
        )
    if before.KIND != after.KIND:
        raise RefusedError(
            f"「{name_of(before)}」と「{name_of(after)}」は種類が違うため、対応づけられません。"
            "目標は目標と、施策は施策と、KPIはKPIと対応づけてください。",
            code="kinds_differ",
        )
