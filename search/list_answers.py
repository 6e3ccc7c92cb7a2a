"""Sets that a document prints as a list but that are no policy records."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from corpus.text import squeeze
from index.library import Library
from search.decline import HEAVY, LEAST_COVER
from search.findings import Finding, Found
from search.lists import Listing
from search.query import Question
from search.retrieve import Candidate
from search.state import State
from search.structure import Rarity, name_share, share, weight
from search.vocabulary import Asked
from search.words import Bag, Word

_DOCUMENTS: Final = 3
"""Documents whose lists are looked through: those of the best hits."""

_WHICH: Final = re.compile(r"(?:は|とは)(?:何|なん|どのような|どんな|$|[?。])")
_LEAST: Final = 0.75
_ASIDE: Final = re.compile(r"^\S{1,8} (?=\S)|(?<=\S)[(（][^)）]*[)）]")
"""The number before a heading, and what it has in brackets."""


def list_finding(
    question: Question, topic: Sequence[Word], hits: Sequence[Candidate], state: State, rarity: Rarity
) -> Iterator[Finding]:
    """The printed list whose head and headings say the topic best; only for questions that count or want everything.

    A question for a named list (重点対策) takes one of that name, one that counts a list of that many only. Members of
    bodies and KPIs are not guessed from lists.
    """
    of_records = {Asked.BODIES, Asked.KPIS} & set(question.asked)
    if not (topic or question.head) or question.aspects or of_records:
        return
    if not (question.count or question.every or question.head):
        return
    asked = Bag([question.text])
    titles = {d.id: d.title for d in state.documents}
    best: tuple[float, Listing, str] | None = None
    for document in list(dict.fromkeys(hit.document.id for hit in hits))[:_DOCUMENTS]:
        for listing in state.lists(document):
            if question.count is not None and len(listing.entries) != question.count:
                continue
            if question.head and question.head not in squeeze(" ".join([listing.head, *listing.path[-1:]])):
                continue
            score = _score(asked, listing, topic, titles[document], rarity)
            if score >= _LEAST and (best is None or score > best[0]):
                best = (score, listing, document)
    if best is None:
        return
    _, listing, document = best
    things = tuple(Found(e.text, document, e.evidence, None, (e.text,)) for e in listing.entries)
    head = listing.path[-1] if listing.path else listing.head
    yield Finding("set", head, things)


def _score(question: Bag, listing: Listing, topic: Sequence[Word], title: str, rarity: Rarity) -> float:
    """Share of the topic that head and headings say, a little more for the nearest ones and for saying little else.

    0 when they lack a word that matters.
    """
    bag = Bag([listing.head, *listing.path, title])
    total = sum(weight(w, rarity) for w in topic)
    if any(bag.covers(w) < LEAST_COVER and weight(w, rarity) >= HEAVY * total for w in topic):
        return 0.0
    nearest = _ASIDE.sub("", listing.path[-1] if listing.path else listing.head)
    near = share(topic, Bag([listing.head, nearest]), rarity)
    return share(topic, bag, rarity) + 0.2 * near + 0.1 * name_share(nearest, question, rarity)


def numbered_finding(question: Question, hits: Sequence[Candidate], library: Library) -> Finding | None:
    """What stands behind a number of a printed list (重点対策⑥は何ですか): the heading of that name and number."""
    if not question.head or len(question.goal_numbers) != 1 or not _WHICH.search(question.text):
        return None
    wanted = squeeze(question.head + question.goal_numbers[0])
    for document in list(dict.fromkeys(hit.document.id for hit in hits))[:_DOCUMENTS]:
        for block in library.headings(document):
            if block.number and squeeze(block.number) == wanted:
                found = Found(block.text, document, block.evidence, None, (block.text,), f"{block.number} ")
                return Finding("value", question.head, (found,))
    return None
