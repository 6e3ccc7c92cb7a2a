"""Which pairs hold together, all of them considered at once: one to one, taken together, taken apart, or none.

First the one-to-one assignment with the highest total log-odds, in which a record may stay alone (Kuhn, "The Hungarian
Method for the Assignment Problem", 1955). Then a record left alone joins a pair whose other side is only covered by
both: 移住支援金 and 起業支援金 → 移住・起業支援金.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from corpus.records import Goal, Measure
from index.decisions import Verdict
from search.names import Name, Rarity, apart, units_of
from search.pair_features import FEATURES, Comparison, Pair
from search.pair_model import Weights
from search.twins import twins

NO_DECISIONS: Final[Mapping[tuple[int, int], Verdict]] = {}
_LEFT_OVER: Final = 0.5
"""Probability that records left over must have at least: without rivals every likeness looks better."""
_GAIN: Final = 0.12
"""Share of the whole's name that a part must add to what its partner covers."""
_PART: Final = 0.6
"""Share of the part's own name that must be in the whole's."""
_TOLD: Final = 0.7
"""Share of the part's name that a sentence telling of the change must have, instead."""
_NAMED: Final = 0.9
"""Share of the part's name that the whole's name and description must have, instead."""
_WHOLLY: Final = 0.95
"""Share of a name from which it counts as standing whole in another."""
_MADE: Final = 0.8
"""Share of the name of a whole that its parts must cover together, where none of them is its successor alone."""
_LISTED: Final = re.compile(r"[・、]|及び|並びに|と(?=[一-龥ァ-ヶー])")
_SAYING: Final = 0.3
"""Weight from which a unit says what a thing is."""
_ITEM: Final = 0.35
"""Share of a part's name that the thing listed in the whole must make up."""
_SIBLINGS: Final = 2
_TOGETHER: Final = 0.6
"""So many measures and KPIs, and such a share of those found again on either side, make their goals correspond."""
_MUCH: Final = 0.25
"""Share of the measures and KPIs of a goal that must have come from, or gone to, what is to be part of it."""


@dataclass(frozen=True, slots=True)
class Link:
    """An old and a new record that belong together, by their places, with the probability and features of the pair.

    `together` tells of goals how many of their measures and KPIs went together, where that is why they correspond.
    """

    old: int
    new: int
    probability: float
    pair: Pair
    together: int = 0


def align(
    comparison: Comparison,
    kind: str,
    goals: Mapping[str, set[str]],
    weights: Weights,
    decided: Mapping[tuple[int, int], Verdict] = NO_DECISIONS,
) -> list[Link]:
    """The links of a kind, in the order of the new version; `goals` as for `Comparison.pairs`.

    `decided` are the decisions by hand on pairs, by their places. A rejected pair is none. An accepted one is sure, so
    it wins over its rivals. A drawn one is added to what the machine finds: it says nothing against that.
    """
    held = [place for place, verdict in decided.items() if verdict is not Verdict.REJECTED]
    scored = [
        Link(p.old, p.new, 1.0 if verdict is Verdict.ACCEPTED else weights.probability(kind, p), p)
        for p in comparison.pairs(kind, goals, held)
        if (verdict := decided.get((p.old, p.new))) is not Verdict.REJECTED
    ]
    chosen = assign([link for link in scored if link.probability >= weights.threshold], weights.threshold)
    chosen += _left_over(comparison, kind, goals, weights, chosen, decided)
    chosen = _without_parts(comparison, kind, scored, chosen)
    chosen = [replace(k, probability=1.0) for k in scored if (k.old, k.new) in decided] + [
        link for link in chosen if (link.old, link.new) not in decided
    ]
    chosen += _twinned(comparison, kind, scored, chosen, weights.threshold)
    chosen += _joined(comparison, kind, scored, chosen)
    chosen += _made_up(comparison, kind, scored, chosen, weights.threshold)
    return sorted(chosen, key=lambda link: (link.new, link.old))


