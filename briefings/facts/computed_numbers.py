"""Numbers computed from facts by a stated formula: sums, differences and shares.

Bounds are carried through as in interval arithmetic, so that what comes out is never surer than what went in;
units are converted; and what cannot honestly be computed is refused. Computed anew for each view.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_EVEN, Decimal
from itertools import combinations

from ..core.units import UnitMismatchError, conversion_factor
from ..core.values import PartialDate, Quantity
from ..records.fact_kinds import PROSPECTIVE_STATUSES
from .fact_base import Fact, View
from .measures import unit_of
from .ranking import main_quantity, with_default_unit

APART = 183  # days that the dates of what is added up may lie apart; within them the dates are printed
_HUNDRED = Decimal(100)


class ComputationError(ValueError):
    """Why a number cannot be computed: the problem's code, the fact it is about, what would do."""

    def __init__(self, code: str, message: str, near: str, expected: str) -> None:
        super().__init__(message)
        self.code, self.near, self.expected = code, near, expected


@dataclass(frozen=True)
class ComputedNumber:
    """A computed number: of which facts, by which formula, and of which days where they are not of one
    time."""

    formula: str
    facts: tuple[Fact, ...]
    amount: Quantity
    days: tuple[PartialDate, ...]

    @property
    def has_one_date(self) -> bool:
        return all(one.overlaps(other) for one, other in combinations(self.days, 2))


def computed_number(view: View, formula: str, facts: Sequence[Fact]) -> ComputedNumber:
    """The number that a formula gives for facts of a view; raises CannotDerive."""
    amounts = [_amount(view, fact) for fact in facts]
    for fact, amount in zip(facts, amounts, strict=True):
        try:
            conversion_factor(amount.unit, amounts[0].unit)
        except UnitMismatchError:
            unlike = (
                f"{facts[0].id} is in {amounts[0].unit or 'no unit'}, {fact.id} in {amount.unit or 'no unit'}"
            )
            raise ComputationError(
                "derived-units", unlike, fact.id, "facts that count or measure the same"
            ) from None
    _like(facts)
    unit = amounts[0].unit
    same = [_in(amount, unit) for amount in amounts]
    days = tuple(fact.headline.true_on for fact in facts)
    if formula == "sum":
        _apart(view, facts)
        found = _sum(same)
    elif formula == "difference":
        found = _difference(facts, *same)
    else:
        found = _share(facts, *same)
    derived = ComputedNumber(formula, tuple(facts), found, days)
    if formula != "difference" and _gap(days) > APART:
        raise ComputationError(
            "derived-dates",
            f"{facts[0].id} and {facts[-1].id} are of days too far apart",
            facts[-1].id,
            f"facts of one time, or within {APART} days; a difference may be of any",
        )
    return derived


def _amount(view: View, fact: Fact) -> Quantity:
    value = main_quantity(fact.headline)
    if value is None or not value.stated or fact.headline.record.negated:
        raise ComputationError(
            "derived-no-number", f"{fact.id} gives no number", fact.id, "a fact with a stated number"
        )
    return with_default_unit(value, unit_of(view, fact))


def _like(facts: Sequence[Fact]) -> None:
    """What is only planned, feared or pledged is not reckoned together with what is so."""
    one = facts[0]
    for other in facts[1:]:
        a, b = (fact.headline.record.status or "done" for fact in (one, other))
        if a != b and {a, b} & set(PROSPECTIVE_STATUSES):
            raise ComputationError(
                "derived-status",
                f"{one.id} is {a}, {other.id} is {b}",
                other.id,
                "facts that are all done, or all pledged",
            )


def _apart(view: View, facts: Sequence[Fact]) -> None:
    """Nothing is counted twice: neither a fact nor its part, nor what it replaces or rivals."""
    for one, other in combinations(facts, 2):
        shared = one.id == other.id or other.id in view.wholes(one) or one.id in view.wholes(other)
        linked = {*one.record.supersedes, *one.record.rivals} | {
            *other.record.supersedes,
            *other.record.rivals,
        }
        if shared or linked & {one.id, other.id}:
            raise ComputationError(
                "derived-overlap",
                f"{other.id} would be counted twice beside {one.id}",
                other.id,
                "facts that share nothing: no part with its whole, no rivals",
            )


