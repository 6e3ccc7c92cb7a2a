"""Characters in a picture, by Tesseract (Apache-2.0), which runs as a program of its own.

Tesseract is looked for in the environment variable SHIRUBE_TESSERACT (the program's file), on PATH, and where its
Windows installer puts it. It is asked for hOCR (https://kba.github.io/hocr-spec/1.2/) with a box for every character.
"""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final
from xml.etree import ElementTree

from corpus.errors import OcrFailed, OcrUnavailable
from corpus.pages import Box
from ingest.picture import Picture

PROGRAM: Final = "SHIRUBE_TESSERACT"
"""Environment variable that names the program's file."""

INSTALL: Final = (
    "Debian・Ubuntu では「sudo apt install tesseract-ocr tesseract-ocr-jpn tesseract-ocr-jpn-vert」、"
    "Windows では https://github.com/UB-Mannheim/tesseract/wiki のインストーラーで追加の言語に "
    "Japanese と Japanese (vertical) を選んでください。"
)
"""How staff get Tesseract and its Japanese data."""

_WINDOWS: Final = (
    r"C:\Program Files\Tesseract-OCR\tesseract.exe",
    r"C:\Program Files (x86)\Tesseract-OCR\tesseract.exe",
)
_JAPANESE, _VERTICAL, _TURNED = "jpn", "jpn_vert", "osd"
_BLOCK, _AUTO, _TURN, _SPARSE = 6, 3, 0, 11
"""Page segmentation: one block of text (rows right over the page), Tesseract's own, the turn of the page only, and
words wherever they stand."""

_SECONDS: Final = 120.0
_DOUBT: Final = 0.85
"""Confidence below which vertical writing and turned pages are tried too."""

_AS_GOOD: Final = 0.9
"""Part of the gain from which on a page is taken as turned: lines that lie on their side are also read as vertical."""

_CHANCE: Final = 0.5
"""Confidence of a character from which on it is more likely right than wrong."""

_EM: Final = 1.05
"""Size of a font by the ink of a line: better than Tesseract's x_size, but for lines of dots and dashes only."""

_POINTS: Final = 72.0


@dataclass(frozen=True, slots=True)
class Letter:
    """A character read from a picture: its box in points of the picture as given, and its confidence, 0..1."""

    text: str
    box: Box
    confidence: float


@dataclass(frozen=True, slots=True)
class Row:
    """One line of letters in writing order. `size` is the height of its characters in points.

    `slope` is how far the line falls per point to the right (a picture that lies askew); `turn` how far clockwise the
    text is turned: 0, 90, 180 or 270; boxes are then on the page turned back. `vertical` is writing from top to bottom.
    """

    letters: tuple[Letter, ...]
    box: Box
    size: float
    slope: float = 0.0
    turn: int = 0
    vertical: bool = False


