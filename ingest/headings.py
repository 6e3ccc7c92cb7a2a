"""Which groups of lines are headings, and how they nest.

A heading is told by its lead (`ingest.markers`), by how it is set off from the body (`ingest.looks`), by what follows it
and by its place in a sequence. Levels are not read off a fixed table: a stack of open headings is kept, and each new one
closes those it is a sibling of or stands above — by the same kind of lead, by the order of leads in official documents,
else by type size, weight and indent.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from corpus.pages import Page
from corpus.text import squeeze
from ingest.furniture import CONTENTS
from ingest.looks import Body, Look
from ingest.markers import Marker, bracketed_title
from ingest.paragraphs import Group, in_charge, plain_text

_LONGEST = 90
_LONGEST_PLAIN = 48
_HEADING_GLYPHS = frozenset("◎◉■□◆▼▽★▶►❖")
_IN_BRACKETS = re.compile(r"【[^【】]*】[\s　]*$")
_REFERENCE = re.compile(r"(?<=[^\d\s.,])[\s　]+[0-9０-９]{1,3}$")
_AMOUNT = re.compile(r"予算[案額]|[0-9][億万]円|^(?:令和|平成)\d+年\d+月")
_KNOWN = re.compile(r"(?:はじめに|おわりに|まえがき|あとがき|むすび|序文?|前文|参考資料|用語(?:集|解説))$")


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading found: `level` from 1, `path` the headings above it (outermost first), `name` its own place in paths."""

    level: int
    number: str | None
    marker: str
    text: str
    path: tuple[str, ...]

    @property
    def name(self) -> str:
        """`number text`, as it stands in paths."""
        return f"{self.number} {self.text}" if self.number else self.text


@dataclass(frozen=True, slots=True)
class Outline:
    """Headings by the index of their group, and the path that holds at each group."""

    headings: Mapping[int, Heading]
    paths: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class _Open:
    """A heading that is open: its text, style, look and the part of the page that it rules over."""

    heading: Heading
    style: str
    marker: Marker | None
    look: Look
    page: int
    containers: tuple[int, ...]
    region: tuple[int, ...]
    bounded: bool


def outline(
    groups: Sequence[Group],
    looks: Sequence[Look | None],
    pages: Mapping[int, Page],
    body: Body,
    contents: frozenset[str],
    excluded: frozenset[int],
) -> Outline:
    """Headings of a whole document and the path at each of its groups.

    `looks` is None for tables; `contents` holds the squeezed entries of its table of contents; groups in `excluded`
    (notes, captions) are never headings.
    """
    titles = _slide_titles(groups, looks, pages, body)
    chosen = _choose(groups, looks, pages, body, contents, excluded, titles)
    repeated = _repeated(groups, chosen)
    inside = _nested_styles(groups, chosen)
    stack: list[_Open] = []
    headings: dict[int, Heading] = {}
    paths: list[tuple[str, ...]] = []
    for i, group in enumerate(groups):
        slide = _is_slide(pages[group.page])
        stack = [entry for entry in stack if _rules_over(entry, group)]
        look = looks[i]
        if i not in chosen or look is None:
            paths.append(tuple(e.heading.name for e in stack))
            continue
        if i in titles:
            stack = []
        number, marker, text = heading_text(group)
        contents_title = CONTENTS.fullmatch("".join(text.split())) is not None
        if contents_title:
            stack = []
        style = _style(group, look)
        stack = _close(stack, group, look, style, repeated, inside)
        above = tuple(e.heading.name for e in stack)
        heading = Heading(len(stack) + 1, number, marker, text, above)
        headings[i] = heading
        paths.append(above)
        if not contents_title:
            chain = group.column.containers
            if look.bar or (chain and _only(groups, i)):
                chain = chain[:-1]
            region = () if i in titles else group.column.region
            chain = () if i in titles else chain
            stack.append(_Open(heading, style, group.marker, look, group.page, chain, region, slide))
    return Outline(headings, tuple(paths))


def heading_text(group: Group) -> tuple[str | None, str, str]:
    """Number, printed lead and text of a heading: brackets around it, ministries after it and note numbers are left off."""
    printed, marker = group.text, group.marker
    if marker is not None and marker.bracket:
        title = bracketed_title(printed)
        return None, marker.printed, plain_text(title[0] if title else printed)
    rest = printed.strip()
    number, lead = None, ""
    if marker is not None:
        number, lead = marker.number, marker.printed
        rest = printed[marker.length :].strip()
    if (bodies := _IN_BRACKETS.search(rest)) and bodies.start() and in_charge(bodies[0]):
        rest = rest[: bodies.start()]
    rest = _REFERENCE.sub("", rest)
    title = bracketed_title(rest)
    if title is not None and not title[1] and rest[:1] not in "「｢":
        rest = title[0]
    return number, lead, plain_text(rest) or plain_text(printed)


