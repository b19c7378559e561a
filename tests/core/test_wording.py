"""Dates in words: what is doubt about a day never reads as a duration."""

from __future__ import annotations

from decimal import Decimal

import pytest

from briefings.core import printed_amounts, printed_dates, wording
from briefings.core.dates import PartialDate
from briefings.core.printed_dates import DateSense
from briefings.core.quantities import Quantity


def words(text: str, sense: DateSense, locale: str = "en_GB") -> str:
    spoken = printed_dates.date_or_interval(PartialDate.parse(text), locale, True, sense)
    return spoken.replace(wording.NBSP, " ")


@pytest.mark.parametrize(
    ("date", "throughout", "within"),
    [
        ("2021", "2021", "2021"),
        ("2021-09-15", "15 Sept 2021", "15 Sept 2021"),
        ("2021-09~", "about Sept 2021", "about Sept 2021"),
        ("2021-09-15?", "probably 15 Sept 2021", "probably 15 Sept 2021"),
        ("2021-09-01/2021-09-15", "1–15 Sept 2021", "between 1 and 15 Sept 2021"),
        ("2021-09-15/2021-09-15", "15 Sept 2021", "15 Sept 2021"),
        ("2021-09/2021-09", "Sept 2021", "Sept 2021"),
        ("2021-08-31/2021-09-01", "31 Aug – 1 Sept 2021", "between 31 Aug and 1 Sept 2021"),
        ("2021-08~/2021-09-16", "about Aug – 16 Sept 2021", "between about Aug and 16 Sept 2021"),
        ("2021-07-01~/2021-07-07", "about 1–7 Jul 2021", "between about 1 and 7 Jul 2021"),
        ("2021-07-01/2021-07-07~", "1 Jul 2021 – about 7 Jul 2021", "between 1 Jul 2021 and about 7 Jul 2021"),
        ("2020-12/2021-01", "Dec 2020 – Jan 2021", "between Dec 2020 and Jan 2021"),
        ("1980/1989", "1980 – 1989", "between 1980 and 1989"),
        ("../2022-04-29", "by 29 Apr 2022", "by 29 Apr 2022"),
        ("../2021~", "by about 2021", "by about 2021"),
        ("2005/..", "from 2005", "not before 2005"),
    ],
)
def test_an_interval_reads_as_all_its_days_or_as_one_of_them(date: str, throughout: str, within: str) -> None:
    assert words(date, DateSense.THROUGHOUT) == throughout
    assert words(date, DateSense.WITHIN) == within


@pytest.mark.parametrize(
    ("date", "throughout", "within"),
    [
        ("2021-09-15", "Sep 15, 2021", "Sep 15, 2021"),
        ("2021-09-15?", "probably Sep 15, 2021", "probably Sep 15, 2021"),
        ("2021-09", "Sep 2021", "Sep 2021"),
        ("2021-09-01/2021-09-15", "Sep 1–15, 2021", "between Sep 1 and 15, 2021"),
        ("2021-07-01~/2021-07-07", "about Jul 1–7, 2021", "between about Jul 1 and 7, 2021"),
        ("2021-08-31/2021-09-01", "Aug 31 – Sep 1, 2021", "between Aug 31 and Sep 1, 2021"),
        ("2020-12-31/2021-01-02", "Dec 31, 2020 – Jan 2, 2021", "between Dec 31, 2020 and Jan 2, 2021"),
        ("2021-08~/2021-09-16", "about Aug – Sep 16, 2021", "between about Aug and Sep 16, 2021"),
        ("../2022-04-29", "by Apr 29, 2022", "by Apr 29, 2022"),
    ],
)
def test_a_locale_that_has_the_month_first_has_it_first(date: str, throughout: str, within: str) -> None:
    assert words(date, DateSense.THROUGHOUT, "en_US") == throughout
    assert words(date, DateSense.WITHIN, "en_PH") == within


