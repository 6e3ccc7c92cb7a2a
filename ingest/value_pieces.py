"""One piece of a KPI phrase: the words before the value, the value, and what its brackets say.

A piece holds one value: `2027年度までに100か所以上`, `年3人(5年間で15人)`, `東京圏以上(2029年)`, `55%(2010年38%)`.
All functions read text made by `tidy`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from corpus.records import Value, ValueKind
from corpus.text import normalise
from ingest.numbers import Counted, find_numbers, fold_units
from ingest.years import Year, YearMention, find_years, fold_years

MASK = "\1"
BASELINE_LEAD = re.compile(
    r"^[※*]?(?:現状値?|現在値?|基準値?|実績値?|直近値?|参考値?|当初値?|策定時値?)(?:\([^()]*\))?[::は]?(?=.)"
)
_YEAR_TAIL = re.compile(
    r"(?:の?(?:年度)?(?:末|頃|ごろ|中|現在|時点|当初))?(?:まで|迄)?(?:の(?=[約\d▲△])|には|に|で(?=[約\d]))?(?:は)?[、,::]?"
)
_FILLER = re.compile(
    r"計画期間(?:内|中)?の?|累計値?|累積|合計|通算|延べ|目標値?|達成|時点|現在|実績値?|見込値?|見込み|まで|迄|末|頃|ごろ|中|目途|目標年度?|程度"
    r"|毎年度?|各年度?|平均|当初|策定時|基準年度?|現状値?|以降|目指す|間|で|に|の|は|を|から|計|[、,::/~・※]"
)
_PREFIX = re.compile(
    r"(?:(?P<per>毎年度?|年平均|年率|(?<![\d一二三四五六七八九十])年間|各年度?|[1一]年(?:当たり|あたり)|年(?:当たり|あたり)"
    r"|(?<![\d一-龥])年度?|(?<=[数率額量値者件回])年)"
    r"|(?P<total>累計で?|累積で?|通算で?|合計で?|総計で?|計)|(?P<many>延べ)"
    r"|(?P<versus>対?前年度?(?:同[月期])?比(?:で)?|(?:現状|基準)値?(?:より|比で?))|(?P<all>(?<![一-龥])全)|(?P<about>約|およそ|概ね|おおむね|おおよそ)|(?P<least>少なくとも|最低でも|最低)|(?P<nearly>ほぼ)|(?P<plus>\+|プラス|平均))$"
)
_TAIL = re.compile(
    r"(?P<comp>以上|以下|以内|未満|超過|超|程度|前後|強|弱|を超える|を上回る|を下回る|台|規模)?(?P<comp2>程度|以上|強)?(?P<yearly>/年度?)?"
    r"(?P<change>増加|減少|増|減|削減|低減|縮減|向上|上昇|改善|短縮|低下)?(?P<rest>\D{0,16})$"
)
_COMPARATORS = {word: word for word in ("以上", "以下", "未満", "超", "程度", "強", "弱")} | {
    "以内": "以下",
    "超過": "超",
    "前後": "程度",
    "規模": "程度",
    "を超える": "超",
    "を上回る": "超",
    "を下回る": "未満",
}
_NEGATIVE = ("減", "減少", "低下")
_DEEDS = frozenset({"展開", "整備", "設置", "創出", "実現", "形成", "導入", "達成", "実施", "開設"})
_NO_VALUE_AFTER = re.compile(
    r"(?:当たり|あたり|につき|ごと|毎|別|目|次|級|型|以上の|以下の|未満の|超の|の[^、]*(?:率|数|割合|額)$)"
)
_STATE = re.compile(
    r"全国展開|全国普及|完成|完了|均衡|黒字化|半減|倍増|横ばい|現状維持|維持(?:・?(?:向上|改善|増加|拡大))?"
    r"|向上|(?:増加|減少|上昇|低下|改善|拡大|縮小)(?:傾向)?"
    r"|実施|設置|策定|達成|実現|開始|運用開始|供用開始|導入|整備|公表|制定|創設|確立|構築|解消|ゼロ"
    r"|ほぼ(?:全て|すべて|全[一-龥]{0,8})|(?:全て|すべて)(?:の[一-龥ァ-ヶー]{1,12})?|全(?!体|般|面|力|国)[一-龥]{1,8}"
)
_ALL_OF = re.compile(r"(?:全|全て|すべて)[の一-龥ァ-ヶー]{1,13}(?:で|において)")
_STATE_TAIL = re.compile(
    r"(?:(?:を|と|に)?(?:目指す|目指し|図る|する|させる|達成|維持|確保)(?:する)?|を?目途|が\D{0,12}|で\D{0,12}|に)?[。.]*$"
)
_RELATIVE = re.compile(
    r"(?:[^、。::→]{1,30}?(?:と同水準(?:以上|以下)?|と同程度(?:以上)?|並みの?(?:水準)?(?:以上)?|を上回る(?:水準)?|を下回る(?:水準)?)"
    r"|[^、。::→]{1,16}?(?:以上|以下|未満|超))(?=(?:を?(?:目指す|維持|確保|達成)|とする|にする|)$)"
)
_COMPARED = re.compile(r"(?:比|対比|より|と比べて?|に比べて?|と比較して?|に対して?)で?")
_COMPARED_BRACKET = re.compile(
    r"^(?:(?P<when>[^、,]*)[、,])?対?(?P<since>[^、,対]*年度?|[RH]\d{1,2}|(?:現状|基準)値?)(?:対?比|と比べて?)$"
)
_AT_LEAST = re.compile(r"\d[^\d、。,()]{0,6}(?:以上|超)(?:、|から|~)?$")
_FROM = re.compile(r"[▲△]?\d[\d,.]*[千万億兆]*[^\d、。,()→]{0,4}から$")
_BARE_YEAR = re.compile(r"(?:19|20)\d{2}")
_SUM = re.compile(r"[×=]\d|\d[^\d]{0,4}[×=]")


@dataclass(frozen=True, slots=True)
class Piece:
    """`lead` is what stands before the value; `baseline` comes from a bracket behind it."""

    lead: str
    value: Value
    baseline: Value | None = None


@dataclass(frozen=True, slots=True)
class When:
    """What a stretch of words says about time; `residue` is what of it nothing explains."""

    year: Year | None = None
    period: tuple[int, int] | None = None
    duration: int | None = None
    cumulative: bool = False
    per_year: bool = False
    residue: str = ""

    @property
    def only_time(self) -> bool:
        """Whether the words speak of time and nothing else."""
        told = self.year or self.duration or self.cumulative or self.per_year
        return bool(told) and not self.residue

    def then(self, later: When) -> When:
        """Both together; what `later` says wins."""
        return When(
            year=later.year or self.year,
            period=later.period or self.period,
            duration=later.duration or self.duration,
            cumulative=self.cumulative or later.cumulative,
            per_year=self.per_year or later.per_year,
        )


def tidy(text: str) -> str:
    """Normalised, white space taken out except between Latin words, unit spellings folded."""
    joined = re.sub(r"(?<![A-Za-z])\s+|\s+(?![A-Za-z])", "", normalise(text))
    return fold_years(fold_units(re.sub(r"\s+", " ", joined)))


def mask(text: str) -> str:
    """Same length, with everything in (…) and 〔…〕 hidden, brackets and all."""
    hidden = list(text)
    for start, end, _ in brackets(text):
        hidden[start:end] = MASK * (end - start)
    return "".join(hidden)


def brackets(text: str) -> Iterator[tuple[int, int, str]]:
    """Top-level brackets as (start, end, inner text); an unclosed one runs to the end."""
    depth, start = 0, 0
    for i, c in enumerate(text):
        if c in "(〔":
            start = i if depth == 0 else start
            depth += 1
        elif c in ")〕" and depth:
            depth -= 1
            if depth == 0:
                yield start, i + 1, text[start + 1 : i]
    if depth:
        yield start, len(text), text[start + 1 :]


def read_when(text: str, around: int | None) -> When:
    """Years, spans, 累計 and 毎年 in a stretch of words."""
    mentions = find_years(text, around)
    left = list(text)
    for m in mentions:
        left[m.start : m.end] = [""] * (m.end - m.start)
    words = "".join(left)
    span = next((m for m in mentions if m.duration), None)
    cumulative = bool(re.search(r"累計|累積|通算|合計|^の?計$", words))
    if span is not None and not span.after:
        printed, behind = text[span.start : span.end], text[span.end :]
        cumulative = cumulative or (printed.endswith("間") and re.match(r"で|の?累|計|$|、", behind) is not None)
        cumulative = cumulative or behind.startswith("で")
    return When(
        year=next((m.year for m in reversed(mentions) if m.year), None),
        period=next((m.period for m in mentions if m.period), None),
        duration=span.duration if span else None,
        cumulative=cumulative,
        per_year=bool(re.search(r"毎年|各年|年平均", words)),
        residue=_FILLER.sub("", words),
    )


def timed(value: Value, when: When) -> Value:
    """The value with what `when` says; a span of years that ends in a known year covers the years up to it."""
    year = when.year or (Year(value.year, value.fiscal) if value.year is not None else None)
    duration = when.duration or value.duration
    kind = value.kind
    if kind is ValueKind.LEVEL and (when.cumulative or when.per_year):
        kind = ValueKind.CUMULATIVE if when.cumulative else ValueKind.RATE
    period = None
    if kind is ValueKind.CUMULATIVE:
        period = when.period or value.period
        if period is None and duration and year:
            period = (year.year - duration + 1, year.year)
    return replace(
        value,
        year=year.year if year else None,
        fiscal=year.fiscal if year else None,
        period=period,
        duration=duration,
        kind=kind,
    )


def _core(piece: str, mentions: Sequence[YearMention]) -> tuple[Counted, re.Match[str]] | None:
    """The last number that can be the value: a unit or the end behind it, then no more than a verb."""
    hidden = list(mask(piece))
    for m in mentions:
        hidden[m.start : m.end] = MASK * (m.end - m.start)
    plain = "".join(hidden)
    for counted in reversed(find_numbers(plain)):
        after = plain[counted.end :]
        gap = after.find(MASK)
        tail = after if gap < 0 else after[:gap]
        rest = "" if gap < 0 else after[gap:].replace(MASK, "")
        of_what = re.match(r"の([一-龥ァ-ヶー]{2,10})(?:$|を|で|が|に)", tail) if counted.unit is None else None
        if of_what and not rest:
            counted = replace(counted, unit=of_what[1] if of_what[1] not in _DEEDS else None)
        elif counted.unit is None and tail and not re.match(r"以上|以下|超|未満|程度|強|に|へ|まで|を|と", tail):
            continue
        if _NO_VALUE_AFTER.match(tail) or len(rest) > 20 or re.search(r"\d", rest):
            continue
        match = _TAIL.match(tail)
        if match:
            return counted, match
    return None


def _own_start(piece: str, start: int, mentions: Sequence[YearMention]) -> tuple[int, set[str]]:
    """Where the value's own words begin (年, 累計, 約, 5年間で …), and which of them there are."""
    found: set[str] = set()
    while start > 0:
        m = _PREFIX.search(piece[:start])
        if m:
            found |= {name for name, words in m.groupdict().items() if words}
            start = m.start()
            continue
        spans = (y for y in mentions if y.duration and not y.after and y.end <= start)
        span = next((y for y in spans if re.fullmatch(r"(?:で|に|の)*", piece[y.end : start])), None)
        if span is None:
            break
        start = span.start
    return start, found


