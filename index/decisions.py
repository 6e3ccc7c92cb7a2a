"""What staff decided by hand about correspondences: these two records are the same thing, or they are not.

Kept as corrections are (index/corrections.py): each names its two records by kind, name, page and id, so that it holds
after a document has been read again. What cannot be matched beyond doubt is not applied and is told.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from corpus.pages import Problem
from corpus.records import Record
from index.corrections import Correction, Mark, find_marked, former_names
from index.serial import pack


class Verdict(StrEnum):
    """ACCEPTED and DRAWN: the two correspond, as the machine said or although it did not; WITHDRAWN: no decision."""

    ACCEPTED = "accepted"
    DRAWN = "drawn"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Decision:
    """Who decided what about a record of one document (id) and one of another, when (ISO 8601).

    `probability` is what the machine gave the pair when it was decided, by the weights `model` names.
    """

    verdict: Verdict
    old_document: str
    old: Mark
    new_document: str
    new: Mark
    by: str
    at: str
    probability: float | None = None
    model: str = ""

    def turned(self) -> Decision:
        """The same with the documents changed over: who is the same as whom does not depend on the order."""
        return replace(self, old_document=self.new_document, old=self.new, new_document=self.old_document, new=self.old)


@dataclass(frozen=True, slots=True)
class Side:
    """The records of one document as they are now, and what staff corrected in them."""

    document: str
    records: Sequence[Record]
    corrections: Sequence[Correction] = ()


@dataclass(frozen=True, slots=True)
class Settled:
    """The decision that holds for each pair of record ids, and decisions whose records are no longer to be told."""

    pairs: Mapping[tuple[str, str], Decision]
    unmatched: tuple[Decision, ...] = ()

    def problems(self) -> list[Problem]:
        """What to tell staff of the unmatched ones (`decision_unmatched`)."""
        return [_problem(decision) for decision in self.unmatched]


NOTHING = Settled({})


def settle(decisions: Iterable[Decision], old: Side, new: Side) -> Settled:
    """What holds between two documents; `decisions` oldest first, in either direction. Of two on a pair the later."""
    pairs: dict[tuple[str, str], Decision] = {}
    unmatched = []
    pasts = former_names(old.corrections), former_names(new.corrections)
    for given in decisions:
        decision = given if given.old_document == old.document else given.turned()
        if (decision.old_document, decision.new_document) != (old.document, new.document):
            continue
        a = find_marked(old.records, decision.old, pasts[0])
        b = find_marked(new.records, decision.new, pasts[1])
        if a is None or b is None:
            unmatched.append(decision)
        elif decision.verdict is Verdict.WITHDRAWN:
            pairs.pop((a.id, b.id), None)
        else:
            pairs[a.id, b.id] = decision
    return Settled(pairs, tuple(d for d in unmatched if d.verdict is not Verdict.WITHDRAWN))


EXISTS = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'decisions'"
SELECT = "SELECT data FROM decisions WHERE (?1 IS NULL OR (old IN (?1, ?2) AND new IN (?1, ?2))) ORDER BY number"
_TABLE = """
CREATE TABLE IF NOT EXISTS decisions (
    number INTEGER PRIMARY KEY AUTOINCREMENT, old TEXT NOT NULL, new TEXT NOT NULL, data BLOB NOT NULL
)
"""


def insert(db: sqlite3.Connection, decisions: Iterable[Decision]) -> None:
    """Write the decisions down after those that are there. The table is made with the first.

    Rows do not hang on their documents: they wait for them when they are removed and added again.
    """
    db.execute(_TABLE)
    db.executemany(
        "INSERT INTO decisions (old, new, data) VALUES (?, ?, ?)",
        ((d.old_document, d.new_document, pack(d)) for d in decisions),
    )


def _problem(decision: Decision) -> Problem:
    return Problem(
        "decision_unmatched",
        decision.new.page,
        f"{decision.at[:10]}に{decision.by}さんが判断した「{decision.old.name}」（{decision.old.page}ページ）と"
        f"「{decision.new.name}」（{decision.new.page}ページ）の対応は、読み直した結果の中に特定できないため、"
        "反映していません。もう一度判断してください。",
    )
