"""Rulings in the picture of a page, and pictures on a page that show a table.

A ruling is a dark run much longer than any stroke of a character and about as thin. Runs are found by an opening with a
line (Serra 1982) in both directions; a picture that lies slightly askew gives a ruling in steps, which touch and are
one.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from corpus.pages import Box, Page, Problem, Ruling
from ingest.picture import Picture, draw_small

_POINTS: Final = 72.0
_DARK: Final = 150
"""Grey (0 black, 255 white) up to which a pixel is ink."""

_STEP: Final = 9.0
"""Shortest straight step of a ruling, in points: characters of body text have no stroke as long."""

_SHORTEST: Final = 18.0
"""Shortest ruling, in points."""

_THICKEST: Final = 4.0
"""Thickest ruling, in points; what is thicker is an area."""

_SMALL: Final = 1200
"""Longer side, in pixels, of the pictures in which tables are looked for."""

_WORTH: Final = 0.04
"""Share of the page from which on a picture is looked at."""

_CELLS: Final = 6
"""Cells from which on joined rulings are a table."""

_ABOUT: Final = 0.1
"""Share of the picture that the cells of a table in it must cover."""

_APART: Final = 4.0
"""Distance in points up to which two parallel rulings are one edge."""

_WRITTEN: Final = 10
"""Characters on top of a picture from which on it is a ground, not a picture."""


def rulings_of(picture: Picture) -> tuple[Ruling, ...]:
    """Horizontal, then vertical rulings of a picture, in points from its top left."""
    from PIL import Image

    with Image.open(io.BytesIO(picture.png)) as image:
        dark = np.asarray(image.convert("L")) <= _DARK
    scale = _POINTS / picture.dpi
    flat = [Ruling(x0, (y0 + y1) / 2, x1, (y0 + y1) / 2, y1 - y0) for x0, y0, x1, y1 in _runs(dark, scale)]
    upright = [Ruling((y0 + y1) / 2, x0, (y0 + y1) / 2, x1, y1 - y0) for x0, y0, x1, y1 in _runs(dark.T, scale)]
    return (*flat, *upright)


def with_picture_tables(path: Path, pages: Sequence[Page]) -> list[Page]:
    """The pages, with the problem table_picture where a picture shows a ruled table: its words are not read."""
    seen = {page.number: boxes for page in pages if (boxes := wordless_pictures(page))}
    drawn = draw_small(path, [page for page in pages if page.number in seen], pixels=_SMALL) if seen else {}
    out: list[Page] = []
    for page in pages:
        picture = drawn.get(page.number)
        if picture is not None:
            rulings = rulings_of(picture)
            if any(_is_grid(rulings, box) for box in seen[page.number]):
                page = replace(page, problems=(*page.problems, _table_picture(page.number)))
        out.append(page)
    return out


def wordless_pictures(page: Page) -> list[Box]:
    """Pictures of some size without words of their own on a page that has text."""
    if page.ocr or not page.lines:
        return []
    found: list[Box] = []
    for box in page.images:
        x0, top, x1, bottom = max(box[0], 0.0), max(box[1], 0.0), min(box[2], page.width), min(box[3], page.height)
        if x0 < x1 and top < bottom and (x1 - x0) * (bottom - top) >= _WORTH * page.width * page.height:
            inside = (line for line in page.lines if x0 <= (line.box[0] + line.box[2]) / 2 <= x1)
            letters = sum(len(ln.text) for ln in inside if top <= (ln.box[1] + ln.box[3]) / 2 <= bottom)
            if letters < _WRITTEN:
                found.append((x0, top, x1, bottom))
    return found


def _is_grid(rulings: Sequence[Ruling], box: Box) -> bool:
    """Whether rulings in the box form a table: joined ones with six cells at least, in two rows and two columns.

    Boxes of a diagram are not joined by rulings, or have no cells in common rows and columns.
    """
    inside = [
        r
        for r in rulings
        if box[0] - 2 <= r.x0 and r.x1 <= box[2] + 2 and box[1] - 2 <= r.top and r.bottom <= box[3] + 2
    ]
    upright = [r for r in inside if r.top != r.bottom]
    left = [r for r in inside if r.top == r.bottom]
    while left:
        flat, joined, more = [left.pop()], set[int](), True
        while more:
            reached = {i for i, u in enumerate(upright) if i not in joined and any(_cross(f, u) for f in flat)}
            joined |= reached
            more = bool(reached)
            near = [f for f in left if any(_cross(f, upright[i]) for i in reached)]
            left = [f for f in left if f not in near]
            flat += near
        if _are_table(_cells(flat, [upright[i] for i in joined]), box):
            return True
    return False


def _are_table(cells: Sequence[Box], picture: Box) -> bool:
    """Whether there are enough cells, in two rows and two columns at least, and the picture is about them."""
    area = sum((x1 - x0) * (bottom - top) for x0, top, x1, bottom in cells)
    return (
        len(cells) >= _CELLS
        and min(len({cell[0] for cell in cells}), len({cell[1] for cell in cells})) >= 2
        and area >= _ABOUT * (picture[2] - picture[0]) * (picture[3] - picture[1])
    )


def _cells(flat: Sequence[Ruling], upright: Sequence[Ruling]) -> list[Box]:
    """The cells that the rulings enclose, as if none were merged."""
    ys = _places([f.top for f in flat])
    xs = _places([u.x0 for u in upright])
    return [
        (x0, top, x1, bottom)
        for top, bottom in pairwise(ys)
        for x0, x1 in pairwise(xs)
        if all(_drawn(flat, y, x0, x1, lying=True) for y in (top, bottom))
        and all(_drawn(upright, x, top, bottom, lying=False) for x in (x0, x1))
    ]


def _places(positions: Sequence[float]) -> list[float]:
    """The first of positions that follow one another closely (a thick edge, a hatching), in order."""
    ordered = sorted(positions)
    return [b for a, b in pairwise([float("-inf"), *ordered]) if b - a > _APART]


def _drawn(rulings: Sequence[Ruling], at: float, start: float, end: float, *, lying: bool) -> bool:
    """Whether one of the rulings is drawn at this place from start to end, give or take."""
    for r in rulings:
        place, low, high = (r.top, r.x0, r.x1) if lying else (r.x0, r.top, r.bottom)
        if abs(place - at) <= _APART and low <= start + _APART and end - _APART <= high:
            return True
    return False


def _cross(flat: Ruling, upright: Ruling) -> bool:
    return flat.x0 - 2 <= upright.x0 <= flat.x1 + 2 and upright.top - 2 <= flat.top <= upright.bottom + 2


def _runs(dark: NDArray[np.bool_], scale: float) -> list[tuple[float, float, float, float]]:
    """Long thin runs along the rows of `dark` (height, width), as (start, upper, end, lower) in points."""
    from scipy import ndimage

    step = max(round(_STEP / scale), 3)
    if dark.shape[1] < step:
        return []
    opened = ndimage.binary_opening(dark, np.ones((1, step), dtype=bool))
    labels, _ = ndimage.label(opened, np.ones((3, 3), dtype=int))
    found: list[tuple[float, float, float, float]] = []
    for i, part in enumerate(ndimage.find_objects(labels), start=1):
        rows, columns = part
        length = (columns.stop - columns.start) * scale
        if length < _SHORTEST:
            continue
        thickness = float((labels[part] == i).sum()) / (columns.stop - columns.start) * scale
        if thickness <= _THICKEST and (rows.stop - rows.start) * scale <= thickness + 0.02 * length + 1:
            middle = (rows.start + rows.stop) / 2 * scale
            found.append((columns.start * scale, middle - thickness / 2, columns.stop * scale, middle + thickness / 2))
    return found


def _table_picture(number: int) -> Problem:
    return Problem(
        "table_picture",
        number,
        f"{number}ページには、画像として貼られた表があります。画像の中の文字と数値は読み取っていません。"
        "原本の画像で確かめるか、文字データのある資料を使ってください。",
    )
