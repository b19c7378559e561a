"""Lines and rings in pixels: their size, simpler forms, what of them lies in a frame, and their path data."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator
from itertools import pairwise
from operator import and_

from .map_ground import Point

BLEED = 2  # px that shapes reach beyond the frame, so that the stroke along the cut is out of sight

Line = list[Point]


def ring_area(ring: Line) -> float:
    """Return the area of a ring, negative or positive by its direction."""
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring[-1:] + ring[:-1], ring, strict=True)) / 2


def simplified(line: Line, tolerance: float) -> Line:
    """Simplify by Douglas and Peucker: no point left out is farther than the tolerance from the line."""
    kept, ahead = {0, len(line) - 1}, [(0, len(line) - 1)]
    while ahead:
        first, last = ahead.pop()
        if last - first < 2:
            continue
        (ax, ay), (bx, by) = line[first], line[last]
        dx, dy = bx - ax, by - ay
        length = math.hypot(dx, dy)
        between = line[first + 1 : last]
        if length:
            offs = [abs(dx * (y - ay) - dy * (x - ax)) for x, y in between]
        else:  # a closed line: the distance is from its end
            offs = [math.hypot(x - ax, y - ay) for x, y in between]
        far = max(offs)
        if far / (length or 1) > tolerance:
            worst = first + 1 + offs.index(far)
            kept.add(worst)
            ahead += [(first, worst), (worst, last)]
    return [line[n] for n in sorted(kept)] if len(line) > 2 else line


def clipped(ring: Line, width: int, height: int) -> Line:
    """Clip by Sutherland and Hodgman: a cut edge runs along the frame, just outside it."""
    edges = ((0, -BLEED, 1), (0, width + BLEED, -1), (1, -BLEED, 1), (1, height + BLEED, -1))
    for axis, limit, sign in edges:
        offs = [(point[axis] - limit) * sign for point in ring]
        if not offs or min(offs) >= 0:  # most rings lie whole on one side of most edges
            continue
        kept: Line = []
        before, offs_before = ring[-1:] + ring[:-1], offs[-1:] + offs[:-1]
        for a, b, from_a, from_b in zip(before, ring, offs_before, offs, strict=True):
            if (from_a < 0) != (from_b < 0):
                t = from_a / (from_a - from_b)
                kept.append((a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1])))
            if from_b >= 0:
                kept.append(b)
        ring = kept
    return ring


def visible_stretches(line: Line, width: int, height: int) -> Iterator[Line]:
    """Yield the stretches of an open line inside the frame."""
    run: Line = []
    inside = [0 < x < width and 0 < y < height for x, y in line]
    for a, b, is_whole in zip(line, line[1:], map(and_, inside, inside[1:]), strict=False):
        start, end = 0.0, 1.0
        for p, q, limit in () if is_whole else ((a[0], b[0], width), (a[1], b[1], height)):
            lean = q - p or 1e-12
            enter, leave = sorted((-p / lean, (limit - p) / lean))
            start, end = max(start, enter), min(end, leave)
        if start < end:
            dx, dy = b[0] - a[0], b[1] - a[1]
            if not run or start > 0:
                yield run
                run = [(a[0] + start * dx, a[1] + start * dy)]
            run.append((a[0] + end * dx, a[1] + end * dy))
    yield run


def path_data(lines: Iterable[Line], end: str = "") -> str:
    """Return path data in tenths of a pixel, relative, which halves its size; `end` is "z" for rings."""
    data = []
    for line in lines:
        grid = [(round(10 * x), round(10 * y)) for x, y in line]
        steps = [(x - u, y - v) for (u, v), (x, y) in pairwise(grid) if (x, y) != (u, v)]
        if len(steps) > len(end):
            moves = " ".join(f"{dx / 10:g},{dy / 10:g}" for dx, dy in steps)
            data.append(f"M{grid[0][0] / 10:g},{grid[0][1] / 10:g}l{moves}{end}")
    return re.sub(r"[ ,](?=-)", "", re.sub(r"\b0\.", ".", "".join(data)))


def line_length(line: Line) -> float:
    """Return the length of a line."""
    return sum(math.dist(a, b) for a, b in pairwise(line))


def point_along(line: Line, far: float) -> Point:
    """Return the point at the distance `far` along a line; its end if it is shorter."""
    for a, b in pairwise(line):
        step = math.dist(a, b)
        if far <= step and step:
            return a[0] + (b[0] - a[0]) * far / step, a[1] + (b[1] - a[1]) * far / step
        far -= step
    return line[-1]
