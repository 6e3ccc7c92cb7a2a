"""Slides: cover, time line, goals side by side, 工程表, bodies."""

from __future__ import annotations

from pathlib import Path

from corpus.typeset.elements import (
    LABEL,
    BodySlide,
    Deck,
    GoalColumn,
    GoalSlide,
    HistorySlide,
    Measure,
    MeasureGroup,
    RoadmapSlide,
    Slide,
)
from corpus.typeset.grid import set_grid
from corpus.typeset.lines import BLACK, WHITE, Rgb, Style, break_lines
from corpus.typeset.roadmap import set_roadmap
from corpus.typeset.sheet import Sheet
from corpus.typeset.truth import Truth

_SIDE = 40.0
_PALE: Rgb = (0.91, 0.94, 0.98)
_HEAD: Rgb = (0.85, 0.32, 0.17)
_GREY: Rgb = (0.55, 0.55, 0.55)
_TITLE = Style("PGothicBold", 18, 26)
_TEXT = Style("PGothic", 10, 14.5)
_SMALL = Style("PGothic", 9, 13)
_GAP = 12.0


def set_deck(path: Path, deck: Deck) -> Truth:
    """Write the PDF; returns what it says, slide by slide."""
    truth = Truth(deck.about)
    sheet = Sheet(path, deck.look, truth, unnumbered=1, side=_SIDE)
    _cover(sheet, deck)
    for slide in deck.slides:
        sheet.new_page(wide=True)
        _title(sheet, slide.title)
        _set(sheet, slide)
    sheet.finish()
    return truth


def _set(sheet: Sheet, slide: Slide) -> None:
    match slide:
        case HistorySlide():
            _history(sheet, slide)
        case GoalSlide():
            _goals(sheet, slide)
        case RoadmapSlide():
            sheet.y += 6
            set_roadmap(sheet, slide.roadmap)
        case BodySlide():
            _body(sheet, slide)


def _cover(sheet: Sheet, deck: Deck) -> None:
    sheet.new_page(wide=True)
    middle = sheet.left + sheet.width / 2
    sheet.box(sheet.left, 190, sheet.width, 110, fill=_PALE, stroke=None)
    sheet.box(sheet.left, 190, 10, 110, fill=sheet.look.accent, stroke=None)
    sheet.y = 222
    for words in deck.cover_title.split("\n"):
        sheet.text_at(words, Style("PGothicBold", 24, 40), middle, sheet.y, "center")
        sheet.y += 40
    sheet.text_at(deck.about.decided_text, Style("PGothic", 13, 20), middle, 350, "center")
    sheet.text_at(deck.about.period_text, Style("PGothic", 12, 20), middle, 374, "center")
    sheet.box(sheet.left + 150, 450, sheet.width - 300, 34, stroke=(0.62, 0.10, 0.10), line=0.8)
    sheet.text_at(f"※{LABEL}", Style("PGothic", 10, 14), middle, 460, "center")


def _title(sheet: Sheet, title: str) -> None:
    sheet.text_at(title, _TITLE, sheet.left, 50)
    sheet.rule(sheet.left, 80, sheet.left + sheet.width, 80, 2.4, sheet.look.accent)
    sheet.truth.headings.append({"level": 1, "number": None, "text": title, "page": sheet.page})
    sheet.y = 92


def _statements(sheet: Sheet, statements: tuple[str, ...], style: Style) -> None:
    """Paragraphs led by ○ in a ruled box."""
    broken = [break_lines(words, style, sheet.width - 20 - style.size) for words in statements]
    height = sum(len(lines) for lines in broken) * style.leading + 12
    sheet.box(sheet.left, sheet.y, sheet.width, height, stroke=sheet.look.accent, line=1.0)
    top = sheet.y + 6
    for lines in broken:
        sheet.text_at("○", style, sheet.left + 8, top)
        sheet.lines_at(lines, style, sheet.left + 8 + style.size + 2, top, sheet.width - 22 - style.size, "left")
        top += len(lines) * style.leading
    sheet.y += height + 10


def _history(sheet: Sheet, slide: HistorySlide) -> None:
    _statements(sheet, slide.statements, Style("PGothic", 11.5, 19))
    sheet.y += 34
    share = sheet.width / len(slide.eras)
    height = 150.0
    for i, era in enumerate(slide.eras):
        x, top = sheet.left + i * share, sheet.y
        right, notch = x + share - 4, 16.0
        outline = [(x, top), (right - notch, top), (right, top + height / 2), (right - notch, top + height)]
        outline += [(x, top + height), (x + notch * 0.7, top + height / 2)]
        last = i == len(slide.eras) - 1
        sheet.polygon(outline, WHITE if last else _PALE, sheet.look.accent)
        inner = share - 2 * notch - 10
        name = Style("PGothicBold", 12, 18)
        lines = break_lines(era.name, name, inner)
        sheet.lines_at(lines, name, x + notch, top + 26, inner, "center")
        sheet.text_at(era.years, _SMALL, x + notch + inner / 2, top + height - 36, "center")
    sheet.y += height + 12
    sheet.text_at(slide.note, _SMALL, sheet.left, sheet.y)


