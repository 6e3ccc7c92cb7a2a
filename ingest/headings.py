"""How the headings of a document nest.

Levels are not read off a fixed table: a stack of open headings is kept, and each new one closes those it is a sibling
of or stands above: by the same kind of lead, by the order of leads in official documents and in this one, else by type
size, weight and indent. On slides a heading holds only in its own box and column.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from corpus.pages import Page
from corpus.text import squeeze
from ingest.furniture import CONTENTS
from ingest.looks import Body, Look, shift, stronger
from ingest.markers import Marker, Rank
from ingest.paragraphs import Group
from ingest.slides import is_slide, section_slides, slide_titles
from ingest.titles import choose, heading_text, names_a_part


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading found: `level` from 1, `path` the headings above it (outermost first), `name` its own part of paths."""

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
    title: bool = False
    section: bool = False


@dataclass(frozen=True, slots=True)
class _Latest:
    """The last heading of a numbered style, and the headings that were open above it."""

    marker: Marker
    above: tuple[_Open, ...]


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
    sections = section_slides(groups, looks, pages, body)
    titles = slide_titles(groups, looks, pages, body) | sections
    chosen = choose(groups, looks, pages, body, contents, excluded, titles, sections)
    repeated = _repeated(groups, chosen)
    inside = _nested_styles(groups, chosen) | _directly_below(groups, looks, chosen)
    stack: list[_Open] = []
    latest: dict[str, _Latest] = {}
    headings: dict[int, Heading] = {}
    paths: list[tuple[str, ...]] = []
    for i, group in enumerate(groups):
        slide = is_slide(pages[group.page])
        stack = [entry for entry in stack if _rules_over(entry, group)]
        look = looks[i]
        if i not in chosen or look is None:
            paths.append(tuple(e.heading.name for e in stack))
            continue
        number, marker, text = heading_text(group)
        contents_title = CONTENTS.fullmatch("".join(text.split())) is not None
        if i in titles or contents_title:
            stack, latest = [e for e in stack if e.section and i not in sections and not contents_title], {}
        style = _style(group, look)
        boxed = not slide and _heads_box(groups, i, look)
        resumed = None if slide else _resumed(latest.get(style), group)
        before = stack
        if resumed is not None:
            stack = list(resumed)
        else:
            outside = sum(not _in_same_box(e, group) for e in stack) if boxed else 0
            stack = stack[:outside] + _close(stack[outside:], group, look, style, repeated, inside)
        numbered = group.marker is not None and group.marker.ordinal is not None
        if numbered or (len(stack) < len(before) and before[len(stack)].style == style):
            closed = {id(entry) for entry in before} - {id(entry) for entry in stack}
            latest = {s: last for s, last in latest.items() if closed.isdisjoint(map(id, last.above))}
        if group.marker is not None and numbered:
            latest[style] = _Latest(group.marker, tuple(stack))
        above = tuple(e.heading.name for e in stack)
        heading = Heading(len(stack) + 1, number, marker, text, above)
        headings[i] = heading
        paths.append(above)
        if not contents_title:
            chain, region = _scope(groups, i, look, i in titles)
            bounded = (slide or boxed) and i not in sections
            stack.append(
                _Open(
                    heading, style, group.marker, look, group.page, chain, region, bounded, i in titles, i in sections
                )
            )  # fmt: skip
    return Outline(headings, tuple(paths))


def _resumed(latest: _Latest | None, group: Group) -> tuple[_Open, ...] | None:
    """What is open above a number that goes on counting after something without a number came in between."""
    marker = group.marker
    if latest is None or marker is None or marker.ordinal is None or marker.parents != latest.marker.parents:
        return None
    follows = marker.ordinal == (latest.marker.ordinal or 0) + 1
    return latest.above if follows and all(_rules_over(entry, group) for entry in latest.above) else None


def _heads_box(groups: Sequence[Group], i: int, look: Look) -> bool:
    """Whether a heading without a number stands in a drawn box over other things: it heads what is in the box."""
    marker = groups[i].marker
    return bool(groups[i].column.containers) and not _numbered(marker) and not look.bar and not _only(groups, i)


def _in_same_box(entry: _Open, group: Group) -> bool:
    chain = group.column.containers
    return entry.page == group.page and entry.containers[: len(chain)] == chain


