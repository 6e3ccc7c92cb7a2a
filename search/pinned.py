"""What a question pins down that an answer must bear out: places, years, editions (第2期), whether a figure is the
starting one.

What is nearly right answers nothing: the right indicator in another year, another town's plan, a target where the
figure of today was asked for.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from corpus.records import Document
from corpus.text import normalise, squeeze
from index.tokens import place_names
from search.query import Question
from search.years import in_western, years_of

_EDITION: Final = re.compile(r"第\d+[期次版]")
_START: Final = re.compile(r"基準値|現状値|基準年|現状の値|実績値|初期値")
_START_COLUMN: Final = re.compile(r"(?:現状|基準|実績)[^:|｜→]{0,24}[:：]\s*(?P<value>[^\s｜|])")
_START_SAID: Final = re.compile(r"現状|基準|実績|時点|現在|→")
_NOTHING: Final = frozenset("-－―ー–—")
_OF_A_DOCUMENT: Final = re.compile(
    r"(?:19|20)\d\d年(?:度)?(?:の|版|に|\d+月)[^。]{0,24}?(?:戦略|計画|方針|構想|改訂|ビジョン|ロードマップ|白書|取組|予算|見直|決定)"
)
"""A year that tells which document is meant: 2022年の総合戦略."""


@dataclass(frozen=True, slots=True)
class Pinned:
    """What must be borne out; `named_years` may stand for the year of the document instead."""

    places: tuple[str, ...]
    editions: tuple[str, ...]
    years: tuple[int, ...]
    named_years: frozenset[int]
    start: bool


def pinned(question: Question) -> Pinned:
    """What the question pins down."""
    western = in_western(question.text)
    return Pinned(
        places=tuple(squeeze(place) for place in place_names(question.text)),
        editions=tuple(dict.fromkeys(_EDITION.findall(squeeze(question.text)))),
        years=years_of(question.text),
        named_years=frozenset(year for m in _OF_A_DOCUMENT.finditer(western) for year in years_of(m.group(0))),
        start=bool(_START.search(question.text)),
    )


def borne(pins: Pinned, said: str, pages: Sequence[str], document: Document) -> bool:
    """Whether what is said on these pages (their text) of the document is of the place, time and kind asked for."""
    about = squeeze("/".join([document.title, document.publisher]))
    around = squeeze("\n".join([said, *pages]))
    if any(place not in about and place not in around for place in pins.places):
        return False
    if any(edition not in about and edition not in around for edition in pins.editions):
        return False
    told = {*years_of(normalise("\n".join([said, *pages, document.title]))), *_years_of_tables(pages)}
    decided = {int(document.decided_on[:4])} if document.decided_on else set()
    if any(year not in told and not (year in decided and year in pins.named_years) for year in pins.years):
        return False
    return not pins.start or _starts(normalise(said))


def _years_of_tables(pages: Sequence[str]) -> set[int]:
    """Years printed short, as '23 in a column under 1986."""
    short = {int(two) for page in pages for two in re.findall(r"[’'](\d\d)(?!\d)", normalise(page))}
    return {century + two for two in short for century in (1900, 2000)}


def _starts(said: str) -> bool:
    """Whether a starting figure is told: a cell below 現状値 that is not blank, or a word that says so."""
    column = _START_COLUMN.search(said)
    if column is not None:
        return column.group("value") not in _NOTHING
    return bool(_START_SAID.search(said))
