"""Measures: headings under 【具体的な施策】, bullets under ＜group＞ in a goal's box, bullets that name 【…省】.

A list is a list of measures only where its place says so: under a goal, under a heading that announces measures, or by the
bodies in charge at the end of its items. Lists elsewhere are left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from corpus.pages import BlockKind, Evidence
from corpus.text import squeeze
from ingest.goals import MEASURE_PARTS, FoundGoal
from ingest.kpi_lines import KPI_TITLE, is_target_line
from ingest.list_items import Item, is_and_so_on, list_items, take_bodies
from ingest.sections import Section, joined, printed

_PROJECTS = re.compile(r"^(?:主な|主要|具体的な|関連|関係)?(?:事業|取組|取り組み|取組例|取組内容|事業例|主要事業|プロジェクト)(?:名|一覧|の例)?$")
_WORDED = re.compile(
    r"^(?:具体的な?)?(?:基本|主要|重点|個別|具体的)?(?:施策|取組|プロジェクト|アクション)(?P<number>[①-⑳]|[0-9]{1,2}(?:-[0-9]{1,2})?)(?P<name>\D.*)$"
)
_NOT_A_MEASURE = re.compile(
    r"現状|課題|背景|目的|趣旨|概要|方向性?$|考え方|視点|方針$|位置付け|位置づけ|体系|指標|KPI|目標|効果|はじめに|おわりに|まとめ|参考|体制$|創意工夫例|事例|スケジュール|工程|評価|検証|期間|対象"
)
_FEWEST_LED = 3


@dataclass(frozen=True, slots=True)
class FoundMeasure:
    """A measure before it gets its id; `goal` is the goal found above it."""

    number: str | None
    name: str
    evidence: tuple[Evidence, ...]
    confidence: float
    goal: FoundGoal | None = None
    group: str | None = None
    description: str = ""
    ministries: tuple[str, ...] = ()
    projects: tuple[str, ...] = ()
    section: Section | None = field(default=None, compare=False)

    @property
    def key(self) -> tuple[str, str]:
        """What tells whether two finds are the same measure: its goal and name."""
        return (self.goal.key if self.goal else "", squeeze(self.name))


def goal_above(section: Section, goals: Sequence[FoundGoal]) -> FoundGoal | None:
    """The goal whose section holds this one."""
    for place in (section, *section.ancestors()):
        for goal in goals:
            if goal.section is place:
                return goal
    return None


def find_measures(root: Section, goals: Sequence[FoundGoal], listed: Sequence[FoundMeasure]) -> list[FoundMeasure]:
    """Every measure once, in reading order; `listed` are those that tables give."""
    found: list[FoundMeasure] = []
    led: list[FoundMeasure] = []
    for section in root.walk():
        goal = goal_above(section, goals)
        if MEASURE_PARTS.match(section.title):
            found.extend(_announced(section, goal))
        elif goal is not None and goal.section is not section:
            found.extend(_under_goal(section, goal))
        led.extend(_led(section, goal))
    taken = {squeeze(e.quote) for m in found for e in m.evidence}
    led = [m for m in led if not any(squeeze(e.quote) in taken for e in m.evidence)]
    if len(led) + sum(bool(m.ministries) for m in found) >= _FEWEST_LED:
        found.extend(led)
    merged: list[FoundMeasure] = []
    for measure in (*found, *listed):
        twin = next((i for i, other in enumerate(merged) if _same(measure, other)), None)
        if twin is None:
            merged.append(measure)
        else:
            merged[twin] = _merge(merged[twin], measure)
    return merged


def _same(a: FoundMeasure, b: FoundMeasure) -> bool:
    """Told twice: by an overview and a section, or by a list and the details of the same number further on."""
    if a.key != b.key or a.evidence[0].page == b.evidence[0].page:
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
        projects=a.projects or b.projects,
        confidence=max(a.confidence, b.confidence),
    )


def _announced(section: Section, goal: FoundGoal | None) -> Iterator[FoundMeasure]:
    """What stands under 【具体的な施策】: numbered headings, else the items of its list."""
    heads = [child for child in section.children if child.heading and child.heading.number]
    if heads:
        for child in heads:
            if not KPI_TITLE.match(child.title) and not _PROJECTS.match(child.title):
                yield _headed(child, goal, 0.96 if goal else 0.85)
        return
    group = section.parent.heading.text if section.parent and section.parent.heading else None
    if goal is not None and section.parent is goal.section:
        group = None
    for item in list_items(section):
        measure = _item(item, goal, group, 0.9 if goal else 0.8)
        if measure and (goal or measure.ministries):
            yield measure


def _under_goal(section: Section, goal: FoundGoal) -> Iterator[FoundMeasure]:
    """＜group＞ boxes with bullets and headings that call themselves 施策 under a goal."""
    heading = section.heading
    if heading is None:
        return
    worded = _WORDED.match(squeeze(printed(heading)))
    if worded:
        yield replace(_headed(section, goal, 0.93), number=worded["number"])
        return
    boxed = squeeze(heading.marker) in ("＜", "<", "〈", "《", "【", "[", "［", "≪")
    if not boxed or section.parent is not goal.section or section.children:
        return
    title = section.title
    if KPI_TITLE.match(title) or _PROJECTS.match(title) or _NOT_A_MEASURE.search(title) or MEASURE_PARTS.match(title):
        return
    items = [i for i in list_items(section) if len(i.text) <= 80 and not i.text.endswith("。")]
    if not items or any(b.kind is BlockKind.PARAGRAPH and b.text.endswith("。") for b in section.blocks):
        return
    for item in items:
        measure = _item(item, goal, heading.text, 0.95)
        if measure:
            yield measure


def _led(section: Section, goal: FoundGoal | None) -> Iterator[FoundMeasure]:
    """Items and headings that end in the bodies in charge: `…の推進【環境省・経済産業省】`."""
    heading = section.heading
    group = heading.text if heading else None
    if heading is not None:
        name, named = take_bodies(heading.text)
        if named and name:
            yield FoundMeasure(heading.number, name, heading.evidence, 0.85, goal, None, _prose(section), named, (), section)
    for item in list_items(section):
        measure = _item(item, goal, group, 0.9)
        if measure and measure.ministries:
            yield measure


def _item(item: Item, goal: FoundGoal | None, group: str | None, confidence: float) -> FoundMeasure | None:
    name, named = take_bodies(item.text)
    if len(name) < 3 or is_and_so_on(name) or is_target_line(name):
        return None
    return FoundMeasure(item.number, name, item.evidence, confidence, goal, group, "", named)


def _headed(section: Section, goal: FoundGoal | None, confidence: float) -> FoundMeasure:
    heading = section.heading
    assert heading is not None
    name, named = take_bodies(heading.text)
    worded = _WORDED.match(squeeze(name))
    projects = [i for child in section.walk() if _PROJECTS.match(child.title) for i in list_items(child)]
    return FoundMeasure(
        number=heading.number,
        name=worded["name"] if worded else name,
        evidence=heading.evidence,
        confidence=confidence,
        goal=goal,
        description=_prose(section),
        ministries=named,
        projects=tuple(i.text for i in projects if not is_and_so_on(i.text)),
        section=section,
    )


def _prose(section: Section) -> str:
    return "".join(b.text for b in section.blocks if b.kind is BlockKind.PARAGRAPH and len(b.text) > 15)
