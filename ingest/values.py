"""KPI phrases understood: `指標：基準値（年）→目標値（年度）` and its many relatives.

A phrase is cut at its colon, arrow and commas into pieces of one value each (`ingest.value_pieces`). What is not
understood keeps `number` None beside the printed text; nothing is guessed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import pairwise

from corpus.records import Value, ValueKind
from corpus.text import normalise, squeeze
from ingest.numbers import find_numbers
from ingest.value_pieces import (
    BASELINE_LEAD,
    MASK,
    Piece,
    When,
    baseline_before,
    brackets,
    in_bracket,
    mask,
    numeric,
    read_when,
    stated,
    tidy,
    timed,
)
from ingest.years import Year, year_of

_ARROW = re.compile(r"[→⇒➡⇨➔➜]|->|=>")
_TARGET_LEAD = re.compile(
    r"^[※*]?(?:(?:数値目標|目標値?|KPI|重要業績評価指標)(?:\([^()]*\))?[::]|(?:数値)?目標値?(?=[約\d]))"
)
_LED_YEAR = re.compile(
    r"(?:^|(?<=[、::→]))(?:(?:中間|最終)目標値?\((?P<a>[^()]*\d(?:年度?)?末?)\)[::]?"
    r"|(?P<b>(?:令和|平成|R|H)?\d{1,4}(?:年度?)?)の?(?:中間|最終)?目標値?[::])"
)
_SPAN_BRACKET = re.compile(r"(?P<span>\d{1,2}(?:年間|か年))\((?P<when>[^()]*\d年度?)\)(?=で|の|累)")
_BULLET = re.compile(r"^[・◇◆○◎●■□▪➢✓※*\-\s]+")
_MARKED = re.compile(r"【(?:数値)?(?:目標|目標値|KPI)[::]([^】]*)】")
_MOVED = re.compile(
    r"(?P<old>.*?[\d%人件円所社団体倍)])から(?P<new>.+?)(?:に|へ|まで)(?:引き?上げ|引き?下げ|増|減|拡大|向上)?\D{0,10}"
)
_CUT = re.compile(
    r"[、;]|\.{2,}(?=\d)|,(?!\d{3}(?!\d))|(?<=[^\d~(])(?=(?:\d{4}年度?|(?:令和|平成)\d{1,2}年度?|[RH]\d{1,2}(?:年度?)?)[::])|/(?=\d)(?<=[^\d]/)"
    rf"|(?<={MASK})(?=約?\d)"
)
_LONGEST_PART = 6
_EMPTY = re.compile(r"^(?:[-―ー—–/・.…]+|なし|無し|未設定|未実施|該当なし|集計中|調査中|未定|N/A|n/a)?$")
_PAIR = re.compile(
    r"^(?P<name>.*?)[::、(【\[]?(?:現状|現況|基準|実績|当初)値?(?P<since>\([^()]*\))?[】\]]?[::]?(?P<old>[^現基目]{1,24}?)"
    r"[→⇒➡、,/;)】\]]*[(【\[]?(?:最終)?目標値?(?P<until>\([^()]*\))?[】\]]?[::]?(?P<new>[^現基目]{1,30}?)[)】\]]?$"
)
_STANDING = re.compile(r"(?<=.)[※*](?:現状値?|現在値?|基準値?|実績値?|直近値?|参考値?)(?:\([^()]*\))?[::]")
_TOLD_BRACKET = re.compile(
    r"\((?P<year>[^()]*\d(?:年度?)?)(?:末|時点)?の?(?P<what>実績|目標|現状|基準|見込み?|計画)値?\)"
)
_LED_BRACKET = re.compile(r"(?:^|(?<=[→⇒➡⇨➔➜]))\((?:現状|現在|基準|実績|目標)値?\)")
_DOUBLED = re.compile(r"(?P<old>.*\d.*?)(?:から|を)(?P<new>倍増|半減|[\d.]+倍(?:増|以上)?).*")
_UNTIL = re.compile(r"[^、。]{0,12}?年度?(?:末)?(?:までに|には|に)、?")
_YEAR_ALONE = re.compile(r"\d{2}年")
_WHERE = re.compile(r"(?:全国|全県|県内|府内|道内|都内|市内|町内|村内|区内|国内)(?:で|に)?|新たに|新規に")
_NOTE = re.compile(r"(?<=.)※.*$", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Phrase:
    """One KPI phrase: the indicator it names (may be empty), where it stands and where it is to go."""

    indicator: str
    baseline: Value | None = None
    targets: tuple[Value, ...] = ()


def unit_in(indicator: str) -> str:
    """The unit that an indicator names at its end: `観光客数(万人)`, `利用率[%]`, `件数(単位:件)`; else empty."""
    m = re.search(r"[(\[〔](?:単位[::])?([^()\[\]〔〕]{1,6})[)\]〕]$", squeeze(indicator))
    if m is None:
        return ""
    counted = find_numbers(f"1{m[1]}")
    return m[1] if len(counted) == 1 and counted[0].unit and counted[0].end == len(m[1]) + 1 else ""


def in_unit(value: Value, unit: str) -> Value:
    """A bare number in the unit that its column or indicator names."""
    if not unit or value.number is None or value.unit is not None:
        return value
    whole = parse_value(f"{value.text}{unit}")
    return value if whole.number is None else replace(value, number=whole.number, unit=whole.unit)


def _indicator(lead: str) -> str:
    lead = _BULLET.sub("", lead)
    name = re.sub(r"(?:[::、,]|について|に関し|現在|現状値?|を|は|が|の)+$", "", lead).strip()
    return "" if _WHERE.fullmatch(name) else name


def _split(text: str) -> list[str]:
    """Pieces at 、 ; and year labels outside brackets."""
    hidden = mask(text)
    cuts = [0, *(m.start() for m in _CUT.finditer(hidden)), len(text)]
    parts = [re.sub(r"^[、;,./ ]+|[、;,./ ]+$", "", text[a:b]) for a, b in pairwise(cuts)]
    return [p for p in parts if p]


def _pieces(text: str, around: int | None) -> list[Piece]:
    """One piece per value; a part without a value belongs to the next: `若者、女性の割合50%` is one piece."""
    pieces: list[Piece] = []
    pending = ""
    parts = _split(text)
    for i, part in enumerate(parts):
        piece = numeric(part, around)
        if piece is None and i == len(parts) - 1:
            piece = stated(part, around)
        elif piece is None and not pending:
            piece = stated(part, around)
            piece = piece if piece and not piece.lead and piece.value.year else None
        if piece is not None and pieces and _YEAR_ALONE.fullmatch(part) and pieces[0].value.unit != "年":
            continue
        if piece is None:
            pending = f"{pending}、{part}" if pending else part
            continue
        if pending:
            told = read_when(pending, around)
            if told.only_time:
                piece = replace(piece, value=timed(piece.value, _unless_known(told, piece.value)))
            else:
                head = numeric(pending + "0", around)
                when = When(year=Year(head.value.year, head.value.fiscal)) if head and head.value.year else When()
                value = timed(piece.value, _unless_known(when, piece.value))
                ahead, old = pending, None
                if value.year is not None and not piece.lead:
                    ahead, old = baseline_before(pending, Year(value.year, value.fiscal), around)
                ahead = head.lead if head and not old else ahead
                piece = Piece(f"{ahead}、{piece.lead}", value, piece.baseline or old)
        pieces.append(piece)
        pending = ""
    if pending and pieces:
        told = read_when(pending, around)
        if told.only_time:
            pieces[-1] = replace(pieces[-1], value=timed(pieces[-1].value, told))
    return pieces


def _unless_known(when: When, value: Value) -> When:
    return replace(when, year=None) if value.year is not None else when


def _colon(text: str, around: int | None) -> int:
    """Index of the colon between indicator and values; -1 without one. The colon of `2020年:8兆円` is none."""
    hidden = mask(text)
    for m in re.finditer("[::]", hidden):
        before = text[: m.start()]
        if not re.search(r"(?:年度?|年\d+月|[RH]\d+)$", before) or not read_when(before, around).year:
            return m.start()
    return -1


def _named(text: str, colon: int, around: int | None) -> tuple[Phrase, ...]:
    """`indicator:values`, where the left side may itself be a value that leads to the right one."""
    left, right = text[:colon], text[colon + 1 :]
    phrases = parse_phrases(right, around)
    if not phrases:
        return ()
    first = phrases[0]
    chained = numeric(left, around) if first.indicator else None
    if (
        chained
        and chained.value.unit
        and re.search(
            r"(?:[円人件所社団体%](?:支援|創出|育成|整備|達成|確保|設置|誘致)?|へ|に)$", mask(left).rstrip(MASK)
        )
    ):
        return (Phrase(_indicator(chained.lead), chained.baseline, (chained.value,)), *phrases)
    name = _indicator(left)
    if not first.indicator:
        unit = unit_in(name)
        targets = tuple(in_unit(v, unit) for v in first.targets)
        return (Phrase(name, in_unit(first.baseline, unit) if first.baseline else None, targets), *phrases[1:])
    if len(phrases) == 1 or (name and all(0 < len(p.indicator) <= _LONGEST_PART for p in phrases)):
        return tuple(replace(p, indicator=f"{name}:{p.indicator}") for p in phrases)
    return phrases


def _labelled_pair(pair: re.Match[str], around: int | None) -> tuple[Phrase, ...]:
    """`指標 基準値(H26):120人 目標値(H31):200人`: both values say what they are."""
    old = parse_value(pair["old"], year=year_of(pair["since"] or "", around), around=around)
    new = parse_value(pair["new"], year=year_of(pair["until"] or "", around), around=around)
    if new.number is None and new.kind is ValueKind.LEVEL:
        return ()
    return (Phrase(_indicator(pair["name"]), old, (new,)),)


def _with_standing(left: str, right: str, around: int | None) -> tuple[Phrase, ...]:
    """`指標:目標値(年)※現状:基準値(年)`: the note is the baseline of the last phrase before it."""
    phrases = parse_phrases(left, around)
    old = parse_value(right, around=around)
    if not phrases or phrases[-1].baseline is not None or old.number is None:
        return phrases
    return (*phrases[:-1], replace(phrases[-1], baseline=old))


def _several_arrows(text: str) -> list[str]:
    """The phrases of lines that ran together: `A 1人(2014年度)→5人(2019年度)B 7人(2014年度)→9人(2019年度)`."""
    hidden = mask(text)
    ends = [m.end() for m in re.finditer(f"(?:{_ARROW.pattern})[^→⇒➡]*?{MASK}+(?=[^{MASK}、,;を→⇒➡])", hidden)]
    parts = [text[a:b] for a, b in pairwise([0, *ends, len(text)])]
    return parts if len(parts) > 1 and all(_ARROW.search(mask(part)) for part in parts) else []


def _only_known(text: str, around: int | None) -> Phrase | None:
    """`利用者数50人(2023年度実績)`: what is, not what is aimed at."""
    told = _TOLD_BRACKET.search(text)
    if told is None or told.end() != len(text) or told["what"] not in ("実績", "現状", "基準") or _ARROW.search(text):
        return None
    if "目標" in text or len(_TOLD_BRACKET.findall(text)) > 1:
        return None
    pieces = _pieces(f"{text[: told.start()]}({told['year']})", around)
    return Phrase(_indicator(pieces[0].lead), pieces[0].value) if len(pieces) == 1 else None


def _from_old(doubled: re.Match[str], around: int | None) -> tuple[Phrase, ...]:
    """`2030年までに施設数を現在の60施設から倍増`: the baseline is told, the target is a multiple of it."""
    until = _UNTIL.match(doubled["old"])
    when = read_when(until[0], around) if until else When()
    old = numeric(doubled["old"][until.end() :] if until and when.year else doubled["old"], around)
    new = (numeric if doubled["new"][0].isdigit() else stated)(doubled[0][doubled.start("new") :], around)
    if old is None or new is None or old.value.number is None or new.lead:
        return ()
    target = timed(replace(new.value, kind=ValueKind.CHANGE), _unless_known(when, new.value))
    name = re.sub(r"(?:を|は|が|、)?(?:現在|現状|現行)の?$", "", old.lead)
    return (Phrase(_indicator(name), old.value, (target,)),)


def _over_arrow(text: str, arrow: re.Match[str], around: int | None) -> tuple[Phrase, ...] | None:
    """`指標 old→new`; None when the arrow is no arrow between values (地方→東京圏)."""
    left, right = text[: arrow.start()], text[arrow.end() :]
    pieces = [_pieces(step, around) for step in _ARROW.split(right)]
    if not all(pieces) or any(p.lead for step in pieces for p in step):
        return None
    targets = tuple(p.value for step in pieces for p in step)
    if _EMPTY.match(left[-1:]) and left[-1:]:
        return (Phrase(_indicator(left[:-1]), Value(text="-"), targets),)
    old = numeric(left, around)
    if old is None:
        return None if re.search(r"\d", mask(left)) else (Phrase(_indicator(left), None, targets),)
    return (Phrase(_indicator(old.lead), old.value, targets),)


def parse_phrases(text: str, around: int | None = None) -> tuple[Phrase, ...]:
    """Every indicator of a phrase with its values; empty when no value is found.

    `around` is the year of the document (for two-digit years, and to tell a baseline from a later target).
    """
    text = tidy(text)
    known = _only_known(text, around)
    if known is not None:
        return (known,)
    text = _TOLD_BRACKET.sub(r"(\g<year>)", text)
    text = _SPAN_BRACKET.sub(r"\g<when>の\g<span>", text)
    text = _LED_YEAR.sub(lambda m: f"{m['a'] or m['b']}:", text)
    if _ARROW.search(text):
        text = _LED_BRACKET.sub("", text)
    marked = _MARKED.findall(text)
    if marked:
        head = text[: text.index("【")]
        return (Phrase(_indicator(head), targets=tuple(parse_value(t, around=around) for t in marked)),)
    note = _STANDING.search(text)
    if note:
        return _with_standing(text[: note.start()], text[note.end() :], around)
    several = _several_arrows(text)
    if several:
        return tuple(phrase for part in several for phrase in parse_phrases(part, around))
    arrow = _ARROW.search(mask(text))
    pair = _PAIR.match(text)
    if pair:
        return _labelled_pair(pair, around)
    lead = BASELINE_LEAD.match(text)
    if lead and arrow is None and text[lead.end() - 1] in "::":
        value = parse_value(text[lead.end() :], around=around)
        return (Phrase("", baseline=value),) if value.number is not None else ()
    text = _TARGET_LEAD.sub("", text)
    arrow = _ARROW.search(mask(text))
    colon = _colon(text, around)
    if colon > 0:
        return _named(text, colon, around)
    if arrow:
        found = _over_arrow(text, arrow, around)
        if found is not None:
            return found
    doubled = _DOUBLED.fullmatch(text)
    if doubled:
        return _from_old(doubled, around)
    moved = _MOVED.fullmatch(text)
    if moved:
        before, after = numeric(moved["old"], around), numeric(moved["new"], around)
        if before and after and not after.lead and before.value.unit == after.value.unit:
            return (Phrase(_indicator(before.lead), before.value, (after.value,)),)
    phrases: list[Phrase] = []
    for piece in _pieces(text, around):
        name = _indicator(piece.lead)
        if phrases and not name:
            last = phrases[-1]
            phrases[-1] = Phrase(last.indicator, last.baseline or piece.baseline, (*last.targets, piece.value))
        else:
            phrases.append(Phrase(name, piece.baseline, (piece.value,)))
    return tuple(phrases)


def parse_targets(text: str, around: int | None = None) -> tuple[Value, ...]:
    """Every target value of a phrase, in printed order."""
    return tuple(v for phrase in parse_phrases(text, around) for v in phrase.targets)


def parse_value(text: str, *, year: Year | None = None, around: int | None = None) -> Value:
    """One value, as a table cell or one side of an arrow prints it.

    `text` of the result is the whole cell without a bracket that only names the year. `year` is the year of the
    column, for cells that print none. `－` and words without a value keep `number` None.
    """
    lines = [tidy(line) for line in normalise(text).splitlines() if line.strip()]
    whole = "".join(lines)
    if _EMPTY.match(re.sub(r"(?<=.)\((?:新規|新設|未実施|新規事業)\)$", "", whole)):
        return Value(text=whole or "-", year=year.year if year else None, fiscal=year.fiscal if year else None)
    words = "\n".join(filter(None, (_undated(line, around) for line in lines)))
    value = replace(_cell_value([_year_behind(line, around) for line in lines], around), text=words or whole)
    if value.year is None and year is not None:
        value = timed(value, When(year=year))
    return value


def _year_behind(line: str, around: int | None) -> str:
    """`(R4)45件` as `45件(R4)`."""
    first = next(brackets(line), None)
    if first is None or first[0] != 0 or first[1] == len(line):
        return line
    told = in_bracket(first[2], around)
    return f"{line[first[1] :]}{line[: first[1]]}" if told.year and told.only_time else line


def _tells_another(phrase: Phrase) -> bool:
    """`男性80.1歳女性86.5歳`: the words before the value hold another of the same unit."""
    value = phrase.targets[0] if phrase.targets else phrase.baseline
    if value is None or value.unit is None:
        return False
    return any(counted.unit == value.unit for counted in find_numbers(mask(phrase.indicator).replace(MASK, "")))


def _cell_value(lines: list[str], around: int | None) -> Value:
    """The value of a cell: of the whole, else of its first printed line that holds a number."""
    bodies = [_NOTE.sub("", line) for line in lines if not line.startswith("※") or BASELINE_LEAD.match(line)]
    for body in ("".join(bodies), *bodies):
        phrases = parse_phrases(body, around)
        found = [v for p in phrases for v in (p.targets or ((p.baseline,) if p.baseline else ()))]
        if len(found) > 1 or any(_tells_another(p) for p in phrases):
            return replace(found[0], number=None, kind=ValueKind.LEVEL, comparator=None)
        if found and (found[0].number is not None or found[0].unit or found[0].kind is ValueKind.RELATIVE):
            return found[0]
    words = stated("".join(bodies), around)
    if words:
        return words.value
    return timed(Value(text="", kind=ValueKind.QUALITATIVE), When(year=read_when("".join(lines), around).year))


def _undated(line: str, around: int | None) -> str:
    """The line without brackets that only name a year."""
    out, at = [], 0
    for start, end, inner in brackets(line):
        told = in_bracket(inner, around)
        if told.year and told.only_time and not told.duration:
            out.append(line[at:start])
            at = end
    out.append(line[at:])
    return "".join(out)
