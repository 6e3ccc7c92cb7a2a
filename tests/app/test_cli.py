"""Every command on a library made by hand: the JSON that is fixed, exit codes, messages on stderr alone."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from app.adding import refresh_index
from app.cli import main
from corpus.ingested import Ingested
from index.library import Library
from tests.app.made import GOAL, MEASURES
from tests.app.pdfs import write_pdf

Run = Callable[..., tuple[int, list[Any], str]]

CITATION = {"document", "file", "page", "boxes", "quote"}


@pytest.fixture
def run(library: Library, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command with --json: its exit code, the JSON lines of stdout, and stderr."""
    with library.writing():
        refresh_index(library)

    def run(*arguments: str) -> tuple[int, list[Any], str]:
        code = main(["--library", str(library.folder), *arguments, "--json"])
        printed = capsys.readouterr()
        return code, [json.loads(line) for line in printed.out.splitlines()], printed.err

    return run


def test_documents(run: Run, ingested: Ingested) -> None:
    code, [answer], _ = run("documents")
    assert code == 0
    assert [document["id"] for document in answer["documents"]] == [ingested.document.id]


@pytest.mark.parametrize("key", ["machi", "machi.pdf", "id", "prefix"])
def test_records_of_a_document_by_any_of_its_names(run: Run, ingested: Ingested, key: str) -> None:
    id_ = ingested.document.id
    code, lines, _ = run("records", "--document", {"id": id_, "prefix": id_[:6]}.get(key, key), "--kind", "measure")
    assert code == 0
    assert [line["name"] for line in lines] == list(MEASURES)
    assert {line["document"] for line in lines} == {id_}


def test_records_of_all_kinds(run: Run, ingested: Ingested) -> None:
    code, lines, _ = run("records")
    assert code == 0
    assert [line["id"] for line in lines] == [record.id for record in ingested.records]


def test_outline(run: Run) -> None:
    assert run("outline", "--document", "machi")[:2] == (
        0,
        [{"headings": [{"level": 1, "number": "第1章", "text": GOAL, "page": 1}]}],
    )


def test_search(run: Run, ingested: Ingested) -> None:
    code, [answer], _ = run("search", "起業支援", "-k", "1", "--document", "machi")
    assert code == 0
    assert answer["query"] == "起業支援"
    [hit] = answer["hits"]
    assert set(hit) == {"rank", "score", "document", "file", "title", "page", "path", "text", "boxes"}
    assert hit | {"score": 0} == {
        "rank": 1, "score": 0, "document": ingested.document.id, "file": "machi.pdf", "title": "まちの総合戦略",
        "page": 1, "path": [f"第1章 {GOAL}"], "text": MEASURES[0], "boxes": [[10.0, 30.0, 190.0, 45.0]],
    }  # fmt: skip


def test_ask_for_a_set(run: Run) -> None:
    code, [answer], _ = run("ask", "選ばれる地方になるための施策は？")
    assert code == 0
    assert set(answer) == {"question", "answered", "kind", "text", "items", "citations"}
    assert (answer["question"], answer["answered"], answer["kind"]) == ("選ばれる地方になるための施策は？", True, "set")
    assert [item["text"] for item in answer["items"]] == list(MEASURES)
    for item in answer["items"]:
        assert set(item) == {"text", "record", "citations"}
        for citation in item["citations"]:
            assert set(citation) == CITATION
            assert citation["page"] == 1
            assert citation["boxes"]
    assert [citation["quote"] for citation in answer["citations"]] == list(MEASURES)


def test_ask_what_is_not_there(run: Run) -> None:
    code, [answer], _ = run("ask", "火星への移住支援は？")
    assert code == 0
    assert (answer["answered"], answer["kind"], answer["items"], answer["citations"]) == (False, "none", [], [])
    assert answer["text"]


def test_export(run: Run, tmp_path: Path) -> None:
    out = tmp_path / "out.xlsx"
    code, _, told = run("export", "--document", "machi", "--xlsx", str(out))
    assert code == 0
    assert str(out) in told
    assert load_workbook(out)["施策"].max_row == 1 + len(MEASURES)


def test_verify_whole_and_damaged(run: Run, library: Library, ingested: Ingested) -> None:
    code, [report], _ = run("verify")
    assert (code, report["ok"], report["problems"]) == (0, True, [])
    assert isinstance(report["snapshot"], str)
    library.pdf(ingested.document.id).write_bytes(b"")
    code, [report], _ = run("verify")
    assert (code, report["ok"]) == (1, False)
    assert set(report["problems"][0]) == {"code", "page", "message"}


def test_evaluate(run: Run, tmp_path: Path) -> None:
    texts = {
        "p1": "引越しの手続きは市民課の窓口で行います。",
        "p2": "粗大ごみは電話で申し込みます。",
        "p3": "図書館は月曜休館です。",
    }
    (tmp_path / "p.jsonl").write_text(
        "\n".join(json.dumps({"id": i, "title": "", "text": text}) for i, text in texts.items()), encoding="utf-8"
    )
    (tmp_path / "q.tsv").write_text("1\t粗大ごみの申し込み\n2\t図書館の休館日\n", encoding="utf-8")
    (tmp_path / "r.txt").write_text("1 0 p2 1\n2 0 p3 1\n", encoding="utf-8")
    files = [f"--{name}={tmp_path / file}" for name, file in
             (("passages", "p.jsonl"), ("queries", "q.tsv"), ("qrels", "r.txt"), ("run", "out.run"))]  # fmt: skip
    code, [report], _ = run("evaluate", "retrieval", *files)
    assert code == 0
    assert {"ndcg@10", "recall@10", "mrr", "success@1", "success@5", "queries", "seconds"} <= set(report)
    assert report["success@1"] == 1.0
    assert (tmp_path / "out.run").read_text(encoding="utf-8").startswith("1 Q0 p2 1 ")

    (tmp_path / "pages.tsv").write_text("id\tdocument\tpage\tquestion\n1\tmachi\t1\t女性の起業支援\n", encoding="utf-8")
    code, [report], _ = run("evaluate", "pages", "--questions", str(tmp_path / "pages.tsv"))
    assert (code, report["success@1"]) == (0, 1.0)


