"""What the browser keeps is taken as far as it can be understood, and never grows without end."""

from __future__ import annotations

import pytest

from app.desk_link import Link, link_of
from app.desk_memory import MOST_ASKED, NOTHING, changed, memory_html, memory_of, with_asked


@pytest.mark.parametrize("stored", [None, 3, "x", [], {"asked": 3}, {"asked": [1, None], "kept": {}}, {"other": []}])
def test_what_is_not_understood_is_left_out(stored: object) -> None:
    assert memory_of(stored) == NOTHING


def test_the_latest_comes_first_and_once() -> None:
    memory = NOTHING
    for text in ("甲", "乙", "甲"):
        memory = with_asked(memory, text)
    assert memory["asked"] == ["甲", "乙"]
    for n in range(2 * MOST_ASKED):
        memory = with_asked(memory, str(n))
    assert len(memory["asked"]) == MOST_ASKED


def test_a_search_is_kept_with_its_scope_and_dropped() -> None:
    link = Link(q="問い", within="abc", kind="kpi", exact=1).query()
    memory = changed(NOTHING, "keep", link)
    assert "（絞り込みあり）" in memory_html(memory)
    again = link_of(memory["kept"][0])
    assert (again.q, again.within, again.kind, again.exact) == ("問い", "abc", "kpi", 1)
    assert changed(memory, "drop", link) == NOTHING
    assert changed(with_asked(memory, link), "clear", "")["asked"] == []
