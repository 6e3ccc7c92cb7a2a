"""Bodies in charge told once for several measures."""

from __future__ import annotations

import pytest

from corpus.pages import Block, BlockKind, Evidence
from ingest.found_measures import FoundMeasure
from ingest.repeats import originals
from ingest.rules import Rule
from ingest.scoped_bodies import scoped_bodies, shared_out
from ingest.sections import Section

LETTERS = ["(a)", "(b)", "(c)"]


@pytest.mark.parametrize(
    ("words", "numbers", "shares"),
    [
        (
            "進める。（⒜～⒝について、内閣官房、国土交通省住宅局（⒝のみ））",
            LETTERS,
            {"(a)": ("内閣官房",), "(b)": ("内閣官房", "国土交通省住宅局")},
        ),
        ("（⒜～⒞について、総務省）", LETTERS, dict.fromkeys(LETTERS, ("総務省",))),
        (
            "（①及び③については、総務省・環境省）",
            ["①", "②", "③"],
            {"①": ("総務省", "環境省"), "③": ("総務省", "環境省")},
        ),
        (
            "（⒜、⒞について、農林水産省（⒜のみ）、環境省）",
            LETTERS,
            {"(a)": ("農林水産省", "環境省"), "(c)": ("環境省",)},
        ),
    ],
)
def test_each_measure_gets_its_share(words: str, numbers: list[str], shares: dict[str, tuple[str, ...]]) -> None:
    scoped = scoped_bodies(words, numbers)
    assert scoped is not None
    assert scoped.shares == shares


@pytest.mark.parametrize(
    "words",
    [
        "（⒜～⒟について、総務省）",  # one of them is no measure of the list
        "（⒜～⒝について、前の章で述べた）",  # no bodies
        "（総務省、環境省）",  # no scope
        "（⒜について、環境省（⒞のみ））",  # a share outside the scope
    ],
)
def test_left_alone(words: str) -> None:
    assert scoped_bodies(words, LETTERS) is None


def _place(words: str, page: int = 1) -> tuple[Evidence, ...]:
    return (Evidence(page, ((0.0, 0.0, 10.0, 10.0),), words),)


def test_the_line_behind_the_last_heading_serves_its_neighbours() -> None:
    root = Section(None)
    parent = Section(Block(BlockKind.HEADING, "具体的取組", _place("具体的取組")), root)
    root.children.append(parent)
    measures = []
    for letter, name in (("(a)", "拠点をつくる"), ("(b)", "人を育てる")):
        child = Section(Block(BlockKind.HEADING, name, _place(name), number=letter), parent)
        parent.children.append(child)
        measures.append(FoundMeasure(letter, name, _place(name), Rule.MEASURE_ANNOUNCED, section=child))
    line = "（⒜～⒝について、内閣府、文部科学省（⒝のみ））"
    parent.children[1].blocks.append(Block(BlockKind.PARAGRAPH, line, _place(line)))
    assert [m.ministries for m in shared_out(root, measures)] == [("内閣府",), ("内閣府", "文部科学省")]


def test_a_repeated_measure_leads_to_its_original_and_to_nothing_when_in_doubt() -> None:
    def made(name: str, page: int, again: bool = False, projects: tuple[str, ...] = ()) -> FoundMeasure:
        return FoundMeasure(None, name, _place(name, page), Rule.MEASURE_LED, projects=projects, again=again)

    first, again = made("住宅の断熱改修の推進", 2), made("住宅の断熱改修の推進", 5, again=True)
    holder = made("学校の魅力化", 1, projects=("寮の整備事業(増築)",))
    other = made("交流の拡大", 4, projects=("【再掲】寮の整備事業", "祭りの開催事業"))
    links = originals([first, again, holder, other])
    assert links == {id(again): (first,), id(other): (holder,)}
    twice = made("住宅の断熱改修の推進", 3)
    assert originals([first, twice, again]) == {}
