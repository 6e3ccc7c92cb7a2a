"""Speed of the reading stage: pages, tables and blocks with two workers, against pdfplumber in the same run.

python -m benchmarks.reading [FOLDER]    writes benchmarks/results/reading.json (FOLDER: corpus/samples)

The baseline is one process that calls extract_text and extract_tables on every page. Times are wall-clock seconds; the
seconds of processor time of each side, which other work on the machine disturbs less, are given beside them. Where the
system allows it, everything is held to two processors.
"""

from __future__ import annotations

import argparse
import json
import logging
import os
import time
from collections.abc import Callable, Sequence
from multiprocessing import get_context
from pathlib import Path
from typing import Any, Final

RESULTS: Final = Path(__file__).parent / "results" / "reading.json"
SAMPLES: Final = Path(__file__).parent.parent / "corpus" / "samples"
WORKERS: Final = 2


def read_file(path: Path) -> tuple[int, int, int]:
    """Pages, tables and blocks of a file by the reading stage, as `ingest` has them read where two files are added."""
    from corpus.collection import uncollected
    from ingest.blocks import lay_out
    from ingest.reader import read_pdf
    from ingest.tables import find_tables

    with uncollected():
        pages = list(read_pdf(path, children=1))
        layout = lay_out(pages, find_tables(pages))
    return len(pages), len(layout.tables), len(layout.blocks)


def read_all(paths: Sequence[Path]) -> int:
    """Pages of all files, read by two workers, longest files first."""
    with get_context("spawn").Pool(WORKERS) as pool:
        by_size = sorted(paths, key=lambda p: -p.stat().st_size)
        found = list(pool.imap_unordered(read_file, by_size))
        pool.close()
        pool.join()
    return sum(pages for pages, _, _ in found)


def plumb_all(paths: Sequence[Path]) -> int:
    """Pages of all files, text and tables by pdfplumber."""
    import pdfplumber

    count = 0
    for path in paths:
        with pdfplumber.open(path) as pdf:
            for page in pdf.pages:
                page.extract_text()
                page.extract_tables()
                page.close()
                count += 1
    return count


def timed(work: Callable[[Sequence[Path]], int], paths: Sequence[Path]) -> dict[str, Any]:
    """Pages, seconds, seconds of processor time (children included) and pages per second of one side."""
    before, start = os.times(), time.perf_counter()
    pages = work(paths)
    seconds, after = time.perf_counter() - start, os.times()
    spent = sum(after[:4]) - sum(before[:4])
    return {
        "pages": pages,
        "seconds": round(seconds, 2),
        "processor_seconds": round(spent, 2),
        "pages_per_second": round(pages / seconds, 2),
    }


def measure(folder: Path) -> dict[str, Any]:
    """Both sides over the PDFs of a folder, and their ratio."""
    paths = sorted(folder.glob("*.pdf"))
    baseline, ours = timed(plumb_all, paths), timed(read_all, paths)
    return {
        "files": len(paths),
        "pdfplumber": baseline,
        "shirube": ours,
        "workers": WORKERS,
        "ratio": round(baseline["seconds"] / ours["seconds"], 2),
        "ratio_processor": round(baseline["processor_seconds"] / ours["processor_seconds"], 2),
    }


def main() -> None:
    """Measure, print and keep the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", type=Path, default=SAMPLES)
    folder: Path = parser.parse_args().folder
    logging.disable(logging.CRITICAL)
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:WORKERS])
    result = {"folder": folder.name, **measure(folder)}
    for side in ("pdfplumber", "shirube"):
        print(
            f"{side:11} {result[side]['pages_per_second']:8.1f} pages/s  {result[side]['processor_seconds']:8.1f} s CPU"
        )
    print(f"{'ratio':11} {result['ratio']:8.1f} ×  {result['ratio_processor']:14.1f} × per processor second")
    RESULTS.write_text(json.dumps(result, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
