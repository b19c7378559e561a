"""Rules of dates: odd years, what is done before its day, and days of publication entered as ends."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from ..core.dates import Day, PartialDate
from ..core.problems import Mark, Problem
from ..facts.claims import Claim
from ..records.base_record import Record, annotation_parts, records_in
from ..records.entities import Organization, Source
from ..records.entries import Entry, RecordSpan
from ..records.fact_kinds import EventClaim
from ..records.fact_records import FactRecord
from ..records.judgements import Outcome
from .fact_rules import GRACE
from .rule_context import AnyRule, Rule, RuleContext, claim_mark

# Years that the calendars of Iran, Afghanistan and the Islamic world now count, with a margin of decades.
_HIJRI = range(1300, 1501)
_BUDDHIST = range(2400, 2701)
_OLDEST = 1000  # what desks report of is later
_LONG_AGO = 500  # years before its source's, for what happened on a day
_FIRST = 100  # a year below it has lost its century
_SOON = 10  # years around its source's, which what is reported is mostly of
_FAR = 100  # years after its source's, further than a forecast reaches
# When something was reported, measured or entered: no desk has anything from the Middle Ages.
_OF_REPORTS = ("as_of", "recorded", "published", "withdrawn")


def odd_years(context: RuleContext, entry: Entry, record: Record) -> Iterator[Problem]:
    """A year is told that is hardly what was meant, with what it may stand for."""
    latest = latest_year(context)
    if not isinstance(record, FactRecord):
        yield from _odd_dates(record, entry.node, latest, isinstance(record, Organization))
        return
    for claim in context.claims(entry):
        if not claim.record.garbled:
            near = claim.source.published.last.year if _is_sound(claim.source) else latest
            yield from _odd_dates(claim.record, claim.node, near, record.lasting)


def _is_sound(source: Source) -> bool:
    return source.published.end is not None and _OLDEST <= source.published.last.year < _BUDDHIST.start


def latest_year(context: RuleContext) -> int:
    """The year that the desk is in; of a desk without a day, the first of this century."""
    return context.today.year if context.today else 2000


def _odd_dates(record: Record, node: RecordSpan, near: int, lasting: bool) -> Iterator[Problem]:
    for path, value in _dates(record, ()):
        for day in dict.fromkeys((value.start, value.end)):
            if day is None or not (is_odd(day.year, near) or (not lasting and day.year < near - _LONG_AGO)):
                continue
            of_report = path[-1] in _OF_REPORTS and day.year < near
            certain = of_report or (_is_in_hijri(day, near) and not lasting)
            yield year_problem(day.year, near, node.at(*path), certain)


def _dates(
    record: Record, path: tuple[str | int, ...]
) -> Iterator[tuple[tuple[str | int, ...], PartialDate]]:
    """Every date within a record, with its path of keys."""
    for name, key in _dated_fields(type(record)):
        value = getattr(record, name)
        if isinstance(value, PartialDate):
            yield (*path, key), value
        elif isinstance(value, Record):
            yield from _dates(value, (*path, key))
        elif isinstance(value, tuple) and value and isinstance(value[0], Record):
            for number, item in enumerate(value):
                yield from _dates(item, (*path, key, number))


@cache
def _dated_fields(model: type[Record]) -> tuple[tuple[str, str], ...]:
    """The fields of a model that may hold a date, with their keys; the others are never looked at."""
    fields = ((name, field, annotation_parts(field.annotation)) for name, field in model.model_fields.items())
    return tuple((name, field.alias or name) for name, field, parts in fields if any(map(_is_dated, parts)))


def _is_dated(part: object) -> bool:
    return isinstance(part, type) and issubclass(part, PartialDate | Record)


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
        solar = f"{year + 621} or {year + 622} if it is {year} in Iran or Afghanistan (solar Hijri)"
        islamic = f"{_islamic(year)} if it is {year} of the Islamic calendar"
        # of the two, the one that is of this time; both if neither is
        distances = {solar: abs(year + 621 - near), islamic: abs(_islamic(year) - near)}
        likely = [text for text, years in distances.items() if years <= _SOON]
        yield from likely if len(likely) == 1 else distances
    elif year - 3761 in (near - 1, near):
        yield f"{year - 3761} or {year - 3760} if it is {year} of the Jewish calendar"
    elif year in _BUDDHIST:
        yield f"{year - 543} if it is {year} of the Buddhist era"
    elif abs(year + 1911 - near) <= _FAR // 10:
        yield f"{year + 1911} if it is the year {year} of the Republic of China"
    elif year < _FIRST:
        century = near - near % 100
        yield str(century + year if century + year <= near + 1 else century - 100 + year)
    else:
        digits = sorted(f"{year:04}")
        for other in range(near, near - 10, -1):
            slips = sum(one != two for one, two in zip(str(other), f"{year:04}", strict=False))
            if sorted(str(other)) == digits or slips == 1:
                yield str(other)


# Keys of a beginning, of which `until` is the end. An outcome's date comes after its `until`.
_END, _BEGINNINGS = "until", ("from_", "date_", "date")


def ends_before_it_begins(context: RuleContext, entry: Entry, record: Record) -> Iterator[Problem]:
    """Nothing ends before it begins."""
    yield from _backward(record, entry.node, ())
    for claim, node in zip(entry.claims, entry.claim_nodes, strict=True):
        if not claim.garbled:
            yield from _backward(claim, node, ())


def _backward(record: Record, node: RecordSpan, path: tuple[str | int, ...]) -> Iterator[Problem]:
    """A problem for each part of a record whose end is certainly before its beginning."""
    beginnings, nested = _parts_of(type(record))
    last = getattr(record, _END) if beginnings else None
    for name in beginnings:
        first = getattr(record, name)
        if isinstance(first, PartialDate) and isinstance(last, PartialDate) and last.last < first.first:
            yield Problem(
                "not-a-date",
                f"until {last.text}, before it begins: {first.text}",
                node.at(*path, "until"),
                expected=f"a day from {first.text} on",
            )
            break
    for name, key in nested:
        value = getattr(record, name)
        if isinstance(value, Record):
            yield from _backward(value, node, (*path, key))
        elif isinstance(value, tuple):
            for number, item in enumerate(value):
                yield from _backward(item, node, (*path, key, number))


@cache
def _parts_of(model: type[Record]) -> tuple[list[str], list[tuple[str, str]]]:
    """The fields of a beginning, if `until` ends it, and those that hold records, with their keys."""
    fields = model.model_fields
    has_end = _END in fields and not issubclass(model, Outcome)
    nested = [
        (name, field.alias or name) for name, field in fields.items() if any(records_in(field.annotation))
    ]
    return [name for name in _BEGINNINGS if has_end and name in fields], nested


def done_too_early(context: RuleContext, entry: Entry, fact: FactRecord) -> Iterator[Problem]:
    """Nothing is done or under way on a day before its own."""
    for claim in context.claims(entry):
        record = claim.record
        if record.status not in ("done", "ongoing"):
            continue
        # of an event, `until` may be how long an agreement is in force
        over = record.ends if record.status == "done" and not isinstance(record, EventClaim) else None
        for key, day in ((claim.date_key, record.date), ("until", over)):
            reported = _reported_before(claim, day) if day is not None else None
            if day is not None and reported is not None:
                yield Problem(
                    "done-too-early",
                    f"{record.status} as of {reported.text}, before {day.text}",
                    claim_mark(claim, key),
                    expected=f"a day up to {reported.text}, or a status such as scheduled",
                    related=context.published_here(claim),
                )
                break


def _reported_before(claim: Claim, day: PartialDate) -> PartialDate | None:
    """The day that a claim is of, if it is certainly before another; None if it is not.

    A date after that of the source is another rule's to report, which does not look at forecasts and ends.
    """
    as_of, published = claim.record.as_of, claim.source.published
    if as_of is not None and as_of.last < day.first:
        return as_of
    unseen = claim.record.certainty == "forecast" or day == claim.record.until
    return published if unseen and published.last + GRACE < day.first else None


def likely_bounds(context: RuleContext, entry: Entry, fact: FactRecord) -> Iterator[Problem]:
    """An end on the very day of its source is more often the last day that the source could tell of."""
    for claim in context.claims(entry):
        record, published = claim.record, claim.source.published
        ends, begins = record.ends, record.begins
        if ends is None or record.as_of is not None or record.negated or published.end is None:
            continue
        same = ends.last == published.last and (ends.is_day or ends.first == published.first)
        if same and not (begins and begins.first == ends.first):
            key = "until" if record.until else "from"
            yield Problem(
                "likely-bound",
                f"it ends {ends.text}, when {claim.source.id} was published",
                claim_mark(claim, key),
                expected=f"'as_of: {ends.text}' beside it if the source gives that day as the end; else "
                f"no 'until'; if it lay within a time, 'from: …/{ends.text}' with 'throughout: false'",
                related=context.published_here(claim),
            )


RULES: tuple[AnyRule, ...] = (
    Rule(Record, odd_years),
    Rule(Record, ends_before_it_begins),
    Rule(FactRecord, done_too_early),
    Rule(FactRecord, likely_bounds),
)
