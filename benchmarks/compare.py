"""How well versions are matched: leave-one-pair-out against two baselines in the same run, and how long it takes.

python -m benchmarks.compare            measure; writes benchmarks/results/compare.json
python -m benchmarks.compare --train    learn search/pair_model.json from all labelled pairs first
"""

from __future__ import annotations

import argparse
import json
import os
import random
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import numpy as np

from benchmarks.compare_training import train
from benchmarks.labelled import LabelledPair, Relation, kinds, load_labelled, names
from benchmarks.made_versions import made_versions
from corpus.records import Correspondence, name_of
from search.compare import compare_versions, probabilities
from search.judging import moved
from search.names import plain
from search.pair_model import Model, load_model
from search.versions import Version

RESULTS: Final = Path(__file__).parent / "results" / "compare.json"
Key = tuple[str, str, str]
LinkSet = set[Key]


def links_of(found: Sequence[Correspondence], old: Version, new: Version) -> dict[tuple[str, str, str], set[str]]:
    """(kind, old name, new name) → the types given to it."""
    by_old, by_new = names(old), names(new)
    links: dict[tuple[str, str, str], set[str]] = {}
    for c in found:
        for a in c.old:
            for b in c.new:
                links.setdefault((old.by_id[a].KIND, by_old[a], by_new[b]), set()).add(c.type)
    return links


class Tally:
    """Counts over pairs of versions."""

    def __init__(self) -> None:
        self.found = self.right = self.wanted = self.typed = self.changes = self.changes_right = 0
        self.renamed_found = self.renamed_right = self.renamed_wanted = 0
        self.hard: list[str] = []
        self.wrong: list[str] = []

    def add_links(self, pair: LabelledPair, links: LinkSet) -> None:
        """Count links by names."""
        judged, wanted = pair.judged(links), set(pair.links)
        self.found += len(judged)
        self.right += len(judged & wanted)
        self.wanted += len(wanted)
        self.renamed_found += sum(map(_renamed, judged))
        self.renamed_right += sum(map(_renamed, judged & wanted))
        self.renamed_wanted += sum(map(_renamed, wanted))
        self.hard += [f"{pair.name}: {a} / {b}" for _, a, b in sorted(judged) if (a, b) in pair.hard]
        self.wrong += [f"{pair.name}: + {k} {a} / {b}" for k, a, b in sorted(judged - wanted)]
        self.wrong += [f"{pair.name}: - {k} {a} / {b}" for k, a, b in sorted(wanted - judged)]

    def add(self, pair: LabelledPair, found: Sequence[Correspondence]) -> None:
        """Count links, their types, and the changes of KPIs."""
        links = links_of(found, pair.old, pair.new)
        self.add_links(pair, set(links))
        for link, relation in pair.links.items():
            if link in links:
                fits = bool(links[link] & set(relation.types))
                self.typed += fits
                if not fits:
                    self.wrong.append(f"{pair.name}: type {link[1]} / {link[2]}: {sorted(links[link])}")
        by_old, by_new = names(pair.old), names(pair.new)
        for relation in pair.relations:
            if not relation.changes:
                continue
            self.changes += 1
            given = [
                c
                for c in found
                if {by_old[i] for i in c.old} == set(relation.old)
                and {by_new[i] for i in c.new} == set(relation.new)
                and all(pair.old.by_id[i].KIND == "kpi" for i in c.old)
            ]
            if given and given[0].kpi_changes and given[0].kpi_changes[0].change in relation.changes:
                self.changes_right += 1
            else:
                said = [k.change for c in given for k in c.kpi_changes]
                self.wrong.append(f"{pair.name}: change {relation.old} / {relation.new}: {said}")

    def scores(self) -> dict[str, Any]:
        """Precision, recall and F1 of links; shares of the rest."""
        scores = {
            "precision": round(self.right / max(self.found, 1), 4),
            "recall": round(self.right / max(self.wanted, 1), 4),
            "f1": _f1(self.right, self.found, self.wanted),
            "f1_where_names_differ": _f1(self.renamed_right, self.renamed_found, self.renamed_wanted),
            "hard_negatives_matched": len(self.hard),
        }
        if self.changes:
            scores |= {
                "type_accuracy": round(self.typed / max(self.right, 1), 4),
                "kpi_changes_right": round(self.changes_right / self.changes, 4),
            }
        return scores


