"""Whether words show what a question asks for: kind of thing, unit, year, person, and that they do not deny it."""

from __future__ import annotations

import re
from typing import Final

from corpus.text import normalise
from search.query import Question
from search.vocabulary import (
    ASPECT_EVIDENCE,
    COUNTED,
    MEASURE_VERBS,
    NO_COUNT,
    OFFICES,
    PERSONAL_POSTS,
    UNIT_EVIDENCE,
    UNITS,
    Asked,
    Aspect,
)
from search.years import in_western, years_of

_DAY: Final = re.compile(r"何日(?!間)|(?:決定|施行|設置|策定|公表|開始|した|れた)日|日付|年月日|日は")
_DAY_SHOWN: Final = re.compile(r"\d+\s*月\s*\d+\s*日")
_BETWEEN: Final = r"[はがを:、｜\s(]{0,2}[一-龥・ァ-ヶー()]{0,14}"
"""What may stand between a post and who holds it."""

_POSTS: Final = re.compile(r"(?:副)?(?:本部長|議長|座長|会長|委員長|事務局長|本部員|幹事長)")
_PERSON: Final = (
    r"[\s:｜(]{0,2}(?![一-龥]{0,9}(?:大臣|長官|本部|機関|会議|省|庁|委員))"
    r"(?!及|等|兼|又|並|以下|会議|本部|表彰|賞|告示|決定|説明|補佐|官房|政務|決裁|殿|印|室|庁|省|名|担当)"
    r"[一-龥々]{1,4}[\s・]?[一-龥々ぁ-んァ-ヶー]{1,5}(?=氏|さん|[\s、。)｜|]|$)"
)
"""A person's name after the post."""

_SET_PHRASES: Final = re.compile(
    r"な(?:けれ|く)(?:ば|ては?)なら\w*|ざるを得\w*|かもしれ\w*|にほかなら\w*|欠かせな\w*|少なく|切れ目の?な\w*"
    r"|もれなく|漏れなく"
    r"|間もなく|取り残さ(?:れ)?な\w*|だけで(?:は)?な\w*|のみならず|ませんか"
)
"""Negations that deny nothing."""

_DENIES: Final = re.compile(
    r"(?:ない|なかった)(?=[一-龥ァ-ヶ「]|もの|の[はがを]|こと|、)|[一-龥ぁ-ん]なく(?!な)|(?:では|でも)な[いく]|ずに"
)
_DENIED: Final = re.compile(r"な[いくか]|ず(?:[、にと。]|$)|ません|未|不|非|以外|除[くい]|無|限定を外")
_COMPOUND: Final = (
    r"年(?:度|(?!度))(?=[ァ-ヶA-Z]"
    r"|(?!末|時点|現在|以降|以後|以前|実績|目標|速報|頃|比|間|中|当初|値|分)[一-龥])"
)
_YEAR_AT: Final = re.compile(r"((?:19|20)\d\d)年度?(?:に|には|時点)")
_STATE: Final = re.compile(r"(?:ありま(?:すか|したか)|いま(?:すか|したか)|でしたか|ある(?:か|の)|いる(?:か|の))")
"""A question for how things are or were."""

_OTHER_THING: Final = re.compile(r"何[をがにの](?!施策|取り?組|事業|対策)")
"""何を目指す取組ですか and この取組では何の備えが… ask for an aim and a lack, not for measures."""

_FIGURES: Final = 0.15
"""Share of digits from which a text is figures of a chart rather than a sentence."""

_PERSONAL: Final = frozenset({Aspect.WHO, Aspect.NAME})
NUMERIC: Final = frozenset({Aspect.QUANTITY, Aspect.PERCENT, Aspect.MONEY})
"""Aspects that a number answers."""


