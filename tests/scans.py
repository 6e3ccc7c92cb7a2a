"""Scans made from PDFs: pages as pictures, as a scanner would leave them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pypdfium2
import pytest

from corpus.errors import OcrUnavailable
from ingest.tesseract import Tesseract, find_tesseract


def write_scan(source: Path, pages: Sequence[int], out: Path, *, dpi: int = 200, turn: int = 0) -> Path:
    """The pages (1-based) of a PDF as a PDF of pictures; `turn` is how far clockwise they lie, in degrees."""
    with pypdfium2.PdfDocument(source) as pdf:
        pictures = [pdf[n - 1].render(scale=dpi / 72).to_pil().convert("L") for n in pages]
    first, *more = [picture.rotate(-turn, expand=True) for picture in pictures]
    first.save(out, "PDF", resolution=dpi, save_all=True, append_images=more)
    return out


def tesseract_or_skip() -> Tesseract:
    """Tesseract with its Japanese data; the test is skipped where it is not installed."""
    try:
        return find_tesseract()
    except OcrUnavailable:
        pytest.skip("Tesseract（tesseract-ocr と tesseract-ocr-jpn）がないため省略")
