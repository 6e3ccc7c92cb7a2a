"""Reading in processes: a file that kills its process, or hangs, costs only itself, and no process is left behind."""

from __future__ import annotations

import multiprocessing
import os
import time
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from app import reading
from app.reading import read_files
from corpus.errors import UnreadableFile
from corpus.ingested import Ingested
from corpus.pages import Problem
from tests.app.made import made
from tests.app.pdfs import write_pdf


def fake_read(path: Path, pipe: Connection, words: Path | None, children: int) -> None:
    """Body of a process that does what the name of its file says."""
    pipe.send(("page", 1, 2))
    if path.stem == "dies":
        os._exit(9)
    if path.stem == "hangs":
        time.sleep(60)
    if path.stem == "slow":
        time.sleep(2)
    if path.stem == "fails":
        pipe.send(("refused", Problem("broken", None, "読めません。")))
    else:
        pipe.send(("read", made(path)))


def no_pages(path: Path, done: int, total: int) -> None:
    pass


def test_each_file_has_its_own_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "_read", fake_read)
    paths = [write_pdf(tmp_path / f"{name}.pdf") for name in ("dies", "good", "hangs", "fails")]
    pages: list[tuple[str, int, int]] = []
    results = dict(
        read_files(
            paths, jobs=4, progress=lambda p, done, total: pages.append((p.stem, done, total)), silence_seconds=10
        )
    )
    codes = {p.stem: r.code for p, r in results.items() if isinstance(r, Problem)}
    assert codes == {"dies": "crashed", "hangs": "timeout", "fails": "broken"}
    assert isinstance(results[tmp_path / "good.pdf"], Ingested)
    assert ("good", 1, 2) in pages
    assert not [p for p in multiprocessing.active_children() if p.name.startswith("shirube-read")]


def test_leaving_early_leaves_no_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "_read", fake_read)
    paths = [write_pdf(tmp_path / f"{name}.pdf") for name in ("good", "hangs")]
    results = read_files(paths, jobs=2, progress=no_pages)
    next(results)
    results.close()
    assert not [p for p in multiprocessing.active_children() if p.name.startswith("shirube-read")]


def test_results_come_in_the_order_given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "_read", fake_read)
    monkeypatch.setattr(reading, "AHEAD", 2)
    paths = [write_pdf(tmp_path / f"{name}.pdf") for name in ("slow", "good", "fails", "other")]
    assert [path for path, _ in read_files(paths, jobs=2, progress=no_pages)] == paths


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (UnreadableFile("暗号化されています。", code="encrypted"), "encrypted"),
        (MemoryError(), "too_much_memory"),
        (RecursionError("deep"), "failed"),
    ],
)
def test_errors_become_problems_of_the_file(monkeypatch: pytest.MonkeyPatch, error: Exception, code: str) -> None:
    import ingest.pipeline

    def fail(path: Path, *, progress: Callable[[int, int], None], children: int) -> Ingested:
        raise error

    monkeypatch.setattr(ingest.pipeline, "ingest", fail)
    kind, problem, *_ = reading._outcome(Path("a.pdf"), lambda done, total: None, 1)
    assert kind == "refused"
    assert isinstance(problem, Problem)
    assert problem.code == code
