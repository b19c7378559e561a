"""Days, intervals and hours as print has them, by the locale."""

from __future__ import annotations

from datetime import timedelta
from enum import Enum
from functools import lru_cache

from .dates import Day, PartialDate
from .wording import NBSP, locale_of


@lru_cache(maxsize=4)
def _month_first(name: str) -> bool:
    """True where a date is "September 15, 2021", as in the United States and the Philippines."""
    return bool(locale_of(name).datetime_skeletons["yMMMd"].pattern.startswith("M"))


def day(value: Day, locale: str, short: bool = False) -> str:
    """One day, month or year; "about" and "probably" for its doubts. `short` abbreviates the month."""
    from babel.dates import format_date

    month = "MMM" if short else "MMMM"
    whole = f"{month} d, y" if _month_first(locale) else f"d {month} y"
    pattern = whole if value.day else f"{month} y" if value.month else "y"
    text = str(format_date(value.first, pattern, locale=locale_of(locale)))
    return _doubt(value) + text.replace(" ", NBSP)


def _doubt(value: Day) -> str:
    return "about " if value.approximate else "probably " if value.uncertain else ""


class DateSense(Enum):
    """The sense in which a date is printed: days on which something went on, or doubt about one day."""

    THROUGHOUT = "1–15 September 2021"
    WITHIN = "between 1 and 15 September 2021"
    AS_OF = "as of 15 September 2021"
    REPORTED = "reported 15 September 2021"


@lru_cache(maxsize=4096)
def date_or_interval(
    value: PartialDate, locale: str, short: bool = False, sense: DateSense = DateSense.THROUGHOUT
) -> str:
    """A date or interval: "7 July 2021", "26–31 August 2021", "from 2005", "by 29 April 2022".

    A single day is the same throughout and within: "between" stands only before two ends.
    """
    start, end = value.start, value.end
    if sense is DateSense.REPORTED:
        return f"reported {date_or_interval(value, locale, short)}"
    if sense is DateSense.AS_OF:
        return f"as of {date_or_interval(value, locale, short)}"
    if start is None:
        assert end is not None
        return f"by {day(end, locale, short)}"
    if end is None:
        opening = "not before" if sense is DateSense.WITHIN else "from"
        return f"{opening} {day(start, locale, short)}"
    last = day(end, locale, short)
    first = day(start, locale, short)
    if first == last:
        return last
    plain_end = not (end.approximate or end.uncertain)
    within = sense is DateSense.WITHIN
    if start.day and end.day and plain_end and (start.year, start.month) == (end.year, end.month):
        first = f"{_doubt(start)}{start.day}"
        if _month_first(locale):
            month, last = last.split(NBSP, 1)
            first = f"{_doubt(start)}{month}{NBSP}{start.day}"
        return f"between {first} and {last}" if within else f"{first}–{last}"
    if start.year == end.year and start.month and plain_end:
        first = first[: first.rfind(NBSP)].rstrip(",")
    return f"between {first} and {last}" if within else f"{first} – {last}"


def from_to(first: PartialDate, last: PartialDate, locale: str) -> str:
    """The first and the last of some days, in short: "3 Sept 2021 to 4 Nov 2021"; one if they print alike."""
    ends = (date_or_interval(day, locale, short=True) for day in (first, last))
    return " to ".join(dict.fromkeys(ends))


def period(begins: PartialDate | None, ends: PartialDate | None, locale: str, short: bool = False) -> str:
    """The days from a beginning to an end, either of them None or known only within an interval.

    "from 2005", "until 2014", "1–15 September 2021", "beginning between 2001 and 2003, ending 2014".
    """
    if (begins is None or not begins.is_interval) and (ends is None or not ends.is_interval):
        if begins is None:
            assert ends is not None
            return f"until {date_or_interval(ends, locale, short)}"
        return date_or_interval(PartialDate("", begins.start, ends.end if ends else None), locale, short)
    bounds = [("beginning", begins), ("ending", ends)]
    return ", ".join(
        f"{word} {date_or_interval(bound, locale, short, DateSense.WITHIN)}"
        for word, bound in bounds
        if bound
    )


def hour(value: str, offset: timedelta) -> str:
    """An hour of a zone so far ahead of UTC: "06:30 UTC+5", "about 06:30 UTC+4:30"."""
    hours, minutes = divmod(abs(offset) // timedelta(minutes=1), 60)
    ahead = f"{'-' if offset < timedelta() else '+'}{hours}" + (f":{minutes:02}" if minutes else "")
    about = "about " if value.startswith("~") else ""
    return f"{about}{value.lstrip('~')}{NBSP}UTC{ahead if offset else ''}"
