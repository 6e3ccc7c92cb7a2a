"""The records of one kind in one version, taken apart for comparison."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Final

from corpus.records import Goal, Kpi, Measure, name_of
from search.names import Name, name_of_text, units_of
from search.versions import Compared, Version, sentences_of

CUE: Final = re.compile(
    r"改め|改称|変更|引き?継|統合|再編|一本化|発展|移行|見直|に代え|に替え|衣替え|名称|従来の|これまでの|旧「|後継"
)
"""Words with which a text tells that one thing became another."""


class Side:
    """The records of one kind in one version, with their names and descriptions taken apart."""

    def __init__(self, version: Version, records: Sequence[Compared]) -> None:
        self.version = version
        self.records = records
        self.names: list[Name] = [name_of_text(name_of(record)) for record in records]

    @cached_property
    def descriptions(self) -> list[Mapping[str, str]]:
        """Units of what is said of each record."""
        return [units_of(description_of(record)) for record in self.records]

    @cached_property
    def cues(self) -> list[list[Mapping[str, str]]]:
        """Units of the sentences of each description that tell of a change."""
        return [[units_of(s) for s in sentences_of(description_of(record)) if CUE.search(s)] for record in self.records]


def description_of(record: Compared) -> str:
    """What the document says of the record beside its name."""
    match record:
        case Goal():
            return record.statement
        case Measure():
            return "\n".join(filter(None, (record.description, *record.projects)))
        case Kpi():
            return ""


def siblings(side: Side, i: int) -> list[int]:
    """The goals numbered in one run with goal i: of one parent, up to where the numbers start again."""
    goals = [record for record in side.records if isinstance(record, Goal)]
    run: list[int] = []
    seen: set[str | None] = set()
    for n, goal in enumerate(goals):
        if goal.parent != goals[i].parent:
            continue
        if goal.number is not None and goal.number in seen:
            if i in run:
                break
            run, seen = [], set()
        run.append(n)
        seen.add(goal.number)
    return run
