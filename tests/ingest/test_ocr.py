"""Pages that need OCR get it, say so, and so does all that comes from them; the others are left alone."""

from __future__ import annotations

from array import array
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from corpus.errors import OcrFailed, OcrUnavailable
from corpus.ingested import Ingested
from corpus.pages import Evidence, Line, Page, Problem
from corpus.records import SURE, Document, Goal
from ingest.ocr import Recogniser, glyphs_of, recognised, with_ocr, wrong_share
from ingest.ocr_marks import marked
from ingest.picture import Picture
from ingest.tesseract import Letter, Row
from tests.pdfs import Sheet, write_pdf

SCAN = Page(3, 595, 842, (), problems=(Problem("no_text_layer", 3, "3ページには文字データがありません。"),))


def row(text: str, *, x: float = 100, y: float = 100, size: float = 10, sure: float = 0.95, **more: object) -> Row:
    """A row of full-width letters, each as wide as high."""
    letters = tuple(
        Letter(c, (x + size * i + 0.5, y, x + size * (i + 1) - 0.5, y + size), sure) for i, c in enumerate(text)
    )
    return replace(Row(letters, (x, y, x + size * len(text), y + size), size), **more)  # type: ignore[arg-type]


class Fixed:
    """A recogniser that gives the same rows for every page, and fails where there are none."""

    def __init__(self, *rows: Row) -> None:
        self.rows = rows

    def recognise(self, picture: Picture) -> tuple[Row, ...]:
        if not self.rows:
            raise OcrFailed("Tesseract が異常終了しました。")
        assert picture.png.startswith(b"\x89PNG")
        return self.rows


def codes(page: Page) -> list[str]:
    return [problem.code for problem in page.problems]


def test_a_scan_gets_the_words_their_places_and_the_mark() -> None:
    page = recognised(SCAN, [row("基本目標"), row("地域の力を保つ。", y=130)], 1.0)
    assert [line.text for line in page.lines] == ["基本目標", "地域の力を保つ。"]
    assert page.ocr
    assert page.ocr_confidence == pytest.approx(0.95)
    assert codes(page) == ["ocr_text"]
    assert page.lines[0].box == pytest.approx((100, 100, 140, 110), abs=1)
    assert page.lines[1].char_box(2) == pytest.approx((120, 130, 130, 140), abs=1)


def test_an_unsure_page_is_a_problem() -> None:
    page = recognised(SCAN, [row("なんとか読める文字", sure=0.6)], 1.0)
    assert codes(page) == ["ocr_uncertain"]
    assert "60％" in page.problems[0].message


@pytest.mark.parametrize("rows", [[], [row("汚れ", sure=0.2)]])
def test_a_picture_without_words_stays_without(rows: list[Row]) -> None:
    page = recognised(SCAN, rows, 1.0)
    assert (codes(page), page.lines, page.ocr) == (["ocr_no_text"], (), False)


def test_columns_are_not_run_together() -> None:
    page = recognised(SCAN, [row("左の段の文字"), row("右の段の文字", x=320)], 1.0)
    assert sorted(line.text for line in page.lines) == ["右の段の文字", "左の段の文字"]


def test_sizes_that_differ_by_the_letters_are_one() -> None:
    rows = [row("本文の行", y=100 + 20 * i, size=9.6 + 0.2 * i) for i in range(5)] + [row("見出し", y=300, size=16)]
    assert {glyph.size for glyph in glyphs_of(rows, 595, 842)} == {10.0, 16.0}


def test_marks_stand_in_their_squares() -> None:
    comma = Letter("、", (140, 107, 143, 110), 0.9)
    rows = [replace(row("地方創生"), letters=(*row("地方創生").letters, comma, *row("人", x=150).letters))]
    assert recognised(SCAN, rows, 1.0).lines[0].text == "地方創生、人"


def test_a_page_askew_has_boxes_along_its_lines() -> None:
    glyphs = glyphs_of([row("斜めに置かれた行の文字", slope=0.1)], 595, 842)
    assert glyphs[-1].top - glyphs[0].top == pytest.approx(10, abs=0.5)


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_turned_rows_stand_where_they_are_displayed(turn: int) -> None:
    page = recognised(SCAN, [row("横に置かれたページの文字", turn=turn)], 1.0)
    assert codes(page) == ["rotated_page", "ocr_text"]
    (line,) = page.lines
    assert line.text == "横に置かれたページの文字"
    assert line.vertical is (turn != 180)
    assert 0 <= line.box[0] < line.box[2] <= 595
    assert 0 <= line.box[1] < line.box[3] <= 842


