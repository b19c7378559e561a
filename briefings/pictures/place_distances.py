"""Places that lie far outside the country they are said to be in, by the shapes of the maps."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from ..core.disputed_areas import DISPUTED_AREAS
from ..core.geography import country_names
from ..core.problems import Problem
from ..facts.fact_base import FactBase
from ..records.entities import Country, Place
from .country_shapes import Atlas, Territory
from .map_ground import Point

TOLERANCE = 100.0  # km: shapes are coarse, and a base or port may lie off the coast
_DEGREE = 111.2  # km, of latitude
_POLAR = 84.0  # degrees


def misplaced(base: FactBase, atlas: Atlas) -> Iterator[Problem]:
    """A warning for each place far outside its country, with the coordinates that may be meant."""
    capitals = {
        country.capital: country.id for country in base.records("countries", Country) if country.capital
    }
    for entry in base.found("places"):
        place = entry.record
        if not isinstance(place, Place):
            continue
        names = (name for name in place.names if name in capitals)
        country = place.country or next((capitals[name] for name in names), None)
        lands = lands_of(atlas, country) if country else []
        if not lands or is_near(atlas, lands, (place.longitude, place.latitude)):
            continue
        turned = _turned(atlas, lands, place)
        yield Problem(
            "misplaced",
            f"{place.name} lies more than {TOLERANCE:.0f} km outside {_name(base, country)}",
            entry.at("latitude"),
            expected="degrees north and degrees east; south and west are negative",
            suggestion=f"latitude: {turned[1]:g}, longitude: {turned[0]:g}" if turned else "",
            related=((entry.at("country"), "its country"),) if place.country else (),
        )


def _name(base: FactBase, country: str | None) -> str:
    return base.stock.title(Country.kind, str(country))


def _turned(atlas: Atlas, lands: Sequence[Territory], place: Place) -> Point | None:
    """The place with its coordinates swapped, or with other signs, if that lies within the country."""
    north, east = place.latitude, place.longitude
    swapped, signs = (north, east), ((1, -1), (-1, 1), (-1, -1))
    turned = [(east * x, north * y) for x, y in signs]
    for point in (swapped, *turned, *((north * x, east * y) for x, y in signs)):
        if abs(point[1]) <= 90 and is_near(atlas, lands, point):
            return point
    return None


def lands_of(atlas: Atlas, country: str) -> list[Territory]:
    """The shapes of a country by its three letters, with what is in dispute; none if the maps have none."""
    claimed = {area: country for area, views in DISPUTED_AREAS.items() if country in views}
    # of a country that is in dispute as a whole, the maps have only what it holds itself
    others = [code for code in DISPUTED_AREAS.get(country_names().get(country, ""), ()) if code != country]
    return [land for code in (country, *others) for land in atlas.seen_from(claimed).lands_of(code)]


def is_near(atlas: Atlas, lands: Iterable[Territory], point: Point) -> bool:
    """True if a point, in degrees east and north, lies within shapes or at most TOLERANCE away.

    Near a pole, where a shape has an edge along the whole parallel, every point counts as near.
    """
    if abs(point[1]) > _POLAR:
        return True
    for land in lands:
        for polygon in land.polygons:
            rings = [_ring(atlas, ring, point) for ring in polygon]
            crossings = sum(_crossings(ring) for ring in rings)
            if crossings % 2 or any(_distance(ring) <= TOLERANCE for ring in rings):
                return True
    return False


def _ring(atlas: Atlas, ring: Sequence[int], point: Point) -> list[Point]:
    """A ring in km east and north of a point; true near it, which is where it matters."""
    east, north = point
    width = _DEGREE * math.cos(math.radians(north))
    line: list[Point] = []
    for number in ring:
        xs, ys = atlas.arcs[max(number, ~number)]
        arc = [atlas.degrees(x, y) for x, y in zip(xs, ys, strict=True)]
        line += arc if number >= 0 else arc[::-1]
    # the shorter way around the globe, so that nothing is far across the antimeridian
    return [(((x - east + 180) % 360 - 180) * width, (y - north) * _DEGREE) for x, y in line]


def _crossings(ring: Sequence[Point]) -> int:
    """How often a line eastwards from the origin crosses a ring."""
    crossings = 0
    for (x, y), (to_x, to_y) in pairwise([*ring, ring[0]]):
        if (y > 0) != (to_y > 0) and abs(to_x - x) < 180 * _DEGREE and x + (to_x - x) * -y / (to_y - y) > 0:
            crossings += 1
    return crossings


def _distance(ring: Sequence[Point]) -> float:
    """The distance of the origin from a ring."""
    return min(_segment_distance(one, other) for one, other in pairwise([*ring, ring[0]]))


def _segment_distance(one: Point, other: Point) -> float:
    (x, y), (dx, dy) = one, (other[0] - one[0], other[1] - one[1])
    length = dx * dx + dy * dy
    if not length or math.hypot(dx, dy) > 90 * _DEGREE:  # a point, or a jump across the antimeridian
        return math.hypot(x, y)
    along = max(0.0, min(1.0, -(x * dx + y * dy) / length))
    return math.hypot(x + along * dx, y + along * dy)
