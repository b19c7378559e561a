"""Locator maps as inline SVG: a country and its neighbours, with lengths of borders and places of forces."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from . import label_placement
from . import map_base as draw
from .country_shapes import Atlas, ClippedAtlas, Line, NoGeometry, Projection, numeric_code, ring_area
from .label_placement import Label, LabelBoard, ScanRows
from .svg_marks import DEEP, INK, PAPER, text, text_width

_SIZES, _SUBJECT_SIZES = (9.4,), (12.0, 11.0, 10.0, 9.4)  # px, preferred first
_LENGTH, _SITE = draw.SMALL_LABEL, draw.SMALL_LABEL
_KEY = 13  # px, the height of the key below the map
_WORDS = {"base": "base", "exercise": "exercise", "troops": "troops", "capital": "capital"}


@dataclass(frozen=True, slots=True)
class MapSite:
    """A place to mark: a base, an exercise, other troops or a capital; `planned` if nothing is there yet."""

    name: str
    longitude: float
    latitude: float
    kind: str
    planned: bool = False


def locator_svg(
    atlas: Atlas,
    subject: str,
    neighbours: Mapping[str, str],
    *,
    lengths: Mapping[str, str] | None = None,
    sites: Sequence[MapSite] = (),
    width: int = 340,
    height: int = 230,
    title: str,
    description: str,
    name: str = "",
) -> str:
    """Return an inline SVG of a country amid its surroundings; raise NoGeometry without a shape for it.

    Codes are ISO 3166-1 alpha-3. `neighbours` maps a code to the name to print; one without a shape, outside
    the frame or without room goes unnamed. `lengths` are printed on the border with a neighbour if there is
    room. `name` is the subject's (else the atlas's).
    """
    number = numeric_code(subject)
    own = [land for land in atlas.territories if number and land.code == number]
    if not own:
        raise NoGeometry(f"no shape for {subject}")
    view = Projection.fitted(atlas, own, width, height)
    wanted = {numeric_code(code): code for code in sorted(neighbours)} | {number: subject}
    sheet = ClippedAtlas(atlas, view, width, height, number, frozenset(wanted) - {""})
    ground = draw.BaseMap.of(sheet, wanted, subject)
    shapes = ground.shapes
    rows = {code: label_placement.scan_rows(rings) for code, rings in shapes.items()}
    board = LabelBoard(width, height)
    scale = draw.scale_bar(board, view.kilometres)
    placed = _in_frame(sites, view, board)
    board.taken += [draw.symbol_box(x, y) for _, x, y in placed]

    shown = sorted(code for code in shapes if code in neighbours and code != subject)
    texts = _site_names(board, placed)
    texts += _subject_name(board, name or own[0].name, shapes[subject], rows, subject)
    texts += _neighbour_names(board, {code: neighbours[code] for code in shown}, shapes, rows, subject)
    for code, length in (lengths or {}).items():
        if label := board.first(label_placement.labels_along(length, _LENGTH, ground.between(subject, code))):
            texts.append(label.svg_on_plate("map-plate", PAPER, draw.FRONTIER))
            texts.append(label.svg("map-label map-label-length", DEEP))

    frontier = ground.between(subject)
    border = [
        line
        for pair, lines in ground.lines.items()
        if subject not in pair and pair & neighbours.keys()
        for line in lines
    ]
    parts = [
        f'<rect class="map-sea" width="{width}" height="{height}" fill="{draw.SEA}"/>',
        f'<g class="map-coast" stroke="{draw.COAST}" stroke-width="0.4" stroke-linejoin="round">',
        *(
            draw.area_element("map-land", shapes[code], draw.LAND, code)
            for code in sorted(shapes.keys() - {subject, *shown})
        ),
        *(draw.area_element("map-neighbour", shapes[code], draw.NEAR, code) for code in shown),
        draw.area_element("map-subject", shapes[subject], draw.SUBJECT, subject),
        "</g>",
        draw.line_element("map-border", border, draw.BORDER, 0.6),
        draw.line_element("map-frontier", frontier, draw.FRONTIER, 1.3),
        scale,
        *(draw.place_symbol(site.kind, x, y, site.planned) for site, x, y in reversed(placed)),
        *texts,
    ]
    kinds = [kind for kind in _WORDS if any(site.kind == kind for site, _, _ in placed)]
    if kinds:
        parts += _key(kinds, any(site.planned for site, _, _ in placed), height)
    return draw.map_svg("locator", subject, title, description, width, height + _KEY * bool(kinds), parts)


def _site_names(board: LabelBoard, placed: Sequence[tuple[MapSite, float, float]]) -> list[str]:
    """Return the names of sites that find a place beside their symbol."""
    texts = []
    for site, x, y in placed:  # first: names of countries have more places to go to
        if label := board.first(label_placement.labels_around(site.name, _SITE, (x, y))):
            texts.append(label.svg("map-label map-label-site", INK))
    return texts


def _subject_name(
    board: LabelBoard, name: str, rings: Sequence[Line], rows: Mapping[str, ScanRows], subject: str
) -> list[str]:
    """Return the subject's name inside its shape, else beside it, on no other land if there is room."""
    if label := board.first(label_placement.labels_inside(name, _SUBJECT_SIZES, rows[subject], bold=True)):
        return [label.svg("map-label map-label-subject", INK)]
    drafts = label_placement.labels_beside(name, _SUBJECT_SIZES[-1], rings)

    def on_land(draft: Label) -> bool:
        return any(label_placement.covers(spans, draft.box) for spans in rows.values())

    label = board.first(sorted(drafts, key=on_land), rows[subject])
    return [label.svg("map-label map-label-beside", INK)] if label else []


