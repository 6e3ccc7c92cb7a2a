"""A measure as it was found, before it gets its id: where it belongs, and when two finds are one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from corpus.pages import Evidence
from corpus.text import squeeze
from ingest.goals import FoundGoal
from ingest.list_items import bodies
from ingest.rules import Rule
from ingest.sections import Section, joined


@dataclass(frozen=True, slots=True)
class Due:
    """By when a measure is to be done: as printed, the fiscal year, and where it stands."""

    text: str
    year: int
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class FoundMeasure:
    """A measure before it gets its id; `goal` is the goal found above it, `again` whether it is marked 再掲.

    `has_targets` tells that its row of a table writes out targets of its own.
    """

    number: str | None
    name: str
    evidence: tuple[Evidence, ...]
    rule: Rule
    goal: FoundGoal | None = None
    group: str | None = None
    description: str = ""
    ministries: tuple[str, ...] = ()
    projects: tuple[str, ...] = ()
    again: bool = False
    due: Due | None = None
    has_targets: bool = False
    section: Section | None = field(default=None, compare=False)

    @property
    def key(self) -> tuple[str, str]:
        """What tells whether two finds are the same measure: its goal and name."""
        return (self.goal.key if self.goal else "", squeeze(self.name))


def goal_above(section: Section, goals: Sequence[FoundGoal]) -> FoundGoal | None:
    """The goal whose section holds this one."""
    for place in (section, *section.ancestors()):
        for goal in goals:
            if any(s is place for s in goal.sections):
                return goal
    return None


def placed(
    listed: Sequence[FoundMeasure], found: list[FoundMeasure], goals: Sequence[FoundGoal]
) -> Iterator[FoundMeasure]:
    """Measures of tables with the goal they stand under; those of a table under a measure become its projects."""
    titles: set[int] = set()
    charged = {i for i, m in enumerate(found) if m.ministries}
    for measure in listed:
        home = measure.section
        above = (home, *home.ancestors()) if home else ()
        owner = next((i for i, m in enumerate(found) if m.section and any(m.section is place for place in above)), None)
        own = measure.has_targets or bool(bodies("\n".join(measure.ministries)))
        if owner is not None and measure.goal is None and own and _is_title(found[owner]):
            titles.add(owner)
            yield replace(measure, goal=found[owner].goal, group=found[owner].name, section=None)
            continue
        if owner is not None and measure.goal is None:
            holder = found[owner]
            told = holder.ministries if owner in charged else (*holder.ministries, *measure.ministries)
            found[owner] = replace(
                holder, projects=(*holder.projects, measure.name), ministries=tuple(dict.fromkeys(told))
            )
            continue
        goal = measure.goal or (goal_above(home, goals) if home else None)
        yield replace(measure, goal=goal, section=None)
    found[:] = [m for i, m in enumerate(found) if i not in titles]


def _is_title(measure: FoundMeasure) -> bool:
    """A heading with nothing under it but the list that it heads."""
    section = measure.section
    told = measure.description or measure.ministries or measure.projects
    return section is not None and not told and not section.blocks and not section.children


def merged(measures: Iterable[FoundMeasure]) -> list[FoundMeasure]:
    """Every measure once, in the order of its first find."""
    kept: list[FoundMeasure] = []
    for measure in measures:
        twin = next((i for i, other in enumerate(kept) if _same(measure, other)), None)
        if twin is None:
            kept.append(measure)
        else:
            kept[twin] = _merge(kept[twin], measure)
    return kept


def _same(a: FoundMeasure, b: FoundMeasure) -> bool:
    """Told twice: by an overview and a section, or by a list and the details of the same number further on."""
    if a.key != b.key or a.again != b.again:
        return False
    listed_and_headed = (a.rule is Rule.MEASURE_TABLE) != (b.rule is Rule.MEASURE_TABLE) and (a.section or b.section)
    if a.evidence[0].page == b.evidence[0].page and not listed_and_headed:
        return False
    if a.section is not None and b.section is not None and a.section is not b.section and a.number is None:
        return False
    return a.group == b.group or (a.number == b.number and a.number is not None) or "" in (a.group or "", b.group or "")


def _merge(a: FoundMeasure, b: FoundMeasure) -> FoundMeasure:
    return replace(
        a,
        number=a.number or b.number,
        evidence=joined(a.evidence, b.evidence),
        group=a.group or b.group,
        description=a.description or b.description,
        ministries=a.ministries or b.ministries,
        projects=a.projects + tuple(p for p in b.projects if p not in a.projects),
        due=a.due or b.due,
    )
