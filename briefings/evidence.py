"""Which claim of a fact is printed, and whether claims agree."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from .records import PROSPECTIVE
from .units import UnitMismatch, factor
from .values import Quantity

if TYPE_CHECKING:
    from .factbase import Claim

# The field that carries the number of a kind, in the order tried.
MEASURED = {
    "borders": ("length",),
    "forces": ("strength", "count"),
    "displacement": ("value",),
    "figures": ("value",),
}
# "About" is read as this far either way where two claims are compared; the desk's convention, not a statistic.
ABOUT = Decimal("0.1")


def quantity(claim: Claim) -> Quantity | None:
    """The number a claim is chiefly about."""
    for name in MEASURED.get(claim.fact.kind, ()):
        value = getattr(claim.record, name, None)
        if isinstance(value, Quantity):
            return value
    return None


def best_first(claims: Sequence[Claim]) -> tuple[Claim, ...]:
    """Claims in the order they are trusted: preferred, telling, current, graded, independently supported, recent.

    A claim stated to be of a day wholly after another's is a new state and comes before it. One that states no day
    makes no such point: it is ranked by grade, then by how many independent origins agree, then by recency.
    """
    if len(claims) == 1:
        return tuple(claims)
    support = dict(zip(map(id, claims), _support(claims), strict=True))
    newest = max((claim.record.as_of.first for claim in claims if claim.record.as_of), default=None)

    # once a source reports a thing as done, those that had it planned tell an earlier state
    happened = any(claim.record.status in ("done", "ongoing", "cancelled") for claim in claims)

    def rank(claim: Claim) -> tuple[object, ...]:
        as_of = claim.record.as_of
        current = newest is None or as_of is None or as_of.last >= newest
        return (
            not claim.record.preferred,
            not _tells(claim),
            not current,
            happened and claim.record.status in PROSPECTIVE,
            claim.record.negated,
            claim.grade.order,
            -support[id(claim)],
            -claim.true_on.last.toordinal(),
            -claim.source.published.last.toordinal(),
            claim.source.id,
            claim.record.at,
            repr(claim.record),  # so that the order of files never decides
        )

    return tuple(sorted(claims, key=rank))


def _tells(claim: Claim) -> bool:
    """Whether a claim gives what its kind is printed for: the number, or the date."""
    if claim.fact.kind in MEASURED:
        value = quantity(claim)
        return value is not None and value.stated
    return claim.record.date is not None


def independent(claims: Iterable[Claim]) -> int:
    """How many origins stand behind claims: outlets that carry one wire report count once."""
    return len({origin for claim in claims for origin in claim.origins})


def _support(claims: Sequence[Claim]) -> list[int]:
    """For each claim, how many independent origins stand behind what agrees with it; 0 for a claim alone."""
    if len(claims) < 2:
        return [0]
    amounts = [quantity(claim) for claim in claims]
    unit = next((a.unit for a in amounts if a is not None and a.unit), "")
    # claims of one amount are weighed together: articles repeat each other's numbers
    keys = [(_span(amount, unit), claim.record.negated) for claim, amount in zip(claims, amounts, strict=True)]
    origins: dict[tuple[Span | None, bool], set[str]] = {}
    for key, claim in zip(keys, claims, strict=True):
        origins.setdefault(key, set()).update(claim.origins)
    if len(set().union(*origins.values())) == 1:
        return [1] * len(claims)
    support = {}
    for one, negated in origins:
        agreeing = [
            held for (other, denied), held in origins.items()
            if (negated == denied if one is None or other is None else _meet(one, other))
        ]  # fmt: skip
        support[one, negated] = len(set().union(*agreeing))
    return [support[key] for key in keys]


Span = tuple[Decimal | None, Decimal | None]


def _span(amount: Quantity | None, unit: str) -> Span | None:
    """The bounds in one unit; None where there is no number, no bounds where the unit is another."""
    if amount is None or not amount.stated:
        return None
    try:
        return span(amount, unit)
    except UnitMismatch:
        return (None, None)


def agree(one: Claim, other: Claim) -> bool:
    """Whether two claims of a fact can both be right about its number; without numbers they do."""
    a, b = quantity(one), quantity(other)
    if a is None or b is None or not a.stated or not b.stated:
        return one.record.negated == other.record.negated
    try:
        return overlap(a, b)
    except UnitMismatch:
        return True


def overlap(a: Quantity, b: Quantity) -> bool:
    """Whether two quantities can be the same amount, once in one unit and allowing for rounding."""
    return _meet(span(a, a.unit or b.unit), span(b, a.unit or b.unit))


def _meet(one: Span, other: Span) -> bool:
    (low_a, high_a), (low_b, high_b) = one, other
    return not (
        (high_a is not None and low_b is not None and high_a < low_b)
        or (high_b is not None and low_a is not None and high_b < low_a)
    )


def span(amount: Quantity, unit: str) -> Span:
    """The bounds in `unit`, widened by the rounding of the printed digits, and by ABOUT where approximate."""
    scale = factor(amount.unit or unit, unit)

    def widened(bound: Decimal | None, sign: int) -> Decimal | None:
        if bound is None:
            return None
        slack = bound * ABOUT if amount.approximate else Decimal(1).scaleb(min(0, int(bound.as_tuple().exponent))) / 2
        return (bound + sign * slack) * scale

    return widened(amount.low, -1), widened(amount.high, 1)


@dataclass(frozen=True)
class Dispute:
    """Claims that cannot all be right, of one fact or of rival facts: lowest and highest first and last."""

    claims: tuple[Claim, ...]

    @property
    def best(self) -> Claim:
        return self.claims[0]


def _of_one_time(one: Claim, other: Claim) -> bool:
    """Whether two claims are of days that meet; a border's length that bears no day is of any."""
    lasting = one.fact.kind == "borders" and (one.record.as_of is None or other.record.as_of is None)
    return lasting or one.true_on.overlaps(other.true_on)


def disputed(claims: Sequence[Claim]) -> Dispute | None:
    """The dispute among claims of one time about one number, headline first; None where they agree."""
    numbered = [claim for claim in claims if (value := quantity(claim)) is not None and value.stated]
    if not numbered:
        return None
    head = numbered[0]
    against = [c for c in numbered[1:] if _of_one_time(head, c) and not agree(head, c)]
    return Dispute((head, *against)) if against else None
