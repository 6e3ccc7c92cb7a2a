"""Search by Shirube and by others that are given the same tokens, on the same questions, in one run.

python -m benchmarks.retrieval FAQ PARAGRAPHS    writes benchmarks/results/retrieval.json

Each argument is a folder with passages.jsonl, queries*.tsv and qrels*.txt (see `shirube evaluate retrieval`). The
others are SQLite's FTS5 and, where it has been installed by hand (`pip install --target PEERS rank-bm25`, then
PYTHONPATH=PEERS), rank_bm25. Quality is told for all questions and for both halves of them: constants were chosen on
the first. Times of queries are of one thread; passages for them are those of all folders, and 10,000 and 100,000 made
by putting sentences of theirs together.
"""

from __future__ import annotations

import argparse
import importlib
import importlib.util
import json
import sqlite3
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final
from unittest import mock

import numpy as np

from index import word_training
from index.collection import Collection, build_collection
from index.entries import Entry, passage_entries
from index.lexical import BIGRAMS, FIELDS
from index.tokens import tokenise_query
from index.word_table import ginza_table
from index.word_training import fit_word_encoder
from search import retrieve
from search.evaluation import DEPTH, Collected, Qrels, Run, judge, read_passages, read_qrels, read_queries
from search.fusion import LIKENESS, SEMANTIC
from search.metrics import interval
from search.query import understand

RESULTS: Final = Path(__file__).parent / "results" / "retrieval.json"
SIZES: Final = (10_000, 100_000)
TIMED: Final = 200
"""Questions that are timed, at most; a fifth of them for what takes a second for each."""

Ranker = Callable[[str], list[tuple[str, float]]]