def _is_slide(page: Page) -> bool:
    return page.width > 1.1 * page.height


def _style(group: Group, look: Look) -> str:
    """Name of the kind of heading: that of its lead, or of its look when it has none."""
    if group.marker is not None:
        return group.marker.style
    return f"plain {round(look.size)} {look.bold or look.other_font} {look.ruled}"


def _rules_over(entry: _Open, group: Group) -> bool:
    """Whether the group stands where the open heading still holds."""
    if not entry.bounded:
        return True
    if entry.page != group.page:
        return False
    inside = group.column.containers[: len(entry.containers)] == entry.containers
    return inside and group.column.region[: len(entry.region)] == entry.region


def _only(groups: Sequence[Group], i: int) -> bool:
    """Whether the group is all that stands in its drawn box."""
    chain = groups[i].column.containers
    near = [groups[k] for k in (i - 1, i + 1) if 0 <= k < len(groups)]
    return not any(g.page == groups[i].page and g.column.containers[: len(chain)] == chain for g in near)


def _close(
    stack: list[_Open],
    group: Group,
    look: Look,
    style: str,
    repeated: frozenset[str],
    inside: frozenset[tuple[str, str]],
) -> list[_Open]:
    """The open headings that stay open above the new one."""
    marker = group.marker
    for depth in range(len(stack) - 1, -1, -1):
        entry = stack[depth]
        if entry.style == style and _siblings(entry, marker, look):
            return stack[:depth]
    stack = list(stack)
    while stack and (stack[-1].style, style) not in inside and _above(marker, look, stack[-1], squeeze(heading_text(group)[2]) in repeated):
        stack.pop()
    return stack


def _nested_styles(groups: Sequence[Group], chosen: frozenset[int]) -> frozenset[tuple[str, str]]:
    """Pairs (outer, inner) of numbered leads that the document nests: inner starts at 1 between outer n and n + 1."""
    ordered = [m for i in sorted(chosen) if (m := groups[i].marker) is not None and m.ordinal is not None]
    found: Counter[tuple[str, str]] = Counter()
    latest: dict[str, int] = {}
    started: dict[str, set[str]] = {}
    for marker in ordered:
        value = marker.ordinal or 0
        if latest.get(marker.style) == value - 1:
            found.update((marker.style, inner) for inner in started.get(marker.style, ()))
        started[marker.style] = set()
        latest[marker.style] = value
        if value == 1:
            for style, inners in started.items():
                if style != marker.style:
                    inners.add(marker.style)
    return frozenset(pair for pair in found if found[pair] and not found[(pair[1], pair[0])])


def _siblings(entry: _Open, marker: Marker | None, look: Look) -> bool:
    """Whether a heading of the same style stands beside the open one and not somewhere below it."""
    follows = (
        marker is not None
        and entry.marker is not None
        and marker.ordinal is not None
        and marker.ordinal == (entry.marker.ordinal or 0) + 1
    )
    if follows:
        return True
    alike = abs(look.size - entry.look.size) <= 0.08 * entry.look.size and look.bold == entry.look.bold
    if marker is None:
        return alike and (entry.bounded or abs(_shift(look, entry.look)) < 2.0 * look.size)
    return alike or marker.rank is not None


def _above(marker: Marker | None, look: Look, entry: _Open, repeats: bool) -> bool:
    """Whether a heading closes the open one of another style (it stands above it or beside it)."""
    other = entry.marker
    if marker is not None and other is not None and marker.rank is not None and other.rank is not None:
        return marker.rank < other.rank
    numbered = marker is not None and (marker.ordinal is not None or marker.rank is not None)
    other_numbered = other is not None and (other.ordinal is not None or other.rank is not None)
    strength = _compare(look, entry.look, same_place=not entry.bounded)
    if marker is not None and not numbered and other_numbered:
        return strength > 0 and look.size > 1.06 * entry.look.size
    if marker is not None and marker.rank is not None and other is not None and not numbered:
        return strength > 0
    if strength:
        return strength > 0
    if numbered and not other_numbered:
        return marker is not None and marker.ordinal not in (1, None)
    if numbered and other_numbered:
        return False
    return not (repeats and other_numbered)