def _renamed(link: Key) -> bool:
    return plain(link[1]) != plain(link[2])


def _f1(right: int, found: int, wanted: int) -> float:
    return round(2 * right / max(found + wanted, 1), 4)


def left_out(pairs: Sequence[LabelledPair], *, apart: bool, jobs: int) -> list[Model]:
    """For each pair the weights learned from the others; `apart`: from those that share no document with it."""
    sets = []
    for pair in pairs:
        mine = {pair.old.document.id, pair.new.document.id}
        sets.append(
            [p for p in pairs if p is not pair and not (apart and mine & {p.old.document.id, p.new.document.id})]
        )
    with ProcessPoolExecutor(jobs) as pool:
        return list(pool.map(train, sets))


def ours(pairs: Sequence[LabelledPair], models: Sequence[Model]) -> Tally:
    """Each pair compared with its weights."""
    tally = Tally()
    for pair, model in zip(pairs, models, strict=True):
        tally.add(pair, compare_versions(pair.old, pair.new, model))
    return tally


def by_rapidfuzz(old: Sequence[str], new: Sequence[str]) -> np.ndarray[Any, np.dtype[np.float64]]:
    """0..1: similarity of names by edit distance."""
    from rapidfuzz import fuzz, process

    return np.asarray(process.cdist(old, new, scorer=fuzz.ratio), dtype=np.float64) / 100


