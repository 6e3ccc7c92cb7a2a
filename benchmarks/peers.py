"""Tables by Shirube and by other tools on the same files, scored alike, in one run.

python -m benchmarks.peers ANSWERS PDFS    writes benchmarks/results/peers.json

ANSWERS is a folder of answers (*.json with `tables`), PDFS the folder of the files they are about: each named by the
answers' name, or beginning with it (`document.n_pages` tells files of the same beginning apart). pdfplumber comes with
Shirube; camelot-py 2 (lattice) and PyMuPDF are compared where they have been installed by hand
(`pip install --target PEERS "camelot-py>=2" pymupdf`, then PYTHONPATH=PEERS) and are skipped where not. Each tool gives
boxes and texts of cells; rows, columns and spans are read off the boxes alike.
"""

from __future__ import annotations

import argparse
import contextlib
import importlib.util
import io
import json
import logging
import time
import warnings
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, Final

from corpus.pages import Box, Cell, Table, union
from corpus.text import normalise
from ingest.reader import page_count, read_pdf
from ingest.scores import table_scores, wanted_tables
from ingest.tables import find_tables

RESULTS: Final = Path(__file__).parent / "results" / "peers.json"
_SAME: Final = 2.0
"""Points within which sides of cells are one grid line."""


def by_shirube(path: Path) -> list[Table]:
    """Tables by the reading stage."""
    return find_tables(read_pdf(path))


def by_pdfplumber(path: Path) -> list[Table]:
    """Tables by pdfplumber's finder with its default settings."""
    import pdfplumber

    found: list[Table] = []
    with pdfplumber.open(path) as pdf:
        for page in pdf.pages:
            for table in page.find_tables():
                texts = table.extract()
                cells = [
                    (box, text or "")
                    for row, words in zip(table.rows, texts, strict=True)
                    for box, text in zip(row.cells, words, strict=True)
                    if box is not None
                ]
                found.append(table_of(page.page_number, cells))
    return found


def by_pymupdf(path: Path) -> list[Table]:
    """Tables by PyMuPDF's finder with its default settings."""
    import pymupdf  # type: ignore[import-not-found, unused-ignore]

    found: list[Table] = []
    with pymupdf.open(path) as pdf:
        for number, page in enumerate(pdf, start=1):
            for table in page.find_tables().tables:
                texts = table.extract()
                cells = [
                    (tuple(box), text or "")
                    for row, words in zip(table.rows, texts, strict=False)
                    for box, text in zip(row.cells, words, strict=False)
                    if box is not None
                ]
                if cells:
                    found.append(table_of(number, cells))
    return found


def by_camelot(path: Path) -> list[Table]:
    """Tables by camelot's lattice flavour with its default settings; cells without a line between them are one."""
    import camelot  # type: ignore[import-not-found, unused-ignore]

    found: list[Table] = []
    for table in camelot.read_pdf(str(path), pages="all", flavor="lattice"):
        cells = list(_merged(table.cells))
        if cells:
            found.append(table_of(int(table.page), cells))
    return found


def _merged(grid: Sequence[Sequence[Any]]) -> Iterator[tuple[Box, str]]:
    """Cells of camelot's grid (y counts up), those that no line parts together."""
    taken: set[tuple[int, int]] = set()
    for r, row in enumerate(grid):
        for c, _ in enumerate(row):
            if (r, c) in taken:
                continue
            group, queue = [], [(r, c)]
            taken.add((r, c))
            while queue:
                i, j = queue.pop()
                cell = grid[i][j]
                group.append((i, j, cell))
                for side, (k, m) in {
                    "left": (i, j - 1),
                    "right": (i, j + 1),
                    "top": (i - 1, j),
                    "bottom": (i + 1, j),
                }.items():
                    inside = 0 <= k < len(grid) and 0 <= m < len(row)
                    if inside and not getattr(cell, side) and (k, m) not in taken:
                        taken.add((k, m))
                        queue.append((k, m))
            box = union([(cell.x1, -cell.y2, cell.x2, -cell.y1) for _, _, cell in group])
            yield box, "".join(cell.text for _, _, cell in sorted(group, key=lambda g: g[:2]))


def table_of(page: int, cells: Sequence[tuple[Box, str]]) -> Table:
    """A table from boxes and texts of its cells; rows and columns are the distinct sides of the boxes."""
    xs, ys = (
        _lines([v for box, _ in cells for v in (box[0], box[2])]),
        _lines([v for b, _ in cells for v in (b[1], b[3])]),
    )
    out: list[Cell] = []
    for box, text in cells:
        (left, right), (top, bottom) = (
            (_index(xs, box[0]), _index(xs, box[2])),
            (_index(ys, box[1]), _index(ys, box[3])),
        )
        out.append(Cell(top, left, max(1, bottom - top), max(1, right - left), normalise(text), page, box))
    return Table((page,), "", 0, len(ys) - 1, len(xs) - 1, tuple(out))


def _lines(values: Sequence[float]) -> list[float]:
    out: list[float] = []
    for value in sorted(values):
        if not out or value - out[-1] > _SAME:
            out.append(value)
    return out


def _index(lines: Sequence[float], value: float) -> int:
    return min(range(len(lines)), key=lambda i: abs(lines[i] - value))


TOOLS: Final[dict[str, tuple[str, Callable[[Path], list[Table]]]]] = {
    "shirube": ("ingest", by_shirube),
    "pdfplumber": ("pdfplumber", by_pdfplumber),
    "camelot": ("camelot", by_camelot),
    "pymupdf": ("pymupdf", by_pymupdf),
}
"""Tool → the module that must be there, and how it finds tables."""


def measure(answers: Path, pdfs: Path) -> dict[str, Any]:
    """Scores of every tool that is there, by file."""
    results: dict[str, Any] = {}
    for path in sorted(answers.glob("*.json")):
        gold = json.loads(path.read_text("utf-8"))
        length = gold.get("document", {}).get("n_pages")
        named = sorted(pdfs.glob(f"{path.stem}*.pdf"))
        pdf = next((file for file in named if length in (None, page_count(file))), None)
        if pdf is None or not gold.get("tables"):
            continue
        for tool, (module, find) in TOOLS.items():
            if importlib.util.find_spec(module) is None:
                continue
            start = time.perf_counter()
            with contextlib.redirect_stdout(io.StringIO()), warnings.catch_warnings(action="ignore"):
                found = find(pdf)
            seconds = time.perf_counter() - start
            scores = table_scores(found, wanted_tables(gold))
            results.setdefault(path.stem, {})[tool] = {
                "found": scores.found,
                "wanted": scores.wanted,
                "detection_f1": round(scores.detection, 4),
                "cell_f1": round(scores.cells, 4),
                "merged_cells": round(scores.merged, 4),
                "seconds": round(seconds, 2),
            }
    return results


def main() -> None:
    """Measure, print and keep the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("answers", type=Path)
    parser.add_argument("pdfs", type=Path)
    arguments = parser.parse_args()
    logging.disable(logging.CRITICAL)
    results = measure(arguments.answers, arguments.pdfs)
    for name, tools in results.items():
        print(name)
        for tool, r in tools.items():
            print(
                f"  {tool:11} detection {r['detection_f1']:.3f}  cells {r['cell_f1']:.3f}"
                f"  merged {r['merged_cells']:.3f}  ({r['found']} for {r['wanted']} tables, {r['seconds']:.1f} s)"
            )
    RESULTS.write_text(json.dumps(results, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
