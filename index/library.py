"""A library: one folder that holds documents, what was read from them, and copies of their PDFs.

    library/
        library.sqlite     the truth: documents, all that was read from them, corrections, decisions
        files/<id>.pdf     the PDFs as added
        snapshots/, current, settings.toml    see index/snapshot.py and index/settings.py
        writer.lock        held by the one process that writes

Readers never wait for a writer, and a writer that is killed leaves what was there before.
"""

from __future__ import annotations

import filecmp
import shutil
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from hashlib import file_digest
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar

from corpus import vocabulary
from corpus.errors import LibraryBroken, LibraryLocked, RefusedError
from corpus.ingested import READER, Ingested
from corpus.pages import Block, BlockKind, Page, Passage, Problem, Severity, Table
from corpus.records import RECORD_TYPES, Document, Record
from index import correction_rows, database, decisions, descriptions, lock
from index.corrections import Correction, Overlaid, overlay
from index.decisions import Decision
from index.naming import document_named
from index.serial import pack, pack_page, unpack, unpack_page

T = TypeVar("T")

_DATABASE = "library.sqlite"
_RECORD_TYPES = {t.KIND: t for t in RECORD_TYPES}
_OUTDATED = "この文書は、以前の版の Shirube で読み取ったままです。今の版で読み直すには、次を実行してください: "
_READ_AGAIN = "shirube reread"
_BATCH = 500
"""Ids per statement: SQLite binds at least 999."""


