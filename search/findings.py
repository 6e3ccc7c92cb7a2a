"""What was found for a question, before it is written out: things with the evidence that is still to be verified."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from corpus.pages import Evidence
from corpus.records import Record
from search.citations import AnswerKind, Citation, Citer, Item


@dataclass(frozen=True, slots=True)
class Found:
    """One thing found: what to say of it and where it stands in the document of this id.

    `quotes` are words to look up on the evidence's pages; where they stand there, they are cited alone.
    """

    text: str
    document: str
    evidence: tuple[Evidence, ...]
    record: str | None = None
    quotes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """Things of one kind found for a question, under a line that says what they are."""

    kind: AnswerKind
    head: str
    things: tuple[Found, ...]


def of_record(record: Record, text: str, quotes: Sequence[str] = ()) -> Found:
    """A record as a thing found."""
    return Found(text, record.document, record.evidence, record.id, tuple(quotes))


def items_of(things: Iterable[Found], citer: Citer) -> tuple[Item, ...]:
    """The things whose evidence the pages bear out, with their citations; the rest is dropped."""
    items = []
    for thing in things:
        citations = _cited(thing, citer)
        if citations:
            items.append(Item(thing.text, thing.record, citations))
    return tuple(items)


def _cited(thing: Found, citer: Citer) -> tuple[Citation, ...]:
    quoted = [
        citation
        for quote in thing.quotes
        if (
            citation := next(
                (c for place in thing.evidence if (c := citer.quote(thing.document, place.page, quote, place.boxes))),
                None,
            )
        )
    ]
    return tuple(dict.fromkeys(quoted)) or citer.cite(thing.document, thing.evidence)
