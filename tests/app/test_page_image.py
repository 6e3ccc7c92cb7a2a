"""The picture of a page shows the thing where its box is."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from app.page_image import page_picture
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
def test_a_box_covers_the_thing_it_is_around(
    tmp_path: Path, rotate: int, crop: tuple[int, int, int, int] | None, displayed: tuple[int, int], box: Box
) -> None:
    path = write_pdf(tmp_path / "a.pdf", content=BLACK_RECTANGLE, rotate=rotate, crop=crop)
    drawn = page_picture(path, 1, tmp_path / "pages")
    assert (drawn.width, drawn.height) == displayed
    width, height = displayed
    assert dark_box(Image.open(drawn.file)) == pytest.approx(
        (box[0] / width, box[1] / height, box[2] / width, box[3] / height), abs=0.01
    )


def test_a_page_is_drawn_once_and_again_when_its_picture_has_gone(tmp_path: Path) -> None:
    path = write_pdf(tmp_path / "a.pdf")
    first = page_picture(path, 1, tmp_path / "pages").file
    made = first.stat().st_mtime_ns
    assert page_picture(path, 1, tmp_path / "pages").file.stat().st_mtime_ns == made
    first.unlink()
    assert page_picture(path, 1, tmp_path / "pages").file.exists()


def test_the_oldest_pictures_go(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.page_image.MOST_PICTURES", 2)
    path = write_pdf(tmp_path / "a.pdf", pages=4)
    for page in (1, 2, 3, 4):
        assert page_picture(path, page, tmp_path / "pages").file.exists()
    assert len(list((tmp_path / "pages").iterdir())) == 2


def test_a_very_tall_page_stays_of_bounded_size(tmp_path: Path) -> None:
    path = write_pdf(tmp_path / "a.pdf", size=(50, 14_000))
    assert Image.open(page_picture(path, 1, tmp_path).file).height <= 4000


@pytest.mark.parametrize("page", [0, 2])
def test_a_page_that_is_not_there(tmp_path: Path, page: int) -> None:
    with pytest.raises(UnreadableFile, match="ページはありません"):
        page_picture(write_pdf(tmp_path / "a.pdf"), page, tmp_path)


def test_a_file_that_has_gone(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="表示できません"):
        page_picture(tmp_path / "gone.pdf", 1, tmp_path)
