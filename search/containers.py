"""The parts of a document's policy structure that have members: goals, groups and measures, and the document itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache

from corpus.records import Goal, Kpi, Measure
from search.structure import Structure
from search.words import Bag


@dataclass(frozen=True)
class Container:
    """A part of the structure that has members; `texts` explain words of the question, `about` those of all members."""

    name: str
    label: str
    texts: tuple[str, ...]
    about: tuple[str, ...]
    measures: tuple[Measure, ...]
    kpis: tuple[Kpi, ...]
    goal: Goal | None = None

    @cached_property
    def bag(self) -> Bag:
        """The words that the container explains."""
        return Bag([*self.texts, *self.about])


@lru_cache(maxsize=512)
def containers_of(structure: Structure) -> tuple[Container, ...]:
    """The containers of a document in document order, the nameless document last."""
    return tuple(_find_containers(structure))


def _find_containers(structure: Structure) -> Iterator[Container]:
    outer = (structure.document.title, structure.document.publisher)
    for goal in structure.goals:
        measures = tuple(m for m in structure.measures if goal in structure.ancestors(m))
        kpis = tuple(k for k in structure.kpis if goal in structure.ancestors(k))
        own = tuple(k.indicator for k in kpis if k.of == goal.id)
        yield Container(
            goal.name, _goal_label(goal), (goal.name, *structure.context(goal), *outer),
            (goal.statement, *own), measures, kpis, goal,
        )  # fmt: skip
    for group in dict.fromkeys((m.goal, m.group) for m in structure.measures if m.group):
        measures = tuple(m for m in structure.measures if (m.goal, m.group) == group)
        ids = {m.id for m in measures}
        kpis = tuple(k for k in structure.kpis if k.of in ids)
        texts = (str(group[1]), *structure.context(measures[0]), *outer)
        yield Container(str(group[1]), f"「{group[1]}」", texts, (), measures, kpis)
    for measure in structure.measures:
        kpis = tuple(k for k in structure.kpis if k.of == measure.id)
        texts = (measure.name, *structure.context(measure), *outer)
        yield Container(measure.name, f"「{measure.name}」", texts, (measure.description,), (measure,), kpis)
    label = f"『{structure.document.title}』"
    yield Container("", label, outer, (), structure.measures, structure.kpis)


def _goal_label(goal: Goal) -> str:
    return f"「{goal.name}」" if not goal.number else f"{goal.number}「{goal.name}」"
