"""Measures: headings under 【具体的な施策】, bullets under ＜group＞ in a goal's box, bullets that name 【…省】.

A list is a list of measures only where its place says so: under a goal, under a heading that announces measures, or by
the bodies in charge at the end of its items. Lists elsewhere are left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from corpus.pages import Block, BlockKind, Evidence
from corpus.text import normalise, squeeze
from ingest.goal_labels import MEASURE_PARTS, WORDED
from ingest.goals import DIRECTIONS, FoundGoal, is_plan
from ingest.kpi_lines import KPI_TITLE, is_target_line
from ingest.list_items import Item, bodies, is_and_so_on, list_items, take_bodies, take_offices
from ingest.rules import Rule
from ingest.sections import Section, joined, printed

_PROJECTS = re.compile(
    r"^(?:主な|主要な?|具体的な?|関連|関係)?(?:事業|取組|取り組み|取組例|取組内容|事業例|主要事業|プロジェクト)(?:名|一覧|の例)?$"
)
_NOT_A_MEASURE = re.compile(
    r"現状|課題|背景|目的|趣旨|概要|方向性?$|考え方|視点|方針$|位置付け|位置づけ|体系|指標|KPI|目標|効果|はじめに|おわりに|まとめ|参考|体制$|創意工夫例|事例|スケジュール|工程|評価|検証|期間|対象"
)
_BRACKETS = ("＜", "<", "〈", "《", "【", "[", "［", "≪")
_ACROSS = re.compile(r"横断(?:的な?)?(?:する)?(?:施策|取組|支援|政策)$|^(?:各)?分野を?横断する")
_ANNOUNCES = re.compile(
    r"次の(?:施策|取組|事業|支援)を[^。]{0,16}(?:支える|進める|行う|実施する|推進する|講じる|展開する)。$"
)
_DIRECTION = re.compile(
    r"^[【<《〔■◆]?(?:基本的?な?|施策の?|取組の?)?(?:方向性?|方針|柱)(?:[①-⑳]|[0-9]{1,2}|[IVX]{1,4}|\([0-9]\))"
)
AGAIN = re.compile(r"[【(\[](?:一部)?再掲[^】)\]]{0,20}[】)\]]")
_FEWEST_LED = 3


@dataclass(frozen=True, slots=True)
class Due:
    """By when a measure is to be done: as printed, the fiscal year, and where it stands."""

    text: str
    year: int
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class FoundMeasure:
    """A measure before it gets its id; `goal` is the goal found above it, `again` whether it is marked 再掲."""

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


def find_measures(
    root: Section,
    title: str,
    goals: Sequence[FoundGoal],
    listed: Sequence[FoundMeasure],
    sheets: Sequence[FoundMeasure],
) -> list[FoundMeasure]:
    """Every measure once, in reading order; `title` is the document's.

    `listed` are those that tables give, `sheets` those that have a page of their own: what such a page lists is theirs.
    """
    named = {squeeze(m.name) for m in listed if m.goal}
    own_pages = {sheet.evidence[0].page for sheet in sheets}
    found: list[FoundMeasure] = []
    led: list[FoundMeasure] = []
    for section in root.walk():
        goal = goal_above(section, goals)
        if MEASURE_PARTS.match(section.title):
            if _lists_projects(section, found):
                continue
            found.extend(_announced(section, goal, is_plan(section, [title])))
        elif goal is not None:
            if section.title not in named and any(s.title in named for s in section.walk()):
                continue
            known = {id(m.section) for m in found if m.section}
            found.extend(m for m in _under_goal(section, goal, named) if id(m.section) not in known)
        elif DIRECTIONS.match(section.title) and is_plan(section, [title]):
            found.extend(_two_below(section, goals))
        if not any(m.section is section and m.ministries for m in found):
            led.extend(_led(section, goal))
    taken = {squeeze(e.quote) for m in found for e in m.evidence}
    led = [
        m for m in led if m.evidence[0].page not in own_pages and not any(squeeze(e.quote) in taken for e in m.evidence)
    ]
    if len(led) + sum(bool(m.ministries) for m in found) >= _FEWEST_LED:
        found.extend(led)
    found.extend(_across(root, title, goals, {id(m.section) for m in found if m.section}))
    rows = [*_placed(listed, found, goals)]
    merged: list[FoundMeasure] = []
    for measure in (*found, *sheets, *rows):
        twin = next((i for i, other in enumerate(merged) if _same(measure, other)), None)
        if twin is None:
            merged.append(measure)
        else:
            merged[twin] = _merge(merged[twin], measure)
    return merged


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


def _announced(section: Section, goal: FoundGoal | None, plan: bool) -> Iterator[FoundMeasure]:
    """What stands under 【具体的な施策】: numbered headings, else the items of its list."""
    group = _group(section, goal)
    heads = [child for child in section.children if child.heading and _numbered(child)]
    if heads:
        for child in heads:
            if not _is_generic(child.title):
                measure = _headed(child, goal, Rule.MEASURE_ANNOUNCED if goal else Rule.MEASURE_ANNOUNCED_ALONE, group)
                if goal or plan or measure.ministries:
                    yield measure
        return
    for measure in _of_items(
        list(list_items(section)), goal, group, Rule.MEASURE_ITEM if goal else Rule.MEASURE_ITEM_ALONE
    ):
        if goal or measure.ministries:
            yield measure
    for child in section.children:
        if goal and child.heading and child.heading.marker and not _is_generic(child.title):
            yield _headed(child, goal, Rule.MEASURE_MARKED, group)


def _of_items(items: Sequence[Item], goal: FoundGoal | None, group: str | None, rule: Rule) -> Iterator[FoundMeasure]:
    """One measure per item; where some are numbered and others not, the others tell more of the one above."""
    mixed = any(i.number for i in items) and not all(i.number for i in items) and bool(items and items[0].number)
    current: FoundMeasure | None = None
    for item in items:
        if mixed and not item.number and current:
            text, named = take_bodies(item.text)
            current = replace(
                current,
                description=current.description + text,
                ministries=tuple(dict.fromkeys((*current.ministries, *named))),
                evidence=joined(current.evidence, item.evidence),
            )
            continue
        if current:
            yield current
        current = _item(item, goal, group, rule)
    if current:
        yield current


def _two_below(chapter: Section, goals: Sequence[FoundGoal]) -> Iterator[FoundMeasure]:
    """Chapters of 施策の方向 that hold no goal: the numbered headings under each of their parts."""
    inside = {id(s) for s in chapter.walk()}
    if any(id(s) in inside for goal in goals for s in goal.sections):
        return
    for part in chapter.children:
        for child in part.children:
            if part.heading and _numbered(child) and not _is_generic(child.title):
                yield _headed(child, None, Rule.MEASURE_DIRECTIONS, part.heading.text)


def _across(root: Section, title: str, goals: Sequence[FoundGoal], known: set[int]) -> Iterator[FoundMeasure]:
    """Numbered headings outside every goal of a plan, where the words above say that they cut across the goals."""
    if not goals or not is_plan(root, [title]):
        return
    for part in root.walk():
        if goal_above(part, goals) is not None:
            continue
        announced = any(_ANNOUNCES.search(squeeze(b.text)) for b in part.blocks)
        if not announced and not _ACROSS.search(part.title):
            continue
        for child in part.children:
            alone = _numbered(child) and not child.children and id(child) not in known
            if alone and _prose(child) and not _is_generic(child.title):
                yield _headed(child, None, Rule.MEASURE_ACROSS)


def _placed(
    listed: Sequence[FoundMeasure], found: list[FoundMeasure], goals: Sequence[FoundGoal]
) -> Iterator[FoundMeasure]:
    """Measures of tables with the goal they stand under; those of a table under a measure become its projects."""
    titles: set[int] = set()
    charged = {i for i, m in enumerate(found) if m.ministries}
    for measure in listed:
        home = measure.section
        above = (home, *home.ancestors()) if home else ()
        owner = next((i for i, m in enumerate(found) if m.section and any(m.section is place for place in above)), None)
        if (
            owner is not None
            and measure.goal is None
            and bodies("\n".join(measure.ministries))
            and _is_title(found[owner])
        ):
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


def _lists_projects(section: Section, found: Sequence[FoundMeasure]) -> bool:
    """具体的な事業 under a measure lists its projects, and so does a list of 取組 that names no one in charge."""
    above = {id(place) for place in section.ancestors()}
    if not any(id(m.section) in above for m in found if m.section):
        return False
    if "事業" in section.title:
        return True
    plain = not any(_numbered(child) for child in section.children)
    return plain and "取" in section.title and not any(take_bodies(i.text)[1] for i in list_items(section))


def _numbered(section: Section) -> bool:
    return bool(section.heading and section.heading.number)


def _group(section: Section, goal: FoundGoal | None) -> str | None:
    """The numbered heading that the announced measures stand under, unless that is the goal itself."""
    for place in section.ancestors():
        if place.heading is None or (goal and any(s is place for s in goal.sections)):
            return None
        if _numbered(place) and not re.fullmatch(r"[ivx]+", place.heading.number or ""):
            return place.heading.text
    return None


def _is_generic(title: str) -> bool:
    return bool(
        KPI_TITLE.match(title) or _PROJECTS.match(title) or MEASURE_PARTS.match(title) or _NOT_A_MEASURE.search(title)
    )


def _under_goal(section: Section, goal: FoundGoal, named: set[str]) -> Iterator[FoundMeasure]:
    """＜group＞ boxes with bullets, headings that call themselves 施策, and the numbered headings of a goal.

    Where a table lists the measures by name (`named`, squeezed), their headings may stand further below.
    """
    heading = section.heading
    if heading is None:
        return
    if any(s is section for s in goal.sections):
        if not any(MEASURE_PARTS.match(s.title) for s in section.children):
            yield from _listed_directly(section, goal)
        return
    worded = WORDED.match(squeeze(printed(heading)))
    if worded:
        yield replace(_headed(section, goal, Rule.MEASURE_WORDED), number=worded["number"])
        return
    if section.title in named and _numbered(section) and not _is_generic(section.title):
        yield _headed(section, goal, Rule.MEASURE_NUMBERED, _group(section, goal))
        return
    own_child = any(s is section.parent for s in goal.sections)
    if own_child and squeeze(heading.marker) in _BRACKETS:
        yield from _boxed(section, goal, heading.text)
    elif _is_direction(section):
        return
    elif _numbered(section) and _is_step_below(section, goal) and not _only_announces(section):
        yield from () if _is_generic(section.title) else (_headed(section, goal, Rule.MEASURE_NUMBERED),)


def _is_step_below(section: Section, goal: FoundGoal) -> bool:
    """Whether nothing but boxes of KPIs stands between the goal and this heading."""
    for place in section.ancestors():
        if any(s is place for s in goal.sections):
            return True
        if not KPI_TITLE.match(place.title) and not _is_direction(place):
            return False
    return False


def _is_direction(section: Section) -> bool:
    """基本的方向1 or 方針① over numbered headings: what groups measures and is none."""
    heading = section.heading
    if heading is None or not _DIRECTION.match(squeeze(printed(heading))):
        return False
    return any(_numbered(child) for child in section.children)


def _only_announces(section: Section) -> bool:
    """A heading that holds a list of 主な施策 and no outline of its own is a group of measures."""
    announces = any(MEASURE_PARTS.match(child.title) for child in section.children)
    return announces and not any(re.search(r"概要$", child.title) for child in section.children)


def _listed_directly(section: Section, goal: FoundGoal) -> Iterator[FoundMeasure]:
    """Short numbered items right under a goal that is carried out by nothing else."""
    if any(_numbered(child) for child in section.children):
        return
    items = [i for i in list_items(section) if i.number]
    if len(items) > 0 and all(len(i.text) <= 60 and not i.text.endswith("。") for i in items):
        for item in items:
            measure = _item(item, goal, None, Rule.MEASURE_DIRECT)
            if measure and not _is_generic(squeeze(measure.name)):
                yield measure


def _boxed(section: Section, goal: FoundGoal, group: str) -> Iterator[FoundMeasure]:
    if section.children or _is_generic(section.title):
        return
    items = [i for i in list_items(section) if len(i.text) <= 80 and not i.text.endswith("。")]
    if not items or any(b.kind is BlockKind.PARAGRAPH and b.text.endswith("。") for b in section.blocks):
        return
    for item in items:
        measure = _item(item, goal, group, Rule.MEASURE_GROUPED)
        if measure:
            yield measure


def _led(section: Section, goal: FoundGoal | None) -> Iterator[FoundMeasure]:
    """Items and headings that end in the bodies in charge: `…の推進【環境省・経済産業省】`."""
    heading = section.heading
    group = heading.text if heading else None
    if heading is not None:
        name, named = _name_and_bodies(heading)
        if named and name and not _is_generic(squeeze(name)):
            yield FoundMeasure(
                heading.number,
                AGAIN.sub("", name).strip(),
                heading.evidence,
                Rule.MEASURE_LED_HEADING,
                goal,
                None,
                _prose(section),
                named,
                again=AGAIN.search(heading.text) is not None,
                section=section,
            )
    for item in list_items(section):
        measure = _item(item, goal, group, Rule.MEASURE_LED)
        if measure and measure.ministries:
            yield measure


def _item(item: Item, goal: FoundGoal | None, group: str | None, rule: Rule) -> FoundMeasure | None:
    name, named = take_offices(item.text) if goal else take_bodies(item.text)
    again = AGAIN.search(item.text) is not None
    name = AGAIN.sub("", name).strip() if again else name
    if len(name) < 3 or is_and_so_on(name) or is_target_line(name):
        return None
    return FoundMeasure(item.number, name, item.evidence, rule, goal, group, "", named, again=again)


def _name_and_bodies(heading: Block, *, in_plan: bool = False) -> tuple[str, tuple[str, ...]]:
    """A heading's words and the bodies in charge behind them, which its text may have lost as a mark."""
    take = take_offices if in_plan else take_bodies
    name, named = take(heading.text)
    if named:
        return name, named
    whole, named = take(normalise(printed(heading)).strip())
    return (heading.text, named) if named and squeeze(whole).endswith(squeeze(heading.text)) else (heading.text, ())


