"""The policy structure of one document: goal → group → measure → KPI, and how well a question's words fit its names."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Final, TypeAlias

from corpus.records import Body, Document, Goal, Kpi, Measure, Record, Role, Shift, Value
from index.lexical import bigrams
from search.words import Bag, Word, content_words

_SAYS_SOMETHING: Final = re.compile(r"\w")
"""A baseline of 「－」 is a blank cell."""

Rarity: TypeAlias = Callable[[str], float]
"""Inverse document frequency of a normalised word in the library; ≥ 0."""


@dataclass(frozen=True, eq=False)
class Structure:
    """The records of one document, in document order."""

    document: Document
    records: tuple[Record, ...]

    @cached_property
    def goals(self) -> tuple[Goal, ...]:
        """Goals of every level."""
        return tuple(r for r in self.records if isinstance(r, Goal))

    @cached_property
    def measures(self) -> tuple[Measure, ...]:
        """Measures."""
        return tuple(r for r in self.records if isinstance(r, Measure))

    @cached_property
    def kpis(self) -> tuple[Kpi, ...]:
        """KPIs of goals and measures."""
        return tuple(r for r in self.records if isinstance(r, Kpi))

    @cached_property
    def roles(self) -> tuple[Role, ...]:
        """Who is to do what."""
        return tuple(r for r in self.records if isinstance(r, Role))

    @cached_property
    def shifts(self) -> tuple[Shift, ...]:
        """Changes of course."""
        return tuple(r for r in self.records if isinstance(r, Shift))

    @cached_property
    def bodies(self) -> tuple[Body, ...]:
        """Bodies that carry the policy."""
        return tuple(r for r in self.records if isinstance(r, Body))

    @cached_property
    def by_id(self) -> dict[str, Record]:
        """Records by id."""
        return {r.id: r for r in self.records}

    @cached_property
    def bag(self) -> Bag:
        """All words of the document's title and records."""
        texts = [self.document.title, self.document.publisher]
        for r in self.records:
            match r:
                case Goal():
                    texts += [r.name, r.statement]
                case Measure():
                    texts += [r.name, r.group or "", r.description, *r.ministries, *r.projects]
                case Kpi():
                    texts += [kpi_text(r), *(f"{v.year}年" for v in r.targets if v.year)]
        return Bag(texts)

    def ancestors(self, record: Record) -> list[Goal | Measure]:
        """The measure and goals above a record, nearest first."""
        above: list[Goal | Measure] = []
        current: Record | None = record
        while current is not None:
            match current:
                case Kpi():
                    parent = current.of
                case Measure():
                    parent = current.goal
                case Goal():
                    parent = current.parent
                case _:
                    parent = None
            found = self.by_id.get(parent) if parent else None
            current = found if isinstance(found, Goal | Measure) and found not in above else None
            if current is not None:
                above.append(current)
        return above

    def context(self, record: Record) -> list[str]:
        """The names above a record, its group included."""
        names = [f"{a.number or ''} {a.name}" for a in self.ancestors(record)]
        names += [m.group for m in (record, *self.ancestors(record)) if isinstance(m, Measure) and m.group]
        return names


def value_text(value: Value) -> str:
    """A value as printed, with its year when the print has it elsewhere: `東京圏以上（2029年）`."""
    if value.year is None or str(value.year) in value.text:
        return value.text
    return f"{value.text}（{value.year}年{'度' if value.fiscal else ''}）"


def kpi_text(kpi: Kpi) -> str:
    """`indicator：baseline → target`, or `indicator：target` without a baseline."""
    targets = "、".join(value_text(t) for t in kpi.targets)
    baseline = value_text(kpi.baseline) if kpi.baseline and _SAYS_SOMETHING.search(kpi.baseline.text) else ""
    values = " → ".join(part for part in (baseline, targets) if part)
    return f"{kpi.indicator}：{values}" if values else kpi.indicator


def share(words: Sequence[Word], bag: Bag, rarity: Rarity) -> float:
    """0..1: share of the words that the bag covers, each weighted by its rarity; 1 when there are no words."""
    covered = [bag.covers(word) for word in words]
    if words and not any(covered):
        return 0.0
    weights = [weight(word, rarity) for word in words]
    total = sum(weights)
    if not total:
        return 1.0
    return sum(w * c for w, c in zip(weights, covered, strict=True)) / total


def weight(word: Word, rarity: Rarity) -> float:
    """Rarity of a word: of a compound the mean of its own and its rarest part's, of a verb half its own."""
    own = rarity(word.form)
    if word.parts:
        return (own + max(rarity(p) for p in word.parts)) / 2
    return own / 2 if word.inflected else own


def name_share(name: str, asked: Bag, rarity: Rarity) -> float:
    """0..1: how much of a name the question says."""
    words = content_words(name)
    return share(words, asked, rarity) if words else 0.0


@lru_cache(maxsize=64)
def _pairs(text: str) -> frozenset[str]:
    return frozenset(bigrams(text))


def run_share(asked: str, text: str) -> float:
    """0..1: share of the question's character pairs that the text has; tells 「地方創生2.0基本構想」 from its words."""
    pairs = _pairs(asked)
    return len(pairs.intersection(bigrams(text))) / len(pairs) if pairs else 0.0


def uncovered(words: Iterable[Word], bag: Bag, least: float = 0.75) -> list[Word]:
    """The words that the bag does not cover."""
    return [w for w in words if bag.covers(w) < least]
