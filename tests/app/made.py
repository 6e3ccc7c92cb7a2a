"""A document made by hand: every kind of record, a heading, a table, passages, a problem."""

from __future__ import annotations

import hashlib
from array import array
from pathlib import Path

from corpus.ingested import Ingested
from corpus.pages import Block, BlockKind, Box, Cell, Evidence, Line, Page, Passage, Problem, Table
from corpus.records import (
    Body,
    Document,
    Goal,
    Kpi,
    Measure,
    Record,
    RoadmapStep,
    Role,
    Shift,
    Value,
    ValueKind,
)

GOAL = "選ばれる地方"
MEASURES = ("女性の起業支援", "ふるさと住民登録制度")
NASTY = '=HYPERLINK("http://example.invalid","<b>x</b>")'


def made(pdf: Path) -> Ingested:
    """What reading `pdf` might have yielded: two pages, every line 20 points high from the top left."""
    sha256 = hashlib.sha256(pdf.read_bytes()).hexdigest()
    id_ = sha256[:12]
    words = (
        (
            "第１章 選ばれる地方",
            *MEASURES,
            "起業した女性の数 現状 120人（2024年度） 目標 200人以上（2029年）、千人（2034年度）",
        ),
        ("これまで 企業誘致 これから 人への投資", "市町村は現場で取組を進める", "本部長 内閣総理大臣", NASTY),
    )
    pages = tuple(
        Page(n, 200, 100, tuple(_line(text, i) for i, text in enumerate(lines)))
        for n, lines in enumerate(words, start=1)
    )
    document = Document(
        id_, sha256, pdf.name, "まちの総合戦略", 2, "見本町", "2025-12-23", "本部決定", (2025, 2029), "総合戦略"
    )

    def at(page: int, line: int) -> tuple[Evidence, ...]:
        return (Evidence(page, (_box(line),), words[page - 1][line]),)

    goal = Goal(f"{id_}:goal:1", id_, "①", GOAL, (*at(1, 0), *at(2, 1)))
    measures = [
        Measure(
            f"{id_}:measure:{n}",
            id_,
            f"({n})",
            name,
            at(1, n),
            goal.id,
            "魅力ある地方",
            "",
            ("内閣府", "総務省"),
            ("甲事業",),
        )
        for n, name in enumerate(MEASURES, start=1)
    ]
    kpi = Kpi(
        f"{id_}:kpi:1",
        id_,
        "起業した女性の数",
        at(1, 3),
        measures[0].id,
        Value("120人", 120.0, "人", 2024, True),
        (
            Value("200人以上", 200.0, "人", 2029, False, "以上"),
            Value("千人", 1000.0, "人", 2034, True, None, ValueKind.CUMULATIVE),
        ),
    )
    records: tuple[Record, ...] = (
        goal,
        *measures,
        kpi,
        RoadmapStep(f"{id_}:roadmap:1", id_, measures[0].id, "制度の設計", at(1, 1), 2025, 2027),
        Shift(f"{id_}:shift:1", id_, "雇用", "企業誘致", "人への投資", at(2, 0)),
        Role(f"{id_}:role:1", id_, "市町村", ("現場で取組を進める",), at(2, 1)),
        Body(f"{id_}:body:1", id_, NASTY, (("本部長", ("内閣総理大臣",)),), at(2, 3)),
    )
    return Ingested(
        document,
        pages,
        (Block(BlockKind.HEADING, GOAL, at(1, 0), 1, "第1章"), Block(BlockKind.PARAGRAPH, words[0][1], at(1, 1))),
        (Table((1,), "指標", 1, 1, 1, (Cell(0, 0, 1, 1, "指標", 1, _box(3)),)),),
        records,
        tuple(
            Passage(f"{id_}:{page}:{i}", id_, "paragraph", (f"第1章 {GOAL}",), text, at(page, i))
            for page, lines in enumerate(words, start=1)
            for i, text in enumerate(lines)
        ),
        (Problem("no_text_layer", 2, "2ページには文字データがありません。"),),
    )


def _box(line: int) -> Box:
    return (10.0, 10.0 + 20 * line, 190.0, 25.004 + 20 * line)


def _line(text: str, i: int) -> Line:
    step = 180 / len(text)
    spans = array("f", (edge for n in range(len(text)) for edge in (10 + n * step, 10 + (n + 1) * step)))
    return Line(text, spans, _box(i), 10)
