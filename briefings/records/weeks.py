"""The desk's week: cut-offs, issue ids and the dates between them. Whole days; the hour is printed only."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from ..core.dates import monday_of_week
from ..core.parse_errors import ValueParseError
from ..core.problems import BriefingsError
from .desk_settings import WEEKDAYS, Desk


@dataclass(frozen=True)
class Week:
    """One issue's week: after `previous` (the cut-off before) up to and including `cutoff`.

    The period of a daily has one of its `days` only.
    """

    id: str
    cutoff: date
    days: int = 7

    @property
    def previous(self) -> date:
        """The cut-off of the week before."""
        return self.cutoff - timedelta(days=self.days)

    @property
    def first(self) -> date:
        """The first day it covers."""
        return self.previous + timedelta(days=1)


def week_of(day: date, desk: Desk) -> Week:
    """The week whose issue covers a day; its id is the ISO week of its cut-off."""
    ahead = (WEEKDAYS.index(desk.cutoff.weekday) - day.weekday()) % 7
    cutoff = day + timedelta(days=ahead)
    return Week(_id(cutoff), cutoff)


def _id(day: date) -> str:
    year, number, _ = day.isocalendar()
    return f"{year}-W{number:02}"


def week_by_id(id: str, desk: Desk) -> Week:
    """The week with an id such as 2021-W37; raises BriefingsError."""
    return Week(id, _monday(id) + timedelta(days=WEEKDAYS.index(desk.cutoff.weekday)))


def ids_from(id: str) -> Iterator[str]:
    """The id of a week and of each after it, without end; raises BriefingsError."""
    monday = _monday(id)
    while True:
        yield _id(monday)
        monday += timedelta(days=7)


def _monday(id: str) -> date:
    """The first day of the ISO week with an id; raises BriefingsError."""
    try:
        return monday_of_week(id)
    except ValueParseError as error:
        raise BriefingsError(str(error), "a year and an ISO week, such as 2021-W37") from None


def week_due(day: date, desk: Desk) -> Week:
    """The issue due on a day: the one whose cut-off is that day or was last."""
    this = week_of(day, desk)
    return this if this.cutoff == day else week_of(this.previous, desk)
