"""A citation as staff paste it into a paper: document, decision, section, page and the words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from corpus.pages import Box, Passage
from corpus.records import Document

_WRAP = re.compile(r"(?<=[!-~])\s*\n\s*(?=[!-~])")
_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})")


def citation_text(document: Document, path: Sequence[str], page: int, quote: str) -> str:
    """`『文書名』（2025年12月23日閣議決定）章 > 節、p.3「引用」`; what is not known is left out."""
    decided = f"（{decided_text(document)}）" if document.decided_on else ""
    section = f"{' > '.join(path)}、" if path else ""
    words = _WRAP.sub(" ", quote.strip()).replace("\n", "")
    return f"『{document.title or document.file}』{decided}{section}p.{page}" + (f"「{words}」" if words else "")


def decided_text(document: Document) -> str:
    """When the document was decided and by whom: `2025年12月23日閣議決定`."""
    date = _DATE.fullmatch(document.decided_on or "")
    day = f"{date[1]}年{int(date[2])}月{int(date[3])}日" if date else document.decided_on or ""
    return day + (document.decision or "")


def path_at(passages: Iterable[Passage], page: int, boxes: Sequence[Box]) -> tuple[str, ...]:
    """Heading path of the passage that covers most of the boxes on the page; empty when none does."""
    best, path = 0.0, tuple[str, ...]()
    for passage in passages:
        covered = sum(
            _overlap(own, box)
            for evidence in passage.evidence
            if evidence.page == page
            for own in evidence.boxes
            for box in boxes
        )
        if covered > best:
            best, path = covered, passage.path
    return path


def _overlap(a: Box, b: Box) -> float:
    width, height = min(a[2], b[2]) - max(a[0], b[0]), min(a[3], b[3]) - max(a[1], b[1])
    return width * height if width > 0 and height > 0 else 0.0