def _neighbour_names(
    board: LabelBoard,
    names: Mapping[str, str],
    shapes: Mapping[str, Sequence[Line]],
    rows: Mapping[str, ScanRows],
    subject: str,
) -> list[str]:
    """Return the names of neighbours, the largest first; those inside their country go before the others."""
    texts = []
    waiting = []
    for code in sorted(names, key=lambda code: -sum(abs(ring_area(ring)) for ring in shapes[code])):
        drafts = label_placement.labels_inside(names[code], _SIZES, rows[code])
        if label := board.first(drafts, rows[subject]):
            texts.append(label.svg("map-label", draw.LABEL))
        else:
            waiting.append(code)  # names that fit into their country go first
    for code in waiting:
        drafts = label_placement.labels_across(names[code], _SIZES[-1], rows[code])
        if label := board.first(drafts, rows[subject]):
            texts.append(label.svg("map-label", draw.LABEL))
    return texts


def _in_frame(
    sites: Sequence[MapSite], view: Projection, board: LabelBoard
) -> list[tuple[MapSite, float, float]]:
    """Return the sites inside the frame with their pixels; of two in one place the first."""
    placed: list[tuple[MapSite, float, float]] = []
    for site in sites:
        x, y = view.project(site.longitude, site.latitude)
        inside = 6 <= x <= board.width - 6 and 6 <= y <= board.height - 6
        if inside and all(abs(x - u) + abs(y - v) > 7 for _, u, v in placed):
            placed.append((site, x, y))
    return placed


def _key(kinds: Sequence[str], planned: bool, top: float) -> list[str]:
    """Return the meaning of the symbols, below the map."""
    parts, x, y = [], 6.0, top + 8.5
    entries = [(kind, False, _WORDS[kind]) for kind in kinds]
    entries += [("base", True, "planned")] if planned else []
    for kind, open_, words in entries:
        parts += [draw.place_symbol(kind, x, y - 2.6, open_)]
        parts.append(text("map-key", x + 8, y, words, draw.SMALL_LABEL, draw.SCALE, "start"))
        x += 22 + text_width(words) * draw.SMALL_LABEL
    return parts
