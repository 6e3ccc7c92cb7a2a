"""start.py: standard library only, short, and hands every command through."""

from __future__ import annotations

import ast
import importlib.util
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture
def start(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("start", ROOT / "start.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    monkeypatch.setattr(module, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(module, "PYTHON", tmp_path / ".venv" / "python")
    monkeypatch.setenv("SHIRUBE_LIBRARY", str(tmp_path / "library"))
    return module


@pytest.fixture
def commands(start: ModuleType, monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """Commands that would have been run; the environment looks installed."""
    seen: list[list[str]] = []

    def record(command: list[str], **_: object) -> subprocess.CompletedProcess[bytes]:
        seen.append(command)
        return subprocess.CompletedProcess(command, 0)

    monkeypatch.setattr(start.subprocess, "run", record)
    monkeypatch.setattr(start.venv, "create", lambda path, **_: path.mkdir(exist_ok=True))
    return seen


def test_needs_only_the_standard_library() -> None:
    tree = ast.parse((ROOT / "start.py").read_text(encoding="utf-8"))
    names = {a.name.split(".")[0] for n in ast.walk(tree) if isinstance(n, ast.Import) for a in n.names}
    names |= {n.module.split(".")[0] for n in ast.walk(tree) if isinstance(n, ast.ImportFrom) and n.module}
    assert names <= sys.stdlib_module_names


def test_commands_pass_through(start: ModuleType, commands: list[list[str]]) -> None:
    assert start.main(["ask", "施策は？", "--json"]) == 0
    assert commands[-1][1:] == ["ask", "施策は？", "--json"]
    assert Path(commands[-1][0]).stem == "shirube"


def test_without_a_command_adds_asks_and_serves(start: ModuleType, commands: list[list[str]]) -> None:
    assert start.main([]) == 0
    assert [command[1] for command in commands if Path(command[0]).stem == "shirube"] == ["add", "ask", "app"]


def test_installs_once(start: ModuleType, commands: list[list[str]]) -> None:
    start.main(["documents"])
    start.main(["documents"])
    assert sum("pip" in command for command in commands) == 1


def test_a_failed_check_fails_the_run(start: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(start, "set_up", lambda extra: None)
    codes = {"ruff": 0, "mypy": 1, "pytest": 0}
    monkeypatch.setattr(start.subprocess, "run", lambda c, **_: subprocess.CompletedProcess(c, codes[c[2]], b"", b""))
    assert start.main(["test"]) == 1
