"""The days up to which reporting reaches, by the sources behind facts; standing works are left out."""

from __future__ import annotations

from collections.abc import Iterable

from ..core.dates import PartialDate
from .claims import Claim, Fact
from .key_figures import counts_members
from .staleness import FORMER_SHOWN
from .view import View

_WIDEST = 31  # days that a date may span; a source that is dated to a year tells no day


def reporting_days(view: View, facts: Iterable[Fact]) -> list[PartialDate]:
    """The latest day that each source behind the facts speaks of, the latest first.

    Of days that overlap, such as "7 to 9 July" and "8 July", the one that ends later stands for both.
    A standing work reports nothing new, nor does a source that repeats a membership, an office or a border.
    """
    by_source: dict[str, PartialDate] = {}
    for fact in facts:
        if counts_members(view, fact):
            continue
        for claim in fact.claims:
            day = _day_spoken_of(fact, claim)
            if day is None or (day.last - day.first).days > _WIDEST:
                continue
            if view.at.last_day - day.last > FORMER_SHOWN:
                continue  # a document of long ago is history
            latest = by_source.setdefault(claim.source.id, day)
            by_source[claim.source.id] = max(latest, day, key=_newest)
    apart: list[PartialDate] = []
    for day in sorted(by_source.values(), key=_newest, reverse=True):
        if not apart or day.last < apart[-1].first:
            apart.append(day)
    return apart


def _newest(day: PartialDate) -> tuple[object, ...]:
    return day.last, day.first


def _day_spoken_of(fact: Fact, claim: Claim) -> PartialDate | None:
    """The day of a claim's matter, its source's day at the latest; None if it tells of nothing new."""
    published = claim.source.published
    if claim.source.known_on is None:
        return None
    day = claim.record.as_of or claim.record.date or fact.stated_date
    if day is None:
        return None if fact.record.lasting else published
    return day if day.last < published.last else published


def is_silent(view: View, days: list[PartialDate]) -> bool:
    """True if no day of reporting is within the shortest review period of the desk.

    Without any day it is; without a review period no day is too long ago.
    """
    return not days or 0 < _shortest_review(view) < (view.at.last_day - days[0].last).days


def follows_gap(view: View, days: list[PartialDate]) -> bool:
    """True if between the latest day of reporting and the one before lies more than that period."""
    return len(days) > 1 and 0 < _shortest_review(view) < (days[0].first - days[1].last).days


def _shortest_review(view: View) -> int:
    """The shortest review period of the desk in days, 0 without any."""
    return min((review.after for review in view.desk.review), default=0)
