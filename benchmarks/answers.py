"""How long queries and answers take in a large library, and a cold search from the shell.

python -m benchmarks.answers LIBRARY QUESTIONS    writes benchmarks/results/answers.json

LIBRARY is a library of any documents; they are copied under other names, with all their pages, records and passages,
until there are 100,000 passages. QUESTIONS are files of `shirube evaluate qa` (.jsonl) or `pages` (.tsv). Times
are processor time of one thread, warm: each question is asked once before.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import fields, is_dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import numpy as np

from corpus.ingested import Ingested
from index.library import Library
from index.snapshot import build_snapshot
from search.answer import answer
from search.retrieve import search

RESULTS: Final = Path(__file__).parent / "results" / "answers.json"
PASSAGES: Final = 100_000
COLD: Final = 5
"""Times that a cold search is started."""


def copies(library: Library, passages: int) -> Iterator[Ingested]:
    """The library's documents under their own names, then copies of them, until there are as many passages."""
    done = 0
    for turn in range(10_000):
        for document in library.documents():
            read = Ingested(
                document=document,
                pages=tuple(library.page(document.id, n) for n in range(1, document.pages + 1)),
                blocks=tuple(library.blocks(document.id)),
                tables=(),
                records=tuple(library.records(document.id)),
                passages=tuple(library.passages(document.id)),
                problems=(),
            )
            yield read if turn == 0 else renamed(read, turn)
            done += len(read.passages)
            if done >= passages:
                return


def renamed(read: Ingested, turn: int) -> Ingested:
    """The same document as another one: with an id, a hash and a title of its own."""
    old, new = read.document.id, f"{turn:04x}{read.document.id[4:]}"
    document = replace(
        read.document,
        id=new,
        sha256=new + read.document.sha256[12:],
        file=f"{turn}_{read.document.file}",
        title=f"{read.document.title} 第{turn + 100}号",
    )
    return replace(
        read,
        document=document,
        records=tuple(_moved(record, old, new) for record in read.records),
        passages=tuple(_moved(passage, old, new) for passage in read.passages),
    )


def _moved(value: Any, old: str, new: str) -> Any:
    """A record or passage with the ids that point into its document changed."""
    if not is_dataclass(value) or isinstance(value, type):
        return value
    changed = {
        f.name: new + text[len(old) :]
        for f in fields(value)
        if isinstance(text := getattr(value, f.name), str) and text.startswith(old)
    }
    return replace(value, **changed)


def asked(paths: Sequence[Path]) -> list[str]:
    """The questions of the files."""
    found: list[str] = []
    for path in paths:
        text = path.read_text(encoding="utf-8")
        if path.suffix == ".tsv":
            found += [row["question"] for row in csv.DictReader(text.splitlines(), delimiter="\t")]
        else:
            found += [json.loads(line)["question"] for line in text.splitlines() if line.strip()]
    return found


def milliseconds(run: Callable[[str], object], questions: Sequence[str]) -> dict[str, float]:
    """Processor time of each question, asked for the second time."""
    from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

    spent = []
    with threadpool_limits(1):
        for question in questions:
            run(question)
        for question in questions:
            before = time.process_time()
            run(question)
            spent.append(1000 * (time.process_time() - before))
    p50, p95 = np.percentile(spent, [50, 95])
    return {"p50_ms": round(float(p50), 1), "p95_ms": round(float(p95), 1)}


def cold(library: Path, question: str) -> float:
    """Processor seconds of `shirube search` started from the shell, the least of some."""
    spent = []
    for _ in range(COLD):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(
            [sys.executable, "-m", "app.cli", "search", question, "--library", str(library)],
            check=True,
            stdout=subprocess.DEVNULL,
            env=os.environ | {"OMP_NUM_THREADS": "1"},
        )
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        spent.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return round(min(spent), 2)


def main() -> None:
    """Measure, print and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("library", type=Path)
    parser.add_argument("questions", nargs="+", type=Path)
    parser.add_argument("--passages", type=int, default=PASSAGES)
    arguments = parser.parse_args()
    questions = asked(arguments.questions)
    told: dict[str, Any] = {"questions": len(questions)}
    with TemporaryDirectory() as folder, Library.open(arguments.library) as source:
        pdf = Path(folder) / "none.pdf"
        pdf.write_bytes(b"%PDF-1.4\n")
        with Library.create_or_open(Path(folder) / "library") as library:
            for read in copies(source, arguments.passages):
                library.add(read, pdf)
            before = time.process_time()
            snapshot = build_snapshot(library)
            told |= {
                "documents": len(library.documents()),
                "passages": snapshot.manifest.passages,
                "records": snapshot.manifest.records,
                "index_processor_seconds": round(time.process_time() - before, 1),
            }
            snapshot.close()
            told["query"] = milliseconds(lambda q: search(library, q), questions)
            told["answer"] = milliseconds(lambda q: answer(library, q), questions)
            told["cold_search_processor_seconds"] = cold(library.folder, questions[0])
        told["small_library"] = {
            "passages": sum(len(source.passages(d.id)) for d in source.documents()),
            "query": milliseconds(lambda q: search(source, q), questions),
            "answer": milliseconds(lambda q: answer(source, q), questions),
            "cold_search_processor_seconds": cold(source.folder, questions[0]),
        }
    text = json.dumps(told, ensure_ascii=False, indent=1)
    RESULTS.write_text(text + "\n", encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
