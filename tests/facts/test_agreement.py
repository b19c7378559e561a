"""Whether two numbers can be one amount: rounding, "about" and open sides, at their boundaries."""

from __future__ import annotations

from decimal import Decimal

import pytest

from briefings.core.quantities import Quantity
from briefings.facts.agreement import (
    Bounds,
    agree,
    bounds_overlap,
    main_quantity,
    may_be_equal,
    rounded_bounds,
    stated_quantity,
    with_default_unit,
)
from facts_desk import fact, figure


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


@pytest.mark.parametrize(
    ("words", "main", "stated"),
    [
        ("value: 5", "5", "5"),
        ("value: not-stated", "not-stated", None),
    ],
)
def test_the_main_number_of_a_claim_and_the_one_it_states(words: str, main: str, stated: str | None) -> None:
    (claim,) = figure(f"{words}, as_of: 2021-07-01, source: wire-1").claims
    assert main_quantity(claim) == quantity(main)
    assert stated_quantity(claim) == (quantity(stated) if stated else None)


def test_a_claim_without_a_number_has_no_main_one() -> None:
    (claim,) = fact("forces", "    type: base\n    of: AFG\n", "what: Some of them., source: wire-1").claims
    assert main_quantity(claim) is stated_quantity(claim) is None


@pytest.mark.parametrize(
    ("text", "unit", "expected"), [("5", "km", "5 km"), ("5 mi", "km", "5 mi"), ("5", "", "5"), ("5 km", "", "5 km")]
)
def test_a_unit_is_filled_in_only_where_none_is_printed(text: str, unit: str, expected: str) -> None:
    filled, whole = with_default_unit(quantity(text), unit), quantity(expected)
    assert (filled.low, filled.high, filled.unit) == (whole.low, whole.high, whole.unit)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        pytest.param("value: 5", "value: 5", True, id="one number"),
        pytest.param("value: 5", "value: 9", False, id="two numbers"),
        pytest.param("value: 5", "value: not-stated", True, id="one number and none stated"),
        pytest.param("value: 5", "value: not-stated, negated: true", False, id="a denial of a number"),
        pytest.param("value: not-stated", "value: not-stated", True, id="neither states one"),
        pytest.param("value: 5 km", "value: 9 kg", True, id="what cannot be compared"),
    ],
)
def test_claims_agree_or_one_of_them_denies(one: str, other: str, expected: bool) -> None:
    day = "as_of: 2021-07-01"
    a, b = figure(f"{one}, {day}, source: wire-1", f"{other}, {day}, source: daily-1").claims
    assert (agree(a, b), agree(b, a)) == (expected, expected)
