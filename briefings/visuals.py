"""Locator maps as inline SVG, from Natural Earth boundaries: bytes and names in, text out.

WeasyPrint styles an inline SVG by its attributes alone, so these carry the colours of print; the classes beside them
are for a browser's stylesheet, which overrides attributes.
"""

from __future__ import annotations

import json
import math
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from html import escape
from itertools import accumulate, chain, pairwise
from typing import NamedTuple

DISCLAIMER = "Boundaries: Natural Earth; they imply no position on the status of any territory."

_EARTH, _DEGREE = 6371.007, 111.2  # km: radius of the sphere of equal area (GRS 80); a degree of latitude
_MARGIN = 0.3  # of the subject's extent, left free on each side
_SMALLEST = 120.0  # km that the frame's height shows at least: 50m data is too coarse for less
_THIN, _TOLERANCE, _SPECK = 0.5, 0.4, 2.0  # px from point to point; px off the line; px² of an island left out
_TURNS = (-360, 0, 360)  # degrees: a box may meet another across the antimeridian
_BLEED = 2  # px that shapes reach beyond the frame, so that the stroke along the cut is out of sight
_ROW = 3  # px between the rows in which room for a label is sought
_SIZES, _SUBJECT_SIZES = (8.0, 7.2, 6.5), (11.0, 10.0, 9.0, 8.0)  # px, preferred first

Point = tuple[float, float]
Line = list[Point]
Box = tuple[float, float, float, float]  # left, top, right, bottom
Polygon = Sequence[Sequence[int]]  # rings of arc numbers; ~n is arc n backwards
Rows = Mapping[int, Sequence[Point]]  # row number -> spans (left, right) that lie inside a shape


class NoGeometry(ValueError):
    """The atlas has no shape for this country, so there is no map of it."""


class Territory(NamedTuple):
    """One feature of the atlas. `code` is ISO 3166-1 numeric, "" for an area that has none."""

    code: str
    name: str
    polygons: Sequence[Polygon]


