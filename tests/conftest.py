"""Shared fixtures: where the test data is."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("untimed", deadline=None)  # how long an example takes says nothing about right and wrong
settings.load_profile("untimed")

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real documents beside the checkout; tests that need it are skipped where it is absent."""
    folder = ROOT.parent / "shared"
    if not (folder / "corpus").is_dir():
        pytest.skip("実物の文書（../shared）がないため省略")
    return folder


@pytest.fixture(scope="session")
def samples() -> Path:
    """The bundled sample documents."""
    return ROOT / "corpus" / "samples"