def _goals(sheet: Sheet, slide: GoalSlide) -> None:
    _statements(sheet, slide.introduction, _TEXT)
    names = "、".join(f"{column.goal.number}{column.goal.name}" for column in slide.columns)
    sheet.text_at(
        f"政策目標：{names}", Style("PGothicBold", 12, 18), sheet.left + sheet.width / 2, sheet.y, "center"
    )  # fmt: skip
    sheet.y += 26
    width = (sheet.width - _GAP * (len(slide.columns) - 1)) / len(slide.columns)
    for i, column in enumerate(slide.columns):
        _column(sheet, column, sheet.left + i * (width + _GAP), width)


def _column(sheet: Sheet, column: GoalColumn, x: float, width: float) -> None:
    top = sheet.y
    sheet.box(x, top, width, 30, fill=_HEAD, stroke=None)
    head = Style("PGothicBold", 13, 18, WHITE)
    sheet.text_at(f"政策目標{column.goal.number}　{column.goal.name}", head, x + width / 2, top + 6, "center")
    sheet.truth.goal(column.goal, sheet.page)
    top += 36
    target = column.indicator.targets[0]
    lines = break_lines(f"{column.indicator.name}：{target.text}", _TEXT, width - 14)
    height = 20 + len(lines) * _TEXT.leading + 6
    sheet.box(x, top, width, height, fill=WHITE, stroke=_HEAD, line=1.0)
    sheet.text_at("＜ＫＰＩ＞", Style("PGothicBold", 10, 15), x + width / 2, top + 4, "center")
    sheet.lines_at(lines, _TEXT, x + 7, top + 20, width - 14, "left")
    sheet.truth.kpi(column.indicator, sheet.page)
    top += height + 6
    middle = x + width / 2
    sheet.polygon([(middle - 7, top + 10), (middle + 7, top + 10), (middle, top)], _GREY)
    top += 16
    for group in column.groups:
        top = _group(sheet, group, column.goal.name, x, top, width) + 8


def _group(sheet: Sheet, group: MeasureGroup, goal: str, x: float, top: float, width: float) -> float:
    """Draw a group box; returns where it ends."""
    broken = [break_lines(name, _TEXT, width - 16 - _TEXT.size) for name in group.measures]
    height = 10 + 17 + sum(len(lines) for lines in broken) * _TEXT.leading + 16
    sheet.box(x, top, width, height, fill=_PALE, stroke=None)
    sheet.text_at(f"＜{group.name}＞", Style("PGothicBold", 11, 16, sheet.look.accent), x + 6, top + 6)
    sheet.truth.label(f"＜{group.name}＞", sheet.page)
    y = top + 26
    for name, lines in zip(group.measures, broken, strict=True):
        sheet.text_at("・", _TEXT, x + 6, y)
        sheet.lines_at(lines, _TEXT, x + 6 + _TEXT.size, y, width - 16 - _TEXT.size, "left")
        sheet.truth.measure(Measure(name, goal, group.name), sheet.page)
        y += len(lines) * _TEXT.leading
    sheet.text_at("等", _TEXT, x + width - 8, y, "right")
    return top + height


def _body(sheet: Sheet, slide: BodySlide) -> None:
    sheet.y += 4
    set_grid(sheet, slide.grid)
    sheet.y += 8
    sheet.text_at(slide.body, Style("PGothicBold", 13, 20), sheet.left, sheet.y)
    sheet.truth.label(slide.body, sheet.page)
    sheet.y += 24
    lines = break_lines(slide.statement, _TEXT, sheet.width)
    sheet.lines_at(lines, _TEXT, sheet.left, sheet.y, sheet.width, "left")
    sheet.y += len(lines) * _TEXT.leading + 8
    post_width = 110.0
    inner = sheet.width - post_width - 24
    posts = [break_lines("、".join(names), _TEXT, inner) for _, names in slide.members]
    height = sum(len(lines) * _TEXT.leading + 6 for lines in posts) + 14
    sheet.box(sheet.left, sheet.y, sheet.width, height, fill=WHITE, stroke=BLACK, line=0.9)
    y = sheet.y + 9
    for (post, _), lines in zip(slide.members, posts, strict=True):
        sheet.text_at(post, Style("PGothicBold", 10, 14.5), sheet.left + 12, y)
        sheet.lines_at(lines, _TEXT, sheet.left + 12 + post_width, y, inner, "left")
        y += len(lines) * _TEXT.leading + 6
    members = {post: list(names) for post, names in slide.members}
    sheet.truth.body(slide.body, members, sheet.page)
