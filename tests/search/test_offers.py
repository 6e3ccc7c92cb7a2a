"""What a question may be narrowed to: each count is what the choice would find."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.adding import refresh_index
from app.desk_scope import Scope, look_up
from index.library import Library
from search.filters import Filters
from search.offers import offers
from search.retrieve import documents_found
from tests.app.made import GOAL, made
from tests.app.pdfs import write_pdf

QUESTION = "起業した女性"


@pytest.fixture
def library(tmp_path: Path) -> Library:
    opened = Library.create_or_open(tmp_path / "library")
    source = write_pdf(tmp_path / "machi.pdf", pages=2)
    opened.add(made(source), source)
    refresh_index(opened)
    return opened


def test_each_count_is_what_the_choice_would_find(library: Library) -> None:
    found = offers(library, QUESTION, k=30, filters=Filters(), kinds=("kpi", "note"))
    assert set(found.ministries) == {"内閣府", "総務省"}
    assert set(found.goals) == {GOAL}
    assert set(found.periods) == {(2025, 2029)}
    assert set(found.kinds) == {"kpi"}  # there is no note
    for name, n in found.ministries.items():
        assert n == documents_found(library, QUESTION, k=30, filters=Filters(ministries=(name,))).total()
    for name, n in found.goals.items():
        assert n == documents_found(library, QUESTION, k=30, filters=Filters(goals=(name,))).total()


def test_a_scope_that_holds_nothing_any_more_is_given_up(library: Library) -> None:
    looked = look_up(library, QUESTION, Scope.of("", "kpi", "総務省", "ない目標", "2025-2029"))
    assert looked.scope == Scope("", "kpi", "総務省", "", "2025-2029")
    assert [value for _, value in looked.ministries] == ["総務省", "内閣府"]
    assert looked.hits


def test_choices_that_exclude_each_other_stay_and_find_nothing(library: Library) -> None:
    looked = look_up(library, QUESTION, Scope.of("", "table", "", "", ""))
    assert looked.scope.kind == ""  # no table is found whatever else is chosen
    looked = look_up(library, QUESTION, Scope.of("", "", "", GOAL, "2025-2029", exact=True))
    assert (looked.scope.goal, looked.scope.exact) == (GOAL, True)
