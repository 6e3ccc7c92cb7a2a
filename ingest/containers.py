"""Boxes drawn on a page that hold text: outlines, grounds, call-outs, four strokes around a paragraph."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import replace

from corpus.pages import Box, Line, Page, Ruling, Shape, union

_WHITE = 0.97

_LINE_HEIGHT = 30.0
"""Shading painted line by line comes in pieces at most this high (points)."""


def containers(page: Page, lines: Sequence[Line]) -> list[Box]:
    """Boxes drawn on the page that hold text, largest first; backgrounds and bare fills of one glyph are left out."""
    shapes = [shape for shape in _grounds(page.shapes) if _may_hold(page, shape.box)]
    ruled = [box for box in _ruled_boxes(page.rulings) if _may_hold(page, box)]
    by_height = sorted(((line.box[1] + line.box[3]) / 2, line.box) for line in lines)
    middles = [middle for middle, _ in by_height]
    found: list[Box] = []
    for box in [*_shape_boxes(shapes), *ruled]:
        at_its_height = [line for _, line in by_height[bisect_left(middles, box[1]) : bisect_right(middles, box[3])]]
        if not any(lies_along(line, box) for line in at_its_height) or any(same(box, other) for other in found):
            continue
        if sum(_cuts(box, line) for line in at_its_height) <= 1:
            found.append(box)
    return sorted(found, key=lambda b: -(b[2] - b[0]) * (b[3] - b[1]))


def _may_hold(page: Page, box: Box) -> bool:
    """Whether a box lies on the page and is large enough to hold words, but not as large as the page."""
    width, height = box[2] - box[0], box[3] - box[1]
    if width < 12 or height < 6 or width * height > 0.85 * page.width * page.height:
        return False
    return box[0] >= -5 and box[1] >= -5 and box[2] <= page.width + 5 and box[3] <= page.height + 5


def _shape_boxes(shapes: Iterable[Shape]) -> list[Box]:
    """Outlines of boxes; a white fill without a line is no box a reader sees."""
    boxes = []
    for shape in shapes:
        visible = shape.stroke is not None or (shape.fill is not None and min(shape.fill) < _WHITE)
        if visible and (shape.rectangular or _rounded(shape)):
            boxes.append(shape.box)
    return boxes


def _grounds(shapes: Iterable[Shape]) -> list[Shape]:
    """The shapes, a ground that is painted line by line (shaded paragraphs) as one."""
    out: list[Shape] = []
    high = 0.0
    for shape in shapes:
        last = out[-1] if out else None
        if (
            last is not None
            and high <= _LINE_HEIGHT
            and shape.stroke is None is last.stroke
            and shape.rectangular
            and last.rectangular
            and shape.fill == last.fill
            and abs(shape.box[0] - last.box[0]) < 1.5
            and abs(shape.box[2] - last.box[2]) < 1.5
            and abs(shape.box[1] - last.box[3]) < 1.5
            and shape.box[3] - shape.box[1] <= _LINE_HEIGHT
        ):
            out[-1] = replace(last, box=union([last.box, shape.box]))
        else:
            out.append(shape)
            high = shape.box[3] - shape.box[1]
    return out


def _rounded(shape: Shape) -> bool:
    """Whether an outline runs along its bounding box for most of the way: rounded corners, a call-out's tail."""
    x0, top, x1, bottom = shape.box
    along = 0.0
    for (ax, ay), (bx, by) in zip(shape.points, shape.points[1:] + shape.points[:1], strict=True):
        if abs(ay - by) < 0.5 and min(abs(ay - top), abs(ay - bottom)) < 1.5:
            along += abs(ax - bx)
        elif abs(ax - bx) < 0.5 and min(abs(ax - x0), abs(ax - x1)) < 1.5:
            along += abs(ay - by)
    return along > x1 - x0 + bottom - top


def _ruled_boxes(rulings: Sequence[Ruling]) -> list[Box]:
    """Boxes drawn as four separate strokes (paragraph borders of word processors)."""
    across = sorted((r for r in rulings if r.top == r.bottom and r.x1 - r.x0 > 30), key=lambda r: r.x0)
    starts = [r.x0 for r in across]
    down = [r for r in rulings if r.x0 == r.x1 and r.bottom - r.top > 6]
    by_top = sorted((r.top, i) for i, r in enumerate(down))
    tops = [top for top, _ in by_top]
    found: list[tuple[int, int, Box]] = []
    for i, a in enumerate(down):
        near = [
            h for h in across[bisect_left(starts, a.x0 - 4) : bisect_right(starts, a.x0 + 4)] if abs(h.x0 - a.x0) < 4
        ]
        roofs = [h.x1 for h in near if abs(h.top - a.top) < 4]
        floors = [h.x1 for h in near if abs(h.top - a.bottom) < 4]
        if not roofs or not floors:
            continue
        for _, k in by_top[bisect_left(tops, a.top - 3) : bisect_right(tops, a.top + 3)]:
            b = down[k]
            if (
                b.x0 - a.x0 >= 30
                and abs(a.bottom - b.bottom) <= 3
                and any(abs(x - b.x0) < 4 for x in roofs)
                and any(abs(x - b.x0) < 4 for x in floors)
            ):
                found.append((min(i, k), max(i, k), (a.x0, a.top, b.x0, a.bottom)))
    return [box for _, _, box in sorted(found)]


def _cuts(box: Box, line: Box) -> bool:
    """Whether a side of the box runs through the words of a line: then the box is drawn for something else."""
    if not box[1] < (line[1] + line[3]) / 2 < box[3]:
        return False
    overlap = min(line[2], box[2]) - max(line[0], box[0])
    return 0.2 * (line[2] - line[0]) < overlap < 0.8 * (line[2] - line[0])


def same(a: Box, b: Box) -> bool:
    """Whether the sides of two boxes agree to three points."""
    return abs(a[0] - b[0]) < 3 and abs(a[1] - b[1]) < 3 and abs(a[2] - b[2]) < 3 and abs(a[3] - b[3]) < 3


def lies_along(inner: Box, outer: Box) -> bool:
    """Whether most of the length of a line lies between the sides of a box at its height."""
    return min(inner[2], outer[2]) - max(inner[0], outer[0]) >= 0.8 * (inner[2] - inner[0])
