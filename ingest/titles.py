"""Which groups of lines are headings: by their lead, by how they are set off from the body, by what follows them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import lru_cache

from corpus.pages import Page
from corpus.text import squeeze
from ingest.furniture import CONTENTS
from ingest.labels import stands_beside_label
from ingest.looks import Body, Look, alone_in_box, stronger
from ingest.markers import Marker, bracketed_title, unified
from ingest.numbered_runs import alike, follower, numbered_runs
from ingest.paragraphs import Group
from ingest.printed import in_charge, plain_text
from ingest.slides import AMOUNT, LONGEST, LONGEST_PLAIN, is_slide

_HEADING_GLYPHS = frozenset("◎◉■□◆▼▽★▶►❖")

_ITEM_GLYPHS = frozenset("・-✓⇒→＊")

_LABEL = 16
"""Characters of a label with its sign."""

_IN_BRACKETS = re.compile(r"【[^【】]*】[\s　]*$")

_REFERENCE = re.compile(r"(?<=[^\d\s.,])[\s　]+[0-9０-９]{1,3}$")

_FIGURE = re.compile(r"[\d.,%万億兆円人件団体か所約年度~-]+")

_UNFINISHED = re.compile(r"(?:[をがに]|[^も]の|[^と]は|[^まこ]で|[^こ]と|及び)$")
"""A long line that ends like this has been cut off by the end of its line."""

_POINTER = re.compile(
    r"[（(\[][⇒→➡▶]?[\s　]*(?:[pPＰ][pPＰ]?[.．]?[0-9０-９～~-]+|[0-9０-９]+(?:頁|ページ))[\s　]*(?:参照)?[)）\]]$"
)
"""The page that a line points at: it stands for a heading elsewhere."""

_NO_WORDS = re.compile(r"[ivxlIVXL]{1,8}|Chapter\s*\d{0,2}|年月日|年月")
"""Page numbers of front matter, the number of a chapter without its title, the places for a date in a form."""

_WORDS = re.compile(r"[ぁ-んァ-ヶ一-龥]|[A-Za-z]{2,}")

_LEGEND, _SHORT = 0.75, 6
"""On a slide, so few characters smaller than this share of the body type are the legend of a chart."""

_PROSE = 40
"""At least so many characters in two lines are running text."""

_CHAPTER_STYLES = frozenset({"第章", "第部", "第編", "第節"})

_KNOWN = re.compile(r"(?:はじめに|おわりに|まえがき|あとがき|むすび|序文?|前文|参考資料|用語(?:集|解説))$")


def heading_text(group: Group) -> tuple[str | None, str, str]:
    """Number, printed lead and text of a heading: without brackets, bodies in charge and note numbers."""
    return _heading_text(group.text, group.marker)


@lru_cache(maxsize=4096)
def _heading_text(printed: str, marker: Marker | None) -> tuple[str | None, str, str]:
    if marker is not None and marker.bracket:
        inner = printed
        while (title := bracketed_title(inner)) is not None and title[0] and inner[:1] not in "「｢":
            inner = title[0]
        return None, marker.printed, plain_text(inner)
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


def names_a_part(text: str) -> bool:
    """Whether a title without a number is one that parts of a document bear: はじめに, おわりに, 用語集."""
    return _KNOWN.match(text) is not None


def choose(
    groups: Sequence[Group],
    looks: Sequence[Look | None],
    pages: Mapping[int, Page],
    body: Body,
    contents: frozenset[str],
    excluded: frozenset[int],
    titles: frozenset[int],
    sections: frozenset[int] = frozenset(),
) -> frozenset[int]:
    """Indexes of the groups that are headings; `titles` and `sections` are those of slides."""
    prose_columns = _columns_of_prose(groups)
    statements = _statements(groups, looks)
    cover = _cover(groups, looks, pages, body)
    held = alone_in_box(groups)
    labels = _labels_of_parts(groups)
    strong: set[int] = set()
    weak: list[int] = []
    for i, (group, look) in enumerate(zip(groups, looks, strict=True)):
        if i in sections:
            strong.add(i)
            continue
        if look is None or i in excluded | cover | statements or not _may_be_heading(group):
            continue
        if _is_cut_off(group, look, contents):
            continue
        slide = is_slide(pages[group.page])
        if in_charge(group.printed) or _ends_box(groups, i) or _begins_paragraph(groups, looks, i, slide):
            continue
        label = group.marker is not None and group.marker.length >= len(group.printed)
        if label and group.marker is not None and group.marker.style == "コラム":
            continue
        boxed_alone = held[(group.page, group.column.containers[:1])] == 1 and not label
        chapter = group.marker is not None and group.marker.style in _CHAPTER_STYLES and not label
        small = look.size < _LEGEND * body.size and not (look.ruled or look.bar)
        if slide and small and len(squeeze(group.printed)) <= _SHORT:
            continue
        chapter = chapter or stands_beside_label(group)
        in_figure = not slide and not chapter and _in_figure(group, group.page in prose_columns, boxed_alone)
        if in_figure and not _bar_over_prose(groups, looks, look, i):
            continue
        if i in titles or _is_strong(groups, looks, i, contents, slide) or (i in labels and not slide):
            strong.add(i)
        elif group.marker is not None and group.marker.ordinal is not None and len(group.lines) <= 2:
            weak.append(i)
    return frozenset(_without_mentions(groups, looks, _without_lists(groups, strong) | numbered_runs(groups, weak)))


def _labels_of_parts(groups: Sequence[Group]) -> frozenset[int]:
    """Short words behind a sign that stand three times and more, each time over something else: ◇主な事業."""
    found: dict[tuple[str, str], list[int]] = {}
    for i, group in enumerate(groups):
        marker, after = group.marker, follower(groups, i)
        if marker is None or not marker.glyph or marker.style in _ITEM_GLYPHS or len(group.lines) > 1 or after is None:
            continue
        if after.marker is None or after.marker.style != marker.style:
            found.setdefault((marker.style, squeeze(group.printed)), []).append(i)
    return frozenset(i for (_, words), at in found.items() if len(at) >= 3 and len(words) <= _LABEL for i in at)


def _may_be_heading(group: Group) -> bool:
    text = squeeze(group.printed)
    if (
        not 2 <= len(text) <= LONGEST + 30
        or _NO_WORDS.fullmatch(text) is not None
        or len(group.lines) > 3
        or text.endswith(("。", "、", ",", "．", ":", "→", "(", "「"))
    ):
        return False
    rest = squeeze(heading_text(group)[2])
    return (
        1 <= len(rest) <= LONGEST
        and _WORDS.search(rest) is not None
        and "http" not in rest
        and _POINTER.search(group.printed.strip()) is None
        and rest[0] not in "、。)」』】〉》"
    )


def _is_cut_off(group: Group, look: Look, contents: frozenset[str]) -> bool:
    """Whether a long line ends in a particle; numbered lines in larger type and entries of the contents may do so."""
    rest = squeeze(heading_text(group)[2])
    if look.bar or len(rest) < 12 or _UNFINISHED.search(rest) is None:
        return False
    numbered = group.marker is not None and group.marker.rank is not None
    return rest not in contents and not (numbered and look.bigger)


def _begins_paragraph(groups: Sequence[Group], looks: Sequence[Look | None], i: int, slide: bool) -> bool:
    """Whether a long full line in mere bold has its text going on right below: a stressed beginning, not a title."""
    group, look = groups[i], looks[i]
    after = follower(groups, i)
    if look is None or after is None or look.bigger or look.ruled or look.bar:
        return False
    if not group.full and (look.bold or not _filled(group, after)):
        return False
    if group.marker is not None and not (group.marker.glyph and slide):
        return False
    near = after.column is group.column and after.table is None and after.marker is None
    close = near and 0 <= after.box[1] - group.box[3] < 0.8 * group.size and abs(after.size - group.size) < 0.3
    return close and len(squeeze(group.printed)) >= 25


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


def _in_figure(group: Group, prose_columns: bool, boxed_alone: bool) -> bool:
    """On a page of running text, boxes in boxes and things side by side are a drawing; a doubly drawn bar is not."""
    column = group.column
    nested = column.depth >= 2 and not boxed_alone
    return nested or (column.beside and (not prose_columns or (bool(column.containers) and not boxed_alone)))


def _bar_over_prose(groups: Sequence[Group], looks: Sequence[Look | None], look: Look, i: int) -> bool:
    """Whether a filled bar in larger type stands over running text in the box around both, as parts of a page do."""
    if not (look.bar and look.bigger) or i + 1 == len(groups):
        return False
    group, after, its = groups[i], groups[i + 1], looks[i + 1]
    chain = group.column.containers[:-1]
    near = after.page == group.page and after.column.containers[: len(chain)] == chain
    if its is None or its.bar:
        return False
    return near and len(after.lines) >= 2 and after.box[1] >= group.box[1] and len(squeeze(after.printed)) >= _PROSE


def _columns_of_prose(groups: Sequence[Group]) -> frozenset[int]:
    """Pages whose text runs in columns side by side, lists between the paragraphs of a column included."""
    beside: Counter[int] = Counter()
    total: Counter[int] = Counter()
    long = Counter(
        (g.page, g.column.region) for g in groups if len(g.lines) >= 3 and g.column.beside and not g.lines[0].vertical
    )
    for group in groups:
        if group.column.containers:
            continue
        length = sum(len(line.text) for line in group.lines)
        total[group.page] += length
        if group.column.beside and (len(group.lines) >= 3 or long[(group.page, group.column.region)] >= 3):
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
    if any(CONTENTS.fullmatch(unified(groups[i].printed)) for i in first):
        return frozenset()
    prose = [i for i in first if len(groups[i].lines) >= 2 and groups[i].marker is None and not _big(looks[i])]
    if number == min(pages) and len(first) <= 12 and not prose and any(_big(looks[i]) for i in first):
        return frozenset(first)
    numbered = any((m := groups[i].marker) is not None and m.rank is not None for i in first)
    large = any(_big(looks[i], 1.3 * body.size) for i in first) and not is_slide(pages[number])
    if number == min(pages) and len(pages) > 5 and len(first) <= 24 and not numbered and large:
        return frozenset(first)
    sizes = [look.size for look in looks if look is not None]
    lead = first[0]
    look = looks[lead]
    alone = look is not None and sum(1 for s in sizes if s >= 0.97 * look.size) <= 2
    if number == min(pages) and look is not None and alone and look.size >= 1.2 * body.size:
        return frozenset([lead]) if groups[lead].marker is None and not is_slide(pages[number]) else frozenset()
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
    if marker is not None and marker.style in _CHAPTER_STYLES and len(text) <= LONGEST_PLAIN and not group.full:
        return True
    after = follower(groups, i)
    if after is None:
        return False
    if marker is not None and marker.bracket:
        caption = after.table is not None and marker.printed[0] in "<＜〈"
        if slide and (caption or not _heads(groups, looks, i, 8)):
            return False
        return len(text) <= 45 and (look.emphasised or len(text) <= 30)
    if marker is not None and marker.glyph:
        same = after.marker is not None and after.marker.style == marker.style
        if (
            same
            or _ends_list(groups, i)
            or _flows(group)
            or _goes_on_below(group, after)
            or (slide and (len(text) > LONGEST_PLAIN or not _heads(groups, looks, i, 8)))
        ):
            return False
        if marker.printed in _HEADING_GLYPHS and len(text) <= 25:
            return True
        return look.bold or (look.coloured and slide) or look.bigger
    if marker is not None:
        return look.emphasised and not (_flows(group) and not look.bold)
    if slide and (AMOUNT.search(text) or not _heads(groups, looks, i)):
        return False
    if not slide and _labels(groups[i + 1 : i + 4], looks[i + 1 : i + 4]):
        return False
    longest = LONGEST if look.bar and look.bigger and not slide else LONGEST_PLAIN
    if len(text) > longest or (_flows(group) and len(group.lines) == 1 and not look.bigger):
        return False
    if look.ruled or look.bar or look.bigger:
        return look.bold or look.bigger or look.ruled or look.other_font or look.coloured
    return look.bold or (look.other_font and _KNOWN.match(text) is not None) or (look.other_font and not slide)


def _heads(groups: Sequence[Group], looks: Sequence[Look | None], i: int, least: int = 20) -> bool:
    """On a slide: whether text or a table stands under the words, in their column and box (labels have none).

    Between the two there may be headings in smaller or weaker type.
    """
    group, look = groups[i], looks[i]
    if look is None or _FIGURE.fullmatch(squeeze(group.printed)):
        return False
    chain = group.column.containers[:-1] if look.bar or _tightly_framed(group, look) else group.column.containers
    region = group.column.region
    for below, its in zip(groups[i + 1 : i + 4], looks[i + 1 : i + 4], strict=True):
        if (
            below.page != group.page
            or below.column.containers[: len(chain)] != chain
            or below.column.region[: len(region)] != region
        ):
            return False
        if its is None or below.marker is not None or len(squeeze(below.printed)) >= least:
            return True
        if stronger(look, its, same_place=False) <= 0:
            return False
    return False


def _tightly_framed(group: Group, look: Look) -> bool:
    """Whether a frame is drawn around nothing but the words, in larger type."""
    frame, box = group.column.frame, group.box
    if frame is None or not look.bigger or len(group.lines) > 1:
        return False
    return frame[3] - frame[1] <= 1.8 * group.size and frame[2] - frame[0] <= box[2] - box[0] + 2 * group.size


def _labels(groups: Sequence[Group], looks: Sequence[Look | None]) -> bool:
    """Whether what follows are the labels of a chart: figures alone, or two and more short pieces of plain type."""
    if groups and groups[0].table is None and _FIGURE.fullmatch(squeeze(groups[0].printed)):
        return True
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


def _goes_on_below(group: Group, after: Group) -> bool:
    """Whether the words below, of the same type and set close, end the sentence that the group begins."""
    close = after.column is group.column and 0 <= after.box[1] - group.box[3] < 0.8 * group.size
    alike = after.marker is None and abs(after.size - group.size) < 0.3 and after.bold == group.bold
    return close and alike and _filled(group, after) and len(after.lines) <= 2 and squeeze(after.printed).endswith("。")


def _ends_list(groups: Sequence[Group], i: int) -> bool:
    """Whether an item of the same mark and size stands right before, long enough to be a sentence."""
    group, before = groups[i], groups[i - 1]
    if i == 0 or before.page != group.page or before.column is not group.column or before.marker is None:
        return False
    alike = group.marker is not None and before.marker.style == group.marker.style
    return alike and abs(before.size - group.size) < 0.3 and len(squeeze(before.printed)) >= 25


def _filled(group: Group, after: Group) -> bool:
    """Whether a line is no shorter than the one below it."""
    return group.box[2] > after.box[2] - group.size


def _without_lists(groups: Sequence[Group], chosen: set[int]) -> set[int]:
    """Headings less the runs of three and more of one style that follow one another with nothing between: lists."""
    kept = set(chosen)
    run: list[int] = []
    for i in [*sorted(chosen), len(groups)]:
        if run and i == run[-1] + 1 and i < len(groups) and alike(groups[i], groups[run[-1]]):
            run.append(i)
            continue
        if len(run) >= 3:
            kept -= set(run)
        run = [i]
    return kept


def _without_mentions(groups: Sequence[Group], looks: Sequence[Look | None], chosen: set[int]) -> set[int]:
    """Headings less the numbered ones that stand elsewhere, too, in clearly larger type: those only name that part."""
    same: dict[tuple[str, str | None, str], list[int]] = {}
    for i in sorted(chosen):
        marker = groups[i].marker
        if marker is not None and marker.rank is not None:
            same.setdefault((marker.style, marker.number, squeeze(heading_text(groups[i])[2])), []).append(i)
    mentions: set[int] = set()
    for members in same.values():
        sizes = {i: look.size for i in members if (look := looks[i]) is not None}
        mentions.update(i for i, size in sizes.items() if 1.2 * size < max(sizes.values()))
    return chosen - mentions
