"""Claims with their sources, and facts as a viewpoint shows them: their visible claims, best first."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any

from ..core.dates import PartialDate
from ..core.digests import digest
from ..core.grades import Grade
from ..core.markings import Marking, highest
from ..core.printed_dates import DateSense
from ..records.base_record import Record
from ..records.entities import Source
from ..records.entries import Entry, RecordSpan
from ..records.fact_kinds import Border, Event, Membership
from ..records.fact_records import PROSPECTIVE_STATUSES, ClaimRecord, FactRecord, field_of
from ..records.judgements import Assessment, Signpost, Topic
from . import lookup_keys

_AHEAD_STATUSES = frozenset((*PROSPECTIVE_STATUSES, "cancelled"))


@dataclass(frozen=True)
class Viewpoint:
    """The state of things on `as_of`, as known by `known`, for readers of `release`."""

    as_of: date
    known: date
    release: Marking

    @property
    def last_day(self) -> date:
        """The last day that can be reported on: anything later was not yet true, or not yet known."""
        return min(self.as_of, self.known)


@dataclass(frozen=True, eq=False)
class Claim:
    """One source's statement about a fact, with its source and outlet.

    `outlet` is the publisher, by its id if it is an entity, so that it can be the origin of another's claim.
    """

    record: ClaimRecord
    source: Source
    fact: Entry
    node: RecordSpan
    outlet: str

    @property
    def grade(self) -> Grade:
        """The source's reliability with the credibility of the claim, else that of the source's claims."""
        return Grade(self.source.reliability, self.record.credibility or self.source.credibility)

    @property
    def true_on(self) -> PartialDate:
        """The day the claim is true of: stated, else its own, else an end's, else its source's."""
        return self.record.as_of or self.record.date or self._reported_end or self.source.published

    @property
    def dated_by(self) -> str:
        """The YAML key that `true_on` is from: `published` if it is no more than the source's date."""
        record = self.record
        if record.as_of:
            return "as_of"
        if record.date:
            return self.date_key
        return "until" if self._reported_end else "published"

    @property
    def date_key(self) -> str:
        """The YAML key of its own date."""
        return "date" if getattr(self.record, "date_", None) else "from"

    @property
    def _reported_end(self) -> PartialDate | None:
        """An end that was past when its source told it; a claim that gives nothing else is of that day."""
        until = self.record.until
        return until if until and until.last <= self.source.published.last else None

    def sense_of(self, key: str) -> DateSense:
        """The sense in which a date of this claim is printed, by its YAML key."""
        if key == "published":
            return DateSense.REPORTED
        record = self.record
        beginning = key in ("from", "until") and not (key == "from" and record.until is None)
        return DateSense.THROUGHOUT if record.is_throughout and not beginning else DateSense.WITHIN

    @property
    def reported_on(self) -> tuple[date, date]:
        """Sort key by the day that it speaks of as its present: its own `as_of`, then its source's day."""
        published = self.source.published.last
        return (self.record.as_of.last if self.record.as_of else published), published

    @property
    def known_on(self) -> date | None:
        """The last day on which it can have become known; None for a standing reference, which always was."""
        if self.record.recorded:
            return self.record.recorded.last
        return self.source.known_on

    @property
    def marking(self) -> Marking | None:
        """The higher marking of the claim and its source; None if neither has one."""
        return highest((self.record.marking, self.source.marking))

    @cached_property
    def digest(self) -> str:
        """Digest of the claim and its source: regrading a source changes all its claims."""
        return digest(self.record.digest, self.source.digest, self.outlet)

    def visible(self, at: Viewpoint) -> bool:
        """Return True if the claim was known and true by then; markings are handled by the edition."""
        record, known_on = self.record, self.known_on
        if record.garbled:
            return False
        if known_on is not None and known_on > at.known:
            return False
        if self.source.withdrawn is not None and self.source.withdrawn.last <= at.known:
            return False  # its publisher no longer stands by it, so the desk cannot either
        true_on = self.true_on.first
        if record.status in _AHEAD_STATUSES or (record.date and record.until):
            # a plan, fear or pledge is true as such from the day it was reported, and so is its end
            reported = self.source.published.first if known_on is not None else true_on
            return min(reported, true_on) <= at.as_of
        return true_on <= at.as_of

    def stood_already(self, at: Viewpoint) -> bool:
        """Return True if it was known and stood by then, though it was measured later.

        What stands holds since it began, and if no beginning is given, since long before it was measured: a
        border, and a role on a standing roll. A claim that tells of an end is of that day.
        """
        record, fact = self.record, self.fact.record
        if isinstance(fact, Border | Membership) and not record.ends:
            begun = record.from_
            stands = begun is not None or isinstance(fact, Border) or self.source.known_on is None
        else:
            begun = record.date
            stands = isinstance(fact, Event) and fact.type == "founding" and begun is not None
        by_then = begun is None or begun.first <= at.as_of
        return stands and by_then and self.visible(replace(at, as_of=max(at.as_of, self.true_on.first)))


