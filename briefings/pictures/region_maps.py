"""Maps of a region as inline SVG: who moves where, and who is of which body. Codes are ISO 3166-1 alpha-3."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from . import label_placement
from . import map_base as draw
from .country_shapes import (
    Atlas,
    Box,
    ClippedAtlas,
    Line,
    NoGeometry,
    Point,
    Projection,
    numeric_code,
    ring_area,
)
from .label_placement import Label, LabelBoard, ScanRows
from .svg_marks import (
    ALARM,
    BOLD_WIDTH_RATIO,
    DEEP,
    INK,
    PALE,
    PAPER,
    SMALL,
    SOFT,
    text,
    text_width,
    truncated,
)

_SIZES = (9.5, 9.0, 8.4, 8.0)
# Below each amount an arrow is so wide, in px; a printed line cannot show finer steps.
_WIDTHS = ((1_000.0, 2.0), (10_000.0, 3.6), (100_000.0, 5.6), (1_000_000.0, 8.0), (math.inf, 10.5))
_STYLES = {
    "solid": (DEEP, PAPER, ""),
    "outlined": (PAPER, DEEP, ""),
    "dashed": (PAPER, ALARM, ' stroke-dasharray="2.4 1.6"'),
}
_APART = 7.0  # px between arrows to one country
_WIDTH, _GAP = 640, 10  # px: of all maps of bodies side by side, and the room between two


@dataclass(frozen=True, slots=True)
class Flow:
    """Movement into one country, or into several together; `style` is solid, outlined or dashed."""

    into: tuple[str, ...]
    amount: float
    text: str
    style: str


@dataclass(frozen=True)
class _Scene:
    """A region's lands in a frame, and where each country's heart is."""

    view: Projection
    ground: draw.BaseMap
    rows: Mapping[str, ScanRows]
    interior_points: Mapping[str, Point]

    @classmethod
    def of(cls, atlas: Atlas, codes: Sequence[str], shown: Iterable[str], width: int, height: int) -> _Scene:
        """Fitted to `codes`; `shown` are drawn in detail too where they reach in. Raises NoGeometry."""
        lands = {
            code: [land for land in atlas.territories if land.code and land.code == numeric_code(code)]
            for code in dict.fromkeys(codes)
        }
        known = [found for found in lands.values() if found]
        if not known:
            raise NoGeometry("no shape for any of the countries")
        view = Projection.of_region(atlas, known, width, height)
        wanted = {number: code for code in sorted({*codes, *shown}) if (number := numeric_code(code))}
        ground = draw.BaseMap.of(ClippedAtlas(atlas, view, width, height, "", frozenset(wanted)), wanted)
        rows = {code: label_placement.scan_rows(rings) for code, rings in ground.shapes.items() if code}
        hearts = {
            code: heart for code, spans in rows.items() if (heart := label_placement.interior_point(spans))
        }
        return cls(view, ground, rows, hearts)

    def lands(self, fills: Mapping[str, str], width: int, height: int) -> list[str]:
        """The coast and the countries, each in its fill, others in the plain one."""
        shapes = self.ground.shapes
        return [
            f'<rect class="map-sea" width="{width}" height="{height}" fill="{draw.SEA}"/>',
            f'<g class="map-coast" stroke="{draw.COAST}" stroke-width="0.4" stroke-linejoin="round">',
            *(draw.area_element("map-land" if code not in fills else "map-neighbour" if fills[code] == draw.NEAR
                        else "map-subject", shapes[code], fills.get(code, draw.LAND), code)
              for code in sorted(shapes)),
            "</g>",
            draw.line_element("map-border", [line for pair, lines in self.ground.lines.items() if pair & self.rows.keys()
                                       for line in lines], draw.BORDER, 0.6),
        ]  # fmt: skip

    def names(
        self, names: Mapping[str, str], board: LabelBoard, first: Sequence[str] = (), over: bool = True
    ) -> dict[str, Label]:
        """Names of countries where there is room: of some before all others, and of large ones before small
        ones.

        `over` lets a name run over the edges of its country.
        """
        found = {}
        sizes = {code: sum(abs(ring_area(ring)) for ring in self.ground.shapes[code]) for code in self.rows}
        for code in sorted(
            names.keys() & sizes.keys(), key=lambda code: (code not in first, -sizes[code], code)
        ):
            drafts = label_placement.labels_inside(names[code], _SIZES, self.rows[code])
            if over:
                drafts = chain(
                    drafts, label_placement.labels_across(names[code], _SIZES[-1], self.rows[code])
                )
            if label := board.first(drafts):
                found[code] = label
        return found


def flow_map(
    atlas: Atlas,
    origin: str,
    arrows: Sequence[Flow],
    names: Mapping[str, str],
    *,
    key: str,
    title: str,
    description: str,
    words: Mapping[str, str],
    width: int = 640,
    height: int = 290,
) -> tuple[str, list[Flow]]:
    """Arrows from one country into others, as wide as the amount; `words` say what each style stands for.

    Beside it the arrows that are in it: a country without a shape, or outside the frame, has no place to
    point at.
    """
    targets = [code for arrow in arrows for code in arrow.into]
    scene = _Scene.of(atlas, [origin, *targets], names, width, height)
    start = scene.interior_points.get(origin)
    drawn = [arrow for arrow in arrows if all(code in scene.interior_points for code in arrow.into)]
    if start is None or not drawn:
        return "", []
    board = LabelBoard(width, height)
    parts = scene.lands(
        {code: draw.SUBJECT if code == origin else draw.NEAR for code in {origin, *targets}}, width, height
    )
    parts.append(draw.scale_bar(board, scene.view.kilometres))
    labels = scene.names({origin: names.get(origin, origin)}, board)
    seen: Counter[tuple[str, ...]] = Counter()
    totals = Counter(arrow.into for arrow in drawn)
    plates: list[tuple[Flow, Line]] = []
    for arrow in sorted(drawn, key=lambda arrow: (-arrow.amount, arrow.text)):
        ends = [scene.interior_points[code] for code in arrow.into]
        goal = sum(x for x, _ in ends) / len(ends), sum(y for _, y in ends) / len(ends)
        side = seen[arrow.into] - (totals[arrow.into] - 1) / 2
        seen[arrow.into] += 1
        spine = _spine(start, goal, side, wide := _width(arrow.amount))
        board.taken += [_around(point, wide / 2 + 1) for point in spine[3:]]
        parts.append(_arrow(spine, wide, arrow.style))
        if len(ends) > 1:
            forks = [[spine[-1], end] for end in ends]
            parts.append(
                draw.line_element("map-fork", forks, SOFT, 0.8).replace("/>", ' stroke-dasharray="1.5 2"/>')
            )
            parts += [
                f'<circle class="map-fork" cx="{x:.1f}" cy="{y:.1f}" r="1.8" fill="{SOFT}"/>' for x, y in ends
            ]
        plates.append((arrow, spine))
    for arrow, spine in plates:
        label = board.first(_by(spine, arrow.text))
        if label:
            colour = ALARM if arrow.style == "dashed" else DEEP
            parts += [
                label.svg_on_plate("map-plate", PAPER, colour),
                label.svg("map-label map-label-length", colour),
            ]
    labels |= scene.names({code: name for code, name in names.items() if code != origin}, board, targets)
    parts += [label.svg("map-label", draw.LABEL) for label in labels.values()]
    entries = _flow_key([arrow.style for arrow in drawn], [arrow.amount for arrow in drawn], words, height)
    return draw.map_svg("flows", key, title, description, width, height + 30, [*parts, *entries]), drawn


def _width(amount: float) -> float:
    return next(wide for limit, wide in _WIDTHS if amount < limit)


def _around(point: Point, reach: float) -> Box:
    x, y = point
    return x - reach, y - reach, x + reach, y + reach


def _spine(start: Point, goal: Point, side: float, wide: float) -> Line:
    """A bow from start to goal; those of one goal lie side by side."""
    dx, dy = goal[0] - start[0], goal[1] - start[1]
    far = math.hypot(dx, dy) or 1.0
    nx, ny = -dy / far, dx / far
    shift = side * (_APART + 7)
    a = start[0] + dx * 0.16 + nx * shift * 0.3, start[1] + dy * 0.16 + ny * shift * 0.3
    b = goal[0] + nx * shift * 0.8, goal[1] + ny * shift * 0.8
    bow = shift * 1.4 + far * 0.07
    c = (a[0] + b[0]) / 2 + nx * bow, (a[1] + b[1]) / 2 + ny * bow
    return [
        tuple((1 - t) ** 2 * p + 2 * t * (1 - t) * q + t * t * r for p, q, r in zip(a, c, b, strict=True))  # type: ignore[misc]
        for t in (n / 14 for n in range(15))
    ]


def _arrow(spine: Line, wide: float, style: str) -> str:
    """A band along the spine with a head at its end, as one outline."""
    fill, edge, dashes = _STYLES[style]
    head = max(7.0, 1.9 * wide)
    whole = label_placement.line_length(spine)
    neck = label_placement.point_along(spine, max(0.0, whole - head))
    body = [
        point for n, point in enumerate(spine) if label_placement.line_length(spine[: n + 1]) < whole - head
    ] + [neck]
    left, right = [], []
    for n, (x, y) in enumerate(body):
        u, v = (body[n + 1] if n + 1 < len(body) else spine[-1]), (body[n - 1] if n else body[0])
        dx, dy = u[0] - v[0], u[1] - v[1]
        far = math.hypot(dx, dy) or 1.0
        half = wide / 2 * (0.55 + 0.45 * n / max(1, len(body) - 1))
        left.append((x - dy / far * half, y + dx / far * half))
        right.append((x + dy / far * half, y - dx / far * half))
    dx, dy = spine[-1][0] - neck[0], spine[-1][1] - neck[1]
    far = math.hypot(dx, dy) or 1.0
    barb = max(3.6, wide * 1.05)
    tips = [
        (neck[0] - dy / far * barb, neck[1] + dx / far * barb),
        spine[-1],
        (neck[0] + dy / far * barb, neck[1] - dx / far * barb),
    ]
    paint = f'fill="{fill}" stroke="{edge}" stroke-width="1"{dashes} stroke-linejoin="round"'
    return draw.path_element(f"map-flow map-flow-{style}", [[*left, *tips, *reversed(right)]], paint, "z")


def _by(spine: Line, words: str) -> Iterable[Label]:
    """Where the amount may stand: on its arrow, else beside it."""
    whole = label_placement.line_length(spine)
    for gap in (0.0, 9.0, 14.0, 20.0):
        for part in (0.62, 0.5, 0.74, 0.38, 0.86, 0.26):
            x, y = label_placement.point_along(spine, part * whole)
            for side in (1, -1) if gap else (1,):
                label = Label((words,), 8.4, True, x, y)
                wide, high = label.box[2] - x, label.box[3] - y
                yield from (
                    Label((words,), 8.4, True, x + side * (gap + wide) * (gap > 0), y),
                    Label((words,), 8.4, True, x, y + side * (gap + high) * (gap > 0)),
                )


def _flow_key(
    styles: Sequence[str], amounts: Sequence[float], words: Mapping[str, str], top: float
) -> list[str]:
    """What styles and widths mean."""
    parts, x, y = [], 0.0, top + 12
    for style in (style for style in _STYLES if style in styles):
        told = words[style]
        parts += [_arrow([(x + n * 2.2, y - 3) for n in range(12)], 4.4, style)]
        parts.append(text("map-key", x + 30, y, told, SMALL, SOFT, "start"))
        x += 44 + text_width(told) * SMALL
    parts.append(text("map-key", 0, y + 14, "Number of people", SMALL, SOFT, "start"))
    x, used = 10 + text_width("Number of people") * SMALL, {_width(amount) for amount in amounts}
    low = 0.0
    for limit, wide in _WIDTHS:
        if wide in used:
            told = (
                f"{low:,.0f} and more"
                if limit == math.inf
                else f"below {limit:,.0f}"
                if not low
                else f"{low:,.0f} to {limit:,.0f}"
            )
            parts.append(_arrow([(x + n * 2.2, y + 11) for n in range(12)], wide, "solid"))
            parts.append(text("map-key", x + 30, y + 14, told, SMALL, SOFT, "start"))
            x += 44 + text_width(told) * SMALL
        low = limit
    return parts


@dataclass(frozen=True, slots=True)
class MemberBody:
    """A body with the role of each member country."""

    name: str
    roles: Mapping[str, str]


# How a role is drawn: all of a full member is filled, a lesser one is hatched, the more openly the less it
# has to say.
_HATCHES = {
    "associate": "close",
    "observer": "close",
    "suspended": "cross",
    "candidate": "open",
    "dialogue-partner": "open",
    "guest": "open",
}
_PATTERNS = {
    "close": '<path class="map-hatch" d="M0 4L4 0M-1 1L1 -1M3 5L5 3" stroke="{0}" stroke-width="1.1"/>',
    "open": '<path class="map-hatch" d="M0 4L4 0M-1 1L1 -1M3 5L5 3" stroke="{0}" stroke-width="0.4"/>',
    "cross": '<path class="map-hatch" d="M0 0L4 4M0 4L4 0" stroke="{0}" stroke-width="0.8"/>',
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
    """A small map for each body, all of one frame (that of `fit`), with its members filled by their role."""
    columns = min(4, max(2, len(shown)))
    wide = (_WIDTH - _GAP * (columns - 1)) // columns
    high = min(wide, 190)
    scene = _Scene.of(atlas, fit, names, wide, high)
    ids = {kind: f"map-{key}-{kind}" for kind in _PATTERNS}
    defs = "".join(
        f'<pattern id="{ids[kind]}" width="4" height="4" patternUnits="userSpaceOnUse">'
        f'<rect class="map-hatch-ground" width="4" height="4" fill="{PAPER}"/>{lines.format(DEEP)}</pattern>'
        for kind, lines in _PATTERNS.items()
    )
    frame = f'<clipPath id="map-{key}-frame"><rect width="{wide}" height="{high}"/></clipPath>'
    parts = [f"<defs>{defs}{frame}</defs>"]
    board = LabelBoard(wide, high)
    scale = draw.scale_bar(board, scene.view.kilometres)
    labels = scene.names(names, board, fit, over=False)
    plain = f"map-{key}-plain"  # the lands are the same on every map, and are told once
    parts.append(f'<defs><g id="{plain}">{"".join(scene.lands({}, wide, high))}</g></defs>')
    for n, body in enumerate(shown):
        x, y = (n % columns) * (wide + _GAP), (n // columns) * (high + 22)
        parts.append(f'<g transform="translate({x} {y + 14})">')
        parts.append(
            text(
                "map-head",
                0,
                -4,
                truncated(body.name, wide / BOLD_WIDTH_RATIO, 10.5),
                10.5,
                INK,
                "start",
                True,
            )
        )
        parts.append(f'<g clip-path="url(#map-{key}-frame)"><use href="#{plain}"/>')
        parts += _members(body, scene, ids)
        for code, label in labels.items():  # a name on hatching needs a ground of its own
            parts.append(
                label.svg_on_plate("map-plate", PAPER, "none")
                if _HATCHES.get(body.roles.get(code, ""))
                else ""
            )
            parts.append(label.svg("map-label", draw.LABEL))
        parts += [scale if n == 0 else "", "</g></g>"]
    top = -(-len(shown) // columns) * (high + 22)
    roles = Counter(_HATCHES.get(role, "") for body in shown for role in body.roles.values())
    parts += _role_key([kind for kind in ("", *_PATTERNS) if roles[kind]], shown, ids, top)
    return draw.map_svg("bodies", key, title, description, _WIDTH, top + 14, parts)


def _members(body: MemberBody, scene: _Scene, ids: Mapping[str, str]) -> list[str]:
    shapes, parts = scene.ground.shapes, []
    members = sorted(body.roles.keys() & shapes.keys())
    for code in members:
        hatch = _HATCHES.get(body.roles[code], "")
        paint = f"url(#{ids[hatch]})" if hatch else PALE
        parts.append(draw.area_element(f"map-role-{hatch or 'full'}", shapes[code], paint, code))
    lines = [line for code in members for line in scene.ground.between(code)]
    return [*parts, draw.line_element("map-frontier", lines, draw.FRONTIER, 0.6)]


def _role_key(
    kinds: Sequence[str], shown: Sequence[MemberBody], ids: Mapping[str, str], top: float
) -> list[str]:
    used = {role for body in shown for role in body.roles.values()}
    parts, x = [], 0.0
    for kind in kinds:
        roles = sorted(role.replace("-", " ") for role in used if _HATCHES.get(role, "") == kind)
        words = ", ".join(roles)
        paint = f"url(#{ids[kind]})" if kind else PALE
        box = f'x="{x + 0.5:.1f}" y="{top + 2:.1f}" width="16" height="9" stroke="{draw.FRONTIER}" stroke-width="0.6"'
        parts.append(f'<rect class="map-role-{kind or "full"}" {box} fill="{paint}"/>')
        parts.append(text("map-key", x + 21, top + 10, words, SMALL, SOFT, "start"))
        x += 34 + text_width(words) * SMALL
    return parts
