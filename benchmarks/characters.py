"""Character accuracy of the text in reading order against a text of the same document in Markdown.

python -m benchmarks.characters FILE.pdf FILE.md    writes benchmarks/results/characters.json

Both are compared without white space, markup, bullets and arrows, normalised (NFKC, compatibility kanji unified).
`accuracy` is 1 - edit distance / length of the wanted text (Levenshtein 1966); `unordered` counts characters whatever
their place.
"""

from __future__ import annotations

import argparse
import difflib
import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from corpus.pages import Block, BlockKind, Table, union
from corpus.text import squeeze
from ingest.blocks import lay_out
from ingest.reader import read_pdf
from ingest.tables import find_tables

RESULTS: Final = Path(__file__).parent / "results" / "characters.json"
_FURNITURE: Final = frozenset({BlockKind.PAGE_NUMBER, BlockKind.RUNNING_HEAD})
_TAG: Final = re.compile(r"<br\s*/?>|</?[a-z][^>]*>")
_LEAD: Final = re.compile(r"^[ \t]*(?:#+ |(?:[-*] |\d+\. )+|---+$|\|?[-| :]+\|?$)", re.MULTILINE)
_BULLETS: Final = re.compile(r"[・●○◆■□▶►➡▲▼*|\\]")


def wanted_text(markdown: str) -> str:
    """The words of a Markdown text."""
    return _BULLETS.sub("", squeeze(_LEAD.sub("", _TAG.sub("", markdown))))


def found_text(path: Path) -> str:
    """The words of a PDF in reading order, tables in their places, without page numbers and running heads."""
    pages = list(read_pdf(path))
    layout = lay_out(pages, find_tables(pages))
    words: list[str] = []
    tables = list(layout.tables)
    for block in layout.blocks:
        if block.kind in _FURNITURE:
            continue
        for table in [t for t in tables if _stands_before(t, block)]:
            tables.remove(table)
            words += [cell.text for cell in table.cells]
        words += [evidence.quote for evidence in block.evidence]
    words += [cell.text for table in tables for cell in table.cells]
    return _BULLETS.sub("", squeeze("".join(words)))


def _stands_before(table: Table, block: Block) -> bool:
    """Whether a person reads the table before the block: it begins higher up, or in a column to the left."""
    _, top, right, _ = union([cell.box for cell in table.cells if cell.page == table.pages[0]])
    if table.pages[0] != block.page:
        return table.pages[0] < block.page
    return top <= block.box[1] or right <= block.box[0]


def distance(a: str, b: str) -> int:
    """Edit distance of two texts."""
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, start=1):
        before, row[0] = row[0], i
        for j, y in enumerate(b, start=1):
            before, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, before + (x != y))
    return row[-1]


def differences(found: str, wanted: str) -> Iterator[str]:
    """What is missing (-) and what is too much (+), with where."""
    for kind, a, b, c, d in difflib.SequenceMatcher(None, found, wanted, autojunk=False).get_opcodes():
        if kind != "equal":
            yield f"{wanted[max(0, c - 8) : c]}[+{found[a:b]}|-{wanted[c:d]}]"


def measure(pdf: Path, markdown: Path) -> dict[str, Any]:
    """Accuracy in order and without, and the differences."""
    wanted, found = wanted_text(markdown.read_text("utf-8")), found_text(pdf)
    bag_wanted, bag_found = Counter(wanted), Counter(found)
    wrong = max((bag_wanted - bag_found).total(), (bag_found - bag_wanted).total())
    return {
        "file": pdf.name,
        "characters": len(wanted),
        "accuracy": round(1 - distance(found, wanted) / len(wanted), 4),
        "unordered": round(1 - wrong / len(wanted), 4),
        "differences": list(differences(found, wanted)),
    }


def main() -> None:
    """Measure, print and keep the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pdf", type=Path)
    parser.add_argument("markdown", type=Path)
    arguments = parser.parse_args()
    result = measure(arguments.pdf, arguments.markdown)
    print(
        f"accuracy {result['accuracy']:.4f}  unordered {result['unordered']:.4f}  of {result['characters']} characters"
    )
    for difference in result["differences"]:
        print("  ", difference)
    RESULTS.write_text(json.dumps(result, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
