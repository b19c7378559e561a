"""Rules of units: a number measures what its measure does, and is compared with its like."""

from __future__ import annotations

from collections.abc import Iterator

from ..core.problems import Problem
from ..core.quantities import whole_form
from ..core.units import is_counted, kind_of
from ..facts.agreement import main_quantity
from ..facts.claims import Claim
from ..records.entities import Measure
from ..records.entries import Entry
from ..records.fact_kinds import Figure
from ..records.fact_records import FactRecord
from .rule_context import AnyRule, Rule, RuleContext, claim_mark


def units_of_measures(context: RuleContext, entry: Entry, figure: Figure) -> Iterator[Problem]:
    """A figure's number is in a unit of the kind of its measure's; half a person is a slip."""
    measure = context.record(Measure, figure.measure)
    for claim in context.claims(entry) if measure else ():
        value = main_quantity(claim)
        if measure is None or value is None or not value.stated:
            continue
        if value.unit and kind_of(value.unit) != kind_of(measure.unit):
            alike = kind_of(value.unit).split()[0] == kind_of(measure.unit).split()[0]  # degrees, money
            not_so = (
                f"is not converted to {measure.unit}" if alike else f"does not measure what {measure.id} does"
            )
            yield Problem(
                "unit-mismatch",
                f"{value.text!r} {not_so}",
                claim_mark(claim, "value"),
                f"an amount in {measure.unit}, or another measure",
            )
        elif not value.unit and is_counted(measure.unit) and not value.is_whole:
            yield Problem(
                "not-a-quantity",
                f"{value.text!r} is no whole number of {measure.unit}",
                claim_mark(claim, "value"),
                whole_form(value, measure.unit),
            )


def uncompared(context: RuleContext, entry: Entry, record: FactRecord) -> Iterator[Problem]:
    """Two claims of a fact in units that measure different things contradict each other unseen."""
    first: tuple[str, Claim] | None = None
    for claim in context.claims(entry):
        value = None if claim.record.garbled else main_quantity(claim)
        if value is None or not value.stated or not value.unit:
            continue
        if first is None:
            first = value.unit, claim
        elif kind_of(first[0]) != kind_of(value.unit):
            yield Problem(
                "not-compared",
                f"{value.unit} and {first[0]} of one fact cannot be compared",
                claim_mark(claim),
                "one unit for all claims of a fact, or two facts",
                related=((claim_mark(first[1]), "the other claim"),),
            )
            break


RULES: tuple[AnyRule, ...] = (Rule(Figure, units_of_measures), Rule(FactRecord, uncompared))