def _left_over(
    comparison: Comparison,
    kind: str,
    goals: Mapping[str, set[str]],
    weights: Weights,
    chosen: Sequence[Link],
    decided: Mapping[tuple[int, int], Verdict],
) -> list[Link]:
    """Links among the records left alone, weighed once more: what has found its partner is no rival any longer."""
    ours, theirs = comparison.sides[kind]
    left = (
        set(range(len(ours.records))) - {link.old for link in chosen},
        set(range(len(theirs.records))) - {link.new for link in chosen},
    )
    again = [Link(p.old, p.new, weights.probability(kind, p), p) for p in comparison.pairs(kind, goals, left=left)]
    least = max(_LEFT_OVER, weights.threshold)
    return assign([k for k in again if k.probability >= least and (k.old, k.new) not in decided], least)


def assign(links: Sequence[Link], threshold: float) -> list[Link]:
    """The one-to-one choice with the highest sum of log-odds above the threshold; what gains nothing stays alone."""
    from scipy.optimize import linear_sum_assignment

    if not links:
        return []
    olds = {n: i for i, n in enumerate(sorted({link.old for link in links}))}
    news = {n: i for i, n in enumerate(sorted({link.new for link in links}))}
    gain = np.zeros((len(olds), len(news)))
    for link in links:
        gain[olds[link.old], news[link.new]] = 1e-6 + _log_odds(link.probability) - _log_odds(threshold)
    rows, columns = linear_sum_assignment(gain, maximize=True)
    taken = set(zip(rows.tolist(), columns.tolist(), strict=True))
    return [link for link in links if (olds[link.old], news[link.new]) in taken]


def _log_odds(probability: float) -> float:
    p = min(max(probability, 1e-9), 1 - 1e-9)
    return math.log(p / (1 - p))


def _twinned(
    comparison: Comparison, kind: str, scored: Sequence[Link], chosen: Sequence[Link], threshold: float
) -> list[Link]:
    """Links of a record with those it was taken apart into by words that its name lacks, and the other way round."""
    known = {(link.old, link.new): link for link in scored}
    have = {(link.old, link.new) for link in chosen}
    found: list[Link] = []
    for places in twins(comparison, kind):
        olds, news = {i for i, _ in places}, {j for _, j in places}
        others = {(i, j) for i, j in have if (i in olds) != (j in news)}
        missing = [place for place in places if place not in have and place in known]
        if not others and len(missing) + len(have & set(places)) == len(places):
            found += [replace(known[p], probability=max(known[p].probability, threshold)) for p in missing]
            have.update(missing)
    return found


def _joined(comparison: Comparison, kind: str, scored: Sequence[Link], chosen: Sequence[Link]) -> list[Link]:
    """Links of records left alone with the partner of another pair: the second part of a split or a merger."""
    ours, theirs = comparison.sides[kind]
    taken = {link.old for link in chosen}, {link.new for link in chosen}
    by_old = {link.old: link for link in chosen}
    by_new = {link.new: link for link in chosen}
    best: dict[tuple[int, int], tuple[float, Link]] = {}
    for link in scored:
        if link.new in by_new and link.old not in taken[0]:
            whole, part, other = theirs.names[link.new], ours.names[link.old], ours.names[by_new[link.new].old]
            key = (0, link.old)
        elif link.old in by_old and link.new not in taken[1]:
            whole, part, other = ours.names[link.old], theirs.names[link.new], theirs.names[by_old[link.old].new]
            key = (1, link.new)
        else:
            continue
        if whole.plain == other.plain or whole.plain == part.plain or apart(whole, part):
            continue
        of_measures = kind == Measure.KIND
        told = of_measures and _told(comparison, link, part, of_old=key[0] == 1)
        worth = joins(comparison.rarity, whole, part, other, told=told)
        if of_measures and not worth:
            worth = _item(comparison, whole, part, other)
        if worth > best.get(key, (0.0, None))[0]:
            best[key] = (worth, link)
    return [link for _, link in best.values()]


