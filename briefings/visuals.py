"""Locator maps as inline SVG: country codes and names in, text out.

WeasyPrint styles an inline SVG by its attributes alone, so these carry the colours of print; the classes beside them
are for a browser's stylesheet, which overrides attributes.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from html import escape
from itertools import chain, pairwise

from .atlas import SPECK, Atlas, Box, Frame, Line, NoGeometry, Point, Sheet, numeric, path_data, ring_area, within

DISCLAIMER = "Boundaries: Natural Earth; they imply no position on the status of any territory."
_ROW = 3  # px between the rows in which room for a label is sought
_SIZES, _SUBJECT_SIZES = (8.0, 7.2, 6.5), (11.0, 10.0, 9.0, 8.0)  # px, preferred first
Rows = Mapping[int, Sequence[Point]]  # row number -> spans (left, right) that lie inside a shape


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
    number = numeric(subject)
    own = [land for land in atlas.territories if number and land.code == number]
    if not own:
        raise NoGeometry(f"no shape for {subject}")
    view = Frame.fitted(atlas, own, width, height)
    wanted = {numeric(code): code for code in sorted({*neighbours, *blocs})} | {number: subject}
    sheet = Sheet(atlas, view, width, height, number, frozenset(wanted) - {""})
    shapes: dict[str, list[Line]] = defaultdict(list)
    owners: dict[int, set[str]] = defaultdict(set)
    for land, polygons in sheet.lands:
        code = wanted.get(land.code, "") if land.code else ""
        rings = sheet.outline(polygons, SPECK if code else 2 * SPECK)
        shapes[code] += rings or (sheet.outline(polygons, 0) if code == subject else [])
        for n in chain.from_iterable(chain.from_iterable(polygons)):
            owners[max(n, ~n)].add(code or land.name)
    edges: dict[str, list[Line]] = {"border": [], "frontier": []}
    for n in sorted(n for n, beside in owners.items() if len(beside) > 1):
        if owners[n] & {subject, *neighbours}:  # elsewhere the outlines of the land are enough
            edges["frontier" if subject in owners[n] else "border"] += within(sheet.lines[n], width, height)

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
    for code in sorted(shown, key=lambda code: -sum(abs(ring_area(ring)) for ring in shapes[code])):
        if label := chosen(_inside(neighbours[code], _SIZES, rows[code])):
            texts.append(label.svg("map-label", "#2f3f47"))
        else:
            waiting.append(code)  # those that fit leave the rest to those that do not
    for code in waiting:
        if label := chosen(_across(neighbours[code], _SIZES[-1], rows[code])):
            texts.append(label.svg("map-label", "#2f3f47"))

    def path(kind: str, lines: Iterable[Line], paint: str, end: str = "", mark: str = "") -> str:
        data = path_data(lines, end)
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