def _compare(a: Look, b: Look, same_place: bool) -> int:
    """1 when `a` is set stronger than `b`, -1 when weaker, 0 when they look alike."""
    if a.size > 1.06 * b.size or b.size > 1.06 * a.size:
        return 1 if a.size > b.size else -1
    if a.weight != b.weight:
        return 1 if a.weight > b.weight else -1
    if same_place and abs(_shift(a, b)) > 0.6 * a.size:
        return 1 if _shift(a, b) < 0 else -1
    return 0


def _shift(a: Look, b: Look) -> float:
    """How far `a` stands to the right of `b`; nothing where one is centred."""
    return a.x0 - b.x0 if a.x0 is not None and b.x0 is not None else 0.0


def _slide_titles(
    groups: Sequence[Group], looks: Sequence[Look | None], pages: Mapping[int, Page], body: Body
) -> frozenset[int]:
    """The title of each slide: the first of the largest lines in the upper quarter."""
    largest: dict[int, float] = {}
    high: dict[int, list[int]] = {}
    for i, (group, look) in enumerate(zip(groups, looks, strict=True)):
        page = pages[group.page]
        if look is None or not _is_slide(page) or len(squeeze(group.printed)) <= 2 or group.lines[0].vertical:
            continue
        if group.box[1] < 0.22 * page.height:
            largest[group.page] = max(largest.get(group.page, 0.0), look.size)
            high.setdefault(group.page, []).append(i)
    best: set[int] = set()
    for page_number, members in high.items():
        fit = [i for i in members if _may_be_title(groups[i], looks[i], largest[page_number], body)]
        if fit:
            best.add(min(fit, key=lambda i: (groups[i].box[1], groups[i].box[0])))
    return frozenset(best)


def _may_be_title(group: Group, look: Look | None, largest: float, body: Body) -> bool:
    text = squeeze(group.printed)
    return (
        look is not None
        and look.size >= 0.8 * largest
        and (look.size >= 1.15 * body.size or ((look.bold or look.ruled or look.bar) and look.size >= 0.95 * body.size))
        and len(text) <= _LONGEST
        and not text.endswith("。")
        and _AMOUNT.search(text) is None
    )


def _choose(
    groups: Sequence[Group],
    looks: Sequence[Look | None],
    pages: Mapping[int, Page],
    body: Body,
    contents: frozenset[str],
    excluded: frozenset[int],
    titles: frozenset[int],
) -> frozenset[int]:
    """Indexes of the groups that are headings."""
    prose_columns = _columns_of_prose(groups)
    statements = _statements(groups, looks)
    cover = _cover(groups, looks, pages, body)
    strong: set[int] = set()
    weak: list[int] = []
    for i, (group, look) in enumerate(zip(groups, looks, strict=True)):
        if look is None or i in excluded | cover | statements or not _may_be_heading(group):
            continue
        slide = _is_slide(pages[group.page])
        if in_charge(group.printed) or _ends_box(groups, i):
            continue
        if not slide and _in_figure(group, group.page in prose_columns):
            continue
        if i in titles:
            strong.add(i)
        elif _is_strong(groups, looks, i, contents, slide):
            strong.add(i)
        elif group.marker is not None and group.marker.ordinal is not None and len(group.lines) == 1:
            weak.append(i)
    return frozenset(_without_lists(groups, strong) | _runs(groups, weak))


def _may_be_heading(group: Group) -> bool:
    text = squeeze(group.printed)
    rest = squeeze(heading_text(group)[2])
    return (
        2 <= len(text) <= _LONGEST + 30
        and 1 <= len(rest) <= _LONGEST
        and len(group.lines) <= 3
        and not text.endswith(("。", "、", ",", "．", ":", "→", "(", "「"))
        and re.search(r"[ぁ-んァ-ヶ一-龥]|[A-Za-z]{2,}", rest) is not None
        and "http" not in rest
        and (re.search(r"(?:[をがのに]|[^と]は|[^まこ]で|[^こ]と|及び)$", rest) is None or len(rest) < 12)
        and rest[0] not in "、。)」』】〉》"
    )


