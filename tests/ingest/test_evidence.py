"""Quotes found again on their page, at the right one of several places."""

from __future__ import annotations

from array import array
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from corpus.pages import Box, Evidence, Line, Page, union
from corpus.text import squeeze
from ingest.evidence import find_quote, verified
from ingest.reader import read_pdf


def line(text: str, x: float, top: float, size: float = 10, *, vertical: bool = False) -> Line:
    start = top if vertical else x
    spans = array("d", [v for i in range(len(text)) for v in (start + i * size, start + (i + 1) * size)])
    end = start + size * len(text)
    box = (x, top, x + size, end) if vertical else (x, top, end, top + size)
    return Line(text, spans, box, size, vertical=vertical)


def page(*lines: Line) -> Page:
    return Page(1, 595, 842, lines)


def test_a_quote_within_a_line() -> None:
    found = find_quote(page(line("地方創生の取組を推進する", 100, 50)), "取組を推進")
    assert found == ((150, 50, 200, 60),)


def test_compatibility_characters_and_spaces_do_not_matter() -> None:
    found = find_quote(page(line("選ばれる地⽅　２０２９年", 100, 50)), "選ばれる 地方2029年")
    assert found == ((100, 50, 220, 60),)


def test_a_quote_over_two_lines_gets_a_box_each() -> None:
    found = find_quote(page(line("基本目標の達成に", 100, 50), line("向けて進める", 100, 65)), "達成に向けて")
    assert found == ((150, 50, 180, 60), (100, 65, 130, 75))


def test_words_that_are_not_there() -> None:
    assert find_quote(page(line("基本目標", 100, 50)), "基本方針") is None
    assert find_quote(page(line("基本目標", 100, 50)), "　 ") is None


def test_lines_of_two_columns_are_read_column_by_column_when_near_says_so() -> None:
    mixed = page(
        line("左の一行", 50, 50), line("右の一行", 300, 50), line("左の二行", 50, 65), line("右の二行", 300, 65)
    )
    left: Box = (45, 45, 150, 80)
    assert find_quote(mixed, "左の一行左の二行") is None
    assert find_quote(mixed, "左の一行左の二行", (left,)) == ((50, 50, 90, 60), (50, 65, 90, 75))


def test_boxes_are_read_in_the_order_given() -> None:
    both = page(line("後の枠", 50, 50), line("先の枠", 300, 200))
    boxes: tuple[Box, ...] = ((295, 195, 340, 215), (45, 45, 90, 65))
    assert find_quote(both, "先の枠後の枠", boxes) == ((300, 200, 330, 210), (50, 50, 80, 60))


def test_of_several_places_the_one_inside_near_then_the_nearest() -> None:
    twice = page(line("年40人", 100, 50), line("年40人", 100, 300), line("年40人", 100, 600))
    assert find_quote(twice, "年40人") == ((100, 50, 140, 60),)
    assert find_quote(twice, "年40人", ((90, 590, 200, 620),)) == ((100, 600, 140, 610),)
    assert find_quote(twice, "年40人", ((90, 330, 200, 340),)) == ((100, 300, 140, 310),)


def test_pieces_of_one_row_are_read_left_to_right() -> None:
    row = page(line("目標値", 300, 49), line("現状値", 100, 50.5))
    assert find_quote(row, "現状値目標値", ((90, 45, 400, 65),)) is not None


def test_vertical_lines_are_read_right_to_left() -> None:
    upright = page(line("政令の", 280, 100, vertical=True), line("内閣は", 300, 100, vertical=True))
    found = find_quote(upright, "内閣は政令", ((270, 90, 320, 200),))
    assert found == ((300, 100, 310, 130), (280, 100, 290, 120))


def test_verified_only_where_the_words_stand() -> None:
    twice = page(line("年40人", 100, 50), line("五年間で六人", 100, 300))
    assert verified(twice, Evidence(1, ((100, 50, 140, 60),), "年40人"))
    assert not verified(twice, Evidence(1, ((100, 300, 160, 310),), "年40人"))
    assert not verified(twice, Evidence(2, ((100, 50, 140, 60),), "年40人"))
    assert not verified(twice, Evidence(1, ((100, 50, 120, 60),), "年40人"))
    assert not verified(twice, Evidence(1, ((0, 0, 595, 842),), ""))


words = st.text(alphabet="地方創生の取組⽅⽣１２①ア（）・　", min_size=1, max_size=12).filter(squeeze)


@given(st.lists(words, min_size=1, max_size=4), st.data())
def test_what_is_found_is_verified(texts: list[str], data: st.DataObject) -> None:
    lines = [line(text, 50, 50 + 15 * i) for i, text in enumerate(texts)]
    printed = "".join(texts)
    start = data.draw(st.integers(0, len(printed) - 1))
    quote = printed[start : data.draw(st.integers(start + 1, len(printed)))]
    boxes = find_quote(page(*lines), quote)
    if squeeze(quote):
        assert boxes is not None
        assert verified(page(*lines), Evidence(1, boxes, quote))
        assert find_quote(page(*lines), quote, (union(boxes),)) is not None


def test_a_measure_of_the_deck(shared: Path) -> None:
    (deck,) = read_pdf(shared / "seeds" / "overview.pdf", pages=[5])
    boxes = find_quote(deck, "地域の働き方・職場改革の推進")
    assert boxes is not None
    assert len(boxes) == 1
    assert boxes[0][0] > 560
