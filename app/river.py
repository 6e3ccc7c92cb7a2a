"""The lineage as a picture: measures flow from version to version, under their goals, and KPIs move over the years."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.drawing import Box, Drawing, Ribbon, Shape, Text, width_of, wrapped
from app.kpi_charts import charts
from corpus.records import Document, Goal, Measure, name_of
from search.compare import TYPE_WORDS, Type
from search.lineage import Lineage, Step

_INK, _SOFT = "#1d2430", "#5a6270"
COLOURS = {
    Type.UNCHANGED: "#8a94a6",
    Type.RENAMED: "#3f6395",
    Type.MOVED: "#d2691e",
    Type.MOVED_AND_RENAMED: "#d2691e",
    Type.MERGED: "#2f8f5b",
    Type.SPLIT: "#7a4ea3",
}
_LEGEND = (
    ("変更なし", COLOURS[Type.UNCHANGED]),
    ("名称変更", COLOURS[Type.RENAMED]),
    ("移動（別の目標へ）", COLOURS[Type.MOVED]),
    ("統合", COLOURS[Type.MERGED]),
    ("分割", COLOURS[Type.SPLIT]),
)
_NEW, _GONE, _STAYS = ("#2f8f5b", "#eff7f1", "#2f6b46"), ("#b5afa4", "#f4f3f0", "#6b655c"), ("#9bb1d0", "#ffffff", "")
"""Edge, ground and word of a box: of what is new, of what ends, of what goes on."""
_COLUMN, _MARGIN, _HEAD = 250.0, 28.0, 112.0
_SIZE, _LEADING, _PAD = 12.5, 17.0, 6.0
_MOST_BOXES = 90
"""Measures of one version up to which each has a box; of more, each goal has one."""
_PER_MEASURE = 7.0
_TALLEST = 1_100.0
"""Pixels that a measure takes of the height of its goal's box, and that all boxes of a version take, at most."""
_THICKEST = 13.0
_TAG = 34.0


@dataclass(frozen=True, slots=True)
class Node:
    """A box of a column: a measure, or a goal with `weight` measures, under its heading."""

    key: str
    text: str
    group: str
    weight: int = 1
    place: str = ""
    tag: str = ""


@dataclass(frozen=True, slots=True)
class Flow:
    """So many measures that go from one box to another, `what` happens to them."""

    start: str
    end: str
    weight: int
    what: Type
    title: str
    skips: bool


def draw_lineage(lineage: Lineage) -> Drawing:
    """The river of measures (of goals, where no version names measures), and below it a chart for each KPI."""
    nodes, flows = _by_measure(lineage)
    if max((len(column) for column in nodes), default=0) > _MOST_BOXES:
        nodes, flows = _by_goal(lineage)
    gap = {2: 240.0, 3: 170.0, 4: 130.0}.get(len(nodes), 90.0)
    most = max(sum(node.weight for node in column) for column in nodes)
    width = 2 * _MARGIN + len(nodes) * _COLUMN + (len(nodes) - 1) * gap
    width = max(width, 760.0)
    shapes, bottom = _river(lineage.documents, nodes, flows, gap, min(_PER_MEASURE, _TALLEST / max(most, 1)))
    drawn = charts(lineage, _MARGIN, bottom + 30, width - 2 * _MARGIN)
    if drawn is not None:
        shapes += drawn[0]
        bottom = drawn[1]
    titles = "、".join(d.title or d.file for d in lineage.documents)
    return Drawing(width, bottom + _MARGIN, tuple(shapes), f"施策の流れとKPIの推移: {titles}")


