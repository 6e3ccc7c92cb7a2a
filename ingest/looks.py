"""How a group of lines is set off from the body text: size, weight, font, colour, a rule beneath, a bar behind."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from operator import itemgetter
from typing import TypeVar

from corpus.pages import Box, Colour, Line, Page
from ingest.containers import same
from ingest.paragraphs import Group
from ingest.printed import typeface

_TOP = itemgetter(1)
_Value = TypeVar("_Value", Colour | None, str)


@dataclass(frozen=True, slots=True)
class Body:
    """The body text of a document: what most of its characters look like."""

    size: float
    font: str
    bold: bool
    colour: Colour | None


@dataclass(frozen=True, slots=True)
class Look:
    """A group against the body. `weight` orders looks of one size: bold, ruled and filled count.

    `x0` is the indent (PDF points), None where the group is centred on the page; `depth` counts the
    boxes around it.
    """

    size: float
    bold: bool
    bigger: bool
    other_font: bool
    coloured: bool
    ruled: bool
    bar: bool
    x0: float | None
    depth: int = 0

    @property
    def emphasised(self) -> bool:
        """Whether a reader sees at a glance that this is no body text."""
        return self.bold or self.bigger or self.coloured or self.ruled or self.other_font or self.bar

    @property
    def weight(self) -> int:
        """Strength within one type size."""
        return 2 * (self.bold or self.other_font) + self.ruled + self.bar


def body_of(lines: Iterable[Line]) -> Body:
    """Size, font, weight and colour that most characters share."""
    alike: Counter[tuple[float, str, bool, Colour | None]] = Counter()
    for line in lines:
        alike[line.size, line.font, line.bold, line.colour] += len(line.text)
    sizes: Counter[float] = Counter()
    fonts: Counter[str] = Counter()
    bold: Counter[bool] = Counter()
    colours: Counter[Colour | None] = Counter()
    for (size, font, is_bold, colour), weight in alike.items():
        sizes[round(size, 1)] += weight
        fonts[_family(font)] += weight
        bold[is_bold] += weight
        colours[colour] += weight
    if not sizes:
        return Body(10.0, "", False, None)
    return Body(
        sizes.most_common(1)[0][0], fonts.most_common(1)[0][0], bold.most_common(1)[0][0], colours.most_common(1)[0][0]
    )


def level_rules(page: Page) -> list[Box]:
    """Lines drawn level on a page, thin areas included, from the top."""
    thin = [s.box for s in page.shapes if s.box[3] - s.box[1] < 3.5 and s.box[2] - s.box[0] > 10]
    return sorted([*thin, *((r.x0, r.top, r.x1, r.bottom) for r in page.rulings if r.top == r.bottom)], key=_TOP)


def look_of(group: Group, page: Page, body: Body, tables: Sequence[Box], rules: Sequence[Box], alone: bool) -> Look:
    """How the group looks; `rules` are the level ones of its page, `alone`: nothing else stands in its drawn box."""
    colour = _commonest([line.colour for line in group.lines])
    font = _commonest([_family(line.font) for line in group.lines])
    return Look(
        size=group.size,
        bold=group.bold and not body.bold,
        bigger=group.size >= 1.1 * body.size,
        other_font=typeface(font) == "gothic" and typeface(body.font) != "gothic",
        coloured=_far(colour, body.colour),
        ruled=_ruled(group, tables, rules),
        bar=alone and group.column.frame is not None and _filled(page, group.column.frame),
        x0=None if _centred(group, page) else group.first,
        depth=group.column.depth,
    )


def _commonest(values: Sequence[_Value]) -> _Value:
    return max(dict.fromkeys(values), key=values.count)


@lru_cache(maxsize=1024)
def _family(font: str) -> str:
    return re.sub(r"[-,+](?:bold|regular|medium|light|identity-h|w\d).*$", "", font.lower())


def _centred(group: Group, page: Page) -> bool:
    """Whether every line stands in the middle of the page, well off its sides; behind a sign none does."""
    if group.marker is not None and group.marker.glyph:
        return False
    return group.box[0] > 0.15 * page.width and all(
        abs((line.box[0] + line.box[2]) / 2 - page.width / 2) < 0.02 * page.width for line in group.lines
    )


def _far(a: Colour | None, b: Colour | None) -> bool:
    if a is None or b is None:
        return False
    return sum(abs(p - q) for p, q in zip(a, b, strict=True)) > 0.45


def _ruled(group: Group, tables: Sequence[Box], rules: Sequence[Box]) -> bool:
    """Whether a line drawn under the last line runs along (nearly) all of it; box and table borders do not count."""
    box = group.lines[-1].box
    if group.lines[-1].vertical:
        return False
    frames = [*tables, *([group.column.frame] if group.column.frame else [])]
    high, low = box[3] - 3, box[3] + 0.75 * group.size
    for x0, top, x1, bottom in rules[bisect_left(rules, high, key=_TOP) : bisect_right(rules, low, key=_TOP)]:
        if any(min(abs(bottom - f[3]), abs(top - f[1])) < 2.5 for f in frames):
            continue
        if min(x1, box[2]) - max(x0, box[0]) >= 0.8 * (box[2] - box[0]):
            return True
    return False


def _filled(page: Page, frame: Box) -> bool:
    return any(
        abs(s.box[0] - frame[0]) < 3 and same(s.box, frame) and s.fill is not None and min(s.fill) < 0.95
        for s in page.shapes
    )


def alone_in_box(groups: Sequence[Group]) -> Mapping[tuple[int, tuple[int, ...]], int]:
    """How many groups stand in each drawn box, by page and chain of boxes (child boxes count for their parents)."""
    counts: Counter[tuple[int, tuple[int, ...]]] = Counter()
    for group in groups:
        chain = group.column.containers
        for depth in range(1, len(chain) + 1):
            counts[(group.page, chain[:depth])] += 1
    return counts


def stronger(a: Look, b: Look, same_place: bool) -> int:
    """1 when `a` is set stronger than `b`, -1 when weaker, 0 when they look alike; bars go by the boxes around them."""
    if a.size > 1.06 * b.size or b.size > 1.06 * a.size:
        return 1 if a.size > b.size else -1
    if a.weight != b.weight:
        return 1 if a.weight > b.weight else -1
    if a.bar and b.bar:
        return (a.depth < b.depth) - (a.depth > b.depth)
    if same_place and abs(shift(a, b)) > 0.6 * a.size:
        return 1 if shift(a, b) < 0 else -1
    return 0


def shift(a: Look, b: Look) -> float:
    """How far `a` stands to the right of `b`; nothing where one is centred."""
    return a.x0 - b.x0 if a.x0 is not None and b.x0 is not None else 0.0
