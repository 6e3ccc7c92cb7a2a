"""Pages that cannot be read otherwise, read from their picture: who needs it, what comes of it, and what is told.

A page is read by OCR where it has no text, or where its text is plainly worse than what OCR makes of it. Its
characters become glyphs of one size per line, so that lines, blocks and tables are found as on any other page; the
Page says that they come from OCR, and how sure that is.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Final, Protocol

from corpus.errors import OcrFailed, OcrUnavailable
from corpus.pages import Box, Page, Problem, Ruling, Severity
from ingest.frames import frames
from ingest.lines import find_lines
from ingest.marks import Glyph, Glyphs
from ingest.page import rotated_page
from ingest.picture import Picture, draw
from ingest.picture_tables import rulings_of
from ingest.tesseract import Letter, Row, confidence, find_tesseract, gain
from ingest.trust import implausible_share

DPI: Final = 300.0

_SURE: Final = 0.8
"""Mean confidence from which on a page read by OCR is not reported as doubtful."""

_BETTER: Final = 2.0
"""How many times as many characters must be wrong in the text layer as in OCR for OCR to take its place."""

_LEAST: Final = 0.02
"""Share of wrong characters up to which a text layer is left alone, however good OCR is."""

_AT_ONCE: Final = 2
_LISTED: Final = 12


class Recogniser(Protocol):
    """What reads the characters of a picture. Raises OcrFailed."""

    def recognise(self, picture: Picture) -> tuple[Row, ...]:
        """Rows of the page, in points of the page as displayed; rows of turned text in points of it turned back."""
        ...


def with_ocr(
    path: Path,
    pages: Sequence[Page],
    *,
    find: Callable[[], Recogniser] = find_tesseract,
    progress: Callable[[int, int], None] | None = None,
) -> tuple[list[Page], tuple[Problem, ...]]:
    """The pages, with those that need it read by OCR; and the problem of the file that OCR is not installed.

    The recogniser is looked for when a page needs it. `progress` is called with pages read by OCR and to be read.
    """
    needy = {page.number: share for page in pages if (share := wrong_share(page)) > _LEAST}
    if not needy:
        return list(pages), ()
    try:
        recogniser = find()
    except OcrUnavailable as error:
        return list(pages), (_unavailable(error, list(needy)),)
    read = {p.number: p for p in _read(path, [p for p in pages if p.number in needy], needy, recogniser, progress)}
    return [read.get(page.number, page) for page in pages], ()


def wrong_share(page: Page) -> float:
    """Share of the characters of a page that cannot be right, 0..1; 1 where there is writing but no text."""
    codes = {problem.code for problem in page.problems}
    if "no_text_layer" in codes or ("garbled_text" in codes and not page.lines):
        return 1.0
    return implausible_share(page)


def _read(
    path: Path,
    pages: Sequence[Page],
    wrong: dict[int, float],
    recogniser: Recogniser,
    progress: Callable[[int, int], None] | None,
) -> Iterator[Page]:
    def one(page: Page) -> Page:
        try:
            picture = draw(path, page, dpi=DPI)
            rows = recogniser.recognise(picture)
        except OcrFailed as error:
            return replace(page, problems=(*page.problems, _failed(page.number, error)))
        return recognised(page, rows, wrong[page.number], rulings_of(picture))

    with ThreadPoolExecutor(_AT_ONCE) as pool:
        for done, page in enumerate(pool.map(one, pages), start=1):
            yield page
            if progress is not None:
                progress(done, len(pages))


def recognised(page: Page, rows: Sequence[Row], wrong: float, rulings: Sequence[Ruling] = ()) -> Page:
    """The page with the text of the rows, or as it was where that is not clearly better than its own.

    `wrong` is the share of its own characters that are wrong; `rulings` are those seen in its picture, which it gets
    where it has none itself. Problems of the page's own text are replaced by
    ocr_text, ocr_uncertain or ocr_no_text.
    """
    sure = confidence(rows)
    if gain(rows) <= 0:
        if wrong < 1:
            return page
        problems = (*(p for p in page.problems if p.code not in _SETTLED), _no_text(page.number))
        return replace(page, problems=problems)
    if wrong < 1 and wrong < _BETTER * (1 - sure):
        return page
    glyphs = glyphs_of(rows, page.width, page.height)
    rulings = page.rulings or tuple(rulings)
    return replace(
        page,
        lines=find_lines(Glyphs.of(glyphs), rulings, page.shapes, page.width, page.height),
        rulings=rulings,
        problems=(
            *(p for p in page.problems if p.code not in _SETTLED),
            *([rotated_page(page.number, rows[0].turn)] if rows[0].turn else []),
            _told(page.number, sure),
        ),
        ocr=True,
        ocr_confidence=round(sure, 3),
    )


# ---------------------------------------------------------------- rows → glyphs

_STEADY: Final = 0.15
"""Difference in size (of the larger) up to which rows are of one size: OCR measures ink, which differs by letter."""

_OPENING: Final = frozenset("（「『【〔［｛〈《“‘([{")
_LEFT: Final = frozenset("、。，．）」』】〕］｝〉》”’")


def glyphs_of(rows: Sequence[Row], width: float, height: float) -> list[Glyph]:
    """Glyphs of the rows on a page of this size (points), row by row: one em high, on the line's own slope."""
    sizes = _steady([row.size for row in rows])
    glyphs: list[Glyph] = []
    for row, size in zip(rows, sizes, strict=True):
        _, back = frames(row.turn, width, height)
        for letter, box in zip(row.letters, _cells(row, size), strict=True):
            x0, top, x1, bottom = back(box)
            glyphs.append(Glyph(letter.text, x0, top, x1, bottom, size, turn=row.turn))
    return glyphs