@lru_cache(maxsize=512)
def _numeric(alpha3: str) -> str:
    """ISO 3166-1 numeric as the atlas writes it; "" for what is no country code."""
    import pycountry  # slow to import, and a build that renders nothing draws no map

    country = pycountry.countries.get(alpha_3=alpha3)
    return str(country.numeric) if country else ""


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
            lands = [
                Territory(
                    f.get("id", ""), f["properties"]["name"], [f["arcs"]] if f["type"] == "Polygon" else f["arcs"]
                )
                for f in file["objects"]["countries"]["geometries"]
                if f["type"] in ("Polygon", "MultiPolygon")
            ]
            return cls(lands, file["arcs"], file["transform"]["scale"], file["transform"]["translate"])
        except (KeyError, TypeError) as error:
            raise ValueError(f"not a quantised topology of countries: {error!r}") from error

    @cached_property
    def arcs(self) -> Sequence[tuple[Sequence[int], Sequence[int]]]:
        """The longitudes and the latitudes of each arc, in grid steps: degrees cost five times as much."""
        columns = (zip(*delta, strict=True) for delta in self.deltas)
        return [(list(accumulate(dx)), list(accumulate(dy))) for dx, dy in columns]

    def degrees(self, x: float, y: float) -> Point:
        return self.origin[0] + self.scale[0] * x, self.origin[1] + self.scale[1] * y

    def sampled(self, ring: Sequence[int]) -> Line:
        """A ring in degrees; of a long one some 400 points, which is enough for its extent and size."""
        arcs = [self.arcs[max(n, ~n)] for n in ring]
        stride = max(1, sum(len(xs) for xs, _ in arcs) // 400)
        parts = [list(map(self.degrees, xs[::stride], ys[::stride])) for xs, ys in arcs]
        return [point for n, part in zip(ring, parts, strict=True) for point in (part if n >= 0 else part[::-1])]


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
        rings = [atlas.sampled(ring) for land in lands for polygon in land.polygons for ring in polygon]
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
    subject: str  # numeric codes, here and in `focus`
    focus: frozenset[str]  # what is drawn in full detail; the rest in a third of it

    @cached_property
    def reach(self) -> tuple[float, float, float]:
        """A box of degrees around the circle around the frame: half its width, its south, its north."""
        chord = (math.hypot(self.width, self.height) / 2 + 3 * _BLEED) * self.view.kilometres / (2 * _EARTH)
        radius, here = math.degrees(2 * math.asin(min(1.0, chord))), self.view.latitude
        polar = abs(here) + radius >= 90  # every meridian meets in a circle around a pole
        sine = 0.0 if polar else math.sin(math.radians(radius)) / math.cos(math.radians(here))
        wide = 180.0 if polar else math.degrees(math.asin(sine))
        return wide, here - radius, here + radius

    def shows(self, stretches: Sequence[tuple[Sequence[int], Sequence[int]]], least: float = 0) -> bool:
        """Whether the box around these stretches of arcs meets the one around the frame, never wrongly no, and could
        hold a shape of `least` square pixels."""
        wide, low, high = self.reach
        west, south = self.atlas.degrees(min(min(xs) for xs, _ in stretches), min(min(ys) for _, ys in stretches))
        east, north = self.atlas.degrees(max(max(xs) for xs, _ in stretches), max(max(ys) for _, ys in stretches))
        if (
            south > high
            or north < low
            or (east - west) * (north - south) < least * (self.view.kilometres / _DEGREE) ** 2
        ):
            return False
        return any(west <= at + wide and east >= at - wide for at in (self.view.longitude + turn for turn in _TURNS))

    @cached_property
    def lands(self) -> list[tuple[Territory, list[Polygon]]]:
        found, arcs = [], self.atlas.arcs
        for land in self.atlas.territories:
            least = _SPECK if land.code != self.subject else 0
            # All rings: the first is not the outermost where the data was cut at a pole.
            near = [p for p in land.polygons if self.shows([arcs[max(n, ~n)] for ring in p for n in ring], least)]
            found += [(land, near)] if near else []
        return found

    @cached_property
    def lines(self) -> dict[int, Line]:
        """Every arc of `lands`, each simplified by itself, so that neighbours still fit together."""
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
        for n in range(0, len(xs), 32):  # a first, cheap thinning: projecting costs far more than this
            if self.shows([(xs[n : n + 33], ys[n : n + 33])]):
                for x, y in zip(xs[n : n + 32], ys[n : n + 32], strict=True):
                    if math.hypot((x - kept[-1][0]) * across, (y - kept[-1][1]) * down) >= least:
                        kept.append((x, y))
            else:  # out of sight, any path does
                kept.append((xs[n], ys[n]))
        line = [self.view.project(*self.atlas.degrees(x, y)) for x, y in [*kept, (xs[-1], ys[-1])]]
        return _simplified(line, coarse * _TOLERANCE)

    def outline(self, polygons: Iterable[Polygon], least: float) -> list[Line]:
        """The rings inside the frame, holes too (even-odd), without those below `least` square pixels."""
        rings = []
        for ring in chain.from_iterable(polygons):
            parts = (self.lines[n] if n >= 0 else self.lines[~n][::-1] for n in ring)
            rings.append(_clipped([point for part in parts for point in part[:-1]], self.width, self.height))
        return [ring for ring in rings if abs(_area(ring)) >= least]


def _area(ring: Line) -> float:
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring[-1:] + ring[:-1], ring, strict=True)) / 2


