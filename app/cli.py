"""The `shirube` command: reads the arguments, runs one command, turns errors into messages and exit codes.

Exit codes: 0 done, 1 some input was refused or nothing was found to do, 2 the command cannot be understood, 130 stopped
by Ctrl-C. SHIRUBE_DEBUG=1 shows the traceback of an unexpected error.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from app import (
    cli_add,
    cli_compare,
    cli_desk,
    cli_evaluate,
    cli_files,
    cli_library,
    cli_lineage,
    cli_records,
    cli_search,
)
from app.arguments import Parser, common_options
from app.console import say, use_utf8
from corpus.errors import ShirubeError

_GROUPS = (cli_add, cli_library, cli_records, cli_search, cli_compare, cli_lineage, cli_files, cli_evaluate, cli_desk)


def build_parser() -> Parser:
    """The whole command line."""
    parser = Parser(
        prog="shirube",
        description="標（しるべ）: 日本の政策文書PDFを読み、探し、取り出す。オフラインで動きます。",
    )
    common_options(parser, library=os.environ.get("SHIRUBE_LIBRARY") or "library")
    commands = parser.add_subparsers(title="コマンド", dest="command", parser_class=Parser)
    for group in _GROUPS:
        group.add_commands(commands)
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code. Raises SystemExit where argparse does (help: 0, misuse: 2)."""
    use_utf8()
    parser = build_parser()
    arguments = parser.parse_args(argv)
    if arguments.command is None:
        parser.print_help(sys.stderr)
        return 2
    try:
        code = int(arguments.run(arguments))
        sys.stdout.flush()
        return code
    except ShirubeError as error:
        say(str(error))
        return error.exit_code
    except KeyboardInterrupt:
        say("中断しました。ここまでに追加した内容はライブラリに残っています。続きは同じ操作で行えます。")
        return 130
    except BrokenPipeError:
        # The reader (head, less) has what it wanted; keep Python from complaining when it flushes at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:
        if os.environ.get("SHIRUBE_DEBUG"):
            raise
        say(f"想定外のエラーが起きました（{type(error).__name__}: {error}）。")
        say("ライブラリは変更前の状態で保たれています。詳しい記録は環境変数 SHIRUBE_DEBUG=1 を付けると表示されます。")
        return 1


if __name__ == "__main__":
    sys.exit(main())
