"""What a record of the old version and one of the new have in common, as numbers from -1 to 1.

`FEATURES` names them for each kind of record, in the order of the vectors. 0 means "nothing known" throughout, so that
a version without descriptions or ministries is compared by what it has.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
from numpy.typing import NDArray

from corpus.records import Goal, Kpi, Measure, Value
from search.kpi_changes import last_target, same_unit
from search.names import Name, Rarity, common_run, kinds_differ, name_of_text, plain, whom_units
from search.sides import CUE, Side, siblings
from search.versions import Compared, Version

_NAMES: Final = ("same", "shared", "contained", "replaced", "core", "letters", "run", "rare", "inside", "lead", "only")
FEATURES: Final[dict[str, tuple[str, ...]]] = {
    Goal.KIND: (*_NAMES, "description", "place", "frame", "children"),
    Measure.KIND: (
        *(*_NAMES, "apart", "narrowed", "unsaid", "description", "within", "told", "announced"),
        *("ministry", "goal", "kpi", "group"),
    ),
    Kpi.KIND: (*_NAMES, "apart", "narrowed", "owner", "unit", "baseline", "target", "echo"),
}

_STRONG: Final = 0.6
"""Likeness of names from which a pair speaks for its goals."""
_ACT: Final = 0.3
_ASIDE: Final = 0.15
"""Weights of what is done (整備, 普及) and of what is said in brackets, beside that of the thing itself."""
_WHOM: Final = 0.35  # at most, of a word in common that says for whom: much is done for women beside 女性の起業支援
_SAID: Final = 1.5  # weight of what is said, below which it is too little to tell much
_LONG_RUN: Final = 8
_TELLING: Final = 0.3
_SHORTEST: Final = 4
_PER_RECORD: Final = 12
"""Candidates kept for each record of either version."""
_ALL_PAIRS: Final = 2_500
"""Number of pairs up to which every one is a candidate."""
Vector = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two records that may correspond, by their places in their versions, and their features."""

    old: int
    new: int
    features: Vector


@dataclass(frozen=True, slots=True)
class Children:
    """Linked records under goals, by the goals' ids: under each old one, each new one, and both of a pair."""

    under_old: Counter[str]
    under_new: Counter[str]
    both: Counter[tuple[str, str]]


