from __future__ import annotations

import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from corpus.pages import Severity
from index.library import Library
from index.snapshot import build_snapshot, current_name
from index.verification import verify
from tests.index.made import ingested, pdf


@pytest.fixture
def library(tmp_path: Path) -> Library:
    library = Library.create_or_open(tmp_path / "library")
    source = pdf(tmp_path)
    library.add(ingested(source), source)
    build_snapshot(library).close()
    return library


def codes(library: Library) -> list[str]:
    return [problem.code for problem in verify(library)]


def test_a_whole_library(library: Library) -> None:
    assert codes(library) == []


def test_an_empty_library(tmp_path: Path) -> None:
    assert codes(Library.create_or_open(tmp_path)) == []


def test_a_pdf_gone_or_changed(library: Library) -> None:
    copy = library.pdf(library.documents()[0].id)
    copy.write_bytes(b"x")
    assert codes(library) == ["pdf_damaged"]
    copy.unlink()
    assert codes(library) == ["pdf_damaged"]


def test_no_snapshot(library: Library) -> None:
    (library.folder / "current").unlink()
    assert codes(library) == ["no_snapshot"]


def test_an_outdated_snapshot(library: Library, tmp_path: Path) -> None:
    source = pdf(tmp_path, "b.pdf", b"b")
    library.add(ingested(source), source)
    assert codes(library) == ["snapshot_outdated"]


def test_every_changed_byte_of_the_snapshot(library: Library) -> None:
    folder = library.folder / "snapshots" / str(current_name(library))
    for path in sorted(p for p in folder.rglob("*") if p.is_file() and p.name != "manifest.json"):
        whole = path.read_bytes()
        path.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
        assert codes(library) == ["snapshot_broken"], path
        path.write_bytes(whole)
    (folder / "stray").write_text("")
    assert codes(library) == ["snapshot_broken"]


def test_passages_that_the_snapshot_does_not_have(library: Library) -> None:
    db = sqlite3.connect(library.folder / "library.sqlite")
    db.execute("DELETE FROM passages WHERE ordinal = 1")
    db.commit()
    db.close()
    assert codes(library) == ["snapshot_disagrees"]


def test_a_damaged_database(library: Library, tmp_path: Path) -> None:
    source = pdf(tmp_path, "b.pdf", b"b")
    library.add(ingested(source, tuple(f"{n}番目の文" for n in range(500))), source)
    library.close()
    path = library.folder / "library.sqlite"
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2] + b"\xff" * 4096 + whole[len(whole) // 2 + 4096 :])
    with Library.open(library.folder) as opened:
        assert set(codes(opened)) == {"database_damaged"}


def test_a_reading_by_an_older_version_is_told_but_is_not_wrong(library: Library, tmp_path: Path) -> None:
    source = pdf(tmp_path, "b.pdf", b"b")
    library.add(replace(ingested(source), reader=1), source)
    build_snapshot(library).close()
    [problem] = verify(library)
    assert (problem.code, problem.severity) == ("outdated_reading", Severity.INFO)
    assert "b.pdf" in problem.message
    assert "reread" in problem.message
