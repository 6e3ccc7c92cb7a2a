"""Where passages stand and which records stand in them: what the filters of a search need, made with the index.

<folder>/pages.npy        (passages, 2) first and last page of each passage, 1-based
<folder>/kinds.npy        (passages,) kind of each passage
<folder>/record_passages.npy, record_starts.npy    the passages of each record, and where those of each record start
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from corpus.pages import Box, Passage
from corpus.records import Goal, Record
from corpus.text import squeeze

_WITHIN: Final = 0.5
"""Share of the smaller of two boxes that must lie in the other for a record to stand in a passage."""


class Places:
    """Passages and records by their numbers in the snapshot."""

    def __init__(
        self,
        pages: NDArray[np.int32],
        kinds: NDArray[np.str_],
        starts: NDArray[np.int64],
        passages: NDArray[np.int32],
    ) -> None:
        self.pages = pages
        self.kinds = kinds
        self._starts = starts
        self._passages = passages

    def of_records(self, numbers: Iterable[int]) -> NDArray[np.bool_]:
        """Which passages, (passages,), have any of these records; a goal also has the passages under its heading."""
        found = np.zeros(len(self.kinds), dtype=bool)
        for number in numbers:
            found[self._passages[self._starts[number] : self._starts[number + 1]]] = True
        return found

    def save(self, folder: Path) -> None:
        """Write into `folder`, which is made."""
        folder.mkdir(parents=True)
        parts = {
            "pages": self.pages, "kinds": self.kinds, "record_starts": self._starts, "record_passages": self._passages,
        }  # fmt: skip
        for name, part in parts.items():
            np.save(folder / f"{name}.npy", part, allow_pickle=False)


def load_places(folder: Path) -> Places:
    """Open what `Places.save` wrote, memory-mapped. Raises OSError, ValueError when damaged."""
    pages, kinds, starts, passages = (
        np.asarray(np.load(folder / f"{name}.npy", mmap_mode="r", allow_pickle=False))
        for name in ("pages", "kinds", "record_starts", "record_passages")
    )
    if len(pages) != len(kinds) or starts[-1] != len(passages):
        raise ValueError(f"{len(pages)} pages of {len(kinds)} passages")
    return Places(pages, kinds, starts, passages)


def find_places(passages: Sequence[Passage], records: Iterable[Record]) -> Places:
    """The places of passages and records, each in the order of the snapshot."""
    boxed: dict[tuple[str, int], list[tuple[int, tuple[Box, ...]]]] = defaultdict(list)
    under: dict[tuple[str, str], list[int]] = defaultdict(list)
    pages = np.zeros((len(passages), 2), np.int32)
    for number, passage in enumerate(passages):
        for place in passage.evidence:
            boxed[passage.document, place.page].append((number, place.boxes))
        if passage.evidence:
            pages[number] = passage.evidence[0].page, max(place.page for place in passage.evidence)
        for heading in passage.path:
            under[passage.document, _name(heading)].append(number)
    starts, standing = [0], []
    for record in records:
        numbers = {
            number
            for place in record.evidence
            for number, boxes in boxed[record.document, place.page]
            if _meet(boxes, place.boxes)
        }
        if isinstance(record, Goal):
            numbers.update(under[record.document, squeeze(record.name)])
        standing += sorted(numbers)
        starts.append(len(standing))
    kinds = np.array([passage.kind for passage in passages], dtype=np.str_)
    return Places(pages, kinds, np.array(starts, np.int64), np.array(standing, np.int32))


def _name(heading: str) -> str:
    """A heading of a path (`number text`) without its number."""
    number, space, text = heading.partition(" ")
    return squeeze(text if space and len(number) <= 8 else heading)


def _meet(some: Iterable[Box], others: Sequence[Box]) -> bool:
    return any(_common(a, b) >= _WITHIN * min(_area(a), _area(b)) for a in some for b in others)


def _common(a: Box, b: Box) -> float:
    return max(0.0, min(a[2], b[2]) - max(a[0], b[0])) * max(0.0, min(a[3], b[3]) - max(a[1], b[1]))


def _area(box: Box) -> float:
    return max(1e-6, (box[2] - box[0]) * (box[3] - box[1]))
