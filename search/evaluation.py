"""How well search finds: judged questions in, metrics out, with the index and the search that the product uses."""

from __future__ import annotations

import csv
import json
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath
from tempfile import TemporaryDirectory
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from corpus.errors import UnreadableFile
from corpus.pages import Passage
from corpus.records import JsonObject
from index.collection import Collection, Found, build_collection
from index.entries import passage_entries
from index.library import Library
from index.word_encoder import WordEncoder
from index.word_training import fit_word_encoder
from search.metrics import interval, ndcg, recall, reciprocal_rank, success
from search.query import understand
from search.retrieve import Hit, Searcher, ranked

Qrels: TypeAlias = dict[str, dict[str, int]]
"""query id → passage id → gain."""

Run: TypeAlias = dict[str, list[tuple[str, float]]]
"""query id → (passage id, score), best first."""

DEPTH = 100
"""How many hits of each query are judged."""


def read_passages(path: Path) -> list[Passage]:
    """Passages from JSON lines of `{"id", "title", "text"}`; the title becomes the path. Raises UnreadableFile."""
    passages = []
    for number, line in enumerate(_lines(path), start=1):
        try:
            row = json.loads(line)
            title = str(row.get("title", ""))
            passages.append(
                Passage(str(row["id"]), path.stem, "paragraph", (title,) if title else (), str(row["text"]), ())
            )
        except (ValueError, KeyError, AttributeError) as error:
            raise _malformed(path, number, '{"id","title","text"} の JSON') from error
    return passages


def read_queries(path: Path) -> dict[str, str]:
    """Queries from `id<TAB>question` lines. Raises UnreadableFile."""
    queries = {}
    for number, line in enumerate(_lines(path), start=1):
        query_id, tab, text = line.partition("\t")
        if not tab:
            raise _malformed(path, number, "「番号、タブ、質問」")
        queries[query_id] = text
    return queries


def read_qrels(path: Path) -> Qrels:
    """Judgements in TREC form, `query 0 passage gain`. Raises UnreadableFile."""
    qrels: Qrels = {}
    for number, line in enumerate(_lines(path), start=1):
        try:
            query_id, _, passage_id, gain = line.split()
            qrels.setdefault(query_id, {})[passage_id] = int(gain)
        except ValueError as error:
            raise _malformed(path, number, "「質問 0 文書 適合度」（TREC 形式）") from error
    return qrels


def write_run(run: Run, path: Path, tag: str = "shirube") -> None:
    """A TREC run: `query Q0 passage rank score tag`, ranks from 1."""
    with path.open("w", encoding="utf-8") as file:
        for query_id, hits in run.items():
            for rank, (passage_id, score) in enumerate(hits, start=1):
                file.write(f"{query_id} Q0 {passage_id} {rank} {score:.6f} {tag}\n")


def judge(run: Run, qrels: Qrels) -> dict[str, list[float]]:
    """Each metric for each query of `qrels` with a relevant passage; a query without a run has 0."""
    measures: Mapping[str, Callable[[Sequence[str], Mapping[str, int]], float]] = {
        "ndcg@10": ndcg,
        "recall@10": recall,
        "mrr": reciprocal_rank,
        "success@1": lambda ranked, gains: success(ranked, gains, 1),
        "success@5": lambda ranked, gains: success(ranked, gains, 5),
    }
    judged = {q: gains for q, gains in qrels.items() if any(gain > 0 for gain in gains.values())}
    ranked = {q: [i for i, _ in run.get(q, [])] for q in judged}
    return {name: [measure(ranked[q], gains) for q, gains in judged.items()] for name, measure in measures.items()}


def evaluate(run: Run, qrels: Qrels) -> dict[str, float]:
    """The means of `judge`."""
    return {name: sum(values) / len(values) if values else 0.0 for name, values in judge(run, qrels).items()}


def _lines(path: Path) -> Iterator[str]:
    """Lines of a UTF-8 file that are not blank."""
    try:
        with path.open(encoding="utf-8") as file:
            for line in file:
                if stripped := line.rstrip("\r\n"):
                    yield stripped
    except FileNotFoundError as error:
        raise UnreadableFile(f"「{path}」がありません。", code="missing") from error
    except (OSError, UnicodeDecodeError) as error:
        raise UnreadableFile(f"「{path}」を読めません（UTF-8 のテキストか、ご確認ください）。") from error