def _drop_years(piece: str, upto: int, mentions: Sequence[YearMention]) -> str:
    """piece[:upto] without its years and the まで, に, : behind them."""
    out, at = [], 0
    for m in mentions:
        if m.end <= upto:
            out.append(piece[at : m.start])
            tail = _YEAR_TAIL.match(piece, m.end)
            at = min(upto, tail.end() if tail else m.end)
    out.append(piece[at:upto])
    return "".join(out)


def numeric(piece: str, around: int | None) -> Piece | None:
    """The piece as words and a number; None when it holds no number that can be a value."""
    hidden = mask(piece)
    mentions = find_years(hidden, around)
    compared = [m for m in mentions if m.year and _COMPARED.match(piece, m.end)]
    found = _core(piece, mentions)
    if found is None:
        return None
    counted, tail = found
    if _SUM.search(hidden[: counted.start]):
        return None
    start, words = _own_start(piece, counted.start, mentions)
    start = next((m.start for m in compared if _COMPARED.fullmatch(piece, m.end, start)), start)
    change = tail["change"]
    end = counted.end + max(tail.end("comp"), tail.end("comp2"), tail.end("yearly"), tail.end("change"), 0)
    comparator = _COMPARATORS.get(tail["comp"] or "") or _COMPARATORS.get(tail["comp2"] or "")
    if comparator in (None, "程度"):
        if "about" in words or counted.vague:
            comparator = "約"
        elif "least" in words:
            comparator = "以上"
        elif "nearly" in words:
            comparator = "ほぼ"
    kind = ValueKind.LEVEL
    if (
        change
        or compared
        or "versus" in words
        or counted.unit == "ポイント"
        or piece[start:].startswith(("+", "プラス"))
    ):
        kind = ValueKind.CHANGE
    elif "per" in words or counted.per_year or tail["yearly"]:
        kind = ValueKind.RATE
    elif "total" in words:
        kind = ValueKind.CUMULATIVE
    before = [m for m in mentions if m.end <= counted.start and m not in compared]
    when = When()
    for m in before:
        behind = re.match(r"(?:で|に|の|累計|末|まで)*", piece[m.end : counted.start])
        when = when.then(read_when(piece[m.start : m.end] + (behind[0] if behind else ""), around))
    for m in (m for m in mentions if m.start >= end):
        when = read_when(piece[m.start : m.end], around).then(when)
    number = counted.number
    if number is not None and change in _NEGATIVE:
        number = -abs(number)
    lowest = _AT_LEAST.search(hidden[:start])
    if lowest and comparator == "以下":
        start, number, comparator = lowest.start(), None, None
    other = _FROM.search(hidden[:start])
    if other and find_numbers(other[0]):
        start, number = other.start(), None
    value = Value(text="", number=number, unit=counted.unit, comparator=comparator, kind=kind)
    lead = _drop_years(piece, start, [m for m in before if m.end <= start])
    return _with_brackets(piece, lead, (start, end), value, when, around)


