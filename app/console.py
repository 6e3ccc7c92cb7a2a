"""What the command line prints: results on stdout, messages on stderr, both in UTF-8 on every system."""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Iterable, Sequence
from io import TextIOWrapper

from app.json_output import dumps
from corpus.records import JsonObject


def use_utf8() -> None:
    """Print UTF-8 even where the console's own encoding (cp932) lacks characters; never fail on one."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")


def say(message: str) -> None:
    """A message to staff, on stderr."""
    print(message, file=sys.stderr, flush=True)


def print_json(value: JsonObject) -> None:
    """One JSON object on one line of stdout."""
    print(dumps(value), flush=True)


def cells_wide(text: str) -> int:
    """Width in terminal cells: East Asian wide and full-width characters take two."""
    return sum(2 if unicodedata.east_asian_width(char) in "WFA" else 1 for char in text)


def clip(text: str, cells: int) -> str:
    """`text` on one line, shortened to at most `cells` terminal cells."""
    flat = " ".join(text.split())
    if cells_wide(flat) <= cells:
        return flat
    kept, used = "", 0
    for char in flat:
        used += cells_wide(char)
        if used > cells - 2:
            break
        kept += char
    return kept + "…"


def print_table(headers: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Columns aligned by terminal cells, on stdout."""
    lines = [list(headers), *[list(row) for row in rows]]
    widths = [max(cells_wide(line[i]) for line in lines) for i in range(len(headers))]
    for n, line in enumerate(lines):
        padded = (cell + " " * (width - cells_wide(cell)) for cell, width in zip(line, widths, strict=True))
        print("  ".join(padded).rstrip())
        if n == 0:
            print("  ".join("-" * width for width in widths))
