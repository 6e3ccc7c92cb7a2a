"""Downloading, against a server of our own on this machine."""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar

import pytest

import corpus.fetch
from corpus.errors import DownloadError
from corpus.fetch import FetchResult, Status, fetch
from corpus.sources import Address, Part, Source, Standing

PDF = b"%PDF-1.7\n" + bytes(range(256)) * 2000 + b"\n%%EOF\n"
OTHER = b"%PDF-1.4\nanother\n%%EOF\n"


@dataclass
class Served:
    """What the server answers at one path, and how often and with which ranges it was asked."""

    body: bytes = b""
    status: int = 200
    content_type: str = "application/pdf"
    etag: str = '"v1"'
    cut_after: int | None = None
    location: str = ""
    ranges: list[str | None] = field(default_factory=list)


class Handler(BaseHTTPRequestHandler):
    pages: ClassVar[dict[str, Served]] = {}

    def do_GET(self) -> None:
        page = self.pages.get(self.path)
        if page is None:
            self.send_error(404)
            return
        wanted = self.headers.get("Range")
        page.ranges.append(wanted)
        if page.location:
            self.send_response(302)
            self.send_header("Location", page.location)
            self.end_headers()
            return
        start = 0
        if wanted and self.headers.get("If-Range") == page.etag:
            start = int(wanted.removeprefix("bytes=").rstrip("-"))
            if start >= len(page.body):
                self.send_error(416)
                return
        self.send_response(206 if start else page.status)
        self.send_header("Content-Type", page.content_type)
        self.send_header("Content-Length", str(len(page.body) - start))
        if page.etag:
            self.send_header("ETag", page.etag)
        if start:
            self.send_header("Content-Range", f"bytes {start}-{len(page.body) - 1}/{len(page.body)}")
        self.end_headers()
        body = page.body[start:]
        if page.cut_after is not None:
            body, page.cut_after = body[: page.cut_after], None
            self.close_connection = True
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        pass


@dataclass
class Server:
    base: str
    pages: dict[str, Served]

    def source(
        self, *paths: str, landing: tuple[str, ...] = (), title: str = "見本の総合戦略", name: str = "mihon"
    ) -> Source:
        return Source(
            id=name,
            title=title,
            decided_on=date(2020, 1, 1),
            decision="閣議決定",
            period=None,
            series="見本",
            edition="初版",
            note="",
            pdfs=tuple(Address(self.base + path, Standing.RECALLED) for path in paths),
            landing_pages=tuple(Address(self.base + path, Standing.READ) for path in landing),
        )


@pytest.fixture
def server() -> Iterator[Server]:
    Handler.pages = {}
    web = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=web.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield Server(f"http://127.0.0.1:{web.server_port}", Handler.pages)
    web.shutdown()
    thread.join()
    web.server_close()


def one(source: Source, folder: Path) -> FetchResult:
    (result,) = fetch([source], folder)
    return result


def test_a_pdf_is_saved_and_noted(server: Server, tmp_path: Path) -> None:
    server.pages["/a.pdf"] = Served(PDF)
    seen: list[tuple[int, int | None]] = []
    folder = tmp_path / "新しい" / "folder"
    (result,) = fetch(
        [server.source("/a.pdf")], folder, progress=lambda _source, done, total: seen.append((done, total))
    )
    digest = hashlib.sha256(PDF).hexdigest()
    assert (result.status, result.file, result.sha256) == (Status.FETCHED, folder / "mihon.pdf", digest)
    assert (folder / "mihon.pdf").read_bytes() == PDF
    noted = json.loads((folder / "fetched.json").read_text("utf-8"))["mihon.pdf"]
    assert noted["url"] == server.base + "/a.pdf"
    assert noted["sha256"] == digest
    assert date.fromisoformat(noted["fetched_on"]) >= date(2024, 1, 1)
    assert seen[-1] == (len(PDF), len(PDF))
    assert sorted(path.name for path in folder.iterdir()) == ["fetched.json", "mihon.pdf"]


def test_the_same_again_is_unchanged(server: Server, tmp_path: Path) -> None:
    server.pages["/a.pdf"] = Served(PDF)
    one(server.source("/a.pdf"), tmp_path)
    assert one(server.source("/a.pdf"), tmp_path).status is Status.UNCHANGED
    assert sorted(path.name for path in tmp_path.iterdir()) == ["fetched.json", "mihon.pdf"]


def test_a_dead_address_leads_to_the_landing_page(server: Server, tmp_path: Path) -> None:
    html = '<meta charset="shift_jis"><li><a href="g.pdf">見本の総合戦略 概要</a><li><a href="b.pdf">見本の総合戦略</a>'
    server.pages["/moved"] = Served(location="/list/")
    server.pages["/list/"] = Served(html.encode("shift_jis"), content_type="text/html")
    server.pages["/list/b.pdf"] = Served(PDF)
    server.pages["/list/g.pdf"] = Served(OTHER)
    result = one(server.source("/gone.pdf", landing=("/none", "/moved")), tmp_path)
    assert result.status is Status.FETCHED
    assert (tmp_path / "mihon.pdf").read_bytes() == PDF


def test_a_page_in_place_of_a_pdf_is_refused(server: Server, tmp_path: Path) -> None:
    """A site that answers 200 with a notice, as moved government pages do."""
    server.pages["/a.pdf"] = Served(b"<html>moved</html>", content_type="text/html")
    server.pages["/b.pdf"] = Served(b"")
    result = one(server.source("/a.pdf", "/b.pdf"), tmp_path)
    assert result.status is Status.FAILED
    assert result.message.count("PDF ではない") == 2
    assert list(tmp_path.iterdir()) == []


