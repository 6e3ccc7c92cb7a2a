"""Words in pictures become passages that are found, and nothing else."""

from __future__ import annotations

from pathlib import Path

from corpus.errors import OcrFailed, OcrUnavailable
from corpus.pages import Block, BlockKind, Evidence, Page, Passage
from ingest.picture import Picture
from ingest.picture_text import with_picture_text
from ingest.tesseract import Row
from tests.ingest.test_ocr import row
from tests.pdfs import Sheet, write_pdf

BOX = (100.0, 300.0, 400.0, 600.0)
HEADING = Block(BlockKind.HEADING, "標識の掲示", (Evidence(1, ((50.0, 50.0, 150.0, 60.0),), "標識の掲示"),), level=1)
TEXT = Passage("a:p:1", "a", "body", ("標識の掲示",), "標識を掲げる。", HEADING.evidence)


class Figures:
    """Reads the same rows in every picture, and fails where there are none."""

    def __init__(self, *rows: Row) -> None:
        self.rows = rows
        self.asked = 0

    def scattered(self, picture: Picture) -> tuple[Row, ...]:
        assert picture.png.startswith(b"\x89PNG")
        self.asked += 1
        if not self.rows:
            raise OcrFailed("Tesseract が異常終了しました。")
        return self.rows


def page(number: int, lines: Page, *boxes: tuple[float, float, float, float]) -> Page:
    return Page(number, 595.0, 842.0, lines.lines, images=boxes)


def written(tmp_path: Path, pages: int) -> tuple[Path, Page]:
    """A file of so many pages, and a page with a line."""
    from ingest.reader import read_pdf

    file = write_pdf(tmp_path / "figures.pdf", *(Sheet().text(50, 50, "標識の掲示") for _ in range(pages)))
    return file, next(iter(read_pdf(file)))


def test_words_in_a_picture_are_a_passage_under_the_heading_above(tmp_path: Path) -> None:
    file, read = written(tmp_path, 1)
    reader = Figures(
        row("販売場の名称", x=10, y=20),
        row("国税酒店", x=120, y=21),
        row("氏名及び所在地", x=10, y=60),
        row("口", sure=0.2),
    )
    passages, told = with_picture_text(file, [TEXT], "a", [page(1, read, BOX)], [HEADING], find=lambda: reader)
    assert passages[0] == TEXT
    (found,) = passages[1:]
    assert (found.id, found.kind, found.path) == ("a:p:2", "picture", ("標識の掲示",))
    assert found.text == "販売場の名称 国税酒店\n氏名及び所在地"
    (place,) = found.evidence
    assert (place.page, place.boxes, place.ocr) == (1, (BOX,), True)
    assert [problem.code for problem in told] == ["picture_text"]


def test_strips_of_a_picture_are_read_as_one_and_furniture_is_not_read(tmp_path: Path) -> None:
    file, read = written(tmp_path, 3)
    reader = Figures(row("販売場の名称及び所在地等"))
    strips = ((100.0, 300.0, 400.0, 450.0), (100.0, 450.5, 400.0, 600.0))
    with_picture_text(file, [], "a", [page(1, read, *strips)], [], find=lambda: reader)
    assert reader.asked == 1
    everywhere = [page(number, read, BOX) for number in (1, 2, 3)]
    assert with_picture_text(file, [], "a", everywhere, [], find=lambda: reader) == ([], ())
    assert reader.asked == 1


def test_what_is_not_sure_or_says_little_is_left_out(tmp_path: Path) -> None:
    file, read = written(tmp_path, 1)
    for rows in ([row("販売場の名称及び所在地等", sure=0.3)], [row("標識")], []):
        reader = Figures(*rows)
        assert with_picture_text(file, [TEXT], "a", [page(1, read, BOX)], [], find=lambda r=reader: r) == ([TEXT], ())


def test_without_ocr_it_is_told_that_pictures_were_not_read(tmp_path: Path) -> None:
    def none() -> Figures:
        raise OcrUnavailable("Tesseract がありません。")

    file, read = written(tmp_path, 1)
    passages, told = with_picture_text(file, [TEXT], "a", [page(1, read, BOX)], [], find=none)
    assert passages == [TEXT]
    assert [problem.code for problem in told] == ["picture_text_unread"]
    assert with_picture_text(file, [TEXT], "a", [page(1, read)], [], find=none) == ([TEXT], ())
