"""The workbook of corrections: out, filled in, back in; and everything staff and Excel may do to it."""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from app.cli import main
from app.correction_columns import SHEETS, Surroundings, shown
from app.correction_template import write_template
from app.corrections import Applied, apply_corrections
from corpus.errors import RefusedError
from corpus.ingested import Ingested
from corpus.records import Body, Goal, Kpi, Measure, RoadmapStep, Value
from corpus.text import normalise
from index.library import Library
from tests.app.made import GOAL, MEASURES, NASTY

Fill = Callable[[Workbook], None]


def columns(sheet: Worksheet) -> dict[str, int]:
    return {str(cell.value): n for n, cell in enumerate(sheet[1], start=1)}


def put(book: Workbook, title: str, row: int, **cells: Any) -> None:
    sheet = book[title]
    for header, value in cells.items():
        sheet.cell(row, columns(sheet)[header]).value = value


def value(book: Workbook, title: str, row: int, header: str) -> Any:
    return book[title].cell(row, columns(book[title])[header]).value


@pytest.fixture
def template(library: Library, tmp_path: Path) -> Path:
    write_template(library, library.records(), tmp_path / "template.xlsx")
    return tmp_path / "template.xlsx"


@pytest.fixture
def apply(library: Library, template: Path, tmp_path: Path) -> Callable[[Fill], Applied]:
    def apply(fill: Fill) -> Applied:
        book = load_workbook(template)
        fill(book)
        book.save(tmp_path / "filled.xlsx")
        return apply_corrections(library, tmp_path / "filled.xlsx", by="山田")

    return apply


def refused(applied: Applied, sheet: str, row: int, words: str) -> None:
    assert [(p.sheet, p.row) for p in applied.problems] == [(sheet, row)]
    assert words in applied.problems[0].message


def test_the_template_says_what_may_be_changed(template: Path) -> None:
    book = load_workbook(template)
    assert book.sheetnames == ["使い方", "目標", "施策", "KPI", "工程表", "転換", "役割", "推進体制"]
    sheet = book["施策"]
    at = columns(sheet)
    assert sheet.protection.sheet
    assert sheet.cell(2, at["記録ID"]).protection.locked
    assert sheet.cell(2, at["記録ID"]).fill.fgColor.rgb == "00E7E6E6"
    assert not sheet.cell(2, at["操作"]).protection.locked
    assert not sheet.cell(2, at["施策"]).protection.locked
    [offered] = sheet.data_validations.dataValidation
    assert set(offered.formula1.strip('"').split(",")) == {"修正", "削除", "追加"}
    assert value(book, "施策", 2, "目標") == f"① {GOAL}"
    assert value(book, "KPI", 2, "目標値") == "200人以上（2029年）\n千人（2034年度）"
    nasty = book["推進体制"].cell(2, columns(book["推進体制"])["名称"])
    assert (nasty.value, nasty.data_type, nasty.quotePrefix) == (NASTY, "s", True)


def test_a_template_is_never_written_over(library: Library, template: Path) -> None:
    with pytest.raises(RefusedError, match="既にあります"):
        write_template(library, library.records(), template)


def test_an_untouched_template_changes_nothing(library: Library, apply: Callable[[Fill], Applied]) -> None:
    generation = library.generation
    assert apply(lambda book: None) == Applied()
    assert library.generation == generation


def test_fields_of_every_shape(library: Library, apply: Callable[[Fill], Applied]) -> None:
    def fill(book: Workbook) -> None:
        put(book, "目標", 2, 操作="修正", 番号=1, 内容="方針")
        put(book, "施策", 3, 操作="修正", 施策="ふるさと登録", 担当="総務省\nこども家庭庁", 目標=None)
        put(book, "KPI", 2, 操作="修正", 基準値="130人（2024年度）", 目標値="200人以上（2029年）\n1,500人（2034年度）")
        put(book, "工程表", 2, 操作="修正", 開始年度="令和8年度", 終了年度=datetime.datetime(2028, 3, 31))
        put(book, "推進体制", 2, 操作="修正", 構成員="本部長：内閣総理大臣、甲\n事務局")

    applied = apply(fill)
    assert applied == Applied(changed=5)
    by_kind = {r.KIND: r for r in library.records() if r.corrected is not None}
    goal, measure, kpi = by_kind["goal"], by_kind["measure"], by_kind["kpi"]
    step, body = by_kind["roadmap"], by_kind["body"]
    assert isinstance(goal, Goal)
    assert (goal.number, goal.name, goal.statement) == ("1", GOAL, "方針")
    assert isinstance(measure, Measure)
    assert (measure.name, measure.ministries, measure.goal) == ("ふるさと登録", ("総務省", "こども家庭庁"), None)
    assert isinstance(kpi, Kpi)
    assert kpi.baseline == Value("130人", 130.0, "人", 2024, True)
    assert kpi.targets[0] == Value("200人以上", 200.0, "人", 2029, False, "以上")
    assert (kpi.targets[1].number, kpi.targets[1].unit, kpi.targets[1].year) == (1500.0, "人", 2034)
    assert isinstance(step, RoadmapStep)
    assert (step.start_fy, step.end_fy) == (2026, 2027)
    assert isinstance(body, Body)
    assert (body.name, body.members) == (NASTY, (("本部長", ("内閣総理大臣", "甲")), ("事務局", ())))
    assert kpi.corrected is not None
    assert (kpi.corrected.by, kpi.corrected.fields) == ("山田", ("baseline", "targets"))