def by_tfidf(old: Sequence[str], new: Sequence[str]) -> np.ndarray[Any, np.dtype[np.float64]]:
    """0..1: cosine of names as character bigrams and trigrams weighted by tf-idf."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    fitted = TfidfVectorizer(analyzer="char", ngram_range=(1, 3)).fit([*old, *new])
    return np.asarray((fitted.transform(old) @ fitted.transform(new).T).todense())


def greedy(likeness: np.ndarray[Any, np.dtype[np.float64]]) -> list[tuple[int, int]]:
    """The best new name for each old one."""
    return [(i, int(j)) for i, j in enumerate(likeness.argmax(axis=1))]


def hungarian(likeness: np.ndarray[Any, np.dtype[np.float64]]) -> list[tuple[int, int]]:
    """The one-to-one assignment with the highest sum."""
    from scipy.optimize import linear_sum_assignment

    rows, columns = linear_sum_assignment(likeness, maximize=True)
    return list(zip(rows.tolist(), columns.tolist(), strict=True))


def baseline(
    pairs: Sequence[LabelledPair],
    similarity: Callable[[Sequence[str], Sequence[str]], np.ndarray[Any, np.dtype[np.float64]]],
    choose: Callable[[np.ndarray[Any, np.dtype[np.float64]]], list[tuple[int, int]]],
) -> dict[str, Any]:
    """The scores at the threshold that is best for the baseline on the very pairs it is measured on."""
    scored: list[list[tuple[Key, float]]] = []
    for pair in pairs:
        links = []
        before, after = kinds(pair.old), kinds(pair.new)
        for kind in before:
            old, new = [name_of(r) for r in before[kind]], [name_of(r) for r in after[kind]]
            if old and new:
                likeness = similarity(old, new)
                links += [((kind, old[i], new[j]), float(likeness[i, j])) for i, j in choose(likeness)]
        scored.append(links)
    best: dict[str, Any] = {"f1": -1.0}
    best_renamed = 0.0
    for threshold in np.arange(0.2, 1.0, 0.02):
        tally = Tally()
        for pair, links in zip(pairs, scored, strict=True):
            tally.add_links(pair, {link for link, s in links if s >= threshold})
        best_renamed = max(best_renamed, tally.scores()["f1_where_names_differ"])
        if tally.scores()["f1"] > best["f1"]:
            best = tally.scores() | {"threshold": round(float(threshold), 2)}
    return best | {"f1_where_names_differ": best_renamed}


def taught(pairs: Sequence[LabelledPair], models: Sequence[Model], decisions: int) -> dict[str, float]:
    """F1 of the links that nobody decided on, before and after so many right decisions by hand on each pair.

    Decided on is a random choice of what the machine found and of what it missed; five choices for each pair.
    """
    before, after = Tally(), Tally()
    for pair, model in zip(pairs, models, strict=True):
        found = pair.judged(links_of(compare_versions(pair.old, pair.new, model), pair.old, pair.new))
        pool = sorted(found | set(pair.links))
        if len(pool) < 2 * decisions:
            continue
        ids = [{(r.KIND, name_of(r)): id_ for id_, r in version.by_id.items()} for version in (pair.old, pair.new)]
        places = {link: (ids[0][link[0], link[1]], ids[1][link[0], link[2]]) for link in pool}
        likely = probabilities(pair.old, pair.new, list(places.values()), model)
        for seed in range(5):
            chosen = set(random.Random(seed).sample(pool, decisions))
            kinds_ = {
                kind: replace(
                    w,
                    threshold=moved(
                        w.threshold, [(likely[places[c]], c in pair.links) for c in chosen if c[0] == kind]
                    ),
                )
                for kind, w in model.kinds.items()
            }
            again = compare_versions(pair.old, pair.new, replace(model, kinds=kinds_))
            rest = replace(pair, unjudged=pair.unjudged | {c[1:] for c in chosen}, relations=_without(pair, chosen))
            before.add_links(rest, found - chosen)
            after.add_links(rest, set(links_of(again, pair.old, pair.new)) - chosen)
    return {"before": before.scores()["f1"], "after": after.scores()["f1"]}


def _without(pair: LabelledPair, chosen: LinkSet) -> tuple[Relation, ...]:
    """One relation for each link that is not among those chosen."""
    return tuple(
        replace(relation, old=(a,), new=(b,)) for (k, a, b), relation in pair.links.items() if (k, a, b) not in chosen
    )


def timing(measures: int) -> dict[str, Any]:
    """Seconds for two made-up versions of so many measures."""
    old, new = made_versions(measures)
    started, worked = time.perf_counter(), time.process_time()
    found = compare_versions(old, new)
    return {
        "measures": measures,
        "seconds": round(time.perf_counter() - started, 2),
        "processor_seconds": round(time.process_time() - worked, 2),
        "matched": sum(1 for c in found if c.old and c.new),
    }


def main() -> None:
    """Measure, and keep the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--train", action="store_true", help="learn the shipped weights from all labelled pairs")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="processes to learn in")
    arguments = parser.parse_args()
    pairs = load_labelled()
    if arguments.train:
        train(pairs).save()
        load_model.cache_clear()
    models = left_out(pairs, apart=False, jobs=arguments.jobs)
    alone, apart = ours(pairs, models), ours(pairs, left_out(pairs, apart=True, jobs=arguments.jobs))
    results = {
        "labelled": {
            "pairs_of_versions": len(pairs),
            "relations": sum(len(p.relations) for p in pairs),
            "links": sum(len(p.links) for p in pairs),
            "kpi_changes": alone.changes,
            "hard_negatives": sum(len(p.hard) for p in pairs),
        },
        "leave_one_pair_out": alone.scores(),
        "leave_out_shared_documents": apart.scores(),
        "baselines": {
            "rapidfuzz_names": baseline(pairs, by_rapidfuzz, greedy),
            "tfidf_hungarian": baseline(pairs, by_tfidf, hungarian),
        },
        "decisions_by_hand": {str(n): taught(pairs, models, n) for n in (1, 3, 10)},
        "timing": timing(1000),
        "wrong": alone.wrong,
    }
    RESULTS.write_text(json.dumps(results, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(results, ensure_ascii=False, indent=1))


if __name__ == "__main__":
    main()
