"""Set questions: complete lists of goals, measures, projects and KPIs, by the structure goal → group → measure → KPI.

A question names a container (a goal by name or number, a group, a measure, or the whole document). Its members are the
answer; words of the question that the container does not explain choose among the members, and when no member has them
the container was not meant.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from corpus.records import Goal, Kpi, Measure
from corpus.text import squeeze
from search.findings import Finding, Found, folded, of_record
from search.query import Question
from search.structure import Rarity, Structure, kpi_text, name_share, share, uncovered
from search.vocabulary import Asked
from search.words import Bag, Word

_NAME_SAID: Final = 0.8
"""Share of a container's name that the question must say."""

_FIT: Final = 0.5
"""How well the best-named container must fit: what is said of its name × what it explains of the topic."""

_EXPLAINED: Final = 0.75
"""Share of the topic from which the words that a named container leaves over are taken for chance ones."""

_NUMBERED: Final = 2.0
"""How surely a container is meant whose number the question gives."""

_INDICATOR_SAID: Final = 0.5
"""Share of an indicator's name that must be said where no KPI is asked for."""

_SHORTEST_EXACT: Final = 3
_GOAL_WORD: Final = re.compile(r"(?:政策|基本|重点|個別|戦略)目標")
_RING: Final = {chr(code): str(code - 0x245F) for code in range(0x2460, 0x2474)}


@dataclass(frozen=True)
class _Container:
    """A part of the structure that has members; `texts` explain words of the question, `about` those of all members."""

    name: str
    label: str
    texts: tuple[str, ...]
    about: tuple[str, ...]
    measures: tuple[Measure, ...]
    kpis: tuple[Kpi, ...]
    number: str | None = None


@dataclass(frozen=True)
class _Match:
    container: _Container
    score: float
    residual: tuple[Word, ...]


def goal_set(question: Question, structures: Sequence[Structure], topic: Sequence[Word]) -> Finding | None:
    """The goals of the documents that the question means: top-level ones, as many as it counts where it counts."""
    explained = [
        s for s in structures if s.goals and not uncovered(topic, Bag([s.document.title, s.document.publisher]))
    ]
    if (called := _GOAL_WORD.search(question.text)) is not None:
        explained = [s for s in explained if any(_called(g, called.group(0)) for g in s.goals)] or explained
    if question.goal_numbers:
        numbered = [g for s in explained for g in s.goals if g.number and _same_number(g.number, question)]
        return Finding("value", "目標", folded(_goal_found(g) for g in numbered)) if numbered else None
    tops = {s.document.id: tuple(g for g in s.goals if g.parent is None) for s in explained}
    if question.count is not None:
        counted = [s for s in explained if len(tops[s.document.id]) == question.count]
        explained = counted or explained
    things = folded(_goal_found(g) for s in explained for g in tops[s.document.id])
    return Finding("set", "目標", things) if things else None


def _called(goal: Goal, word: str) -> bool:
    """Whether the document prints the goal as 政策目標, 基本目標…, whichever the question says."""
    return any(word in squeeze(place.quote) for place in goal.evidence)


def _goal_found(goal: Goal) -> Found:
    return of_record(goal, goal.name, mark=f"{goal.number} " if goal.number else "")


def _same_number(number: str, question: Question) -> bool:
    return _digits(number) in {_digits(n) for n in question.goal_numbers}


def measure_set(
    question: Question, structures: Sequence[Structure], topic: Sequence[Word], rarity: Rarity
) -> Finding | None:
    """The measures (or, when those are asked for, their projects) of what the question names."""
    matches = _matches(question, structures, topic, rarity)
    found: list[Found] = []
    labels: list[str] = []
    for match in matches:
        members = [m for m in match.container.measures if not uncovered(match.residual, Bag(_said_of(m)))]
        things = list(_projects_or_measures(members, question))
        if things and match.container.label not in labels:
            labels.append(match.container.label)
        found += things
    unique = folded(found)
    if not unique:
        return None
    noun = "事業" if Asked.PROJECTS in question.asked else "施策"
    return Finding("set", f"{'、'.join(labels[:3])}の{noun}", unique)


def kpi_set(
    question: Question, structures: Sequence[Structure], topic: Sequence[Word], rarity: Rarity
) -> Finding | None:
    """The KPIs of what the question names, or those whose indicator it says; `value` when it is one indicator."""
    by_indicator = _by_indicator(question, structures, topic, rarity)
    matches = _matches(question, structures, topic, rarity)
    best = max((m.score for m in matches), default=0.0)
    if by_indicator and by_indicator[0] >= min(best, 1.0):
        chosen = by_indicator[1]
    else:
        chosen = [
            k
            for m in matches
            for k in m.container.kpis
            if not uncovered(m.residual, Bag([k.indicator, *(t.text for t in k.targets)]))
        ] or (by_indicator[1] if by_indicator else [])
    return _kpis(question, chosen)


def kpi_values(
    question: Question, structures: Sequence[Structure], topic: Sequence[Word], rarity: Rarity
) -> Finding | None:
    """The KPI whose indicator the question says, though it does not ask for a KPI as such."""
    by_indicator = _by_indicator(question, structures, topic, rarity)
    return _kpis(question, by_indicator[1]) if by_indicator and by_indicator[0] >= _INDICATOR_SAID else None


def _kpis(question: Question, chosen: Sequence[Kpi]) -> Finding | None:
    things = folded(of_record(k, kpi_text(k)) for k in chosen)
    if not things:
        return None
    single = len({squeeze(k.indicator) for k in chosen}) == 1
    return Finding("value" if single and not question.every else "set", "KPI", things)


