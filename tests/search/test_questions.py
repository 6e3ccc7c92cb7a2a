"""Questions to the bundled documents: how many are answered right or declined, and whether every citation stands."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePath

import pytest

from corpus.pages import Evidence
from corpus.text import squeeze
from index.library import Library
from index.snapshot import build_snapshot
from ingest.evidence import verified
from ingest.pipeline import ingest
from search.answer import answer
from search.citations import Answer

QUESTIONS = Path(__file__).parent.parent / "golden" / "questions.jsonl"
ANSWERED, DECLINED = 0.85, 0.95
"""Shares that must be right."""


@dataclass(frozen=True)
class Asked:
    """A question with what its answer must say and where; `kind` is `unanswerable` when the documents do not tell."""

    id: str
    question: str
    kind: str
    answer: list[str]
    document: str
    pages: list[int]
    style: str
    also_pages: tuple[int, ...] = ()


def questions() -> list[Asked]:
    return [Asked(**json.loads(line)) for line in QUESTIONS.read_text(encoding="utf-8").splitlines()]


def right(asked: Asked, given: Answer) -> bool:
    """Whether the answer says all that it must, a set nothing else, and cites the page."""
    if asked.kind == "unanswerable":
        return not given.answered
    said = squeeze(given.text)
    if not given.answered or any(squeeze(words) not in said for words in asked.answer):
        return False
    if asked.kind == "set" and len(given.items) != len(asked.answer):
        return False
    pages = {*asked.pages, *asked.also_pages}
    return any(PurePath(c.file).stem == asked.document and c.page in pages for c in given.citations)


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
