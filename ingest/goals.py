"""Goals: 政策目標①, 【基本目標1】, a 基本目標 column of a table, or numbered parts that open with their numeric target.

Found by the shape of the document. A goal that an overview names and a section of its own carries is one goal with
evidence from both. Goals of another plan drawn in a diagram stand in no heading of ours and are left alone.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from corpus.pages import Block, BlockKind, Evidence, Page
from corpus.text import normalise, squeeze
from ingest.evidence import find_quote
from ingest.goal_labels import LABEL, LABELLED, MEASURE_PARTS, NUMBER, WEAK_LABELLED
from ingest.kpi_lines import KPI_TITLE, is_target_line
from ingest.rules import Rule
from ingest.sections import Section, joined, printed
from ingest.values import Phrase

_ENUMERATED = re.compile(rf"^(?P<label>{LABEL})(?:は)?[::](?P<list>①.+②.+)$")
_HEADER = re.compile(rf"^(?P<label>{LABEL})(?:\(.*\)|名)?$")
_PLAN = re.compile(r"戦略|計画|プラン|ビジョン|構想|方針|ロードマップ|パッケージ")
DIRECTIONS = re.compile(
    r"^(?:今後の)?(?:施策|政策|取組)の(?:方向性?|展開|体系|大綱)$|^各分野の(?:施策|政策|取組)$|^政策パッケージ$"
)
_NAME_END = re.compile(
    r"[。]|(?:とは|について(?:は)?|における|の(?:達成|実現|考え方|設定|進捗|体系|概要|数値目標|KPI).{0,10})$"
)
_BRACKETED_NUMBER = re.compile(r"^(\(\d{1,2}\))\s*(?=\S)")
_CHAPTER = re.compile(r"^第(?:\d{1,2}|[一二三四五六七八九十])[章編]$")
_GENERIC = re.compile(r"計画|戦略|目標|施策|体制|推進に|資料|構想|趣旨|現状|課題|方針|について|はじめに|序論|総論")
_LEAD = re.compile(rf"^(?:(?P<label>{LABEL})?(?P<number>{NUMBER})[.．、::)]?)")


@dataclass(frozen=True, slots=True)
class FoundGoal:
    """A goal before it gets its id: the label it carries, where it was found, and the sections that carry it out."""

    label: str
    number: str | None
    name: str
    evidence: tuple[Evidence, ...]
    rule: Rule
    sections: tuple[Section, ...] = field(default=(), compare=False)
    statement: str = ""
    targets: tuple[tuple[Phrase, tuple[Evidence, ...]], ...] = ()

    @property
    def key(self) -> str:
        """What tells whether two finds are the same goal."""
        return squeeze(self.name)


def find_goals(
    root: Section, title: str, tables: Sequence[FoundGoal], groups: set[str], pages: Sequence[Page]
) -> list[FoundGoal]:
    """Every goal of the document, once, labelled ones first.

    `tables` are the goals that tables list; `groups` the (squeezed) names by which KPI tables group their rows.
    """
    plan = [title]
    found = [*_labelled(root)] or [*_labelled_lines(root)] or [*_weakly_labelled(root, plan)]
    if not found:
        found = _chapters(root, plan) if not tables else []
        found = found or _numbered(root, plan, {goal.key for goal in tables} | groups) or _directions(root, plan)
    merged: list[FoundGoal] = []
    for goal in (*found, *tables, *_enumerated(root, pages)):
        twin = next((i for i, other in enumerate(merged) if _same(goal, other)), None)
        if twin is None:
            merged.append(goal)
        else:
            merged[twin] = _merge(merged[twin], goal)
    return [_everywhere(goal, root) for goal in merged]


def _everywhere(goal: FoundGoal, root: Section) -> FoundGoal:
    """The goal with every section of its name: a plan may state its goals first and carry them out further on."""
    same = (s for s in root.walk() if s.heading and s.title == goal.key and s not in goal.sections)
    more = tuple(s for s in same if goal.sections or (s.heading and s.heading.number))
    evidence = tuple(e for s in more if s.heading for e in s.heading.evidence)
    return replace(goal, sections=goal.sections + more, evidence=joined(goal.evidence, evidence)) if more else goal


def _same(a: FoundGoal, b: FoundGoal) -> bool:
    if a.key == b.key:
        return True
    same_number = a.number == b.number and (a.label == b.label or not a.label or not b.label)
    return same_number and bool(a.key) and bool(b.key) and (a.key.startswith(b.key) or b.key.startswith(a.key))


def _merge(a: FoundGoal, b: FoundGoal) -> FoundGoal:
    first, second = (a, b) if bool(a.sections) >= bool(b.sections) else (b, a)
    return replace(
        first,
        number=first.number or second.number,
        evidence=joined(first.evidence, second.evidence),
        sections=first.sections + tuple(s for s in second.sections if s not in first.sections),
        statement=first.statement or second.statement,
        targets=first.targets + second.targets,
    )


def _weakly_labelled(root: Section, plan: Sequence[str]) -> list[FoundGoal]:
    """戦略1, 戦略2 … or 目標1, 目標2 … side by side in a plan that names its goals by no clearer word."""
    rows: dict[tuple[int, str], list[FoundGoal]] = {}
    for goal in _labelled(root, WEAK_LABELLED, Rule.GOAL_WEAK):
        section = goal.sections[0]
        if is_plan(section, plan):
            rows.setdefault((id(section.parent), goal.label), []).append(goal)
    whole = [row for row in rows.values() if len(row) > 1 and row[0].number in ("1", "①", "I", "一")]
    return whole[0] if whole else []


def _labelled(root: Section, pattern: re.Pattern[str] = LABELLED, rule: Rule = Rule.GOAL_LABELLED) -> list[FoundGoal]:
    """Headings that name themselves: 政策目標① 強い経済. The name may stand in the next line of the box."""
    goals: list[FoundGoal] = []
    for section in root.walk():
        heading = section.heading
        if heading is None:
            continue
        m = pattern.match(squeeze(printed(heading))) or pattern.match(squeeze(heading.text))
        if m is None:
            continue
        name, evidence = _clean(m["name"], heading), heading.evidence
        places: tuple[Section, ...] = (section,)
        if not name:
            below = _next_words(section)
            if below is None:
                named = _named_below(section, root, pattern)
                if named is None or named.heading is None:
                    continue
                below, places = named.heading, (section, named)
            name, evidence = below.text, heading.evidence + below.evidence
        if _NAME_END.search(name) or len(name) > 80:
            continue
        goals.append(FoundGoal(m["label"], m["number"], name, evidence, rule, places, _statement(places[-1])))
    return goals


def _labelled_lines(root: Section) -> list[FoundGoal]:
    """A run of lines 目標1 …, 目標2 … that stands outside any drawing."""
    goals: list[FoundGoal] = []
    for section in root.walk():
        run: list[FoundGoal] = []
        for block in section.blocks:
            m = LABELLED.match(squeeze(printed(block)))
            if m is None or block.container is not None or not 0 < len(m["name"]) <= 60 or _NAME_END.search(m["name"]):
                continue
            if m["number"] == str(len(run) + 1):
                run.append(
                    FoundGoal(m["label"], m["number"], _clean(m["name"], block), block.evidence, Rule.GOAL_LINES)
                )
        if len(run) > 1:
            goals.extend(run)
    return goals


def _clean(squeezed: str, heading: Block) -> str:
    """The goal's name with the spaces that the heading's normalised text keeps."""
    name = squeezed.strip("「」『』【】~-")
    text = normalise(heading.text)
    for start in range(len(text)):
        if squeeze(text[start:]) == squeezed:
            return text[start:].strip().strip("「」『』【】~-")
    return name


def _next_words(section: Section) -> Block | None:
    candidates = [*section.blocks[:1], *(c.heading for c in section.children[:1] if c.heading)]
    for block in candidates:
        if len(block.text) <= 60 and not block.text.endswith("。") and not is_target_line(block.text):
            return block
    return None


def _named_below(section: Section, root: Section, label: re.Pattern[str]) -> Section | None:
    """The next section, where its heading is the name that a label alone on its line announces."""
    if section.heading is None or section.blocks or section.children or section.tables:
        return None
    order = [*root.walk()]
    at = next(i for i, other in enumerate(order) if other is section)
    following = order[at + 1] if at + 1 < len(order) else None
    heading = following.heading if following else None
    if heading is None or heading.number or heading.page != section.heading.page or len(heading.text) > 60:
        return None
    gap = heading.box[1] - section.heading.box[3]
    close = 0 <= gap < 3 * heading.size and heading.size >= 0.9 * section.heading.size
    return following if close and not label.match(squeeze(printed(heading))) else None


def _statement(section: Section) -> str:
    words = [b.text for b in section.blocks if b.kind is BlockKind.PARAGRAPH and b.text.endswith("。")]
    return "".join(words[:3])


def is_plan(section: Section, plan: Sequence[str]) -> bool:
    """Whether the document or a part above says that it is a plan."""
    return any(_PLAN.search(words) for words in (*plan, *(s.title for s in section.ancestors())))


def _numbered(root: Section, plan: Sequence[str], known: set[str]) -> list[FoundGoal]:
    """Numbered headings of a plan that carry targets, or that a table names as goals.

    They carry targets when a target line stands right under them beside measures, or when at least two neighbours have
    a box of numeric targets each.
    """
    boxed: dict[int, list[Section]] = {}
    for section in root.walk():
        if any(KPI_TITLE.match(child.title) for child in section.children) and section.parent:
            boxed.setdefault(id(section.parent), []).append(section)
    with_boxes = {id(s) for neighbours in boxed.values() if len(neighbours) > 1 for s in neighbours}
    goals: list[FoundGoal] = []
    for section in root.walk():
        heading = section.heading
        if heading is None or not _ordinal(heading) or not is_plan(section, plan):
            continue
        lines = [c.heading.text for c in section.children if c.heading] + [b.text for b in section.blocks[:3]]
        parts = any(MEASURE_PARTS.match(s.title) for s in section.walk() if s is not section)
        has_target = any(is_target_line(line) for line in lines[:3])
        if section.title in known or id(section) in with_boxes or (has_target and parts):
            goals.append(_of_heading(section, heading, Rule.GOAL_WITH_TARGETS))
    return goals


def _chapters(root: Section, plan: Sequence[str]) -> list[FoundGoal]:
    """第1章, 第2章 … of a 総合計画 named for what they aim at, whose numbered sections carry the boxes of targets."""
    for parent in root.walk():
        chapters = [s for s in parent.children if s.heading and _CHAPTER.match(s.heading.number or "")]
        carrying = [s for s in chapters if not _GENERIC.search(s.title) and _sections_with_targets(s)]
        if len(carrying) > 1 and is_plan(carrying[0], plan):
            return [_of_heading(s, s.heading, Rule.GOAL_CHAPTERS) for s in carrying if s.heading]
    return []


def _sections_with_targets(chapter: Section) -> bool:
    below = [s for s in chapter.children if s.heading and s.heading.number]
    carrying = [s for s in below if any(KPI_TITLE.match(child.title) for child in s.children)]
    return len(carrying) * 2 > len(below)


def _directions(root: Section, plan: Sequence[str]) -> list[FoundGoal]:
    """Under 施策の方向 of a plan: the numbered headings right above its lists of measures, two levels deep."""
    goals: list[FoundGoal] = []
    for chapter in root.walk():
        if not (DIRECTIONS.match(chapter.title) and is_plan(chapter, plan)):
            continue
        for part in chapter.children:
            below = [s for s in part.children if s.heading and _ordinal(s.heading)]
            goals.extend(_of_heading(s, s.heading, Rule.GOAL_DIRECTIONS) for s in below if s.heading and part.heading)
    return goals if len(goals) > 1 else []


def _ordinal(heading: Block) -> bool:
    return bool(heading.number and re.fullmatch(rf"\(?(?:{NUMBER})\)?", heading.number))


def _of_heading(section: Section, heading: Block, rule: Rule) -> FoundGoal:
    number = (heading.number or "").strip("()")
    return FoundGoal("", number, heading.text, heading.evidence, rule, (section,), _statement(section))


def _enumerated(root: Section, pages: Sequence[Page]) -> list[FoundGoal]:
    """`政策目標：①強い経済、②豊かな生活環境、③選ばれる地方` in one line."""
    goals: list[FoundGoal] = []
    for section in root.walk():
        for block in ([section.heading] if section.heading else []) + section.blocks:
            m = _ENUMERATED.match(squeeze(printed(block)))
            if m is None or len(m["list"]) > 200:
                continue
            for number, name in re.findall(r"([①-⑳])([^①-⑳]+)", m["list"]):
                words = name.rstrip("、,;・ ")
                place = block.evidence[0]
                boxes = find_quote(pages[place.page - 1], number + words, place.boxes)
                if boxes and not words.endswith("。") and len(words) <= 60:
                    goals.append(
                        FoundGoal(
                            m["label"], number, words, (Evidence(place.page, boxes, number + words),), Rule.GOAL_INLINE
                        )
                    )
    return goals


def header_label(text: str) -> str | None:
    """The goal label of a table header (`基本目標(数値指標、2019年度)` → `基本目標`); None for other headers."""
    m = _HEADER.match(squeeze(text))
    return m["label"] if m else None


def split_lead(line: str) -> tuple[str | None, str]:
    """`1.村の振興` → (`1`, `村の振興`); `基本目標2 暮らし` → (`2`, `暮らし`), `(1)農業` → (`(1)`, `農業`)."""
    words = normalise(line).strip()
    bracketed = _BRACKETED_NUMBER.match(words)
    if bracketed:
        return bracketed[1], words[bracketed.end() :].strip()
    m = _LEAD.match(words)
    if m is None:
        return None, words
    return m["number"], words[m.end() :].strip()
