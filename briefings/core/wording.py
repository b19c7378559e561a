"""Values in words: numbers, dates and names as the desk's locale prints them. Text only, no markup."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_EVEN, Decimal
from enum import Enum
from functools import lru_cache
from typing import Any

from .dates import Day, PartialDate
from .quantities import POWERS, Quantity
from .units import conversion_factor, display_unit, is_counted, printed_unit

NBSP = "\N{NO-BREAK SPACE}"
# A source's word for a number, as printed before "of people".
_MAGNITUDE = {
    "tens": "tens",
    "hundreds": "hundreds",
    "thousands": "thousands",
    "tens-of-thousands": "tens of thousands",
    "hundreds-of-thousands": "hundreds of thousands",
    "millions": "millions",
}
_HUNDRED = Decimal(100)
_LARGE = Decimal(10_000)  # below it, every digit is printed
WITHOUT_SPACE = ("%", "‰", "°")  # units that follow their number at once


@lru_cache(maxsize=4)
def _locale(name: str) -> Any:
    from babel import Locale

    return Locale.parse(name)


@lru_cache(maxsize=4)
def _month_first(name: str) -> bool:
    """True where a date is "September 15, 2021", as in the United States and the Philippines."""
    return bool(_locale(name).datetime_skeletons["yMMMd"].pattern.startswith("M"))


@lru_cache(maxsize=4096)
def number(value: Decimal, locale: str) -> str:
    """A number with the locale's separators and no more digits than the source has."""
    from babel.numbers import format_decimal

    places = max(0, -int(value.normalize().as_tuple().exponent))
    own = _locale(locale)
    pattern = own.decimal_formats[None].pattern.partition(".")[0] + ("." + "0" * places if places else "")
    return str(format_decimal(value, format=pattern, locale=own)).replace("-", "\N{MINUS SIGN}")


def amount(value: Quantity, locale: str, system: str, with_unit: bool = True) -> str:
    """A quantity as read aloud: "about 9,000 people", "up to 100,000 people", "843 mi (1,357 km)"."""
    if not value.stated:
        return "number not reported"
    unit = value.unit
    text = _bounds(value, locale)
    if value.word:
        return f"{text} of{NBSP}{printed_unit(unit, False, locale)}" if unit and with_unit else text
    if unit and with_unit:
        text = _joined(text, unit, locale, single={value.low, value.high} - {None} == {1})
    to = display_unit(unit, system) if unit else unit
    if to != unit:
        text += f" ({_converted(value, to, locale)})"
    return text


def _joined(text: str, unit: str, locale: str, single: bool) -> str:
    if unit in WITHOUT_SPACE:
        return f"{text}{unit}"
    return f"{text}{NBSP}{printed_unit(unit, single, locale)}"


def brief(value: Quantity, digits: int = 3) -> Quantity:
    """A quantity from ten thousand up with so many digits, a million or more in millions or billions.

    What encloses a number still does: lower bounds are rounded down, upper ones up.
    """
    if value.word or value.times or not value.stated:
        return value
    single = value.exact is not None
    low = _of_digits(value.low, digits, ROUND_HALF_EVEN if single else ROUND_FLOOR)
    high = _of_digits(value.high, digits, ROUND_HALF_EVEN if single else ROUND_CEILING)
    least = min((abs(bound) for bound in (low, high) if bound is not None), default=Decimal(0))
    times = next((word for word in ("billion", "million") if least >= Decimal(1).scaleb(POWERS[word])), "")
    return replace(value, low=low, high=high, times=times)


def _of_digits(bound: Decimal | None, digits: int, rounding: str) -> Decimal | None:
    if bound is None or abs(bound) < _LARGE:
        return bound
    return bound.quantize(Decimal(1).scaleb(bound.adjusted() - digits + 1), rounding=rounding)


def _bounds(value: Quantity, locale: str) -> str:
    about = "about " if value.approximate else ""
    if value.word:
        return f"{about}{_MAGNITUDE[value.word]}"
    low, high = _number_of(value, value.low, locale), _number_of(value, value.high, locale)
    times = f"{NBSP}{value.times}" if value.times else ""
    if low and high:
        number = low if value.exact is not None else f"{low}–{high}"
        return f"{about}{number}{times}"
    if not low:
        less = "almost " if value.approximate else "fewer than " if is_counted(value.unit) else "less than "
        return f"{less if value.strict else 'up to ' + about}{high}{times}"
    return f"{'over ' if value.strict else 'at least ' + about}{low}{times}"


def _number_of(value: Quantity, bound: Decimal | None, locale: str) -> str:
    """A bound as its source prints it, before the "million" of a quantity that has one; "" for no bound."""
    if bound is None:
        return ""
    return number(bound.scaleb(-POWERS[value.times]) if value.times else bound, locale)


def _converted(value: Quantity, to: str, locale: str) -> str:
    scale = conversion_factor(value.unit, to)
    low, high = (None if bound is None else _rounded(bound * scale) for bound in (value.low, value.high))
    other = Quantity("", low, high, to, value.approximate, value.strict)
    return _joined(_bounds(other, locale), to, locale, single=False)


def _rounded(converted: Decimal) -> Decimal:
    """A converted number to the unit, or if it is below a hundred to two digits: it is no surer than that."""
    places = max(0, 1 - converted.adjusted()) if abs(converted) < _HUNDRED else 0
    return converted.quantize(Decimal(1).scaleb(-places)) if converted else converted


def day(value: Day, locale: str, short: bool = False) -> str:
    """One day, month or year; "about" and "probably" for its doubts. `short` abbreviates the month."""
    from babel.dates import format_date

    month = "MMM" if short else "MMMM"
    whole = f"{month} d, y" if _month_first(locale) else f"d {month} y"
    pattern = whole if value.day else f"{month} y" if value.month else "y"
    text = str(format_date(value.first, pattern, locale=_locale(locale)))
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


def listed(items: list[str], last: str = "and") -> str:
    """ "a, b and c"."""
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} {last} {items[-1]}" if items else ""


def age(days: int) -> str:
    """How old something is, in whole units: "over 7 months old", "over 3 weeks old", "6 days old"."""
    for unit, length, least in (("year", 365, 730), ("month", 31, 61), ("week", 7, 14)):
        if days > least:
            return f"over {days // length} {unit}s old"
    return f"{days} {'day' if days == 1 else 'days'} old"


_COUNTS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def counted(count: int, what: str) -> str:
    """ "two origins", "12 origins"."""
    word = _COUNTS[count] if count < len(_COUNTS) else str(count)
    return f"{word} {what}{'' if count == 1 else 's'}"
