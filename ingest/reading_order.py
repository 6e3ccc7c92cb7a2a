"""The order in which a person reads the lines of a page.

Drawn boxes are containers; what stands in one is read before what follows it. Among the things of one container
(loose lines and child boxes) the order is a recursive XY-cut (Nagy & Seth 1984; Ha, Haralick & Phillips 1995) with two
changes for slide decks: rows that share a column gap are gathered into one band before the cut, so that columns of
boxes are read down and not across, and a band is read across where arrows lead from column to column, where narrow
labels stand beside their text, or from title to title where these stand in the margin of their text. Vertical writing
is turned a quarter so that the same cut reads it from the right.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median
from typing import NamedTuple, TypeAlias

from corpus.pages import Box, Line, Page, contains, union
from ingest.containers import containers, lies_along
from ingest.markers import marker_of
from ingest.text_area import white_gaps

_DOUBLE = 8.0
"""Two boxes whose sides are this close (points) are one, drawn with a double line."""


_HEAD_LINES = 3
"""At most so many lines of one column stand above the first line of the column to its left."""


@dataclass(frozen=True, slots=True)
class TablePart:
    """Where a table stands on the page; `index` is its place in the list of tables."""

    index: int
    box: Box


Placed: TypeAlias = Line | TablePart


@dataclass(frozen=True, slots=True)
class Column:
    """Lines (and tables between them) that run down one column, in reading order.

    `containers` are the drawn boxes around it, outermost first, numbered per page, and `frame` the innermost. `beside`
    tells that something stands to its left or right; `region` is the chain of side-by-side columns it is in. `depth`
    counts the boxes, those drawn with a double line once.
    """

    lines: tuple[Placed, ...]
    containers: tuple[int, ...] = ()
    frame: Box | None = None
    beside: bool = False
    region: tuple[int, ...] = ()
    depth: int = 0


class _Item(NamedTuple):
    """A loose line or a child container, with the box by which it is ordered."""

    box: Box
    line: Placed | None = None
    node: _Node | None = None


@dataclass(slots=True)
class _Node:
    number: int
    box: Box
    lines: list[Placed] = field(default_factory=list)
    children: list[_Node] = field(default_factory=list)


@dataclass(slots=True)
class _Context:
    """What the cut needs to know of the page besides the items."""

    arrows: tuple[Box, ...]
    regions: int = 0


def read_in_order(page: Page, lines: Sequence[Line], tables: Sequence[TablePart] = ()) -> list[Column]:
    """The given lines of the page (those outside tables) as columns in reading order. Every line comes out once."""
    if not lines and not tables:
        return []
    everything: list[Placed] = [*lines, *tables]
    upright = [line for line in lines if not line.vertical]
    if sum(len(line.text) for line in upright) * 2 < sum(len(line.text) for line in lines):
        items = [_Item(turned(placed.box, page.width), line=placed) for placed in everything]
        return _order(items, (), None, (), False, _Context(()))
    root = _tree(page, everything, _outside(containers(page, lines), tables))
    arrows = tuple(s.box for s in page.shapes if not s.rectangular and s.fill is not None)
    return _order(_items(root), (), None, (), False, _Context(arrows))


def turned(box: Box, width: float) -> Box:
    """The box after a quarter turn to the left: what stood rightmost comes first."""
    return (box[1], width - box[2], box[3], width - box[0])


def _tree(page: Page, everything: Sequence[Placed], boxes: Sequence[Box]) -> _Node:
    """Containers nested in one another with what stands in them; the root is the open page."""
    root = _Node(0, (0.0, 0.0, page.width, page.height))
    nodes: list[_Node] = []
    for number, box in enumerate(boxes, 1):
        node = _Node(number, box)
        parent = next((n for n in reversed(nodes) if contains(n.box, box, slack=3.0)), root)
        parent.children.append(node)
        nodes.append(node)
    innermost = nodes[::-1]
    for placed in everything:
        middle = (placed.box[1] + placed.box[3]) / 2
        around = (n for n in innermost if n.box[1] <= middle <= n.box[3] and lies_along(placed.box, n.box))
        home = next(around, root)
        home.lines.append(placed)
    return root


def _outside(boxes: Sequence[Box], tables: Sequence[TablePart]) -> list[Box]:
    """Boxes that are not parts of a table."""
    return [box for box in boxes if not any(contains(table.box, box, slack=3.0) for table in tables)]


def _items(node: _Node) -> list[_Item]:
    items = [_Item(line.box, line=line) for line in node.lines]
    for child in node.children:
        if _holds_lines(child):
            items.append(_Item(child.box, node=child))
    return items


def _holds_lines(node: _Node) -> bool:
    return bool(node.lines) or any(_holds_lines(child) for child in node.children)


def _order(
    items: list[_Item],
    chain: tuple[int, ...],
    frame: Box | None,
    region: tuple[int, ...],
    beside: bool,
    context: _Context,
    depth: int = 0,
) -> list[Column]:
    """Columns of the items of one container (or of one column of it), in reading order."""
    out: list[Column] = []
    loose: list[Placed] = []

    def flush() -> None:
        if loose:
            out.append(Column(tuple(loose), chain, frame, beside, region, depth))
            loose.clear()

    def enter(child: _Node) -> list[Column]:
        double = frame is not None and all(abs(a - b) <= _DOUBLE for a, b in zip(child.box, frame, strict=True))
        inner = depth if double else depth + 1
        return _order(_items(child), (*chain, child.number), child.box, region, beside, context, inner)

    rows = _rows(items)
    i = 0
    while i < len(rows):
        row = rows[i]
        below = _begins_column(rows, i)
        if len(row) == 1 and not below:
            item = row[0]
            if item.line is not None:
                loose.append(item.line)
            elif item.node is not None:
                flush()
                out += enter(item.node)
            i += 1
            continue
        gaps = white_gaps([item.box for item in rows[below or i]])
        if not gaps:
            for item in sorted(row, key=lambda t: (t.box[1], t.box[0])):
                if item.line is not None:
                    loose.append(item.line)
                elif item.node is not None:
                    flush()
                    out += enter(item.node)
            i += 1
            continue
        flush()
        stop, gaps = _band(rows, below or i, gaps)
        band = rows[i:stop]
        if sections := _titled_in_margin(band, gaps):
            groups = sections
        elif _across(band, gaps, context.arrows):
            groups = [group for r in band for group in _split(r, gaps)]
        else:
            groups = _split([item for r in band for item in r], gaps)
        columns = len(band) > 1 or any(item.node is not None for item in row)
        for group in groups:
            context.regions += 1
            inner = (*region, context.regions) if columns else region
            out += _order(group, chain, frame, inner, beside or columns, context, depth)
        i = stop
    flush()
    return out


def _rows(items: list[_Item]) -> list[list[_Item]]:
    """Groups of items whose heights overlap, from the top; a slight overlap of tight lines does not join."""
    rows: list[list[_Item]] = []
    bottom = float("-inf")
    for item in sorted(items, key=lambda t: (t.box[1], t.box[0])):
        height = item.box[3] - item.box[1]
        slack = min(3.0, 0.25 * height)
        if rows and item.box[1] < bottom - slack:
            rows[-1].append(item)
            bottom = max(bottom, item.box[3])
        else:
            rows.append([item])
            bottom = item.box[3]
    return rows


def _begins_column(rows: list[list[_Item]], at: int) -> int:
    """The row of several columns below lone lines that begin one of them, but not the first; 0 where there is none."""
    below = at
    while below < len(rows) and below - at < _HEAD_LINES and len(rows[below]) == 1:
        below += 1
    if below == at or below == len(rows) or len(rows[below]) == 1:
        return 0
    heads = [row[0] for row in rows[at:below]]
    if at and any(_goes_on_under(item, heads[0]) for item in rows[at - 1]):
        return 0
    columns = _split(rows[below], white_gaps([item.box for item in rows[below]]))
    beside = columns[0][-1]
    for column, after in pairwise([*columns[1:], []]):
        end = min((item.box[0] for item in after), default=float("inf"))
        first = min(column, key=lambda item: item.box[1])
        size = heads[-1].box[3] - heads[-1].box[1]
        if (
            all(isinstance(item.line, Line) for item in (*heads, first))
            and all(abs(item.box[0] - first.box[0]) < 2.5 * size for item in heads)
            and all(beside.box[2] < item.box[0] and item.box[2] < end for item in heads)
            and beside.box[3] - beside.box[1] < 1.15 * size
            and all(b.box[1] - a.box[3] < size for a, b in pairwise([*heads, first]))
        ):
            return below
    return 0


def _goes_on_under(above: _Item, item: _Item) -> bool:
    """Whether an item is the next line of the text above it."""
    if not isinstance(above.line, Line) or not isinstance(item.line, Line):
        return False
    alike = abs(above.line.size - item.line.size) < 0.5 and above.line.bold == item.line.bold
    return alike and above.box[2] > item.box[0] and item.box[1] - above.box[3] < 0.8 * item.line.size


def _band(
    rows: list[list[_Item]], start: int, gaps: list[tuple[float, float]]
) -> tuple[int, list[tuple[float, float]]]:
    """How far down the column gaps of row `start` go on, and the gaps that all rows of the band share."""
    stop = start + 1
    while stop < len(rows):
        row = rows[stop]
        left = _narrowed(gaps, row)
        if not left or _heads_next(rows, stop, gaps):
            break
        if len(left) < len(gaps) and len(row) == 1:
            break
        stop, gaps = stop + 1, left
    last = max((k for k in range(start, stop) if len(_split(rows[k], gaps)) > 1), default=start)
    end = last + 1
    while end < stop and _continues(rows, last, end):
        end += 1
    return end, gaps


def _narrowed(gaps: list[tuple[float, float]], row: list[_Item]) -> list[tuple[float, float]]:
    """What remains of the gaps when the row is laid over them: of each the widest piece still white."""
    left = []
    for start, end in gaps:
        pieces = [(start, end)]
        for item in row:
            x0, x1 = item.box[0], item.box[2]
            pieces = [
                piece for a, b in pieces for piece in ((a, min(b, x0)), (max(a, x1), b)) if piece[1] - piece[0] > 1.0
            ]
        if pieces:
            left.append(max(pieces, key=lambda p: p[1] - p[0]))
    return left


def _heads_next(rows: list[list[_Item]], at: int, gaps: list[tuple[float, float]]) -> bool:
    """A lone line over a row of boxes, or a larger one over columns of text, heads all of them, not its own column."""
    if len(rows[at]) != 1 or at + 1 >= len(rows):
        return False
    line = rows[at][0].line
    if not isinstance(line, Line):
        return False
    before = [item.line for item in rows[at - 1] if isinstance(item.line, Line)] if at else []
    for above in before:
        alike = abs(above.size - line.size) < 0.5 and above.bold == line.bold
        if (
            alike
            and above.box[0] < line.box[2]
            and above.box[2] > line.box[0]
            and line.box[1] - above.box[3] < above.size
        ):
            return False
    below = _split(rows[at + 1], gaps)
    sizes = [item.line.size for item in rows[at + 1] if isinstance(item.line, Line)]
    apart = at == 0 or line.box[1] - max(item.box[3] for item in rows[at - 1]) > 0.8 * line.size
    if len(below) > 1 and sizes and line.size > 1.1 * max(sizes) and apart:
        return True
    boxes = [item for item in rows[at + 1] if item.node is not None]
    return len(below) > 1 and len(boxes) > 1


def _continues(rows: list[list[_Item]], last: int, at: int) -> bool:
    """Whether row `at`, which fills one column only, goes on in that column under the last row of several columns."""
    box = union([item.box for item in rows[at]])
    above = [item.box for k in range(last, at) for item in rows[k] if item.box[0] < box[2] and item.box[2] > box[0]]
    if not above or _labels(rows[last]):
        return False
    size = min((i.line.size for i in rows[at] if isinstance(i.line, Line)), default=10.0)
    if not all(isinstance(item.line, Line) for item in rows[at]):
        return abs(min(b[0] for b in above) - box[0]) < 6
    sizes = [i.line.size for k in range(last, at) for i in rows[k] if isinstance(i.line, Line) and i.box in above]
    gap = box[1] - max(b[3] for b in above)
    if not sizes:
        return gap < 0.8 * size
    return gap < 1.5 * size and 0.85 * min(sizes) < size <= 1.25 * max(sizes)


def _labels(row: list[_Item]) -> bool:
    """Whether the row is a number in a box of one line (施策１) and the title beside it."""
    if len(row) != 2:
        return False
    box, line = sorted(row, key=lambda item: item.box[0])
    inside = box.node.lines if box.node is not None and not box.node.children else []
    label = inside[0] if len(inside) == 1 else None
    if not isinstance(label, Line) or not isinstance(line.line, Line):
        return False
    lead, size = marker_of(f"{label.text}　題"), line.line.size
    if lead is None or lead.ordinal is None or lead.length <= len(label.text):
        return False
    return box.box[3] - box.box[1] < 2.5 * size and 0 <= line.box[0] - box.box[2] < 3 * size


def _split(items: Sequence[_Item], gaps: list[tuple[float, float]]) -> list[list[_Item]]:
    """Items by column, from the left; empty columns left out."""
    columns: list[list[_Item]] = [[] for _ in range(len(gaps) + 1)]
    middles = [(a + b) / 2 for a, b in gaps]
    for item in items:
        columns[bisect_left(middles, (item.box[0] + item.box[2]) / 2)].append(item)
    return [column for column in columns if column]


def _across(band: list[list[_Item]], gaps: list[tuple[float, float]], arrows: tuple[Box, ...]) -> bool:
    """Whether the band is read row by row: arrows in its gaps, labels beside texts, or values beside names."""
    rows = [_split(row, gaps) for row in band]
    if len(rows) < 2:
        return False
    top, bottom = min(i.box[1] for i in band[0]), max(i.box[3] for i in band[-1])
    led = [
        a for a in arrows if any(g[0] - 3 <= a[0] and a[2] <= g[1] + 3 for g in gaps) and top <= a[1] and a[3] <= bottom
    ]
    if len(led) >= 2:
        return True
    several = [row for row in rows if len(row) > 1]
    if len(several) < 0.7 * len(rows):
        return False
    columns = _split([item for row in band for item in row], gaps)
    widths = [max(i.box[2] for i in c) - min(i.box[0] for i in c) for c in columns]
    single = all(len(column) == 1 for row in several for column in row)
    return single and len(columns) == 2 and min(widths) < 0.34 * max(widths)


def _titled_in_margin(band: list[list[_Item]], gaps: list[tuple[float, float]]) -> list[list[_Item]]:
    """Titles in a narrow left column and the texts beside them, in turn; nothing where the band is not made so.

    A title begins at the height of its text, which is parted from the text before by more than its lines are, and is
    shorter than it.
    """
    columns = _split([item for row in band for item in row], gaps)
    if len(columns) != 2:
        return []
    margin, texts = (sorted(column, key=lambda item: item.box[1]) for column in columns)
    titles = _stacks(margin)
    whites = [b.box[1] - a.box[3] for a, b in pairwise(texts)]
    if len(titles) < 2 or len(whites) < 3 or _breadth(margin) > 0.5 * _breadth(texts):
        return []
    usual, groups = median(whites), []
    starts = [0]
    for title in titles[1:]:
        head = title[0].box
        at = min(range(1, len(texts)), key=lambda i: abs(texts[i].box[1] - head[1]))
        if abs(texts[at].box[1] - head[1]) > 0.6 * (head[3] - head[1]) or whites[at - 1] < 1.3 * usual:
            return []
        starts.append(at)
    for title, start, stop in zip(titles, starts, [*starts[1:], len(texts)], strict=True):
        if start >= stop or not _is_title(title) or title[-1].box[3] > texts[stop - 1].box[3] + 3.0:
            return []
        groups += [title, texts[start:stop]]
    return groups


def _stacks(items: Sequence[_Item]) -> list[list[_Item]]:
    """Items of one column, sorted from the top, parted where more than a line of white is between them."""
    stacks: list[list[_Item]] = []
    for item in items:
        if stacks and item.box[1] - stacks[-1][-1].box[3] < item.box[3] - item.box[1]:
            stacks[-1].append(item)
        else:
            stacks.append([item])
    return stacks


def _is_title(items: Sequence[_Item]) -> bool:
    """Whether the items are a few bold or numbered lines."""
    lines = [item.line for item in items if isinstance(item.line, Line)]
    if len(lines) < len(items) or len(lines) > 4 or lines[-1].text.rstrip().endswith("。"):
        return False
    return all(line.bold for line in lines) or marker_of(lines[0].text) is not None


def _breadth(items: Sequence[_Item]) -> float:
    return max(item.box[2] for item in items) - min(item.box[0] for item in items)
