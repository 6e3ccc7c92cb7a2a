"""Whether the words of every published record stand in its boxes, read anew from the PDF by pdfium alone.

python -m benchmarks.evidence [FOLDER…]    default: ../shared/corpus and corpus/samples

Independent of ingest/evidence.py, which works on the lines that Shirube itself made: here the characters that pdfium
finds inside the boxes are compared with the quote, after NFKC and without white space. Writes
benchmarks/results/evidence.json.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pypdfium2

from corpus.pages import Evidence
from corpus.text import squeeze
from ingest.pipeline import ingest

ROOT: Final = Path(__file__).resolve().parent.parent
RESULTS: Final = Path(__file__).parent / "results" / "evidence.json"
_ROOM = 1.5
"""Points by which a box is widened: glyphs may reach a little beyond the box of their line."""


def missing(page: pypdfium2.PdfPage, evidence: Evidence) -> int:
    """How many characters of the quote are not found in the boxes."""
    words = page.get_textpage()
    height = page.get_height()
    found = "".join(
        words.get_text_bounded(x0 - _ROOM, height - bottom - _ROOM, x1 + _ROOM, height - top + _ROOM)
        for x0, top, x1, bottom in evidence.boxes
    )
    return sum((Counter(squeeze(evidence.quote)) - Counter(squeeze(found))).values())


def checked(path: Path) -> Iterator[tuple[str, Evidence, int]]:
    """Every evidence of a file's records with the record's id and the number of missing characters."""
    records = ingest(path).records
    if not records:
        return
    pdf = pypdfium2.PdfDocument(path)
    for record in records:
        for evidence in record.evidence:
            yield record.id, evidence, missing(pdf[evidence.page - 1], evidence)


def main() -> None:
    """Check, write the results, and say what failed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="*", type=Path)
    folders = parser.parse_args().folders or [ROOT.parent / "shared" / "corpus", ROOT / "corpus" / "samples"]
    shown: dict[str, dict[str, int]] = {}
    failed: list[str] = []
    for path in sorted(p for folder in folders for p in folder.glob("*.pdf")):
        results = list(checked(path))
        wrong = [f"{path.name} p.{e.page} {id_} {e.quote[:40]}" for id_, e, n in results if n]
        records = {id_ for id_, _, _ in results}
        spread = Counter(id_ for id_, page in {(id_, e.page) for id_, e, _ in results})
        over_pages = sum(n > 1 for n in spread.values())
        if results:
            shown[path.name] = {"records": len(records), "evidence": len(results), "over_pages": over_pages}
        failed += wrong
    total = {key: sum(row[key] for row in shown.values()) for key in ("records", "evidence", "over_pages")}
    RESULTS.write_text(
        json.dumps({"total": total, "files": shown, "failed": failed}, ensure_ascii=False, indent=1) + "\n", "utf-8"
    )
    print(
        f"{total['evidence'] - len(failed)} of {total['evidence']} quotes of {total['records']} records in their boxes"
    )
    for line in failed:
        print(line)


if __name__ == "__main__":
    main()
