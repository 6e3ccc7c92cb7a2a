"""Filters of a search: as arguments, and as staff type them into the query.

A query may hold 文書:… 期間:2020-2024 発行:… 種類:KPI 省庁:総務省 目標:③ ページ:3-5 (half- or full-width colon; quotes
around a value with blanks) and the word 同一段落 standing alone. What is given twice for one filter counts as
alternatives; different filters must all hold.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, fields
from typing import Final, Literal, TypeAlias

from corpus.errors import UsageError
from search.years import years_of

Kind: TypeAlias = Literal["goal", "measure", "kpi", "roadmap", "shift", "role", "body", "table", "text", "note"]
"""A kind of record that stands in a passage, or of the passage itself: a table, running text, a note or caption."""

Span: TypeAlias = tuple[int, int]
"""First and last, both included."""


@dataclass(frozen=True, slots=True)
class Filters:
    """What may be found. An empty filter lets everything pass.

    `documents` are ids, unique prefixes, file stems, or parts of titles. `period` (fiscal years) keeps documents whose
    period, or else whose year of decision, meets it. `publishers` are parts of names. `ministries` keep what they are
    in charge of, or what names them. `goals` are numbers (③, 3) or parts of names, and keep the goal with all under it.
    `pages` are 1-based. With `same_paragraph` all words of the question must stand in one paragraph or table row.
    """

    documents: tuple[str, ...] = ()
    period: Span | None = None
    publishers: tuple[str, ...] = ()
    kinds: tuple[Kind, ...] = ()
    ministries: tuple[str, ...] = ()
    goals: tuple[str, ...] = ()
    pages: Span | None = None
    same_paragraph: bool = False

    def __bool__(self) -> bool:
        return any(getattr(self, field.name) for field in fields(self))


NO_FILTERS: Final = Filters()

NAMES: Final[dict[str, str]] = {
    "文書": "documents", "資料": "documents", "期間": "period", "年度": "period", "発行": "publishers",
    "発行者": "publishers", "種類": "kinds", "種別": "kinds", "省庁": "ministries", "府省": "ministries",
    "担当": "ministries", "所管": "ministries", "目標": "goals", "政策目標": "goals", "基本目標": "goals",
    "ページ": "pages", "頁": "pages",
}  # fmt: skip
"""What staff write before the colon."""

KINDS: Final[dict[str, Kind]] = {
    "目標": "goal", "施策": "measure", "取組": "measure", "kpi": "kpi", "指標": "kpi", "工程表": "roadmap",
    "転換": "shift", "役割": "role", "体制": "body", "推進体制": "body", "表": "table", "本文": "text", "注": "note",
    "goal": "goal", "measure": "measure", "roadmap": "roadmap", "shift": "shift", "role": "role", "body": "body",
    "table": "table", "text": "text", "note": "note",
}  # fmt: skip

_FIELD: Final = re.compile(rf'(?:(?<=\s)|^)({"|".join(sorted(NAMES, key=len, reverse=True))}):(?:"([^"]+)"|([^\s"]+))')
_SAME_PARAGRAPH: Final = re.compile(r"(?:(?<=\s)|^)同一段落(?=\s|$)")
_SPAN: Final = re.compile(r"^(\d{1,5})(?:\s?[-~]\s?(\d{1,5}))?$")


def read_filters(text: str) -> tuple[Filters, str]:
    """The filters that a normalised query holds, and the rest of it.

    Raises UsageError (`bad_filter`) for a value that cannot be understood.
    """
    given: dict[str, list[str]] = {}
    for name, quoted, plain in _FIELD.findall(text):
        given.setdefault(NAMES[name], []).append(quoted or plain)
    rest = _FIELD.sub(" ", text)
    same = bool(_SAME_PARAGRAPH.search(rest))
    rest = " ".join(_SAME_PARAGRAPH.sub(" ", rest).split())
    filters = Filters(
        documents=tuple(given.get("documents", ())),
        period=_period(given.get("period", [])),
        publishers=tuple(given.get("publishers", ())),
        kinds=tuple(dict.fromkeys(_kind(word) for word in given.get("kinds", ()))),
        ministries=tuple(given.get("ministries", ())),
        goals=tuple(given.get("goals", ())),
        pages=_pages(given.get("pages", [])),
        same_paragraph=same,
    )
    return filters, rest


def both(some: Filters, others: Filters) -> Filters:
    """The filters of the query where it has any of a kind, else those given beside it."""
    return Filters(**{f.name: getattr(some, f.name) or getattr(others, f.name) for f in fields(Filters)})


def _kind(word: str) -> Kind:
    found = KINDS.get(word.lower())
    if found is None:
        raise _bad("種類", word, "、".join(name for name in KINDS if not name.isascii()))
    return found


def _period(words: list[str]) -> Span | None:
    years = [year for word in words for year in years_of(word)]
    if words and not years:
        raise _bad("期間", words[0], "2020-2024 や 令和2年度")
    return (min(years), max(years)) if years else None


def _pages(words: list[str]) -> Span | None:
    spans = []
    for word in words:
        match = _SPAN.match(word)
        if match is None or int(match[1]) < 1 or int(match[2] or match[1]) < int(match[1]):
            raise _bad("ページ", word, "3 や 3-5")
        spans.append((int(match[1]), int(match[2] or match[1])))
    return (min(first for first, _ in spans), max(last for _, last in spans)) if spans else None


def _bad(name: str, word: str, example: str) -> UsageError:
    return UsageError(f"「{name}:{word}」が分かりません。{example} のように書いてください。", code="bad_filter")
