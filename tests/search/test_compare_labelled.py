"""The labelled set: enough of it, and the comparison does on it what the benchmark says."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks.compare import Tally, timing
from benchmarks.labelled import load_labelled
from search.compare import compare_versions

ROOT = Path(__file__).resolve().parent.parent.parent


def test_the_set_is_large_and_hard_enough() -> None:
    pairs = load_labelled()
    samples = {p.old.document.id for p in pairs} | {p.new.document.id for p in pairs}
    assert sum(len(p.relations) for p in pairs) >= 60
    assert len([key for key in samples if key[:4].isdigit()]) >= 4
    assert sum(len(p.hard) for p in pairs) >= 40
    for pair in pairs:
        assert not pair.hard & {link[1:] for link in pair.links}
        assert not pair.hard & pair.unjudged


def test_the_shipped_weights_match_the_labelled_set() -> None:
    tally = Tally()
    for pair in load_labelled():
        tally.add(pair, compare_versions(pair.old, pair.new))
    scores = tally.scores()
    assert scores["f1"] >= 0.96
    assert scores["type_accuracy"] >= 0.95
    assert scores["kpi_changes_right"] >= 0.95
    assert scores["hard_negatives_matched"] <= 0.04 * sum(len(pair.hard) for pair in load_labelled())


def test_the_kept_figures_are_those_of_pairs_left_out() -> None:
    kept = json.loads((ROOT / "benchmarks" / "results" / "compare.json").read_text(encoding="utf-8"))
    left_out = kept["leave_one_pair_out"]
    assert left_out["f1"] >= 0.93
    assert left_out["type_accuracy"] >= 0.90
    assert left_out["kpi_changes_right"] >= 0.95
    assert left_out["f1"] >= 0.10 + max(b["f1"] for b in kept["baselines"].values())
    for taught in kept["decisions_by_hand"].values():
        assert taught["after"] >= taught["before"] - 0.001
    assert kept["timing"]["processor_seconds"] <= 10


@pytest.mark.parametrize("measures", [300])
def test_large_versions_take_seconds(measures: int) -> None:
    assert timing(measures)["processor_seconds"] < 10
