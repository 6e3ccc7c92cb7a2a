"""Lists that a document prints: enumerations inside a sentence, numbered headings, bullets under a heading.

For the sets that are no policy records (「3つの観点」, 「重点対策」): the head of a list is what is said of it, its
entries are what it counts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from corpus.pages import Block, BlockKind, Evidence
from corpus.text import squeeze

_HEAD: Final = r"(?:観点|視点|点|柱|分野|取組|施策|対策|項目|区分|種類|段階|要素|原則|方針|目標|機能|場合|方法|課題|タイプ)"
_RINGED: Final = re.compile(rf"[①-⑳]\s*([^①-⑳。]{{1,60}}?)(?=[、,]?(?:及び|と)?\s*[①-⑳]|の(?:\d+つの)?{_HEAD}|。|$)")
_QUOTES: Final = re.compile(r"(?:「[^「」]{2,60}」(?:、|,|・|と|及び|や)?){2,}")
_COUNTED: Final = re.compile(
    rf"([^、。「」()]{{2,30}}(?:、[^、。「」()]{{2,30}}){{1,9}})の(\d|[二三四五六七八九])(?:つ|点|項目|種類)の{_HEAD}"
)


@dataclass(frozen=True, slots=True)
class Entry:
    """An item of a list with its place."""

    text: str
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Listing:
    """A printed list: the words around it, the headings above it, its items in order."""

    head: str
    path: tuple[str, ...]
    entries: tuple[Entry, ...]


def find_lists(blocks: Sequence[Block]) -> Iterator[Listing]:
    """The lists of a document in reading order; every list has at least two entries."""
    yield from _heading_series(blocks)
    yield from _bullets(blocks)
    for block in blocks:
        if block.kind in (BlockKind.PARAGRAPH, BlockKind.BULLET, BlockKind.NOTE):
            yield from _inside(block)


def _inside(block: Block) -> Iterator[Listing]:
    for sentence in re.split(r"(?<=。)", block.text):
        for names in (_ringed(sentence), _quoted(sentence), _counted(sentence)):
            if len(names) > 1:
                entries = tuple(Entry(n, tuple(Evidence(e.page, e.boxes, n) for e in block.evidence)) for n in names)
                yield Listing(sentence, block.path, entries)
                break


def _ringed(sentence: str) -> list[str]:
    rings = [m.group(0)[0] for m in _RINGED.finditer(sentence)]
    names = [m.group(1).strip() for m in _RINGED.finditer(sentence)]
    in_order = rings == [chr(ord("①") + i) for i in range(len(rings))]
    return names if in_order else []


def _quoted(sentence: str) -> list[str]:
    """A run of quotes side by side: 「A」「B」「C」を…."""
    run = _QUOTES.search(sentence)
    return re.findall(r"「([^「」]+)」", run.group(0)) if run else []


def _counted(sentence: str) -> list[str]:
    match = _COUNTED.search(sentence)
    if not match:
        return []
    names = [n.strip() for n in match.group(1).split("、")]
    number = match.group(2)
    count = int(number) if number.isdigit() else "〇一二三四五六七八九".index(number)
    return names if len(names) == count else []


def _heading_series(blocks: Sequence[Block]) -> Iterator[Listing]:
    """Headings at one level under one heading: 重点対策① … 重点対策⑧."""
    series: dict[tuple[tuple[str, ...], int | None, str], list[Block]] = {}
    for block in blocks:
        if block.kind is BlockKind.HEADING:
            label = _label(block)
            series.setdefault((block.path, block.level, label), []).append(block)
    for (path, _, label), headings in series.items():
        if len(headings) > 1:
            entries = tuple(Entry(h.text, h.evidence) for h in headings)
            yield Listing(label or (path[-1] if path else ""), path, entries)


def _bullets(blocks: Sequence[Block]) -> Iterator[Listing]:
    """Bullets that follow one another under one heading or introducing sentence."""
    run: list[Block] = []
    lead = ""
    for block in [*blocks, None]:
        if block is not None and block.kind is BlockKind.BULLET and (not run or run[-1].path == block.path):
            run.append(block)
            continue
        if len(run) > 1:
            yield Listing(lead, run[0].path, tuple(Entry(b.text, b.evidence) for b in run))
        run = [block] if block is not None and block.kind is BlockKind.BULLET else []
        lead = block.text if block is not None and block.kind in (BlockKind.PARAGRAPH, BlockKind.HEADING) else lead


def _label(block: Block) -> str:
    """The word before the number (重点対策), or the style of the number."""
    number = block.number or ""
    word = re.sub(r"[\d①-⑳()（）.．\s-]", "", f"{block.marker}{number}")
    return squeeze(word)

