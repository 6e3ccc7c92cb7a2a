"""The document as a tree of sections: each heading with the blocks, tables and sections under it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from corpus.pages import Block, BlockKind, Evidence, Table, union
from corpus.text import squeeze
from ingest.goal_labels import BRACKETED, LABELLED, MEASURE_PARTS, WEAK_LABELLED, WORDED

_FURNITURE = frozenset({BlockKind.TOC, BlockKind.RUNNING_HEAD, BlockKind.PAGE_NUMBER})


@dataclass(slots=True, eq=False)
class Section:
    """A heading (None for the words before the first one) and what stands directly under it, in reading order."""

    heading: Block | None
    parent: Section | None = None
    blocks: list[Block] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    children: list[Section] = field(default_factory=list)

    @property
    def title(self) -> str:
        """The heading's words without their lead and without white space; empty for the root."""
        return squeeze(self.heading.text) if self.heading else ""

    def ancestors(self) -> Iterator[Section]:
        """The sections above, innermost first."""
        above = self.parent
        while above is not None:
            yield above
            above = above.parent

    def walk(self) -> Iterator[Section]:
        """This section and all below it, in reading order."""
        yield self
        for child in self.children:
            yield from child.walk()


def find_sections(blocks: Sequence[Block], tables: Sequence[Table]) -> Section:
    """The root of the document. Blocks go where their path says, tables under the last words above them."""
    root = Section(None)
    latest: dict[tuple[str, ...], Section] = {(): root}
    homes: list[tuple[Block, Section]] = []
    body = [*_with_goal_headings([b for b in blocks if b.kind not in _FURNITURE])]
    body = [*_raised(body, _set_off(body, WORDED))]
    body = [*_raised(body, _numbered_set_off(body))]
    for block in _with_measure_headings(body):
        above = _nearest(latest, block.path)
        if block.kind is BlockKind.HEADING:
            section = Section(block, above)
            above.children.append(section)
            latest[(*block.path, _name(block))] = section
            homes.append((block, section))
        else:
            above.blocks.append(block)
            homes.append((block, above))
    for table in tables:
        _home(table, homes, root).tables.append(table)
    return root


def _name(heading: Block) -> str:
    """As the heading stands in paths."""
    return f"{heading.number} {heading.text}" if heading.number else heading.text


def _with_goal_headings(blocks: Sequence[Block]) -> Iterator[Block]:
    """The blocks with every 【基本目標1】 line as a heading over what follows, its second line joined to it.

    So is a line 基本目標1… in larger or bold type, unless it stands in a list of all goals.
    """
    set_off = _set_off(blocks, LABELLED) or _set_off(blocks, WEAK_LABELLED)
    old: tuple[str, ...] = ()
    new: tuple[str, ...] = ()
    skip = False
    for i, block in enumerate(blocks):
        if skip:
            skip = False
            continue
        if (
            (i in set_off or BRACKETED.match(squeeze(printed(block))))
            and len(block.text) <= 80
            and not block.text.endswith("。")
        ):
            following = blocks[i + 1] if i + 1 < len(blocks) else None
            if following is not None and _second_line(block, following):
                block = replace(block, text=block.text + following.text, evidence=block.evidence + following.evidence)
                skip = True
            at = next((k for k, name in enumerate(block.path) if BRACKETED.match(squeeze(name))), len(block.path))
            was_heading = block.kind is BlockKind.HEADING
            old = block.path[:at] + ((_name(blocks[i]),) if was_heading else block.path[at : at + 1])
            block = replace(block, kind=BlockKind.HEADING, path=block.path[:at], number=None)
            new = (*block.path, block.text)
        elif new and block.path[: len(old)] == old:
            block = replace(block, path=new + block.path[len(old) :])
        yield block


