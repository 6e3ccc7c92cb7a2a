"""How much of a page OCR reads right: pages with text, made pictures, against their own text.

python -m benchmarks.ocr FOLDER [--pages N]    writes benchmarks/results/ocr.json

Of every PDF in the folder, the N pages with most characters (300 at least) of the evenly spaced ones are drawn at 200
and at 300 dpi, each alone in a PDF without text, and read as any scan is. Texts are compared in reading order (blocks
and cells, normalised, without white space and leaders): CER is the edit distance by the characters of the page
(Levenshtein 1966); `unordered` counts characters whatever their place. Seconds are processor time of one page.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import statistics
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

import pypdfium2
from rapidfuzz.distance import Levenshtein

from corpus.pages import Page, union
from corpus.text import squeeze
from ingest.blocks import lay_out
from ingest.ocr import with_ocr
from ingest.reader import read_pdf
from ingest.tables import find_tables

RESULTS: Final = Path(__file__).parent / "results" / "ocr.json"
RESOLUTIONS: Final = (200, 300)
_LEAST: Final = 300
_LOOKED_AT: Final = 8
_LEADERS: Final = re.compile(r"[.・…‥･·･]{3,}|…+")


def text_of(page: Page) -> str:
    """The words of a page in reading order, tables where they begin."""
    layout = lay_out([page], find_tables([page]))
    parts = [(block.box[1], "".join(e.quote for e in block.evidence)) for block in layout.blocks]
    for table in layout.tables:
        top = union([cell.box for cell in table.cells])[1]
        at = next((i for i, (y, _) in enumerate(parts) if y > top), len(parts))
        parts.insert(at, (top, "".join(cell.text for cell in table.cells)))
    return _LEADERS.sub("", squeeze("".join(words for _, words in parts)))


def chosen(path: Path, most: int) -> list[Page]:
    """The pages of a file that are measured."""
    with pypdfium2.PdfDocument(path) as pdf:
        count = len(pdf)
    looked_at = sorted({round(i * (count - 1) / max(_LOOKED_AT - 1, 1)) + 1 for i in range(_LOOKED_AT)})
    pages = [page for page in read_pdf(path, pages=looked_at) if not page.ocr]
    pages = [page for page in pages if len(text_of(page)) >= _LEAST and not page.problems]
    return sorted(pages, key=lambda page: -len(text_of(page)))[:most]


def picture_pdf(path: Path, number: int, dpi: int, out: Path) -> Path:
    """One page of a PDF as a picture in a PDF of its own."""
    with pypdfium2.PdfDocument(path) as pdf:
        pdf[number - 1].render(scale=dpi / 72).to_pil().convert("L").save(out, "PDF", resolution=dpi)
    return out


def measured(path: Path, page: Page, dpi: int, folder: Path) -> dict[str, Any]:
    """What OCR makes of one page."""
    scan = picture_pdf(path, page.number, dpi, folder / "page.pdf")
    before = os.times()
    (read,), _ = with_ocr(scan, list(read_pdf(scan)))
    after = os.times()
    wanted, found = text_of(page), text_of(read)
    bags = Counter(wanted), Counter(found)
    return {
        "file": path.name,
        "page": page.number,
        "dpi": dpi,
        "characters": len(wanted),
        "cer": round(Levenshtein.distance(found, wanted) / len(wanted), 4),
        "unordered": round((bags[0] - bags[1]).total() / len(wanted), 4),
        "confidence": read.ocr_confidence,
        "seconds": round(
            after.children_user + after.children_system - before.children_user - before.children_system, 2
        ),
    }


def summary(rows: Sequence[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Middle and mean of the figures, by resolution."""
    for dpi in RESOLUTIONS:
        of = [row for row in rows if row["dpi"] == dpi]
        if of:
            yield {
                "dpi": dpi,
                "pages": len(of),
                "characters": sum(row["characters"] for row in of),
                **{
                    f"{key}_median": round(statistics.median(row[key] for row in of), 4) for key in ("cer", "unordered")
                },
                "cer_mean": round(statistics.mean(row["cer"] for row in of), 4),
                "unordered_mean": round(statistics.mean(row["unordered"] for row in of), 4),
                "seconds_mean": round(statistics.mean(row["seconds"] for row in of), 2),
            }


def main() -> None:
    """Measure, print and keep the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--pages", type=int, default=1)
    arguments = parser.parse_args()
    rows: list[dict[str, Any]] = []
    with tempfile.TemporaryDirectory() as folder:
        for path in sorted(arguments.folder.glob("*.pdf")):
            for page in chosen(path, arguments.pages):
                for dpi in RESOLUTIONS:
                    rows.append(measured(path, page, dpi, Path(folder)))
                    print(rows[-1], flush=True)
    found = list(summary(rows))
    for line in found:
        print(line)
    RESULTS.write_text(json.dumps({"summary": found, "pages": rows}, ensure_ascii=False, indent=2) + "\n", "utf-8")


if __name__ == "__main__":
    main()
