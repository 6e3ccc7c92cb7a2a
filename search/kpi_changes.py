"""What happened to an indicator between two versions: its target raised, lowered, put off, or no longer comparable.

Values are compared as numbers (1,000か所 = 千箇所 = 1000), never as text. Where one has no number (均衡, 東京圏以上)
its words are compared without notation.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from enum import StrEnum
from typing import Final, TypeGuard

from corpus.records import Kpi, KpiChange, Value, ValueKind
from corpus.text import squeeze
from ingest.numbers import find_numbers, fold_units
from search.names import name_of_text, plain, units_of


class Change(StrEnum):
    """Kinds of change; a KPI has one of its target, and BASELINE_UPDATED beside it where the baseline moved."""

    RAISED = "raised"
    LOWERED = "lowered"
    POSTPONED = "postponed"
    ADVANCED = "advanced"
    BASELINE_UPDATED = "baseline_updated"
    NOTATION_ONLY = "notation_only"
    DEFINITION_CHANGED = "definition_changed"
    REACHED_AND_DROPPED = "reached_and_dropped"
    DROPPED = "dropped"
    ADDED = "added"
    UNCHANGED = "unchanged"


CHANGE_WORDS: Final[dict[Change, str]] = {
    Change.RAISED: "目標値を引上げ",
    Change.LOWERED: "目標値を引下げ",
    Change.POSTPONED: "達成時期を先送り",
    Change.ADVANCED: "達成時期を前倒し",
    Change.BASELINE_UPDATED: "基準値を更新",
    Change.NOTATION_ONLY: "表記のみの変更",
    Change.DEFINITION_CHANGED: "定義が変わり比較不可",
    Change.REACHED_AND_DROPPED: "達成により終了",
    Change.DROPPED: "指標から外れた",
    Change.ADDED: "新たに設定",
    Change.UNCHANGED: "変更なし",
}

_SAME_UNITS: Final = tuple(
    frozenset(group.split())
    for group in (
        "人 名",
        "% パーセント",
        "団体 自治体 地方公共団体",
        "社 企業 事業者 者",
        "g グラム",
        "kg キログラム",
        "t トン",
        "km キロメートル",
        "ha ヘクタール",
        "m2 ㎡ 平方メートル",
        "m3 ㎥ 立方メートル",
        "円",
        "回 度",
        "か所 拠点",
        "校 学校",
        "市町村 市区町村",
    )
)
_COUNTED: Final = re.compile(
    r"(件数|人数|者数|団体数|企業数|社数|回数|校数|戸数|世帯数|か所数|箇所数|割合|比率|率|金額|額|面積|件|人|者|数)"
    r"(?:\([^()]*\))?$"
)
_HEADS: Final = {
    **dict.fromkeys(("人数", "者数", "人", "者"), "人"),
    **dict.fromkeys(("件数", "件"), "件"),
    **dict.fromkeys(("企業数", "社数"), "社"),
    **dict.fromkeys(("か所数", "箇所数"), "か所"),
    **dict.fromkeys(("割合", "比率", "率"), "率"),
    **dict.fromkeys(("金額", "額"), "額"),
    **{head: head for head in ("団体数", "回数", "校数", "戸数", "世帯数", "面積")},
}
"""What an indicator counts, by how its name ends."""
_PER: Final = re.compile(r"[人日戸社者帯体件](?:当たり|あたり|対)")
_WHO: Final = re.compile(
    r"(登録|利用|参加|受講|修了|相談|来館|来場|会員|申込|応募|受診|受給|認定|採用|希望|対象)者数?$"
)
"""How people are counted: who signed up are not those who came."""
_REACHED: Final = re.compile(r"達成(?:した|し(?!て(?:い)?な)|済|され|でき(?!な|ず))|上回(?:った|り|る)|超え(?:た|て)")
_NOT_REACHED: Final = re.compile(
    r"達成(?:でき(?:な|ず)|し(?:て(?:い)?な|な)|困難|に至ら)|未達|下回|及ば|届か|に達し(?:て(?:い)?な|な|ず|ませ)"
)
_TOLD_FIGURE: Final = re.compile(r"実績|となった|となり|達した|達し、|に達|になった|になり")
_PLAIN_NUMBER: Final = re.compile(r"約?(\d[\d,]*(?:\.\d+)?)([^\d\W]{1,6})(?:\(\d{4}年度?\))?$")
_TELLING: Final = 2
"""So many words of what an indicator counts, all of them in a sentence, name it as well as its own name."""
_UNIT_LEADS: Final = re.compile(r"^(?:年間?|延べ|約|新規)")


def last_target(kpi: Kpi) -> Value | None:
    """The target of the latest year; the last one printed where years are not given."""
    if not kpi.targets:
        return None
    return max(enumerate(kpi.targets), key=lambda t: (t[1].year or 0, t[0]))[1]


def same_unit(a: str, b: str) -> bool:
    """Whether two units count the same thing however it is written (か所 = 箇所, 名 = 人)."""
    x, y = (_UNIT_LEADS.sub("", fold_units(squeeze(unit)).lower()) for unit in (a, b))
    return x == y or any(x in group and y in group for group in _SAME_UNITS)


def changes(before: Kpi, after: Kpi) -> tuple[KpiChange, ...]:
    """What happened from the one to the other: the change of the target first, then that of the baseline if any."""
    indicator = after.indicator
    found = []
    target = _target_change(before, after)
    if target is not Change.UNCHANGED:
        found.append(KpiChange(indicator, targets_text(before), targets_text(after), target))
    if (
        target is not Change.DEFINITION_CHANGED
        and before.baseline is not None
        and after.baseline is not None
        and _moved(before.baseline, after.baseline)
    ):
        found.append(
            KpiChange(indicator, value_text(before.baseline), value_text(after.baseline), Change.BASELINE_UPDATED)
        )
    return tuple(found) or (KpiChange(indicator, targets_text(before), targets_text(after), Change.UNCHANGED),)


def dropped(kpi: Kpi, sentences: Iterable[str]) -> KpiChange:
    """An indicator that the new version no longer has: reached, where a sentence of the new version says so."""
    said = _reached(kpi, sentences)
    if said is not None:
        return KpiChange(kpi.indicator, targets_text(kpi), said, Change.REACHED_AND_DROPPED)
    return KpiChange(kpi.indicator, targets_text(kpi), "", Change.DROPPED)


def added(kpi: Kpi) -> KpiChange:
    """An indicator that the old version did not have."""
    return KpiChange(kpi.indicator, "", targets_text(kpi), Change.ADDED)


def merged(before: Sequence[Kpi], after: Sequence[Kpi]) -> tuple[KpiChange, ...]:
    """Indicators taken together or apart: their values are never comparable."""
    return tuple(
        KpiChange(a.indicator, targets_text(a), "、".join(targets_text(b) for b in after), Change.DEFINITION_CHANGED)
        for a in before
    )


def targets_text(kpi: Kpi) -> str:
    """The targets as printed, each with its year."""
    return "、".join(value_text(value) for value in kpi.targets)


def is_given(value: Value | None) -> TypeGuard[Value]:
    """Whether there is a value, and not only the dash that stands for none."""
    return value is not None and value.text.strip() not in ("", "-", "－", "―", "—")


def value_text(value: Value) -> str:
    """A value as printed, with its year where the printed words do not have it."""
    text = " ".join(value.text.split())
    if value.year is None or str(value.year) in text:
        return text
    return f"{text}({value.year}{'年度' if value.fiscal else '年'})"


def _target_change(before: Kpi, after: Kpi) -> Change:
    old, new = _read(last_target(before)), _read(last_target(after))
    if old is None or new is None:
        return Change.UNCHANGED if old is new else Change.DEFINITION_CHANGED
    if _redefined(before, after, old, new):
        return Change.DEFINITION_CHANGED
    if old.number is None or new.number is None:
        if _words(old) != _words(new):
            return Change.DEFINITION_CHANGED
        return _by_year(old, new) or _by_notation(old, new)
    for a in before.targets:  # where both have a target for a year, the years tell
        for b in after.targets:
            if a.year is not None and a.year == b.year and None not in (a.number, b.number) and a.number != b.number:
                return _by_number(a, b)
    if old.number != new.number:
        return _by_number(old, new)
    return _by_year(old, new) or _by_notation(old, new)


def _read(value: Value | None) -> Value | None:
    """A value with a number and any unit (980グラム), where only the unit kept it from being understood."""
    if value is None or value.number is not None:
        return value
    match = _PLAIN_NUMBER.match(squeeze(value.text))
    if match is None:
        return value
    return replace(value, number=float(match[1].replace(",", "")), unit=match[2], kind=ValueKind.LEVEL)


def _by_number(old: Value, new: Value) -> Change:
    assert old.number is not None
    assert new.number is not None
    if old.kind is new.kind is ValueKind.CHANGE and old.number < 0 and new.number < 0:
        return Change.RAISED if new.number < old.number else Change.LOWERED  # a larger cut is a higher target
    return Change.RAISED if new.number > old.number else Change.LOWERED


def _by_year(old: Value, new: Value) -> Change | None:
    if old.year is None or new.year is None or old.year == new.year:
        return None
    return Change.POSTPONED if new.year > old.year else Change.ADVANCED


def _by_notation(old: Value, new: Value) -> Change:
    return Change.UNCHANGED if _words(old) == _words(new) else Change.NOTATION_ONLY


def _redefined(before: Kpi, after: Kpi, old: Value, new: Value) -> bool:
    """Whether the two count different things: 件数 → 人数, a total of five years → a figure a year."""
    if old.unit and new.unit and not same_unit(old.unit, new.unit):
        return True
    if bool(_PER.search(squeeze(before.indicator))) != bool(_PER.search(squeeze(after.indicator))):
        return True
    heads = _head(before.indicator), _head(after.indicator)
    if heads[0] and heads[1] and heads[0] != heads[1] and not (old.unit and new.unit):
        return True
    counted = [match[1] for kpi in (before, after) if (match := _WHO.search(squeeze(kpi.indicator)))]
    if len(set(counted)) > 1:
        return True
    if old.number is None or new.number is None or old.number == new.number:
        return False
    spans = {ValueKind.CUMULATIVE, ValueKind.RATE}
    if old.unit == new.unit == "%":
        return False
    return old.kind is not new.kind and {old.kind, new.kind} == spans


def _head(indicator: str) -> str | None:
    match = _COUNTED.search(squeeze(indicator))
    return _HEADS.get(match[1]) if match else None


def _moved(old: Value, new: Value) -> bool:
    if old.number is not None and new.number is not None:
        return old.number != new.number or (old.year is not None and new.year is not None and old.year != new.year)
    return plain(value_text(old)) != plain(value_text(new)) and bool(_words(old)) and bool(_words(new))


def _words(value: Value) -> str:
    """The value without years and brackets: what is compared where there is no number."""
    text = re.sub(r"\([^()]*\)|\d{4}年度?(?:末|まで)?(?:に|の)?|\d+年後", "", squeeze(value.text))
    return plain(text).strip("-")


def _reached(kpi: Kpi, sentences: Iterable[str]) -> str | None:
    """The sentence that names the indicator and says its target was met, or gives a figure at or above it."""
    wanted = name_of_text(kpi.indicator).plain
    counted_thing = units_of(_COUNTED.sub("", squeeze(kpi.indicator))).keys()
    target = last_target(kpi)
    if len(wanted) < 4:
        return None
    for sentence in sentences:
        if _NOT_REACHED.search(sentence):
            continue
        named = wanted in plain(sentence)
        reached = _REACHED.search(sentence) is not None
        if reached and (named or (len(counted_thing) >= _TELLING and counted_thing <= units_of(sentence).keys())):
            return sentence
        if not named:
            continue
        if target is not None and target.number is not None and target.unit and target.kind is not ValueKind.CHANGE:
            for counted in find_numbers(sentence):
                if (
                    counted.number is not None
                    and counted.unit
                    and same_unit(counted.unit, target.unit)
                    and (counted.number > target.number or (counted.number == target.number and "に達し" in sentence))
                    and _TOLD_FIGURE.search(sentence)
                ):
                    return sentence
    return None
