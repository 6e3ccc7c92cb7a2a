"""Bodies in charge told once for several measures: `((a)~(c)について、内閣府、国土交通省住宅局((b)のみ))`."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from corpus.text import normalise
from ingest.found_measures import FoundMeasure
from ingest.list_items import bodies
from ingest.sections import Section, joined
from ingest.value_pieces import mask

_SIGN = r"(?:\([a-z0-9]{1,2}\)|[①-⑳]|[ア-ン]|[a-z])"
_TELLS = re.compile(
    rf"\(\s*(?P<scope>{_SIGN}(?:(?:~|-|から|まで|及び|並びに|・|、|,)?{_SIGN})*(?:まで)?)(?:については?|は|に関し)、?(?P<names>.+)\)。?\s*$",
    re.DOTALL,
)
_SCOPE = re.compile(rf"\(\s*{_SIGN}[^。]{{0,24}}?について[^。]+\)。?\s*$")
_ONLY = re.compile(rf"\((?P<signs>{_SIGN}(?:(?:~|及び|・|、|,)?{_SIGN})*)のみ\)$")


@dataclass(frozen=True, slots=True)
class Scoped:
    """Who is in charge of which measure: `shares` by the measure's number as printed, `text` the words before."""

    text: str
    shares: Mapping[str, tuple[str, ...]]


def scoped_bodies(text: str, numbers: Sequence[str]) -> Scoped | None:
    """The bodies in charge of each of the measures `numbers` (in order) that a closing bracket tells.

    None unless the bracket names measures of that list and nothing but bodies.
    """
    words = re.sub(r"\s", "", normalise(text))
    m = _TELLS.search(words)
    if m is None:
        return None
    scope = _covered(m["scope"], numbers)
    shares: dict[str, list[str]] = {number: [] for number in scope}
    for name in _names(m["names"]):
        only = _ONLY.search(name)
        named = bodies(name[: only.start()] if only else name)
        of = _covered(only["signs"], numbers) if only else scope
        if len(named) != 1 or not of or not set(of) <= set(scope):
            return None
        for number in of:
            shares[number].append(named[0])
    if not scope:
        return None
    return Scoped(words[: m.start()], {number: tuple(names) for number, names in shares.items()})


def _names(text: str) -> list[str]:
    """Names at 、 and ・ outside brackets."""
    names, start = [], 0
    for m in re.finditer("[、,・]|及び", mask(text)):
        names.append(text[start : m.start()])
        start = m.end()
    return [name for name in (*names, text[start:]) if name]


def _covered(signs: str, numbers: Sequence[str]) -> list[str]:
    """The numbers that `(a)~(c)` or `①及び③` covers; none when one of them is unknown."""
    covered: list[str] = []
    upto = False
    for m in re.finditer(rf"(?P<sign>{_SIGN})|(?P<range>~|-|から)", signs):
        if m["range"]:
            upto = bool(covered)
            continue
        if m["sign"] not in numbers:
            return []
        at = list(numbers).index(m["sign"])
        start = list(numbers).index(covered[-1]) + 1 if upto else at
        covered.extend(numbers[start : at + 1])
        upto = False
    return covered


def shared_out(root: Section, found: Sequence[FoundMeasure]) -> list[FoundMeasure]:
    """The measures with the bodies that a line tells for several of them: `((a)~(b)について、…省、…省((b)のみ))`."""
    told = list(found)
    for section in root.walk():
        for block in section.blocks:
            if "について" not in block.text:
                continue
            own = {e for b in section.blocks for e in b.evidence}
            beside = [section, *(section.parent.children if section.parent else ())]
            among = [
                i
                for i, m in enumerate(told)
                if m.number and (any(m.section is s for s in beside) or (m.section is None and m.evidence[0] in own))
            ]
            scoped = scoped_bodies(block.text, [told[i].number or "" for i in among])
            for i in among if scoped else ():
                share = scoped.shares.get(told[i].number or "") if scoped else None
                if share:
                    told[i] = replace(
                        told[i],
                        ministries=share,
                        description=_SCOPE.sub("", told[i].description),
                        evidence=joined(told[i].evidence, block.evidence),
                    )
    return told
