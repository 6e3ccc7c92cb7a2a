"""Words in figures: pictures on pages that have text of their own, read by OCR so that they can be found.

What a figure says is often said nowhere else on its page (a form, a chart, a table pasted as a picture). It becomes
passages of kind `picture` and nothing else: no line, table or record is made of it, and no answer quotes it, for OCR of
small print errs too often to be quoted. Nothing is read where Tesseract is not installed.
"""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Final, Protocol

from corpus.errors import OcrFailed, OcrUnavailable
from corpus.pages import Block, BlockKind, Box, Evidence, Page, Passage, Problem, Severity
from corpus.text import normalise
from ingest.picture import Picture, draw
from ingest.picture_tables import wordless_pictures
from ingest.tesseract import Row, confidence, find_tesseract

_DPI: Final = 200.0
_POINTS: Final = 72.0

_SURE: Final = 0.6
"""Confidence from which on words are kept: those seen in a photo without any are hardly ever as sure."""

_BESIDE: Final = 0.5
"""How far (in heights of the first) the middles of words may lie apart that stand beside one another."""

_LEAST: Final = 12
"""Characters from which on a picture says something."""

_LONGEST: Final = 500
"""Characters of a passage."""

_EVERYWHERE: Final = 3
"""Pages from which on a picture in one place of them is furniture (a logo, tabs at the edge)."""

_TOUCHING: Final = 1.5
"""Points between strips that are one picture: some programs cut pictures up."""

_AT_ONCE: Final = 2
_LISTED: Final = 12


class FigureReader(Protocol):
    """What reads the words of a figure. Raises OcrFailed."""

    def scattered(self, picture: Picture) -> tuple[Row, ...]:
        """Words wherever they stand, in points of the picture."""
        ...


def with_picture_text(
    path: Path,
    passages: Sequence[Passage],
    document: str,
    pages: Sequence[Page],
    blocks: Sequence[Block],
    *,
    find: Callable[[], FigureReader] = find_tesseract,
    progress: Callable[[int, int], None] | None = None,
) -> tuple[list[Passage], tuple[Problem, ...]]:
    """The passages of a document (id), with those of the words in its pictures after them; and what is told of it.

    `progress` is called with pages whose pictures were read and are to be read.
    """
    wanted = _pictures(pages)
    if not wanted:
        return list(passages), ()
    try:
        reader = find()
    except OcrUnavailable:
        return list(passages), (_not_read(list(wanted)),)
    by_number = {page.number: page for page in pages}
    found = list(passages)
    read: list[int] = []

    def one(number: int) -> list[tuple[Box, list[str]]]:
        try:
            return list(_read(path, by_number[number], wanted[number], reader))
        except OcrFailed:
            return []

    with ThreadPoolExecutor(_AT_ONCE) as pool:
        for done, (number, pictures) in enumerate(zip(wanted, pool.map(one, wanted), strict=True), start=1):
            for box, lines in pictures:
                for text in _texts(lines):
                    evidence = (Evidence(number, (box,), text, ocr=True),)
                    place = f"{document}:p:{len(found) + 1}"
                    found.append(Passage(place, document, "picture", _path(box, number, blocks), text, evidence))
                    read.append(number)
            if progress is not None:
                progress(done, len(wanted))
    return found, ((_told(list(dict.fromkeys(read))),) if read else ())


def _pictures(pages: Sequence[Page]) -> dict[int, list[Box]]:
    """The pictures of each page that are worth reading: without words of their own, and not the same on many pages."""
    wordless = {page.number: _whole(wordless_pictures(page)) for page in pages}
    times = Counter(_rounded(box) for boxes in wordless.values() for box in dict.fromkeys(boxes))
    kept = {n: [box for box in boxes if times[_rounded(box)] < _EVERYWHERE] for n, boxes in wordless.items()}
    return {number: boxes for number, boxes in kept.items() if boxes}


def _rounded(box: Box) -> tuple[int, ...]:
    return tuple(round(edge) for edge in box)


