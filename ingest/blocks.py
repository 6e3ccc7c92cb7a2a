"""Pages → blocks: headings, paragraphs, list items, notes and captions in reading order; page furniture apart."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from corpus.collection import uncollected
from corpus.pages import Block, BlockKind, Box, Evidence, Line, Page, Table, union
from corpus.text import squeeze
from ingest.furniture import CONTENTS, contents_pages, furniture, is_contents_line
from ingest.headings import Heading, Outline, outline
from ingest.labels import labelled
from ingest.looks import Body, alone_in_box, body_of, level_rules, look_of
from ingest.markers import marker_of, unified
from ingest.paragraphs import NOTE_LEAD, Group, group_column, in_table
from ingest.printed import join_lines, mended, plain_text
from ingest.reading_order import TablePart, read_in_order
from ingest.slides import is_slide
from ingest.text_area import right_bounds

_LEAD = r"[■◆●▼□◇]?[\s　]*[<＜【\[［(（〔]?"
_CAPTION = re.compile(
    rf"{_LEAD}(?:第[\s　]*)?(?:図表?|表|グラフ|写真|資料図表)[\s　]*[0-9０-９Ⅰ-Ⅻ一二三四五六七八九①-⑳]"
    rf"|{_LEAD}第?[\s　]*[0-9０-９Ⅰ-Ⅻ]+(?:[-‐－―.．][0-9０-９]+)*[\s　]*(?:図表?|表)(?=[\s　/／:：.．、)）】」｜|]|$)"
    r"|(?:Fig(?:ure)?|Table)\.?[\s　]*[0-9]"
)
_TAIL = re.compile(
    r"[\s　・…‥･·.．。_＿―─-]*[\s　（(pPＰ.頁-]*[0-9０-９]{1,4}[）)頁ページ-]*[\s　]*$|[・…‥･·.．]{2,}[\s　]*$"
)
_FOOTNOTE = re.compile(r"[\s　]*[0-9０-９*＊※†]{1,3}[\s　)）]*[^0-9０-９\s,.，．%％年月].{5,}")
_OPEN_SENTENCE = re.compile(r"[。．！？!?」』】）)：:]$")
_PROSE_LINE = 12
"""Lines of at least so many characters are those of a text: two of them may run on in another column."""

_BODY = frozenset({BlockKind.PARAGRAPH, BlockKind.BULLET})


@dataclass(frozen=True, slots=True)
class Layout:
    """Blocks of a document in reading order, and its tables with the path of headings above each."""

    blocks: tuple[Block, ...]
    tables: tuple[Table, ...]


@dataclass(frozen=True, slots=True)
class _Sheet:
    """One page taken apart: the groups of its body, and the blocks of its furniture before and after them."""

    head: tuple[Block, ...]
    groups: tuple[Group, ...]
    foot: tuple[Block, ...]


def find_blocks(pages: Sequence[Page], tables: Sequence[Table] = ()) -> list[Block]:
    """Blocks of the whole document in reading order; text that stands in `tables` is left to them.

    Every line outside tables is in exactly one block. Headings carry level, number and marker; every block carries the
    path of the headings above it. Quotes are the printed words of a block's lines, one box per line (PDF points, origin
    at the top left), one evidence entry per page (1-based).
    """
    return list(lay_out(pages, tables).blocks)


@uncollected()
def lay_out(pages: Sequence[Page], tables: Sequence[Table] = ()) -> Layout:
    """Blocks as `find_blocks` gives them, and the same tables with `path` filled from the headings above them."""
    parts = _table_parts(tables)
    outside = {
        page.number: {i: line for i, line in enumerate(page.lines) if not in_table(line, parts.get(page.number, ()))}
        for page in pages
    }
    body = body_of(line for lines in outside.values() for line in lines.values() if line.size >= 5)
    edges = furniture(pages, body.size)
    listings = contents_pages(pages)
    bounds = right_bounds(pages)
    sheets = [
        _sheet(
            page,
            outside[page.number],
            parts.get(page.number, ()),
            edges[page.number],
            page.number in listings,
            bounds[page.number],
        )
        for page in pages
    ]
    groups = [group for sheet in sheets for group in sheet.groups]
    by_number = {page.number: page for page in pages}
    kinds = _kinds(groups, body, by_number)
    found = _outline(groups, by_number, body, parts, kinds, sheets)
    chains = _continued(groups, kinds, found)
    blocks: list[Block] = []
    paths: dict[int, tuple[str, ...]] = {}
    start = 0
    for sheet in sheets:
        blocks += sheet.head
        for i in range(start, start + len(sheet.groups)):
            table = groups[i].table
            if table is not None:
                paths.setdefault(table, found.paths[i])
            elif i in chains:
                blocks.append(_block([groups[k] for k in chains[i]], kinds[i], found.headings.get(i), found.paths[i]))
        start += len(sheet.groups)
        blocks += sheet.foot
    return Layout(tuple(blocks), tuple(replace(t, path=paths.get(n, t.path)) for n, t in enumerate(tables)))


def _table_parts(tables: Sequence[Table]) -> dict[int, tuple[TablePart, ...]]:
    """Where the tables stand on each page."""
    parts: dict[int, list[TablePart]] = {}
    for index, table in enumerate(tables):
        boxes: dict[int, list[Box]] = {}
        for evidence in table.boxes:
            boxes.setdefault(evidence.page, []).extend(evidence.boxes)
        for cell in table.cells if not boxes else ():
            boxes.setdefault(cell.page, []).append(cell.box)
        for page, found in boxes.items():
            parts.setdefault(page, []).append(TablePart(index, union(found)))
    return {page: tuple(found) for page, found in parts.items()}


def _sheet(
    page: Page,
    lines: Mapping[int, Line],
    tables: Sequence[TablePart],
    edges: Mapping[int, BlockKind],
    listing: bool,
    bound: float,
) -> _Sheet:
    """`lines` are those outside `tables`, by their index, as are `edges`: the running heads and page numbers."""
    head: list[Block] = []
    foot: list[Block] = []
    toc: list[Line] = []
    rest: list[Line] = []
    entries = 0.0
    if listing:
        titles = [line.box[3] for line in page.lines if CONTENTS.fullmatch(unified(line.text.strip()))]
        entries = min(titles, default=0.0)
    for i, line in lines.items():
        if not squeeze(line.text):
            continue
        if i in edges:
            side = head if line.box[3] < page.height / 2 else foot
            side.append(_line_block(page, (line,), edges[i]))
        elif (listing and line.box[1] >= entries) or is_contents_line(line.text):
            toc.append(line)
        else:
            rest.append(line)
    if listing:
        first = min((line.box[1] for line in rest), default=0.0)
        head += [_line_block(page, row, BlockKind.TOC) for row in _table_rows(toc) if row[0].box[1] < first]
        foot = [
            *(_line_block(page, row, BlockKind.TOC) for row in _table_rows(toc) if row[0].box[1] >= first),
            *foot,
        ]
    else:
        foot = [*(_line_block(page, row, BlockKind.TOC) for row in _table_rows(toc)), *foot]
    columns = read_in_order(page, mended(rest), tables)
    groups = labelled([group for column in columns for group in group_column(page, column, bound)])
    return _Sheet(tuple(head), tuple(groups), tuple(foot))


def _table_rows(lines: Sequence[Line]) -> list[tuple[Line, ...]]:
    """Entries of a table of contents: what stands on one height, from the left."""
    rows: list[list[Line]] = []
    for line in sorted(lines, key=lambda t: (t.box[1] + t.box[3], t.box[0])):
        middle = (line.box[1] + line.box[3]) / 2
        if rows and not line.vertical and abs(middle - (rows[-1][0].box[1] + rows[-1][0].box[3]) / 2) < 0.4 * line.size:
            rows[-1].append(line)
        else:
            rows.append([line])
    return [tuple(sorted(row, key=lambda t: t.box[0])) for row in rows]


def _line_block(page: Page, lines: tuple[Line, ...], kind: BlockKind) -> Block:
    quote = join_lines([line.text for line in lines])
    evidence = (Evidence(page.number, tuple(line.box for line in lines), quote),)
    return Block(kind, plain_text(quote), evidence, size=lines[0].size, bold=lines[0].bold, indent=lines[0].box[0])


def _kinds(groups: Sequence[Group], body: Body, pages: Mapping[int, Page]) -> list[BlockKind]:
    """Kind of each group, headings aside."""
    kinds = []
    for group in groups:
        text = unified(group.printed)
        if group.table is not None:
            kinds.append(BlockKind.PARAGRAPH)
        elif NOTE_LEAD.match(text):
            kinds.append(BlockKind.NOTE)
        elif _CAPTION.match(text) and len(group.lines) <= 3 and not text.endswith("。"):
            kinds.append(BlockKind.CAPTION)
        elif group.marker is not None and not group.marker.bracket:
            kinds.append(BlockKind.BULLET)
        else:
            kinds.append(BlockKind.PARAGRAPH)
    for i in _footnotes(groups, body) | _under_note_rules(groups, body, pages):
        kinds[i] = BlockKind.NOTE
    return kinds


def _footnotes(groups: Sequence[Group], body: Body) -> set[int]:
    """Groups in small type below all body text of their page, the first of them numbered."""
    found: set[int] = set()
    pages: dict[int, list[int]] = {}
    for i, group in enumerate(groups):
        pages.setdefault(group.page, []).append(i)
    for members in pages.values():
        small = {i for i in members if groups[i].lines and groups[i].size <= 0.9 * body.size}
        floor = max((groups[i].box[3] for i in members if i not in small), default=None)
        if floor is None:
            continue
        low = sorted(
            (i for i in members if i in small and groups[i].box[1] >= floor - 1), key=lambda i: groups[i].box[1]
        )
        numbered = [i for i in low if _FOOTNOTE.match(groups[i].printed)]
        if numbered:
            top = groups[numbered[0]].box[1]
            last = top
            for i in low:
                if groups[i].box[1] < top - 1 or groups[i].column.containers:
                    continue
                if i in numbered or groups[i].box[1] - last < 3 * groups[i].size:
                    found.add(i)
                    last = groups[i].box[3]
    return found


def _under_note_rules(groups: Sequence[Group], body: Body, pages: Mapping[int, Page]) -> set[int]:
    """Groups below the short rule that parts footnotes from the text, where all that stands there is in small type."""
    found: set[int] = set()
    members: dict[int, list[int]] = {}
    for i, group in enumerate(groups):
        if group.lines and not group.lines[0].vertical:
            members.setdefault(group.page, []).append(i)
    for number, inside in members.items():
        page = pages[number]
        if is_slide(page):
            continue
        left = min(groups[i].box[0] for i in inside)
        for rule in page.rulings:
            wide = rule.x1 - rule.x0
            if rule.top != rule.bottom or rule.top < 0.5 * page.height or not 0.12 < wide / page.width < 0.55:
                continue
            below = [i for i in inside if groups[i].box[1] >= rule.top - 1]
            if (
                below
                and rule.x0 <= left + 2 * body.size
                and all(groups[i].size <= 0.93 * body.size for i in below)
                and any(_FOOTNOTE.match(groups[i].printed) and not groups[i].column.containers for i in below)
                and min(groups[i].box[1] for i in below) - rule.top < 2 * body.size
            ):
                found.update(below)
    return found


def _outline(
    groups: Sequence[Group],
    pages: Mapping[int, Page],
    body: Body,
    parts: Mapping[int, tuple[TablePart, ...]],
    kinds: Sequence[BlockKind],
    sheets: Sequence[_Sheet],
) -> Outline:
    counts = alone_in_box(groups)
    rules = {number: level_rules(page) for number, page in pages.items()}
    looks = [
        None
        if group.table is not None
        else look_of(
            group,
            pages[group.page],
            body,
            [part.box for part in parts.get(group.page, ())],
            rules[group.page],
            bool(group.column.containers) and counts[(group.page, group.column.containers)] == 1,
        )
        for group in groups
    ]
    excluded = frozenset(i for i, kind in enumerate(kinds) if kind in (BlockKind.NOTE, BlockKind.CAPTION))
    return outline(groups, looks, pages, body, _entries(sheets), excluded)


def _entries(sheets: Sequence[_Sheet]) -> frozenset[str]:
    """Squeezed texts of the entries of the table of contents, without number, leaders and page.

    A numbered entry without a page number may go on in the next line.
    """
    entries: set[str] = set()
    for sheet in sheets:
        above = ""
        for block in (*sheet.head, *sheet.foot):
            if block.kind is not BlockKind.TOC:
                continue
            whole = block.evidence[0].quote
            printed = _TAIL.sub("", whole)
            marker = marker_of(printed)
            text = squeeze(printed[marker.length :] if marker is not None and not marker.bracket else printed)
            entries.update(
                entry for entry in (text, above + text if above and marker is None else "") if len(entry) >= 4
            )
            above = text if printed == whole and marker is not None else ""
    return frozenset(entries)


def _continued(groups: Sequence[Group], kinds: Sequence[BlockKind], found: Outline) -> dict[int, list[int]]:
    """First group → groups of one block: text that goes on over a page or column break is one block."""
    chains: dict[int, list[int]] = {}
    last: int | None = None
    for i, group in enumerate(groups):
        if group.table is not None:
            continue
        body = kinds[i] in _BODY and i not in found.headings
        if body and last is not None and kinds[i] is BlockKind.PARAGRAPH:
            head = next(k for k, chain in chains.items() if chain[-1] == last) if last not in chains else last
            if _goes_on(groups[last], group):
                chains[head].append(i)
                last = i
                continue
        chains[i] = [i]
        if body or i in found.headings:
            last = i if body else None
    return chains


def _goes_on(a: Group, b: Group) -> bool:
    """Whether b, the next text of the body, finishes the sentence that a breaks off at the end of a page or column."""
    over_page = b.page == a.page + 1 and len(a.column.containers) == len(b.column.containers)
    over_column = b.page == a.page and a.column.region != b.column.region and len(b.lines) > 1
    over_column = over_column and (len(a.lines) > 2 or _runs_on(a, b))
    if not (over_page or over_column) or not a.full or b.marker is not None:
        return False
    if abs(a.size - b.size) > 0.4 or a.bold != b.bold or _OPEN_SENTENCE.search(a.printed):
        return False
    if b.printed[:1] in "：:":
        return False
    return len(b.lines) == 1 or b.first - b.rest < 0.6 * b.size


def _runs_on(a: Group, b: Group) -> bool:
    """Whether two lines of a text run on at the head of the next column, or right below in a wider one."""
    if len(a.lines) != 2 or any(len(line.text) < _PROSE_LINE for line in (*a.lines, b.lines[0])):
        return False
    if a.lines[0].vertical:
        return True
    higher = b.box[1] < a.box[1] - a.size if a.marker else b.box[1] < a.box[1] + 0.5 * a.size
    at_head = higher and b.box[0] > a.box[2] - a.size
    below = -1.0 <= b.box[1] - a.box[3] < a.size and abs(b.first - a.rest) < 0.5 * a.size
    return at_head or (below and a.marker is None)


def _block(groups: Sequence[Group], kind: BlockKind, heading: Heading | None, path: tuple[str, ...]) -> Block:
    first = groups[0]
    evidence: list[Evidence] = []
    for group in groups:
        boxes, quote = tuple(line.box for line in group.lines), group.printed
        if evidence and evidence[-1].page == group.page:
            before = evidence.pop()
            boxes, quote = before.boxes + boxes, join_lines([before.quote, quote])
        evidence.append(Evidence(group.page, boxes, quote))
    container = first.column.containers[-1] if first.column.containers else None
    level, number, marker = None, None, ""
    if heading is not None:
        kind, text = BlockKind.HEADING, heading.text
        level, number, marker = heading.level, heading.number, heading.marker
    else:
        printed = join_lines([group.text for group in groups])
        if kind is BlockKind.BULLET and first.marker is not None:
            text = plain_text(printed[first.marker.length :]) or plain_text(printed)
            number, marker = first.marker.number, first.marker.printed
        else:
            text = plain_text(printed)
    return Block(
        kind, text, tuple(evidence), level, number, marker, path, first.size, first.bold, first.box[0], container
    )
