"""An open page as HTML: what it is, the buttons, the picture with the places marked, its words to select.

The marks and the words are an SVG over the picture in PDF points, so that they keep their place at every zoom. Every
word from a document is escaped here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from app.desk_html import clip, ocr_mark
from corpus.pages import Box, Line

_QUOTE_LENGTH = 120
_PAD = 1.5


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page on view: its title, number (1-based) and picture (address, size in points), and what is marked on it.

    `boxes` have `labels` where there are several to tell apart. `others` are further pages with places of the same
    passage. `cited` is the citation to copy, `quote` the words of the place, `lines` the words of the page.
    """

    title: str
    page: int
    pages: int
    picture: str
    width: float
    height: float
    boxes: Sequence[Box] = ()
    labels: Sequence[str] = ()
    others: Sequence[int] = ()
    lines: Sequence[Line] = ()
    decided: str = ""
    quote: str = ""
    cited: str = ""
    ocr: bool = False


def sheet_html(sheet: Sheet) -> str:
    """The whole of it; `data-mark` (0..1) tells how far down the page the first mark is."""
    mark = min((box[1] for box in sheet.boxes), default=0.0) / sheet.height
    name = escape(f"{sheet.title} {sheet.page}ページ")
    view_box = f"0 0 {sheet.width:.1f} {sheet.height:.1f}"
    return (
        f'<div class="page-view" data-mark="{mark:.3f}">{_head(sheet)}{_tools(sheet)}'
        f'<div class="sheet" tabindex="0" role="region" aria-label="{name}"><div class="leaf">'
        f'<img src="{escape(sheet.picture)}" alt="{name}の画像">'
        f'<svg viewBox="{view_box}" preserveAspectRatio="none" aria-hidden="true">{_words(sheet.lines)}{_marks(sheet)}'
        "</svg></div></div></div>"
    )


def _head(sheet: Sheet) -> str:
    facts = f"<b>p.{sheet.page}</b>{ocr_mark(sheet.ocr)}<span>全{sheet.pages}ページ</span>"
    if sheet.decided:
        facts += f"<span>{escape(sheet.decided)}</span>"
    for page in sheet.others:
        facts += f'<button type="button" class="small" data-page="{page}">この箇所はp.{page}にもあります</button>'
    if sheet.cited:
        facts += _copy("引用をコピー", sheet.cited)
    words = f'<p class="quote">「{escape(clip(sheet.quote, _QUOTE_LENGTH))}」</p>' if sheet.quote else ""
    return f'<header class="page-head"><h2>{escape(sheet.title)}</h2><p class="facts">{facts}</p>{words}</header>'


def _tools(sheet: Sheet) -> str:
    text = "\n".join(line.text for line in sheet.lines)
    buttons = (
        _turn("◀ 前のページ", sheet, -1, "ArrowLeft")
        + _turn("次のページ ▶", sheet, 1, "ArrowRight")
        + _tool("▲ 前の箇所", 'data-step="-1" aria-keyshortcuts="p"')
        + _tool("▼ 次の箇所", 'data-step="1" aria-keyshortcuts="n"')
        + _tool("−", 'data-zoom="-1" aria-label="縮小" aria-keyshortcuts="-"')
        + _tool("＋", 'data-zoom="1" aria-label="拡大" aria-keyshortcuts="+"')
        + (_copy("文字をコピー", text) if text else "")
    )
    return f'<div class="tools" role="toolbar" aria-label="ページの操作">{buttons}</div>'


def _turn(label: str, sheet: Sheet, by: int, key: str) -> str:
    page = sheet.page + by
    off = "" if 1 <= page <= sheet.pages else " disabled"
    return _tool(label, f'data-page="{page}" data-by="{by}" data-last="{sheet.pages}" aria-keyshortcuts="{key}"{off}')


def _tool(label: str, attributes: str) -> str:
    return f'<button type="button" class="small" {attributes}>{label}</button>'


def _copy(label: str, text: str) -> str:
    return f'<button type="button" class="small copy" data-copy="{escape(text)}">{label}</button>'


def _marks(sheet: Sheet) -> str:
    drawn = []
    for n, (x0, top, x1, bottom) in enumerate(sheet.boxes):
        label = sheet.labels[n] if sheet.labels else ""
        drawn.append(
            f'<rect class="{"outline" if label else "wash"}" x="{x0 - _PAD:.1f}" y="{top - _PAD:.1f}" '
            f'width="{x1 - x0 + 2 * _PAD:.1f}" height="{bottom - top + 2 * _PAD:.1f}" rx="2"/>'
        )
        if label:
            wide = 8 + 6.5 * len(label)
            left = max(x0 - _PAD - wide, 0.0)
            drawn.append(
                f'<rect class="tag" x="{left:.1f}" y="{top - _PAD:.1f}" width="{wide:.1f}" height="15"/>'
                f'<text class="tag" x="{left + 4:.1f}" y="{top + 9.5:.1f}">{escape(label)}</text>'
            )
    return f'<g class="marks">{"".join(drawn)}</g>'


def _words(lines: Sequence[Line]) -> str:
    """The words where they stand, unseen; each line is stretched to its printed length."""
    return "".join(
        f'<text x="{line.box[0]:.1f}" y="{line.box[3] - 0.15 * (line.box[3] - line.box[1]):.1f}" '
        f'font-size="{line.size:.1f}" textLength="{line.box[2] - line.box[0]:.1f}" lengthAdjust="spacingAndGlyphs">'
        f"{escape(line.text)}\n</text>"
        for line in lines
        if not line.vertical and line.text.strip() and line.box[2] > line.box[0]
    )
