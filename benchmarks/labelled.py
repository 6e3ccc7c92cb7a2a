"""Labelled correspondences: pairs of versions with every relation between them, read by a person (tests/golden/)."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from corpus.records import Document, Goal, Kpi, Measure, Value, ValueKind, name_of
from ingest.values import parse_value
from search.versions import Compared, Version

GOLDEN: Final = Path(__file__).resolve().parent.parent / "tests" / "golden"


@dataclass(frozen=True, slots=True)
class Relation:
    """One correspondence by names; any of `types` and any of `changes` (of a KPI) is right. No `new`: dropped."""

    kind: str
    types: tuple[str, ...]
    old: tuple[str, ...]
    new: tuple[str, ...]
    changes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LabelledPair:
    """Two versions and all that holds between them; `unjudged` pairs of names count neither way."""

    name: str
    old: Version
    new: Version
    relations: tuple[Relation, ...]
    unjudged: frozenset[tuple[str, str]]
    hard: frozenset[tuple[str, str]]

    @property
    def links(self) -> dict[tuple[str, str, str], Relation]:
        """(kind, old name, new name) → its relation."""
        return {(r.kind, a, b): r for r in self.relations for a in r.old for b in r.new}

    def judged(self, links: Iterable[tuple[str, str, str]]) -> set[tuple[str, str, str]]:
        """The links that count."""
        return {link for link in links if link[1:] not in self.unjudged}


@cache
def load_labelled() -> tuple[LabelledPair, ...]:
    """The labelled set."""
    data = json.loads((GOLDEN / "correspondences.json").read_text(encoding="utf-8"))
    samples = json.loads((GOLDEN / "samples.json").read_text(encoding="utf-8"))
    versions = {
        key: _sample(key, samples[d["sample"]]) if "sample" in d else _written(key, d)
        for key, d in data["documents"].items()
    }
    return tuple(
        LabelledPair(
            f"{pair['old']} → {pair['new']}",
            versions[pair["old"]],
            versions[pair["new"]],
            tuple(
                Relation(r["kind"], tuple(r["type"]), tuple(r["from"]), tuple(r["to"]), tuple(r.get("change", ())))
                for r in pair["relations"]
            ),
            frozenset((a, b) for a, b in pair["unjudged"]),
            frozenset((a, b) for a, b in pair["hard_negatives"]),
        )
        for pair in data["pairs"]
    )


def _document(key: str, title: str) -> Document:
    return Document(key, key, f"{key}.pdf", title, 1)


def _version(
    key: str,
    title: str,
    goals: list[Goal],
    measures: list[Measure],
    kpis: list[tuple[str | None, Kpi]],
    texts: list[str],
) -> Version:
    """KPIs come with the name of what they are of."""
    owners = {m.name: m.id for m in measures} | {g.name: g.id for g in goals}
    placed = tuple(
        Kpi(k.id, k.document, k.indicator, (), owners.get(of or ""), k.baseline, k.targets) for of, k in kpis
    )
    return Version(_document(key, title), tuple(goals), tuple(measures), placed, tuple(texts))


def _sample(key: str, truth: dict[str, Any]) -> Version:
    goals = [Goal(f"{key}:goal:{n}", key, g["number"], g["name"], ()) for n, g in enumerate(truth["goals"])]
    ids = {g.name: g.id for g in goals}
    measures = [
        Measure(
            f"{key}:measure:{n}",
            key,
            m["number"],
            m["name"],
            (),
            ids.get(m["goal"]),
            m["group"],
            "",
            tuple(m["ministries"]),
        )
        for n, m in enumerate(truth["measures"])
    ]
    kpis = [
        (
            k["of"],
            Kpi(
                f"{key}:kpi:{n}",
                key,
                k["indicator"],
                (),
                None,
                None if k["baseline"] is None else _value(k["baseline"]),
                tuple(_value(t) for t in k["targets"]),
            ),
        )
        for n, k in enumerate(truth["kpis"])
    ]
    return _version(key, truth["title"], goals, measures, kpis, [])


def _value(v: dict[str, Any]) -> Value:
    period = None if v["period"] is None else (v["period"][0], v["period"][1])
    return Value(
        v["text"],
        v["number"],
        v["unit"],
        v["year"],
        v["fiscal"],
        v["comparator"],
        ValueKind(v["kind"]),
        period,
        v["duration"],
    )


def _written(key: str, d: dict[str, Any]) -> Version:
    goals = [Goal(f"{key}:goal:{n}", key, number, name, ()) for n, (number, name) in enumerate(d["goals"])]
    ids = {g.name: g.id for g in goals}
    measures = [
        Measure(f"{key}:measure:{n}", key, None, name, (), ids.get(goal), group, told, tuple(ministries))
        for n, (name, goal, group, ministries, told) in enumerate(d["measures"])
    ]
    kpis = [
        (
            of,
            Kpi(
                f"{key}:kpi:{n}",
                key,
                indicator,
                (),
                None,
                None if baseline is None else parse_value(baseline),
                tuple(parse_value(target) for target in targets),
            ),
        )
        for n, (indicator, of, baseline, targets) in enumerate(d["kpis"])
    ]
    return _version(key, d["title"], goals, measures, kpis, d["texts"])


def names(version: Version) -> dict[str, str]:
    """Name by id."""
    return {id_: name_of(record) for id_, record in version.by_id.items()}


def kinds(version: Version) -> dict[str, tuple[Compared, ...]]:
    """Records by kind."""
    return {Goal.KIND: version.goals, Measure.KIND: version.measures, Kpi.KIND: version.kpis}
