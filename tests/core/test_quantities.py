"""Quantities as sources state them."""

from __future__ import annotations

import itertools
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefings.core.parse_errors import ValueParseError
from briefings.core.quantities import MAGNITUDES, Quantity

D = Decimal


@pytest.mark.parametrize(
    ("text", "low", "high", "unit", "flags"),
    [
        ("188", D(188), D(188), "", ""),
        ("1357 km", D(1357), D(1357), "km", ""),
        ("1.10 km", D("1.10"), D("1.10"), "km", ""),
        ("65 %", D(65), D(65), "%", ""),
        ("~1400000 people", D(1400000), D(1400000), "people", "approximate"),
        ("< 500 people", None, D(500), "people", "strict"),
        ("<= 100000 people", None, D(100000), "people", ""),
        ("<=100000 people", None, D(100000), "people", ""),
        ("> 1000 people", D(1000), None, "people", "strict"),
        (">= 1000 people", D(1000), None, "people", ""),
        ("~<10000 people", None, D(10000), "people", "approximate strict"),
        ("60..95 people", D(60), D(95), "people", ""),
        ("~60..95 people", D(60), D(95), "people", "approximate"),
        ("0.5..1.5 million square km", D("0.5"), D("1.5"), "million square km", ""),
        ("tens people", D(20), D(99), "people", "word"),
        ("hundreds people", D(200), D(999), "people", "word"),
        ("thousands people", D(2000), D(9999), "people", "word"),
        ("tens-of-thousands people", D(20000), D(99999), "people", "word"),
        ("hundreds-of-thousands people", D(200000), D(999999), "people", "word"),
        ("~hundreds-of-thousands", D(200000), D(999999), "", "approximate word"),
        ("not-stated", None, None, "", "not-stated"),
    ],
)
def test_a_quantity_is_read_in_every_form(text: str, low: D | None, high: D | None, unit: str, flags: str) -> None:
    amount = Quantity.parse(text)
    assert (amount.text, amount.low, amount.high, amount.unit) == (text, low, high, unit)
    assert " ".join(
        name
        for name, held in [
            ("approximate", amount.approximate),
            ("strict", amount.strict),
            ("word", amount.word),
            ("not-stated", not amount.stated),
        ]
        if held
    ) == (flags)


@pytest.mark.parametrize(
    "text",
    [
        "", "km", "1357km", "-5", "+5", "1e3", "1/2", "60..", "..95", "1..2..3", "=5", "=> 5", "about 5",
        "~~5", "thousand", "Thousands people", "not-stated people", "<= not-stated", "5,", ".5",
    ],
)  # fmt: skip
def test_what_is_no_quantity_is_told_what_one_is(text: str) -> None:
    with pytest.raises(ValueParseError, match="is not a quantity") as told:
        Quantity.parse(text)
    assert told.value.expected.startswith("a number with an optional sign and unit: 1357 km")


@pytest.mark.parametrize("text", ["1,000", "1 000", "12 345 people", "100,000 people", "~1,400,000", "1,000..2,000 km"])
def test_separators_in_a_number_are_refused(text: str) -> None:
    with pytest.raises(ValueParseError) as told:
        Quantity.parse(text)
    assert told.value.expected == "digits without separators: 100000, not 100,000"


def test_a_range_that_runs_backwards_is_refused() -> None:
    with pytest.raises(ValueParseError) as told:
        Quantity.parse("95..60 people")
    assert told.value.expected == "the lower number first"


@pytest.mark.parametrize("text", ["5 00 people", "60 ..95 people", "60 .. 95 people", "1357 12"])
def test_a_number_is_no_unit(text: str) -> None:
    with pytest.raises(ValueParseError):
        Quantity.parse(text)


@pytest.mark.parametrize("text", ["> thousands people", "< hundreds people"])
def test_a_sign_before_a_word_is_not_dropped(text: str) -> None:
    """ "More than thousands" is not between 2,000 and 9,999."""
    try:
        amount = Quantity.parse(text)
    except ValueParseError:
        return
    assert None in (amount.low, amount.high)


@pytest.mark.parametrize("text", ["٣ people", "१२ km"])
def test_only_the_ten_ascii_digits_make_a_number(text: str) -> None:
    with pytest.raises(ValueParseError):
        Quantity.parse(text)


NUMBERS = st.decimals(min_value=0, max_value=10**9, allow_nan=False, allow_infinity=False, places=2)
UNITS = st.sampled_from(["", "km", "mi", "people", "%", "square km"])


def _spelled(sign: str, number: str, unit: str) -> str:
    return f"{sign}{number}{' ' + unit if unit else ''}"


@given(st.sampled_from(["", "~"]), st.sampled_from(["", "<", "<=", ">", ">="]), NUMBERS, UNITS)
def test_a_quantity_says_again_what_was_written(about: str, sign: str, number: Decimal, unit: str) -> None:
    amount = Quantity.parse(_spelled(about + sign, str(number), unit))
    bound = amount.high if sign.startswith("<") else amount.low
    other = amount.low if sign.startswith("<") else amount.high
    assert bound == number
    assert other == (None if sign else number)
    assert (amount.approximate, amount.strict) == (about == "~", sign in ("<", ">"))
    assert amount.exact == (None if sign else number)
    assert amount.middle == number
    assert amount.unit == unit
    assert amount.stated


@given(NUMBERS, NUMBERS, UNITS)
def test_a_range_is_bounded_by_its_numbers_with_its_middle_between(one: Decimal, other: Decimal, unit: str) -> None:
    low, high = sorted((one, other))
    amount = Quantity.parse(_spelled("", f"{low}..{high}", unit))
    assert (amount.low, amount.high, amount.unit) == (low, high, unit)
    assert amount.middle is not None
    assert low <= amount.middle <= high


@given(st.text(max_size=20))
def test_any_text_is_a_quantity_or_told_why_not(text: str) -> None:
    try:
        amount = Quantity.parse(text)
    except ValueParseError as error:
        assert error.expected
    else:
        assert amount.text == text


def test_words_for_numbers_cover_rising_ranges_without_gaps_inside() -> None:
    ranges = list(MAGNITUDES.values())
    assert len(ranges) == 5
    assert all(low < high for low, high in ranges)
    assert all(one[1] < next_[0] for one, next_ in itertools.pairwise(ranges))
