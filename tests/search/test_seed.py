"""The questions that the whole way was built for, on the real deck."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from index.library import Library
from index.snapshot import build_snapshot
from ingest.pipeline import ingest
from search.answer import answer


@pytest.fixture(scope="module")
def deck(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    pdf = shared / "seeds" / "overview.pdf"
    with Library.create_or_open(tmp_path_factory.mktemp("deck")) as library:
        library.add(ingest(pdf), pdf)
        build_snapshot(library).close()
        yield library


def test_the_measures_of_goal_three(deck: Library) -> None:
    given = answer(deck, "選ばれる地方になるための施策は？")
    assert given.kind == "set"
    assert [item.text for item in given.items] == [
        "地域の働き方・職場改革の推進",
        "女性の起業支援",
        "地方大学・地域産業創生交付金",
        "ふるさと住民登録制度",
        "地方創生移住支援事業",
    ]
    assert all(c.page == 5 and c.boxes and c.quote for item in given.items for c in item.citations)


def test_the_kpi_of_productivity(deck: Library) -> None:
    given = answer(deck, "東京圏以外の労働生産性のKPIは？")
    assert given.kind == "value"
    assert "東京圏以上（2029年）" in given.text
    assert given.citations[0].page == 5


def test_mars_is_declined(deck: Library) -> None:
    given = answer(deck, "火星への移住支援は？")
    assert not given.answered
    assert "「火星」" in given.text
