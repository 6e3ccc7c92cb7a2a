"""Questions to the bundled documents: how many are answered right or declined, and whether every citation stands."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus.pages import Evidence
from index.library import Library
from index.snapshot import build_snapshot
from ingest.evidence import verified
from ingest.pipeline import ingest
from search.answer import answer
from search.citations import Answer
from search.qa_evaluation import AskedQuestion, fault_of, read_questions

QUESTIONS = Path(__file__).parents[2] / "corpus" / "samples" / "questions.jsonl"
ANSWERED, DECLINED = 0.95, 0.95
"""Shares that must be right."""


def questions() -> list[AskedQuestion]:
    return read_questions(QUESTIONS)


def right(asked: AskedQuestion, given: Answer) -> bool:
    return not fault_of(asked, given)


@pytest.fixture(scope="module")
def bundled(samples: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    with Library.create_or_open(tmp_path_factory.mktemp("bundled")) as library:
        for pdf in sorted(samples.glob("*.pdf")):
            library.add(ingest(pdf), pdf)
        build_snapshot(library).close()
        yield library


@pytest.fixture(scope="module")
def given(bundled: Library) -> dict[str, Answer]:
    return {asked.id: answer(bundled, asked.question) for asked in questions()}


def test_the_questions_are_of_many_kinds_and_a_third_has_no_answer() -> None:
    asked = questions()
    assert len({a.id for a in asked}) == len({a.question for a in asked}) == len(asked) >= 60
    assert len({a.style for a in asked}) >= 10
    assert sum(a.kind == "unanswerable" for a in asked) >= len(asked) / 3 - 1


@pytest.mark.parametrize(("answerable", "least"), [(True, ANSWERED), (False, DECLINED)])
def test_the_share_that_must_be_right_is(given: dict[str, Answer], answerable: bool, least: float) -> None:
    chosen = [a for a in questions() if (a.kind != "unanswerable") is answerable]
    wrong = [a.question for a in chosen if not right(a, given[a.id])]
    assert len(wrong) <= (1 - least) * len(chosen), "\n".join(wrong)


def test_every_citation_stands_on_its_page(bundled: Library, given: dict[str, Answer]) -> None:
    citations = {c for a in given.values() for c in a.citations}
    assert citations
    pages = {(c.document, c.page): bundled.page(c.document, c.page) for c in citations}
    for c in citations:
        assert verified(pages[c.document, c.page], Evidence(c.page, c.boxes, c.quote)), c


def test_every_item_of_an_answer_is_cited(given: dict[str, Answer]) -> None:
    for a in given.values():
        assert all(item.citations for item in a.items)
        assert a.answered is bool(a.items)
