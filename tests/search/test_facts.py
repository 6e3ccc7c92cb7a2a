"""The relations that the facts on the national strategies tell, between the real deck and the samples."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus.records import Correspondence, Record, name_of
from index.library import Library
from ingest.pipeline import ingest
from search.compare import compare

DOCUMENTS = {
    "s1_2014": "2014_machi_hito_shigoto",
    "s2_2019": "2019_dai2ki_sogosenryaku",
    "dd_2022": "2022_digiden_sogosenryaku",
    "dd_2023r": "2023_digiden_kaitei",
    "c2_vision_2025": "2025_chihososei2_kihonkoso",
    "cs_2025": "overview",
}
SAMPLE_DECK = "2025_chihososei_sogosenryaku_gaiyo"
SAME, RELATED, MENTIONED, NOWHERE = "same", "related", "mentioned", "nowhere"
"""How a relation shows: a correspondence; records of different kinds; a sentence of the text; neither side is there."""
READ = {
    "r01": ("安心して働ける", "稼ぐ地域をつくる", SAME),
    "r04": ("新しいひとの流れ", "新しいひとの流れ", SAME),
    "r07": ("結婚・出産・子育ての希望", "結婚・出産・子育ての希望", SAME),
    "r10": ("時代に合った地域", "ひとが集う", SAME),
    "r14": ("東京圏", "転入", SAME),
    "r19": ("東京圏から地方への移住", "地方創生移住支援事業", RELATED),
    "r26": ("関係人口", "関係人口", RELATED),
    "r27": ("関係人口", "関係人口", MENTIONED),
    "r34": ("生涯活躍のまち", "CCRC", RELATED),
    "r35": ("日本版CCRC", "日本版CCRC", SAME),
    "r37": ("企業版ふるさと納税", "企業版ふるさと納税", RELATED),
    "r46": ("スマートシティ", "スマートシティ", SAME),
    "r50": ("デジタル人材", "デジタル人材", SAME),
    "r55": ("地域未来交付金", "地域未来交付金", NOWHERE),
    "r58": ("ワット・ビット", "ワット・ビット", SAME),
}
"""Every relation marked read between these documents: words of the record on either side, and how it shows."""
FALSE = [
    ("dd_2022", "女性や若者に選ばれる地域づくり", "女性の起業支援"),
    ("dd_2022", "医療DX", "地域医療提供体制の維持・確保"),
    ("dd_2022", "二地域居住等の推進", "地域暮らしサービス拠点の形成"),
    ("dd_2022", "地域少子化対策重点推進交付金", "地方大学・地域産業創生交付金"),
    ("dd_2023r", "医療DX", "地域医療提供体制の維持・確保"),
    ("dd_2023r", "女性や若者に選ばれる地域づくり", "女性の起業支援"),
]


@pytest.fixture(scope="module")
def library(shared: Path, samples: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    stems = [*DOCUMENTS.values(), SAMPLE_DECK]
    with Library.create_or_open(tmp_path_factory.mktemp("facts")) as opened:
        for pdf in (shared / "seeds" / "overview.pdf", *(samples / f"{s}.pdf" for s in stems if s != "overview")):
            opened.add(ingest(pdf), pdf)
        yield opened


@pytest.fixture(scope="module")
def relations(shared: Path) -> list[dict[str, str]]:
    facts = json.loads((shared / "facts" / "strategy_facts.json").read_text(encoding="utf-8"))
    return [
        r
        for r in facts["relations"]
        if r["from"] in DOCUMENTS and r["to"] in DOCUMENTS and r["confidence"].startswith("read")
    ]


def named(records: dict[str, Record], ids: tuple[str, ...], word: str) -> bool:
    return any(word in name_of(records[id_]) for id_ in ids)


def compared(library: Library, old: str, new: str) -> tuple[list[Correspondence], dict[str, Record]]:
    records = {r.id: r for key in (old, new) for r in library.records(library.document(key).id)}
    return compare(library, old, new), records


def shows(found: list[Correspondence], records: dict[str, Record], before: str, after: str, how: str) -> bool:
    match how:
        case "same":
            return any(named(records, c.old, before) and named(records, c.new, after) for c in found)
        case "related":
            return any(
                (named(records, c.old, before) and named(records, c.related, after))
                or (named(records, c.related, before) and named(records, c.new, after))
                for c in found
            )
        case "mentioned":
            return any(
                named(records, c.old, before) and not c.new and any("本文" in r and after in r for r in c.reasons)
                for c in found
            )
        case _:
            return not any(before in name_of(r) or after in name_of(r) for r in records.values())


def test_every_relation_that_was_read_is_told(library: Library, relations: list[dict[str, str]]) -> None:
    assert {r["id"] for r in relations} == READ.keys()
    for relation in relations:
        before, after, how = READ[relation["id"]]
        found, records = compared(library, DOCUMENTS[relation["from"]], DOCUMENTS[relation["to"]])
        assert shows(found, records, before, after, how), relation["detail"]
        if relation["type"] == "moved":
            links = [c for c in found if named(records, c.old, before) and named(records, c.new, after)]
            assert any("moved" in c.type for c in links), relation["detail"]


def test_the_sample_of_the_deck_holds_what_the_overview_leaves_out(library: Library) -> None:
    """The indicators of r19 and r27 are in the strategy, of which the real deck is an overview."""
    for old, before, after in (
        ("dd_2023r", "東京圏から地方への移住者", "東京圏から地方への移住者数"),
        ("dd_2022", "関係人口の創出・拡大", "関係人口の拡大"),
    ):
        found, records = compared(library, DOCUMENTS[old], SAMPLE_DECK)
        links = [c for c in found if named(records, c.old, before) and named(records, c.new, after)]
        assert links
        assert links[0].kpi_changes[0].change in ("unchanged", "notation_only")


@pytest.mark.parametrize(("old", "before", "after"), FALSE)
def test_look_alikes_are_not_taken_for_the_same(library: Library, old: str, before: str, after: str) -> None:
    for deck in ("overview", SAMPLE_DECK):
        found, records = compared(library, DOCUMENTS[old], deck)
        assert not shows(found, records, before, after, SAME)


def test_goals_correspond_as_the_facts_derive(library: Library, shared: Path) -> None:
    """The goals were cut anew in 2025: what is said of them must be what the facts derive, which is not much."""
    facts = json.loads((shared / "facts" / "strategy_facts.json").read_text(encoding="utf-8"))
    derived = " ".join(
        r["detail"] for r in facts["relations"] if r["to"] == "cs_2025" and r["topic"].startswith("基本目標")
    )
    for stem in ("2022_digiden_sogosenryaku", "2023_digiden_kaitei"):
        for c in compare(library, stem, "overview"):
            if c.old and c.new and ":goal:" in c.old[0]:
                (name,) = (name_of(r) for r in library.records_by_id(c.new).values())
                assert name in derived
