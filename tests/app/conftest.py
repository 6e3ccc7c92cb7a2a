"""A library that holds one document made by hand."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus.ingested import Ingested
from index.library import Library
from tests.app.made import made
from tests.app.pdfs import write_pdf


@pytest.fixture
def ingested(tmp_path: Path) -> Ingested:
    """The document, whose PDF is `tmp_path/machi.pdf`."""
    return made(write_pdf(tmp_path / "machi.pdf", pages=2))


@pytest.fixture
def library(tmp_path: Path, ingested: Ingested) -> Iterator[Library]:
    """A library in `tmp_path/library`."""
    with Library.create_or_open(tmp_path / "library") as opened:
        opened.add(ingested, tmp_path / "machi.pdf")
        yield opened