def stated(piece: str, around: int | None) -> Piece | None:
    """The piece as words and a value without a number: 東京圏以上, 向上, 全国展開(1,741市区町村)."""
    hidden = mask(piece)
    mentions = [m for m in find_years(hidden, around) if not _COMPARED.match(piece, m.end)]
    when, body_from = When(), 0
    for m in mentions:
        when = when.then(replace(read_when(piece[m.start : m.end], around), cumulative=False))
        tail = _YEAR_TAIL.match(piece, m.end)
        if not hidden[body_from : m.start]:
            body_from = tail.end() if tail else m.end
    cut = hidden.find(MASK, body_from)
    head_to = len(piece) if cut < 0 else cut
    rest = hidden[head_to:].replace(MASK, "")
    if not _STATE_TAIL.match(rest):
        return None
    relative = _RELATIVE.match(piece[:head_to], body_from)
    if relative and not re.search(r"\d", relative[0]):
        words = relative[0]
        comparator = next((c for c in ("以上", "以下", "未満", "超") if words.endswith(c)), None)
        if comparator is None and "を上回る" in words:
            comparator = "超"
        elif comparator is None and "を下回る" in words:
            comparator = "未満"
        value = Value(text="", comparator=comparator, kind=ValueKind.RELATIVE)
        return _with_brackets(piece, "", relative.span(), value, when, around)
    states = [m for m in _STATE.finditer(piece, body_from, head_to) if _STATE_TAIL.match(piece[m.end() : head_to])]
    if not states:
        return None
    state = states[-1]
    whole = next(
        (m for m in states if m.start() < state.start() and _ALL_OF.fullmatch(piece, m.start(), state.start())), None
    )
    state = whole or next((m for m in states if m.end() == state.start()), state)
    start, end = state.start(), states[-1].end()
    word = piece[start:end]
    value = Value(text="", comparator="ほぼ" if word.startswith("ほぼ") else None, kind=ValueKind.QUALITATIVE)
    if word == "倍増":
        value = replace(value, number=2.0, unit="倍", kind=ValueKind.CHANGE)
    elif word == "半減":
        value = replace(value, kind=ValueKind.CHANGE)
    elif word == "ゼロ":
        value = replace(value, number=0.0, kind=ValueKind.LEVEL)
    elif word.startswith("全"):
        value = _counted_all(piece, end, value)
    since = next((m for m in find_years(hidden, around) if _COMPARED.fullmatch(piece, m.end, start)), None)
    start = since.start if since else start
    lead = _drop_years(piece, start, [m for m in mentions if m.end <= start])
    return _with_brackets(piece, lead, (start, end), value, when, around)


