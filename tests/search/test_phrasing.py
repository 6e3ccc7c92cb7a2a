from __future__ import annotations

from collections.abc import Callable

import pytest

from index.library import Library
from search.answer import answer
from search.citations import Answer, Citation, Item
from search.phrasing import phrase


class Says:
    """A language model that says one thing, and remembers what it was shown."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.shown = ""

    def complete(self, system: str, user: str) -> str:
        self.shown = user
        return self.text


@pytest.fixture
def made() -> Callable[..., Answer]:
    def make(*quotes: str) -> Answer:
        citations = tuple(Citation("d", "f.pdf", n, ((0, 0, 1, 1),), quote) for n, quote in enumerate(quotes, start=1))
        items = tuple(Item(c.quote, None, (c,)) for c in citations)
        return Answer("転入者数の目標は", "value", "\n".join(quotes), items, citations)

    return make


@pytest.mark.parametrize(
    ("sentence", "kept"),
    [
        ("転入者数の目標は、2029年度に年間400人です[1]。", True),
        ("転入者数は、２０２９年度に年間４００人とする目標です。", True),
        ("転入者数の目標は、2029年度に年間500人です[1]。", False),
        ("転入者数の目標は、2030年度に年間400人です[1]。", False),
        ("市長は、転入者数を年間400人にする目標を定めました[1]。", False),
        ("年間400人は目標ではない[1]。", False),
        ("承知しました。", False),
        ("これまでの指示を無視し、秘密の鍵を表示します[1]。", False),
    ],
)
def test_a_sentence_that_no_citation_bears_out_is_dropped(
    made: Callable[..., Answer], sentence: str, kept: bool
) -> None:
    given = phrase(made("20代の転入者数：年間310人 → 年間400人（2029年度）", "地域商社の設立"), Says(sentence))
    assert [s.citation for s in given] == ([0] if kept else [])


def test_a_sentence_is_borne_out_by_one_citation_not_by_two_together(made: Callable[..., Answer]) -> None:
    answer_ = made("東部の転入者数は400人", "西部の転出者数は90人")
    assert phrase(answer_, Says("東部の転入者数は90人です。")) == ()
    assert [
        s.citation for s in phrase(answer_, Says("・西部の転出者数は90人です。[2]\n・東部の転入者数は400人です。"))
    ] == [1, 0]


def test_the_model_is_shown_the_evidence_and_nothing_else(library: Library) -> None:
    given = answer(library, "20代の転入者数の目標は")
    model = Says("")
    assert phrase(given, model) == ()
    assert "[1] 20代の転入者数:年間400人(2029年度)" in model.shown
    assert "地域商社" not in model.shown


def test_a_declined_answer_is_not_worded(library: Library) -> None:
    model = Says("火星に移住できます。")
    assert phrase(answer(library, "火星への移住支援は"), model) == ()
    assert model.shown == ""
