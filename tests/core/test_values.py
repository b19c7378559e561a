"""Quantities, dates, markings and grades as sources state them."""

from __future__ import annotations

import itertools
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefings.core.values import MAGNITUDES, Day, Grade, Marking, PartialDate, Quantity, ValueParseError

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
def test_any_text_is_a_quantity_a_date_or_told_why_not(text: str) -> None:
    for parse in (Quantity.parse, PartialDate.parse, Marking.parse):
        try:
            value = parse(text)
        except ValueParseError as told:
            assert told.expected
        else:
            assert getattr(value, "text", value) == text


def test_words_for_numbers_cover_rising_ranges_without_gaps_inside() -> None:
    ranges = list(MAGNITUDES.values())
    assert len(ranges) == 5
    assert all(low < high for low, high in ranges)
    assert all(one[1] < next_[0] for one, next_ in itertools.pairwise(ranges))


@pytest.mark.parametrize(
    ("text", "first", "last", "is_interval"),
    [
        ("2021", date(2021, 1, 1), date(2021, 12, 31), False),
        ("2021-07", date(2021, 7, 1), date(2021, 7, 31), False),
        ("2020-02", date(2020, 2, 1), date(2020, 2, 29), False),
        ("2021-07-07", date(2021, 7, 7), date(2021, 7, 7), False),
        ("2021~", date(2021, 1, 1), date(2021, 12, 31), False),
        ("2021-07~", date(2021, 7, 1), date(2021, 7, 31), False),
        ("2021-07-07?", date(2021, 7, 7), date(2021, 7, 7), False),
        ("2021-07-07/2021-07-09", date(2021, 7, 7), date(2021, 7, 9), True),
        ("2021-07~/2021-08", date(2021, 7, 1), date(2021, 8, 31), True),
        ("2005/..", date(2005, 1, 1), date.max, True),
        ("../2021-08-31", date.min, date(2021, 8, 31), True),
        ("2021/2021-03", date(2021, 1, 1), date(2021, 3, 31), True),
    ],
)
def test_a_date_is_read_in_every_form(text: str, first: date, last: date, is_interval: bool) -> None:
    found = PartialDate.parse(text)
    assert (found.text, found.first, found.last, found.is_interval) == (text, first, last, is_interval)
    assert found.is_day == (first == last)


@pytest.mark.parametrize(
    "text",
    [
        "", "21", "2021-7", "2021-07-7", "7.7.2021", "2021/07/07", "2021-07-07T12:00", "2021?~", "~2021",
        "2021-07-07/", "/2021", "2021..2022", "yesterday", "../..", "2021/.../2022",
    ],
)  # fmt: skip
def test_what_is_no_date_is_told_what_one_is(text: str) -> None:
    with pytest.raises(ValueParseError) as told:
        PartialDate.parse(text)
    assert told.value.expected.startswith("a date: 2021, 2021-07, 2021-07-07")


@pytest.mark.parametrize("text", ["2021-13", "2021-02-29", "2021-02-30", "0000", "2021-04-31", "2021-31-12"])
def test_a_day_that_the_calendar_has_not_is_refused(text: str) -> None:
    with pytest.raises(ValueParseError, match="is not in the calendar"):
        PartialDate.parse(text)


@pytest.mark.parametrize("text", ["2021-00", "2021-07-00", "2021-00-07"])
def test_there_is_no_month_or_day_nought(text: str) -> None:
    with pytest.raises(ValueParseError):
        PartialDate.parse(text)


def test_only_the_ten_ascii_digits_make_a_date() -> None:
    with pytest.raises(ValueParseError):
        PartialDate.parse("٢٠٢١")


def test_an_interval_that_runs_backwards_is_refused() -> None:
    with pytest.raises(ValueParseError) as told:
        PartialDate.parse("2021-07-08/2021-07-07")
    assert told.value.expected == "the earlier date first"