def _ends_box(groups: Sequence[Group], i: int) -> bool:
    """Whether it is the last of several things in a drawn box: what a box ends with heads nothing."""
    chain = groups[i].column.containers
    if not chain:
        return False
    before, after = (
        0 <= k < len(groups) and groups[k].page == groups[i].page and groups[k].column.containers[: len(chain)] == chain
        for k in (i - 1, i + 1)
    )
    return before and not after


def _statements(groups: Sequence[Group], looks: Sequence[Look | None]) -> frozenset[int]:
    """In a box that holds a title and emphasised lines in smaller type only, those lines state what the title means."""
    boxes: dict[tuple[int, tuple[int, ...]], list[int]] = {}
    for i, group in enumerate(groups):
        if group.column.containers:
            boxes.setdefault((group.page, group.column.containers), []).append(i)
    found: set[int] = set()
    for members in boxes.values():
        inside = [(i, look) for i in members if (look := looks[i]) is not None]
        if len(inside) > 1 and all(look.bold or look.coloured for _, look in inside):
            largest = max(look.size for _, look in inside)
            found.update(i for i, look in inside if look.size < 0.9 * largest)
    return frozenset(found)


def _in_figure(group: Group, prose_columns: bool) -> bool:
    """On a page of running text, boxes in boxes and things side by side are a drawing."""
    column = group.column
    return len(column.containers) >= 2 or (column.beside and not prose_columns)


def _columns_of_prose(groups: Sequence[Group]) -> frozenset[int]:
    """Pages whose text runs in columns side by side."""
    beside: Counter[int] = Counter()
    total: Counter[int] = Counter()
    for group in groups:
        if group.column.containers:
            continue
        length = sum(len(line.text) for line in group.lines)
        total[group.page] += length
        if group.column.beside and len(group.lines) >= 3:
            beside[group.page] += length
    return frozenset(page for page, length in total.items() if beside[page] > 0.5 * length)


def _cover(
    groups: Sequence[Group], looks: Sequence[Look | None], pages: Mapping[int, Page], body: Body
) -> frozenset[int]:
    """Groups of the cover, and the document's own title over the text of its first page."""
    if not groups or len(pages) < 2:
        return frozenset()
    number = groups[0].page
    first = [i for i, group in enumerate(groups) if group.page == number]
    prose = [i for i in first if len(groups[i].lines) >= 2 and groups[i].marker is None and not _big(looks[i])]
    if number == min(pages) and len(first) <= 12 and not prose and any(_big(looks[i]) for i in first):
        return frozenset(first)
    numbered = any((m := groups[i].marker) is not None and m.rank is not None for i in first)
    if number == min(pages) and len(pages) > 5 and len(first) <= 24 and not numbered:
        if any(_big(looks[i], 1.3 * body.size) for i in first) and not _is_slide(pages[number]):
            return frozenset(first)
    sizes = [look.size for look in looks if look is not None]
    lead = first[0]
    look = looks[lead]
    alone = look is not None and sum(1 for s in sizes if s >= 0.97 * look.size) <= 2
    if number == min(pages) and look is not None and alone and look.size >= 1.2 * body.size:
        return frozenset([lead]) if groups[lead].marker is None and not _is_slide(pages[number]) else frozenset()
    return frozenset()


def _big(look: Look | None, size: float = 0.0) -> bool:
    return look is not None and look.bigger and look.size >= size


def _is_strong(
    groups: Sequence[Group], looks: Sequence[Look | None], i: int, contents: frozenset[str], slide: bool
) -> bool:
    """Whether the group is a heading by its own looks and what follows it."""
    group, look = groups[i], looks[i]
    assert look is not None
    marker = group.marker
    text = squeeze(heading_text(group)[2])
    if CONTENTS.fullmatch(text):
        return True
    if text in contents and len(group.lines) <= 2 and not _flows(group):
        return True
    follower = _follower(groups, i)
    if follower is None:
        return False
    if marker is not None and marker.bracket:
        return len(text) <= 45 and (look.emphasised or len(text) <= 30) and (not slide or _heads(group, look, follower, 8))
    if marker is not None and marker.glyph:
        same = follower.marker is not None and follower.marker.style == marker.style
        if same or _flows(group):
            return False
        if marker.printed in _HEADING_GLYPHS and len(text) <= 25:
            return True
        return look.bold or (look.coloured and slide) or look.bigger
    if marker is not None:
        return look.emphasised and not (_flows(group) and not look.bold)
    if slide and not _heads(group, look, follower):
        return False
    if not slide and _labels(groups[i + 1 : i + 4], looks[i + 1 : i + 4]):
        return False
    if len(text) > _LONGEST_PLAIN or _flows(group) and len(group.lines) == 1 and not look.bigger:
        return False
    if look.ruled or look.bar or look.bigger:
        return look.bold or look.bigger or look.ruled or look.other_font or look.coloured
    return look.bold or (look.other_font and _KNOWN.match(text) is not None) or (look.other_font and not slide)


