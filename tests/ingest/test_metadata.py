"""Title, publisher, decision and period of documents."""

from __future__ import annotations

from array import array
from pathlib import Path

import pytest

from corpus.pages import Block, BlockKind, Evidence, Line, Page
from corpus.records import Document
from corpus.text import squeeze
from ingest.metadata import describe
from tests.ingest.record_scores import extract


def _line(text: str, top: float, size: float) -> Line:
    spans = array("f", [v for i in range(len(text)) for v in (50 + i * size, 50 + (i + 1) * size)])
    return Line(text, spans, (50, top, 50 + len(text) * size, top + size), size)


def _described(lines: list[tuple[str, float, float]], metadata: dict[str, str] | None = None) -> Document:
    page = Page(1, 595, 842, tuple(_line(text, top, size) for text, top, size in lines))
    blocks = [
        Block(BlockKind.PARAGRAPH, text, (Evidence(1, ((50, top, 500, top + size),), text),))
        for text, top, size in lines
    ]
    return describe(Path("plan.pdf"), "ab" * 32, [page], blocks, metadata or {})


COVER = [
    ("第３期", 200.0, 28.0),
    ("みどり町まち・ひと・しごと創生総合戦略", 240.0, 28.0),
    ("～小さな町の大きな挑戦～", 280.0, 16.0),
    ("令和７年３月２５日", 600.0, 14.0),
    ("みどり町", 640.0, 16.0),
]


def test_cover() -> None:
    document = _described(COVER)
    assert document.title == "第3期みどり町まち・ひと・しごと創生総合戦略"
    assert document.publisher == "みどり町"
    assert document.decided_on == "2025-03-25"
    assert document.edition == "第3期"
    assert document.id == "ab" * 6


def test_title_of_the_file_counts_only_when_the_pages_bear_it_out() -> None:
    assert _described(COVER, {"Title": "Microsoft Word - 案.docx"}).title.endswith("総合戦略")
    assert _described(COVER, {"Title": "別の条例の一部を改正する条例"}).title.endswith("総合戦略")
    name = "みどり町まち・ひと・しごと創生総合戦略"
    assert _described(COVER, {"Title": name}).title == name


def test_a_file_without_words_is_called_by_its_name() -> None:
    document = describe(Path("scan_01.pdf"), "0" * 64, [Page(1, 595, 842, ())], [], {})
    assert (document.title, document.publisher, document.decided_on) == ("scan_01", "", None)


@pytest.mark.parametrize(
    ("words", "decided", "decision"),
    [
        ("「みどり町計画」（令和６年４月１日閣議決定）を定めた。", "2024-04-01", "閣議決定"),
        ("「べつの計画」（令和６年４月１日閣議決定）を定めた。", None, None),
    ],
)
def test_a_decision_counts_only_beside_the_name_of_the_document(
    words: str, decided: str | None, decision: str | None
) -> None:
    lines = [("「みどり町計画」の概要", 50.0, 24.0), (words, 100.0, 10.0)]
    lines += [(f"本文の{i}行目をここに置く。", 120.0 + 15 * i, 10.0) for i in range(10)]
    document = _described(lines)
    assert (document.decided_on, document.decision) == (decided, decision)


def test_period_is_that_of_the_plan() -> None:
    body = [("計画期間は、令和７年度から令和１１年度までの５年間とする。", 100.0, 10.0)]
    assert _described([*COVER, *body]).period == (2025, 2029)
    assert _described([*COVER, ("2015年度から2019年度までの戦略に続くもの。", 100.0, 10.0)]).period is None


def test_real_documents(shared: Path) -> None:
    overview = extract(shared / "seeds" / "overview.pdf").document
    assert overview.title == "「地方創生に関する総合戦略」の概要について"
    assert squeeze(overview.publisher) == "内閣官房地域未来戦略本部事務局"
    assert (overview.decided_on, overview.decision) == ("2025-12-23", "閣議決定")
    assert overview.period is None
    village = extract(shared / "corpus" / "otoineppu_sogosenryaku.pdf").document
    assert (village.title, village.publisher) == ("音威子府村まち・ひと・しごと創生総合戦略", "音威子府村")
    assert village.period == (2015, 2019)
