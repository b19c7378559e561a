"""The dates of a claim stand in the lines that it cites, or in those of its `context`."""

from __future__ import annotations

from collections.abc import Iterator

from ..core.dates import Day, PartialDate
from ..core.dates_in_texts import PrintedDate, printed_dates
from ..core.problems import Problem
from ..records.fact_records import field_of
from .cited_words import CitedWords

_KEYS = ("date", "from", "until", "planned_for")
_EXPECTED = (
    "the date as printed there; context: names the line that has it, ~ or ? or inferred: says that none has"
)


def date_problems(cited: CitedWords) -> Iterator[Problem]:
    """Yield a problem for each plain date of a claim that its source's lines do not print.

    One that is approximate, uncertain or an interval is the desk's reading, and is left alone. So is a day on
    which the source itself appeared.
    """
    record = cited.claim.record
    for key in _KEYS:
        name = field_of(type(record), key)
        value = getattr(record, name) if name else None
        if isinstance(value, PartialDate) and value.text not in cited.readings:
            day = _plain(value)
            if day is not None and not _stands(cited, day):
                yield _problem(cited, key, value, day)


def _plain(value: PartialDate) -> Day | None:
    """The day, month or year of a date without a doubt; None for any other."""
    day = value.start
    return day if day and not value.is_interval and not (day.approximate or day.uncertain) else None


def _stands(cited: CitedWords, day: Day) -> bool:
    published = cited.claim.source.published
    if published.is_day and day.first == day.last == published.first:
        return True
    if day.month is None and day.year == published.last.year:
        return True  # a source need not name its own year
    return any(_prints(printed_dates(cited.text.line(number)), cited, day) for number in cited.around)


def _prints(printed: tuple[PrintedDate, ...], cited: CitedWords, day: Day) -> bool:
    published = cited.claim.source.published.last
    return any(found.is_of(day, published) for found in printed)


def _problem(cited: CitedWords, key: str, value: PartialDate, day: Day) -> Problem:
    elsewhere = cited.text.lines_where(lambda line: _prints(printed_dates(line), cited, day))
    places: dict[int, tuple[int, int]] = {}
    for number in cited.around:
        for found in printed_dates(cited.text.line(number)):
            places.setdefault(number, (found.start, found.end))
    message = f"{value.text} does not stand in {cited.where(cited.around)}"
    shown = tuple(places) or cited.lines
    return cited.problem("source-date", message, (key,), _EXPECTED, shown, elsewhere, places)
