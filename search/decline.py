"""Whether a piece of evidence answers a question: has its words, and shows what kind of thing was asked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from search.query import Question
from search.structure import Rarity, run_share, share, weight
from search.told import NUMERIC, agrees, does_something, shows
from search.vocabulary import ASKING
from search.words import Bag, Word, content_words

LEAST_SHARE: Final = 0.70
"""Rarity-weighted share of the topic that the evidence in its context must have."""

LEAST_SAID: Final = 0.4
"""The same of the sentence that shows what was asked for, without its context."""

HEADED: Final = 0.85
"""The same of a heading, from which on all sentences right under it are about the topic."""

TOGETHER: Final = 0.95
"""The same of a heading and the sentence right under it: the one names the subject, the other the rest."""

LEAST_IN_ROW: Final = 0.65
"""The same of a row of a table for a number, for its cells are words of many subjects."""

RUNS: Final = 0.3
"""What a sentence gains that has all of the question's runs of characters."""

LEAST_COVER: Final = 0.4
"""How far a word must be covered not to count as absent."""

ROW: Final = "｜"
"""What stands between the cells of a table's row."""

HEAVY: Final = 0.16
"""A word that alone carries this share of the topic's weight must not be absent."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether to answer; `score` (0..2) is the share of the topic in the evidence plus that in its telling sentence."""

    holds: bool
    score: float


def judge(
    question: Question,
    topic: Sequence[Word],
    said: Sequence[str],
    context: Sequence[str],
    rarity: Rarity,
    *,
    heading: str = "",
) -> Verdict:
    """Judge evidence: `said` are the sentences to be quoted, `context` the headings, the title and the text around.

    The sentence that shows what was asked for must itself be about the topic, or stand right under a `heading` that is.
    """
    bag = Bag([*said, *context])
    borne = share(topic, bag, rarity)
    total = sum(weight(w, rarity) for w in topic)
    heavy = any(bag.covers(w) < LEAST_COVER and weight(w, rarity) >= HEAVY * total for w in topic)
    if not topic or borne < LEAST_SHARE or heavy:
        return Verdict(False, borne)
    telling = [s for s in said if shows(question, s)] or (said if shows(question, "\n".join(said)) else [])
    telling = [s for s in telling if adds(s, topic) and agrees(question, s) and does_something(question, s)]
    headed = share(topic, Bag([heading]), rarity) if heading else 0.0

    def own(said: str) -> float:
        alone = share(topic, Bag([said]), rarity)
        if headed >= HEADED or (headed and share(topic, Bag([heading, said]), rarity) >= TOGETHER):
            return max(alone, LEAST_SAID)
        return alone

    told = [(own(s) + RUNS * run_share(question.subject, s), s) for s in telling]
    numeric = not NUMERIC.isdisjoint(question.aspects)
    enough = [score for score, s in told if score >= (LEAST_IN_ROW if numeric and ROW in s else LEAST_SAID)]
    return Verdict(bool(enough), borne + max((score for score, _ in told), default=0.0))


def adds(sentence: str, topic: Sequence[Word]) -> bool:
    """Whether a sentence says anything besides the topic's own words; a bare name answers nothing."""
    asked = Bag([w.surface for w in topic])
    return any(w.form not in ASKING and asked.covers(w) < LEAST_COVER for w in content_words(sentence))