def _simplified(line: Line, tolerance: float) -> Line:
    """Douglas and Peucker's: no point left out is farther than the tolerance from the line."""
    (ax, ay), (bx, by) = line[0], line[-1]
    dx, dy = bx - ax, by - ay
    length = math.hypot(dx, dy)  # 0 for a closed line: then the distance is from its end
    offs = [abs(dx * (y - ay) - dy * (x - ax)) / length if length else math.hypot(x - ax, y - ay) for x, y in line]
    worst = max(range(len(line)), key=offs.__getitem__)
    if offs[worst] <= tolerance or not 0 < worst < len(line) - 1:
        return [line[0], line[-1]]
    return _simplified(line[: worst + 1], tolerance)[:-1] + _simplified(line[worst:], tolerance)


def _clipped(ring: Line, width: int, height: int) -> Line:
    """Sutherland and Hodgman's: what is cut runs along the frame, just outside it."""
    for axis, limit, sign in ((0, -_BLEED, 1), (0, width + _BLEED, -1), (1, -_BLEED, 1), (1, height + _BLEED, -1)):
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
            first, last = ((a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1])) for t in (start, end))
            if not run or start > 0:
                yield run
                run = [first]
            run.append(last)
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
    return re.sub(r"[ ,](?=-)", "", re.sub(r"\b0\.", ".", "".join(data)))


@dataclass(frozen=True, slots=True)
class Label:
    """Lines of text centred on (`x`, `y`), in pixels."""

    lines: tuple[str, ...]
    size: float
    bold: bool = False
    x: float = 0
    y: float = 0
    room: float = 0  # the width it takes at least

    @property
    def box(self) -> Box:
        text = max(map(text_width, self.lines)) * self.size * (1.06 if self.bold else 1)
        wide = max(text, self.room) / 2 + 1.5
        high = self.size * (1.1 * len(self.lines) - 0.1) / 2
        return self.x - wide, self.y - high, self.x + wide, self.y + high

    def svg(self, kind: str, fill: str) -> str:
        first = self.y + self.size * (0.9 - 0.55 * len(self.lines))  # dominant-baseline is unknown to WeasyPrint
        weight = ' font-weight="600"' if self.bold else ""
        return "".join(
            f'<text class="{kind}" x="{self.x:.1f}" y="{first + 1.1 * self.size * n:.1f}" fill="{fill}"'
            f' font-size="{self.size:.1f}"{weight}>{escape(line)}</text>'
            for n, line in enumerate(self.lines)
            if line
        )


def text_width(text: str) -> float:
    """In em; never less than the regular Briefing Sans takes, which a test holds it to."""
    narrow, wide = "fijlrtI.,'’()-– ", "mwMWQ@&ЖМШЩЮжмшщюфыЫ"
    em = (0.36 if c in narrow else 0.9 if c in wide or c > "\u2e80" else 0.67 if c.isupper() else 0.56 for c in text)
    return sum(em)


def _rows(rings: Iterable[Line]) -> Rows:
    crossings: dict[int, list[float]] = defaultdict(list)
    for ring in rings:
        for (ax, ay), (bx, by) in zip(ring[-1:] + ring[:-1], ring, strict=True):
            for row in range(math.ceil(min(ay, by) / _ROW), math.ceil(max(ay, by) / _ROW)):
                crossings[row].append(ax + (bx - ax) * (row * _ROW - ay) / (by - ay))
    return {row: list(pairwise(sorted(xs)))[::2] for row, xs in sorted(crossings.items())}


def _covers(rows: Rows, box: Box) -> bool:
    near = range(math.floor(box[1] / _ROW), math.ceil(box[3] / _ROW) + 1)
    return any(a < box[2] and b > box[0] for row in near for a, b in rows.get(row, ()))


