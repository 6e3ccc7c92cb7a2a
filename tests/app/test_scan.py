"""A scan from file to answer: every place that shows its words says that they were read by OCR."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from app.cli import main
from app.desk_html import answer_html, citations_html, hits_html
from app.desk_sheet_html import Sheet, sheet_html
from index.library import Library
from tests.scans import tesseract_or_skip, write_scan


def test_a_scan_is_added_found_and_cited_with_the_mark(
    samples: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    tesseract_or_skip()
    scan = write_scan(samples / "2014_machi_hito_shigoto.pdf", [3], tmp_path / "scan.pdf")

    def run(*arguments: str) -> list[Any]:
        main(["--library", str(tmp_path / "library"), *arguments, "--json"])
        return [json.loads(line) for line in capsys.readouterr().out.splitlines()]

    [added] = run("add", str(scan))
    assert added["status"] == "added"
    assert [problem["code"] for problem in added["problems"]] == ["ocr_text"]
    [found] = run("search", "人口の減少と地方の若い世代", "-k", "3")
    assert "東京圏" in "".join(hit["text"] for hit in found["hits"])
    assert all(hit["ocr"] is True for hit in found["hits"])
    [answer] = run("ask", "地方の若い世代はどこへ移っていますか")
    assert answer["answered"]
    assert all(citation["ocr"] is True for citation in answer["citations"])
    records = run("records")
    assert all(record["ocr"] is True for record in records)
    main(["--library", str(tmp_path / "library"), "export", "--csv", str(tmp_path / "csv")])
    rows = [row for file in (tmp_path / "csv").glob("*.csv") for row in csv.DictReader(file.open(encoding="utf-8-sig"))]
    assert {row["OCR"] for row in rows} <= {"OCR"}
    with Library.open(tmp_path / "library") as library:
        from search.answer import answer as ask
        from search.explain import explain
        from search.retrieve import search

        page = library.page(library.documents()[0].id, 1)
        assert page.ocr
        assert page.ocr_confidence is not None
        said, hits = ask(library, "地方の若い世代はどこへ移っていますか"), search(library, "人口の減少")
        explained = [explain(library, "人口の減少", hit) for hit in hits]
    assert answer_html(said)
    mark = '<span class="ocr"'
    assert mark in citations_html(said, {})
    assert mark in hits_html(hits, explained, 0)
    assert mark in sheet_html(Sheet("題", 1, 1, "a.jpg", 100, 100, ocr=True))
    assert mark not in sheet_html(Sheet("題", 1, 1, "a.jpg", 100, 100))
