"""Lines of one column joined into paragraphs, list items and titles.

What joins two lines is what a typesetter does: the first reaches the right bound (or would, but for a word that may not
be broken), the second starts where the paragraph's further lines start, in the same size, at the same leading.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from statistics import median

from corpus.pages import Box, Line, Page, contains, union
from corpus.text import normalise
from ingest.markers import GLYPHS, Marker, bracketed_title, marker_of
from ingest.reading_order import Column, Placed, TablePart, turned

_CLOSING = frozenset("、。，．,.)）」』】］〕〉》＞”’ーっゃゅょッャュョァィゥェォ々・：；！？!?:;%％")
_OPENING = frozenset("「『（(【［〔〈《＜")
_OPEN_ENDS = frozenset("、，,（(「『【［〔〈《・")
_SENTENCE_ENDS = frozenset("。．！？!?")
_PARTICLE = re.compile(r"[\s　]*(?:に(?:関|お|よ|向|つ|対|係)|を|の|が|と|や|及|並び|へ|する|した|[（(]再掲[)）])")
_SUBTITLE = re.compile(r"[~～〜―—（(]")
_IN_CHARGE = re.compile(
    r"【[^【】]{0,60}(?:省|庁|府|院|局|部|課|室|官房|委員会|機構|公庫|本部|自治体|都道府県|市町村|村|町|市|関係|中心に|協力)[^【】]{0,40}】"
)
NOTE_LEAD = re.compile(
    r"[※＊*]|[（(]?[注註][）)：:記釈１-９0-9（(\s　]|[（(]?(?:出典|出所|資料|備考|補足|データ|引用)[）)\]］]?[\s　]*[：:）)］\]]"
)


@dataclass(frozen=True, slots=True)
class Group:
    """Lines that belong together on one page. `first` and `rest` are the indents of its first and further lines.

    `full` tells that the last line reaches the right bound, so that the text may go on. A group may also stand for a
    table (then it has no lines and `table` is its place in the list of tables).
    """

    page: int
    lines: tuple[Line, ...]
    column: Column
    marker: Marker | None = None
    first: float = 0.0
    rest: float = 0.0
    full: bool = False
    table: int | None = None
    box: Box = (0.0, 0.0, 0.0, 0.0)

    @property
    def size(self) -> float:
        """Type size of most of its characters."""
        return _common([(line.size, len(line.text)) for line in self.lines])

    @property
    def bold(self) -> bool:
        """Whether most of its characters are bold."""
        return 2 * sum(len(line.text) for line in self.lines if line.bold) > sum(len(line.text) for line in self.lines)

    @property
    def text(self) -> str:
        """The words without the raised numbers of footnotes, lines joined."""
        return join_lines([without_references(line) for line in self.lines])

    @property
    def printed(self) -> str:
        """The printed words, lines joined as a reader joins them."""
        return join_lines([line.text for line in self.lines])


def _common(weighted: Sequence[tuple[float, int]]) -> float:
    totals: dict[float, int] = {}
    for value, weight in weighted:
        totals[value] = totals.get(value, 0) + weight
    return max(totals, key=lambda v: totals[v]) if totals else 0.0


def join_lines(texts: Sequence[str]) -> str:
    """Wrapped lines as one: nothing between Japanese, a space between Latin words, none after a hyphen."""
    out = ""
    for text in texts:
        text = text.strip()
        if out and text and _latin(out[-1]) and _latin(text[0]) and not out.endswith("-"):
            out += " "
        out += text
    return out


def without_references(line: Line) -> str:
    """Text of the line without the small figures, glued to a Japanese word, that point at footnotes."""
    if line.vertical or not line.size:
        return line.text
    small = [
        char.isdecimal() and line.spans[2 * i + 1] - line.spans[2 * i] < 0.4 * line.size
        for i, char in enumerate(line.text)
    ]
    if not any(small):
        return line.text
    kept = []
    for i, char in enumerate(line.text):
        start = i
        while start and (small[start - 1] or line.text[start - 1].isspace()) and small[i]:
            start -= 1
        before = line.text[start - 1] if start else ""
        if not (small[i] and before and (unicodedata.east_asian_width(before) in "WF")):
            kept.append(char)
    return "".join(kept)


def typeface(font: str) -> str:
    """`gothic` or `mincho` when the font's name says so, else nothing."""
    name = unicodedata.normalize("NFKC", font).lower()
    if any(word in name for word in ("goth", "ゴシック", "ｺﾞｼｯｸ", "meiryo", "メイリオ", "sans", "kaku", "midashi", "gbb")):
        return "gothic"
    return "mincho" if any(word in name for word in ("mincho", "明朝", "ryumin", "serif", "ming")) else ""