def test_dropping_and_adding(library: Library, ingested: Ingested, apply: Callable[[Fill], Applied]) -> None:
    def fill(book: Workbook) -> None:
        put(book, "施策", 3, 操作="削除")
        put(book, "目標", 9, 操作="追加", 番号="②", 目標="現場", ページ=2, 引用="現場で取組を進める")
        put(book, "施策", 9, 操作="追加", 施策="人への投資", 目標="② 現場", ページ="2", 文書="machi")

    first = apply(fill)
    assert first == Applied(added=2, dropped=1)
    records = library.records()
    measures = [r for r in records if isinstance(r, Measure)]
    assert [m.name for m in measures] == [MEASURES[0], "人への投資"]
    added = next(r for r in records if isinstance(r, Goal) and r.number == "②")
    assert measures[1].goal == added.id
    assert measures[1].evidence[0].quote == "人への投資"
    assert measures[1].evidence[0].page == 2
    assert added.id.startswith(f"{ingested.document.id}:goal:")
    assert apply(fill) == Applied(unchanged=3)  # the same file again
    assert library.records() == records


def test_applying_a_correction_again_is_no_conflict(apply: Callable[[Fill], Applied]) -> None:
    def fill(book: Workbook) -> None:
        put(book, "KPI", 2, 操作="修正", 基準値="130人(2024年度)")

    assert apply(fill) == Applied(changed=1)
    assert apply(fill) == Applied(unchanged=1)


def test_a_record_changed_since_the_template(apply: Callable[[Fill], Applied]) -> None:
    assert apply(lambda book: put(book, "目標", 2, 操作="修正", 内容="甲")).changed == 1
    refused(apply(lambda book: put(book, "目標", 2, 操作="修正", 内容="乙")), "目標", 2, "変わっています")


MISTAKES: dict[str, tuple[Fill, str, int, str]] = {
    "unknown action": (lambda b: put(b, "施策", 2, 操作="変更"), "施策", 2, "分かりません"),
    "no action": (lambda b: put(b, "施策", 2, 施策="別"), "施策", 2, "操作が空"),
    "no action, new row": (lambda b: put(b, "施策", 9, 施策="別"), "施策", 9, "操作が空"),
    "unknown id": (lambda b: put(b, "施策", 2, 操作="修正", 記録ID="x:measure:9"), "施策", 2, "ライブラリにありません"),
    "unknown id dropped": (lambda b: put(b, "施策", 2, 操作="削除", 記録ID="x"), "施策", 2, "ライブラリにありません"),
    "grey cell": (lambda b: put(b, "施策", 2, 操作="修正", ページ=2), "施策", 2, "ページ・引用は直せません"),
    "empty name": (lambda b: put(b, "施策", 2, 操作="修正", 施策=" "), "施策", 2, "「施策」が空"),
    "unknown goal": (lambda b: put(b, "施策", 2, 操作="修正", 目標="③ なし"), "施策", 2, "この文書にありません"),
    "formula": (lambda b: put(b, "施策", 2, 操作="修正", 内容="=1+1"), "施策", 2, "数式"),
    "error": (lambda b: put(b, "施策", 2, 操作="修正", 内容="#N/A"), "施策", 2, "使えません"),
    "date": (
        lambda b: put(b, "KPI", 2, 操作="修正", 基準値=datetime.datetime(2026, 1, 2)), "KPI", 2, "日付や時刻",
    ),
    "two values": (lambda b: put(b, "KPI", 2, 操作="修正", 基準値="120人、200人"), "KPI", 2, "値を読み取れません"),
    "no year": (lambda b: put(b, "工程表", 2, 操作="修正", 開始年度="来年"), "工程表", 2, "年度として読めません"),
    "no page": (lambda b: put(b, "施策", 9, 操作="追加", 施策="別"), "施策", 9, "「ページ」の欄"),
    "page too high": (lambda b: put(b, "施策", 9, 操作="追加", 施策="別", ページ=3), "施策", 9, "1から2まで"),
    "quote not there": (
        lambda b: put(b, "施策", 9, 操作="追加", 施策="別", ページ=1), "施策", 9, "1ページに見つかりません",
    ),
    "unknown document": (
        lambda b: put(b, "施策", 9, 操作="追加", 施策=MEASURES[0], ページ=1, 文書="なし"), "施策", 9, "文書を1つに",
    ),
}  # fmt: skip


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_told_with_its_row_and_nothing_is_applied(
    library: Library, apply: Callable[[Fill], Applied], mistake: str
) -> None:
    fill, sheet, row, words = MISTAKES[mistake]
    records = library.records()

    def with_good_row(book: Workbook) -> None:
        fill(book)
        put(book, "役割", 2, 操作="削除")

    refused(apply(with_good_row), sheet, row, words)
    assert library.records() == records


