"""Printed lines as words: joined over wraps, cleaned of footnote numbers, mended where spacing tore them apart."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from corpus.pages import Line, union
from corpus.text import normalise
from ingest.markers import GLYPHS, bracketed_title, marker_of, unified
from ingest.reading_order import Placed

CLOSING = frozenset("、。，．,.)）」』】］〕〉》＞”’ーっゃゅょッャュョァィゥェォ々・：；！？!?:;%％")

_OPENING = frozenset("「『（(【［〔〈《＜")

_LETTERS = re.compile(r"[ぁ-んァ-ヶ一-龥A-Za-z].*[ぁ-んァ-ヶ一-龥A-Za-z]")

_IDLE_SPACE = re.compile("(?<![!-~]) | (?![!-~])")
"""A space that does not stand between two Latin letters, figures or signs."""

_DIGIT = re.compile(r"\d")

_IN_CHARGE = re.compile(
    r"【[^【】]{0,60}(?:(?:省|庁|府|院|局|部|課|室|官房|委員会|機構|公庫|本部|自治体|都道府県|市町村|村|町|市)"
    r"(?=[】、，,・･/／:：;；(（)）\s]|等|ほか|など|及び|を)|関係(?=[各者課府省機団部自市])|中心に|(?<=[、，,・／/\s])協力)[^【】]{0,40}】"
)
"""Names of bodies end in such words; topics only begin with them (関係人口, 中心市街地)."""


_DAGGERS = frozenset("†‡")

_SOFT_HYPHEN = "\u00ad"
"""Printed only where a word is broken at the end of a line."""


def join_lines(texts: Sequence[str]) -> str:
    """Wrapped lines as one: nothing between Japanese, a space between Latin words, none after a hyphen."""
    out = ""
    for text in texts:
        text = text.strip()
        if out and text and _latin(out[-1]) and _latin(text[0]) and not out.endswith("-"):
            out += " "
        out += text
    return out


def plain_text(printed: str) -> str:
    """Normalised text: no spaces inside Japanese, single ones between Latin words and figures."""
    text = " ".join(normalise(printed).replace(_SOFT_HYPHEN, "").split())
    return _IDLE_SPACE.sub("", text) if " " in text else text


def without_references(line: Line) -> str:
    """Text of the line without footnote marks: small or raised figures after a Japanese word, raised daggers."""
    if line.vertical or not line.size or not (line.raised or _DIGIT.search(line.text)):
        return line.text
    digits = [m.start() for m in _DIGIT.finditer(line.text)]
    small = {i for i in digits if i in line.raised or line.spans[2 * i + 1] - line.spans[2 * i] < 0.4 * line.size}
    dropped = {i for i in line.raised if line.text[i] in _DAGGERS}
    for i in small:
        start = i
        while start and (start - 1 in small or line.text[start - 1].isspace()):
            start -= 1
        if start and unicodedata.east_asian_width(line.text[start - 1]) in "WF":
            dropped.add(i)
    return "".join([char for i, char in enumerate(line.text) if i not in dropped]) if dropped else line.text


@lru_cache(maxsize=1024)
def typeface(font: str) -> str:
    """`gothic` or `mincho` when the font's name says so, else nothing."""
    name = unicodedata.normalize("NFKC", font).lower()
    if any(
        word in name for word in ("goth", "ゴシック", "ｺﾞｼｯｸ", "meiryo", "メイリオ", "sans", "kaku", "midashi", "gbb")
    ):
        return "gothic"
    return "mincho" if any(word in name for word in ("mincho", "明朝", "ryumin", "serif", "ming")) else ""


def in_charge(text: str) -> bool:
    """Whether the text is nothing but the bodies in charge in brackets: 【総務省・国土交通省】."""
    return _IN_CHARGE.fullmatch(unified(text.strip())) is not None


def _latin(char: str) -> bool:
    return char.isascii() and (char.isalpha() or char in "-,.;:'")


def mended(lines: Sequence[Line]) -> list[Line]:
    """Lines put together that spacing tore apart: brackets set close (…」「…), and a lead before a tab (○   text)."""
    out = _unbroken(lines)
    for lead in [line for line in out if not line.vertical and _bare_lead(line.text)]:
        if not any(line is lead for line in out):
            continue
        printed = lead.text.strip()
        number, middle = printed.isdecimal(), (lead.box[1] + lead.box[3]) / 2
        near, reach = lead.box[2] - 1, lead.box[2] + 3.5 * lead.size
        right = [
            line
            for line in out
            if near <= line.box[0] <= reach
            and line is not lead
            and not line.vertical
            and abs((line.box[1] + line.box[3]) / 2 - middle) < 0.4 * max(lead.size, line.size)
            and not (number and lead.size > line.size + 0.2)
            and (printed in GLYPHS or _LETTERS.search(line.text))
        ]
        if right:
            text = min(right, key=lambda line: line.box[0])
            out[_position(out, text)] = _together(_spaced(lead) if number else lead, text)
            del out[_position(out, lead)]
    return out


def _unbroken(lines: Sequence[Line]) -> list[Line]:
    """Lines of one type on one height of which the second begins within the last bracket of the first."""
    out: list[Line] = []
    for line in sorted(lines, key=lambda t: (round(t.box[3]), t.box[0])):
        last = out[-1] if out else None
        if (
            last is not None
            and not (line.vertical or last.vertical)
            and (last.size, last.font, last.colour) == (line.size, line.font, line.colour)
            and abs(last.box[3] - line.box[3]) < 0.2 * line.size
            and -0.8 * line.size < line.box[0] - last.box[2] < 0.1 * line.size
            and (last.text[-1:] in CLOSING or line.text[:1] in _OPENING)
        ):
            out[-1] = _together(last, line)
        else:
            out.append(line)
    return out


def _spaced(line: Line) -> Line:
    """The line with a space after it, so that a figure set apart does not run into the words."""
    return replace(line, text=line.text + " ", spans=line.spans + line.spans[-1:] + line.spans[-1:])


def _together(a: Line, b: Line) -> Line:
    raised = a.raised + tuple(i + len(a.text) for i in b.raised)
    return replace(b, text=a.text + b.text, spans=a.spans + b.spans, box=union([a.box, b.box]), raised=raised)


def _position(lines: Sequence[Line], wanted: Line) -> int:
    return next(i for i, line in enumerate(lines) if line is wanted)


def _bare_lead(text: str) -> bool:
    text = text.strip()
    if len(text) > 5 or not text:
        return False
    if (len(text) == 1 and unified(text) in GLYPHS) or (len(text) <= 3 and text.isdecimal()):
        return True
    marker = marker_of(text + "文")
    return marker is not None and marker.length == len(text) and (marker.rank is not None or marker.glyph)


def titles_apart(placed: Sequence[Placed]) -> Iterator[Placed]:
    """The lines, those in which a note follows a bracketed title (＜…＞ ※再掲) cut in two."""
    for line in placed:
        title = bracketed_title(line.text) if isinstance(line, Line) else None
        if title is None or not isinstance(line, Line) or not title[1].startswith(("※", "＊")) or line.vertical:
            yield line
            continue
        at = line.text.rindex(title[1])
        yield cut(line, 0, len(line.text[:at].rstrip()))
        yield cut(line, at, len(line.text))


def cut(line: Line, start: int, end: int) -> Line:
    """The part text[start:end] of a line."""
    return replace(
        line,
        text=line.text[start:end],
        spans=line.spans[2 * start : 2 * end],
        box=line.span_box(start, end),
        raised=tuple(i - start for i in line.raised if start <= i < end),
    )
