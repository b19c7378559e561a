"""Units: conversion for display and for comparing claims. A source's own unit is never changed on load."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

# Exact factors to one unit of each dimension. The yard, pound, gallon and barrel are as the international
# agreement of 1959 and the US definitions have them; a Fraction where the factor has no finite decimals.
_DIMENSIONS: dict[str, dict[str, str]] = {
    "length": {
        "mm": "0.001", "cm": "0.01", "m": "1", "km": "1000",
        "in": "0.0254", "ft": "0.3048", "yd": "0.9144", "mi": "1609.344", "nmi": "1852",
    },
    "area": {
        "m²": "1", "km²": "1000000", "ha": "10000", "ft²": "0.09290304", "acre": "4046.8564224",
        "mi²": "2589988.110336",
    },
    "volume": {"l": "0.001", "m³": "1", "gallon": "0.003785411784", "barrel": "0.158987294928"},
    "mass": {"g": "0.001", "kg": "1", "t": "1000", "lb": "0.45359237", "oz": "0.028349523125"},
    "duration": {"second": "1", "minute": "60", "hour": "3600", "day": "86400", "week": "604800"},
    "speed": {"m/s": "1", "km/h": "5/18", "mph": "0.44704", "kn": "463/900"},
    "energy": {"J": "1", "kWh": "3600000", "MWh": "3600000000", "GWh": "3600000000000",
    "TWh": "3600000000000000"},
    "power": {"W": "1", "kW": "1000", "MW": "1000000", "GW": "1000000000"},
    "share": {"%": "1/100", "‰": "1/1000"},
}  # fmt: skip
# Other spellings; a plural in -s and the marks of a power are understood by themselves.
_SPELLINGS = {
    "metre": "m", "meter": "m", "kilometre": "km", "kilometer": "km", "centimetre": "cm", "centimeter": "cm",
    "millimetre": "mm", "millimeter": "mm", "inch": "in", "inches": "in", "foot": "ft", "feet": "ft",
    "yard": "yd",
    "mile": "mi", "nautical mile": "nmi", "NM": "nmi", "hectare": "ha", "litre": "l", "liter": "l", "L": "l",
    "bbl": "barrel", "gram": "g", "kilogram": "kg", "tonne": "t", "metric ton": "t", "pound": "lb",
    "lbs": "lb",
    "ounce": "oz", "s": "second", "min": "minute", "h": "hour", "kph": "km/h", "knot": "kn", "percent": "%",
    "per cent": "%", "permille": "‰",
}  # fmt: skip
_POWER = re.compile(
    r"(?:(?P<word>sq|square|cu|cubic) )?(?P<name>[^\d²³*^]+?)(?: ?(?:\*\*|\^)? ?(?P<sign>[23²³]))?"
)
_POWERS = {"sq": "²", "square": "²", "2": "²", "²": "²", "cu": "³", "cubic": "³", "3": "³", "³": "³"}
_DISPLAYED = {"metric": "km", "imperial": "mi"}  # lengths, by the desk's system


class UnitMismatchError(ValueError):
    """Two units that do not measure the same thing."""


def _table() -> dict[str, tuple[str, Fraction]]:
    return {
        unit: (dimension, Fraction(factor))
        for dimension, units in _DIMENSIONS.items()
        for unit, factor in units.items()
    }


_UNITS = _table()


@lru_cache(maxsize=4096)
def _found(unit: str) -> tuple[str, Fraction] | None:
    """The dimension and factor of a unit under any spelling; None for what is counted or unknown."""
    if unit in _UNITS:
        return _UNITS[unit]
    parts = _POWER.fullmatch(unit.strip())
    if parts is None:
        return None
    mark = parts["word"] or parts["sign"]
    name = parts["name"]
    spelt = _SPELLINGS.get(name) or _SPELLINGS.get(name.removesuffix("s"))
    for candidate in (spelt, name, name.removesuffix("s")):
        if candidate and (candidate + _POWERS.get(mark or "", "")) in _UNITS:
            return _UNITS[candidate + _POWERS.get(mark or "", "")]
    return None


def is_known(unit: str) -> bool:
    """True if the unit is one of the table, under any spelling; what is counted, such as people, is not."""
    return _found(unit) is not None


@lru_cache(maxsize=4096)
def conversion_factor(unit: str, to: str) -> Decimal:
    """The number by which an amount in `unit` is multiplied to be in `to`.

    Raises UnitMismatchError unless both measure the same thing.
    """
    if unit == to:
        return Decimal(1)
    one, other = _found(unit), _found(to)
    if one is None or other is None or one[0] != other[0]:
        raise UnitMismatchError(f"{unit} is not {to}")
    factor = one[1] / other[1]
    return Decimal(factor.numerator) / Decimal(factor.denominator)


def display_unit(unit: str, system: str) -> str:
    """The unit in which the desk's system shows a length in `unit`; any other unit as it is."""
    found = _found(unit)
    return _DISPLAYED[system] if found is not None and found[0] == "length" else unit
