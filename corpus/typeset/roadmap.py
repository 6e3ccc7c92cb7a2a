"""工程表: arrows over fiscal-year columns."""

from __future__ import annotations

from corpus.typeset.elements import Roadmap, RoadmapRow, Step
from corpus.typeset.lines import BLACK, Rgb, Style, break_lines
from corpus.typeset.sheet import Sheet

_BAR = Style("PGothic", 8.0, 10.0)
_CELL = Style("Gothic", 8.5, 11.5)
_HEAD = Style("GothicBold", 9, 12)
_FILLED: Rgb = (0.80, 0.88, 0.96)
_PLAIN: Rgb = (1.0, 1.0, 1.0)
_POINT = 9.0
_PAD = 4.0


def set_roadmap(sheet: Sheet, roadmap: Roadmap) -> None:
    """Set a 工程表 at the current height; rows move to the next page whole, under the header printed again."""
    if roadmap.landscape:
        sheet.new_page(wide=True)
    name = 0.24 * sheet.width
    remark = 0.17 * sheet.width if roadmap.remark else 0.0
    year = (sheet.width - name - remark) / len(roadmap.years)
    heights = [_row_height(row, name, remark, year) for row in roadmap.rows]
    sheet.need(16 + 2 * 18 + heights[0])
    sheet.text_at(roadmap.caption, Style("GothicBold", 9.5, 16), sheet.left, sheet.y)
    sheet.y += 17
    _header(sheet, roadmap, name, remark, year)
    for row, height in zip(roadmap.rows, heights, strict=True):
        if sheet.room < height:
            sheet.new_page(wide=roadmap.landscape)
            _header(sheet, roadmap, name, remark, year)
        _row(sheet, roadmap, row, height, name, remark, year)
    sheet.y += 3
    if roadmap.note:
        style = Style(sheet.look.body, 8.5, 12)
        for line in break_lines(roadmap.note, style, sheet.width):
            sheet.line(line, style, sheet.left, sheet.width)
    sheet.y += 9


def _header(sheet: Sheet, roadmap: Roadmap, name: float, remark: float, year: float) -> None:
    fill: Rgb = (0.86, 0.90, 0.95)
    top, x = sheet.y, sheet.left
    years = year * len(roadmap.years)
    sheet.box(x, top, name, 36, fill=fill)
    sheet.text_at("施策", _HEAD, x + name / 2, top + 12, "center")
    sheet.box(x + name, top, years, 18, fill=fill)
    sheet.text_at("年度", _HEAD, x + name + years / 2, top + 3, "center")
    for i, fiscal in enumerate(roadmap.years):
        sheet.box(x + name + i * year, top + 18, year, 18, fill=fill)
        sheet.text_at(str(fiscal), _HEAD, x + name + (i + 0.5) * year, top + 21, "center")
    if remark:
        sheet.box(x + name + years, top, remark, 36, fill=fill)
        sheet.text_at(roadmap.remark, _HEAD, x + name + years + remark / 2, top + 12, "center")
    sheet.y += 36


def _row(
    sheet: Sheet, roadmap: Roadmap, row: RoadmapRow, height: float, name: float, remark: float, year: float
) -> None:
    x, top = sheet.left, sheet.y
    sheet.box(x, top, name, height)
    lines = break_lines(row.measure, _CELL, name - 2 * _PAD)
    sheet.lines_at(lines, _CELL, x + _PAD, top + (height - len(lines) * _CELL.leading) / 2, name - 2 * _PAD, "left")
    for i in range(len(roadmap.years)):
        sheet.box(x + name + i * year, top, year, height, line=0.4)
    if remark:
        left = x + name + year * len(roadmap.years)
        sheet.box(left, top, remark, height)
        lines = break_lines(row.remark, _CELL, remark - 2 * _PAD)
        inset = (height - len(lines) * _CELL.leading) / 2
        sheet.lines_at(lines, _CELL, left + _PAD, top + inset, remark - 2 * _PAD, "left")
    y = top + 5
    for lane in _lanes(row.steps):
        tallest = 0.0
        for step in lane:
            start = x + name + (step.start_fy - roadmap.years[0]) * year
            tallest = max(tallest, _bar(sheet, step, start, year * _span(step), y))
            sheet.truth.step(row.measure, step, sheet.page)
        y += tallest + 5
    sheet.y += height


def _bar(sheet: Sheet, step: Step, x: float, width: float, top: float) -> float:
    """Draw an arrow with its words; returns its height."""
    left, right = x + 3, x + width - 3
    lines = break_lines(step.text, _BAR, right - left - _POINT - 5)
    height = len(lines) * _BAR.leading + 6
    neck = right - _POINT
    outline = [(left, top), (neck, top), (right, top + height / 2), (neck, top + height), (left, top + height)]
    sheet.polygon(outline, _FILLED if step.filled else _PLAIN, sheet.look.accent if step.filled else BLACK)
    sheet.lines_at(lines, _BAR, left + 4, top + 3, neck - left - 4, "left")
    return height


def _row_height(row: RoadmapRow, name: float, remark: float, year: float) -> float:
    bars = 5.0
    for lane in _lanes(row.steps):
        texts = [break_lines(s.text, _BAR, year * _span(s) - 6 - _POINT - 5) for s in lane]
        bars += max(len(lines) for lines in texts) * _BAR.leading + 6 + 5
    words = len(break_lines(row.measure, _CELL, name - 2 * _PAD))
    if remark:
        words = max(words, len(break_lines(row.remark, _CELL, remark - 2 * _PAD)))
    return max(bars, words * _CELL.leading + 2 * _PAD)


def _lanes(steps: tuple[Step, ...]) -> list[list[Step]]:
    """Bars that follow one another share a lane."""
    lanes: list[list[Step]] = []
    for step in steps:
        if lanes and lanes[-1][-1].end_fy < step.start_fy:
            lanes[-1].append(step)
        else:
            lanes.append([step])
    return lanes


def _span(step: Step) -> int:
    return step.end_fy - step.start_fy + 1
