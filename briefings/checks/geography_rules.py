"""Rules of facts against geography: codes that ISO has, and borders between countries that touch."""

from __future__ import annotations

from collections.abc import Iterator

from ..core.geography import ISO_CODES, LAND_BORDERS, MAPPED
from ..core.problems import Problem
from ..records.entities import Country
from ..records.fact_kinds import Border
from .rule_context import RuleContext

# A strait of river, an islet, exclaves: too short for the map data.
_UNMAPPED_BORDERS = ("BWA-ZMB", "CAN-DNK", "CYP-GBR", "ESP-MAR")


def country_codes(context: RuleContext) -> Iterator[Problem]:
    """A country's id is a code that ISO has or had, else the desk declares it as its own."""
    for entry, country in context.records(Country):
        if country.id not in ISO_CODES and country.code is None:
            message = f"ISO 3166 has no country {country.id}"
            expected = "its alpha-3 code; 'code: user-assigned' if it has none, and then no map"
            yield Problem("not-iso", message, entry.at("id"), expected)
        elif country.id in ISO_CODES and country.code is not None:
            message = f"{country.id} is a code of ISO 3166"
            yield Problem("not-iso", message, entry.at("code"), "no 'code:', or a code that ISO has not")


def borders_on_the_map(context: RuleContext) -> Iterator[Problem]:
    """A border is between countries that touch on the map; of those that are not on it, nothing is known."""
    for entry, border in context.records(Border):
        one, other = sorted(map(str, border.between))
        pair = f"{one}-{other}"
        if {one, other} <= MAPPED and pair not in LAND_BORDERS and pair not in _UNMAPPED_BORDERS:
            message = f"{one} and {other} do not touch on the map"
            yield Problem("no-border", message, entry.at("between"), "two countries with a land border")


RULES = (country_codes, borders_on_the_map)
