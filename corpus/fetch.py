"""Downloading the official documents that sources.toml lists. Nothing that is already there is ever overwritten."""

from __future__ import annotations

import hashlib
import http.client
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any, Protocol
from urllib.error import HTTPError, URLError
from urllib.parse import quote, urlsplit
from urllib.request import HTTPRedirectHandler, OpenerDirector, Request, build_opener

from corpus.errors import DownloadError
from corpus.landing import find_pdf
from corpus.sources import Address, Part, Source

MAX_PDF = 300 * 1024 * 1024
MAX_HTML = 5 * 1024 * 1024
TIMEOUT = 30.0
ATTEMPTS = 3
LEDGER = "fetched.json"

_CHUNK = 64 * 1024
_PART_NAMES = {Part.BODY: "本文", Part.OVERVIEW: "概要", Part.MEASURES: "施策集", Part.DRAFT: "案"}
_FAILURES = (OSError, http.client.HTTPException, ValueError)
"""What a bad address, server, line or disk raises; URLError and timeouts are OSError."""


class Status(StrEnum):
    """What came of a source."""

    FETCHED = "fetched"
    UNCHANGED = "unchanged"
    CHANGED = "changed"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class FetchResult:
    """What came of one source. `file` is the file that holds what was downloaded; `message` is for staff."""

    id: str
    status: Status
    message: str
    file: Path | None = None
    sha256: str | None = None


class Progress(Protocol):
    """Told how far a download has come: bytes so far, and in all where the server says."""

    def __call__(self, source: Source, done: int, total: int | None, /) -> None:
        """Take note of it."""