def test_a_cut_download_goes_on_where_it_stopped(server: Server, tmp_path: Path) -> None:
    page = server.pages["/a.pdf"] = Served(PDF, cut_after=300_000)
    assert one(server.source("/a.pdf"), tmp_path).status is Status.FETCHED
    assert (tmp_path / "mihon.pdf").read_bytes() == PDF
    assert page.ranges[0] is None
    assert page.ranges[1] is not None


def test_a_later_run_takes_up_what_an_earlier_one_left(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = server.pages["/a.pdf"] = Served(PDF, cut_after=300_000)
    monkeypatch.setattr(corpus.fetch, "ATTEMPTS", 1)
    result = one(server.source("/a.pdf"), tmp_path)
    assert result.status is Status.FAILED
    assert "途中で切れた" in result.message
    assert (tmp_path / "mihon.pdf.part").stat().st_size > 0
    assert one(server.source("/a.pdf"), tmp_path).status is Status.FETCHED
    assert (tmp_path / "mihon.pdf").read_bytes() == PDF
    assert page.ranges[1] not in (None, "bytes=0-")


@pytest.mark.parametrize("etag", ['"v2"', "", 'W/"v1"'])
def test_halves_of_different_files_are_never_joined(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, etag: str
) -> None:
    monkeypatch.setattr(corpus.fetch, "ATTEMPTS", 1)
    server.pages["/a.pdf"] = Served(PDF, cut_after=300_000, etag='W/"v1"' if etag.startswith("W") else '"v1"')
    one(server.source("/a.pdf"), tmp_path)
    newer = PDF.replace(b"1.7", b"2.0")
    server.pages["/a.pdf"] = Served(newer, etag=etag)
    assert one(server.source("/a.pdf"), tmp_path).status is Status.FETCHED
    assert (tmp_path / "mihon.pdf").read_bytes() == newer


def test_a_finished_part_that_was_not_put_away_is_fetched_anew(server: Server, tmp_path: Path) -> None:
    """The server answers 416 to a range that starts at the end."""
    server.pages["/a.pdf"] = Served(PDF)
    (tmp_path / "mihon.pdf.part").write_bytes(PDF)
    state = {"url": server.base + "/a.pdf", "validator": '"v1"'}
    (tmp_path / "mihon.pdf.part.json").write_text(json.dumps(state), "utf-8")
    assert one(server.source("/a.pdf"), tmp_path).status is Status.FETCHED
    assert (tmp_path / "mihon.pdf").read_bytes() == PDF


def test_a_differing_file_is_kept(server: Server, tmp_path: Path) -> None:
    (tmp_path / "mihon.pdf").write_bytes(OTHER)
    server.pages["/a.pdf"] = Served(PDF)
    result = one(server.source("/a.pdf"), tmp_path)
    assert result.status is Status.CHANGED
    assert result.file is not None
    assert result.file.name in result.message
    assert (tmp_path / "mihon.pdf").read_bytes() == OTHER
    assert result.file.read_bytes() == PDF
    assert one(server.source("/a.pdf"), tmp_path).status is Status.UNCHANGED
    assert len(list(tmp_path.glob("*.pdf"))) == 2


def test_a_draft_in_place_of_the_body_says_so(server: Server, tmp_path: Path) -> None:
    server.pages["/draft.pdf"] = Served(PDF)
    source = server.source("/gone.pdf")
    source = replace(source, pdfs=(Address(server.base + "/draft.pdf", Standing.READ, Part.DRAFT), *source.pdfs))
    result = one(source, tmp_path)
    assert result.status is Status.FETCHED
    assert result.file == tmp_path / "mihon_draft.pdf"
    assert "「案」" in result.message


def test_one_bad_source_does_not_stop_the_others(server: Server, tmp_path: Path) -> None:
    server.pages["/good.pdf"] = Served(PDF)
    server.pages["/away.pdf"] = Served(location="ftp://127.0.0.1/a.pdf")
    server.pages["/file.pdf"] = Served(location="file:///etc/passwd")
    server.pages["/500.pdf"] = Served(b"x", status=500)
    bad = [server.source(path, name="bad") for path in ("/away.pdf", "/file.pdf", "/500.pdf", "/none.pdf")]
    closed = replace(bad[0], pdfs=(Address("http://127.0.0.1:1/x.pdf", Standing.READ),))
    results = list(fetch([*bad, closed, server.source(name="empty"), server.source("/good.pdf")], tmp_path))
    assert [result.status for result in results] == [Status.FAILED] * 6 + [Status.FETCHED]
    assert all("取得できませんでした" in result.message for result in results[:-1])


def test_a_file_over_the_limit_is_refused(server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(corpus.fetch, "MAX_PDF", 1000)
    server.pages["/a.pdf"] = Served(PDF)
    result = one(server.source("/a.pdf"), tmp_path)
    assert result.status is Status.FAILED
    assert "大きすぎる" in result.message
    assert list(tmp_path.iterdir()) == []


def test_an_unverified_document_is_not_looked_for(server: Server, tmp_path: Path) -> None:
    source = server.source("/a.pdf")
    source = replace(source, decided_on=None)
    result = one(source, tmp_path)
    assert result.status is Status.FAILED
    assert "確認できていない" in result.message


def test_a_folder_that_cannot_be_made_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(DownloadError, match="作れません"):
        list(fetch([], tmp_path / "file" / "x"))
