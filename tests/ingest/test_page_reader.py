"""Which of two readers a page comes from, and what is told when they differ."""

from __future__ import annotations

import pytest

from ingest.marks import Glyph, Marks
from ingest.page_reader import PageReader


class Fixed:
    """A reader with the given pages; an exception in place of a page is raised."""

    def __init__(self, *pages: Marks | Exception) -> None:
        self.pages = pages
        self.asked: list[int] = []

    def marks(self, number: int) -> Marks:
        self.asked.append(number)
        page = self.pages[number - 1]
        if isinstance(page, Exception):
            raise page
        return page


def words(text: str, *, whole: bool = True, unmapped: bool = False) -> Marks:
    """A page with one line."""
    glyphs = tuple(
        Glyph("\ufffd" if unmapped else c, 50 + 10 * i, 100, 60 + 10 * i, 110, 10, unmapped=unmapped)
        for i, c in enumerate(text)
    )
    return Marks(1, 595, 842, glyphs, whole=whole)


def read(fast: Fixed, slow: Fixed) -> tuple[list[str], list[str]]:
    """Texts and problems of page 1."""
    page = PageReader(fast, lambda: slow).page(1)
    return [line.text for line in page.lines], [problem.code for problem in page.problems]


def test_a_whole_page_is_the_fast_readers() -> None:
    slow = Fixed(words("遅い"))
    assert read(Fixed(words("速い")), slow) == (["速い"], [])
    assert slow.asked == []


def test_a_page_in_doubt_is_the_references() -> None:
    assert read(Fixed(words("地方", whole=False)), Fixed(words("地⽅"))) == (["地⽅"], [])


def test_readers_that_disagree_are_told() -> None:
    texts, problems = read(Fixed(words("施策の柱", whole=False)), Fixed(words("施策の柱と目標")))
    assert texts == ["施策の柱と目標"]
    assert problems == ["readers_disagree"]


def test_pictures_of_characters_are_a_missing_text_layer() -> None:
    fast = Fixed(Marks(1, 595, 842, (), whole=False))
    texts, problems = read(fast, Fixed(words("読めない", unmapped=True)))
    assert (texts, problems) == ([], ["no_text_layer"])


def test_a_scan_is_not_read_twice_to_its_end() -> None:
    mute = Marks(1, 595, 842, words("読めない", unmapped=True).glyphs, whole=False)
    slow = Fixed(*[words("読めない", unmapped=True)] * 4, words("読めた"))
    reader = PageReader(Fixed(mute, mute, mute, mute, words("読めた", whole=False)), lambda: slow)
    pages = [reader.page(n) for n in range(1, 6)]
    assert [[p.code for p in page.problems] for page in pages] == [["no_text_layer"]] * 4 + [[]]
    assert slow.asked == [1, 2, 5]


def test_each_reader_stands_in_for_the_other() -> None:
    assert read(Fixed(ValueError()), Fixed(words("読めた"))) == (["読めた"], [])
    assert read(Fixed(words("読めた", whole=False)), Fixed(ValueError())) == (["読めた"], [])
    with pytest.raises(KeyError):
        read(Fixed(ValueError()), Fixed(KeyError()))


def test_memory_is_nobody_elses_turn() -> None:
    slow = Fixed(words("遅い"))
    with pytest.raises(MemoryError):
        read(Fixed(MemoryError()), slow)
    assert slow.asked == []
