"""Roadmaps (工程表) made at random with known steps, typeset by a browser: what reading finds of what was drawn.

python -m benchmarks.made_roadmaps [--documents N] [--seed N]    writes benchmarks/results/made_roadmaps.json

Every way of drawing steps (`DRAWN`) is set N times, under heads of years, halves, quarters and terms by turns. Needs
Chromium (on PATH, or named by the variable CHROMIUM) and Japanese fonts. A step is right when its words, its measure
and both years are; one with right words and measure but a wrong year counts double against precision. New seeds are new
documents.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from benchmarks.browser import find_chromium, print_pdf
from benchmarks.drawn_roadmaps import DRAWN, HEADS, MARKS, MadeStep, made_roadmap
from corpus.text import squeeze
from ingest.reader import read_pdf
from ingest.roadmap_bars import find_steps
from ingest.tables import find_tables

RESULTS: Final = Path(__file__).parent / "results" / "made_roadmaps.json"


def found_in(path: Path) -> list[MadeStep]:
    """The steps that become records."""
    pages = list(read_pdf(path))
    steps = find_steps(pages, find_tables(pages))
    return [
        MadeStep(squeeze(s.row), squeeze(s.text).lstrip(MARKS), s.start_fy, s.end_fy)
        for s in steps
        if s.row and squeeze(s.text) != squeeze(s.row)
    ]


def counted(wanted: Sequence[MadeStep], found: Sequence[MadeStep]) -> Counter[str]:
    """How many steps were wanted, found, right, and found in wrong years."""
    sought = Counter(MadeStep(squeeze(s.row), squeeze(s.text), s.first, s.last) for s in wanted)
    told = Counter(found)
    words = Counter({(s.row, s.text): 0 for s in sought})
    words.update((s.row, s.text) for s in (sought - told).elements())
    wrong = words & Counter((s.row, s.text) for s in (told - sought).elements())
    return Counter(wanted=sought.total(), found=told.total(), right=(sought & told).total(), wrong_years=wrong.total())


def scores(counts: Counter[str]) -> dict[str, float]:
    """Precision, recall and F1; a wrong year counts double."""
    precision = counts["right"] / max(1, counts["found"] + counts["wrong_years"])
    recall = counts["right"] / max(1, counts["wanted"])
    f1 = 2 * precision * recall / (precision + recall) if counts["right"] else 0.0
    return {
        "steps": counts["wanted"], "found": counts["found"], "wrong_years": counts["wrong_years"],
        "precision": round(precision, 4), "recall": round(recall, 4), "f1": round(f1, 4),
    }  # fmt: skip


def main() -> None:
    """Measure, print and keep the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=10, help="for each way of drawing")
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    chromium = find_chromium(parser)
    by_kind: dict[str, Counter[str]] = {kind: Counter() for kind in ("all", *DRAWN, *HEADS)}
    for drawn in DRAWN:
        for n in range(arguments.documents):
            head = HEADS[n % len(HEADS)]
            made = made_roadmap(arguments.seed + n // len(HEADS), drawn, head)
            with tempfile.TemporaryDirectory() as folder:
                counts = counted(made.steps, found_in(print_pdf(made.plan.html, Path(folder) / "plan.pdf", chromium)))
            for kind in ("all", drawn, head):
                by_kind[kind].update(counts)
    result = {kind: scores(counts) for kind, counts in by_kind.items()}
    for kind, figures in result.items():
        print(f"{kind:10}", figures)
    RESULTS.write_text(json.dumps({"first_seed": arguments.seed, **result}, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
