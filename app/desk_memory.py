"""The questions asked before and those kept, in the browser's own storage: they never leave the machine."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Any, TypeAlias

Memory: TypeAlias = dict[str, list[str]]
"""`asked` and `kept`, the latest first; each entry is the link of a search (`desk_link.Link.query`)."""

NOTHING: Memory = {"asked": [], "kept": []}
MOST_ASKED = 20
MOST_KEPT = 100
_LONGEST = 2000
MEMORY_JS = """
element.addEventListener('click', (event) => {
  const button = event.target.closest('[data-do]');
  if (button) trigger('click', {doing: button.dataset.do, link: button.dataset.link});
});
"""


def memory_of(stored: Any) -> Memory:
    """What the browser sent, as far as it can be understood."""
    given = stored if isinstance(stored, dict) else {}
    return {
        name: [link for link in links if isinstance(link, str) and len(link) <= _LONGEST][:most]
        for name, most in (("asked", MOST_ASKED), ("kept", MOST_KEPT))
        if isinstance(links := given.get(name, []), list)
    } | {name: [] for name in NOTHING if not isinstance(given.get(name, []), list)}


def with_asked(memory: Memory, link: str) -> Memory:
    """With a search put first among those asked."""
    return {**memory, "asked": _first(link, memory["asked"], MOST_ASKED)}


def changed(memory: Memory, doing: str, link: str) -> Memory:
    """After `keep`, `drop` (one kept) or `clear` (all asked)."""
    if doing == "keep":
        return {**memory, "kept": _first(link, memory["kept"], MOST_KEPT)}
    if doing == "drop":
        return {**memory, "kept": [kept for kept in memory["kept"] if kept != link]}
    return {**memory, "asked": []} if doing == "clear" else memory


def memory_html(memory: Memory, current: str = "") -> str:
    """The lists, folded; `current` is the search on view, which may be kept. Every word is escaped."""
    if not (memory["asked"] or memory["kept"] or current):
        return ""
    keep = ""
    if current and current not in memory["kept"]:
        keep = _button("keep", current, "この質問を保存する", "small")
    kept = "".join(
        f"<li>{_button('ask', link, _question(link), 'past')}{_button('drop', link, '保存をやめる', 'small')}</li>"
        for link in memory["kept"]
    )
    asked = "".join(f"<li>{_button('ask', link, _question(link), 'past')}</li>" for link in memory["asked"])
    body = (f"<h2>保存した質問</h2><ul>{kept}</ul>" if kept else "") + (
        f"<h2>最近の質問 {_button('clear', '', '消す', 'small')}</h2><ul>{asked}</ul>" if asked else ""
    )
    note = '<p class="count">このブラウザの中だけに残ります。</p>'
    return f'<details class="memory"><summary>履歴と保存した質問</summary>{keep}{body}{note}</details>'


def _first(link: str, links: Sequence[str], most: int) -> list[str]:
    return [link, *(other for other in links if other != link)][:most]


def _button(doing: str, link: str, label: str, class_: str) -> str:
    return (
        f'<button type="button" class="{class_}" data-do="{doing}" data-link="{escape(link)}">{escape(label)}</button>'
    )


def _question(link: str) -> str:
    from app.desk_link import link_of

    found = link_of(link)
    return found.q + (
        "（絞り込みあり）"
        if any((found.within, found.kind, found.ministry, found.goal, found.period, found.exact))
        else ""
    )
