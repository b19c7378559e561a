"""Names on a map: where a label fits into a shape or beside a point, and what it keeps clear of."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from html import escape
from itertools import pairwise

from .letter_widths import BOLD_WIDTH_RATIO, text_width
from .line_geometry import Line, line_length, point_along
from .map_ground import Box, Point

_ROW = 3  # px between the rows in which room for a label is sought
ScanRows = Mapping[int, Sequence[Point]]  # row number -> spans (left, right) that lie inside a shape


@dataclass(frozen=True)
class Label:
    """Lines of text centred on (`x`, `y`), in pixels."""

    lines: tuple[str, ...]
    size: float
    bold: bool = False
    x: float = 0
    y: float = 0
    room: float = 0  # the least width it takes

    @cached_property
    def _reach(self) -> Point:
        """Return how far the box reaches to each side and upwards: its longest line or `room`, all lines."""
        ratio = BOLD_WIDTH_RATIO if self.bold else 1
        wide = max(max(map(text_width, self.lines)) * self.size * ratio, self.room)
        return wide / 2 + 1.5, self.size * (1.1 * len(self.lines) - 0.1) / 2

    @property
    def box(self) -> Box:
        """Return the box around its lines."""
        wide, high = self._reach
        return self.x - wide, self.y - high, self.x + wide, self.y + high

    def at(self, x: float, y: float) -> Label:
        """Return the same lines at another place, of hundreds that a name may take."""
        moved = Label(self.lines, self.size, self.bold, x, y, self.room)
        moved.__dict__["_reach"] = self._reach  # measured once for all
        return moved

    def svg(self, kind: str, fill: str) -> str:
        """Return its lines as text elements of class `kind`."""
        # WeasyPrint does not know dominant-baseline.
        first = self.y + self.size * (0.9 - 0.55 * len(self.lines))
        weight = ' font-weight="600"' if self.bold else ""
        return "".join(
            f'<text class="{kind}" x="{self.x:.1f}" y="{first + 1.1 * self.size * n:.1f}" fill="{fill}"'
            f' font-size="{self.size:.1f}"{weight}>{escape(line)}</text>'
            for n, line in enumerate(self.lines)
            if line
        )

    def svg_on_plate(self, kind: str, fill: str, stroke: str) -> str:
        """Return a plate to put beneath a label that stands on lines."""
        a, b, c, d = self.box
        return (
            f'<rect class="{kind}" x="{a - 1:.1f}" y="{b - 1.2:.1f}"'
            f' width="{c - a + 2:.1f}" height="{d - b + 2.4:.1f}" rx="1.5"'
            f' fill="{fill}" stroke="{stroke}" stroke-width="0.5"/>'
        )


@dataclass
class LabelBoard:
    """A frame in which no label overlaps one placed before."""

    width: int
    height: int
    taken: list[Box] = field(default_factory=list)

    def free(self, box: Box) -> bool:
        """Return True if a box is inside the frame and overlaps nothing."""
        a, b, c, d = box
        framed = min(a, b) >= 1 and c <= self.width - 1 and d <= self.height - 1
        return framed and all(a >= g or c <= e or b >= h or d <= f for e, f, g, h in self.taken)

    def first(self, drafts: Iterable[Label], avoid: ScanRows | None = None) -> Label | None:
        """Place and return the first label that is free and does not cover `avoid`; None if none is."""
        for label in drafts:
            if self.free(label.box) and not (avoid and covers(avoid, label.box)):
                self.taken.append(label.box)
                return label
        return None


def scan_rows(rings: Iterable[Line]) -> ScanRows:
    """Return the spans inside a shape, row by row."""
    crossings: dict[int, list[float]] = defaultdict(list)
    for ring in rings:
        for (ax, ay), (bx, by) in zip(ring[-1:] + ring[:-1], ring, strict=True):
            for row in range(math.ceil(min(ay, by) / _ROW), math.ceil(max(ay, by) / _ROW)):
                crossings[row].append(ax + (bx - ax) * (row * _ROW - ay) / (by - ay))
    return {row: list(pairwise(sorted(xs)))[::2] for row, xs in sorted(crossings.items())}


def covers(rows: ScanRows, box: Box) -> bool:
    """Return True if a box overlaps a shape."""
    near = range(math.floor(box[1] / _ROW), math.ceil(box[3] / _ROW) + 1)
    return any(a < box[2] and b > box[0] for row in near for a, b in rows.get(row, ()))


def interior_point(rows: ScanRows) -> Point | None:
    """Return a point well inside a shape: the middle of its widest span, halfway down by area."""
    widths = {row: sum(b - a for a, b in spans) for row, spans in rows.items()}
    whole, run = sum(widths.values()), 0.0
    for row, spans in rows.items():
        run += widths[row]
        if 2 * run >= whole:
            a, b = max(spans, key=lambda span: span[1] - span[0])
            return (a + b) / 2, row * _ROW
    return None


def forms(name: str) -> list[tuple[str, ...]]:
    """Return the ways to set a name: in one line, and in two if it has several words."""
    words, half = name.split(), (len(name.split()) + 1) // 2
    return [(name,), (" ".join(words[:half]), " ".join(words[half:]))][: len(words)]


def labels_inside(name: str, sizes: Iterable[float], rows: ScanRows, bold: bool = False) -> Iterator[Label]:
    """Yield places in a shape: large before small, one line before two, then the farthest from edges."""
    for draft in (Label(form, size, bold) for size in sizes for form in forms(name)):
        for growth in (3.0, 2.2, 1.6, 1.25, 1.0):
            wide, reach = 2 * draft.box[2] * growth, math.ceil(draft.box[3] * growth / _ROW)
            places: list[tuple[float, float, float]] = []
            for row, whole in rows.items():
                spans = [(a, b) for a, b in whole if b - a >= wide]
                for near in range(row - reach, row + reach + 1):
                    if not spans:
                        break  # the usual case
                    cuts = [(max(a, c), min(b, d)) for a, b in spans for c, d in rows.get(near, ())]
                    spans = [(a, b) for a, b in cuts if b - a >= wide]
                places += [(b - a, (a + b) / 2, row * _ROW) for a, b in spans]
            yield from (draft.at(x, y) for _, x, y in sorted(places, reverse=True))


def labels_across(name: str, size: float, rows: ScanRows) -> Iterator[Label]:
    """Yield places for a neighbour too small for its name: on its widest spans, over its edges."""
    spans = sorted(((b - a, (a + b) / 2, row * _ROW) for row in rows for a, b in rows[row]), reverse=True)
    for label in (Label(form, size) for form in forms(name)):
        for shift in (0, 0.4, -0.4):  # any farther, it would seem to name the next country
            yield from (label.at(x + shift * label.box[2], y) for wide, x, y in spans if wide > 3)


def labels_around(
    name: str, size: float, point: Point, gap: float = 6, more: tuple[str, ...] = ()
) -> Iterator[Label]:
    """Yield places for the name of a point: right, left, above, below, then at its corners."""
    label, (x, y) = Label((name, *more), size), point
    right, below = gap + label.box[2], gap + label.box[3]
    corner = gap * 0.4 + label.box[2], gap * 0.5 + label.box[3]
    for dx, dy in ((right, 0), (-right, 0), (0, -below), (0, below)):
        yield label.at(x + dx, y + dy)
    for sx in (1, -1):
        for sy in (-1, 1):
            yield label.at(x + sx * corner[0], y + sy * corner[1])


def labels_along(text: str, size: float, lines: Iterable[Line]) -> Iterator[Label]:
    """Yield places on lines, longest first: at the middle of each, then outwards."""
    label = Label((text,), size, bold=True)
    for line in sorted(filter(None, lines), key=line_length, reverse=True):
        whole = line_length(line)
        for part in (0.5, 0.42, 0.58, 0.34, 0.66, 0.26, 0.74, 0.18, 0.82):
            x, y = point_along(line, part * whole)
            yield label.at(x, y)
