"""The order of a fact's claims: which one is printed, and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property, total_ordering
from typing import Any, NamedTuple

from ..core.quantities import Quantity
from ..core.units import UnitMismatchError
from ..records.base_record import Record
from ..records.fact_records import CALLED_OFF_STATUSES, PROSPECTIVE_STATUSES
from .agreement import Bounds, bounds_overlap, main_quantity, rounded_bounds, stated_quantity
from .claims import Claim
from .origins import origins
from .revisions import unrevised


@total_ordering
class _Whole:
    """A record ordered by its whole content, computed only for the few claims that tie in all else."""

    def __init__(self, record: Record) -> None:
        self._record = record

    @cached_property
    def _content(self) -> str:
        return repr(self._record)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Whole) and self._content == other._content

    def __lt__(self, other: _Whole) -> bool:
        return self._content < other._content

    __hash__ = None  # type: ignore[assignment]


class Rank(NamedTuple):
    """A claim's rank within its fact: the lowest is printed, and the first part that differs says why.

    A claim dated wholly after another describes a newer state and comes before it. A claim without a stated
    day is ranked by grade, then by the number of independent origins that agree, then by recency.
    """

    preferred: bool  # by the desk
    overtaken: bool  # a plan since put off, called off or carried out
    tells: bool  # the number or date its kind is printed for
    revised: bool  # by its own speaker, or a later edition of its series
    current: bool
    happened: (
        bool  # once a source reports a thing as done, those that had it planned describe an earlier state
    )
    affirmed: bool
    grade: Any
    origins: int
    recent: int
    published: int
    named: tuple[str, Any, _Whole]  # so that the order of files never decides

    @classmethod
    def of(
        cls,
        claim: Claim,
        newest: date | None,
        happened: bool,
        support: int,
        overtaken: bool = False,
        revised: bool = False,
    ) -> Rank:
        """The rank of a claim among others; `newest` is the latest stated day, `support` counts origins."""
        as_of = claim.record.as_of
        return cls(
            preferred=not claim.record.preferred,
            overtaken=overtaken,
            tells=not _gives_main_value(claim),
            revised=revised,
            current=not (newest is None or as_of is None or as_of.last >= newest),
            happened=happened and claim.record.status in PROSPECTIVE_STATUSES,
            affirmed=claim.record.negated,
            grade=claim.grade.order,
            origins=-support,
            recent=-claim.true_on.last.toordinal(),
            published=-claim.source.published.last.toordinal(),
            named=(claim.source.id, claim.record.at, _Whole(claim.record)),
        )


def ranks(claims: Sequence[Claim]) -> list[Rank]:
    """The rank of each claim among them all, in the order given."""
    newest = max((claim.record.as_of.first for claim in claims if claim.record.as_of), default=None)
    happened = any(claim.record.status in ("done", "ongoing", "cancelled") for claim in claims)
    pairs = zip(claims, _support(claims), strict=True)
    latest = set(map(id, unrevised(claims)))
    return [
        Rank.of(claim, newest, happened, support, _is_overtaken(claim, claims), id(claim) not in latest)
        for claim, support in pairs
    ]


# How far a thing has come: a claim of a later stage overtakes those of an earlier one.
_STAGES = {**dict.fromkeys(PROSPECTIVE_STATUSES, 0), "postponed": 1, "ongoing": 2, "done": 2, "cancelled": 2}


def _is_overtaken(claim: Claim, claims: Sequence[Claim]) -> bool:
    """True for a plan of which another claim, no older, says that it was put off, called off or carried out.

    A thing that is reported for its number stays so: the one who says that it is done may give none.
    """
    if claim.record.status not in PROSPECTIVE_STATUSES or claim.record.negated:
        return False
    stage = _STAGES[claim.record.status]
    return any(
        _STAGES.get(other.record.status or "", 0) > stage
        and other.reported_on >= claim.reported_on
        and not other.record.negated
        and (not other.record.numbers or other.record.status in CALLED_OFF_STATUSES)
        for other in claims
    )


def best_first(claims: Sequence[Claim]) -> tuple[Claim, ...]:
    """The claims in order of rank, best first."""
    if len(claims) == 1:
        return tuple(claims)
    order = ranks(claims)
    return tuple(claims[number] for number in sorted(range(len(claims)), key=order.__getitem__))


@dataclass(frozen=True)
class RankReason:
    """The deciding part of the ranks of two claims, and how many origins support each."""

    ground: str
    best: Claim
    other: Claim
    origins: tuple[int, int]


def rank_reason(best: Claim, other: Claim, among: Sequence[Claim]) -> RankReason:
    """The reason why `best` goes before `other`, both being of `among`."""
    by_claim = dict(zip(map(id, among), ranks(among), strict=True))
    one, two = by_claim[id(best)], by_claim[id(other)]
    ground = next((name for name, a, b in zip(Rank._fields, one, two, strict=True) if a != b), "named")
    return RankReason(ground, best, other, (-one.origins, -two.origins))


def _gives_main_value(claim: Claim) -> bool:
    """True if a claim gives what its kind is printed for: the number, or the date."""
    if claim.record.numbers:
        return stated_quantity(claim) is not None
    return claim.record.date is not None


def _support(claims: Sequence[Claim]) -> list[int]:
    """How many independent origins stand behind the claims that agree with each; 0 for a lone claim."""
    if len(claims) < 2:
        return [0] * len(claims)
    amounts = [main_quantity(claim) for claim in claims]
    unit = next((a.unit for a in amounts if a is not None and a.unit), "")
    # claims of one amount are weighed together: articles repeat each other's numbers
    keys = []
    behind: dict[tuple[Bounds | None, bool], set[str]] = {}
    for claim, amount, ends in zip(claims, amounts, origins(claims), strict=True):
        key = (_bounds(amount, unit), claim.record.negated)
        keys.append(key)
        behind.setdefault(key, set()).update(ends)
    if len(set().union(*behind.values())) == 1:
        return [1] * len(claims)
    support = {}
    for key in behind:
        agreeing = [ends for other, ends in behind.items() if _compatible(key, other)]
        support[key] = len(set().union(*agreeing))
    return [support[key] for key in keys]


def _compatible(one: tuple[Bounds | None, bool], other: tuple[Bounds | None, bool]) -> bool:
    """True if numbers overlap; without two numbers, if both affirm or both deny."""
    if one[0] is None or other[0] is None:
        return one[1] == other[1]
    return bounds_overlap(one[0], other[0])


def _bounds(amount: Quantity | None, unit: str) -> Bounds | None:
    """The bounds in `unit`, open if it measures something else; None without a stated number."""
    if amount is None or not amount.stated:
        return None
    try:
        return rounded_bounds(amount, unit)
    except UnitMismatchError:
        return (None, None)
