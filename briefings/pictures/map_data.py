"""Facts to maps: the countries, places and arrows of a map, and its text alternative.

The facts that a map prints are returned with it, so that the page can answer for them. Countries without a
shape and places without coordinates are left out of the picture, but never out of the words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from ..core import printed_amounts
from ..facts import labels, row_importance
from ..facts.agreement import main_quantity
from ..facts.claims import Fact
from ..facts.country_strip import capital_place
from ..facts.measures import counts_people
from ..facts.view import View
from ..records.entities import Country, Place
from ..records.fact_kinds import Displacement, Force
from ..records.fact_records import PROSPECTIVE_STATUSES
from ..records.field_types import Places
from ..records.name_register import folded_name
from . import chart_data
from .country_shapes import Atlas, NoGeometry
from .flow_map import Flow, flow_map
from .locator_contents import MapSite
from .locator_map import locator_map
from .membership_map import MemberBody, body_maps
from .svg_marks import status_style
from .trend_map import trend_map

_MOST_SITES = 8
_MOST_BODIES = 6
_NARROW_MAP = 256  # px: width and height of a map of movements on a phone
_LEAST_ARROWS = 2  # one reads better as text
_DEPARTURES = ("evacuated", "crossed", "resettled")  # that need no destination
_COUNTED, _INTENDED = "Counted", "Planned, pledged, requested or feared"
# Counts of people who are there: no movement, unless they are still to come.
_STAYS = ("registered", "hosted", "at-border", "in-transit")


@dataclass(frozen=True)
class DrawnMap:
    """A map ("" if there is none to draw), the facts it prints and the places it rests on."""

    svg: str
    facts: tuple[Fact, ...] = ()
    places: tuple[Place, ...] = ()
    unplaced: tuple[Fact, ...] = ()  # those that belong to it but have no place on it
    missing: str = ""  # whose shape the map data does not have, so that there is no map
    why: str = "no number of people or no place reported"  # of those unplaced
    remarks: str = ""  # what is to be known of its lines and names


def country_map(view: View, atlas: Atlas, id: str, wide: bool) -> DrawnMap:
    """Return a country and its neighbours, with its borders, the places of forces and the capital."""
    record, atlas = view.record("countries", id, Country), view_atlas(view, atlas)
    if not atlas.lands_of(id, str(record.name) if record else ""):
        return DrawnMap("", missing=id)
    borders = {
        side: fact for fact in view.of_kind("borders", of=id) for side in fact.get("between") if side != id
    }
    # each by itself would be a lookup of its own: as many for every page as there are countries
    names = {str(c.id): str(c.name) for c in view.records("countries", Country)}
    names |= {side: labels.entity_name(view, side) for side in (id, *borders)}
    marked = _sites(view, id)
    drawn = locator_map(
        atlas,
        id,
        names,
        borders=borders,
        lengths={side: words for side, fact in sorted(borders.items()) if (words := _length(view, fact))},
        sites=[site for site, _, _ in marked],
        width=404 if wide else 254,  # as wide as the side column of a one-pager
        height=262 if wide else 181,
        title=f"Locator map of {names[id]}",
    )
    shown = [row for row in marked if row[0] in drawn.sites]
    named = {*drawn.neighbours, *drawn.numbered}
    printed = [fact for side, fact in borders.items() if names[side] in named]
    facts = [*printed, *(fact for _, fact, _ in shown if fact)]
    return DrawnMap(
        drawn.svg,
        tuple(dict.fromkeys(facts)),
        tuple(dict.fromkeys(place for _, _, place in shown)),
        remarks=drawn.remarks(),
    )


def view_atlas(view: View, atlas: Atlas) -> Atlas:
    """Return the atlas with the areas in dispute as the desk has them drawn."""
    return atlas.seen_from({drawn.area: str(drawn.country) for drawn in view.desk.disputed})


def _length(view: View, fact: Fact) -> str:
    value = fact.get("length")
    return printed_amounts.amount(value, view.desk.locale, view.desk.units) if value and value.stated else ""


def _sites(view: View, id: str) -> list[tuple[MapSite, Fact | None, Place]]:
    """Return the capital, then bases, exercises and other troops; without those that are over."""
    sites: list[tuple[MapSite, Fact | None, Place]] = []
    record = view.record("countries", id, Country)
    if record and record.capital and (seat := capital_place(view, record)):
        sites.append((MapSite(record.capital, seat.longitude, seat.latitude, "capital"), None, seat))
    return sites + force_sites(view, view.about(id, ["forces"]))[:_MOST_SITES]


def force_sites(view: View, facts: Iterable[Fact]) -> list[tuple[MapSite, Fact | None, Place]]:
    """Return the places of forces that are or will be there: bases, then exercises, then other troops.

    Of one sort the strongest come first.
    """
    places = gazetteer(view)
    sites: list[tuple[MapSite, Fact | None, Place]] = []
    order = {"base": 0, "exercise": 1}
    forces = [f for f in facts if not view.is_over(f) and not f.headline.record.negated]
    for fact in sorted(forces, key=lambda fact: (order.get(_type(fact), 2), *row_importance.weight(fact))):
        status = fact.headline.record.status
        if _type(fact) == "withdrawal" or status == "cancelled":
            continue  # nobody is there
        kind = _type(fact) if _type(fact) in order else "troops"
        for name in filter(None, [fact.get("place"), *fact.get("sites")]):
            if spot := picked_place(places, name, fact.get("in")):
                site = MapSite(spot.name, spot.longitude, spot.latitude, kind, status in PROSPECTIVE_STATUSES)
                sites.append((site, fact, spot))
    return sites


def _type(fact: Fact) -> str:
    assert isinstance(fact.record, Force)
    return fact.record.type


def gazetteer(view: View) -> dict[str, list[Place]]:
    """Return the places of a view by their names, folded."""
    places: dict[str, list[Place]] = {}
    for place in view.records("places", Place):
        for name in place.names:
            places.setdefault(folded_name(name), []).append(place)
    return places


def picked_place(places: Mapping[str, Sequence[Place]], name: str, countries: Iterable[str]) -> Place | None:
    """Return the place of a name in one of the countries, else the first of that name; None without one."""
    named, within = places.get(folded_name(name), ()), set(countries)
    return next((p for p in named if p.country in within), named[0] if named else None)


def movement_map(
    view: View, atlas: Atlas, facts: Sequence[Fact], label: Callable[[Fact], str], key: str, title: str
) -> DrawnMap:
    """Return arrows from the country that most facts leave, one for each number of people; no stays.

    What happened and what is intended or feared have a map each, so that no plan outweighs a count. A
    departure to nowhere named is a stub.
    """
    moving = [fact for fact in facts if _moves(fact)]
    origins = [str(fact.record.leaving) for fact in moving if isinstance(fact.record, Displacement)]
    if not origins:
        return DrawnMap("")
    origin = max(sorted(set(origins)), key=origins.count)
    going = _once([fact for fact in moving if fact.record.leaving == origin])  # type: ignore[attr-defined]
    arrows = _arrows(view, going)
    codes = dict.fromkeys([origin, *(code for arrow in arrows for code in arrow.into), *view.desk.region])
    names = {
        code: labels.entity_name(view, code) for code in codes if view.record("countries", code, Country)
    }
    used = {style: _statuses(style, going) for style in ("solid", "outlined", "dashed")}
    done = [arrow for arrow in arrows if arrow.style == "solid"]
    ahead = [arrow for arrow in arrows if arrow.style != "solid" and arrow.into]
    svg, drawn = "", []
    others = [words for fact in going if (words := _other_amount(view, label, fact))]
    seen = view_atlas(view, atlas)
    for part, some, heading in (("", done, _COUNTED), ("-ahead", ahead, _INTENDED)):
        name = f"{title}: {heading.lower()}"

        def describe(shown: Sequence[Flow], name: str = name, part: str = part) -> str:
            words = f"{name}. {'; '.join(f'{label(arrows[arrow])}: {arrow.text}' for arrow in shown)}."
            if others and not part:
                words += f" Not shown, as they are no numbers of people: {'; '.join(others)}."
            return words

        draw = partial(
            flow_map, seen, origin, some, names, words=used, heading=heading, title=name, describe=describe
        )
        try:
            wide, shown = draw(key=key + part)
            narrow, _ = draw(key=key + part, width=_NARROW_MAP, height=_NARROW_MAP, narrow=True)
        except NoGeometry:
            return DrawnMap("")
        svg += wide + narrow
        drawn += [arrows[arrow] for arrow in shown]
    if len(drawn) < _LEAST_ARROWS:
        return DrawnMap("")
    missing = [fact for fact in going if fact not in drawn]
    missing += [fact for fact in moving if fact.record.leaving != origin]  # type: ignore[attr-defined]
    return DrawnMap(svg, tuple(drawn), unplaced=tuple(missing))


def _arrows(view: View, facts: Sequence[Fact]) -> dict[Flow, Fact]:
    """Return an arrow for each fact with a number of people."""
    arrows: dict[Flow, Fact] = {}
    for fact in facts:
        value = main_quantity(fact.headline)
        is_gone = fact.record.into or fact.record.measure in _DEPARTURES  # type: ignore[attr-defined]
        if value is not None and value.middle is not None and counts_people(value.unit) and is_gone:
            words = printed_amounts.amount(value, view.desk.locale, view.desk.units, with_unit=False)
            arrows[Flow(_into(fact), float(value.middle), words, _style(fact))] = fact
    return arrows


def _other_amount(view: View, label: Callable[[Fact], str], fact: Fact) -> str:
    """The label and amount of a movement that counts anything else than people; "" if it counts people."""
    value = main_quantity(fact.headline)
    if value is None or not value.stated or counts_people(value.unit):
        return ""
    return f"{label(fact)}: {printed_amounts.amount(value, view.desk.locale, view.desk.units)}"


def _moves(fact: Fact) -> bool:
    record = fact.record
    if not isinstance(record, Displacement) or fact.headline.record.negated:
        return False
    status = fact.headline.record.status
    return status != "cancelled" and (record.measure not in _STAYS or status in PROSPECTIVE_STATUSES)


def _once(facts: Sequence[Fact]) -> list[Fact]:
    """Return facts that count nobody twice.

    Parts replace a total of several countries; a total replaces parts of one movement.
    """
    by_id = {fact.id: fact for fact in facts}
    less: set[str] = set()
    for fact in facts:
        whole = by_id.get(fact.record.part_of or "")
        if whole:
            less.add(fact.id if _into(fact) == _into(whole) else whole.id)
    return [fact for fact in facts if fact.id not in less]


def _into(fact: Fact) -> tuple[str, ...]:
    into = getattr(fact.record, "into", None) or Places()
    return tuple(str(ref) for ref in into.all)


def _style(fact: Fact) -> str:
    style = status_style(fact.headline.record.status or "done")
    return style if style in ("solid", "dashed") else "outlined"


def _statuses(style: str, facts: Sequence[Fact]) -> str:
    statuses = (fact.headline.record.status or "done" for fact in facts if _style(fact) == style)
    return ", ".join(dict.fromkeys(statuses))


def region_trends(view: View, atlas: Atlas, trends: Mapping[str, str], key: str, title: str) -> DrawnMap:
    """Return the region with the trend of each country; none if no country has a shape."""
    names = {str(code): labels.entity_name(view, code) for code in view.desk.region}
    try:
        svg = trend_map(atlas, trends, names, key=key, title=title)
    except NoGeometry:
        return DrawnMap("")
    return DrawnMap(svg)


def membership_maps(view: View, atlas: Atlas, facts: Sequence[Fact], key: str, title: str) -> DrawnMap:
    """Return a small map for each body with at least two members in the region, the largest first."""
    region = list(view.desk.region)
    roles: dict[str, dict[str, str]] = {}
    for (member, body), role in chart_data.roles(view, facts).items():
        roles.setdefault(body, {})[member] = role
    shown = [body for body in roles if sum(member in region for member in roles[body]) > 1]
    shown = sorted(shown, key=lambda body: (-len(roles[body]), body))[:_MOST_BODIES]
    if not shown:
        return DrawnMap("")
    members = {
        member for body in shown for member in roles[body] if view.record("countries", member, Country)
    }
    names = {code: labels.entity_name(view, code) for code in (*region, *sorted(members))}
    listing = []
    for body in shown:
        named = sorted(roles[body].items())
        words = (f"{names.get(m, labels.entity_name(view, m))} ({role})" for m, role in named)
        listing.append(f"{labels.entity_name(view, body)}: {', '.join(words)}")
    description = f"{title}. {'; '.join(listing)}."
    panels = [MemberBody(labels.entity_name(view, body), roles[body]) for body in shown]
    fit = [code for code in region if code in members] or region
    try:
        svg = body_maps(
            view_atlas(view, atlas), panels, fit, names, key=key, title=title, description=description
        )
    except NoGeometry:
        return DrawnMap("")
    return DrawnMap(svg, tuple(f for f in chart_data.current(view, facts) if str(f.get("of")) in shown))
