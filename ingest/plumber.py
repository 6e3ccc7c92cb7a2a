"""Marks of a page as pdfplumber (pdfminer.six) sees them: the reference reader."""

from __future__ import annotations

import ast
import re
from typing import Any

import pdfplumber
from pdfminer.converter import PDFPageAggregator
from pdfminer.layout import LTChar, LTContainer
from pdfminer.pdfinterp import PDFPageInterpreter
from pdfplumber.page import Page as PlumberPage

from corpus.pages import Box, Colour
from ingest.marks import ASCENT, Glyph, Marks, Path

_PAGES_AT_ONCE = 64
_INVISIBLE_MODES = (3, 7)
_FILL_AND_STROKE = 2
"""With the same colour for both, the way word processors fatten fonts that have no bold."""

_CID = re.compile(r"\(cid:\d+\)")
_SUBSET = re.compile(r"^[A-Z]{6}\+")
_BYTES = re.compile(r"b'[^']*'|b\"[^\"]*\"")


class _Device(PDFPageAggregator):
    """Aggregator that also remembers how each character was painted and how its box lies to its origin.

    `descents` is the depth of the box below the baseline for horizontal fonts, `lifts` the height of the box above the
    origin for vertical ones (where pdfminer should have none), both in em.
    """

    def __init__(self, resources: Any, number: int) -> None:
        super().__init__(resources, pageno=number)
        self.invisible: set[int] = set()
        self.fattened: set[int] = set()
        self.descents: dict[int, float] = {}
        self.lifts: dict[int, float] = {}
        self._mode = 0

    def render_string(self, textstate: Any, seq: Any, ncs: Any, graphicstate: Any) -> None:
        self._mode = textstate.render
        super().render_string(textstate, seq, ncs, graphicstate)
        if textstate.charspace and isinstance(next(iter(seq), None), bytes):
            self._space_after(textstate)

    def _space_after(self, textstate: Any) -> None:
        """Character spacing follows the last character of a string too (PDF 32000-1, 9.4.4); pdfminer leaves it out."""
        x, y = textstate.linematrix
        space = textstate.charspace * textstate.scaling * 0.01
        textstate.linematrix = (x, y + space) if textstate.font.is_vertical() else (x + space, y)

    def render_char(
        self, matrix: Any, font: Any, fontsize: Any, scaling: Any, rise: Any, cid: Any, ncs: Any, graphicstate: Any
    ) -> float:
        advance: float = super().render_char(matrix, font, fontsize, scaling, rise, cid, ncs, graphicstate)
        char = id(self.cur_item._objs[-1])
        if font.is_vertical():
            self.lifts[char] = (1000 - font.char_disp(cid)[1]) / 1000
        else:
            self.descents[char] = font.get_descent()
        if self._mode in _INVISIBLE_MODES:
            self.invisible.add(char)
        elif self._mode == _FILL_AND_STROKE and graphicstate.ncolor == graphicstate.scolor:
            self.fattened.add(char)
        return advance


