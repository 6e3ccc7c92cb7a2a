"""Versions made by hand for the comparison: names, goals and values only."""

from __future__ import annotations

from corpus.records import Document, Goal, Kpi, Measure
from ingest.values import parse_value
from search.versions import Version


def goal(key: str, n: int, name: str, parent: str | None = None) -> Goal:
    return Goal(f"{key}:goal:{n}", key, str(n), name, (), parent=parent)


def measure(
    key: str, n: int, name: str, goal_: int | None = None, description: str = "", ministries: tuple[str, ...] = ()
) -> Measure:
    above = None if goal_ is None else f"{key}:goal:{goal_}"
    return Measure(f"{key}:measure:{n}", key, None, name, (), above, None, description, ministries)


def kpi(key: str, n: int, indicator: str, target: str, baseline: str | None = None, of: str | None = None) -> Kpi:
    base = None if baseline is None else parse_value(baseline)
    return Kpi(f"{key}:kpi:{n}", key, indicator, (), of, base, tuple(parse_value(t) for t in target.split("、")))


def version(
    key: str,
    goals: tuple[Goal, ...] = (),
    measures: tuple[Measure, ...] = (),
    kpis: tuple[Kpi, ...] = (),
    sentences: tuple[str, ...] = (),
) -> Version:
    return Version(Document(key, key, f"{key}.pdf", key, 1), goals, measures, kpis, sentences)


def measures(key: str, *names: str) -> Version:
    return version(key, (), tuple(measure(key, n, name) for n, name in enumerate(names)))
