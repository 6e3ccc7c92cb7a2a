"""What staff say of answers, kept in the library folder: one JSON line each, appended, never rewritten."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path

from corpus.errors import LibraryBroken
from index.library import Library

_FILE = "feedback.jsonl"


class Verdict(StrEnum):
    """What was said of an answer."""

    RIGHT = "right"
    WRONG = "wrong"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Feedback:
    """A verdict on an answer: the question, the answer as it was, where it should be found, a note.

    `places` are (file stem, 1-based page) that bear the right answer out; empty when they were not told.
    """

    question: str
    answer: str
    verdict: Verdict
    note: str
    places: tuple[tuple[str, int], ...]
    at: str


def add_feedback(library: Library, feedback: Feedback) -> None:
    """Append it; whole lines only, whoever else writes. Raises LibraryBroken when it cannot be written."""
    line = json.dumps(asdict(feedback), ensure_ascii=False) + "\n"
    try:
        file = os.open(_path(library), os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
        try:
            os.write(file, line.encode())
        finally:
            os.close(file)
    except OSError as error:
        raise LibraryBroken(
            f"「{_path(library)}」に書き込めません（{error.strerror}）。フォルダの権限と空き容量をご確認ください。",
            code="unwritable",
        ) from error


def read_feedback(library: Library) -> list[Feedback]:
    """Everything said so far, oldest first; a line that was cut short is left out."""
    if not _path(library).exists():
        return []
    found = []
    for line in _path(library).read_text(encoding="utf-8", errors="replace").splitlines():
        try:
            given = json.loads(line)
            places = tuple((str(stem), int(page)) for stem, page in given.pop("places"))
            verdict = Verdict(given.pop("verdict"))
            found.append(Feedback(verdict=verdict, places=places, **given))
        except (ValueError, TypeError, KeyError):
            continue
    return found


def _path(library: Library) -> Path:
    return library.folder / _FILE
