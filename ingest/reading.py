"""A PDF file → its pages as they are used: read, judged, by OCR where one needs it. Its tables alone, if wanted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.pages import Page, Problem, Table
from ingest.ocr import Recogniser, with_ocr
from ingest.ocr_marks import marked_tables
from ingest.picture_tables import with_picture_tables
from ingest.reader import read_pdf
from ingest.tables import find_tables
from ingest.tesseract import find_tesseract
from ingest.trust import judged


@dataclass(frozen=True, slots=True)
class TablesRead:
    """The tables of a file, those on pages read by OCR marked, and what could not be read of it."""

    tables: tuple[Table, ...]
    problems: tuple[Problem, ...]


def read_pages(
    path: Path,
    *,
    pages: Sequence[int] | None = None,
    progress: Callable[[int, int], None] | None = None,
    find: Callable[[], Recogniser] = find_tesseract,
    children: int = 2,
) -> tuple[list[Page], tuple[Problem, ...]]:
    """The pages, with their problems, and the problems of the file as a whole (OCR that is not installed).

    `progress` is called with (pages done, pages in all), and again for the pages that OCR reads; `children` as of
    `read_pdf`. Raises UnreadableFile and LimitExceeded.
    """
    plain = [judged(page) for page in read_pdf(path, pages=pages, progress=progress, children=children)]
    read, unavailable = with_ocr(path, plain, find=find, progress=progress)
    return with_picture_tables(path, read), unavailable


def read_tables(
    path: Path,
    *,
    pages: Sequence[int] | None = None,
    progress: Callable[[int, int], None] | None = None,
    find: Callable[[], Recogniser] = find_tesseract,
) -> TablesRead:
    """The tables of a file, read as for the library. Arguments and errors as of `read_pages`."""
    read, problems = read_pages(path, pages=pages, progress=progress, find=find)
    tables = marked_tables(find_tables(read), read)
    return TablesRead(tables, problems + tuple(problem for page in read for problem in page.problems))
