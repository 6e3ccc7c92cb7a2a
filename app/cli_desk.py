"""`shirube app`: serves the desk."""

from __future__ import annotations

import argparse

from app.arguments import Commands, command, positive

HOST = "127.0.0.1"


def add_commands(commands: Commands) -> None:
    """Register `app`."""
    parser = command(commands, "app", "画面（ブラウザ）で使えるようにします")
    parser.add_argument("--host", metavar="H", default=HOST, help=f"待ち受けるアドレス（既定: {HOST}、このPCだけ）")
    parser.add_argument(
        "--port", metavar="P", type=positive, default=None, help="ポート番号（既定: 7860から空いているもの）"
    )
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Serve until Ctrl-C."""
    from app.desk import serve

    serve(arguments.library, host=arguments.host, port=arguments.port)
    return 0
