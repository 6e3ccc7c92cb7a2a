"""The mark drawn on the picture of a page covers the thing that its box is around."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image, ImageChops

from app.page_image import page_image
from corpus.errors import UnreadableFile
from corpus.pages import Box
from tests.app.pdfs import write_pdf

BLACK_RECTANGLE = b"0 0 0 rg 20 60 50 30 re f"  # x 20..70, y 60..90 from the bottom of a page of 200 × 100


def dark_box(picture: Image.Image) -> tuple[float, float, float, float]:
    """Where the picture is black, as shares of its width and height."""
    box = picture.convert("L").point(lambda v: 255 if v < 60 else 0).getbbox()
    assert box is not None
    return (box[0] / picture.width, box[1] / picture.height, box[2] / picture.width, box[3] / picture.height)


@pytest.mark.parametrize(
    ("rotate", "crop", "displayed", "box"),
    [
        (0, None, (200, 100), (20, 10, 70, 40)),
        (90, None, (100, 200), (60, 20, 90, 70)),
        (180, None, (200, 100), (130, 60, 180, 90)),
        (270, None, (100, 200), (10, 130, 40, 180)),
        (0, (10, 20, 150, 95), (140, 75), (10, 5, 60, 35)),
    ],
)
def test_marks_fall_on_what_they_cite(
    tmp_path: Path, rotate: int, crop: tuple[int, int, int, int] | None, displayed: tuple[int, int], box: Box
) -> None:
    path = write_pdf(tmp_path / "a.pdf", content=BLACK_RECTANGLE, rotate=rotate, crop=crop)
    plain, marked = page_image(path, 1), page_image(path, 1, [box])
    width, height = displayed
    assert dark_box(plain) == pytest.approx(
        (box[0] / width, box[1] / height, box[2] / width, box[3] / height), abs=0.01
    )
    changed = ImageChops.difference(plain, marked).getbbox()
    assert changed is not None
    expected = tuple(edge * plain.width / width for edge in box)
    assert changed == pytest.approx(expected, abs=3 * plain.width / width)


def test_a_labelled_box_is_outlined_not_washed_over(tmp_path: Path) -> None:
    path = write_pdf(tmp_path / "a.pdf")
    marked = page_image(path, 1, [(100, 20, 150, 80)], ["12"])
    scale = marked.width / 200
    assert marked.getpixel((int(125 * scale), int(50 * scale))) == (255, 255, 255)
    assert marked.getpixel((int(125 * scale), int(18.9 * scale))) != (255, 255, 255)
    assert marked.getpixel((int(97.8 * scale), int(20 * scale))) != (255, 255, 255)


def test_marking_leaves_the_cached_page_clean(tmp_path: Path) -> None:
    path = write_pdf(tmp_path / "a.pdf", content=BLACK_RECTANGLE)
    before = page_image(path, 1)
    page_image(path, 1, [(100, 50, 150, 80)])
    assert ImageChops.difference(before, page_image(path, 1)).getbbox() is None


def test_a_very_tall_page_stays_of_bounded_size(tmp_path: Path) -> None:
    path = write_pdf(tmp_path / "a.pdf", size=(50, 14_000))
    assert page_image(path, 1).height <= 4000


@pytest.mark.parametrize("page", [0, 2])
def test_a_page_that_is_not_there(tmp_path: Path, page: int) -> None:
    with pytest.raises(UnreadableFile, match="ページはありません"):
        page_image(write_pdf(tmp_path / "a.pdf"), page)


def test_a_file_that_has_gone(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="表示できません"):
        page_image(tmp_path / "gone.pdf", 1)
