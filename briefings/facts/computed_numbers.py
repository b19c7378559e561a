"""Numbers computed from facts by a stated formula: sums, differences and shares.

Bounds are carried through as in interval arithmetic, so that a result is never surer than its inputs.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_EVEN, Decimal
from itertools import combinations

from ..core.dates import PartialDate
from ..core.quantities import Quantity
from ..core.units import UnitMismatchError, common_unit, conversion_factor
from ..records.fact_records import PROSPECTIVE_STATUSES
from .agreement import Bounds, stated_quantity, with_default_unit
from .claims import Fact
from .measures import unit_of
from .view import View

APART = 183  # days by which the dates of facts may differ; a smaller gap is printed with the number
_HUNDRED = Decimal(100)


class ComputationError(ValueError):
    """The reason a number cannot be computed: the problem's code, the fact it is about, what is expected."""

    def __init__(self, code: str, message: str, near: str, expected: str) -> None:
        super().__init__(message)
        self.code, self.near, self.expected = code, near, expected


@dataclass(frozen=True)
class ComputedNumber:
    """A computed number with its formula, its facts and the day that each of them is true of."""

    formula: str
    facts: tuple[Fact, ...]
    amount: Quantity
    days: tuple[PartialDate, ...]

    @property
    def has_one_date(self) -> bool:
        """True if any two of the days overlap."""
        return all(one.overlaps(other) for one, other in combinations(self.days, 2))


def computed_number(view: View, formula: str, facts: Sequence[Fact]) -> ComputedNumber:
    """The number that "sum", "difference" or "share" gives for facts of a view; raises ComputationError."""
    amounts = [_amount(view, fact) for fact in facts]
    for fact, amount in zip(facts, amounts, strict=True):
        try:
            conversion_factor(amount.unit, amounts[0].unit)
        except UnitMismatchError:
            one, other = amounts[0].unit or "no unit", amount.unit or "no unit"
            message, expected = (
                f"{facts[0].id} is in {one}, {fact.id} in {other}",
                "facts that count or measure the same",
            )
            raise ComputationError("derived-units", message, fact.id, expected) from None
    _require_same_status(facts)
    unit = common_unit([amount.unit for amount in amounts])
    same = [_converted(amount, unit) for amount in amounts]
    days = tuple(fact.headline.true_on for fact in facts)
    if formula == "sum":
        _require_no_overlap(view, facts)
        result = _sum(same)
    elif formula == "difference":
        result = _difference(facts, *same)
    else:
        result = _share(facts, *same)
    if formula != "difference" and _gap(days) > APART:
        raise ComputationError(
            "derived-dates",
            f"{facts[0].id} and {facts[-1].id} are of days too far apart",
            facts[-1].id,
            f"facts of one time, or within {APART} days; a difference may be of any",
        )
    return ComputedNumber(formula, tuple(facts), result, days)


def _amount(view: View, fact: Fact) -> Quantity:
    value = stated_quantity(fact.headline)
    if value is None or fact.headline.record.negated:
        message, expected = f"{fact.id} gives no number", "a fact with a stated number"
        raise ComputationError("derived-no-number", message, fact.id, expected)
    return with_default_unit(value, unit_of(view, fact))


def _require_same_status(facts: Sequence[Fact]) -> None:
    """Refuse to compute with planned, feared or pledged numbers together with actual ones."""
    one = facts[0]
    for other in facts[1:]:
        a, b = (fact.headline.record.status or "done" for fact in (one, other))
        if a != b and {a, b} & set(PROSPECTIVE_STATUSES):
            message, expected = (
                f"{one.id} is {a}, {other.id} is {b}",
                "facts that are all done, or all pledged",
            )
            raise ComputationError("derived-status", message, other.id, expected)


def _require_no_overlap(view: View, facts: Sequence[Fact]) -> None:
    """Refuse to count anything twice: a fact with itself, its part, or what it replaces or rivals."""
    for one, other in combinations(facts, 2):
        shared = one.id == other.id or other.id in view.wholes(one) or one.id in view.wholes(other)
        a, b = one.record, other.record
        if shared or {one.id, other.id} & {
            *a.supersedes,
            *a.rivals,
            *a.same_as,
            *b.supersedes,
            *b.rivals,
            *b.same_as,
        }:
            raise ComputationError(
                "derived-overlap",
                f"{other.id} would be counted twice beside {one.id}",
                other.id,
                "facts that share nothing: no part with its whole, no rivals",
            )


def _gap(days: Sequence[PartialDate]) -> int:
    """Days between the end of the earliest and the beginning of the latest; 0 if they meet."""
    first, last = min(day.last for day in days), max(day.first for day in days)
    return max((last - first).days, 0) if first > date.min else 0


def _converted(amount: Quantity, unit: str) -> Quantity:
    scale = conversion_factor(amount.unit, unit)
    if scale == 1:
        return amount
    low, high = (None if bound is None else bound * scale for bound in (amount.low, amount.high))
    return replace(amount, low=low, high=high, unit=unit)


def _result(amounts: Sequence[Quantity], low: Decimal | None, high: Decimal | None, unit: str) -> Quantity:
    """The bounds as a quantity, with no more digits than the coarsest of its inputs."""
    low, high = _rounded_outward(low, high, max(_place(amount) for amount in amounts))
    about, strict = any(a.approximate for a in amounts), any(a.strict for a in amounts)
    return Quantity("", low, high, unit, about, strict and (low is None or high is None))


def _place(amount: Quantity) -> int:
    """The power of ten of the last significant digit: 2 for about 9,400, 0 for 9,413."""
    number = next((bound for bound in (amount.high, amount.low) if bound), Decimal(1))
    digits = number.normalize() if amount.approximate else number
    if len(digits.as_tuple().digits) > 15:  # converted: the digits are the conversion's, not the source's
        return 0
    exponent = int(digits.as_tuple().exponent)
    return exponent if amount.approximate else min(exponent, 0)


def _rounded_outward(low: Decimal | None, high: Decimal | None, place: int) -> Bounds:
    """The bounds rounded to a power of ten: an exact number to the nearest, a range to a wider one."""
    if low is not None and low == high:
        exact = _rounded(low, place, ROUND_HALF_EVEN)
        return exact, exact
    below = None if low is None else _rounded(low, place, ROUND_FLOOR)
    return below, None if high is None else _rounded(high, place, ROUND_CEILING)


def _rounded(number: Decimal, place: int, how: str) -> Decimal:
    step = Decimal(1).scaleb(place)
    return (number / step).quantize(Decimal(1), rounding=how) * step + 0


def _sum(amounts: Sequence[Quantity]) -> Quantity:
    """The sum. Nothing counted is negative, so an open lower bound adds nothing to the lower bound."""
    lows = [amount.low for amount in amounts if amount.low is not None]
    highs = [amount.high for amount in amounts if amount.high is not None]
    low = sum(lows, Decimal(0)) if lows else None
    high = sum(highs, Decimal(0)) if len(highs) == len(amounts) else None
    return _result(amounts, low, high, amounts[0].unit)


def _difference(facts: Sequence[Fact], more: Quantity, less: Quantity) -> Quantity:
    """The first less the second; refused if it may be negative, as the text calls the first larger."""
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
    """The first as a percentage of the second, to the whole per cent; below ten to a tenth."""
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
    low, high = _rounded_outward(low, high, place)
    if low is None and high is None:
        raise ComputationError(
            "derived-no-number", f"no bound follows for {facts[0].id}", facts[0].id, "a bounded number"
        )
    return Quantity("", low, high, "%", part.approximate or whole.approximate, False)
