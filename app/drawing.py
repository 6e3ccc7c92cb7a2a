"""Small pictures made of boxes, ribbons, lines and words, written as SVG or as PNG (Pillow) from the same shapes.

Positions are pixels from the top left. Words come from documents: they are escaped. Fonts are the system's own.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from html import escape
from itertools import pairwise
from typing import TYPE_CHECKING, TypeAlias

from search.text_diff import words

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageDraw import ImageDraw
    from PIL.ImageFont import FreeTypeFont

Point: TypeAlias = tuple[float, float]

_FAMILY = "'BIZ UDPGothic','Hiragino Sans','Yu Gothic',Meiryo,'Noto Sans CJK JP','Noto Sans JP',sans-serif"
_FILES = {
    False: (
        "BIZUDPGothic-Regular.ttf", "BIZ-UDGothicR.ttc", "YuGothM.ttc", "meiryo.ttc", "ヒラギノ角ゴシック W3.ttc",
        "NotoSansCJK-Regular.ttc", "NotoSansJP-Regular.otf", "ipaexg.ttf",
    ),
    True: (
        "BIZUDPGothic-Bold.ttf", "BIZ-UDGothicB.ttc", "YuGothB.ttc", "meiryob.ttc", "ヒラギノ角ゴシック W6.ttc",
        "NotoSansCJK-Bold.ttc", "NotoSansJP-Bold.otf", "ipaexg.ttf",
    ),
}  # fmt: skip
"""Files of Japanese fonts that Windows, macOS and Linux come with, as Pillow finds them by name."""
_NEVER_FIRST = ")）」』】〉》＞、。ー・％%"
"""Characters that stand out over the edge rather than begin a line."""
_NEVER_LAST = "(（「『【〈《＜"
_PARTICLE = re.compile(r"[ぁ-ん]")
_CURVE_STEPS = 24
_MOST_PIXELS = 60_000_000
"""Larger pictures are drawn at a smaller scale."""


@dataclass(frozen=True, slots=True)
class Text:
    """Words on one line; `y` is the base line, `anchor` start, middle or end. A `halo` keeps lines off the words."""

    x: float
    y: float
    text: str
    size: float = 12
    fill: str = "#1d2430"
    anchor: str = "start"
    bold: bool = False
    halo: bool = False


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle. `place` is the id of the record that a click opens, `title` what is said of it on hovering."""

    x: float
    y: float
    width: float
    height: float
    fill: str = "none"
    stroke: str = "none"
    radius: float = 0
    place: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class Ribbon:
    """A band that flows from a vertical edge at the left (x, top, bottom) to one at the right."""

    left: tuple[float, float, float]
    right: tuple[float, float, float]
    fill: str
    opacity: float = 0.5
    title: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A line through points."""

    points: Sequence[Point]
    stroke: str
    width: float = 1
    dashed: bool = False


@dataclass(frozen=True, slots=True)
class Dot:
    """A filled circle with an edge."""

    x: float
    y: float
    radius: float
    fill: str
    stroke: str


Shape: TypeAlias = Text | Box | Ribbon | Line | Dot


@dataclass(frozen=True, slots=True)
class Drawing:
    """Shapes, the later over the earlier, on white; `title` is what the picture shows, for those who cannot see it."""

    width: float
    height: float
    shapes: tuple[Shape, ...]
    title: str


def width_of(text: str, size: float) -> float:
    """About how wide a text is: full-width characters are as wide as high, others a little more than half."""
    return sum(size if ord(char) > 0x2E7F else 0.58 * size for char in text)


def wrapped(text: str, size: float, width: float, lines: int) -> list[str]:
    """The text on at most so many lines of this width, broken between words; what does not fit ends in 「…」."""
    found: list[str] = []
    line = ""
    for piece in _pieces(" ".join(text.split()).replace("~", "〜"), size, width):
        overhangs = all(char in _NEVER_FIRST for char in piece) and width_of(line, size) <= width
        if not line or overhangs or width_of(line + piece, size) <= width:
            line += piece
        elif len(found) + 1 < lines:
            found.append(line)
            line = piece.lstrip()
        else:
            line += piece
            while line and width_of(line + "…", size) > width:
                line = line[:-1]
            return [*found, line + "…"]
    return [*found, line]


def _pieces(text: str, size: float, width: float) -> list[str]:
    """What stays together on a line: a word with the particles and closing signs behind it, the opening ones before.

    What is wider than a line comes letter by letter.
    """
    glued: list[str] = []
    for word in words(text):
        kept = glued and (word[0] in _NEVER_FIRST or _PARTICLE.fullmatch(word) or glued[-1][-1] in _NEVER_LAST)
        if kept and width_of(glued[-1] + word, size) <= width:
            glued[-1] += word
        else:
            glued.append(word)
    return [part for piece in glued for part in ([piece] if width_of(piece, size) <= width else piece)]


def to_svg(drawing: Drawing) -> str:
    """The drawing as one SVG element that needs nothing else."""
    size = f'viewBox="0 0 {drawing.width:.0f} {drawing.height:.0f}"'
    body = "\n".join(_svg(shape) for shape in drawing.shapes)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} width="{drawing.width:.0f}" height="{drawing.height:.0f}" '
        f'role="group" aria-label="{_escaped(drawing.title)}" font-family="{_FAMILY}">\n'
        f'<rect width="100%" height="100%" fill="#ffffff"/>\n{body}\n</svg>\n'
    )


def to_png(drawing: Drawing, scale: float = 2.0) -> Image:
    """The drawing as a picture of `scale` pixels for one."""
    from PIL import Image as Pictures
    from PIL import ImageDraw

    scale = min(scale, (_MOST_PIXELS / (drawing.width * drawing.height)) ** 0.5)
    size = (round(drawing.width * scale), round(drawing.height * scale))
    picture = Pictures.new("RGB", size, "#ffffff")
    pen = ImageDraw.Draw(picture, "RGBA")
    for shape in drawing.shapes:
        _paint(pen, shape, scale)
    return picture


def _svg(shape: Shape) -> str:
    match shape:
        case Text():
            weight = ' font-weight="700"' if shape.bold else ""
            anchor = "" if shape.anchor == "start" else f' text-anchor="{shape.anchor}"'
            halo = ' stroke="#ffffff" stroke-width="4" paint-order="stroke"' if shape.halo else ""
            at = f'x="{shape.x:.1f}" y="{shape.y:.1f}" font-size="{shape.size:g}" fill="{shape.fill}"'
            return f"<text {at}{weight}{anchor}{halo}>{_escaped(shape.text)}</text>"
        case Box():
            at = f'x="{shape.x:.1f}" y="{shape.y:.1f}" width="{shape.width:.1f}" height="{shape.height:.1f}"'
            place = ""
            if shape.place:
                place = f' class="place" tabindex="0" role="button" data-place="{_escaped(shape.place)}"'
                place += f' aria-label="{_escaped(shape.title)}"'
            round_ = f' rx="{shape.radius:g}"' if shape.radius else ""
            return _titled(
                f'<rect {at}{round_} fill="{shape.fill}" stroke="{shape.stroke}"{place}', "rect", shape.title
            )
        case Ribbon():
            path = "M" + "L".join(f"{x:.1f},{y:.1f}" for x, y in _outline(shape)) + "Z"
            return _titled(
                f'<path d="{path}" fill="{shape.fill}" fill-opacity="{shape.opacity:g}"', "path", shape.title
            )
        case Line():
            points = " ".join(f"{x:.1f},{y:.1f}" for x, y in shape.points)
            dashed = ' stroke-dasharray="5 4"' if shape.dashed else ""
            stroke = f'stroke="{shape.stroke}" stroke-width="{shape.width:g}"'
            return f'<polyline points="{points}" fill="none" {stroke}{dashed}/>'
        case Dot():
            return (
                f'<circle cx="{shape.x:.1f}" cy="{shape.y:.1f}" r="{shape.radius:g}" fill="{shape.fill}" '
                f'stroke="{shape.stroke}" stroke-width="1.5"/>'
            )


def _titled(opening: str, name: str, title: str) -> str:
    return f"{opening}><title>{_escaped(title)}</title></{name}>" if title else f"{opening}/>"


def _escaped(text: str) -> str:
    """XML has no place for control characters, not even escaped."""
    return escape("".join(c for c in text if c in "\t\n" or (c >= " " and not 0xD800 <= ord(c) <= 0xDFFF)))


def _paint(pen: ImageDraw, shape: Shape, scale: float) -> None:
    match shape:
        case Text():
            anchor = {"start": "ls", "middle": "ms", "end": "rs"}[shape.anchor]
            font = _font(shape.bold, round(shape.size * scale))
            at = (shape.x * scale, shape.y * scale)
            edge = round(2 * scale) if shape.halo else 0
            pen.text(
                at, shape.text, fill=shape.fill, font=font, anchor=anchor, stroke_width=edge, stroke_fill="#ffffff"
            )
        case Box():
            edges = [shape.x, shape.y, shape.x + shape.width, shape.y + shape.height]
            pen.rounded_rectangle(
                [edge * scale for edge in edges],
                radius=shape.radius * scale,
                fill=None if shape.fill == "none" else shape.fill,
                outline=None if shape.stroke == "none" else shape.stroke,
                width=max(1, round(scale)),
            )
        case Ribbon():
            fill = shape.fill + f"{round(shape.opacity * 255):02x}"
            pen.polygon([(x * scale, y * scale) for x, y in _outline(shape)], fill=fill)
        case Line():
            points = [(x * scale, y * scale) for x, y in shape.points]
            for a, b in pairwise(points):
                for start, end in _dashes(a, b, 5 * scale, 4 * scale) if shape.dashed else [(a, b)]:
                    pen.line([start, end], fill=shape.stroke, width=max(1, round(shape.width * scale)))
        case Dot():
            x, y, r = (value * scale for value in (shape.x, shape.y, shape.radius))
            pen.ellipse([x - r, y - r, x + r, y + r], fill=shape.fill, outline=shape.stroke, width=round(1.5 * scale))


def _outline(ribbon: Ribbon) -> list[Point]:
    """The edge of a ribbon whose middle is a cubic Bézier curve that leaves and arrives level.

    Its width is measured across the curve, so that steep ribbons do not thin out.
    """
    (x0, top, bottom), (x1, right_top, right_bottom) = ribbon.left, ribbon.right
    y0, y1, mid = (top + bottom) / 2, (right_top + right_bottom) / 2, (x0 + x1) / 2
    upper, lower = [], []
    steps = 1 if abs(y0 - y1) < 0.5 else _CURVE_STEPS
    for n in range(steps + 1):
        t = n / steps
        a, b, c, d = (1 - t) ** 3, 3 * (1 - t) ** 2 * t, 3 * (1 - t) * t * t, t**3
        x, y = a * x0 + (b + c) * mid + d * x1, (a + b) * y0 + (c + d) * y1
        dx, dy = (mid - x0) * ((1 - t) ** 2 + t * t), 2 * (1 - t) * t * (y1 - y0)
        half = ((1 - t) * (bottom - top) + t * (right_bottom - right_top)) / 2
        length = (dx * dx + dy * dy) ** 0.5 or 1.0
        upper.append((x + dy / length * half, y - dx / length * half))
        lower.append((x - dy / length * half, y + dx / length * half))
    return [*upper, *reversed(lower)]


def _dashes(a: Point, b: Point, on: float, off: float) -> list[tuple[Point, Point]]:
    length = ((b[0] - a[0]) ** 2 + (b[1] - a[1]) ** 2) ** 0.5
    found, at = [], 0.0
    while at < length:
        ends = [
            (a[0] + (b[0] - a[0]) * s / length, a[1] + (b[1] - a[1]) * s / length) for s in (at, min(at + on, length))
        ]
        found.append((ends[0], ends[1]))
        at += on + off
    return found


@cache
def _font(bold: bool, size: int) -> FreeTypeFont:
    """The first Japanese font that is there; Pillow's own, which has no kanji, where none is."""
    from PIL import ImageFont

    for name in _FILES[bold]:
        try:
            return ImageFont.truetype(name, size)
        except OSError:
            continue
    return ImageFont.load_default(size)  # type: ignore[return-value]
