"""Maps of membership as inline SVG: one small map for each body. Codes are ISO 3166-1 alpha-3."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape

from . import map_base as draw
from .country_shapes import Atlas, main_part, whole_view
from .label_placement import LabelBoard
from .letter_widths import BOLD_WIDTH_RATIO, text_width
from .line_geometry import Line, ring_area
from .projection import WORLD_RATIO, Projection, WorldProjection
from .region_map import RegionMap
from .svg_marks import DEEP, INK, PALE, PAPER, SMALL, SOFT, element, filled_lines, text, truncated

_NARROW_FROM = 2  # columns, beyond which two maps stand side by side on a phone
_HIGHEST = 190  # px of a map
_THINNED = 4  # every so many points of a shape tell its extent
_GAIN = 1.5  # times as large, from which four maps stand two and two
_SPOT, _RADIUS = 9.0, 2.4  # px² of a land, below which a member is a spot; px of that
_WIDTH, _GAP = 640, 10  # px: of all maps side by side, and the room between two


@dataclass(frozen=True, slots=True)
class MemberBody:
    """A body with the role of each member country."""

    name: str
    roles: Mapping[str, str]


# A full member is filled; each other role has a hatching of its own, the more open the less say it has.
_HATCHES = {
    "withdrawing": "leaving",
    "associate": "level",
    "observer": "close",
    "candidate": "dots",
    "dialogue-partner": "open",
    "guest": "open",
    "suspended": "cross",
}
_DIAGONALS = "M0 4L4 0M-1 1L1 -1M3 5L5 3"
_PATTERNS = {
    "leaving": (PALE, "M2 0V4", 1.6),
    "level": (PAPER, "M0 2H4", 1.1),
    "close": (PAPER, _DIAGONALS, 1.1),
    "dots": (PAPER, "M1.3 2H2.7", 1.4),
    "open": (PAPER, _DIAGONALS, 0.4),
    "cross": (PAPER, "M0 0L4 4M0 4L4 0", 0.8),
}


def body_maps(
    atlas: Atlas,
    shown: Sequence[MemberBody],
    fit: Sequence[str],
    names: Mapping[str, str],
    *,
    key: str,
    title: str,
    description: str,
) -> str:
    """Return one SVG with a small map for each body, its members filled by their role.

    All maps have one frame, that of all members: a part of the world, or the world. The names of `fit` are
    placed first. Raises NoGeometry if no member has a shape.
    """
    columns, wide, high, scene = _scene(atlas, shown, names)
    ids = {kind: f"map-{key}-{kind}" for kind in _PATTERNS}
    defs = "".join(
        f'<pattern id="{ids[kind]}" width="4" height="4" patternUnits="userSpaceOnUse">'
        f'<rect class="map-hatch-ground" width="4" height="4" fill="{ground}"/>'
        f'<path class="map-hatch" d="{path}" stroke="{DEEP}" stroke-width="{wide}"/></pattern>'
        for kind, (ground, path, wide) in _PATTERNS.items()
    )
    frame = f'<clipPath id="map-{key}-frame"><rect width="{wide}" height="{high}"/></clipPath>'
    parts = [f"<defs>{defs}{frame}</defs>"]
    board = LabelBoard(wide, high)
    scale = draw.scale_bar(board, scene.view.kilometres)
    labels = scene.names(names, board, fit, over=False)
    plain = f"map-{key}-plain"  # the lands are the same on every map, and are written once
    codes = sorted({code for body in shown for code in body.roles})
    outlines = _outlines(atlas, key, codes, scene, names)
    once = "".join(outlines.values())
    parts.append(f'<defs><g id="{plain}">{"".join(scene.lands({}, wide, high))}</g>{once}</defs>')
    for n, body in enumerate(shown):
        x, y = (n % columns) * (wide + _GAP), (n // columns) * (high + 22)
        parts.append(f'<g id="map-{key}-body-{n}" transform="translate({x} {y + 14})">')
        name = truncated(body.name, wide / BOLD_WIDTH_RATIO, 10.5)
        parts.append(text("map-head", 0, -4, name, 10.5, INK, "start", True))
        parts.append(f'<g clip-path="url(#map-{key}-frame)"><use href="#{plain}"/>')
        parts += _members(key, body, outlines, ids)
        for code, label in labels.items():  # a name on hatching needs a ground of its own
            if code not in body.roles:
                continue  # a name on a land without a sign would say that it is no member
            if _HATCHES.get(body.roles.get(code, "")):
                parts.append(label.svg_on_plate("map-plate", PAPER, "none"))
            parts.append(label.svg("map-label", draw.LABEL))
        parts += [scale if n == 0 else "", "</g></g>"]
    top = -(-len(shown) // columns) * (high + 22)
    roles = Counter(_HATCHES.get(role, "") for body in shown for role in body.roles.values())
    kinds = [kind for kind in ("", *_PATTERNS) if roles[kind]]
    outside = [note for body in shown if (note := _without_a_shape(atlas, body, names))]
    role_key, foot = _role_key(kinds, shown, ids, top, _WIDTH)
    role_key, foot = _noted(role_key, foot, outside, _WIDTH)
    wide_form = draw.map_svg("bodies", key, title, description, _WIDTH, foot, [*parts, *role_key])
    # The form for a phone: the same maps, two side by side or below each other, without drawing them again.
    beside = 2 if columns > _NARROW_FROM else 1
    maps = []
    for n in range(len(shown)):
        right = (n % beside - n % columns) * (wide + _GAP)
        down = (n // beside - n // columns) * (high + 22)
        maps.append(f'<use href="#map-{key}-body-{n}" x="{right}" y="{down}"/>')
    across = beside * (wide + _GAP) - _GAP
    role_key, foot = _role_key(kinds, shown, ids, -(-len(shown) // beside) * (high + 22), across)
    role_key, foot = _noted(role_key, foot, outside, across)
    return wide_form + draw.narrow_map_svg("bodies", across, foot, [*maps, *role_key])


def _scene(
    atlas: Atlas, shown: Sequence[MemberBody], names: Mapping[str, str]
) -> tuple[int, int, int, RegionMap]:
    """Return how many maps stand side by side, their width and height, and the ground of all."""
    members = sorted({code for body in shown for code in body.roles})
    shapes = [lands for code in members if (lands := atlas.lands_of(code, names.get(code, "")))]
    places = [place for lands in shapes for place in main_part(atlas, lands)[0][::_THINNED]]
    columns = 3 if len(shown) > 4 else max(2, len(shown))
    frame = _frame(places, columns)
    if isinstance(frame[-1], WorldProjection):
        columns = min(2, len(shown))
        frame = _frame(places, columns)
    elif columns == 4 and frame[-1].kilometres > _GAIN * (large := _frame(places, 2))[-1].kilometres:
        columns, frame = 2, large
    wide, high, view = frame
    return columns, wide, high, RegionMap.of(atlas, members, names, wide, high, view)


def _frame(places: Line, columns: int) -> tuple[int, int, Projection]:
    """Return width, height and view of maps that show all places, so many side by side."""
    wide = (_WIDTH - _GAP * (columns - 1)) // columns
    high = min(wide, _HIGHEST)
    view = whole_view(places, wide, high) if places else None
    return (wide, high, view) if view else (wide, round(wide * WORLD_RATIO), WorldProjection.of(wide))


def _noted(parts: Sequence[str], foot: float, notes: Sequence[str], width: float) -> tuple[list[str], float]:
    """Return the parts with notes below them, and the lower end of all."""
    lines = [line for note in notes for line in filled_lines(note, width)]
    texts = [text("map-key", 0, foot + 13 * n, line, SMALL, SOFT, "start") for n, line in enumerate(lines, 1)]
    return [*parts, *texts], foot + 13 * len(lines) + (4 if lines else 0)


def _without_a_shape(atlas: Atlas, body: MemberBody, names: Mapping[str, str]) -> str:
    """Return the members of a body that no map can show, as a note; "" if there are none."""
    missing = [code for code in body.roles if not atlas.lands_of(code, names.get(code, ""))]
    words = ", ".join(sorted(names.get(code, code) for code in missing))
    return f"Not on the map, {body.name}: {words}." if missing else ""


def _outlines(
    atlas: Atlas, key: str, codes: Iterable[str], scene: RegionMap, names: Mapping[str, str]
) -> dict[str, str]:
    """Return the area and the border of each member, by its code: most are members of several bodies.

    A member too small to be seen is a spot.
    """
    parts = {}
    for code in codes:
        rings = scene.ground.shapes.get(code, [])
        area = draw.path_element("map-area", rings, 'fill-rule="evenodd"', "z")
        edge = draw.line_element("map-frontier", scene.ground.between(code), draw.FRONTIER, 0.6)
        if sum(abs(ring_area(ring)) for ring in rings) < _SPOT:
            lands = atlas.lands_of(code, names.get(code, ""))
            if not lands:
                continue
            xs, ys = zip(*scene.view.projected(main_part(atlas, lands)[0]), strict=True)
            place = {"cx": (min(xs) + max(xs)) / 2, "cy": (min(ys) + max(ys)) / 2, "r": _RADIUS}
            area = element("circle", "map-area", **place)
            edge = element(
                "circle", "map-frontier", **place, fill="none", stroke=draw.FRONTIER, stroke_width="0.8"
            )
        parts[code] = f'<g id="map-{key}-{code}">{area}</g><g id="map-{key}-{code}-edge">{edge}</g>'
    return parts


def _members(key: str, body: MemberBody, drawn: Iterable[str], ids: Mapping[str, str]) -> list[str]:
    parts, members = [], sorted(body.roles.keys() & set(drawn))
    for code in members:
        hatch = _HATCHES.get(body.roles[code], "")
        paint = f"url(#{ids[hatch]})" if hatch else PALE
        parts.append(
            f'<use class="map-role-{hatch or "full"}" data-country="{escape(code)}"'
            f' href="#map-{key}-{code}" fill="{paint}"/>'
        )
    return [*parts, *(f'<use href="#map-{key}-{code}-edge"/>' for code in members)]


def _role_key(
    kinds: Sequence[str], shown: Sequence[MemberBody], ids: Mapping[str, str], top: float, width: float
) -> tuple[list[str], float]:
    """Return the key of the roles, in lines of a width, and its lower end."""
    used = {role for body in shown for role in body.roles.values()}
    parts, x = [], 0.0
    for kind in kinds:
        roles = sorted(role.replace("-", " ") for role in used if _HATCHES.get(role, "") == kind)
        words = truncated(", ".join(roles), width - 21)
        if x and x + 21 + text_width(words) * SMALL > width:
            x, top = 0.0, top + 14
        paint = f"url(#{ids[kind]})" if kind else PALE
        box = f'x="{x + 0.5:.1f}" y="{top + 2:.1f}" width="16" height="9"'
        edge = f'stroke="{draw.FRONTIER}" stroke-width="0.6"'
        parts.append(f'<rect class="map-role-{kind or "full"}" {box} {edge} fill="{paint}"/>')
        parts.append(text("map-key", x + 21, top + 10, words, SMALL, SOFT, "start"))
        x += 34 + text_width(words) * SMALL
    plain = "no membership reported"
    if x and x + 21 + text_width(plain) * SMALL > width:
        x, top = 0.0, top + 14
    box = f'x="{x + 0.5:.1f}" y="{top + 2:.1f}" width="16" height="9"'
    parts.append(
        f'<rect class="map-land" {box} stroke="{draw.COAST}" stroke-width="0.6" fill="{draw.LAND}"/>'
    )
    parts.append(text("map-key", x + 21, top + 10, plain, SMALL, SOFT, "start"))
    return parts, top + 14
