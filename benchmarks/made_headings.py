"""Headings of papers made at random, typeset by a browser: what reading finds of what was set, family by family.

python -m benchmarks.made_headings [--documents N] [--seed N] [--keep FOLDER]    writes results/made_headings.json

N documents of each family (`made_families`, `made_towns`). Needs Chromium (on PATH, or named by the variable CHROMIUM)
and the fonts Noto CJK JP and BIZ UD. The scores are those of `evaluate headings` (text, page and nesting right),
averaged over documents; the pages of the headings are those of the PDF's outline, which reading does not look at. New
seeds are new documents. With --keep the PDFs and their answers stay in a folder, for `shirube evaluate headings`.
"""

from __future__ import annotations

import argparse
import json
import random
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from statistics import mean
from typing import Any, Final

import pypdfium2

from benchmarks.browser import find_chromium, print_pdf
from benchmarks.made_families import FAMILIES
from benchmarks.made_papers import MadePaper
from benchmarks.made_towns import TOWN_FAMILIES
from ingest.blocks import lay_out
from ingest.reader import read_pdf
from ingest.scores import HeadingScores, heading_scores
from ingest.tables import find_tables

RESULTS: Final = Path(__file__).parent / "results" / "made_headings.json"
ALL: Final[Mapping[str, Callable[[random.Random], MadePaper]]] = {**FAMILIES, **TOWN_FAMILIES}


def typeset(paper: MadePaper, target: Path, chromium: str) -> list[dict[str, Any]]:
    """Write the paper as a PDF file; its headings as answers for `evaluate headings`."""
    document = pypdfium2.PdfDocument(print_pdf(paper.html, target, chromium))
    pages = [place.get_index() + 1 for mark in document.get_toc(max_depth=20) if (place := mark.get_dest()) is not None]
    document.close()
    outlined = [heading for heading in paper.headings if not heading.optional]
    answers = [
        {"page": page, "level": heading.level, "text": heading.text}
        for page, heading in zip(pages, outlined, strict=True)
    ]
    return [{"page": 1, "level": 1, "text": h.text, "optional": True} for h in paper.headings if h.optional] + answers


def measure(family: str, seeds: Sequence[int], folder: Path, chromium: str) -> dict[str, Any]:
    """Means over the documents of these seeds."""
    scores: list[HeadingScores] = []
    headings = 0
    for seed in seeds:
        file = folder / f"{family}{seed}.pdf"
        answers = typeset(ALL[family](random.Random(f"{family} {seed}")), file, chromium)
        file.with_suffix(".json").write_text(json.dumps({"headings": answers}, ensure_ascii=False), encoding="utf-8")
        pages = list(read_pdf(file))
        scores.append(heading_scores(lay_out(pages, find_tables(pages)).blocks, answers))
        headings += len(answers)
    return {
        "documents": len(seeds),
        "headings": headings,
        "f1": round(mean(score.f1 for score in scores), 4),
        "lowest_f1": round(min(score.f1 for score in scores), 4),
        "nested": round(mean(score.nested for score in scores), 4),
    }


def main() -> None:
    """Measure, print and keep the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=8)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path)
    arguments = parser.parse_args()
    chromium = find_chromium(parser)
    seeds = range(arguments.seed, arguments.seed + arguments.documents)
    result: dict[str, Any] = {"first_seed": arguments.seed}
    with tempfile.TemporaryDirectory() as scratch:
        folder = arguments.keep or Path(scratch)
        folder.mkdir(parents=True, exist_ok=True)
        for family in ALL:
            result[family] = measure(family, seeds, folder, chromium)
            print(family, result[family], flush=True)
    RESULTS.write_text(json.dumps(result, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
