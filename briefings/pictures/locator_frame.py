"""The frame of a locator map: a country with its capital, and as much around it as tells where it lies."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import chain

from .country_shapes import Atlas, ClippedAtlas, Territory, main_part
from .map_ground import Point
from .projection import Projection

_MARGIN = 0.3  # of the subject's extent, left free on each side
_LEAST = 300.0  # km, the height of a frame: less shows a coast, and not where it is
_WIDEST = 4_500.0  # km, the width up to which a frame is widened in search of other land
_STEP = 1.3  # times, by which it is widened
_INSET = 14.0  # px: other land counts if it reaches farther into the frame
_POINTS = 40  # of a ring: enough to see where it is
_SEEN = 14.0  # px, the least extent at which it can be told and named


def located_view(
    atlas: Atlas, lands: Sequence[Territory], capital: Point | None, width: int, height: int
) -> Projection:
    """Return the view of a country's main part and its capital, widened until other land is in the frame."""
    points, _ = main_part(atlas, lands)
    view = Projection.around([*points, *([capital] if capital else [])], width, height, _MARGIN)
    view = replace(view, kilometres=max(view.kilometres, _LEAST / height))
    code = lands[0].code
    while view.kilometres * width < _WIDEST and not _shows_other_land(atlas, view, code, width, height):
        view = replace(view, kilometres=view.kilometres * _STEP)
    return view


def _shows_other_land(atlas: Atlas, view: Projection, code: str, width: int, height: int) -> bool:
    sheet = ClippedAtlas.around(atlas, view, width, height, code)  # mostly the one that is drawn then
    for land, polygons in sheet.lands:
        if land.code == code:
            continue
        rings = (atlas.sampled(polygon[0], _POINTS) for polygon in polygons)
        points = view.projected(chain.from_iterable(rings))
        inside = [(x, y) for x, y in points if _INSET < x < width - _INSET and _INSET < y < height - _INSET]
        if inside and all(max(each) - min(each) >= _SEEN for each in zip(*inside, strict=True)):
            return True
    return False
