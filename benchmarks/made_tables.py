"""Headings and tables of plans made at random, typeset by a browser: what reading finds of what was set.

python -m benchmarks.made_tables [--documents N] [--seed N]    writes benchmarks/results/made_tables.json

Half of the plans have ruled tables (frames, stripes, open sides, rows cut by the page), half tables ruled across only.
Needs Chromium (on PATH, or named by the variable CHROMIUM) and Japanese fonts. The scores are those of
`evaluate tables`, averaged over documents; `headings` is the F1 of their texts. New seeds are new documents.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from statistics import mean
from typing import Any, Final

from benchmarks.browser import find_chromium, print_pdf
from benchmarks.made_plans import ACROSS, RULED, made_plan
from corpus.pages import BlockKind
from corpus.text import squeeze
from ingest.blocks import lay_out
from ingest.reader import read_pdf
from ingest.scores import table_scores
from ingest.tables import find_tables

RESULTS: Final = Path(__file__).parent / "results" / "made_tables.json"


def measure(seeds: Sequence[int], ruled: Sequence[str], chromium: str) -> dict[str, Any]:
    """Means over the documents of these seeds."""
    scores: list[tuple[float, float, float]] = []
    right = found = wanted = tables = 0
    for seed in seeds:
        plan = made_plan(seed, ruled)
        with tempfile.TemporaryDirectory() as folder:
            pages = list(read_pdf(print_pdf(plan.html, Path(folder) / "plan.pdf", chromium)))
        read = find_tables(pages)
        headings = Counter(
            squeeze(block.marker + block.text)
            for block in lay_out(pages, read).blocks
            if block.kind is BlockKind.HEADING
        )
        sought = Counter(map(squeeze, plan.headings))
        right += (headings & sought).total()
        found, wanted, tables = found + headings.total(), wanted + sought.total(), tables + len(plan.tables)
        if plan.tables:
            score = table_scores(read, [table.answer(range(1, len(pages) + 1)) for table in plan.tables])
            scores.append((score.detection, score.cells, score.merged))
    detection, cells, merged = (round(mean(column), 4) for column in zip(*scores, strict=True))
    return {
        "documents": len(seeds),
        "tables": tables,
        "detection": detection,
        "cells": cells,
        "merged": merged,
        "headings": round(2 * right / (found + wanted), 4),
    }


def main() -> None:
    """Measure, print and keep the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=40)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    chromium = find_chromium(parser)
    half = arguments.documents // 2
    seeds = range(arguments.seed, arguments.seed + half)
    result = {
        "first_seed": arguments.seed,
        "ruled": measure(seeds, RULED, chromium),
        "ruled_across": measure(seeds, ACROSS, chromium),
    }
    for kind in ("ruled", "ruled_across"):
        print(kind, result[kind])
    RESULTS.write_text(json.dumps(result, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
