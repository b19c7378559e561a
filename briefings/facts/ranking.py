"""Which claim of a fact is printed and why, whom claims come from in the end, and whether they agree."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cached_property, total_ordering
from itertools import pairwise
from typing import Any, NamedTuple

from ..core.units import UnitMismatchError, conversion_factor
from ..core.values import Quantity
from ..records.fact_kinds import PROSPECTIVE_STATUSES
from ..records.field_types import Record
from .claims import Claim

# "About" is read as this far either way where two claims are compared; the desk's convention, not a
# statistic.
APPROXIMATE_MARGIN = Decimal("0.1")


def main_quantity(claim: Claim) -> Quantity | None:
    """The number a claim is chiefly about."""
    for name in claim.record.numbers:
        value = getattr(claim.record, name)
        if isinstance(value, Quantity):
            return value
    return None


def with_default_unit(value: Quantity, unit: str) -> Quantity:
    """A quantity with its unit spelt out, where its source prints none."""
    return value if value.unit or not unit else replace(value, unit=unit)


@total_ordering
class _Whole:
    """A record compared by all that it says; claims that tie in everything else are few, and this takes
    long."""

    def __init__(self, record: Record) -> None:
        self._record = record

    @cached_property
    def _said(self) -> str:
        return repr(self._record)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Whole) and self._said == other._said

    def __lt__(self, other: _Whole) -> bool:
        return self._said < other._said

    __hash__ = None  # type: ignore[assignment]


class Rank(NamedTuple):
    """Where a claim stands among others of its fact: the lower goes first, and the first part that differs is
    why.

    A claim stated to be of a day wholly after another's is a new state and comes before it. One that states
    no day makes no such point: it is ranked by grade, then by how many independent origins agree, then by
    recency.
    """

    preferred: bool  # by the desk
    tells: bool  # the number or date its kind is printed for
    current: bool
    happened: bool  # once a source reports a thing as done, those that had it planned tell an earlier state
    affirmed: bool
    grade: Any
    origins: int
    recent: int
    published: int
    named: tuple[str, Any, _Whole]  # so that the order of files never decides

    @classmethod
    def of(cls, claim: Claim, newest: date | None, happened: bool, support: int) -> Rank:
        as_of = claim.record.as_of
        return cls(
            preferred=not claim.record.preferred,
            tells=not _tells(claim),
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
    """The rank of each claim among them all."""
    newest = max((claim.record.as_of.first for claim in claims if claim.record.as_of), default=None)
    happened = any(claim.record.status in ("done", "ongoing", "cancelled") for claim in claims)
    return [
        Rank.of(claim, newest, happened, support)
        for claim, support in zip(claims, _support(claims), strict=True)
    ]


def best_first(claims: Sequence[Claim]) -> tuple[Claim, ...]:
    """Claims in the order they are trusted: preferred, telling, current, graded, independently supported,
    recent."""
    if len(claims) == 1:
        return tuple(claims)
    order = sorted(zip(ranks(claims), range(len(claims)), strict=True))
    return tuple(claims[number] for _, number in order)


@dataclass(frozen=True)
class RankReason:
    """Why one claim is printed before another: the part of their ranks that decides, and the origins behind
    each."""

    ground: str
    best: Claim
    other: Claim
    origins: tuple[int, int]


def rank_reason(best: Claim, other: Claim, among: Sequence[Claim]) -> RankReason:
    """Why `best` goes before `other`, both being of `among`."""
    by_claim = dict(zip(map(id, among), ranks(among), strict=True))
    one, two = by_claim[id(best)], by_claim[id(other)]
    ground = next((name for name, a, b in zip(Rank._fields, one, two, strict=True) if a != b), "named")
    return RankReason(ground, best, other, (-one.origins, -two.origins))


def _tells(claim: Claim) -> bool:
    """Whether a claim gives what its kind is printed for: the number, or the date."""
    if claim.record.numbers:
        value = main_quantity(claim)
        return value is not None and value.stated
    return claim.record.date is not None


def origins(claims: Sequence[Claim]) -> list[frozenset[str]]:
    """Whom each claim comes from in the end.

    Outlets that carry one wire report are one origin, and so are two articles of one outlet. Where an outlet
    that is quoted names its own origin in another of the claims, it is that; where it speaks for itself, it
    is the outlet.
    """
    if len(claims) == 1:
        return [frozenset((_chain(claims[0])[-1],))]
    first_hand = {claim.outlet for claim in claims if not claim.record.origin}
    rests: dict[str, set[str]] = {}
    for claim in claims:
        for nearer, farther in pairwise(_chain(claim)):
            rests.setdefault(nearer, set()).add(farther)

    def ends(start: str) -> frozenset[str]:
        found, seen, ahead = set(), set(), [start]
        while ahead:
            node = ahead.pop()
            if node in seen:
                continue
            seen.add(node)
            if node in first_hand or node not in rests:
                found.add(node)
            else:
                ahead += rests[node]
        return frozenset(found or {min(seen)})  # those who quote each other in a circle are one

    return [ends(_chain(claim)[-1]) for claim in claims]


def _chain(claim: Claim) -> tuple[str, ...]:
    return (claim.outlet, *map(str, claim.record.origin))


def origin_count(claims: Iterable[Claim]) -> int:
    """How many origins stand behind claims of one fact."""
    claims = list(claims)
    return len(set().union(*origins(claims))) if claims else 0


def _support(claims: Sequence[Claim]) -> list[int]:
    """For each claim, how many independent origins stand behind what agrees with it; 0 for a claim alone."""
    if len(claims) < 2:
        return [0] * len(claims)
    amounts = [main_quantity(claim) for claim in claims]
    unit = next((a.unit for a in amounts if a is not None and a.unit), "")
    # claims of one amount are weighed together: articles repeat each other's numbers
    keys = [
        (_span(amount, unit), claim.record.negated) for claim, amount in zip(claims, amounts, strict=True)
    ]
    behind: dict[tuple[Bounds | None, bool], set[str]] = {}
    for key, ends in zip(keys, origins(claims), strict=True):
        behind.setdefault(key, set()).update(ends)
    if len(set().union(*behind.values())) == 1:
        return [1] * len(claims)
    support = {}
    for one, negated in behind:
        agreeing = [
            held
            for (other, denied), held in behind.items()
            if (negated == denied if one is None or other is None else bounds_overlap(one, other))
        ]
        support[one, negated] = len(set().union(*agreeing))
    return [support[key] for key in keys]


Bounds = tuple[Decimal | None, Decimal | None]


def _span(amount: Quantity | None, unit: str) -> Bounds | None:
    """The bounds in one unit; None where there is no number, no bounds where the unit is another."""
    if amount is None or not amount.stated:
        return None
    try:
        return rounded_bounds(amount, unit)
    except UnitMismatchError:
        return (None, None)


def agree(one: Claim, other: Claim) -> bool:
    """Whether two claims of a fact can both be right about its number; without numbers they do."""
    a, b = main_quantity(one), main_quantity(other)
    if a is None or b is None or not a.stated or not b.stated:
        return one.record.negated == other.record.negated
    try:
        return may_be_equal(a, b)
    except UnitMismatchError:
        return True


def may_be_equal(a: Quantity, b: Quantity) -> bool:
    """Whether two quantities can be the same amount, once in one unit and allowing for rounding."""
    return bounds_overlap(rounded_bounds(a, a.unit or b.unit), rounded_bounds(b, a.unit or b.unit))


def bounds_overlap(one: Bounds, other: Bounds) -> bool:
    """Whether bounds in one unit leave room for one amount; those that only touch do not: 5 killed are not
    6."""
    (low_a, high_a), (low_b, high_b) = one, other
    return not (
        (high_a is not None and low_b is not None and high_a <= low_b)
        or (high_b is not None and low_a is not None and high_b <= low_a)
    )


def rounded_bounds(amount: Quantity, unit: str) -> Bounds:
    """The bounds in `unit`, widened by the rounding of the printed digits, and by ABOUT where approximate."""
    scale = conversion_factor(amount.unit or unit, unit)

    def widened(bound: Decimal | None, sign: int) -> Decimal | None:
        if bound is None:
            return None
        digit = Decimal(1).scaleb(min(0, int(bound.as_tuple().exponent)))
        slack = max(bound * APPROXIMATE_MARGIN, digit / 2) if amount.approximate else digit / 2
        return (bound + sign * slack) * scale

    return widened(amount.low, -1), widened(amount.high, 1)
