"""PDF files and folders into the library: what was added, and what was not and why, file by file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from shutil import copyfile
from tempfile import TemporaryDirectory

from app.json_output import problem_json
from app.reading import Progress, read_files
from corpus.errors import LibraryBroken, UnreadableFile
from corpus.ingested import Ingested
from corpus.pages import Problem, Severity
from corpus.records import Document, Goal, JsonObject, Kpi, Measure, Record
from index.library import Library, holds

_OCR_LATER = frozenset({"ocr_not_installed", "ocr_language_missing", "ocr_failed", "ocr_timeout"})
"""Problems that are gone once OCR is installed, or may be when it is tried again."""


class Status(StrEnum):
    """What became of a file: `partial` is added, with something of it lost."""

    ADDED = "added"
    UNCHANGED = "unchanged"
    PARTIAL = "partial"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class Outcome:
    """One line of the ledger. `document` is its id; None when the file was rejected."""

    file: str
    status: Status
    document: str | None = None
    title: str = ""
    pages: int = 0
    tables: int = 0
    goals: int = 0
    measures: int = 0
    kpis: int = 0
    problems: tuple[Problem, ...] = ()


def outcome_json(outcome: Outcome) -> JsonObject:
    """The ledger line of `shirube add --json`."""
    return {
        "file": outcome.file,
        "document": outcome.document,
        "status": outcome.status.value,
        "pages": outcome.pages,
        "tables": outcome.tables,
        "goals": outcome.goals,
        "measures": outcome.measures,
        "kpis": outcome.kpis,
        "problems": [problem_json(problem) for problem in outcome.problems],
    }


def listed_files(paths: Sequence[Path]) -> list[Path | Outcome]:
    """The PDF files meant by files and folders (searched through, in order of name), each once.

    A folder without any, or one that cannot be read, is a rejected Outcome in its place.
    """
    found: dict[Path, Path | Outcome] = {}
    for path in paths:
        if not path.is_dir():
            found.setdefault(path, path)
            continue
        inside = sorted(file for file in path.rglob("*") if file.suffix.lower() == ".pdf" and file.is_file())
        for file in inside:
            found.setdefault(file, file)
        if not inside:
            message = f"フォルダ「{path}」にPDFがありません。場所をご確認ください。"
            found.setdefault(path, _rejected(path, Problem("no_pdf", None, message, Severity.ERROR)))
    return list(found.values())


def add_files(library: Library, paths: Sequence[Path], *, jobs: int, progress: Progress) -> Iterator[Outcome]:
    """Read the files and folders and add what is new, as each file is done; a bad file stops no other.

    Reading is done by `jobs` processes; only this one writes. The caller holds `library.writing()`, and builds the
    snapshot afterwards. Raises LibraryLocked, LibraryBroken.
    """
    fresh: dict[str, Path] = {}
    same: list[tuple[Path, str]] = []
    for path in listed_files(paths):
        if isinstance(path, Outcome):
            yield path
            continue
        try:
            sha256 = _sha256(path)
        except UnreadableFile as error:
            yield _rejected(path, Problem(error.code, None, str(error), Severity.ERROR))
            continue
        if library.has(sha256):
            yield _unchanged(library, path, sha256)
        elif sha256 in fresh:
            same.append((path, sha256))
        else:
            fresh[sha256] = path
    failed: dict[Path, Outcome] = {}
    for path, read in read_files(list(fresh.values()), jobs=jobs, progress=progress):
        if isinstance(read, Problem):
            failed[path] = _rejected(path, read)
            yield failed[path]
        else:
            library.add(read, path)
            yield _added(path, read)
    for path, sha256 in same:
        first = failed.get(fresh[sha256])
        yield _unchanged(library, path, sha256) if first is None else replace(first, file=str(path))


def reread_documents(
    library: Library, documents: Sequence[Document], *, jobs: int, progress: Progress
) -> Iterator[Outcome]:
    """Read documents again from the PDFs kept in the library; where that fails, the old reading stays as it was.

    Staff know a file by its own name, which is also told in a document's title where nothing else is: it is read under
    that name. The caller holds `library.writing()`, and builds the snapshot afterwards. Raises LibraryLocked,
    LibraryBroken.
    """
    with TemporaryDirectory(prefix="shirube-") as folder:
        named: dict[Path, Document] = {}
        for document in documents:
            path = Path(folder) / document.id / Path(document.file).name
            if not holds(library.pdf(document.id), document.sha256):
                message = f"「{document.file}」の控えがないか、壊れています。もとのPDFを add し直してください。"
                yield _rejected(Path(document.file), Problem("pdf_damaged", None, message, Severity.ERROR))
                continue
            path.parent.mkdir()
            copyfile(library.pdf(document.id), path)
            named[path] = document

        def told(path: Path, done: int, total: int) -> None:
            progress(Path(named[path].file), done, total)

        for path, read in read_files(list(named), jobs=jobs, progress=told):
            file = Path(named[path].file)
            if isinstance(read, Problem):
                yield _rejected(file, read)
            else:
                library.add(read, path)
                yield _added(file, read)


def to_reread(library: Library) -> list[Document]:
    """Documents that an older reader has read, or that have pages which OCR could not read when they were added."""
    old = {document.id for document in library.outdated()}
    return [
        document
        for document in library.documents()
        if document.id in old or any(problem.code in _OCR_LATER for problem in library.problems(document.id))
    ]


def refresh_index(library: Library, progress: Callable[[str, int, int], None] | None = None) -> None:
    """Build the snapshot anew when it is missing, damaged or older than the library; progress: (stage, done, total).

    Raises LibraryLocked, LibraryBroken, SettingsError, EncoderError.
    """
    from index.snapshot import build_snapshot, file_sums, is_current, open_snapshot

    if not library.documents():
        return
    try:
        snapshot = open_snapshot(library)
    except LibraryBroken:
        snapshot = None
    with snapshot or nullcontext():
        if snapshot is not None and is_current(library, snapshot):
            files = {path: (size, sha256) for path, size, sha256 in file_sums(snapshot.folder)}
            if files == snapshot.manifest.files:
                return
    build_snapshot(library, progress).close()


def _sha256(path: Path) -> str:
    from ingest.pipeline import file_sha256

    return file_sha256(path)


def _added(path: Path, read: Ingested) -> Outcome:
    lost = any(problem.severity is not Severity.INFO for problem in read.problems)
    status = Status.PARTIAL if lost else Status.ADDED
    return _kept(path, status, read.document, len(read.tables), read.records, read.problems)


def _unchanged(library: Library, path: Path, sha256: str) -> Outcome:
    document = next(document for document in library.documents() if document.sha256 == sha256)
    tables, records = len(library.tables(document.id)), library.records(document.id)
    return _kept(path, Status.UNCHANGED, document, tables, records, library.problems(document.id))


def _kept(
    path: Path,
    status: Status,
    document: Document,
    tables: int,
    records: Sequence[Record],
    problems: Sequence[Problem],
) -> Outcome:
    kinds = Counter(record.KIND for record in records)
    return Outcome(
        file=str(path),
        status=status,
        document=document.id,
        title=document.title,
        pages=document.pages,
        tables=tables,
        goals=kinds[Goal.KIND],
        measures=kinds[Measure.KIND],
        kpis=kinds[Kpi.KIND],
        problems=tuple(problems),
    )


def _rejected(path: Path, problem: Problem) -> Outcome:
    return Outcome(str(path), Status.REJECTED, problems=(problem,))