def fetch(sources: Sequence[Source], folder: Path, *, progress: Progress | None = None) -> Iterator[FetchResult]:
    """Download each source into `folder` as `<id>.pdf`, noting address, date and sha256 in fetched.json.

    For each source: its PDF addresses of the body in order, then the PDF that its landing pages link under its
    title, and only then an overview, draft or the like, under a name and with a message that say so. A download that
    breaks off is taken up again where it stopped (RFC 9110 §14, Range with If-Range), in this call or the next one.
    When a file of another content is there already, it is kept and the new one saved beside it (`changed`). One bad
    source never stops the others; only a folder that cannot be made raises DownloadError.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise DownloadError(f"保存先のフォルダー「{folder}」を作れません: {error}") from error
    opener = build_opener(_WebOnly)
    for source in sources:
        yield _fetch_source(source, folder, opener, progress)


def _fetch_source(source: Source, folder: Path, opener: OpenerDirector, progress: Progress | None) -> FetchResult:
    if source.expected:
        pages = "、".join(page.url for page in source.landing_pages)
        return FetchResult(
            source.id, Status.FAILED, f"「{source.title}」は決定が確認できていないため取得しません。掲載頁: {pages}"
        )
    failures: list[str] = []
    for address in _candidates(source, opener, failures):
        target = folder / (f"{source.id}.pdf" if address.part is Part.BODY else f"{source.id}_{address.part}.pdf")
        download = _Download(source, address, target, opener, progress)
        try:
            result = download.run()
        except _FAILURES as error:
            failures.append(f"{address.url}（{_reason(error)}）")
            continue
        if address.part is not Part.BODY:
            return replace(
                result, message=f"本文が得られないため「{_PART_NAMES[address.part]}」で代えます。{result.message}"
            )
        return result
    tried = "、".join(failures) if failures else "アドレスの登録がありません"
    return FetchResult(source.id, Status.FAILED, f"「{source.title}」を取得できませんでした。試した先: {tried}")


def _candidates(source: Source, opener: OpenerDirector, failures: list[str]) -> Iterator[Address]:
    """Addresses to try, best first; landing pages are read only when it comes to them."""
    yield from (address for address in source.pdfs if address.part is Part.BODY)
    tried = {address.url for address in source.pdfs}
    for page in source.landing_pages:
        try:
            html, url = _read_html(page.url, opener)
        except _FAILURES as error:
            failures.append(f"掲載頁 {page.url}（{_reason(error)}）")
            continue
        link = find_pdf(html, url, source.title)
        if link is None:
            failures.append(f"掲載頁 {page.url}（表題の合う PDF が見当たらない）")
        elif link.url not in tried:
            tried.add(link.url)
            yield Address(link.url, page.standing)
    yield from (address for address in source.pdfs if address.part is not Part.BODY)


def _read_html(url: str, opener: OpenerDirector) -> tuple[str, str]:
    """The page as text, and its address after redirects."""
    with opener.open(_request(url), timeout=TIMEOUT) as response:
        raw = response.read(MAX_HTML + 1)
        declared = response.headers.get_content_charset()
        final = response.geturl()
    if len(raw) > MAX_HTML:
        raise ValueError("掲載頁が大きすぎる")
    if declared is None and (meta := re.search(rb"charset\s*=\s*[\"']?([\w-]+)", raw[:2048], re.IGNORECASE)):
        declared = meta.group(1).decode("ascii", "replace")
    try:
        return raw.decode(declared or "utf-8", "replace"), final
    except LookupError:
        return raw.decode("utf-8", "replace"), final


class _Download:
    """One address on its way into one file."""

    def __init__(
        self, source: Source, address: Address, target: Path, opener: OpenerDirector, progress: Progress | None
    ) -> None:
        self._source = source
        self._address = address
        self._target = target
        self._opener = opener
        self._progress = progress
        self._part = target.with_suffix(".pdf.part")
        self._state = target.with_suffix(".pdf.part.json")

    def run(self) -> FetchResult:
        """Download, check and put away. Raises OSError, HTTPException or ValueError."""
        for left in reversed(range(ATTEMPTS)):
            try:
                self._receive()
                break
            except HTTPError:
                raise
            except (http.client.IncompleteRead, ConnectionError, TimeoutError):
                if not left:
                    raise
            except ValueError:
                self._discard()
                raise
        return self._put_away()

    def _receive(self) -> None:
        """Fill the .part file, from where an earlier try of the same address left off when the server agrees."""
        have, validator = self._resumable()
        headers = {"Range": f"bytes={have}-", "If-Range": validator} if have else {}
        try:
            response = self._opener.open(_request(self._address.url, headers), timeout=TIMEOUT)
        except HTTPError as error:
            error.close()
            if have and error.code == http.client.REQUESTED_RANGE_NOT_SATISFIABLE:
                self._discard()
                raise ConnectionError("続きから受け取れない") from error
            raise
        with response:
            resumed = response.status == http.client.PARTIAL_CONTENT
            if resumed and not (response.headers.get("Content-Range") or "").startswith(f"bytes {have}-"):
                self._discard()
                raise ConnectionError("続きの位置が合わない")
            start = have if resumed else 0
            length = response.headers.get("Content-Length")
            total = start + int(length) if length and length.isdigit() else None
            if total is not None and total > MAX_PDF:
                raise ValueError(f"大きすぎる（{total:,}バイト）")
            validator = response.headers.get("ETag") or response.headers.get("Last-Modified") or ""
            _write_json(self._state, {"url": self._address.url, "validator": validator})
            done = start
            with self._part.open("ab" if resumed else "wb") as file:
                while block := response.read(_CHUNK):
                    if not done and not block.lstrip().startswith(b"%PDF-"):
                        raise ValueError("PDF ではないものが返された")
                    file.write(block)
                    done += len(block)
                    if done > MAX_PDF:
                        raise ValueError(f"大きすぎる（{MAX_PDF:,}バイトを超える）")
                    if self._progress is not None:
                        self._progress(self._source, done, total)
            if total is not None and done < total:
                raise http.client.IncompleteRead(b"", total - done)

    def _resumable(self) -> tuple[int, str]:
        """Bytes already there of this address and the validator to resume with; (0, "") to start anew."""
        state = _read_json(self._state)
        validator = state.get("validator")
        # A weak ETag may not be used with If-Range (RFC 9110 §13.1.5).
        usable = isinstance(validator, str) and validator and not validator.startswith("W/")
        if self._part.exists() and usable and state.get("url") == self._address.url:
            return self._part.stat().st_size, str(validator)
        return 0, ""

    def _put_away(self) -> FetchResult:
        """Move the finished .part file to its name, or beside a file of other content."""
        with self._part.open("rb") as file:
            if not file.read(_CHUNK).lstrip().startswith(b"%PDF-"):
                self._discard()
                raise ValueError("PDF ではないものが返された")
        digest = _sha256(self._part)
        beside = self._target.with_name(f"{self._target.stem}.{digest[:8]}.pdf")
        title = self._source.title
        for there in (self._target, beside):
            if there.exists() and _sha256(there) == digest:
                self._discard()
                return self._result(Status.UNCHANGED, f"「{title}」は取得済みです（{there.name}）。", there, digest)
        if self._target.exists():
            status, place = Status.CHANGED, beside
            message = (
                f"「{title}」は手元の {self._target.name} と内容が異なります。"
                f"手元のものは残し、新しいものを {place.name} に保存しました。"
            )
        else:
            status, place = Status.FETCHED, self._target
            message = f"「{title}」を取得しました（{place.name}）。"
        self._part.replace(place)
        self._discard()
        _note(place, self._address.url, digest)
        return self._result(status, message, place, digest)

    def _discard(self) -> None:
        self._part.unlink(missing_ok=True)
        self._state.unlink(missing_ok=True)

    def _result(self, status: Status, message: str, file: Path, digest: str) -> FetchResult:
        return FetchResult(self._source.id, status, message, file, digest)


class _WebOnly(HTTPRedirectHandler):
    """Redirects that stay on the web: urllib itself would also follow ftp."""

    def redirect_request(self, req: Request, fp: Any, code: int, msg: str, headers: Any, newurl: str) -> Request | None:
        """The request to go on with; refused unless http or https."""
        if urlsplit(newurl).scheme not in ("http", "https"):
            raise URLError(f"http・https 以外への転送: {newurl}")
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def _request(url: str, headers: Mapping[str, str] | None = None) -> Request:
    """A GET; raises ValueError unless http(s). Japanese letters in an address are percent-encoded."""
    split = urlsplit(url)
    if split.scheme not in ("http", "https") or not split.hostname:
        raise ValueError("http・https のアドレスではない")
    safe = split._replace(
        path=quote(split.path, safe="/%:@!$&'()*+,;=~"), query=quote(split.query, safe="/%:@!$&'()*+,;=?~")
    )
    return Request(safe.geturl(), headers={"User-Agent": "Shirube (policy document reader)", **(headers or {})})


@dataclass(frozen=True, slots=True)
class _Noted:
    url: str
    sha256: str
    bytes: int
    fetched_on: str


def _note(file: Path, url: str, digest: str) -> None:
    """Write the file's origin into the folder's ledger."""
    path = file.with_name(LEDGER)
    ledger = _read_json(path)
    ledger[file.name] = asdict(_Noted(url, digest, file.stat().st_size, datetime.now(UTC).date().isoformat()))
    _write_json(path, ledger)


def _read_json(path: Path) -> dict[str, Any]:
    try:
        data = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return data if isinstance(data, dict) else {}


def _write_json(path: Path, data: Mapping[str, Any]) -> None:
    scratch = path.with_name(path.name + ".new")
    scratch.write_text(json.dumps(data, ensure_ascii=False, indent=2, sort_keys=True) + "\n", "utf-8")
    scratch.replace(path)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _reason(error: Exception) -> str:
    """Why it failed, in Japanese where the cause is known."""
    match error:
        case HTTPError(code=404 | 410):
            return "頁がない"
        case HTTPError(code=code):
            return f"サーバーの応答 {code}"
        case TimeoutError() | URLError(reason=TimeoutError()):
            return "時間切れ"
        case http.client.IncompleteRead() | ConnectionError() | URLError(reason=ConnectionError()):
            return "接続できないか、途中で切れた"
        case URLError(reason=reason):
            return f"つながらない: {reason}"
        case _:
            return str(error) or type(error).__name__