@dataclass(frozen=True, eq=False)
class Fact:
    """A fact as a view shows it: its visible claims, best first; the `headline` claim is printed."""

    entry: Entry
    claims: tuple[Claim, ...]

    @property
    def id(self) -> str:
        """The fact's id."""
        return self.entry.id

    @property
    def kind(self) -> str:
        """The fact's kind: `borders`, `events` …"""
        return self.entry.kind

    @property
    def record(self) -> FactRecord:
        """The fact's identity and links."""
        assert isinstance(self.entry.record, FactRecord)
        return self.entry.record

    @property
    def headline(self) -> Claim:
        """The best claim."""
        return self.claims[0]

    def told(self, key: str) -> tuple[Claim, Any]:
        """Return the best claim that gives a field (by its YAML key), and the field's value.

        A field of the fact itself comes with the headline, as does a field that no claim gives. What denies
        the fact gives no field of one that the headline affirms, nor the other way round. Raises
        AttributeError if the kind has no such field.
        """
        name = field_of(type(self.record), key)
        if name is not None:
            return self.headline, getattr(self.record, name)
        best = self.headline.record
        name = field_of(type(best), key)
        if name is None:
            raise AttributeError(f"{self.kind} have no field {key!r}")
        for claim in self.claims:
            value = getattr(claim.record, name)
            if value is not None and value != () and claim.record.negated == best.negated:
                return claim, value
        return self.headline, getattr(best, name)

    def states(self, key: str) -> bool:
        """Return True if a field is said by claims and is not of the fact itself."""
        return field_of(type(self.record), key) is None

    def get(self, key: str) -> Any:
        """Return a field's value by its YAML key, as `told` does."""
        return self.told(key)[1]

    @cached_property
    def end(self) -> tuple[Claim, PartialDate] | None:
        """The best claim that ends the fact, and the end; None if it goes on.

        Any source may end what another began. A better claim dated after that end, which still has it so,
        outweighs it.
        """
        for number, claim in enumerate(self.claims):
            ends = None if claim.record.negated else claim.record.ends
            if ends is None:
                continue
            better = [other.record for other in self.claims[:number] if not other.record.negated]
            goes_on = any(record.as_of and record.as_of.first > ends.last for record in better)
            return None if goes_on else (claim, ends)
        return None

    @property
    def stated_date(self) -> PartialDate | None:
        """The date of the event, its beginning or its plan, by the best claim with one; None without."""
        return next((claim.record.date for claim in self.claims if claim.record.date), None)

    @property
    def date(self) -> PartialDate:
        """The stated date, else the day its headline is true of."""
        return self.stated_date or self.headline.true_on

    @property
    def time(self) -> str:
        """The hour of an event by the best claim that gives one, for printing; "" without."""
        hours = (getattr(claim.record, "time", None) for claim in self.claims)
        return next((hour for hour in hours if hour), "")

    @property
    def hour_order(self) -> str:
        """Sort key within a day: those without an hour come last."""
        return self.time.lstrip("~") or "~"

    @cached_property
    def entities(self) -> frozenset[str]:
        """Ids of all entities the fact is about; origins of its claims do not count."""
        parts = (self.record, *(claim.record for claim in self.claims))
        return frozenset(str(ref) for part in parts for ref in lookup_keys.mentioned_entities(part))

    @cached_property
    def digest(self) -> str:
        """Digest of everything of the fact that this view shows."""
        return digest(self.id, self.record.digest, *(claim.digest for claim in self.claims))

    @cached_property
    def order(self) -> tuple[object, ...]:
        """Sort key among facts, independent of the layout of the files."""
        return (self.kind, self.date.first, self.date.last, self.hour_order, self.id)

    def __repr__(self) -> str:
        return f"<Fact {self.id}>"


def known_on(record: Record) -> date | None:
    """The last day on which a record other than a fact can have become known; None if it has no such day.

    Entities, measures, matters and standing references have none. An issue is known from its cut-off.
    """
    match record:
        case Source():
            return record.known_on
        case Assessment():
            return record.date.last
        case Signpost():
            return record.recorded.last
        case Topic() if record.recorded is not None:
            return record.recorded.last
        case _:
            return None


def known_by(record: Record, day: date) -> bool:
    """Return True if a record other than a fact was known by a day."""
    known = known_on(record)
    return known is None or known <= day