class Library:
    """An open library. Reading may be done from any thread; writing takes the writer's lock.

    Every method raises LibraryBroken when the file turns out damaged.
    """

    def __init__(self, folder: Path, db: sqlite3.Connection) -> None:
        self.folder = folder
        self._db = db
        self._reading = threading.RLock()
        self._writer: int | None = None

    # --- opening -----------------------------------------------------------------------------------------------------

    @classmethod
    def open(cls, folder: Path) -> Self:
        """Open what is there; a library of an older version is brought to this one.

        Raises LibraryBroken: absent (code `library_missing`), half-written, damaged, too new.
        """
        path = folder / _DATABASE
        if not path.is_file():
            raise LibraryBroken(
                f"ライブラリ「{folder}」がありません。先に add でPDFを追加するか、--library で場所を指定してください。",
                code="library_missing",
            )
        with database.explained(folder):
            db = database.connect(path)
            try:
                found = database.version(db)
                if found == 0:
                    raise LibraryBroken(
                        f"ライブラリ「{folder}」は作りかけです。add でPDFを追加すると、続きから作られます。"
                    )
                if found > database.VERSION:
                    raise LibraryBroken(
                        f"ライブラリ「{folder}」は、より新しい Shirube で作られています。Shirube を更新してください。"
                    )
                if found < database.VERSION:
                    database.migrate(db)
                db.execute("SELECT generation FROM state").fetchone()
            except BaseException:
                db.close()
                raise
        words = folder / vocabulary.FILE
        vocabulary.extend(words if words.is_file() else None)
        return cls(folder, db)

    @classmethod
    def create_or_open(cls, folder: Path) -> Self:
        """Open the library, made first when the folder is absent, empty or a half-made one.

        Raises LibraryBroken, or LibraryLocked when another process is just making it.
        """
        with database.explained(folder):
            try:
                (folder / "files").mkdir(parents=True, exist_ok=True)
            except (FileExistsError, NotADirectoryError) as error:
                raise LibraryBroken(f"「{folder}」はフォルダではないため、ライブラリにできません。") from error
            path = folder / _DATABASE
            if not path.exists() or path.stat().st_size == 0 or _half_made(path):
                with _alone(folder):
                    db = database.connect(path)
                    try:
                        if database.version(db) == 0:
                            database.create(db)
                    finally:
                        db.close()
        return cls.open(folder)

    def close(self) -> None:
        """Close the file; the library must not be used afterwards."""
        self._db.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # --- writing -----------------------------------------------------------------------------------------------------

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Be the only writer, over several additions and the building of the snapshot; may be nested.

        Raises LibraryLocked at once when another process or thread is writing. The lock ends with the process.
        """
        if self._writer == threading.get_ident():
            yield
            return
        with _alone(self.folder):
            self._writer = threading.get_ident()
            try:
                yield
            finally:
                self._writer = None

    def add(self, ingested: Ingested, source: Path) -> None:
        """Add a document, or replace it when it was there, in one transaction; `source` is its PDF, which is copied.

        Raises LibraryLocked, LibraryBroken.
        """
        document = ingested.document
        with self.writing():
            with database.explained(self.folder):
                _copy(source, self.pdf(document.id))
            with self._transaction() as db:
                row = db.execute("SELECT position FROM documents WHERE id = ?", (document.id,)).fetchone()
                db.execute("DELETE FROM documents WHERE id = ?", (document.id,))
                db.execute(
                    "INSERT INTO documents (position, id, sha256, data, reader) VALUES (?, ?, ?, ?, ?)",
                    (row[0] if row else None, document.id, document.sha256, pack(document), ingested.reader),
                )
                _insert(db, ingested)

    def remove(self, document: str) -> None:
        """Remove the document of this id with everything read from it, and its PDF; nothing happens when absent."""
        with self.writing():
            with self._transaction() as db:
                db.execute("DELETE FROM documents WHERE id = ?", (document,))
            self.pdf(document).unlink(missing_ok=True)

    def describe(self, document: Document) -> None:
        """Write down what staff tell of a document (title, period, series, …), which holds whatever is read of it
        later; nothing when absent. See index/descriptions.py.
        """
        with self.writing(), self._transaction() as db:
            row = db.execute("SELECT data FROM documents WHERE id = ?", (document.id,)).fetchone()
            if row:
                descriptions.put(db, unpack(Document, row[0]), document)

    def correct(self, corrections: Iterable[Correction]) -> None:
        """Write down what staff corrected, in one transaction; see index/corrections.py."""
        with self.writing(), self._transaction() as db:
            correction_rows.insert(db, corrections)

    def decide(self, made: Iterable[Decision]) -> None:
        """Write down what staff decided about correspondences (index/decisions.py); snapshots stay up to date."""
        with self.writing(), self._transaction(of_documents=False) as db:
            decisions.insert(db, made)

    @contextmanager
    def _transaction(self, *, of_documents: bool = True) -> Iterator[sqlite3.Connection]:
        """A connection of its own, so that reading threads go on seeing the last committed state."""
        with database.explained(self.folder):
            db = database.connect(self.folder / _DATABASE)
            try:
                db.execute("BEGIN IMMEDIATE")
                yield db
                if of_documents:
                    db.execute("UPDATE state SET generation = generation + 1")
                db.execute("COMMIT")
            finally:
                db.close()  # rolls back what was not committed

    # --- reading -----------------------------------------------------------------------------------------------------

    @property
    def generation(self) -> int:
        """Grows with every change of the documents: a snapshot built at another generation is out of date."""
        return int(self._rows("SELECT generation FROM state")[0][0])

    def pdf(self, document: str) -> Path:
        """Where the copy of the PDF of this document id is."""
        return self.folder / "files" / f"{document}.pdf"

    def has(self, sha256: str) -> bool:
        """Whether the file with this sha256 has been added, and the copy of it here is whole."""
        rows = self._rows("SELECT id FROM documents WHERE sha256 = ?", (sha256,))
        return bool(rows) and holds(self.pdf(rows[0][0]), sha256)

    def documents(self) -> list[Document]:
        """All documents as staff described them, in the order in which they were first added."""
        return self._described("SELECT data FROM documents ORDER BY position")

    def outdated(self) -> list[Document]:
        """Documents that an older version of the reader has read, in the order in which they were first added."""
        return self._described("SELECT data FROM documents WHERE reader < ? ORDER BY position", (READER,))

    def document(self, key: str) -> Document:
        """The document with this id, this file name or stem, or else the only one whose id starts with it.

        Raises UnknownDocument, naming candidates, when there is none or more than one.
        """
        return document_named(key, self.documents())

    def records(self, document: str | None = None, kind: str | None = None) -> list[Record]:
        """Records as corrected, in document order; of one document id and one kind (`goal`, …) where given."""
        corrections = self.corrections(document)
        if not corrections:
            return self._read_records(document, kind)
        ids = [d.id for d in self.documents() if document in (None, d.id)]
        records = [record for id_ in ids for record in self._overlaid(id_, corrections).records]
        return [record for record in records if kind in (None, record.KIND)]

    def records_by_id(self, ids: Sequence[str]) -> dict[str, Record]:
        """The records with these ids, as corrected; ids that are not there are left out."""
        rows = self._chosen("SELECT kind, data, id FROM records WHERE id IN", ids)
        with database.explained(self.folder):
            found = {id_: _record(kind, data) for kind, data, id_ in rows}
        if corrections := self.corrections():
            wanted = set(ids)
            corrected = corrections.keys() & {id_.partition(":")[0] for id_ in wanted}
            found = {id_: record for id_, record in found.items() if record.document not in corrected}
            found |= {r.id: r for id_ in corrected for r in self.records(id_) if r.id in wanted}
        return found

    def corrections(self, document: str | None = None) -> dict[str, list[Correction]]:
        """What staff corrected, by document id (of one document where given), oldest first.

        Those of a document that has been removed are there too, and count again when it is added again.
        """
        found: dict[str, list[Correction]] = {}
        rows = self._rows(correction_rows.SELECT, (document,)) if self._rows(correction_rows.EXISTS) else []
        with database.explained(self.folder):
            for id_, *row in rows:
                found.setdefault(id_, []).append(correction_rows.correction(*row))
        return found

    def decisions(self, old: str | None = None, new: str | None = None) -> list[Decision]:
        """What staff decided about correspondences, oldest first; between two documents (ids) where given."""
        return self._unpacked(Decision, decisions.SELECT, (old, new)) if self._rows(decisions.EXISTS) else []

    def _described(self, statement: str, values: tuple[object, ...] = ()) -> list[Document]:
        read = self._unpacked(Document, statement, values)
        rows = self._rows(descriptions.SELECT) if self._rows(descriptions.EXISTS) else []
        with database.explained(self.folder):
            told = descriptions.descriptions(rows)
        return [told[d.id].over(d) if d.id in told else d for d in read]

    def _read_records(self, document: str | None, kind: str | None = None) -> list[Record]:
        """Records as they were read."""
        rows = self._rows(
            "SELECT kind, r.data FROM records r JOIN documents d ON d.id = r.document"
            " WHERE (?1 IS NULL OR r.document = ?1) AND (?2 IS NULL OR kind = ?2) ORDER BY d.position, r.ordinal",
            (document, kind),
        )
        with database.explained(self.folder):
            return [_record(*row) for row in rows]

    def _overlaid(self, document: str, corrections: Mapping[str, Sequence[Correction]]) -> Overlaid:
        return overlay(self._read_records(document), corrections.get(document, ()))

    def passages(self, document: str | None = None) -> list[Passage]:
        """Passages in document order, of one document id where given."""
        return self._unpacked(
            Passage,
            "SELECT p.data FROM passages p JOIN documents d ON d.id = p.document"
            " WHERE (?1 IS NULL OR p.document = ?1) ORDER BY d.position, p.ordinal",
            (document,),
        )

    def passages_by_id(self, ids: Sequence[str]) -> dict[str, Passage]:
        """The passages with these ids; ids that are not there (a snapshot may be older) are left out."""
        rows = self._chosen("SELECT id, data FROM passages WHERE id IN", ids)
        with database.explained(self.folder):
            return {id_: unpack(Passage, data) for id_, data in rows}

    def blocks(self, document: str) -> list[Block]:
        """Blocks of the document id, in reading order."""
        return self._unpacked(Block, "SELECT data FROM blocks WHERE document = ? ORDER BY ordinal", (document,))

    def headings(self, document: str) -> list[Block]:
        """Headings of the document id, in reading order."""
        return self._unpacked(
            Block,
            "SELECT data FROM blocks WHERE document = ? AND kind = ? ORDER BY ordinal",
            (document, BlockKind.HEADING.value),
        )

    def tables(self, document: str) -> list[Table]:
        """Tables of the document id, in reading order."""
        return self._unpacked(Table, "SELECT data FROM tables WHERE document = ? ORDER BY ordinal", (document,))

    def problems(self, document: str) -> list[Problem]:
        """What could not be read of the document id, whether an older reader read it (`outdated_reading`), and
        corrections that fit no record of it any more.
        """
        read = self._unpacked(Problem, "SELECT data FROM problems WHERE document = ? ORDER BY ordinal", (document,))
        if self._rows("SELECT 1 FROM documents WHERE id = ? AND reader < ?", (document, READER)):
            read.append(
                Problem("outdated_reading", None, f"{_OUTDATED}{_READ_AGAIN} --document {document}", Severity.INFO)
            )
        corrections = self.corrections(document)
        return [*read, *self._overlaid(document, corrections).problems] if corrections else read

    def page(self, document: str, number: int) -> Page:
        """Page `number` (1-based): its size and lines, without rulings and shapes.

        Raises RefusedError (`unknown_page`) when the document has no such page.
        """
        rows = self._rows("SELECT data FROM pages WHERE document = ? AND number = ?", (document, number))
        if not rows:
            raise RefusedError(f"文書「{document}」に{number}ページはありません。", code="unknown_page")
        with database.explained(self.folder):
            return unpack_page(number, rows[0][0])

    def integrity(self) -> list[str]:
        """What SQLite finds wrong with the file; empty when it is whole."""
        try:
            found = [str(row[0]) for row in self._rows("PRAGMA integrity_check")]
        except LibraryBroken as error:
            return [str(error)]
        return [] if found == ["ok"] else found

    def _rows(self, statement: str, values: tuple[object, ...] = ()) -> list[Any]:
        with self._reading, database.explained(self.folder):
            return self._db.execute(statement, values).fetchall()

    def _unpacked(self, cls: type[T], statement: str, values: tuple[object, ...] = ()) -> list[T]:
        rows = self._rows(statement, values)
        with database.explained(self.folder):
            return [unpack(cls, row[0]) for row in rows]

    def _chosen(self, statement: str, ids: Sequence[str]) -> list[Any]:
        rows: list[Any] = []
        for start in range(0, len(ids), _BATCH):
            batch = tuple(ids[start : start + _BATCH])
            rows += self._rows(f"{statement} ({','.join('?' * len(batch))})", batch)
        return rows


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    with ExitStack() as held:
        try:
            held.enter_context(lock.exclusive(folder / "writer.lock"))
        except lock.FileInUse as error:
            raise LibraryLocked(
                f"ライブラリ「{folder}」には別の処理が書き込み中です。終わるのを待って、もう一度実行してください。"
            ) from error
        yield


def holds(path: Path, sha256: str) -> bool:
    """Whether the file is there, can be read, and has this sha256."""
    try:
        with path.open("rb") as file:
            return file_digest(file, "sha256").hexdigest() == sha256
    except OSError:
        return False


def _half_made(path: Path) -> bool:
    db = database.connect(path)
    try:
        return database.version(db) == 0
    finally:
        db.close()


def _copy(source: Path, target: Path) -> None:
    """Put the PDF in place whole or not at all."""
    if target.exists() and filecmp.cmp(source, target, shallow=False):
        return
    target.parent.mkdir(exist_ok=True)
    part = target.with_suffix(".part")
    shutil.copyfile(source, part)
    part.replace(target)


def _insert(db: sqlite3.Connection, ingested: Ingested) -> None:
    id_ = ingested.document.id
    db.executemany("INSERT INTO pages VALUES (?, ?, ?)", ((id_, p.number, pack_page(p)) for p in ingested.pages))
    db.executemany(
        "INSERT INTO blocks VALUES (?, ?, ?, ?)",
        ((id_, n, b.kind.value, pack(b)) for n, b in enumerate(ingested.blocks)),
    )
    db.executemany(
        "INSERT INTO records VALUES (?, ?, ?, ?, ?)",
        ((id_, n, r.id, r.KIND, pack(r)) for n, r in enumerate(ingested.records)),
    )
    db.executemany(
        "INSERT INTO passages VALUES (?, ?, ?, ?)",
        ((id_, n, p.id, pack(p)) for n, p in enumerate(ingested.passages)),
    )
    for table, values in (("tables", ingested.tables), ("problems", ingested.problems)):
        db.executemany(
            f"INSERT INTO {table} VALUES (?, ?, ?)",
            ((id_, n, pack(v)) for n, v in enumerate(values)),
        )


def _record(kind: str, data: bytes) -> Record:
    return unpack(_RECORD_TYPES[kind], data)
