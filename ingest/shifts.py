"""Before → after boxes, who is to do what, and the bodies that carry the policy."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.pages import Block, BlockKind, Box, Evidence, Page, Table, contains, union
from corpus.text import normalise, squeeze
from ingest.list_items import list_items
from ingest.sections import Section, printed
from ingest.years import find_years

_ARROW = re.compile(r"^[→⇒➡⇨➔➜▶►⮕🡆]+$")
_SUBTITLE = re.compile(r"\s*~[^~]*~?$")
_BEFORE = re.compile(r"^(?:これまで|従来|現状|今まで|Before|改正前|見直し前|旧)(?:の(?:取組|対応|方針))?$")
_AFTER = re.compile(
    r"^(?:これから|今後|将来|After|改正後|見直し後|新|今後の(?:取組|対応|方針|方向性?))(?:の(?:取組|対応|方針))?$"
)
_ROLE = re.compile(r"^(?P<actor>[^、。:]{1,30})の役割$")
_ROLE_LINE = re.compile(r"^(?P<actor>[^、。::]{1,30})の役割[::](?P<duty>.+)$", re.DOTALL)
_ACTOR = re.compile(
    r"国|政府|県|都|府|道|市|町|村|公共団体|自治体|行政|住民|市民|町民|村民|事業者|企業|民間|団体|大学|学校|ステークホルダー|NPO|機関|議会|地域|家庭|農協|組合|者$"
)
_POSTS = (
    r"(?:副|代理)?(?:本部長|本部員|副本部長|議長|副議長|委員長|副委員長|座長|座長代理"
    r"|会長|副会長|委員|構成員|議員|部会長|幹事)"
)
_POST = re.compile(rf"^{_POSTS}$")
_POST_OF = re.compile(rf"^(?P<post>{_POSTS})\((?P<names>[^()]{{2,40}})\)$")
_OFFICE_HOLDERS = re.compile(r"[^・]{1,12}[長者員官](?:・[^・]{1,12}[長者員官])+")
_LONGEST_NAME = 30
_BODY_NAME = re.compile(r"(?:本部|会議|委員会|協議会|審議会|部会|懇談会|会議体|推進チーム)$")
_FOUNDED = r"{name}(?:\(.{{0,40}}\))?(?:を|が)(?:設置|設立|創設|発足)"
_FEWEST_SHIFTS = 2
_SHORTEST = 6


@dataclass(frozen=True, slots=True)
class FoundShift:
    """A change of course under its topic."""

    topic: str
    before: str
    after: str
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class FoundRole:
    """An actor with what it is to do."""

    actor: str
    duties: tuple[str, ...]
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class FoundBody:
    """A body with its members by post, and the day it was set up (ISO)."""

    name: str
    members: tuple[tuple[str, tuple[str, ...]], ...]
    established: str | None
    evidence: tuple[Evidence, ...]


def find_shifts(root: Section, pages: Sequence[Page]) -> list[FoundShift]:
    """Two boxes side by side with an arrow (or これまで | これから) between them; at least two such pairs on a page."""
    by_page: dict[int, list[Block]] = {}
    for section in root.walk():
        for block in ([section.heading] if section.heading else []) + section.blocks:
            by_page.setdefault(block.page, []).append(block)
    found: list[FoundShift] = []
    for number, blocks in sorted(by_page.items()):
        pairs = _pairs(blocks, pages[number - 1])
        topics = {pair.topic for pair in pairs}
        if len(topics) == len(pairs) >= _FEWEST_SHIFTS and _in_columns(pairs):
            found.extend(pairs)
    return found


def _in_columns(pairs: Sequence[FoundShift]) -> bool:
    """Whether the boxes of the pairs stand under one another, each pair a row."""
    left = [pair.evidence[1].boxes[0][0] for pair in pairs]
    right = [pair.evidence[-1].boxes[0][0] for pair in pairs]
    return max(left) - min(left) < 20 and max(right) - min(right) < 20


def _pairs(blocks: Sequence[Block], page: Page) -> list[FoundShift]:
    labels = [b for b in blocks if _BEFORE.match(squeeze(b.text)) or _AFTER.match(squeeze(b.text))]
    marks = [b.box for b in blocks if _ARROW.match(squeeze(b.text))]
    marks += [s.box for s in page.shapes if not s.rectangular and len(s.points) >= 6]
    boxes: dict[int, list[Block]] = {}
    for block in blocks:
        if block.container is not None and block not in labels and not _ARROW.match(squeeze(block.text)):
            boxes.setdefault(block.container, []).append(block)
    found: list[FoundShift] = []
    for left in boxes.values():
        a = union([b.box for b in left])
        for right in boxes.values():
            b = union([x.box for x in right])
            if a[2] >= b[0] or a[3] < b[1] or b[3] < a[1]:
                continue
            if not (_arrow_between(a, b, marks) or _labelled(a, b, labels)):
                continue
            shift = _shift(left, right, blocks, labels)
            if shift:
                found.append(shift)
    return sorted(found, key=lambda s: s.evidence[0].boxes[0][1])


def _shift(
    left: Sequence[Block], right: Sequence[Block], blocks: Sequence[Block], labels: Sequence[Block]
) -> FoundShift | None:
    """The shift of two boxes, with the words right above them as its topic."""
    before, after = ("".join(b.text for b in part) for part in (left, right))
    if min(len(before), len(after)) < _SHORTEST or max(len(left), len(right)) > 3:
        return None
    top = min(b.box[1] for b in (*left, *right))
    x1 = max(b.box[2] for b in left)
    over = [b for b in blocks if b.container is None and b.box[3] <= top + 2 and b.box[0] < x1 and b not in labels]
    over = [b for b in over if not _ARROW.match(squeeze(b.text)) and b.kind in (BlockKind.HEADING, BlockKind.BULLET)]
    if not over:
        return None
    head = max(over, key=lambda b: b.box[3])
    if top - head.box[3] > 6 * head.size or head.text.endswith("。"):
        return None
    topic = _SUBTITLE.sub("", normalise(head.text)) or head.text
    return FoundShift(topic, before, after, (*head.evidence, *(e for b in (*left, *right) for e in b.evidence)))


def _arrow_between(a: Box, b: Box, marks: Sequence[Box]) -> bool:
    """An arrow, printed or drawn, in the gap between two boxes."""
    top, bottom = min(a[1], b[1]), max(a[3], b[3])
    return any(a[2] - 4 <= m[0] and m[2] <= b[0] + 6 and m[1] <= bottom and top <= m[3] for m in marks)


def _labelled(a: Box, b: Box, labels: Sequence[Block]) -> bool:
    """これまで right above the one box, これから above the other."""

    def above(box: Box, label: Block) -> bool:
        return 0 <= box[1] - label.box[3] < 2.5 * label.size and label.box[0] < box[2] and box[0] < label.box[2] + 40

    old = any(_BEFORE.match(squeeze(label.text)) and above(a, label) for label in labels)
    return old and any(_AFTER.match(squeeze(label.text)) and above(b, label) for label in labels)


def table_shifts(table: Table) -> Iterator[FoundShift]:
    """Rows of a table headed これまで | これから."""
    grid = table.grid()
    for head in range(min(2, table.n_rows - 1)):
        words = [squeeze(c.text) if c else "" for c in grid[head]]
        before = next((i for i, w in enumerate(words) if _BEFORE.match(w)), None)
        after = next((i for i, w in enumerate(words) if _AFTER.match(w)), None)
        if before is None or after is None:
            continue
        for row in grid[head + 1 :]:
            old, new = row[before], row[after]
            if old is None or new is None or old is new or not old.text or not new.text:
                continue
            topic = next((c for i, c in enumerate(row) if c and c.text and i not in (before, after)), None)
            cells = [c for c in (topic, old, new) if c]
            yield FoundShift(
                topic.text if topic else table.caption,
                old.text,
                new.text,
                tuple(e for c in cells for e in (c.evidence or (Evidence(c.page, (c.box,), c.text),))),
            )
        return


def find_roles(root: Section) -> list[FoundRole]:
    """`国の役割` with its list, or lines `市町村の役割：…`, where at least two actors are told apart."""
    roles: list[FoundRole] = []
    for section in root.walk():
        lines = [(b, m) for b in section.blocks if (m := _ROLE_LINE.match(normalise(b.text).strip()))]
        if lines:
            roles.extend(FoundRole(m["actor"].strip("・ "), (m["duty"].strip(),), b.evidence) for b, m in lines)
            continue
        m = _ROLE.match(section.title)
        if m is None or section.heading is None or not _ACTOR.search(m["actor"]):
            continue
        items = list(list_items(section))
        duties = [(i.text, i.evidence) for i in items]
        if not duties:
            duties = [(b.text, b.evidence) for b in section.blocks if b.kind is BlockKind.PARAGRAPH]
        if duties:
            evidence = (*section.heading.evidence, *(e for _, part in duties for e in part))
            roles.append(FoundRole(m["actor"], tuple(text for text, _ in duties), evidence))
    roles = [r for r in roles if _ACTOR.search(r.actor) and r.actor not in ("それぞれ", "各主体")]
    return roles if len({r.actor for r in roles}) > 1 else []


def find_bodies(root: Section, tables: Sequence[Table], pages: Sequence[Page]) -> list[FoundBody]:
    """Tables whose rows are posts (本部長 | …) under the name of a body, boxes of posts, and charts of them."""
    words = [normalise(printed(b)) for s in root.walk() for b in s.blocks]
    found: list[FoundBody] = []
    for table in tables:
        body = _body(table, words)
        if body:
            found.append(body)
    for section in root.walk():
        body = _posts(section, words)
        if body:
            found.append(body)
    known = {squeeze(body.name) for body in found}
    blocks = [b for s in root.walk() for b in (*([s.heading] if s.heading else ()), *s.blocks)]
    for page in pages:
        here = [b for b in blocks if b.page == page.number]
        found.extend(body for body in _charts(page, here, words) if squeeze(body.name) not in known)
    return found


def _charts(page: Page, blocks: Sequence[Block], words: Sequence[str]) -> Iterator[FoundBody]:
    """Bodies of an organisation chart: a name and posts with their holders in brackets, on one ground or in a frame."""
    posts = [(b, m) for b in blocks if (m := _POST_OF.match(squeeze(b.text)))]
    names = [b for b in blocks if _BODY_NAME.search(squeeze(b.text)) and len(squeeze(b.text)) <= _LONGEST_NAME]
    if len(posts) < 2:
        return
    for name in names:
        frames = [s.box for s in page.shapes if contains(s.box, name.box)]
        for frame in sorted(frames, key=lambda box: (box[2] - box[0]) * (box[3] - box[1])):
            inside = [(b, m) for b, m in posts if contains(frame, b.box)]
            if len(inside) < 2:
                continue
            if sum(contains(frame, other.box) for other in names) == 1:
                members = tuple((m["post"], _holders(m["names"])) for _, m in inside)
                evidence = (*name.evidence, *(e for b, _ in inside for e in b.evidence))
                yield FoundBody(name.text, members, _established(squeeze(name.text), words), evidence)
            break


def _holders(text: str) -> tuple[str, ...]:
    """Names at 、, and at ・ where each part is an office: 副市長・教育長."""
    return tuple(text.split("・")) if _OFFICE_HOLDERS.fullmatch(text) else _names(text)


def _posts(section: Section, words: Sequence[str]) -> FoundBody | None:
    """Posts and their holders side by side in a box under the heading of the body."""
    heading = section.heading
    if heading is None or not _BODY_NAME.search(section.title):
        return None
    posts = [b for b in section.blocks if _POST.match(squeeze(b.text)) and b.page == heading.page]
    members: list[tuple[str, tuple[str, ...]]] = []
    used: list[Block] = []
    for i, post in enumerate(posts):
        until = posts[i + 1].box[1] - 2 if i + 1 < len(posts) else post.box[3] + 3 * post.size
        beside = [
            b
            for b in section.blocks
            if b.page == post.page
            and b.container == post.container
            and b.box[0] > post.box[2]
            and post.box[1] - 2 <= b.box[1] < until
            and not _POST.match(squeeze(b.text))
        ]
        if beside:
            members.append((squeeze(post.text), _names("".join(b.text for b in beside))))
            used.extend((post, *beside))
    if len(members) < 2:
        return None
    evidence = (*heading.evidence, *(e for b in used for e in b.evidence))
    return FoundBody(heading.text, tuple(members), _established(section.title, words), evidence)


def _body(table: Table, words: Sequence[str]) -> FoundBody | None:
    if table.n_cols < 2:
        return None
    members: list[tuple[str, tuple[str, ...]]] = []
    name = table.caption if _BODY_NAME.search(squeeze(table.caption)) else ""
    used = []
    for row in table.grid():
        cells = list(dict.fromkeys(c for c in row if c is not None and c.text.strip()))
        if len(cells) == 1 and _BODY_NAME.search(squeeze(cells[0].text)):
            name = squeeze(cells[0].text)
            used.append(cells[0])
        elif len(cells) >= 2 and _POST.match(squeeze(cells[0].text)):
            members.append((squeeze(cells[0].text), _names("、".join(c.text for c in cells[1:]))))
            used.extend(cells)
    if not name or len(members) < 2:
        return None
    evidence = tuple(e for c in used for e in (c.evidence or (Evidence(c.page, (c.box,), c.text),)))
    return FoundBody(name, tuple(members), _established(name, words), evidence)


def _names(text: str) -> tuple[str, ...]:
    """Names at 、 outside brackets."""
    joined = normalise(text).replace("\n", "、")
    return tuple(n.strip() for n in re.split(r"[、,](?![^(]*\))", joined) if n.strip())


def _established(name: str, words: Sequence[str]) -> str | None:
    """ISO date printed in the sentence that says the body was set up."""
    for text in words:
        line = squeeze(text)
        m = re.search(_FOUNDED.format(name=re.escape(name)), line)
        if m is None:
            continue
        dated = list(re.finditer(r"(\d{4}|(?:令和|平成|昭和)(?:\d{1,2}|元))年(\d{1,2})月(\d{1,2})日", line[: m.end()]))
        if dated:
            years = [y.year.year for y in find_years(dated[-1][0]) if y.year]
            if years:
                return f"{years[0]:04d}-{int(dated[-1][2]):02d}-{int(dated[-1][3]):02d}"
    return None
