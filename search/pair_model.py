"""How likely a pair is to be the same thing: a logistic function of its features, its weights learned.

The weights are data (`pair_model.json`), written by `python -m benchmarks.compare --train`.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Final

import numpy as np

from search.pair_features import FEATURES, Pair

THRESHOLD: Final = 0.42
"""Probability from which a pair counts. From 0.35 to 0.5 the F1 of pairs left out moves by half a point."""
STRENGTH: Final = 15.0
"""Inverse of the regularisation; of 1, 4 and 15 the one with the best F1 of pairs left out."""
_FILE: Final = Path(__file__).with_name("pair_model.json")


@dataclass(frozen=True, slots=True)
class Weights:
    """One kind's logistic regression and the probability from which a pair counts."""

    bias: float
    weights: Mapping[str, float]
    threshold: float

    def probability(self, kind: str, pair: Pair) -> float:
        """0..1."""
        row = np.array([self.weights[name] for name in FEATURES[kind]])
        return 1 / (1 + math.exp(-max(-50.0, min(50.0, self.bias + float(row @ pair.features)))))


@dataclass(frozen=True, slots=True)
class Model:
    """Everything learned: weights by kind, and how often each unit occurs among `names` names of policy documents."""

    kinds: Mapping[str, Weights]
    background: Mapping[str, int]
    names: int

    @property
    def fingerprint(self) -> str:
        """Names the weights: probabilities of models with different ones cannot be compared."""
        told = json.dumps([asdict(self)["kinds"], self.names], sort_keys=True)
        return hashlib.sha256(told.encode()).hexdigest()[:12]

    def save(self, path: Path = _FILE) -> None:
        """Write the model as JSON."""
        path.write_text(json.dumps(asdict(self), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


@cache
def load_model(path: Path = _FILE) -> Model:
    """The model that is shipped."""
    data = json.loads(path.read_text(encoding="utf-8"))
    return Model({kind: Weights(**w) for kind, w in data["kinds"].items()}, data["background"], data["names"])


def fit_weights(kind: str, rows: Sequence[tuple[Pair, bool]]) -> Weights:
    """Logistic regression (L2) over labelled pairs.

    Needs scikit-learn; used when the model is trained, not when it is applied.
    """
    from sklearn.linear_model import LogisticRegression

    x = np.array([pair.features for pair, _ in rows])
    y = np.array([label for _, label in rows])
    fitted = LogisticRegression(C=STRENGTH, max_iter=5000).fit(x, y)
    weights = dict(zip(FEATURES[kind], (round(float(w), 4) for w in fitted.coef_[0]), strict=True))
    return Weights(round(float(fitted.intercept_[0]), 4), weights, THRESHOLD)
