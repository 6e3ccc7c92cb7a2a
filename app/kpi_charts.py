"""Each KPI's targets and actuals over the years, a small chart for each (small multiples, Tufte 1990)."""

from __future__ import annotations

from app.drawing import Box, Dot, Line, Shape, Text, width_of, wrapped
from search.lineage import Lineage, Series, series_of

DOCUMENT_COLOURS = ("#b8860b", "#2f8f5b", "#3f6395", "#7a4ea3", "#b23a2b", "#0d7d8c", "#8a4b2a", "#4d5562")
_INK, _SOFT, _LINE = "#1d2430", "#5a6270", "#dedad0"
_WIDE, _HIGH, _GAP = 340.0, 252.0, 22.0
_TOP, _BOTTOM, _SIDE = 76.0, 30.0, 42.0
_MOST = 30
_TITLE = 12.5


def charts(lineage: Lineage, x: float, y: float, width: float) -> tuple[list[Shape], float] | None:
    """Charts of the KPIs that two or more versions have, in rows from (x, y); with the y below them. None without."""
    found = [
        series
        for history in lineage.histories
        if len(history.documents) > 1 and (series := series_of(lineage, history)) is not None
    ]
    if not found:
        return None
    shapes: list[Shape] = [Text(x, y, "KPIの目標と実績", 15, _INK, bold=True)]
    left, y = x, y + 24
    for n, document in enumerate(lineage.documents):
        if any(n in series.targets for series in found):
            title = wrapped(document.title or document.file, 11.5, 340, 1)[0]
            if left + 80 + width_of(title, 11.5) > x + width:
                left, y = x, y + 20
            shapes += [
                Dot(left + 6, y - 4, 4.5, _colour(n), _colour(n)),
                Text(left + 15, y, f"目標: {title}", 11.5, _SOFT),
            ]
            left += 76 + width_of(title, 11.5)
    shapes += [Dot(left + 6, y - 4, 4.5, _INK, _INK), Text(left + 15, y, "実績（基準値）", 11.5, _SOFT)]
    y += 14
    columns = max(1, int((width + _GAP) // (_WIDE + _GAP)))
    for n, series in enumerate(found[:_MOST]):
        shapes += _chart(series, x + n % columns * (_WIDE + _GAP), y + n // columns * (_HIGH + _GAP))
    rows = -(-min(len(found), _MOST) // columns)
    bottom = y + rows * (_HIGH + _GAP) - _GAP
    if len(found) > _MOST:
        bottom += 24
        shapes.append(Text(x, bottom, f"ほか{len(found) - _MOST}指標（表には全てあります）", 12, _SOFT))
    return shapes, bottom


def _chart(series: Series, x: float, y: float) -> list[Shape]:
    points = [*series.actuals, *(p for targets in series.targets.values() for p in targets)]
    years = [year for year, _ in points]
    first, last = min(years), max(years)
    if first == last:
        first, last = first - 1, last + 1
    low, high = _range([number for _, number in points])

    def place(year: int, number: float) -> tuple[float, float]:
        return (
            x + _SIDE + (year - first) / (last - first) * (_WIDE - 2 * _SIDE),
            y + _HIGH - _BOTTOM - (number - low) / (high - low) * (_HIGH - _TOP - _BOTTOM - 16),
        )

    shapes: list[Shape] = [Box(x, y, _WIDE, _HIGH, "#ffffff", _LINE, 6)]
    for n, line in enumerate(wrapped(series.name, _TITLE, _WIDE - 24, 3)):
        shapes.append(Text(x + 12, y + 21 + 17 * n, line, _TITLE, _INK, bold=True))
    floor = y + _HIGH - _BOTTOM
    shapes.append(Line([(x + 12, floor), (x + _WIDE - 12, floor)], "#b9b4a8"))
    for year in sorted(set(years)):
        shapes.append(Text(place(year, low)[0], floor + 17, str(year), 11, _SOFT, "middle"))
    if len(series.actuals) > 1:
        shapes.append(Line([place(*p) for p in series.actuals], _INK, 2))
    for n, targets in series.targets.items():
        start = [series.baselines[n]] if n in series.baselines else []
        shapes.append(Line([place(*p) for p in (*start, *targets)], _colour(n), 2, dashed=True))
    for n, targets in series.targets.items():
        shapes += [Dot(*place(*p), 4.5, "#ffffff", _colour(n)) for p in targets]
    shapes += [Dot(*place(*p), 4.5, _INK, _INK) for p in series.actuals]
    labelled: list[tuple[float, float]] = []
    coloured = [(p, _colour(n)) for n, targets in reversed(list(series.targets.items())) for p in targets]
    for (year, number), colour in [*coloured, *((p, _INK) for p in series.actuals)]:
        px, py = place(year, number)
        py -= 9
        if any(abs(px - a) < 4 and abs(py - b) < 4 for a, b in labelled):
            continue  # the same target in a later version
        if any(abs(px - a) < 44 and abs(py - b) < 11 for a, b in labelled):
            py += 26
        labelled.append((px, py))
        text = _number(number, series.unit)
        half = width_of(text, 11) / 2
        px = min(max(px, x + 6 + half), x + _WIDE - 6 - half)
        shapes.append(Text(px, py, text, 11, colour, "middle", bold=True, halo=True))
    return shapes


def _range(numbers: list[float]) -> tuple[float, float]:
    """What the axis spans: from 0 where the numbers come near it, else a little around them."""
    low, high = min(numbers), max(numbers)
    if low > 0 and low < 0.7 * high:
        low = 0.0
    if low == high:
        return low - abs(low or 1) * 0.5, high + abs(high or 1) * 0.5
    span = high - low
    return (low if low == 0 else low - 0.15 * span), high + 0.05 * span


def _number(number: float, unit: str) -> str:
    for size, word in ((1e12, "兆"), (1e8, "億"), (1e4, "万")):
        if abs(number) >= size and (number / size * 100).is_integer():
            return f"{number / size:,g}{word}{unit}"
    return f"{number:,g}{unit}" if abs(number) < 1e6 and not float(number).is_integer() else f"{number:,.0f}{unit}"


def _colour(n: int) -> str:
    return DOCUMENT_COLOURS[n % len(DOCUMENT_COLOURS)]
