"""The relations that the facts on the national strategies tell, between the real deck and the samples."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus.records import name_of
from index.library import Library
from ingest.pipeline import ingest
from search.compare import compare

SAMPLES = {"dd_2022": "2022_digiden_sogosenryaku", "dd_2023r": "2023_digiden_kaitei"}
DECK = "cs_2025"
WORDS = {
    "r46": (["スマートシティ"], ["スマートシティ"]),
    "r50": (["デジタル人材"], ["デジタル人材"]),
    "r19": (["東京圏から地方への移住"], ["地方創生移住支援事業", "移住者"]),
    "r27": (["関係人口"], ["関係人口"]),
}
"""Words of the record on either side, by relation; which of them the two documents have is asked of the documents."""


@pytest.fixture(scope="module")
def library(shared: Path, samples: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    with Library.create_or_open(tmp_path_factory.mktemp("facts")) as opened:
        for pdf in (shared / "seeds" / "overview.pdf", *(samples / f"{stem}.pdf" for stem in SAMPLES.values())):
            opened.add(ingest(pdf), pdf)
        yield opened


@pytest.fixture(scope="module")
def relations(shared: Path) -> list[dict[str, str]]:
    facts = json.loads((shared / "facts" / "strategy_facts.json").read_text(encoding="utf-8"))
    return [
        r for r in facts["relations"] if r["from"] in SAMPLES and r["to"] == DECK and r["confidence"] == "read"
    ]  # fmt: skip


def test_every_relation_that_was_read_is_found(library: Library, relations: list[dict[str, str]]) -> None:
    """A relation between records of one kind must be a correspondence; others have nothing to be found between."""
    assert relations
    unknown = {r["id"] for r in relations} - WORDS.keys()
    assert not unknown, f"relations that this test does not know: {unknown}"
    found_some = False
    for relation in relations:
        stem = SAMPLES[relation["from"]]
        before, after = WORDS[relation["id"]]
        old, new = (library.records(library.document(key).id) for key in (stem, "overview"))
        ours = {r.id for r in old if any(word in name_of(r) for word in before)}
        theirs = {r.id for r in new if any(word in name_of(r) for word in after)}
        kinds = {id_.split(":")[1] for id_ in ours} & {id_.split(":")[1] for id_ in theirs}
        if not kinds:
            continue
        found_some = True
        links = [c for c in compare(library, stem, "overview") if ours & {*c.old} and theirs & {*c.new}]
        assert links, relation["detail"]
        if relation["type"] == "moved":
            assert any("moved" in c.type for c in links), relation["detail"]
    assert found_some


def test_goals_correspond_as_the_facts_derive(library: Library, shared: Path) -> None:
    """The goals were cut anew in 2025: what is said of them must be what the facts derive, which is not much."""
    facts = json.loads((shared / "facts" / "strategy_facts.json").read_text(encoding="utf-8"))
    derived = " ".join(r["detail"] for r in facts["relations"] if r["to"] == DECK and r["topic"].startswith("基本目標"))
    for stem in SAMPLES.values():
        for c in compare(library, stem, "overview"):
            if c.old and c.new and ":goal:" in c.old[0]:
                (name,) = (name_of(r) for r in library.records_by_id(c.new).values())
                assert name in derived
