"""Pages as pictures, drawn in a child process: a file that takes pdfium down takes nothing else with it.

The child is asked for one page, answers with a PNG in grey on stdout, and ends. Pictures have a limit on their size,
so that a poster does not become a picture of gigabytes: it is drawn at fewer dots per inch.
"""

from __future__ import annotations

import io
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import corpus
from corpus.errors import OcrFailed
from corpus.pages import Page

MOST_PIXELS = 40_000_000
"""A2 at 300 dpi and a little more."""

_SECONDS = 60.0
_POINTS = 72.0


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
    root = str(Path(corpus.__file__).resolve().parent.parent)
    paths = dict.fromkeys([root, *(p for p in sys.path if p)])
    try:
        done = subprocess.run(
            [sys.executable, "-c", "from ingest.picture import main; main()", str(path), str(page.number), str(dpi)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(paths), "PYTHONUTF8": "1"},
            timeout=_SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise OcrFailed(f"{page.number}ページの画像を作れませんでした（{type(error).__name__}）。") from error
    if done.returncode != 0 or not done.stdout:
        raise OcrFailed(f"{page.number}ページの画像を作れませんでした（終了コード {done.returncode}）。")
    return Picture(done.stdout, dpi)


def main() -> None:
    """Draw the page that the arguments name: file, 1-based page, dots per inch."""
    import pypdfium2

    path, number, dpi = sys.argv[1:]
    pdf = pypdfium2.PdfDocument(path)
    picture = pdf[int(number) - 1].render(scale=float(dpi) / _POINTS, grayscale=True, may_draw_forms=False).to_pil()
    out = io.BytesIO()
    picture.save(out, "PNG", compress_level=1)
    sys.stdout.buffer.write(out.getvalue())
    sys.stdout.buffer.flush()
    os._exit(0)  # pdfium is not asked to tidy up what it may have broken
