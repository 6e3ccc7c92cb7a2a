"""What staff corrected by hand, kept apart from what was read and laid over it whenever records are asked for.

A correction names its record by id, kind, name and page: ids are ordinals, so after a document has been read again by
a later version the same id may be another record. What cannot be matched beyond doubt is not applied and is told.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from functools import lru_cache
from typing import Any, NamedTuple

from corpus.pages import Problem
from corpus.records import Action, Corrected, Measure, Record, RoadmapStep, name_of
from corpus.text import squeeze

REFERENCES = frozenset({"parent", "goal", "of", "measure"})
"""Fields that hold the id of another record."""

_OWN = frozenset({"id", "document", "evidence", "confidence", "rule", "repeats", "corrected"})
_Past = defaultdict[str, set[str]]
"""Record id → names it had before it was corrected."""


@dataclass(frozen=True, slots=True)
class Mark:
    """What a record is known by: its name squeezed, the page it starts on, how many there share all but the id."""

    id: str
    kind: str
    name: str
    page: int
    alike: int = 1


@dataclass(frozen=True, slots=True)
class Link:
    """What a reference field of a corrected record points at."""

    field: str
    to: Mark


@dataclass(frozen=True, slots=True)
class Note:
    """Who did what to which record, when (ISO 8601); `fields` are those that were changed."""

    action: Action
    by: str
    at: str
    target: Mark
    fields: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class Edit:
    """A record as it is and as it shall be; None where it is not yet or shall be no more."""

    before: Record | None
    after: Record | None


@dataclass(frozen=True, slots=True)
class Correction:
    """An edit that was made, with its note."""

    note: Note
    edit: Edit


class Overlaid(NamedTuple):
    """Records as corrected, and the corrections that could not be applied."""

    records: list[Record]
    problems: list[Problem]


@dataclass
class _Replay:
    """Records on the way from what was read to what staff made of it."""

    current: list[Record]
    past: _Past = field(default_factory=lambda: _Past(set))
    applied: list[tuple[str, Correction]] = field(default_factory=list)
    dropped: dict[str, Record] = field(default_factory=dict)
    unmatched: list[Correction] = field(default_factory=list)


def editable(record: Record) -> tuple[str, ...]:
    """Names of the fields that may be corrected."""
    return tuple(f.name for f in fields(record) if f.name not in _OWN)


def overlay(records: Sequence[Record], corrections: Iterable[Correction]) -> Overlaid:
    """The records of one document with its corrections applied, oldest first. The order of the records is kept.

    A dropped record that is not there any more is as wanted. Any other correction without its record is a Problem
    (`correction_unmatched`), and so is a reference whose record is gone; the field then keeps what was read.
    """
    replay = _Replay(list(records))
    for correction in corrections:
        _apply(replay, correction)
    linked, lost = _linked(replay)
    return Overlaid(_without_dropped(linked, replay.dropped), [_unmatched(c) for c in [*replay.unmatched, *lost]])


def corrections_of(records: Sequence[Record], edits: Iterable[Edit], *, by: str, at: str) -> list[Correction]:
    """Corrections that make the edits to the records of one document, in their order.

    `records` are as they stand with earlier corrections; `at` is the time, ISO 8601.
    """
    replay = _Replay(list(records))
    made: list[Correction] = []
    for edit in edits:
        made.append(Correction(_note(replay.current, edit, by, at), edit))
        _apply(replay, made[-1])
    return [replace(c, note=replace(c.note, links=_links(c, replay.current))) for c in made]


def _apply(replay: _Replay, correction: Correction) -> None:
    note, after, current = correction.note, correction.edit.after, replay.current
    if note.action is Action.ADDED:
        assert after is not None, "an addition has its record"
        replay.dropped.pop(after.id, None)
        added = replace(after, corrected=Corrected(note.action, note.by, note.at))
        current.insert(_end_of_kind(current, added.KIND), added)
        replay.applied.append((added.id, correction))
        return
    at = _place(replay, correction)
    if at is None:
        gone = note.action is Action.DROPPED and len(_here(current, note.target, replay.past)) < note.target.alike
        replay.unmatched += [] if gone else [correction]
    elif note.action is Action.DROPPED:
        dropped = current.pop(at)
        replay.dropped[dropped.id] = dropped
    else:
        replay.past[current[at].id].add(_name(current[at]))
        current[at] = _changed(current[at], correction)
        replay.applied.append((current[at].id, correction))


def _note(records: Sequence[Record], edit: Edit, by: str, at: str) -> Note:
    before, after = edit.before, edit.after
    if before is not None and after is not None:
        changed = tuple(f for f in editable(after) if getattr(before, f) != getattr(after, f))
        return Note(Action.CHANGED, by, at, _mark(before, records), changed)
    if before is not None:
        return Note(Action.DROPPED, by, at, _mark(before, records))
    assert after is not None, "an edit has a record before or after it"
    return Note(Action.ADDED, by, at, _mark(after, [*records, after]))


def _mark(record: Record, records: Iterable[Record]) -> Mark:
    name, page = _name(record), record.evidence[0].page
    alike = sum(1 for r in records if _is(r, record.KIND, name) and r.evidence[0].page == page)
    return Mark(record.id, record.KIND, name, page, max(alike, 1))


def _links(correction: Correction, records: Sequence[Record]) -> tuple[Link, ...]:
    after = correction.edit.after
    if after is None:
        return ()
    by_id = {r.id: r for r in records}
    wanted = editable(after) if correction.note.action is Action.ADDED else correction.note.fields
    named = ((f, by_id.get(getattr(after, f) or "")) for f in wanted if f in REFERENCES)
    return tuple(Link(f, _mark(record, records)) for f, record in named if record is not None)


def _name(record: Record) -> str:
    return _squeezed(name_of(record))


_squeezed = lru_cache(maxsize=10_000)(squeeze)


def _is(record: Record, kind: str, name: str) -> bool:
    return kind == record.KIND and _name(record) == name


def _place(replay: _Replay, correction: Correction) -> int | None:
    """Index of the record that the correction is of. One found only under its corrected name was read right since."""
    mark, after = correction.note.target, correction.edit.after
    found = _find(replay.current, mark, replay.past)
    if found is None and after is not None:
        found = _find(replay.current, replace(mark, name=_name(after)), replay.past)
    return found


def _find(records: Sequence[Record], mark: Mark, past: _Past, *, link: bool = False) -> int | None:
    """Index of the marked record: same kind and name, on the same page if any is, and beyond doubt.

    Of several alike the one with the id counts, provided that there are as many as there were. A `link` may
    point at one of several that have become fewer.
    """
    here = _here(records, mark, past)
    exact = [i for i in here if records[i].id == mark.id]
    if exact and (link or len(here) == mark.alike):
        return exact[0]
    return here[0] if len(here) == 1 == mark.alike else None


def _here(records: Sequence[Record], mark: Mark, past: _Past) -> list[int]:
    alike = [i for i, r in enumerate(records) if _is(r, mark.kind, mark.name)]
    alike = alike or [i for i, r in enumerate(records) if mark.kind == r.KIND and mark.name in past[r.id]]
    return [i for i in alike if records[i].evidence[0].page == mark.page] or alike


def _changed(record: Record, correction: Correction) -> Record:
    """The record with its corrected fields, but references; somebody has looked at it, so it is sure."""
    note = correction.note
    values = {f: getattr(correction.edit.after, f) for f in note.fields if f not in REFERENCES}
    earlier = record.corrected
    touched = tuple(dict.fromkeys([*(earlier.fields if earlier else ()), *note.fields]))
    action = earlier.action if earlier else note.action
    return replace(record, **values, confidence=1.0, corrected=Corrected(action, note.by, note.at, touched))


def _linked(replay: _Replay) -> tuple[list[Record], list[Correction]]:
    """The records with the reference fields of their corrections, now that all are there; those that lost theirs."""
    records = replay.current
    places = {r.id: i for i, r in enumerate(records)}
    out, lost = list(records), []
    for id_, correction in replay.applied:
        if id_ not in places:  # dropped later
            continue
        after, note = correction.edit.after, correction.note
        links = {link.field: link.to for link in note.links}
        names = editable(out[places[id_]]) if note.action is Action.ADDED else note.fields
        values: dict[str, Any] = {}
        for name in REFERENCES.intersection(names):
            if name not in links:
                values[name] = getattr(after, name)
            elif (at := _find(records, links[name], replay.past, link=True)) is not None:
                values[name] = records[at].id
            elif links[name].id in replay.dropped:
                values[name] = links[name].id
            else:
                lost.append(correction)
                values |= {name: None} if note.action is Action.ADDED else {}
        out[places[id_]] = replace(out[places[id_]], **values)
    return out, lost


def _without_dropped(records: Iterable[Record], dropped: dict[str, Record]) -> list[Record]:
    """The records, none of which points at a dropped one; a step of a roadmap keeps the measure's printed name."""
    out = []
    for record in records:
        lost = [f for f in REFERENCES if getattr(record, f, None) in dropped]
        steps = isinstance(record, RoadmapStep)
        values: dict[str, Any] = {f: name_of(dropped[getattr(record, f)]) if steps else None for f in lost}
        if isinstance(record, Measure) and any(r in dropped for r in record.repeats):
            values["repeats"] = tuple(r for r in record.repeats if r not in dropped)
        out.append(replace(record, **values) if values else record)
    return out


