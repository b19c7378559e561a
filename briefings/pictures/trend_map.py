"""A map of a region with the trend of each country, told by shade and by sign."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from . import map_base as draw
from .country_shapes import Atlas
from .label_placement import LabelBoard
from .region_map import RegionMap, noted
from .svg_marks import ALARM, INK, PALE, PAPER, text

WIDTH, HEIGHT = 300, 165  # px
SIGNS = {"worsening": "▼", "improving": "▲", "stable": "▶", "mixed": "◆", "unknown": "○"}
_FILLS = {"worsening": "#e3b7ae", "mixed": PALE, "stable": "#e2e9ec", "improving": "#b9d8ca"}


def trend_map(
    atlas: Atlas,
    trends: Mapping[str, str],
    names: Mapping[str, str],
    *,
    key: str,
    title: str,
) -> str:
    """Return the map as SVG; codes are ISO 3166-1 alpha-3. Raises NoGeometry if no country has a shape.

    Countries of `names` without a name or a place on it are named below it.
    """
    region: Sequence[str] = list(names)
    scene = RegionMap.of(atlas, region, names, WIDTH, HEIGHT)
    parts = scene.lands({}, WIDTH, HEIGHT)
    for code in sorted(trends.keys() & scene.ground.shapes.keys()):
        trend = trends[code]
        fill = _FILLS.get(trend, draw.LAND)
        parts.append(draw.area_element(f"map-trend-{trend}", scene.ground.shapes[code], fill, code))
        parts.append(draw.line_element("map-frontier", scene.ground.between(code), draw.BORDER, 0.6))
    board = LabelBoard(WIDTH, HEIGHT)
    for code, (x, y) in scene.interior_points.items():
        if code in trends:
            ink = ALARM if trends[code] == "worsening" else INK
            parts.append(f'<circle class="map-plate" cx="{x:.1f}" cy="{y:.1f}" r="6" fill="{PAPER}"/>')
            parts.append(text("map-sign", x, y + 3.4, SIGNS[trends[code]], 9.4, ink, "middle", True))
            board.taken.append((x - 6, y - 6, x + 6, y + 6))
    fills = {code: _FILLS[trend] for code, trend in trends.items() if trend in _FILLS}
    named = scene.named(names, board, region, fills=fills)
    below, foot = noted(named.notes(), WIDTH, HEIGHT)
    parts += [*named.parts, *below]
    told = [f"{names[code]} {trend}" for code, trend in trends.items() if code in scene.interior_points]
    description = f"{title}: {', '.join(told)}. {named.words()}"
    drawn = f'<g id="map-{key}-drawn">{"".join(parts)}</g>'
    wide = draw.map_svg("trends", key, title, description, WIDTH, foot, [drawn])
    again = f'<use href="#map-{key}-drawn"/>'  # the same on a phone, for readers of the screen only
    return wide + draw.narrow_map_svg("trends", WIDTH, foot, [again])
