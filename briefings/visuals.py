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

    @cached_property
    def lands(self) -> list[tuple[Territory, list[Polygon]]]:
        near = [(land, [p for p in land.polygons if self.shows(p[0])]) for land in self.atlas.territories]
        return [(land, polygons) for land, polygons in near if polygons]

    @cached_property
    def lines(self) -> dict[int, Line]:
        """Every arc of `lands`, each simplified by itself, so that neighbours still fit together."""
        used = {max(n, ~n) for _, polygons in self.lands for rings in polygons for ring in rings for n in ring}
        return {n: self._line(n) for n in sorted(used)}

    def _line(self, number: int) -> Line:
        (xs, ys), degrees = self.atlas.arcs[number], self.atlas.degrees
        down = self.atlas.scale[1]
        across = self.atlas.scale[0] * math.cos(math.radians(degrees(1, ys[0])))
        least = (_THIN if self.shows([number]) else _FAR) * self.view.kilometres / _DEGREE
        kept = [(xs[0], ys[0])]
        for x, y in zip(xs, ys, strict=True):  # a first, cheap thinning: projecting costs far more than this
            if math.hypot((x - kept[-1][0]) * across, (y - kept[-1][1]) * down) >= least:
                kept.append((x, y))
        return _simplified([self.view.project(degrees(0, x), degrees(1, y)) for x, y in [*kept, (xs[-1], ys[-1])]])

    def outline(self, polygons: Iterable[Polygon], least: float) -> list[Line]:
        """The rings inside the frame, holes too (even-odd), without those below `least` square pixels."""
        rings = []
        for ring in (ring for polygon in polygons for ring in polygon):
            parts = (self.lines[n] if n >= 0 else self.lines[~n][::-1] for n in ring)
            rings.append(_clipped([point for part in parts for point in part[:-1]], self.width, self.height))
        return [ring for ring in rings if abs(_area(ring)) >= least]


def _area(ring: Line) -> float:
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring[-1:] + ring[:-1], ring, strict=True)) / 2


def _simplified(line: Line) -> Line:
    """Douglas and Peucker's: no point left out is farther than the tolerance from the line."""
    (ax, ay), (bx, by) = line[0], line[-1]
    dx, dy = bx - ax, by - ay
    length = math.hypot(dx, dy)  # 0 for a closed line: then the distance is from its end
    offs = [abs(dx * (y - ay) - dy * (x - ax)) / length if length else math.hypot(x - ax, y - ay) for x, y in line]
    worst = max(range(len(line)), key=offs.__getitem__)
    if offs[worst] <= _TOLERANCE or not 0 < worst < len(line) - 1:
        return [line[0], line[-1]]
    return _simplified(line[: worst + 1])[:-1] + _simplified(line[worst:])


def _clipped(ring: Line, width: int, height: int) -> Line:
    """Sutherland and Hodgman's: good for fills; its edges along the frame are never stroked."""
    for axis, limit, sign in ((0, 0, 1), (0, width, -1), (1, 0, 1), (1, height, -1)):
        kept: Line = []
        for a, b in zip(ring[-1:] + ring[:-1], ring, strict=True):
            from_a, from_b = (a[axis] - limit) * sign, (b[axis] - limit) * sign
            if (from_a < 0) != (from_b < 0):
                t = from_a / (from_a - from_b)
                kept.append((a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1])))
            if from_b >= 0:
                kept.append(b)
        ring = kept
    return ring


def _within(line: Line, width: int, height: int) -> Iterator[Line]:
    """The stretches of an open line inside the frame."""
    run: Line = []
    for a, b in pairwise(line):
        start, end = 0.0, 1.0
        for p, q, limit in ((a[0], b[0], width), (a[1], b[1], height)):
            lean = q - p or 1e-12
            enter, leave = sorted((-p / lean, (limit - p) / lean))
            start, end = max(start, enter), min(end, leave)
        if start < end:
            ends = [(a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1])) for t in (start, end)]
            if run and start == 0:
                run.append(ends[1])
            else:
                yield run
                run = ends
    yield run


def _path(lines: Iterable[Line], end: str = "") -> str:
    """Path data in tenths of a pixel, relative, which halves its size; `end` is "z" for rings."""
    data = []
    for line in lines:
        grid = [(round(10 * x), round(10 * y)) for x, y in line]
        steps = [(x - u, y - v) for (u, v), (x, y) in pairwise(grid) if (x, y) != (u, v)]
        if len(steps) > len(end):
            moves = " ".join(f"{dx / 10:g},{dy / 10:g}" for dx, dy in steps)
            data.append(f"M{grid[0][0] / 10:g},{grid[0][1] / 10:g}l{moves}{end}")
    return "".join(data)


@dataclass(frozen=True, slots=True)
class Label:
    """Lines of text centred on (`x`, `y`), in pixels."""

    lines: tuple[str, ...]
    size: float
    bold: bool = False
    x: float = 0
    y: float = 0

    @property
    def box(self) -> tuple[float, float, float, float]:
        """Left, top, right, bottom."""
        wide = max(map(text_width, self.lines)) * self.size * (1.06 if self.bold else 1) / 2 + 1.5
        high = self.size * (1.1 * len(self.lines) - 0.1) / 2
        return self.x - wide, self.y - high, self.x + wide, self.y + high

    def svg(self, kind: str, fill: str) -> str:
        first = self.y + self.size * (0.9 - 0.55 * len(self.lines))  # dominant-baseline is unknown to WeasyPrint
        weight = ' font-weight="600"' if self.bold else ""
        return "".join(
            f'<text class="map-label{kind}" x="{self.x:.1f}" y="{first + 1.1 * self.size * n:.1f}" fill="{fill}"'
            f' font-size="{self.size:.1f}"{weight}>{escape(line)}</text>'
            for n, line in enumerate(self.lines)
        )


