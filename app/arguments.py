"""Arguments in Japanese: a parser whose help and errors staff can read, and the types of the arguments."""

from __future__ import annotations

import argparse
import re
import sys
from pathlib import Path
from typing import Any, NoReturn

Commands = Any
"""What `add_subparsers` returns; argparse gives it no public type."""

_ERRORS = (
    (r"the following arguments are required: (.*)", r"次の引数が必要です: \1"),
    (r"unrecognized arguments: (.*)", r"分からない引数があります: \1"),
    (r"argument command: invalid choice: (.*?) \(choose from (.*)\)", r"\1 というコマンドはありません（\2）"),
    (r"argument (.*?): invalid choice: (.*?) \(choose from (.*)\)", r"\1 に \2 は指定できません（\3）"),
    (r"argument (.*?): expected one argument", r"\1 には値が1つ必要です"),
    (r"argument (.*?): expected at least one argument", r"\1 には値が必要です"),
    (r"argument (.*?): not allowed with argument (.*)", r"\1 と \2 は同時に指定できません"),
    (r"argument (.*?): invalid \S+ value: (.*)", r"\1 の値が正しくありません: \2"),
    (r"argument (.*?): (.*)", r"\1: \2"),
)


class _Formatter(argparse.RawDescriptionHelpFormatter):
    def add_usage(self, usage: Any, actions: Any, groups: Any, prefix: str | None = None) -> None:
        super().add_usage(usage, actions, groups, "使い方: " if prefix is None else prefix)


class Parser(argparse.ArgumentParser):
    """An ArgumentParser that speaks Japanese."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(add_help=False, formatter_class=_Formatter, **settings)
        self._positionals.title = "引数"
        self._optionals.title = "オプション"
        self.add_argument("-h", "--help", action="help", help="この説明を表示します")

    def error(self, message: str) -> NoReturn:
        """Say what is wrong with the command, and leave with exit code 2."""
        for pattern, japanese in _ERRORS:
            if re.fullmatch(pattern, message, re.DOTALL):
                message = re.sub(pattern, japanese, message, count=1, flags=re.DOTALL)
                break
        self.print_usage(sys.stderr)
        self.exit(2, f"{self.prog}: {message}\n")


def common_options(parser: argparse.ArgumentParser, library: str | None = None) -> None:
    """`--library` and `--json`. On a subcommand (library None) they override those given before it."""
    suppressed = argparse.SUPPRESS
    parser.add_argument(
        "--library",
        metavar="DIR",
        type=Path,
        default=suppressed if library is None else Path(library),
        help="ライブラリのフォルダ（既定: 環境変数 SHIRUBE_LIBRARY、なければ ./library）",
    )
    parser.add_argument(
        "--json",
        action="store_true",
        default=suppressed if library is None else False,
        help="結果をJSONで標準出力に出します",
    )


def command(commands: Commands, name: str, help_text: str) -> argparse.ArgumentParser:
    """A subcommand with the common options."""
    parser: argparse.ArgumentParser = commands.add_parser(name, help=help_text, description=help_text)
    common_options(parser)
    return parser


def positive(text: str) -> int:
    """A whole number from 1."""
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"1以上の整数を指定してください（{text}）")
    return int(text)


def page_list(text: str) -> tuple[int, ...]:
    """`3-5`, `2,4` or both, as sorted 1-based page numbers."""
    pages: set[int] = set()
    for part in text.split(","):
        match = re.fullmatch(r"\s*(\d{1,6})\s*(?:-\s*(\d{1,6})\s*)?", part)
        first, last = (int(match[1]), int(match[2] or match[1])) if match else (0, 0)
        if not 1 <= first <= last:
            raise argparse.ArgumentTypeError(f"ページは 3-5 や 2,4 のように指定してください（{text}）")
        pages.update(range(first, last + 1))
    return tuple(sorted(pages))
