"""Records as HTML: the tree of one document and the list. Every word from a document is escaped here.

Buttons carry `data-place`, the id of the record whose place they open.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from itertools import groupby

from app.cli_records import KIND_WORDS
from app.correction_columns import called
from app.desk_html import clip, ocr_mark
from app.record_rows import Row, detail_of
from corpus.records import Goal, Kpi, Measure, Record
from search.structure import Structure

MOST_ROWS = 400
"""Rows drawn at once; the rest is told, and saved with the others."""
_DETAIL_LENGTH = 120
_HEAD = '<th scope="col">種類</th><th scope="col" class="what">名称と内容</th>'
_CHARGED = '<th scope="col" class="more">担当</th>'
_DATED = '<th scope="col" class="more">目標年</th>'
_LAST = '<th scope="col">ページ</th>'

NO_RECORDS = (
    '<div class="empty"><p class="lead">目標・施策・KPIがありません。</p>'
    "<p>この文書からは読み取れませんでした。別の文書を選ぶか、「文書」からPDFを追加してください。</p></div>"
)


def tree_html(structure: Structure, current: str = "") -> str:
    """Goals with the goals, groups, measures and KPIs under them; `current` is the id of the record on view."""
    ids = structure.by_id
    roots = [g for g in structure.goals if not g.parent or g.parent not in ids]
    branches = "".join(_goal(structure, goal, current) for goal in roots)
    loose = [m for m in structure.measures if not m.goal or m.goal not in ids]
    kpis = [k for k in structure.kpis if not k.of or k.of not in ids]
    rest = _groups(structure, loose, current) + _kpis(kpis, current)
    if rest:
        branches += f'<li class="goal"><p class="loose">目標の下にないもの</p><ul>{rest}</ul></li>' if roots else rest
    return f'<ul class="tree">{branches}</ul>' if branches else NO_RECORDS


def _goal(structure: Structure, goal: Goal, current: str) -> str:
    under = (
        _kpis([k for k in structure.kpis if k.of == goal.id], current)
        + "".join(_goal(structure, g, current) for g in structure.goals if g.parent == goal.id)
        + _groups(structure, [m for m in structure.measures if m.goal == goal.id], current)
    )
    inner = f"<ul>{under}</ul>" if under else ""
    return f'<li class="goal">{_button(goal, current, goal.statement)}{inner}</li>'


def _groups(structure: Structure, measures: Sequence[Measure], current: str) -> str:
    return "".join(
        f'<li class="group"><p>＜{escape(group)}＞</p><ul>{inner}</ul></li>' if group else inner
        for group, members in groupby(measures, key=lambda m: m.group)
        if (inner := "".join(_measure(structure, m, current) for m in members))
    )


def _measure(structure: Structure, measure: Measure, current: str) -> str:
    kpis = _kpis([k for k in structure.kpis if k.of == measure.id], current)
    inner = f"<ul>{kpis}</ul>" if kpis else ""
    return f'<li class="measure">{_button(measure, current, "、".join(measure.ministries))}{inner}</li>'


def _kpis(kpis: Sequence[Kpi], current: str) -> str:
    return "".join(f'<li class="kpi">{_button(kpi, current, detail_of(kpi))}</li>' for kpi in kpis)


def _button(record: Record, current: str, detail: str) -> str:
    more = f'<span class="detail">{escape(clip(detail, _DETAIL_LENGTH))}</span>' if detail else ""
    return (
        f'<button type="button" class="node" data-place="{escape(record.id)}"{_open(record, current)}>'
        f'{_kind(record)}<span class="name">{escape(called(record))}{more}</span>{_page(record)}</button>'
    )


def rows_html(rows: Sequence[Row], current: str = "", *, titled: bool) -> str:
    """The rows as a table; `titled` says whose document each row is of."""
    if not rows:
        return '<div class="empty"><p>この条件に当たる記録はありません。条件を減らしてください。</p></div>'
    charged, dated = any(row.ministries for row in rows), any(row.years for row in rows)
    body = "".join(_row(row, current, titled, charged, dated) for row in rows[:MOST_ROWS])
    more = f"（先頭の{MOST_ROWS}件を表示）" if len(rows) > MOST_ROWS else ""
    return (
        f'<p class="count" aria-live="polite">{len(rows)}件{more}</p><table class="records"><thead><tr>'
        f"{_HEAD}{_CHARGED * charged}{_DATED * dated}{_LAST}</tr></thead><tbody>{body}</tbody></table>"
    )


def _row(row: Row, current: str, titled: bool, charged: bool, dated: bool) -> str:
    above = " › ".join((row.title, *row.above) if titled else row.above)
    over = f'<span class="path">{escape(above)}</span>' if above else ""
    detail = f'<span class="detail">{escape(clip(row.detail, _DETAIL_LENGTH))}</span>' if row.detail else ""
    return (
        f'<tr><td>{_kind(row.record)}</td><td class="what">'
        f'<button type="button" class="cell" data-place="{escape(row.record.id)}"{_open(row.record, current)}>'
        f'{over}<span class="name">{escape(row.name)}</span>{detail}</button></td>'
        + f'<td class="more">{escape("、".join(row.ministries))}</td>' * charged
        + f'<td class="more">{"、".join(map(str, row.years))}</td>' * dated
        + f"<td>{_page(row.record)}</td></tr>"
    )


def _kind(record: Record) -> str:
    return f'<span class="kind {record.KIND}">{KIND_WORDS[record.KIND]}</span>'


def _page(record: Record) -> str:
    return f'<span class="page">p.{record.evidence[0].page}</span>{ocr_mark(any(e.ocr for e in record.evidence))}'


def _open(record: Record, current: str) -> str:
    return " aria-current" if record.id == current else ""
