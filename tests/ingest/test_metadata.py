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


@pytest.mark.parametrize(
    ("lines", "title"),
    [
        (
            [("議案第８号", 80.0, 12.0), ("第２次みどり町総合計画の策定について", 100.0, 12.0)],
            "第2次みどり町総合計画の策定について",
        ),
        ([("令和　７　年度", 100.0, 14.0), ("みどり町予算", 130.0, 26.0)], "令和7年度みどり町予算"),
        (
            [("第２章　窓口の役割", 100.0, 16.0), ("窓口の説明です。", 160.0, 11.0)],
            "第2章 窓口の役割",
        ),
    ],
)
def test_titles_of_excerpts(lines: list[tuple[str, float, float]], title: str) -> None:
    assert _described(lines).title == title


def test_a_cover_that_is_a_picture_leaves_the_name_to_the_text() -> None:
    lines = [
        ("2024年5月", 100.0, 18.0),
        ("これまでの結果を記載した「海岸監視レポート」を公表し、透明性を高める。", 300.0, 12.0),
    ]
    assert _described(lines).title == "海岸監視レポート"


@pytest.mark.parametrize(
    ("line", "publisher"),
    [
        ("令和５年３月１日みどり市企画課作成", "みどり市企画課"),
        ("環境省　委託事業", "環境省"),
        ("Financial Services Agency", "金融庁"),
        ("この資料は市が作成", ""),
    ],
)
def test_publisher_by_who_made_it(line: str, publisher: str) -> None:
    assert _described([("海岸の清掃の手引き", 100.0, 26.0), (line, 300.0, 12.0)]).publisher == publisher


@pytest.mark.parametrize("line", ["商店街地区", "第三学区"])
def test_a_part_of_a_town_publishes_nothing(line: str) -> None:
    assert _described([("海岸の清掃の手引き", 100.0, 26.0), (line, 300.0, 12.0)]).publisher == ""


def test_publisher_by_the_town_in_the_title() -> None:
    assert _described([("みどり市DX推進方針", 100.0, 26.0)]).publisher == ""  # hiragana: not certain to be a name
    assert _described([("緑野市DX推進方針", 100.0, 26.0)]).publisher == "緑野市"


def test_series_needs_the_title_and_the_day() -> None:
    national = [("デジタル田園都市国家構想総合戦略", 200.0, 28.0), ("令和４年１２月２３日閣議決定", 500.0, 14.0)]
    document = _described(national)
    assert (document.series, document.edition) == ("デジタル田園都市国家構想総合戦略", "初版")
    assert _described(national[:1]).series is None
    assert _described([national[0], ("令和５年１月１０日閣議決定", 500.0, 14.0)]).series is None
    assert _described([("まち・ひと・しごと創生総合戦略", 200.0, 28.0), ("みどり町", 600.0, 16.0)]).series is None


def test_decisions_told_in_the_text() -> None:
    told = _described(
        [
            ("海岸計画", 100.0, 26.0),
            ("「海洋基本計画～海を守る～」（令和５年４月２８日閣議決定）を踏まえる。", 300.0, 12.0),
            ("「港の方針」を定めた（日付は未定）。", 330.0, 12.0),
        ]
    ).decisions
    assert [(d.title, d.decided_on, d.decision, d.evidence[0].page) for d in told] == [
        ("海洋基本計画", "2023-04-28", "閣議決定", 1)
    ]


def test_years_in_a_row_are_a_lineage_only_in_a_plan() -> None:
    def drawn(title: str) -> list[tuple[int, int]]:
        spans = [("2015年度～2019年度", 50.0), ("2020年度～2024年度", 300.0)]
        lines = []
        for text, x in spans:
            at = array("f", [v for i in range(len(text)) for v in (x + i * 9, x + (i + 1) * 9)])
            lines.append(Line(text, at, (x, 300.0, x + len(text) * 9, 309.0), 9.0))
        page = Page(1, 595, 842, (_line(title, 100.0, 26.0), *lines))
        blocks = [Block(BlockKind.PARAGRAPH, li.text, (Evidence(1, (li.box,), li.text),), size=9.0) for li in lines]
        document = describe(Path("plan.pdf"), "ab" * 32, [page], blocks, {})
        return [(t.start_fy, t.end_fy) for t in document.lineage]

    assert drawn("緑野市総合戦略の概要") == [(2015, 2019), (2020, 2024)]
    assert drawn("海岸の清掃の手引き") == []
