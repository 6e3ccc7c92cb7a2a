"""The columns in which staff correct records: what a record puts into a cell, and what a cell makes of a record."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from corpus.records import (
    Body,
    Document,
    Goal,
    Kpi,
    Measure,
    Record,
    RoadmapStep,
    Role,
    Shift,
    Value,
    ValueKind,
    name_of,
)
from corpus.text import normalise
from ingest.values import parse_value
from ingest.years import Year, year_of

_DATED = re.compile(r"(?P<words>.+)\((?P<year>(?:19|20)\d{2})(?P<mark>年度|年|)\)", re.DOTALL)
"""A value and its year, as `value_text` puts them."""


class CellError(ValueError):
    """What is wrong with a cell, for staff."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a cell is read against: its document, and the goals and measures there that may be named."""

    document: Document
    records: Sequence[Record]

    @property
    def year(self) -> int | None:
        """A year of the document, for years of two digits."""
        if self.document.decided_on:
            return int(self.document.decided_on[:4])
        return self.document.period[0] if self.document.period else None


@dataclass(frozen=True, slots=True)
class Column:
    """A column: the field it shows, its title and width, how a value is written and read.

    `read` gets the normalised text of the cell and the value that stands there now.
    """

    field: str
    title: str
    width: float
    write: Callable[[Any, Surroundings], str]
    read: Callable[[str, Surroundings, Any], Any]
    required: bool = False


def called(record: Record) -> str:
    """Number and name, as a person calls a record."""
    number = record.number if isinstance(record, Goal | Measure) else None
    return f"{number} {name_of(record)}" if number else name_of(record)


def value_text(value: Value) -> str:
    """A value in one line that says the same when it is read: `120人（2024年度）`."""
    text = value.text.replace("\n", " ")
    if value.year is None or str(value.year) in text:
        return text
    return f"{text}（{value.year}{'年度' if value.fiscal else '年' if value.fiscal is False else ''}）"


def _text(field: str, title: str, width: float, *, required: bool = False) -> Column:
    return Column(field, title, width, lambda value, _: value or "", lambda text, *_: text, required)


def _optional(field: str, title: str, width: float) -> Column:
    return Column(field, title, width, lambda value, _: value or "", lambda text, *_: text or None)


def _lines(field: str, title: str, width: float) -> Column:
    return Column(field, title, width, lambda value, _: "\n".join(value or ()), lambda text, *_: tuple(_split(text)))


def _split(text: str) -> list[str]:
    return [line for line in (line.strip() for line in text.split("\n")) if line]


def _year(field: str, title: str) -> Column:
    return Column(field, title, 12, lambda value, _: "" if value is None else str(value), _read_year)


def _read_year(text: str, around: Surroundings, _: object) -> int | None:
    if not text:
        return None
    date = re.fullmatch(r"(\d{4})-(\d{2})-\d{2}", text)  # what Excel makes of 2027/4/1
    if date:
        return int(date[1]) - (int(date[2]) < 4)
    found = year_of(text, around.year)
    if found is None or not 1868 <= found.year <= 2200:
        raise CellError(f"「{text}」は年度として読めません。2027 や 令和9年度 のように書いてください")
    return found.year


def _reference(field: str, title: str, width: float, kinds: Sequence[str], *, or_words: bool = False) -> Column:
    """A column that names another record; `or_words` lets any words stand where no such record is."""

    def write(value: str | None, around: Surroundings) -> str:
        named = _of(kinds, around)
        record = next((r for r in named if r.id == value), None)
        if record is None:
            return value or ""
        return called(record) if len(_named(called(record), named)) == 1 else record.id

    def read(text: str, around: Surroundings, _: object) -> str | None:
        if not text:
            return None
        found = _named(text, _of(kinds, around))
        if len(found) == 1:
            return found[0].id
        if found:
            ids = "、".join(r.id for r in found)
            raise CellError(f"「{text}」は{len(found)}件あります。記録IDで書いてください（{ids}）")
        if or_words:
            return text
        raise CellError(f"「{text}」という記録は、この文書にありません。番号と名称、または記録IDで書いてください")

    return Column(field, title, width, write, read)


def _of(kinds: Sequence[str], around: Surroundings) -> list[Record]:
    return [r for r in around.records if r.KIND in kinds]