def plain_text(printed: str) -> str:
    """Normalised text: no spaces inside Japanese, single ones between Latin words and figures."""
    text = " ".join(normalise(printed).split())
    kept = []
    for i, char in enumerate(text):
        if char == " " and not (_latin_or_digit(text[i - 1]) and _latin_or_digit(text[i + 1])):
            continue
        kept.append(char)
    return "".join(kept)


def _latin(char: str) -> bool:
    return char.isascii() and (char.isalpha() or char in "-,.;:'")


def _latin_or_digit(char: str) -> bool:
    return char.isascii() and not char.isspace()


def mended(lines: Sequence[Line]) -> list[Line]:
    """Lines put together that spacing tore apart: brackets set close (…」「…), and a lead before a tab (○   text)."""
    out = _unbroken(lines)
    for lead in [line for line in out if not line.vertical and _bare_lead(line.text)]:
        if not any(line is lead for line in out):
            continue
        reach = lead.box[2] + 3.5 * lead.size
        right = [
            line
            for line in out
            if line is not lead
            and not line.vertical
            and lead.box[2] - 1 <= line.box[0] <= reach
            and abs((line.box[1] + line.box[3]) / 2 - (lead.box[1] + lead.box[3]) / 2) < 0.4 * max(lead.size, line.size)
        ]
        if right:
            text = min(right, key=lambda line: line.box[0])
            out[_position(out, text)] = _together(lead, text)
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
            and (last.text[-1:] in _CLOSING or line.text[:1] in _OPENING)
        ):
            out[-1] = _together(last, line)
        else:
            out.append(line)
    return out


def _together(a: Line, b: Line) -> Line:
    return replace(b, text=a.text + b.text, spans=a.spans + b.spans, box=union([a.box, b.box]))


def _position(lines: Sequence[Line], wanted: Line) -> int:
    return next(i for i, line in enumerate(lines) if line is wanted)


def _bare_lead(text: str) -> bool:
    text = text.strip()
    if len(text) > 5 or not text:
        return False
    if len(text) == 1 and text in GLYPHS:
        return True
    marker = marker_of(text + "文")
    return marker is not None and marker.length == len(text) and (marker.rank is not None or marker.glyph)


def _titles_apart(placed: Sequence[Placed]) -> Iterator[Placed]:
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
    return replace(line, text=line.text[start:end], spans=line.spans[2 * start : 2 * end], box=line.span_box(start, end))


def right_bounds(pages: Sequence[Page]) -> dict[int, float]:
    """Right bound of the text area of each page (PDF points): where its long lines and those of its like end."""
    ends: dict[tuple[int, int], list[float]] = {}
    for page in pages:
        key = (round(page.width), round(page.height))
        ends.setdefault(key, []).extend(
            line.box[2] for line in page.lines if not line.vertical and line.box[2] - line.box[0] > 0.5 * page.width
        )
    bounds = {}
    for page in pages:
        found = sorted(ends[(round(page.width), round(page.height))])
        bounds[page.number] = found[int(0.9 * (len(found) - 1))] if len(found) >= 5 else 0.0
    return bounds


def group_column(page: Page, column: Column, bound: float) -> list[Group]:
    """The column's lines joined into groups, in order. `bound` is the page's right bound (0.0 when unknown)."""
    lines = [p for p in column.lines if isinstance(p, Line)]
    if not lines:
        return [_table(page, column, p) for p in column.lines if isinstance(p, TablePart)]
    limit = _limit(page, column, lines, bound)
    leading = _leading(page, lines)
    groups: list[Group] = []
    current: list[Line] = []

    def close() -> None:
        if current:
            groups.append(_group(page, column, tuple(current), limit))
            current.clear()

    for placed in _titles_apart(column.lines):
        if isinstance(placed, TablePart):
            close()
            groups.append(_table(page, column, placed))
            continue
        if current and not _joins(page, current, placed, limit, leading):
            close()
        current.append(placed)
    close()
    return groups


def _table(page: Page, column: Column, part: TablePart) -> Group:
    return Group(page.number, (), column, table=part.index, box=part.box)


def _group(page: Page, column: Column, lines: tuple[Line, ...], limit: float) -> Group:
    boxes = [_box(page, line) for line in lines]
    return Group(
        page.number,
        lines,
        column,
        marker_of(lines[0].text),
        first=boxes[0][0],
        rest=boxes[-1][0] if len(boxes) > 1 else boxes[0][0],
        full=_full(page, lines[-1], None, limit),
        box=union([line.box for line in lines]),
    )


def _box(page: Page, line: Line) -> Box:
    return turned(line.box, page.width) if line.vertical else line.box


