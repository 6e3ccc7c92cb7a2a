"""From how much of a question on the library is to be answered rather than declined: chosen on half the questions.

python -m benchmarks.declining LIBRARY QUESTIONS [LIBRARY QUESTIONS …]    writes benchmarks/results/declining.json

QUESTIONS are files of `shirube evaluate qa`. The share of a question's words that evidence must have
(`search.decline.LEAST_SHARE`) is chosen on one half of all questions, by lot, and told with what it gives on the other.
A wrong answer costs twice what a right one gains; a declined question costs and gains nothing.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final
from unittest import mock

import numpy as np

from index.library import Library
from search.decline import LEAST_SHARE
from search.qa_evaluation import UNANSWERABLE, Judged, judge_answers, read_questions

RESULTS: Final = Path(__file__).parent / "results" / "declining.json"
SHARES: Final = (0.55, 0.7, 0.85)
COST: Final = 2


def outcome(judged: Sequence[Judged]) -> dict[str, float]:
    """Counts of right answers, wrong ones, and declined questions, and what they are worth together for a question."""
    told = [j for j in judged if j.given.answered]
    right = sum(not j.fault for j in told)
    wrong = len(told) - right
    return {
        "questions": len(judged),
        "unanswerable": sum(j.asked.kind == UNANSWERABLE for j in judged),
        "right": right,
        "wrong": wrong,
        "worth": round((right - COST * wrong) / max(1, len(judged)), 4),
    }


def main() -> None:
    """Measure, print and write."""
    given = [Path(argument) for argument in sys.argv[1:]]
    pairs = [(given[i], read_questions(given[i + 1])) for i in range(0, len(given), 2)]
    half = np.random.default_rng(5).permutation(sum(len(questions) for _, questions in pairs)) % 2 == 0
    told: dict[str, Any] = {}
    for least in SHARES:
        judged: list[Judged] = []
        with (
            mock.patch("search.decline.LEAST_SHARE", least),
            mock.patch("search.passage_answers.LEAST_SHARE", least),
        ):
            for folder, questions in pairs:
                with Library.open(folder) as library:
                    judged += judge_answers(library, questions)
        told[str(least)] = {
            "first_half": outcome([j for j, first in zip(judged, half, strict=True) if first]),
            "second_half": outcome([j for j, first in zip(judged, half, strict=True) if not first]),
        }
    best = max(SHARES, key=lambda least: told[str(least)]["first_half"]["worth"])
    text = json.dumps({"used": LEAST_SHARE, "best_on_first_half": best, "by_share": told}, ensure_ascii=False, indent=1)
    RESULTS.write_text(text + "\n", encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
