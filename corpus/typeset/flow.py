"""Documents in running text: cover, contents, headings, paragraphs, lists, boxes, tables."""

from __future__ import annotations

from pathlib import Path

from corpus.typeset.elements import (
    LABEL,
    Element,
    Grid,
    Heading,
    Item,
    KpiBox,
    Label,
    Paper,
    Paragraph,
    Roadmap,
    RoleList,
    ShiftBoxes,
)
from corpus.typeset.grid import set_grid
from corpus.typeset.lines import BLACK, WHITE, Rgb, Style, break_lines, width_of
from corpus.typeset.roadmap import set_roadmap
from corpus.typeset.sheet import Sheet
from corpus.typeset.truth import Truth

_FRONT_PAGES = 2
"""Cover and contents, which carry no page number."""

_HEADING_SIZES = {1: (15.0, 22.0), 2: (13.0, 20.0), 3: (11.5, 18.0), 4: (10.5, 17.0), 5: (10.5, 17.0), 6: (10.5, 17.0)}
_HEADING_INDENT = {1: 0.0, 2: 0.0, 3: 0.0, 4: 10.5, 5: 10.5, 6: 21.0}
_PALE: Rgb = (0.94, 0.96, 0.99)


def set_paper(path: Path, paper: Paper) -> Truth:
    """Write the PDF; returns what it says, page by page. Set twice: the contents need the pages of the headings."""
    pages = _set_once(path, paper, {}).headings
    return _set_once(path, paper, {i: int(heading["page"]) for i, heading in enumerate(pages)})


def _set_once(path: Path, paper: Paper, pages: dict[int, int]) -> Truth:
    truth = Truth(paper.about)
    sheet = Sheet(path, paper.look, truth, unnumbered=_FRONT_PAGES)
    _cover(sheet, paper)
    _contents(sheet, paper, pages)
    sheet.running = paper.look.running
    sheet.new_page()
    turned = False
    for element in paper.body:
        if turned:
            sheet.new_page()
        _set(sheet, element)
        turned = isinstance(element, Roadmap) and element.landscape
    sheet.finish()
    return truth


def _set(sheet: Sheet, element: Element) -> None:
    match element:
        case Heading():
            _heading(sheet, element)
        case Label():
            _label(sheet, element)
        case Paragraph():
            _paragraph(sheet, element)
        case Item():
            _item(sheet, element)
        case KpiBox():
            _kpi_box(sheet, element)
        case Grid():
            set_grid(sheet, element)
        case Roadmap():
            set_roadmap(sheet, element)
        case ShiftBoxes():
            _shift_boxes(sheet, element)
        case RoleList():
            _roles(sheet, element)


def _body(sheet: Sheet) -> Style:
    return Style(sheet.look.body, 10.5, 18.0)


def _cover(sheet: Sheet, paper: Paper) -> None:
    sheet.new_page()
    accent = sheet.look.accent
    middle = sheet.left + sheet.width / 2
    sheet.rule(sheet.left, 250, sheet.left + sheet.width, 250, 2.0, accent)
    title = Style("GothicBold", 22, 36, BLACK)
    sheet.y = 268
    for words in (paper.cover_title or paper.about.title).split("\n"):
        sheet.text_at(words, title, middle, sheet.y, "center")
        sheet.y += title.leading
    sheet.rule(sheet.left, sheet.y + 14, sheet.left + sheet.width, sheet.y + 14, 2.0, accent)
    sheet.text_at(paper.about.decided_text, Style("Mincho", 13, 20), middle, sheet.y + 60, "center")
    if paper.about.period_text:
        sheet.text_at(paper.about.period_text, Style("Mincho", 12, 20), middle, sheet.y + 84, "center")
    sheet.box(sheet.left + 10, 660, sheet.width - 20, 56, stroke=(0.62, 0.10, 0.10), line=0.8)
    style = Style("Gothic", 9.5, 15)
    words = f"{LABEL}。原典の構成にならい、確かめられた事項だけを自らの言葉で記したものです。"
    sheet.lines_at(
        break_lines(words, style, sheet.width - 44), style, sheet.left + 22, 673, sheet.width - 44, "left"
    )  # fmt: skip


