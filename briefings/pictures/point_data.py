"""Facts to maps of places: bases with their holders, and events with a number."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import partial

from ..core import printed_amounts, printed_dates, wording
from ..facts import labels, row_importance
from ..facts.agreement import main_quantity
from ..facts.claims import Fact
from ..facts.view import View
from ..records.entities import Country, Measure, Place
from ..records.fact_kinds import Figure, Force
from ..records.fact_records import PROSPECTIVE_STATUSES
from .country_shapes import Atlas, NoGeometry
from .map_data import DrawnMap, gazetteer, picked_place, view_atlas
from .point_map import MapPoint, point_map

_VIOLENT = ("attack", "clash", "offensive")
_LEAST_PLACES = 3  # of events: fewer read better as text
_HEIGHT = 240  # px on paper
_NARROW = 300  # px: width and height on a phone

_NO_PLACE = "no place reported that our maps have"

Placed = list[tuple[MapPoint, Fact, Place]]


def force_map(view: View, atlas: Atlas, facts: Sequence[Fact], key: str, title: str) -> DrawnMap:
    """Return the bases, exercises and troops that have a place, with holder, size and end; "" without any."""
    asserted = [fact for fact in facts if isinstance(fact.record, Force) and not fact.headline.record.negated]
    asserted.sort(key=lambda fact: (view.is_over(fact), *row_importance.weight(fact)))
    places = gazetteer(view)
    rows: Placed = []
    for fact in asserted:
        if fact.headline.record.status == "cancelled":
            continue
        for name in filter(None, [fact.get("place"), *fact.get("sites")]):
            if spot := picked_place(places, name, fact.get("in")):
                rows.append((_force_point(view, fact, spot), fact, spot))
    return _drawn(view, atlas, asserted, rows, "forces", key, title)


def _force_point(view: View, fact: Fact, spot: Place) -> MapPoint:
    record = fact.record
    assert isinstance(record, Force)
    holders = wording.listed([labels.entity_name(view, holder) for holder in record.of])
    over = view.is_over(fact) or record.type == "withdrawal"
    size = fact.get("strength")
    parts = [printed_amounts.amount(size, view.desk.locale, view.desk.units)] if size and size.stated else []
    end = view.end_of(fact)
    if end and record.type != "withdrawal":
        parts.append(f"to {printed_dates.date_or_interval(end[1], view.desk.locale, short=True)}")
    kind = record.type if record.type in ("base", "exercise") else "base" if over else "troops"
    planned = fact.headline.record.status in PROSPECTIVE_STATUSES
    name = f"{spot.name}, {holders}"
    return MapPoint(name, ", ".join(parts), spot.longitude, spot.latitude, kind, planned and not over, over)


def event_map(
    view: View, atlas: Atlas, facts: Sequence[Fact], measure: str, key: str, title: str
) -> DrawnMap:
    """Return the attacks and other events that a measure counts, each as large as its largest figure.

    "" for events at fewer than three places.
    """
    counted = _counted(view, measure)
    facts = [fact for fact in facts if fact.get("type") in _VIOLENT or fact.id in counted]
    places = gazetteer(view)
    rows: Placed = []
    used: list[Fact] = []
    for fact in facts:
        spot = picked_place(places, fact.get("place") or "", fact.get("in"))
        if spot is None or fact.headline.record.negated:
            continue
        most = _largest(counted.get(fact.id, ()))
        used += [most] if most else []
        rows.append((_event_point(view, fact, spot, most), fact, spot))
    if len({place for _, _, place in rows}) < _LEAST_PLACES:
        return DrawnMap("")
    counts = view.record("measures", measure, Measure)
    what = counts.label[:1].lower() + counts.label[1:] if counts else measure
    drawn = _drawn(view, atlas, facts, rows, "events", key, title, what)
    return replace(drawn, facts=(*drawn.facts, *used)) if drawn.svg else drawn


def _counted(view: View, measure: str) -> dict[str, list[Fact]]:
    """The figures of a measure by the fact that each counts, and by the one that it is a part of."""
    counted: dict[str, list[Fact]] = {}
    for figure in view.among(f"names {measure}"):  # not all figures, which a page would then depend on
        record = figure.record
        if not isinstance(record, Figure) or str(record.measure) != measure:
            continue
        if not view.is_over(figure) and not figure.headline.record.negated:
            for about in {str(record.subject), str(record.part_of or "")}:
                counted.setdefault(about, []).append(figure)
    return counted


def _largest(figures: Iterable[Fact]) -> Fact | None:
    numbers = {fact: value.middle for fact in figures if (value := main_quantity(fact.headline))}
    held = {fact: middle for fact, middle in numbers.items() if middle is not None}
    return max(held, key=lambda fact: (held[fact], fact.id)) if held else None


def _event_point(view: View, fact: Fact, spot: Place, most: Fact | None) -> MapPoint:
    value = main_quantity(most.headline) if most else None
    words = printed_amounts.amount(value, view.desk.locale, view.desk.units) if value else ""
    day = printed_dates.date_or_interval(fact.date, view.desk.locale, short=True)
    number = float(value.middle) if value and value.middle else 0.0
    more = ", ".join(filter(None, [words, day]))
    return MapPoint(spot.name, more, spot.longitude, spot.latitude, "event", number=number)


def _drawn(
    view: View,
    atlas: Atlas,
    facts: Sequence[Fact],
    rows: Placed,
    kind: str,
    key: str,
    title: str,
    sized_by: str = "",
) -> DrawnMap:
    """Return the map of points that have a place, in the frame of the countries they are in."""
    if not rows:
        return DrawnMap("")
    codes = dict.fromkeys(place.country for _, _, place in rows if place.country)
    fit = [str(code) for code in codes] or list(view.desk.region)
    names = {c.id: labels.entity_name(view, c.id) for c in view.records("countries", Country)}
    points = [point for point, _, _ in rows]
    seen = view_atlas(view, atlas)

    draw = partial(point_map, seen, points, fit, names, kind=kind, key=key, title=title, sized_by=sized_by)
    try:
        svg, shown = draw(height=_HEIGHT)
        narrow, _ = draw(width=_NARROW, height=_NARROW, narrow=True)
    except NoGeometry:
        return DrawnMap("")
    drawn = [(fact, place) for point, fact, place in rows if point in shown]
    printed = tuple(dict.fromkeys(fact for fact, _ in drawn))
    unplaced = tuple(fact for fact in facts if fact not in printed)
    places = tuple(dict.fromkeys(place for _, place in drawn))
    return DrawnMap(svg + narrow, printed, places, unplaced, why=_NO_PLACE)
