"""Claims of one time, and those that their own speaker or series has since revised."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from ..records.fact_kinds import BorderClaim
from .claims import Claim


def of_one_time(one: Claim, other: Claim) -> bool:
    """Return True if two claims are of days that meet; a border's length without a day is of any."""
    if isinstance(one.record, BorderClaim) and (one.record.as_of is None or other.record.as_of is None):
        return True
    (begun, over), (since, until) = _days(one), _days(other)
    return begun <= until and since <= over


def _days(claim: Claim) -> tuple[date, date]:
    """The days a claim is true of: its stated day, else its period, else its own or its source's date."""
    record = claim.record
    if record.as_of is None and record.from_ is not None:
        over = record.until or claim.source.published
        return record.from_.first, max(over.last, record.from_.last)
    return claim.true_on.first, claim.true_on.last


def unrevised(claims: Sequence[Claim]) -> list[Claim]:
    """Return the claims, in the order given, less those that another of them revises."""
    days: dict[str, set[date]] = {}
    for claim in claims:
        for voice in _voices(claim):
            days.setdefault(voice, set()).add(claim.source.published.last)
    # most sources speak once: only who spoke on several days can have revised anything
    again = {voice for voice, spoken in days.items() if len(spoken) > 1}
    often = [claim for claim in claims if not again.isdisjoint(_voices(claim))]
    revised = {id(claim) for claim in often if any(revises(other, claim) for other in often)}
    return [claim for claim in claims if id(claim) not in revised]


def _voices(claim: Claim) -> set[str]:
    """The speaker, and the series if the source is an edition of one."""
    series = claim.source.edition_of
    return {_speaker(claim), f"series {series}"} if series else {_speaker(claim)}


def revises(later: Claim, earlier: Claim) -> bool:
    """Return True if a claim was published later, is of the same time, and revises the other.

    It does as the later edition of a series, or if one speaker says both, as of different days. An outlet
    that quotes nobody and gives no such day speaks as of the day of publication.
    """
    if later.source.published.last <= earlier.source.published.last or not of_one_time(later, earlier):
        return False
    if earlier.source.edition_of is not None and later.source.edition_of == earlier.source.edition_of:
        return True
    if _speaker(later) != _speaker(earlier):
        return False
    day, before = later.record.as_of, earlier.record.as_of
    return day != before or (day is None and not later.record.origin and not earlier.record.origin)


def _speaker(claim: Claim) -> str:
    """Who says it first: the last of the origins, else the outlet."""
    return str(claim.record.origin[-1]) if claim.record.origin else claim.outlet
