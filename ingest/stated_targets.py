"""KPIs told in running sentences: `2035年までに新車販売に占める電動車の割合を100%とすることを目指す`.

Only sentences that say what is counted, how much, by when, and that it is aimed at. A sentence that leaves one of the
four to be guessed gives nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from corpus.pages import Block, BlockKind
from corpus.records import ValueKind
from ingest.sections import Section
from ingest.value_pieces import MASK, Piece, When, brackets, mask, numeric, read_when, stated, tidy, timed
from ingest.values import Phrase, parse_phrases

_AIM = re.compile(r"(?:こと)?(?:を目指す|を(?:数値|達成)?目標とする|を目標に掲げる)$")
_TARGET_TITLE = re.compile(r"(?:数値|達成|成果|政策)?目標値?$|^KPI$|重要業績評価指標")
_NOUN_END = re.compile(r"(?:拡大|低減|削減|増加|倍増|半減|引き?上げ|引き?下げ|縮減)(?:する|させる|る)?$")
_YEAR = r"(?:西暦|令和|平成)?(?:\d{1,4}|元)年度?(?:\([^()]{2,8}\))?末?"
_UNTIL = re.compile(rf"(?P<year>{_YEAR})(?:までに?|には|において|に)(?:は)?、?")
_VERB = re.compile(
    r"(?:(?:に|と|まで|へ)?(?:を?達成|確保|拡大|増加|増大|向上|縮小|短縮)?(?:する|させる|引き?上げる?|引き?下げる?|高める|増やす|減らす|なる)?)(?:こと)?$"
)
_TOGETHER = re.compile(r"(?:する|させる)?(?:とともに|と同時に)、.*$")
_MEASURED = re.compile(
    r"(?:[数率額量値費]|割合|規模|比率|シェア|人口|面積|寿命|時間|価格|所得|賃金|生産性|投資|市場|度合い)$"
)
_CHANGED = re.compile(r"(?:低減|削減|縮減|減少|増加)(?:する)?$")
_THING = re.compile(
    rf"(?P<year>{_YEAR})まで(?:に|の)、?(?P<value>(?:少なくとも|約)?\d[\d,万千]*(?:か所|件|団体|地域|社|施設|校)(?:以上|程度)?)"
    r"(?:での|の)(?P<thing>[一-龥ァ-ヶーA-Za-z・]{3,24})(?:の|を)(?:創出|整備|設置|形成|選定|育成)(?:する)?(?:こと)?(?:に向けて?|を目指す)"
)
_VAGUE = re.compile(
    r"[。!?→、]|目指|目標|^(?:これ|それ|この|その|また|さらに|うち|なお|同|当該)|(?:て|り|し|て|現在|の)$|\d+[年月%]"
)
_LONGEST = 60
_EXPLAINS = 6


def stated_kpis(section: Section, around: int | None) -> Iterator[tuple[Phrase, Block]]:
    """KPIs of the sentences directly in a section. `around` is the year of the document: targets lie after it."""
    aimed = _TARGET_TITLE.search(section.title) is not None
    for block in section.blocks:
        if block.kind not in (BlockKind.PARAGRAPH, BlockKind.BULLET):
            continue
        for sentence in _sentences(tidy(block.text)):
            for phrase in _of_sentence(sentence, aimed, around):
                if all(t.year is not None and (around is None or t.year > around) for t in phrase.targets):
                    yield phrase, block


def _sentences(text: str) -> Iterator[str]:
    """The sentences of a paragraph; a full stop inside brackets ends none."""
    start = 0
    for m in re.finditer("。", mask(text)):
        yield text[start : m.start()]
        start = m.end()
    if start < len(text):
        yield text[start:]


def _of_sentence(sentence: str, aimed: bool, around: int | None) -> tuple[Phrase, ...]:
    thing = _THING.search(sentence)
    if thing:
        piece = numeric(f"{thing['value']}({thing['year']})", around)
        return (Phrase(thing["thing"], None, (piece.value,)),) if piece else ()
    aim = _AIM.search(sentence)
    if aim:
        said = sentence[: aim.start()]
    elif aimed and _NOUN_END.search(sentence):
        said = sentence
    else:
        return ()
    hidden = mask(said)
    for until in reversed(list(_UNTIL.finditer(hidden))):
        subject = re.search(r"(?:^|、)(?P<who>[^、]{3,40})[がを]、$", said[: until.start()])
        if until.start() and not subject and hidden[until.start() - 1] != "、":
            continue
        phrases = _aimed_at(said[until.end() :], subject["who"] if subject else "", until["year"], around)
        if phrases:
            return phrases
    return ()


def _aimed_at(body: str, subject: str, year: str, around: int | None) -> tuple[Phrase, ...]:
    """The indicators and values behind `2030年までに`; none when any part of it is something else."""
    when = read_when(year, around)
    body = _TOGETHER.sub("", body)
    phrases: list[Phrase] = []
    for part in _parts(body):
        phrase = _doubled(part, year, around) or _counted(part, subject, when, around)
        if phrase is None or not _is_indicator(phrase.indicator):
            return ()
        phrases.append(phrase)
    return tuple(phrases)


def _parts(body: str) -> Iterator[str]:
    start = 0
    for m in re.finditer("、", mask(body)):
        yield body[start : m.start()]
        start = m.end()
    yield body[start:]


def _doubled(part: str, year: str, around: int | None) -> Phrase | None:
    if not re.search(r"から(?:倍増|半減)", part):
        return None
    phrases = parse_phrases(f"{year}までに{part}", around)
    return _plain(phrases[0]) if len(phrases) == 1 and phrases[0].targets else None


def _counted(part: str, subject: str, when: When, around: int | None) -> Phrase | None:
    words = part if _CHANGED.search(part) else _VERB.sub("", part)
    piece = numeric(words, around) or (stated(words, around) if subject else None)
    if piece is None or not _whole(words, piece) or piece.baseline:
        return None
    value = piece.value
    if value.kind is ValueKind.QUALITATIVE or (value.number is None and value.kind is not ValueKind.CHANGE):
        return None
    if value.number is not None and value.unit is None:
        return None
    lead = piece.lead or subject
    if subject and piece.lead:
        return None
    name = _plain(Phrase(re.sub(r"(?:を|は|が|の)$", "", lead))).indicator
    if value.kind is not ValueKind.CHANGE and not _MEASURED.search(name):
        return None
    return Phrase(name, None, (timed(value, when),))


def _whole(words: str, piece: Piece) -> bool:
    """Whether the value closes the words."""
    return re.sub(r"(?:する|させる)$", "", words).endswith(re.sub(r"(?:する|させる)$", "", piece.value.text))


def _plain(phrase: Phrase) -> Phrase:
    """The phrase with an indicator freed of the brackets that only explain."""
    name = phrase.indicator
    for start, end, inner in reversed(list(brackets(name))):
        if len(inner) > _EXPLAINS:
            name = name[:start] + name[end:]
    return replace(phrase, indicator=name)


def _is_indicator(name: str) -> bool:
    return 3 <= len(name) <= _LONGEST and not _VAGUE.search(mask(name).replace(MASK, ""))
