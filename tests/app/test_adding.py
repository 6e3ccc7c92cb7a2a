"""Adding files: one line of the ledger per file, whatever the file is; nothing twice; no file stops another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from app import adding
from app.adding import Outcome, add_files, listed_files, outcome_json, reread_documents, to_reread
from app.reading import Progress
from corpus.ingested import Ingested
from corpus.pages import Problem, Severity
from index.corrections import Edit, corrections_of
from index.library import Library
from tests.app.made import made
from tests.app.pdfs import write_pdf

LEDGER = {"file", "document", "status", "pages", "tables", "goals", "measures", "kpis", "problems"}


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Files read; a file is what `made` says, or refused when its name begins with `bad`."""
    seen: list[Path] = []

    def read(paths: Sequence[Path], *, jobs: int, progress: Progress) -> Iterator[tuple[Path, Ingested | Problem]]:
        for path in paths:
            seen.append(path)
            progress(path, 1, 1)
            yield (
                path,
                Problem("broken", None, "読めません。", Severity.ERROR) if path.name[:3] == "bad" else made(path),
            )

    monkeypatch.setattr(adding, "read_files", read)
    return seen


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Library]:
    with Library.create_or_open(tmp_path / "new") as library, library.writing():
        yield library


def run(library: Library, *paths: Path) -> list[Outcome]:
    return list(add_files(library, paths, jobs=2, progress=lambda path, done, total: None))


def test_a_batch_with_a_bad_file(tmp_path: Path, empty: Library, reads: list[Path]) -> None:
    good = write_pdf(tmp_path / "good.pdf", pages=2)
    bad = write_pdf(tmp_path / "bad.pdf", pages=3)
    outcomes = run(empty, bad, tmp_path / "missing.pdf", good)
    lines = {Path(line["file"]).name: line for line in map(outcome_json, outcomes)}
    assert {name: line["status"] for name, line in lines.items()} == {
        "good.pdf": "partial",  # its second page has no text
        "bad.pdf": "rejected",
        "missing.pdf": "rejected",
    }
    assert all(set(line) == LEDGER for line in lines.values())
    assert lines["good.pdf"] | {"file": "", "document": ""} == {
        "file": "", "document": "", "status": "partial", "pages": 2, "tables": 1, "goals": 1, "measures": 2, "kpis": 1,
        "problems": [{"code": "no_text_layer", "page": 2, "message": "2ページには文字データがありません。"}],
    }  # fmt: skip
    assert lines["missing.pdf"]["problems"][0]["code"] == "missing"
    assert lines["missing.pdf"]["document"] is None
    assert [d.id for d in empty.documents()] == [lines["good.pdf"]["document"]]
    assert empty.pdf(lines["good.pdf"]["document"]).read_bytes() == good.read_bytes()


def test_the_same_file_again_is_not_read(tmp_path: Path, empty: Library, reads: list[Path]) -> None:
    path = write_pdf(tmp_path / "a.pdf")
    first, again = run(empty, path), run(empty, path)
    assert reads == [path]
    assert [o.status.value for o in again] == ["unchanged"]
    assert outcome_json(again[0]) | {"status": "partial"} == outcome_json(first[0])


def test_copies_in_one_batch_are_read_once(tmp_path: Path, empty: Library, reads: list[Path]) -> None:
    for name in ("a.pdf", "b.pdf"):
        write_pdf(tmp_path / name)
    for name in ("bad1.pdf", "bad2.pdf"):
        write_pdf(tmp_path / name, pages=5)
    outcomes = run(empty, tmp_path)
    assert {Path(o.file).name: o.status.value for o in outcomes} == {
        "a.pdf": "partial",
        "b.pdf": "unchanged",
        "bad1.pdf": "rejected",
        "bad2.pdf": "rejected",
    }
    assert len(reads) == 2


