"""Quantities as sources state them."""

from __future__ import annotations

import itertools
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefings.core.parse_errors import ValueParseError
from briefings.core.quantities import MAGNITUDES, Quantity
from briefings.core.quantity_slips import intended_forms
from briefings.core.units import UnknownUnitError

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
        ("0.5..1.5 million square km", D(500000), D(1500000), "km²", ""),
        ("1.4 million people", D(1400000), D(1400000), "people", ""),
        ("4.5 bn USD", D(4500000000), D(4500000000), "USD", ""),
        ("240 thousand", D(240000), D(240000), "", ""),
        ("2 crore people", D(20000000), D(20000000), "people", ""),
        ("~60..95 thousand people", D(60000), D(95000), "people", "approximate"),
        ("<= 1.5 mn persons", None, D(1500000), "people", ""),
        ("65%", D(65), D(65), "%", ""),
        ("-3.2 %", D("-3.2"), D("-3.2"), "%", ""),
        ("\u22123.2 %", D("-3.2"), D("-3.2"), "%", ""),
        ("-40..5 °C", D(-40), D(5), "°C", ""),
        ("-12000 people", D(-12000), D(-12000), "people", ""),
        ("12.5 per 100,000 people", D("12.5"), D("12.5"), "per 100,000 people", ""),
        ("3 Mi-17", D(3), D(3), "Mi-17", ""),
        ("672 m", D(672), D(672), "m", ""),
        ("76.4 points", D("76.4"), D("76.4"), "points", ""),
        ("tens people", D(20), D(99), "people", "word"),
        ("hundreds people", D(200), D(999), "people", "word"),
        ("thousands people", D(2000), D(9999), "people", "word"),
        ("tens-of-thousands people", D(20000), D(99999), "people", "word"),
        ("millions people", D(2000000), D(9999999), "people", "word"),
        ("38°C", D(38), D(38), "°C", ""),
        ("4.5 bn€", D("4500000000"), D("4500000000"), "EUR", ""),
        ("1.25 km", D("1.25"), D("1.25"), "km", ""),
        ("1.3440 km", D("1.3440"), D("1.3440"), "km", ""),
        ("0.344 km", D("0.344"), D("0.344"), "km", ""),
        ("1.250 °C", D("1.250"), D("1.250"), "°C", ""),
        ("1.250 million people", D(1250000), D(1250000), "people", ""),
        ("12 F-16s", D(12), D(12), "F-16", ""),
        ("2120 USD per capita", D(2120), D(2120), "USD per person", ""),
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
        "", "km", "60..", "..95", "1..2..3", "=5", "-", "--5", "zillions",
        "~~5", "thousand", "Thousands people", "not-stated people", "<= not-stated", "5,", ".5", "n/a",
    ],
)  # fmt: skip
def test_what_is_no_quantity_is_refused_with_what_one_is(text: str) -> None:
    with pytest.raises(ValueParseError, match="is not a quantity") as told:
        Quantity.parse(text)
    assert told.value.expected.startswith("a number with an optional sign and unit: 1357 km")


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("1,000", "1000"), ("1 000", "1000"), ("12 345 people", "12345 people"), ("~1,400,000", "~1400000"),
        ("1'400 people", "1400 people"), ("1_400 people", "1400 people"), ("1.400.000 people", "1400000 people"),
        ("1\u202f400 people", "1400 people"), ("1,000..2,000 km", "1000..2000 km"), ("5,5 %", "5.5 %"),
        ("60 to 95 people", "60..95 people"), ("60-95 people", "60..95 people"), ("60–95 people", "60..95 people"),
        ("between 60 and 95 people", "60..95 people"), ("60 .. 95 people", "60..95 people"),
        ("60 people to 95 people", "60..95 people"), ("60-95 thousand people", "60..95 thousand people"),
        ("about 60 people", "~60 people"), ("ca. 60 people", "~60 people"), ("≈60 people", "~60 people"),
        ("up to 1,200 families", "<=1200 families"), ("more than 60 people", ">60 people"),
        ("at least 60 people", ">=60 people"), ("fewer than 60 people", "<60 people"),
        ("almost 60 people", "~<60 people"), ("≤ 60 people", "<=60 people"), ("60+ people", ">= 60 people"),
        ("500±50 people", "450..550 people"), ("+5 %", "5 %"), ("1357km", "1357 km"), ("$4.5 bn", "4.5 bn USD"),
        ("US$ 4.5 bn", "4.5 bn US$"), ("EUR 20", "20 EUR"), ("240k people", "240 thousand people"),
        ("1.4m people", "1.4 million people"), ("3 m people", "3 million people"), ("dozens of people", "tens people"),
        ("tens of thousands of people", "tens-of-thousands people"),
        ("2 dozen people", "24 people"), ("3 hundred people", "300 people"), ("500 people or more", ">= 500 people"),
        ("500 people at most", "<= 500 people"), ("500 people?", "~500 people"),
        ("1,4 Mio. people", "1.4 million people"), ("1e3", "1000"), ("1.5E+06 people", "1500000 people"),
        ("an estimated 60 people", "~60 people"), ("60 people (est.)", "~60 people"), ("1500*", "1500"),
        ("1500 [1]", "1500"), ("1500 people (2020)", "1500 people"), ("twelve people", "12 people"),
        ("half a million people", "0.5 million people"), ("two weeks", "2 weeks"), ("no people", "0 people"),
        ("several hundred people", "hundreds people"), ("100s of people", "hundreds people"),
        ("millions of people", "millions people"), ("tens of thousands people", "tens-of-thousands people"),
        ("1 in 4 people", "25 %"), ("30 out of 100", "30 %"), ("10-day", "10 day"),
        ("1,50,000 people", "150000 people"), ("12,50,000 people", "1250000 people"),
        ("800 millions USD", "800 million USD"), ("$1.2m-$1.5m", "1.2..1.5 million USD"),
        ("US $10 million", "10 million US$"), ("₹500 crore", "500 crore ₹"), ("C$5 million", "5 million C$"),
        ("$72.50 a barrel", "72.50 USD per barrel"), ("€1,200/month", "1200 € per month"),
        ("1500 barrels a day", "1500 barrels per day"), ("12.5 per 100,000", "12.5 per 100,000 people"),
        ("12.5/1000", "12.5 per 1,000 people"), ("12.5 per 100 000 people", "12.5 per 100,000 people"),
        ("1m", "1 million, or 1 m for metres"), ("1.400 people", "1400 people, or 1.4 thousand people"),
        ("220.000 people", "220000 people, or 220 people"), ("1.000..2.000 families", "1000..2000 families"),
        ("2.500 EUR", "2500 EUR, or 2.5 EUR"), ("1.344 km", "1344 km, or 1.3440 km"),
        ("1.250 km", "1250 km, or 1.25 km"), ("652.860 km²", "652860 km², or 652.86 km²"),
        ("½ million people", "0.5 million people"), ("1½ million people", "1.5 million people"), ("3 ¼ km", "3.25 km"),
        ("٥٠٠ people", "500 people"), ("۱۲۰۰ people", "1200 people"), ("=> 5 people", ">= 5 people"),
        ("–5 %", "-5 %"), ("7 km.", "7 km"), ("3.5 x 10^6 people", "3500000 people"), ("2 × 10³ km", "2000 km"),
        ("a third", "~33.3 %"), ("over a third", ">33.3 %"), ("more than half", ">50 %"), ("1/2", "50 %"),
        ("two-thirds", "~66.7 %"), ("20.000 tonnes", "20000 t, or 20 t"), ("1.344..1.357 km", "1344..1357 km"),
    ],
)  # fmt: skip
def test_what_is_plainly_meant_is_refused_with_the_form_that_says_it(text: str, form: str) -> None:
    with pytest.raises(ValueParseError) as error:
        Quantity.parse(text)
    assert error.value.expected == form
    assert Quantity.parse(form.partition(", or ")[0])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1,500 peopel", "did you mean 'people'?"), ("1,500 frobs", "a unit of docs/facts.md"),
        ("Rs 500 crore", "INR or PKR"), ("45,000 tons", "t (metric)"),
    ],
)  # fmt: skip
def test_of_a_number_in_another_form_with_an_unknown_unit_the_unit_is_told(text: str, expected: str) -> None:
    with pytest.raises(ValueParseError) as error:
        Quantity.parse(text)
    assert expected in error.value.expected