def text_width(text: str) -> float:
    """In em; never less than the regular Briefing Sans takes, which a test holds it to."""
    narrow, wide = "fijlrtIJ.,'’()-– ", "mwMWQ@&ЖМШЩЮжмшщюфыЫ"
    return sum(
        0.36 if c in narrow else 0.9 if c in wide or c > "\u2e80" else 0.67 if c.isupper() else 0.56 for c in text
    )


def _rows(rings: Iterable[Line]) -> Rows:
    crossings: dict[int, list[float]] = defaultdict(list)
    for ring in rings:
        for (ax, ay), (bx, by) in zip(ring[-1:] + ring[:-1], ring, strict=True):
            for row in range(math.ceil(min(ay, by) / _ROW), math.ceil(max(ay, by) / _ROW)):
                crossings[row].append(ax + (bx - ax) * (row * _ROW - ay) / (by - ay))
    return {row: list(pairwise(sorted(xs)))[::2] for row, xs in sorted(crossings.items())}


def _covers(rows: Rows, box: tuple[float, float, float, float]) -> bool:
    left, top, right, bottom = box
    near = range(math.floor(top / _ROW), math.ceil(bottom / _ROW) + 1)
    return any(a < right and b > left for row in near for a, b in rows.get(row, ()))


def _spots(rows: Rows, box: tuple[float, float, float, float], growth: float) -> list[Point]:
    """Where a box so many times as large fits into the shape, roomiest first."""
    wide, reach = (box[2] - box[0]) * growth, math.ceil((box[3] - box[1]) * growth / 2 / _ROW)
    found = []
    for row, spans in rows.items():
        for near in range(row - reach, row + reach + 1):
            cuts = [(max(a, c), min(b, d)) for a, b in spans for c, d in rows.get(near, ())]
            spans = [(a, b) for a, b in cuts if b - a >= wide]
        found += [(b - a, (a + b) / 2, float(row * _ROW)) for a, b in spans]
    return [(x, y) for _, x, y in sorted(found, reverse=True)]


def _placed(names: Iterable[Label], rows: Rows, free: Callable[[Label], bool]) -> Label | None:
    """The first of these labels that fits into the shape, as far from its edges as may be."""
    for draft in names:
        for growth in (3.0, 2.2, 1.6, 1.25, 1.0):
            for x, y in _spots(rows, draft.box, growth):
                if free(label := replace(draft, x=x, y=y)):
                    return label
    return None


def _drafts(name: str, sizes: Sequence[float], bold: bool = False) -> list[Label]:
    """Large before small, on one line before two."""
    words, half = name.split(), (len(name.split()) + 1) // 2
    forms = [(name,), (" ".join(words[:half]), " ".join(words[half:]))]
    return [Label(lines, size, bold) for size in sizes for lines in (forms if words[1:] else forms[:1])]


def locator(
    atlas: Atlas,
    subject: str,
    neighbours: Mapping[str, str],
    *,
    blocs: frozenset[str] = frozenset(),
    width: int = 340,
    height: int = 230,
    title: str,
    description: str,
    name: str = "",
) -> str:
    """An inline SVG of a country amid its surroundings; codes are ISO 3166-1 alpha-3. Raises NoGeometry.

    `neighbours` maps a code to the name to print; one without a shape, outside the frame or without room for its name
    goes unnamed. `name` is the subject's own (else the atlas's); countries in `blocs` get the class `map-bloc`.
    """
    own = atlas.of_country(subject)
    view = View.fitted(atlas, own, width, height)
    sheet = _Sheet(atlas, view, width, height)
    named = {_numeric(code): code for code in sorted({*neighbours, *blocs} - {subject})}
    shapes: dict[str, list[Line]] = defaultdict(list)
    owners: dict[int, set[str]] = defaultdict(set)
    for land, polygons in sheet.lands:
        code = subject if land in own else named.get(land.code, "") if land.code else ""
        shapes[code] += sheet.outline(polygons, 0.05 if code == subject else 0.5)
        for number in (max(n, ~n) for rings in polygons for ring in rings for n in ring):
            owners[number].add(subject if land in own else land.name)
    kinds: dict[str, list[Line]] = {"coast": [], "border": [], "frontier": []}
    for number, line in sheet.lines.items():
        kind = "coast" if len(owners[number]) == 1 else "frontier" if subject in owners[number] else "border"
        kinds[kind] += _within(line, width, height)

    unit = width / 340
    rows = {code: _rows(rings) for code, rings in sorted(shapes.items())}
    taken: list[Label] = []

    def free(label: Label) -> bool:
        left, top, right, bottom = label.box
        inside = left >= 1 and top >= 1 and right <= width - 1 and bottom <= height - 1
        others = (other.box for other in taken)
        return inside and not any(a < right and c > left and b < bottom and d > top for a, b, c, d in others)

    def off_subject(label: Label) -> bool:
        return free(label) and not _covers(rows[subject], label.box)

    # The bar is kept clear like a label: it is the one whose text is the length.
    length = max(n for e in range(5) for n in (10**e, 2 * 10**e, 5 * 10**e) if n <= max(1, 0.2 * width * view.kilometres))
    bar = length / view.kilometres
    across, down = bar / 2 + 9 * unit, 9 * unit
    scale = Label((f"{length:,} km",), 6.5 * unit)
    corners = [replace(scale, x=x, y=y) for y in (height - down, down) for x in (across, width - across)]
    text = [label for label in corners if not _covers(rows[subject], (label.x - across, label.y - down, label.x + across, label.y + down))]
    ...