def _set_off(blocks: Sequence[Block], lead: re.Pattern[str]) -> set[int]:
    """Indices of lines 基本目標1… that are no headings yet but stand out from the words around them."""
    sizes = sorted(b.size for b in blocks if b.kind is BlockKind.PARAGRAPH and len(b.text) > 15)
    body = sizes[len(sizes) // 2] if sizes else 0.0
    led = {i for i, b in enumerate(blocks) if lead.match(squeeze(printed(b)))}
    return {
        i
        for i in led
        if blocks[i].kind is not BlockKind.HEADING
        and (blocks[i].container is None or blocks[i].size > 1.3 * body)
        and (blocks[i].bold or blocks[i].size > 1.15 * body)
        and not any(k in led and _closely_set(blocks[min(i, k)], blocks[max(i, k)]) for k in (i - 1, i + 1))
    }


def _closely_set(above: Block, below: Block) -> bool:
    """Whether two lines follow each other as in a list."""
    return above.page == below.page and below.box[1] - above.box[3] < 1.5 * above.size


def _numbered_set_off(blocks: Sequence[Block]) -> set[int]:
    """Indices of numbered lines in bold that are followed by words in plain type, or by a table alone."""
    found: set[int] = set()
    for i, block in enumerate(blocks):
        if block.kind is not BlockKind.BULLET or not block.number or not block.bold or block.container is not None:
            continue
        after = blocks[i + 1] if i + 1 < len(blocks) else None
        if after is None or after.path != block.path or (after.kind is BlockKind.PARAGRAPH and not after.bold):
            found.add(i)
    return found


def _raised(blocks: Sequence[Block], chosen: set[int]) -> Iterator[Block]:
    """The blocks with the chosen lines as headings of what follows each."""
    old: tuple[str, ...] = ()
    new: tuple[str, ...] = ()
    for i, block in enumerate(blocks):
        if i in chosen and len(block.text) <= 80 and not block.text.endswith("。"):
            block = replace(block, kind=BlockKind.HEADING)
            old, new = block.path, (*block.path, _name(block))
        elif new and (block.path[: len(old)] != old or (block.kind is BlockKind.HEADING and block.path == old)):
            new = ()
        elif new:
            block = replace(block, path=new + block.path[len(old) :])
        yield block


def _with_measure_headings(blocks: Sequence[Block]) -> Iterator[Block]:
    """The blocks with a lone ① right under 具体的な施策 as the heading of what follows it, up to the next number."""
    old: tuple[str, ...] = ()
    name = ""
    for i, block in enumerate(blocks):
        following = blocks[i + 1] if i + 1 < len(blocks) else None
        if _is_lone_number(blocks[i - 1] if i else None, block, following):
            old, name = block.path, f"{block.number} {block.text}"
            yield replace(block, kind=BlockKind.HEADING)
            continue
        if name and (block.path[: len(old)] != old or (block.path == old and block.number)):
            name = ""
        yield replace(block, path=(*old, name, *block.path[len(old) :])) if name else block


def _is_lone_number(before: Block | None, block: Block, following: Block | None) -> bool:
    """Whether a numbered line under 具体的な施策 stands alone, with words of its own beneath it."""
    if block.kind is not BlockKind.BULLET or not block.number or not block.path or len(block.text) > 40:
        return False
    if any(b is not None and b.kind is BlockKind.BULLET and b.path == block.path for b in (before, following)):
        return False
    if following is None or following.path[: len(block.path)] != block.path or block.text.endswith("。"):
        return False
    return MEASURE_PARTS.match(squeeze(block.path[-1].split(" ", 1)[-1])) is not None


def _second_line(block: Block, following: Block) -> bool:
    """Whether a goal's name runs on in the next line, set under the name and in the same type."""
    if following.page != block.page or following.marker or abs(following.size - block.size) > 0.5:
        return False
    a, b = block.evidence[-1].boxes[-1], following.box
    close = 0 <= b[1] - a[3] < 1.2 * block.size
    return close and b[0] > a[0] + block.size and len(following.text) <= 40 and not following.text.endswith("。")


def _nearest(latest: dict[tuple[str, ...], Section], path: tuple[str, ...]) -> Section:
    """The latest section of that path, or of the longest part of it that is known."""
    while path not in latest:
        path = path[:-1]
    return latest[path]


def _home(table: Table, homes: Sequence[tuple[Block, Section]], root: Section) -> Section:
    """The section of the block that stands closest above the table, else of the last block before its page."""
    place = table.boxes[0] if table.boxes else None
    page = place.page if place else table.pages[0]
    x0, top, x1, _ = union(place.boxes) if place else (0.0, 0.0, 1e9, 0.0)
    above: tuple[float, Section] | None = None
    before: Section | None = None
    for block, section in homes:
        last = block.evidence[-1]
        if last.page == page:
            box = union(last.boxes)
            if box[3] <= top + 4 and box[0] < x1 and x0 < box[2] and (above is None or box[3] >= above[0]):
                above = (box[3], section)
        if last.page < page:
            before = section
    if above is not None:
        return above[1]
    return before or root


def printed(block: Block) -> str:
    """The words of a block as printed, lead included, over page breaks."""
    return "".join(evidence.quote for evidence in block.evidence)


def joined(first: tuple[Evidence, ...], second: tuple[Evidence, ...]) -> tuple[Evidence, ...]:
    """Evidence from two places, each once."""
    return first + tuple(e for e in second if e not in first)
