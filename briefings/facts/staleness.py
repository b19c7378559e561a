"""How old what is held has become: when a fact was last told, since when it is unchanged, when it is due.

Also which plans are overdue, and which observation or bottom line is the latest by a day. Rules, pages and
commands all ask here, so that they agree.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from ..core.values import PartialDate
from ..records.entities import BottomLine, Country
from ..records.fact_kinds import Figure
from ..records.judgements import Assessment, Observation, Signpost
from .fact_base import Claim, Fact, View
from .ranking import agree, main_quantity

_SETTLED = ("done", "ongoing", "cancelled", "unknown")


@dataclass(frozen=True, slots=True)
class ReviewSchedule:
    """A current fact of a kind that the desk reviews: last told on a day, to be told again within `period`
    days."""

    fact: Fact
    told: date
    period: int

    @property
    def day(self) -> date:
        """The last day on which it still counts as fresh."""
        return self.told + timedelta(self.period)

    def days_overdue(self, today: date) -> int:
        """Days for which it has been stale; 0 or less where it is not."""
        return (today - self.day).days

    def age_in_periods(self, today: date) -> float:
        """Its age in review periods: above 1 it is stale."""
        return (today - self.told).days / self.period


def review_schedule(view: View, fact: Fact) -> ReviewSchedule | None:
    """When a fact is to be looked at; None where it is no longer current or its kind has no review period."""
    period = next(
        (int(review.after.middle or 0) for review in view.desk.review if review.kind == fact.kind), 0
    )
    if period <= 0 or not is_current(view, fact):
        return None
    return ReviewSchedule(fact, last_reported(fact), period)


def review_schedules(view: View) -> Iterator[ReviewSchedule]:
    """Each fact that is to be looked at some day, in the view's order."""
    return (found for fact in view.facts.values() if (found := review_schedule(view, fact)) is not None)


def last_reported(fact: Fact) -> date:
    """The last day that any of its claims speaks of, by its own words or by its source's date."""
    return max((claim.record.as_of or claim.source.published).last for claim in fact.claims)


def is_current(view: View, fact: Fact) -> bool:
    """Whether a fact may still change: not over, replaced, settled or denied, and no figure of a day of its
    own."""
    head = fact.headline.record
    over = (
        view.is_over(fact) or view.is_replaced(fact) or head.status in ("done", "cancelled") or head.negated
    )
    dated = isinstance(fact.record, Figure) and fact.stated_date is not None  # of that day, and true for ever
    return not over and not dated


def unchanged_since(fact: Fact) -> PartialDate | None:
    """The day from which later sources confirm what is printed; None where no later day has been told of.

    Only a claim that states its day confirms anything: one that does not may have copied the earlier.
    """
    head = fact.headline
    amount = main_quantity(head)
    if amount is None or not amount.stated or head.record.as_of is None:
        return None
    run: Claim | None = None
    for claim in sorted(_dated(fact), key=lambda c: (c.true_on.last, c.true_on.first), reverse=True):
        if not agree(head, claim):
            break
        run = claim
    return run.true_on if run is not None and run.true_on.last < last_number_date(fact).first else None


def last_number_date(fact: Fact) -> PartialDate:
    """The latest day that a claim with a number states, else that of the headline."""
    return max(
        (c.true_on for c in _dated(fact)),
        key=lambda day: (day.first, day.last),
        default=fact.headline.true_on,
    )


def _dated(fact: Fact) -> list[Claim]:
    return [
        c
        for c in fact.claims
        if c.record.as_of and (amount := main_quantity(c)) is not None and amount.stated
    ]


def overdue(view: View, fact: Fact) -> PartialDate | None:
    """The day of a plan, if it has passed by the view's day and nothing tells what came of it; else None.

    A plan that another fact supersedes is not overdue: its successor may be.
    """
    if fact.headline.record.status not in ("planned", "scheduled"):
        return None
    day: PartialDate | None = fact.get("until") or fact.stated_date
    if day is None or day.last >= view.at.last_day:
        return None
    settled = any(claim.record.status in _SETTLED or claim.record.outcome for claim in fact.claims)
    return None if settled or view.is_replaced(fact) else day


def latest_observation(signpost: Signpost, day: date) -> Observation | None:
    """The latest observation of a signpost by a day; None if there is none."""
    seen = [observation for observation in signpost.observations if observation.date.last <= day]
    return max(seen, key=lambda observation: observation.date.last, default=None)


def latest_bottom_line(country: Country, day: date) -> BottomLine | None:
    """The latest bottom line of a country by a day; None if there is none."""
    written = [line for line in country.bottom_lines if line.as_of.last <= day]
    return max(written, key=lambda line: line.as_of.last, default=None)


def unreviewed(view: View, signpost: Signpost) -> tuple[Observation, Assessment] | None:
    """The observation of a tripped signpost and its standing judgement, if that was made before it; else
    None."""
    latest = latest_observation(signpost, view.at.last_day)
    if latest is None or latest.state != "tripped":
        return None
    judged = view.standing(signpost.for_)
    return (latest, judged) if judged is not None and latest.date.last > judged.date.last else None