def _steady(sizes: Sequence[float]) -> list[float]:
    """Sizes of rows, those that differ by little made one: the one that most rows have."""
    left = set(range(len(sizes)))
    out = list(sizes)
    while left:
        near = max(
            ([j for j in left if abs(sizes[j] - sizes[i]) <= _STEADY * max(sizes[i], sizes[j])] for i in sorted(left)),
            key=len,
        )
        middle = sorted(sizes[j] for j in near)[len(near) // 2]
        for j in near:
            out[j] = round(2 * middle) / 2 or middle
        left -= set(near)
    return out


def _cells(row: Row, size: float) -> list[Box]:
    """The space of each letter of a row: as wide as its advance, not reaching over the next one."""
    low, high = (1, 3) if row.vertical else (0, 2)
    starts = [letter.box[low] for letter in row.letters]
    ends = [
        min(letter.box[high], after) if after > start else letter.box[high]
        for letter, start, after in zip(row.letters, starts, [*starts[1:], float("inf")], strict=True)
    ]
    out: list[Box] = []
    reached = float("-inf")
    for i, letter in enumerate(row.letters):
        start, end = _advance(letter, starts[i], ends[i], size)
        start = max(start, reached)
        end = max(end, start + 0.1 * size)
        if i + 1 < len(starts) and starts[i + 1] > start:
            end = min(end, max(starts[i + 1], start + 0.1 * size))
        reached = end
        out.append(_placed(row, start, end, size))
    return out


def _advance(letter: Letter, start: float, end: float, size: float) -> tuple[float, float]:
    """Start and end of the em square around the ink of a full-width character; the ink itself of others."""
    if unicodedata.east_asian_width(letter.text[0]) not in "WFA":
        return start, end
    if letter.text in _OPENING:
        return end - size, end
    if letter.text in _LEFT or end - start > 1.3 * size:
        return start, start + size
    middle = (start + end) / 2
    return middle - size / 2, middle + size / 2


def _placed(row: Row, start: float, end: float, size: float) -> Box:
    x0, top, x1, bottom = row.box
    if row.vertical:
        middle = (x0 + x1) / 2
        return (middle - size / 2, start, middle + size / 2, end)
    middle = (top + bottom) / 2 + row.slope * ((start + end) / 2 - (x0 + x1) / 2)
    return (start, middle - size / 2, end, middle + size / 2)


# ---------------------------------------------------------------- what staff are told

_SETTLED: Final = frozenset({"no_text_layer", "garbled_text", "suspicious_text", "readers_disagree"})
"""Problems of a text layer that has been replaced."""


def _told(number: int, sure: float) -> Problem:
    percent = f"{100 * sure:.0f}％"
    if sure >= _SURE:
        return Problem(
            "ocr_text",
            number,
            f"{number}ページの文字は、画像から文字認識（OCR）で読み取りました（確信度 {percent}）。"
            "引用するときは原本の画像と照らして確かめてください。",
            Severity.INFO,
        )
    return Problem(
        "ocr_uncertain",
        number,
        f"{number}ページの文字は、画像から文字認識（OCR）で読み取りましたが、誤りが多いおそれがあります"
        f"（確信度 {percent}）。数値や固有名詞は必ず原本の画像で確かめてください。"
        "より鮮明な PDF や、文字データのある PDF があれば、そちらを使ってください。",
    )


def _no_text(number: int) -> Problem:
    return Problem(
        "ocr_no_text",
        number,
        f"{number}ページは画像で、文字認識（OCR）でも文字は見つかりませんでした。",
        Severity.INFO,
    )


def _failed(number: int, error: OcrFailed) -> Problem:
    return Problem(
        error.code,
        number,
        f"{number}ページの文字認識（OCR）ができませんでした: {error} あとで reread を実行すると、もう一度試します。",
    )


def _unavailable(error: OcrUnavailable, numbers: Sequence[int]) -> Problem:
    listed = "、".join(map(str, numbers[:_LISTED])) + ("…" if len(numbers) > _LISTED else "")
    return Problem(
        error.code,
        None,
        f"{len(numbers)}ページ（{listed}ページ）は、文字認識（OCR）をすれば読めます。{error}"
        "入れたあと、もう一度読み取ってください（ライブラリの文書は shirube reread で読み直せます）。",
    )