def _named(text: str, records: Iterable[Record]) -> list[Record]:
    """Records meant by an id, else by number and name, else by the name."""
    listed, wanted = list(records), "".join(text.split())
    keys: tuple[Callable[[Record], str], ...] = (lambda r: r.id, called, name_of)
    for key in keys:
        if found := [r for r in listed if "".join(normalise(key(r)).split()) == wanted]:
            return found
    return []


def _read_value(text: str, around: Surroundings, _: object = None) -> Value | None:
    if not text:
        return None
    dated = _DATED.fullmatch(text)
    year = Year(int(dated["year"]), {"年度": True, "年": False}.get(dated["mark"])) if dated else None
    value = parse_value(dated["words"] if dated else text, year=year, around=around.year)
    if year is not None:
        value = replace(value, year=year.year, fiscal=year.fiscal)
    if value.number is None and value.kind not in (ValueKind.RELATIVE, ValueKind.QUALITATIVE) and value.text != "-":
        raise CellError(f"「{text}」の値を読み取れません。1つの値を 120人（2024年度） のように書いてください")
    return value


def _write_value(value: Value | None, _: Surroundings) -> str:
    return "" if value is None else value_text(value)


def _write_values(values: Sequence[Value], _: Surroundings) -> str:
    return "\n".join(value_text(value) for value in values)


def _read_values(text: str, around: Surroundings, now: Sequence[Value]) -> tuple[Value, ...]:
    """One value a line; a line that stands there now keeps what was read of it."""
    standing = {normalise(value_text(value)): value for value in now}
    read = ((line, standing.get(line)) for line in _split(text))
    values = (value or _read_value(line, around) for line, value in read)
    return tuple(value for value in values if value is not None)


def _write_members(members: Sequence[tuple[str, Sequence[str]]], _: Surroundings) -> str:
    return "\n".join(f"{post}：{'、'.join(people)}" if people else post for post, people in members)


def _read_members(text: str, _: Surroundings, __: object) -> tuple[tuple[str, tuple[str, ...]], ...]:
    pairs = (line.partition(":") for line in _split(text))
    return tuple(
        (post.strip(), tuple(p.strip() for p in re.split("[、,]", people) if p.strip())) for post, _, people in pairs
    )


_GOALS, _MEASURES = (Goal.KIND,), (Measure.KIND,)

SHEETS: Mapping[type[Record], tuple[str, tuple[Column, ...]]] = {
    Goal: (
        "目標",
        (
            _optional("number", "番号", 8),
            _text("name", "目標", 40, required=True),
            _text("statement", "内容", 60),
            _reference("parent", "上位の目標", 30, _GOALS),
        ),
    ),
    Measure: (
        "施策",
        (
            _optional("number", "番号", 8),
            _text("name", "施策", 44, required=True),
            _reference("goal", "目標", 30, _GOALS),
            _optional("group", "区分", 28),
            _text("description", "内容", 60),
            _lines("ministries", "担当", 24),
            _lines("projects", "主な事業", 40),
        ),
    ),
    Kpi: (
        "KPI",
        (
            _text("indicator", "指標", 44, required=True),
            _reference("of", "目標・施策", 34, _GOALS + _MEASURES),
            Column("baseline", "基準値", 28, _write_value, _read_value),
            Column("targets", "目標値", 32, _write_values, _read_values),
        ),
    ),
    RoadmapStep: (
        "工程表",
        (
            _reference("measure", "施策", 40, _MEASURES, or_words=True),
            _text("text", "取組", 50, required=True),
            _year("start_fy", "開始年度"),
            _year("end_fy", "終了年度"),
        ),
    ),
    Shift: (
        "転換",
        (
            _text("topic", "論点", 34),
            _text("before", "これまで", 50),
            _text("after", "これから", 60, required=True),
        ),
    ),
    Role: ("役割", (_text("actor", "主体", 24, required=True), _lines("duties", "役割", 60))),
    Body: (
        "推進体制",
        (
            _text("name", "名称", 34, required=True),
            Column("members", "構成員", 60, _write_members, _read_members),
            _optional("established", "設置", 16),
        ),
    ),
}
"""Kind of record → title of its sheet and its columns."""

FIELD_TITLES: Mapping[str, Mapping[str, str]] = {
    cls.KIND: {column.field: column.title for column in columns} for cls, (_, columns) in SHEETS.items()
}
"""Kind → field → what staff call it."""


def shown(column: Column, record: Record, around: Surroundings) -> str:
    """What the record puts into the column's cell."""
    return column.write(getattr(record, column.field), around)