class PlumberReader:
    """A PDF opened by pdfplumber, and opened anew now and then: pdfminer keeps what it has parsed of a file."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._pdf = pdfplumber.open(path)
        self._read = 0

    def marks(self, number: int) -> Marks:
        """Marks of the page with this 1-based number; IndexError when there is no such page."""
        if self._read == _PAGES_AT_ONCE:
            self._pdf.close()
            self._pdf = pdfplumber.open(self._path)
            self._read = 0
        self._read += 1
        page = self._pdf.pages[number - 1]
        try:
            return marks_from_pdfplumber(page)
        finally:
            page.close()


def marks_from_pdfplumber(page: PlumberPage) -> Marks:
    """Glyphs, paths and images of a pdfplumber page, relative to its crop box."""
    device = _Device(page.pdf.rsrcmgr, page.page_number)
    PDFPageInterpreter(page.pdf.rsrcmgr, device).process_page(page.page_obj)
    left, top = (float(v) for v in page.cropbox[:2])
    width, height = float(page.cropbox[2]) - left, float(page.cropbox[3]) - top
    glyphs: list[Glyph] = []
    paths: list[Path] = []
    images: list[Box] = []
    stack: list[Any] = [iter(device.get_result()._objs)]
    while stack:
        obj = next(stack[-1], None)
        if obj is None:
            stack.pop()
        elif isinstance(obj, LTContainer):
            stack.append(iter(obj._objs))
        elif isinstance(obj, LTChar):
            glyphs.append(_glyph(page.process_object(obj), device, id(obj), left, top))
        else:
            found = page.process_object(obj)
            if "pts" in found:
                path = _path(found, left, top)
                if path is not None:
                    paths.append(path)
            elif found["object_type"] == "image":
                images.append((found["x0"] - left, found["top"] - top, found["x1"] - left, found["bottom"] - top))
    return Marks(page.page_number, width, height, tuple(glyphs), tuple(paths), tuple(images))


def _glyph(char: dict[str, Any], device: _Device, key: int, left: float, top: float) -> Glyph:
    text = char["text"]
    unmapped = not text or _CID.fullmatch(text) is not None
    a, b, c, d, _, _ = char["matrix"]
    turn = (0 if a >= 0 else 180) if abs(a) >= abs(b) or abs(c) < 1e-6 else (270 if b > 0 else 90)
    box = (char["x0"] - left, char["top"] - top, char["x1"] - left, char["bottom"] - top)
    size = char["size"] if turn in (0, 180) else char["width"]
    if key in device.lifts:
        lift = device.lifts[key] * size
        x0, y0, x1, y1 = box[0], box[1] + lift, box[2], box[3] + lift
    else:
        below = -device.descents[key] * size
        x0, y0, x1, y1 = em_box(_straightened(box, c / d, below, size) if b == 0 else box, turn, below, size)
    return Glyph(
        "\ufffd" if unmapped else text,
        x0,
        y0,
        x1,
        y1,
        size,
        font_name(char["fontname"]),
        rgb(char["non_stroking_color"], str(char.get("ncs") or "")),
        turn,
        key in device.fattened,
        key in device.invisible,
        unmapped,
    )


def _straightened(box: Box, slant: float, below: float, size: float) -> Box:
    """The box without what slanted glyphs (an oblique made by the text matrix) reach out to the sides."""
    x0, top, x1, bottom = box
    if slant >= 0:
        return (x0 + slant * below, top, x1 - slant * (size - below), bottom)
    return (x0 - slant * (size - below), top, x1 + slant * below, bottom)


def em_box(box: Box, turn: int, below: float, size: float) -> Box:
    """The box with its height set to the em square on the baseline, which lies `below` points above the box's foot.

    Fonts state ascents and descents of their own; on the em square, glyphs of all fonts in a line stand level.
    """
    x0, top, x1, bottom = box
    if turn == 0:
        return (x0, bottom - below - ASCENT * size, x1, bottom - below + (1 - ASCENT) * size)
    if turn == 180:
        return (x0, top + below - (1 - ASCENT) * size, x1, top + below + ASCENT * size)
    if turn == 90:
        return (x0 + below - (1 - ASCENT) * size, top, x0 + below + ASCENT * size, bottom)
    return (x1 - below - ASCENT * size, top, x1 - below + (1 - ASCENT) * size, bottom)


def font_name(name: Any) -> str:
    """A font's name without its subset prefix; names in Shift_JIS bytes are decoded."""
    text = str(name)
    if _BYTES.fullmatch(text):
        text = ast.literal_eval(text).decode("cp932", "replace")
    return _SUBSET.sub("", text)


def _path(obj: dict[str, Any], left: float, top: float) -> Path | None:
    if not (obj["fill"] or obj["stroke"]):
        return None
    points = tuple((x - left, y - top) for x, y in obj["pts"])
    kinds = "".join(step[0] for step in obj["path"])
    line = obj["object_type"] == "line"
    fill = rgb(obj["non_stroking_color"]) or (0.0, 0.0, 0.0) if obj["fill"] and not line else None
    stroke = rgb(obj["stroking_color"]) or (0.0, 0.0, 0.0) if obj["stroke"] or line else None
    closed = kinds.endswith("h") or points[0] == points[-1] or fill is not None
    curved = any(k in kinds for k in "cvy")
    return Path(points, fill, stroke, float(obj["linewidth"] or 0), curved, closed)


def rgb(colour: Any, space: str = "") -> Colour | None:
    """RGB of a PDF colour value by its number of components (PDF 32000-1, 10.3); None for patterns and spot inks."""
    if isinstance(colour, (int, float)):
        colour = (colour,)
    if not isinstance(colour, (tuple, list)) or not all(isinstance(v, (int, float)) for v in colour):
        return None
    values = [min(max(float(v), 0.0), 1.0) for v in colour]
    if len(values) == 1 and space in ("Separation", "DeviceN", "Indexed", "Pattern"):
        return None
    if len(values) == 1:
        return (values[0], values[0], values[0])
    if len(values) == 3:
        return (values[0], values[1], values[2])
    if len(values) == 4:
        key = 1 - values[3]
        return ((1 - values[0]) * key, (1 - values[1]) * key, (1 - values[2]) * key)
    return None