def _heads(group: Group, look: Look, follower: Group, least: int = 20) -> bool:
    """On a slide: whether text or a table stands under the words, in their column and box. Labels of drawings have none."""
    chain = group.column.containers[:-1] if look.bar else group.column.containers
    region = group.column.region
    below = (
        follower.page == group.page
        and follower.column.containers[: len(chain)] == chain
        and follower.column.region[: len(region)] == region
    )
    if not below or re.fullmatch(r"[\d.,%万億兆円人件団体か所約年度~-]+", squeeze(group.printed)):
        return False
    return follower.table is not None or follower.marker is not None or len(squeeze(follower.printed)) >= least


def _labels(groups: Sequence[Group], looks: Sequence[Look | None]) -> bool:
    """Whether what follows are the labels of a chart: two and more short pieces of plain type."""
    short = 0
    for group, look in zip(groups, looks, strict=True):
        if group.table is not None or group.marker is not None or look is None or look.bold or look.bigger:
            break
        if len(squeeze(group.printed)) >= 12 or squeeze(group.printed).endswith("。"):
            break
        short += 1
    return short >= 2


def _flows(group: Group) -> bool:
    """Whether it reads as running text: it fills its lines, or ends as a sentence does."""
    return group.full and len(group.lines) >= 2 and squeeze(group.printed).endswith(("。", "る", "た"))


def _follower(groups: Sequence[Group], i: int) -> Group | None:
    """What comes next on the page or at the head of the next one."""
    for group in groups[i + 1 :]:
        if group.page > groups[i].page + 1:
            return None
        return group
    return None


def _without_lists(groups: Sequence[Group], chosen: set[int]) -> set[int]:
    """Headings less the runs of three and more of one style that follow one another with nothing between: lists."""
    kept = set(chosen)
    run: list[int] = []
    for i in [*sorted(chosen), -1]:
        style = groups[i].marker
        previous = groups[run[-1]].marker if run else None
        if run and i == run[-1] + 1 and style is not None and previous is not None and style.style == previous.style:
            run.append(i)
            continue
        if len(run) >= 3:
            kept -= set(run)
        run = [i] if i >= 0 else []
    return kept


def _runs(groups: Sequence[Group], weak: Sequence[int]) -> set[int]:
    """Numbered lines in body type that are headings: short, counted 1, 2, 3 …, most of them with text beneath."""
    runs: list[list[int]] = []
    open_runs: dict[str, list[int]] = {}
    for i in weak:
        marker = groups[i].marker
        if marker is None or marker.ordinal is None:
            continue
        run = open_runs.get(marker.style)
        last = groups[run[-1]].marker if run else None
        if run and last is not None and marker.ordinal == (last.ordinal or 0) + 1 and marker.parents == last.parents:
            run.append(i)
        else:
            run = [i]
            runs.append(run)
            open_runs[marker.style] = run
    accepted: set[int] = set()
    for run in runs:
        first = groups[run[0]].marker
        if len(run) < 2 or first is None or first.ordinal != 1:
            continue
        short = all(not groups[i].full and len(squeeze(groups[i].printed)) <= 45 for i in run)
        bodies = sum(_has_text(groups, i) for i in run)
        if short and bodies >= 0.7 * len(run):
            accepted.update(run)
    return accepted


def _has_text(groups: Sequence[Group], i: int) -> bool:
    """Whether running text or a table stands beneath the numbered line."""
    follower, marker = _follower(groups, i), groups[i].marker
    if follower is None or marker is None:
        return False
    if follower.table is not None:
        return True
    same = follower.marker is not None and follower.marker.style == marker.style
    return not same and len(squeeze(follower.printed)) >= 20


def _repeated(groups: Sequence[Group], chosen: frozenset[int]) -> frozenset[str]:
    """Texts that head a part of several sections (現状と課題, 主な事業)."""
    counts = Counter(squeeze(heading_text(groups[i])[2]) for i in chosen)
    return frozenset(text for text, n in counts.items() if n >= 2)
