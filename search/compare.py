"""Old version × new version → what became of every goal, measure and KPI, with the reasons.

Candidates by names, pairs weighed by learned weights, one global assignment with splits, mergers and no match. Goals
come first, so that measures can be told to have moved to another one. See docs/compare.md.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from corpus.records import Correspondence, Decided, Goal, Kpi, KpiChange, Measure, name_of
from index.decisions import NOTHING, Decision, Settled, Verdict
from index.library import Library
from search import kpi_changes
from search.alignment import Link, align, by_children, groups
from search.compare_reasons import reasons_for, reasons_for_none
from search.elsewhere import elsewhere
from search.judging import settled, tuned
from search.pair_features import Comparison
from search.pair_model import Model, load_model
from search.versions import Compared, Version, load_version


class Type(StrEnum):
    """What became of a record. `moved+renamed` is both."""

    UNCHANGED = "unchanged"
    RENAMED = "renamed"
    MOVED = "moved"
    MOVED_AND_RENAMED = "moved+renamed"
    MERGED = "merged"
    SPLIT = "split"
    ADDED = "added"
    DROPPED = "dropped"


TYPE_WORDS: Final[dict[Type, str]] = {
    Type.UNCHANGED: "変更なし",
    Type.RENAMED: "名称変更",
    Type.MOVED: "移動",
    Type.MOVED_AND_RENAMED: "移動・名称変更",
    Type.MERGED: "統合",
    Type.SPLIT: "分割",
    Type.ADDED: "新規",
    Type.DROPPED: "廃止",
}


def compare(library: Library, old_document: str, new_document: str) -> list[Correspondence]:
    """What became of the goals, measures and KPIs of the old document in the new one (ids, prefixes or file stems).

    In the order of the new document, goals before measures before KPIs, what was dropped at the end of each. Every
    record of either document is in at least one correspondence. Raises UnknownDocument, and RefusedError for a scan.
    """
    old, new = load_version(library, old_document), load_version(library, new_document)
    return compare_versions(old, new, tuned(load_model(), library.decisions()), settled(library, old, new))


def compare_versions(
    old: Version, new: Version, model: Model | None = None, decided: Settled = NOTHING
) -> list[Correspondence]:
    """The same for versions at hand, with the decisions by hand that hold between them."""
    if old.document.id == new.document.id:
        return [_itself(record) for record in old.by_id.values()]
    model = model or load_model()
    comparison = Comparison(old, new, model.background, model.names)
    aligned = _align(comparison, model, decided)
    changed = _kpi_changes(comparison, aligned.links[Kpi.KIND])
    found: list[Correspondence] = []
    for kind, linked in aligned.links.items():
        found += _correspondences(comparison, kind, linked, aligned.goals, changed)
    return [_decided(c, comparison, decided.pairs) for c in found] if decided.pairs else found


def probabilities(
    old: Version, new: Version, pairs: Collection[tuple[str, str]], model: Model | None = None
) -> dict[tuple[str, str], float]:
    """How likely the machine holds each pair of ids to be the same thing; pairs of different kinds are left out."""
    model = model or load_model()
    comparison = Comparison(old, new, model.background, model.names)
    aligned = _align(comparison, model, NOTHING)
    found = {}
    for kind, (ours, theirs) in comparison.sides.items():
        places = _places(comparison, kind, pairs)
        for pair in comparison.pairs(kind, aligned.known[kind], places.values()) if places else ():
            ids = ours.records[pair.old].id, theirs.records[pair.new].id
            if ids in places:
                found[ids] = model.kinds[kind].probability(kind, pair)
    return found


@dataclass(frozen=True, slots=True)
class _Aligned:
    """The links by kind, what became of the goals, and what of that was known when each kind was aligned."""

    links: Mapping[str, Sequence[Link]]
    goals: Mapping[str, set[str]]
    known: Mapping[str, Mapping[str, set[str]]]


def _align(comparison: Comparison, model: Model, settled: Settled) -> _Aligned:
    """Goals, then measures, then KPIs: each tells of the next, and those below of goals that nothing else tells of."""
    decided = {
        kind: {
            place: settled.pairs[ids].verdict for ids, place in _places(comparison, kind, settled.pairs.keys()).items()
        }
        for kind in comparison.sides
    }
    known: dict[str, Mapping[str, set[str]]] = {Goal.KIND: {}}
    goals = align(comparison, Goal.KIND, {}, model.kinds[Goal.KIND], decided[Goal.KIND])
    links: dict[str, list[Link]] = {}
    for kind in (Measure.KIND, Kpi.KIND):
        known[kind] = linked_ids(comparison, Goal.KIND, goals)
        links[kind] = align(comparison, kind, known[kind], model.kinds[kind], decided[kind])
        if kind == Measure.KIND:
            comparison.measure_links = [(link.old, link.new) for link in links[kind]]
        goals += by_children(comparison, goals, links, decided[Goal.KIND])
        goals.sort(key=lambda link: (link.new, link.old))
    return _Aligned({Goal.KIND: goals} | links, linked_ids(comparison, Goal.KIND, goals), known)


def _places(
    comparison: Comparison, kind: str, pairs: Collection[tuple[str, str]]
) -> dict[tuple[str, str], tuple[int, int]]:
    """Where the pairs of ids stand that are of the kind."""
    if not pairs:
        return {}
    ours, theirs = ({r.id: n for n, r in enumerate(side.records)} for side in comparison.sides[kind])
    return {(a, b): (ours[a], theirs[b]) for a, b in pairs if a in ours and b in theirs}


def _decided(c: Correspondence, comparison: Comparison, decided: Mapping[tuple[str, str], Decision]) -> Correspondence:
    """The correspondence with the decisions that made it so, the latest first among the reasons."""
    records = {**comparison.old.by_id, **comparison.new.by_id}
    if c.old and c.new:
        bearing = [decided[ids] for ids in ((a, b) for a in c.old for b in c.new) if ids in decided]
        why = [f"{d.at[:10]}に{d.by}さんが対応すると判断" for d in bearing if d.verdict is not Verdict.REJECTED]
    else:
        rejected = {
            ids: d for ids, d in decided.items() if d.verdict is Verdict.REJECTED and set(ids) & {*c.old, *c.new}
        }
        bearing = list(rejected.values())
        why = [
            f"「{name_of(records[next(id_ for id_ in ids if id_ not in (*c.old, *c.new))])}」とは対応しないと、"
            f"{d.at[:10]}に{d.by}さんが判断"
            for ids, d in rejected.items()
        ]
    bearing = [d for d in bearing if (d.verdict is Verdict.REJECTED) != bool(c.old and c.new)]
    if not bearing:
        return c
    last = max(bearing, key=lambda d: d.at)
    return replace(c, reasons=(*dict.fromkeys(why), *c.reasons), decided=Decided(last.verdict.value, last.by, last.at))


def matched(found: Iterable[Correspondence]) -> bool:
    """Whether anything of the old document was found in the new one."""
    return any(c.old and c.new for c in found)


def linked_ids(comparison: Comparison, kind: str, links: Sequence[Link]) -> dict[str, set[str]]:
    """New ids by old id."""
    ours, theirs = comparison.sides[kind]
    found: dict[str, set[str]] = {}
    for link in links:
        found.setdefault(ours.records[link.old].id, set()).add(theirs.records[link.new].id)
    return found


def _itself(record: Compared) -> Correspondence:
    change = kpi_changes.changes(record, record) if isinstance(record, Kpi) else ()
    return Correspondence(Type.UNCHANGED, (record.id,), (record.id,), 1.0, ("同じ文書の同じ記載",), change)


def _correspondences(
    comparison: Comparison,
    kind: str,
    links: Sequence[Link],
    goals: Mapping[str, set[str]],
    changed: Mapping[tuple[str, ...], tuple[KpiChange, ...]],
) -> list[Correspondence]:
    ours, theirs = comparison.sides[kind]
    placed: list[tuple[int, Correspondence]] = []
    for star, shape in groups(links):
        old = tuple(dict.fromkeys(ours.records[link.old].id for link in star))
        new = tuple(dict.fromkeys(theirs.records[link.new].id for link in star))
        kept = Type(shape) if shape != "one" else _type(comparison, kind, star[0], goals)
        placed.append(
            (
                min(link.new for link in star),
                Correspondence(
                    kept,
                    old,
                    new,
                    round(min(link.probability for link in star) if shape == "one" else _mean(star), 4),
                    reasons_for(comparison, kind, star, goals),
                    _under(comparison, kind, old, new, changed),
                ),
            )
        )
    linked_old, linked_new = {link.old for link in links}, {link.new for link in links}
    for j, record in enumerate(theirs.records):
        if j not in linked_new:
            change = (kpi_changes.added(record),) if isinstance(record, Kpi) else ()
            why = reasons_for_none(comparison, kind, new=j)
            other = elsewhere(comparison, kind, j, of_old=False)
            reasons = other.reasons or why
            found_none = Correspondence(Type.ADDED, (), (record.id,), 1.0, reasons, change, related=other.related)
            placed.append((j, found_none))
    found = [correspondence for _, correspondence in sorted(placed, key=lambda p: p[0])]
    for i, record in enumerate(ours.records):
        if i not in linked_old:
            change = (kpi_changes.dropped(record, comparison.new.sentences),) if isinstance(record, Kpi) else ()
            why = reasons_for_none(comparison, kind, old=i)
            other = elsewhere(comparison, kind, i, of_old=True)
            reasons = other.reasons or why
            found.append(Correspondence(Type.DROPPED, (record.id,), (), 1.0, reasons, change, related=other.related))
    return found


def _mean(star: Sequence[Link]) -> float:
    return sum(link.probability for link in star) / len(star)


def _type(comparison: Comparison, kind: str, link: Link, goals: Mapping[str, set[str]]) -> Type:
    ours, theirs = comparison.sides[kind]
    renamed = ours.names[link.old].plain != theirs.names[link.new].plain
    a, b = ours.records[link.old], theirs.records[link.new]
    if comparison.goals_agree(a, b, goals) < 0:
        return Type.MOVED_AND_RENAMED if renamed else Type.MOVED
    return Type.RENAMED if renamed else Type.UNCHANGED


def _kpi_changes(comparison: Comparison, links: Sequence[Link]) -> dict[tuple[str, ...], tuple[KpiChange, ...]]:
    """Changes by the ids of the KPIs, old ones and new ones together."""
    ours, theirs = comparison.sides[Kpi.KIND]
    found: dict[tuple[str, ...], tuple[KpiChange, ...]] = {}
    for star, shape in groups(links):
        before = [r for r in dict.fromkeys(ours.records[link.old] for link in star) if isinstance(r, Kpi)]
        after = [r for r in dict.fromkeys(theirs.records[link.new] for link in star) if isinstance(r, Kpi)]
        key = (*(r.id for r in before), *(r.id for r in after))
        found[key] = kpi_changes.changes(before[0], after[0]) if shape == "one" else kpi_changes.merged(before, after)
    return found


def _under(
    comparison: Comparison,
    kind: str,
    old: Sequence[str],
    new: Sequence[str],
    changed: Mapping[tuple[str, ...], tuple[KpiChange, ...]],
) -> tuple[KpiChange, ...]:
    """Changes of the KPIs themselves, or of those that stand directly under the goals and measures."""
    if kind == Kpi.KIND:
        return changed[(*old, *new)]
    owners = {*old, *new}
    records = {**comparison.old.by_id, **comparison.new.by_id}
    found: list[KpiChange] = []
    for key, change in changed.items():
        of = {record.of for id_ in key if isinstance(record := records[id_], Kpi)}
        if of & {*old} and of & {*new} and of <= owners | {None}:
            found += change
    return tuple(found)
