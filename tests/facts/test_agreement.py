"""Whether two numbers can be one amount: rounding, "about" and open sides, at their boundaries."""

from __future__ import annotations

from decimal import Decimal

import pytest

from briefings.core.quantities import Quantity
from briefings.facts.agreement import Bounds, bounds_overlap, may_be_equal, rounded_bounds


def quantity(text: str) -> Quantity:
    return Quantity.parse(text)


NUMBER_OF_27_DIGITS = "123456789012345678.012345678"


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        pytest.param("5", "4.5", "5.5", id="half of the last digit either way"),
        pytest.param("5.0", "4.95", "5.05", id="half of the last decimal"),
        pytest.param("500", "499.5", "500.5", id="zeros before the point count as written"),
        pytest.param("0", "-0.5", "0.5", id="nought is rounded like any number"),
        pytest.param("~100", "90", "110", id="about reaches a tenth either way"),
        pytest.param("~5", "4.5", "5.5", id="a tenth of 5 is as much as its rounding"),
        pytest.param("~4", "3.5", "4.5", id="rounding is wider than a tenth below 5"),
        pytest.param("~6", "5.4", "6.6", id="a tenth is wider than rounding above 5"),
        pytest.param(">= 5", "4.5", None, id="at least is open above"),
        pytest.param("<= 5", None, "5.5", id="at most is open below"),
        pytest.param("5..9", "4.5", "9.5", id="a range is widened at both ends"),
        pytest.param(
            NUMBER_OF_27_DIGITS,
            "123456789012345678.0123456775",
            "123456789012345678.0123456785",
            id="a number of 27 digits keeps the half of its last",
        ),
    ],
)
def test_the_bounds_of_a_printed_number(text: str, low: str | None, high: str | None) -> None:
    expected = tuple(None if bound is None else Decimal(bound) for bound in (low, high))
    assert rounded_bounds(quantity(text), "") == expected


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        pytest.param((1, 2), (2, 3), False, id="touching is not enough"),
        pytest.param((1, 2), (1, 2), True, id="equal bounds"),
        pytest.param((1, 3), (2, 4), True, id="overlapping"),
        pytest.param((1, 2), (3, 4), False, id="apart"),
        pytest.param((None, 2), (2, None), False, id="open sides that touch"),
        pytest.param((None, 3), (2, None), True, id="open sides that overlap"),
        pytest.param((None, 2), (None, 9), True, id="both open below"),
        pytest.param((2, None), (9, None), True, id="both open above"),
        pytest.param((None, None), (2, 3), True, id="open on both sides fits all"),
    ],
)
def test_bounds_overlap_if_one_amount_fits_both(one: Bounds, other: Bounds, expected: bool) -> None:
    assert (bounds_overlap(one, other), bounds_overlap(other, one)) == (expected, expected)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        pytest.param("5", "6", False, id="5 killed are not 6"),
        pytest.param("5", "5.4", True, id="5 may be 5.4 rounded"),
        pytest.param("1 km", "1000 m", True, id="one length in two units"),
        pytest.param("1 km", "2000 m", False, id="two lengths in two units"),
        pytest.param("5", "5 km", True, id="a number without a unit is in the other's"),
        pytest.param(NUMBER_OF_27_DIGITS, NUMBER_OF_27_DIGITS, True, id="27 digits agree with themselves"),
        pytest.param(f"{NUMBER_OF_27_DIGITS} mi", f"{NUMBER_OF_27_DIGITS} mi", True, id="and so with a unit"),
    ],
)
def test_two_quantities_may_be_equal(one: str, other: str, expected: bool) -> None:
    pair = quantity(one), quantity(other)
    assert (may_be_equal(*pair), may_be_equal(*reversed(pair))) == (expected, expected)
