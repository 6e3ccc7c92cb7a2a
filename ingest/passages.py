"""Blocks and tables → passages: the units of search, whole sentences or whole table rows under one heading path."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from corpus.pages import Block, BlockKind, Cell, Evidence, Passage, Table
from corpus.text import squeeze

_SMALL = 200
_LARGE = 500
_SENTENCE = re.compile(r"[^。！？!?]*(?:[。！？!?]+[」』）)】\]]*|$)")
_WORDS = re.compile(r"[0-9A-Za-zぁ-んァ-ヶ一-龥々]")
_FURNITURE = frozenset({BlockKind.TOC, BlockKind.RUNNING_HEAD, BlockKind.PAGE_NUMBER})


@dataclass(frozen=True, slots=True)
class _Piece:
    """A part of a block or table that is never cut: a sentence run, a list item, a table row."""

    text: str
    evidence: tuple[Evidence, ...]


def make_passages(document_id: str, blocks: Sequence[Block], tables: Sequence[Table]) -> list[Passage]:
    """Passages of one document, numbered `<document id>:p:<ordinal>` in reading order.

    Body text under one path is gathered to about 200 to 500 characters and cut between sentences only; a table gives
    passages of whole rows, each row with the header words of its columns (`指標: …｜現状値: …`); notes and captions
    stand alone with kind `note`. Headings without a text of their own give one of kind `heading`. Tables of contents,
    running heads and page numbers give none. Evidence quotes the page as printed, on every page a passage touches.
    """
    drafts = [*_in_order(blocks, tables)]
    return [
        Passage(f"{document_id}:p:{ordinal}", document_id, kind, path, text, evidence)
        for ordinal, (kind, path, text, evidence) in enumerate(drafts, 1)
    ]


_Draft = tuple[str, tuple[str, ...], str, tuple[Evidence, ...]]


def _in_order(blocks: Sequence[Block], tables: Sequence[Table]) -> Iterator[_Draft]:
    """Passages of the blocks, with those of each table after the last block that begins above it."""
    waiting = sorted((table for table in tables if table.cells), key=_place)
    pending: list[Block] = []
    for i, block in enumerate(blocks):
        if block.kind in _FURNITURE or not _WORDS.search(block.text):
            continue
        while waiting and _before(waiting[0], block):
            yield from _body(pending)
            pending = []
            yield from _table(waiting.pop(0))
        if block.kind is BlockKind.HEADING:
            yield from _body(pending)
            pending = []
            if not _has_body(block, blocks[i + 1 :]):
                yield ("heading", block.path, _name(block), block.evidence)
        elif block.kind in (BlockKind.NOTE, BlockKind.CAPTION):
            yield ("note", block.path, block.text, block.evidence)
        else:
            if pending and pending[-1].path != block.path:
                yield from _body(pending)
                pending = []
            pending.append(block)
    yield from _body(pending)
    for table in waiting:
        yield from _table(table)


def _place(table: Table) -> tuple[int, float]:
    first = min(table.cells, key=lambda c: (c.page, c.box[1]))
    return first.page, first.box[1]


def _before(table: Table, block: Block) -> bool:
    """Whether the table begins above the block."""
    page, top = _place(table)
    return (page, top) < (block.page, block.box[1])


def _name(block: Block) -> str:
    return f"{block.number} {block.text}" if block.number else block.text


def _has_body(heading: Block, following: Sequence[Block]) -> bool:
    """Whether the heading has a text of its own before the next heading."""
    for block in following:
        if block.kind is BlockKind.HEADING:
            return False
        if block.kind in (BlockKind.PARAGRAPH, BlockKind.BULLET):
            return block.path[: len(heading.path) + 1] == (*heading.path, _name(heading))
    return False


def _body(blocks: Sequence[Block]) -> Iterator[_Draft]:
    """Neighbouring blocks under one path gathered to passages, long ones cut between sentences."""
    gathered: list[_Piece] = []
    size = 0
    for block in blocks:
        for piece in _pieces(block):
            if gathered and (size + len(piece.text) > _LARGE or size >= _SMALL):
                yield _draft("body", blocks[0].path, gathered)
                gathered, size = [], 0
            gathered.append(piece)
            size += len(piece.text)
    if gathered:
        yield _draft("body", blocks[0].path, gathered)


def _draft(kind: str, path: tuple[str, ...], pieces: Sequence[_Piece]) -> _Draft:
    return (kind, path, "\n".join(piece.text for piece in pieces), _merged(e for p in pieces for e in p.evidence))


def _merged(evidence: Iterable[Evidence]) -> tuple[Evidence, ...]:
    """Evidence in order, without repeats."""
    return tuple(dict.fromkeys(evidence))


def _pieces(block: Block) -> Iterator[_Piece]:
    """The block as it is, or cut between sentences where it is longer than a passage."""
    lead = f"{block.marker.strip()} " if block.kind is BlockKind.BULLET and block.number else ""
    text = lead + block.text
    if len(text) <= _LARGE:
        yield _Piece(text, block.evidence)
        return
    part = ""
    for sentence in (m[0] for m in _SENTENCE.finditer(text) if m[0]):
        if part and (len(part) + len(sentence) > _LARGE or len(part) >= _SMALL):
            yield _Piece(part, _evidence_of(part, block))
            part = ""
        part += sentence
    if part:
        yield _Piece(part, _evidence_of(part, block))


def _evidence_of(part: str, block: Block) -> tuple[Evidence, ...]:
    """Evidence of a part of a block: the pages with its first or last words, else all."""
    wanted = squeeze(part)
    ends = (wanted[:12], wanted[-12:])
    pages = tuple(e for e in block.evidence if any(end in squeeze(e.quote) for end in ends))
    return pages or block.evidence


def _table(table: Table) -> Iterator[_Draft]:
    """Rows of the table gathered to passages; every row says what its columns are."""
    header = _header_names(table)
    start = table.header_rows if table.header_rows < table.n_rows else 0
    gathered: list[_Piece] = []
    size = 0
    path = (*table.path, table.caption) if table.caption and table.caption not in table.path else table.path
    for row in range(start, table.n_rows):
        piece = _row(table, row, header if start else [])
        if piece is None:
            continue
        if gathered and size + len(piece.text) > _LARGE:
            yield _draft("table", path, gathered)
            gathered, size = [], 0
        gathered.append(piece)
        size += len(piece.text)
    if gathered:
        yield _draft("table", path, gathered)


def _header_names(table: Table) -> list[str]:
    """For each column the words of its header cells, from the top."""
    grid = table.grid()
    names = []
    for col in range(table.n_cols):
        words: list[str] = []
        for row in range(min(table.header_rows, table.n_rows)):
            cell = grid[row][col]
            text = _flat(cell.text) if cell is not None else ""
            if text and text not in words:
                words.append(text)
        names.append(" ".join(words))
    return names


def _row(table: Table, row: int, header: Sequence[str]) -> _Piece | None:
    """One row as text: `header: cell` for each column; cells that span rows are said in each of them."""
    parts: list[str] = []
    evidence: list[Evidence] = []
    seen: set[int] = set()
    for col, cell in enumerate(table.grid()[row]):
        if cell is None or id(cell) in seen:
            continue
        seen.add(id(cell))
        text = _flat(cell.text)
        if not text:
            continue
        name = header[col] if col < len(header) else ""
        parts.append(f"{name}: {text}" if name and name != text else text)
        evidence.extend(_cell_evidence(cell))
    return _Piece("｜".join(parts), tuple(evidence)) if parts else None


def _flat(text: str) -> str:
    return " ".join(text.split("\n")).strip()


def _cell_evidence(cell: Cell) -> tuple[Evidence, ...]:
    if cell.evidence:
        return cell.evidence
    return (Evidence(cell.page, (cell.box,), cell.text),)