def _inside(name: str, sizes: Iterable[float], rows: Rows, bold: bool = False) -> Iterator[Label]:
    """The name where it fits into the shape: large before small, then on one line before two, then far from edges."""
    words, half = name.split(), (len(name.split()) + 1) // 2
    forms = [(name,), (" ".join(words[:half]), " ".join(words[half:]))][: len(words)]
    for draft in (Label(form, size, bold) for size in sizes for form in forms):
        for growth in (3.0, 2.2, 1.6, 1.25, 1.0):
            wide, reach = 2 * draft.box[2] * growth, math.ceil(draft.box[3] * growth / _ROW)
            found: list[tuple[float, float, float]] = []
            for row, spans in rows.items():
                for near in range(row - reach, row + reach + 1):
                    cuts = [(max(a, c), min(b, d)) for a, b in spans for c, d in rows.get(near, ())]
                    spans = [(a, b) for a, b in cuts if b - a >= wide]
                found += [(b - a, (a + b) / 2, row * _ROW) for a, b in spans]
            yield from (replace(draft, x=x, y=y) for _, x, y in sorted(found, reverse=True))


def _across(name: str, size: float, rows: Rows) -> Iterator[Label]:
    """The name of a neighbour too small for it, on the neighbour's widest places and over its edges."""
    label = Label((name,), size)
    spans = sorted(((b - a, (a + b) / 2, row * _ROW) for row in rows for a, b in rows[row]), reverse=True)
    for shift in (0, 0.4, -0.4):  # no more: it would seem to name the country beside it
        yield from (replace(label, x=x + shift * label.box[2], y=y) for wide, x, y in spans if wide > 3)