@given(st.dates(min_value=date(1000, 1, 1)), st.integers(0, 2), st.sampled_from(["", "~", "?"]))
def test_a_partial_date_holds_each_day_it_may_be(day: date, cut: int, doubt: str) -> None:
    text = day.isoformat()[: (10, 7, 4)[cut]]
    found = PartialDate.parse(text + doubt)
    assert found.first <= day <= found.last
    assert [part for part in (day.year, day.month, day.day)][: 3 - cut] == [
        part for part in (found.first.year, found.first.month, found.first.day)
    ][: 3 - cut]
    assert found.start is not None
    assert (found.start.approximate, found.start.uncertain) == (doubt == "~", doubt == "?")
    plain = PartialDate.parse(text)
    assert (plain.first, plain.last) == (found.first, found.last), "a doubt never widens a date"


@given(st.dates(min_value=date(1000, 1, 1)))
def test_a_day_is_written_as_it_is_read(day: date) -> None:
    found = PartialDate.of(day)
    assert PartialDate.parse(found.text) == found
    assert (found.first, found.last) == (day, day)


SPANS = st.lists(st.dates(min_value=date(1000, 1, 1)), min_size=2, max_size=2).map(sorted)


@given(SPANS, SPANS)
def test_dates_overlap_just_where_a_day_is_in_both(first: list[date], second: list[date]) -> None:
    (a, b), (c, d) = first, second
    one, other = PartialDate.parse(f"{a}/{b}"), PartialDate.parse(f"{c}/{d}")
    assert one.overlaps(other) == (max(a, c) <= min(b, d))
    assert one.overlaps(other) == other.overlaps(one)


def test_days_are_ordered_by_when_they_begin_then_end() -> None:
    days = [Day(2021, 7, 7), Day(2021), Day(2020, 12), Day(2021, 7), Day(2021, 1)]
    assert sorted(days) == [Day(2020, 12), Day(2021, 1), Day(2021), Day(2021, 7), Day(2021, 7, 7)]


MARKINGS = [Marking.CLEAR, Marking.GREEN, Marking.AMBER, Marking.AMBER_STRICT, Marking.RED]


def test_the_markings_are_tlp_two() -> None:
    assert [m.value for m in MARKINGS] == ["TLP:CLEAR", "TLP:GREEN", "TLP:AMBER", "TLP:AMBER+STRICT", "TLP:RED"]
    assert [Marking.parse(m.value) for m in MARKINGS] == MARKINGS
    with pytest.raises(ValueParseError):
        Marking.parse("TLP:WHITE")


def test_markings_are_ordered_by_how_much_they_restrict() -> None:
    for (i, one), (j, other) in itertools.product(enumerate(MARKINGS), repeat=2):
        assert (one < other, one <= other, one > other, one >= other) == (i < j, i <= j, i > j, i >= j), (one, other)


def test_the_highest_of_markings_is_the_most_restricted() -> None:
    for held in itertools.permutations(MARKINGS, 3):
        assert max(held) == MARKINGS[max(map(MARKINGS.index, held))]
    assert sorted(reversed(MARKINGS)) == MARKINGS


def test_grades_are_ordered_by_the_claim_then_by_its_source() -> None:
    grades = [Grade("A", "3"), Grade("F", "1"), Grade("B", "2"), Grade("A", "2"), Grade("E", "6")]
    assert [str(g) for g in sorted(grades, key=lambda g: g.order)] == ["F1", "A2", "B2", "A3", "E6"]


def test_a_marking_names_files_without_signs_that_file_systems_refuse() -> None:
    assert [marking.file_name for marking in Marking] == [
        "TLP-CLEAR", "TLP-GREEN", "TLP-AMBER", "TLP-AMBER-STRICT", "TLP-RED",
    ]  # fmt: skip
    assert [marking.word for marking in Marking] == ["CLEAR", "GREEN", "AMBER", "AMBER-STRICT", "RED"]
