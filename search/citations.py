"""Answers and their citations: one is made only when its quote stands on the page, in the boxes, at that moment."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, TypeAlias

from corpus.errors import RefusedError
from corpus.pages import Box, Evidence, Page
from corpus.records import Document
from index.library import Library
from ingest.evidence import find_quote, verified

AnswerKind: TypeAlias = Literal["set", "value", "passage", "none"]


@dataclass(frozen=True, slots=True)
class Citation:
    """A place in a document that shows what is said: 1-based page, boxes in points from the top left, printed words.

    `ocr` tells that the words were read from a picture of the page.
    """

    document: str
    file: str
    page: int
    boxes: tuple[Box, ...]
    quote: str
    ocr: bool = False


@dataclass(frozen=True, slots=True)
class Item:
    """One thing of an answer; `record` is the id of the record it comes from, None for a passage's sentence."""

    text: str
    record: str | None
    citations: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer with its citations, those of the items first met first, each once; kind `none` declines."""

    question: str
    kind: AnswerKind
    text: str
    items: tuple[Item, ...] = ()
    citations: tuple[Citation, ...] = ()

    @property
    def answered(self) -> bool:
        """Whether the library says it."""
        return self.kind != "none"


class Citer:
    """Makes verified citations from a library; reads each page at most once."""

    def __init__(self, library: Library, documents: Iterable[Document]) -> None:
        self._library = library
        self._documents = {d.id: d for d in documents}
        self._files = {d.id: d.file for d in self._documents.values()}
        self._pages: dict[tuple[str, int], Page | None] = {}

    def cite(self, document: str, evidence: Iterable[Evidence]) -> tuple[Citation, ...]:
        """Citations of the evidence that the pages bear out; what they do not bear out is left out."""
        citations = []
        for place in evidence:
            page = self._page(document, place.page)
            if page is None:
                continue
            if place.boxes and place.quote and verified(page, place):
                citations.append(
                    Citation(document, self._files[document], place.page, place.boxes, place.quote, page.ocr)
                )
            elif found := self.quote(document, place.page, place.quote, place.boxes):
                citations.append(found)
        return tuple(dict.fromkeys(citations))

    def quote(self, document: str, page_number: int, quote: str, near: tuple[Box, ...] = ()) -> Citation | None:
        """A citation of words looked up on the page, nearest to `near`; None when they do not stand there."""
        page = self._page(document, page_number)
        boxes = find_quote(page, quote, near) if page is not None and quote.strip() else None
        if page is None or not boxes or not verified(page, Evidence(page_number, boxes, quote)):
            return None
        return Citation(document, self._files[document], page_number, boxes, quote, page.ocr)

    def document(self, document: str) -> Document:
        """The document of this id."""
        return self._documents[document]

    def texts(self, citations: Iterable[Citation]) -> list[str]:
        """The text of each page that is cited."""
        pages = (self._page(*place) for place in dict.fromkeys((c.document, c.page) for c in citations))
        return ["\n".join(line.text for line in page.lines) for page in pages if page is not None]

    def _page(self, document: str, number: int) -> Page | None:
        if (document, number) not in self._pages:
            try:
                self._pages[document, number] = self._library.page(document, number)
            except RefusedError:
                self._pages[document, number] = None
        return self._pages[document, number]


def stands(library: Library, citation: Citation) -> bool:
    """Whether the words cited stand in their boxes on the page as the library has it now: asked when one is shown."""
    try:
        page = library.page(citation.document, citation.page)
    except RefusedError:
        return False
    return verified(page, Evidence(citation.page, citation.boxes, citation.quote))


def gathered(items: Iterable[Item]) -> tuple[Citation, ...]:
    """The citations of all items, each once."""
    return tuple(dict.fromkeys(c for item in items for c in item.citations))
