"""Where names stand on a map: in their country or on water, never across a line if there is another place."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice, pairwise

from . import label_placement
from . import map_base as draw
from .label_placement import Label, LabelBoard, ScanRows
from .line_geometry import Line
from .map_ground import Box, Point

_CELL = 3.0  # px of the grid in which lines are noted
_TRIED = 400  # places looked at for one name
_OWN = 0.6  # of a name that runs over the edges of its country, the least part inside it or on water
_DIRECTIONS = 16  # in which a name is sought at the end of a leader line


@dataclass
class MapNames:
    """The names placed in a frame, by the shapes and the lines that are in it."""

    board: LabelBoard
    rows: Mapping[str, ScanRows]  # the shapes of all lands, by their codes
    _struck: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))  # cells with lines, by row

    @cached_property
    def _owners(self) -> Mapping[int, Mapping[int, str]]:
        """Return the land of each cell that has any, by row."""
        owners: dict[int, dict[int, str]] = defaultdict(dict)
        for code, rows in self.rows.items():
            for row, spans in rows.items():
                for a, b in spans:
                    owners[row] |= dict.fromkeys(range(int(a // _CELL), int(b // _CELL) + 1), code)
        return dict(owners)

    def land_at(self, x: float, y: float) -> str | None:
        """Return the land at a point; None on water."""
        return self._owners.get(int(y // _CELL), {}).get(int(x // _CELL))

    def keep_clear_of(self, lines: Iterable[Line]) -> None:
        """Note lines that no name should stand across."""
        for line in lines:
            for (ax, ay), (bx, by) in pairwise(line):
                steps = max(1, math.ceil(math.dist((ax, ay), (bx, by)) / _CELL))
                for n in range(steps + 1):
                    x, y = ax + (bx - ax) * n / steps, ay + (by - ay) * n / steps
                    self._struck[int(y // _CELL)].add(int(x // _CELL))

    def strikes(self, box: Box) -> int:
        """Return how many cells of lines a box covers."""
        columns, rows = _cells(box)
        return sum(len(self._struck[row].intersection(columns)) for row in rows if row in self._struck)

    def on_land(self, box: Box) -> bool:
        """Return True if a box covers any land."""
        columns, rows = _cells(box)
        return any(not self._owners[row].keys().isdisjoint(columns) for row in rows if row in self._owners)

    def inside(self, code: str, name: str, sizes: Sequence[float], bold: bool = False) -> Label | None:
        """Place a name inside its country, clear of lines in it; None without room."""
        drafts = label_placement.labels_inside(name, sizes, self.rows.get(code, {}), bold)
        clear = (draft for draft in islice(drafts, _TRIED) if not self.strikes(draft.box))
        return self.board.first(clear)

    def across(self, code: str, name: str, size: float, avoid: ScanRows) -> Label | None:
        """Place a name over the edges of its country, most of it inside or on water; None without room."""
        rows = self.rows.get(code, {})
        drafts = [
            draft
            for draft in islice(label_placement.labels_across(name, size, rows), _TRIED)
            if self.board.free(draft.box)
            and not label_placement.covers(avoid, draft.box)
            and self._foreign(code, draft.box) <= 1 - _OWN
        ]
        return self.board.first(sorted(drafts, key=lambda draft: self.strikes(draft.box)))

    def _foreign(self, code: str, box: Box) -> float:
        """Return the part of a box that lies on other lands."""
        columns, rows = _cells(box)
        owned = [self._owners[row] for row in rows if row in self._owners]
        lands = [owners[column] for owners in owned for column in owners.keys() & columns]
        return (len(lands) - lands.count(code)) / (len(columns) * len(rows))

    def around(
        self,
        point: Point,
        name: str,
        size: float,
        code: str = "",
        more: tuple[str, ...] = (),
        gap: float = 6.0,
    ) -> Label | None:
        """Place the name of a point at one of eight places beside it, clear of lines and in its country.

        `more` are further lines below the name.
        """
        drafts = [
            draft
            for distance in (gap, gap + 5)
            for draft in label_placement.labels_around(name, size, point, distance, more)
        ]
        free = [draft for draft in drafts if self.board.free(draft.box)]
        costs = {id(d): self.strikes(d.box) + 6 * self._foreign(code, d.box) * bool(code) for d in free}
        return self.board.first(sorted(free, key=lambda draft: costs[id(draft)]))

    def led(
        self,
        point: Point,
        name: str,
        size: float,
        bold: bool = False,
        over_land: bool = False,
        avoid: ScanRows | None = None,
    ) -> tuple[Label, str] | None:
        """Place a name at the end of a leader line, on water unless `over_land`; None without room.

        The name does not stand on `avoid`.
        """
        for label in _ring(Label((name,), size, bold), point):
            if not self.board.free(label.box) or (avoid and label_placement.covers(avoid, label.box)):
                continue
            if over_land or not self.on_land(label.box):
                self.board.taken.append(label.box)
                return label, _leader(point, label.box)
        return None


def _cells(box: Box) -> tuple[range, range]:
    """Return the columns and the rows of the cells that a box covers."""
    left, top, right, bottom = box
    columns = range(int(left // _CELL), int(right // _CELL) + 1)
    return columns, range(int(top // _CELL), int(bottom // _CELL) + 1)


def _ring(label: Label, point: Point) -> Iterator[Label]:
    """Yield places for a label around a point, the nearest first."""
    _, _, wide, high = label.box
    for gap in (9.0, 16.0, 24.0, 34.0, 46.0, 60.0):
        for n in range(_DIRECTIONS):
            angle = 2 * math.pi * n / _DIRECTIONS
            x, y = math.cos(angle), math.sin(angle)
            yield label.at(point[0] + x * (gap + wide), point[1] + y * (gap + high))


def _leader(point: Point, box: Box) -> str:
    """Return a thin line from a point to the nearest place of a box."""
    x = min(max(point[0], box[0]), box[2])
    y = min(max(point[1], box[1]), box[3])
    return draw.line_element("map-leader", [[point, (x, y)]], draw.SCALE, 0.6)