def test_folders_are_searched_through_in_order(tmp_path: Path) -> None:
    (tmp_path / "x" / "deep").mkdir(parents=True)
    for name in ("x/b.pdf", "x/a.PDF", "x/deep/c.pdf", "x/note.txt"):
        write_pdf(tmp_path / name)
    listed = listed_files([tmp_path / "x", tmp_path / "x" / "b.pdf"])
    assert listed == [tmp_path / "x" / name for name in ("a.PDF", "b.pdf", "deep/c.pdf")]


def test_a_folder_without_a_pdf_is_told(tmp_path: Path, empty: Library, reads: list[Path]) -> None:
    (tmp_path / "none").mkdir()
    good = write_pdf(tmp_path / "a.pdf")
    outcomes = run(empty, tmp_path / "none", good)
    assert [(o.status.value, o.problems[0].code) for o in outcomes] == [
        ("rejected", "no_pdf"),
        ("partial", "no_text_layer"),
    ]


def reread(library: Library) -> list[Outcome]:
    documents = to_reread(library)
    return list(reread_documents(library, documents, jobs=1, progress=lambda path, done, total: None))


def old(library: Library, path: Path, **changed: Any) -> Ingested:
    """A document that an older reader has read."""
    given = replace(made(path), reader=1, **changed)
    library.add(given, path)
    return given


def test_what_an_older_reader_read_is_read_again_under_its_name(
    tmp_path: Path, empty: Library, reads: list[Path]
) -> None:
    given = old(empty, write_pdf(tmp_path / "計画.pdf"), problems=())
    new = write_pdf(tmp_path / "new.pdf", pages=2)
    empty.add(replace(made(new), problems=()), new)
    record = empty.records(given.document.id, "goal")[0]
    empty.correct(
        corrections_of([record], [Edit(record, replace(record, name="直した目標"))], by="山田", at="2026-11-29")
    )
    (tmp_path / "計画.pdf").unlink()  # the library has its own copy
    [outcome] = reread(empty)
    assert (outcome.file, outcome.document, outcome.status.value) == ("計画.pdf", given.document.id, "partial")
    assert [path.name for path in reads] == ["計画.pdf"]
    assert [d.file for d in empty.documents()] == ["計画.pdf", "new.pdf"]
    assert empty.records(given.document.id, "goal")[0].name == "直した目標"
    assert empty.outdated() == reread(empty) == []


def test_a_failed_reading_leaves_the_old_one(tmp_path: Path, empty: Library, reads: list[Path]) -> None:
    bad, damaged = write_pdf(tmp_path / "bad.pdf"), write_pdf(tmp_path / "x.pdf", pages=2)
    first, second = old(empty, bad), old(empty, damaged)
    empty.pdf(second.document.id).write_bytes(b"")
    before = empty.records()
    assert [(o.file, o.problems[0].code) for o in reread(empty)] == [("x.pdf", "pdf_damaged"), ("bad.pdf", "broken")]
    assert empty.records() == before
    assert empty.outdated() == [first.document, second.document]


def test_pages_that_wait_for_ocr_are_read_again(tmp_path: Path, empty: Library, reads: list[Path]) -> None:
    path = write_pdf(tmp_path / "scan.pdf")
    waiting = (Problem("ocr_not_installed", None, "Tesseract がありません。"),)
    empty.add(replace(made(path), problems=waiting), path)
    assert [o.status.value for o in reread(empty)] == ["partial"]
    assert to_reread(empty) == []


def test_a_reading_stopped_in_the_middle_leaves_the_old_one(
    tmp_path: Path, empty: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = old(empty, write_pdf(tmp_path / "a.pdf"))
    before = empty.records()

    def stopped(paths: Sequence[Path], *, jobs: int, progress: Progress) -> Iterator[Any]:
        raise KeyboardInterrupt
        yield

    monkeypatch.setattr(adding, "read_files", stopped)
    with pytest.raises(KeyboardInterrupt):
        reread(empty)
    assert empty.records() == before
    assert empty.outdated() == [given.document]
