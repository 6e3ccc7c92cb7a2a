"""Passage answers: the best sentences of the best hits, quoted as printed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from corpus.text import squeeze
from search.decline import LEAST_SHARE, RUNS, adds, judge
from search.findings import Finding, Found, folded
from search.query import Question
from search.retrieve import Candidate
from search.structure import Rarity, run_share, share, uncovered
from search.told import agrees, shows
from search.vocabulary import Aspect
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
_WHAT: Final = re.compile(r"(取り?組み?|施策|事業|制度|本部|組織|会議|計画|もの)(?:は|とは)(?:何|なん|どれ|\?|$)")
"""A question for the name of a thing, which its heading gives."""

_PLANS: Final = re.compile(r"計画|方針|戦略|構想|ビジョン|指針|大綱")
_LINE: Final = 40
"""Characters of a line of a cover at most."""

_ASIDE: Final = re.compile(r"^[((][^()（）]*[)）]$")
"""A heading in brackets, which tells nothing."""

_SOURCE: Final = re.compile(r"^[(※*]?(?:資料|出典|出所|備考)[:)]?")
"""What tells where figures are from, or how they were made, answers nothing."""

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
    question: Question, topic: Sequence[Word], hits: Sequence[Candidate], rarity: Rarity, *, about: str = ""
) -> Finding | None:
    """The sentences that answer, of the hit that bears out most of the topic; None when no hit holds.

    When the question is about a document itself, of the title `about`, a date is only taken from a sentence that names
    it or from a line of its first page. Another document that says it as well (another version) is quoted with its best
    sentence.
    """
    best: dict[str, tuple[float, Candidate, list[_Scored]]] = {}
    for hit in hits:
        if share(topic, Bag([hit.passage.text, *hit.context]), rarity) < LEAST_SHARE:
            continue
        sentences = _best_sentences(question, topic, hit, rarity)
        if about and Aspect.WHEN in question.aspects:
            sentences = [s for s in sentences if about in squeeze(s.text) or _on_the_cover(s.text, hit)]
        if not sentences:
            continue
        said, heading = [s.text for s in sentences], hit.passage.path[-1] if hit.passage.path else ""
        verdict = judge(question, topic, said, [hit.passage.text, *hit.context], rarity, heading=heading)
        score = verdict.score - 0.02 * hit.rank
        if verdict.holds and (hit.document.id not in best or score > best[hit.document.id][0]):
            best[hit.document.id] = (score, hit, sentences)
    if not best:
        return None
    (top, hit, sentences), *others = sorted(best.values(), key=lambda found: -found[0])
    nouns = [w for w in topic if not w.numeric and not w.inflected]
    things = [_found(question, s.text, hit, nouns) for s in sorted(sentences, key=lambda s: s.order)]
    things += [
        _found(question, second[0].text, other, nouns)
        for score, other, second in others[:_OTHERS]
        if score >= top - _AS_WELL and not uncovered(nouns, Bag([second[0].text, *other.passage.path[-1:]]))
    ]
    return Finding("passage", " > ".join(hit.passage.path), folded(things))


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


def _best_sentences(question: Question, topic: Sequence[Word], hit: Candidate, rarity: Rarity) -> list[_Scored]:
    """The best sentences of a hit, best first; its headings are sentences too, for they carry dates and names."""
    texts = [*hit.passage.path, *split_sentences(hit.passage.text)]
    scored = [_Scored(text, order, _score(question, topic, text, rarity)) for order, text in enumerate(texts)]
    ranked = sorted(scored, key=lambda s: -s.score)
    heads = len(hit.passage.path)
    if not (ranked[0].order < heads and _tells(question, ranked[0].text)):
        ranked = [s for s in ranked if s.order >= heads]
    near = _ROW if hit.passage.kind == "table" else _SENTENCE
    ranked = [s for s in ranked if not _SOURCE.match(s.text)]
    ranked = [s for s in ranked if agrees(question, s.text)] or ranked
    if not ranked:
        return []
    ranked = [s for s in ranked if adds(s.text, topic) and not (_ASIDE.match(s.text) and not _tells(question, s.text))]
    return [s for s in ranked[:_MOST] if s.score >= near * ranked[0].score and s.score > _LEAST]


def _on_the_cover(text: str, hit: Candidate) -> bool:
    return len(text) <= _LINE and not _PLANS.search(text) and {place.page for place in hit.passage.evidence} == {1}


def _tells(question: Question, text: str) -> bool:
    return bool(question.aspects) and shows(question, text)


def _score(question: Question, topic: Sequence[Word], text: str, rarity: Rarity) -> float:
    covered = share(topic, Bag([text]), rarity) + RUNS * run_share(question.subject, text)
    return covered + (0.25 if question.aspects and shows(question, text) else 0.0)


def _found(question: Question, sentence: str, hit: Candidate, nouns: Sequence[Word]) -> Found:
    """A sentence with the places of the passage that it is made of (a row is made of cells).

    The heading above goes before a sentence that lacks a noun of the topic which the heading has, and where the
    question asks what something is called.
    """
    whole = squeeze(sentence)
    parts = [e for e in hit.passage.evidence if _overlap(squeeze(e.quote), whole)]
    heading = hit.passage.path[-1] if hit.passage.path else ""
    lacking = uncovered(nouns, Bag([sentence]))
    what = _WHAT.search(question.text)
    named = what or len(uncovered(lacking, Bag([heading]))) < len(lacking)
    if heading and heading != sentence and named:
        return Found(
            sentence, hit.document.id, tuple(parts or hit.passage.evidence), None, (sentence, heading), f"{heading}："
        )
    return Found(sentence, hit.document.id, tuple(parts or hit.passage.evidence), None, (sentence,))


def _overlap(printed: str, sentence: str) -> bool:
    """Whether the sentence is in what is printed there, or the print in the sentence, or one runs on from the other."""
    if not printed or printed in sentence or sentence in printed:
        return bool(printed)
    return any(printed.endswith(sentence[:n]) or sentence.endswith(printed[:n]) for n in range(4, len(sentence)))
