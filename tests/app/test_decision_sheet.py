"""Decisions by hand through the workbook of `compare`: written, filled in, read back."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from openpyxl import load_workbook

from app.cli import main
from index.library import Library
from tests.app.versions import add_versions

SHEET = "対応の判断"


@pytest.fixture
def ids(library: Library, tmp_path: Path) -> tuple[str, str]:
    return add_versions(library, tmp_path)


def compare(library: Library, ids: tuple[str, str], *more: str) -> int:
    return main(["compare", *ids, *more, "--library", str(library.folder)])


def fill(path: Path, edits: dict[tuple[str, str], dict[str, str]], extra: tuple[str, ...] = ()) -> Path:
    """Change cells of the rows with these names on either side; add one row."""
    book = load_workbook(path)
    sheet = book[SHEET]
    headers = [cell.value for cell in sheet[1]]
    for row in sheet.iter_rows(min_row=2):
        values = {str(h): cell for h, cell in zip(headers, row, strict=True)}
        for title, text in edits.get((values["旧"].value or "", values["新"].value or ""), {}).items():
            values[title].value = text
    if extra:
        sheet.append(extra)
    book.save(path)
    return path


def found(library: Library, ids: tuple[str, str], capsys: pytest.CaptureFixture[str]) -> list[tuple[str, str, str]]:
    capsys.readouterr()
    compare(library, ids, "--json")
    return [
        ("/".join(r["name"] for r in c["from"]), c["type"], "/".join(r["name"] for r in c["to"]))
        for c in json.loads(capsys.readouterr().out)["correspondences"]
    ]


def test_reject_and_draw_by_the_workbook(
    library: Library, ids: tuple[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "taisho.xlsx"
    assert compare(library, ids, "--xlsx", str(out)) == 0
    fill(
        out,
        {
            ("空き家の利活用の支援", "空き家の利活用の促進"): {"判断": "×"},
            ("港湾の改修", ""): {"判断": "○", "新": "みなとのにぎわいづくり"},
        },
    )
    assert compare(library, ids, "--decisions", str(out), "--by", "山田") == 0
    assert "判断2件を反映しました" in capsys.readouterr().err
    after = found(library, ids, capsys)
    assert ("港湾の改修", "renamed", "みなとのにぎわいづくり") in after
    assert ("空き家の利活用の支援", "dropped", "") in after
    assert {d.by for d in library.decisions()} == {"山田"}

    again = tmp_path / "again.xlsx"
    compare(library, ids, "--xlsx", str(again))
    rows = {
        (row[2] or "", row[4] or ""): (row[0], row[8])
        for row in load_workbook(again)[SHEET].iter_rows(min_row=2, values_only=True)
    }
    assert rows["空き家の利活用の支援", "空き家の利活用の促進"][0] == "×"
    assert str(rows["港湾の改修", "みなとのにぎわいづくり"][1]).startswith("山田")
    assert compare(library, ids, "--decisions", str(again)) == 0
    assert len(library.decisions()) == 2

    fill(again, {("空き家の利活用の支援", "空き家の利活用の促進"): {"判断": ""}})
    assert compare(library, ids, "--decisions", str(again)) == 0
    assert ("空き家の利活用の支援", "renamed", "空き家の利活用の促進") in found(library, ids, capsys)


def test_a_row_can_be_added(
    library: Library, ids: tuple[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "taisho.xlsx"
    compare(library, ids, "--xlsx", str(out))
    fill(out, {}, ("○", "施策", "港湾の改修", "", "みなとのにぎわいづくり"))
    assert compare(library, ids, "--decisions", str(out)) == 0
    assert ("港湾の改修", "renamed", "みなとのにぎわいづくり") in found(library, ids, capsys)


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        ({"判断": "たぶん"}, "「たぶん」は分かりません"),
        ({"判断": "○"}, "両方の名称が要ります"),
        ({"判断": "○", "新": "海の家"}, "「海の家」という施策はありません"),
        ({"判断": "○", "新": "空き家の成約件数", "種類": ""}, "種類が違います"),
    ],
)
def test_nothing_is_taken_over_when_a_row_cannot_be_understood(
    library: Library,
    ids: tuple[str, str],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    cells: dict[str, str],
    told: str,
) -> None:
    out = tmp_path / "taisho.xlsx"
    compare(library, ids, "--xlsx", str(out))
    fill(out, {("港湾の改修", ""): cells, ("空き家の利活用の支援", "空き家の利活用の促進"): {"判断": "×"}})
    assert compare(library, ids, "--decisions", str(out)) == 1
    assert told in capsys.readouterr().err
    assert library.decisions() == []


def test_another_file_is_refused(
    library: Library, ids: tuple[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "x.xlsx").write_text("no workbook", encoding="utf-8")
    assert compare(library, ids, "--decisions", str(tmp_path / "x.xlsx")) == 1
    assert "読めません" in capsys.readouterr().err
    assert compare(library, ids, "--by", "山田") == 2