def _by_indicator(
    question: Question, structures: Sequence[Structure], topic: Sequence[Word], rarity: Rarity
) -> tuple[float, list[Kpi]] | None:
    """KPIs whose indicator, values and place in the structure say all words of the topic; the best named ones only."""
    asked = Bag([question.text])
    scored: list[tuple[float, Kpi]] = []
    for structure in structures:
        outer = [structure.document.title, structure.document.publisher]
        for kpi in structure.kpis:
            own = Bag([kpi_text(kpi), *(str(v.year) for v in kpi.targets if v.year)])
            if not topic or not any(own.covers(w) >= 0.75 for w in topic):
                continue
            if uncovered(topic, Bag([kpi_text(kpi), *structure.context(kpi), *outer])):
                continue
            scored.append((name_share(kpi.indicator, asked, rarity), kpi))
    if not scored:
        return None
    best = max(score for score, _ in scored)
    return best, [k for score, k in scored if score >= best - 0.05]


def _matches(
    question: Question, structures: Sequence[Structure], topic: Sequence[Word], rarity: Rarity
) -> list[_Match]:
    """The containers that the question names best, else the documents whose members have every word of the topic."""
    asked = Bag([question.text])
    whole = squeeze(question.text)
    named: list[_Match] = []
    documents: list[_Match] = []
    for structure in structures:
        for container in _containers(structure):
            bag = Bag([*container.texts, *container.about])
            residual = tuple(uncovered(topic, bag))
            said = _said(container, question, asked, whole, rarity) if container.name else 0.0
            fit = share(topic, bag, rarity)
            if _has_members(container, question, residual):
                fit = 1.0
            elif said > _NAME_SAID and fit >= _EXPLAINED and _has_members(container, question, ()):
                residual = ()
            else:
                continue
            if not container.name:
                documents.append(_Match(container, 0.0, residual))
            elif said:
                named.append(_Match(container, said if said >= _NUMBERED else said * fit, residual))
    best = max((m.score for m in named), default=0.0)
    if question.goal_numbers and best < _NUMBERED:
        return []
    if best < _FIT:
        return [m for m in documents if m.residual or not uncovered(topic, Bag(m.container.texts))]
    return [m for m in named if m.score >= best - 0.005]


def _said(container: _Container, question: Question, asked: Bag, whole: str, rarity: Rarity) -> float:
    """How surely the question names the container: ≥ 2 by number, > 1 by its exact name, ≤ 1 in other words, else 0."""
    if container.number and _same_number(container.number, question):
        return _NUMBERED + (container.number in question.goal_numbers)
    name = squeeze(container.name)
    if len(name) >= _SHORTEST_EXACT and name in whole:
        return 1.0 + len(name) / 100
    words = name_share(container.name, asked, rarity)
    return words if words >= _NAME_SAID else 0.0


def _has_members(container: _Container, question: Question, residual: Sequence[Word]) -> bool:
    if Asked.KPIS in question.asked:
        return any(not uncovered(residual, Bag([k.indicator])) for k in container.kpis)
    return any(not uncovered(residual, Bag(_said_of(m))) for m in container.measures)


def _containers(structure: Structure) -> Iterator[_Container]:
    """Goals, groups and measures of a document, and the document itself (nameless)."""
    outer = (structure.document.title, structure.document.publisher)
    for goal in structure.goals:
        measures = tuple(m for m in structure.measures if goal in structure.ancestors(m))
        kpis = tuple(k for k in structure.kpis if goal in structure.ancestors(k))
        own = tuple(k.indicator for k in kpis if k.of == goal.id)
        yield _Container(
            goal.name, _goal_label(goal), (goal.name, *structure.context(goal), *outer),
            (goal.statement, *own), measures, kpis, goal.number,
        )  # fmt: skip
    for group in dict.fromkeys((m.goal, m.group) for m in structure.measures if m.group):
        measures = tuple(m for m in structure.measures if (m.goal, m.group) == group)
        ids = {m.id for m in measures}
        kpis = tuple(k for k in structure.kpis if k.of in ids)
        texts = (str(group[1]), *structure.context(measures[0]), *outer)
        yield _Container(str(group[1]), f"「{group[1]}」", texts, (), measures, kpis)
    for measure in structure.measures:
        kpis = tuple(k for k in structure.kpis if k.of == measure.id)
        texts = (measure.name, *structure.context(measure), *outer)
        yield _Container(
            measure.name, f"「{measure.name}」", texts, (measure.description,), (measure,), kpis
        )
    label = f"『{structure.document.title}』"
    yield _Container("", label, outer, (), structure.measures, structure.kpis)


def _goal_label(goal: Goal) -> str:
    return f"「{goal.name}」" if not goal.number else f"{goal.number}「{goal.name}」"


def _digits(number: str) -> str:
    return re.sub(r"\D", "", "".join(_RING.get(c, c) for c in number))


def _said_of(measure: Measure) -> list[str]:
    return [measure.name, measure.group or "", *measure.ministries, *measure.projects]


def _projects_or_measures(measures: Iterable[Measure], question: Question) -> Iterator[Found]:
    members = list(measures)
    if Asked.PROJECTS in question.asked and any(m.projects for m in members):
        for measure in members:
            for project in measure.projects:
                yield of_record(measure, project, [project])
        return
    for measure in members:
        yield of_record(measure, measure.name)
