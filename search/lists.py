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

_HEAD: Final = (
    r"(?:観点|視点|点|柱|分野|取組|施策|対策|項目|区分|種類|段階|要素|原則|方針|目標|機能|場合|方法|課題|タイプ)"
)
_RINGED: Final = re.compile(rf"[①-⑳]\s*([^①-⑳。]{{1,60}}?)(?=[、,]?(?:及び|と)?\s*[①-⑳]|の(?:\d+つの)?{_HEAD}|。|$)")
_QUOTES: Final = re.compile(r"(?:「[^「」]{2,60}」(?:、|,|・|と|及び|や)?){2,}")
_COUNTED: Final = re.compile(
    rf"([^、。「」()]{{2,30}}(?:、[^、。「」()]{{2,30}}){{1,9}})の(\d|[二三四五六七八九])(?:つ|点|項目|種類)の{_HEAD}"
)


_LABEL: Final = re.compile(r"^([一-龥々ァ-ヶーA-Za-z]{2,8})[\s(]*([①-⑳]|\d{1,2})[)\s]*$")
_RINGS: Final = frozenset(chr(code) for code in range(0x2460, 0x2474))
_ITEMS: Final = frozenset({BlockKind.HEADING, BlockKind.BULLET, BlockKind.PARAGRAPH})


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
    yield from _labelled(blocks)
    yield from _headings(blocks)
    yield from _bullets(blocks)
    for block in blocks:
        if block.kind in (BlockKind.PARAGRAPH, BlockKind.BULLET, BlockKind.NOTE):
            yield from _inside(block)


def _inside(block: Block) -> Iterator[Listing]:
    for sentence in re.split(r"(?<=。)", block.text):
        for names in (_ringed(sentence), _quoted(sentence), _counted(sentence)):
            if len(names) > 1:
                entries = tuple(
                    Entry(n, tuple(Evidence(e.page, e.boxes, n, e.ocr) for e in block.evidence)) for n in names
                )
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


def _labelled(blocks: Sequence[Block]) -> Iterator[Listing]:
    """Items with one label and running numbers, on whatever pages: 重点対策① … 重点対策⑧."""
    running: dict[str, list[Block]] = {}
    for block in blocks:
        match = _LABEL.match(block.number or "") if block.kind in _ITEMS else None
        if match is None:
            continue
        label, number = match.group(1), _ordinal(match.group(2))
        series = running.get(label, [])
        if number == len(series) + 1:
            running[label] = [*series, block]
        elif number == 1:
            yield from _series(label, series)
            running[label] = [block]
    for label, series in running.items():
        yield from _series(label, series)


def _series(label: str, blocks: Sequence[Block]) -> Iterator[Listing]:
    if len(blocks) > 1:
        yield Listing(label, blocks[0].path, tuple(Entry(b.text, b.evidence) for b in blocks))


def _ordinal(number: str) -> int:
    return ord(number) - 0x245F if number in _RINGS else int(number)


def _headings(blocks: Sequence[Block]) -> Iterator[Listing]:
    """Numbered headings at one level under one heading."""
    series: dict[tuple[tuple[str, ...], int | None], list[Block]] = {}
    for block in blocks:
        if block.kind is BlockKind.HEADING and block.number and block.path and not _LABEL.match(block.number):
            series.setdefault((block.path, block.level), []).append(block)
    for (path, _), headings in series.items():
        yield from _series(path[-1], headings)


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
