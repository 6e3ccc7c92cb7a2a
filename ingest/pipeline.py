"""A PDF file, read to the end: pages, tables, blocks, records and passages."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

from corpus.collection import uncollected
from corpus.errors import UnreadableFile
from corpus.ingested import Ingested
from corpus.pages import Page, Problem
from corpus.records import Document
from ingest.blocks import lay_out
from ingest.metadata import describe
from ingest.ocr_marks import marked
from ingest.passages import make_passages
from ingest.picture_text import with_picture_text
from ingest.reader import pdf_metadata
from ingest.reading import read_pages
from ingest.records import extract_records
from ingest.tables import find_tables


def file_sha256(path: Path) -> str:
    """Hex sha256 of a file, read in pieces. Raises UnreadableFile (missing, unreadable)."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except FileNotFoundError as error:
        raise UnreadableFile(
            f"「{path.name}」が見つかりません。ファイル名と場所をご確認ください。", code="missing"
        ) from error
    except OSError as error:
        raise UnreadableFile(
            f"「{path.name}」を開けません。ほかのソフトで開いていないか、読む権限があるか、ご確認ください。",
            code="unreadable",
        ) from error


@uncollected()
def ingest(path: Path, *, progress: Callable[[int, int], None] | None = None, children: int = 2) -> Ingested:
    """Read one PDF. `progress` is called with (pages done, pages in all), and again for the pages that OCR reads; a
    long file is read by so many `children`.

    Raises UnreadableFile or LimitExceeded when nothing of the file can be read; whatever is lost of a readable file
    is told in `Ingested.problems`.
    """
    sha256 = file_sha256(path)
    pages, unavailable = read_pages(path, progress=progress, children=children)
    layout = lay_out(pages, find_tables(pages))
    blocks, tables = layout.blocks, layout.tables
    document: Document = describe(path, sha256, pages, blocks, pdf_metadata(path))
    records, refused = extract_records(document, pages, blocks, tables)
    passages, told = with_picture_text(
        path, make_passages(document.id, blocks, tables), document.id, pages, blocks, progress=progress
    )
    read = Ingested(
        document=document,
        pages=tuple(pages),
        blocks=tuple(blocks),
        tables=tuple(tables),
        records=tuple(records),
        passages=tuple(passages),
        problems=unavailable + _unread(pages) + tuple(refused) + told,
    )
    return marked(read)


def _unread(pages: list[Page]) -> tuple[Problem, ...]:
    """What the pages say they lost; a document of blank pages alone is told as such."""
    problems = tuple(problem for page in pages for problem in page.problems)
    if not problems and not any(page.lines for page in pages):
        return (Problem("no_text", None, "どのページにも文字がありません。正しいファイルか、ご確認ください。"),)
    return problems