def _counted_all(piece: str, end: int, value: Value) -> Value:
    """全国展開(1,741市区町村): the bracket right behind says how many all are."""
    for start, _, inner in brackets(piece):
        if start == end:
            counted = find_numbers(inner)
            if len(counted) != 1 or counted[0].unit in (None, "年", "年度"):
                continue
            if counted[0].start == 0 and counted[0].end == len(inner):
                return replace(value, number=counted[0].number, unit=counted[0].unit)
    return value


def _with_brackets(piece: str, lead: str, span: tuple[int, int], value: Value, when: When, around: int | None) -> Piece:
    """Read the brackets behind the value: year or span, baseline; a breakdown stays in the text."""
    text = piece[span[0] : span[1]]
    others: list[str] = []
    for start, end, inner in brackets(piece):
        if start < span[1]:
            continue
        told = in_bracket(inner, around)
        versus = _COMPARED_BRACKET.match(inner)
        if versus and (versus["since"][:2] in ("現状", "基準") or read_when(versus["since"], around).only_time):
            when = when.then(read_when(versus["when"] or "", around))
            value = replace(value, kind=ValueKind.CHANGE)
            text += piece[start:end]
        elif told.only_time:
            when = when.then(told)
        else:
            others.append(piece[start:end])
    if text.startswith("延べ") and when.period:
        when = replace(when, cumulative=True)
    baseline: Value | None = None
    for bracket in others:
        old = _baseline_in(bracket[1:-1], around)
        if old is not None and baseline is None and _is_earlier(old, when.year, around):
            baseline = old
        else:
            text += bracket
    if baseline is None:
        lead, baseline = baseline_before(lead, when.year, around)
    return Piece(lead, timed(replace(value, text=text), when), baseline)