def garbled(lost: int, of: int) -> Page:
    text = "\ufffd" * lost + "字" * (of - lost)
    line = Line(text, array("d", [0.0] * 2 * of), (50, 50, 500, 60), 10)
    return Page(1, 595, 842, (line,), problems=(Problem("garbled_text", 1, "読めません。"),))


@pytest.mark.parametrize(
    ("lost", "sure", "ocr"), [(40, 0.9, True), (40, 0.75, False), (3, 0.9, False), (15, 0.95, True)]
)
def test_a_text_layer_is_replaced_only_by_what_is_clearly_better(lost: int, sure: float, ocr: bool) -> None:
    page = garbled(lost, 100)
    assert wrong_share(page) == pytest.approx(lost / 100)
    assert recognised(page, [row("本当の文字", sure=sure)], wrong_share(page)).ocr is ocr


def missing() -> Recogniser:
    raise OcrUnavailable("Tesseract がありません。「sudo apt install tesseract-ocr-jpn」")


def scan_and_text(folder: Path) -> tuple[Path, list[Page]]:
    path = write_pdf(folder / "mixed.pdf", Sheet().text(72, 100, "文字のある頁"), Sheet().image(0, 0, 595, 842))
    read = Page(1, 595, 842, recognised(SCAN, [row("文字のある頁")], 1.0).lines)
    return path, [read, replace(SCAN, number=2)]


def test_without_tesseract_pages_stay_and_staff_are_told_what_to_install(tmp_path: Path) -> None:
    path, pages = scan_and_text(tmp_path)
    kept, (problem,) = with_ocr(path, pages, find=missing)
    assert kept == pages
    assert (problem.code, problem.page) == ("ocr_not_installed", None)
    for words in ("tesseract-ocr-jpn", "1ページ（2ページ）", "reread"):
        assert words in problem.message


def test_only_pages_that_need_it_are_read(tmp_path: Path) -> None:
    path, pages = scan_and_text(tmp_path)
    done: list[tuple[int, int]] = []
    read, problems = with_ocr(
        path, pages, find=lambda: Fixed(row("読み取った文字")), progress=lambda n, of: done.append((n, of))
    )
    assert read[0] is pages[0]
    assert [line.text for line in read[1].lines] == ["読み取った文字"]
    assert (problems, done) == ((), [(1, 1)])
    assert with_ocr(path, pages[:1], find=missing) == (pages[:1], ())  # not even looked for


@pytest.mark.parametrize("broken", ["recogniser", "file"])
def test_a_page_that_fails_is_told_and_stops_nothing(tmp_path: Path, broken: str) -> None:
    path, pages = scan_and_text(tmp_path)
    if broken == "file":
        path.write_bytes(b"no pdf")
    find: Callable[[], Recogniser] = (lambda: Fixed(row("字"))) if broken == "file" else Fixed
    read, _ = with_ocr(path, pages, find=find)
    assert codes(read[1]) == ["no_text_layer", "ocr_failed"]
    assert "reread" in read[1].problems[1].message


def test_all_that_comes_from_such_a_page_is_marked() -> None:
    page = recognised(replace(SCAN, number=1), [row("基本目標", sure=0.9)], 1.0)
    here, there = Evidence(1, ((0, 0, 1, 1),), "基本目標"), Evidence(2, ((0, 0, 1, 1),), "本文")
    goal = Goal("d:goal:1", "d", None, "基本目標", (here, there), confidence=0.9)
    other = Goal("d:goal:2", "d", None, "本文", (there,), confidence=0.9)
    document = Document("d", "00", "d.pdf", "題", 2)
    read = Ingested(document, (page, replace(SCAN, number=2, problems=())), (), (), (goal, other), (), ())
    found = marked(read)
    assert [e.ocr for e in found.records[0].evidence] == [True, False]
    assert found.records[0].confidence < SURE  # a second look is needed, however sure
    assert marked(replace(read, records=(replace(goal, confidence=0.5),))).records[0].confidence == pytest.approx(0.45)
    assert found.records[1] is other
    assert found.document is document
    clean = replace(read, pages=(replace(page, ocr=False),))
    assert marked(clean) is clean
