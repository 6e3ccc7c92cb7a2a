"""The command line as typed: common options anywhere, misuse told in Japanese with exit code 2."""

from __future__ import annotations

import argparse
from pathlib import Path

import pytest

from app.arguments import page_list
from app.cli import build_parser, main

COMMANDS = {
    "add": ["a.pdf"], "documents": [], "records": [], "outline": ["--document", "d"], "search": ["q"], "ask": ["q"],
    "tables": ["a.pdf"], "export": ["--xlsx", "o.xlsx"],
    "evaluate": ["retrieval", "--passages", "p", "--queries", "q", "--qrels", "r"],
    "verify": [], "fetch": [], "app": [],
}  # fmt: skip


@pytest.mark.parametrize("command", COMMANDS)
def test_common_options_before_and_after_the_command(command: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SHIRUBE_LIBRARY", raising=False)
    parser, rest = build_parser(), COMMANDS[command]
    before = parser.parse_args(["--library", "x", "--json", command, *rest])
    after = parser.parse_args([command, *rest, "--json", "--library", "x"])
    neither = parser.parse_args([command, *rest])
    assert (before.library, before.json) == (after.library, after.json) == (Path("x"), True)
    assert (neither.library, neither.json) == (Path("library"), False)


def test_the_environment_names_the_library(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHIRUBE_LIBRARY", "elsewhere")
    assert build_parser().parse_args(["documents"]).library == Path("elsewhere")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ([], "コマンド"),
        (["nonsense"], "nonsense' というコマンドはありません"),
        (["search"], "次の引数が必要です: QUERY"),
        (["search", "q", "-k", "0"], "1以上の整数"),
        (["search", "q", "-k"], "値が1つ必要です"),
        (["records", "--kind", "x"], "指定できません"),
        (["documents", "extra"], "分からない引数があります: extra"),
        (["tables", "a.pdf", "--pages", "5-3"], "3-5 や 2,4"),
        (["add", "--jobs", "two", "a.pdf"], "1以上の整数"),
        (["export"], "--xlsx"),
    ],
)
def test_misuse(arguments: list[str], told: str, capsys: pytest.CaptureFixture[str]) -> None:
    try:
        code: object = main(arguments)
    except SystemExit as left:
        code = left.code
    printed = capsys.readouterr()
    assert code == 2
    assert printed.out == ""
    assert told in printed.err


@pytest.mark.parametrize(("text", "pages"), [("3", (3,)), ("3-5", (3, 4, 5)), ("2,4", (2, 4)), ("1-2, 2-3", (1, 2, 3))])
def test_pages(text: str, pages: tuple[int, ...]) -> None:
    assert page_list(text) == pages


@pytest.mark.parametrize("text", ["", "0", "-3", "3-", "a", "5-3", "1,,2", "９９９９９９９９"])
def test_pages_that_are_none(text: str) -> None:
    with pytest.raises(argparse.ArgumentTypeError):
        page_list(text)
