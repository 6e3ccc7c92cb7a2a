"""A page of a PDF as a picture on disk (pypdfium2, Pillow), for the browser to fetch and keep.

pdfium draws the page as displayed, turned and cropped, which is the page that boxes are measured on; so a box needs
only to be scaled. pdfium must not be called from two threads at once; rendering is therefore serialised.
"""

from __future__ import annotations

import hashlib
import threading
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from corpus.errors import UnreadableFile

PIXELS_WIDE = 1240
"""Width of the picture: A4 upright at 150 dpi."""
MOST_PICTURES = 400
"""Kept on disk, about 200 kB each; the oldest go first."""
_MAX_PIXELS_HIGH = 4000
_QUALITY = 82

_pdfium = threading.Lock()


@dataclass(frozen=True, slots=True)
class PagePicture:
    """A JPEG of a page, and the page's size as displayed in points."""

    file: Path
    width: float
    height: float


def page_picture(path: Path, page: int, folder: Path) -> PagePicture:
    """Picture of a 1-based page in `folder`, drawn when it is not there yet.

    Raises UnreadableFile when the PDF is gone or broken, or has no such page (code no_page).
    """
    known = _drawn(path, page, folder)
    if known.file.exists():
        return known
    _drawn.cache_clear()
    return _drawn(path, page, folder)


@lru_cache(maxsize=MOST_PICTURES)
def _drawn(path: Path, page: int, folder: Path) -> PagePicture:
    import pypdfium2

    with _pdfium:
        try:
            document = pypdfium2.PdfDocument(path)
        except (pypdfium2.PdfiumError, OSError) as error:
            raise UnreadableFile(
                f"「{path.name}」のページを表示できません。ファイルが移動または破損しています。"
            ) from error
        try:
            if not 1 <= page <= len(document):
                last = len(document)
                raise UnreadableFile(f"「{path.name}」に{page}ページはありません（全{last}ページ）。", code="no_page")
            pdf_page = document[page - 1]
            width, height = pdf_page.get_width(), pdf_page.get_height()
            scale = min(PIXELS_WIDE / width, _MAX_PIXELS_HIGH / height)
            picture = pdf_page.render(scale=scale, may_draw_forms=False).to_pil().convert("RGB")
        finally:
            document.close()
        folder.mkdir(parents=True, exist_ok=True)
        name = hashlib.sha256(f"{path}\0{path.stat().st_mtime_ns}\0{page}".encode()).hexdigest()[:24]
        half = folder / f"{name}.part"
        picture.save(half, "JPEG", quality=_QUALITY)
        file = half.replace(folder / f"{name}.jpg")
        for old in sorted(folder.glob("*.jpg"), key=lambda f: f.stat().st_mtime)[:-MOST_PICTURES]:
            old.unlink(missing_ok=True)
    return PagePicture(file, width, height)
