"""Units: what measures the same thing is converted by exact definitions, whatever its spelling."""

from __future__ import annotations

from decimal import Decimal

import pytest

from briefings.core import units


@pytest.mark.parametrize(
    ("unit", "to", "factor"),
    [
        ("mi", "km", "1.609344"), ("km", "m", "1000"), ("ft", "m", "0.3048"), ("yd", "ft", "3"),
        ("nmi", "km", "1.852"), ("nautical miles", "m", "1852"), ("miles", "km", "1.609344"), ("inches", "cm", "2.54"),
        ("kilometres", "km", "1"), ("kilometer", "metres", "1000"), ("feet", "foot", "1"),
        ("sq km", "km²", "1"), ("km2", "km**2", "1"), ("km^2", "square kilometres", "1"),
        ("mi²", "km²", "2.589988110336"),
        ("ha", "m²", "10000"), ("acres", "ha", "0.40468564224"), ("sq mi", "acre", "640"),
        ("barrels", "l", "158.987294928"), ("cubic metres", "litres", "1000"), ("m3", "m³", "1"),
        ("tonnes", "kg", "1000"), ("t", "tonne", "1"), ("lbs", "kg", "0.45359237"),
        ("hours", "minutes", "60"), ("weeks", "day", "7"), ("GWh", "MWh", "1000"), ("GW", "MW", "1000"),
        ("km/h", "m/s", "0.2777777777777777777777777778"), ("mph", "km/h", "1.609344"), ("knots", "km/h", "1.852"),
        ("%", "‰", "10"), ("percent", "%", "1"), ("people", "people", "1"),
    ],
)  # fmt: skip
def test_amounts_are_converted_by_definition(unit: str, to: str, factor: str) -> None:
    assert units.conversion_factor(unit, to) == Decimal(factor)


@pytest.mark.parametrize(
    ("unit", "to"),
    [
        ("km", "people"), ("people", "km"), ("km", "hour"), ("km", "km²"), ("m", "m³"), ("people", "persons"),
        ("%", "people"), ("kg", "l"), ("MW", "MWh"), ("", "km"), ("kilofeet", "m"), ("m" * 50, "m"),
    ],
)  # fmt: skip
def test_what_does_not_measure_the_same_thing_is_not_converted(unit: str, to: str) -> None:
    with pytest.raises(units.UnitMismatchError):
        units.conversion_factor(unit, to)


@pytest.mark.parametrize(
    ("unit", "system", "shown"),
    [
        ("mi", "metric", "km"), ("m", "metric", "km"), ("km", "imperial", "mi"), ("km", "metric", "km"),
        ("people", "imperial", "people"), ("hour", "metric", "hour"), ("tanks", "metric", "tanks"),
        ("sq km", "imperial", "sq km"), ("%", "metric", "%"),
    ],
)  # fmt: skip
def test_lengths_are_shown_in_the_units_of_the_desk(unit: str, system: str, shown: str) -> None:
    assert units.display_unit(unit, system) == shown


@pytest.mark.parametrize(
    "word", ["people", "crossings", "schools", "tanks", "soldiers", "districts", "", "s²", "days²"]
)
def test_what_is_counted_is_no_known_unit(word: str) -> None:
    assert not units.is_known(word)
