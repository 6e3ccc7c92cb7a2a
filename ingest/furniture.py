"""What is printed on pages but is not their text: running heads, page numbers, tables of contents."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from corpus.pages import BlockKind, Line, Page, contains
from corpus.text import squeeze
from ingest.markers import marker_of, unified
from ingest.spacing import LETTER

_MARGIN = 0.095
"""Share of the page at each edge in which running heads stand (where known layouts put them)."""

_INNER = 0.15
"""Below this share of the page, and above it at the foot, stands no running head."""

_NUMBER = re.compile(r"[-–—‐(\[<p.P頁ページ]*(?P<n>\d{1,4}|[ivxlIVXL]{1,8})(?:[-–—‐)\]>頁]|ページ|/\d{1,4})*")
_COUNTER = re.compile(r"(?<![\d.,])\d+(?![\d.,]*(?:[兆億万千百]*円|%|人|件))")
"""A number by which running heads differ from page to page; amounts differ because they say something."""

_LEADERS = re.compile(
    r"(?:[・…‥･·.．。_＿‐―─\-][\s　]*){4,}(?P<n>[\s　（(p.PＰ頁]*[0-9０-９]{1,4}[）)頁ページ]*)?[\s　]*$|…{2,}"
)
_TWO_LEADERS = re.compile(r"[・…‥･·.．。_＿‐―─\-][\s　]*[・…‥･·.．。_＿‐―─\-]")
"""What every line with leaders holds, and what is quicker to look for."""
_PAGE_AT_END = re.compile(r"[\s　（(]+(?:[pPＰ]\.?|-)?[0-9０-９]{1,4}(?:-|頁|ページ)?[）)]?$")
CONTENTS = re.compile(r"[＜<【\[［（(－―-]*(?:目[\s　]*次|CONTENTS|Contents|もくじ)[＞>】\]］）)－―-]*$")


@dataclass(frozen=True, slots=True)
class _Edge:
    """A line in the margin of a page; `key` is equal for the same running head on another page."""

    page: int
    line: Line
    key: tuple[str, int, int]
    number: int | None


def furniture(pages: Sequence[Page], body_size: float) -> dict[int, dict[int, BlockKind]]:
    """Running heads and page numbers: for each page, index of the line in `Page.lines` → kind."""
    found: dict[int, dict[int, BlockKind]] = {page.number: {} for page in pages}
    edges = [(i, edge) for page in pages for i, edge in _edges(page)]
    repeated = Counter(edge.key for _, edge in edges)
    printed = {edge.line.text for _, edge in edges if repeated[edge.key] > 1 and len(LETTER.findall(edge.key[0])) > 2}
    at_edge = {(edge.page, i) for i, edge in edges}
    inside = Counter(
        line.text
        for page in pages
        for i, line in enumerate(page.lines)
        if line.text in printed
        and (page.number, i) not in at_edge
        and _INNER * page.height < line.box[1] < (1 - _INNER) * page.height
    )
    sequence = _sequences(edge for _, edge in edges)
    needed = 3 if len(pages) > 5 else 2
    by_number = {page.number: page for page in pages}
    for i, edge in edges:
        if edge.number is not None and (
            _lone(edge, len(pages)) or (edge.number - edge.page, *_place(edge)) in sequence
        ):
            found[edge.page][i] = BlockKind.PAGE_NUMBER
        elif repeated[edge.key] >= needed and edge.line.size <= 1.15 * body_size:
            if repeated[edge.key] < 0.6 * len(pages) and _boxed(edge.line, by_number[edge.page]):
                continue
            if inside[edge.line.text] >= repeated[edge.key]:
                continue  # a title of many parts that happens to begin some pages
            found[edge.page][i] = BlockKind.RUNNING_HEAD
    return found


def _edges(page: Page) -> Iterable[tuple[int, _Edge]]:
    """The lines in the margins of a page, with their index."""
    head, foot = _MARGIN * page.height, (1 - _MARGIN) * page.height
    left, right = 0.07 * page.width, 0.93 * page.width
    for i, line in enumerate(page.lines):
        x0, top, x1, bottom = line.box
        if bottom <= head or top >= foot or x1 <= left or x0 >= right:
            text = squeeze(line.text)
            m = _NUMBER.fullmatch(text)
            number = _value(m["n"]) if m else None
            key = (_COUNTER.sub("#", text), round(line.box[1] / 6), round(line.box[0] / 12) if line.vertical else 0)
            if text:
                yield i, _Edge(page.number, line, key, number)


def _value(number: str) -> int:
    """The value of a number in digits or in Roman numerals (xxiv), as front matter has it."""
    if number.isdigit():
        return int(number)
    values = [{"i": 1, "v": 5, "x": 10, "l": 50}[letter] for letter in number.lower()]
    return sum(-a if a < b else a for a, b in zip(values, [*values[1:], 0], strict=True))


def _boxed(line: Line, page: Page) -> bool:
    """Whether the line stands in a small drawn box of its own, as the ministry in charge of a slide does."""
    return any(
        shape.stroke is not None
        and shape.box[2] - shape.box[0] < 0.4 * page.width
        and contains(shape.box, line.box, 2.0)
        for shape in page.shapes
    )


def _place(edge: _Edge) -> tuple[int]:
    return (round(edge.line.box[1] / 10),)


def _sequences(edges: Iterable[_Edge]) -> set[tuple[int, ...]]:
    """(printed number minus page, height on the page) of numbers that count with the pages."""
    seen: dict[tuple[int, ...], set[int]] = defaultdict(set)
    for edge in edges:
        if edge.number is not None:
            seen[(edge.number - edge.page, *_place(edge))].add(edge.page)
    return {key for key, on in seen.items() if len(on) >= 2}


def _lone(edge: _Edge, pages: int) -> bool:
    """A bare number close to its page's own in a file too short for a sequence."""
    return pages <= 2 and edge.number is not None and edge.number < 1000 and len(squeeze(edge.line.text)) <= 6


@lru_cache(maxsize=16384)
def is_contents_line(text: str) -> bool:
    """Whether the line is an entry of a table of contents by its dot leaders."""
    text = unified(text)
    m = _LEADERS.search(text) if _TWO_LEADERS.search(text) else None
    return m is not None and (m["n"] is not None or m.end() == len(text)) and len(text) - (m.end() - m.start()) >= 2


def contents_pages(pages: Sequence[Page]) -> set[int]:
    """Pages that are a table of contents, or a part of one."""
    found: set[int] = set()
    before = False
    for page in pages:
        titled = any(CONTENTS.fullmatch(unified(line.text.strip())) for line in page.lines)
        led = [is_contents_line(line.text) for line in page.lines]
        if not (titled or before or sum(led) >= 4):
            continue
        wordy = [(line, is_led) for line, is_led in zip(page.lines, led, strict=True) if len(squeeze(line.text)) > 1]
        lines = [line for line, _ in wordy]
        leaders = sum(is_led for _, is_led in wordy)
        numbered = leaders + sum(1 for line, is_led in wordy if not is_led and _PAGE_AT_END.search(line.text.strip()))
        bare = sum(1 for line in page.lines if line.box[0] > 0.75 * page.width and squeeze(line.text).isdigit())
        listed = sum(1 for line in lines if marker_of(line.text)) if bare else 0
        entries = max(numbered, min(bare, listed + leaders))
        share = 0.25 if titled else 0.5
        if (titled or before or leaders >= 4) and entries >= 3 and entries >= share * max(1, len(lines) - bare):
            found.add(page.number)
            before = True
        else:
            before = False
    return found
