"""Items of a list with the lines that belong to them, and the bodies in charge that they name in brackets."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from corpus.pages import Block, BlockKind, Evidence
from corpus.text import normalise
from corpus.vocabulary import vocabulary, when_changed
from ingest.sections import Section, joined

_BULLET = re.compile(r"^[・○◯〇●◎◇◆□■▪▫➢➤✓✔❖•‣\uf000-\uf0ff]\s*(?=\S)")
_AND_SO_ON = re.compile(r"^(?:等|など|ほか|他)[。、]?$")
_BODY = (
    r"(?:内閣官房|内閣府|復興庁|警察庁|消費者庁|こども家庭庁|デジタル庁|[一-龥ァ-ヶー]{1,10}(?:省|庁)|関係(?:府省庁?|省庁|各省庁?|機関|課|部局)|全(?:府)?省庁|全府省庁?|各府省庁?"
    r"|[一-龥ァ-ヶー]{1,10}(?:委員会|本部|機構|公庫|事務局)|都道府県|市町村|地方公共団体|地方自治体)"
)
_SUBBODY = r"(?:[一-龥ァ-ヶーA-Z]{2,24}(?:局|部|課|室|官|グループ|担当|所|会|チーム|センター))?"
_OFFICE = re.compile(
    r"^[◎○]?[一-龥ァ-ヶー]{1,14}(?:局|部|課|室|係|センター|事務所|委員会|本部|消防署|保育所)(?:\([^()]*\))?(?:ほか|等|など)?$"
)
_LENTICULAR = re.compile(r"【(?P<inner>[^【】]{2,120})】\s*(?P<tail>\((?:再掲|一部再掲|新規|拡充|継続)\))?。?\s*$")
_ROUND = re.compile(r"\((?P<inner>[^()]*(?:\([^()]*\)[^()]*)*)\)。?\s*$")


_IN_CHARGE = re.compile(
    r"[【(\[](?P<lead>(?:主な)?(?:担当|所管|主管|実施)(?:課|部署|部局|府省庁?|省庁|機関|主体|室)?(?:等|名)?[::])?"
    r"(?P<inner>[^【】()\[\]]{2,60})[】)\]]。?$"
)
_TOWN_OFFICE = re.compile(r"^[一-龥ァ-ヶー]{1,14}(?:課|部|局|室|係|委員会|センター|事務所|病院)(?:ほか|等)?$")


@dataclass(frozen=True, slots=True)
class Item:
    """A list item: its words without its sign, and where they stand."""

    text: str
    number: str | None
    evidence: tuple[Evidence, ...]


def list_items(section: Section) -> Iterator[Item]:
    """The items directly under a heading; a line that runs on (set under the item's text) is part of its item."""
    current: Item | None = None
    first: Block | None = None
    for block in section.blocks:
        text = normalise(block.text).strip()
        lead = _BULLET.match(text) if block.kind is not BlockKind.BULLET else None
        if block.kind is BlockKind.BULLET or lead:
            if current:
                yield current
            words = text[lead.end() :] if lead else text
            current, first = Item(words, block.number, block.evidence), block
        elif current and first and block.kind is BlockKind.PARAGRAPH and _runs_on(first, current, block):
            current = Item(current.text + text, current.number, joined(current.evidence, block.evidence))
        elif current:
            yield current
            current = None
    if current and not _AND_SO_ON.match(current.text):
        yield current


def _runs_on(first: Block, item: Item, block: Block) -> bool:
    if _AND_SO_ON.match(block.text):
        return False
    if _closing_brackets(block.text):
        return True
    same_page = item.evidence[-1].page == block.page
    near = not same_page or block.box[1] - item.evidence[-1].boxes[-1][3] < 1.2 * block.size
    return near and block.box[0] > first.box[0] + 0.5 * first.size and not item.text.endswith(("。", "】"))


def _closing_brackets(text: str) -> bool:
    return bool(re.fullmatch(r"[\s　]*(?:【[^【】]*】|\([^()]*(?:省|庁|府|課|局)[^()]*\))[\s　]*", text))


def is_and_so_on(text: str) -> bool:
    """Whether a line only says 等."""
    return bool(_AND_SO_ON.match(text.strip()))


@lru_cache(maxsize=1)
def _one() -> re.Pattern[str]:
    """A body in charge, by its form or by a name that the vocabulary knows."""
    known = "|".join(re.escape(name) for body in vocabulary().bodies for name in body.names)
    return re.compile(rf"^[◎○]?(?:{_BODY}|{known}){_SUBBODY}(?:\([^()]*\))?(?:を中心に|ほか|等|など)?$")


when_changed(_one.cache_clear)


def bodies(text: str) -> tuple[str, ...]:
    """`◎環境省、経済産業省` → (`環境省`, `経済産業省`); empty unless every name is one of a body in charge."""
    names = [n.strip() for n in re.split(r"[・、,,/]|及び|\n", text) if n.strip()]
    if not names or not all(_one().match(n) or n in ("同", "外") for n in names):
        return ()
    return tuple(re.sub(r"^[◎○]|を中心に$|ほか$|(?<=.)等$|(?<=.)など$", "", n) for n in names)


def offices(text: str) -> tuple[str, ...]:
    """Names in a 担当課 or 所管 cell: bodies, or offices of a town (`企画課`)."""
    names = [n.strip() for n in re.split(r"[・、,,/\n]|及び", text) if n.strip()]
    if not names or not all(_one().match(n) or _OFFICE.match(n) or len(n) <= 12 for n in names):
        return ()
    return tuple(re.sub(r"^[◎○]", "", n) for n in names)


def take_offices(text: str) -> tuple[str, tuple[str, ...]]:
    """An entry of a plan without who is in charge, and these: `…事業【担当課:農林課】`, `…の開催(産業課)`.

    Unlike `take_bodies` it knows the offices of a town, so it is for lists whose place says that they are a plan's.
    """
    words, named = take_bodies(text)
    if named:
        return words, named
    m = _IN_CHARGE.search(text.rstrip())
    if m is None:
        return text, ()
    names = [n.strip() for n in re.split(r"[・、,,/\s]|及び", m["inner"]) if n.strip()]
    told = m["lead"] is not None or all(_TOWN_OFFICE.match(n) for n in names)
    if (
        not told
        or not names
        or any(len(n) > 20 for n in names)
        or (m[0][0] == "(" and not m["lead"] and not _ends_in_office(names))
    ):
        return text, ()
    return text[: m.start()].rstrip(), tuple(re.sub(r"(?<=.)(?:ほか|等)$", "", n) for n in names)


def _ends_in_office(names: list[str]) -> bool:
    """Round brackets hold places as well: only offices that can be nothing else count."""
    return all(re.search(r"(?:課|係|室)(?:ほか|等)?$", n) for n in names)


def take_bodies(text: str) -> tuple[str, tuple[str, ...]]:
    """The words without the bodies in charge that close them in 【…】 or (…), and those bodies."""
    for pattern in (_LENTICULAR, _ROUND):
        m = pattern.search(text)
        named = bodies(re.sub(r"\s", "", m["inner"])) if m else ()
        if m and named:
            return text[: m.start()].rstrip(), named
    return text, ()
