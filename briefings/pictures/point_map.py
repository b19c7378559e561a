"""Maps of places in a region as inline SVG: bases and exercises, and events sized by a number."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

from . import map_base as draw
from .country_shapes import Atlas
from .label_placement import Label, LabelBoard
from .letter_widths import text_width
from .map_names import MapNames
from .region_map import RegionMap, noted
from .svg_marks import ALARM, INK, element, rule, text

_SIZE, _LINE = draw.SMALL_LABEL, 12.5  # px
_APART = 8.0  # px between two symbols
_LARGEST, _SMALLEST = 15.0, 3.2  # px: radius of an event's circle


@dataclass(frozen=True, slots=True)
class MapPoint:
    """A place to mark: `kind` is base, exercise, troops or event; `more` stands below its name.

    `planned`: nothing is there yet; `ended`: nothing is there any more. `number` sizes an event.
    """

    name: str
    more: str
    longitude: float
    latitude: float
    kind: str
    planned: bool = False
    ended: bool = False
    number: float = 0

    @property
    def printed(self) -> str:
        """Return all that is printed of it."""
        return f"{self.name}{f' ({self.more})' if self.more else ''}"

    @property
    def words(self) -> str:
        """Return all that is printed of it, and what its mark says."""
        state = ", planned" if self.planned else ", ended" if self.ended else ""
        return f"{self.printed}, {self.kind}{state}"


def point_map(
    atlas: Atlas,
    points: Sequence[MapPoint],
    fit: Sequence[str],
    names: dict[str, str],
    *,
    kind: str,
    key: str,
    title: str,
    sized_by: str = "",
    width: int = 640,
    height: int = 300,
    narrow: bool = False,
) -> tuple[str, list[MapPoint]]:
    """Return the SVG of a region with places marked in it, and the points that are in its frame.

    A point without room for its name has a number, which the notes below the map explain. The description is
    made of the points that were drawn.
    """
    scene = RegionMap.of(atlas, fit, names, width, height)
    board = LabelBoard(width, height)
    scale = draw.scale_bar(board, scene.view.kilometres)
    placer = MapNames(board, scene.rows)
    placer.keep_clear_of(chain.from_iterable(scene.ground.lines.values()))
    most = max((point.number for point in points), default=0.0)
    placed = _placed(points, scene, board, most)
    parts: list[str] = [*scene.lands({code: draw.NEAR for code in fit}, width, height), scale]
    parts += [_symbol(point, x, y, _radius(point, most)) for point, x, y in placed]
    numbered: list[MapPoint] = []
    unmarked: list[MapPoint] = []  # not even a number has room
    notes: list[str] = []
    for point, x, y in placed:
        more = (point.more,) if point.more and not narrow else ()
        gap = max(6.0, _radius(point, most) + 2)
        label = placer.around((x, y), point.name, _SIZE, more=more, gap=gap)
        if label is None and more and (label := placer.around((x, y), point.name, _SIZE, gap=gap)):
            notes.append(f"{point.name}: {point.more}")
        if label is None:
            label = placer.around((x, y), str(len(numbered) + 1), _SIZE, gap=4.5)
            (numbered if label else unmarked).append(point)
        if label:
            if placer.strikes(label.box):
                parts.append(label.svg_on_plate("map-plate", _tone(placer, label, fit), "none"))
            parts.append(label.svg("map-label map-label-site", INK))
    lands = scene.named(names, board, over=False, fills=dict.fromkeys(fit, draw.NEAR))
    parts += lands.parts
    foot = _key([point for point, _, _ in placed], height, width, sized_by, most, parts)
    notes += [f"{number} {point.printed}" for number, point in enumerate(numbered, 1)]
    notes += [f"without a number: {point.printed}" for point in unmarked]
    below, foot = noted(["; ".join(notes)] if notes else [], width, foot)
    parts += below
    shown = [point for point, _, _ in placed]
    if narrow:
        return draw.narrow_map_svg(kind, width, foot, parts), shown
    description = f"{title}. {'; '.join(point.words for point in shown)}. {lands.words()}"
    return draw.map_svg(kind, key, title, description, width, foot, parts), shown


def _tone(placer: MapNames, label: Label, fit: Sequence[str]) -> str:
    """Return the colour of what a label stands on."""
    code = placer.land_at(label.x, label.y)
    return draw.SEA if code is None else draw.NEAR if code in fit else draw.LAND


def _placed(
    points: Sequence[MapPoint], scene: RegionMap, board: LabelBoard, most: float
) -> list[tuple[MapPoint, float, float]]:
    """Return the points in the frame with their pixels; of two in one place the second stands beside it."""
    placed: list[tuple[MapPoint, float, float]] = []
    for point in points:
        x, y = scene.view.project(point.longitude, point.latitude)
        if not (6 <= x <= board.width - 6 and 6 <= y <= board.height - 6):
            continue
        while point.kind != "event" and any(abs(x - u) + abs(y - v) < _APART for _, u, v in placed):
            x += _APART + 2
        reach = max(4.5, _radius(point, most))
        board.taken.append((x - reach, y - reach, x + reach, y + reach))
        placed.append((point, x, y))
    return placed


def _radius(point: MapPoint, most: float) -> float:
    """Return the radius of an event's circle: its area is as its number."""
    return (
        max(_SMALLEST, _LARGEST * math.sqrt(point.number / most))
        if point.kind == "event" and most
        else _SMALLEST
    )


def _symbol(point: MapPoint, x: float, y: float, radius: float) -> str:
    if point.kind == "event":
        paint = {"fill": ALARM if point.number else "none", "stroke": ALARM, "stroke_width": "1"}
        return element("circle", "map-event", cx=x, cy=y, r=radius, **paint)
    mark = draw.place_symbol(point.kind, x, y, point.planned or point.ended)
    return mark + (rule("map-struck", x - 6, y + 5, x + 6, y - 5, ALARM, "1.3") if point.ended else "")


def _key(
    points: Sequence[MapPoint], height: float, width: float, sized_by: str, most: float, parts: list[str]
) -> float:
    """Add the meanings of the symbols to the parts, and return the lower end."""
    samples: list[tuple[MapPoint, str]] = []
    for kind in ("base", "exercise", "troops"):
        if any(point.kind == kind for point in points):
            samples.append((MapPoint("", "", 0, 0, kind), kind))
    if any(point.planned for point in points):
        samples.append((MapPoint("", "", 0, 0, "base", planned=True), "planned"))
    if any(point.ended for point in points):
        samples.append((MapPoint("", "", 0, 0, "base", ended=True), "ended"))
    if any(point.kind == "event" and point.number for point in points):
        samples.append((MapPoint("", "", 0, 0, "event", number=most), f"area as {sized_by}"))
    if any(point.kind == "event" and not point.number for point in points):
        samples.append((MapPoint("", "", 0, 0, "event"), f"{sized_by} not reported"))
    x, y = 6.0, height + _LINE
    for sample, words in samples:
        wide = 16 + text_width(words) * _SIZE
        if x > 6 and x + wide > width:
            x, y = 6.0, y + _LINE
        parts.append(_symbol(sample, x, y - 5.0, 4.0))
        parts.append(text("map-key", x + 9, y - 2, words, _SIZE, draw.SCALE, "start"))
        x += wide + 10
    return y
