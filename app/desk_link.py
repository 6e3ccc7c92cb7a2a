"""The address of what the desk shows, so that it can be pasted into a mail and opened again.

`?q=…&document=…&p=3&source=2` is the view 「調べる」; the other views are named by `show`. Gradio keeps the names
`page`, `view` and `deep_link` for itself.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from urllib.parse import parse_qs, urlencode

VIEWS = ("ask", "records", "compare", "tables", "documents")


@dataclass(frozen=True, slots=True)
class Link:
    """What the view `show` shows: its question or filters, and the page `p` beside it (1-based; 0 for none).

    `source` is the number of the citation or passage that was opened, as shown (0 for none). A question is asked of the
    document `within` when given; `exact` (0 or 1) leaves out what has not all of its words; `period` are fiscal years
    (`2020-2024`). Of a comparison, `document`
    is the old and `new` the new one, `type` the kind of correspondence shown, and `also` the ids of the other documents
    in the picture, with commas between them.
    """

    show: str = VIEWS[0]
    q: str = ""
    document: str = ""
    kind: str = ""
    goal: str = ""
    ministry: str = ""
    year: str = ""
    record: str = ""
    new: str = ""
    type: str = ""
    also: str = ""
    source: int = 0
    p: int = 0
    within: str = ""
    exact: int = 0
    sure: str = ""
    order: str = ""
    period: str = ""

    def query(self) -> str:
        """The link as the query of an address: `?` alone for the first view with nothing in it."""
        given = {f.name: getattr(self, f.name) for f in fields(self)}
        return "?" + urlencode({name: value for name, value in given.items() if value and value != VIEWS[0]})


def link_of(query: str) -> Link:
    """The link in the query of an address; what it does not understand is left out."""
    given = {name: values[0] for name, values in parse_qs(query.lstrip("?")).items()}
    if given.get("show") not in VIEWS:
        given.pop("show", None)
    words = {f.name: given[f.name] for f in fields(Link) if f.name in given and f.type == "str"}
    numbers = {name: int(given[name]) for name in ("source", "p", "exact") if _is_number(given.get(name, ""))}
    return Link(**words, **numbers)  # type: ignore[arg-type]


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 7
