"""A library that holds one document made by hand, and the desk over it in headless Chromium."""

from __future__ import annotations

import os
import shutil
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from app.adding import refresh_index
from corpus.ingested import Ingested
from index.library import Library
from tests.app.made import made
from tests.app.pdfs import write_pdf

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip


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


@pytest.fixture
def url(library: Library, tmp_path: Path) -> Iterator[str]:
    """Address of the desk over the library."""
    from app.server import serving

    with library.writing():
        refresh_index(library)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    (tmp_path / "downloads").mkdir()
    with serving(library, tmp_path / "downloads", host="127.0.0.1", port=port) as address:
        yield address


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        launched = driver.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield launched
        launched.close()


@pytest.fixture(params=[(1280, 900), (390, 844)], ids=["wide", "narrow"])
def page(request: pytest.FixtureRequest, browser: Browser, url: str) -> Iterator[Page]:
    """The open desk. Fails the test when the page asked any other host for anything, or had a script error."""
    width, height = request.param
    asked: list[str] = []
    errors: list[str] = []
    opened = browser.new_page(viewport={"width": width, "height": height}, locale="ja-JP")
    opened.context.grant_permissions(["clipboard-read", "clipboard-write"])
    opened.on("request", lambda request: asked.append(request.url))
    opened.on("pageerror", lambda error: errors.append(str(error)))
    opened.set_default_timeout(60_000)
    opened.goto(url)
    opened.wait_for_selector("#question input")
    yield opened
    opened.context.close()
    assert {urlsplit(a).hostname for a in asked if not a.startswith(("data:", "blob:"))} == {"127.0.0.1"}
    assert errors == []