@pytest.mark.parametrize(
    ("locale", "number", "day"),
    [
        ("en_GB", "1,234,567.5", "6 December 2024"), ("en_US", "1,234,567.5", "December 6, 2024"),
        ("en_AT", "1.234.567,5", "6 December 2024"), ("en_IN", "12,34,567.5", "6 December 2024"),
        ("en_CH", "1’234’567.5", "6 December 2024"), ("en_SE", "1\xa0234\xa0567,5", "6 December 2024"),
        ("en_CA", "1,234,567.5", "December 6, 2024"), ("en_KE", "1,234,567.5", "6 December 2024"),
    ],
)  # fmt: skip
def test_numbers_and_dates_are_written_as_the_locale_does(locale: str, number: str, day: str) -> None:
    assert printed_amounts.number(Decimal("1234567.5"), locale) == number
    assert printed_dates.date_or_interval(PartialDate.parse("2024-12-06"), locale).replace(wording.NBSP, " ") == day


@pytest.mark.parametrize(
    ("date", "reported"),
    [
        ("2021-09-16", "reported 16 Sept 2021"),
        ("2021-08-26/2021-08-31", "reported 26–31 Aug 2021"),
        ("2021", "reported 2021"),
    ],
)
def test_the_day_of_a_source_is_told_as_the_day_of_the_report(date: str, reported: str) -> None:
    assert words(date, DateSense.REPORTED) == reported
    assert words(date, DateSense.AS_OF) == reported.replace("reported", "as of")


@pytest.mark.parametrize(
    ("begins", "ends", "expected"),
    [
        ("2005", None, "from 2005"),
        (None, "2014-06-03", "until 3 Jun 2014"),
        ("2021-09-01", "2021-09-15", "1–15 Sept 2021"),
        ("2021-10", "2021-10", "Oct 2021"),
        ("2001/2003", None, "beginning between 2001 and 2003"),
        (None, "2021-08/2021-09", "ending between Aug and Sept 2021"),
        ("2001/2003", "2014", "beginning between 2001 and 2003, ending 2014"),
        ("2001", "2014/2015", "beginning 2001, ending between 2014 and 2015"),
        ("../2003", "2014", "beginning by 2003, ending 2014"),
    ],
)
def test_a_period_whose_bounds_are_in_doubt_says_so(begins: str | None, ends: str | None, expected: str) -> None:
    days = [None if text is None else PartialDate.parse(text) for text in (begins, ends)]
    assert printed_dates.period(*days, "en_GB", short=True).replace(wording.NBSP, " ") == expected


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (0, "0 days old"),
        (1, "1 day old"),
        (14, "14 days old"),
        (15, "over 2 weeks old"),
        (61, "over 8 weeks old"),
        (62, "over 2 months old"),
        (730, "over 23 months old"),
        (731, "over 2 years old"),
    ],
)
def test_an_age_in_words(days: int, words: str) -> None:
    assert wording.age(days) == words


@pytest.mark.parametrize(
    ("given", "printed"),
    [
        ("8990874 people", "8.99 million people"), ("2200000 people", "2.2 million people"),
        ("238181034 people", "238 million people"), ("999600 people", "1 million people"),
        ("13020 people", "13,000 people"), ("9999 people", "9,999 people"), ("1357 km", "1,357 km"),
        ("<= 123456 people", "up to 124,000 people"), ("> 123956 people", "over 123,000 people"),
        ("12345..67891 people", "12,300–67,900 people"), ("1.4 million people", "1.4 million people"),
        ("thousands people", "thousands of people"), ("~124000 people", "about 124,000 people"),
        ("12345678901 people", "12.3 billion people"),
    ],
)  # fmt: skip
def test_large_numbers_are_brief_and_bounds_still_enclose_them(given: str, printed: str) -> None:
    text = printed_amounts.amount(printed_amounts.brief(Quantity.parse(given)), "en_GB", "metric")
    assert text.replace(wording.NBSP, " ") == printed