def _malformed(path: Path, line: int, expected: str) -> UnreadableFile:
    return UnreadableFile(f"「{path}」の{line}行目が {expected} の形ではありません。", code="malformed")


@dataclass(frozen=True)
class Collected:
    """A collection with its encoder, for `search.retrieve.ranked`."""

    collection: Collection
    encoder: WordEncoder

    def ids(self) -> list[str]:
        """See search.retrieve.Index."""
        return self.collection.ids

    def find(self, text: str, n: int, *, keep: NDArray[np.bool_] | None = None, others: Sequence[str] = ()) -> Found:
        """See search.retrieve.Index."""
        return self.collection.find(text, n, self.encoder, keep=keep, others=others)

    def likeness(self, text: str, numbers: NDArray[np.int64]) -> NDArray[np.float32]:
        """See search.retrieve.Index."""
        return self.collection.likeness(text, numbers, self.encoder)


def evaluate_retrieval(passages: Path, queries: Path, qrels: Path, *, run: Path | None = None) -> JsonObject:
    """Metrics of hybrid search with the default encoder over judged passages, with the seconds it took in all.

    The index is built in a temporary folder. `run` is where a TREC run is written. Raises UnreadableFile.
    """
    started = time.perf_counter()
    questions, judged = read_queries(queries), read_qrels(qrels)
    entries = passage_entries(read_passages(passages))
    found: Run = {}
    with TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        encoder = fit_word_encoder(entries)
        built = Path(folder) / "passages"
        build_collection(entries, encoder, built, lambda stage, done, total: None)
        index = Collected(Collection(built), encoder)
        for query_id, text in questions.items():
            found[query_id] = [(f.id, f.score) for f in ranked(index, understand(text))[:DEPTH]]
    if run is not None:
        write_run(found, run)
    return _report(found, judged, started)


def evaluate_pages(library: Library, questions: Path) -> JsonObject:
    """Metrics with the page as the unit: a hit counts once for the page it is shown on, by its best rank.

    `questions` is a TSV with the columns id, document (file stem), page and question, and perhaps context, the category
    of a question. Raises UnreadableFile.
    """
    started = time.perf_counter()
    judged: Qrels = {}
    found: Run = {}
    contexts: dict[str, str] = {}
    searcher = Searcher(library)
    for number, row in enumerate(csv.DictReader(_lines(questions), delimiter="\t", quoting=csv.QUOTE_NONE), start=2):
        try:
            query_id, text = row["id"], row["question"]
            judged.setdefault(query_id, {})[f"{row['document']}:{int(row['page'])}"] = 1
        except (KeyError, ValueError, TypeError) as error:
            raise _malformed(questions, number, "id・document・page・question の列") from error
        contexts[query_id] = row.get("context") or ""
        if query_id not in found:
            found[query_id] = _pages(searcher.search(understand(text), k=DEPTH))
    report = _report(found, judged, started)
    first = dict(zip(judged, judge(found, judged)["success@1"], strict=True))
    for context in dict.fromkeys(filter(None, contexts.values())):
        values = [value for query_id, value in first.items() if contexts[query_id] == context]
        report.setdefault("by_category", {})[context] = {
            "questions": len(values),
            "success@1": round(sum(values) / len(values), 4),
            "interval": [round(end, 4) for end in interval(values)],
        }
    return report


def _pages(hits: Iterable[Hit]) -> list[tuple[str, float]]:
    """Pages in the order in which hits show them; a passage that crosses pages shows its main one first."""
    best: dict[str, float] = {}
    for hit in hits:
        for page in (hit.page, *(e.page for e in hit.evidence)):
            best.setdefault(f"{PurePath(hit.file).stem}:{page}", hit.score)
    return list(best.items())


def _report(found: Run, judged: Qrels, started: float) -> JsonObject:
    metrics = {name: round(value, 4) for name, value in evaluate(found, judged).items()}
    by_query = judge(found, judged)
    return {
        **metrics,
        "queries": len(by_query["mrr"]),
        "seconds": round(time.perf_counter() - started, 2),
        "intervals": {name: [round(end, 4) for end in interval(values)] for name, values in by_query.items()},
    }
