"""Question → answer with citations: complete sets and values from the records, else sentences, else a clear no."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from corpus.records import Document
from index.library import Library
from search import facts, sets
from search.citations import Answer, Citer, gathered
from search.decline import LEAST_COVER
from search.definitions import definition, is_abbreviation
from search.filters import Filters, both
from search.findings import Finding, Found, borne_out
from search.list_answers import list_finding, numbered_finding
from search.narrowing import documents_of, narrowed
from search.passage_answers import passage_finding
from search.pinned import borne, pinned
from search.query import Question, understand
from search.retrieve import Candidate
from search.scope import Scope, scope_of
from search.state import state_of
from search.structure import Rarity, Structure, uncovered
from search.told import NUMERIC, agrees, shows
from search.vocabulary import UNSPECIFIC, Asked, Aspect
from search.words import Bag, Word

_DEPTH: Final = 30
"""Hits that may answer a question."""

_EXCERPT: Final = 80
"""Characters shown of what is nearest."""

_WHICH: Final = (
    "何についてのお尋ねか分からないため、答えが見つかりませんでした。"
    "文書名、施策名などを加えて、もう一度お尋ねください。"
)
_RELATED: Final = 10
"""Related things shown at most."""

_OF_A_BODY_IN_CHARGE: Final = re.compile(r"(?:担当|所管|主管)(?:する|の|している).{0,12}(?:施策|取り?組|事業|対策)")
_HOW_MANY: Final = re.compile(
    r"(?:施策|取り?組み?|事業|目標|KPI|指標)(?:の数)?(?:は|が|を)?(?:全部で|全体で)?(?:何件|いくつ|何個|何本)"
)
_SETS: Final = frozenset({Asked.GOALS, Asked.MEASURES, Asked.PROJECTS, Asked.KPIS})
"""What is not answered by sentences when all of it is wanted."""

PICTURE: Final = "picture"
"""The kind of passages made of the words in pictures, which are found but never quoted (ingest/picture_text.py)."""

_TARGET: Final = re.compile(r"目標|目指|KPI|指標")


def answer(library: Library, question: str, *, document: str | None = None, filters: Filters | None = None) -> Answer:
    """Answer from the library, or say that it does not tell and what is nearest.

    `document` is an id, a unique prefix of one, or a file's stem; `filters` as for search.retrieve.search. Raises
    UsageError for a question with nothing in it or too much, UnknownDocument, LibraryBroken.
    """
    asked = understand(question)
    if filters:
        asked = replace(asked, filters=both(asked.filters, filters))
    state = state_of(library)
    searcher = state.searcher
    documents = documents_of(asked.filters, library, state.documents) if asked.filters else state.documents
    titles = {d.id: d.title for d in documents}
    if _unspecific(asked) and document is None and len(documents) > 1:
        return Answer(question=asked.text, kind="none", text=_WHICH)
    hits: list[Candidate] = []
    for scope in _scopes(asked, documents, library.document(document) if document else None):
        citer = Citer(library, documents)
        topic = _topic(asked, scope)
        found = searcher.candidates(asked, k=_DEPTH, documents=scope.ids if scope.named else None)
        hits = [hit for hit in found if hit.passage.kind != PICTURE]
        structures = [narrowed(asked.filters, state.structure(d)) for d in scope.documents]
        if Aspect.MEANING in asked.aspects or is_abbreviation(asked):
            meaning = definition(asked, hits, library)
            if meaning and (given := _written(asked, meaning, citer, titles)) is not None:
                return given
        if is_abbreviation(asked):
            continue
        for finding in _from_records(asked, structures, topic, searcher.rarity):
            if (given := _written(asked, finding, citer, titles)) is not None:
                return given
        numbered = numbered_finding(asked, hits, library)
        if numbered and (given := _written(asked, numbered, citer, titles)) is not None:
            return given
        if asked.goal_numbers and (not topic or Asked.GOALS in asked.asked):
            continue
        for listing in list_finding(asked, topic, hits, state, searcher.rarity):
            if (given := _written(asked, listing, citer, titles)) is not None:
                return given
        if asked.every and not asked.aspects and _SETS.intersection(asked.asked):
            continue
        about = _about(topic, scope)
        passage = passage_finding(asked, topic or asked.words, hits, searcher.rarity, about=about)
        if passage and (given := _written(asked, passage, citer, titles)) is not None:
            return given
    return Answer(question=asked.text, kind="none", text=_declined(asked.topic, hits))


def _about(topic: Sequence[Word], scope: Scope) -> str:
    """The title that names the document, when the question is about the document itself (いつ策定されたか)."""
    if not scope.named or scope.name_text == scope.place or any(w.form not in UNSPECIFIC for w in topic):
        return ""
    return scope.name_text.removeprefix(scope.place).split()[0]


def _unspecific(question: Question) -> bool:
    """Whether the question names nothing: 「予算総額はいくらですか」 could be about anything in the library."""
    named = question.asked or question.goal_numbers or question.phrases
    return bool(question.aspects) and not named and all(w.form in UNSPECIFIC for w in question.topic)


def _scopes(question: Question, documents: Sequence[Document], chosen: Document | None) -> Iterator[Scope]:
    """The documents named; when a title was named, then all, since others may tell about that document."""
    if chosen is not None:
        yield Scope((chosen,), True)
        return
    scope = scope_of(question, documents)
    yield scope
    if scope.named and not scope.place:
        yield Scope(tuple(documents), False)


def _topic(question: Question, scope: Scope) -> tuple[Word, ...]:
    """The words of the topic, without those by which the documents were named."""
    if not scope.name_text:
        return question.topic
    return tuple(uncovered(question.topic, Bag([scope.name_text]), 1.0))


def _from_records(
    question: Question, structures: Sequence[Structure], topic: Sequence[Word], rarity: Rarity
) -> Iterator[Finding]:
    """Findings from records, the most particular kind first."""
    asked, aspects = set(question.asked), set(question.aspects)
    if _HOW_MANY.search(question.text):
        aspects.discard(Aspect.QUANTITY)
    plain = not aspects - {Aspect.WHERE}
    in_charge = Asked.MINISTRIES in asked and not _OF_A_BODY_IN_CHARGE.search(question.text)
    for kind in question.asked:
        finding: Finding | None = None
        match kind:
            case Asked.SHIFTS:
                finding = facts.shifts(question, structures, topic, rarity)
            case Asked.BODIES:
                finding = facts.members(question, structures, topic)
            case Asked.ROLES:
                finding = facts.roles(question, structures, topic)
            case Asked.MINISTRIES if in_charge:
                finding = facts.ministries(question, structures, topic, rarity)
            case Asked.GOALS if plain:
                finding = sets.goal_set(question, structures, topic)
            case Asked.KPIS:
                finding = sets.kpi_set(question, structures, topic, rarity)
            case Asked.MEASURES | Asked.PROJECTS if plain and not in_charge:
                finding = sets.measure_set(question, structures, topic, rarity)
            case _:
                pass
        if finding and _as_many(finding, question.count):
            yield finding
    by_target = _TARGET.search(question.text) and not aspects - {Aspect.WHERE, Aspect.WHEN}
    if Asked.KPIS not in asked and (aspects & NUMERIC or by_target):
        kpis = sets.kpi_values(question, structures, topic, rarity)
        if kpis and shows(question, "\n".join(thing.text for thing in kpis.things)):
            yield kpis


def _as_many(finding: Finding, count: int | None) -> bool:
    """Whether there are as many things as the question counts, in all or in each document."""
    each = Counter(thing.document for thing in finding.things)
    return count is None or len(finding.things) == count or set(each.values()) == {count}


def _written(question: Question, finding: Finding, citer: Citer, titles: Mapping[str, str]) -> Answer | None:
    """The answer in words, or None when no page bears it out. A set that lost a member to verification is not given.

    Things that are of another place, year or edition than the question's are no answer.
    """
    pins = pinned(question)
    pairs = [
        (thing, item)
        for thing, item in borne_out(finding.things, citer)
        if borne(pins, thing.mark + thing.text, citer.texts(item.citations), citer.document(thing.document))
    ]
    if not agrees(question, "\n".join(thing.mark + thing.text for thing, _ in pairs)):
        return None
    if not pairs or (finding.kind == "set" and len(pairs) < len(finding.things)):
        return None
    things, items = [thing for thing, _ in pairs], tuple(item for _, item in pairs)
    if finding.kind != "set":
        return Answer(
            question.text, finding.kind, "\n".join(thing.mark + thing.text for thing in things), items, gathered(items)
        )
    related = borne_out(finding.related[:_RELATED], citer)
    text = _set_text(finding.head, things, titles)
    if related:
        text += f"\n関連（言葉を内容に含むもの、{len(finding.related)}件）\n"
        text += "\n".join(f"・{thing.text}（{titles[thing.document]}）" for thing, _ in related)
    return Answer(question.text, finding.kind, text, items, gathered([*items, *(item for _, item in related)]))


def _set_text(head: str, things: Sequence[Found], titles: Mapping[str, str]) -> str:
    several = len({thing.document for thing in things}) > 1
    lines = [f"{head}（{len(things)}件）"]
    current = None
    for thing in things:
        if several and thing.document != current:
            current = thing.document
            lines.append(f"【{titles[current]}】")
        lines.append(f"・{thing.mark}{thing.text}" + (f"〔{thing.why}〕" if thing.why else ""))
    return "\n".join(lines)


def _declined(topic: Sequence[Word], hits: Sequence[Candidate]) -> str:
    """Says no, which words none of the hits has, and what is nearest."""
    everything = Bag([text for hit in hits for text in (hit.passage.text, *hit.context)])
    nouns = [w for w in topic if len(w.surface) > 1 and not w.inflected]
    missing = "".join(f"「{w.surface}」" for w in uncovered(nouns, everything, LEAST_COVER)[:3])
    about = f"{missing}について書かれた箇所が" if missing else "お尋ねの内容に答える記載が"
    text = f"{about}、ライブラリの文書に見つかりませんでした。"
    if not hits:
        return text
    document, passage = hits[0].document, hits[0].passage
    excerpt = passage.text.replace("\n", " ")
    excerpt = excerpt if len(excerpt) <= _EXCERPT else excerpt[:_EXCERPT] + "…"
    return f"{text}\n近い記載：{document.title}（{document.file}）{passage.evidence[0].page}ページ「{excerpt}」"
