#!/usr/bin/env python3
"""Set Shirube up in .venv and run it.

python3 start.py            set up, add the bundled documents, answer a sample question, serve the desk
python3 start.py test       set up and run every check
python3 start.py COMMAND …  any `shirube` command (add, ask, search, tables, …)
"""

import hashlib
import os
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")
QUESTION = "選ばれる地方になるための施策は？"
CHECKS = (
    ("ruff", "check", "."),
    ("ruff", "format", "--check", "."),
    ("mypy", "app", "corpus", "index", "ingest", "search"),
    ("pytest",),
)


def set_up(extra: str) -> None:
    """Make .venv and install the pinned dependencies, once for each state of the files that say what to build."""
    asked = b"".join((ROOT / name).read_bytes() for name in ("pyproject.toml", "constraints.txt", "ingest/_each.c"))
    stamp = VENV / f"installed-{extra or 'base'}-{hashlib.sha256(asked).hexdigest()[:16]}"
    if stamp.exists():
        return
    print("準備しています（初回は数分かかります）…", file=sys.stderr, flush=True)
    if not PYTHON.exists():
        venv.create(VENV, with_pip=True, clear=VENV.exists())
    target = f"{ROOT}[{extra}]" if extra else str(ROOT)
    install = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    if subprocess.run([*install, "-c", str(ROOT / "constraints.txt"), "-e", target], check=False).returncode:
        raise SystemExit(
            "部品の導入に失敗しました。上の表示と、社内の pip の設定（接続先・プロキシ）をご確認ください。"
        )
    stamp.touch()


def shirube(*args: str) -> int:
    """Run the `shirube` command of the environment and return its exit code."""
    return subprocess.run([str(BIN / "shirube"), *args], check=False).returncode


def main(args: list[str]) -> int:
    """Set up what the command needs and hand over to it."""
    if sys.version_info < (3, 11):  # noqa: UP036 - started by whatever Python is there
        raise SystemExit("Python 3.11 以上が必要です。")
    os.environ.setdefault("SHIRUBE_LIBRARY", str(ROOT / "library"))
    os.environ.setdefault("PYTHONUTF8", "1")
    if args[:1] == ["test"]:
        set_up("dev")
        return max(subprocess.run([str(PYTHON), "-m", *check], cwd=ROOT, check=False).returncode for check in CHECKS)
    set_up("")
    if args:
        return shirube(*args)
    if shirube("add", str(ROOT / "corpus" / "samples")):
        return 1
    print(f"\n質問: {QUESTION}\n", flush=True)
    shirube("ask", QUESTION)
    return shirube("app")


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
