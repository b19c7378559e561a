"""Parts of every map: lands, the lines between them, a scale bar, symbols of places, and the SVG around it.

WeasyPrint styles an inline SVG by its attributes alone, so these carry the colours of print; the classes
beside them are for a browser's stylesheet, which overrides attributes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from html import escape
from itertools import chain

from .country_shapes import SMALLEST_ISLAND_AREA, ClippedAtlas
from .label_placement import Label, LabelBoard
from .line_geometry import Line, path_data, visible_stretches
from .map_ground import Box
from .svg_marks import ALARM, INK, PAPER

SMALL_LABEL = 9.4  # px: 7 pt, as a map is drawn at about its printed size, 96 px to the inch
SEA, LAND, NEAR, SUBJECT, COAST = "#f4f8fa", "#f3f3f0", "#e2e9ec", "#9fc1d6", "#a9b8bf"
BORDER, FRONTIER, LABEL, SCALE = "#93a1a8", "#12456a", "#2f3f47", "#44525b"


@dataclass(frozen=True)
class BaseMap:
    """Rings by country code, "" for all other lands; and the lines between two lands, by their names."""

    shapes: Mapping[str, list[Line]]
    lines: Mapping[frozenset[str], list[Line]]

    @classmethod
    def of(cls, sheet: ClippedAtlas, wanted: Mapping[str, str], subject: str = "") -> BaseMap:
        """Draw the lands of a frame; `wanted` maps numeric codes to alpha-3.

        The subject is drawn however small it is.
        """
        shapes: dict[str, list[Line]] = defaultdict(list)
        owners: dict[int, set[str]] = defaultdict(set)
        for land, polygons in sheet.lands:
            code = wanted.get(land.code, "")
            rings = sheet.outline(polygons, SMALLEST_ISLAND_AREA if code else 2 * SMALLEST_ISLAND_AREA)
            shapes[code] += rings or (sheet.outline(polygons, 0) if code and code == subject else [])
            for n in chain.from_iterable(chain.from_iterable(polygons)):
                owners[max(n, ~n)].add(code or land.name)
        lines: dict[frozenset[str], list[Line]] = defaultdict(list)
        for n in sorted(n for n, beside in owners.items() if len(beside) > 1):
            lines[frozenset(owners[n])] += visible_stretches(sheet.lines[n], sheet.width, sheet.height)
        return cls(shapes, lines)

    def between(self, one: str, other: str = "") -> list[Line]:
        """Return the lines of a country, or those it shares with another."""
        return [
            line
            for pair, lines in self.lines.items()
            if one in pair and (not other or other in pair)
            for line in lines
        ]


def path_element(kind: str, lines: Iterable[Line], paint: str, end: str = "", mark: str = "") -> str:
    """Return a path element; "" if its lines are too short to be seen."""
    data = path_data(lines, end)
    return f'<path class="{kind}"{mark} {paint} d="{data}"/>' if data else ""


def area_element(kind: str, rings: Iterable[Line], fill: str, code: str = "") -> str:
    """Return a filled path of rings, with the country's code as data."""
    mark = f' data-country="{escape(code)}"' if code else ""
    return path_element(kind, rings, f'fill="{fill}" fill-rule="evenodd"', "z", mark)


def line_element(kind: str, lines: Iterable[Line], colour: str, wide: float) -> str:
    """Return an unfilled path of lines."""
    return path_element(kind, lines, f'fill="none" stroke="{colour}" stroke-width="{wide}"')


def scale_bar(board: LabelBoard, kilometres: float) -> str:
    """Return a bar of round length in the first free corner; place it first, as it can go nowhere else.

    `kilometres` are those of a pixel.
    """
    reach = max(1, 0.2 * board.width * kilometres)
    length = max(n for e in range(5) for n in (10**e, 2 * 10**e, 5 * 10**e) if n <= reach)
    bar = length / kilometres
    draft = Label((f"{length:,} km", ""), SMALL_LABEL, room=bar)  # the bar has the empty line
    _, _, wide, high = draft.box
    corners = [
        (x, y) for y in (board.height - high - 5, high + 5) for x in (wide + 6, board.width - wide - 6)
    ]
    drafts = [Label(draft.lines, draft.size, x=x, y=y, room=bar) for x, y in corners]
    scale = board.first(drafts) or drafts[0]
    ends = [(scale.x + side * bar / 2, scale.y + 0.5 * scale.size) for side in (-1, 1)]
    ticks = [[(x, y - 2), (x, y + 2)] for x, y in ends]
    bar_line = line_element("map-scale", [ends, *ticks], SCALE, 0.8)
    return bar_line + scale.svg("map-label map-label-scale", SCALE)


def place_symbol(kind: str, x: float, y: float, planned: bool = False) -> str:
    """Return a ring for a capital, a square for a base, a triangle for an exercise, else a diamond."""
    if kind == "capital":
        return (
            f'<circle class="map-capital" cx="{x:.1f}" cy="{y:.1f}" r="2.6" fill="{PAPER}" stroke="{INK}"'
            f' stroke-width="1.2"/>'
        )
    shapes = {"base": "m-3.2 -3.2h6.4v6.4h-6.4z", "exercise": "m0 -4.2l4 7.2h-8z"}
    fill, edge = (PAPER, ALARM) if planned else (ALARM, PAPER)
    return (
        f'<path class="map-{"planned" if planned else "site"}" d="M{x:.1f} {y:.1f}'
        f'{shapes.get(kind, "m0 -4.2l4.2 4.2 -4.2 4.2 -4.2 -4.2z")}"'
        f' fill="{fill}" stroke="{edge}" stroke-width="0.9"/>'
    )


def symbol_box(x: float, y: float) -> Box:
    """Return the box around a symbol."""
    return x - 4.5, y - 4.5, x + 4.5, y + 4.5


def map_svg(
    kind: str, key: str, title: str, description: str, width: float, height: float, parts: Iterable[str]
) -> str:
    """Return a map with its name and description for screen readers."""
    key = f"map-{escape(key.lower())}"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="map {kind}" viewBox="0 0 {width:g} {height:g}"'
        f' role="img" aria-labelledby="{key}-title {key}-desc" font-family="Briefing Sans"'
        f' text-anchor="middle"><title id="{key}-title">{escape(title)}</title>'
        f'<desc id="{key}-desc">{escape(description)}</desc>'
        f"{''.join(parts)}</svg>"
    )


def narrow_map_svg(kind: str, width: float, height: float, parts: Iterable[str]) -> str:
    """Return the form for a phone of a map, which screen readers pass over: they read the other form."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="map {kind} narrow-form"'
        f' viewBox="0 0 {width:g} {height:g}" aria-hidden="true" font-family="Briefing Sans"'
        f' text-anchor="middle">{"".join(parts)}</svg>'
    )
