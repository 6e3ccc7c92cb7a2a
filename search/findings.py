"""What was found for a question, before it is written out: things with the evidence that is still to be verified."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from corpus.pages import Evidence
from corpus.records import Record
from corpus.text import squeeze
from search.citations import AnswerKind, Citation, Citer, Item


@dataclass(frozen=True, slots=True)
class Found:
    """One thing found: what to say of it and where it stands in the document of this id.

    `quotes` are words to look up on the evidence's pages; where they stand there, they are cited alone. `mark` goes
    before the text where things stand in a row: a goal's number, an actor. `also` are the same thing in other places;
    `why` says by what a thing of a set belongs to it.
    """

    text: str
    document: str
    evidence: tuple[Evidence, ...]
    record: str | None = None
    quotes: tuple[str, ...] = ()
    mark: str = ""
    also: tuple[Found, ...] = ()
    why: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """Things of one kind found for a question, under a line that says what they are.

    `related` are things that only mention what was asked for: they are told of, but are no part of the set.
    """

    kind: AnswerKind
    head: str
    things: tuple[Found, ...]
    related: tuple[Found, ...] = ()


def of_record(record: Record, text: str, quotes: Sequence[str] = (), mark: str = "", why: str = "") -> Found:
    """A record as a thing found."""
    return Found(text, record.document, record.evidence, record.id, tuple(quotes), mark, why=why)


def folded(things: Iterable[Found]) -> tuple[Found, ...]:
    """Each thing once, where it first stands, with the other documents that have it."""
    same: dict[str, list[Found]] = {}
    for thing in things:
        places = same.setdefault(squeeze(thing.text), [])
        if all(place.document != thing.document for place in places):
            places.append(thing)
    return tuple(replace(first, also=tuple(others)) for first, *others in same.values())


def borne_out(things: Iterable[Found], citer: Citer) -> list[tuple[Found, Item]]:
    """The things whose evidence the pages bear out, as items with their citations; the rest is dropped."""
    cited = ((thing, tuple(c for t in (thing, *thing.also) for c in _cited(t, citer))) for thing in things)
    return [(thing, Item(thing.text, thing.record, citations)) for thing, citations in cited if citations]


def _cited(thing: Found, citer: Citer) -> tuple[Citation, ...]:
    quoted: list[Citation] = []
    for quote in thing.quotes:
        places = (citer.quote(thing.document, place.page, quote, place.boxes) for place in thing.evidence)
        if (found := next((citation for citation in places if citation), None)) is not None:
            quoted.append(found)
    if quoted and len(quoted) == len(thing.quotes):
        return tuple(dict.fromkeys(quoted))
    return tuple(dict.fromkeys([*quoted, *citer.cite(thing.document, thing.evidence)]))