class Comparison:
    """Two versions side by side; makes candidate pairs and their features."""

    def __init__(self, old: Version, new: Version, background: Mapping[str, int], total: int) -> None:
        self.old, self.new = old, new
        self.sides = {
            Goal.KIND: (Side(old, old.goals), Side(new, new.goals)),
            Measure.KIND: (Side(old, old.measures), Side(new, new.measures)),
            Kpi.KIND: (Side(old, old.kpis), Side(new, new.kpis)),
        }
        self.measure_links: Sequence[tuple[int, int]] = ()
        """Measures that correspond; set before KPIs are paired."""
        every = [name for pair in self.sides.values() for side in pair for name in side.names]
        self.rarity = Rarity(background, total, every)
        self._masses: dict[str, float] = {}

    @cached_property
    def plain_sentences(self) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
        """The sentences of the old and the new version, each with its plain form."""
        old, new = ([(s, plain(s)) for s in version.sentences] for version in (self.old, self.new))
        return old, new

    # --- names -------------------------------------------------------------------------------------------------------

    def likeness(self, a: Name, b: Name) -> float:
        """0..1: half the weighted share of units in common, half that of letter pairs."""
        if a.plain == b.plain:
            return 1.0
        return (self._shared(a, b) + _dice(a.pairs, b.pairs)) / 2

    def _shared(self, a: Name, b: Name) -> float:
        common = self.rarity.mass(a.units.keys() & b.units.keys())
        return common / max(self._mass(a) + self._mass(b) - common, 1e-9)

    def _mass(self, name: Name) -> float:
        mass = self._masses.get(name.text)
        if mass is None:
            mass = self._masses[name.text] = self.rarity.mass(name.units)
        return mass

    def covered(self, name: Name, by: Iterable[str]) -> float:
        """0..1: the weighted share of the units of a name that are among others."""
        others = set(by)
        whole = sum(self._weight(unit, name, name) for unit in name.units)
        return sum(self._weight(unit, name, name) for unit in name.units if unit in others) / max(whole, 1e-9)

    def _weight(self, unit: str, a: Name, b: Name, *, acts: bool = True) -> float:
        weight = self.rarity(unit)
        if unit in a.asides or unit in b.asides:
            return weight * _ASIDE
        return weight * _ACT if acts and (unit in a.acts or unit in b.acts) else weight

    def candidates(self, kind: str) -> list[tuple[int, int, float]]:
        """(old, new, likeness) of the pairs worth a look: every one of a few, else those most alike on either side."""
        ours, theirs = self.sides[kind]
        if len(ours.names) * len(theirs.names) <= _ALL_PAIRS:
            places = [(i, j) for i in range(len(ours.names)) for j in range(len(theirs.names))]
        else:
            places = self._nearest(ours.names, theirs.names)
        return [(i, j, self.likeness(ours.names[i], theirs.names[j])) for i, j in places]

    def _nearest(self, ours: Sequence[Name], theirs: Sequence[Name]) -> list[tuple[int, int]]:
        """By an inverted index over units and letter pairs, weighted by rarity and length."""
        postings: dict[str, list[int]] = defaultdict(list)
        for j, name in enumerate(theirs):
            for term in (*name.units, *("#" + pair for pair in name.pairs)):
                postings[term].append(j)
        common = np.zeros((len(ours), len(theirs)), dtype=np.float32)
        for i, name in enumerate(ours):
            for term in (*name.units, *("#" + pair for pair in name.pairs)):
                if found := postings.get(term):
                    weight = 0.3 / (1 + np.log(len(found))) if term.startswith("#") else self.rarity(term)
                    common[i, found] += weight
        common /= np.sqrt([len(n.pairs) + 1 for n in theirs])[None, :]
        kept: set[tuple[int, int]] = set()
        for i in range(len(ours)):
            kept.update((i, int(j)) for j in _best(common[i]))
        for j in range(len(theirs)):
            kept.update((int(i), j) for i in _best(common[:, j]))
        return sorted(kept)

    @cached_property
    def strong(self) -> dict[str, list[tuple[int, int]]]:
        """Measures and KPIs whose names alone tell that they are the same: the most alike from either side."""
        found = {}
        for kind in (Measure.KIND, Kpi.KIND):
            candidates = self.candidates(kind)
            ours, theirs = _tops(candidates, 0), _tops(candidates, 1)
            found[kind] = [(i, j) for i, j, s in candidates if s >= _STRONG and ours[i][0] == theirs[j][0] == s]
        return found

    # --- features ----------------------------------------------------------------------------------------------------

    def pairs(
        self,
        kind: str,
        goals: Mapping[str, set[str]],
        also: Iterable[tuple[int, int]] = (),
        left: tuple[Set[int], Set[int]] | None = None,
    ) -> list[Pair]:
        """Candidate pairs of a kind with their features; `goals` tells which new goals (ids) each old goal became.

        `also` are pairs that are wanted whether they are candidates or not; of `left`, the records that have found
        no partner yet, only those are paired, and only those are rivals.
        """
        ours, theirs = self.sides[kind]
        candidates = self.candidates(kind)
        if left is not None:
            candidates = [(i, j, s) for i, j, s in candidates if i in left[0] and j in left[1]]
        missing = set(also) - {(i, j) for i, j, _ in candidates}
        candidates += [(i, j, self.likeness(ours.names[i], theirs.names[j])) for i, j in sorted(missing)]
        tops = _tops(candidates, 0), _tops(candidates, 1)
        made = []
        for i, j, likeness in candidates:
            leads = [likeness - _rival(top, likeness) if likeness else 0.0 for top in (tops[0].get(i), tops[1].get(j))]
            values = self._names(ours.names[i], theirs.names[j], acts=kind != Kpi.KIND)
            values |= {"lead": min(leads), "only": max(leads)}
            values |= dict(zip(("apart", "narrowed"), kinds_differ(ours.names[i], theirs.names[j]), strict=True))
            a, b = ours.records[i], theirs.records[j]
            match a, b:
                case Goal(), Goal():
                    values |= {
                        "description": self._described(ours, theirs, i, j),
                        "place": self._place(i, j),
                        "frame": self._frame(i, j),
                        "children": self._children(i, j),
                    }
                case Measure(), Measure():
                    values |= {
                        "description": self._described(ours, theirs, i, j),
                        "unsaid": float(not ours.descriptions[i] or not theirs.descriptions[j]),
                        "within": self._within(ours, theirs, i, j),
                        "told": self._told(ours.names[i], theirs, j),
                        "announced": float((a.id, b.id) in self.announced),
                        "ministry": _ministries(a, b),
                        "goal": _known(self.goals_agree(a, b, goals)),
                        "kpi": float((a.id, b.id) in self._share_kpi),
                        "group": self._groups(a, b),
                    }
                case Kpi(), Kpi():
                    values |= {
                        "owner": _known(self.goals_agree(a, b, goals)),
                        "unit": _units_agree(a, b),
                        "baseline": _values_agree([a.baseline], [b.baseline]),
                        "target": _values_agree(a.targets, b.targets),
                        "echo": self._echo(i, j),
                    }
            made.append(Pair(i, j, np.array([values[name] for name in FEATURES[kind]])))
        return made

    def _names(self, a: Name, b: Name, *, acts: bool) -> dict[str, float]:
        weights = {unit: self._weight(unit, a, b, acts=acts) for unit in a.units.keys() | b.units.keys()}
        common = a.units.keys() & b.units.keys()
        weights |= {unit: min(weights[unit], _WHOM) for unit in common & whom_units()}
        shared, left, right = (
            sum(weights[unit] for unit in units) for units in (common, a.units.keys() - common, b.units.keys() - common)
        )
        smaller = max(min(shared + left, shared + right), 1e-9)
        rare = max((weights[unit] for unit in common), default=0.0)
        squares = sum(w * w for w in weights.values())
        return {
            "same": float(a.plain == b.plain),
            "shared": shared / max(shared + left + right, 1e-9),
            "contained": shared / smaller,
            "replaced": min(1.0, min(left, right) / smaller),
            "core": sum(weights[unit] ** 2 for unit in common) / max(squares, 1e-9),
            "letters": _dice(a.pairs, b.pairs),
            "run": min(1.0, common_run(a.plain, b.plain) / _LONG_RUN) * rare,
            "rare": rare,
            "inside": rare * (shared / smaller) ** 2,
        }

    def _described(self, ours: Side, theirs: Side, i: int, j: int) -> float:
        """What is said of both beyond their names, which tell nothing new where they are said again."""
        named = ours.names[i].units.keys() | theirs.names[j].units.keys()
        a, b = ours.descriptions[i].keys() - named, theirs.descriptions[j].keys() - named
        return self.rarity.mass(a & b) / max(min(self.rarity.mass(a), self.rarity.mass(b)), _SAID)

    def _within(self, ours: Side, theirs: Side, i: int, j: int) -> float:
        """How much of what either name has beyond the other stands in what is said of the other.

        Times the weight of the rarest word of it: that 地域 and 居住 stand in a description tells next to nothing.
        """
        a, b = ours.names[i], theirs.names[j]
        left, right = ours.descriptions[i].keys(), theirs.descriptions[j].keys()
        return max(self._told_besides(a, b, right), self._told_besides(b, a, left))

    def _told_besides(self, name: Name, other: Name, said: Set[str]) -> float:
        named = self.covered(name, other.units)
        if not said or named >= 1.0:
            return 0.0
        rare = max((self._weight(u, name, name) for u in (name.units.keys() - other.units.keys()) & said), default=0.0)
        return rare * (self.covered(name, other.units.keys() | said) - named) / (1.0 - named)

    def _told(self, name: Name, theirs: Side, j: int) -> float:
        """How much of the old name stands in a sentence on the new record that tells of a change."""
        whole = max(self.rarity.mass(name.units), 1e-9)
        return max((self.rarity.mass(name.units.keys() & s.keys()) / whole for s in theirs.cues[j]), default=0.0)

    @cached_property
    def announced(self) -> dict[tuple[str, str], str]:
        """Pairs of ids that a sentence of the new version names together, telling of a change; with the sentence."""
        found: dict[tuple[str, str], str] = {}
        ours, theirs = self.sides[Measure.KIND]
        for sentence in self.new.sentences:
            if not CUE.search(sentence):
                continue
            text = name_of_text(sentence).plain
            old = _named(ours, text)
            new = _named(theirs, text) if old else []
            for i in old:
                for j in new:
                    if ours.names[i].plain != theirs.names[j].plain:
                        found.setdefault((ours.records[i].id, theirs.records[j].id), sentence)
        return found

    def _place(self, i: int, j: int) -> float:
        """1 for goals that stand at the same place of equally many, or under the same number; else by distance."""
        ours, theirs = self.sides[Goal.KIND]
        a, b = siblings(ours, i), siblings(theirs, j)
        if len(a) == len(b):
            return 1.0 if a.index(i) == b.index(j) else -1.0
        x, y = ours.records[i], theirs.records[j]
        assert isinstance(x, Goal)
        assert isinstance(y, Goal)
        return 0.5 if x.number is not None and x.number == y.number else -0.5

    def _frame(self, i: int, j: int) -> float:
        """For goals at the same place of equally many: how far the others stand at theirs, by name."""
        ours, theirs = self.sides[Goal.KIND]
        a, b = siblings(ours, i), siblings(theirs, j)
        if len(a) != len(b) or len(a) == 1 or a.index(i) != b.index(j):
            return 0.0
        others = [(x, y) for x, y in zip(a, b, strict=True) if x != i]
        return sum(self._names(ours.names[x], theirs.names[y], acts=True)["contained"] for x, y in others) / len(others)

    def _echo(self, i: int, j: int) -> float:
        """How far the names of two measures that correspond stand in those of the two KPIs."""
        ours, theirs = (self._echoes[side].get(n, {}) for side, n in ((0, i), (1, j)))
        return max((min(ours[link], theirs[link]) for link in ours.keys() & theirs.keys()), default=0.0)

    @cached_property
    def _echoes(self) -> tuple[dict[int, dict[int, float]], dict[int, dict[int, float]]]:
        """For the KPIs of either side: the measure links whose name there, or what changed in it, they have."""
        found: tuple[dict[int, dict[int, float]], dict[int, dict[int, float]]] = ({}, {})
        measures = self.sides[Measure.KIND]
        for side in (0, 1):
            telling: list[set[str]] = []
            by_unit: dict[str, list[int]] = defaultdict(list)
            for link, places in enumerate(self.measure_links):
                mine, other = measures[side].names[places[side]], measures[1 - side].names[places[1 - side]]
                differing = other.units.keys() - mine.units.keys() and mine.units.keys() - other.units.keys()
                units = (differing or mine.units.keys()) - mine.acts
                telling.append({unit for unit in units if self.rarity(unit) >= _TELLING})
                for unit in telling[-1]:
                    by_unit[unit].append(link)
            for k, name in enumerate(self.sides[Kpi.KIND][side].names):
                for link in {link for unit in name.units for link in by_unit.get(unit, ())}:
                    share = self.rarity.mass(telling[link] & name.units.keys()) / self.rarity.mass(telling[link])
                    if share >= _STRONG:
                        found[side].setdefault(k, {})[link] = share
        return found

    def _children(self, i: int, j: int) -> float:
        """The share of the measures and KPIs under the old goal, and still there, that are under the new one."""
        ours, theirs = self.sides[Goal.KIND]
        return self._votes.get((ours.records[i].id, theirs.records[j].id), 0.0)

    @cached_property
    def _votes(self) -> dict[tuple[str, str], float]:
        counted = self.count_children(self.strong)
        return {(a, b): n / (max(counted.under_old[a], counted.under_new[b]) + 1) for (a, b), n in counted.both.items()}

    def count_children(self, links: Mapping[str, Sequence[tuple[int, int]]]) -> Children:
        """How many linked measures and KPIs, by their places, stand under which goals (ids)."""
        counted = Children(Counter(), Counter(), Counter())
        for kind, pairs in links.items():
            ours, theirs = self.sides[kind]
            for i, j in pairs:
                above, below = self.old.goals_of(ours.records[i]), self.new.goals_of(theirs.records[j])
                if above and below:
                    counted.under_old.update(goal.id for goal in above)
                    counted.under_new.update(goal.id for goal in below)
                    counted.both.update((a.id, b.id) for a in above for b in below)
        return counted

    def goals_agree(self, a: Compared, b: Compared, goals: Mapping[str, set[str]]) -> float:
        """1 when the records stand under goals that correspond, -1 when not; 0 when the goal of one is not known.

        -0.5 when neither goal has a counterpart.
        """
        above, below = self.old.goals_of(a), self.new.goals_of(b)
        if not above or not below:
            return 0.0
        became = {new for goal in above for new in goals.get(goal.id, ())}
        if any(goal.id in became for goal in below):
            return 1.0
        return -1.0 if became or any(g.id in targets for targets in goals.values() for g in below) else -0.5

    @cached_property
    def _share_kpi(self) -> set[tuple[str, str]]:
        ours, theirs = self.sides[Kpi.KIND]
        found = set()
        for i, j in self.strong[Kpi.KIND]:
            a, b = ours.records[i], theirs.records[j]
            assert isinstance(a, Kpi)
            assert isinstance(b, Kpi)
            if a.of is not None and b.of is not None:
                found.add((a.of, b.of))
        return found

    def _groups(self, a: Measure, b: Measure) -> float:
        if not a.group or not b.group:
            return 0.0
        return self.likeness(name_of_text(a.group), name_of_text(b.group))


