"""Dates as sources state them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefings.core.dates import Day, PartialDate, time_of_day
from briefings.core.parse_errors import ValueParseError


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
        "", "21", "2021?~", "2021-07-07/", "/2021", "yesterday", "../..", "2021/.../2022",
    ],
)  # fmt: skip
def test_what_is_no_date_is_refused_with_what_one_is(text: str) -> None:
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


@given(st.text(max_size=20))
def test_any_text_is_a_date_or_told_why_not(text: str) -> None:
    try:
        date_ = PartialDate.parse(text)
    except ValueParseError as error:
        assert error.expected
    else:
        assert date_.text == text


@pytest.mark.parametrize("text", ["00:00", "06:30", "~06:30", "23:59"])
def test_an_hour_is_read(text: str) -> None:
    assert time_of_day(text) == text


@pytest.mark.parametrize("text", ["6:30", "24:00", "06:60", "06.30", "06:30 UTC", "06:30?", "dawn", "night", ""])
def test_what_is_no_hour_is_told_with_the_form(text: str) -> None:
    with pytest.raises(ValueParseError) as refusal:
        time_of_day(text)
    assert "06:30" in refusal.value.expected


@pytest.mark.parametrize("text", ["2021-09-15 06:30", "2021-09-15T06:30", "2021-09-15 06:30:00", "2021-09-15, 6:30"])
def test_a_date_with_an_hour_is_told_with_both_forms(text: str) -> None:
    with pytest.raises(ValueParseError) as refusal:
        PartialDate.parse(text)
    assert refusal.value.expected == "the day alone, 2021-09-15; an event also has 'time: 06:30'"


@pytest.mark.parametrize(
    ("text", "sides"),
    [("2021-08/2021-09-15", ["2021-08", "2021-09-15"]), ("2021-08~/2021", ["2021-08~", "2021"]), ("2021", None),
     ("../2021", None), ("2021/..", None)],
)  # fmt: skip
def test_a_closed_interval_has_two_sides(text: str, sides: list[str] | None) -> None:
    date = PartialDate.parse(text)
    assert date.is_closed == (sides is not None)
    if sides is not None:
        assert date.sides == tuple(map(PartialDate.parse, sides))
