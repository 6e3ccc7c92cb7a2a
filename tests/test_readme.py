"""The README's command table is the command line's."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from app.cli import main

ROOT = Path(__file__).resolve().parent.parent


def test_every_command_is_documented(capsys: pytest.CaptureFixture[str]) -> None:
    table = re.findall(r"^\| `([a-z]+)", (ROOT / "README.md").read_text(encoding="utf-8"), re.MULTILINE)
    with pytest.raises(SystemExit):
        main(["--help"])
    offered = re.search(r"\{([a-z,]+)\}", capsys.readouterr().out)
    assert offered is not None
    assert sorted(table) == sorted(offered.group(1).split(","))
