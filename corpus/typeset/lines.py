"""Japanese lines on a canvas: faces, widths, breaking with kinsoku, and justification."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont as FaceFile
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from corpus.errors import UnreadableFile

Rgb = tuple[float, float, float]
BLACK: Rgb = (0.0, 0.0, 0.0)
WHITE: Rgb = (1.0, 1.0, 1.0)

_FACES = {
    "Mincho": "BIZUDMincho-Regular.ttf",
    "Gothic": "BIZUDGothic-Regular.ttf",
    "GothicBold": "BIZUDGothic-Bold.ttf",
    "PGothic": "BIZUDPGothic-Regular.ttf",
    "PGothicBold": "BIZUDPGothic-Bold.ttf",
}
_FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.fonts", "~/Library/Fonts", "C:/Windows/Fonts")

_NOT_FIRST = frozenset(
    "、。，．・：；？！）］｝」』】〉》〕＞’”々ー～〜‐ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮ％%,.)]:;!?°"
)
_NOT_LAST = frozenset("（［｛「『【〈《〔＜‘“([◆■○")
_WORD = re.compile(r"\{\d\}|[A-Za-z0-9０-９][A-Za-z0-9０-９.,，．/'’%％-]*|.", re.DOTALL)
_NOTE = re.compile(r"\{(\d)\}")


@dataclass(frozen=True, slots=True)
class Style:
    """Face, size and leading in points, and colour."""

    face: str
    size: float
    leading: float
    colour: Rgb = BLACK


@dataclass(frozen=True, slots=True)
class Line:
    """A broken line: its pieces (text, raised), natural width, and whether it ends its paragraph."""

    pieces: tuple[tuple[str, bool], ...]
    width: float
    last: bool

    @property
    def notes(self) -> tuple[int, ...]:
        """Numbers of the notes called in the line."""
        return tuple(int(text) for text, raised in self.pieces if raised)


def register_faces(folder: Path | None = None) -> None:
    """Find the BIZ UD faces (SIL Open Font License) in `folder` or where systems keep fonts.

    Raises UnreadableFile when one is missing.
    """
    folders = [folder] if folder else [Path(name).expanduser() for name in _FOLDERS]
    found = {path.name: path for place in folders if place.is_dir() for path in place.rglob("BIZUD*.ttf")}
    for face, name in _FACES.items():
        if name not in found:
            raise UnreadableFile(
                f"書体 {name} がありません。BIZ UD 書体を入れてください"
                "（Debian: fonts-morisawa-bizud-gothic と fonts-morisawa-bizud-mincho）。",
                code="missing",
            )
        pdfmetrics.registerFont(TTFont(face, _slim(found[name])))


def _slim(path: Path) -> BytesIO:
    """The face with only the characters that this package's sources use, and without hinting: small to embed."""
    sources = Path(__file__).parent.rglob("*.py")
    characters = {char for source in sources for char in source.read_text("utf-8")} | set(map(chr, range(32, 127)))
    options = Options()
    options.hinting = False
    options.layout_features = []
    options.name_IDs = ["*"]
    options.notdef_outline = True
    options.drop_tables += ["meta", "DSIG", "GSUB", "vhea", "vmtx"]
    with FaceFile(path, recalcTimestamp=False) as face:
        subsetter = Subsetter(options)
        subsetter.populate(unicodes=[ord(char) for char in characters])
        subsetter.subset(face)
        file = BytesIO()
        face.save(file)
    file.seek(0)
    return file


def width_of(text: str, style: Style) -> float:
    """Natural width in points; a note call counts as printed, small."""
    plain = _NOTE.sub("", text)
    small = sum(pdfmetrics.stringWidth(n, style.face, style.size * 0.6) for n in _NOTE.findall(text))
    return float(pdfmetrics.stringWidth(plain, style.face, style.size) + small)


def break_lines(text: str, style: Style, width: float, *, first: float = 0.0) -> list[Line]:
    """Break into lines of at most `width`; `first` is taken off the first one. A newline is a break of its own.

    No line starts with a mark of _NOT_FIRST nor ends with one of _NOT_LAST (JIS X 4051 kinsoku, by carrying over).
    """
    lines: list[Line] = []
    for paragraph in text.split("\n"):
        room = width - (first if not lines else 0.0)
        held: list[str] = []
        used = 0.0
        for chunk in _chunks(paragraph):
            size = width_of(chunk, style)
            if held and used + size > room + 0.01:
                lines.append(_line(held, used, last=False))
                held, used, room = [], 0.0, width
            held.append(chunk)
            used += size
        lines.append(_line(held, used, last=True))
    return lines


def _chunks(text: str) -> Iterator[str]:
    """Pieces that a line break may not divide."""
    chunk = ""
    for word in _WORD.findall(text):
        joins = not chunk or chunk[-1] in _NOT_LAST or word[0] in _NOT_FIRST or word.startswith("{")
        if not joins:
            yield chunk
            chunk = ""
        chunk += word
    if chunk:
        yield chunk


def _line(chunks: list[str], width: float, *, last: bool) -> Line:
    text = "".join(chunks)
    parts = _NOTE.split(text)
    pieces = tuple((part, i % 2 == 1) for i, part in enumerate(parts) if part)
    return Line(pieces, width, last)


def draw_line(
    canvas: Canvas, line: Line, style: Style, x: float, baseline: float, *, fill: float | None = None
) -> None:
    """Draw at (x, baseline), canvas coordinates; justified to `fill` points wide when the line is a broken one."""
    letters = sum(len(text) for text, _ in line.pieces)
    spread = 0.0
    if fill is not None and not line.last and letters > 1 and 0 < fill - line.width < 2.2 * style.size:
        spread = (fill - line.width) / (letters - 1)
    text = canvas.beginText(x, baseline)
    text.setFillColorRGB(*style.colour)
    text.setCharSpace(spread)
    for piece, raised in line.pieces:
        text.setFont(style.face, style.size * (0.6 if raised else 1.0))
        text.setRise(style.size * 0.4 if raised else 0.0)
        text.textOut(piece)
    text.setRise(0)
    text.setCharSpace(0)
    canvas.drawText(text)


def draw_text(canvas: Canvas, text: str, style: Style, x: float, baseline: float, align: str = "left") -> None:
    """One line with `x` at its left, centre or right."""
    shift = {"left": 0.0, "center": 0.5, "right": 1.0}[align] * width_of(text, style)
    draw_line(canvas, _line([text], 0.0, last=True), style, x - shift, baseline)