def _gap(days: Sequence[PartialDate]) -> int:
    """Days between the end of the earliest and the beginning of the latest; 0 where they meet."""
    first, last = min(day.last for day in days), max(day.first for day in days)
    return max((last - first).days, 0) if first > date.min else 0


def _in(amount: Quantity, unit: str) -> Quantity:
    scale = conversion_factor(amount.unit, unit)
    if scale == 1:
        return amount
    low, high = (None if bound is None else bound * scale for bound in (amount.low, amount.high))
    return replace(amount, low=low, high=high, unit=unit)


def _result(amounts: Sequence[Quantity], low: Decimal | None, high: Decimal | None, unit: str) -> Quantity:
    """The bounds as a quantity with no more digits than its inputs bear: the coarsest of them sets the
    place."""
    place = max(_place(amount) for amount in amounts)
    one = low is not None and low == high
    low = None if low is None else _rounded(low, place, ROUND_HALF_EVEN if one else ROUND_FLOOR)
    high = (
        low
        if one
        else None
        if high is None
        else _rounded(high, place, ROUND_HALF_EVEN if one else ROUND_CEILING)
    )
    about, strict = any(a.approximate for a in amounts), any(a.strict for a in amounts)
    return Quantity("", low, high, unit, about, strict and (low is None or high is None))


def _place(amount: Quantity) -> int:
    """The power of ten of the last digit that means something: of about 9,400 the hundreds, of 9,413 the
    ones."""
    number = next((bound for bound in (amount.high, amount.low) if bound), Decimal(1))
    digits = number.normalize() if amount.approximate else number
    exponent = int(digits.as_tuple().exponent)
    if (
        len(digits.as_tuple().digits) > 15
    ):  # a converted unit: its digits are the conversion's, not the source's
        return 0
    return exponent if amount.approximate else min(exponent, 0)


def _rounded(number: Decimal, place: int, how: str) -> Decimal:
    step = Decimal(1).scaleb(place)
    return (number / step).quantize(Decimal(1), rounding=how) * step + 0


def _sum(amounts: Sequence[Quantity]) -> Quantity:
    """Counts and lengths are never negative, so what has no lower bound adds nothing to the lower bound."""
    lows, highs = [a.low for a in amounts], [a.high for a in amounts]
    low = None if all(low is None for low in lows) else sum((low or Decimal(0) for low in lows), Decimal(0))
    high = None if None in highs else sum((high for high in highs if high is not None), Decimal(0))
    return _result(amounts, low, high, amounts[0].unit)


def _difference(facts: Sequence[Fact], more: Quantity, less: Quantity) -> Quantity:
    """By how much the first is more than the second: refused where it may be less, as the text would then be
    wrong."""
    low = None if more.low is None or less.high is None else more.low - less.high
    if low is None or low < 0:
        raise ComputationError(
            "derived-order",
            f"{facts[0].id} may be less than {facts[1].id}",
            facts[0].id,
            "first the fact that is surely the larger",
        )
    high = None if more.high is None else more.high - (less.low or Decimal(0))
    return _result((more, less), low, high, more.unit)


def _share(facts: Sequence[Fact], part: Quantity, whole: Quantity) -> Quantity:
    """The first in per cent of the second, to the whole per cent; below ten to a tenth."""
    if part.low is not None and whole.high is not None and part.low > whole.high:
        raise ComputationError(
            "derived-order",
            f"{facts[0].id} is more than {facts[1].id}",
            facts[0].id,
            "first the part, then the whole",
        )
    if not whole.low:
        raise ComputationError(
            "derived-no-number",
            f"{facts[1].id} may be nothing",
            facts[1].id,
            "a whole with a lower bound above zero",
        )
    low = None if part.low is None or whole.high is None else part.low / whole.high * _HUNDRED
    high = None if part.high is None else min(part.high / whole.low * _HUNDRED, _HUNDRED)
    place = -1 if (high if high is not None else low or Decimal(0)) < 10 else 0
    one = low is not None and low == high
    low = None if low is None else _rounded(low, place, ROUND_HALF_EVEN if one else ROUND_FLOOR)
    high = low if one else None if high is None else _rounded(high, place, ROUND_CEILING)
    if low is None and high is None:
        raise ComputationError(
            "derived-no-number", f"no bound follows for {facts[0].id}", facts[0].id, "a bounded number"
        )
    return Quantity("", low, high, "%", part.approximate or whole.approximate, False)
