"""The bundled samples: labelled on every page, and printing what the golden file says, from facts that were read."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from pypdfium2 import raw

from corpus.text import squeeze

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = ROOT / "corpus" / "samples"
GOLDEN: dict[str, dict[str, Any]] = json.loads((ROOT / "tests" / "golden" / "samples.json").read_text("utf-8"))
LABEL = "本資料は公開情報をもとに再構成した見本であり、公式の文書ではありません"
FILES = sorted(GOLDEN)


@cache
def pages_of(file: str) -> tuple[str, ...]:
    """The text of each page, squeezed."""
    with pypdfium2.PdfDocument(SAMPLES / file) as pdf:
        return tuple(squeeze(page.get_textpage().get_text_range()) for page in pdf)


def test_every_sample_has_its_golden_answers() -> None:
    assert sorted(path.name for path in SAMPLES.glob("*.pdf")) == FILES
    assert len(FILES) >= 6


@pytest.mark.parametrize("file", FILES)
def test_every_page_says_that_it_is_not_official(file: str) -> None:
    assert len(pages_of(file)) == GOLDEN[file]["pages"]
    assert all(squeeze(LABEL) in page for page in pages_of(file))


@pytest.mark.parametrize("file", FILES)
def test_the_golden_words_stand_on_their_pages(file: str) -> None:
    golden, pages = GOLDEN[file], pages_of(file)
    fields = {
        "headings": ("text",),
        "goals": ("name",),
        "measures": ("name", "group"),
        "kpis": ("indicator",),
        "roadmap": ("measure", "text"),
        "shifts": ("topic", "before", "after"),
        "roles": ("duties",),
        "labels": ("text",),
    }
    missing = []
    for kind, names in fields.items():
        for record in golden[kind]:
            for name in names:
                words = record[name] if isinstance(record[name], list) else [record[name] or ""]
                # A group is named by a heading, which may stand on an earlier page.
                place = "".join(pages[: record["page"]]) if name == "group" else pages[record["page"] - 1]
                missing += [(kind, word, record["page"]) for word in words if squeeze(word) not in place]
    assert missing == []


@pytest.mark.parametrize("file", FILES)
def test_ministries_and_values_are_printed(file: str) -> None:
    golden, pages = GOLDEN[file], pages_of(file)
    everything = "".join(pages)
    ministries = {name for measure in golden["measures"] for name in measure["ministries"]}
    assert [name for name in ministries if squeeze(name) not in everything] == []
    for kpi in golden["kpis"]:
        page = "".join(pages[kpi["page"] - 1 : kpi["page"] + 1])
        assert kpi["targets"], kpi["indicator"]
        for value in (*kpi["targets"], *([kpi["baseline"]] if kpi["baseline"] else [])):
            for part in re.split(r"[()]", value["text"]):
                assert squeeze(part) in page, (kpi["indicator"], value["text"])


@pytest.mark.parametrize("file", FILES)
def test_table_cells_are_printed_on_the_pages_of_the_table(file: str) -> None:
    for table in GOLDEN[file]["tables"]:
        page = "".join(pages_of(file)[number - 1] for number in table["pages"])
        assert len(table["rows"]) == table["n_rows"]
        assert all(len(row) == table["n_cols"] for row in table["rows"])
        missing = [cell for row in table["rows"] for cell in row if cell and squeeze(cell) not in page]
        assert missing == [], table["caption"]


@pytest.mark.parametrize("file", FILES)
def test_goals_named_by_records_exist(file: str) -> None:
    golden = GOLDEN[file]
    named = {record["name"] for kind in ("goals", "measures") for record in golden[kind]}
    assert {m["goal"] for m in golden["measures"]} - {None} <= {g["name"] for g in golden["goals"]}
    assert {k["of"] for k in golden["kpis"]} - {None} <= named


def test_the_layouts_of_the_real_documents_are_there() -> None:
    tables = [table for golden in GOLDEN.values() for table in golden["tables"]]
    assert sum(len(table["pages"]) > 1 for table in tables) >= 3
    assert any(table["header_rows"] == 2 for table in tables)
    assert sum(bool(golden["roadmap"]) for golden in GOLDEN.values()) >= 3
    assert sum(len(golden["shifts"]) for golden in GOLDEN.values()) >= 5
    assert any(measure["ministries"] for golden in GOLDEN.values() for measure in golden["measures"])


@pytest.mark.parametrize("file", FILES)
def test_files_are_small_with_their_faces_inside(file: str) -> None:
    assert (SAMPLES / file).stat().st_size < 300_000
    with pypdfium2.PdfDocument(SAMPLES / file) as pdf:
        for page in pdf:
            for item in page.get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT]):
                font = raw.FPDFTextObj_GetFont(item)
                assert raw.FPDFFont_GetIsEmbedded(font) == 1


def _numbers(fact: dict[str, Any]) -> set[float]:
    """The numbers a fact states, in the units of the samples."""
    scale = 1e12 if str(fact["unit"]).startswith("兆") else 1.0
    stated = [fact["target"]] if not isinstance(fact["target"], list) else fact["target"]
    numbers = set()
    for value in (*stated, fact["baseline"]):
        for text in re.findall(r"-?\d+(?:,\d{3})*(?:\.\d+)?", str(value)):
            plain = float(text.replace(",", ""))
            numbers |= {plain * scale, plain * 10_000} if "万" in str(value) else {plain * scale}
    return numbers


def test_no_figure_is_from_memory(shared: Path) -> None:
    """Every value of a KPI stands in a fact that was read, never only in one that was recalled."""
    facts = json.loads((shared / "facts" / "strategy_facts.json").read_text("utf-8"))["kpis"]
    read = {number for fact in facts if fact["confidence"] == "read" for number in _numbers(fact)}
    for file, golden in GOLDEN.items():
        for kpi in golden["kpis"]:
            for value in (*kpi["targets"], *([kpi["baseline"]] if kpi["baseline"] else [])):
                if value["number"] is not None:
                    assert value["number"] in read, (file, kpi["indicator"], value["text"])


def test_typesetting_again_gives_the_same(tmp_path: Path) -> None:
    pytest.importorskip("reportlab", reason="見本を組むための reportlab がないため省略")
    pytest.importorskip("fontTools", reason="見本を組むための fonttools がないため省略")
    from corpus.errors import UnreadableFile
    from corpus.typeset.__main__ import typeset
    from corpus.typeset.lines import register_faces

    try:
        register_faces()
    except UnreadableFile:
        pytest.skip("BIZ UD 書体がないため省略")
    for name in ("a", "b"):
        typeset(tmp_path / name, tmp_path / f"{name}.json")
    assert json.loads((tmp_path / "a.json").read_text("utf-8")) == GOLDEN
    for file in FILES:
        assert (tmp_path / "a" / file).read_bytes() == (tmp_path / "b" / file).read_bytes()
