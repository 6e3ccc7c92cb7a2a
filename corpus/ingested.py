"""What reading a document yields, as one unit handed from ingest to index."""

from __future__ import annotations

from dataclasses import dataclass

from corpus.pages import Block, Page, Passage, Problem, Table
from corpus.records import Document, Record


@dataclass(frozen=True, slots=True)
class Ingested:
    """A document with everything read from it; `problems` tells what was not."""

    document: Document
    pages: tuple[Page, ...]
    blocks: tuple[Block, ...]
    tables: tuple[Table, ...]
    records: tuple[Record, ...]
    passages: tuple[Passage, ...]
    problems: tuple[Problem, ...]
