"""Whether a piece of evidence answers a question: has its words, and shows what kind of thing was asked for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from corpus.text import normalise
from search.query import Question
from search.structure import Rarity, run_share, share, weight
from search.vocabulary import ASKING, ASPECT_EVIDENCE, NO_COUNT, OFFICES, UNIT_EVIDENCE, UNITS, Asked, Aspect
from search.words import Bag, Word, content_words

LEAST_SHARE: Final = 0.70
"""Rarity-weighted share of the topic that the evidence in its context must have."""

LEAST_SAID: Final = 0.4
"""The same of the sentence that shows what was asked for, without its context."""

RUNS: Final = 0.3
"""What a sentence gains that has all of the question's runs of characters."""

LEAST_COVER: Final = 0.4
"""How far a word must be covered not to count as absent."""

HEAVY: Final = 0.16
"""A word that alone carries this share of the topic's weight must not be absent."""

_DAY: Final = re.compile(r"何日(?!間)|(?:決定|施行|設置|策定|公表|開始|した|れた)日|日付|年月日|日は")
_DAY_SHOWN: Final = re.compile(r"\d+\s*月\s*\d+\s*日")
_BETWEEN: Final = r"[はがを:、｜\s(]{0,2}[一-龥・ァ-ヶー()]{0,14}"
"""What may stand between a post and who holds it."""

_POSTS: Final = re.compile(r"(?:副)?(?:本部長|議長|座長|会長|委員長|事務局長|本部員|幹事長)")


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether to answer; `score` (0..2) is the share of the topic in the evidence plus that in its telling sentence."""

    holds: bool
    score: float


def judge(
    question: Question, topic: Sequence[Word], said: Sequence[str], context: Sequence[str], rarity: Rarity
) -> Verdict:
    """Judge evidence: `said` are the sentences to be quoted, `context` the headings, the title and the text around.

    The sentence that shows what was asked for must itself, with its headings, be about the topic.
    """
    bag = Bag([*said, *context])
    borne = share(topic, bag, rarity)
    total = sum(weight(w, rarity) for w in topic)
    heavy = any(bag.covers(w) < LEAST_COVER and weight(w, rarity) >= HEAVY * total for w in topic)
    if not topic or borne < LEAST_SHARE or heavy:
        return Verdict(False, borne)
    telling = [s for s in said if shows(question, s)] or (said if shows(question, "\n".join(said)) else [])
    telling = [s for s in telling if _adds(s, topic)]
    told = max(
        (share(topic, Bag([s]), rarity) + RUNS * run_share(question.subject, s) for s in telling), default=0.0
    )
    return Verdict(told >= LEAST_SAID, borne + told)


def _adds(sentence: str, topic: Sequence[Word]) -> bool:
    """Whether a sentence says anything besides the topic's own words; a bare name answers nothing."""
    asked = Bag([w.surface for w in topic])
    return any(w.form not in ASKING and asked.covers(w) < LEAST_COVER for w in content_words(sentence))


def shows(question: Question, said: str) -> bool:
    """Whether the words to be quoted show every aspect asked for: an amount, a count, a date, a name, a place."""
    text = normalise(said)
    if not all(re.search(ASPECT_EVIDENCE.get(aspect, ""), text) for aspect in question.aspects):
        return False
    if Aspect.QUANTITY in question.aspects and not _counts(question.text, text):
        return False
    if Aspect.WHEN in question.aspects and _DAY.search(question.text) and not _DAY_SHOWN.search(text):
        return False
    if Asked.BODIES in question.asked or Aspect.WHO in question.aspects:
        posts = _POSTS.findall(question.text)
        held = (re.search(rf"{re.escape(post)}{_BETWEEN}{OFFICES}", text) for post in posts)
        return all(held) if posts else bool(re.search(OFFICES, text))
    return True


def _counts(asked: str, text: str) -> bool:
    """Whether the text has a number that counts something, in the unit asked for where there is one."""
    numbers = re.sub(NO_COUNT, " ", text)
    kinds = [kind for match in re.finditer(UNITS, asked) for kind, word in match.groupdict().items() if word]
    if not kinds:
        return bool(re.search(ASPECT_EVIDENCE[Aspect.QUANTITY], numbers))
    return any(re.search(rf"[\d〇一二三四五六七八九十百千万億]\s?(?:{UNIT_EVIDENCE[kind]})", numbers) for kind in kinds)