def test_evaluate_reading(run: Run, samples: Path, tmp_path: Path) -> None:
    """The tables and headings of a bundled sample against themselves, with one answer that is wrong."""
    pdf = samples / "2014_machi_hito_shigoto.pdf"
    code, [found], _ = run("tables", str(pdf))
    table = found["tables"][0]
    rows: list[list[str | None]] = [[None] * table["n_cols"] for _ in range(table["n_rows"])]
    for cell in table["cells"]:
        rows[cell["row"]][cell["col"]] = cell["text"]
    spans = [{k: c[k] for k in ("row", "col", "rowspan", "colspan")} for c in table["cells"]]
    entry = {"page": table["pages"][0], "rows": rows, "spans": spans, "header_rows": table["header_rows"]}
    headings = [{"page": 4, "level": 3, "text": "どこにもない見出し"}]
    gold = tmp_path / "gold.json"
    gold.write_text(json.dumps({"tables": [entry], "headings": headings}), encoding="utf-8")
    code, [scores], _ = run("evaluate", "tables", "--gold", str(gold), "--pdf", str(pdf))
    assert code == 0
    assert scores["cells"] == 1.0
    code, [scores], _ = run("evaluate", "headings", "--gold", str(gold), "--pdf", str(pdf))
    assert (code, scores["f1"]) == (0, 0.0)
    assert scores["missed"] == [{"page": 4, "text": "どこにもない見出し"}]
    assert {"page", "text"} == set(scores["false"][0])


def test_without_json_the_same_is_said_in_japanese(
    run: Run, library: Library, capsys: pytest.CaptureFixture[str]
) -> None:
    for arguments, told in {
        ("documents",): "まちの総合戦略",
        ("records",): MEASURES[1],
        ("outline", "--document", "machi"): f"第1章 {GOAL}",
        ("search", "起業支援"): "p.1",
        ("ask", "選ばれる地方になるための施策は？"): f"・{MEASURES[0]} [1]",
        ("verify",): "",
    }.items():
        assert main(["--library", str(library.folder), *arguments]) == 0
        assert told in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (["records", "--document", "zzz"], 1, "ありません"),
        (["search", "起業", "--document", "zzz"], 1, "ありません"),
        (["outline", "--document", ""], 1, "ありません"),
        (["ask", ""], 2, "質問"),
        (["ask", "  　\n"], 2, "質問"),
        (["ask", "🗻🎌\0\0"], 2, "質問"),
        (["search", "\0"], 2, "質問"),
        (["ask", "あ" * 34_000], 2, "長すぎ"),
        (["search", " -起業"], 2, "除く言葉"),
        (["export", "--xlsx", "/nowhere/at/all/out.xlsx"], 1, "書き込めません"),
        (["tables", "/nowhere.pdf"], 1, "nowhere.pdf"),
        (["evaluate", "pages", "--questions", "/nowhere.tsv"], 1, "nowhere.tsv"),
        (["evaluate", "tables", "--gold", "/nowhere.json", "--pdf", "/nowhere.pdf"], 1, "nowhere.json"),
        (["evaluate", "headings", "--gold", __file__, "--pdf", "/nowhere.pdf"], 1, "JSON"),
        (["fetch", "no_such_document"], 2, "no_such_document"),
    ],
)
def test_what_is_refused(run: Run, arguments: list[str], code: int, told: str) -> None:
    got, printed, message = run(*arguments)
    assert (got, printed) == (code, [])
    assert told in message
    assert "Traceback" not in message


@pytest.mark.parametrize("arguments", ["documents", "records", "search x", "ask 施策は", "export --xlsx x"])
def test_no_library_yet(tmp_path: Path, arguments: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--library", str(tmp_path / "none"), *arguments.split()]) == 1
    assert "add" in capsys.readouterr().err
    assert not (tmp_path / "none").exists()


def test_a_half_written_library(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "library.sqlite").write_bytes(b"SQLite format 3\0" + b"\xff" * 5000)
    assert main(["--library", str(tmp_path), "documents"]) == 1
    assert "壊れて" in capsys.readouterr().err
    assert main(["--library", str(tmp_path), "verify", "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["ok"] is False


def test_a_library_that_is_being_written(library: Library, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with library.writing():
        assert main(["--library", str(library.folder), "add", str(write_pdf(tmp_path / "b.pdf", pages=3))]) == 1
    assert "書き込み中" in capsys.readouterr().err
    assert len(library.documents()) == 1


def test_unexpected_errors_are_short(
    library: Library, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(self: Library) -> None:
        raise ZeroDivisionError("何か")

    monkeypatch.setattr(Library, "documents", fail)
    assert main(["--library", str(library.folder), "documents"]) == 1
    assert "ZeroDivisionError" in capsys.readouterr().err
    monkeypatch.setenv("SHIRUBE_DEBUG", "1")
    with pytest.raises(ZeroDivisionError):
        main(["--library", str(library.folder), "documents"])


def test_interrupted(library: Library, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def interrupt(self: Library) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Library, "documents", interrupt)
    assert main(["--library", str(library.folder), "documents"]) == 130
    assert "中断" in capsys.readouterr().err
