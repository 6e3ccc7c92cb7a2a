"""KPIs printed in lines: under a <KPI> heading, beneath a goal's heading, after an explicit 数値目標：."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TypeAlias

from corpus.pages import Block, BlockKind, Evidence
from corpus.records import Value, ValueKind
from corpus.text import normalise, squeeze
from ingest.sections import Section, joined
from ingest.values import Phrase, parse_phrases

KPI_TITLE = re.compile(
    r"^(?:主な)?(?:.{1,20}(?:に関する|に向けた|の))?(?:KPI|重要業績評価指標|(?:成果|評価|目標|達成|まちづくり)?指標)(?:\(.{1,16}\))?$"
    r"|^KPI\(重要業績評価指標\)$|^(?:基本目標の)?数値目標(?:\(.{1,16}\))?$"
    r"|^(?:\d{1,2}年後の)?目標(?:値)?$|^(?:20\d\d|令和\d+)年度?まで(?:に|の).{0,6}(?:数値|目標)$"
)
_LEAD = re.compile(r"^[※■●○◆◇★☆・【\[<〔《]*(?:KPI|重要業績評価指標(?:\(KPI\))?|数値目標)\d?(?:[】\]>〕》]+[::]?|[::])")
_HEADER = re.compile(
    r"^(?:指標(?:名)?|(?:現状|基準|実績|目標)値?(?:\([^()]*\))?)(?:$|\d)|^(?:現状|基準|目標)値\([^()]*\)\d"
)
_NEXT_LEAD = re.compile(r"(?<=。)(?=[※■●○◆◇★☆・【\[<〔《]*(?:KPI|重要業績評価指標|数値目標))")
_ALONE = re.compile(r"^[※■●○◆◇・【\[<《〈]*|[】\]>》〉]*$")
_LONGEST = 120
FoundLine: TypeAlias = tuple[Phrase, tuple[Evidence, ...]]


def is_target_line(text: str) -> bool:
    """Whether a line is an indicator with its numeric target and year, and nothing else."""
    return len(text) <= _LONGEST and not text.endswith("。") and bool(_sound(parse_phrases(text)))


def _sound(phrases: tuple[Phrase, ...]) -> tuple[Phrase, ...]:
    """The phrases when all of them are fit to publish, else none."""
    if phrases and all(_is_indicator(p.indicator) and p.targets and _dated(p) for p in phrases):
        return phrases
    return ()


def _dated(phrase: Phrase) -> bool:
    return any(t.year is not None or t.duration is not None for t in phrase.targets) or phrase.baseline is not None


def _is_indicator(words: str) -> bool:
    return 2 <= len(words) <= 90 and "。" not in words and not re.fullmatch(r"[\d\W]+", words)


def _told(value: Value) -> bool:
    return (
        value.number is not None
        or value.unit is not None
        or value.kind in (ValueKind.RELATIVE, ValueKind.QUALITATIVE, ValueKind.CHANGE)
    )


def boxed_kpis(section: Section, around: int | None) -> Iterator[FoundLine]:
    """KPIs in the lines under a <KPI> heading: `指標：値（年）`, one or more a line."""
    yield from _in_box(section.blocks, around)


def _in_box(blocks: Sequence[Block], around: int | None) -> Iterator[FoundLine]:
    """Phrases of one line each, or an indicator in one line and its values in the next."""
    name: Block | None = None
    if any(_HEADER.match(squeeze(b.text)) for b in blocks):
        return
    for block in blocks:
        above, name = name, None
        if len(block.text) > 2 * _LONGEST or block.text.endswith("。"):
            continue
        phrases = parse_phrases(block.text, around)
        if not phrases and _is_indicator(squeeze(block.text)) and not _LEAD.match(squeeze(block.text)):
            name = block
        first = phrases[0] if phrases else None
        if first and above and not first.indicator and first.targets and len(phrases) == 1:
            indicator = "".join(normalise(above.text).split()).rstrip(":")
            phrases = (replace(first, indicator=indicator),)
            evidence = joined(above.evidence, block.evidence)
        else:
            evidence = block.evidence
        for phrase in phrases:
            if _is_indicator(phrase.indicator) and phrase.targets and all(_told(t) for t in phrase.targets):
                yield phrase, evidence


def titled_kpis(section: Section, around: int | None) -> Iterator[tuple[Block, FoundLine]]:
    """KPIs beneath a line that only says 重要業績評価指標(KPI), set as words and not as a heading; with that line."""
    blocks = section.blocks
    for i, block in enumerate(blocks):
        if block.kind is BlockKind.HEADING or not KPI_TITLE.match(_ALONE.sub("", squeeze(block.text))):
            continue
        below: list[Block] = []
        for other in blocks[i + 1 :]:
            if other.container != block.container or other.page != block.page or other.text.endswith("。"):
                break
            if KPI_TITLE.match(_ALONE.sub("", squeeze(other.text))):
                break
            below.append(other)
        for found in _in_box(below, around):
            yield block, found


def heading_kpis(section: Section, around: int | None) -> Iterator[FoundLine]:
    """Target lines directly beneath a goal's or measure's heading, set as headings or as first lines."""
    lines = [c.heading for c in section.children if c.heading]
    for block in (*lines, *section.blocks):
        words = _LEAD.sub("", squeeze(block.text)) if _LEAD.match(squeeze(block.text)) else block.text
        if is_target_line(words):
            for phrase in _sound(parse_phrases(words, around)):
                yield phrase, block.evidence


def led_kpis(section: Section, around: int | None) -> Iterator[FoundLine]:
    """Lines that say of themselves that they are KPIs: `KPI：…`, `【数値目標】…`."""
    for block in section.blocks:
        for words in _NEXT_LEAD.split(squeeze(block.text)):
            lead = _LEAD.match(words)
            if lead is None or len(words) > _LONGEST:
                continue
            for phrase in parse_phrases(words[lead.end() :], around):
                if _is_indicator(phrase.indicator) and phrase.targets and all(_told(t) for t in phrase.targets):
                    yield phrase, block.evidence
