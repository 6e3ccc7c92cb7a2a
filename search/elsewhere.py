"""Where a goal, measure or KPI left alone is found in the other version after all: as another kind, or in its text.

An indicator may live on as a measure (移住者数 → 移住支援事業), a goal as a measure; an overview may only mention what
the strategy had an indicator for. These are no correspondences, which hold between records of one kind, but what a
reader wants to be told before the word 廃止 is believed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from corpus.records import Goal, Kpi, Measure, name_of
from corpus.text import squeeze
from search.compare_reasons import KIND_WORDS
from search.names import Name, plain
from search.pair_features import Comparison
from search.text_diff import words

_SAYING: Final = 0.3
"""Weight from which a unit says what a thing is."""
_COVERED: Final = 0.8
"""Share of either name that must be in the other where a goal is compared with a measure or KPI."""
_MOST: Final = 2
_SHORTEST: Final = 4
"""Letters of a topic that are looked for in the text; shorter ones stand everywhere."""
_SHORT_NAME: Final = 6
"""Letters of a compound that must be kept together where only one of its words says something."""
_OFTEN: Final = 3
"""Sentences with a topic above which it is what the whole document is about."""
_TELLING: Final = 15
_QUOTED: Final = 60
_BROAD: Final = frozenset(
    [
        "地方公共団体",
        "地方自治体",
        "市区町村",
        "都道府県",
        "地域住民",
        "地域経済",
        "地域社会",
        "若い世代",
        "子育て世代",
        "子育て家庭",
        "高齢者世帯",
        "農林水産業",
        "中小企業",
        "公共施設",
        "公共交通",
        "東京圏以外",
        "小中学校",
        "高等学校",
        "新規事業",
        "市内企業",
        "県内企業",
        "町内企業",
    ]
)
"""Topics that say for whom or in what field, not what."""
_PARTICLE: Final = re.compile(r"[のをにがではへやもとかまよりな、・,「」『』()/:.]|など|等")
_MEANS: Final = re.compile(r"^.{2,12}?(?:による|を通じた|に向けた|のための)")
_NAMED: Final = re.compile(r"「([^「」]{3,})」")


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """What else the other version has of a record: ids of records of another kind, and all of it in plain Japanese."""

    related: tuple[str, ...]
    reasons: tuple[str, ...]


def elsewhere(comparison: Comparison, kind: str, place: int, *, of_old: bool) -> Elsewhere:
    """What the other version has of a record that corresponds to none of its own kind."""
    mine, other = (0, 1) if of_old else (1, 0)
    name = comparison.sides[kind][mine].names[place]
    where = "新しい文書" if of_old else "古い文書"
    related: list[str] = []
    reasons: list[str] = []
    for theirs, sides in comparison.sides.items():
        if theirs == kind:
            continue
        for record, their_name in zip(sides[other].records, sides[other].names, strict=True):
            if len(related) < _MOST and _same_thing(comparison, kind, name, theirs, their_name):
                related.append(record.id)
                was, now = KIND_WORDS[kind], KIND_WORDS[theirs]
                reasons.append(f"{was}としては見当たらないが、{where}に{now}「{name_of(record)}」がある")
    if not related and kind != Goal.KIND:
        version = comparison.new if of_old else comparison.old
        topic = topic_of(name.text)
        for sentence in _mentions(comparison, name, topic, of_old=of_old):
            page = version.pages.get(sentence)
            at = f"（{page}頁）" if page else ""
            said = _cut(sentence, topic)
            reasons.append(f"{KIND_WORDS[kind]}としては見当たらないが、{where}の本文{at}に「{said}」とある")
    return Elsewhere(tuple(related), tuple(reasons))


def _same_thing(comparison: Comparison, kind: str, name: Name, other_kind: str, other: Name) -> bool:
    """Whether two names of different kinds are about one thing.

    An indicator is longer than the name of what it measures, so that a measure need only be in it with all that says
    something; a goal and a measure must have all of that in common.
    """
    if {kind, other_kind} == {Measure.KIND, Kpi.KIND}:
        measure, indicator = (name, other) if kind == Measure.KIND else (other, name)
        said, topic = _saying(comparison, measure), plain(topic_of(measure.text))
        alone = len(said) == 1 and len(topic) <= _SHORT_NAME  # 関係人口: 人口 alone says less
        return bool(said) and said <= indicator.units.keys() and (not alone or topic in indicator.plain)
    return (
        bool(_saying(comparison, name) & _saying(comparison, other))
        and comparison.covered(name, other.units) >= _COVERED
        and comparison.covered(other, name.units) >= _COVERED
    )


def _saying(comparison: Comparison, name: Name) -> set[str]:
    """The units of a name that say what it is, without those in brackets."""
    return {u for u in name.units.keys() - name.asides if comparison.rarity(u) >= _SAYING}


def _mentions(comparison: Comparison, name: Name, topic: str, *, of_old: bool) -> Iterator[str]:
    """The first sentence of the other version's text that names what the record is about, if few do."""
    sought = plain(topic)
    if len(sought) < _SHORTEST or sought in _BROAD or not _saying(comparison, name):
        return
    found = [s for s, said in comparison.plain_sentences[1 if of_old else 0] if sought in said]
    if 0 < len(found) <= _OFTEN:
        yield from [s for s in found if len(s) >= _TELLING and "｜" not in s][:1]


def topic_of(name: str) -> str:
    """What a name is about: what it has in 「」, else the words before a particle (関係人口の創出: 関係人口)."""
    flat = _MEANS.sub("", squeeze(name))
    if quoted := _NAMED.search(flat):
        return quoted[1]
    topic = ""
    for word in words(flat):
        if _PARTICLE.fullmatch(word):
            break
        topic += word
    return topic


def _cut(sentence: str, topic: str) -> str:
    """So much of the sentence as can be quoted, with the topic in it."""
    flat = " ".join(sentence.split())
    start = max(0, flat.find(topic) + len(topic) - _QUOTED)
    end = start + _QUOTED
    return ("…" if start else "") + flat[start:end] + ("…" if end < len(flat) else "")