def in_bracket(inner: str, around: int | None) -> When:
    """What a bracket says about time; `(2030)` is a year."""
    bare = _BARE_YEAR.fullmatch(inner)
    return When(year=Year(int(inner), None)) if bare else read_when(inner, around)


def baseline_before(lead: str, target: Year | None, around: int | None) -> tuple[str, Value | None]:
    """`登録者数(R5:120人)` before a value of a later year: the lead without its bracket, and the baseline it gives."""
    for start, end, inner in brackets(lead):
        old = _baseline_in(inner, around) if end == len(lead) else None
        if old is not None and old.year is not None and target is not None and old.year < target.year:
            return lead[:start], old
    return lead, None


def _is_earlier(old: Value, target: Year | None, around: int | None) -> bool:
    if old.year is None:
        return True
    if target is not None and old.year >= target.year:
        return False
    return around is None or old.year <= around


def _baseline_in(inner: str, around: int | None) -> Value | None:
    """The baseline a bracket gives: `2010年38%`, `2017年5月:908か所`, `現状:45.2%(2019年)`, `割合:92.2%(2013年)`."""
    named = BASELINE_LEAD.match(inner)
    body = inner[named.end() :] if named else inner
    if "、" in mask(body) or re.match(r".*年(?:度)?(?:\d+月)?の[\d.]+倍", body):
        return None
    piece = numeric(body, around)
    if piece is None or piece.baseline or piece.value.number is None:
        return None
    if not named and (piece.value.year is None or piece.value.kind is not ValueKind.LEVEL):
        return None
    return piece.value