def _made_up(
    comparison: Comparison, kind: str, scored: Sequence[Link], chosen: Sequence[Link], threshold: float
) -> list[Link]:
    """Links of a record left alone whose name is made up of those of two or more others left alone."""
    ours, theirs = comparison.sides[kind]
    taken = {link.old for link in chosen}, {link.new for link in chosen}
    left = [link for link in scored if link.old not in taken[0] and link.new not in taken[1]]
    found: list[Link] = []
    for side, wholes, parts in ((0, ours.names, theirs.names), (1, theirs.names, ours.names)):
        near: dict[int, list[Link]] = defaultdict(list)
        for link in left:
            place, part = (link.old, link.new) if side == 0 else (link.new, link.old)
            if comparison.covered(parts[part], wholes[place].units) >= _WHOLLY:
                near[place].append(link)
        for place, links in near.items():
            units: set[str] = set()
            star = []
            for link in sorted(links, key=lambda k: -k.probability):
                mine = wholes[place].units.keys() & parts[(link.new, link.old)[side]].units.keys()
                if comparison.rarity.mass(mine - units) >= _GAIN * comparison.rarity.mass(wholes[place].units):
                    units |= mine
                    star.append(link)
            used = {(k.old, k.new)[1 - side] for k in found}
            if (
                len(star) > 1
                and comparison.covered(wholes[place], units) >= _MADE
                and not used & {(k.old, k.new)[1 - side] for k in star}
            ):
                found += [replace(link, probability=max(link.probability, threshold)) for link in star]
    return found


def _without_parts(comparison: Comparison, kind: str, scored: Sequence[Link], chosen: Sequence[Link]) -> list[Link]:
    """The chosen links but those whose old name stands whole in the new name of another link, which needs it.

    転入 → 転入・転出 and 転出 → 移住者 are one merger, and 移住者 is something else.
    """
    ours, theirs = comparison.sides[kind]
    by_old, by_new = {link.old: link for link in chosen}, {link.new: link for link in chosen}
    leaving = set()
    for link in scored:
        mine = by_old.get(link.old) if link.new in by_new else None
        if mine is None or mine.new == link.new or by_new[link.new].old in leaving:
            continue
        whole, part, other = theirs.names[link.new], ours.names[link.old], ours.names[by_new[link.new].old]
        if (
            whole.plain != other.plain
            and comparison.covered(part, whole.units) >= _WHOLLY
            and comparison.covered(part, theirs.names[mine.new].units) < _WHOLLY
            and joins(comparison.rarity, whole, part, other, told=False)
        ):
            leaving.add(link.old)
    return [link for link in chosen if link.old not in leaving]


def joins(rarity: Rarity, whole: Name, part: Name, other: Name, *, told: bool) -> float:
    """How much of the whole the part makes up beside the other part; 0 when it is no part of it.

    A part is told by its words in the name of the whole, or, with `told`, by what is said of the whole.
    """
    mass = max(rarity.mass(whole.units), 1e-9)
    common = part.units.keys() & whole.units.keys()
    if rarity.mass(common) < _PART * rarity.mass(part.units) and not told:
        return 0.0
    gain = rarity.mass((part.units.keys() if told else common) - other.units.keys()) / mass
    return gain if gain >= _GAIN else 0.0


def _item(comparison: Comparison, whole: Name, part: Name, other: Name) -> float:
    """The share of the whole that one of the things it lists is (いじめ・〈不登校〉対策), where the part names that one
    and the other part another; 0 else.
    """
    rarity = comparison.rarity
    items = [
        {u for u in units if u not in whole.acts and rarity(u) >= _SAYING}
        for units in map(units_of, _LISTED.split(whole.text))
    ]
    named = {u for u in part.units.keys() - part.acts if rarity(u) >= _SAYING}
    least = _ITEM * rarity.mass(named)
    mine = [u for u in items if u and u <= named and not u & other.units.keys() and rarity.mass(u) >= least]
    if mine and any(units and units <= other.units.keys() for units in items):
        return max(map(rarity.mass, mine)) / max(rarity.mass(whole.units), 1e-9)
    return 0.0


