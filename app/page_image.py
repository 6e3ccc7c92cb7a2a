"""A page of a PDF as a picture, with the cited boxes marked on it (pypdfium2, Pillow).

pdfium draws the page as displayed, turned and cropped, which is the page that boxes are measured on; so a box needs
only to be scaled. pdfium must not be called from two threads at once; rendering is therefore serialised.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.errors import UnreadableFile
from corpus.pages import Box

if TYPE_CHECKING:
    from PIL.Image import Image

PIXELS_WIDE = 1240
"""Width of the picture: A4 upright at 150 dpi."""
_MAX_PIXELS_HIGH = 4000
_PAD = 1.5
_FILL = (255, 210, 60, 70)
_EDGE = (196, 84, 0, 255)
_LABEL_SIZE = 24

_pdfium = threading.Lock()


@lru_cache(maxsize=24)
def _page_picture(path: Path, page: int, pixels_wide: int) -> tuple[Image, float]:
    """The page without marks, and pixels per point."""
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
            scale = min(pixels_wide / pdf_page.get_width(), _MAX_PIXELS_HIGH / pdf_page.get_height())
            picture: Image = pdf_page.render(scale=scale, may_draw_forms=False).to_pil().convert("RGB")
        finally:
            document.close()
    return picture, scale


def page_height(path: Path, page: int) -> float:
    """Height in points of a 1-based page as displayed. Raises UnreadableFile like `page_image`."""
    picture, scale = _page_picture(path, page, PIXELS_WIDE)
    return picture.height / scale


def page_image(
    path: Path, page: int, boxes: Sequence[Box] = (), labels: Sequence[str] = (), *, pixels_wide: int = PIXELS_WIDE
) -> Image:
    """Picture of a 1-based page with `boxes` (PDF points, origin top left) marked.

    `labels` (ASCII, one per box) stand beside the top left corners; a labelled box is outlined, not washed over.

    Raises UnreadableFile when the file is gone or broken, or has no such page (code no_page).
    """
    from PIL import Image as Pictures
    from PIL import ImageDraw, ImageFont

    picture, scale = _page_picture(path, page, pixels_wide)
    if not boxes:
        return picture.copy()
    marks = Pictures.new("RGBA", picture.size, (0, 0, 0, 0))
    pen = ImageDraw.Draw(marks)
    for n, (x0, top, x1, bottom) in enumerate(boxes):
        label = labels[n] if labels else ""
        left, upper, right, lower = (edge * scale for edge in (x0 - _PAD, top - _PAD, x1 + _PAD, bottom + _PAD))
        pen.rounded_rectangle(
            [left, upper, right, lower], radius=4, fill=None if label else _FILL, outline=_EDGE, width=4 if label else 2
        )
        if label:
            font = ImageFont.load_default(_LABEL_SIZE)
            width = font.getlength(label) + 14
            beside = max(left - width, 0)
            pen.rectangle([beside, upper, beside + width, upper + _LABEL_SIZE + 8], fill=_EDGE)
            pen.text((beside + 7, upper + 2), label, font=font, fill=(255, 255, 255, 255))
    return Pictures.alpha_composite(picture.convert("RGBA"), marks).convert("RGB")
