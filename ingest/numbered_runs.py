"""Numbered lines in body type that are headings: plans laid before an assembly are set in one type throughout."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.text import squeeze
from ingest.paragraphs import Group

_OPEN = 3
"""So many of the last runs with one kind of number may go on."""

_LONGEST = 45
"""Characters of a line that is a title by its length alone."""


def numbered_runs(groups: Sequence[Group], weak: Sequence[int]) -> set[int]:
    """Numbered lines in body type that are headings: short, counted 1, 2, 3 …, most of them with text beneath.

    Runs with a long one among them are headings where others, with the same kind of number and the same indent, are.
    """
    runs: list[list[int]] = []
    for i in weak:
        if groups[i].marker is None:
            continue
        run = _run_before(groups, runs, i)
        if run is None:
            runs.append([i])
        else:
            run.append(i)
    runs = [run for run in runs if _counts_from_one(groups, run)]
    accepted: set[int] = set()
    while True:
        found = {
            i
            for run in runs
            if _have_text(groups, run, accepted) and (_short(groups, run) or _established(groups, run, accepted))
            for i in run
        }
        if found <= accepted:
            return accepted
        accepted |= found


def _run_before(groups: Sequence[Group], runs: Sequence[list[int]], i: int) -> list[int] | None:
    """The run that a numbered line goes on with: one of its indent, also behind a list so numbered, or the last."""
    marker = groups[i].marker
    alike_before = [run for run in runs if alike(groups[run[-1]], groups[i])][-_OPEN:]
    fit = [
        run
        for run in alike_before
        if marker is not None
        and (last := groups[run[-1]].marker) is not None
        and marker.ordinal == (last.ordinal or 0) + 1
        and marker.parents == last.parents
    ]
    level = [run for run in fit if abs(groups[run[-1]].first - groups[i].first) < 0.3 * groups[i].size]
    if level:
        return level[-1]
    return fit[-1] if fit and fit[-1] is alike_before[-1] else None


def _counts_from_one(groups: Sequence[Group], run: Sequence[int]) -> bool:
    """Whether several lines count 1, 2, 3 …"""
    first = groups[run[0]].marker
    return len(run) >= 2 and first is not None and first.ordinal == 1


def _short(groups: Sequence[Group], run: Sequence[int]) -> bool:
    return all(
        len(groups[i].lines) == 1 and not groups[i].full and len(squeeze(groups[i].printed)) <= _LONGEST for i in run
    )


def _established(groups: Sequence[Group], run: Sequence[int], accepted: set[int]) -> bool:
    """Whether lines accepted before have the same kind of number, type and indent as those of the run."""
    first = groups[run[0]]
    return any(
        alike(groups[i], first)
        and abs(groups[i].size - first.size) < 0.3
        and abs(groups[i].first - first.first) < 0.3 * first.size
        for i in accepted
    )


def _have_text(groups: Sequence[Group], run: Sequence[int], accepted: set[int]) -> bool:
    """Whether text stands beneath most of the lines, or a heading of a run below them that was accepted before."""
    held = sum(_has_text(groups, i) or (i + 1 in accepted and not alike(groups[i], groups[i + 1])) for i in run)
    return held >= 0.7 * len(run)


def _has_text(groups: Sequence[Group], i: int) -> bool:
    """Whether running text or a table stands beneath the numbered line."""
    after, marker = follower(groups, i), groups[i].marker
    if after is None or marker is None:
        return False
    if after.table is not None:
        return True
    same = after.marker is not None and after.marker.style == marker.style
    return not same and len(squeeze(after.printed)) >= 20


def alike(a: Group, b: Group) -> bool:
    """Whether two groups have the same kind of lead, or none and the same type in one column."""
    if a.marker is not None and b.marker is not None:
        return a.marker.style == b.marker.style
    return a.marker is b.marker and a.column is b.column and abs(a.size - b.size) < 0.3 and a.bold == b.bold


def follower(groups: Sequence[Group], i: int) -> Group | None:
    """What comes next on the page or at the head of the next one."""
    for group in groups[i + 1 :]:
        if group.page > groups[i].page + 1:
            return None
        return group
    return None