def _whole(boxes: Sequence[Box]) -> list[Box]:
    """The pictures, with strips that lie right below one another as one."""
    whole: list[Box] = []
    for box in sorted(boxes, key=lambda b: (b[0], b[1])):
        above = whole[-1] if whole else None
        if (
            above is not None
            and max(abs(above[0] - box[0]), abs(above[2] - box[2]), abs(above[3] - box[1])) <= _TOUCHING
        ):
            whole[-1] = (above[0], above[1], above[2], box[3])
        else:
            whole.append(box)
    return whole


def _read(path: Path, page: Page, boxes: Sequence[Box], reader: FigureReader) -> Iterator[tuple[Box, list[str]]]:
    """The lines of each picture of a page that says something. Raises OcrFailed."""
    picture = draw(path, page, dpi=_DPI)
    for box in boxes:
        rows = [row for row in reader.scattered(_cut(picture, box)) if _says_something(row)]
        if sum(len(row.letters) for row in rows) >= _LEAST:
            yield box, list(_lines(rows))


def _cut(picture: Picture, box: Box) -> Picture:
    from PIL import Image

    scale = picture.dpi / _POINTS
    out = io.BytesIO()
    with Image.open(io.BytesIO(picture.png)) as image:
        x0, top, x1, bottom = (round(edge * scale) for edge in box)
        image.crop((x0, top, x1, bottom)).save(out, "PNG", compress_level=1)
    return replace(picture, png=out.getvalue())


def _says_something(row: Row) -> bool:
    return confidence([row]) >= _SURE and sum(letter.text.isalnum() for letter in row.letters) > 1


def _lines(rows: Sequence[Row]) -> Iterator[str]:
    """The words of rows that stand beside one another as one line, from the top."""
    line: list[Row] = []
    for row in sorted(rows, key=_middle):
        if line and _middle(row) - _middle(line[0]) > _BESIDE * line[0].size:
            yield _joined(line)
            line = []
        line.append(row)
    if line:
        yield _joined(line)


def _middle(row: Row) -> float:
    return (row.box[1] + row.box[3]) / 2


def _joined(line: Sequence[Row]) -> str:
    words = ("".join(letter.text for letter in row.letters) for row in sorted(line, key=lambda r: r.box[0]))
    return normalise(" ".join(words))


def _texts(lines: Sequence[str]) -> Iterator[str]:
    """The lines as texts of the length of a passage."""
    gathered: list[str] = []
    size = 0
    for text in lines:
        if gathered and size + len(text) > _LONGEST:
            yield "\n".join(gathered)
            gathered, size = [], 0
        gathered.append(text)
        size += len(text)
    if gathered:
        yield "\n".join(gathered)


def _path(box: Box, number: int, blocks: Sequence[Block]) -> tuple[str, ...]:
    """The headings under which a picture stands: those of the last block before it."""
    before = [b for b in blocks if (b.page, b.box[1]) <= (number, box[1]) and b.kind in _SAYING]
    after = [b for b in blocks if b.page == number and b.kind in _SAYING]
    last = before[-1] if before else after[0] if after else None
    if last is None:
        return ()
    if last.kind is not BlockKind.HEADING:
        return last.path
    return (*last.path, f"{last.number} {last.text}" if last.number else last.text)


_SAYING: Final = frozenset({BlockKind.HEADING, BlockKind.PARAGRAPH, BlockKind.BULLET, BlockKind.CAPTION})


def _told(numbers: Sequence[int]) -> Problem:
    return Problem(
        "picture_text",
        None,
        f"{len(numbers)}ページ（{_listed(numbers)}ページ）の図や画像の中の文字は、探すためだけに文字認識（OCR）で"
        "読み取りました。誤りがあるため、記録や答えには使っていません。",
        Severity.INFO,
    )


def _not_read(numbers: Sequence[int]) -> Problem:
    return Problem(
        "picture_text_unread",
        None,
        f"{len(numbers)}ページ（{_listed(numbers)}ページ）の図や画像の中の文字は読み取っていないため、探せません。"
        "文字認識（OCR）の Tesseract を入れて reread --document で読み直すと、探せるようになります。",
        Severity.INFO,
    )


def _listed(numbers: Sequence[int]) -> str:
    return "、".join(map(str, numbers[:_LISTED])) + ("…" if len(numbers) > _LISTED else "")
