"""Everything that was read from a page that OCR read says so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, is_dataclass, replace
from typing import Any, Final

from corpus.ingested import Ingested
from corpus.pages import Evidence, Page, Table
from corpus.records import SURE, Record

_AT_MOST: Final = SURE - 0.05
"""Confidence of a record read by OCR at most."""


def marked(read: Ingested) -> Ingested:
    """What was read, with `ocr` set in all evidence on pages that are OCR.

    Records can be no surer than the characters that they were read from: their confidence is multiplied by that of
    the least sure of their pages, and always such that they are looked at again: one digit misread makes a value wrong.
    """
    pages = frozenset(page.number for page in read.pages if page.ocr)
    if not pages:
        return read
    sure = {page.number: page.ocr_confidence for page in read.pages if page.ocr_confidence is not None}
    return replace(
        read,
        document=_marked(read.document, pages),
        blocks=_marked(read.blocks, pages),
        tables=_marked(read.tables, pages),
        records=tuple([_less_sure(_marked(record, pages), sure) for record in read.records]),
        passages=_marked(read.passages, pages),
    )


def marked_tables(tables: Sequence[Table], pages: Sequence[Page]) -> tuple[Table, ...]:
    """The tables, with `ocr` set in all their evidence on pages that are OCR."""
    numbers = frozenset(page.number for page in pages if page.ocr)
    return _marked(tuple(tables), numbers) if numbers else tuple(tables)


def _less_sure(record: Record, sure: dict[int, float]) -> Record:
    if not any(evidence.ocr for evidence in record.evidence):
        return record
    least = min(sure.get(evidence.page, 1.0) for evidence in record.evidence)
    return replace(record, confidence=min(record.confidence * least, _AT_MOST))


def _marked(held: Any, pages: frozenset[int]) -> Any:
    """The value with the evidence inside it marked; the value itself where there is none on these pages."""
    if isinstance(held, Evidence):
        return replace(held, ocr=True) if held.page in pages else held
    if isinstance(held, tuple):
        items = tuple([_marked(item, pages) for item in held])
        return items if any(a is not b for a, b in zip(items, held, strict=True)) else held
    if is_dataclass(held) and not isinstance(held, type):
        changed: dict[str, Any] = {}
        for field in fields(held):
            old = getattr(held, field.name)
            new = _marked(old, pages)
            if new is not old:
                changed[field.name] = new
        return replace(held, **changed) if changed else held
    return held