def _beside(name: str, size: float, rings: Iterable[Line]) -> Iterator[Label]:
    """The name of a subject too small for it: below, above, to the right or left of it."""
    xs, ys = zip(*chain.from_iterable(rings), strict=True)
    label, x, y = Label((name,), size, bold=True), (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2
    for gap in (4, 8, 14, 26):
        right, below = (max(xs) - min(xs)) / 2 + gap + label.box[2], (max(ys) - min(ys)) / 2 + gap + label.box[3]
        yield from (replace(label, x=x + dx, y=y + dy) for dx, dy in ((0, below), (0, -below), (right, 0), (-right, 0)))


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
    number = _numeric(subject)
    own = [land for land in atlas.territories if number and land.code == number]
    if not own:
        raise NoGeometry(f"no shape for {subject}")
    view = View.fitted(atlas, own, width, height)
    wanted = {_numeric(code): code for code in sorted({*neighbours, *blocs})} | {number: subject}
    sheet = _Sheet(atlas, view, width, height, number, frozenset(wanted) - {""})
    shapes: dict[str, list[Line]] = defaultdict(list)
    owners: dict[int, set[str]] = defaultdict(set)
    for land, polygons in sheet.lands:
        code = wanted.get(land.code, "") if land.code else ""
        rings = sheet.outline(polygons, _SPECK if code else 2 * _SPECK)
        shapes[code] += rings or (sheet.outline(polygons, 0) if code == subject else [])
        for n in chain.from_iterable(chain.from_iterable(polygons)):
            owners[max(n, ~n)].add(code or land.name)
    edges: dict[str, list[Line]] = {"border": [], "frontier": []}
    for n in sorted(n for n, beside in owners.items() if len(beside) > 1):
        if owners[n] & {subject, *neighbours}:  # elsewhere the outlines of the land are enough
            edges["frontier" if subject in owners[n] else "border"] += _within(sheet.lines[n], width, height)

    rows = {code: _rows(rings) for code, rings in shapes.items()}
    taken: list[Box] = []

    def chosen(drafts: Iterable[Label], over_subject: bool = False) -> Label | None:
        """The first that is inside the frame, clear of those chosen before, and clear of the dark subject."""
        for label in drafts:
            a, b, c, d = label.box
            free = all(a >= g or c <= e or b >= h or d <= f for e, f, g, h in taken)
            framed = min(a, b) >= 1 and c <= width - 1 and d <= height - 1
            if framed and free and (over_subject or not _covers(rows[subject], label.box)):
                taken.append(label.box)
                return label
        return None

    def on_land(label: Label) -> bool:
        return any(_covers(spans, label.box) for spans in rows.values())

    # The scale comes first: it has no other place than a corner.
    reach = max(1, 0.2 * width * view.kilometres)
    length = max(n for e in range(5) for n in (10**e, 2 * 10**e, 5 * 10**e) if n <= reach)
    bar = length / view.kilometres
    draft = Label((f"{length:,} km", ""), _SIZES[-1], room=bar)  # the bar has the empty line
    _, _, wide, high = draft.box
    corners = [(x, y) for y in (height - high - 5, high + 5) for x in (wide + 6, width - wide - 6)]
    scale = chosen(replace(draft, x=x, y=y) for x, y in corners) or replace(draft, x=wide + 6, y=height - high - 5)
    ends = [(scale.x + side * bar / 2, scale.y + 0.5 * scale.size) for side in (-1, 1)]
    ticks = [[(x, y - 2), (x, y + 2)] for x, y in ends]
    texts = [scale.svg("map-label map-label-scale", "#4a5960")]
    called = name or own[0].name
    if label := chosen(_inside(called, _SUBJECT_SIZES, rows[subject], bold=True), over_subject=True):
        texts.append(label.svg("map-label map-label-subject", "#ffffff"))
    elif label := chosen(sorted(_beside(called, _SUBJECT_SIZES[-1], shapes[subject]), key=on_land)):
        texts.append(label.svg("map-label map-label-beside", "#1f4e6b"))
    shown = sorted(code for code in shapes if code in neighbours and code != subject)
    waiting = []
    for code in sorted(shown, key=lambda code: -sum(abs(_area(ring)) for ring in shapes[code])):
        if label := chosen(_inside(neighbours[code], _SIZES, rows[code])):
            texts.append(label.svg("map-label", "#2f3f47"))
        else:
            waiting.append(code)  # those that fit leave the rest to those that do not
    for code in waiting:
        if label := chosen(_across(neighbours[code], _SIZES[-1], rows[code])):
            texts.append(label.svg("map-label", "#2f3f47"))

    def path(kind: str, lines: Iterable[Line], paint: str, end: str = "", mark: str = "") -> str:
        data = _path(lines, end)
        return f'<path class="{kind}"{mark} {paint} d="{data}"/>' if data else ""

    def area(kind: str, code: str, fill: str) -> str:
        mark = f' data-country="{escape(code)}"' if code else ""
        kind += " map-bloc" if code in blocs else ""
        return path(kind, shapes[code], f'fill="{fill}" fill-rule="evenodd"', "z", mark)

    def stroke(kind: str, lines: Iterable[Line], colour: str, wide: float) -> str:
        return path(kind, lines, f'fill="none" stroke="{colour}" stroke-width="{wide}"')

    key = f"map-{escape(subject.lower())}"
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" class="map locator" viewBox="0 0 {width} {height}" role="img"',
        f' aria-labelledby="{key}-title {key}-desc" font-family="Briefing Sans" text-anchor="middle">',
        f'<title id="{key}-title">{escape(title)}</title><desc id="{key}-desc">{escape(description)}</desc>',
        f'<rect class="map-sea" width="{width}" height="{height}" fill="#f7fafb"/>',
        '<g class="map-coast" stroke="#a9b8bf" stroke-width="0.4" stroke-linejoin="round">',
        *(area("map-land", code, "#f1f1ee") for code in sorted(shapes.keys() - {subject} - neighbours.keys())),
        *(area("map-neighbour", code, "#dfe7ea") for code in shown),
        area("map-subject", subject, "#1f4e6b"),
        "</g>",
        stroke("map-border", edges["border"], "#9aa7ad", 0.6),
        stroke("map-frontier", edges["frontier"], "#0c2a3d", 1.1),
        stroke("map-scale", [ends, *ticks], "#4a5960", 0.8),
        *texts,
        "</svg>",
    ]
    return "".join(parts)
