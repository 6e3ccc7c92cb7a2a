"""Adding in the background: told of, stopped between pages with the library whole, errors kept."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from app.adding import Outcome, add_files
from app.adding_job import AddingJob, start
from app.reading import Progress
from index.library import Library
from index.verification import verify
from tests.app.pdfs import write_pdf


def test_files_are_added_and_told_of(library: Library, tmp_path: Path) -> None:
    new = write_pdf(tmp_path / "new.pdf", pages=3)
    job = start(library, lambda progress: add_files(library, [new], jobs=1, progress=progress))
    assert job.done.wait(60)
    assert [outcome.status.value for outcome in job.outcomes] == ["partial"]
    assert (job.error, job.reading, job.stage) == ("", {}, "")
    assert len(library.documents()) == 2


def test_stopping_leaves_the_library_whole(library: Library, tmp_path: Path) -> None:
    files = [write_pdf(tmp_path / f"{n}.pdf", pages=n + 3) for n in range(3)]
    job = AddingJob()

    def read(progress: Progress) -> Iterator[Outcome]:
        for outcome in add_files(library, files, jobs=1, progress=progress):
            yield outcome
            job.stop()

    job.run(library, read)
    assert job.done.is_set()
    assert len(job.outcomes) == 1
    assert len(library.documents()) == 2
    assert verify(library) == []


def test_a_file_being_read_is_given_up_at_its_next_page(library: Library, tmp_path: Path) -> None:
    job = AddingJob()
    job.stop()
    new = write_pdf(tmp_path / "new.pdf", pages=3)
    job.run(library, lambda progress: add_files(library, [new], jobs=1, progress=progress))
    assert job.outcomes == []
    assert len(library.documents()) == 1
    assert verify(library) == []


def test_an_error_is_kept(library: Library) -> None:
    def read(progress: Progress) -> Iterator[Outcome]:
        raise ValueError("x")
        yield

    job = start(library, read)
    assert job.done.wait(60)
    assert "ValueError" in job.error


def test_another_writer_is_told(library: Library) -> None:
    with library.writing():
        job = start(library, lambda progress: iter(()))
        assert job.done.wait(60)
    assert "書き込み中" in job.error


def test_a_document_is_described_anew(library: Library) -> None:
    document = library.documents()[0]
    before = library.generation
    library.describe(replace(document, title="新しい名前", period=(2030, 2034)))
    assert library.document(document.id) == replace(document, title="新しい名前", period=(2030, 2034))
    assert library.generation > before
    library.describe(replace(document, id="nobody"))
    assert len(library.documents()) == 1
