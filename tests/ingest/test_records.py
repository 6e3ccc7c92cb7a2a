"""Records of real and bundled documents against answers made by hand."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from corpus.records import Body, Goal, Kpi, Measure, RoadmapStep, Role, Shift
from corpus.text import squeeze
from tests.ingest.record_scores import Extracted, extract, f1
from tests.pdfs import GOTHIC
from tests.plans import Paper

ROOT = Path(__file__).resolve().parent.parent.parent
SAMPLES = json.loads((ROOT / "tests" / "golden" / "samples.json").read_text(encoding="utf-8"))
WITHOUT_RECORDS = [
    "cloud_policy_2021",
    "mhlw_kokumin_seikatsu_2023",
    "mext_hakusho_r6_ch2",
    "nta_shurui_kanri",
    "mhlw_anzen_eisei",
    "mof_filp_2022",
    "fsa_kinyu_gyosei_houshin",
    "monozukuri_hakusho_gaiyo",
]


@cache
def read(path: Path) -> Extracted:
    return extract(path)


def gold_of(shared: Path, name: str) -> dict[str, Any]:
    gold: dict[str, Any] = json.loads((shared / "gold" / name).read_text(encoding="utf-8"))
    return gold


def test_overview_is_read_without_a_mistake(shared: Path) -> None:
    gold, read_ = gold_of(shared, "overview.json"), read(shared / "seeds" / "overview.pdf")
    names = {g["number"]: squeeze(g["name"]) for g in gold["goals"]}
    assert f1(read_.goals(), [(g["number"], squeeze(g["name"])) for g in gold["goals"]]) == 1.0
    assert f1(read_.measures(), [(names[m["goal"]], squeeze(m["name"])) for m in gold["measures"]]) == 1.0
    kpis = [
        (squeeze(g["name"]), squeeze(k["indicator"]), None, ((squeeze(k["target_text"]), None, None, k["year"]),))
        for g in gold["goals"]
        for k in g["kpis"]
    ]
    assert f1(read_.kpis(), kpis) == 1.0
    groups = {squeeze(m.name): squeeze(m.group or "") for m in read_.records if isinstance(m, Measure)}
    assert groups == {squeeze(m["name"]): squeeze(m["group"]) for m in gold["measures"]}
    kinds = [t.kind.value for k in read_.records if isinstance(k, Kpi) for t in k.targets]
    assert kinds == [k["kind"] for g in gold["goals"] for k in g["kpis"]]


def test_overview_shifts_roles_and_body(shared: Path) -> None:
    gold, records = gold_of(shared, "overview.json"), read(shared / "seeds" / "overview.pdf").records
    shifts = [r for r in records if isinstance(r, Shift)]
    assert [squeeze(s.topic) for s in shifts] == [squeeze(s["topic"]) for s in gold["shifts"]]
    for shift, wanted in zip(shifts, gold["shifts"], strict=True):
        assert squeeze(shift.before).startswith(squeeze(wanted["before"]))
        assert squeeze(shift.after).startswith(squeeze(wanted["after_starts"]))
    roles = {r.actor: [squeeze(d) for d in r.duties] for r in records if isinstance(r, Role)}
    assert roles == {r["actor"]: [squeeze(d) for d in r["duties"]] for r in gold["roles"]}
    (body,) = [r for r in records if isinstance(r, Body)]
    assert (body.name, body.established) == (gold["body"]["name"], gold["body"]["established"])
    wanted_members = {post: [squeeze(n) for n in names] for post, names in gold["body"]["members"].items()}
    assert {post: list(names) for post, names in body.members} == wanted_members


def test_overview_line_and_column_are_one_goal_with_evidence_from_both(shared: Path) -> None:
    goals = [r for r in read(shared / "seeds" / "overview.pdf").records if isinstance(r, Goal)]
    assert [len(g.evidence) for g in goals] == [2, 2, 2]


def _otoineppu_kpis(gold: dict[str, Any]) -> list[tuple[object, ...]]:
    names = {g["number"]: squeeze(g["name"]) for g in gold["goals"]}
    measures = {f"{m['goal']}-{m['number']}": squeeze(m["name"]) for m in gold["measures"]}
    wanted = [(names[g["number"]], t) for g in gold["goals"] for t in g["targets"]]
    wanted += [(measures[k["measure"]], k) for k in gold["kpis"]]
    return [
        (
            of,
            squeeze(k["indicator"]),
            (
                squeeze(k["baseline_text"]),
                k["baseline_value"],
                k["unit"] if k["baseline_value"] is not None else None,
                k["baseline_year"],
            ),
            ((squeeze(k["target_text"]), k["target_value"], k["unit"], k["target_year"]),),
        )
        for of, k in wanted
    ]


def test_village_strategy(shared: Path) -> None:
    gold = gold_of(shared, "otoineppu.json")
    read_ = read(shared / "corpus" / "otoineppu_sogosenryaku.pdf")
    names = {g["number"]: squeeze(g["name"]) for g in gold["goals"]}
    assert f1(read_.goals(), [(g["number"], squeeze(g["name"])) for g in gold["goals"]]) == 1.0
    assert f1(read_.measures(), [(names[m["goal"]], squeeze(m["name"])) for m in gold["measures"]]) == 1.0
    assert f1(read_.kpis(), _otoineppu_kpis(gold)) == 1.0
    projects = [squeeze(p) for m in read_.records if isinstance(m, Measure) for p in m.projects]
    assert f1(projects, [squeeze(p["name"]) for p in gold["projects"]]) >= 0.95
    trap = {squeeze(t["text"].split(".", 1)[1]) for t in gold["other_goals_trap"]}
    assert not trap & {squeeze(g.name) for g in read_.records if isinstance(g, Goal)}
    goals = [r for r in read_.records if isinstance(r, Goal)]
    assert [sorted({e.page for e in g.evidence}) for g in goals] == [
        sorted({g["page"], g["overview_page"]}) for g in gold["goals"]
    ]


def test_ministries_in_brackets(shared: Path) -> None:
    """The bullets of an action plan that end in 【…省】, on the pages the answers cover."""
    gold = gold_of(shared, "decarb_headings.json")
    read_ = read(shared / "corpus" / "datsutanso_roadmap.pdf")
    found = {
        squeeze(m.name)[:30]: m.ministries
        for m in read_.records
        if isinstance(m, Measure) and m.evidence[0].page <= 30 and m.ministries
    }
    wanted = {squeeze(b["text"])[:30]: tuple(b["ministries"]) for b in gold["ministry_bullets"]}
    right = sum(found.get(name) == ministries for name, ministries in wanted.items())
    assert right / len(wanted) >= 0.95
    assert all("等" not in m.ministries for m in read_.records if isinstance(m, Measure))


def test_targets_of_an_action_plan_told_in_sentences(shared: Path) -> None:
    gold = gold_of(shared, "decarb_headings.json")["numeric_targets"]
    read_ = read(shared / "corpus" / "datsutanso_roadmap.pdf")
    wanted = {(t.get("value"), t["year"]) for t in gold}
    found = [
        {(t.number, t.year) for t in r.targets}
        for r in read_.records
        if isinstance(r, Kpi) and r.evidence[0].page <= 30 and all(t.kind.value == "level" for t in r.targets)
    ]
    assert len(found) >= 7
    assert all(targets <= wanted for targets in found)


def test_what_is_printed_again_leads_to_what_is_told_first(shared: Path) -> None:
    for file in ("datsutanso_roadmap", "otoineppu_sogosenryaku"):
        measures = {r.id: r for r in read(shared / "corpus" / f"{file}.pdf").records if isinstance(r, Measure)}
        (again,) = [m for m in measures.values() if m.repeats]
        (first,) = [measures[i] for i in again.repeats]
        assert first.evidence[0].page < again.evidence[0].page


def test_lineage_and_decisions_of_the_overview(shared: Path) -> None:
    gold, document = gold_of(shared, "overview.json"), read(shared / "seeds" / "overview.pdf").document
    assert [(t.start_fy, t.end_fy) for t in document.lineage] == [(t["start_fy"], t["end_fy"]) for t in gold["lineage"]]
    assert {(d.title, d.decided_on, d.evidence[0].page) for d in document.decisions} == {
        (d["title"], d["decided_on"], d["page"]) for d in gold["decisions"]
    }


def test_lineage_with_the_names_above_the_years(samples: Path) -> None:
    document = read(samples / "2025_chihososei_sogosenryaku_gaiyo.pdf").document
    assert [(t.start_fy, t.end_fy) for t in document.lineage] == [
        (2015, 2019),
        (2020, 2024),
        (2023, 2027),
        (2025, 2029),
    ]
    assert document.lineage[2].title == "デジタル田園都市国家構想総合戦略"
    assert (document.series, document.source_url) == ("地方創生に関する総合戦略", None)


@pytest.mark.parametrize("name", WITHOUT_RECORDS)
def test_documents_without_policy_records_give_none(shared: Path, name: str) -> None:
    read_ = read(shared / "corpus" / f"{name}.pdf")
    assert len(read_.records) * 100 <= 3 * read_.pages


@pytest.mark.parametrize("file", sorted(SAMPLES))
def test_bundled_samples(file: str, samples: Path) -> None:
    gold, read_ = SAMPLES[file], read(samples / file)
    assert f1(read_.goals(), [(squeeze(g["number"] or ""), squeeze(g["name"])) for g in gold["goals"]]) >= 0.95
    assert f1(read_.measures(), [(squeeze(m["goal"] or ""), squeeze(m["name"])) for m in gold["measures"]]) >= 0.98
    wanted = [
        (squeeze(k["of"] or ""), squeeze(k["indicator"]), tuple((t["number"], t["year"]) for t in k["targets"]))
        for k in gold["kpis"]
    ]
    kpis = [
        (read_.name(k.of), squeeze(k.indicator), tuple((t.number, t.year) for t in k.targets))
        for k in read_.records
        if isinstance(k, Kpi)
    ]
    assert f1(kpis, wanted) >= 0.94
    shifts = [(squeeze(s.topic), squeeze(s.before), squeeze(s.after)) for s in read_.records if isinstance(s, Shift)]
    assert shifts == [(squeeze(s["topic"]), squeeze(s["before"]), squeeze(s["after"])) for s in gold["shifts"]]
    bodies = {b.name: {post: list(names) for post, names in b.members} for b in read_.records if isinstance(b, Body)}
    assert bodies == {b["name"]: b["members"] for b in gold["bodies"]}
    steps = [(squeeze(s.text), s.start_fy, s.end_fy) for s in read_.records if isinstance(s, RoadmapStep)]
    assert f1(steps, [(squeeze(s["text"]), s["start_fy"], s["end_fy"]) for s in gold["roadmap"]]) >= 0.95


def test_ids_are_unique_and_pointers_lead_to_records(samples: Path) -> None:
    for file in sorted(SAMPLES):
        records = read(samples / file).records
        ids = [r.id for r in records]
        assert len(ids) == len(set(ids))
        for record in records:
            assert record.evidence
            match record:
                case Goal():
                    assert record.parent is None or record.parent in ids
                case Measure():
                    assert record.goal is None or record.goal in ids
                case Kpi():
                    assert record.of is None or record.of in ids


def _chart(path: Path, *, second: bool) -> Path:
    """A ground that holds a body's name and boxes of its posts; `second` puts another body on the same ground."""
    paper = Paper(width=842, height=595, right=800)
    paper.heading("デジタル化推進方針の体制", 16)
    sheet = paper.sheet
    sheet.box(60, 120, 420, 360, "f", "0.9 0.9 0.9 rg")
    sheet.text(80, 150, "デジタル化推進本部", 13, GOTHIC)
    for y, words in ((180, "本部長（市長）"), (230, "副本部長（副市長・教育長）"), (280, "本部員（各部長、消防長）")):
        sheet.box(100, y, 320, y + 30)
        sheet.text(110, y + 20, words, 11)
    if second:
        sheet.text(80, 340, "調整部会", 13, GOTHIC)
    return paper.save(path, "デジタル化推進方針")


def test_body_of_an_organisation_chart(tmp_path: Path) -> None:
    (body,) = [r for r in extract(_chart(tmp_path / "one.pdf", second=False)).records if isinstance(r, Body)]
    assert body.name == "デジタル化推進本部"
    assert body.members == (
        ("本部長", ("市長",)),
        ("副本部長", ("副市長", "教育長")),
        ("本部員", ("各部長", "消防長")),
    )


def test_posts_between_two_bodies_are_left_alone(tmp_path: Path) -> None:
    records = extract(_chart(tmp_path / "two.pdf", second=True)).records
    assert not [r for r in records if isinstance(r, Body)]


def test_figures_by_year_make_no_measures(tmp_path: Path) -> None:
    paper = Paper()
    paper.heading("みなと市総合戦略の事業費", 16)
    paper.table(
        (160, 80, 80, 80),
        [
            ("事業", "令和４年度", "令和５年度", "令和６年度"),
            ("移住相談事業", "1,200千円", "1,300千円", "1,300千円"),
            ("観光案内事業", "800千円", "―", "900千円"),
        ],
    )
    records = extract(paper.save(tmp_path / "figures.pdf", "みなと市総合戦略の事業費")).records
    assert not [r for r in records if isinstance(r, Measure | Kpi)]
