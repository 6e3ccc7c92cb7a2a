"""Where the text of a page ends, and the white between things side by side."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.pages import Box, Page


def right_bounds(pages: Sequence[Page]) -> dict[int, float]:
    """Right bound of the text area of each page (PDF points): where its long lines and those of its like end."""
    ends: dict[tuple[int, int], list[float]] = {}
    for page in pages:
        key = (round(page.width), round(page.height))
        ends.setdefault(key, []).extend(
            line.box[2] for line in page.lines if not line.vertical and line.box[2] - line.box[0] > 0.5 * page.width
        )
    bounds = {}
    for page in pages:
        found = sorted(ends[(round(page.width), round(page.height))])
        bounds[page.number] = found[int(0.9 * (len(found) - 1))] if len(found) >= 5 else 0.0
    return bounds


def white_gaps(boxes: Sequence[Box]) -> list[tuple[float, float]]:
    """White gaps between the boxes along x, from the left."""
    gaps: list[tuple[float, float]] = []
    right: float | None = None
    for box in sorted(boxes):
        if right is not None and box[0] > right + 1.0:
            gaps.append((right, box[0]))
        right = box[2] if right is None else max(right, box[2])
    return gaps
