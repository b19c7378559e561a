"""What the number of a fact counts, and in which unit, by the desk's measures."""

from __future__ import annotations

from ..records.entities import Measure
from .fact_base import Fact, View


def measure_of(view: View, fact: Fact) -> Measure | None:
    """The measure of a fact's number; None unless the fact names one that the desk defines."""
    # a record takes long to say that it has no such field, and most have none
    return view.record("measures", vars(fact.record).get("measure", ""), Measure)


def unit_of(view: View, fact: Fact) -> str:
    """The unit of a fact's number where its source prints none; empty unless its measure has one."""
    measure = measure_of(view, fact)
    return measure.unit if measure else ""
