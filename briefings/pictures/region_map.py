"""The ground that maps of a region share: its countries in one frame. Codes are ISO 3166-1 alpha-3."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from ..core import wording
from . import label_placement
from . import map_base as draw
from .country_shapes import Atlas, ClippedAtlas, NoGeometry, region_view
from .label_placement import Label, LabelBoard, ScanRows
from .line_geometry import ring_area
from .map_ground import Point
from .map_names import MapNames
from .projection import Projection
from .svg_marks import SMALL, SOFT, filled_lines, text

_SIZES = (10.0, 9.4)
_LINE = 12.5  # px, of notes below a map


@dataclass(frozen=True, slots=True)
class NamedLands:
    """The names of countries on a map: as SVG, those that are printed, and those that had no room."""

    parts: Sequence[str]
    printed: Sequence[str]
    unnamed: Sequence[str]

    def words(self) -> str:
        """Return what a text alternative says of them."""
        parts = [f"On the map: {wording.listed(sorted(self.printed))}."] if self.printed else []
        return " ".join([*parts, *self.notes()])

    def notes(self) -> list[str]:
        """Return what stands below the map of those that had no room."""
        return [f"Not named on the map: {wording.listed(sorted(self.unnamed))}."] if self.unnamed else []


@dataclass(frozen=True)
class RegionMap:
    """A region's countries in a frame, with a point inside each for arrows to lead to."""

    view: Projection
    ground: draw.BaseMap
    rows: Mapping[str, ScanRows]
    interior_points: Mapping[str, Point]

    @classmethod
    def of(
        cls,
        atlas: Atlas,
        codes: Sequence[str],
        names: Mapping[str, str],
        width: int,
        height: int,
        view: Projection | None = None,
    ) -> RegionMap:
        """Fit the frame to `codes`, and draw all of `names` in detail as far as they reach into it.

        With a view the frame is that of the view. Raises NoGeometry if no country of `codes` has a shape.
        """
        lands = {code: atlas.lands_of(code, names.get(code, "")) for code in dict.fromkeys(codes)}
        known = [shapes for shapes in lands.values() if shapes]
        if not known:
            raise NoGeometry("no shape for any of the countries")
        view = view or region_view(atlas, known, width, height)
        shown = sorted({*codes, *names})
        wanted = {key: code for code in shown if (key := atlas.key_of(code, names.get(code, "")))}
        ground = draw.BaseMap.of(ClippedAtlas.of(atlas, view, width, height, "", frozenset(wanted)), wanted)
        rows = {code: label_placement.scan_rows(rings) for code, rings in ground.shapes.items() if code}
        points = {code: label_placement.interior_point(spans) for code, spans in rows.items()}
        return cls(view, ground, rows, {code: point for code, point in points.items() if point})

    def lands(self, fills: Mapping[str, str], width: int, height: int) -> list[str]:
        """Return the SVG of coast, countries and borders; `fills` has the colours of some countries."""
        shapes = self.ground.shapes
        classes = {
            code: "map-neighbour" if fill == draw.NEAR else "map-subject" for code, fill in fills.items()
        }
        borders = [lines for pair, lines in self.ground.lines.items() if pair & self.rows.keys()]
        return [
            f'<rect class="map-sea" width="{width}" height="{height}" fill="{draw.SEA}"/>',
            f'<g class="map-coast" stroke="{draw.COAST}" stroke-width="0.4" stroke-linejoin="round">',
            *(
                draw.area_element(classes.get(code, "map-land"), shape, fills.get(code, draw.LAND), code)
                for code, shape in sorted(shapes.items())
            ),
            "</g>",
            draw.line_element("map-border", [*chain.from_iterable(borders)], draw.BORDER, 0.6),
        ]

    def names(
        self, names: Mapping[str, str], board: LabelBoard, first: Sequence[str] = (), over: bool = True
    ) -> dict[str, Label]:
        """Place the names of countries that have room for one: those in `first`, then larger before smaller.

        `over` lets a name run over the edges of its country.
        """
        placed = {}
        sizes = {code: sum(abs(ring_area(ring)) for ring in self.ground.shapes[code]) for code in self.rows}
        for code in sorted(
            names.keys() & sizes.keys(), key=lambda code: (code not in first, -sizes[code], code)
        ):
            name, rows = names[code], self.rows[code]
            drafts = label_placement.labels_inside(name, _SIZES, rows)
            if over:
                drafts = chain(drafts, label_placement.labels_across(name, _SIZES[-1], rows))
            if label := board.first(drafts):
                placed[code] = label
        return placed

    def named(
        self,
        names: Mapping[str, str],
        board: LabelBoard,
        must: Sequence[str] = (),
        over: bool = True,
        fills: Mapping[str, str] | None = None,
    ) -> NamedLands:
        """Name the countries that have room, and those of `must` on a leader line if they have none.

        A name across a border stands on a plate in the colour of its country, as `fills` has it.
        """
        placed = self.names(names, board, must, over)
        printed, placer = [names[code] for code in placed], MapNames(board, self.rows)
        placer.keep_clear_of(chain.from_iterable(self.ground.lines.values()))
        parts: list[str] = []
        unnamed: list[str] = []
        for code, label in placed.items():
            if placer.strikes(label.box):
                parts.append(label.svg_on_plate("map-plate", (fills or {}).get(code, draw.LAND), "none"))
            parts.append(label.svg("map-label", draw.LABEL))
        for code in must:
            if code in placed or code not in names:
                continue
            point = self.interior_points.get(code)
            led = point and (
                placer.led(point, names[code], _SIZES[-1])
                or placer.led(point, names[code], _SIZES[-1], over_land=True)
            )
            if led:
                label, leader = led
                ground = draw.LAND if placer.land_at(label.x, label.y) is not None else draw.SEA
                parts += [leader, label.svg_on_plate("map-plate", ground, "none")]
                parts.append(label.svg("map-label", draw.LABEL))
            (printed if led else unnamed).append(names[code])
        return NamedLands(parts, printed, unnamed)


def noted(notes: Iterable[str], width: float, top: float) -> tuple[list[str], float]:
    """Return notes below a map as SVG, and their lower end."""
    parts: list[str] = []
    for line in chain.from_iterable(filled_lines(note, width) for note in notes):
        top += _LINE
        parts.append(text("map-key", 0, top - 3, line, SMALL, SOFT, "start"))
    return parts, top
