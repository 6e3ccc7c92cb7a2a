"""From file to records: what every ingested document must hold."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.errors import UnreadableFile
from corpus.ingested import Ingested
from ingest.evidence import verified
from ingest.pipeline import file_sha256, ingest
from tests.pdfs import Sheet, write_pdf

SAMPLES = sorted((Path(__file__).resolve().parents[2] / "corpus" / "samples").glob("*.pdf"))


@pytest.fixture(scope="module", params=SAMPLES, ids=lambda path: path.stem)
def read(request: pytest.FixtureRequest) -> Ingested:
    return ingest(request.param)


def test_every_record_is_found_on_its_page(read: Ingested) -> None:
    pages = {page.number: page for page in read.pages}
    assert read.records
    assert [record.id for record in read.records for e in record.evidence if not verified(pages[e.page], e)] == []


def test_links_lead_to_records_of_the_same_document(read: Ingested) -> None:
    ids = {record.id for record in read.records}
    assert len(ids) == len(read.records)
    links = {
        link
        for record in read.records
        for field in ("goal", "parent", "of", "measure")
        if (link := getattr(record, field, None)) is not None and ":" in link
    }
    assert links <= ids


def test_kpi_years_are_in_order(read: Ingested) -> None:
    for record in read.records:
        years = [value.year for value in getattr(record, "targets", ()) if value.year is not None]
        assert years == sorted(years), record


def test_every_passage_has_its_place(read: Ingested) -> None:
    assert read.passages
    for passage in read.passages:
        assert passage.text.strip()
        assert all(e.boxes and 1 <= e.page <= len(read.pages) for e in passage.evidence), passage


def test_a_document_of_blank_pages_is_told(tmp_path: Path) -> None:
    path = tmp_path / "blank.pdf"
    write_pdf(path, Sheet(), Sheet())
    assert [problem.code for problem in ingest(path).problems] == ["no_text"]


def test_progress_counts_the_pages(samples: Path) -> None:
    seen: list[tuple[int, int]] = []
    read = ingest(samples / "2025_chihososei_sogosenryaku_gaiyo.pdf", progress=lambda *at: seen.append(at))
    assert [done for done, _ in seen][-1] == len(read.pages)
    assert {total for _, total in seen} == {len(read.pages)}


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile) as caught:
        file_sha256(tmp_path / "nai.pdf")
    assert caught.value.code == "missing"
