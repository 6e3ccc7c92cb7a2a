"""What the columns of a policy table hold, told by the words of their header cells and the years in them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto

from corpus.pages import Cell, Table
from corpus.text import squeeze
from ingest.goals import header_label
from ingest.years import Year, year_of


class Column(Enum):
    """What a column of a policy table holds."""

    GOAL = auto()
    MEASURE = auto()
    IN_CHARGE = auto()
    CONTENT = auto()
    GROUP = auto()
    INDICATOR = auto()
    UNIT = auto()
    BASELINE = auto()
    TARGET = auto()
    DUE = auto()
    WHICH = auto()
    CHANGE = auto()


_INDICATOR = re.compile(
    r"^(?:重要業績評価|業績評価|成果|評価|数値|目標|主な|活動|アウトカム|アウトプット|達成|基本|基本目標|施策|取組|代表|管理|まちづくり)?"
    r"(?:KPI|指標|指標名|目標項目|数値目標|成果目標)(?:名|\(KPI\)|\(.*指標.*\)|・?KPI|項目|の名称|・単位|\[単位\]|\(単位\))?$"
    r"|^KPI\(.*\)$|^(?:重要業績評価指標|指標)\(.{1,12}\)$|^重要業績評価指標(?:\(KPI\))?$"
)
_LOOSE_INDICATOR = re.compile(r"^(?:項目|内容|区分|数値目標|目標)(?:名|\[単位\]|\(単位\))?$")
_LOOSE_MEASURE = re.compile(r"^(?:取組|施策|実施|対応)?(?:項目|事項)(?:名)?$")
_BASELINE = re.compile(
    r"^(?:現状値?|現況値?|基準値?|実績値?|直近の?(?:値|実績)?|現在の?値?$|従前値?|開始時|当初値?|策定時(?:の?値|点)?|初期値|基準年(?:度)?値?|計画策定時)"
)
_TARGET = re.compile(
    r"^(?:最終|中間|数値|将来|計画|達成|\d{1,2}年後の)?目標(?:値|年度|年|数値)?(?:$|[(\d令平RH（])|^(?:目標値|最終目標|中間目標)"
    r"|^(?:\d{1,2}年後の)?(?:目指す|めざす|めざそう)値$|^(?:中間|最終)値"
)
_CHANGE = re.compile(r"^(?:現状|基準|現況|実績)値?(?:\([^()]*\))?(?:→|⇒|から|・|/)(?:最終)?目標値?(?:\([^()]*\))?$")
_MEASURE = re.compile(
    r"^(?:具体的な?|主な|主要|個別|重点|基本)?(?:施策|事業|取組|取り組み|施策・事業|施策名|事業名|取組名|施策の名称|施策等)(?:名|・事業名|名称|\(事業\))?(?:\(施設名\))?$"
)
_IN_CHARGE = re.compile(
    r"^(?:主な?)?(?:担当|所管|主管|所轄|関係|実施)(?:課|部局?|部署|府省庁?|省庁?|府省|室|局|課室|課等|機関|主体)?(?:名|・係)?$|^府省庁?名?$|^事業主体$"
)
_CONTENT = re.compile(r"^(?:主な)?(?:事業|施策|取組)?(?:の)?(?:内容|概要|事業内容|取組内容|説明)$")
_DUE = re.compile(
    r"^(?:実施|達成|完了|取組|対応|目標)?(?:期限|時期|年限|期日)(?:\(.*\))?$|^実施(?:年度|予定時期|スケジュール)$|^スケジュール$|^いつまでに$"
)
_YEAR_OF = re.compile(r"^(?P<year>(?:令和|平成|R|H)?(?:\d{1,4}|元)(?:年度?)?末?)[(（](?P<what>[^()（）\d]{2,6})[)）]$")
_YEAR_ONLY = re.compile(
    r"^(?:(?:令和|平成|R|H)(?:\d{1,2}|元)(?:年度?)?|(?:19|20)\d{2}(?:年度?)?)(?:\((?:令和|平成|R|H)?\d{1,4}(?:年度?)?\))?$"
)
_PLANNED = re.compile(r"^(?:目標|計画|期待|KPI)(?:値)?$")
_WHICH = re.compile(r"^(?:(?:目標|計画|期待|実績|見込み?|実測|達成)(?:値|率|度)?|進捗率?|評価|KPI)$")
_YEAR_AHEAD = re.compile(r"^(?:令和|平成|R|H)?(?:\d{1,4}|元)年?度?(?:末)?の?(?=現|基|実|目|中|最)")
_GROUP = re.compile(r"^(?:施策|政策|取組)の(?:方向性?|柱|分野)$|^(?:政策|施策|重点)?分野$|^柱$")


@dataclass(frozen=True, slots=True)
class Layout:
    """The columns of a policy table by their index, with the year each value column is of."""

    columns: dict[int, Column]
    years: dict[int, Year | None]

    def of(self, kind: Column) -> list[int]:
        """Indices of the columns of one kind."""
        return [i for i, c in self.columns.items() if c is kind]


def layout_of(table: Table, around: int | None) -> tuple[Layout, int] | None:
    """What the columns hold, and the first row of the body; None for tables that are no policy tables."""
    grid = table.grid()
    for rows in dict.fromkeys((max(1, table.header_rows), 1, 2)):
        if rows >= table.n_rows:
            continue
        texts = [[c.text if c else "" for c in row] for row in grid]
        layout = _layout(texts[:rows], texts[rows:], around)
        if layout:
            return layout, rows
    return None


def layout_of_header(rows: list[list[str]], around: int | None) -> Layout | None:
    """What the columns hold, told by the first of some rows."""
    return _layout(rows[:1], rows[1:], around)


def _layout(header: list[list[str]], body: list[list[str]], around: int | None) -> Layout | None:
    columns: dict[int, Column] = {}
    years: dict[int, Year | None] = {}
    loose: list[int] = []
    items: list[int] = []
    bare_years: dict[int, Year] = {}
    for i in range(len(header[0])):
        words = [_YEAR_OF.sub(r"\g<what>(\g<year>)", squeeze(row[i])) for row in header if row[i].strip()]
        words = list(dict.fromkeys(words))
        whole = "".join(words)
        bare = [_YEAR_AHEAD.sub("", re.sub(r"[(（][^()（）]*[年度RH\d][^()（）]*[)）]$", "", w)) for w in words]
        kind = _kind(words, bare)
        if kind is None and any(_LOOSE_INDICATOR.match(w) for w in bare):
            loose.append(i)
        if kind is None and any(_LOOSE_MEASURE.match(w) for w in bare):
            items.append(i)
        year = year_of(whole, around) if kind is None and words and _YEAR_ONLY.match(words[-1]) else None
        if year is not None and len(words) == 1:
            bare_years[i] = year
        if kind:
            columns[i] = kind
            years[i] = year_of(whole, around)
    targets = [i for i, kind in columns.items() if kind is Column.TARGET]
    names = [i for i in targets if squeeze(header[-1][i]) == "数値目標"]
    if names and len(targets) > len(names) and Column.INDICATOR not in columns.values():
        columns.update(dict.fromkeys(names, Column.INDICATOR))
    kinds = set(columns.values())
    if Column.TARGET in kinds and Column.INDICATOR not in kinds and Column.BASELINE in kinds and loose:
        columns[loose[0]] = Column.INDICATOR
        kinds.add(Column.INDICATOR)
    columns.update(dict.fromkeys(_which(body, columns), Column.WHICH))
    if Column.INDICATOR in kinds and _are_targets(columns, years, bare_years, around):
        columns.update(dict.fromkeys(bare_years, Column.TARGET))
        years.update(bare_years)
    if Column.IN_CHARGE in kinds and items and (kinds & {Column.CONTENT, Column.DUE, Column.MEASURE}):
        _name_by_item(columns, items[0], body)
    kinds = set(columns.values())
    is_kpi = Column.INDICATOR in kinds and bool(kinds & {Column.TARGET, Column.CHANGE})
    is_list = Column.MEASURE in kinds and bool(kinds & {Column.GOAL, Column.IN_CHARGE})
    is_list = is_list or (Column.INDICATOR in kinds and Column.MEASURE in kinds)
    is_goal = Column.GOAL in kinds and bool(kinds & {Column.MEASURE, Column.INDICATOR})
    return Layout(columns, years) if is_kpi or is_list or is_goal else None


def _which(body: list[list[str]], columns: dict[int, Column]) -> list[int]:
    """Columns that tell 目標 rows from 実績 rows."""
    found = []
    for i in range(len(body[0]) if body else 0):
        told = [squeeze(row[i]) for row in body if row[i].strip()]
        if i not in columns and told and all(_WHICH.match(w) for w in told) and any(_PLANNED.match(w) for w in told):
            found.append(i)
    return found


def _are_targets(
    columns: dict[int, Column], years: dict[int, Year | None], bare: dict[int, Year], around: int | None
) -> bool:
    """Whether columns headed by nothing but a year hold what is aimed at.

    They do beside a column that tells 目標 from 実績; else only where all of them lie after the baseline and not before
    the document itself, for a review puts what was achieved in such columns.
    """
    if len(bare) < 2:
        return False
    if Column.WHICH in columns.values():
        return True
    since = [y.year for i, y in years.items() if columns[i] is Column.BASELINE and y]
    first = min(y.year for y in bare.values())
    if Column.BASELINE not in columns.values() or (since and first <= max(since)):
        return False
    return around is not None and first >= around


def _name_by_item(columns: dict[int, Column], item: int, body: list[list[str]]) -> None:
    """項目|具体的な取組|期限|担当省庁: the item is the measure where the other column holds sentences."""
    named = [i for i, kind in columns.items() if kind is Column.MEASURE]
    told = [row[i].strip() for row in body for i in named if row[i].strip()]
    if not named or sum(t.endswith("。") for t in told) * 2 > len(told):
        columns.update(dict.fromkeys(named, Column.CONTENT))
        columns[item] = Column.MEASURE


def planned_rows(layout: Layout, rows: Sequence[Sequence[Cell | None]]) -> list[Sequence[Cell | None]]:
    """The rows that hold what is aimed at: all of them, or those marked 目標."""
    which = layout.of(Column.WHICH)
    if not which:
        return list(rows)
    return [row for row in rows if any(c and _PLANNED.match(squeeze(c.text)) for c in (row[i] for i in which))]


def is_header_word(text: str) -> bool:
    """Whether a cell only says what its column holds, as in a header row that is printed again."""
    words = squeeze(text)
    return any(pattern.match(words) for pattern in (_INDICATOR, _MEASURE)) or words in ("項目", "取組項目")


def is_office_header(text: str) -> bool:
    """Whether a header says that its column names who is in charge."""
    return _IN_CHARGE.match(squeeze(text)) is not None


def _kind(words: Sequence[str], bare: Sequence[str]) -> Column | None:
    if any(header_label(w) for w in words):
        return Column.GOAL
    for kind, pattern in (
        (Column.CHANGE, _CHANGE),
        (Column.BASELINE, _BASELINE),
        (Column.TARGET, _TARGET),
        (Column.INDICATOR, _INDICATOR),
        (Column.IN_CHARGE, _IN_CHARGE),
        (Column.MEASURE, _MEASURE),
        (Column.CONTENT, _CONTENT),
        (Column.DUE, _DUE),
    ):
        if any(pattern.match(w) for w in bare) or any(pattern.match(w) for w in words):
            return kind
    if any(_GROUP.match(w) for w in bare):
        return Column.GROUP
    return Column.UNIT if "単位" in bare else None
