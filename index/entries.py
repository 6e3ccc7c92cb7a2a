"""What is searched: passages and records, each as a title and a text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from corpus.pages import Passage
from corpus.records import Body, Goal, Kpi, Measure, Record, RoadmapStep, Role, Shift, name_of
from index.tokens import tokenise, tokenise_sentences

_OWN: Final = 0.8
"""Share of the passages of a document that must have a heading path of their own for the paths to be titles."""


@dataclass(frozen=True)
class Entry:
    """Something to be found: its id, the document it is in, its title (headings, name) and its text.

    `named` tells that the title is its own, as the question of an FAQ or the name of a record is, rather than headings
    above several entries.
    """

    id: str
    document: str
    title: str
    text: str
    named: bool = False

    @property
    def whole(self) -> str:
        """Title and text."""
        return f"{self.title}\n{self.text}"

    @cached_property
    def title_words(self) -> list[str]:
        """The words of the title, as `index.tokens` makes them."""
        return tokenise(self.title)

    @cached_property
    def sentences(self) -> list[list[str]]:
        """The words of each sentence of the text."""
        return tokenise_sentences(self.text)

    @cached_property
    def text_words(self) -> list[str]:
        """The words of the text."""
        return [word for sentence in self.sentences for word in sentence]


def passage_entries(passages: Sequence[Passage]) -> list[Entry]:
    """Passages under their heading paths; they are named in a document where nearly all have a path of their own."""
    sizes = Counter(p.document for p in passages)
    times = Counter((p.document, p.path) for p in passages)
    own = Counter(document for (document, path), n in times.items() if path and n == 1)
    named = {document for document, n in sizes.items() if own[document] >= _OWN * n}
    return [Entry(p.id, p.document, "\n".join(p.path), p.text, p.document in named) for p in passages]


def record_entries(records: Iterable[Record]) -> list[Entry]:
    """Records under their names, with all else that is printed of them."""
    return [Entry(r.id, r.document, name_of(r), "\n".join(_words(r)), True) for r in records]


def _words(record: Record) -> list[str]:
    match record:
        case Goal():
            return [record.statement]
        case Measure():
            return [record.group or "", record.description, *record.ministries, *record.projects]
        case Kpi():
            values = (record.baseline, *record.targets)
            return [value.text for value in values if value is not None]
        case RoadmapStep():
            return []
        case Shift():
            return [record.before, record.after]
        case Role():
            return list(record.duties)
        case Body():
            return [word for post, names in record.members for word in (post, *names)]
