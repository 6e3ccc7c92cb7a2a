"""Slides: what is one, its title, and the slides that head those after them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from corpus.pages import Page
from corpus.text import squeeze
from ingest.looks import Body, Look
from ingest.paragraphs import Group

LONGEST, LONGEST_PLAIN = 90, 48
"""A title has at most so many characters, one without a number and a mark fewer."""

AMOUNT = re.compile(r"予算[案額]|[0-9][億万]円|^(?:令和|平成)\d+年\d+月")
"""What stands beside the title of a slide, in type as large: a budget, a date."""


def is_slide(page: Page) -> bool:
    """Whether the page is a slide: clearly wider than high."""
    return page.width > 1.1 * page.height


def slide_titles(
    groups: Sequence[Group], looks: Sequence[Look | None], pages: Mapping[int, Page], body: Body
) -> frozenset[int]:
    """The title of each slide: the first of the largest lines in the upper quarter."""
    largest: dict[int, float] = {}
    high: dict[int, list[int]] = {}
    for i, (group, look) in enumerate(zip(groups, looks, strict=True)):
        page = pages[group.page]
        if look is None or not is_slide(page) or len(squeeze(group.printed)) <= 2 or group.lines[0].vertical:
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


def section_slides(
    groups: Sequence[Group], looks: Sequence[Look | None], pages: Mapping[int, Page], body: Body
) -> frozenset[int]:
    """Numbered titles that stand alone on a slide: they head the slides up to the next one."""
    alone = Counter(group.page for group in groups)
    return frozenset(
        i
        for i, (group, look) in enumerate(zip(groups, looks, strict=True))
        if look is not None
        and alone[group.page] == 1
        and is_slide(pages[group.page])
        and group.marker is not None
        and group.marker.rank is not None
        and look.size >= 1.3 * body.size
        and len(squeeze(group.printed)) <= LONGEST_PLAIN
    )


def _may_be_title(group: Group, look: Look | None, largest: float, body: Body) -> bool:
    text = squeeze(group.printed)
    return (
        look is not None
        and look.size >= 0.8 * largest
        and look.size >= (0.8 if look.bold or look.ruled or look.bar or look.coloured else 1.15) * body.size
        and len(text) <= LONGEST
        and not text.endswith("。")
        and AMOUNT.search(text) is None
    )
