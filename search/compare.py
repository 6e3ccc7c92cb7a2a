"""Old version × new version → what became of every goal, measure and KPI, with the reasons.

Candidates by names, pairs weighed by learned weights, one global assignment with splits, mergers and no match. Goals
come first, so that measures can be told to have moved to another one. See docs/compare.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from typing import Final

from corpus.records import Correspondence, Goal, Kpi, KpiChange, Measure
from index.library import Library
from search import kpi_changes
from search.alignment import Link, align, by_children, groups
from search.compare_reasons import reasons_for, reasons_for_none
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
    return compare_versions(load_version(library, old_document), load_version(library, new_document))


def compare_versions(old: Version, new: Version, model: Model | None = None) -> list[Correspondence]:
    """The same for versions at hand."""
    if old.document.id == new.document.id:
        return [_itself(record) for record in old.by_id.values()]
    model = model or load_model()
    comparison = Comparison(old, new, model.background, model.names)
    goals = align(comparison, Goal.KIND, {}, model.kinds[Goal.KIND])
    became = linked_ids(comparison, Goal.KIND, goals)
    links = {Measure.KIND: align(comparison, Measure.KIND, became, model.kinds[Measure.KIND])}
    comparison.measure_links = [(link.old, link.new) for link in links[Measure.KIND]]
    goals += by_children(comparison, goals, links)
    became = linked_ids(comparison, Goal.KIND, goals)
    links[Kpi.KIND] = align(comparison, Kpi.KIND, became, model.kinds[Kpi.KIND])
    goals += by_children(comparison, goals, links)
    became = linked_ids(comparison, Goal.KIND, goals)
    changed = _kpi_changes(comparison, links[Kpi.KIND])
    found: list[Correspondence] = []
    for kind, linked in ((Goal.KIND, goals), *links.items()):
        found += _correspondences(comparison, kind, linked, became, changed)
    return found


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
            placed.append((j, Correspondence(Type.ADDED, (), (record.id,), 1.0, why, change)))
    found = [correspondence for _, correspondence in sorted(placed, key=lambda p: p[0])]
    for i, record in enumerate(ours.records):
        if i not in linked_old:
            change = (kpi_changes.dropped(record, comparison.new.sentences),) if isinstance(record, Kpi) else ()
            why = reasons_for_none(comparison, kind, old=i)
            found.append(Correspondence(Type.DROPPED, (record.id,), (), 1.0, why, change))
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