def _by_measure(lineage: Lineage) -> tuple[list[list[Node]], list[Flow]]:
    kind = Measure.KIND if any(h.kind == Measure.KIND for h in lineage.histories) else Goal.KIND
    steps = lineage.steps(kind)
    goes = {id_ for s in steps for id_ in s.found.old}
    comes = {id_ for s in steps for id_ in s.found.new}
    last = len(lineage.documents) - 1
    columns: list[list[Node]] = []
    for n, document in enumerate(lineage.documents):
        column = []
        for record in lineage.records.values():
            if record.document != document.id or kind != record.KIND:
                continue
            tag = "新規" if n and record.id not in comes else ""
            tag = tag or ("終了" if n < last and record.id not in goes else "")
            goal = lineage.records.get(record.goal or "") if isinstance(record, Measure) else None
            group = name_of(goal) if goal is not None else ""
            column.append(Node(record.id, name_of(record), group, place=record.id, tag=tag))
        columns.append(_grouped(column))
    return columns, [_flow(lineage, s, a, b) for s in steps for a in s.found.old for b in s.found.new]


def _by_goal(lineage: Lineage) -> tuple[list[list[Node]], list[Flow]]:
    """Goals as boxes, as high as they have measures."""
    homes: dict[str, str] = {}
    columns = []
    steps = lineage.steps(Measure.KIND)
    goes = {id_ for s in steps for id_ in s.found.old}
    comes = {id_ for s in steps for id_ in s.found.new}
    last = len(lineage.documents) - 1
    for place, document in enumerate(lineage.documents):
        measures = [r for r in lineage.records.values() if r.document == document.id and isinstance(r, Measure)]
        counts: dict[str, int] = defaultdict(int)
        for measure in measures:
            homes[measure.id] = measure.goal or f"{document.id}:"
            counts[homes[measure.id]] += 1
        column = []
        for key, n in counts.items():
            goal = lineage.records.get(key)
            mine = [m.id for m in measures if homes[m.id] == key]
            told = [f"{n}施策"]
            told += [f"新規{new}"] if place and (new := sum(id_ not in comes for id_ in mine)) else []
            told += [f"終了{gone}"] if place < last and (gone := sum(id_ not in goes for id_ in mine)) else []
            text = f"{name_of(goal) if goal is not None else '目標の下にないもの'}（{'・'.join(told)}）"
            column.append(Node(key, text, "", n, place=key if goal is not None else ""))
        columns.append(column)
    weights: dict[tuple[str, str, Type, bool], int] = defaultdict(int)
    for step in steps:
        for a in step.found.old:
            for b in step.found.new:
                weights[homes[a], homes[b], Type(step.found.type), step.end - step.start > 1] += 1
    flows = [Flow(a, b, n, what, f"{TYPE_WORDS[what]} {n}施策", skips) for (a, b, what, skips), n in weights.items()]
    return columns, flows


def _grouped(column: Sequence[Node]) -> list[Node]:
    """The boxes with those of a heading together, in the order of the headings' first boxes."""
    first: dict[str, int] = {}
    for n, node in enumerate(column):
        first.setdefault(node.group, n)
    return sorted(column, key=lambda node: first[node.group])


def _flow(lineage: Lineage, step: Step, a: str, b: str) -> Flow:
    what = Type(step.found.type)
    names = name_of(lineage.records[a]), name_of(lineage.records[b])
    return Flow(a, b, 1, what, f"{TYPE_WORDS[what]}: {names[0]} → {names[1]}", step.end - step.start > 1)


def _river(
    documents: Sequence[Document], columns: Sequence[Sequence[Node]], flows: Sequence[Flow], gap: float, per: float
) -> tuple[list[Shape], float]:
    boxes: dict[str, Box] = {}
    words: list[Shape] = []
    head = _HEAD + 18 * max(0, max(len(_title(document)) for document in documents) - 2)
    bottom = head
    for n, (document, column) in enumerate(zip(documents, columns, strict=True)):
        x = _MARGIN + n * (_COLUMN + gap)
        words += _heading(document, x)
        y = head
        group = ""
        for node in column:
            if node.group != group:
                group = node.group
                y += 8
                for line in wrapped(group, 12, _COLUMN, 3):
                    y += 16
                    words.append(Text(x, y, line, 12, _SOFT, bold=True))
                y += 7
            box, said, height = _box(node, x, y, per)
            boxes[node.key] = box
            words += [box, *said]
            y += height + 5
        if not column:
            words.append(Text(x, y + 24, "施策を読み取れていません", 12, _SOFT))
            y += 30
        bottom = max(bottom, y)
    return [*_legend(), *_ribbons(boxes, flows), *words], bottom


