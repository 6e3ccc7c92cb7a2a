"""Confidence by rule: counted, never above what the counts bear out."""

from __future__ import annotations

import json
from pathlib import Path

from corpus.records import SURE
from ingest.rules import COUNTS, Rule, confidence

ROOT = Path(__file__).resolve().parent.parent.parent


def test_counts_are_those_of_the_benchmark() -> None:
    results = json.loads((ROOT / "benchmarks" / "results" / "records.json").read_text(encoding="utf-8"))
    assert {rule.value: list(pair) for rule, pair in COUNTS.items()} == results["counts"]


def test_rules_above_the_threshold_are_right_in_98_of_100() -> None:
    sure = [COUNTS[rule] for rule in COUNTS if confidence(rule) >= SURE]
    assert sum(right for right, _ in sure) >= 0.98 * sum(of for _, of in sure)


def test_a_rule_that_nothing_covers_is_not_sure() -> None:
    unseen = [rule for rule in Rule if rule not in COUNTS]
    assert all(confidence(rule) == 0.5 < SURE for rule in unseen)


def test_the_table_in_the_documentation_lists_every_rule() -> None:
    text = (ROOT / "docs" / "records.md").read_text(encoding="utf-8")
    assert all(f"| `{rule}` |" in text and f"| {confidence(rule):.3f} |" in text for rule in Rule)
