"""Locks of the operating system on files: they end with the process that holds them, however it ends."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

_FAR = 1 << 30
"""The byte that is locked on Windows, beyond the text of the file, which others may go on reading."""


class FileInUse(OSError):
    """Another process, or another part of this one, holds the lock."""


@contextmanager
def exclusive(path: Path) -> Iterator[None]:
    """Hold `path` (made when absent) alone; FileInUse at once when anybody holds it."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
    try:
        _take(descriptor, alone=True)
        yield
    finally:
        os.close(descriptor)


def share(path: Path) -> int:
    """Open `path` and keep others from holding it alone, until the returned descriptor is closed.

    Raises FileInUse, or OSError when the file is not there. Windows has no such lock, but does not let a file be
    removed while it is open, which serves the same end.
    """
    descriptor = os.open(path, os.O_RDONLY)
    try:
        _take(descriptor, alone=False)
    except FileInUse:
        os.close(descriptor)
        raise
    return descriptor


def _take(descriptor: int, *, alone: bool) -> None:
    try:
        if sys.platform == "win32":
            if alone:
                os.lseek(descriptor, _FAR, os.SEEK_SET)
                msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(descriptor, (fcntl.LOCK_EX if alone else fcntl.LOCK_SH) | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError) as error:
        raise FileInUse(error.errno, "in use") from error
