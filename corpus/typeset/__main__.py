"""`python -m corpus.typeset`: makes corpus/samples/*.pdf and tests/golden/samples.json anew.

Needs reportlab (the extra `typeset`) and the BIZ UD faces. The same bytes come out on every run.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from corpus.errors import ShirubeError
from corpus.typeset.deck import set_deck
from corpus.typeset.documents import DECKS, PAPERS
from corpus.typeset.flow import set_paper
from corpus.typeset.lines import register_faces

ROOT = Path(__file__).resolve().parents[2]


def typeset(folder: Path, golden: Path) -> None:
    """Write every sample into `folder` and what they say into `golden`."""
    folder.mkdir(parents=True, exist_ok=True)
    golden.parent.mkdir(parents=True, exist_ok=True)
    truths = {paper.about.file: set_paper(folder / paper.about.file, paper) for paper in PAPERS}
    truths |= {deck.about.file: set_deck(folder / deck.about.file, deck) for deck in DECKS}
    said = {file: truths[file].json() for file in sorted(truths)}
    golden.write_text(json.dumps(said, ensure_ascii=False, indent=1) + "\n", "utf-8")


def main() -> int:
    """Set the samples; 0 done, 1 a face is missing."""
    parser = argparse.ArgumentParser(prog="python -m corpus.typeset", description="見本の PDF を組み直します。")
    parser.add_argument("--out", type=Path, default=ROOT / "corpus" / "samples", help="PDF の出力先")
    parser.add_argument("--golden", type=Path, default=ROOT / "tests" / "golden" / "samples.json", help="正解の出力先")
    parser.add_argument("--fonts", type=Path, help="BIZ UD 書体のあるフォルダー")
    arguments = parser.parse_args()
    try:
        register_faces(arguments.fonts)
    except ShirubeError as error:
        print(error, file=sys.stderr)
        return error.exit_code
    typeset(arguments.out, arguments.golden)
    return 0


if __name__ == "__main__":
    sys.exit(main())
