"""The main number of a claim, and whether two claims can both be right about it."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal, localcontext

from ..core.quantities import Quantity
from ..core.units import UnitMismatchError, conversion_factor
from .claims import Claim

# How far "about" reaches either way when two claims are compared; the desk's convention, not a statistic.
APPROXIMATE_MARGIN = Decimal("0.1")

# With the usual 28 digits a number as long as that loses its slack, and disagrees with itself.
_PRECISION = 200

# Low and high in one unit; None for an open side.
Bounds = tuple[Decimal | None, Decimal | None]


def main_quantity(claim: Claim) -> Quantity | None:
    """The number a claim is chiefly about, whether or not it is stated; None without one."""
    key = main_key(claim)
    return getattr(claim.record, key) if key else None


def main_key(claim: Claim) -> str:
    """The key of the number a claim is chiefly about; "" without one."""
    given = (key for key in claim.record.numbers if isinstance(getattr(claim.record, key), Quantity))
    return next(given, "")


def stated_quantity(claim: Claim) -> Quantity | None:
    """The number a claim is chiefly about; None unless it states one."""
    amount = main_quantity(claim)
    return amount if amount is not None and amount.stated else None


def with_default_unit(value: Quantity, unit: str) -> Quantity:
    """A quantity with `unit` filled in if its source prints none."""
    return value if value.unit or not unit else replace(value, unit=unit)


def agree(one: Claim, other: Claim) -> bool:
    """Return True if two claims of a fact can both be right about its number.

    Without two stated numbers, claims agree unless exactly one of them is a denial.
    """
    a, b = stated_quantity(one), stated_quantity(other)
    if a is None or b is None:
        return one.record.negated == other.record.negated
    try:
        return may_be_equal(a, b)
    except UnitMismatchError:
        return True


def may_be_equal(a: Quantity, b: Quantity) -> bool:
    """Return True if rounding lets two quantities be the same amount; raises UnitMismatchError."""
    return bounds_overlap(rounded_bounds(a, a.unit or b.unit), rounded_bounds(b, a.unit or b.unit))


def bounds_overlap(one: Bounds, other: Bounds) -> bool:
    """Return True if one amount fits both bounds; touching is not enough: 5 killed are not 6."""
    (low_a, high_a), (low_b, high_b) = one, other
    below = high_a is not None and low_b is not None and high_a <= low_b
    above = high_b is not None and low_a is not None and high_b <= low_a
    return not (below or above)


def rounded_bounds(amount: Quantity, unit: str) -> Bounds:
    """The bounds in `unit`, widened by the rounding of the printed digits, or by the margin if approximate.

    Raises UnitMismatchError.
    """
    scale = conversion_factor(amount.unit or unit, unit)

    def widened(bound: Decimal | None, sign: int) -> Decimal | None:
        if bound is None:
            return None
        digit = Decimal(1).scaleb(int(bound.as_tuple().exponent))  # 1.4 million is right to a tenth of one
        slack = max(abs(bound) * APPROXIMATE_MARGIN, digit / 2) if amount.approximate else digit / 2
        return (bound + sign * slack) * scale

    with localcontext() as context:
        context.prec = _PRECISION
        return widened(amount.low, -1), widened(amount.high, 1)
