"""Goals: 政策目標①, 【基本目標1】, a 基本目標 column of a table, or numbered parts that open with their numeric target.

Found by the shape of the document. A goal that an overview names and a section of its own carries is one goal with
evidence from both. Goals of another plan drawn in a diagram stand in no heading of ours and are left alone.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from corpus.pages import Block, BlockKind, Evidence, Page
from corpus.text import normalise, squeeze
from ingest.evidence import find_quote
from ingest.kpi_lines import is_target_line
from ingest.sections import Section, joined, printed
from ingest.values import Phrase

_LABEL = (
    r"(?:政策|基本|重点|戦略|横断的な?|分野別|施策)目標|横断的な?目標|施策の柱|政策の柱|戦略の柱|重点戦略|基本戦略|基本政策|重点政策"
)
_NUMBER = r"[①-⑳]|[0-9]{1,2}|[IVX]{1,4}|[一二三四五六七八九十]"
_LABELLED = re.compile(
    rf"^[【\[<《〔■●○◆◎]?(?P<label>{_LABEL})(?P<number>{_NUMBER})(?![0-9年割件人%])[】\]>》〕]?[::.．、)\-]?(?P<name>.*)$"
)
_ENUMERATED = re.compile(rf"^(?P<label>{_LABEL})(?:は)?[::](?P<list>①.+②.+)$")
_HEADER = re.compile(rf"^(?P<label>{_LABEL})(?:\(.*\)|名)?$")
_PLAN = re.compile(r"戦略|計画|プラン|ビジョン|構想|方針|ロードマップ|パッケージ")
_NAME_END = re.compile(r"[。]|(?:とは|について(?:は)?|における|の(?:達成|実現|考え方|設定|進捗|体系|概要|数値目標|KPI).{0,10})$")
_LEAD = re.compile(rf"^(?:(?P<label>{_LABEL})?(?P<number>{_NUMBER})[.．、::)]?)")
MEASURE_PARTS = re.compile(
    r"^(?:具体的な?)(?:施策|取組|取り組み|事業|方策|取組内容|施策の内容)(?:と.*)?$|^(?:主な|主要な?|重点)(?:施策|取組|政策対応|取り組み)$|^施策の(?:内容|展開|方向)$"
)


@dataclass(frozen=True, slots=True)
class FoundGoal:
    """A goal before it gets its id: the label it carries, where it was found, and its section when it has one."""

    label: str
    number: str | None
    name: str
    evidence: tuple[Evidence, ...]
    confidence: float
    section: Section | None = None
    statement: str = ""
    targets: tuple[tuple[Phrase, tuple[Evidence, ...]], ...] = ()

    @property
    def key(self) -> str:
        """What tells whether two finds are the same goal."""
        return squeeze(self.name)


def find_goals(root: Section, title: str, tables: Sequence[FoundGoal], pages: Sequence[Page]) -> list[FoundGoal]:
    """Every goal of the document, once, in order of its first number. `tables` are those its tables list."""
    found = [*_labelled(root)]
    known = {goal.key for goal in (*found, *tables)}
    if not found:
        found = _numbered(root, title, known)
    listed = [*tables, *_enumerated(root, pages)]
    merged: list[FoundGoal] = []
    for goal in (*found, *listed):
        twin = next((i for i, other in enumerate(merged) if _same(goal, other)), None)
        if twin is None:
            merged.append(goal)
        else:
            merged[twin] = _merge(merged[twin], goal)
    return merged


def _same(a: FoundGoal, b: FoundGoal) -> bool:
    if a.key == b.key:
        return True
    same_number = a.number == b.number and (a.label == b.label or not a.label or not b.label)
    return same_number and bool(a.key) and bool(b.key) and (a.key.startswith(b.key) or b.key.startswith(a.key))


def _merge(a: FoundGoal, b: FoundGoal) -> FoundGoal:
    first, second = (a, b) if (a.section is not None) >= (b.section is not None) else (b, a)
    return replace(
        first,
        number=first.number or second.number,
        evidence=joined(first.evidence, second.evidence),
        confidence=max(a.confidence, b.confidence),
        statement=first.statement or second.statement,
        targets=first.targets + second.targets,
    )


def _labelled(root: Section) -> list[FoundGoal]:
    """Headings that name themselves: 政策目標① 強い経済. The name may stand in the next line of the box."""
    goals: list[FoundGoal] = []
    for section in root.walk():
        heading = section.heading
        if heading is None:
            continue
        m = _LABELLED.match(squeeze(printed(heading)))
        if m is None:
            continue
        name, evidence = _clean(m["name"], heading), heading.evidence
        if not name:
            below = _next_words(section)
            if below is None:
                continue
            name, evidence = below.text, heading.evidence + below.evidence
        if _NAME_END.search(name) or len(name) > 80:
            continue
        goals.append(FoundGoal(m["label"], m["number"], name, evidence, 0.97, section, _statement(section)))
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


def _statement(section: Section) -> str:
    words = [b.text for b in section.blocks if b.kind is BlockKind.PARAGRAPH and b.text.endswith("。")]
    return "".join(words[:3])


def _numbered(root: Section, title: str, known: set[str]) -> list[FoundGoal]:
    """Numbered headings of a plan with a numeric-target line under them, or the ones an overview table lists."""
    goals: list[FoundGoal] = []
    for section in root.walk():
        heading = section.heading
        if heading is None or not heading.number or not re.fullmatch(_NUMBER, heading.number):
            continue
        above = [title, *(s.title for s in section.ancestors())]
        if not any(_PLAN.search(words) for words in above):
            continue
        lines = [c.heading.text for c in section.children if c.heading] + [b.text for b in section.blocks[:3]]
        parts = any(MEASURE_PARTS.match(s.title) for s in section.walk() if s is not section)
        has_target = any(is_target_line(line) for line in lines[:3])
        if squeeze(heading.text) in known or (has_target and parts):
            goals.append(FoundGoal("", heading.number, heading.text, heading.evidence, 0.95, section, _statement(section)))
    return goals


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
                        FoundGoal(m["label"], number, words, (Evidence(place.page, boxes, number + words),), 0.9)
                    )
    return goals


def header_label(text: str) -> str | None:
    """The goal label of a table header (`基本目標(数値指標、2019年度)` → `基本目標`); None for other headers."""
    m = _HEADER.match(squeeze(text))
    return m["label"] if m else None


def split_lead(line: str) -> tuple[str | None, str]:
    """`1.村の振興` → (`1`, `村の振興`); `基本目標2 暮らし` → (`2`, `暮らし`)."""
    words = normalise(line).strip()
    m = _LEAD.match(words)
    if m is None:
        return None, words
    return m["number"], words[m.end() :].strip()
