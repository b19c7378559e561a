"""Rules of facts against geography: codes that ISO has, and borders between countries that touch."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from ..core.geography import ISO_CODES, LAND_BORDERS, MAPPED, code_of, country_names
from ..core.problems import Problem
from ..core.units import kind_of
from ..facts.agreement import rounded_bounds, stated_quantity
from ..facts.claims import Fact
from ..records.entities import Country, Measure
from ..records.entries import Entry
from ..records.fact_kinds import Border, Figure
from .rule_context import AnyRule, Rule, RuleContext, claim_mark

_ENDLESS = Decimal("Infinity")  # a border that is "over" a length may be of any

_LONGEST = 8891  # km, of Canada with the United States

# A strait of river, an islet, exclaves: too short for the map data; where that has Somaliland.
_UNMAPPED_BORDERS = ("BWA-ZMB", "CAN-DNK", "CYP-GBR", "DJI-SOM", "ESP-MAR")


def country_codes(context: RuleContext, entry: Entry, country: Country) -> Iterator[Problem]:
    """A country's id is a code that ISO has or had, else the desk declares it as its own."""
    named = code_of(country.name) if len(country.name) > 2 else ""
    if country.id not in ISO_CODES and country.code is None:
        message = f"ISO 3166 has no country {country.id}"
        # of the countries that ISO has not, the map has one
        map_of_it = "" if country.id in MAPPED else ", and then no map"
        expected = f"its alpha-3 code; 'code: user-assigned' if it has none{map_of_it}"
        near = named or (country.id.upper() if country.id.upper() in ISO_CODES else "")
        yield Problem("not-iso", message, entry.at("id"), expected, suggestion=near)
    elif country.id in ISO_CODES and named not in ("", country.id):
        message = f"{country.id} is the code of {country_names().get(country.id, 'a country that was')}"
        expected = f"{named} for {country.name}, or the name of {country.id}"
        yield Problem("not-iso", message, entry.at("id"), expected)
    elif country.id in ISO_CODES and country.code is not None:
        message = f"{country.id} is a code of ISO 3166"
        yield Problem("not-iso", message, entry.at("code"), "no 'code:', or a code that ISO has not")


def borders_on_the_map(context: RuleContext, entry: Entry, border: Border) -> Iterator[Problem]:
    """A border is between countries that touch on the map; of those that are not on it, nothing is known."""
    one, other = sorted(map(str, border.between))
    pair = f"{one}-{other}"
    if {one, other} <= MAPPED and pair not in LAND_BORDERS and pair not in _UNMAPPED_BORDERS:
        message = f"{one} and {other} do not touch on the map"
        yield Problem("no-border", message, entry.at("between"), "two countries with a land border")


def longest_border(context: RuleContext, entry: Entry, border: Border) -> Iterator[Problem]:
    """No border is longer than that of Canada with the United States."""
    for claim in context.claims(entry):
        length = stated_quantity(claim)
        least = None if length is None or claim.record.garbled else rounded_bounds(length, "km")[0]
        if length is not None and least is not None and least > _LONGEST:
            message = f"a border of {length.text}; the longest on Earth has {_LONGEST:,} km"
            expected = "the length that the source gives, in the unit that it gives"
            yield Problem("long-border", message, claim_mark(claim, "length"), expected)


def border_totals(context: RuleContext, entry: Entry, figure: Figure) -> Iterator[Problem]:
    """The borders of a country are together what is told as their total, as far as they are on record."""
    measure = context.record(Measure, figure.measure)
    if measure is None or measure.total_of != "borders" or kind_of(measure.unit) != "length":
        return
    fact = context.all_time_view.fact(entry.id)
    total = stated_quantity(fact.headline) if fact and not fact.headline.record.negated else None
    country = str(figure.subject)
    borders = context.shared(("borders", country), lambda: _borders(context, country))
    lengths = [length for border in borders if (length := stated_quantity(border.headline)) is not None]
    if fact is None or total is None or not lengths:
        return
    low, high = rounded_bounds(total, measure.unit)
    bounds = [rounded_bounds(length, measure.unit) for length in lengths]
    least = sum((shortest or Decimal(0) for shortest, _ in bounds), Decimal(0))
    most = sum((longest or _ENDLESS for _, longest in bounds), Decimal(0))
    whole = len(lengths) == sum(country in pair.split("-") for pair in LAND_BORDERS)
    if (high is not None and least > high) or (whole and low is not None and most < low):
        more = "more" if high is not None and least > high else "less"
        yield Problem(
            "borders-total",
            f"the borders of {country} are together {more} than {total.text}",
            claim_mark(fact.headline, "value"),
            "the total of the lengths on record, or other lengths",
            related=tuple((claim_mark(border.headline, "length"), border.id) for border in borders[:10]),
        )


def _borders(context: RuleContext, country: str) -> list[Fact]:
    """The borders of a country that are not denied."""
    borders = context.all_time_view.among(f"frontier {country}")
    return [border for border in borders if not border.headline.record.negated]


RULES: tuple[AnyRule, ...] = (
    Rule(Country, country_codes),
    Rule(Border, borders_on_the_map),
    Rule(Border, longest_border),
    Rule(Figure, border_totals),
)
