"""Passage answers: the best sentences of the best hits, quoted as printed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from corpus.text import squeeze
from search.decline import RUNS, judge, shows
from search.findings import Finding, Found, folded
from search.query import Question
from search.retrieve import Hit
from search.structure import Rarity, run_share, share
from search.words import Bag, Word

_OTHERS: Final = 2
"""Further documents quoted at most."""

_AS_WELL: Final = 0.1
"""How much less another document may bear out (of 2.3 at most) to be quoted too."""

_SENTENCE: Final = 0.6
"""Share of the best sentence's score from which another is quoted with it."""

_ROW: Final = 0.95
"""The same for rows of a table, which are alike."""

_LEAST: Final = 0.15
_OPENING: Final = frozenset("(（「『[【")
_CLOSING: Final = frozenset(")）」』]】")
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
    """The sentences that answer, of the hit that bears out most of the topic; None when no hit holds.

    Another document that says it as well (another version) is quoted with its best sentence.
    """
    best: dict[str, tuple[float, Hit, list[_Scored]]] = {}
    for hit in hits:
        sentences = _best_sentences(question, topic, hit, rarity)
        if not sentences:
            continue
        verdict = judge(question, topic, [s.text for s in sentences], [hit.text, *hit.path, hit.title], rarity)
        score = verdict.score - 0.02 * hit.rank
        if verdict.holds and (hit.document not in best or score > best[hit.document][0]):
            best[hit.document] = (score, hit, sentences)
    if not best:
        return None
    (top, hit, sentences), *others = sorted(best.values(), key=lambda found: -found[0])
    things = [_found(s.text, hit) for s in sorted(sentences, key=lambda s: s.order)]
    things += [_found(second[0].text, other) for score, other, second in others[:_OTHERS] if score >= top - _AS_WELL]
    return Finding("passage", " > ".join(hit.path), folded(things))


def split_sentences(text: str) -> list[str]:
    """Sentences of a passage; a printed row or bullet is one, and no sentence ends inside brackets."""
    sentences: list[str] = []
    for line in text.split("\n"):
        depth, start = 0, 0
        for i, char in enumerate(line):
            depth = max(0, depth + (char in _OPENING) - (char in _CLOSING))
            if (char == "。" and depth == 0) or i == len(line) - 1:
                sentences.append(line[start : i + 1].strip())
                start = i + 1
    return [s for s in sentences if s]


def _best_sentences(question: Question, topic: Sequence[Word], hit: Hit, rarity: Rarity) -> list[_Scored]:
    """The best sentences of a hit, best first; its headings are sentences too, for they carry dates and names."""
    texts = [*hit.path, *split_sentences(hit.text)]
    scored = [_Scored(text, order, _score(question, topic, text, rarity)) for order, text in enumerate(texts)]
    ranked = sorted(scored, key=lambda s: -s.score)
    heads = len(hit.path)
    if not (ranked[0].order < heads and question.aspects and shows(question, ranked[0].text)):
        ranked = [s for s in ranked if s.order >= heads]
    near = _ROW if hit.passage.kind == "table" else _SENTENCE
    return [s for s in ranked[:_MOST] if s.score >= near * ranked[0].score and s.score > _LEAST]


def _score(question: Question, topic: Sequence[Word], text: str, rarity: Rarity) -> float:
    covered = share(topic, Bag([text]), rarity) + RUNS * run_share(question.subject, text)
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