def _heading(document: Document, x: float) -> list[Shape]:
    lines = _title(document)
    words: list[Shape] = [Text(x, 66 + 18 * n, line, 13.5, _INK, bold=True) for n, line in enumerate(lines)]
    if document.decided_on:
        year, month, day = document.decided_on.split("-")
        decided = f"{year}年{int(month)}月{int(day)}日 {document.decision or ''}".strip()
        words.append(Text(x, 66 + 18 * len(lines), decided, 11.5, _SOFT))
    return words


def _title(document: Document) -> list[str]:
    return wrapped(document.title or document.file, 13.5, _COLUMN, 4)


def _box(node: Node, x: float, y: float, per: float) -> tuple[Box, list[Shape], float]:
    room = _COLUMN - 2 * _PAD - 4 - (_TAG if node.tag else 0)
    lines = wrapped(node.text, _SIZE, room, 4)
    height = max(len(lines) * _LEADING + 2 * _PAD - 2, node.weight * per)
    edge, ground, colour = {"新規": _NEW, "終了": _GONE}.get(node.tag, _STAYS)
    title = f"{node.text}（{node.tag}）" if node.tag else node.text
    box = Box(x, y, _COLUMN, height, ground, edge, 4, node.place, title)
    said: list[Shape] = [
        Text(x + _PAD + 2, y + _PAD + 10.5 + _LEADING * n, line, _SIZE, _INK) for n, line in enumerate(lines)
    ]
    if node.tag:
        said.append(Text(x + _COLUMN - _PAD, y + _PAD + 10.5, node.tag, 11, colour, "end", bold=True))
    return box, said, height


def _ribbons(boxes: Mapping[str, Box], flows: Sequence[Flow]) -> list[Shape]:
    """Ribbons side by side along the edges of their boxes, those that come from higher up above."""
    outs: dict[str, list[Flow]] = defaultdict(list)
    ins: dict[str, list[Flow]] = defaultdict(list)
    for flow in flows:
        outs[flow.start].append(flow)
        ins[flow.end].append(flow)
    left = {id(f): part for key, out in outs.items() for f, part in _shares(boxes[key], out, boxes, forward=True)}
    right = {id(f): part for key, into in ins.items() for f, part in _shares(boxes[key], into, boxes, forward=False)}
    drawn = []
    for flow in sorted(flows, key=lambda f: not f.skips):
        a, b = boxes[flow.start], boxes[flow.end]
        drawn.append(
            Ribbon(
                (a.x + a.width, *left[id(flow)]),
                (b.x, *right[id(flow)]),
                COLOURS[flow.what],
                0.25 if flow.skips else 0.45,
                flow.title,
            )
        )
    return list(drawn)


def _shares(
    box: Box, flows: Sequence[Flow], boxes: Mapping[str, Box], *, forward: bool
) -> list[tuple[Flow, tuple[float, float]]]:
    total = sum(f.weight for f in flows)
    thickness = min(_THICKEST, (box.height - 6) / total)
    at = box.y + (box.height - thickness * total) / 2
    found = []
    for flow in sorted(flows, key=lambda f: boxes[f.end if forward else f.start].y):
        found.append((flow, (at, at + thickness * flow.weight)))
        at += thickness * flow.weight
    return found


def _legend() -> list[Shape]:
    shapes: list[Shape] = [Text(_MARGIN, 32, "施策の流れ", 17, _INK, bold=True)]
    x = _MARGIN + 120
    for word, colour in _LEGEND:
        shapes += [Box(x, 21, 26, 10, colour, radius=2), Text(x + 32, 31, word, 12, _SOFT)]
        x += 52 + width_of(word, 12)
    for word, (edge, ground, _) in (("新規", _NEW), ("終了", _GONE)):
        shapes += [Box(x, 19, 26, 14, ground, edge, 3), Text(x + 32, 31, word, 12, _SOFT)]
        x += 52 + width_of(word, 12)
    return shapes