def _scope(groups: Sequence[Group], i: int, look: Look, title: bool) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Boxes and columns that a heading of a slide rules over: all for a title, those around a bar."""
    if title:
        return (), ()
    chain = groups[i].column.containers
    if look.bar or (chain and _only(groups, i)):
        chain = chain[:-1]
    return chain, groups[i].column.region


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
    if marker is not None and marker.parents:
        for depth in range(len(stack) - 1, -1, -1):
            if _is_parent(stack[depth].marker, marker):
                return stack[: depth + 1]
    for depth in range(len(stack) - 1, -1, -1):
        entry = stack[depth]
        if not entry.title and entry.style == style and _siblings(entry, marker, look, _apart(entry, group)):
            return stack[:depth]
    stack = list(stack)
    text = squeeze(heading_text(group)[2])
    while (
        stack
        and not stack[-1].title
        and (stack[-1].style, style) not in inside
        and _above(marker, look, stack[-1], text in repeated, names_a_part(text), _apart(stack[-1], group))
    ):
        stack.pop()
    return stack


def _is_parent(above: Marker | None, marker: Marker) -> bool:
    """Whether a compound number names the open one as its parent: 2 → 2.1, Ⅲ.1 → Ⅲ.1.1."""
    if above is None or above.rank is None or above.ordinal is None or above.rank > Rank.NUMBER_3:
        return False
    return (*above.parents, above.ordinal) == marker.parents


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


def _apart(entry: _Open, group: Group) -> bool:
    """Whether the two stand in columns side by side, so that their indents cannot be compared."""
    return bool(entry.region) and bool(group.column.region) and entry.region != group.column.region


def _directly_below(
    groups: Sequence[Group], looks: Sequence[Look | None], chosen: frozenset[int]
) -> frozenset[tuple[str, str]]:
    """Pairs (outer, inner) of signs and brackets, set alike, of which the inner follows with nothing in between.

    A heading without words of its own is one of what follows.
    """
    found: set[tuple[str, str]] = set()
    for i in chosen:
        look, its = looks[i], looks[i + 1] if i + 1 in chosen else None
        if look is None or its is None or not (_signed(groups[i].marker) and _signed(groups[i + 1].marker)):
            continue
        outer, inner = _style(groups[i], look), _style(groups[i + 1], its)
        if outer != inner and not stronger(its, look, same_place=groups[i].column is groups[i + 1].column):
            found.add((outer, inner))
    return frozenset(pair for pair in found if (pair[1], pair[0]) not in found)


def _numbered(marker: Marker | None) -> bool:
    return marker is not None and (marker.ordinal is not None or marker.rank is not None)


def _signed(marker: Marker | None) -> bool:
    return marker is not None and (marker.glyph or marker.bracket)


def _siblings(entry: _Open, marker: Marker | None, look: Look, apart: bool) -> bool:
    """Whether a heading of the same style stands beside the open one and not somewhere below it.

    `apart` tells that they stand in different columns.
    """
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
        return alike and (entry.bounded or apart or abs(shift(look, entry.look)) < 2.0 * look.size)
    if marker.bracket:
        return abs(look.size - entry.look.size) <= 0.08 * entry.look.size
    return alike or marker.rank is not None


def _above(marker: Marker | None, look: Look, entry: _Open, repeats: bool, part: bool, apart: bool) -> bool:
    """Whether a heading closes the open one of another style (it stands above it or beside it).

    `repeats` tells that its words head parts of several sections, `part` that they name a part of the document, `apart`
    that the two stand in different columns.
    """
    other = entry.marker
    if marker is not None and other is not None and marker.rank is not None and other.rank is not None:
        attached = marker.rank is other.rank is Rank.BOOK and not marker.style.startswith("第")
        return attached or marker.rank < other.rank
    numbered, other_numbered = _numbered(marker), _numbered(other)
    strength = stronger(look, entry.look, same_place=not (entry.bounded or apart))
    if marker is not None and not numbered and other_numbered:
        return strength > 0 and look.size > 1.06 * entry.look.size
    if marker is not None and marker.rank is not None and other is not None and not numbered:
        return strength > 0
    below = other is not None and other.rank is not None and other.rank > Rank.ROMAN and not part
    if marker is None and look.x0 is not None and below:
        return strength > 0 and look.size > 1.06 * entry.look.size
    if strength:
        return strength > 0
    if numbered and not other_numbered:
        return (marker is not None and marker.ordinal not in (1, None)) or names_a_part(squeeze(entry.heading.text))
    if numbered and other_numbered:
        return False
    return not (repeats and other_numbered)


def _repeated(groups: Sequence[Group], chosen: frozenset[int]) -> frozenset[str]:
    """Texts that head a part of several sections (現状と課題, 主な事業)."""
    counts = Counter(squeeze(heading_text(groups[i])[2]) for i in chosen)
    return frozenset(text for text, n in counts.items() if n >= 2)