class Tesseract:
    """Tesseract as a Recogniser."""

    def __init__(self, program: str, languages: frozenset[str]) -> None:
        self._program = program
        self._languages = languages

    def recognise(self, picture: Picture) -> tuple[Row, ...]:
        """Rows of a page's picture, in points.

        The page is read as one block and by Tesseract's own layout, in doubt also as vertical writing and turned; the
        reading with the most characters that are likely right is taken. Raises OcrFailed.
        """
        best = max((self._read(picture, _JAPANESE, mode) for mode in (_BLOCK, _AUTO)), key=gain)
        if confidence(best) < _DOUBT and _VERTICAL in self._languages:
            best = max(best, self._read(picture, f"{_JAPANESE}+{_VERTICAL}", _AUTO), key=gain)
        if _TURNED in self._languages and (confidence(best) < _DOUBT or _mostly_vertical(best)):
            turn = self._turn(picture)
            rows = self._read(turned(picture, turn), _JAPANESE, _AUTO) if turn else ()
            if rows and gain(rows) >= _AS_GOOD * gain(best):
                best = tuple(replace(row, turn=turn) for row in rows)
        return best

    def scattered(self, picture: Picture) -> tuple[Row, ...]:
        """Words of a figure, wherever they stand in it, in points of the picture. Raises OcrFailed."""
        return self._read(picture, _JAPANESE, _SPARSE)

    def _read(self, picture: Picture, language: str, mode: int) -> tuple[Row, ...]:
        hocr = self._run(picture, "-l", language, "--psm", str(mode), "-c", "hocr_char_boxes=1", "hocr")
        return rows_of_hocr(hocr, picture.dpi)

    def _turn(self, picture: Picture) -> int:
        """How far clockwise the text is turned; 0 where Tesseract cannot tell."""
        try:
            told = self._run(picture, "-l", _TURNED, "--psm", str(_TURN))
        except OcrFailed:  # too few characters
            return 0
        degrees = re.search(rb"^Orientation in degrees: (90|180|270)\s*$", told, re.MULTILINE)
        return int(degrees[1]) if degrees else 0

    def _run(self, picture: Picture, *options: str) -> bytes:
        try:
            done = subprocess.run(
                [self._program, "stdin", "stdout", "--dpi", str(round(picture.dpi)), *options],
                input=picture.png,
                capture_output=True,
                env={**os.environ, "OMP_THREAD_LIMIT": "1"},  # faster than threads that wait for one another
                timeout=_SECONDS,
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            raise OcrFailed(f"文字認識（OCR）が{_SECONDS:g}秒で終わりませんでした。", code="ocr_timeout") from error
        except OSError as error:
            raise OcrFailed(f"Tesseract を起動できませんでした（{error.strerror}）。") from error
        if done.returncode != 0:
            raise OcrFailed(f"Tesseract が異常終了しました（終了コード {done.returncode}）。")
        return done.stdout


def find_tesseract() -> Tesseract:
    """Tesseract as it is installed. Raises OcrUnavailable: ocr_not_installed, ocr_language_missing."""
    program = _program()
    if program is None:
        raise OcrUnavailable(f"文字認識（OCR）のプログラム Tesseract がありません。{INSTALL}")
    try:
        done = subprocess.run([program, "--list-langs"], capture_output=True, timeout=_SECONDS, check=True)
    except (OSError, subprocess.SubprocessError) as error:
        raise OcrUnavailable(
            f"文字認識（OCR）のプログラム「{program}」が動きません（{type(error).__name__}）。"
            f"環境変数 {PROGRAM} を使っている場合はその値をご確認ください。{INSTALL}"
        ) from error
    languages = frozenset((done.stdout + done.stderr).decode("utf-8", "replace").split())
    if _JAPANESE not in languages:
        raise OcrUnavailable(
            f"Tesseract はありますが、日本語のデータ（tesseract-ocr-jpn）がありません。{INSTALL}",
            code="ocr_language_missing",
        )
    return Tesseract(program, languages)


def _program() -> str | None:
    if named := os.environ.get(PROGRAM):
        return shutil.which(named)
    return shutil.which("tesseract") or next((path for path in _WINDOWS if Path(path).is_file()), None)


def turned(picture: Picture, turn: int) -> Picture:
    """The picture turned back by `turn` degrees, so that text that is turned clockwise by so much stands upright."""
    from PIL import Image

    out = io.BytesIO()
    with Image.open(io.BytesIO(picture.png)) as image:
        image.rotate(turn, expand=True).save(out, "PNG", compress_level=1)  # Pillow turns anticlockwise
    return replace(picture, png=out.getvalue())


def confidence(rows: Sequence[Row]) -> float:
    """Mean confidence of the characters, 0..1; 0 for none."""
    each = [letter.confidence for row in rows for letter in row.letters]
    return sum(each) / len(each) if each else 0.0


def gain(rows: Sequence[Row]) -> float:
    """Characters that are likely right less those that are likely wrong, each by its confidence."""
    return sum(letter.confidence - _CHANCE for row in rows for letter in row.letters)


def _mostly_vertical(rows: Sequence[Row]) -> bool:
    return 2 * sum(len(row.letters) for row in rows if row.vertical) > sum(len(row.letters) for row in rows)


# ---------------------------------------------------------------- hOCR

_BOX = re.compile(r"\bx?_?b(?:box|boxes) (-?\d+) (-?\d+) (-?\d+) (-?\d+)")
_NUMBER = r"(-?\d+(?:\.\d+)?)"
_CONFIDENCE = re.compile(rf"\bx_w?conf {_NUMBER}")
_SIZE = re.compile(rf"\bx_size {_NUMBER}")
_SLOPE = re.compile(rf"\bbaseline {_NUMBER}")
_LINES = frozenset({"ocr_line", "ocr_header", "ocr_caption", "ocr_textfloat"})


def rows_of_hocr(hocr: bytes, dpi: float) -> tuple[Row, ...]:
    """The rows of hOCR with boxes for characters, in its order. Raises OcrFailed when it is not hOCR.

    The confidence of a character is that of its word: Tesseract's own for characters is near 1 for most wrong ones.
    """
    try:
        root = ElementTree.fromstring(hocr)
    except ElementTree.ParseError as error:
        raise OcrFailed(f"Tesseract の出力を読めませんでした（{error}）。") from error
    scale = _POINTS / dpi
    found = (_row(line, scale) for line in root.iter() if line.get("class") in _LINES)
    return tuple(row for row in found if row is not None)


def _row(line: ElementTree.Element, scale: float) -> Row | None:
    title = line.get("title", "")
    letters: list[Letter] = []
    for word in line.iter():
        if word.get("class") != "ocrx_word":
            continue
        sure = _CONFIDENCE.search(word.get("title", ""))
        for char in word.iter():
            box = _box(char.get("title", ""), scale) if char.get("class") == "ocrx_cinfo" else None
            if box is not None and (text := (char.text or "").strip()):
                letters.append(Letter(text, box, float(sure[1]) / 100 if sure else 0.0))
    box = _box(title, scale)
    if not letters or box is None:
        return None
    vertical = _is_vertical(letters)
    told = _SLOPE.search(title)
    slope = float(told[1]) if told and not vertical else 0.0
    ink = box[2] - box[0] if vertical else box[3] - box[1] - abs(slope) * (box[2] - box[0])
    told = _SIZE.search(title)
    size = float(told[1]) * scale if told else 0.0
    return Row(tuple(letters), box, _EM * ink if _EM * ink > 0.6 * size else size, slope, vertical=vertical)


def _is_vertical(letters: Sequence[Letter]) -> bool:
    """Whether the letters go down rather than to the right."""
    first, last = letters[0].box, letters[-1].box
    return abs(last[1] + last[3] - first[1] - first[3]) > abs(last[0] + last[2] - first[0] - first[2])


def _box(title: str, scale: float) -> Box | None:
    found = _BOX.search(title)
    if not found:
        return None
    x0, top, x1, bottom = (int(edge) * scale for edge in found.groups())
    return (x0, top, x1, bottom)
