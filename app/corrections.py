"""Corrections from a workbook into the library: all of them, or none when any cell cannot be understood."""

from __future__ import annotations

import getpass
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from app.correction_reading import RowProblem, read_corrections
from corpus.records import Action, JsonObject
from index.corrections import corrections_of
from index.library import Library


@dataclass(frozen=True, slots=True)
class Applied:
    """How many records were changed, added and dropped; `unchanged` were as wanted already."""

    changed: int = 0
    added: int = 0
    dropped: int = 0
    unchanged: int = 0
    problems: tuple[RowProblem, ...] = ()


def apply_corrections(library: Library, path: Path, *, by: str) -> Applied:
    """Write the workbook's corrections down in `by`'s name; nothing when there is a problem in any of its rows.

    The caller builds the snapshot afterwards. Raises LibraryLocked, LibraryBroken, RefusedError (no such workbook).
    """
    with library.writing():
        reading = read_corrections(library, path)
        if reading.problems:
            return Applied(problems=reading.problems)
        at = datetime.now().astimezone().isoformat(timespec="seconds")
        made = [
            correction
            for document, edits in reading.edits.items()
            for correction in corrections_of(library.records(document), edits, by=by, at=at)
        ]
        if made:
            library.correct(made)
    actions = [correction.note.action for correction in made]
    return Applied(
        actions.count(Action.CHANGED), actions.count(Action.ADDED), actions.count(Action.DROPPED), reading.unchanged
    )


def user_name() -> str:
    """Who is logged in; 不明 where the system does not tell."""
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):
        return "不明"


def applied_json(applied: Applied) -> JsonObject:
    """The JSON of `records --apply`."""
    return {
        "changed": applied.changed,
        "added": applied.added,
        "dropped": applied.dropped,
        "unchanged": applied.unchanged,
        "problems": [{"code": p.code, "sheet": p.sheet, "row": p.row, "message": p.message} for p in applied.problems],
    }
