"""Plans: the day that one was put off from and to, and the other facts that show it was carried out."""

from __future__ import annotations

from collections.abc import Iterator

from ..core.dates import PartialDate
from ..records.entities import Organization
from ..records.fact_kinds import Event, EventClaim, Statement, StatementClaim
from ..records.fact_records import CALLED_OFF_STATUSES, PROSPECTIVE_STATUSES
from ..records.name_register import folded_name
from .claims import Claim, Fact
from .view import View

DatedClaim = tuple[Claim, PartialDate]


def has_happened(fact: Fact) -> bool:
    """Return True if a fact is neither a plan, nor called off, nor denied."""
    claim = fact.headline.record
    return claim.status not in (*PROSPECTIVE_STATUSES, "cancelled") and not claim.negated


def is_called_off(fact: Fact) -> bool:
    """Return True if a fact was postponed or cancelled, by its headline."""
    claim = fact.headline.record
    return claim.status in CALLED_OFF_STATUSES and not claim.negated


def is_anniversary(fact: Fact) -> bool:
    """Return True for a day that comes round by itself: it has no outcome, and is never overdue."""
    return isinstance(fact.record, Event) and fact.record.type == "anniversary"


def new_day(fact: Fact) -> DatedClaim | None:
    """Return the day to which a thing was postponed, with the claim that gives it; None without one."""
    head = fact.headline
    if head.record.status != "postponed" or head.record.date is None:
        return None
    return head, head.record.date


def former_day(fact: Fact) -> DatedClaim | None:
    """Return the day that a postponed or cancelled thing was planned for, with the claim that gives it.

    It is the `planned_for` of the best claim that has one, else the day of the latest plan; None without.
    """
    if not is_called_off(fact):
        return None
    for claim in fact.claims:
        if day := getattr(claim.record, "planned_for", None):
            return claim, day
    later = new_day(fact)
    plans = [
        (claim, day)
        for claim in fact.claims
        if claim is not fact.headline and claim.record.status in PROSPECTIVE_STATUSES
        if (day := claim.record.date) and (later is None or day.text != later[1].text)
    ]
    return max(plans, key=lambda plan: plan[0].reported_on, default=None)


def day_ahead(fact: Fact) -> PartialDate | None:
    """Return the day for which a fact now stands; None if it was postponed without another."""
    if fact.headline.record.status == "postponed":
        later = new_day(fact)
        return later[1] if later else None
    return fact.stated_date


def is_due(view: View, fact: Fact) -> bool:
    """Return True for an event that is planned for a day which has come by the view's day."""
    day, status = day_ahead(fact), fact.headline.record.status
    planned = isinstance(fact.record, Event) and status in ("planned", "scheduled", "postponed")
    return planned and day is not None and day.first <= view.at.last_day and not fact.headline.record.negated


def is_held(view: View, fact: Fact) -> bool:
    """Return True for a planned event whose day has come and that another fact shows as held."""
    return is_due(view, fact) and shown_as_held(view, fact) is not None


def shown_as_held(view: View, plan: Fact) -> Fact | None:
    """Return another fact by which a planned event took place; None if no other shows that.

    That is a part of it that happened, a statement made at it, the same event from another source (one type,
    one day, one place, body or set of parties), or a fact that cites what the body published on the day.
    """
    day = plan.stated_date
    if not isinstance(plan.record, Event) or day is None:
        return None
    for fact in _related(view, plan):
        if fact.id != plan.id and _shows(plan, plan.record, day, fact):
            return fact
    return None


def _related(view: View, plan: Fact) -> Iterator[Fact]:
    """Facts about whatever a planned event is about; all kinds of them for the bodies that meet."""
    bodies = _bodies(view, plan)
    for id in sorted(plan.entities):
        yield from view.about(id, () if id in bodies else (Event.kind, Statement.kind))


def _bodies(view: View, plan: Fact) -> set[str]:
    """The bodies whose event it is, and those that take part in it."""
    assert isinstance(plan.record, Event)
    parties = plan.get("parties")
    taking_part = {str(party.who) for party in parties if party.who and not party.is_absent}
    organizations = {id for id in taking_part if view.record("organizations", id, Organization)}
    return {str(ref) for ref in plan.record.of} | organizations


def _shows(plan: Fact, record: Event, day: PartialDate, fact: Fact) -> bool:
    if not has_happened(fact):
        return False
    if fact.record.part_of == plan.id and isinstance(fact.record, Event):
        return True
    if isinstance(fact.record, Statement):
        claims = [claim.record for claim in fact.claims if isinstance(claim.record, StatementClaim)]
        return any(claim.event == plan.id and claim.date and claim.date.overlaps(day) for claim in claims)
    if isinstance(fact.record, Event) and fact.record.type == record.type:
        when = fact.stated_date
        if when is not None and when.overlaps(day) and _one_meeting(plan, record, fact, fact.record):
            return True
    return any(claim.outlet in record.of and claim.source.published.overlaps(day) for claim in fact.claims)


def _one_meeting(plan: Fact, record: Event, fact: Fact, other: Event) -> bool:
    """True if two events of one type and day share a body or place, or one's parties are all of the other."""
    if set(record.of) & set(other.of) or _places(plan) & _places(fact):
        return True
    one, two = _parties(plan), _parties(fact)
    return bool(one and two) and (one <= two or two <= one)


def _places(fact: Fact) -> set[str]:
    names = [fact.get("place"), *fact.get("sites")]
    return {folded_name(name) for name in names if name}


def _parties(fact: Fact) -> set[str]:
    claims = [claim.record for claim in fact.claims if isinstance(claim.record, EventClaim)]
    return {party.key for claim in claims for party in claim.parties if not party.is_absent}
