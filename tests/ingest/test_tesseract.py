"""What Tesseract says, read from an output that was kept; and what staff are told where it cannot be asked."""

from __future__ import annotations

import io
import os
from pathlib import Path

import pytest
from PIL import Image

from corpus.errors import OcrFailed, OcrUnavailable
from ingest import tesseract
from ingest.picture import Picture
from ingest.tesseract import PROGRAM, Letter, Row, Tesseract, confidence, find_tesseract, gain, rows_of_hocr
from tests.scans import tesseract_or_skip, write_scan

HOCR = (Path(__file__).parents[1] / "golden" / "title_page.hocr").read_bytes()
"""Two lines of the title page of the sample of 2014 (22 and 12 points), as a picture of 300 dpi."""


def picture(width: int = 40, height: int = 20) -> Picture:
    out = io.BytesIO()
    Image.new("L", (width, height), 255).save(out, "PNG")
    return Picture(out.getvalue(), 300)


def program(folder: Path, script: str) -> str:
    """An executable that stands in for Tesseract."""
    if os.name == "nt":
        pytest.skip("シェルがないため省略")
    path = folder / "tesseract"
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    return str(path)


def test_rows_have_letters_boxes_and_sizes_in_points() -> None:
    title, period = rows_of_hocr(HOCR, 300)
    assert "".join(letter.text for letter in title.letters) == "まち・ひと・しごと創生総合戦略"
    assert "".join(letter.text for letter in period.letters).startswith("計画期間:2015年度")
    assert title.box == pytest.approx((132.6, 275, 462.6, 297), abs=3)
    assert title.size == pytest.approx(22, abs=1)
    assert period.size == pytest.approx(12, abs=0.6)
    assert not title.vertical
    starts = [letter.box[0] for letter in title.letters]
    assert starts == sorted(starts)
    assert 0.8 < confidence((title, period)) <= 1


def test_rows_scale_with_the_resolution() -> None:
    fine, coarse = rows_of_hocr(HOCR, 300)[0], rows_of_hocr(HOCR, 150)[0]
    assert coarse.box == pytest.approx([2 * edge for edge in fine.box])
    assert coarse.size == pytest.approx(2 * fine.size)


def test_letters_that_go_down_are_vertical() -> None:
    chars = "".join(
        f"<span class='ocrx_cinfo' title='x_bboxes 100 {y} 140 {y + 38}; x_conf 99'>縦</span>" for y in (10, 52, 94)
    )
    hocr = (
        "<html><span class='ocr_line' title='bbox 100 10 140 132; baseline -1463 1463; x_size 40'>"
        f"<span class='ocrx_word' title='bbox 100 10 140 132; x_wconf 90'>{chars}</span></span></html>"
    )
    (row,) = rows_of_hocr(hocr.encode(), 72)
    assert row.vertical
    assert row.slope == 0
    assert row.size == pytest.approx(42)


@pytest.mark.parametrize("output", [b"", b"<html>", b"not hocr"])
def test_what_is_no_hocr_is_told(output: bytes) -> None:
    with pytest.raises(OcrFailed, match="出力を読めません"):
        rows_of_hocr(output, 300)


def test_a_page_without_words_has_no_rows() -> None:
    assert rows_of_hocr(b"<html><body/></html>", 300) == ()
    assert (confidence(()), gain(())) == (0, 0)


def test_more_right_letters_are_a_gain_and_wrong_ones_a_loss() -> None:
    def row(*sure: float) -> Row:
        return Row(tuple(Letter("字", (0, 0, 1, 1), s) for s in sure), (0, 0, 1, 1), 1)

    assert gain([row(0.9, 0.9)]) > gain([row(0.9)]) > gain([row(0.9, 0.2)]) > 0 > gain([row(0.3)])


def test_without_tesseract_staff_are_told_what_to_install(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv(PROGRAM, str(tmp_path / "none"))
    with pytest.raises(OcrUnavailable) as told:
        find_tesseract()
    assert told.value.code == "ocr_not_installed"
    for words in ("tesseract-ocr-jpn", "apt install", "Windows", "Japanese"):
        assert words in str(told.value)


def test_without_japanese_data_staff_are_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv(PROGRAM, program(tmp_path, "echo 'List of available languages (2):'; echo eng; echo osd"))
    with pytest.raises(OcrUnavailable, match="tesseract-ocr-jpn") as told:
        find_tesseract()
    assert told.value.code == "ocr_language_missing"


def test_a_program_that_does_not_run_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv(PROGRAM, program(tmp_path, "exit 3"))
    with pytest.raises(OcrUnavailable, match=PROGRAM):
        find_tesseract()


def test_a_crash_and_a_hang_are_of_the_page_alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    with pytest.raises(OcrFailed, match="終了コード 5") as crashed:
        Tesseract(program(tmp_path, "exit 5"), frozenset({"jpn"})).recognise(picture())
    assert crashed.value.code == "ocr_failed"
    monkeypatch.setattr(tesseract, "_SECONDS", 0.2)
    with pytest.raises(OcrFailed) as late:
        Tesseract(program(tmp_path, "exec sleep 30"), frozenset({"jpn"})).recognise(picture())
    assert late.value.code == "ocr_timeout"


def test_a_page_that_lies_on_its_side_is_read(samples: Path, tmp_path: Path) -> None:
    from ingest.ocr import with_ocr
    from ingest.reader import read_pdf

    found = tesseract_or_skip()
    scan = write_scan(samples / "2014_machi_hito_shigoto.pdf", [3], tmp_path / "scan.pdf", turn=90)
    (page,), _ = with_ocr(scan, list(read_pdf(scan)), find=lambda: found)
    assert [problem.code for problem in page.problems] == ["rotated_page", "ocr_text"]
    (line,) = [line for line in page.lines if "人口減少と地域経済" in line.text]
    assert line.box[3] - line.box[1] > 5 * (line.box[2] - line.box[0])
    assert line.box[0] > page.width / 2  # the top of the text is at the right
