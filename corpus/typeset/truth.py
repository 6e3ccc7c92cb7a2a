"""What the samples say, page by page, as it was set: the golden answers that extraction is measured with."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass, field
from typing import Any

from corpus.text import normalise
from corpus.typeset.elements import About, Figure, Goal, Grid, Heading, Indicator, Measure, Role, Shift, Step

Json = dict[str, Any]


@dataclass(slots=True)
class Truth:
    """Collects what is printed while a document is set. Pages are 1-based."""

    about: About
    pages: int = 0
    goals: list[Json] = field(default_factory=list)
    measures: list[Json] = field(default_factory=list)
    kpis: list[Json] = field(default_factory=list)
    headings: list[Json] = field(default_factory=list)
    tables: list[Json] = field(default_factory=list)
    roadmap: list[Json] = field(default_factory=list)
    shifts: list[Json] = field(default_factory=list)
    roles: list[Json] = field(default_factory=list)
    bodies: list[Json] = field(default_factory=list)
    labels: list[Json] = field(default_factory=list)

    def heading(self, heading: Heading, page: int) -> None:
        """A heading, with the goal or measure that it names."""
        number = ordinal(heading.marker)
        text = normalise(heading.text.replace("\n", ""))
        self.headings.append({"level": heading.level, "number": number, "text": text, "page": page})
        if heading.goal is not None:
            self.goal(heading.goal, page)
        if heading.measure is not None:
            self.measure(heading.measure, page)

    def goal(self, goal: Goal, page: int) -> None:
        """A goal."""
        self.goals.append({**_clean(asdict(goal)), "page": page})

    def measure(self, measure: Measure, page: int) -> None:
        """A measure."""
        self.measures.append({**_clean(asdict(measure)), "page": page})

    def kpi(self, indicator: Indicator, page: int) -> None:
        """An indicator with its values."""
        self.kpis.append(
            {
                "indicator": normalise(indicator.name.replace("\n", "")),
                "of": _clean(indicator.of),
                "baseline": None if indicator.baseline is None else figure(indicator.baseline),
                "targets": [figure(target) for target in indicator.targets],
                "page": page,
            }
        )

    def table(self, grid: Grid, pages: list[int]) -> None:
        """A ruled table with its cells, and its indicators on the page where each row stands."""
        rows: list[list[str | None]] = [
            [None] * len(grid.widths) for _ in range(len(grid.header) + len(grid.rows))
        ]  # fmt: skip
        taken: set[tuple[int, int]] = set()
        for r, row in enumerate((*grid.header, *grid.rows)):
            column = 0
            for cell in row:
                while (r, column) in taken:
                    column += 1
                rows[r][column] = normalise(cell.text)
                taken |= {(r + i, column + j) for i in range(cell.rowspan) for j in range(cell.colspan)}
        self.tables.append(
            {
                "pages": sorted(set(pages)),
                "caption": normalise(grid.caption),
                "header_rows": len(grid.header),
                "n_rows": len(rows),
                "n_cols": len(grid.widths),
                "rows": rows,
            }
        )
        for row_number, indicator in grid.indicators:
            self.kpi(indicator, pages[len(grid.header) + row_number])

    def step(self, measure: str, step: Step, page: int) -> None:
        """A bar of a 工程表."""
        self.roadmap.append(
            {
                "measure": normalise(measure),
                "text": normalise(step.text),
                "start_fy": step.start_fy,
                "end_fy": step.end_fy,
                "page": page,
            }
        )

    def shift(self, shift: Shift, page: int) -> None:
        """A change of course."""
        self.shifts.append({**_clean(asdict(shift)), "page": page})

    def role(self, role: Role, page: int) -> None:
        """An actor and its duties."""
        self.roles.append({**_clean(asdict(role)), "page": page})

    def label(self, text: str, page: int) -> None:
        """Words set like a heading that name no part of the outline: the head of a box, a bracketed label."""
        self.labels.append({"text": normalise(text), "page": page})

    def body(self, name: str, members: dict[str, list[str]], page: int) -> None:
        """A body with its members by post."""
        self.bodies.append(_clean({"name": name, "members": members}) | {"page": page})

    def json(self) -> Json:
        """Everything, in the order of the page."""
        about = self.about
        return {
            "title": normalise(about.title),
            "decided_on": about.decided_on,
            "decision": about.decision,
            "period": None if about.period is None else {"start_fy": about.period[0], "end_fy": about.period[1]},
            "pages": self.pages,
            **{
                name: getattr(self, name)
                for name in (
                    "goals", "measures", "kpis", "headings", "tables", "roadmap", "shifts", "roles", "bodies", "labels"
                )
            },
        }  # fmt: skip


def figure(value: Figure) -> Json:
    """A value with its text normalised."""
    data = asdict(value)
    return {**data, "text": normalise(value.text.replace("\n", ""))}


def ordinal(marker: str) -> str | None:
    """Normalised number of a heading: 第１章 → 1, （１） → (1), 【基本目標１】 → 1, Ⅰ． → I; None without one."""
    text = normalise(marker).strip()
    if match := re.fullmatch(r"第?(\d+)[章節.]?", text):
        return match[1]
    if match := re.fullmatch(r"【?[^\d()]*?(\d+)】?", text):
        return match[1]
    return text.removesuffix(".") or None


def _clean(value: Any) -> Any:
    match value:
        case str():
            return normalise(value.replace("\n", ""))
        case dict():
            return {key: _clean(item) for key, item in value.items()}
        case list() | tuple():
            return [_clean(item) for item in value]
        case _:
            return value
