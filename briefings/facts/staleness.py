"""Age of facts: last report, review date, overdue plans; latest observation and bottom line by a day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from ..core.dates import PartialDate
from ..records.entities import BottomLine, Country
from ..records.fact_kinds import Figure
from ..records.judgements import Assessment, Observation, Signpost
from .agreement import agree, stated_quantity
from .claims import Claim, Fact
from .plans import day_ahead, is_anniversary, shown_as_held
from .view import View

# An end of longer ago is history: a country's page and its lists of bases leave it out.
FORMER_SHOWN = timedelta(days=5 * 365 + 1)
_SETTLED = ("done", "ongoing", "cancelled", "unknown")


@dataclass(frozen=True, slots=True)
class ReviewSchedule:
    """A current fact of a kind that the desk reviews: last reported on `told`, due within `period` days."""

    fact: Fact
    told: date
    period: int

    @property
    def day(self) -> date:
        """The last day on which it still counts as fresh."""
        return date.fromordinal(min(self.told.toordinal() + self.period, date.max.toordinal()))

    def days_overdue(self, today: date) -> int:
        """Days for which it has been stale; 0 or less if it is not."""
        return (today - self.day).days

    def age_in_periods(self, today: date) -> float:
        """Its age in review periods: above 1 it is stale."""
        return (today - self.told).days / self.period


def review_schedule(view: View, fact: Fact) -> ReviewSchedule | None:
    """A fact's review schedule; None if it is no longer current or its kind has no review period."""
    periods = (review.after for review in view.desk.review if review.kind == fact.kind)
    period = next(periods, 0)
    if period <= 0 or not is_current(view, fact):
        return None
    return ReviewSchedule(fact, last_reported(fact), period)


def review_schedules(view: View) -> Iterator[ReviewSchedule]:
    """The review schedules of a view's facts, in the view's order."""
    schedules = (review_schedule(view, fact) for fact in view.facts.values())
    return (schedule for schedule in schedules if schedule is not None)


def last_reported(fact: Fact) -> date:
    """The last day that any claim of a fact speaks of, by its own words or by its source's date."""
    return max((claim.record.as_of or claim.source.published).last for claim in fact.claims)


def is_current(view: View, fact: Fact) -> bool:
    """Return True if a fact may still change: not over, replaced, settled, denied, or a figure of one day."""
    head = fact.headline.record
    if view.is_over(fact) or view.is_replaced(fact) or head.status in ("done", "cancelled") or head.negated:
        return False
    return (
        not isinstance(fact.record, Figure) or fact.stated_date is None
    )  # a dated figure stays true of its day


def still_matters(view: View, fact: Fact) -> bool:
    """True for what goes on, or ended in the last five years before the view's day."""
    end = view.end_of(fact)
    day = end[1] if end else fact.stated_date if fact.headline.record.status == "done" else None
    return day is None or day.last >= view.at.as_of - FORMER_SHOWN


def unchanged_since(fact: Fact) -> PartialDate | None:
    """The earliest day from which all dated claims up to the latest agree with the printed number; else None.

    Only a claim that states its day confirms anything: one that does not may have copied an earlier one.
    """
    head = fact.headline
    if stated_quantity(head) is None or head.record.as_of is None:
        return None
    earliest: Claim | None = None
    for claim in sorted(_dated(fact), key=lambda c: (c.true_on.last, c.true_on.first), reverse=True):
        if not agree(head, claim):
            break
        earliest = claim
    if earliest is None or earliest.true_on.last >= last_number_date(fact).first:
        return None
    return earliest.true_on


def last_number_date(fact: Fact) -> PartialDate:
    """The latest day that a claim with a number states, else the headline's day."""
    days = [claim.true_on for claim in _dated(fact)]
    return max(days, key=lambda day: (day.first, day.last), default=fact.headline.true_on)


def _dated(fact: Fact) -> list[Claim]:
    """The claims that state both a number and its day."""
    return [claim for claim in fact.claims if claim.record.as_of and stated_quantity(claim) is not None]


def overdue(view: View, fact: Fact) -> PartialDate | None:
    """The day of a plan, if it has passed by the view's day without a reported outcome; else None.

    A plan that another fact supersedes is not overdue, as its successor may be; nor is one that another fact
    shows as carried out, or that has no outcome, as an anniversary.
    """
    status = fact.headline.record.status
    if status not in ("planned", "scheduled", "postponed") or is_anniversary(fact):
        return None
    day: PartialDate | None = (fact.get("until") if status != "postponed" else None) or day_ahead(fact)
    if day is None or day.last >= view.at.last_day:
        return None
    settled = any(claim.record.status in _SETTLED or claim.record.outcome for claim in fact.claims)
    if settled or view.is_replaced(fact) or shown_as_held(view, fact):
        return None
    return day


def latest_observation(signpost: Signpost, day: date) -> Observation | None:
    """The latest observation of a signpost by a day; None if there is none."""
    seen = [observation for observation in signpost.observations if observation.date.last <= day]
    return max(seen, key=lambda observation: observation.date.last, default=None)


def state_since(signpost: Signpost, latest: Observation) -> PartialDate:
    """The day from which a signpost has been in the state of an observation, without a break."""
    day = latest.date
    earlier = (seen for seen in signpost.observations if seen.date.last <= latest.date.last)
    for seen in sorted(earlier, key=lambda o: o.date.last, reverse=True):
        if seen.state != latest.state:
            break
        day = seen.date
    return day


def latest_bottom_line(country: Country, day: date) -> BottomLine | None:
    """The latest bottom line of a country by a day; None if there is none."""
    written = [line for line in country.bottom_lines if line.as_of.last <= day]
    return max(written, key=lambda line: line.as_of.last, default=None)


def unreviewed(view: View, signpost: Signpost) -> tuple[Observation, Assessment] | None:
    """A tripped signpost's latest observation and its standing judgement, if that is older; else None."""
    latest = latest_observation(signpost, view.at.last_day)
    if latest is None or latest.state != "tripped":
        return None
    judgement = view.standing(signpost.for_)
    if judgement is None or latest.date.last <= judgement.date.last:
        return None
    return latest, judgement
