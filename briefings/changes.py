"""What changed between two views, fact by fact: computed from claims, never from files."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from .disputes import disputed
from .entities import Measure
from .evidence import quantity
from .factbase import Fact, View
from .records import ClaimRecord, field_of
from .units import UnitMismatch, factor

NEW, UPDATED, CORRECTED, CONTRADICTED, SUPPORTED, EXPIRED, WITHDRAWN = (
    "new", "updated", "corrected", "contradicted", "further source", "expired", "withdrawn",
)  # fmt: skip
SUBSTANTIVE = (CORRECTED, UPDATED, CONTRADICTED, NEW, EXPIRED, WITHDRAWN)

# Told for the first time, but no news: a source says who holds an office, which he may have held for years.
MINOR_KINDS = ("offices",)


@dataclass(frozen=True, eq=False)
class Change:
    """One fact's change. `before` is None for what is new, `after` for what is gone."""

    kind: str
    before: Fact | None
    after: Fact | None

    @property
    def fact(self) -> Fact:
        fact = self.after or self.before
        assert fact is not None
        return fact

    @property
    def substantive(self) -> bool:
        """Whether a reader must know: not a further source for what was known, nor who holds an office anew told."""
        return self.kind in SUBSTANTIVE and not (self.kind == NEW and self.fact.kind in MINOR_KINDS)

    @property
    def difference(self) -> Decimal | None:
        """After less before in the later unit, where both give one number."""
        if self.before is None or self.after is None:
            return None
        old, new = quantity(self.before.headline), quantity(self.after.headline)
        if old is None or new is None or old.exact is None or new.exact is None:
            return None
        try:
            return new.exact - old.exact * factor(old.unit or new.unit, new.unit or old.unit)
        except UnitMismatch:
            return None


def between(before: View, after: View) -> list[Change]:
    """Every fact's change, in the order of the facts; nothing for a fact that reads the same in both views."""
    return among(before, before.facts.values(), after, after.facts.values())


def among(before: View, earlier: Iterable[Fact], after: View, facts: Iterable[Fact]) -> list[Change]:
    """The changes of some facts, given as both views show them."""
    old, new = {fact.id: fact for fact in earlier}, {fact.id: fact for fact in facts}
    changes = []
    for id, fact in new.items():
        held = old.get(id) or before.fact(id)
        if kind := _kind(before, after, held, fact):
            changes.append(Change(kind, held, fact))
    gone = [(fact, after.fact(id)) for id, fact in old.items() if id not in new]
    return changes + [Change(WITHDRAWN, fact, None) for fact, still in gone if still is None]


def of(before: View, after: View, id: str) -> Change | None:
    """The change of one fact that `after` shows."""
    earlier, fact = before.fact(id), after.fact(id)
    kind = fact and _kind(before, after, earlier, fact)
    return Change(kind, earlier, fact) if kind else None


def _kind(before: View, after: View, earlier: Fact | None, fact: Fact) -> str | None:
    if earlier is None:
        return NEW
    if after.is_over(fact) and not before.is_over(earlier):
        return EXPIRED
    if earlier.digest == fact.digest:
        return None
    old = {_said(claim.record) for claim in earlier.claims}
    if any(claim.record.corrects for claim in fact.claims if _said(claim.record) not in old):
        return CORRECTED
    if not _same_state(earlier, fact):
        return UPDATED
    if disputed(fact.claims) and not disputed(earlier.claims):
        return CONTRADICTED
    return SUPPORTED if len(fact.claims) > len(earlier.claims) else None


def _said(record: ClaimRecord) -> str:
    return repr(record)


def _same_state(earlier: Fact, fact: Fact) -> bool:
    """Whether number, dates and status read the same; wording is no change, nor what was not told before."""
    old, new = quantity(earlier.headline), quantity(fact.headline)
    if old and new and old.stated and new.stated and (old.low, old.high, old.unit) != (new.low, new.high, new.unit):
        return False
    for key in ("from", "until", "date", "status", "negated"):
        if field_of(type(fact.headline.record), key) is None:
            continue
        before, after = earlier.get(key), fact.get(key)
        if before is not None and before != after:
            return False
    return True


def is_worse(view: View, change: Change) -> bool | None:
    """Whether a change of number is bad news by its measure; None where the measure does not say."""
    difference = change.difference
    measure = view.record("measures", getattr(change.fact.record, "measure", ""), Measure)
    if not difference or measure is None or measure.worse == "neither":
        return None
    return (difference > 0) == (measure.worse == "up")
