"""Memory of the reading stage over a long file: the process that keeps the pages, and the children that read them.

python -m benchmarks.memory FILE.pdf    writes benchmarks/results/memory.json

Pages are read, kept, and searched for tables as they come. Figures are resident megabytes; those of the children are
told where the system has /proc.
"""

from __future__ import annotations

import argparse
import json
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final

from corpus.pages import Page
from ingest.blocks import lay_out
from ingest.reader import read_pdf
from ingest.tables import find_tables
from ingest.worker import resident_bytes

RESULTS: Final = Path(__file__).parent / "results" / "memory.json"
STEP: Final = 50
FIRST, LAST = 50, 400


def children_bytes() -> int | None:
    """Resident memory of this process's children; None where the system does not tell."""
    processes = Path("/proc")
    if not (processes / "self" / "stat").exists():
        return None
    total = 0
    for folder in processes.glob("[0-9]*"):
        try:
            parent = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
            if parent == os.getpid():
                total += int((folder / "statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
        except OSError:  # it has ended
            continue
    return total


def watched(pages: Iterable[Page], kept: list[Page], seen: list[dict[str, Any]]) -> Iterator[Page]:
    """The pages, kept, with a reading of the memory every 50 of them."""
    for page in pages:
        kept.append(page)
        if len(kept) % STEP == 0:
            inside = children_bytes()
            seen.append(
                {
                    "page": len(kept),
                    "parent_mb": round(resident_bytes() / 1e6, 1),
                    "children_mb": None if inside is None else round(inside / 1e6, 1),
                }
            )
        yield page


def measure(path: Path) -> dict[str, Any]:
    """Memory at every 50th page, at the end with blocks and tables, and the growth from page 50 to page 400."""
    kept: list[Page] = []
    seen: list[dict[str, Any]] = []
    layout = lay_out(kept, find_tables(watched(read_pdf(path), kept, seen)))
    at = {entry["page"]: entry["parent_mb"] + (entry["children_mb"] or 0.0) for entry in seen}
    last = max((page for page in at if page <= LAST), default=0)
    return {
        "file": path.name,
        "pages": len(kept),
        "blocks": len(layout.blocks),
        "tables": len(layout.tables),
        "seen": seen,
        "end_parent_mb": round(resident_bytes() / 1e6, 1),
        "from_page": FIRST,
        "to_page": last,
        "growth_mb": round(at[last] - at[FIRST], 1) if FIRST in at else None,
    }


def main() -> None:
    """Measure, print and keep the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path)
    result = measure(parser.parse_args().file)
    for entry in result["seen"]:
        print(f"page {entry['page']:4}  parent {entry['parent_mb']:6.1f} MB  children {entry['children_mb']} MB")
    print(f"growth from page {result['from_page']} to page {result['to_page']}: {result['growth_mb']} MB")
    RESULTS.write_text(json.dumps(result, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
