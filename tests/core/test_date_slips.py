"""Dates as people write them, and the form that says the same."""

from __future__ import annotations

import pytest

from briefings.core.date_slips import intended_date, intended_hour
from briefings.core.dates import PartialDate, time_of_day
from briefings.core.parse_errors import ValueParseError


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("2021-9-5", "2021-09-05"), ("~2021", "2021~"), ("2021..2022", "2021/2022"),
        ("2021/09/15", "2021-09-15"), ("2021.09.15", "2021-09-15"), ("2021/9", "2021-09"),
        ("15.09.2021", "2021-09-15"), ("15/09/2021", "2021-09-15"), ("09/15/2021", "2021-09-15"),
        ("9/9/2021", "2021-09-09"), ("15 September 2021", "2021-09-15"), ("15 Sept. 2021", "2021-09-15"),
        ("Sept 15, 2021", "2021-09-15"), ("15th Sep 2021", "2021-09-15"), ("September 2021", "2021-09"),
        ("about 2021", "2021~"), ("c. 15 May 2021", "2021-05-15~"), ("probably May 2021", "2021-05?"),
        ("since 2021", "2021/.."), ("until 15.09.2021", "../2021-09-15"), ("by May 2021", "../2021-05"),
        ("2020-2021", "2020/2021"), ("2020–2021", "2020/2021"), ("May to July 2021", ""),
        ("14-Sep-2021", "2021-09-14"), ("14. September 2021", "2021-09-14"), ("20210914", "2021-09-14"),
        ("14-16 September 2021", "2021-09-14/2021-09-16"), ("14–16 Sept 2021", "2021-09-14/2021-09-16"),
        ("September 14-16, 2021", "2021-09-14/2021-09-16"), ("2021-09-14/16", "2021-09-14/2021-09-16"),
        ("Q3 2021", "2021-07/2021-09"), ("2021-Q4", "2021-10/2021-12"), ("H1 2021", "2021-01/2021-06"),
        ("2021-09-00", "2021-09"), ("2021-00-00", "2021"), ("2021-09-XX", "2021-09"), ("2021-XX", "2021"),
        ("2020-21", "2020/2021"), ("2020/21", "2020/2021"), ("2021-2012", "2012/2021"), ("1990s", "1990/1999"),
        ("on or about 14 September 2021", "2021-09-14~"), ("16-14 September 2021", ""), ("H3 2021", ""),
        ("1 May 2021 to 3 May 2021", "2021-05-01/2021-05-03"), ("2021-05-01..2021-05-03", "2021-05-01/2021-05-03"),
    ],
)  # fmt: skip
def test_a_date_written_otherwise_is_refused_with_its_form(text: str, form: str) -> None:
    assert intended_date(text) == form
    with pytest.raises(ValueParseError) as error:
        PartialDate.parse(text)
    if form:
        assert error.value.expected == form
        assert PartialDate.parse(form)


@pytest.mark.parametrize("text", ["05/06/2021", "31 Foo 2021", "15.13.2021", "0.5.2021", "soon", "2021", "2021-13", ""])
def test_what_may_mean_two_days_or_none_has_no_form(text: str) -> None:
    assert intended_date(text) == ""


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("6:30", "06:30"), ("06.30", "06:30"), ("0630", "06:30"), ("6:30 pm", "18:30"), ("6pm", "18:00"),
        ("12.15 a.m.", "00:15"), ("06:30:00", "06:30"),
        ("06:30 UTC", ""), ("06:30Z", ""), ("06:30 local time", "06:30"), ("06h30", "06:30"), ("18 h", "18:00"),
        ("noon", "12:00"), ("midnight", "00:00"), ("about 6:30", "~06:30"), ("dawn", ""), ("24:00", ""), ("6", ""),
    ],
)  # fmt: skip
def test_an_hour_written_otherwise_is_refused_with_its_form(text: str, form: str) -> None:
    assert intended_hour(text) == form
    with pytest.raises(ValueParseError) as error:
        time_of_day(text)
    if form:
        assert error.value.expected == f"{form}, in the desk's time zone"
        assert time_of_day(form) == form


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("9/10/2021", "2021-10-09, or 2021-09-10 if the month comes first"),
        ("mid-September 2021", "2021-09-11/2021-09-20, or 2021-09"),
        ("late Feb 2024", "2024-02-21/2024-02-29, or 2024-02"),
        ("autumn 2021", "2021-09/2021-11 on the northern half of the earth"),
        ("2021-W37", "2021-09-13/2021-09-19"), ("2021-09-13 - 2021-09-14", "2021-09-13/2021-09-14"),
        ("1 Mehr 1400", "the day of the Gregorian calendar"), ("6 Safar 1443", "the day of the Gregorian calendar"),
        ("2021-09-14T06:30Z", "the day alone; an event also has 'time:', both as in the desk's time zone"),
        ("2021-09-14 06:30", "the day alone, 2021-09-14; an event also has 'time: 06:30'"),
    ],
)  # fmt: skip
def test_what_may_be_meant_is_told_of_a_date_that_leaves_it_open(text: str, expected: str) -> None:
    with pytest.raises(ValueParseError) as error:
        PartialDate.parse(text)
    assert error.value.expected == expected
    assert repr(text) in str(error.value)
