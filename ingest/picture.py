"""Pages as pictures, drawn in a child process: a file that takes pdfium down takes nothing else with it.

The child is asked for pages of one file, answers with PNGs in grey on stdout, and ends. Pictures have a limit on their
size, so that a poster does not become a picture of gigabytes: it is drawn at fewer dots per inch.
"""

from __future__ import annotations

import io
import os
import struct
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import corpus
from corpus.errors import OcrFailed
from corpus.pages import Page

MOST_PIXELS = 40_000_000
"""A2 at 300 dpi and a little more."""

_SECONDS = 60.0
_POINTS = 72.0
_LENGTH = struct.Struct(">I")


@dataclass(frozen=True, slots=True)
class Picture:
    """A page as displayed, as a PNG in grey; `dpi` are its pixels per inch (72 points)."""

    png: bytes
    dpi: float


def draw(path: Path, page: Page, *, dpi: float) -> Picture:
    """Picture of a page, at fewer dots per inch where it would be larger than MOST_PIXELS.

    Raises OcrFailed when it cannot be drawn, or not in a minute.
    """
    area = max(page.width * page.height, 1.0) / _POINTS**2
    dpi = min(dpi, (MOST_PIXELS / area) ** 0.5)
    try:
        (png,) = _drawn(path, [page.number], dpi)
    except (OSError, subprocess.SubprocessError, ValueError) as error:
        raise OcrFailed(f"{page.number}ページの画像を作れませんでした（{type(error).__name__}）。") from error
    return Picture(png, dpi)


def draw_small(path: Path, pages: Sequence[Page], *, pixels: int) -> dict[int, Picture]:
    """Pictures of pages, by number, so many pixels wide, all from one child; none where it fails."""
    found: dict[int, Picture] = {}
    for page in pages:
        found[page.number] = Picture(b"", _POINTS * pixels / max(page.width, page.height, 1.0))
    try:
        for dpi in sorted({picture.dpi for picture in found.values()}):
            numbers = [number for number, picture in found.items() if picture.dpi == dpi]
            for number, png in zip(numbers, _drawn(path, numbers, dpi), strict=True):
                found[number] = Picture(png, dpi)
    except (OSError, subprocess.SubprocessError, ValueError):
        pass
    return {number: picture for number, picture in found.items() if picture.png}


def _drawn(path: Path, numbers: Sequence[int], dpi: float) -> list[bytes]:
    """PNGs of the pages, from one child."""
    root = str(Path(corpus.__file__).resolve().parent.parent)
    paths = dict.fromkeys([root, *(p for p in sys.path if p)])
    program = "from ingest.picture import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", program, str(path), str(dpi), ",".join(map(str, numbers))],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(paths), "PYTHONUTF8": "1"},
        timeout=_SECONDS * len(numbers),
        check=True,
    )
    out, pngs = io.BytesIO(done.stdout), []
    while header := out.read(_LENGTH.size):
        pngs.append(out.read(_LENGTH.unpack(header)[0]))
    if len(pngs) != len(numbers) or not all(pngs):
        raise ValueError("pictures are missing")
    return pngs


def main() -> None:
    """Draw what the arguments name: file, dots per inch, 1-based pages; each PNG is preceded by its length."""
    import pypdfium2

    path, dpi, numbers = sys.argv[1:]
    pdf = pypdfium2.PdfDocument(path)
    for number in numbers.split(","):
        page = pdf[int(number) - 1]
        out = io.BytesIO()
        bitmap = page.render(scale=float(dpi) / _POINTS, grayscale=True, may_draw_forms=False)
        bitmap.to_pil().save(out, "PNG", compress_level=1)
        page.close()
        sys.stdout.buffer.write(_LENGTH.pack(out.tell()) + out.getvalue())
    sys.stdout.buffer.flush()
    os._exit(0)  # pdfium is not asked to tidy up what it may have broken
