"""How many records agree with answers made by hand: exact after NFKC, without white space."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.records import Document, Goal, Kpi, Measure, Record, Value
from corpus.text import squeeze
from ingest.blocks import find_blocks
from ingest.metadata import describe
from ingest.pipeline import file_sha256
from ingest.reader import pdf_metadata, read_pdf
from ingest.records import extract_records
from ingest.tables import find_tables


@dataclass(frozen=True, slots=True)
class Extracted:
    """A document with its records, and the number of pages they come from."""

    document: Document
    records: tuple[Record, ...]
    pages: int

    def name(self, record_id: str | None) -> str:
        """Squeezed name of a goal or measure by its id; empty for None."""
        named = {r.id: r.name for r in self.records if isinstance(r, Goal | Measure)}
        return squeeze(named.get(record_id or "", ""))

    def goals(self) -> list[tuple[str, str]]:
        """(number, name) of every goal."""
        return [(squeeze(r.number or ""), squeeze(r.name)) for r in self.records if isinstance(r, Goal)]

    def measures(self) -> list[tuple[str, str]]:
        """(goal, name) of every measure."""
        return [(self.name(r.goal), squeeze(r.name)) for r in self.records if isinstance(r, Measure)]

    def kpis(self) -> list[tuple[str, str, object, object]]:
        """(of, indicator, baseline, targets) of every KPI, values as (text, number, unit, year)."""
        return [
            (self.name(r.of), squeeze(r.indicator), shown(r.baseline), tuple(shown(t) for t in r.targets))
            for r in self.records
            if isinstance(r, Kpi)
        ]


def shown(value: Value | None) -> tuple[str, float | None, str | None, int | None] | None:
    """(squeezed text, number, unit, year) of a value."""
    return None if value is None else (squeeze(value.text), value.number, value.unit, value.year)


def extract(path: Path) -> Extracted:
    """Read a PDF as far as its records."""
    pages = list(read_pdf(path))
    tables = find_tables(pages)
    blocks = find_blocks(pages, tables)
    document = describe(path, file_sha256(path), pages, blocks, pdf_metadata(path))
    records, _ = extract_records(document, pages, blocks, tables)
    return Extracted(document, tuple(records), len(pages))


def f1(found: Iterable[object], wanted: Sequence[object]) -> float:
    """Harmonic mean of precision and recall over multisets (van Rijsbergen 1979, ch. 7)."""
    have, want = Counter(found), Counter(wanted)
    common = sum((have & want).values())
    return 2 * common / (sum(have.values()) + sum(want.values())) if have or want else 1.0