def _named(side: Side, text: str) -> list[int]:
    """The records whose names stand in a plain text."""
    return [n for n, name in enumerate(side.names) if len(name.plain) >= _SHORTEST and name.plain in text]


def _dice(a: frozenset[str], b: frozenset[str]) -> float:
    return 2 * len(a & b) / (len(a) + len(b)) if a or b else 0.0


def _best(row: NDArray[np.float32]) -> NDArray[np.int64]:
    """The places of the largest positive values, at most `_PER_RECORD`."""
    n = min(_PER_RECORD, len(row))
    top = np.argpartition(row, len(row) - n)[-n:]
    return top[row[top] > 0]


def _tops(candidates: Sequence[tuple[int, int, float]], side: int) -> dict[int, tuple[float, float]]:
    """The two largest likenesses of each record of a side."""
    tops: dict[int, tuple[float, float]] = {}
    for i, j, likeness in candidates:
        place = (i, j)[side]
        first, second = tops.get(place, (0.0, 0.0))
        if likeness > first:
            tops[place] = (likeness, first)
        elif likeness > second:
            tops[place] = (first, likeness)
    return tops


def _rival(top: tuple[float, float] | None, likeness: float) -> float:
    """The largest likeness but this one."""
    if top is None:
        return 0.0
    return top[1] if likeness == top[0] else top[0]


def _known(agree: float) -> float:
    """Goals without any counterpart tell nothing of what is under them."""
    return agree if abs(agree) == 1 else 0.0


def _ministries(a: Measure, b: Measure) -> float:
    """1 when a body is in charge of both, -1 when none is, 0 when one has none named."""
    if not a.ministries or not b.ministries:
        return 0.0
    ours, theirs = ({name_of_text(m).plain for m in r.ministries} for r in (a, b))
    return 1.0 if any(x.startswith(y) or y.startswith(x) for x in ours for y in theirs) else -1.0


def _units_agree(a: Kpi, b: Kpi) -> float:
    """Whether the last targets count the same thing; 0 when one is not counted."""
    x, y = last_target(a), last_target(b)
    if x is None or y is None or x.unit is None or y.unit is None:
        return 0.0
    return 1.0 if same_unit(x.unit, y.unit) else -1.0


def _values_agree(a: Sequence[Value | None], b: Sequence[Value | None]) -> float:
    """1 when a value of the one is one of the other, with its year; 0.5 without; 0 else."""
    best = 0.0
    for x in a:
        for y in b:
            if x is not None and y is not None and x.number is not None and x.number == y.number:
                best = max(best, 1.0 if x.year == y.year else 0.5)
    return best
