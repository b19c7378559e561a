"""Locator maps as inline SVG, from Natural Earth boundaries: bytes and names in, text out.

WeasyPrint styles an inline SVG by its attributes alone, so these carry the colours of print; the classes beside them
are for a browser's stylesheet, which overrides attributes.
"""

from __future__ import annotations

import json
import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from html import escape
from itertools import accumulate, pairwise

DISCLAIMER = "Boundaries: Natural Earth; they imply no position on the status of any territory."

_EARTH, _DEGREE = 6371.007, 111.2  # km: radius of the sphere of equal area (GRS 80); a degree of latitude
_MARGIN = 0.3  # of the subject's extent, left free on each side
_SMALLEST = 120.0  # km that the frame's height shows at least: 50m data is too coarse for less
_THIN, _FAR, _TOLERANCE = 0.25, 10.0, 0.35  # px: from point to point; the same beyond the frame; off the line
_ROW = 3  # px between the rows in which room for a label is sought
_SIZES, _SUBJECT_SIZES = (8.0, 7.2, 6.5), (11.0, 10.0, 9.0, 8.0)  # px at a width of 340

Point = tuple[float, float]
Line = list[Point]
Polygon = Sequence[Sequence[int]]  # rings of arc numbers; ~n is arc n backwards
Rows = Mapping[int, Sequence[Point]]  # row number -> spans (left, right) that lie inside a shape


class NoGeometry(ValueError):
    """The atlas has no shape for this country, so there is no map of it."""


@lru_cache(maxsize=512)
def _numeric(alpha3: str) -> str:
    """ISO 3166-1 numeric as the atlas writes it; "" for what is no country code."""
    import pycountry  # slow to import, and a build that renders nothing draws no map

    country = pycountry.countries.get(alpha_3=alpha3)
    return str(country.numeric) if country else ""


@dataclass(frozen=True, slots=True)
class Territory:
    """One feature of the atlas. `code` is ISO 3166-1 numeric, "" for an area that has none."""

    code: str
    name: str
    polygons: Sequence[Polygon]


