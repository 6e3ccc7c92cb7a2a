"""What reading a document yields, as one unit handed from ingest to index."""

from __future__ import annotations

from dataclasses import dataclass

from corpus.pages import Block, Page, Passage, Problem, Table
from corpus.records import Document, Record

READER = 4
"""Version of the reader: raised with every change that may read the same file otherwise. 1 was before it was kept."""


@dataclass(frozen=True, slots=True)
class Ingested:
    """A document with everything read from it; `problems` tells what was not, `reader` is the version that read it."""

    document: Document
    pages: tuple[Page, ...]
    blocks: tuple[Block, ...]
    tables: tuple[Table, ...]
    records: tuple[Record, ...]
    passages: tuple[Passage, ...]
    problems: tuple[Problem, ...]
    reader: int = READER
