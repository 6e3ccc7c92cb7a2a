"""What a document tells of its own past: earlier strategies with their years, and what was decided when."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from corpus.pages import Block, BlockKind, Box, Page, union
from corpus.records import Decision, Term
from corpus.text import normalise, squeeze
from ingest.evidence import verified
from ingest.years import find_years

_DATED = (
    r"(?P<year>(?:19|20)\d{2}|(?:明治|大正|昭和|平成|令和)(?:\d{1,2}|元))年(?:\((?:令和|平成)?(?:\d{1,4}|元)年?\))?"
    r"(?P<month>\d{1,2})月(?P<day>\d{1,2})日"
)
_KIND = (
    r"(?P<kind>閣議(?:決定|了解)"
    r"|[一-龥ァ-ヶーA-Za-z0-9・、]{2,40}?(?:本部|会議|委員会|審議会|協議会|幹事会|大臣)(?:決定|了承|申合せ|了解))"
)
_QUOTED = re.compile(rf"[「『](?P<title>[^「」『』]{{4,80}})[」』](?:の[^「」()]{{0,8}})?\({_DATED}に?{_KIND}\)")
_HEADED = re.compile(rf"^(?P<title>[^()「」『』、。]{{4,60}}?)(?:の概要|\(概要\)|\(本文\))?\({_DATED}{_KIND}\)$")
_SUBTITLE = re.compile(r"[~―—–-][^~―—–-]{4,}[~―—–-]$")
_TERM = re.compile(
    r"^[(〔]?(?P<first>(?:平成|令和)?(?:\d{1,4}|元)(?:年度?)?)~(?P<last>(?:平成|令和)?(?:\d{1,4}|元)年度)[)〕]?$"
)
_PLAN = re.compile(r"戦略|計画|プラン|ビジョン|構想|ロードマップ|パッケージ|方針")
_SHORTEST, _LONGEST = 2, 15
_SKIPPED = frozenset({BlockKind.TOC, BlockKind.RUNNING_HEAD, BlockKind.PAGE_NUMBER})


def find_decisions(blocks: Sequence[Block], pages: Sequence[Page]) -> tuple[Decision, ...]:
    """Every `「題名」(令和7年6月13日閣議決定)`, and headings of that form, each once, in reading order."""
    found: dict[tuple[str, str], Decision] = {}
    for block in blocks:
        if block.kind in _SKIPPED:
            continue
        text = squeeze(block.text)
        headed = _HEADED.match(text)
        for m in [headed] if headed else _QUOTED.finditer(text):
            day = _iso(m)
            title = _SUBTITLE.sub("", m["title"])
            places = tuple(e for e in block.evidence if verified(pages[e.page - 1], e))
            if day and places and len(places) == len(block.evidence):
                found.setdefault((squeeze(title), day), Decision(title, day, m["kind"], places))
    return tuple(found.values())


def _iso(m: re.Match[str]) -> str | None:
    years = [y.year.year for y in find_years(f"{m['year']}年") if y.year]
    month, day = int(m["month"]), int(m["day"])
    return f"{years[0]:04d}-{month:02d}-{day:02d}" if years and 1 <= month <= 12 and 1 <= day <= 31 else None


def find_lineage(title: str, blocks: Sequence[Block], pages: Sequence[Page]) -> tuple[Term, ...]:
    """The years of successive strategies drawn as a row of labels (`2015年度~2019年度`) on a page of a plan.

    `title` is the document's. Only a row of at least two that starts anew each time counts; the words right above a
    label, where they stand in its column, name the strategy.
    """
    if not _PLAN.search(title):
        return ()
    by_page: dict[int, list[Block]] = {}
    for block in blocks:
        if block.kind not in _SKIPPED and len(block.evidence) == 1:
            by_page.setdefault(block.page, []).append(block)
    for number, here in sorted(by_page.items()):
        labels = sorted(_labels(here), key=lambda label: label[1][0].box[0])
        terms = [_term(words, parts, here) for words, parts in labels]
        told = [t for t in terms if t and all(verified(pages[number - 1], e) for e in t.evidence)]
        starts = [t.start_fy for t in told]
        if len(told) > 1 and starts == sorted(set(starts)) and _in_a_row([parts for _, parts in labels]):
            return tuple(told)
    return ()


def _labels(blocks: Sequence[Block]) -> Iterator[tuple[str, list[Block]]]:
    """Blocks, or two printed under one another, that say a range of years and nothing else."""
    used: set[int] = set()
    for block in blocks:
        if id(block) in used:
            continue
        words = squeeze(block.text)
        if _TERM.match(words):
            yield words, [block]
            continue
        if not re.fullmatch(r"(?:平成|令和)?(?:\d{1,4}|元)年度?", words):
            continue
        below = next((b for b in blocks if b is not block and _under(block.box, b.box, block.size)), None)
        if below is not None and _TERM.match(words + squeeze(below.text)):
            used.add(id(below))
            yield words + squeeze(below.text), [block, below]


def _under(upper: Box, lower: Box, size: float) -> bool:
    return 0 <= lower[1] - upper[3] < size and lower[0] < upper[2] and upper[0] < lower[2]


def _term(words: str, parts: Sequence[Block], blocks: Sequence[Block]) -> Term | None:
    mention = next((m for m in find_years(words) if m.period), None)
    if mention is None or mention.period is None:
        return None
    first, last = mention.period
    if not _SHORTEST <= last - first <= _LONGEST:
        return None
    box = union([p.box for p in parts])
    over = [b for b in blocks if b not in parts and b.box[3] <= box[1] and abs(_middle(b.box) - _middle(box)) < 20]
    name = max(over, key=lambda b: b.box[3]) if over else None
    named = name if name is not None and _PLAN.search(name.text) and not name.text.endswith("。") else None
    evidence = tuple(e for b in ([named] if named else []) + list(parts) for e in b.evidence)
    return Term(words, first, last, normalise(named.text).strip() if named else None, evidence)


def _middle(box: Box) -> float:
    return (box[0] + box[2]) / 2


def _in_a_row(labels: Sequence[Sequence[Block]]) -> bool:
    tops = [parts[0].box[1] for parts in labels]
    return max(tops) - min(tops) < 12
