"""The manifest of official documents: what was decided when, and where it may be downloaded."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from corpus.errors import ManifestError

MANIFEST = Path(__file__).with_name("sources.toml")

_ID = re.compile(r"[a-z][a-z0-9_]{2,40}")


class Standing(StrEnum):
    """How an address is known."""

    READ = "read"
    """Seen printed in a document or on a page."""
    DERIVED = "derived"
    """Follows from addresses that were seen."""
    RECALLED = "recalled"
    """From memory and never checked: try it, do not show it as fact."""


class Part(StrEnum):
    """Which of a decision's files an address leads to."""

    BODY = "body"
    OVERVIEW = "overview"
    MEASURES = "measures"
    DRAFT = "draft"


@dataclass(frozen=True, slots=True)
class Address:
    """An http(s) address, how it is known, and what it leads to."""

    url: str
    standing: Standing
    part: Part = Part.BODY


@dataclass(frozen=True, slots=True)
class Source:
    """An official document.

    `decided_on` is None for one that is only expected. `period` is (first, last) fiscal year, Western.
    `pdfs` are tried in order; `landing_pages` are searched when no body can be had from them.
    """

    id: str
    title: str
    decided_on: date | None
    decision: str
    period: tuple[int, int] | None
    series: str
    edition: str
    note: str
    pdfs: tuple[Address, ...]
    landing_pages: tuple[Address, ...]

    @property
    def expected(self) -> bool:
        """Whether its decision is still to come, or was never verified."""
        return self.decided_on is None


def load_sources(manifest: Path = MANIFEST) -> tuple[Source, ...]:
    """The official documents in the order of the manifest.

    Raises ManifestError, naming the entry and the field, when the file cannot be read or is not as it must be.
    """
    try:
        data = tomllib.loads(manifest.read_text("utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise ManifestError(f"公式文書の一覧「{manifest.name}」を読めません: {error}") from error
    except tomllib.TOMLDecodeError as error:
        raise ManifestError(f"公式文書の一覧「{manifest.name}」の書き方に誤りがあります: {error}") from error
    entries = data.get("source")
    if not isinstance(entries, list) or not entries:
        raise ManifestError(f"公式文書の一覧「{manifest.name}」に [[source]] がありません。")
    sources = tuple(_source(entry, f"{i}件目") for i, entry in enumerate(entries, 1))
    seen: set[str] = set()
    for source in sources:
        if source.id in seen:
            raise ManifestError(f"公式文書の一覧に同じ id「{source.id}」が二度あります。")
        seen.add(source.id)
    return sources


def _source(entry: object, where: str) -> Source:
    if not isinstance(entry, Mapping):
        raise ManifestError(f"公式文書の一覧の{where}が表ではありません。")
    identifier = _text(entry, "id", where)
    if not _ID.fullmatch(identifier):
        raise ManifestError(f"公式文書の一覧の{where}: id「{identifier}」は英小文字・数字・下線で書いてください。")
    where = f"「{identifier}」"
    decided_on = entry.get("decided_on")
    if decided_on is not None and type(decided_on) is not date:
        raise ManifestError(f"公式文書の一覧の{where}: decided_on は日付で書いてください。")
    return Source(
        id=identifier,
        title=_text(entry, "title", where),
        decided_on=decided_on,
        decision=_text(entry, "decision", where),
        period=_period(entry, where),
        series=_text(entry, "series", where),
        edition=_text(entry, "edition", where),
        note=_text(entry, "note", where, required=False),
        pdfs=_addresses(entry, "pdfs", where),
        landing_pages=_addresses(entry, "landing_pages", where),
    )


def _text(entry: Mapping[str, Any], field: str, where: str, *, required: bool = True) -> str:
    value = entry.get(field, "")
    if not isinstance(value, str) or (required and not value.strip()):
        raise ManifestError(f"公式文書の一覧の{where}: {field} を文字で書いてください。")
    return value.strip()


def _period(entry: Mapping[str, Any], where: str) -> tuple[int, int] | None:
    value = entry.get("period")
    if value is None:
        return None
    match value:
        case [int(first), int(last)] if 1900 < first <= last < 2200:
            return first, last
        case _:
            raise ManifestError(f"公式文書の一覧の{where}: period は [開始年度, 終了年度] と西暦で書いてください。")


def _addresses(entry: Mapping[str, Any], field: str, where: str) -> tuple[Address, ...]:
    values = entry.get(field, [])
    if not isinstance(values, list):
        raise ManifestError(f"公式文書の一覧の{where}: {field} は配列で書いてください。")
    return tuple(_address(value, field, where) for value in values)


def _address(value: object, field: str, where: str) -> Address:
    if not isinstance(value, Mapping):
        raise ManifestError(f"公式文書の一覧の{where}: {field} の項目は {{ url, standing }} と書いてください。")
    url = _text(value, "url", where)
    try:
        split = urlsplit(url)
    except ValueError as error:
        raise ManifestError(f"公式文書の一覧の{where}: アドレス「{url}」を読めません。") from error
    if split.scheme not in ("http", "https") or not split.hostname:
        raise ManifestError(f"公式文書の一覧の{where}: アドレス「{url}」は http か https で書いてください。")
    try:
        return Address(url, Standing(_text(value, "standing", where)), Part(value.get("part", "body")))
    except ValueError as error:
        raise ManifestError(f"公式文書の一覧の{where}: {field} の standing か part が違います（{error}）。") from error
