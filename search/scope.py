"""Which documents a question is about."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import PurePath
from typing import Final

from corpus.records import Document
from corpus.text import squeeze
from search.query import Question
from search.years import years_of

_PLACE_END: Final = frozenset("都道府県市区町村")
_LONGEST_PLACE: Final = 8
_NO_PLACE: Final = re.compile(r"市区$|区町$|市町$|町村$|道府|都市$|地区$|内閣府$|^.?[都道府県市区町村]{2}")
_SUBTITLE: Final = re.compile(r"[~―—-].*$|[((].*$|の?概要(?:について)?$|について$|[「」『』]")
_MARKS: Final = re.compile(r"第\d+[期次版]|\d{4}改訂版|改訂版|[RH]\d+年?度?|(?:令和|平成)\d+年度?")
"""What tells one version's title from another's."""

_SHORTEST_TITLE: Final = 7
"""Characters of a title that must stand in the question for the title to count as named."""

_SHORTEST_SERIES: Final = 3
"""The same beside a place, where 「総合戦略」 or 「人口ビジョン」 is enough to tell its documents apart."""


@dataclass(frozen=True, slots=True)
class Scope:
    """Documents to answer from, in library order; `named` tells that the question (or the caller) named them."""

    documents: tuple[Document, ...]
    named: bool
    name_text: str = ""
    """The words by which the documents were named: they are no part of the subject."""
    place: str = ""
    """The prefecture or municipality named."""

    @property
    def ids(self) -> frozenset[str]:
        """Ids of the documents."""
        return frozenset(d.id for d in self.documents)


def scope_of(question: Question, documents: Sequence[Document]) -> Scope:
    """The documents that the question names by file, title or place; all of them when it names none.

    A place (音威子府村) names every document whose title or publisher has it; among those, or without a place, the
    documents whose title shares the longest run of the question's characters count, when that run is a title's worth.
    """
    asked = squeeze(question.text)
    by_file = [d for d in documents if _stem(d) in question.text.lower()]
    if by_file:
        return Scope(tuple(by_file), True, " ".join(_stem(d) for d in by_file))
    places: dict[str, list[Document]] = {}
    for document in documents:
        for place in _places(document, asked):
            places.setdefault(place, []).append(document)
    place = max(places, key=len) if places else ""
    candidates = places[place] if places else list(documents)
    rest = asked.replace(place, " ") if place else asked
    shared = [(d, _shared_title(d, rest, place)) for d in candidates]
    longest = max((run for _, run in shared), key=len, default="")
    if len(longest) >= (_SHORTEST_SERIES if place else _SHORTEST_TITLE) and (
        place or any(_whole(d, run) for d, run in shared)
    ):
        chosen = tuple(d for d, run in shared if len(run) == len(longest))
        chosen, version = _version(chosen, question, longest)
        return Scope(chosen, True, " ".join([place, longest, *version]).strip(), place)
    return Scope(tuple(candidates), bool(place), place, place)


def _version(named: tuple[Document, ...], question: Question, title: str) -> tuple[tuple[Document, ...], list[str]]:
    """Of documents that share a title, the one whose year or number (2019年の, 第2期, 改訂版) the question says too.

    Else the one that is called just that, when the others are called more. With the words by which it was told.
    """
    if len(named) < 2:
        return named, []
    rest = question.text.replace(title, " ")
    years = [str(year) for year in years_of(rest)]
    marks = {d.id: [m for m in _MARKS.findall(squeeze(d.title)) if m in squeeze(rest)] for d in named}
    if marked := tuple(d for d in named if marks[d.id]):
        return marked, [m for d in marked for m in marks[d.id]]
    if dated := tuple(d for d in named if d.decided_on and d.decided_on[:4] in years):
        return dated, [y for d in dated if d.decided_on for y in [d.decided_on[:4]]]
    exact = tuple(d for d in named if _SUBTITLE.sub("", squeeze(d.title)) == title)
    return exact or named, []


def _stem(document: Document) -> str:
    return PurePath(document.file).stem.lower()


def _places(document: Document, asked: str) -> set[str]:
    """Names of prefectures and municipalities that stand both in the question and in the title or publisher.

    「東京都」 of 「東京都世田谷区」 is not what the document is about.
    """
    about = _squeezed(f"{document.publisher}/{document.title}")
    found = set()
    for end in (i + 1 for i, char in enumerate(asked) if char in _PLACE_END):
        for start in range(max(0, end - _LONGEST_PLACE), end - 2):
            place = asked[start:end]
            if place in about and not _NO_PLACE.search(place):
                if not re.search(rf"{re.escape(place)}[一-龥々]{{1,5}}[市区町村]", about):
                    found.add(place)
                break
    return found


@lru_cache(maxsize=10_000)
def _squeezed(text: str) -> str:
    return squeeze(text)


@lru_cache(maxsize=20_000)
def _runs(text: str) -> frozenset[str]:
    """All runs of as many characters as the shortest that counts."""
    return frozenset(text[i : i + _SHORTEST_SERIES] for i in range(len(text) - _SHORTEST_SERIES + 1))


def _titles(document: Document) -> list[str]:
    title = _squeezed(document.title)
    return [title, _SUBTITLE.sub("", title)]


def _shared_title(document: Document, asked: str, place: str) -> str:
    """The longest run of characters that the question shares with the title, apart from the place."""
    pieces = [piece for title in _titles(document) for piece in (title.split(place) if place else [title])]
    sharing = [piece for piece in pieces if not _runs(piece).isdisjoint(_runs(asked))]
    return max((_longest_common(piece, asked) for piece in sharing), key=len, default="")


def _whole(document: Document, run: str) -> bool:
    """Whether the run is the whole title, or the whole of it without subtitle and 「の概要」."""
    return any(len(run) >= 0.9 * len(title) for title in _titles(document) if title)


def _longest_common(a: str, b: str) -> str:
    """Longest common substring, the first of equals."""
    best = ""
    for start in range(len(a)):
        while start + len(best) < len(a) and (longer := a[start : start + len(best) + 1]) in b:
            best = longer
    return best
