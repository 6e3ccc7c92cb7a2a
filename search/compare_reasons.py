"""Why two records are taken for the same thing, or a record for none, in plain Japanese."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from corpus.records import Goal, Kpi, Measure, name_of
from search.alignment import Link
from search.names import Name
from search.pair_features import FEATURES, Comparison
from search.sides import CUE, description_of
from search.versions import sentences_of

KIND_WORDS: Final = {Goal.KIND: "目標", Measure.KIND: "施策", Kpi.KIND: "KPI"}
_WORDS: Final = 4
_KANA: Final = re.compile(r"^(?:[ぁ-ん]{1,2}|[ァ-ヶ])$")
_TOLD: Final = 0.6
_QUOTED: Final = 60
_NEAR: Final = 0.35


def reasons_for(
    comparison: Comparison, kind: str, star: Sequence[Link], goals: Mapping[str, set[str]]
) -> tuple[str, ...]:
    """The reasons of a correspondence, the weightiest first, each once."""
    found: list[str] = []
    for link in star:
        found += _reasons(comparison, kind, link, goals)
    return tuple(dict.fromkeys(found))


def _reasons(comparison: Comparison, kind: str, link: Link, goals: Mapping[str, set[str]]) -> list[str]:
    ours, theirs = comparison.sides[kind]
    a, b = ours.records[link.old], theirs.records[link.new]
    x, y = ours.names[link.old], theirs.names[link.new]
    known = dict(zip(FEATURES[kind], link.pair.features, strict=True))
    found = []
    if x.plain == y.plain:
        found.append("名称が同じ" if x.text == y.text else "名称が同じ（表記のみ異なる）")
    elif words := common_words(comparison, x, y):
        found.append(f"同じ語: {'、'.join(words)}")
    if sentence := comparison.announced.get((a.id, b.id)):
        found.append(f"本文に「{_cut(sentence)}」とある")
    elif known.get("told", 0.0) >= _TOLD:
        for told in sentences_of(description_of(b)):
            if CUE.search(told):
                found.append(f"新しい施策の説明に「{_cut(told)}」とある")
                break
    if known.get("kpi"):
        found.append(f"同じKPI: {'、'.join(_shared_kpis(comparison, a.id, b.id))}")
    if known.get("ministry", 0.0) > 0 and isinstance(a, Measure) and isinstance(b, Measure):
        found.append(f"同じ担当: {'、'.join([m for m in a.ministries if m in b.ministries] or b.ministries)}")
    if link.together:
        return [f"下にある施策・KPIのうち{link.together}件がともに移った"]
    if known.get("children", 0.0) > 0:
        found.append("下にある施策・KPIが共通")
    if known.get("place", 0.0) > 0:
        found.append("目標の並びの中の位置が同じ")
    if known.get("target", 0.0) > 0 and isinstance(b, Kpi):
        found.append("目標値が同じ")
    elif known.get("baseline", 0.0) >= 1 and isinstance(b, Kpi):
        found.append("基準値が同じ")
    agree = comparison.goals_agree(a, b, goals)
    if agree > 0:
        found.append("対応する目標の下にある")
    elif agree < 0:
        before, after = comparison.old.goals_of(a)[0].name, comparison.new.goals_of(b)[0].name
        found.append(f"目標が「{before}」から「{after}」に移った")
    return found or ["名称の文字の並びが近い"]


def reasons_for_none(
    comparison: Comparison, kind: str, *, old: int | None = None, new: int | None = None
) -> tuple[str, ...]:
    """Why nothing corresponds: nothing near, or the nearest differs in the words that matter."""
    ours, theirs = comparison.sides[kind]
    mine, others = (ours.names[old], theirs.names) if old is not None else (theirs.names[new or 0], ours.names)
    where = "新しい文書" if old is not None else "古い文書"
    if not others:
        return (f"{where}に{KIND_WORDS[kind]}が見当たらない（掲げていないか、読み取れていない）",)
    nearest = max(others, key=lambda name: comparison.likeness(mine, name), default=None)
    if nearest is None or comparison.likeness(mine, nearest) < _NEAR:
        return (f"{where}に対応するものが見当たらない",)
    left, right = only_words(comparison, mine, nearest), only_words(comparison, nearest, mine)
    if not left or not right:
        return (f"{where}で最も近いのは「{nearest.text}」だが、対応すると言えるだけの根拠がない",)
    return (f"{where}で最も近いのは「{nearest.text}」だが、「{left[0]}」と「{right[0]}」が異なる",)


def common_words(comparison: Comparison, a: Name, b: Name) -> list[str]:
    """The words both names have, the rarest first, as the new one writes them."""
    return _rarest(comparison, b, a.units.keys() & b.units.keys())


def only_words(comparison: Comparison, a: Name, b: Name) -> list[str]:
    """The words of `a` that `b` has not, the rarest first."""
    return _rarest(comparison, a, a.units.keys() - b.units.keys())


def _rarest(comparison: Comparison, name: Name, units: Iterable[str]) -> list[str]:
    """The words of these units that say something, in the order of their weight."""
    ordered = sorted(units, key=lambda unit: (-comparison.rarity(unit), unit))
    words = list(dict.fromkeys(name.units[unit] for unit in ordered))
    return [word for word in words if not _KANA.match(word)][:_WORDS]


def _shared_kpis(comparison: Comparison, old: str, new: str) -> list[str]:
    ours, theirs = comparison.sides[Kpi.KIND]
    return [
        name_of(theirs.records[j])
        for i, j in comparison.strong[Kpi.KIND]
        if getattr(ours.records[i], "of", None) == old and getattr(theirs.records[j], "of", None) == new
    ]


def _cut(sentence: str) -> str:
    flat = " ".join(sentence.split())
    return flat if len(flat) <= _QUOTED else flat[:_QUOTED] + "…"
