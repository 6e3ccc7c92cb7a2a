"""Painted paths → rulings and shapes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import pairwise

from corpus.pages import Box, Colour, Ruling, Shape, overlap
from ingest.marks import Path

THIN = 2.0
"""A filled rectangle at most this thick (points) is a drawn line."""

_STRAIGHT = 0.5
_TOUCH = 0.6
_WHITE = 0.98


def rulings_and_shapes(
    paths: Sequence[Path], width: float, height: float, images: Sequence[Box] = ()
) -> tuple[tuple[Ruling, ...], tuple[Shape, ...]]:
    """Straight lines and areas of a page, each once, in painting order; white ground on the white page is left out.

    Touching pieces of one drawn line (dashes without gap, dots of a border) are joined into one ruling.
    """
    rulings: dict[Ruling, None] = {}
    dots: list[tuple[Box, Colour | None]] = []
    shapes: dict[Shape, None] = {}
    for path in paths:
        box = _bounds(path.points)
        if box[2] < 0 or box[3] < 0 or box[0] > width or box[1] > height:
            continue
        colour = path.fill if path.fill is not None else path.stroke
        w, h = box[2] - box[0], box[3] - box[1]
        if w <= THIN and h <= THIN:
            if path.fill is not None and max(w, h) > 0.2:
                dots.append((box, colour))
            continue
        if min(w, h) <= THIN and not (path.curved and min(w, h) > _STRAIGHT):
            rulings[_ruling(box, path, colour)] = None
            continue
        rectangular = _is_rectangle(path)
        if path.fill is None and not path.curved and not rectangular and _is_wire(path):
            for piece in _pieces(path):
                rulings[piece] = None
        else:
            shape = _shape(path, box, rectangular=rectangular)
            if not _is_paper(shape, width, height) and not _is_ground(shape, shapes, images):
                shapes[shape] = None
    joined = join_rulings([*rulings, *_dotted(dots)])
    return joined, tuple(shapes)


def _bounds(points: Sequence[tuple[float, float]]) -> Box:
    xs, ys = zip(*points, strict=True)
    return (min(xs), min(ys), max(xs), max(ys))


def _ruling(box: Box, path: Path, colour: Colour | None) -> Ruling:
    x0, top, x1, bottom = box
    if x1 - x0 >= bottom - top:
        y = (top + bottom) / 2
        return Ruling(x0, y, x1, y, (bottom - top) or path.width, colour)
    x = (x0 + x1) / 2
    return Ruling(x, top, x, bottom, (x1 - x0) or path.width, colour)


def _is_wire(path: Path) -> bool:
    """A path of axis-parallel strokes."""
    return all(abs(a[0] - b[0]) <= _STRAIGHT or abs(a[1] - b[1]) <= _STRAIGHT for a, b in pairwise(path.points))


def _pieces(path: Path) -> Iterable[Ruling]:
    points = (*path.points, path.points[0]) if path.closed else path.points
    for a, b in pairwise(points):
        box = _bounds((a, b))
        if max(box[2] - box[0], box[3] - box[1]) > THIN:
            yield _ruling(box, path, path.stroke)


def _is_rectangle(path: Path) -> bool:
    if path.curved or not path.closed:
        return False
    if _is_exact(path.points):
        return True
    points = list(dict.fromkeys([(round(x, 1), round(y, 1)) for x, y in path.points]))
    if len(points) != 4:
        return False
    x0, top, x1, bottom = _bounds(points)
    return all(min(x - x0, x1 - x) <= _STRAIGHT and min(y - top, bottom - y) <= _STRAIGHT for x, y in points)


def _is_exact(points: Sequence[tuple[float, float]]) -> bool:
    """Whether four corners, the first perhaps again as the last, are those of a rectangle to the last digit."""
    if len(points) != 4 and (len(points) != 5 or points[4] != points[0]):
        return False
    (ax, ay), (bx, by), (cx, cy), (dx, dy) = points[:4]
    return (ax == bx and by == cy and cx == dx and dy == ay) or (ay == by and bx == cx and cy == dy and dx == ax)


def _shape(path: Path, box: Box, *, rectangular: bool) -> Shape:
    rounded = (round(box[0], 2), round(box[1], 2), round(box[2], 2), round(box[3], 2))
    if rectangular:
        return Shape(rounded, path.fill, path.stroke)
    points = tuple((round(x, 2), round(y, 2)) for x, y in path.points)
    return Shape(rounded, path.fill, path.stroke, points, rectangular=False)


def _is_paper(shape: Shape, width: float, height: float) -> bool:
    """White over the whole page."""
    x0, top, x1, bottom = shape.box
    white = (
        shape.fill is not None and min(shape.fill) >= _WHITE and (shape.stroke is None or min(shape.stroke) >= _WHITE)
    )
    return white and x0 <= 0.02 * width and x1 >= 0.98 * width and top <= 0.02 * height and bottom >= 0.98 * height


def _is_ground(shape: Shape, below: Iterable[Shape], images: Sequence[Box]) -> bool:
    """White paint without an outline that covers nothing painted before."""
    if shape.stroke is not None or shape.fill is None or min(shape.fill) < _WHITE:
        return False
    return not any(overlap(shape.box, s.box) for s in below) and not any(overlap(shape.box, i) for i in images)


def _dotted(dots: Sequence[tuple[Box, Colour | None]]) -> list[Ruling]:
    """Rows and columns of three or more touching dots, as one ruling each."""
    found: list[Ruling] = []
    for axis in (0, 1):
        rows: dict[tuple[float, Colour | None], list[Box]] = defaultdict(list)
        for box, colour in dict.fromkeys(dots):
            centre = (box[1 - axis] + box[3 - axis]) / 2
            rows[(round(centre * 2) / 2, colour)].append(box)
        for (centre, colour), row in rows.items():
            row.sort(key=lambda b: b[axis])
            start = 0
            for i in range(1, len(row) + 1):
                gap = row[i][axis] - row[i - 1][axis + 2] if i < len(row) else float("inf")
                if gap <= 2 * THIN and gap <= 2 * (row[i][axis + 2] - row[i][axis]) + 0.5:
                    continue
                if i - start >= 3:
                    first, last = row[start], row[i - 1]
                    thick = first[3 - axis] - first[1 - axis]
                    ends = (first[axis], last[axis + 2])
                    found.append(
                        Ruling(ends[0], centre, ends[1], centre, thick, colour)
                        if axis == 0
                        else Ruling(centre, ends[0], centre, ends[1], thick, colour)
                    )
                start = i
    return found


def join_rulings(rulings: Iterable[Ruling]) -> tuple[Ruling, ...]:
    """Collinear rulings of one colour and width that touch or overlap, as one; coordinates to 1/100 point."""
    rows: dict[tuple[bool, float, float, Colour | None], list[tuple[float, float]]] = defaultdict(list)
    for r in rulings:
        flat = r.top == r.bottom
        axis, start, end = (r.top, r.x0, r.x1) if flat else (r.x0, r.top, r.bottom)
        rows[(flat, round(axis, 1), round(r.width, 1), r.colour)].append((start, end))
    joined: list[Ruling] = []
    for (flat, axis, width, colour), spans in rows.items():
        spans.sort()
        merged = [spans[0]]
        for start, end in spans[1:]:
            if start <= merged[-1][1] + _TOUCH:
                merged[-1] = (merged[-1][0], max(merged[-1][1], end))
            else:
                merged.append((start, end))
        for start, end in merged:
            a, b = round(start, 2), round(end, 2)
            joined.append(Ruling(a, axis, b, axis, width, colour) if flat else Ruling(axis, a, axis, b, width, colour))
    joined.sort(key=lambda r: (r.top, r.x0, r.bottom, r.x1))
    return tuple(joined)
