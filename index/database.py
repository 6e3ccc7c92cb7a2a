"""The SQLite file of a library: its tables, how it is opened, and what its errors mean to staff."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from corpus.errors import LibraryBroken, LibraryLocked

VERSION = 2
"""Kept in PRAGMA user_version; 0 is a file whose making was cut short, 1 had no `reader` of documents."""

_SCHEMA = """
CREATE TABLE documents (
    position INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, sha256 TEXT NOT NULL UNIQUE,
    data BLOB NOT NULL, reader INTEGER NOT NULL DEFAULT 1
);
CREATE TABLE pages (
    document TEXT NOT NULL REFERENCES documents(id) ON DELETE CASCADE, number INTEGER NOT NULL, data BLOB NOT NULL,
    PRIMARY KEY (document, number)
);
CREATE TABLE blocks (
    document TEXT NOT NULL REFERENCES documents(id) ON DELETE CASCADE, ordinal INTEGER NOT NULL, kind TEXT NOT NULL,
    data BLOB NOT NULL, PRIMARY KEY (document, ordinal)
);
CREATE TABLE tables (
    document TEXT NOT NULL REFERENCES documents(id) ON DELETE CASCADE, ordinal INTEGER NOT NULL, data BLOB NOT NULL,
    PRIMARY KEY (document, ordinal)
);
CREATE TABLE records (
    document TEXT NOT NULL REFERENCES documents(id) ON DELETE CASCADE, ordinal INTEGER NOT NULL,
    id TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, data BLOB NOT NULL, PRIMARY KEY (document, ordinal)
);
CREATE TABLE passages (
    document TEXT NOT NULL REFERENCES documents(id) ON DELETE CASCADE, ordinal INTEGER NOT NULL,
    id TEXT NOT NULL UNIQUE, data BLOB NOT NULL, PRIMARY KEY (document, ordinal)
);
CREATE TABLE problems (
    document TEXT NOT NULL REFERENCES documents(id) ON DELETE CASCADE, ordinal INTEGER NOT NULL, data BLOB NOT NULL,
    PRIMARY KEY (document, ordinal)
);
CREATE TABLE state (generation INTEGER NOT NULL);
INSERT INTO state VALUES (0);
"""

_SECONDS = 10.0
"""How long a statement waits for another connection's commit."""


def connect(path: Path) -> sqlite3.Connection:
    """Open the file, in autocommit, usable from any thread under the caller's lock.

    Write-ahead logging: readers go on with the last committed state while a writer works, and what a killed writer
    had not committed is never seen (https://sqlite.org/wal.html).
    """
    db = sqlite3.connect(path, timeout=_SECONDS, isolation_level=None, check_same_thread=False)
    db.execute("PRAGMA foreign_keys = ON")
    return db


def create(db: sqlite3.Connection) -> None:
    """Make the tables, all or none."""
    db.execute("PRAGMA journal_mode = WAL")
    db.executescript(f"BEGIN IMMEDIATE; {_SCHEMA} PRAGMA user_version = {VERSION}; COMMIT;")


def migrate(db: sqlite3.Connection) -> None:
    """Bring a file of an older version to this one, all or nothing; what was read is left as it is."""
    db.execute("BEGIN IMMEDIATE")
    try:
        if version(db) == 1:  # else another process was first
            db.execute("ALTER TABLE documents ADD COLUMN reader INTEGER NOT NULL DEFAULT 1")
            db.execute(f"PRAGMA user_version = {VERSION}")
        db.execute("COMMIT")
    except BaseException:
        db.execute("ROLLBACK")
        raise


def version(db: sqlite3.Connection) -> int:
    """The schema version of the file; 0 when it has no tables yet."""
    return int(db.execute("PRAGMA user_version").fetchone()[0])


@contextmanager
def explained(folder: Path) -> Iterator[None]:
    """Turn errors of SQLite, of the disk and of damaged rows into ours.

    Raises LibraryLocked (another connection kept the file busy) or LibraryBroken (damage, no space, no rights).
    """
    try:
        with writable(folder):
            yield
    except sqlite3.OperationalError as error:
        reason = str(error)
        if "locked" in reason or "busy" in reason:
            raise LibraryLocked(
                f"ライブラリ「{folder}」は別の処理が使用中です。終わるのを待って、もう一度実行してください。"
            ) from error
        if "full" in reason:
            raise _no_space(folder) from error
        raise damaged(folder, reason) from error
    except sqlite3.IntegrityError:
        raise  # ids given twice: a fault of the program, not of the file
    except (sqlite3.DatabaseError, ValueError) as error:
        raise damaged(folder, str(error)) from error


@contextmanager
def writable(folder: Path) -> Iterator[None]:
    """Turn errors of the disk into ours. Raises LibraryBroken: no rights, or no space (code `no_space`)."""
    try:
        yield
    except PermissionError as error:
        raise LibraryBroken(
            f"ライブラリ「{folder}」を読み書きする権限がありません。フォルダの権限を確かめてください。"
        ) from error
    except OSError as error:
        if error.errno != errno.ENOSPC:
            raise
        raise _no_space(folder) from error


def _no_space(folder: Path) -> LibraryBroken:
    return LibraryBroken(
        f"ディスクの空きが足りず、ライブラリ「{folder}」に書けません。空きを作って、もう一度実行してください。",
        code="no_space",
    )


def damaged(folder: Path, reason: str) -> LibraryBroken:
    """What to say of a library that cannot be read any more. The PDFs in it are whole: they were only copied."""
    return LibraryBroken(
        f"ライブラリ「{folder}」が壊れています({reason})。このフォルダの名前を変えて取っておき、"
        f"その中の files フォルダを add し直すと、新しいライブラリができます。"
    )
