"""Dates as texts print them: "July 7", "30th April, 2022", "on Monday", "in 2017", "the 1980s"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from .dates import Day

_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?P<month>Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?"
    r"|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\b\.?"
)
_DAY = r"(?P<day>3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?(?!\d)"
_YEAR = r"(?P<year>1[6-9]\d\d|20\d\d)(?![\d%])"
_TO = r"\s?(?:-|–|—|\bto\b|\band\b|\bor\b)\s?(?P<last>3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?(?!\d)"
_PATTERNS = tuple(
    re.compile(rf"(?<![\w.,])(?<!(?<!mid)-){pattern}", re.IGNORECASE)
    for pattern in (
        rf"{_YEAR}[-/](?P<number>\d\d)[-/](?P<day>\d\d)",
        rf"{_YEAR}\s?年\s?(?P<number>\d\d?)\s?月\s?(?P<day>\d\d?)\s?日",
        rf"(?P<day>\d\d?)\.\s?(?P<number>\d\d?)\.\s?{_YEAR}",
        rf"(?P<day>\d\d?)/(?P<number>\d\d?)/{_YEAR}",
        rf"{_DAY}{_TO}(?: of)? {_MONTH}(?:,? {_YEAR})?",
        rf"{_MONTH} {_DAY}{_TO}(?:,? {_YEAR})?",
        rf"{_DAY}(?: of|\.)?[ -]{_MONTH},?[ -]{_YEAR}",
        rf"{_MONTH} {_DAY},? {_YEAR}",
        rf"{_MONTH},? (?:of )?{_YEAR}",
        rf"{_DAY}(?: of)? {_MONTH}",
        rf"{_MONTH} {_DAY}",
        r"(?:the )?(?:early |mid-?|late )?(?P<decade>1[6-9]\d0|20\d0)s",
        _MONTH,
        rf"(?P<weekday>{'|'.join(_WEEKDAYS)})",
        rf"{_YEAR}(?! (?:people|refugees|soldiers|troops|km|miles)\b)",
    )
)
# Languages of kept texts whose names of months CLDR has; English is above.
_LANGUAGES = tuple(
    """
    ru uk be tg ky kk uz_Cyrl ar ar_SY fa ps ur hy ka az tr de fr es
    """.split()
)
_NEAR_WEEKDAY = timedelta(days=7)  # "on Monday" is of the week of the text
_NEAR_MONTH = timedelta(days=330)  # a month without its year is the last or the next one


@dataclass(frozen=True, slots=True)
class PrintedDate:
    """A date in a text: its place, and what of the date is printed; `decade` is its first year."""

    start: int
    end: int
    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    decade: int | None = None

    def is_of(self, wanted: Day, published: date) -> bool:
        """Return True if it prints a date as precisely; `published` gives what it leaves out."""
        first = wanted.first
        if self.weekday is not None:
            near = abs(first - published) <= _NEAR_WEEKDAY
            return wanted.day is not None and near and first.weekday() == self.weekday
        if self.decade is not None:
            return wanted.month is None and self.decade <= wanted.year < self.decade + 10
        if wanted.month is not None and self.month != wanted.month:
            return False
        if wanted.day is not None and self.day != wanted.day:
            return False
        if self.year is not None:
            return self.year == wanted.year
        return wanted.month is not None and abs(first - published) <= _NEAR_MONTH


@lru_cache(maxsize=4096)  # a line is asked by each claim that cites it
def printed_dates(text: str) -> tuple[PrintedDate, ...]:
    """Return the dates of a text in its order, none within another."""
    return tuple(sorted(_dates(text), key=lambda found: found.start))


@lru_cache(maxsize=1)
def _foreign_months() -> tuple[dict[str, int], re.Pattern[str]]:
    """The months of the languages of kept texts by name, and the pattern of a date with one."""
    from babel.dates import get_month_names

    names = {
        name.casefold(): number
        for language in _LANGUAGES
        for form in ("format", "stand-alone")
        for number, name in get_month_names("wide", form, language).items()
    }
    months = "|".join(map(re.escape, sorted(names, key=len, reverse=True)))
    between = r"\.?[\s\u200f]+(?:de[\s]+)?"
    return names, re.compile(
        rf"(?<!\w)(?:(?P<day>\d\d?){between})?(?P<name>{months})(?:{between}(?P<year>\d{{4}}))?(?!\w)",
        re.IGNORECASE,
    )


def _foreign_dates(text: str) -> Iterator[PrintedDate]:
    """The dates with a month in another language, of a text that has letters other than English ones."""
    if text.isascii() or not any(char.isalpha() and not char.isascii() for char in text):
        return
    names, pattern = _foreign_months()
    for match in pattern.finditer(text):
        day, year = _number(match["day"]), _number(match["year"])
        yield PrintedDate(*match.span(), year, names[match["name"].casefold()], day)


def _dates(text: str) -> Iterator[PrintedDate]:
    taken: list[tuple[int, int]] = []
    for found in _foreign_dates(text):
        taken.append((found.start, found.end))
        yield found
    for pattern in _PATTERNS:
        for match in pattern.finditer(text):
            if any(match.start() < end and start < match.end() for start, end in taken):
                continue
            if match[0] in ("may", "mar", "march"):  # the verb
                continue
            for found in _read(match):
                taken.append(match.span())
                yield found


def _read(match: re.Match[str]) -> Iterator[PrintedDate]:
    parts = {key: value for key, value in match.groupdict().items() if value}
    year, day = _number(parts.get("year")), _number(parts.get("day"))
    start, end = match.span()
    if word := parts.get("weekday"):
        yield PrintedDate(start, end, weekday=_WEEKDAYS.index(word.lower()))
    elif decade := parts.get("decade"):
        yield PrintedDate(start, end, decade=int(decade))
    elif number := _number(parts.get("number")):
        for month, other in {(number, day), (day, number)} if "/" in match[0] else {(number, day)}:
            if month is not None and 1 <= month <= 12:
                yield PrintedDate(start, end, year, month, other)
    else:
        month = _MONTHS.index(parts["month"][:3].lower()) + 1 if "month" in parts else None
        yield PrintedDate(start, end, year, month, day)
        if last := _number(parts.get("last")):  # "3-4 May", "May 3 and 4"
            yield PrintedDate(start, end, year, month, last)


def _number(text: str | None) -> int | None:
    return int(text) if text else None
