"""Commands that serve others: `app` the desk and the HTTP API, `mcp` assistants; and who may use them: `users`."""

from __future__ import annotations

import argparse
import getpass
import sys
from pathlib import Path

from app.arguments import Commands, command, positive
from app.console import print_json, print_table, say
from corpus.errors import UsageError
from index.library import Library

HOST = "127.0.0.1"


def add_commands(commands: Commands) -> None:
    """Register the commands."""
    parser = command(commands, "app", "画面（ブラウザ）とAPIで使えるようにします")
    parser.add_argument("--host", metavar="H", default=HOST, help=f"待ち受けるアドレス（既定: {HOST}、このPCだけ）")
    parser.add_argument(
        "--port", metavar="P", type=positive, default=None, help="ポート番号（既定: 7860から空いているもの）"
    )
    parser.add_argument(
        "--auth", metavar="FILE", type=Path, help="利用者ファイル（このPCの外に開くときは必須。users で作ります）"
    )
    parser.set_defaults(run=app)

    parser = command(commands, "users", "画面とAPIの利用者を決めます")
    parser.add_argument("file", metavar="FILE", type=Path, help="利用者ファイル")
    doing = parser.add_mutually_exclusive_group()
    doing.add_argument("--add", metavar="NAME", help="利用者を加えます（いればパスワードを変えます）")
    doing.add_argument("--key", metavar="NAME", help="プログラムのための鍵を作ります（x-api-key に使います）")
    doing.add_argument("--remove", metavar="NAME", help="利用者と鍵を消します")
    parser.set_defaults(run=users)

    command(commands, "mcp", "AIアシスタントから使えるようにします（MCP、標準入出力）").set_defaults(run=mcp)


def app(arguments: argparse.Namespace) -> int:
    """Serve until Ctrl-C."""
    from app.server import serve

    serve(arguments.library, host=arguments.host, port=arguments.port, users_file=arguments.auth)
    return 0


def users(arguments: argparse.Namespace) -> int:
    """List or change the users; 1 when the one to be removed is not there."""
    from app.users import load_users, save_users, with_key, with_password

    file: Path = arguments.file
    changing = arguments.add is not None or arguments.key is not None
    listed = [] if changing and not file.exists() else list(load_users(file).listed)
    if arguments.add is not None:
        save_users(file, with_password(listed, arguments.add, _password()))
        say(f"「{arguments.add}」を「{file}」に加えました。")
    elif arguments.key is not None:
        changed, key = with_key(listed, arguments.key)
        save_users(file, changed)
        print(key)
        say(f"「{arguments.key}」の鍵を作りました。鍵はここでしか表示されません。")
    elif arguments.remove is not None:
        left = [user for user in listed if user.name != arguments.remove]
        if len(left) == len(listed):
            say(f"「{arguments.remove}」は「{file}」にいません。")
            return 1
        save_users(file, left)
        say(f"「{arguments.remove}」を「{file}」から消しました。")
    elif arguments.json:
        print_json({"users": [{"name": user.name, "kind": user.kind} for user in listed]})
    else:
        words = {"password": "パスワード", "key": "鍵"}
        print_table(("名前", "入り方"), [(user.name, words[user.kind]) for user in listed])
    return 0


def mcp(arguments: argparse.Namespace) -> int:
    """Serve until standard input closes."""
    from app.mcp_server import serve_mcp

    with Library.open(arguments.library) as library:
        serve_mcp(library)
    return 0


def _password() -> str:
    """Asked twice at a terminal; the first line of standard input otherwise."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\n")
    password = getpass.getpass("パスワード: ")
    if getpass.getpass("もう一度: ") != password:
        raise UsageError("2つのパスワードが違います。もう一度実行してください。")
    return password
