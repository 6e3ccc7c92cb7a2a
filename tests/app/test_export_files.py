"""Records as CSV, JSON Lines (with the published schema) and StratML; page links and corrections in the workbook."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from openpyxl import load_workbook

from app.cli import main
from app.export import write_records
from app.json_output import record_json
from app.record_files import write_jsonl, write_record_csv
from app.stratml import stratml, write_stratml
from corpus.ingested import Ingested
from corpus.records import Action, Corrected, Document, Goal, Kpi, Measure, Record, Value, ValueKind
from index.corrections import Edit, corrections_of
from index.library import Library
from tests.app.made import GOAL, MEASURES, NASTY

SCHEMA = json.loads((Path(__file__).parents[2] / "docs/schema/records.schema.json").read_text(encoding="utf-8"))
TYPES: dict[str, Callable[[Any], bool]] = {
    "object": lambda v: isinstance(v, dict),
    "array": lambda v: isinstance(v, list),
    "string": lambda v: isinstance(v, str),
    "integer": lambda v: isinstance(v, int) and not isinstance(v, bool),
    "number": lambda v: isinstance(v, int | float) and not isinstance(v, bool),
    "boolean": lambda v: isinstance(v, bool),
    "null": lambda v: v is None,
}
WORDS = {
    "$ref", "anyOf", "oneOf", "const", "enum", "type", "minimum", "maximum", "minItems", "maxItems", "items",
    "properties", "required", "additionalProperties",
}  # fmt: skip
NOTES = {"$schema", "$defs", "title", "description", "format"}


def fits(value: Any, schema: dict[str, Any]) -> bool:
    """Whether the value is valid, for the words of JSON Schema that the published schema uses."""
    assert set(schema) <= WORDS | NOTES
    if "$ref" in schema:
        return fits(value, SCHEMA["$defs"][schema["$ref"].removeprefix("#/$defs/")])
    kinds = schema.get("type", [])
    held = value if isinstance(value, dict) else {}
    items = value if isinstance(value, list) else []
    known = schema.get("properties", {})
    return all(
        (
            "anyOf" not in schema or any(fits(value, s) for s in schema["anyOf"]),
            "oneOf" not in schema or sum(fits(value, s) for s in schema["oneOf"]) == 1,
            "const" not in schema or value == schema["const"],
            "enum" not in schema or value in schema["enum"],
            not kinds or any(TYPES[t](value) for t in ([kinds] if isinstance(kinds, str) else kinds)),
            "minimum" not in schema or value >= schema["minimum"],
            "maximum" not in schema or value <= schema["maximum"],
            len(items) >= schema.get("minItems", 0),
            len(items) <= schema.get("maxItems", len(items)),
            all(fits(item, schema.get("items", {})) for item in items),
            all(fits(held[name], s) for name, s in known.items() if name in held),
            set(schema.get("required", ())) <= set(held),
            schema.get("additionalProperties", True) or set(held) <= set(known),
        )
    )


def test_every_record_fits_the_published_schema(ingested: Ingested) -> None:
    corrected = [
        replace(r, corrected=Corrected(Action.CHANGED, "山田", "2026-11-24T10:00:00+09:00", ("name",)))
        for r in ingested.records
    ]
    bare = replace(next(r for r in ingested.records if isinstance(r, Kpi)), baseline=None, targets=(Value("向上"),))
    for record in (*ingested.records, *corrected, bare):
        line = json.loads(json.dumps(record_json(record)))
        assert fits(line, SCHEMA), line
        assert not fits(line | {"more": 1}, SCHEMA)
        assert not fits({k: v for k, v in line.items() if k != "evidence"}, SCHEMA)
        assert not fits(line | {"evidence": []}, SCHEMA)
        assert not fits(line | {"id": 3}, SCHEMA)
        assert not fits(line | {"confidence": 1.5}, SCHEMA)


def test_json_lines_are_what_records_prints(ingested: Ingested, tmp_path: Path) -> None:
    write_jsonl(ingested.records, tmp_path / "new" / "r.jsonl")
    lines = (tmp_path / "new" / "r.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line) for line in lines] == [record_json(r) for r in ingested.records]
    assert MEASURES[0] in lines[1]  # as characters, not escapes


def test_csv_has_a_file_per_kind_with_bom_and_no_formula(ingested: Ingested, tmp_path: Path) -> None:
    written = write_record_csv(ingested.records, [ingested.document], tmp_path / "csv")
    assert [p.name for p in written] == [
        "目標.csv", "施策.csv", "KPI.csv", "工程表.csv", "転換.csv", "役割.csv", "推進体制.csv",
    ]  # fmt: skip
    assert all(p.read_bytes().startswith(b"\xef\xbb\xbf") for p in written)
    with written[1].open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(r["施策"], r["目標"], r["ページ"]) for r in rows] == [(name, f"① {GOAL}", "1") for name in MEASURES]
    with written[6].open(encoding="utf-8-sig", newline="") as file:
        [row] = csv.DictReader(file)
    assert row["名称"] == f"'{NASTY}"
    assert row["引用"] == f"'{NASTY}"


def test_pages_are_linked_to_the_copy_in_the_library(library: Library, tmp_path: Path) -> None:
    [document] = library.documents()
    pdf = library.pdf(document.id)
    out = tmp_path / "書き出し" / "out.xlsx"
    out.parent.mkdir()
    write_records(library.records(), [document], out, pdfs={document.id: pdf})
    sheet = load_workbook(out)["施策"]
    headers = [cell.value for cell in sheet[1]]
    link = sheet.cell(2, headers.index("ページ") + 1).hyperlink
    assert link is not None
    assert link.target is not None
    assert (link.target, link.location) == (f"../library/files/{document.id}.pdf", "page=1")
    assert (out.parent / link.target).resolve() == pdf.resolve()
    assert sheet.cell(2, headers.index("ページ") + 1).value == 1


def test_no_link_spells_out_the_folders_of_the_machine(ingested: Ingested, tmp_path: Path) -> None:
    out = tmp_path / "out.xlsx"
    write_records(ingested.records, [ingested.document], out, pdfs={ingested.document.id: Path("/elsewhere/x.pdf")})
    sheet = load_workbook(out)["施策"]
    assert all(cell.hyperlink is None for row in sheet.iter_rows() for cell in row)


def test_corrections_are_seen_in_the_workbook(library: Library, tmp_path: Path) -> None:
    records = library.records()
    goal, measure = records[0], records[1]
    assert isinstance(goal, Goal)
    edits = [Edit(goal, replace(goal, name="稼げる地方")), Edit(measure, None)]
    library.correct(corrections_of(records, edits, by="山田", at="2026-11-24T10:00:00+09:00"))
    out = tmp_path / "out.xlsx"
    assert main(["--library", str(library.folder), "export", "--xlsx", str(out)]) == 0
    book = load_workbook(out)
    headers, row = (list(line) for line in book["目標"].iter_rows(values_only=True))
    assert row[headers.index("修正")] == "2026-11-24 山田 修正（目標）"
    titles, *rows = book["修正の履歴"].iter_rows(values_only=True)
    assert [dict(zip(titles, line, strict=True)) for line in rows] == [
        {
            "日時": "2026-11-24 10:00:00", "氏名": "山田", "操作": "修正", "種類": "目標", "文書": "machi.pdf",
            "名称": f"① {GOAL}", "項目": "目標", "変更前": GOAL, "変更後": "稼げる地方", "記録ID": goal.id,
        },
        {
            "日時": "2026-11-24 10:00:00", "氏名": "山田", "操作": "削除", "種類": "施策", "文書": "machi.pdf",
            "名称": f"(1) {MEASURES[0]}", "項目": None, "変更前": None, "変更後": None, "記録ID": measure.id,
        },
    ]  # fmt: skip


ORDER = {
    "StrategicPlan": "Name Description OtherInformation StrategicPlanCore AdministrativeInformation",
    "PerformancePlanOrReport": "Name Description OtherInformation StrategicPlanCore AdministrativeInformation",
    "StrategicPlanCore": "Organization Vision Mission Value Goal",
    "Organization": "Name Acronym Identifier Description Stakeholder",
    "Goal": "Name Description Identifier SequenceIndicator Stakeholder OtherInformation Objective",
    "Objective": (
        "Name Description Identifier SequenceIndicator Stakeholder OtherInformation PerformanceIndicator"
    ),
    "Stakeholder": "Name Description Role",
    "PerformanceIndicator": (
        "SequenceIndicator MeasurementDimension UnitOfMeasurement Identifier Relationship MeasurementInstance"
        " OtherInformation"
    ),
    "MeasurementInstance": "TargetResult ActualResult",
    "TargetResult": "StartDate EndDate NumberOfUnits Descriptor Description",
    "ActualResult": "StartDate EndDate NumberOfUnits Descriptor Description",
    "AdministrativeInformation": "Identifier StartDate EndDate PublicationDate Source",
}  # fmt: skip
REQUIRED = {
    "Goal": {"Name", "Description"},
    "PerformanceIndicator": {"MeasurementDimension", "UnitOfMeasurement"},
    "StrategicPlanCore": {"Goal"},
}


def check_order(element: ET.Element) -> None:
    """Children in the order of the schemas, and those that must be there."""
    tags = [child.tag for child in element]
    if element.tag in ORDER:
        places = [ORDER[element.tag].split().index(tag) for tag in tags]
        assert places == sorted(places), (element.tag, tags)
    else:
        assert not tags
    assert REQUIRED.get(element.tag, set()) <= set(tags)
    for child in element:
        check_order(child)


def plan_of(document: Document, records: list[Record]) -> ET.Element:
    plan = stratml(document, records)
    assert plan is not None
    check_order(plan)
    ids = [e.text or "" for e in plan.iter("Identifier")]
    assert len(ids) == len(set(ids))
    assert all(re.fullmatch(r"[A-Za-z_][\w.-]*", i) for i in ids)
    return plan


def test_a_plan_with_indicators_is_part_2(ingested: Ingested, tmp_path: Path) -> None:
    plan = plan_of(ingested.document, list(ingested.records))
    assert (plan.tag, plan.get("Type")) == ("PerformancePlanOrReport", "Performance_Plan")
    assert [e.findtext("Name") for e in plan.iter("Objective")] == list(MEASURES)
    assert [e.findtext("Name") for e in plan.iter("Stakeholder")] == ["内閣府", "総務省"] * 2
    [indicator] = plan.iter("PerformanceIndicator")
    assert indicator.findtext("UnitOfMeasurement") == "人"
    results = [
        (e.tag, e.findtext("EndDate"), e.findtext("NumberOfUnits"), e.findtext("Description"))
        for instance in indicator.iter("MeasurementInstance")
        for e in instance
    ]
    assert results == [
        ("TargetResult", "2029-12-31", "200", "200人以上"),
        ("TargetResult", "2035-03-31", "1000", "千人"),
        ("ActualResult", "2025-03-31", "120", "120人"),
    ]
    assert plan.findtext("AdministrativeInformation/StartDate") == "2025-04-01"
    assert plan.findtext("AdministrativeInformation/EndDate") == "2030-03-31"
    assert write_stratml(ingested.document, ingested.records, tmp_path / "plan.xml")
    root = ET.parse(tmp_path / "plan.xml").getroot()
    assert root.tag == "{urn:ISO:std:iso:17469:tech:xsd:PerformancePlanOrReport}PerformancePlanOrReport"


def test_a_plan_without_indicators_is_part_1(ingested: Ingested) -> None:
    plan = plan_of(ingested.document, [r for r in ingested.records if not isinstance(r, Kpi)])
    assert (plan.tag, plan.get("Type")) == ("StrategicPlan", None)
    assert plan.find("AdministrativeInformation/Identifier") is None


def test_what_has_no_goal_and_what_is_below_one(ingested: Ingested) -> None:
    goal, first, second, kpi = ingested.records[:4]
    assert isinstance(first, Measure)
    assert isinstance(kpi, Kpi)
    assert isinstance(goal, Goal)
    below = replace(goal, id=f"{goal.id}0", name="下 <&>\x0b", parent=goal.id)
    whole = replace(kpi, id=f"{kpi.id}0", of=None, baseline=None, targets=(Value("向上", kind=ValueKind.QUALITATIVE),))
    of_goal = replace(kpi, id=f"{kpi.id}1", of=goal.id, targets=(Value("1.5億円", 150_000_000.0, "円", 2029, None),))
    plan = plan_of(ingested.document, [goal, below, replace(first, goal=None), second, kpi, whole, of_goal])
    names = {g.findtext("Name"): [o.findtext("Name") for o in g.iter("Objective")] for g in plan.iter("Goal")}
    assert names == {
        GOAL: [MEASURES[1], "目標全体の指標"],
        "下 <&>": [],
        "目標に属さない施策・指標": [MEASURES[0], "文書全体の指標"],
    }
    assert "上位の目標：選ばれる地方" in "".join(e.text or "" for e in plan.iter("OtherInformation"))
    kinds = [e.get("PerformanceIndicatorType") for e in plan.iter("PerformanceIndicator")]
    assert sorted(filter(None, kinds)) == ["Qualitative", "Quantitative", "Quantitative"]
    [target] = [e for e in plan.iter("TargetResult") if e.findtext("Description") == "1.5億円"]
    assert target.find("EndDate") is None  # neither 年 nor 年度 is printed
    assert target.find("NumberOfUnits") is None  # the baseline counts 人


def test_a_document_without_a_plan(ingested: Ingested, tmp_path: Path) -> None:
    assert not write_stratml(ingested.document, ingested.records[4:], tmp_path / "plan.xml")
    assert not (tmp_path / "plan.xml").exists()


def test_the_command_writes_all_forms(library: Library, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    wanted = ["--csv", "csv", "--jsonl", "r.jsonl", "--stratml", "plans", "--xlsx", "r.xlsx"]
    wanted = [w if w.startswith("--") else str(tmp_path / w) for w in wanted]
    assert main(["--library", str(library.folder), "export", *wanted, "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["records"] == 8
    assert answer["stratml"] == [str(tmp_path / "plans" / "machi.xml")]
    files = [answer["xlsx"], answer["jsonl"], *answer["csv"], *answer["stratml"]]
    assert all(Path(file).stat().st_size for file in files)
    assert main(["--library", str(library.folder), "export", "--stratml", str(tmp_path / "one.xml")]) == 0
    assert (tmp_path / "one.xml").exists()
    assert main(["--library", str(library.folder), "export"]) == 2
