"""What staff told of a document in place of what was read: its title, period, series, and the like.

Kept apart from what was read, as corrections are (index/correction_rows.py): it holds after the document has been read
again, or removed and added again. The table is made with the first, so that a library of before reads as one without.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

from corpus.records import Document
from index.serial import pack, unpack

_OWN = frozenset({"id", "sha256", "file", "pages"})
"""Fields of the file itself, which nobody tells."""
_TABLE = """
CREATE TABLE IF NOT EXISTS descriptions (document TEXT PRIMARY KEY, fields TEXT NOT NULL, data BLOB NOT NULL)
"""

EXISTS = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'descriptions'"
SELECT = "SELECT document, fields, data FROM descriptions"


@dataclass(frozen=True, slots=True)
class Description:
    """A document as told; of it only `fields` were told, the rest is as it was read."""

    told: Document
    fields: tuple[str, ...]

    def over(self, read: Document) -> Document:
        """The document as read, with what was told in its place."""
        return replace(read, **{name: getattr(self.told, name) for name in self.fields})


def descriptions(rows: Iterable[tuple[str, str, bytes]]) -> Mapping[str, Description]:
    """By document id, from the rows that SELECT gave. ValueError when one is damaged."""
    return {id_: Description(unpack(Document, data), _known(json.loads(names))) for id_, names, data in rows}


def put(db: sqlite3.Connection, read: Document, told: Document) -> None:
    """Write down where the two differ, in the place of what was told before; nothing is kept where they are alike."""
    db.execute(_TABLE)
    names = [name for name in _tellable() if getattr(read, name) != getattr(told, name)]
    db.execute("DELETE FROM descriptions WHERE document = ?", (read.id,))
    if names:
        db.execute("INSERT INTO descriptions VALUES (?, ?, ?)", (read.id, json.dumps(names), pack(told)))


def _tellable() -> list[str]:
    return [f.name for f in fields(Document) if f.name not in _OWN]


def _known(names: Any) -> tuple[str, ...]:
    known = _tellable()
    return tuple(name for name in names if name in known)
