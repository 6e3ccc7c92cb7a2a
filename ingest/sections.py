"""The document as a tree of sections: each heading with the blocks, tables and sections under it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from corpus.pages import Block, BlockKind, Evidence, Table, union
from corpus.text import squeeze

_FURNITURE = frozenset({BlockKind.TOC, BlockKind.RUNNING_HEAD, BlockKind.PAGE_NUMBER})


@dataclass(slots=True)
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
    for block in blocks:
        if block.kind in _FURNITURE:
            continue
        above = _nearest(latest, block.path)
        if block.kind is BlockKind.HEADING:
            section = Section(block, above)
            above.children.append(section)
            name = f"{block.number} {block.text}" if block.number else block.text
            latest[(*block.path, name)] = section
            homes.append((block, section))
        else:
            above.blocks.append(block)
            homes.append((block, above))
    for table in tables:
        _home(table, homes, root).tables.append(table)
    return root


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
