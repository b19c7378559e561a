"""From degrees to the pixels of a map and back."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from .line_geometry import Line
from .map_ground import Point

_RADIAN = math.pi / 180
EARTH = 6371.007  # km: radius of the sphere of equal area (GRS 80)
_SMALLEST = 120.0  # km, the least height of a frame: 50m data is too coarse for less
_NORTH, _SOUTH = 84.0, -57.0  # degrees that a map of the world shows: all states are within
_MIDDLE = 11.5  # degrees: its middle meridian


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
        radius, x, y, here = EARTH / self.kilometres, self.x, self.y, self.longitude
        sine, cosine, root = math.sin, math.cos, math.sqrt
        line = []
        for longitude, latitude in points:
            east, phi = (longitude - here) * _RADIAN, latitude * _RADIAN
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
        c = 2 * math.asin(min(1.0, rho * self.kilometres / (2 * EARTH)))
        sin = math.cos(c) * math.sin(phi0) + dy * math.sin(c) * math.cos(phi0) / rho
        east = math.atan2(
            dx * math.sin(c), rho * math.cos(phi0) * math.cos(c) - dy * math.sin(phi0) * math.sin(c)
        )
        return self.longitude + math.degrees(east), math.degrees(math.asin(max(-1.0, min(1.0, sin))))

    @classmethod
    def around(cls, points: Line, width: int, height: int, margin: float) -> Projection:
        """Fit points, given in degrees, with a margin on each side, in parts of their extent."""
        view = cls(*points[0])
        for _ in range(4):  # the middle of the extent moves as the centre nears it
            xs, ys = zip(*view.projected(points), strict=True)
            view = cls(*view.unproject((min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2))
        wide, high = ((max(each) - min(each)) * (1 + 2 * margin) for each in (xs, ys))
        scale = max(wide / width, high / height, _SMALLEST / height)
        return cls((view.longitude + 180) % 360 - 180, view.latitude, scale, width / 2, height / 2)


@dataclass(frozen=True, slots=True)
class WorldProjection(Projection):
    """Kavrayskiy's seventh projection of the world, to pixels; its edge runs through the Bering Strait."""

    def projected(self, points: Iterable[Point]) -> Line:
        """Return places given in degrees as pixels; a line stays in one piece, even across the edge."""
        radius, line = EARTH / self.kilometres, []
        before = self.longitude
        for longitude, latitude in points:
            before += (longitude - before + 180) % 360 - 180
            phi = math.radians(latitude)
            east = math.radians(before - self.longitude) * _narrowing(phi)
            line.append((self.x + radius * east, self.y - radius * phi))
        return line

    def unproject(self, x: float, y: float) -> Point:
        """Return longitude (may pass 180) and latitude."""
        phi = (self.y - y) * self.kilometres / EARTH
        east = (x - self.x) * self.kilometres / EARTH / _narrowing(phi)
        return self.longitude + math.degrees(east), math.degrees(phi)

    @classmethod
    def of(cls, width: int) -> WorldProjection:
        """Return the view of a width, from Antarctica to the Arctic Ocean; it is `WORLD_RATIO` as high."""
        scale = 2 * math.pi * EARTH * _narrowing(0) / width
        return cls(_MIDDLE, 0, scale, width / 2, math.radians(_NORTH) * EARTH / scale)


def _narrowing(phi: float) -> float:
    """Return the length of a degree of longitude at a latitude, in degrees of latitude."""
    return 1.5 * math.sqrt(max(0.0, 1 / 3 - (phi / math.pi) ** 2))


WORLD_RATIO = math.radians(_NORTH - _SOUTH) / (2 * math.pi * _narrowing(0))
