"""Whether a piece of evidence answers a question: has its words, and shows what kind of thing was asked for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from corpus.text import normalise
from search.query import Question
from search.structure import Rarity, share, weight
from search.vocabulary import ASPECT_EVIDENCE, Asked, Aspect
from search.words import Bag, Word

LEAST_SHARE: Final = 0.70
"""Rarity-weighted share of the topic that the evidence in its context must have."""

LEAST_COVER: Final = 0.4
"""How far a word must be covered not to count as absent."""

HEAVY: Final = 0.16
"""A word that alone carries this share of the topic's weight must not be absent."""

_DAY: Final = re.compile(r"何日(?!間)|(?:決定|施行|設置|策定|公表|開始|した|れた)日|日付|年月日|日は")
_DAY_SHOWN: Final = re.compile(r"\d+\s*月\s*\d+\s*日")
_OFFICE: Final = r"[はがを:、\s(]{0,2}[一-龥・ァ-ヶー()]{0,14}(?:大臣|長官|知事|市長|村長|町長|区長|総理|次官|教授|氏)"
_POSTS: Final = re.compile(r"(?:副)?(?:本部長|議長|座長|会長|委員長|事務局長|本部員|幹事長)")


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether to answer, and the share of the topic that is borne out."""

    holds: bool
    share: float


def judge(
    question: Question, topic: Sequence[Word], said: Iterable[str], context: Iterable[str], rarity: Rarity
) -> Verdict:
    """Judge evidence (`said`, the words to be quoted) in its context (headings, title, the passage around it)."""
    said = list(said)
    bag = Bag([*said, *context])
    borne = share(topic, bag, rarity)
    missing = tuple(w for w in topic if bag.covers(w) < LEAST_COVER)
    total = sum(weight(w, rarity) for w in topic)
    heavy = any(weight(w, rarity) >= HEAVY * total for w in missing)
    holds = bool(topic) and borne >= LEAST_SHARE and not heavy and shows(question, "\n".join(said))
    return Verdict(holds, borne)


def shows(question: Question, said: str) -> bool:
    """Whether the words to be quoted show every aspect asked for: an amount, a count, a date, a name, a place."""
    text = normalise(said)
    if not all(re.search(ASPECT_EVIDENCE.get(aspect, ""), text) for aspect in question.aspects):
        return False
    if Aspect.WHEN in question.aspects and _DAY.search(question.text) and not _DAY_SHOWN.search(text):
        return False
    if Asked.BODIES in question.asked or Aspect.WHO in question.aspects:
        posts = _POSTS.findall(question.text)
        return all(re.search(re.escape(post) + _OFFICE, text) for post in posts)
    return True