def _limit(page: Page, column: Column, lines: Sequence[Line], bound: float) -> float:
    """Where a full line of the column ends."""
    boxes = [_box(page, line) for line in lines]
    limit = max(b[2] for b in boxes)
    if column.frame is not None:
        padding = max(4.0, min(b[0] for b in boxes) - column.frame[0])
        centred = all(abs((b[0] - column.frame[0]) - (column.frame[2] - b[2])) < 6 for b in boxes)
        if not column.beside or column.frame[2] - limit < 4 * padding:
            limit = max(limit, column.frame[2] - (4.0 if centred else min(padding, 20.0)))
    elif not column.beside:
        limit = max(limit, bound)
    return limit


def _leading(page: Page, lines: Sequence[Line]) -> float:
    """Usual distance from line to line in multiples of the type size."""
    steps = []
    for a, b in zip(lines, lines[1:], strict=False):
        step = _box(page, b)[1] - _box(page, a)[1]
        if a.size and abs(a.size - b.size) < 0.5 and 0.8 * a.size < step < 3 * a.size:
            steps.append(step / a.size)
    return median(sorted(steps)[: max(1, (len(steps) * 3) // 4)]) if steps else 1.6


def _full(page: Page, line: Line, following: Line | None, limit: float) -> bool:
    """Whether the line reaches its bound, or would if the next unbreakable piece had fitted."""
    box = _box(page, line)
    if not line.vertical:
        beside = [i[0] for i in page.images if i[0] >= box[2] - 2 and i[1] < box[3] and i[3] > box[1] and i[0] < limit]
        limit = min([limit, *(x - 4 for x in beside)])
    size = line.size or 10.0
    return box[2] + _first_piece(following, size) > limit - 0.3 * size


def _first_piece(line: Line | None, size: float) -> float:
    """Width of what could not be broken off at the start of the next line."""
    if line is None:
        return 1.2 * size
    text = line.text.strip()
    width = 0.0
    for i, char in enumerate(text[:24]):
        wide = unicodedata.east_asian_width(char) in "WFA"
        if i and not (_joined(text[i - 1], char) or char in _CLOSING or text[i - 1] in "（(「『［【〔"):
            break
        width += size if wide else 0.55 * size
    return width


def _joined(a: str, b: str) -> bool:
    return a.isascii() and b.isascii() and not a.isspace() and not b.isspace()


def _joins(page: Page, current: Sequence[Line], line: Line, limit: float, leading: float) -> bool:
    """Whether `line` goes on with the group `current`."""
    last, first = current[-1], current[0]
    if last.vertical != line.vertical or not line.text.strip():
        return last.vertical == line.vertical
    a, b, start = _box(page, last), _box(page, line), _box(page, first)[0]
    size = last.size or 10.0
    marker = marker_of(first.text)
    step = b[1] - a[1]
    if last.bold and line.bold and _goes_on_title(last, line, step, leading):
        return True
    if abs(line.size - size) > max(0.6, 0.08 * size) and not _tail(marker, last, line, page, limit):
        return False
    if step > max(1.3 * leading, 1.25) * max(size, line.size) or step < 0.3 * size:
        return step >= -1 and abs(step) <= 0.3 * size and 0 <= b[0] - a[2] < 1.5 * size
    if in_charge(line.text) and marker is not None and not marker.bracket:
        return True
    full = _full(page, last, line, limit)
    title = bracketed_title(first.text)
    if title is not None and not title[1] and len(current) == 1 and marker is not None and marker.bracket:
        return False
    if _subtitle(current, line, start, b[0]):
        return True
    if NOTE_LEAD.match(line.text.strip()) and not full:
        return False
    lead = marker_of(line.text)
    if lead is not None and not _wrapped_lead(lead, last, line, full, a[0], b[0], len(current) > 1, start, marker):
        return False
    if NOTE_LEAD.match(line.text.strip()) and (b[0] <= start + 0.3 * size or line.size < size - 0.4):
        return False
    ends = last.text.rstrip()[-1:]
    if last.bold != line.bold and (all(x.bold for x in current) or not full):
        return False
    faces = {typeface(x.font) for x in current}
    if len(faces) == 1 and faces | {typeface(line.font)} == {"gothic", "mincho"}:
        return False
    if lead is None and _centred(a, b, last, line, step):
        return True
    if not full and _breaks_off(last.text) and b[0] - a[0] < 2 * size:
        full = a[2] - a[0] > 0.6 * (limit - start)
    if not full:
        return ends in _OPEN_ENDS and abs(_centre(a) - _centre(b)) < 2 * size and len(last.text) > 6
    return _indent_fits(marker, a, b, start, len(current), size, ends)


def _goes_on_title(last: Line, line: Line, step: float, leading: float) -> bool:
    """Whether a bold line opens with a word that cannot open a title, so that it goes on with the bold line above."""
    close = 0.5 * line.size < step < max(1.3 * leading, 1.25) * max(last.size, line.size)
    return (
        close
        and abs(line.size - last.size) <= 0.2 * last.size
        and last.text.strip()[-1:] not in _SENTENCE_ENDS
        and _PARTICLE.match(line.text) is not None
    )


def _breaks_off(text: str) -> bool:
    """Whether the words stop where no sentence or title can end."""
    return len(text) >= 12 and re.search(r"(?:[をがのには]|[^こ]と|[^まこ]で|及び)[\s　]*$", text) is not None


def _centred(a: Box, b: Box, last: Line, line: Line, step: float) -> bool:
    """Two lines of one title or label set on one axis, of different lengths."""
    size = line.size
    return (
        abs(_centre(a) - _centre(b)) < 0.3 * size
        and abs(a[0] - b[0]) > 0.8 * size
        and step < 1.7 * size
        and len(last.text.strip()) >= 4
        and last.text.strip()[-1:] not in _SENTENCE_ENDS
    )


def _centre(box: Box) -> float:
    return (box[0] + box[2]) / 2


def _tail(marker: Marker | None, last: Line, line: Line, page: Page, limit: float) -> bool:
    """The end of a bracketed addition in smaller type that wraps under its title (…推奨【環境省、協力 / 連携】)."""
    opened = last.text.count("【") > last.text.count("】")
    return marker is not None and opened and "】" in line.text and _full(page, last, line, limit)


def _subtitle(current: Sequence[Line], line: Line, start: float, x0: float) -> bool:
    """A second line of a title: same emphasis, opened by ～ or a bracket, set under the first."""
    last = current[-1]
    text = line.text.strip()
    return (
        len(current) == 1
        and last.bold
        and line.bold
        and last.text.strip()[-1:] not in _SENTENCE_ENDS
        and _SUBTITLE.match(text) is not None
        and (marker := marker_of(text)) is None
        and x0 >= start - 1
    ) and marker is None


def _wrapped_lead(
    lead: Marker, last: Line, line: Line, full: bool, a: float, b: float, several: bool, start: float, own: Marker | None
) -> bool:
    """Whether what looks like a lead is only the start of a wrapped line: （１）に示す, 3. が, ・ between words."""
    if not full or line.bold != last.bold:
        return False
    ends = last.text.rstrip()[-1:]
    if ends in _SENTENCE_ENDS or lead.rank is None:
        return ends not in _SENTENCE_ENDS and lead.glyph and lead.printed in ("・", "-") and several and abs(a - b) < 1.0
    if several and abs(a - b) > 1.0:
        return False
    if not several and own is not None and abs(b - start) < 0.3 * line.size:
        return False
    return ends not in _SENTENCE_ENDS and (own is None or own.style != lead.style)


def _indent_fits(marker: Marker | None, a: Box, b: Box, start: float, count: int, size: float, ends: str) -> bool:
    """Whether the line starts where further lines of the group start."""
    shift = b[0] - a[0]
    if count > 1:
        return abs(shift) <= 0.75 * size
    if marker is not None and not marker.bracket:
        return -2.3 * size <= shift <= 6 * size
    if ends in _SENTENCE_ENDS and shift > 0.5 * size:
        return False
    del start
    return -2.3 * size <= shift <= (0.6 if ends in _SENTENCE_ENDS else 4.0) * size


def in_charge(text: str) -> bool:
    """Whether the text is nothing but the bodies in charge in brackets: 【総務省・国土交通省】."""
    return _IN_CHARGE.fullmatch(text.strip()) is not None


def labelled(groups: Sequence[Group]) -> list[Group]:
    """Groups in which the label of an attachment on a line of its own (別添１, 資料２) is put before its title."""
    out: list[Group] = []
    for group in groups:
        label = out[-1] if out else None
        if label is not None and _is_label(label) and group.page == label.page and group.lines and group.marker is None:
            step = group.box[1] - label.box[3]
            if 0 < step < 4 * group.size and (group.bold or group.size > 1.1 * label.size):
                lead = marker_of(label.printed)
                assert lead is not None
                out[-1] = replace(
                    group, lines=label.lines + group.lines, marker=lead, box=union([label.box, group.box])
                )
                continue
        out.append(group)
    return out


def _is_label(group: Group) -> bool:
    marker = group.marker
    return (
        len(group.lines) == 1
        and marker is not None
        and marker.length == len(group.printed)
        and marker.style.startswith(("別", "付録", "附属", "参考", "資料"))
    )


def in_table(line: Line, tables: Sequence[TablePart]) -> bool:
    """Whether the middle of the line stands in a table."""
    x, y = (line.box[0] + line.box[2]) / 2, (line.box[1] + line.box[3]) / 2
    return any(contains(t.box, (x, y, x, y), slack=0.5) for t in tables)
