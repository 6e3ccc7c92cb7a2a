"""The lineage as a table and as a picture: what is in them, and that no words of a document do harm there."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook
from PIL import Image

from app.cli import main
from app.drawing import Drawing, Text, to_png, to_svg, width_of, wrapped
from app.lineage_export import write_lineage, write_picture
from app.river import draw_lineage
from corpus.errors import RefusedError
from index.library import Library
from search.lineage import Lineage, lineage_of
from search.versions import Version
from tests.app.versions import add_versions
from tests.search.versions_made import goal, kpi, measure, version

NASTY = '=HYPERLINK("http://x.invalid","<b>&</b>")\x00\ud800'


def plan(key: str, name: str, target: str) -> Version:
    return version(
        key,
        (goal(key, 1, "人の流れをつくる"),),
        (measure(key, 1, name, 1), measure(key, 2, NASTY, 1)),
        (kpi(key, 1, "移住相談件数", target, "12件(2014年度)"),),
    )


@pytest.fixture
def found() -> Lineage:
    return lineage_of(
        [
            plan("a", "移住相談窓口の設置", "60件(2019年度)"),
            plan("b", "移住相談窓口の運営", "80件(2024年度)"),
            version("c", (), (measure("c", 1, "文化財の保存"),)),
        ]
    )


def test_a_sheet_for_each_kind_and_the_picture(found: Lineage, tmp_path: Path) -> None:
    write_lineage(found, tmp_path / "l.xlsx")
    book = load_workbook(tmp_path / "l.xlsx")
    assert book.sheetnames == ["目標", "施策", "KPI", "流れの図"]
    rows = list(book["施策"].iter_rows(min_row=2, values_only=True))
    row = next(r for r in rows if "移住相談窓口" in str(r[0]))
    assert str(row[1]).startswith("移住相談窓口の運営")
    assert "名称変更" in str(row[3])
    assert "終了" in str(row[3])
    assert any("文化財の保存" in str(r[2]) and "新規" in str(r[3]) for r in rows)
    assert "目標値: 80件(2024年度)" in str(book["KPI"].cell(2, 2).value)
    for sheet in book:
        assert all(cell.data_type != "f" for line in sheet.iter_rows() for cell in line)
    assert len(book["流れの図"]._images) == 1


def test_the_picture_is_sound_xml_with_the_names_and_a_place_for_every_measure(found: Lineage) -> None:
    root = ElementTree.fromstring(to_svg(draw_lineage(found)))
    words = "".join(root.itertext())
    assert "移住相談窓口の設置" in words
    assert "60件" in words
    assert "script" not in {element.tag.split("}")[1] for element in root.iter()}
    places = {e.get("data-place") for e in root.iter() if e.get("data-place")}
    assert places == {r.id for r in found.records.values() if ":measure:" in r.id}


def test_svg_and_png_are_written_and_alike_in_shape(found: Lineage, tmp_path: Path) -> None:
    write_picture(found, tmp_path / "l.svg", svg=True)
    write_picture(found, tmp_path / "l.png", svg=False)
    box = ElementTree.fromstring((tmp_path / "l.svg").read_text(encoding="utf-8")).get("viewBox")
    width, height = (float(n) for n in str(box).split()[2:])
    with Image.open(tmp_path / "l.png") as picture:
        assert picture.width / picture.height == pytest.approx(width / height, rel=0.01)
        colours = picture.convert("RGB").getcolors(1 << 24) or []
    assert len(colours) > 20
    with pytest.raises(RefusedError, match="書き込めません"):
        write_picture(found, tmp_path / "none" / "l.png", svg=False)


def test_long_names_are_not_cut() -> None:
    name = "地域の多様な主体との連携・協働による持続可能な生活サービスの提供体制の構築と移動手段の確保に向けた支援"
    versions = [version(key, (), (measure(key, 1, name),)) for key in "ab"]
    assert "…" not in "".join(ElementTree.fromstring(to_svg(draw_lineage(lineage_of(versions)))).itertext())


def test_many_measures_are_drawn_as_their_goals() -> None:
    versions = [
        version(
            key,
            (goal(key, 1, "稼ぐまち"), goal(key, 2, "住むまち")),
            tuple(measure(key, n, f"第{n}地区の{'農業' if n % 2 else '住宅'}の改善", 1 + n % 2) for n in range(120)),
        )
        for key in "ab"
    ]
    drawn = draw_lineage(lineage_of(versions))
    words = "".join(ElementTree.fromstring(to_svg(drawn)).itertext())
    assert "稼ぐまち（60施策）" in words
    assert drawn.height < 1500


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("デジタル田園都市国家構想総合戦略(2023改訂版)", ["デジタル田園都市国家構想総合戦略", "(2023改訂版)"]),
        ("地方創生に関する総合戦略の概要について(見本)", ["地方創生に関する総合戦略の概要に", "ついて(見本)"]),
    ],
)
def test_lines_break_between_words_and_never_behind_an_opening_bracket(text: str, lines: list[str]) -> None:
    assert wrapped(text, 10, 165, 3) == lines


@given(st.text(max_size=60), st.floats(20, 200), st.integers(1, 3))
def test_words_stay_within_their_lines(text: str, width: float, lines: int) -> None:
    found_ = wrapped(text, 12, width, lines)
    assert 1 <= len(found_) <= lines
    assert all(width_of(line[:-1], 12) <= width + 12 for line in found_)


@given(st.text(max_size=30))
def test_any_words_make_sound_xml(text: str) -> None:
    drawing = Drawing(100, 100, (Text(1, 10, text),), text)
    ElementTree.fromstring(to_svg(drawing))


def test_a_picture_too_large_is_drawn_smaller() -> None:
    assert to_png(Drawing(4000, 40_000, (), "")).size[1] < 40_000


def test_the_command_follows_documents_by_their_dates(
    library: Library, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ids = add_versions(library, tmp_path)
    folder = ["--library", str(library.folder)]
    outs = [str(tmp_path / f"out.{ending}") for ending in ("xlsx", "svg", "png")]
    code = main(["lineage", *reversed(ids), "--xlsx", outs[0], "--svg", outs[1], "--png", outs[2], "--json", *folder])
    told = json.loads(capsys.readouterr().out)
    assert code == 0
    assert [d["id"] for d in told["documents"]] == list(ids)
    history = next(h for h in told["histories"] if h["name"] == "空き家の利活用の促進")
    assert [[r["name"] for r in records] for records in history["records"]] == [
        ["空き家の利活用の支援"],
        ["空き家の利活用の促進"],
    ]
    assert [(s["start"], s["end"], s["type"]) for s in history["steps"]] == [(0, 1, "renamed")]
    assert all(Path(out).stat().st_size > 1000 for out in outs)
    assert main(["lineage", ids[0], *folder]) == 1
    assert "2つ以上" in capsys.readouterr().err
