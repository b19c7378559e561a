"""Rivers, lakes, areas and lines in dispute inside the frame of a map, as SVG."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from . import map_base as draw
from .country_shapes import ClippedAtlas
from .label_placement import scan_rows
from .line_geometry import Line, clipped, line_length, ring_area, simplified, visible_stretches
from .map_ground import Feature

RIVER, LAKE, DISPUTED = "#8fb4c9", "#dfebf1", "#9a2a1c"
_MOST_RIVERS = 24
_SHORTEST, _SMALLEST = 22.0, 5.0  # px of a river; px² of a lake
_DEGREE, _COARSE = 111.2, 4.0  # km of a degree; km to the pixel from which every other point is left out
_TOLERANCE = 0.5  # px that a simpler line may be off
_HATCH = 2  # rows of the scan from one line of the hatching to the next


@dataclass(frozen=True)
class GroundLayers:
    """What the ground has in one frame, in pixels."""

    rivers: Sequence[Line]
    lakes: Sequence[tuple[str, Sequence[Line]]]
    disputed: Sequence[tuple[str, Line]]
    areas: Sequence[tuple[str, Sequence[Line]]]

    @classmethod
    def of(cls, sheet: ClippedAtlas) -> GroundLayers:
        """Return the longest rivers in the frame, and all lakes and disputes large enough to be seen."""
        ground, size = sheet.atlas.ground, (sheet.width, sheet.height)
        rivers = [line for _, line in _lines(sheet, ground.rivers) if line_length(line) >= _SHORTEST]
        lakes = []
        for lake in ground.lakes:
            rings = [clipped(line, *size) for _, line in _whole(sheet, [lake])]
            rings = [ring for ring in rings if abs(ring_area(ring)) >= _SMALLEST]
            lakes += [(lake.name, rings)] if rings else []
        disputed = list(_lines(sheet, ground.disputed))
        areas = []
        for area in ground.areas:
            rings = sheet.outline_within(area.box, area.views, area.of)
            areas += [(area.name, rings)] if rings else []
        return cls(sorted(rivers, key=line_length)[-_MOST_RIVERS:], lakes, disputed, areas)

    def waters(self) -> list[str]:
        """Return rivers and lakes."""
        rings = [ring for _, lake in self.lakes for ring in lake]
        return [
            draw.line_element("map-river", self.rivers, RIVER, 0.6),
            draw.path_element("map-lake", rings, f'fill="{LAKE}" stroke="{RIVER}" stroke-width="0.4"', "z"),
        ]

    def disputes(self) -> list[str]:
        """Return areas hatched and lines dashed, each over the border that the atlas draws there."""
        hatches: list[Line] = []
        for _, rings in self.areas:
            for row, spans in scan_rows(rings).items():
                if row % _HATCH == 0:
                    hatches += [[(a, 3.0 * row), (b, 3.0 * row)] for a, b in spans]
        lines = [line for _, line in self.disputed]
        dashes = draw.line_element("map-disputed", lines, DISPUTED, 1.0)
        return [
            draw.line_element("map-hatching", hatches, DISPUTED, 0.4),
            draw.line_element("map-undrawn", lines, draw.LAND, 2.2),
            dashes.replace("/>", ' stroke-dasharray="3 2.2"/>'),
        ]


def _whole(sheet: ClippedAtlas, features: Iterable[Feature]) -> Iterable[tuple[str, Line]]:
    """Yield the lines of features that may be in the frame, with as many points as can be seen."""
    ground, scale = sheet.atlas.ground, sheet.view.kilometres
    stride = max(1, round(scale / _COARSE))
    for feature in features:
        west, south, east, north = feature.box
        if max(east - west, north - south) * _DEGREE < _SHORTEST * scale / 2 or not sheet.shows(feature.box):
            continue
        for line in feature.lines:
            points = ground.degrees(line)
            thinned = [*points[::stride], points[-1]]
            yield feature.name, simplified(sheet.view.projected(thinned), _TOLERANCE)


def _lines(sheet: ClippedAtlas, features: Iterable[Feature]) -> Iterable[tuple[str, Line]]:
    """Yield the stretches of features inside the frame, with their names."""
    for name, line in _whole(sheet, features):
        for stretch in visible_stretches(line, sheet.width, sheet.height):
            if len(stretch) > 1:
                yield name, stretch
