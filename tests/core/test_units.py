"""Units: lengths are converted by their definitions, everything else by the unit library; both agree."""

from __future__ import annotations

from decimal import Decimal

import pint
import pytest

from briefings.core import units

LENGTHS = ("m", "km", "ft", "mi")


@pytest.mark.parametrize("unit", LENGTHS)
@pytest.mark.parametrize("to", LENGTHS)
def test_lengths_are_converted_as_the_unit_library_would(unit: str, to: str) -> None:
    registry = pint.UnitRegistry(non_int_type=Decimal)
    theirs = Decimal(registry.Quantity(Decimal(1), unit).to(to).magnitude)
    assert abs(units.conversion_factor(unit, to) / theirs - 1) < Decimal("1e-20")


@pytest.mark.parametrize(
    ("unit", "system", "shown"),
    [
        ("mi", "metric", "km"), ("m", "metric", "km"), ("km", "imperial", "mi"), ("km", "metric", "km"),
        ("people", "imperial", "people"),
        ("hour", "metric", "hour"), ("tanks", "metric", "tanks"),
    ],
)  # fmt: skip
def test_lengths_and_areas_are_shown_in_the_units_of_the_desk(unit: str, system: str, shown: str) -> None:
    assert units.display_unit(unit, system) == shown


def test_what_does_not_measure_the_same_thing_is_not_converted() -> None:
    for unit, to in (("km", "people"), ("people", "km"), ("km", "hour")):
        with pytest.raises(units.UnitMismatchError):
            units.conversion_factor(unit, to)


def test_every_unit_of_the_library_may_be_one_and_what_desks_count_is_not_asked_of_it() -> None:
    registry = pint.UnitRegistry(non_int_type=Decimal)
    named = [name for name in (*registry._units, *(f"kilo{unit}s" for unit in registry._units)) if name.isalpha()]
    assert len(named) > 500
    assert [name for name in named if registry.parse_unit_name(name) and not units._may_be(name)] == []
    assert [word for word in ("crossings", "schools", "incidents", "tanks", "soldiers") if units._may_be(word)] == []
