"""Set questions: complete lists of goals, measures, projects and KPIs, by the structure goal → group → measure → KPI.

A question names a container (a goal by name or number, a group, a measure, or the whole document). Its members are the
answer; words of the question that the container does not explain choose among the members, and when no member has them
the container was not meant.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from corpus.records import Goal, Kpi, Measure
from corpus.text import squeeze
from search.containers import Container, containers_of
from search.findings import Finding, Found, folded, of_record
from search.query import Question
from search.structure import Rarity, Structure, kpi_text, name_share, share, uncovered
from search.vocabulary import DOCUMENT_WORDS, TOPICAL, Asked
from search.words import Bag, Word, bag_of

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
_GOAL_WORD: Final = re.compile(r"(?:政策|基本|重点|個別|戦略|横断的な?|まちづくり|行動)目標")
_BODY_END: Final = ("省", "庁", "府", "院", "委員会", "部", "課", "室", "局", "署")
"""Ends of the names of bodies that are in charge."""

_RING: Final = {chr(code): str(code - 0x245F) for code in range(0x2460, 0x2474)}


@dataclass(frozen=True)
class _Match:
    structure: Structure
    container: Container
    score: float
    residual: tuple[Word, ...]


def goal_set(question: Question, structures: Sequence[Structure], topic: Sequence[Word]) -> Finding | None:
    """The goals of the documents that the question means: top-level ones, as many as it counts where it counts."""
    called = match.group(0) if (match := _GOAL_WORD.search(question.text)) else ""
    explained = [
        s for s in structures if s.goals and not uncovered(topic, Bag([s.document.title, s.document.publisher, called]))
    ]
    tops = {s.document.id: [g for g in s.goals if g.parent is None] for s in explained}
    if called and any(_called(g, called) for goals in tops.values() for g in goals):
        tops = {id_: [g for g in goals if _called(g, called)] for id_, goals in tops.items()}
    if question.goal_numbers:
        numbered = [g for s in explained for g in s.goals if _numbered(g, question, structures)]
        return Finding("value", "目標", folded(_goal_found(g) for g in numbered)) if numbered else None
    if question.count is not None:
        tops = {id_: goals for id_, goals in tops.items() if len(goals) == question.count} or tops
    things = folded(_goal_found(g) for goals in tops.values() for g in goals)
    return Finding("set", called or "目標", things) if things else None


def _called(goal: Goal, word: str) -> bool:
    """Whether the document prints the goal as 政策目標, 基本目標…, whichever the question says."""
    return any(word in squeeze(place.quote) for place in goal.evidence)


def _goal_found(goal: Goal) -> Found:
    return of_record(goal, goal.name, mark=f"{goal.number} " if goal.number else "")


def _numbered(goal: Goal, question: Question, structures: Sequence[Structure]) -> bool:
    """Whether the question gives the goal's number, in the way in which the document prints it.

    「政策目標④」 is no plain (4) of another document, unless that is the only one that can be meant.
    """
    if not goal.number or _digits(goal.number) not in {_digits(n) for n in question.goal_numbers}:
        return False
    if (called := _GOAL_WORD.search(question.text)) is not None:
        return _called(goal, called.group(0)) or len(structures) == 1
    ringed = any(n in _RING for n in question.goal_numbers)
    return not ringed or goal.number in _RING or _called(goal, "目標") or len(structures) == 1


def measure_set(
    question: Question, structures: Sequence[Structure], topic: Sequence[Word], rarity: Rarity
) -> Finding | None:
    """The measures (or, when those are asked for, their projects) of what the question names.

    Those whose name, group or goal says what the question leaves over belong to it; those that only mention it in
    their description or projects are related.
    """
    found: list[Found] = []
    related: list[Found] = []
    labels: list[str] = []
    matches = _matches(question, structures, topic, rarity)
    for match in matches:
        container, structure = match.container, match.structure
        own = [m for m in container.measures if _belongs(m, match.residual, question, structure)]
        own = [m for m in own if m.name != container.name] or own
        mentioning = [m for m in container.measures if m not in own and _mentions(m, match.residual, structure)]
        if own and container.label not in labels:
            labels.append(container.label)
        found += _projects_or_measures(own, question, structure)
        related += _projects_or_measures(mentioning, question, structure) if match.residual else []
    noun = "事業" if Asked.PROJECTS in question.asked else "施策"
    if not found and related:
        said = "".join(w.surface for w in topic)
        return Finding("set", f"名称にはないが内容に「{said}」を含む{noun}", folded(related))
    names = {match.container.name for match in matches}
    unique = folded([thing for thing in found if thing.text not in names] or found)
    return Finding("set", f"{'、'.join(labels[:3])}の{noun}", unique, folded(related)) if unique else None


def _belongs(measure: Measure, residual: Sequence[Word], question: Question, structure: Structure) -> bool:
    texts = [measure.name, *structure.context(measure)]
    if Asked.PROJECTS in question.asked:
        texts += measure.projects
    rest = uncovered(residual, bag_of(*texts)) if residual else []
    in_charge = [w for w in rest if Asked.MINISTRIES in question.asked or w.surface.endswith(_BODY_END)]
    return len(in_charge) == len(rest) and not uncovered(in_charge, bag_of(*measure.ministries))


def _mentions(measure: Measure, residual: Sequence[Word], structure: Structure) -> bool:
    texts = [measure.name, *structure.context(measure), measure.description, *measure.projects]
    return not uncovered(residual, bag_of(*texts))


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
            if not uncovered(m.residual, bag_of(k.indicator, *(t.text for t in k.targets)))
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
    by_year = all(w.numeric for w in topic)
    scored: list[tuple[float, Kpi]] = []
    for structure in structures:
        outer = [structure.document.title, structure.document.publisher]
        for kpi in structure.kpis:
            own = bag_of(kpi_text(kpi), *(str(v.year) for v in kpi.targets if v.year))
            if not topic or not any(own.covers(w) >= 0.75 for w in topic):
                continue
            if uncovered(topic, bag_of(kpi_text(kpi), *structure.context(kpi), *outer)):
                continue
            scored.append((1.0 if by_year else name_share(kpi.indicator, asked, rarity), kpi))
    if not scored:
        return None
    best = max(score for score, _ in scored)
    if re.search(TOPICAL, question.text):
        return best, [k for _, k in scored]
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
        if share(topic, structure.bag, rarity) < _EXPLAINED:
            continue
        for container in containers_of(structure):
            if not container.name:
                residual = tuple(_unnamed(question, topic, container))
                if not question.head and _has_members(container, question, residual, structure):
                    documents.append(_Match(structure, container, 0.0, residual))
                continue
            if question.head and question.head not in squeeze(container.name):
                continue
            said = _said(container, question, structures, asked, whole, rarity)
            if not said:
                continue
            residual = tuple(uncovered(topic, container.bag))
            fit = share(topic, container.bag, rarity)
            if _has_members(container, question, residual, structure):
                fit = 1.0
            elif said > _NAME_SAID and fit >= _EXPLAINED and _has_members(container, question, (), structure):
                residual = ()
            else:
                continue
            named.append(_Match(structure, container, said if said >= _NUMBERED else said * fit, residual))
    best = max((m.score for m in named), default=0.0)
    if question.goal_numbers and best < _NUMBERED:
        return []
    if best < _FIT:
        return documents
    return [m for m in named if m.score >= best - 0.005]


def _unnamed(question: Question, topic: Sequence[Word], document: Container) -> list[Word]:
    """The words of the topic that do not name the document.

    A title that has them all is meant by what documents are called (「総合戦略の」), not by its subject (脱炭素の).
    """
    names = any(re.search(DOCUMENT_WORDS, w.surface) for w in topic) and not re.search(TOPICAL, question.text)
    residual = uncovered(topic, document.bag)
    return residual if residual or names else list(topic)


def _said(
    container: Container,
    question: Question,
    structures: Sequence[Structure],
    asked: Bag,
    whole: str,
    rarity: Rarity,
) -> float:
    """How surely the question names it: ≥ 2 by number, > 1 by its exact name, ≤ 1 in other words, else 0."""
    if container.goal and _numbered(container.goal, question, structures):
        return _NUMBERED + (container.goal.number in question.goal_numbers)
    name = squeeze(container.name)
    if len(name) >= _SHORTEST_EXACT and name in whole:
        return 1.0 + len(name) / 100
    words = name_share(container.name, asked, rarity)
    return words if words >= _NAME_SAID else 0.0


def _has_members(container: Container, question: Question, residual: Sequence[Word], structure: Structure) -> bool:
    if Asked.KPIS in question.asked:
        return any(not uncovered(residual, bag_of(k.indicator)) for k in container.kpis)
    return any(
        _belongs(m, residual, question, structure) or _mentions(m, residual, structure) for m in container.measures
    )


def _digits(number: str) -> str:
    return re.sub(r"\D", "", "".join(_RING.get(c, c) for c in number))


def _projects_or_measures(measures: Sequence[Measure], question: Question, structure: Structure) -> Iterator[Found]:
    if Asked.PROJECTS in question.asked and any(m.projects for m in measures):
        for measure in measures:
            for project in measure.projects:
                yield of_record(measure, project, [project], why=measure.name)
        return
    for measure in measures:
        yield of_record(measure, measure.name, why=_reason(measure, question, structure))


def _reason(measure: Measure, question: Question, structure: Structure) -> str:
    """Where the measure stands (goal > group), or who is in charge where that was asked."""
    if Asked.MINISTRIES in question.asked and measure.ministries:
        return f"担当：{'、'.join(measure.ministries)}"
    above = [f"{a.number or ''}{a.name}" for a in reversed(structure.ancestors(measure))]
    return " > ".join([*above, *([measure.group] if measure.group else [])])
