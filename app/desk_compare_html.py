"""Two versions side by side as HTML. Every word from a document is escaped here.

Buttons carry `data-place`, the id of the record whose place they open, or `data-judge`, a verdict, with the ids of both
sides in `data-old` and `data-new`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from itertools import groupby

from app.comparison_export import change_text, change_words
from app.desk_html import clip
from corpus.records import Correspondence, Decided, Document, Goal, Kpi, KpiChange, Measure, Record, name_of
from index.decisions import Verdict
from search.compare import TYPE_WORDS, Type
from search.kpi_changes import Change, targets_text, value_text
from search.text_diff import Span, word_diff

KIND_TITLES = {Goal.KIND: "目標", Measure.KIND: "施策", Kpi.KIND: "KPI"}
MOST_PAIRS = 250
"""Correspondences drawn at once; the rest is told, and saved with the others."""
_CHANGE_LENGTH = 220
_LATER = {Change.ADDED: 1, Change.DROPPED: 2, Change.UNCHANGED: 3, Change.NOTATION_ONLY: 3}
"""Changes that stand below the others."""
_LONGEST = 1_500
"""Characters of a description up to which its words are compared."""

PICK_TWO = (
    '<div class="empty"><p class="lead">2つの版を選ぶと、何がどう変わったかを並べて示します。</p>'
    "<p>目標・施策・KPIの対応、変わった言葉、目標値の変化が分かり、新旧対照表として保存できます。</p></div>"
)
ONE_DOCUMENT = (
    '<div class="empty"><p class="lead">比べるには、文書が2つ要ります。</p>'
    "<p>「文書」から、前の版と新しい版のPDFを追加してください。</p></div>"
)
NOTHING_SHOWN = '<div class="empty"><p>この条件に当たる対応はありません。条件を減らしてください。</p></div>'
NO_KPIS = '<div class="empty"><p>どちらの文書からも、KPIを読み取れていません。</p></div>'


def nothing_matched_html(old: Document, new: Document) -> str:
    """The two have nothing in common; said above the list of what each has."""
    titles = "」と「".join(escape(d.title or d.file) for d in (old, new))
    return (
        f'<div class="notice" role="status">「{titles}」の間に、対応する目標・施策・KPIは見つかりませんでした。'
        "系譜のない文書どうしを選んでいないか、ご確認ください。</div>"
    )


def pairs_html(found: Sequence[Correspondence], records: Mapping[str, Record], current: str = "") -> str:
    """The correspondences by kind, each side by side; `current` is the id of the record on view."""
    if not found:
        return NOTHING_SHOWN
    shown = found[:MOST_PAIRS]
    more = f"（先頭の{MOST_PAIRS}件を表示）" if len(found) > MOST_PAIRS else ""
    body = "".join(
        f'<section aria-label="{KIND_TITLES[kind]}"><h2>{KIND_TITLES[kind]}</h2>'
        f'<ol class="pairs">{"".join(_pair(c, records, current) for c in group)}</ol></section>'
        for kind, group in groupby(shown, key=lambda c: records[(*c.old, *c.new)[0]].KIND)
    )
    return f'<p class="count" aria-live="polite">{len(found)}件{more}</p><div class="listed">{body}</div>'


def _pair(c: Correspondence, records: Mapping[str, Record], current: str) -> str:
    before, after = ([records[id_] for id_ in ids] for ids in (c.old, c.new))
    names = _names(before, after)
    sides = "".join(
        f'<div class="side {side}">{"".join(_name(r, s, current) for r, s in zip(rs, ss, strict=True)) or empty}</div>'
        for side, rs, ss, empty in (
            ("old", before, names[0], '<p class="none">旧にはありません</p>'),
            ("new", after, names[1], '<p class="none">新にはありません</p>'),
        )
    )
    kind = Type(c.type)
    word = f'<span class="became {kind.value.replace("+", " ")}">{TYPE_WORDS[kind]}</span>'
    changes = "".join(f"<li>{_change(k)}</li>" for k in c.kpi_changes)
    said = f'<ul class="changes">{changes}</ul>' if changes and c.old and c.new else ""
    sure = f" ・ 確からしさ {c.score:.0%}" if c.old and c.new and not c.decided else ""
    why = f'<p class="why">{escape("、".join(c.reasons))}{sure}</p>'
    head = f'<div class="head">{word}{_judge(c)}</div>'
    return f'<li class="pair">{head}<div class="sides">{sides}</div>{said}{_texts(before, after)}{why}</li>'


def _names(before: Sequence[Record], after: Sequence[Record]) -> tuple[list[list[Span]], list[list[Span]]]:
    """The names of either side with what changed in them."""
    ours, theirs = ("\n".join(" ".join(name_of(r).split()) for r in side) for side in (before, after))
    if not before or not after:
        plain = [[Span(line, False)] for line in (ours or theirs).split("\n")]
        return (plain, []) if before else ([], plain)
    old, new = word_diff(ours, theirs)
    return _lines(old), _lines(new)


def _lines(spans: Sequence[Span]) -> list[list[Span]]:
    """Spans cut at line ends."""
    lines: list[list[Span]] = [[]]
    for span in spans:
        first, *rest = span.text.split("\n")
        lines[-1].append(Span(first, span.changed))
        lines += [[Span(part, span.changed)] for part in rest]
    return lines


def _name(record: Record, spans: Sequence[Span], current: str) -> str:
    here = " aria-current" if record.id == current else ""
    page = f'<span class="page">p.{record.evidence[0].page}</span>' if record.evidence else ""
    values = ""
    if isinstance(record, Kpi):
        told = [f"基準 {value_text(record.baseline)}"] if record.baseline else []
        told += [f"目標 {targets_text(record)}"] if record.targets else []
        values = f'<span class="detail">{escape("、".join(told))}</span>' if told else ""
    return (
        f'<button type="button" class="cell" data-place="{escape(record.id)}"{here}>'
        f'<span class="name">{_marked(spans)}{values}</span>{page}</button>'
    )


def _texts(before: Sequence[Record], after: Sequence[Record]) -> str:
    """What is said of the two beside their names, behind a fold, with the words that changed."""
    old, new = ("\n".join(filter(None, map(_said, side))) for side in (before, after))
    if not old or not new or old == new or max(len(old), len(new)) > _LONGEST:
        return ""
    spans = word_diff(old, new)
    return (
        "<details><summary>説明の違い</summary>"
        f'<div class="sides"><div class="side old">{_marked(spans[0])}</div>'
        f'<div class="side new">{_marked(spans[1])}</div></div></details>'
    )


def _said(record: Record) -> str:
    match record:
        case Goal():
            return record.statement
        case Measure():
            charged = f"担当: {'、'.join(record.ministries)}" if record.ministries else ""
            return "\n".join(filter(None, (record.description, *record.projects, charged)))
        case _:
            return ""


def _judge(c: Correspondence) -> str:
    if c.old == c.new:
        return ""  # a document beside itself
    if c.decided is not None:
        note = f'<span class="decided">{escape(_decided(c.decided))}</span>'
        return f'<p class="judge">{note}{_verdict(c, Verdict.WITHDRAWN, "判断を取り消す")}</p>'
    if c.old and c.new:
        yes, no = _verdict(c, Verdict.ACCEPTED, "対応する"), _verdict(c, Verdict.REJECTED, "対応しない")
        return f'<p class="judge">{yes}{no}</p>'
    return f'<p class="judge">{_verdict(c, Verdict.DRAWN, "相手を選ぶ")}</p>'


def _decided(decided: Decided) -> str:
    word = "対応しない" if decided.verdict == Verdict.REJECTED else "対応する"
    return f"「{word}」と判断: {decided.by}（{decided.at[:10]}）"


def _verdict(c: Correspondence, verdict: Verdict, label: str) -> str:
    old, new = (escape(" ".join(ids)) for ids in (c.old, c.new))
    return f'<button type="button" data-judge="{verdict.value}" data-old="{old}" data-new="{new}">{label}</button>'


def kpi_table_html(found: Sequence[Correspondence], records: Mapping[str, Record], current: str = "") -> str:
    """The changes of KPIs as a table, what changed first."""
    rows = [(k, c) for c in found if records[(*c.old, *c.new)[0]].KIND == Kpi.KIND for k in c.kpi_changes]
    if not rows:
        return NO_KPIS
    rows.sort(key=lambda row: _LATER.get(Change(row[0].change), 0))
    body = "".join(_kpi_row(k, (*c.new, *c.old), current) for k, c in rows[:MOST_PAIRS])
    head = "".join(f'<th scope="col">{word}</th>' for word in ("指標", "旧", "新", "変化"))
    table = f'<table class="records kpis"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'
    return f'<div class="listed">{table}</div>'


def _kpi_row(k: KpiChange, ids: Sequence[str], current: str) -> str:
    here = " aria-current" if current in ids else ""
    return (
        f'<tr><td class="what"><button type="button" class="cell" data-place="{escape(ids[0])}"{here}>'
        f'<span class="name">{escape(k.indicator)}</span></button></td>'
        f"<td>{escape(k.before) or '－'}</td><td>{escape(k.after) or '－'}</td>"
        f'<td><span class="moved {escape(k.change)}">{escape(change_words(k.change))}</span></td></tr>'
    )


def _change(k: KpiChange) -> str:
    told = clip(change_text(k.indicator, k.before, k.after, k.change), _CHANGE_LENGTH)
    return f'<span class="moved {escape(k.change)}">{escape(told)}</span>'


def _marked(spans: Sequence[Span]) -> str:
    return "".join(f"<u>{_broken(s.text)}</u>" if s.changed and s.text.strip() else _broken(s.text) for s in spans)


def _broken(text: str) -> str:
    return escape(text).replace("\n", "<br>")