def _told(comparison: Comparison, link: Link, part: Name, *, of_old: bool) -> bool:
    """Whether the description of the whole names the part: as what it was made of, or all of its words."""
    ours, theirs = comparison.sides[Measure.KIND]
    known = dict(zip(FEATURES[Measure.KIND], link.pair.features, strict=True))
    if not of_old and known["told"] >= _TOLD:
        return True
    side, place = (ours, link.old) if of_old else (theirs, link.new)
    said = side.descriptions[place].keys()
    return bool(said) and comparison.covered(part, side.names[place].units.keys() | said) >= _NAMED


def by_children(
    comparison: Comparison,
    goals: Sequence[Link],
    links: Mapping[str, Sequence[Link]],
    decided: Mapping[tuple[int, int], Verdict] = NO_DECISIONS,
) -> list[Link]:
    """Links of goals left alone whose measures and KPIs went from the one to the other together.

    A goal left alone most of whose measures came from, or went to, a goal that has its partner is part of it.
    """
    ours, theirs = comparison.sides[Goal.KIND]
    taken = {ours.records[link.old].id for link in goals}, {theirs.records[link.new].id for link in goals}
    places = {r.id: i for i, r in enumerate(ours.records)}, {r.id: j for j, r in enumerate(theirs.records)}
    alone = {kind: [star[0] for star, shape in groups(links[kind]) if shape == "one"] for kind in links}
    counted = comparison.count_children({kind: [(k.old, k.new) for k in alone[kind]] for kind in links})
    pairs = {(pair.old, pair.new): pair for pair in comparison.pairs(Goal.KIND, {})}
    found: list[Link] = []
    for (a, b), n in counted.both.most_common():
        share = n / max(counted.under_old[a], counted.under_new[b])
        place = (places[0][a], places[1][b])
        if decided.get(place) is Verdict.REJECTED:
            continue
        if a not in taken[0] and b not in taken[1] and n >= _SIBLINGS and share >= _TOGETHER and place in pairs:
            found.append(Link(*place, round(share * 0.9, 4), pairs[place], n))
            taken[0].add(a)
            taken[1].add(b)
    for (a, b), n in counted.both.most_common():
        place = (places[0][a], places[1][b])
        mine, whole = (n / counted.under_new[b], n / counted.under_old[a]) if a in taken[0] else (0.0, 0.0)
        if b in taken[1] and a not in taken[0]:
            mine, whole = n / counted.under_old[a], n / counted.under_new[b]
        if (a in taken[0]) == (b in taken[1]) or place not in pairs or decided.get(place) is Verdict.REJECTED:
            continue
        if n > _SIBLINGS and mine >= _TOGETHER and whole >= _MUCH:
            found.append(Link(*place, round(mine * 0.9, 4), pairs[place], n))
    return found


def groups(links: Sequence[Link]) -> list[tuple[list[Link], str]]:
    """The links as stars with what each is: `one` (1:1), `merged` (n:1) or `split` (1:n).

    A link that is in a merger and in a split is given in both: many to many.
    """
    by_old: dict[int, list[Link]] = defaultdict(list)
    by_new: dict[int, list[Link]] = defaultdict(list)
    for link in links:
        by_old[link.old].append(link)
        by_new[link.new].append(link)
    found = [(star, "merged") for star in by_new.values() if len(star) > 1]
    found += [(star, "split") for star in by_old.values() if len(star) > 1]
    found += [([link], "one") for link in links if len(by_old[link.old]) == len(by_new[link.new]) == 1]
    return found
