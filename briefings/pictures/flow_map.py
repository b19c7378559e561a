"""A map of movements as inline SVG: arrows from one country into others. Codes are ISO 3166-1 alpha-3."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass

from ..core import wording
from . import line_geometry
from . import map_base as draw
from .country_shapes import Atlas
from .label_placement import Label, LabelBoard
from .letter_widths import BOLD_WIDTH_RATIO, text_width
from .line_geometry import Line
from .map_ground import Box, Point
from .region_map import NamedLands, RegionMap, noted
from .svg_marks import ALARM, DEEP, INK, PAPER, SMALL, SOFT, filled_lines, text, truncated

_WIDEST, _THINNEST = 15.0, 1.0  # px: of the largest amount; what is thinner cannot be seen
_STYLES = {
    "solid": (DEEP, PAPER, ""),
    "outlined": (PAPER, DEEP, ""),
    "dashed": (PAPER, ALARM, ' stroke-dasharray="2.4 1.6"'),
}
_STUB, _HEAD = 80.0, 10.5  # px: length of a stub; size of the heading
_BARE = 3.0  # px: a thinner arrow has no edge
_APART = 7.0  # px between arrows to one country


@dataclass(frozen=True, slots=True)
class Flow:
    """A movement into one country, or into several together; `style` is solid, outlined or dashed."""

    into: tuple[str, ...]
    amount: float
    text: str
    style: str


def flow_map(
    atlas: Atlas,
    origin: str,
    arrows: Sequence[Flow],
    names: Mapping[str, str],
    *,
    key: str,
    title: str,
    describe: Callable[[Sequence[Flow]], str],
    words: Mapping[str, str],
    heading: str = "",
    width: int = 640,
    height: int = 250,
    narrow: bool = False,
) -> tuple[str, list[Flow]]:
    """Return the SVG of arrows from one country into others, wide as their amounts, and the flows drawn.

    A flow into no country is a stub that ends beside the origin.

    `describe` makes the text alternative of the flows that were drawn. The narrow form, for a phone, has no
    name and description of its own.

    `words` explain the styles. A flow into a country without a shape or outside the frame is not drawn; if
    none can be, the SVG is empty.
    """
    targets = [code for arrow in arrows for code in arrow.into]
    scene = RegionMap.of(atlas, [origin, *targets], names, width, height)
    start = scene.interior_points.get(origin)
    drawn = [arrow for arrow in arrows if all(code in scene.interior_points for code in arrow.into)]
    if start is None or not drawn:
        return "", []
    board = LabelBoard(width, height)
    most = max(arrow.amount for arrow in drawn)
    fills = {code: draw.SUBJECT if code == origin else draw.NEAR for code in {origin, *targets}}
    parts = scene.lands(fills, width, height)
    parts.append(draw.scale_bar(board, scene.view.kilometres))
    parts += _heading(heading, board)
    seen: Counter[tuple[str, ...]] = Counter()
    totals = Counter(arrow.into for arrow in drawn)
    plates: list[tuple[Flow, Line]] = []
    for arrow in sorted(drawn, key=lambda arrow: (-arrow.amount, arrow.text)):
        ends = [scene.interior_points[code] for code in arrow.into] or [_stub(start, scene, targets)]
        goal = sum(x for x, _ in ends) / len(ends), sum(y for _, y in ends) / len(ends)
        side = seen[arrow.into] - (totals[arrow.into] - 1) / 2
        seen[arrow.into] += 1
        spine = _spine(start, goal, side, wide := _width(arrow.amount, most))
        board.taken += [_around(point, wide / 2 + 1) for point in spine]
        parts.append(_arrow(spine, wide, arrow.style))
        if len(ends) > 1:
            parts += _forks(spine[-1], ends)
        plates.append((arrow, spine))
    home = scene.named({origin: names.get(origin, origin)}, board, [origin], fills=fills)
    bare: list[str] = []
    for arrow, spine in plates:
        label = board.first(_by(spine, arrow.text))
        if label is None:
            into = wording.listed([names.get(code, code) for code in arrow.into]) or "no country named"
            bare.append(f"{arrow.text} into {into}")
        else:
            colour = ALARM if arrow.style == "dashed" else DEEP
            parts += [
                label.svg_on_plate("map-plate", PAPER, colour),
                label.svg("map-label map-label-length", colour),
            ]
    others = {code: name for code, name in names.items() if code != origin}
    away = scene.named(others, board, list(dict.fromkeys(targets)), fills=fills)
    lands = NamedLands(
        [*home.parts, *away.parts], [*home.printed, *away.printed], [*home.unnamed, *away.unnamed]
    )
    parts += lands.parts
    notes = [*lands.notes(), *([f"Arrows without a number: {'; '.join(bare)}."] if bare else [])]
    stubs = any(not arrow.into for arrow in drawn)
    entries, foot = _flow_key({arrow.style for arrow in drawn}, most, words, stubs, height, width)
    below, foot = noted(notes, width, foot)
    parts += [*entries, *below]
    if narrow:
        return draw.narrow_map_svg("flows", width, foot, parts), drawn
    words_of_all = f"{describe(drawn)} {lands.words()}"
    return draw.map_svg("flows", key, title, words_of_all, width, foot, parts), drawn


def _forks(tip: Point, ends: Sequence[Point]) -> list[str]:
    """Return dashed lines from the tip of an arrow to each of the countries it leads into together."""
    lines = draw.line_element("map-fork", [[tip, end] for end in ends], SOFT, 0.8)
    dots = [f'<circle class="map-fork" cx="{x:.1f}" cy="{y:.1f}" r="1.8" fill="{SOFT}"/>' for x, y in ends]
    return [lines.replace("/>", ' stroke-dasharray="1.5 2"/>'), *dots]


def _heading(heading: str, board: LabelBoard) -> list[str]:
    """Return what a map is of, in its upper left corner."""
    if not heading:
        return []
    lines = filled_lines(heading, board.width / 2 / BOLD_WIDTH_RATIO, _HEAD)
    wide = max(map(text_width, lines)) * _HEAD * BOLD_WIDTH_RATIO
    label = Label(tuple(lines), _HEAD, True, 6 + wide / 2, 10 + 5.5 * (len(lines) - 1))
    board.taken.append(label.box)
    return [label.svg_on_plate("map-plate", PAPER, "none"), label.svg("map-label map-head", INK)]


def _stub(start: Point, scene: RegionMap, targets: Sequence[str]) -> Point:
    """Return where a flow to nowhere named ends: beside the origin, away from the other goals."""
    goals = [scene.interior_points[code] for code in targets if code in scene.interior_points]
    used = [math.atan2(y - start[1], x - start[0]) for x, y in goals]
    turns = [2 * math.pi * n / 16 for n in range(16)]

    def free(turn: float) -> float:
        return min((abs((turn - other + math.pi) % (2 * math.pi) - math.pi) for other in used), default=0.0)

    best = max(turns, key=lambda turn: (round(free(turn), 3), turn))
    return start[0] + _STUB * math.cos(best), start[1] + _STUB * math.sin(best)


def _width(amount: float, most: float) -> float:
    """Return the width of an arrow: as its amount, beside the largest on its map."""
    return max(_THINNEST, _WIDEST * amount / most)


def _around(point: Point, reach: float) -> Box:
    x, y = point
    return x - reach, y - reach, x + reach, y + reach


def _spine(start: Point, goal: Point, side: float, wide: float) -> Line:
    """Return a bow of 15 points from start to goal; `side` sets bows to the same goal side by side."""
    dx, dy = goal[0] - start[0], goal[1] - start[1]
    far = math.hypot(dx, dy) or 1.0
    nx, ny = -dy / far, dx / far
    shift = side * (_APART + 7)
    a = start[0] + dx * 0.16 + nx * shift * 0.3, start[1] + dy * 0.16 + ny * shift * 0.3
    b = goal[0] + nx * shift * 0.8, goal[1] + ny * shift * 0.8
    bow = shift * 1.4 + far * 0.07
    c = (a[0] + b[0]) / 2 + nx * bow, (a[1] + b[1]) / 2 + ny * bow
    weights = (((1 - t) ** 2, 2 * t * (1 - t), t * t) for t in (n / 14 for n in range(15)))
    return [(u * a[0] + v * c[0] + w * b[0], u * a[1] + v * c[1] + w * b[1]) for u, v, w in weights]


def _arrow(spine: Line, wide: float, style: str) -> str:
    """Return a band along the spine with a head at its end, as one outline."""
    fill, edge, dashes = _STYLES[style]
    head = max(7.0, 1.9 * wide)
    whole = line_geometry.line_length(spine)
    neck = line_geometry.point_along(spine, max(0.0, whole - head))
    body = [
        point for n, point in enumerate(spine) if line_geometry.line_length(spine[: n + 1]) < whole - head
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
    edge = fill if wide < _BARE and style == "solid" else edge  # an edge would be wider than the arrow
    paint = f'fill="{fill}" stroke="{edge}" stroke-width="1"{dashes} stroke-linejoin="round"'
    return draw.path_element(f"map-flow map-flow-{style}", [[*left, *tips, *reversed(right)]], paint, "z")


def _by(spine: Line, words: str) -> Iterable[Label]:
    """Yield places for the amount: on its arrow, then beside it."""
    whole = line_geometry.line_length(spine)
    for gap in (0.0, 9.0, 14.0, 20.0):
        for part in (0.62, 0.5, 0.74, 0.38, 0.86, 0.26):
            x, y = line_geometry.point_along(spine, part * whole)
            for side in (1, -1) if gap else (1,):
                label = Label((words,), 9.4, True, x, y)
                wide, high = label.box[2] - x, label.box[3] - y
                yield from (
                    Label((words,), 9.4, True, x + side * (gap + wide) * (gap > 0), y),
                    Label((words,), 9.4, True, x, y + side * (gap + high) * (gap > 0)),
                )


def _flow_key(
    styles: Set[str], most: float, words: Mapping[str, str], stubs: bool, top: float, width: float
) -> tuple[list[str], float]:
    """Return the SVG of the key, the meaning of each style and a sample of the width, and its lower end."""
    sample = max(n * 10**e for e in range(15) for n in (1, 2, 5) if n * 10**e <= max(1, most / 3))
    thin = most * _THINNEST / _WIDEST
    entries = [(style, 4.4, words[style]) for style in _STYLES if style in styles]
    entries.append(("solid", _width(sample, most), f"{sample:,} people: width is as the number"))
    entries += [("solid", _THINNEST, f"below {thin:,.0f}: no thinner")] if thin >= 1 else []
    parts, x, y = [], 0.0, top + 14
    for style, wide, meaning in entries:
        meaning = truncated(meaning, width - 30)
        if x and x + 30 + text_width(meaning) * SMALL > width:
            x, y = 0.0, y + 17
        parts.append(_arrow([(x + n * 2.2, y - 3) for n in range(12)], wide, style))
        parts.append(text("map-key", x + 30, y, meaning, SMALL, SOFT, "start"))
        x += 44 + text_width(meaning) * SMALL
    if stubs:
        y += 14
        parts.append(
            text("map-key", 0, y, "Arrow that ends on the way: no destination reported", SMALL, SOFT, "start")
        )
    return parts, y + 6