@pytest.mark.parametrize(
    "text", ["1.400 people", "220.000 people", "0.5 tanks", "1..1.5 families", "1.2345 thousand people", "~2.5 Mi-17"]
)
def test_there_is_no_part_of_what_is_counted(text: str) -> None:
    with pytest.raises(ValueParseError, match="no whole number"):
        Quantity.parse(text)


@pytest.mark.parametrize(
    "text", ["95 people killed", "60 more people", "5 km of road", "500 peopel", "7 tCO2", "2 km 500 m"]
)
def test_a_text_is_no_unit(text: str) -> None:
    with pytest.raises(UnknownUnitError):
        Quantity.parse(text)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("~1400000 people", "~1400000"), ("<= 100000 people", "<= 100000"), ("1.4 million people", "1400000"),
        ("~60..95 thousand people", "~60000..95000"), ("<= 4.5 bn USD", "<=4500000000"), ("65%", "65"),
        ("tens people", "tens"), ("3 Mi-17", "3"), ("12 per 100,000 people", "12"), ("-3.2 %", "-3.2"),
    ],
)  # fmt: skip
def test_the_number_for_machines_is_in_digits_without_its_unit(text: str, number: str) -> None:
    assert Quantity.parse(text).number == number


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
# Units under the names they get; of none is there only whole ones, as the numbers have decimals.
NAMED = {"": "", "km": "km", "miles": "mi", "USD": "USD", "%": "%", "square km": "km²"}
UNITS = st.sampled_from(sorted(NAMED))


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
    assert amount.unit == NAMED[unit]
    assert amount.stated


@given(NUMBERS, NUMBERS, UNITS)
def test_a_range_is_bounded_by_its_numbers_with_its_middle_between(one: Decimal, other: Decimal, unit: str) -> None:
    low, high = sorted((one, other))
    amount = Quantity.parse(_spelled("", f"{low}..{high}", unit))
    assert (amount.low, amount.high, amount.unit) == (low, high, NAMED[unit])
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
    assert len(ranges) == 6
    assert all(low < high for low, high in ranges)
    assert all(one[1] < next_[0] for one, next_ in itertools.pairwise(ranges))


def test_no_form_is_looked_for_in_what_is_too_long_for_any() -> None:
    """The patterns would take minutes for a row of digits of an import."""
    assert list(intended_forms("1,357 km")) != []
    assert list(intended_forms("9" * 100_000)) == []
