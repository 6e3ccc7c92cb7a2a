"""Marks → Page: what every reader's findings go through, and what a page says about its own trustworthiness."""

from __future__ import annotations

import numpy as np

from corpus.pages import Box, Page, Problem, Severity
from ingest.drawing import rulings_and_shapes
from ingest.glyphs import IS_SPACE, readable, without_false_codes
from ingest.lines import find_lines
from ingest.marks import UNMAPPED, Flags, Glyphs, Marks, Numbers

_GARBLED = 3
"""Characters without a reading from which on a page is reported."""

_UNREADABLE = 0.5
"""Share from which on nothing of the text is used."""

_SCAN = 0.5
"""Share of the page covered by images from which on they count as a picture of the page."""

_PICTURE = 0.05
"""Share from which on an image on a page without text is worth telling."""

_OUTLINES = 100
"""Curved areas on a page without text from which on they are taken for characters drawn as outlines."""

_TURNED = 0.8
"""Share of the letters that must be turned for the page to count as turned."""

_LINES_OF_TEXT = 40
"""Letters from which on a page has enough text to tell how it lies."""


def page_from_marks(marks: Marks) -> Page:
    """The Page of all marks. Problems: no_text_layer, garbled_text, ocr_layer, rotated_page."""
    printed = Glyphs.of(marks.glyphs)
    ocr = _is_ocr_layer(marks, printed)
    glyphs = without_false_codes(readable(printed, marks.width, marks.height, ocr=ocr))
    problems: list[Problem] = []
    printed_letters = ~IS_SPACE(glyphs.codes)
    letters, turn = glyphs.codes[printed_letters], _turn(glyphs.turns[printed_letters])
    lost = int(np.count_nonzero(_is_lost(letters)))
    if _is_picture(marks, len(letters) - lost, letters):
        problems.append(_no_text_layer(marks.number, lost))
    elif lost >= _GARBLED:
        problems.append(_garbled(marks.number, lost, len(letters), used=lost < _UNREADABLE * len(letters)))
    if lost >= _UNREADABLE * len(letters):
        glyphs = glyphs.take(slice(0))
    if ocr:
        problems.append(_ocr_layer(marks.number))
    if turn:
        problems.append(rotated_page(marks.number, turn))
    rulings, shapes = rulings_and_shapes(marks.paths, marks.width, marks.height, marks.images)
    return Page(
        marks.number,
        marks.width,
        marks.height,
        find_lines(glyphs, rulings, shapes, marks.width, marks.height),
        rulings,
        shapes,
        tuple(dict.fromkeys(marks.images)),
        tuple(problems),
        ocr,
    )


def is_mute(marks: Marks) -> bool:
    """Whether there is not one readable character."""
    codes = Glyphs.of(marks.glyphs).codes
    return bool((_is_lost(codes) | IS_SPACE(codes)).all())


def _is_picture(marks: Marks, readable_letters: int, letters: Numbers) -> bool:
    """Nothing to read but what the page shows: a scan, drawn outlines, or fonts that are pictures of characters.

    A page number beside the picture of a page does not count as text.
    """
    if not readable_letters:
        return (
            len(letters) >= _GARBLED
            or _covers(marks.images, marks, _PICTURE)
            or sum(1 for p in marks.paths if p.curved and p.fill is not None) >= _OUTLINES
        )
    return _covers(marks.images, marks, _SCAN) and not any(chr(code).isalpha() for code in letters)


def _is_ocr_layer(marks: Marks, glyphs: Glyphs) -> bool:
    """Only invisible text, over a picture of the page."""
    if not any(style.invisible for style in glyphs.styles):
        return False
    letters = ~IS_SPACE(glyphs.codes)
    hidden = np.count_nonzero(letters & glyphs.where(lambda style: style.invisible))
    return bool(letters.any() and hidden >= 0.9 * np.count_nonzero(letters) and _covers(marks.images, marks, _SCAN))


def _covers(images: tuple[Box, ...], marks: Marks, share: float) -> bool:
    width, height = marks.width, marks.height
    area = sum(
        max(0.0, min(b[2], width) - max(b[0], 0.0)) * max(0.0, min(b[3], height) - max(b[1], 0.0)) for b in images
    )
    return area >= share * width * height


def _turn(turns: Numbers) -> int:
    """How far clockwise (degrees) nearly all letters of a page are turned; 0 where they are not, or are few."""
    if len(turns) < _LINES_OF_TEXT:
        return 0
    found, numbers = np.unique(turns, return_counts=True)
    return int(found[numbers.argmax()]) if numbers.max() >= _TURNED * len(turns) else 0


def _is_lost(codes: Numbers) -> Flags:
    """Without a Unicode value, or with one that no reader can know (private use outside the symbol fonts' block)."""
    unknown: Flags = (codes >= 0xE000) & (codes <= 0xEFFF) | (codes >= 0xF100) & (codes <= 0xF8FF)
    unknown |= codes == UNMAPPED
    return unknown


def _no_text_layer(number: int, pictures: int) -> Problem:
    drawn = f"文字コードのない字形が{pictures}個あるだけで、" if pictures else ""
    return Problem(
        "no_text_layer",
        number,
        f"{number}ページには文字データがなく、{drawn}画像または図形として文字が描かれています（スキャンなど）。"
        "文字認識（OCR）をかけた PDF を使ってください。",
    )


def _garbled(number: int, lost: int, letters: int, *, used: bool) -> Problem:
    kept = "読めた文字だけを使いました" if used else "このページの文字は使っていません"
    return Problem(
        "garbled_text",
        number,
        f"{number}ページの文字{letters}字のうち{lost}字は、フォントに文字コードの情報がなく読み取れません。{kept}。"
        "元の文書から PDF を作り直すか、文字認識（OCR）をかけてください。",
    )


def rotated_page(number: int, turn: int) -> Problem:
    """The problem of a page whose text is turned clockwise by so many degrees."""
    how = {90: "右に90度回った", 180: "上下が逆の", 270: "左に90度回った"}[turn]
    return Problem(
        "rotated_page",
        number,
        f"{number}ページの文字は、{how}向きに置かれています。読む順序や表を誤っているおそれがあります。"
        "ページを正しい向きに直した PDF を使うか、原本の画像で確かめてください。",
    )


def _ocr_layer(number: int) -> Problem:
    return Problem(
        "ocr_layer",
        number,
        f"{number}ページの文字は、スキャン画像に付けられた文字認識（OCR）の結果です。原本の画像と照らして確かめてください。",
        Severity.INFO,
    )
