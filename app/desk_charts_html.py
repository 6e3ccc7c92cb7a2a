"""Records as pictures in HTML: the roadmap as bars over fiscal years, the KPIs as points over years.

Every word from a document is escaped here. Buttons carry `data-place`, the id of the record whose place they open.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from itertools import groupby

from app.desk_html import clip
from app.record_rows import Row
from corpus.records import Kpi, RoadmapStep, Value

_NAME_LENGTH = 60
_MOST_YEARS = 40
_WIDE, _HIGH, _EDGE = 300.0, 64.0, 44.0

NO_ROADMAP = '<div class="empty"><p>年度の読み取れた工程表がありません。</p></div>'
NO_TARGETS = '<div class="empty"><p>年と数値のそろったKPIがありません。</p></div>'


def roadmap_html(rows: Sequence[Row], current: str = "") -> str:
    """Every step that has its years as a bar, under its measure."""
    steps = [
        (row, step, step.start_fy, step.end_fy)
        for row in rows
        if isinstance(step := row.record, RoadmapStep) and step.start_fy and step.end_fy
    ]
    if not steps:
        return NO_ROADMAP
    first, last = min(s[2] for s in steps), max(s[3] for s in steps)
    if last - first >= _MOST_YEARS:
        return NO_ROADMAP
    years = range(first, last + 1)
    head = "".join(f'<th scope="col">{year}</th>' for year in years)
    body = ""
    for measure, of in groupby(steps, key=lambda s: s[0].above[-1] if s[0].above else ""):
        if measure:
            body += f'<tr class="over"><th scope="rowgroup" colspan="{len(years) + 1}">{escape(measure)}</th></tr>'
        for row, step, start, end in of:
            name = (
                f'<button type="button" class="cell" data-place="{escape(step.id)}"{_open(step.id, current)}>'
                f'<span class="name">{escape(clip(row.name, _NAME_LENGTH))}</span></button>'
            )
            label = f"{start}年度から{end}年度"
            cells = "<td></td>" * (start - first)
            cells += (
                f'<td class="bar" colspan="{end - start + 1}"><span title="{label}">{_years(start, end)}</span></td>'
            )
            body += f'<tr><th scope="row">{name}</th>{cells}{"<td></td>" * (last - end)}</tr>'
    return (
        '<div class="chart" tabindex="0" role="region" aria-label="工程表"><table class="gantt"><thead><tr>'
        f'<th scope="col">取組（年度）</th>{head}</tr></thead><tbody>{body}</tbody></table></div>'
    )


def _years(start: int, end: int) -> str:
    return str(start) if start == end else f"{start}–{end}"


def targets_html(rows: Sequence[Row], current: str = "") -> str:
    """Every KPI that has numbers of one unit with their years, from its baseline to its targets."""
    drawn = "".join(_kpi(row, row.record, current) for row in rows if isinstance(row.record, Kpi))
    return f'<ul class="targets">{drawn}</ul>' if drawn else NO_TARGETS


def _kpi(row: Row, kpi: Kpi, current: str) -> str:
    given = ([kpi.baseline] if kpi.baseline else []) + list(kpi.targets)
    points = [(v.year, v.number, v) for v in given if v.year is not None and v.number is not None]
    if not points or len({v.unit for *_, v in points}) > 1:
        return ""
    points.sort(key=lambda p: p[0])
    years, numbers = [p[0] for p in points], [p[1] for p in points]
    low, high = min(0.0, *numbers), max(0.0, *numbers)
    span, height = max(years[-1] - years[0], 1), (high - low) or 1.0

    def at(year: int, number: float) -> tuple[float, float]:
        return _EDGE + (_WIDE - 2 * _EDGE) * (year - years[0]) / span, _HIGH - 16 - (_HIGH - 34) * (
            number - low
        ) / height

    places = [at(year, number) for year, number, _ in points]
    line = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
    marks = "".join(
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.5" class="{"base" if value is kpi.baseline else "aim"}"/>'
        f'<text x="{x:.1f}" y="{y - 7:.1f}">{escape(clip(_short(value), 14))}</text>'
        f'<text class="year" x="{x:.1f}" y="{_HIGH - 2:.1f}">{value.year}</text>'
        for (x, y), (_, _, value) in zip(places, points, strict=True)
    )
    told = escape(f"{row.name}：{row.detail}")
    return (
        f'<li><button type="button" class="node" data-place="{escape(kpi.id)}"{_open(kpi.id, current)}>'
        f'<span class="name">{escape(row.name)}<span class="detail">{escape(clip(row.detail, 120))}</span></span>'
        f'<svg viewBox="0 0 {_WIDE:.0f} {_HIGH:.0f}" role="img" aria-label="{told}">'
        f'<polyline points="{line}"/>{marks}</svg></button></li>'
    )


def _short(value: Value) -> str:
    number = f"{value.number:,.10g}" if value.number is not None else ""
    return f"{number}{value.unit or ''}"


def _open(id_: str, current: str) -> str:
    return " aria-current" if id_ == current else ""
