"""Dates as precisely as they are known: a year, a month, a day or an interval."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache, total_ordering

from .parse_errors import ValueParseError


@total_ordering
@dataclass(frozen=True, slots=True)
class Day:
    """A year, a month or a day, with its doubts. `~` is approximate, `?` uncertain; neither widens the
    date."""

    year: int
    month: int | None = None
    day: int | None = None
    approximate: bool = False
    uncertain: bool = False

    @property
    def first(self) -> date:
        """The first day that it may be."""
        return date(self.year, self.month or 1, self.day or 1)

    @property
    def last(self) -> date:
        """The last day that it may be."""
        month = self.month or 12
        return date(self.year, month, self.day or calendar.monthrange(self.year, month)[1])

    @property
    def iso(self) -> str:
        """The day, month or year without its doubt: 2021-09-16, 2021-09, 2021."""
        parts = [f"{self.year:04}", *(f"{part:02}" for part in (self.month, self.day) if part)]
        return "-".join(parts)

    def __lt__(self, other: Day) -> bool:
        return (self.first, self.last) < (other.first, other.last)


_DAY_PATTERN = r"(?!0000)[0-9]{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12][0-9]|3[01]))?)?[~?]?"
# For editors: all that `PartialDate.parse` reads, and what is not in the calendar or runs backwards.
DATE_PATTERN = rf"^(?:{_DAY_PATTERN}(?:/(?:{_DAY_PATTERN}|\.\.))?|\.\./{_DAY_PATTERN})$"
_DAY = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?([~?])?\Z")
_LONGEST = 60  # characters, of which a written-out date has no more
DATE_HINT = "a date: 2021, 2021-07, 2021-07-07, each with ~ or ? if need be; or A/B, A/.., ../B"

_CALENDAR = "a month 01-12 and a day that month has"
_HOUR = r"~?(?:[01][0-9]|2[0-3]):[0-5][0-9]"
TIME_PATTERN = rf"^{_HOUR}$"
TIME_HINT = "an hour of the desk's time zone: 06:30, or ~06:30 if approximate"
_DAY_WITH_HOUR = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2})[T ,]+(~?[0-9]{1,2}:[0-9]{2})(?::[0-9.]+)? ?(\S.*)?"
)


def time_of_day(text: str) -> str:
    """Check an hour such as `06:30` or `~06:30` and return it; raises ValueParseError."""
    if not re.fullmatch(TIME_PATTERN, text):
        from .date_slips import intended_hour  # its patterns are needed for mistakes only

        form = intended_hour(text) if len(text) <= _LONGEST else ""
        expected = f"{form}, in the desk's time zone" if form else TIME_HINT
        raise ValueParseError(f"{text!r} is not an hour of the day", expected)
    return text


def _day(text: str) -> Day:
    found = _DAY.match(text)
    if not found:
        if with_hour := _DAY_WITH_HOUR.match(text):
            day, hour, zone = with_hour.groups()
            instead = f"the day alone, {day}; an event also has 'time: {hour:0>5}'"
            if zone:
                instead = "the day alone; an event also has 'time:', both as in the desk's time zone"
            raise ValueParseError(f"{text!r} has an hour in it", instead)
        raise ValueParseError(f"{text!r} is not a date", DATE_HINT)
    year, month, day, doubt = found.groups()
    result = Day(
        int(year), int(month) if month else None, int(day) if day else None, doubt == "~", doubt == "?"
    )
    try:
        if 0 in (result.month, result.day):
            raise ValueError("months and days count from 1")
        _ = result.first, result.last
    except (ValueError, IndexError):
        raise ValueParseError(f"{text!r} is not in the calendar", _CALENDAR) from None
    return result


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date as precisely as it is known: one `Day`, or an interval whose open side is None.

    `first` and `last` are whole days and bound it; an open side reaches the end of the calendar.
    """

    text: str
    start: Day | None
    end: Day | None

    @classmethod
    @lru_cache(maxsize=16384)
    def parse(cls, text: str) -> PartialDate:
        """Read `Y`, `Y-M`, `Y-M-D`, `A/B`, `A/..` or `../B`; raises ValueParseError."""
        try:
            return cls._read(text)
        except ValueParseError as error:
            from .date_slips import form_of_date  # its patterns are needed for mistakes only

            form = (
                form_of_date(text)
                if error.expected in (DATE_HINT, _CALENDAR) and len(text) <= _LONGEST
                else ""
            )
            # what is no interval is not told by its pieces
            message = f"{text!r} is not a date" if form and error.expected == DATE_HINT else str(error)
            raise ValueParseError(message, form or error.expected) from None

    @classmethod
    def _read(cls, text: str) -> PartialDate:
        left, slash, right = text.partition("/")
        if not slash:
            one = _day(text)
            return cls(text, one, one)
        start = None if left == ".." else _day(left)
        end = None if right == ".." else _day(right)
        if start is None and end is None:
            raise ValueParseError("an interval open on both sides says nothing", DATE_HINT)
        if start and end and start.first > end.last:
            raise ValueParseError(f"the interval {text!r} runs backwards", "the earlier date first")
        return cls(text, start, end)

    @classmethod
    def of(cls, day: date) -> PartialDate:
        """The date of a calendar day."""
        one = Day(day.year, day.month, day.day)
        return cls(day.isoformat(), one, one)

    @property
    def first(self) -> date:
        """The first day it covers; the first of the calendar if its beginning is open."""
        return self.start.first if self.start else date.min

    @property
    def last(self) -> date:
        """The last day it covers; the last of the calendar if its end is open."""
        return self.end.last if self.end else date.max

    @property
    def is_interval(self) -> bool:
        """True if it was written as an interval."""
        return self.start is not self.end

    @property
    def is_day(self) -> bool:
        """True if it is one whole day."""
        return self.first == self.last

    @property
    def is_closed(self) -> bool:
        """True if it was written as an interval with both its sides."""
        return self.is_interval and self.start is not None and self.end is not None

    @property
    def sides(self) -> tuple[PartialDate, PartialDate]:
        """The first and the last part of a closed interval, each as a date."""
        assert self.start is not None and self.end is not None
        first, _, last = self.text.partition("/")
        return PartialDate(first, self.start, self.start), PartialDate(last or first, self.end, self.end)

    def overlaps(self, other: PartialDate) -> bool:
        """True if both cover a day in common."""
        return self.first <= other.last and other.first <= self.last


# The years of a desk: week and day before and after any of them are in the calendar.
FIRST_YEAR, LAST_YEAR = 1900, 2200


def monday_of_week(id: str) -> date:
    """The first day of an ISO week such as 2021-W37; raises ValueParseError if no desk can have that week."""
    found = re.fullmatch(r"([0-9]{4})-W([0-9]{2})", id)
    try:
        monday = date.fromisocalendar(int(found[1]), int(found[2]), 1) if found else None
    except ValueError:
        monday = None
    if monday is None or not FIRST_YEAR <= int(id[:4]) <= LAST_YEAR:
        raise ValueParseError(f"{id!r} is not a week", "a year and an ISO week: 2021-W37")
    return monday
