"""A small library made by hand: an invented town's strategy as a deck, and an invented prefecture's plan."""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus.ingested import Ingested
from corpus.pages import Block, BlockKind, Evidence, Line, Page, Passage
from corpus.records import Body, Document, Goal, Kpi, Measure, Record, Role, Shift, Value, ValueKind
from corpus.text import normalise
from index.library import Library
from index.snapshot import build_snapshot

TOWN, PLAN = "aaaaaaaaaaaa", "bbbbbbbbbbbb"
SIZE = 10.0

TOWN_PAGES = (
    (
        "みらい市 未来戦略の概要について",
        "みらい市では、2024年5月20日に未来戦略本部を設置した。",
        "戦略の対象期間は、2025年度から2029年度までの5年間とする。",
        "人口が減っても歩いて暮らせる市街地を保つため、空き家の活用を①相談窓口、②改修補助、③活用事例の共有の観点から支援する。",
        "*議長は、必要があるときは関係者の出席を求めることができる。",
    ),
    (
        "政策目標① 稼げる産業",
        "市外の企業との取引額の伸び率:県平均以上(2029年)",
        "<産業の高付加価値化>",
        "・地域商社の設立",
        "・農産物の海外販路の開拓",
        "政策目標② 選ばれるまち",
        "20代の転入者数:年間400人(2029年度)",
        "<魅力ある働く場>",
        "・女性の起業支援",
        "・職場改革の推進",
        "<学びの充実>",
        "・デジタル人材の育成",
    ),
    (
        "未来戦略本部",
        "本部長 市長",
        "本部員 総務部長、産業部長",
        "市民の役割",
        "・地域活動に参加する",
        "○空き家対策の転換",
        "除却を中心に進めたが、追い付かない",
        "活用を中心に据え、移住者の住まいとして再生する。",
    ),
)

PLAN_PAGES = (
    (
        "あおば県 環境基本計画",
        "2030年度までに温室効果ガスを50%削減する。",
        "県有施設への太陽光発電設備の導入は、2030年までに50%とすることを目指す。",
        "森林の整備は環境部が担当する。",
    ),
)


def page_of(number: int, texts: tuple[str, ...]) -> Page:
    """A page with one 10-point line per text, 20 points apart."""
    lines = []
    for i, text in enumerate(texts):
        top = 20.0 * (i + 1)
        spans = array("d", (v for k in range(len(text)) for v in (40 + k * SIZE, 40 + (k + 1) * SIZE)))
        lines.append(Line(text, spans, (40.0, top, 40 + len(text) * SIZE, top + SIZE), SIZE))
    return Page(number, 842.0, 595.0, tuple(lines))


def place(page: Page, *texts: str) -> tuple[Evidence, ...]:
    """Evidence of whole lines that begin with the texts."""
    return tuple(
        Evidence(page.number, (line.box,), line.text)
        for text in texts
        for line in page.lines
        if line.text.startswith(text)
    )


def _ingested(
    document: Document, pages: tuple[Page, ...], records: tuple[Record, ...], path: tuple[str, ...]
) -> Ingested:
    passages = tuple(
        Passage(
            f"{document.id}:p{page.number}-{i}",
            document.id,
            "paragraph",
            (page.lines[0].text,) if i else path,
            normalise(line.text),
            (Evidence(page.number, (line.box,), line.text),),
        )
        for page in pages
        for i, line in enumerate(page.lines)
    )
    blocks = tuple(Block(BlockKind.PARAGRAPH, p.text, p.evidence, path=p.path) for p in passages)
    return Ingested(document, pages, blocks, (), records, passages, ())


def town() -> Ingested:
    """The deck of みらい市."""
    pages = tuple(page_of(n, texts) for n, texts in enumerate(TOWN_PAGES, start=1))
    deck, organisation = pages[1], pages[2]
    document = Document(TOWN, "a" * 64, "mirai.pdf", "みらい市 未来戦略の概要について", 3, "みらい市")

    def measure(n: int, goal: int, group: str, name: str) -> Measure:
        return Measure(f"{TOWN}:measure:{n}", TOWN, None, name, place(deck, f"・{name}"), f"{TOWN}:goal:{goal}", group)

    records: tuple[Record, ...] = (
        Goal(f"{TOWN}:goal:1", TOWN, "①", "稼げる産業", place(deck, "政策目標①")),
        Goal(f"{TOWN}:goal:2", TOWN, "②", "選ばれるまち", place(deck, "政策目標②")),
        Kpi(
            f"{TOWN}:kpi:1", TOWN, "市外の企業との取引額の伸び率", place(deck, "市外の企業"), f"{TOWN}:goal:1", None,
            (Value("県平均以上", None, None, 2029, False, "以上", ValueKind.RELATIVE),),
        ),
        Kpi(
            f"{TOWN}:kpi:2", TOWN, "20代の転入者数", place(deck, "20代の"), f"{TOWN}:goal:2",
            Value("年間310人", 310, "人", 2024, True), (Value("年間400人", 400, "人", 2029, True),),
        ),
        measure(1, 1, "産業の高付加価値化", "地域商社の設立"),
        measure(2, 1, "産業の高付加価値化", "農産物の海外販路の開拓"),
        measure(3, 2, "魅力ある働く場", "女性の起業支援"),
        measure(4, 2, "魅力ある働く場", "職場改革の推進"),
        measure(5, 2, "学びの充実", "デジタル人材の育成"),
        Body(
            f"{TOWN}:body:1", TOWN, "未来戦略本部", (("本部長", ("市長",)), ("本部員", ("総務部長", "産業部長"))),
            place(organisation, "本部長", "本部員"),
        ),
        Role(f"{TOWN}:role:1", TOWN, "市民", ("地域活動に参加する",), place(organisation, "・地域活動")),
        Shift(
            f"{TOWN}:shift:1", TOWN, "空き家対策の転換", "除却を中心に進めたが、追い付かない",
            "活用を中心に据え、移住者の住まいとして再生する。", place(organisation, "除却を", "活用を"),
        ),
    )  # fmt: skip
    return _ingested(document, pages, records, (document.title,))


def plan() -> Ingested:
    """The plan of あおば県."""
    pages = tuple(page_of(n, texts) for n, texts in enumerate(PLAN_PAGES, start=1))
    document = Document(PLAN, "b" * 64, "aoba.pdf", "あおば県環境基本計画", 1, "あおば県")
    records = (
        Measure(f"{PLAN}:measure:1", PLAN, "1", "森林の整備", place(pages[0], "森林の整備"), ministries=("環境部",)),
    )
    return _ingested(document, pages, records, (document.title,))


@pytest.fixture(scope="session")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """Both documents, indexed."""
    folder: Path = tmp_path_factory.mktemp("library")
    pdf = folder / "empty.pdf"
    pdf.write_bytes(b"%PDF-1.4\n")
    with Library.create_or_open(folder / "library") as opened:
        for ingested in (town(), plan()):
            opened.add(ingested, pdf)
        build_snapshot(opened).close()
        yield opened
