"""Goals, measures and KPIs that stand in tables, told by the words of their header cells."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from corpus.pages import Cell, Evidence, Page, Table
from corpus.records import Value
from corpus.text import normalise, squeeze
from ingest.evidence import find_quote
from ingest.found_measures import Due, FoundMeasure
from ingest.goal_labels import LABELLED
from ingest.goals import FoundGoal, header_label, split_lead
from ingest.kpi_lines import is_target_line
from ingest.list_items import offices
from ingest.policy_columns import Column, Layout, is_header_word, layout_of, layout_of_header, planned_rows
from ingest.rules import Rule
from ingest.sections import Section
from ingest.value_pieces import When, timed
from ingest.values import Phrase, in_unit, parse_phrases, parse_targets, parse_value, unit_in
from ingest.years import Year, find_years, fiscal_year_of, year_of

_ENTRY = re.compile(r"^(?:[①-⑳]|[・○◯●◇◆■□]|\(?\d{1,2}[).．、)]|[0-9]{1,2}\s)")
_NOTHING = re.compile(r"[-―—→⇒➡〃↗↑\s]*|同上")
_SIGN = re.compile(r"^(?:[①-⑳]|[・○◯●◇◆■□]|\(\d{1,2}\))")
_BESIDE = (Column.GOAL, Column.IN_CHARGE, Column.TARGET, Column.CHANGE, Column.YEAR)
"""What a list of measures has beside their names."""
_NO_ENTRY = re.compile(r"^(?:合計|小計|計|総計|-|―|等|など)$")


@dataclass(frozen=True, slots=True)
class TableKpi:
    """A KPI of a table row, with the section it stands in and the row's own goal or measure.

    `ruled` is False where white alone parts the columns.
    """

    phrase: Phrase
    evidence: tuple[Evidence, ...]
    section: Section
    goal: str | None = None
    measure: str | None = None
    ruled: bool = True


def cell_evidence(cells: Sequence[Cell | None]) -> tuple[Evidence, ...]:
    """Evidence of whole cells, one entry per page, in the order of the cells."""
    pages: dict[int, tuple[list[tuple[float, float, float, float]], list[str]]] = {}
    for cell in dict.fromkeys(c for c in cells if c is not None and c.text):
        for part in cell.evidence or (Evidence(cell.page, (cell.box,), cell.text),):
            boxes, quotes = pages.setdefault(part.page, ([], []))
            boxes.extend(part.boxes)
            quotes.append(part.quote)
    return tuple(Evidence(page, tuple(boxes), "\n".join(quotes)) for page, (boxes, quotes) in pages.items())


def _part(cell: Cell, words: str, pages: Sequence[Page]) -> tuple[Evidence, ...]:
    """Evidence of some words of a cell; of the whole cell when they cannot be found in it."""
    for place in cell.evidence or (Evidence(cell.page, (cell.box,), cell.text),):
        boxes = find_quote(pages[place.page - 1], words, place.boxes)
        if boxes:
            return (Evidence(place.page, boxes, words),)
    return cell_evidence([cell])


def _entries(text: str) -> list[str]:
    """The items of a cell: one per numbered or bulleted line, a line without a lead runs on."""
    items: list[str] = []
    for line in normalise(text).splitlines():
        words = line.strip()
        if items and not _ENTRY.match(words) and any(_ENTRY.match(i) for i in items):
            items[-1] += words
        elif words:
            items.append(words)
    return [i for i in items if not _NO_ENTRY.match(i)]


def _is_list(text: str) -> bool:
    """Whether a cell holds several entries, each with a sign."""
    return len([line for line in normalise(text).splitlines() if _SIGN.match(line.strip())]) > 1


def _band(row: Sequence[Cell | None]) -> Cell | None:
    """The one cell of a row that spans all columns: it names what the rows below belong to."""
    first = row[0]
    return first if first is not None and len(row) > 2 and first.text and all(c is first for c in row) else None


def table_goals(table: Table, around: int | None, pages: Sequence[Page]) -> Iterator[tuple[FoundGoal, int]]:
    """Goals of a column headed 基本目標 with their targets beneath the name, each with its row."""
    found = layout_of(table, around)
    if found is None:
        return
    layout, body = found
    grid = table.grid()
    for row, cells in enumerate(grid[body:], start=body):
        band = _band(cells)
        told = LABELLED.match(squeeze(band.text)) if band else None
        if band and told and told["name"] and not told["name"].endswith("。"):
            name = split_lead(band.text)[1]
            yield FoundGoal(told["label"], told["number"], name, cell_evidence([band]), Rule.GOAL_TABLE), row
    header = squeeze(
        "".join(c.text for c in dict.fromkeys(row[i] for row in grid[:body] for i in layout.of(Column.GOAL)) if c)
    )
    for col in layout.of(Column.GOAL):
        label = next(
            (header_label(c.text) for c in (row[col] for row in grid[:body]) if c and header_label(c.text)), ""
        )
        seen: Cell | None = None
        for row in range(body, table.n_rows):
            cell = grid[row][col]
            if cell is None or cell is seen or not cell.text.strip():
                continue
            seen = cell
            first, *others = normalise(cell.text).splitlines()
            number, name = split_lead(first)
            if not name or len(name) > 80 or name.endswith("。"):
                continue
            targets = []
            for line in _entries("\n".join(others)):
                for phrase in parse_phrases(line, around):
                    if phrase.indicator and phrase.targets:
                        targets.append((_dated(phrase, year_of(header, around)), _part(cell, line, pages)))
            yield (
                FoundGoal(
                    label or "", number, name, _part(cell, first, pages), Rule.GOAL_TABLE, targets=tuple(targets)
                ),
                row,
            )


def table_groups(table: Table, around: int | None) -> set[str]:
    """The names (squeezed) by which a KPI table groups its rows in a column headed 施策の方向 or 分野."""
    found = layout_of(table, around)
    if found is None:
        return set()
    layout, body = found
    cells = [row[i] for row in table.grid()[body:] for i in layout.of(Column.GROUP)]
    return {squeeze(split_lead(c.text)[1]) for c in cells if c and c.text.strip()}


def _dated(phrase: Phrase, year: Year | None) -> Phrase:
    if year is None:
        return phrase
    targets = tuple(t if t.year is not None else timed(t, When(year=year)) for t in phrase.targets)
    return replace(phrase, targets=targets)


def table_measures(
    table: Table, around: int | None, pages: Sequence[Page], goals: Sequence[FoundGoal]
) -> Iterator[FoundMeasure]:
    """Rows of a list of measures: name, goal, bodies in charge, content.

    A list without goals, targets and bodies in charge (主な事業|KPI) counts where its rows write out their KPIs.
    """
    found = layout_of(table, around)
    if found is None or not found[0].of(Column.MEASURE):
        return
    layout, body = found
    told = any(layout.of(kind) for kind in _BESIDE)
    rule = Rule.MEASURE_ROADMAP if layout.of(Column.YEAR) else Rule.MEASURE_TABLE
    grid = table.grid()
    name_col = layout.of(Column.MEASURE)[-1]
    goal_cols, content_cols = layout.of(Column.GOAL), layout.of(Column.CONTENT)
    seen: Cell | None = None
    for row in range(body, table.n_rows):
        cell = grid[row][name_col]
        if cell is None or cell is seen or not cell.text.strip():
            continue
        seen = cell
        if not told and not any(_written_kpis(grid[row][i], around) for i in layout.of(Column.INDICATOR)):
            continue
        goal = _goal_of(grid[row], goal_cols, goals)
        if goal_cols and goal is None:
            continue
        charge = [grid[row][i] for i in layout.of(Column.IN_CHARGE)]
        content = [grid[row][i] for i in content_cols]
        listed = goal_cols or _is_list(cell.text)
        entries = _entries(cell.text) if listed else [" ".join(normalise(cell.text).split())]
        for entry in entries:
            number, name = split_lead(entry) if _ENTRY.match(entry) else (None, entry)
            name = re.sub(r"^[・○◯●◇◆■□]\s*", "", name)
            if len(name) < 2 or len(name) > 120 or name.endswith("。") or _NO_ENTRY.match(name):
                continue
            if is_header_word(name):
                continue
            evidence = _part(cell, entry, pages) if listed else cell_evidence([cell])
            yield FoundMeasure(
                number,
                name,
                evidence + cell_evidence([*charge, *content] if not goal_cols else charge),
                rule,
                goal,
                description="".join(c.text for c in content if c),
                ministries=offices("\n".join(c.text for c in charge if c)),
                has_targets=any(_written_kpis(grid[row][i], around) for i in layout.of(Column.TARGET)),
                due=_due([grid[row][i] for i in layout.of(Column.DUE)], around),
            )


def _due(cells: Sequence[Cell | None], around: int | None) -> Due | None:
    """The deadline of a row, where it names one: `令和8年度末`, `2027年3月`."""
    for cell in cells:
        words = squeeze(cell.text) if cell else ""
        year = None if re.search("以降|継続|随時", words) else fiscal_year_of(words, around)
        if cell and year is not None:
            return Due(" ".join(normalise(cell.text).split()), year, cell_evidence([cell]))
    return None


def _goal_of(row: Sequence[Cell | None], columns: Sequence[int], goals: Sequence[FoundGoal]) -> FoundGoal | None:
    for i in columns:
        cell = row[i]
        if cell is None:
            continue
        number, name = split_lead(normalise(cell.text).splitlines()[0] if cell.text else "")
        for goal in goals:
            if goal.key == squeeze(name) or (name == "" and goal.number == number):
                return goal
    return None


def table_kpis(table: Table, around: int | None, section: Section) -> Iterator[TableKpi]:
    """Rows of a KPI table: indicator, baseline and targets by their columns, years from header or cell.

    An indicator that spans rows has the targets of all of them.
    """
    found = layout_of(table, around)
    if found is None:
        return
    layout, body = found
    names, targets = layout.of(Column.INDICATOR), layout.of(Column.TARGET)
    changes = layout.of(Column.CHANGE)
    if not names:
        yield from _beside_measures(table, layout, body, around, section)
        return
    band: str | None = None
    owners = (*layout.of(Column.GOAL), *layout.of(Column.GROUP), *layout.of(Column.MEASURE))
    above: dict[int, Cell] = {}
    grid = table.grid()
    row = body
    while row < table.n_rows:
        name = grid[row][names[-1]]
        rows = [row]
        while name is not None and rows[-1] + 1 < table.n_rows and grid[rows[-1] + 1][names[-1]] is name:
            rows.append(rows[-1] + 1)
        row = rows[-1] + 1
        if (over := _band(grid[rows[0]])) is not None:
            band = normalise(over.text)
            continue
        above.update({i: c for i in owners if (c := grid[rows[0]][i]) is not None and c.text.strip()})
        lines = [grid[r] for r in rows]
        found_here: list[TableKpi | None]
        if targets:
            found_here = [_row_kpi(lines, layout, around, section)]
        elif changes:
            head = "".join(squeeze(c.text) for c in dict.fromkeys(r[i] for r in grid[:body] for i in changes) if c)
            found_here = _moves(name, [r[i] for r in lines for i in changes], around, section, head)
        else:
            found_here = [*written_out(name, around, section)]
        for kpi in filter(None, found_here):
            measure = [above[i].text for i in layout.of(Column.MEASURE) if i in above]
            goal = [above[i].text for i in owners if i in above and i not in layout.of(Column.MEASURE)]
            yield replace(
                kpi, goal=normalise(goal[0]) if goal else band, measure=normalise(measure[-1]) if measure else None
            )


def kpis_of_rows(rows: Sequence[Sequence[Cell | None]], around: int | None, section: Section) -> Iterator[TableKpi]:
    """KPIs of a few rows within another table, the first of which says what their columns hold."""
    layout = layout_of_header([[c.text if c else "" for c in row] for row in rows], around)
    if layout is None or not layout.of(Column.INDICATOR) or not layout.of(Column.TARGET):
        return
    for row in rows[1:]:
        kpi = _row_kpi([row], layout, around, section)
        if kpi:
            yield kpi


def written_out(cell: Cell | None, around: int | None, section: Section) -> list[TableKpi]:
    """KPIs written out in one cell, `指標:値(年)` each, as in the last column of a 工程表."""
    return [TableKpi(phrase, cell_evidence([cell]), section) for phrase in _written_kpis(cell, around)]


def _written_kpis(cell: Cell | None, around: int | None) -> list[Phrase]:
    return [
        phrase
        for entry in (_entries(cell.text) if cell is not None else ())
        if re.search("[:：→⇒]", entry) and is_target_line(entry)
        for phrase in parse_phrases(entry, around)
    ]


def _beside_measures(
    table: Table, layout: Layout, body: int, around: int | None, section: Section
) -> Iterator[TableKpi]:
    """KPIs that a list of measures writes out in its column 達成目標, indicator and all."""
    names = layout.of(Column.MEASURE)
    for col in layout.of(Column.TARGET) if names else ():
        seen: Cell | None = None
        for cells in table.grid()[body:]:
            cell, name = cells[col], cells[names[-1]]
            if cell is None or cell is seen:
                continue
            seen = cell
            for kpi in written_out(cell, around, section):
                yield replace(kpi, measure=normalise(name.text) if name else None)


def _moves(
    name: Cell | None, cells: Sequence[Cell | None], around: int | None, section: Section, header: str
) -> list[TableKpi | None]:
    """The KPI whose baseline and target stand in one cell: `18t(H30)→40t(R6)`, the years perhaps in the header."""
    if name is None or is_header_word(name.text):
        return []
    indicator = re.sub(r"^[・○◯●◇◆■□]\s*", "", "".join(normalise(name.text).split()))
    told = "".join(normalise("".join(c.text for c in dict.fromkeys(cells) if c)).split())
    phrases = parse_phrases(told, around) if re.search("[→⇒]", told) else ()
    if len(phrases) != 1 or phrases[0].indicator or not phrases[0].targets or len(indicator) < 2:
        return []
    phrase = replace(phrases[0], indicator=indicator)
    years = [m.year for m in find_years(header, around) if m.year is not None]
    if len(years) == 2:
        phrase = _dated(phrase, years[1])
        if phrase.baseline is not None and phrase.baseline.year is None:
            phrase = replace(phrase, baseline=timed(phrase.baseline, When(year=years[0])))
    return [TableKpi(phrase, cell_evidence([name, *cells]), section)]


def _row_kpi(
    rows: Sequence[Sequence[Cell | None]], layout: Layout, around: int | None, section: Section
) -> TableKpi | None:
    """The KPI of the rows that one indicator cell spans; None when they hold none."""
    names, targets = layout.of(Column.INDICATOR), layout.of(Column.TARGET)
    name = rows[0][names[-1]]
    if name is None or not name.text.strip() or is_header_word(name.text):
        return None
    planned = planned_rows(layout, rows)
    if not planned:
        return None
    indicator = re.sub(r"^[・○◯●◇◆■□]\s*", "", "".join(normalise(name.text).split("\n")).strip())
    unit = squeeze("".join(c.text for c in (rows[0][i] for i in layout.of(Column.UNIT)) if c)) or unit_in(indicator)
    cells = list(dict.fromkeys(cells[i] for cells in planned for i in targets))
    years = {id(cells[i]): layout.years[i] for cells in reversed(planned) for i in targets}
    told = tuple(v for cell in cells for v in _values(cell, years[id(cell)], around, unit))
    if not 2 <= len(indicator) <= 120 or not told or squeeze(indicator) == squeeze(told[0].text):
        return None
    first = layout.of(Column.BASELINE)
    baselines = [_value(rows[0][i], layout.years[i], around, unit) for i in first]
    used = [name, *(rows[0][i] for i in first), *cells]
    return TableKpi(Phrase(indicator, next((b for b in baselines if b), None), told), cell_evidence(used), section)


def _values(cell: Cell | None, year: Year | None, around: int | None, unit: str) -> tuple[Value, ...]:
    """The targets of a cell: one as a rule, several where each has a year of its own."""
    if cell is not None:
        several = parse_targets("".join(normalise(cell.text).split()), around)
        if len(several) > 1 and len({v.year for v in several if v.year}) == len(several):
            return several
    value = _value(cell, year, around, unit)
    return (value,) if value is not None and not _NOTHING.fullmatch(value.text) else ()


def _value(cell: Cell | None, year: Year | None, around: int | None, unit: str) -> Value | None:
    if cell is None or not cell.text.strip():
        return None
    return in_unit(parse_value(cell.text, year=year, around=around), unit)
