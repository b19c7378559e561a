"""Dates and periods on a page, with their citations or without."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from markupsafe import Markup, escape

from ..core import printed_dates
from ..core.dates import Day, PartialDate
from ..core.printed_dates import DateSense
from ..facts.claims import Claim, Fact
from .cited_values import CitedValue
from .page_context import PageContext


class CitedDate(CitedValue):
    """A date, with the hour of an event; `short` abbreviates the month and leaves the citation out."""

    def __init__(
        self,
        page: PageContext,
        fact: Fact,
        claim: Claim,
        key: str,
        value: PartialDate,
        hour: str = "",
        sense: DateSense | None = None,
    ) -> None:
        super().__init__(page, fact, claim, key)
        self.value, self.hour, self.sense = value, hour, sense or claim.sense_of(key)

    @property
    def plain(self) -> Markup:
        """The tagged date in full, without a citation."""
        return self._text(short=False)

    @property
    def short(self) -> Markup:
        """The tagged date in its short form, without a citation."""
        return self._text(short=True)

    @property
    def year(self) -> Markup:
        """The tagged year of the date, or years if it is in doubt between several, without a citation."""
        day = self.value.start or self.value.end
        assert day is not None
        words = printed_dates.date_or_interval(_years(self.value), self._page.locale, sense=self.sense)
        return self._tag("time", words, f"{day.year:04}")

    def _text(self, short: bool) -> Markup:
        text = self._words(short)
        # <time> holds one day, month or year; an interval is told by its first part
        day = self.value.start or self.value.end
        assert day is not None
        if not self.hour or not (day.month and day.day):
            return self._tag("time", text, machine_date(day))
        clock = time.fromisoformat(self.hour.lstrip("~"))
        zone = ZoneInfo(self._page.view.desk.timezone)
        offset = datetime.combine(day.first, clock, zone).utcoffset() or timedelta()
        text += f", {printed_dates.hour(self.hour, offset)}"
        return self._tag("time", text, f"{machine_date(day)}T{clock:%H:%M}")

    def _words(self, short: bool) -> str:
        return printed_dates.date_or_interval(self.value, self._page.locale, short, self.sense)


def _years(value: PartialDate) -> PartialDate:
    """A date without its months and days."""
    start, end = (
        None if day is None else replace(day, month=None, day=None) for day in (value.start, value.end)
    )
    return PartialDate("", start, end)


class CitedPeriod(CitedDate):
    """The days from a beginning until an end; an end by another claim is tagged and cited on its own."""

    def __init__(
        self,
        page: PageContext,
        fact: Fact,
        begins: tuple[Claim, PartialDate] | None,
        ends: tuple[Claim, PartialDate] | None,
    ) -> None:
        claim, value = begins or ends or (None, None)
        assert claim is not None and value is not None
        super().__init__(page, fact, claim, "from" if begins else "until", value)
        self._ends: PartialDate | None = ends[1] if ends and begins else None
        self._other: CitedPeriod | None = None
        if begins and ends and begins[0] is not ends[0]:
            self._ends, self._other = None, CitedPeriod(page, fact, None, ends)

    def _words(self, short: bool) -> str:
        begins, ends = (self.value, self._ends) if self._key == "from" else (None, self.value)
        return printed_dates.period(begins, ends, self._page.locale, short)

    def _text(self, short: bool) -> Markup:
        own = super()._text(short)
        return own if self._other is None else own + ", " + self._other._text(short) + self._other.cite


def machine_date(day: Day) -> str:
    """A day for `datetime=`: 2021, 2021-07 or 2021-07-07."""
    parts = [f"{day.year:04}"] + [f"{part:02}" for part in (day.month, day.day) if part]
    return "-".join(parts)


class UncitedDate:
    """A date of the desk's own (of a judgement, say): printed without a citation."""

    def __init__(self, page: PageContext, value: PartialDate) -> None:
        self._page, self._value = page, value

    def __html__(self) -> Markup:
        return uncited_date(self._page.locale, self._value)

    @property
    def short(self) -> Markup:
        """The date in its short form, as a time element."""
        return uncited_date(self._page.locale, self._value, short=True)


def uncited_date(locale: str, value: PartialDate, short: bool = False) -> Markup:
    """Return a date in words, as a time element without a citation."""
    day = value.start or value.end
    assert day is not None
    words = escape(printed_dates.date_or_interval(value, locale, short))
    return Markup(f'<time datetime="{machine_date(day)}">{words}</time>')
