"""The measure of a fact's number, and the unit that follows from it."""

from __future__ import annotations

from ..core.units import UnitMismatchError, conversion_factor
from ..records.entities import Measure
from .claims import Fact
from .view import View


def measure_of(view: View, fact: Fact) -> Measure | None:
    """The measure of a fact's number; None unless the fact names one that the desk defines."""
    # looking up a missing field on a record is slow, and most have none
    return view.record("measures", vars(fact.record).get("measure", ""), Measure)


def unit_of(view: View, fact: Fact) -> str:
    """The unit of a fact's number if its source prints none; "" unless its measure has one."""
    measure = measure_of(view, fact)
    return measure.unit if measure else ""


def counts_people(unit: str) -> bool:
    """True if an amount of displaced people in this unit is a number of people; "" is people as well.

    Families, households and vehicles are none: nobody knows how many people they hold.
    """
    try:
        return not unit or conversion_factor(unit, "people") == 1
    except UnitMismatchError:
        return False