def halves(queries: Sequence[str]) -> tuple[frozenset[str], frozenset[str]]:
    """Two halves of the queries, by lot (fixed seed)."""
    order = np.random.default_rng(7).permutation(len(queries))
    first = frozenset(queries[i] for i in order[: len(queries) // 2])
    return first, frozenset(queries) - first


def quality(rank: Ranker, questions: dict[str, str], qrels: Qrels) -> dict[str, Any]:
    """Metrics over all questions, with 95 % intervals, and over each half."""
    run: Run = {query: rank(text)[:DEPTH] for query, text in questions.items()}
    told: dict[str, Any] = {}
    for part, chosen in zip(("all", "first_half", "second_half"), (None, *halves(list(questions))), strict=True):
        judged = {q: gains for q, gains in qrels.items() if chosen is None or q in chosen}
        values = judge(run, judged)
        told[part] = {name: round(float(np.mean(of)), 4) for name, of in values.items()}
        if chosen is None:
            told["intervals"] = {name: [round(end, 4) for end in interval(of)] for name, of in values.items()}
    return told


@contextmanager
def shirube(entries: Sequence[Entry], *, trained: bool = True, table: bool = True) -> Iterator[tuple[Ranker, float]]:
    """Shirube's search over the entries, and the seconds that its index took."""
    started = time.perf_counter()
    rounds = word_training._ROUNDS if trained else 0
    words = ginza_table if table else lambda: None
    with (
        TemporaryDirectory() as folder,
        mock.patch.object(word_training, "_ROUNDS", rounds),
        mock.patch.object(word_training, "ginza_table", words),
    ):
        encoder = fit_word_encoder(entries)
        build_collection(entries, encoder, Path(folder) / "index", lambda stage, done, total: None)
        seconds = time.perf_counter() - started
        index = Collected(Collection(Path(folder) / "index"), encoder)
        yield lambda text: [(f.id, f.score) for f in retrieve.ranked(index, understand(text))], seconds


@contextmanager
def fts5(entries: Sequence[Entry]) -> Iterator[tuple[Ranker, float]]:
    """SQLite's FTS5 with the same tokens, each spelt as its number so that FTS5 does not cut it again."""
    started = time.perf_counter()
    numbers: dict[str, int] = {}

    def spelt(words: Sequence[str]) -> list[str]:
        return [f"w{numbers.setdefault(word, len(numbers))}" for word in words]

    with TemporaryDirectory() as folder:
        db = sqlite3.connect(Path(folder) / "fts.sqlite")
        db.execute("CREATE VIRTUAL TABLE entries USING fts5(words, id UNINDEXED)")
        rows = ((" ".join(spelt([*e.title_words, *e.text_words])), e.id) for e in entries)
        db.executemany("INSERT INTO entries VALUES (?, ?)", rows)
        db.commit()
        seconds = time.perf_counter() - started

        def rank(text: str) -> list[tuple[str, float]]:
            words = " OR ".join(dict.fromkeys(spelt(tokenise_query(understand(text).search_text))))
            found = db.execute(
                "SELECT id, -rank FROM entries WHERE entries MATCH ? ORDER BY rank LIMIT ?", (words, DEPTH)
            )
            return found.fetchall()

        yield rank, seconds
        db.close()


@contextmanager
def rank_bm25(entries: Sequence[Entry]) -> Iterator[tuple[Ranker, float]]:
    """rank_bm25's BM25Okapi with the same tokens."""
    okapi = importlib.import_module("rank_bm25").BM25Okapi

    started = time.perf_counter()
    index = okapi([[*e.title_words, *e.text_words] for e in entries])
    seconds = time.perf_counter() - started

    def rank(text: str) -> list[tuple[str, float]]:
        scores = index.get_scores(tokenise_query(understand(text).search_text))
        best = np.argsort(-scores, kind="stable")[:DEPTH]
        return [(entries[i].id, float(scores[i])) for i in best]

    yield rank, seconds


def others() -> dict[str, Callable[[Sequence[Entry]], Any]]:
    """What Shirube is compared with."""
    found: dict[str, Callable[[Sequence[Entry]], Any]] = {"SQLite FTS5": fts5}
    if importlib.util.find_spec("rank_bm25"):
        found["rank_bm25"] = rank_bm25
    return found


@contextmanager
def only(*, bigrams: bool = True, semantic: bool = True, likeness: bool = True) -> Iterator[None]:
    """Shirube's search without some of its legs."""
    fields = FIELDS if bigrams else FIELDS | {BIGRAMS: FIELDS[BIGRAMS]._replace(weight=0.0)}
    with (
        mock.patch.dict("index.lexical.FIELDS", fields),
        mock.patch("search.fusion.SEMANTIC", SEMANTIC if semantic else 0.0),
        mock.patch.object(retrieve, "LIKENESS", LIKENESS if likeness else 0.0),
    ):
        yield


def ablation(entries: Sequence[Entry], questions: dict[str, str], qrels: Qrels) -> dict[str, Any]:
    """What each leg brings, from the words alone to all of it."""
    told: dict[str, Any] = {}
    with shirube(entries) as (rank, _):
        with only(bigrams=False, semantic=False, likeness=False):
            told["words of title and body"] = quality(rank, questions, qrels)
        with only(semantic=False, likeness=False):
            told["+ character bigrams"] = quality(rank, questions, qrels)
        with only(likeness=False):
            told["+ vectors, trained"] = quality(rank, questions, qrels)
        told["+ likeness of words (all)"] = quality(rank, questions, qrels)
    with shirube(entries, trained=False) as (rank, _):
        told["all, vectors not trained"] = quality(rank, questions, qrels)
    with shirube(entries, table=False) as (rank, _):
        told["all, without ja_ginza"] = quality(rank, questions, qrels)
    return told


def made(entries: Sequence[Entry], size: int) -> list[Entry]:
    """Passages of sentences taken by lot from the entries, with titles of theirs (fixed seed)."""
    dice = np.random.default_rng(0)
    sentences = [part + "。" for e in entries for part in e.text.split("。") if part.strip()]
    titles = [e.title or e.text[:20] for e in entries]
    lots = dice.integers(len(sentences), size=(size, 5))
    return [
        Entry(str(i), "made", f"{titles[int(dice.integers(len(titles)))]} {i}", "".join(sentences[j] for j in lot))
        for i, lot in enumerate(lots)
    ]


def times(entries: Sequence[Entry], questions: Sequence[str]) -> dict[str, Any]:
    """Seconds to index (words are cut once, for all), and milliseconds of a query of one thread, warm."""
    from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

    started = time.perf_counter()
    for entry in entries:
        _ = entry.title_words, entry.text_words
    told: dict[str, Any] = {"passages": len(entries), "cutting_seconds": round(time.perf_counter() - started, 1)}
    for name, system in {"Shirube": shirube, **others()}.items():
        with system(entries) as (rank, seconds), threadpool_limits(1):
            chosen = questions[: TIMED // 5 if name == "rank_bm25" else TIMED]
            for text in chosen[:5]:
                rank(text)
            spent = []
            for text in chosen:
                before = time.perf_counter()
                rank(text)
                spent.append(1000 * (time.perf_counter() - before))
        p50, p95 = np.percentile(spent, [50, 95])
        told[name] = {"index_seconds": round(seconds, 1), "p50_ms": round(p50, 2), "p95_ms": round(p95, 2)}
    return told


def main() -> None:
    """Measure, print and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="+", type=Path)
    told: dict[str, Any] = {"quality": {}, "ablation": {}, "times": []}
    everything: list[Entry] = []
    asked: list[str] = []
    for folder in parser.parse_args().folders:
        entries = passage_entries(read_passages(folder / "passages.jsonl"))
        questions = read_queries(next(folder.glob("queries*.tsv")))
        qrels = read_qrels(next(folder.glob("qrels*.txt")))
        told["ablation"][folder.name] = steps = ablation(entries, questions, qrels)
        told["quality"][folder.name] = {"Shirube": steps["+ likeness of words (all)"]}
        for name, system in others().items():
            with system(entries) as (rank, _):
                told["quality"][folder.name][name] = quality(rank, questions, qrels)
        everything += entries
        asked += list(questions.values())[:TIMED:2]
    for size in SIZES:
        told["times"].append(times(made(everything, size), asked))
    text = json.dumps(told, ensure_ascii=False, indent=1)
    RESULTS.write_text(text + "\n", encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
