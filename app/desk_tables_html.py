"""Tables found in a PDF as HTML: the list to choose from and the preview. Every word from the PDF is escaped here."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from html import escape

from app.desk_html import clip, notice_html, ocr_mark
from corpus.pages import Cell, Problem, Table

MOST_PREVIEW_ROWS = 200
"""Rows of a table that the preview draws."""
MOST_PROBLEMS = 12
"""Problems of a file that are listed."""
_CAPTION_LENGTH = 80

NO_FILE = (
    '<div class="empty"><p class="lead">PDFを入れると、表を見つけて枠で示します。</p>'
    "<p>必要な表を選んで、結合セルのままExcelに保存できます。ライブラリには加わりません。</p></div>"
)


def tables_html(
    name: str, tables: Sequence[Table], ticked: Collection[int], current: int = 0, problems: Sequence[Problem] = ()
) -> str:
    """The tables of the file `name`; the button of the n-th opens place n, its box `data-tick` chooses it.

    Below them stands what could not be read of the file surely.
    """
    told = _problems(problems)
    if not tables:
        return notice_html(f"「{name}」に表は見つかりませんでした。") + told
    rows = "".join(
        f'<li><input type="checkbox" data-tick="{n}" aria-label="表{n + 1}を保存する"{" checked" * (n in ticked)}>'
        f'<button type="button" class="source table" data-place="{n}"{" aria-current" if n == current else ""}>'
        f'<span class="n" aria-hidden="true">{n + 1}</span><span class="quote">{escape(caption_of(table))}'
        f'<span class="size">{table.n_rows}行 × {table.n_cols}列</span></span>'
        f'<span class="page">p.{pages_of(table)}</span>{ocr_mark(any(e.ocr for e in table.boxes))}</button></li>'
        for n, table in enumerate(tables)
    )
    return (
        f'<section aria-label="見つかった表"><h2>見つかった表（{len(tables)}）</h2>'
        f'<ol class="sources ticks">{rows}</ol></section>{told}'
    )


def _problems(problems: Sequence[Problem]) -> str:
    if not problems:
        return ""
    shown = "".join(f"<li>{escape(problem.message)}</li>" for problem in problems[:MOST_PROBLEMS])
    more = f"<li>ほか{len(problems) - MOST_PROBLEMS}件</li>" if len(problems) > MOST_PROBLEMS else ""
    return f'<section aria-label="読み取りの注意"><h2>読み取りの注意</h2><ul>{shown}{more}</ul></section>'


def preview_html(table: Table) -> str:
    """The table with its merged cells, header rows first, on ruled paper."""
    last = min(table.n_rows, MOST_PREVIEW_ROWS)
    rows: list[list[Cell]] = [[] for _ in range(last)]
    for cell in sorted(table.cells, key=lambda c: (c.row, c.col)):
        if cell.row < last:
            rows[cell.row].append(cell)
    head = "".join(f"<tr>{_cells(row, 'th', last)}</tr>" for row in rows[: table.header_rows])
    body = "".join(f"<tr>{_cells(row, 'td', last)}</tr>" for row in rows[table.header_rows :])
    cut = f'<p class="count">先頭の{last}行を表示しています（Excelには全{table.n_rows}行を保存します）。</p>'
    return (
        f'<section aria-label="表の内容"><h2>{escape(caption_of(table))}</h2><div class="paper" tabindex="0">'
        f'<table class="preview">{f"<thead>{head}</thead>" if head else ""}<tbody>{body}</tbody></table></div>'
        f"{cut if last < table.n_rows else ''}</section>"
    )


def caption_of(table: Table) -> str:
    """The caption, or what stands in for it."""
    return clip(table.caption, _CAPTION_LENGTH) or "（表題なし）"


def pages_of(table: Table) -> str:
    """`3`, or `3-5` for a table that goes on."""
    first, last = table.pages[0], table.pages[-1]
    return str(first) if first == last else f"{first}-{last}"


def _cells(row: Sequence[Cell], tag: str, last: int) -> str:
    return "".join(
        f"<{tag}{_span('rowspan', min(cell.rowspan, last - cell.row))}{_span('colspan', cell.colspan)}>"
        f"{escape(cell.text).replace(chr(10), '<br>')}</{tag}>"
        for cell in row
    )


def _span(name: str, n: int) -> str:
    return f' {name}="{n}"' if n > 1 else ""
