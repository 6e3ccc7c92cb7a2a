"""Numbers with 万・千・億・兆 and counted units, in text normalised by `corpus.text.normalise`."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from corpus.vocabulary import vocabulary, when_changed

_SCALES = {"百": 10**2, "千": 10**3, "万": 10**4, "億": 10**8, "兆": 10**12}
_DIGITS = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_GROUP = re.compile(rf"(?P<digits>{_DIGITS})(?P<scale>[百千万億兆]*)")
_NUMBER = re.compile(
    r"(?<![\dA-Za-z第])(?<!\d[.,])(?P<sign>[▲△±]|(?<![\d年月度])[-−])?"
    rf"(?P<body>(?:{_DIGITS})[百千万億兆]*(?:(?:{_DIGITS})[千万億]+)*"
    r"(?:(?<=[千万億兆])\d{1,4})?)"
)
_KANJI_NUMBER = re.compile(r"(?<![\d一二三四五六七八九十百千万第])(?P<body>[一二三四五六七八九十百千万]+)")
_VAGUE = re.compile(r"(?:数[十百千万億]+|[二三四五六七八九]?[十百千]+数[万億]?)(?=[^\d、。,])")
_FRACTION = re.compile(r"\d+分の\d+")
_KANJI_DIGITS = {c: i for i, c in enumerate("一二三四五六七八九", start=1)}

_OTHER_UNIT = re.compile(r"[一-龥々ァ-ヶーA-Za-z]{1,8}(?=$|以上|以下|超|未満|程度|強|弱|[(/])")
_NOT_A_UNIT = re.compile(
    r"(?:以上|以下|未満|程度|増加|減少|向上|削減|低減|拡大|維持|達成|実施|次|期|号|条|章|項|月|階|丁目)"
)
_PLACES = frozenset("市町村区県国部位")
_PER = re.compile(r"/(?:年度|年|月|日|週|回|人・?日|人|km2|ha|10a|戸|世帯|か所|校|件|人口)")


@dataclass(frozen=True, slots=True)
class Counted:
    """A number with its unit at text[start:end]. `number` is None for 十数 and for a range (80~100団体)."""

    start: int
    end: int
    number: float | None
    unit: str | None
    vague: bool = False
    per_year: bool = False


_KA = re.compile(r"[カヶケヵ箇](?=年)")
_FOLDED = ("か所", "か国", "か月")
"""Units whose spellings are one in running words as well, not only behind a number."""


@lru_cache(maxsize=1)
def _units() -> tuple[re.Pattern[str], dict[str, str], re.Pattern[str], dict[str, str]]:
    """The pattern of every unit and what each spelling stands for; the same of those that are folded everywhere."""
    units = vocabulary().units
    names = {spelled: unit.name for unit in units for spelled in (unit.name, *unit.spelled)} | {"割": "割"}
    folded = {spelled: u.name for u in units if u.name in _FOLDED for spelled in u.spelled}
    return _any_of(names), names, _any_of(folded), folded


when_changed(_units.cache_clear)


def _any_of(words: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(re.escape(w) for w in sorted(words, key=len, reverse=True)))


def fold_units(text: str) -> str:
    """か所, 箇所, カ所, ヶ所 are one unit; so are か国, か月."""
    _, _, pattern, folded = _units()
    return _KA.sub("か", pattern.sub(lambda m: folded[m[0]], text))


def resolve(body: str) -> float:
    """`3万5千` → 35000.0, `1億2,000万` → 120000000.0, `500百万` → 500000000.0."""
    total = Decimal(0)
    for m in _GROUP.finditer(body):
        part = Decimal(m["digits"].replace(",", ""))
        for scale in m["scale"]:
            part *= _SCALES[scale]
        total += part
    return float(total)


def kanji_number(body: str) -> float:
    """`三千五百` → 3500.0."""
    total = section = digit = 0
    for c in body:
        if c in _KANJI_DIGITS:
            digit = _KANJI_DIGITS[c]
        elif c == "十":
            section, digit = section + (digit or 1) * 10, 0
        elif c in "百千":
            section, digit = section + (digit or 1) * _SCALES[c], 0
        else:
            total, section, digit = total + (section + digit or 1) * _SCALES[c], 0, 0
    return float(total + section + digit)


def _unit_at(text: str, start: int) -> tuple[int, str | None]:
    pattern, names, _, _ = _units()
    m = pattern.match(text, start)
    if m is None:
        other = _OTHER_UNIT.match(text, start)
        if other is None or _NOT_A_UNIT.match(text, start):
            return start, None
        m = other
    return m.end(), names.get(m[0], m[0])


def _counted(text: str, start: int, end: int, number: float | None, vague: bool = False) -> Counted:
    end, unit = _unit_at(text, end)
    if unit == "割":
        number = None if number is None else float(Decimal(str(number)) * 10)
        unit = "%"
        part = re.compile(r"(\d)分").match(text, end)
        if part:
            end, number = part.end(), (number or 0) + int(part[1])
    per = _PER.match(text, end) if unit else None
    per_year = False
    if per:
        end = per.end()
        per_year = per[0] in ("/年", "/年度")
        if not per_year:
            unit = f"{unit}{per[0]}"
    return Counted(start, end, number, unit, vague, per_year)


def _hours(hours: float | None, minutes: float | None) -> float | None:
    return None if hours is None or minutes is None else hours + minutes / 60


def find_numbers(text: str) -> list[Counted]:
    """Every counted number of the text, left to right; years are for the caller to mask.

    A range (`80~100団体`) and a share (`5/10地区`) are one entry without a number; so is 十数か所. 割 becomes %.
    ▲, △ and a leading minus give a negative number.
    """
    found: list[Counted] = []
    for m in _NUMBER.finditer(text):
        if found and m.start() < found[-1].end:
            continue
        number: float | None = resolve(m["body"])
        fraction = _FRACTION.match(text, m.start("body"))
        if fraction:
            found.append(Counted(m.start(), fraction.end(), None, None))
            continue
        if m["sign"] == "±":
            number = number or None
            number = 0.0 if number is None else None
        elif m["sign"] and number is not None:
            number = -number
        found.append(_counted(text, m.start(), m.end(), number))
    merged: list[Counted] = []
    for counted in found:
        before = merged[-1] if merged else None
        between = text[before.end : counted.start] if before else ""
        if before and re.fullmatch(r"[~-]約?|/", between) and text[counted.start] not in "▲△":
            merged[-1] = Counted(before.start, counted.end, None, counted.unit or before.unit)
        elif before and not between and (before.unit, counted.unit) == ("時間", "分"):
            merged[-1] = Counted(before.start, counted.end, _hours(before.number, counted.number), "時間")
        else:
            merged.append(counted)
    for m in _VAGUE.finditer(text):
        counted = _counted(text, m.start(), m.end(), None, vague=True)
        if counted.unit and all(counted.end <= c.start or c.end <= counted.start for c in merged):
            merged.append(counted)
    for m in _KANJI_NUMBER.finditer(text):
        unit = _units()[0].match(text, m.end())
        if unit is None or unit[0] in _PLACES or (m["body"] == "一" and unit[0] not in ("か所", "割")):
            continue
        counted = _counted(text, m.start(), m.end(), kanji_number(m["body"]))
        if all(counted.end <= c.start or c.end <= counted.start for c in merged):
            merged.append(counted)
    return sorted(merged, key=lambda c: c.start)
