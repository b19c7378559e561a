"""Country shapes from Natural Earth: the arcs of a topology, projected around a place and cut to a frame."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import accumulate, chain, pairwise
from typing import NamedTuple

_EARTH, _DEGREE = 6371.007, 111.2  # km: radius of the sphere of equal area (GRS 80); a degree of latitude
_MARGIN = 0.3  # of the subject's extent, left free on each side
_REGION_MARGIN = 0.03  # the same for a region
_GIANT = 3.0  # times the usual size in a region: a larger country is not fitted whole
_SMALLEST = 120.0  # km, the least height of a frame: 50m data is too coarse for less
# Px from point to point; px off the line; px² below which an island is left out.
_THIN, _TOLERANCE, SMALLEST_ISLAND_AREA = 0.5, 0.4, 2.0
_TURNS = (-360, 0, 360)  # degrees: a box may meet another across the antimeridian
_BLEED = 2  # px that shapes reach beyond the frame, so that the stroke along the cut is out of sight

Point = tuple[float, float]
Line = list[Point]
Box = tuple[float, float, float, float]  # left, top, right, bottom
Polygon = Sequence[Sequence[int]]  # rings of arc numbers; ~n is arc n backwards


class NoGeometry(ValueError):
    """Raised if the atlas has no shape for a country, so that there is no map of it."""


class Territory(NamedTuple):
    """One feature of the atlas. `code` is ISO 3166-1 numeric, "" for an area without one."""

    code: str
    name: str
    polygons: Sequence[Polygon]


@lru_cache(maxsize=512)
def numeric_code(alpha3: str) -> str:
    """Return the ISO 3166-1 numeric code as in the atlas; "" if `alpha3` is not a country code."""
    import pycountry  # slow to import, and a build that renders nothing draws no map

    country = pycountry.countries.get(alpha_3=alpha3)
    return str(country.numeric) if country else ""


@dataclass(frozen=True)
class Atlas:
    """The countries of a TopoJSON file. Arcs are summed at first use and projected when a map shows them."""

    territories: Sequence[Territory]
    deltas: Sequence[Sequence[Sequence[int]]]
    scale: Sequence[float]
    origin: Sequence[float]

    @classmethod
    def of(cls, data: bytes) -> Atlas:
        """Read TopoJSON with quantised arcs and an object `countries`; raise ValueError for other data."""
        try:
            file = json.loads(data)
            lands = [
                Territory(
                    f.get("id", ""),
                    f["properties"]["name"],
                    [f["arcs"]] if f["type"] == "Polygon" else f["arcs"],
                )
                for f in file["objects"]["countries"]["geometries"]
                if f["type"] in ("Polygon", "MultiPolygon")
            ]
            return cls(lands, file["arcs"], file["transform"]["scale"], file["transform"]["translate"])
        except (KeyError, TypeError) as error:
            raise ValueError(f"not a quantised topology of countries: {error!r}") from error

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
        return [
            [_around([self.box(max(n, ~n)) for ring in polygon for n in ring]) for polygon in land.polygons]
            for land in self.territories
        ]

    @cached_property
    def bounds(self) -> Sequence[Box]:
        """Return the box around each territory."""
        return [_around(extents) for extents in self.extents]

    def degrees(self, x: float, y: float) -> Point:
        """Return longitude and latitude of a point in grid steps."""
        return self.origin[0] + self.scale[0] * x, self.origin[1] + self.scale[1] * y

    def sampled(self, ring: Sequence[int]) -> Line:
        """Return a ring in degrees, thinned to some 400 points: enough for its extent and size."""
        arcs = [self.arcs[max(n, ~n)] for n in ring]
        stride = max(1, sum(len(xs) for xs, _ in arcs) // 400)
        parts = [list(map(self.degrees, xs[::stride], ys[::stride])) for xs, ys in arcs]
        return [
            point for n, part in zip(ring, parts, strict=True) for point in (part if n >= 0 else part[::-1])
        ]


def _around(boxes: Sequence[Box]) -> Box:
    wests, souths, easts, norths = zip(*boxes, strict=True)
    return min(wests), min(souths), max(easts), max(norths)


@dataclass(frozen=True, slots=True)
class Projection:
    """Lambert's azimuthal equal-area projection about a centre in degrees, to pixels, y downwards.

    The scale is true at the centre. The antimeridian needs no care; a shape around the antipode would be
    inverted.
    """

    longitude: float
    latitude: float
    kilometres: float = 1  # per pixel at the centre
    x: float = 0  # of the centre
    y: float = 0

    def project(self, longitude: float, latitude: float) -> Point:
        """Return a place given in degrees as pixels."""
        return self.projected([(longitude, latitude)])[0]

    def projected(self, points: Iterable[Point]) -> Line:
        """Return places given in degrees as pixels."""
        sin0, cos0 = math.sin(math.radians(self.latitude)), math.cos(math.radians(self.latitude))
        radius, x, y, here = _EARTH / self.kilometres, self.x, self.y, self.longitude
        radians, sine, cosine, root = math.radians, math.sin, math.cos, math.sqrt
        line = []
        for longitude, latitude in points:
            east, phi = radians(longitude - here), radians(latitude)
            sin, cos = sine(phi), cosine(phi)
            along = cos * cosine(east)
            behind = 1 + (sin0 * sin + cos0 * along)
            k = radius * root(2 / (behind if behind > 1e-9 else 1e-9))
            line.append((x + k * cos * sine(east), y - k * (cos0 * sin - sin0 * along)))
        return line

    def unproject(self, x: float, y: float) -> Point:
        """Return longitude (may pass 180) and latitude; points beyond the world go to its edge."""
        dx, dy, phi0 = x - self.x, self.y - y, math.radians(self.latitude)
        rho = max(1e-9, math.hypot(dx, dy))
        c = 2 * math.asin(min(1.0, rho * self.kilometres / (2 * _EARTH)))
        sin = math.cos(c) * math.sin(phi0) + dy * math.sin(c) * math.cos(phi0) / rho
        east = math.atan2(
            dx * math.sin(c), rho * math.cos(phi0) * math.cos(c) - dy * math.sin(phi0) * math.sin(c)
        )
        return self.longitude + math.degrees(east), math.degrees(math.asin(max(-1.0, min(1.0, sin))))

    @classmethod
    def fitted(cls, atlas: Atlas, lands: Sequence[Territory], width: int, height: int) -> Projection:
        """Fit the largest part, and others at least a quarter as large, with the margin around them."""
        return cls._around(_main_part(atlas, lands)[0], width, height, _MARGIN)

    @classmethod
    def of_region(
        cls, atlas: Atlas, countries: Sequence[Sequence[Territory]], width: int, height: int
    ) -> Projection:
        """Fit countries of similar size; one many times as large may be cut off by the frame."""
        parts = [_main_part(atlas, lands) for lands in countries]
        usual = sorted(area for _, area in parts)[(len(parts) - 1) // 2]
        kept = [points for points, area in parts if area <= _GIANT * usual]
        return cls._around(list(chain.from_iterable(kept)), width, height, _REGION_MARGIN)

    @classmethod
    def _around(cls, points: Line, width: int, height: int, margin: float) -> Projection:
        view = cls(*points[0])
        for _ in range(4):  # the middle of the extent moves as the centre nears it
            xs, ys = zip(*view.projected(points), strict=True)
            view = cls(*view.unproject((min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2))
        wide, high = ((max(each) - min(each)) * (1 + 2 * margin) for each in (xs, ys))
        scale = max(wide / width, high / height, _SMALLEST / height)
        return cls((view.longitude + 180) % 360 - 180, view.latitude, scale, width / 2, height / 2)


@dataclass(frozen=True)
class ClippedAtlas:
    """The part of the atlas that falls into one frame, in pixels."""

    atlas: Atlas
    view: Projection
    width: int
    height: int
    subject: str  # numeric codes, here and in `focus`
    focus: frozenset[str]  # drawn in full detail; the rest with a third of it

    @cached_property
    def visible_box(self) -> tuple[float, float, float]:
        """Return a box around the circle around the frame: half its width, south and north, in degrees."""
        chord = (math.hypot(self.width, self.height) / 2 + 3 * _BLEED) * self.view.kilometres / (2 * _EARTH)
        radius, here = math.degrees(2 * math.asin(min(1.0, chord))), self.view.latitude
        polar = abs(here) + radius >= 90  # every meridian meets in a circle around a pole
        sine = 0.0 if polar else math.sin(math.radians(radius)) / math.cos(math.radians(here))
        wide = 180.0 if polar else math.degrees(math.asin(sine))
        return wide, here - radius, here + radius

    def shows(self, box: Box, least: float = 0) -> bool:
        """Return False only if a box of degrees misses the frame or is below `least` square pixels."""
        west, south, east, north = box
        wide, low, high = self.visible_box
        if south > high or north < low:
            return False
        if (east - west) * (north - south) < least * (self.view.kilometres / _DEGREE) ** 2:
            return False
        return any(
            west <= at + wide and east >= at - wide for at in (self.view.longitude + turn for turn in _TURNS)
        )

    def _sees(self, box: Box) -> bool | None:
        """Return what `shows` returns for every box within this one; None if they differ."""
        west, south, east, north = box
        wide, low, high = self.visible_box
        turned = (self.view.longitude + turn for turn in _TURNS)
        if south >= low and north <= high and any(at - wide <= west and east <= at + wide for at in turned):
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
        return _simplified(line, coarse * _TOLERANCE)

    def outline(self, polygons: Iterable[Polygon], least: float) -> list[Line]:
        """Return the rings inside the frame, holes too (even-odd), of at least `least` square pixels."""
        rings = []
        for ring in chain.from_iterable(polygons):
            parts = (self.lines[n] if n >= 0 else self.lines[~n][::-1] for n in ring)
            rings.append(_clipped([point for part in parts for point in part[:-1]], self.width, self.height))
        return [ring for ring in rings if abs(ring_area(ring)) >= least]


def _main_part(atlas: Atlas, lands: Sequence[Territory]) -> tuple[Line, float]:
    """Return the points, in degrees, of the largest part and any over a quarter of it; and its km²."""
    rings = [atlas.sampled(ring) for land in lands for polygon in land.polygons for ring in polygon]
    view = Projection(*max(rings, key=len)[0])
    areas = [abs(ring_area(view.projected(ring))) for ring in rings]
    main = [
        point for ring, area in zip(rings, areas, strict=True) if area >= max(areas) / 4 for point in ring
    ]
    return main, max(areas)


def ring_area(ring: Line) -> float:
    """Return the area of a ring, negative or positive by its direction."""
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring[-1:] + ring[:-1], ring, strict=True)) / 2


def _simplified(line: Line, tolerance: float) -> Line:
    """Simplify by Douglas and Peucker: no point left out is farther than the tolerance from the line."""
    kept, ahead = {0, len(line) - 1}, [(0, len(line) - 1)]
    while ahead:
        first, last = ahead.pop()
        if last - first < 2:
            continue
        (ax, ay), (bx, by) = line[first], line[last]
        dx, dy = bx - ax, by - ay
        length = math.hypot(dx, dy)
        if length:
            offs = [abs(dx * (y - ay) - dy * (x - ax)) / length for x, y in line[first : last + 1]]
        else:  # a closed line: the distance is from its end
            offs = [math.hypot(x - ax, y - ay) for x, y in line[first : last + 1]]
        far = max(offs)
        worst = first + offs.index(far)
        if far > tolerance and first < worst < last:
            kept.add(worst)
            ahead += [(first, worst), (worst, last)]
    return [line[n] for n in sorted(kept)] if len(line) > 2 else line


def _clipped(ring: Line, width: int, height: int) -> Line:
    """Clip by Sutherland and Hodgman: a cut edge runs along the frame, just outside it."""
    edges = ((0, -_BLEED, 1), (0, width + _BLEED, -1), (1, -_BLEED, 1), (1, height + _BLEED, -1))
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
    for a, b in pairwise(line):
        start, end = 0.0, 1.0
        for p, q, limit in ((a[0], b[0], width), (a[1], b[1], height)):
            lean = q - p or 1e-12
            enter, leave = sorted((-p / lean, (limit - p) / lean))
            start, end = max(start, enter), min(end, leave)
        if start < end:
            first, last = ((a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1])) for t in (start, end))
            if not run or start > 0:
                yield run
                run = [first]
            run.append(last)
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