def shows(question: Question, said: str) -> bool:
    """Whether the words to be quoted show every aspect asked for: an amount, a count, a date, a name, a place."""
    text = normalise(said)
    personal = _person_asked(question)
    told = [a for a in question.aspects if not (personal and a in _PERSONAL)]
    if not all(re.search(ASPECT_EVIDENCE.get(aspect, ""), text) for aspect in told):
        return False
    if Aspect.QUANTITY in question.aspects and not _counts(question.text, text):
        return False
    if Aspect.WHEN in question.aspects and _DAY.search(question.text) and not _DAY_SHOWN.search(text):
        return False
    if NUMERIC.intersection(question.aspects) and not _at_the_time(question, text):
        return False
    return _names_who(question, text)


def agrees(question: Question, said: str) -> bool:
    """Whether the words deny something when the question does (取り組まない団体 is not 取り組む団体)."""
    asked = _SET_PHRASES.sub("", question.subject)
    return not _DENIES.search(asked) or bool(_DENIED.search(normalise(said)))


def denies(said: str) -> bool:
    """Whether a sentence denies something."""
    text = _SET_PHRASES.sub("", normalise(said))
    return bool(_DENIES.search(text) or re.search(r"(?:ない|ません|ず)(?:[。、\s]|$)", text))


def does_something(question: Question, said: str) -> bool:
    """Whether a sentence tells of a measure, or of an indicator and a number, where the question asks for those."""
    text = normalise(said)
    if question.aspects and question.aspects != (Aspect.MEANING,):
        return True
    if _OTHER_THING.search(question.text):
        return True
    if question.asked[:1] == (Asked.MEASURES,):
        if "指標:" in text:
            return False
        figures = len(re.findall(r"\d", text)) >= _FIGURES * len(text)
        return bool(re.search(MEASURE_VERBS, text)) and not figures
    if question.asked[:1] != (Asked.KPIS,):
        return True
    numbers = re.sub(NO_COUNT, " ", text)
    return bool(re.search(r"KPI|指標|目標|現状", text) and re.search(r"\d", numbers))


def _counts(asked: str, text: str) -> bool:
    """Whether the text has a number that counts something, in the unit asked for where there is one."""
    numbers = re.sub(NO_COUNT, " ", text)
    kinds = [kind for match in re.finditer(UNITS, asked) for kind, word in match.groupdict().items() if word]
    units = [UNIT_EVIDENCE[kind] for kind in kinds] or [re.escape(u) for u in re.findall(COUNTED, asked)]
    if not units:
        return bool(re.search(ASPECT_EVIDENCE[Aspect.QUANTITY], numbers))
    return any(re.search(rf"[\d〇一二三四五六七八九十百千万億]\s?(?:{unit})", numbers) for unit in units)


def _at_the_time(question: Question, text: str) -> bool:
    """Whether the words tell of no other year than the one asked for, nor have it only in a name.

    A name is 「2050年カーボンニュートラル」: that is not what will be in 2050. What is to be done by a year
    (2025年度までに) does not tell how things are in that year.
    """
    western = in_western(text)
    asked, told = set(years_of(question.text)), set(years_of(text))
    if asked and told and asked.isdisjoint(told):
        return False
    for year in _YEAR_AT.findall(in_western(question.text)):
        if year in western and not re.search(rf"{year}(?!{_COMPOUND})", western):
            return False
        if _STATE.search(question.text) and year in western and not re.search(rf"{year}(?!年度?末?までに)", western):
            return False
    return True


def _person_asked(question: Question) -> str:
    """The post whose holder is asked for, unless it is one of a body's, which other posts fill."""
    post = re.search(PERSONAL_POSTS, question.text) if _PERSONAL.intersection(question.aspects) else None
    return post.group(0) if post and not _POSTS.search(question.text) else ""


def _names_who(question: Question, text: str) -> bool:
    if post := _person_asked(question):
        return bool(re.search(re.escape(post) + _PERSON, text))
    if Asked.BODIES in question.asked or Aspect.WHO in question.aspects:
        posts = _POSTS.findall(question.text)
        held = (re.search(rf"{re.escape(post)}{_BETWEEN}{OFFICES}", text) for post in posts)
        return all(held) if posts else bool(re.search(OFFICES, text))
    return True
