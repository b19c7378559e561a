"""Rules of years: those of another calendar, without their century, or far from their source's."""

from __future__ import annotations

from collections.abc import Iterator

from ..core.dates import Day, PartialDate
from ..core.problems import Mark, Problem
from ..records.entities import Organization, Source
from ..records.fact_kinds import FactRecord
from ..records.fact_reader import RecordSpan
from ..records.field_types import Record
from .rule_context import RuleContext

# Years that the calendars of Iran, Afghanistan and the Islamic world now count, with a margin of decades.
_HIJRI = range(1300, 1501)
_BUDDHIST = range(2400, 2701)
_OLDEST = 1000  # what desks report of is later
_FIRST = 100  # a year below it has lost its century
_FAR = 100  # years after its source's, further than a forecast reaches
# When something was reported, measured or entered: no desk has anything from the Middle Ages.
_OF_REPORTS = ("as_of", "recorded", "published", "withdrawn")


def odd_years(context: RuleContext) -> Iterator[Problem]:
    """A year is told that is hardly what was meant, with what it may stand for."""
    latest = latest_year(context)
    for entry in context.entries:
        if isinstance(entry.record, FactRecord):
            for claim, node in zip(entry.claims, entry.claim_nodes, strict=True):
                source = context.sources.get(claim.source)
                if claim.garbled:
                    continue
                near = source.published.last.year if source and _is_sound(source) else latest
                yield from _odd_dates(claim, node, near, entry.record.lasting)
        else:
            yield from _odd_dates(entry.record, entry.node, latest, isinstance(entry.record, Organization))


def _is_sound(source: Source) -> bool:
    return source.published.end is not None and _OLDEST <= source.published.last.year < _BUDDHIST.start


def latest_year(context: RuleContext) -> int:
    """The year that the desk is in; of a desk without a day, the first of this century."""
    return context.today.year if context.today else 2000


def _odd_dates(record: Record, node: RecordSpan, near: int, lasting: bool) -> Iterator[Problem]:
    for path, value in _dates(record, ()):
        for day in dict.fromkeys((value.start, value.end)):
            if day is None or not is_odd(day.year, near):
                continue
            of_report = path[-1] in _OF_REPORTS and day.year < near
            certain = of_report or (_is_in_hijri(day, near) and not lasting)
            yield year_problem(day.year, near, node.at(*path), certain)


def _dates(
    record: Record, path: tuple[str | int, ...]
) -> Iterator[tuple[tuple[str | int, ...], PartialDate]]:
    """Every date within a record, with its path of keys."""
    for name, field in type(record).model_fields.items():
        value, key = getattr(record, name), field.alias or name
        if isinstance(value, PartialDate):
            yield (*path, key), value
        elif isinstance(value, Record):
            yield from _dates(value, (*path, key))
        elif isinstance(value, tuple) and value and isinstance(value[0], Record):
            for number, item in enumerate(value):
                yield from _dates(item, (*path, key, number))


def is_odd(year: int, near: int) -> bool:
    """Return True if a year is hardly what was meant, where others are about `near`."""
    return year < _OLDEST or year in _HIJRI or year > near + _FAR


def _is_in_hijri(day: Day, near: int) -> bool:
    """Return True if a month or day falls into its source's year in the calendar of Iran or of Islam."""
    if day.year not in _HIJRI or day.month is None:
        return False
    return near - 1 <= day.year + 621 <= near or near - 1 <= _islamic(day.year) <= near + 1


def _islamic(year: int) -> int:
    """The Gregorian year of the middle of one of the Islamic calendar."""
    return round(year * 0.970224 + 621.5774)


def year_problem(year: int, near: int, mark: Mark, certain: bool = False) -> Problem:
    """The problem of an odd year; a warning unless it is `certain` or there can be no such year."""
    impossible = certain or year < _FIRST or year >= _BUDDHIST.start
    meant = ", or ".join(_meanings(year, near))
    expected = "a year of the Gregorian calendar in four digits" + (f": {meant}" if meant else "")
    message = f"the year {year:04}, where others are about {near}"
    return Problem("impossible-year" if impossible else "odd-year", message, mark, expected=expected)


def _meanings(year: int, near: int) -> Iterator[str]:
    """The years that a year may stand for, the likeliest first."""
    if year in _HIJRI:
        yield f"{year + 621} or {year + 622} if it is {year} in Iran or Afghanistan (solar Hijri)"
        yield f"{_islamic(year)} if it is {year} of the Islamic calendar"
    elif year in _BUDDHIST:
        yield f"{year - 543} if it is {year} of the Buddhist era"
    elif abs(year + 1911 - near) <= _FAR // 10:
        yield f"{year + 1911} if it is the year {year} of the Republic of China"
    elif year < _FIRST:
        century = near - near % 100
        yield str(century + year if century + year <= near + 1 else century - 100 + year)
    else:
        digits = sorted(f"{year:04}")
        yield from (str(other) for other in range(near, near - 10, -1) if sorted(str(other)) == digits)


RULES = (odd_years,)
