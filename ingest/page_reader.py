"""Pages from two readers: pdfium, and pdfplumber where pdfium is in doubt."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from typing import Protocol

from corpus.pages import Page, Problem
from corpus.text import normalise_char
from ingest.marks import Marks
from ingest.page import is_mute, page_from_marks

_DISAGREE = 0.05
"""Share of the characters of a page in which the readers differ, from which on it is told."""

_ENOUGH = 2
"""Pages without a readable character after which a file is taken for a scan."""


class MarksReader(Protocol):
    """An opened PDF that gives the marks of its pages. Raises IndexError for a page that it does not find."""

    def marks(self, number: int) -> Marks:
        """Marks of the page with this 1-based number."""
        ...


class PageReader:
    """Pages of one file: marks from `fast` where they are whole, else from the reader that `reference` opens.

    Where neither could read a character of several pages, further pages on which `fast` reads none are not tried again.
    """

    def __init__(self, fast: MarksReader | None, reference: Callable[[], MarksReader]) -> None:
        self._fast = fast
        self._open = reference
        self._reference: MarksReader | None = None
        self._mute = 0

    def page(self, number: int) -> Page:
        """The Page with this 1-based number, with the problem readers_disagree where the readers' texts differ.

        Raises IndexError where neither reader finds the page, and whatever the reference raises where neither reads it.
        """
        quick = self._quick(number)
        if quick is not None and (quick.whole or (self._mute >= _ENOUGH and is_mute(quick))):
            return page_from_marks(quick)
        try:
            slow = self._slow(number)
        except MemoryError:
            raise
        except Exception:
            if quick is None:
                raise
            return page_from_marks(quick)
        self._mute += quick is not None and is_mute(quick) and is_mute(slow)
        page = page_from_marks(slow)
        found = quick and _disagreement(quick, slow)
        return replace(page, problems=(*page.problems, found)) if found else page

    def _quick(self, number: int) -> Marks | None:
        if self._fast is None:
            return None
        try:
            return self._fast.marks(number)
        except MemoryError:
            raise
        except Exception:  # whatever pdfium stumbles over, the reference has its turn
            return None

    def _slow(self, number: int) -> Marks:
        if self._reference is None:
            self._reference = self._open()
        return self._reference.marks(number)


def open_pages(path: str, *, reference_only: bool = False) -> PageReader:
    """The pages of a file by pdfium and pdfplumber, which is loaded and opens the file when it is first needed."""

    def reference() -> MarksReader:
        from ingest.plumber import PlumberReader

        return PlumberReader(path)

    if reference_only:
        return PageReader(None, reference)
    from ingest.pdfium import PdfiumReader

    return PageReader(PdfiumReader(path), reference)


def _disagreement(quick: Marks, slow: Marks) -> Problem | None:
    """The problem of a page whose readable characters differ from one reader to the other."""
    a, b = _letters(quick), _letters(slow)
    if (a - b).total() + (b - a).total() <= _DISAGREE * max(a.total(), b.total()):
        return None
    return Problem(
        "readers_disagree",
        slow.number,
        f"{slow.number}ページの文字は、2つの読み取り方で結果が異なりました（{a.total()}字と{b.total()}字）。"
        f"{b.total()}字の方を使いました。原本の画像と照らして確かめてください。",
    )


def _letters(marks: Marks) -> Counter[str]:
    """The readable characters once each place, normalised."""
    places = {
        (g.text, round(g.x0), round(g.top)): None for g in marks.glyphs if not g.unmapped and not g.text.isspace()
    }
    return Counter(c for text, _, _ in places for char in text for c in normalise_char(char))
