"""Feedback is kept line by line, and comes out as questions that can be measured by."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.adding import refresh_index
from app.cli import main
from app.feedback_export import write_questions
from corpus.errors import RefusedError
from index.feedback import Feedback, Verdict, add_feedback, read_feedback
from index.library import Library
from search.evaluation import evaluate_pages
from tests.app.made import MEASURES

RIGHT = Feedback("女性の起業を支援する施策は？", MEASURES[0], Verdict.RIGHT, "よい", (("machi", 1),), "2026-01-01")
WRONG = Feedback("改行\nと\tタブ", "答え", Verdict.WRONG, "=1+1", (), "2026-01-02")


def test_what_was_said_is_kept_in_order(library: Library) -> None:
    assert read_feedback(library) == []
    add_feedback(library, RIGHT)
    add_feedback(library, WRONG)
    assert read_feedback(library) == [RIGHT, WRONG]


def test_a_line_cut_short_costs_only_itself(library: Library) -> None:
    add_feedback(library, RIGHT)
    with (library.folder / "feedback.jsonl").open("a", encoding="utf-8") as file:
        file.write('{"question": "途中\n{"question": "足りない"}\n[]\n')
    add_feedback(library, WRONG)
    assert read_feedback(library) == [RIGHT, WRONG]


def test_it_can_be_evaluated(library: Library, tmp_path: Path) -> None:
    with library.writing():
        refresh_index(library)
    assert write_questions([RIGHT, WRONG], tmp_path / "q.tsv") == 1
    report = evaluate_pages(library, tmp_path / "q.tsv")
    assert (report["queries"], report["success@1"]) == (1, 1.0)


def test_the_command_line_writes_what_it_can_measure(library: Library, tmp_path: Path) -> None:
    with library.writing():
        refresh_index(library)
    add_feedback(library, RIGHT)
    told = ["--library", str(library.folder), "evaluate"]
    assert main([*told, "feedback", "--out", str(tmp_path / "q.tsv")]) == 0
    assert main([*told, "pages", "--questions", str(tmp_path / "q.tsv")]) == 0


def test_nothing_to_measure_by_is_told(tmp_path: Path) -> None:
    with pytest.raises(RefusedError, match="まだありません"):
        write_questions([WRONG], tmp_path / "q.tsv")
