"""The manifest of official documents."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from corpus.errors import ManifestError
from corpus.sources import Standing, load_sources


def test_bundled_manifest_lists_the_lineage_in_order() -> None:
    sources = load_sources()
    decided = [source for source in sources if source.decided_on is not None]
    assert len(sources) == 14
    assert [source.id for source in sources if source.expected] == ["chiiki_mirai_2026"]
    assert [s.decided_on for s in decided] == sorted(s.decided_on for s in decided if s.decided_on)
    assert all(source.pdfs or source.landing_pages for source in sources)


def test_addresses_say_how_they_are_known(shared: Path) -> None:
    """No address is told to be surer than it is."""
    facts = json.loads((shared / "facts" / "strategy_facts.json").read_text("utf-8"))
    known = {
        entry["url"]: entry["confidence"]
        for document in facts["documents"]
        for field in ("pdf_urls", "landing_pages")
        for entry in document[field]
    }
    for source in load_sources():
        for address in (*source.pdfs, *source.landing_pages):
            assert address.standing == Standing(known[address.url]), address.url


GOOD = 'id = "abc_1"\ntitle = "題"\ndecision = "閣議決定"\nseries = "系"\nedition = "初版"\n'


def _load(folder: Path, text: str) -> None:
    manifest = folder / "sources.toml"
    manifest.write_text(text, "utf-8")
    load_sources(manifest)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("[[source]\n", "書き方"),
        ("", "[[source]]"),
        ("source = [1]", "表ではありません"),
        ("[[source]]\n" + GOOD.replace("abc_1", "../x"), "id"),
        ("[[source]]\n" + GOOD.replace('"題"', "3"), "title"),
        ("[[source]]\n" + GOOD + 'decided_on = "2014-12-27"\n', "decided_on"),
        ("[[source]]\n" + GOOD + "period = [2019, 2015]\n", "period"),
        ("[[source]]\n" + GOOD + "pdfs = [{ url = 'file:///etc/passwd', standing = 'read' }]\n", "http"),
        ("[[source]]\n" + GOOD + "pdfs = [{ url = 'https://a.jp/b.pdf', standing = 'sure' }]\n", "standing"),
        ("[[source]]\n" + GOOD + "pdfs = [{ url = 'https://a.jp/b.pdf', standing = 'read', part = 'x' }]\n", "part"),
        ("[[source]]\n" + GOOD + "pdfs = ['https://a.jp/b.pdf']\n", "pdfs"),
        ("[[source]]\n" + GOOD + "[[source]]\n" + GOOD, "二度"),
    ],
)
def test_a_bad_manifest_is_refused_with_its_field(tmp_path: Path, text: str, named: str) -> None:
    with pytest.raises(ManifestError, match=named.replace("[", r"\[").replace("]", r"\]")):
        _load(tmp_path, text)


def test_a_missing_manifest_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ManifestError, match="読めません"):
        load_sources(tmp_path / "none.toml")