def _end_of_kind(records: Sequence[Record], kind: str) -> int:
    return max((i for i, r in enumerate(records, start=1) if kind == r.KIND), default=len(records))


def _unmatched(correction: Correction) -> Problem:
    note = correction.note
    record = correction.edit.before or correction.edit.after
    assert record is not None, "an edit has a record before or after it"
    message = (
        f"{note.at[:10]}に{note.by}さんが直した「{name_of(record)}」（{note.target.page}ページ）が、読み直した結果の中に"
        "特定できないため、その修正は反映していません。records --edit-template でもう一度直してください。"
    )
    return Problem("correction_unmatched", note.target.page, message)


def mark_of(record: Record, records: Iterable[Record]) -> Mark:
    """What the record is known by among the records of its document."""
    return _mark(record, records)


def find_marked(records: Sequence[Record], mark: Mark, past: Mapping[str, set[str]]) -> Record | None:
    """The marked record among those of its document, if beyond doubt; `past` are names before corrections, by id."""
    at = _find(records, mark, _Past(set, past))
    return None if at is None else records[at]


def former_names(corrections: Iterable[Correction]) -> dict[str, set[str]]:
    """The names that corrected records had before, by record id."""
    found: dict[str, set[str]] = {}
    for correction in corrections:
        if correction.edit.before is not None:
            found.setdefault(correction.edit.before.id, set()).add(_name(correction.edit.before))
    return found
