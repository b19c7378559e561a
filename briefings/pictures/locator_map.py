"""Locator maps as inline SVG: where a country lies, its neighbours, capital, waters, and places of forces.

What is drawn is noted while it is drawn, and the text alternative is made of these notes alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import replace
from itertools import chain

from . import label_placement
from . import map_base as draw
from .country_shapes import Atlas, ClippedAtlas, NoGeometry, Territory
from .ground_layers import GroundLayers
from .label_placement import Label, LabelBoard
from .letter_widths import text_width
from .line_geometry import line_length, ring_area
from .locator_contents import SITE_KINDS, LocatorMap, MapSite
from .locator_frame import located_view
from .map_ground import Point
from .map_names import MapNames
from .projection import Projection
from .svg_marks import DEEP, INK, PAPER, SOFT, element, filled_lines, text

_SIZE, _SUBJECT_SIZES = draw.SMALL_LABEL, (12.0, 11.0, 10.0, 9.4)  # px, preferred first
_NOBODYS = frozenset({"Siachen Glacier"})  # lands that are no neighbour, as nobody lives or rules there
_LINE = 12.0  # px, of the notes below a map
_SMALL, _RING = 9.0, 7.0  # px: a subject of less extent has a ring around it; its radius
_NEAR = 8.0  # px: two symbols closer than this are set apart
_OTHERS, _CITIES, _SEAS = 12, 6, 3  # at most so many other lands, cities and seas are named
_HATCHED, _DASHES = 30.0, 12.0  # px² of an area, px of a line in dispute that is named
_LEAST_LAND, _LEAST_ISLAND = 40.0, 1.0  # px² of other land that is named, and if the subject has no neighbour
WATER = "#3f6a80"


def locator_map(
    atlas: Atlas,
    subject: str,
    names: Mapping[str, str],
    *,
    borders: Iterable[str] = (),
    lengths: Mapping[str, str] | None = None,
    sites: Sequence[MapSite] = (),
    width: int = 340,
    height: int = 230,
    title: str = "",
) -> LocatorMap:
    """Return a country in its surroundings; raise NoGeometry without a shape for it.

    Codes are ISO 3166-1 alpha-3. `names` are the countries as they are printed; others have the atlas's
    names. All lands that touch the subject are named, as are those of `borders`. `lengths` are printed on the
    borders if all have room. Without a capital among `sites` it is the one of the atlas's ground.
    """
    own = atlas.lands_of(subject, names.get(subject, ""))
    if not own:
        raise NoGeometry(f"no shape for {subject}")
    seat = next((site for site in sites if site.kind == "capital"), None)
    if seat is None and (city := atlas.ground.capital(subject)):
        seat = MapSite(city.name, city.longitude, city.latitude, "capital")
    view = located_view(atlas, own, (seat.longitude, seat.latitude) if seat else None, width, height)
    ordered = [*([seat] if seat else []), *(site for site in sites if site.kind != "capital")]
    return _Drawing(atlas, own, view, names, width, height).drawn(
        subject, ordered, borders, lengths or {}, title
    )


class _Drawing:
    """One locator map in the making."""

    def __init__(
        self,
        atlas: Atlas,
        own: Sequence[Territory],
        view: Projection,
        names: Mapping[str, str],
        width: int,
        height: int,
    ) -> None:
        self.atlas, self.view, self.width, self.height = atlas, view, width, height
        self.key = own[0].code
        self.codes = {atlas.key_of(code, name): code for code, name in names.items()}
        self.names = {land.code: atlas.name_of(land) for land in atlas.territories}
        self.names |= {key: names[code] for key, code in self.codes.items() if key}
        self.beside = atlas.beside(self.key)
        sheet = ClippedAtlas.around(atlas, view, width, height, self.key)
        self.ground = draw.BaseMap.of(sheet, {land.code: land.code for land, _ in sheet.lands}, self.key)
        self.layers = GroundLayers.of(sheet)
        self.hatches = [label_placement.scan_rows(rings) for _, rings in self.layers.areas]
        self.board = LabelBoard(width, height)
        self.rows = {code: label_placement.scan_rows(rings) for code, rings in self.ground.shapes.items()}
        self.placer = MapNames(self.board, self.rows)
        self.placer.keep_clear_of(chain.from_iterable(self.ground.lines.values()))
        self.texts: list[str] = []
        self.symbols: list[str] = []
        self.map = LocatorMap(
            hatched=[
                name for name, rings in self.layers.areas if max(map(abs, map(ring_area, rings))) >= _HATCHED
            ],
            dashed=sorted({name for name, line in self.layers.disputed if line_length(line) >= _DASHES}),
        )

    def drawn(
        self,
        subject: str,
        sites: Sequence[MapSite],
        borders: Iterable[str],
        lengths: Mapping[str, str],
        title: str,
    ) -> LocatorMap:
        """Return the map; names are placed in the order in which they matter."""
        scale = draw.scale_bar(self.board, self.view.kilometres)
        placed = self._marked(sites)
        seat = placed[:1] if placed and placed[0][0].kind == "capital" else []
        middle = self._ringed(seat[0][1:] if seat else None)
        self._name_sites(seat)
        self._name_subject(middle)
        asked = {self.atlas.key_of(code) for code in borders} - {"", self.key}
        self._name_neighbours((self.beside | asked) - _NOBODYS)
        self._name_sites([row for row in placed if row[0].kind != "capital"])
        self._name_lengths({self.atlas.key_of(code): words for code, words in lengths.items()})
        self._name_others()
        self._name_seas()
        self._name_cities({site.name for site in sites})
        name = self.names[self.key]
        parts = [*self._lands(subject), scale, *self.symbols, *self.texts]
        foot, below = self._below()
        svg = draw.map_svg(
            "locator",
            subject,
            title,
            self.map.description(name),
            self.width,
            self.height + foot,
            [*parts, *below],
        )
        return replace(self.map, svg=svg)

    def _lands(self, subject: str) -> list[str]:
        """Return sea, lands, waters, borders and disputes, from below upwards."""
        shapes, near = self.ground.shapes, self.beside
        frontier = self.ground.between(self.key)
        border = [line for pair, lines in self.ground.lines.items() if self.key not in pair for line in lines]
        size = f'width="{self.width}" height="{self.height}"'

        def lands(kind: str, codes: Iterable[str], fill: str) -> list[str]:
            return [draw.area_element(kind, shapes[c], fill, self.codes.get(c, "")) for c in sorted(codes)]

        others = shapes.keys() - near - {self.key}
        return [
            f'<rect class="map-sea" {size} fill="{draw.SEA}"/>',
            f'<g class="map-coast" stroke="{draw.COAST}" stroke-width="0.4" stroke-linejoin="round">',
            *lands("map-land", others, draw.LAND),
            *lands("map-neighbour", near & shapes.keys(), draw.NEAR),
            draw.area_element("map-subject", shapes[self.key], draw.SUBJECT, subject),
            "</g>",
            *self.layers.waters(),
            draw.line_element("map-border", border, draw.BORDER, 0.6),
            draw.line_element("map-frontier", frontier, draw.FRONTIER, 1.3),
            *self.layers.disputes(),
        ]

    # -- places

    def _marked(self, sites: Sequence[MapSite]) -> list[tuple[MapSite, float, float]]:
        """Draw a symbol for each site in the frame, beside its place if another stands there."""
        placed: list[tuple[MapSite, float, float]] = []
        for site in sites:
            x, y = self.view.project(site.longitude, site.latitude)
            if not (6 <= x <= self.width - 6 and 6 <= y <= self.height - 6):
                self.map.outside.append(site)
                continue
            spots = [(x, y), *((x + dx, y + dy) for dx in (10, -10, 0, 20, -20) for dy in (0, 10, -10))]
            free = (
                spot
                for spot in spots
                if all(abs(spot[0] - u) + abs(spot[1] - v) > _NEAR for _, u, v in placed)
            )
            u, v = next(free, (x, y))
            placed.append((site, u, v))
            self.board.taken.append(draw.symbol_box(u, v))
            self.symbols.insert(0, draw.place_symbol(site.kind, u, v, site.planned))
        return placed

    def _name_sites(self, placed: Sequence[tuple[MapSite, float, float]]) -> None:
        for site, x, y in placed:
            if any(site.name == other.name for other in self.map.sites):
                self.map.sites.append(site)  # its place has its name already
                continue
            code = self.placer.land_at(x, y) or ""
            label = self.placer.around((x, y), site.name, _SIZE, code)
            kind = "map-label map-label-capital" if site.kind == "capital" else "map-label map-label-site"
            if label:
                self._write(label, kind, INK)
            elif led := self.placer.led((x, y), site.name, _SIZE, over_land=True):
                self._write(led[0], kind, INK, led[1])
            else:
                self.map.outside.append(site)
                continue
            self.map.sites.append(site)

    # -- lands

    def _ringed(self, seat: Point | None) -> Point:
        """Draw a ring around a subject too small to be seen; return the point from which it is named."""
        rings = self.ground.shapes[self.key]
        largest = max(rings, key=lambda ring: abs(ring_area(ring)), default=[])
        xs, ys = zip(*(largest or [(-1.0, -1.0)]), strict=True)
        middle = self._spot(self.key) or ((min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2)
        if max(max(xs) - min(xs), max(ys) - min(ys)) >= _SMALL:
            return middle
        # of many small islands, the one that the capital is on
        spots = [seat] if seat else self._spots(self.key) or [middle]
        paint = {"r": _RING, "fill": "none", "stroke": DEEP, "stroke_width": "1"}
        for x, y in spots:
            self.symbols.append(element("circle", "map-spot", cx=x, cy=y, **paint))
            self.board.taken.append((x - _RING, y - _RING, x + _RING, y + _RING))
        return spots[0]

    def _name_subject(self, middle: Point) -> None:
        """Name the subject in it, else on a leader line from a point in it."""
        name = self.names[self.key]
        label = self.placer.inside(self.key, name, _SUBJECT_SIZES, bold=True)
        if label:
            self._write(label, "map-label map-label-subject", INK)
            return
        led = self.placer.led(middle, name, _SUBJECT_SIZES[2], True) or self.placer.led(
            middle, name, _SUBJECT_SIZES[2], True, over_land=True
        )
        if led:
            self._write(led[0], "map-label map-label-beside", INK, led[1])
        else:
            self.map.unnamed.append(name)

    def _spot(self, code: str) -> Point | None:
        """Return a point in a land, however small it is; None outside the frame."""
        spot = label_placement.interior_point(self.rows.get(code, {}))
        return spot or next(iter(self._spots(code)), None)

    def _spots(self, code: str) -> list[Point]:
        """Return the middles of the islands of a land that are in the frame, those that stand apart."""
        spots: list[Point] = []
        for west, south, east, north in self.atlas.extents_of(code):
            x, y = self.view.project((west + east) / 2, (south + north) / 2)
            framed = 2 < x < self.width - 2 and 2 < y < self.height - 2
            if framed and all(abs(x - u) + abs(y - v) > 2 * _SMALL for u, v in spots):
                spots.append((x, y))
        return spots

    def _name_land(self, code: str, size: float = _SIZE) -> bool:
        """Name a land in it, over its edges or on water beside it; return True if there is room."""
        name, own = self.names[code], self.rows[self.key]
        if (label := self.placer.inside(code, name, (size,))) or (
            label := self.placer.across(code, name, size, own)
        ):
            self._write(label, "map-label", draw.LABEL)
        elif (spot := self._spot(code)) and (led := self.placer.led(spot, name, size)):
            self._write(led[0], "map-label", draw.LABEL, led[1])
        else:
            return False
        return True

    def _name_neighbours(self, codes: Set[str]) -> None:
        """Name the lands beside the subject, those with the least room first."""
        for code in sorted(codes & self.names.keys(), key=lambda code: (self._size(code), code)):
            spot, number = self._spot(code), len(self.map.numbered) + 1
            if spot is None:
                self.map.unnamed.append(self.names[code])
            elif self._name_land(code) or self._name_abroad(code, spot):
                self.map.neighbours.append(self.names[code])
            elif label := self.board.first([Label((str(number),), _SIZE, True, *spot)]):
                self.map.numbered.append(self.names[code])
                self.texts.append(label.svg("map-label map-label-number", draw.LABEL))
            else:
                self.map.unnamed.append(self.names[code])

    def _name_abroad(self, code: str, spot: Point) -> bool:
        """Name a land on a leader line from another, never on the subject; return True if there is room."""
        led = self.placer.led(spot, self.names[code], _SIZE, over_land=True, avoid=self.rows[self.key])
        if led:
            self._write(led[0], "map-label", draw.LABEL, led[1])
        return led is not None

    def _size(self, code: str) -> float:
        return sum(abs(ring_area(ring)) for ring in self.ground.shapes.get(code, ()))

    def _name_others(self) -> None:
        """Name other lands that are large enough, the largest first, and areas in dispute."""
        known = {self.key, *self.beside, ""}
        least = _LEAST_LAND if self.map.neighbours else _LEAST_ISLAND
        codes = [c for c in self.rows if c not in known and self._size(c) >= least and c in self.names]
        for code in sorted(codes, key=lambda code: (-self._size(code), code))[:_OTHERS]:
            if self._name_land(code):
                self.map.others.append(self.names[code])
        for (name, _), rows in zip(self.layers.areas, self.hatches, strict=True):
            spot = label_placement.interior_point(rows)
            named = {*self.map.others, *self.map.neighbours, self.names[self.key]}
            led = self.placer.led(spot, name, _SIZE) if spot and name not in named else None
            if led:
                self._write(led[0], "map-label map-label-disputed", SOFT, led[1])
                self.map.others.append(name)

    def _name_lengths(self, lengths: Mapping[str, str]) -> None:
        """Print the lengths of borders, if all that are in the frame have room: the table has them too."""
        before, labels = list(self.board.taken), {}
        drawn = {key: words for key, words in lengths.items() if key in self.names}
        for key, words in drawn.items():
            lines = self.ground.between(self.key, key)
            label = self.board.first(label_placement.labels_along(words, _SIZE, lines))
            if label is None:
                self.board.taken[:] = before
                return
            labels[key] = label
        for key, label in labels.items():
            self.texts.append(label.svg_on_plate("map-plate", PAPER, draw.FRONTIER))
            self.texts.append(label.svg("map-label map-label-length", DEEP))
            self.map.lengths[self.names[key]] = lengths[key]

    # -- waters and cities

    def _name_seas(self) -> None:
        """Name the seas in the frame where there is water enough, the largest room first."""
        steps = [(self.width * a / 12, self.height * b / 10) for b in range(1, 10) for a in range(1, 12)]
        water = [(x, y) for x, y in steps if not self.placer.on_land((x - 2, y - 2, x + 2, y + 2))]
        places = [self.view.unproject(x, y) for x, y in water]
        tried: dict[str, list[Point]] = {}
        for sea, n in self.atlas.ground.seas_at(places):
            tried.setdefault(sea.name, []).append(water[n])
        for name, spots in sorted(tried.items(), key=lambda item: (-len(item[1]), item[0]))[:_SEAS]:
            drafts = (
                Label(lines, _SIZE, x=x, y=y) for lines in label_placement.forms(name) for x, y in spots
            )
            label = self.board.first(draft for draft in drafts if not self.placer.on_land(draft.box))
            if label:
                self.texts.append(label.svg("map-label map-label-sea", WATER))
                self.map.others.append(name)

    def _name_cities(self, known: set[str]) -> None:
        """Mark the first cities of the subject and the capitals around it that have room for their names."""
        codes = {key: code for key, code in self.codes.items() if key in self.beside}
        subject = next((code for key, code in self.codes.items() if key == self.key), "")
        ground = self.atlas.ground.by_country
        own = [city for city in ground.get(subject, ()) if city.rank]
        seats = [
            city for code in sorted(codes.values()) for city in ground.get(code, ())[:1] if not city.rank
        ]
        for city in [*own[:3], *seats]:
            x, y = self.view.project(city.longitude, city.latitude)
            if city.name in known or len(self.map.cities) >= _CITIES or not self._is_clear(x, y):
                continue
            key = self.atlas.key_of(city.country)
            drafts = label_placement.labels_around(city.name, _SIZE, (x, y), gap=3.5)
            inside = [d for d in drafts if not self.placer.strikes(d.box)]
            if label := self.board.first(inside, self.rows[self.key] if key != self.key else None):
                self.board.taken.append((x - 3, y - 3, x + 3, y + 3))
                self.symbols.append(element("circle", "map-city", cx=x, cy=y, r=1.6, fill=SOFT))
                self.texts.append(label.svg("map-label map-label-city", SOFT))
                self.map.cities.append(city.name)

    def _is_clear(self, x: float, y: float) -> bool:
        return self.board.free((x - 3, y - 3, x + 3, y + 3))

    # -- around the map

    def _write(self, label: Label, kind: str, fill: str, leader: str = "") -> None:
        """Write a name, on a plate if it stands on lines, on hatching or on a foreign land."""
        self.symbols += [leader] if leader else []
        hatched = any(label_placement.covers(rows, label.box) for rows in self.hatches)
        if self.placer.strikes(label.box) or leader or hatched:
            self.texts.append(label.svg_on_plate("map-plate", self._tone(label.x, label.y), "none"))
        self.texts.append(label.svg(kind, fill))

    def _tone(self, x: float, y: float) -> str:
        """Return the colour of what is at a point."""
        code = self.placer.land_at(x, y)
        if code is None:
            return draw.SEA
        return draw.SUBJECT if code == self.key else draw.NEAR if code in self.beside else draw.LAND

    def _below(self) -> tuple[float, list[str]]:
        """Return the height and the SVG of what stands below: the symbols' meanings and what is not shown."""
        parts, x, y = [], 6.0, self.height + 0.0
        kinds = [kind for kind in SITE_KINDS if any(site.kind == kind for site in self.map.sites)]
        entries = [(kind, False, kind) for kind in kinds]
        entries += [("base", True, "planned")] if any(site.planned for site in self.map.sites) else []
        y += _LINE if entries else 0
        for kind, is_open, words in entries:
            wide = 16 + text_width(words) * _SIZE
            if x > 6 and x + wide > self.width:
                x, y = 6.0, y + _LINE
            parts.append(draw.place_symbol(kind, x, y - 5.0, is_open))
            parts.append(text("map-key", x + 8, y - 2, words, _SIZE, draw.SCALE, "start"))
            x += wide + 8
        for line in chain.from_iterable(
            filled_lines(note, self.width - 4, _SIZE) for note in self.map.notes()
        ):
            y += _LINE
            parts.append(text("map-key", 2, y - 2, line, _SIZE, draw.SCALE, "start"))
        return y - self.height, parts
