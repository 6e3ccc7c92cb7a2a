"""What a municipal plan drawn for a test says, and its title page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from tests.pdfs import GOTHIC
from tests.plans import Paper

Number = tuple[float | None, str | None, int | None]
"""(number, unit, year) of a value."""


@dataclass(frozen=True)
class TownPlan:
    """What a plan says: goals (number, name), measures (goal, number, name, in charge, projects), KPIs (of, …)."""

    file: str
    draw: Callable[[Path], Path]
    goals: list[tuple[str, str]]
    measures: list[tuple[str, str, str, tuple[str, ...], tuple[str, ...]]]
    kpis: list[tuple[str, str, Number | None, tuple[Number, ...]]]
    roadmap: list[tuple[str, str, int | None, int | None]] = field(default_factory=list)


def cover(paper: Paper, title: str, town: str, when: str) -> None:
    """A title page: the plan, its years or day, the town."""
    paper.gap(180)
    paper.words(title, 22, font=GOTHIC)
    paper.gap(40)
    paper.words(when, 14)
    paper.words(town, 14)
    paper.new_page()
