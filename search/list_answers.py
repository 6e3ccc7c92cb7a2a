"""Sets that a document prints as a list but that are no policy records."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from index.library import Library
from search.decline import HEAVY, LEAST_COVER
from search.findings import Finding, Found
from search.lists import Listing, find_lists
from search.query import Question
from search.retrieve import Hit
from search.structure import Rarity, share, weight
from search.words import Bag, Word

_DOCUMENTS: Final = 3
"""Documents whose lists are looked through: those of the best hits."""

_LEAST: Final = 0.75


def list_finding(
    question: Question, topic: Sequence[Word], hits: Sequence[Hit], library: Library, rarity: Rarity
) -> Iterator[Finding]:
    """The printed list whose head and headings say the topic best; only for questions that count or want everything.

    A question that counts takes a list of that many; one that does not takes lists of bullets and numbered headings.
    """
    if not topic or question.aspects or not (question.count or question.every):
        return
    best: tuple[float, Listing, str] | None = None
    for document in list(dict.fromkeys(hit.document for hit in hits))[:_DOCUMENTS]:
        for listing in find_lists(library.blocks(document)):
            if question.count is not None and len(listing.entries) != question.count:
                continue
            score = _score(listing, topic, rarity)
            if score >= _LEAST and (best is None or score > best[0]):
                best = (score, listing, document)
    if best is None:
        return
    _, listing, document = best
    things = tuple(Found(e.text, document, e.evidence, None, (e.text,)) for e in listing.entries)
    head = listing.path[-1] if listing.path else listing.head
    yield Finding("set", head, things)


def _score(listing: Listing, topic: Sequence[Word], rarity: Rarity) -> float:
    """Share of the topic that head and headings say, the nearer ones counting a little more; 0 when a word is absent."""
    bag = Bag([listing.head, *listing.path])
    total = sum(weight(w, rarity) for w in topic)
    if any(bag.covers(w) < LEAST_COVER and weight(w, rarity) >= HEAVY * total for w in topic):
        return 0.0
    near = Bag([listing.head, *listing.path[-1:]])
    return share(topic, bag, rarity) + 0.2 * share(topic, near, rarity)
