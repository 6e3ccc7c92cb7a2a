"""Passage answers: the best sentences of the best hits, quoted as printed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from corpus.pages import Passage
from corpus.text import squeeze
from search.decline import judge, shows
from search.findings import Finding, Found
from search.query import Question
from search.retrieve import Hit
from search.structure import Rarity, share
from search.words import Bag, Word

_SENTENCE: Final = re.compile(r"[^。\n]+(?:。[」』)]?|\n|$)")
_MOST: Final = 3
"""Sentences of an answer at most."""


@dataclass(frozen=True, slots=True)
class _Scored:
    text: str
    order: int
    score: float


def passage_finding(
    question: Question, topic: Sequence[Word], hits: Sequence[Hit], rarity: Rarity
) -> Finding | None:
    """The sentences that answer, of the hit that bears out most of the topic; None when no hit holds."""
    best: tuple[float, Hit, list[_Scored]] | None = None
    for hit in hits:
        sentences = _best_sentences(question, topic, hit.passage, rarity)
        if not sentences:
            continue
        verdict = judge(question, topic, [s.text for s in sentences], [hit.text, *hit.path, hit.title], rarity)
        score = verdict.share + sentences[0].score - 0.02 * hit.rank
        if verdict.holds and (best is None or score > best[0]):
            best = (score, hit, sentences)
    if best is None:
        return None
    _, hit, sentences = best
    things = tuple(_found(s.text, hit) for s in sorted(sentences, key=lambda s: s.order))
    return Finding("passage", " > ".join(hit.path), things)


def split_sentences(text: str) -> list[str]:
    """Sentences of a passage; a printed row or bullet is one."""
    return [s.strip() for s in _SENTENCE.findall(text) if s.strip()]


def _best_sentences(question: Question, topic: Sequence[Word], passage: Passage, rarity: Rarity) -> list[_Scored]:
    scored = [
        _Scored(text, order, _score(question, topic, text, rarity))
        for order, text in enumerate(split_sentences(passage.text))
    ]
    ranked = sorted(scored, key=lambda s: -s.score)
    return [s for s in ranked[:_MOST] if s.score >= 0.6 * ranked[0].score and s.score > 0.15]


def _score(question: Question, topic: Sequence[Word], text: str, rarity: Rarity) -> float:
    covered = share(topic, Bag([text]), rarity)
    return covered + (0.25 if question.aspects and shows(question, text) else 0.0)


def _found(sentence: str, hit: Hit) -> Found:
    """A sentence with the places of the passage that it is made of (a row is made of cells)."""
    whole = squeeze(sentence)
    parts = [e for e in hit.evidence if _overlap(squeeze(e.quote), whole)]
    return Found(sentence, hit.document, tuple(parts or hit.evidence), None, (sentence,))


def _overlap(printed: str, sentence: str) -> bool:
    """Whether the sentence is in what is printed there, or the print in the sentence, or one runs on from the other."""
    if not printed or printed in sentence or sentence in printed:
        return bool(printed)
    return any(printed.endswith(sentence[:n]) or sentence.endswith(printed[:n]) for n in range(4, len(sentence)))