def test_two_actions_on_one_record(apply: Callable[[Fill], Applied], library: Library) -> None:
    id_ = library.records(kind="measure")[0].id

    def fill(book: Workbook) -> None:
        put(book, "施策", 2, 操作="削除")
        put(book, "施策", 9, 操作="修正", 施策="別", 記録ID=id_)

    refused(apply(fill), "施策", 9, "2つ以上")


def test_a_changed_header(apply: Callable[[Fill], Applied]) -> None:
    refused(apply(lambda book: put(book, "施策", 1, 担当="担当課")), "施策", 1, "担当")


def test_a_column_of_notes_and_a_far_away_cell_do_no_harm(apply: Callable[[Fill], Applied]) -> None:
    def fill(book: Workbook) -> None:
        book["施策"].cell(2, 20).value = "要確認"
        book["施策"].cell(1_048_576, 1).value = " "
        put(book, "施策", 2, 操作="修正", 区分="別")

    assert apply(fill) == Applied(changed=1)


def test_a_percentage_that_excel_made_a_number(library: Library, apply: Callable[[Fill], Applied]) -> None:
    def fill(book: Workbook) -> None:
        put(book, "KPI", 2, 操作="修正", 基準値=0.125)
        book["KPI"].cell(2, columns(book["KPI"])["基準値"]).number_format = "0.0%"

    assert apply(fill).changed == 1
    kpi = library.records(kind="kpi")[0]
    assert isinstance(kpi, Kpi)
    assert kpi.baseline is not None
    assert (kpi.baseline.number, kpi.baseline.unit) == (12.5, "%")


@pytest.mark.parametrize("content", [b"", b"not a workbook", b"PK\x03\x04"])
def test_what_is_no_workbook(library: Library, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "x.xlsx").write_bytes(content)
    with pytest.raises(RefusedError, match="読めません"):
        apply_corrections(library, tmp_path / "x.xlsx", by="山田")


def test_another_workbook(library: Library, tmp_path: Path) -> None:
    Workbook().save(tmp_path / "x.xlsx")
    with pytest.raises(RefusedError, match="修正のシートがありません"):
        apply_corrections(library, tmp_path / "x.xlsx", by="山田")


@pytest.mark.parametrize("cls", SHEETS)
def test_what_a_cell_shows_is_read_back(ingested: Ingested, cls: Any) -> None:
    around = Surroundings(ingested.document, ingested.records)
    for record in (r for r in ingested.records if isinstance(r, cls)):
        for column in SHEETS[cls][1]:
            text = normalise(shown(column, record, around))
            assert column.read(text, around, getattr(record, column.field)) == getattr(record, column.field)


def test_the_command(library: Library, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder, out = str(library.folder), tmp_path / "c.xlsx"
    assert main(["--library", folder, "records", "--document", "machi", "--edit-template", str(out), "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"xlsx": str(out), "records": 8}
    assert main(["--library", folder, "records", "--edit-template", str(out)]) == 1
    assert main(["--library", folder, "records", "--apply", str(out), "--by", "山田"]) == 1
    assert "操作が入っている行がありません" in capsys.readouterr().err
    book = load_workbook(out)
    put(book, "施策", 2, 操作="修正", 施策="起業の後押し")
    book.save(out)
    assert main(["--library", folder, "records", "--apply", str(out), "--by", "山田", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {
        "changed": 1, "added": 0, "dropped": 0, "unchanged": 0, "problems": [],
    }  # fmt: skip
    assert main(["--library", folder, "verify"]) == 0  # the snapshot was built anew
    capsys.readouterr()
    assert main(["--library", folder, "records", "--kind", "measure", "--json"]) == 0
    first, second = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert first["name"] == "起業の後押し"
    assert first["corrected"] == {
        "action": "changed", "by": "山田", "at": first["corrected"]["at"], "fields": ["name"],
    }  # fmt: skip
    assert datetime.datetime.fromisoformat(first["corrected"]["at"]).tzinfo is not None
    assert "corrected" not in second
    put(book, "施策", 2, 操作="修正", 施策="")
    book.save(out)
    assert main(["--library", folder, "records", "--apply", str(out), "--json"]) == 1
    printed = capsys.readouterr()
    [problem] = json.loads(printed.out)["problems"]
    assert (problem["sheet"], problem["row"]) == ("施策", 2)
    assert "シート「施策」2行目" in printed.err


@pytest.mark.parametrize("extra", [["--apply", "x", "--kind", "kpi"], ["--by", "山田"]])
def test_options_that_do_not_go_together(library: Library, extra: list[str]) -> None:
    assert main(["--library", str(library.folder), "records", *extra]) == 2
