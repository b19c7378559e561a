"""Country shapes from Natural Earth: the arcs of a topology, projected around a place and cut to a frame."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from itertools import accumulate, chain
from typing import NamedTuple

from .line_geometry import BLEED, Line, clipped, ring_area, simplified
from .map_ground import Box, Ground, Point
from .projection import EARTH, Projection

_DEGREE = 111.2  # km, of latitude
_REGION_MARGIN = 0.03  # the same for a region
_HALF_WORLD = math.sqrt(2) * EARTH  # km from the centre of a map: beyond, lands are drawn out of shape
_GIANT = 3.0  # times the usual size in a region: a larger country is not fitted whole
# Px from point to point; px off the line; px² below which an island is left out.
_THIN, _TOLERANCE, SMALLEST_ISLAND_AREA = 0.5, 0.4, 2.0
_TURNS = (-360, 0, 360)  # degrees: a box may meet another across the antimeridian

Polygon = Sequence[Sequence[int]]  # rings of arc numbers; ~n is arc n backwards


class NoGeometry(ValueError):
    """Raised if the atlas has no shape for a country, so that there is no map of it."""


class Territory(NamedTuple):
    """One feature of the atlas. `code` is ISO 3166-1 numeric, or the name of an area that has none."""

    code: str
    name: str
    polygons: Sequence[Polygon]


# Codes in use for an area that ISO 3166 gives none.
_UNCODED = {"XKX": "Kosovo", "XKK": "Kosovo", "UNK": "Kosovo"}
_SPOT = 0.01  # degrees: half the side of the square that stands for a territory without a shape


@lru_cache(maxsize=512)
def numeric_code(alpha3: str) -> str:
    """Return the ISO 3166-1 numeric code as in the atlas; "" if `alpha3` is not a country code."""
    import pycountry  # slow to import, and a build that renders nothing draws no map

    country = pycountry.countries.get(alpha_3=alpha3) if alpha3 else None
    return str(country.numeric) if country else ""


@dataclass(frozen=True, eq=False)  # one is told from another by identity: what is drawn of it is kept for it
class Atlas:
    """The countries of a TopoJSON file. Arcs are summed at first use and projected when a map shows them."""

    territories: Sequence[Territory]
    deltas: Sequence[Sequence[Sequence[int]]]
    scale: Sequence[float]
    origin: Sequence[float]
    ground: Ground = field(default_factory=Ground)

    @classmethod
    @lru_cache(maxsize=2)
    def of(cls, data: bytes, ground: bytes = b"") -> Atlas:
        """Read TopoJSON with quantised arcs and an object `countries`; raise ValueError for other data.

        With a ground, territories that the file draws as parts of another are territories of their own, and
        those that it lacks are squares too small to be seen.
        """
        try:
            file = json.loads(data)
            lands = [
                Territory(
                    f.get("id") or f["properties"]["name"],
                    f["properties"]["name"],
                    [f["arcs"]] if f["type"] == "Polygon" else f["arcs"],
                )
                for f in file["objects"]["countries"]["geometries"]
                if f["type"] in ("Polygon", "MultiPolygon")
            ]
            atlas = cls(lands, file["arcs"], file["transform"]["scale"], file["transform"]["translate"])
        except (KeyError, TypeError) as error:
            raise ValueError(f"not a quantised topology of countries: {error!r}") from error
        return atlas._on(Ground.of(ground)) if ground else atlas

    def _on(self, ground: Ground) -> Atlas:
        parts = [(of, box, numeric_code(code), code) for code, (of, box) in ground.parts.items()]
        atlas = self._moved(parts)
        arcs, lands = list(self.deltas), list(atlas.territories)
        wide, high = (max(1, round(2 * _SPOT / step)) for step in self.scale)
        for code, places in ground.points.items():
            first = len(arcs)
            for place in places:
                start = [
                    round((at - _SPOT - origin) / step)
                    for at, origin, step in zip(place, self.origin, self.scale, strict=True)
                ]
                arcs.append([start, [wide, 0], [0, high], [-wide, 0], [0, -high]])
            lands.append(Territory(numeric_code(code), code, [[[n]] for n in range(first, len(arcs))]))
        whole = replace(self, territories=lands, deltas=arcs, ground=ground)
        spots = [
            tuple(map(list, map(accumulate, zip(*arc, strict=True)))) for arc in arcs[len(self.deltas) :]
        ]
        whole.__dict__["arcs"] = [*self.arcs, *spots]  # summed once for all
        return whole

    def _moved(self, parts: Iterable[tuple[str, Box, str, str]]) -> Atlas:
        """Return the atlas with parts of lands, those in a box, moved to the land of a code and a name."""
        lands = {(land.code, land.name): list(land.polygons) for land in self.territories}
        for of, box, code, name in parts:
            moved: list[Polygon] = []
            for key in [key for key in lands if key[0] == of]:
                inside = [polygon for polygon in lands[key] if _within(self.extent(polygon), box)]
                lands[key] = [polygon for polygon in lands[key] if polygon not in inside]
                moved += inside
            key = next((key for key in lands if key[0] == code), (code, name))
            lands[key] = [*lands.get(key, []), *moved]
        return replace(self, territories=[Territory(*key, rings) for key, rings in lands.items() if rings])

    @cached_property
    def _seen(self) -> dict[tuple[tuple[str, str], ...], Atlas]:
        return {}

    def seen_from(self, views: Mapping[str, str]) -> Atlas:
        """Return the atlas with areas in dispute drawn with the country that a point of view gives each to.

        `views` has alpha-3 codes by the areas' names; an area without one is drawn as it is held.
        """
        parts = [
            (area.of, area.box, self.key_of(code), code)
            for area in self.ground.areas
            if (code := views.get(area.name, "")) and code != area.views[0]
        ]
        key = tuple(sorted(views.items()))
        if parts and key not in self._seen:
            self._seen[key] = atlas = self._moved(parts)
            atlas.__dict__["arcs"], atlas.__dict__["_boxes"] = self.arcs, self._boxes  # summed once for all
        return self._seen[key] if parts else self

    @cached_property
    def _keys(self) -> dict[str, str]:
        """Return the code of each land in the atlas by its name, short and full."""
        return {name: land.code for land in self.territories for name in (land.name, self.name_of(land))}

    def key_of(self, code: str, name: str = "") -> str:
        """Return the atlas's code for a country by its alpha-3 code, else by its name; "" without either."""
        number = numeric_code(code)
        return number or self._keys.get(_UNCODED.get(code, name) or code, "")

    def lands_of(self, code: str, name: str = "") -> list[Territory]:
        """Return the shapes of a country by its alpha-3 code, else by its name; none if there are none."""
        key = self.key_of(code, name)
        return [land for land in self.territories if key and land.code == key]

    def name_of(self, land: Territory) -> str:
        """Return the name of a land, in full."""
        return self.ground.names.get(land.name, land.name)

    @cached_property
    def _owners(self) -> dict[int, set[str]]:
        owners: dict[int, set[str]] = {}
        for land in self.territories:
            for number in chain.from_iterable(chain.from_iterable(land.polygons)):
                owners.setdefault(max(number, ~number), set()).add(land.code)
        return owners

    @cached_property
    def _neighbours(self) -> dict[str, set[str]]:
        neighbours: dict[str, set[str]] = {}
        for owners in self._owners.values():
            for key in owners:
                neighbours.setdefault(key, set()).update(owners - {key})
        return neighbours

    def beside(self, key: str) -> Set[str]:
        """Return the atlas's codes of the lands that share a border with one."""
        return self._neighbours.get(key, set())

    @cached_property
    def arcs(self) -> Sequence[tuple[Sequence[int], Sequence[int]]]:
        """Return the longitudes and latitudes of each arc in grid steps: degrees cost five times as much."""
        columns = (zip(*delta, strict=True) for delta in self.deltas)
        return [(list(accumulate(dx)), list(accumulate(dy))) for dx, dy in columns]

    @cached_property
    def _boxes(self) -> dict[tuple[int, int, int], Box]:
        return {}

    def box(self, number: int, first: int = 0, points: int = 0) -> Box:
        """Return west, south, east and north of an arc, or of a stretch of it, in degrees."""
        key = (number, first, points)
        if key not in self._boxes:  # every map asks again
            xs, ys = self.arcs[number]
            if points:
                xs, ys = xs[first : first + points], ys[first : first + points]
            west, south = self.degrees(min(xs), min(ys))
            east, north = self.degrees(max(xs), max(ys))
            self._boxes[key] = (west, south, east, north)
        return self._boxes[key]

    @cached_property
    def extents(self) -> Sequence[Sequence[Box]]:
        """Return the box around each polygon of each territory.

        It includes all rings: the first is not the outermost if the data was cut at a pole.
        """
        return [[self.extent(polygon) for polygon in land.polygons] for land in self.territories]

    def extents_of(self, key: str) -> list[Box]:
        """Return the boxes around the polygons of the land of a code."""
        rows = zip(self.territories, self.extents, strict=True)
        return [extent for land, extents in rows if land.code == key for extent in extents]

    def extent(self, polygon: Polygon) -> Box:
        """Return the box around a polygon, in degrees."""
        return _around([self.box(max(n, ~n)) for ring in polygon for n in ring])

    @cached_property
    def bounds(self) -> Sequence[Box]:
        """Return the box around each territory."""
        return [_around(extents) for extents in self.extents]

    def degrees(self, x: float, y: float) -> Point:
        """Return longitude and latitude of a point in grid steps."""
        return self.origin[0] + self.scale[0] * x, self.origin[1] + self.scale[1] * y

    def sampled(self, ring: Sequence[int], most: int = 400) -> Line:
        """Return a ring in degrees, thinned to some points: 400 are enough for its extent and size."""
        arcs = [self.arcs[max(n, ~n)] for n in ring]
        stride = max(1, sum(len(xs) for xs, _ in arcs) // most)
        parts = [list(map(self.degrees, xs[::stride], ys[::stride])) for xs, ys in arcs]
        return [
            point for n, part in zip(ring, parts, strict=True) for point in (part if n >= 0 else part[::-1])
        ]


def _within(box: Box, outer: Box) -> bool:
    return box[0] >= outer[0] and box[1] >= outer[1] and box[2] <= outer[2] and box[3] <= outer[3]


def _around(boxes: Sequence[Box]) -> Box:
    wests, souths, easts, norths = zip(*boxes, strict=True)
    return min(wests), min(souths), max(easts), max(norths)


def region_view(
    atlas: Atlas, countries: Sequence[Sequence[Territory]], width: int, height: int
) -> Projection:
    """Return the view of countries of similar size; one many times as large may be cut off by the frame."""
    parts = [main_part(atlas, lands) for lands in countries]
    usual = sorted(area for _, area in parts)[(len(parts) - 1) // 2]
    kept = [points for points, area in parts if area <= _GIANT * usual]
    return Projection.around(list(chain.from_iterable(kept)), width, height, _REGION_MARGIN)


def whole_view(points: Line, width: int, height: int) -> Projection | None:
    """Return the view that shows all places, given in degrees; None if they take more than half the world."""
    view = Projection.around(points, width, height, _REGION_MARGIN)
    far = max(math.hypot(x - view.x, y - view.y) for x, y in view.projected(points)) * view.kilometres
    return view if far <= _HALF_WORLD else None


@dataclass(frozen=True)
class ClippedAtlas:
    """The part of the atlas that falls into one frame, in pixels."""

    atlas: Atlas
    view: Projection
    width: int
    height: int
    subject: str  # numeric codes, here and in `focus`
    focus: frozenset[str]  # drawn in full detail; the rest with a third of it

    @classmethod
    @lru_cache(maxsize=64)  # a frame is asked for again by every issue, and by a preview after every save
    def of(
        cls, atlas: Atlas, view: Projection, width: int, height: int, subject: str, focus: frozenset[str]
    ) -> ClippedAtlas:
        """Return the part of an atlas that a frame shows, the same for the same frame."""
        return cls(atlas, view, width, height, subject, focus)

    @classmethod
    def around(cls, atlas: Atlas, view: Projection, width: int, height: int, subject: str) -> ClippedAtlas:
        """Return the part of an atlas that a frame shows of a land and what is beside it."""
        return cls.of(atlas, view, width, height, subject, frozenset({subject, *atlas.beside(subject)}))

    @cached_property
    def visible_box(self) -> tuple[float, float, float]:
        """Return a box around the circle around the frame: half its width, south and north, in degrees."""
        chord = (math.hypot(self.width, self.height) / 2 + 3 * BLEED) * self.view.kilometres / (2 * EARTH)
        radius, here = math.degrees(2 * math.asin(min(1.0, chord))), self.view.latitude
        polar = abs(here) + radius >= 90  # every meridian meets in a circle around a pole
        sine = 0.0 if polar else math.sin(math.radians(radius)) / math.cos(math.radians(here))
        wide = 180.0 if polar else math.degrees(math.asin(sine))
        return wide, here - radius, here + radius

    @cached_property
    def _visible_longitudes(self) -> Sequence[Point]:
        """Return the west and the east of the visible box, also as counted a turn before and after."""
        wide, _, _ = self.visible_box
        return [(at - wide, at + wide) for at in (self.view.longitude + turn for turn in _TURNS)]

    def shows(self, box: Box, least: float = 0) -> bool:
        """Return False only if a box of degrees misses the frame or is below `least` square pixels."""
        west, south, east, north = box
        _, low, high = self.visible_box
        if south > high or north < low:
            return False
        if least and (east - west) * (north - south) < least * (self.view.kilometres / _DEGREE) ** 2:
            return False
        return any(west <= end and east >= start for start, end in self._visible_longitudes)

    def _sees(self, box: Box) -> bool | None:
        """Return what `shows` returns for every box within this one; None if they differ."""
        west, south, east, north = box
        _, low, high = self.visible_box
        turns = self._visible_longitudes
        if south >= low and north <= high and any(start <= west and east <= end for start, end in turns):
            return True
        return None if self.shows(box) else False

    @cached_property
    def lands(self) -> list[tuple[Territory, list[Polygon]]]:
        """Return the territories in the frame, each with the polygons that may be seen."""
        lands = []
        for land, whole, extents in zip(
            self.atlas.territories, self.atlas.bounds, self.atlas.extents, strict=True
        ):
            if not self.shows(whole):
                continue
            least = SMALLEST_ISLAND_AREA if land.code != self.subject else 0
            near = [p for p, box in zip(land.polygons, extents, strict=True) if self.shows(box, least)]
            lands += [(land, near)] if near else []
        return lands

    def outline_within(self, box: Box, views: Sequence[str], of: str) -> list[Line]:
        """Return the rings of an area in dispute, the parts of lands in a box, whoever it is drawn with."""
        keys = {of, *(self.atlas.key_of(code) for code in views if code)}
        whole = box[0] <= -180  # the land as a whole: its rings are those that no other view has
        rings: list[Line] = []
        for land, polygons in self.lands:
            if land.code in keys and (not whole or land.code == of):
                inside = [p for p in polygons if whole or _within(self.atlas.extent(p), box)]
                rings += self.outline(inside, SMALLEST_ISLAND_AREA)
        return rings

    @cached_property
    def lines(self) -> dict[int, Line]:
        """Return every arc of `lands` by number, each simplified alone, so that neighbours still fit."""
        coarse: dict[int, int] = {}
        for land, polygons in self.lands:
            for n in chain.from_iterable(chain.from_iterable(polygons)):
                coarse[max(n, ~n)] = 1 if land.code in self.focus else coarse.get(max(n, ~n), 3)
        return {n: self._line(n, coarse[n]) for n in sorted(coarse)}

    def _line(self, number: int, coarse: int) -> Line:
        xs, ys = self.atlas.arcs[number]
        down = self.atlas.scale[1]
        across = self.atlas.scale[0] * math.cos(math.radians(self.atlas.degrees(xs[0], ys[0])[1]))
        least = coarse * _THIN * self.view.kilometres / _DEGREE
        kept = [(xs[0], ys[0])]
        (x0, y0), apart = kept[0], math.hypot
        seen = self._sees(self.atlas.box(number))
        for n in range(0, len(xs), 32):  # a first, cheap thinning: projecting costs far more than this
            if self.shows(self.atlas.box(number, n, 33)) if seen is None else seen:
                for x, y in zip(xs[n : n + 32], ys[n : n + 32], strict=True):
                    if apart((x - x0) * across, (y - y0) * down) >= least:
                        kept.append((x0 := x, y0 := y))
            else:  # out of sight, any path does
                kept.append((x0 := xs[n], y0 := ys[n]))
        kept.append((xs[-1], ys[-1]))
        (west, south), (wide, high) = self.atlas.origin, self.atlas.scale
        line = self.view.projected([(west + wide * x, south + high * y) for x, y in kept])
        return simplified(line, coarse * _TOLERANCE)

    def outline(self, polygons: Iterable[Polygon], least: float) -> list[Line]:
        """Return the rings inside the frame, holes too (even-odd), of at least `least` square pixels."""
        rings = []
        for ring in chain.from_iterable(polygons):
            parts = (self.lines[n] if n >= 0 else self.lines[~n][::-1] for n in ring)
            rings.append(clipped([point for part in parts for point in part[:-1]], self.width, self.height))
        return [ring for ring in rings if abs(ring_area(ring)) >= least]


def main_part(atlas: Atlas, lands: Sequence[Territory]) -> tuple[Line, float]:
    """Return the points, in degrees, of the largest part and any over a quarter of it; and its km²."""
    rings = [atlas.sampled(ring) for land in lands for polygon in land.polygons for ring in polygon]
    view = Projection(*max(rings, key=len)[0])
    areas = [abs(ring_area(view.projected(ring))) for ring in rings]
    main = [
        point for ring, area in zip(rings, areas, strict=True) if area >= max(areas) / 4 for point in ring
    ]
    return main, max(areas)
