"""The JSON that other programs rely on: names of fields, their order of nesting, numbers and boxes."""

from __future__ import annotations

import json

import pytest

from app.json_output import document_json, headings_json, record_json
from corpus.ingested import Ingested
from corpus.records import JsonObject
from tests.app.made import GOAL, MEASURES

FIELDS = {
    "goal": {"number", "name", "statement", "parent"},
    "measure": {"number", "name", "goal", "group", "description", "ministries", "projects", "repeats"},
    "kpi": {"indicator", "of", "baseline", "targets"},
    "roadmap": {"measure", "text", "start_fy", "end_fy"},
    "shift": {"topic", "before", "after"},
    "role": {"actor", "duties"},
    "body": {"name", "members"},
}
VALUE = {"text", "number", "unit", "year", "comparator", "kind"}


@pytest.fixture
def records(ingested: Ingested) -> dict[str, JsonObject]:
    return {record.KIND: json.loads(json.dumps(record_json(record))) for record in reversed(ingested.records)}


def test_each_kind_has_its_fields(records: dict[str, JsonObject]) -> None:
    common = {"kind", "id", "document", "evidence", "confidence", "uncertain"}
    assert {kind: set(record) - common for kind, record in records.items()} == FIELDS


def test_a_kpi_value(records: dict[str, JsonObject]) -> None:
    kpi = records["kpi"]
    assert set(kpi["baseline"]) == VALUE
    assert kpi["baseline"]["number"] == 120
    assert kpi["targets"] == [
        {"text": "200人以上", "number": 200, "unit": "人", "year": 2029, "comparator": "以上", "kind": "level"},
        {"text": "千人", "number": 1000, "unit": "人", "year": 2034, "comparator": None, "kind": "cumulative"},
    ]
    assert kpi["of"] == records["measure"]["id"]


def test_evidence_has_its_boxes_rounded(records: dict[str, JsonObject]) -> None:
    assert records["measure"]["evidence"] == [{"page": 1, "boxes": [[10.0, 30.0, 190.0, 45.0]], "quote": MEASURES[0]}]


def test_document_and_headings(ingested: Ingested) -> None:
    entry = document_json(ingested.document)
    fixed = {"id", "title", "publisher", "decided_on", "period", "pages", "file"}
    assert set(entry) == fixed | {"decision", "series", "edition", "source_url", "lineage", "decisions"}
    assert entry["period"] == {"start_fy": 2025, "end_fy": 2029}
    assert headings_json(ingested.blocks) == [{"level": 1, "number": "第1章", "text": GOAL, "page": 1}]
