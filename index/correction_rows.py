"""The table of corrections in the SQLite file of a library. It is made with the first correction.

So a library of before there were corrections reads as one without any. Rows do not hang on their document: they wait
for it when it is removed and added again.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from corpus.records import RECORD_TYPES, Record
from index.corrections import Correction, Edit, Note
from index.serial import pack, unpack

_TYPES = {t.KIND: t for t in RECORD_TYPES}
_TABLE = """
CREATE TABLE IF NOT EXISTS corrections (
    number INTEGER PRIMARY KEY AUTOINCREMENT, document TEXT NOT NULL, kind TEXT NOT NULL, note BLOB NOT NULL,
    before BLOB, after BLOB
)
"""

EXISTS = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'corrections'"
SELECT = """
SELECT document, kind, note, before, after FROM corrections
WHERE (?1 IS NULL OR document = ?1) ORDER BY document, number
"""


def insert(db: sqlite3.Connection, corrections: Iterable[Correction]) -> None:
    """Write the corrections down after those that are there."""
    db.execute(_TABLE)
    for correction in corrections:
        before, after = correction.edit.before, correction.edit.after
        record = before or after
        assert record is not None, "an edit has a record before or after it"
        db.execute(
            "INSERT INTO corrections (document, kind, note, before, after) VALUES (?, ?, ?, ?, ?)",
            (record.document, record.KIND, pack(correction.note), _packed(before), _packed(after)),
        )


def correction(kind: str, note: bytes, before: bytes | None, after: bytes | None) -> Correction:
    """The correction of a row that SELECT gave. ValueError when it is damaged."""
    return Correction(unpack(Note, note), Edit(_record(kind, before), _record(kind, after)))


def _packed(record: Record | None) -> bytes | None:
    return None if record is None else pack(record)


def _record(kind: str, data: bytes | None) -> Record | None:
    return None if data is None else unpack(_TYPES[kind], data)
