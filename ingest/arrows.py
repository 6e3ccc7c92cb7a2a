"""Arrows drawn as a line with a small head: they point at something and bound nothing."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.pages import Page, Ruling, Shape

_LARGEST = 15.0
"""An arrowhead is no larger than this (points)."""
_NEAR = 8.0
_SHORTEST = 20.0
_THICKEST = 1.0


def arrow_lines(page: Page) -> list[Ruling]:
    """Horizontal rulings with an arrowhead at their right end."""
    heads = [s for s in page.shapes if _is_head(s)]
    if not heads:
        return []
    return [
        r
        for r in page.rulings
        if r.x1 - r.x0 > _SHORTEST and r.bottom - r.top < _THICKEST and any(_ends_in(r, head) for head in heads)
    ]


def _is_head(shape: Shape) -> bool:
    x0, top, x1, bottom = shape.box
    return not shape.rectangular and x1 - x0 < _LARGEST and bottom - top < _LARGEST


def _ends_in(ruling: Ruling, head: Shape) -> bool:
    x0, top, x1, bottom = head.box
    return abs((x0 + x1) / 2 - ruling.x1) < _NEAR and top - 2 <= ruling.top <= bottom + 4


def without_arrows(page: Page) -> Sequence[Ruling]:
    """The rulings that may bound a cell."""
    arrows = set(arrow_lines(page))
    return [r for r in page.rulings if r not in arrows] if arrows else page.rulings
