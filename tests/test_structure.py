"""The structure the folder list promises: import contracts, and libraries confined to one place."""

from __future__ import annotations

import ast
import tomllib
from pathlib import Path

from importlinter.cli import lint_imports

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("app", "corpus", "index", "ingest", "search")
ONLY_IN = {"sudachipy": {"index/tokens.py"}, "faiss": {"index/vectors.py"}}
SLOW = {"faiss", "gradio", "pandas", "sentence_transformers", "sklearn", "torch"}


def imports(path: Path, *, top_level: bool) -> set[str]:
    """First names of the modules a file imports; with `top_level`, only those that run on import."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    nodes = tree.body if top_level else list(ast.walk(tree))
    found: set[str] = set()
    for node in nodes:
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module.split(".")[0])
    return found


def sources() -> list[Path]:
    return sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))


def test_import_contracts(monkeypatch) -> None:
    monkeypatch.chdir(ROOT)
    assert lint_imports(config_filename=str(ROOT / "pyproject.toml"), no_cache=True) == 0


def test_libraries_stay_in_their_module() -> None:
    for library, allowed in ONLY_IN.items():
        users = {path.relative_to(ROOT).as_posix() for path in sources() if library in imports(path, top_level=False)}
        assert users == allowed


def test_slow_libraries_are_imported_where_they_are_used() -> None:
    found = {path.relative_to(ROOT).as_posix(): imports(path, top_level=True) & SLOW for path in sources()}
    assert {path: names for path, names in found.items() if names} == {}


def test_files_are_short_enough_to_read() -> None:
    lengths = {path.relative_to(ROOT).as_posix(): len(path.read_text("utf-8").splitlines()) for path in sources()}
    assert {path: n for path, n in lengths.items() if n > 450} == {}


def test_data_files_are_packaged() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    patterns: dict[str, list[str]] = settings["tool"]["setuptools"]["package-data"]
    left_out = [
        path.relative_to(ROOT).as_posix()
        for package in PACKAGES
        for path in (ROOT / package).rglob("*")
        if path.is_file()
        and path.suffix not in (".py", ".pyc", ".md", ".c", ".so", ".pyd")
        and not any(path.relative_to(ROOT / package).match(pattern) for pattern in patterns.get(package, []))
    ]
    assert left_out == []
