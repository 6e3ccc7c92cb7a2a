"""Documents, records and evidence as the JSON that other programs rely on.

Boxes are `[x0, top, x1, bottom]` in PDF points from the top left of the page, rounded to 2 decimals; pages are 1-based.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import TYPE_CHECKING

from corpus.pages import Block, BlockKind, Box, Evidence, Problem
from corpus.records import (
    SURE,
    Body,
    Corrected,
    Document,
    Goal,
    JsonObject,
    Kpi,
    Measure,
    Record,
    RoadmapStep,
    Role,
    Shift,
    Value,
)

if TYPE_CHECKING:
    from search.citations import Answer, Citation
    from search.explain import Explanation, Mark
    from search.retrieve import Hit


def dumps(value: JsonObject) -> str:
    """One JSON object on one line, in UTF-8 characters rather than escapes."""
    return json.dumps(value, ensure_ascii=False)


def box_json(box: Box) -> list[float]:
    """A box as four numbers."""
    return [round(float(edge), 2) for edge in box]


def evidence_json(evidence: Evidence) -> JsonObject:
    """`{"page", "boxes", "quote"}`, and `"ocr": true` where the words were read from a picture."""
    return {
        "page": evidence.page,
        "boxes": [box_json(box) for box in evidence.boxes],
        "quote": evidence.quote,
        **ocr_json(evidence.ocr),
    }


def ocr_json(ocr: bool) -> JsonObject:
    """`"ocr": true` for what was read from a picture of the page; nothing for what was not."""
    return {"ocr": True} if ocr else {}


def problem_json(problem: Problem) -> JsonObject:
    """`{"code", "page", "message"}`; page is null when the whole file is meant."""
    return {"code": problem.code, "page": problem.page, "message": problem.message}


def document_json(document: Document, *, outdated: bool = False) -> JsonObject:
    """A document's entry in the list of documents, with the strategies and decisions that it tells of.

    `"outdated": true` stands where an older version of the reader has read it.
    """
    period = document.period
    return {
        "id": document.id,
        "title": document.title,
        "publisher": document.publisher,
        "decided_on": document.decided_on,
        "period": None if period is None else {"start_fy": period[0], "end_fy": period[1]},
        "pages": document.pages,
        "file": document.file,
        "decision": document.decision,
        "series": document.series,
        "edition": document.edition,
        "source_url": document.source_url,
        "lineage": [
            {
                "title": term.title,
                "text": term.text,
                "start_fy": term.start_fy,
                "end_fy": term.end_fy,
                "evidence": [evidence_json(e) for e in term.evidence],
            }
            for term in document.lineage
        ],
        "decisions": [
            {
                "title": told.title,
                "decided_on": told.decided_on,
                "decision": told.decision,
                "evidence": [evidence_json(e) for e in told.evidence],
            }
            for told in document.decisions
        ],
        **({"outdated": True} if outdated else {}),
    }


def headings_json(blocks: Iterable[Block]) -> list[JsonObject]:
    """The headings among the blocks, in reading order."""
    return [
        {"level": block.level, "number": block.number, "text": block.text, "page": block.page}
        for block in blocks
        if block.kind is BlockKind.HEADING
    ]


def number_json(number: float | None) -> int | float | None:
    """A whole number without its `.0`."""
    if number is not None and float(number).is_integer():
        return int(number)
    return number


def value_json(value: Value | None) -> JsonObject | None:
    """A value as printed (`text`) and as understood."""
    if value is None:
        return None
    return {
        "text": value.text,
        "number": number_json(value.number),
        "unit": value.unit,
        "year": value.year,
        "comparator": value.comparator,
        "kind": value.kind.value,
    }


def record_fields(record: Record) -> JsonObject:
    """The fields that belong to the record's kind."""
    match record:
        case Goal():
            return {
                "number": record.number,
                "name": record.name,
                "statement": record.statement,
                "parent": record.parent,
            }
        case Measure():
            return {
                "number": record.number,
                "name": record.name,
                "goal": record.goal,
                "group": record.group,
                "description": record.description,
                "ministries": list(record.ministries),
                "projects": list(record.projects),
                "repeats": list(record.repeats),
            }
        case Kpi():
            return {
                "indicator": record.indicator,
                "of": record.of,
                "baseline": value_json(record.baseline),
                "targets": [value_json(target) for target in record.targets],
            }
        case RoadmapStep():
            return {
                "measure": record.measure,
                "text": record.text,
                "start_fy": record.start_fy,
                "end_fy": record.end_fy,
            }
        case Shift():
            return {"topic": record.topic, "before": record.before, "after": record.after}
        case Role():
            return {"actor": record.actor, "duties": list(record.duties)}
        case Body():
            return {
                "name": record.name,
                "members": [{"post": post, "names": list(names)} for post, names in record.members],
            }


def record_json(record: Record) -> JsonObject:
    """A record with its kind, id, document, fields and evidence, and `corrected` when somebody corrected it."""
    return {
        "kind": record.KIND,
        "id": record.id,
        "document": record.document,
        **record_fields(record),
        "evidence": [evidence_json(evidence) for evidence in record.evidence],
        **ocr_json(any(evidence.ocr for evidence in record.evidence)),
        "confidence": round(record.confidence, 3),
        "uncertain": record.confidence < SURE,
        **({} if record.corrected is None else {"corrected": corrected_json(record.corrected)}),
    }


def corrected_json(corrected: Corrected) -> JsonObject:
    """Who corrected or added a record, when, and which fields."""
    return {
        "action": corrected.action.value,
        "by": corrected.by,
        "at": corrected.at,
        "fields": list(corrected.fields),
    }


def hit_json(hit: Hit) -> JsonObject:
    """A hit of a search; its boxes are those on `page`."""
    return {
        "rank": hit.rank,
        "score": round(float(hit.score), 6),
        "document": hit.document,
        "file": hit.file,
        "title": hit.title,
        "page": hit.page,
        "path": list(hit.path),
        "text": hit.text,
        "boxes": [box_json(box) for box in hit.boxes],
        **ocr_json(hit.ocr),
    }


def explanation_json(explanation: Explanation) -> JsonObject:
    """Why a hit was found: shares of the legs, and marks `{"start", "end", "word", "likeness"}` in its words."""

    def marks(of: Iterable[Mark]) -> list[JsonObject]:
        return [{"start": m.start, "end": m.end, "word": m.word, "likeness": round(m.likeness, 3)} for m in of]

    return {
        "legs": list(explanation.legs),
        "lexical": round(explanation.lexical, 3),
        "semantic": round(explanation.semantic, 3),
        "text_marks": marks(explanation.text_marks),
        "path_marks": [marks(of) for of in explanation.path_marks],
        "missing": list(explanation.missing),
    }


def citation_json(citation: Citation) -> JsonObject:
    """A place that bears an answer out."""
    return {
        "document": citation.document,
        "file": citation.file,
        "page": citation.page,
        "boxes": [box_json(box) for box in citation.boxes],
        "quote": citation.quote,
        **ocr_json(citation.ocr),
    }


def answer_json(answer: Answer) -> JsonObject:
    """An answer with its items and citations; `answered` is false where the library does not say."""
    return {
        "question": answer.question,
        "answered": answer.answered,
        "kind": answer.kind,
        "text": answer.text,
        "items": [
            {
                "text": item.text,
                "record": item.record,
                "citations": [citation_json(citation) for citation in item.citations],
            }
            for item in answer.items
        ],
        "citations": [citation_json(citation) for citation in answer.citations],
    }
