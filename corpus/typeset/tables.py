"""KPI tables from indicators, with the cells merged as ministries merge them."""

from __future__ import annotations

from corpus.typeset.elements import Figure, Grid, GridCell, Indicator

KpiGroup = tuple[str, tuple[Indicator, ...]]


def kpi_grid(
    caption: str,
    groups: tuple[KpiGroup, ...],
    *,
    head: tuple[str, str, str, str] = ("分野", "指標", "現状値", "目標値"),
    repeat: bool = True,
    note: str = "",
) -> Grid:
    """A table 分野|指標|現状値|目標値: the first cell merged over its group, the next two over several targets."""
    rows: list[tuple[GridCell, ...]] = []
    indicators: list[tuple[int, Indicator]] = []
    for name, members in groups:
        total = sum(len(indicator.targets) for indicator in members)
        for i, indicator in enumerate(members):
            indicators.append((len(rows), indicator))
            depth = len(indicator.targets)
            lead = (GridCell(name, rowspan=total),) if i == 0 else ()
            for j, target in enumerate(indicator.targets):
                own = (GridCell(indicator.name, rowspan=depth), baseline_cell(indicator.baseline, depth))
                rows.append((*(lead if j == 0 else ()), *(own if j == 0 else ()), GridCell(value_lines(target.text))))
    return Grid(
        caption=caption,
        widths=(17, 38, 20, 25),
        header=(tuple(GridCell(words) for words in head),),
        rows=tuple(rows),
        repeat=repeat,
        indicators=tuple(indicators),
        note=note,
    )


def baseline_cell(baseline: Figure | None, rowspan: int = 1) -> GridCell:
    """The cell of a baseline; a dash where there is none."""
    return GridCell(value_lines(baseline.text), rowspan) if baseline else GridCell("－", rowspan, align="center")


def value_lines(text: str) -> str:
    """A longer value with its last bracket, the year, on a line of its own."""
    at = text.rfind("（")
    return f"{text[:at]}\n{text[at:]}" if at > 0 and len(text) > 10 else text


def two_year_grid(caption: str, years: tuple[str, str], indicators: tuple[Indicator, ...], *, note: str = "") -> Grid:
    """A table whose 目標値 stands over two fiscal years; an indicator has its target in one or in both of them.

    A target is put under the year that it names.
    """
    rows = []
    for indicator in indicators:
        by_year = {f"{target.year}年度": target.text for target in indicator.targets}
        cells = [GridCell(by_year.get(year, "－"), align="center") for year in years]
        rows.append((GridCell(indicator.name), baseline_cell(indicator.baseline), *cells))
    return Grid(
        caption=caption,
        widths=(44, 22, 17, 17),
        header=(
            (GridCell("指標", rowspan=2), GridCell("基準値", rowspan=2), GridCell("目標値", colspan=2)),
            tuple(GridCell(year) for year in years),
        ),
        rows=tuple(rows),
        indicators=tuple(enumerate(indicators)),
        note=note,
    )
