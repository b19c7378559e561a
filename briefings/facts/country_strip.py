"""A country at a glance: its capital, who is at its head, and its population, area, economy and armed forces.

Offices are those of the country itself that head a state or a government, the highest first; of two holders
of one office, the one who came last. A number is the latest that is stated of the country as a whole.
"""

from __future__ import annotations

from ..records.entities import Country, Place
from ..records.fact_kinds import Figure, Office
from ..records.name_register import folded_name
from .claims import Fact
from .key_figures import STRIP_MEASURES, has_number
from .view import View

HEADS = tuple(
    """
    supreme-leader king queen emir sultan president chancellor premier prime-minister
    chairman-of-the-cabinet
    """.split()
)
_FOR_NOW = ("acting-", "interim-")


def capital_place(view: View, country: Country) -> Place | None:
    """The place in the gazetteer that is a country's capital, one in that country first; None without one."""
    name = folded_name(country.capital or "")
    places = [p for p in view.records("places", Place) if name in map(folded_name, p.names)]
    return next((place for place in places if place.country == country.id), places[0] if places else None)


def heads(view: View, country: str) -> list[Fact]:
    """The offices at the head of a country that are held on the view's day."""
    by_office: dict[str, Fact] = {}
    for fact in sorted(view.of_kind("offices", of=country), key=_came):
        by_office[_title(fact)] = fact
    return [by_office[title] for title in HEADS if title in by_office]


def _title(fact: Fact) -> str:
    assert isinstance(fact.record, Office)
    office = str(fact.record.office).casefold()
    return next((office.removeprefix(word) for word in _FOR_NOW if office.startswith(word)), office)


def _came(fact: Fact) -> tuple[object, ...]:
    return fact.date.first, fact.id


def strip_figures(view: View, country: str) -> list[Fact]:
    """The latest figure of each measure of the strip, in their order; without those that give no number."""
    latest: dict[str, Fact] = {}
    for fact in sorted(view.of_kind("figures", subject=country), key=_came):
        assert isinstance(fact.record, Figure)
        if has_number(fact) and not fact.record.by and not view.is_replaced(fact):
            latest[str(fact.record.measure)] = fact
    return [latest[measure] for measure in STRIP_MEASURES if measure in latest]