def _headed(section: Section, goal: FoundGoal | None, rule: Rule, group: str | None = None) -> FoundMeasure:
    """A measure of its own heading, with the bodies in charge and the projects that its lists name."""
    heading = section.heading
    assert heading is not None
    name, named = _name_and_bodies(heading, in_plan=goal is not None)
    worded = WORDED.match(squeeze(name))
    lists = [i for child in section.walk() if _holds_projects(child) for i in list_items(child)]
    projects = [take_offices(i.text) for i in lists if not is_and_so_on(i.text)]
    details = [take_bodies(item.text) for item in list_items(section)]
    in_charge = named or tuple(dict.fromkeys(body for _, bodies in (*details, *projects) for body in bodies))
    return FoundMeasure(
        number=heading.number,
        name=AGAIN.sub("", worded["name"] if worded else name).strip(),
        evidence=heading.evidence,
        rule=rule,
        goal=goal,
        group=group,
        description=_prose(section) or "".join(text for text, _ in details if text.endswith("。")),
        ministries=in_charge,
        projects=tuple(words for words, _ in projects),
        again=AGAIN.search(heading.text) is not None,
        section=section,
    )


def _holds_projects(section: Section) -> bool:
    """A list of 事業 or 取組 whose items are not numbered measures themselves."""
    if not _PROJECTS.match(section.title):
        return False
    items = list(list_items(section)) if MEASURE_PARTS.match(section.title) else []
    return not any(i.number and (take_bodies(i.text)[1] or i.text.endswith("。")) for i in items)


def _prose(section: Section) -> str:
    return "".join(b.text for b in section.blocks if b.kind is BlockKind.PARAGRAPH and len(b.text) > 15)
