"""The address of a view says all of it, and nothing in an address can harm."""

from __future__ import annotations

import pytest

from app.desk_link import Link, link_of


@pytest.mark.parametrize(
    "link",
    [
        Link(),
        Link(q="「東京圏」&KPI=?#", document="754c53797d6e", source=3, p=12),
        Link(
            "records", document="d", kind="kpi", goal="d:goal:1", ministry="総務省", year="2029", record="d:kpi:1", p=3
        ),
        Link("tables"),
    ],
)
def test_a_link_comes_back_as_it_was(link: Link) -> None:
    assert link_of(link.query()) == link


@pytest.mark.parametrize(
    ("query", "link"),
    [
        ("", Link()),
        ("?show=settings&__theme=dark", Link()),
        ("?p=0x3&source=-1&q=a&q=b", Link(q="a")),
        ("?p=٣&source=99999999", Link()),
    ],
)
def test_what_it_does_not_understand_is_left_out(query: str, link: Link) -> None:
    assert link_of(query) == link
