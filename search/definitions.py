"""What a word means or stands for: where a document writes it out, explains it, or notes it at the foot of the page."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from corpus.pages import BlockKind
from index.library import Library
from search.findings import Finding, Found
from search.passage_answers import split_sentences
from search.query import Question
from search.retrieve import Candidate

_TERM: Final = re.compile(
    r"^[「『]?(?P<term>[^「」『』。、?？\s]{2,30}?)[」』]?"
    r"(?:とは|って|(?:は|が)?(?:、)?何の略|の(?:意味|定義|略称?|正式名称))(?:は|を|、)?(?:何|なん|どう|どんな|どのよう|$)?"
)
_STANDS_FOR: Final = re.compile(r"何の略|正式名称|とは(?:何(?:ですか|でしょうか|か|$)|\??$)")
_NOTE: Final = re.compile(r"[*※注(]?(\d{1,2})[):]?\s?\D")
_DOCUMENTS: Final = 3
"""Documents whose footnotes are looked through: those of the best hits."""

_ACRONYM: Final = re.compile(r"^[A-Za-z0-9./&-]{2,12}$")


def definition(question: Question, hits: Sequence[Candidate], library: Library) -> Finding | None:
    """The sentence that says what the word asked for means; an abbreviation is only answered by what it stands for."""
    match = _TERM.match(question.text)
    if match is None:
        return None
    term = match.group("term")
    for found in (*_in_sentences(term, hits), *_in_notes(term, hits, library)):
        return Finding("passage", term, (found,))
    return None


def is_abbreviation(question: Question) -> bool:
    """Whether the question asks what an abbreviation (KPI) stands for: nothing but that answers it."""
    match = _TERM.match(question.text)
    return match is not None and bool(_ACRONYM.match(match.group("term")) and _STANDS_FOR.search(question.text))


def _in_sentences(term: str, hits: Sequence[Candidate]) -> Iterator[Found]:
    word = re.escape(term)
    patterns = [rf"{word}[」』]?(?:\(.{{2,40}}\))?とは、?(?=[^何])", rf"「{word}」と(?:呼|い[いう])"]
    if _ACRONYM.match(term):
        named = rf"[一-龥ァ-ヶーぁ-ん]{{3,}}[」』]?\((?:以下、?)?[「]?{word}[」]?(?:という。?)?\)"
        patterns = [named, rf"{word}\([^)\d]{{4,60}}\)"]
    for pattern in patterns:
        saying = [
            (sentence, hit)
            for hit in hits
            for sentence in split_sentences(hit.passage.text)
            if term in sentence and re.search(pattern, sentence)
        ]
        for sentence, hit in sorted(saying, key=lambda found: not found[0].endswith("。")):
            yield Found(sentence, hit.document.id, hit.passage.evidence, None, (sentence,))


def _in_notes(term: str, hits: Sequence[Candidate], library: Library) -> Iterator[Found]:
    """The note whose mark stands at the word, on the same page: by its number (SDGs2), or the next one (PPA(※))."""
    numbered = re.compile(rf"{re.escape(term)}[」』]?\s?(\d{{1,2}})(?![\d年月人,.%])")
    starred = re.compile(rf"{re.escape(term)}[」』]?\s?\(?※(?!\d)")
    for document in list(dict.fromkeys(hit.document.id for hit in hits))[:_DOCUMENTS]:
        blocks = library.blocks(document)
        marks = {(e.page, m.group(1)) for b in blocks if (m := numbered.search(b.text)) for e in b.evidence}
        page = 0
        for block in blocks:
            if starred.search(block.text):
                page = block.page
            if block.kind is not BlockKind.NOTE:
                continue
            number = _NOTE.match(f"{block.number or ''} {block.text}".strip())
            numbered_so = number and any((e.page, number.group(1)) in marks for e in block.evidence)
            next_one = block.page == page and block.text.startswith("※")
            if numbered_so or next_one:
                page = 0
                yield Found(block.text, document, block.evidence, None, (block.text,), f"{term}：")
