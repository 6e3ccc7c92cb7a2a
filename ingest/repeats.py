"""再掲: what is printed again, tied to the measure that tells it first."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from difflib import SequenceMatcher

from corpus.text import squeeze
from corpus.vocabulary import vocabulary
from ingest.found_measures import FoundMeasure
from ingest.list_items import take_bodies
from ingest.measures import AGAIN

_ALIKE = 0.92
_EXPLAINED = re.compile(r"\([^()]*\)$")


def originals(measures: Sequence[FoundMeasure]) -> dict[int, tuple[FoundMeasure, ...]]:
    """By `id()` of each measure marked 再掲, or with projects so marked: the measures that tell these first.

    A mark whose original cannot be told for certain (none, or several of that name) leads nowhere.
    """
    links: dict[int, tuple[FoundMeasure, ...]] = {}
    for measure in measures:
        found: list[FoundMeasure] = []
        if measure.again:
            found.extend(_first_of(measure.name, measure, measures))
        for project in measure.projects:
            if AGAIN.search(project):
                found.extend(_holder_of(project, measure, measures))
        if found:
            links[id(measure)] = tuple(dict.fromkeys(found))
    return links


def plain(words: str) -> str:
    """The words without the mark and the bodies in charge, squeezed."""
    return squeeze(take_bodies(AGAIN.sub("", words).strip())[0])


def _first_of(name: str, measure: FoundMeasure, measures: Sequence[FoundMeasure]) -> list[FoundMeasure]:
    others = [m for m in measures if m is not measure and not m.again]
    exact = [m for m in others if plain(m.name) == plain(name)]
    alike = exact or [
        m
        for m in others
        if SequenceMatcher(None, plain(m.name), plain(name)).ratio() >= _ALIKE
        and not vocabulary().told_apart(m.name, name)
    ]
    return alike if len(alike) == 1 else []


def _holder_of(project: str, measure: FoundMeasure, measures: Sequence[FoundMeasure]) -> list[FoundMeasure]:
    """The measure of that name, else the one measure whose own projects name it without the mark."""
    of_name = _first_of(project, measure, measures)
    if of_name:
        return of_name
    words = _EXPLAINED.sub("", plain(project))
    holders = [
        m
        for m in measures
        if m is not measure and any(_EXPLAINED.sub("", plain(p)) == words and not AGAIN.search(p) for p in m.projects)
    ]
    return holders if len(holders) == 1 else []


def without_own(measures: Sequence[FoundMeasure]) -> list[FoundMeasure]:
    """The measures without projects that are measures of their own."""
    names = {squeeze(m.name) for m in measures}
    return [
        replace(m, projects=tuple(p for p in m.projects if squeeze(take_bodies(p)[0]) not in names)) for m in measures
    ]
