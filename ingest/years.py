"""Years as Japanese plans print them: Western, 和暦, letters (R7), two digits, ranges, and spans of years.

All functions read text normalised by `corpus.text.normalise`. Eras: first years by 元号法 and its forerunners.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_ERAS = {"明治": 1867, "大正": 1911, "昭和": 1925, "平成": 1988, "令和": 2018}
_LETTERS = {"M": "明治", "T": "大正", "S": "昭和", "H": "平成", "R": "令和"}
_ERA = r"(?:明治|大正|昭和|平成|令和|(?<![A-Za-z])[MTSHR]\.?(?=\d|元))"
_WAVE = r"(?:~|から|-|—|―|→)"

_RANGE = re.compile(
    rf"(?P<era1>{_ERA})?(?P<n1>元|\d{{1,4}})(?P<mark1>年度|年)?{_WAVE}(?P<era2>{_ERA})?(?P<n2>元|\d{{1,4}})"
    r"(?P<mark2>年度|年)?(?![\d,.])"
)
_ERA_YEAR = re.compile(
    rf"(?P<era>{_ERA})(?P<n>元|\d{{1,2}})(?:(?P<mark>年度|年)(?:(?P<month>\d{{1,2}})月(?:\d{{1,2}}日)?)?"
    r"|[./](?P<month2>\d{1,2})(?!\d)|(?![\dA-Za-z,.]))"
)
_WESTERN = re.compile(
    r"(?<!\d)(?<!\d[.,])(?:西暦)?(?P<n>(?:19|20)\d{2})(?:(?P<mark>年度|年(?!間))(?:(?P<month>\d{1,2})月(?:\d{1,2}日)?)?"
    r"|FY|[./](?P<month2>\d{1,2})(?!\d))"
)
_FY = re.compile(r"(?<![A-Za-z])FY(?P<n>(?:19|20)\d{2})(?!\d)")
_TWO_DIGITS = re.compile(
    r"(?<!\d)(?<!\d[.,])['’](?P<q>\d{2})(?P<qmark>年度|年)?|(?<!\d)(?<!\d[.,])(?P<n>\d{2})(?P<mark>年度|年(?=末|まで))"
)
_BARE = re.compile(r"^(?P<n>(?:19|20)\d{2})$")
_DURATION = re.compile(
    r"(?:今後|以降|向こう)?(?:約|概ね|おおむね)?(?<![\d,.])(?P<n>\d{1,2}|[一二三四五六七八九十])(?:[かカヶヵケ箇]年|年)"
    r"(?P<what>間|程度|後|以内|をかけて|目)"
    r"|(?:今後|向こう)(?P<n2>\d{1,2})(?:[かカヶヵケ箇]年|年)"
    r"|(?<![\d,.])(?P<n3>\d{1,2})(?:[かカヶヵケ箇]年|年(?=の?(?:累計|合計|計)))"
)
_SINCE = re.compile(
    rf"(?:(?P<era>{_ERA})(?P<n>元|\d{{1,2}})|(?P<west>(?:19|20)\d{{2}}))(?P<mark>年度|年)から(?:の)?(?P<span>\d{{1,2}})(?:[かカヶヵケ箇]年間?|年間)"
)
_TWICE = re.compile(
    rf"(?:(?P<west>(?:19|20)\d{{2}})(?P<mark>年度|年)?\((?P<era>{_ERA})(?P<n>元|\d{{1,2}})(?P<mark2>年度|年)?\)"
    rf"|(?P<era2>{_ERA})(?P<n2>元|\d{{1,2}})(?P<mark3>年度|年)?\((?:西暦)?(?P<west2>(?:19|20)\d{{2}})(?P<mark4>年度|年)?\))"
    r"(?P<mark5>年度|年(?!間))?"
)
_KANJI = {c: i for i, c in enumerate("一二三四五六七八九十", start=1)}


@dataclass(frozen=True, slots=True)
class Year:
    """A Western year; `fiscal` is True for 年度, False for 年, None where neither is printed (R7)."""

    year: int
    fiscal: bool | None


@dataclass(frozen=True, slots=True)
class YearMention:
    """A year, a range of years or a span of years at text[start:end]."""

    start: int
    end: int
    year: Year | None = None
    period: tuple[int, int] | None = None
    duration: int | None = None
    after: bool = False


def fold_years(text: str) -> str:
    """Years told in both calendars as the Western one: `令和11(2029)年度`, `2029年度(令和11年度)` → `2029年度`."""

    def once(m: re.Match[str]) -> str:
        west = m["west"] or m["west2"]
        if _western(m["era"] or m["era2"], m["n"] or m["n2"], None) != int(west):
            return m[0]
        mark = m["mark"] or m["mark3"] or m["mark5"] or m["mark2"] or m["mark4"]
        behind = (m["mark5"] or "") if m["mark"] or m["mark3"] else ""
        return f"{west}{mark or '年'}{behind}"

    return _TWICE.sub(once, text)


def _western(era: str | None, digits: str, around: int | None, borrowed: str | None = None) -> int | None:
    """Western year of printed digits; `borrowed` is the era printed at the other end of a range."""
    n = 1 if digits == "元" else int(digits)
    name = era or borrowed
    if name:
        name = _LETTERS.get(name.rstrip("."), name)
        return _ERAS[name] + n if 1 <= n <= 99 else None
    if n >= 1900:
        return n if n <= 2100 else None
    if len(digits) != 2:
        return None
    return _two_digits(n, around)


def _two_digits(n: int, around: int | None) -> int:
    """The year nearest to `around` that 27 can stand for: 2027, or the 27th of the era current at the time."""
    if around is None:
        return 2000 + n
    era = _ERAS["令和"] if around >= 2019 else _ERAS["平成"]
    return min((2000 + n, era + n), key=lambda year: abs(year - around))


def _fiscal(mark: str | None) -> bool | None:
    return None if mark is None else mark == "年度"


def _ranges(text: str, around: int | None) -> list[YearMention]:
    found: list[YearMention] = []
    for m in _RANGE.finditer(text):
        mark = m["mark2"] or m["mark1"]
        if not (mark or (m["era1"] and m["era2"])):
            continue
        spelled = m["era1"] or len(m["n1"]) == 4 or (m["mark1"] and m["era2"])
        if not (spelled or (len(m["n1"]) == 2 and m["mark2"] == "年度")):
            continue
        first = _western(m["era1"], m["n1"], around)
        second_borrows = m["era1"] if not m["era2"] and len(m["n2"]) < 4 else None
        last = _western(m["era2"], m["n2"], first or around, second_borrows)
        if m["era2"] is None and second_borrows is None and first and len(m["n2"]) == 2 and len(m["n1"]) == 4:
            last = first // 100 * 100 + int(m["n2"])
        if first and last and first <= last <= first + 50:
            found.append(YearMention(m.start(), m.end(), Year(last, _fiscal(mark)), period=(first, last)))
    return found


def _singles(text: str, around: int | None) -> list[YearMention]:
    found: list[YearMention] = []
    for m in _ERA_YEAR.finditer(text):
        year = _western(m["era"], m["n"], around)
        if year is not None:
            fiscal = False if m["month"] or m["month2"] else _fiscal(m["mark"])
            found.append(YearMention(m.start(), m.end(), Year(year, fiscal)))
    for m in _WESTERN.finditer(text):
        fiscal = False if m["month"] or m["month2"] else _fiscal(m["mark"])
        found.append(YearMention(m.start(), m.end(), Year(int(m["n"]), fiscal)))
    found.extend(YearMention(m.start(), m.end(), Year(int(m["n"]), True)) for m in _FY.finditer(text))
    for m in _TWO_DIGITS.finditer(text):
        n = int(m["q"] or m["n"])
        year = 2000 + n if m["q"] else _two_digits(n, around)
        found.append(YearMention(m.start(), m.end(), Year(year, _fiscal(m["qmark"] or m["mark"]))))
    return found


def _since(text: str) -> list[YearMention]:
    """`令和7年度からの3年間`: the years from the first to the last of them."""
    found: list[YearMention] = []
    for m in _SINCE.finditer(text):
        first, span = _western(m["era"], m["n"] or m["west"], None), int(m["span"])
        if first is not None and span:
            last = Year(first + span - 1, _fiscal(m["mark"]))
            found.append(YearMention(m.start(), m.end(), last, (first, last.year), span))
    return found


def _durations(text: str) -> list[YearMention]:
    found: list[YearMention] = []
    for m in _DURATION.finditer(text):
        digits = m["n"] or m["n2"] or m["n3"]
        if m["what"] == "目":
            continue
        years = _KANJI.get(digits) or int(digits)
        found.append(YearMention(m.start(), m.end(), duration=years, after=m["what"] == "後"))
    return found


def find_years(text: str, around: int | None = None) -> list[YearMention]:
    """Every year, range and span of years in the text, left to right, without overlaps.

    `around` is the year of the document: it settles what two digits stand for. Without it 27年度 is 2027.
    """
    chosen: list[YearMention] = []
    for mention in (*_ranges(text, around), *_since(text), *_singles(text, around), *_durations(text)):
        if all(mention.end <= c.start or c.end <= mention.start for c in chosen):
            chosen.append(mention)
    return sorted(chosen, key=lambda mention: mention.start)


def year_of(label: str, around: int | None = None) -> Year | None:
    """The one year a table header or a bracket names (`目標値(2019年度)`, `R7`, `2027`); None when none or several."""
    label = fold_years(label)
    bare = _BARE.match(label.strip())
    if bare:
        return Year(int(bare["n"]), None)
    mentions = [m for m in find_years(label, around) if m.year is not None]
    years = {m.year.year for m in mentions if m.year is not None}
    if len(years) != 1 or mentions[0].period:
        return None
    known = [m.year for m in mentions if m.year is not None and m.year.fiscal is not None]
    return known[0] if known else mentions[0].year


def fiscal_year_of(words: str, around: int | None = None) -> int | None:
    """The fiscal year (April to March) in which a deadline falls: `令和8年度末` → 2026, `2027年3月` → 2026."""
    year = year_of(words, around)
    if year is None:
        return None
    month = re.search(r"年(\d{1,2})月|[./](\d{1,2})(?!\d)", words)
    if year.fiscal or month is None:
        return year.year
    return year.year - 1 if int(month[1] or month[2]) <= 3 else year.year


def period_of(text: str, around: int | None = None) -> tuple[int, int] | None:
    """The first range of years in the text, as (first, last)."""
    return next((m.period for m in find_years(text, around) if m.period), None)
