"""What a sample document is made of: the printed pieces, and what a reader should understand from each of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

LABEL = "本資料は公開情報をもとに再構成した見本であり、公式の文書ではありません"
"""Printed on every page of every sample."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A value as printed, with the meaning of corpus.records.Value. `year` is Western; `fiscal` tells 年度 from 年."""

    text: str
    number: float | None = None
    unit: str | None = None
    year: int | None = None
    fiscal: bool | None = None
    comparator: str | None = None
    kind: str = "level"
    period: tuple[int, int] | None = None
    duration: int | None = None


@dataclass(frozen=True, slots=True)
class Goal:
    """A goal; `number` is its normalised ordinal."""

    number: str
    name: str


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure. `goal` is the name of the goal it stands under, None where it stands under none."""

    name: str
    goal: str | None = None
    group: str | None = None
    ministries: tuple[str, ...] = ()
    number: str | None = None


@dataclass(frozen=True, slots=True)
class Indicator:
    """A KPI. `of` is the name of the goal or measure it measures."""

    name: str
    targets: tuple[Figure, ...]
    baseline: Figure | None = None
    of: str | None = None


@dataclass(frozen=True, slots=True)
class Shift:
    """A 「これまで → これから」 pair."""

    topic: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Role:
    """Who is to do what."""

    actor: str
    duties: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """A bar of a 工程表 from the start of one fiscal year to the end of another. `filled` bars are drawn in colour."""

    text: str
    start_fy: int
    end_fy: int
    filled: bool = True


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; a newline in `text` is a printed break. `band` prints it white on a coloured band."""

    level: int
    marker: str
    text: str
    goal: Goal | None = None
    measure: Measure | None = None
    band: bool = False


@dataclass(frozen=True, slots=True)
class Label:
    """A bracketed run-in label such as 【具体的取組】."""

    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text. `{1}` in it is the place of the first of `notes`, printed small and raised."""

    text: str
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Item:
    """A list item with its marker; `charge` is printed in brackets on the next line."""

    marker: str
    text: str
    level: int = 0
    measure: Measure | None = None
    charge: str = ""


@dataclass(frozen=True, slots=True)
class KpiLine:
    """A line that states an indicator in words; `printed` holds the indicator's name and its values."""

    printed: str
    indicator: Indicator


@dataclass(frozen=True, slots=True)
class KpiBox:
    """A ruled box of indicators stated in words."""

    title: str
    lines: tuple[KpiLine, ...]


@dataclass(frozen=True, slots=True)
class GridCell:
    """A table cell; a newline in `text` is a printed break."""

    text: str
    rowspan: int = 1
    colspan: int = 1
    align: str = "left"


@dataclass(frozen=True, slots=True)
class Grid:
    """A ruled table. Rows hold only the cells that start in them; `widths` are shares of the text width.

    `repeat` prints the header again on each further page.
    """

    caption: str
    widths: tuple[float, ...]
    header: tuple[tuple[GridCell, ...], ...]
    rows: tuple[tuple[GridCell, ...], ...]
    repeat: bool = True
    indicators: tuple[tuple[int, Indicator], ...] = ()
    """Indicators with the body row each starts in."""
    note: str = ""


@dataclass(frozen=True, slots=True)
class RoadmapRow:
    """The bars of one measure."""

    measure: str
    steps: tuple[Step, ...]
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Roadmap:
    """A 工程表: bars over fiscal-year columns. `remark` names a last column, such as KPI; none where empty."""

    caption: str
    years: tuple[int, ...]
    rows: tuple[RoadmapRow, ...]
    remark: str = ""
    note: str = ""
    landscape: bool = False


@dataclass(frozen=True, slots=True)
class ShiftBoxes:
    """Pairs of boxes 「これまで」 and 「これから」 with an arrow between."""

    shifts: tuple[Shift, ...]


@dataclass(frozen=True, slots=True)
class RoleList:
    """An actor and its duties, as a list."""

    role: Role


Element: TypeAlias = (
    Heading | Label | Paragraph | Item | KpiBox | Grid | Roadmap | ShiftBoxes | RoleList
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Look:
    """How a document is set: body and heading faces, accent colour, and the words that run along the top."""

    body: str = "Mincho"
    accent: tuple[float, float, float] = (0.10, 0.23, 0.42)
    running: str = ""
    number_format: str = "{}"


@dataclass(frozen=True, slots=True)
class About:
    """What a document says of itself. `decided_on` is ISO; `decided_text` is how it is printed."""

    file: str
    title: str
    decided_on: str
    decided_text: str
    decision: str
    period: tuple[int, int] | None
    period_text: str = ""


@dataclass(frozen=True, slots=True)
class Paper:
    """A document in running text: cover, contents and body."""

    about: About
    look: Look
    body: tuple[Element, ...]
    cover_title: str = ""
    contents_depth: int = 3


@dataclass(frozen=True, slots=True)
class MeasureGroup:
    """A box ＜…＞ of measures, closed by 等."""

    name: str
    measures: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GoalColumn:
    """A column of the overview slide: the goal's head, its KPI box, its groups of measures."""

    goal: Goal
    indicator: Indicator
    groups: tuple[MeasureGroup, ...]


@dataclass(frozen=True, slots=True)
class GoalSlide:
    """The overview slide: an introduction in a box, then the goals side by side."""

    title: str
    introduction: tuple[str, ...]
    columns: tuple[GoalColumn, ...]


@dataclass(frozen=True, slots=True)
class Era:
    """A chevron of the time line: a strategy and its years."""

    name: str
    years: str


@dataclass(frozen=True, slots=True)
class HistorySlide:
    """Statements with ○, and the strategies as chevrons along time."""

    title: str
    statements: tuple[str, ...]
    eras: tuple[Era, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class RoadmapSlide:
    """A 工程表 that fills a slide."""

    title: str
    roadmap: Roadmap


@dataclass(frozen=True, slots=True)
class BodySlide:
    """A table of indicators, and a body with its members by post in a box."""

    title: str
    grid: Grid
    body: str
    statement: str
    members: tuple[tuple[str, tuple[str, ...]], ...]


Slide: TypeAlias = GoalSlide | HistorySlide | RoadmapSlide | BodySlide


@dataclass(frozen=True, slots=True)
class Deck:
    """A slide deck, A4 landscape."""

    about: About
    look: Look
    slides: tuple[Slide, ...]
    cover_title: str