def _contents(sheet: Sheet, paper: Paper, pages: dict[int, int]) -> None:
    sheet.new_page()
    sheet.text_at("目　　次", Style("GothicBold", 15, 30), sheet.left + sheet.width / 2, sheet.y, "center")
    sheet.y += 46
    headings = [element for element in paper.body if isinstance(element, Heading)]
    for i, heading in enumerate(headings):
        if heading.level > paper.contents_depth:
            continue
        outer = heading.level == 1
        style = Style("GothicBold" if outer else sheet.look.body, 10.5, 19.0 if outer else 16.5)
        indent = 12.0 * (heading.level - 1)
        words = _marked(heading).replace("\n", "")
        number = str(pages.get(i, 0) - _FRONT_PAGES)
        lines = break_lines(words, style, sheet.width - indent - 40)
        for line in lines[:-1]:
            sheet.line(line, style, sheet.left + indent, sheet.width - indent - 40)
        last = "".join(text for text, _ in lines[-1].pieces)
        free = sheet.width - indent - width_of(last, style) - width_of(number, style) - 8
        dots = "…" * max(2, int(free // width_of("…", style)))
        sheet.text_at(last, style, sheet.left + indent, sheet.y)
        sheet.text_at(dots, style, sheet.left + sheet.width - width_of(number, style) - 4, sheet.y, "right")
        sheet.text_at(number, style, sheet.left + sheet.width, sheet.y, "right")
        sheet.y += style.leading + (2 if outer else 0)


def _marked(heading: Heading) -> str:
    gap = "" if heading.marker.endswith(("．", "）", "】")) or not heading.marker else "　"
    return f"{heading.marker}{gap}{heading.text}"


def _heading(sheet: Sheet, heading: Heading) -> None:
    size, leading = _HEADING_SIZES[heading.level]
    style = Style("GothicBold", size, leading, WHITE if heading.band else BLACK)
    indent = _HEADING_INDENT[heading.level]
    words = _marked(heading)
    lead = words[: len(words) - len(heading.text)]
    hang = width_of(lead, style)
    inner = sheet.width - indent - hang - (16 if heading.band else 0)
    lines = break_lines(heading.text, style, inner)
    height = leading * len(lines) + (12 if heading.band else 0)
    sheet.need(height + 22 + (110 if heading.level == 1 else 60))
    if sheet.y > sheet.top:
        sheet.y += {1: 20.0, 2: 10.0, 3: 8.0}.get(heading.level, 5.0)
    top = sheet.y
    if heading.band:
        sheet.box(sheet.left, top, sheet.width, height, fill=sheet.look.accent, stroke=None)
        sheet.y += 6
    elif heading.level == 1:
        sheet.rule(sheet.left, top + height + 3, sheet.left + sheet.width, top + height + 3, 1.6, sheet.look.accent)
    elif heading.level == 2:
        sheet.box(sheet.left - 8, top + 2, 4, height - 4, fill=sheet.look.accent, stroke=None)
    x = sheet.left + indent + (8 if heading.band else 0)
    if lead:
        sheet.text_at(lead.rstrip("　"), style, x, sheet.y)
    for line in lines:
        sheet.line(line, style, x + hang, inner)
    sheet.y = top + height + {1: 12.0, 2: 4.0}.get(heading.level, 3.0)
    sheet.truth.heading(heading, sheet.page)


def _label(sheet: Sheet, label: Label) -> None:
    style = Style("GothicBold", 10.5, 18.0)
    sheet.need(style.leading * 3)
    sheet.y += 3
    sheet.text_at(label.text, style, sheet.left + 10.5, sheet.y)
    sheet.truth.label(label.text, sheet.page)
    sheet.y += style.leading


def _paragraph(sheet: Sheet, paragraph: Paragraph) -> None:
    style = _body(sheet)
    text, notes = sheet.number_notes(paragraph.text, paragraph.notes)
    for i, line in enumerate(break_lines(text, style, sheet.width, first=style.size)):
        sheet.call_notes(line, notes, style.leading)
        shift = style.size if i == 0 else 0.0
        sheet.line(line, style, sheet.left + shift, sheet.width - shift)
    sheet.y += 3


def _item(sheet: Sheet, item: Item) -> None:
    style = _body(sheet)
    indent = style.size * (1 + item.level)
    hang = max(style.size, width_of(item.marker, style))
    if len(item.marker) > 1 or item.marker not in "・○●■◎":
        hang += style.size * 0.5
    inner = sheet.width - indent - hang
    lines = break_lines(item.text, style, inner)
    sheet.need(style.leading * min(len(lines) + bool(item.charge), 3))
    for i, line in enumerate(lines):
        sheet.need(style.leading)
        if i == 0:
            sheet.text_at(item.marker, style, sheet.left + indent, sheet.y)
            if item.measure is not None:
                sheet.truth.measure(item.measure, sheet.page)
        sheet.line(line, style, sheet.left + indent + hang, inner)
    if item.charge:
        for line in break_lines(f"（{item.charge}）", style, inner):
            sheet.need(style.leading)
            sheet.line(line, style, sheet.left + indent + hang, inner)
    sheet.y += 1


def _kpi_box(sheet: Sheet, box: KpiBox) -> None:
    title = Style("GothicBold", 10, 17)
    style = Style("Gothic", 9.5, 15)
    inner = sheet.width - 24
    broken = [break_lines(line.printed, style, inner - style.size) for line in box.lines]
    height = 14 + title.leading + sum(len(lines) for lines in broken) * style.leading
    sheet.need(height + 8)
    sheet.y += 3
    sheet.box(sheet.left, sheet.y, sheet.width, height, fill=_PALE, stroke=sheet.look.accent, line=0.9)
    sheet.y += 6
    sheet.text_at(box.title, title, sheet.left + 10, sheet.y)
    sheet.truth.label(box.title, sheet.page)
    sheet.y += title.leading
    for line, lines in zip(box.lines, broken, strict=True):
        sheet.text_at("・", style, sheet.left + 12, sheet.y)
        for piece in lines:
            sheet.line(piece, style, sheet.left + 12 + style.size, inner - style.size)
        sheet.truth.kpi(line.indicator, sheet.page)
    sheet.y += 14


def _shift_boxes(sheet: Sheet, boxes: ShiftBoxes) -> None:
    head = Style("GothicBold", 10, 17, WHITE)
    style = Style("Gothic", 9.5, 14.5)
    width = (sheet.width - 34) / 2
    left, right = sheet.left, sheet.left + width + 34
    for shift in boxes.shifts:
        before = break_lines(shift.before, style, width - 14)
        after = break_lines(shift.after, style, width - 14)
        height = max(len(before), len(after)) * style.leading + 12
        sheet.need(19 + 20 + height + 10)
        sheet.text_at(f"○{shift.topic}", Style("GothicBold", 10.5, 18), sheet.left, sheet.y)
        sheet.y += 20
        for x, name, lines in ((left, "これまで", before), (right, "これから", after)):
            sheet.box(x, sheet.y, width, 18, fill=sheet.look.accent, stroke=None)
            sheet.text_at(name, head, x + width / 2, sheet.y + 0.5, "center")
            sheet.box(x, sheet.y + 18, width, height, stroke=sheet.look.accent)
            sheet.lines_at(lines, style, x + 7, sheet.y + 24, width - 14, "left")
        tip, middle = sheet.left + width + 26, sheet.y + 9 + height / 2
        sheet.polygon([(tip - 14, middle - 12), (tip, middle), (tip - 14, middle + 12)], (0.55, 0.55, 0.55))
        sheet.truth.shift(shift, sheet.page)
        sheet.y += 18 + height + 12


def _roles(sheet: Sheet, element: RoleList) -> None:
    role = element.role
    sheet.truth.role(role, sheet.page)
    for marker, duty in zip("①②③④⑤⑥⑦⑧", role.duties, strict=False):
        _item(sheet, Item(marker, duty))