@dataclass(frozen=True)
class Atlas:
    """The countries of a TopoJSON file. Arcs are summed up at first use; none is projected before a map shows it."""

    territories: Sequence[Territory]
    deltas: Sequence[Sequence[Sequence[int]]]
    scale: Sequence[float]
    origin: Sequence[float]

    @classmethod
    def of(cls, data: bytes) -> Atlas:
        """From TopoJSON with quantised arcs and an object `countries`; raises ValueError for anything else."""
        try:
            file = json.loads(data)
            features = [f for f in file["objects"]["countries"]["geometries"] if f["type"].endswith("Polygon")]
            parts = [[f["arcs"]] if f["type"] == "Polygon" else f["arcs"] for f in features]
            lands = [Territory(f.get("id", ""), f["properties"]["name"], p) for f, p in zip(features, parts, strict=True)]
            return cls(lands, file["arcs"], file["transform"]["scale"], file["transform"]["translate"])
        except (KeyError, TypeError) as error:
            raise ValueError(f"not a quantised topology of countries: {error!r}") from error

    @cached_property
    def arcs(self) -> Sequence[tuple[Sequence[float], Sequence[float]]]:
        """The longitudes and the latitudes of each arc, in grid steps: degrees cost five times as much."""
        columns = (zip(*delta, strict=True) for delta in self.deltas)
        return [(list(accumulate(dx)), list(accumulate(dy))) for dx, dy in columns]

    def degrees(self, axis: int, steps: float) -> float:
        return self.origin[axis] + self.scale[axis] * steps

    def of_country(self, alpha3: str) -> list[Territory]:
        """Its features (Australia has two); raises NoGeometry."""
        code = _numeric(alpha3)
        if found := [land for land in self.territories if code and land.code == code]:
            return found
        raise NoGeometry(f"no shape for {alpha3}")

    def sampled(self, ring: Sequence[int]) -> Line:
        """A ring in degrees; of a long one some 400 points, which is enough for its extent and size."""
        arcs = [self.arcs[max(n, ~n)] for n in ring]
        stride = max(1, sum(len(xs) for xs, _ in arcs) // 400)
        parts = [list(zip(xs[::stride], ys[::stride], strict=True)) for xs, ys in arcs]
        turned = [part if n >= 0 else part[::-1] for n, part in zip(ring, parts, strict=True)]
        return [(self.degrees(0, x), self.degrees(1, y)) for part in turned for x, y in part]


@dataclass(frozen=True, slots=True)
class View:
    """Lambert's azimuthal equal-area projection about a centre in degrees, to pixels, y downwards.

    Scale is true at the centre. The antimeridian needs no care; a shape around the antipode would come out inverted.
    """

    longitude: float
    latitude: float
    kilometres: float = 1  # per pixel at the centre
    x: float = 0  # of the centre
    y: float = 0

    def project(self, longitude: float, latitude: float) -> Point:
        east, phi, phi0 = map(math.radians, (longitude - self.longitude, latitude, self.latitude))
        sin, cos, along = math.sin(phi), math.cos(phi), math.cos(phi) * math.cos(east)
        cosine = math.sin(phi0) * sin + math.cos(phi0) * along
        k = _EARTH / self.kilometres * math.sqrt(2 / max(1e-9, 1 + cosine))
        return self.x + k * cos * math.sin(east), self.y - k * (math.cos(phi0) * sin - math.sin(phi0) * along)

    def unproject(self, x: float, y: float) -> Point:
        """Longitude (may pass 180) and latitude; what lies beyond the world is taken to its edge."""
        dx, dy, phi0 = x - self.x, self.y - y, math.radians(self.latitude)
        rho = max(1e-9, math.hypot(dx, dy))
        c = 2 * math.asin(min(1.0, rho * self.kilometres / (2 * _EARTH)))
        sin = math.cos(c) * math.sin(phi0) + dy * math.sin(c) * math.cos(phi0) / rho
        east = math.atan2(dx * math.sin(c), rho * math.cos(phi0) * math.cos(c) - dy * math.sin(phi0) * math.sin(c))
        return self.longitude + math.degrees(east), math.degrees(math.asin(max(-1.0, min(1.0, sin))))

    @classmethod
    def fitted(cls, atlas: Atlas, lands: Sequence[Territory], width: int, height: int) -> View:
        """Fits the largest part, and others at least a quarter as large, with the margin around them."""
        rings = [atlas.sampled(polygon[0]) for land in lands for polygon in land.polygons]
        view = cls(*max(rings, key=len)[0])
        areas = [abs(_area([view.project(*point) for point in ring])) for ring in rings]
        main = [point for ring, area in zip(rings, areas, strict=True) if area >= max(areas) / 4 for point in ring]
        for _ in range(4):  # the middle of the extent moves as the centre nears it
            xs, ys = zip(*(view.project(*point) for point in main), strict=True)
            view = cls(*view.unproject((min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2))
        wide, high = ((max(each) - min(each)) * (1 + 2 * _MARGIN) for each in (xs, ys))
        scale = max(wide / width, high / height, _SMALLEST / height)
        return cls((view.longitude + 180) % 360 - 180, view.latitude, scale, width / 2, height / 2)


@dataclass(frozen=True)
class _Sheet:
    """What of the atlas falls into one frame, in pixels."""

    atlas: Atlas
    view: View
    width: int
    height: int

    def shows(self, ring: Iterable[int]) -> bool:
        """Whether the ring's degrees may reach the circle around the frame: never wrongly no."""
        radius = (math.hypot(self.width, self.height) / 2 + 2 * _FAR) * self.view.kilometres / _DEGREE
        arcs = [self.atlas.arcs[max(n, ~n)] for n in ring]
        souths, norths = (self.atlas.degrees(1, pick(pick(ys) for _, ys in arcs)) for pick in (min, max))
        if souths > self.view.latitude + radius or norths < self.view.latitude - radius:
            return False
        if abs(self.view.latitude) + radius >= 90:
            return True
        reach = math.degrees(math.asin(math.sin(math.radians(radius)) / math.cos(math.radians(self.view.latitude))))
        west, east = (self.atlas.degrees(0, pick(pick(xs) for xs, _ in arcs)) for pick in (min, max))
        middles = [self.view.longitude + turn for turn in (-360, 0, 360)]
        return any(west <= middle + reach and east >= middle - reach for middle in middles)
