"""What lies under and beside the countries of a map: rivers, lakes, cities, seas, and lines in dispute.

From Natural Earth and GeoNames, by `tools/map_ground.py`. Lines are kept in steps of a grid and turned into
degrees only for maps that show them.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate
from typing import NamedTuple

Box = tuple[float, float, float, float]
Point = tuple[float, float]


class Feature(NamedTuple):
    """Lines or rings in steps of the grid, with a name ("" for rivers) and the box around them in degrees."""

    name: str
    box: Box
    lines: Sequence[str]


class City(NamedTuple):
    """A city: `country` is ISO 3166 alpha-3, `rank` its place among the country's, 0 for the capital."""

    name: str
    longitude: float
    latitude: float
    country: str
    rank: int


class Sea(NamedTuple):
    """A sea: the middle of the room for its name, and how many degrees of longitude that is wide."""

    name: str
    longitude: float
    latitude: float
    wide: float

    def holds(self, longitude: float, latitude: float) -> bool:
        """Return True if a place lies in the ellipse in which the name may stand."""
        east = (longitude - self.longitude + 180) % 360 - 180
        return (2 * east / self.wide) ** 2 + (3 * (latitude - self.latitude) / self.wide) ** 2 <= 1


class Area(NamedTuple):
    """An area that a state claims and does not hold.

    It is the parts of the land `of` that lie in a box. `views` are the countries it can be drawn with, the
    first as it is held; "" stands for a land of its own.
    """

    name: str
    of: str
    box: Box
    views: Sequence[str]


@dataclass(frozen=True)
class Ground:
    """The ground of all maps; empty without data."""

    scale: float = 1
    origin: Point = (0, 0)
    rivers: Sequence[Feature] = ()
    lakes: Sequence[Feature] = ()
    disputed: Sequence[Feature] = ()
    cities: Sequence[City] = ()
    seas: Sequence[Sea] = ()
    areas: Sequence[Area] = ()
    parts: Mapping[str, tuple[str, Box]] = field(default_factory=dict)  # code: the land it is cut from, where
    points: Mapping[str, Sequence[Point]] = field(
        default_factory=dict
    )  # code: places in a land without a shape
    names: Mapping[str, str] = field(default_factory=dict)  # short names of the atlas: full ones

    @classmethod
    def of(cls, data: bytes) -> Ground:
        """Read the file that the tool writes; raise ValueError for other data."""
        try:
            file = json.loads(data)
            return cls(
                file["transform"]["scale"][0],
                (file["transform"]["translate"][0], file["transform"]["translate"][1]),
                rivers=[Feature(*row) for row in file["rivers"]],
                lakes=[Feature(*row) for row in file["lakes"]],
                disputed=[Feature(*row) for row in file["disputed"]],
                cities=[City(*row) for row in file["cities"]],
                seas=[Sea(*row) for row in file["seas"]],
                areas=[
                    Area(name, area["of"], tuple(area["box"]), area["views"])
                    for name, area in file["areas"].items()
                ],
                parts={code: (of, tuple(box)) for code, (of, box) in file["parts"].items()},
                points={code: [(x, y) for x, y in places] for code, places in file["points"].items()},
                names=file["names"],
            )
        except (KeyError, TypeError) as error:
            raise ValueError(f"not the ground of maps: {error!r}") from error

    @cached_property
    def _lines(self) -> dict[str, Sequence[Point]]:
        return {}

    def degrees(self, line: str) -> Sequence[Point]:
        """Return a line of a feature in degrees."""
        if line not in self._lines:  # every map around it asks again
            steps = list(map(int, line.split()))
            xs, ys = accumulate(steps[::2]), accumulate(steps[1::2])
            west, south = self.origin
            points = [(west + self.scale * x, south + self.scale * y) for x, y in zip(xs, ys, strict=True)]
            self._lines[line] = points
        return self._lines[line]

    @cached_property
    def by_country(self) -> Mapping[str, Sequence[City]]:
        """Return the cities of each country, its capital first."""
        found: dict[str, list[City]] = {}
        for city in self.cities:
            found.setdefault(city.country, []).append(city)
        return found

    def capital(self, country: str) -> City | None:
        """Return the capital of a country; None where it has none, or where it is in dispute which."""
        cities = self.by_country.get(country, ())
        return cities[0] if cities and cities[0].rank == 0 else None

    def seas_at(self, points: Sequence[Point]) -> Iterator[tuple[Sea, int]]:
        """Yield each sea whose name may stand at a point, with the point's number, the nearest first."""
        south, north = min((y for _, y in points), default=0), max((y for _, y in points), default=0)
        near = [sea for sea in self.seas if south - sea.wide < sea.latitude < north + sea.wide]
        held = [(sea, n, point) for n, point in enumerate(points) for sea in near if sea.holds(*point)]
        held.sort(key=lambda row: _off(row[0], row[2]))
        yield from ((sea, n) for sea, n, _ in held)


def _off(sea: Sea, point: Point) -> float:
    return abs((point[0] - sea.longitude + 180) % 360 - 180) + 2 * abs(point[1] - sea.latitude)
