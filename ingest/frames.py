"""Frames: text of any direction laid so that it runs left to right."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from corpus.pages import Box
from ingest.marks import Glyph

Frame: TypeAlias = Callable[[Box], Box]


def frames(turn: int, width: float, height: float) -> tuple[Frame, Frame]:
    """Box maps from the page to a frame in which text turned clockwise by `turn` runs left to right, and back."""
    if turn == 90:
        return (
            lambda b: (b[1], width - b[2], b[3], width - b[0]),
            lambda b: (width - b[3], b[0], width - b[1], b[2]),
        )
    if turn == 270:
        return (
            lambda b: (height - b[3], b[0], height - b[1], b[2]),
            lambda b: (b[1], height - b[2], b[3], height - b[0]),
        )
    if turn == 180:
        flip: Frame = lambda b: (width - b[2], height - b[3], width - b[0], height - b[1])  # noqa: E731
        return flip, flip
    return (lambda b: b), (lambda b: b)


def upended(box: Box) -> Box:
    """The box in the frame where vertical writing runs left to right, and the side of its ruby (right) is up."""
    return (box[1], -box[2], box[3], -box[0])


def then_upended(frame: Frame) -> Frame:
    """The frame followed by `upended`."""
    return lambda box: upended(frame(box))


def moved(glyph: Glyph, frame: Frame) -> Glyph:
    """The glyph with its box in another frame."""
    x0, top, x1, bottom = frame((glyph.x0, glyph.top, glyph.x1, glyph.bottom))
    return glyph._replace(x0=x0, top=top, x1=x1, bottom=bottom)
