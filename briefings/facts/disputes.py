"""Contradictions: claims of one fact, or rival facts, that cannot all be right; who says what, and which is
printed.

A dispute is symmetric and knows no order of files: it is a set of claims of one time, of which some two
exclude each other. The best of them is what the desk prints, with the reason.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from itertools import combinations

from ..core.units import UnitMismatchError, conversion_factor, is_known
from ..core.values import PartialDate
from ..records.fact_kinds import (
    PROSPECTIVE_STATUSES,
    BorderClaim,
    Event,
    EventClaim,
    Statement,
    StatementClaim,
)
from .fact_base import Claim, Fact, View
from .measures import unit_of
from .ranking import (
    Bounds,
    RankReason,
    bounds_overlap,
    main_quantity,
    rank_reason,
    ranks,
    rounded_bounds,
    with_default_unit,
)

# What claims can contradict each other about, in the order in which it is told.
SUBJECTS = ("number", "whether", "date", "place", "who", "stance", "account")


@dataclass(frozen=True)
class Dispute:
    """Claims that cannot all be right about one thing, the one that is printed first, and why it is."""

    about: str
    claims: tuple[Claim, ...]
    reason: RankReason

    @property
    def best(self) -> Claim:
        return self.claims[0]

    @property
    def low(self) -> Claim:
        return min(self.claims, key=self._size)

    @property
    def high(self) -> Claim:
        return max(self.claims, key=self._size)

    def _size(self, claim: Claim) -> Decimal:
        """The number of a claim in the unit of the best; 0 where it has none."""
        best, amount = main_quantity(self.best), main_quantity(claim)
        if best is None or amount is None or amount.middle is None:
            return Decimal(0)
        return amount.middle * conversion_factor(amount.unit or best.unit, best.unit or amount.unit)


def number_dispute(claims: tuple[Claim, ...]) -> Dispute | None:
    """The dispute about the number that is printed: the headline's, or among others of its time."""
    if len(claims) < 2:
        return None
    return next((found for found in _numbers(claims) if _of_one_time(claims[0], found.best)), None)


def within_fact(fact: Fact) -> tuple[Dispute, ...]:
    """Every dispute among the claims of a fact."""
    if len(fact.claims) < 2:
        return ()
    found = [*_numbers(fact.claims)]
    mixed = len({claim.record.negated for claim in fact.claims}) > 1
    if mixed:
        found += _disputes("whether", fact.claims, _whether)
    if _is_dated(fact):  # up to a hundred claims are weighed against each other
        found += _disputes("date", fact.claims, _date)
    match fact.record:
        case Event():
            found += [*_disputes("place", fact.claims, _place), *_disputes("who", fact.claims, _who)]
        case Statement():
            found += _disputes("stance", fact.claims, _stance)
    return tuple(found)


def _is_dated(fact: Fact) -> bool:
    """True for a kind told by its date; where one is told by its number, dates may move without
    contradiction."""
    return not fact.record.claim.numbers


def between_rivals(view: View, facts: Iterable[Fact]) -> tuple[Dispute, ...]:
    """The disputes among facts that name each other as rivals, each told once; a rival shown by the view
    counts."""
    found, seen = [], set()
    for fact in facts:
        if fact.id in seen:
            continue
        group = _group(view, fact)
        seen |= {member.id for member in group}
        if len(group) > 1:
            found.append(_dispute_of(group))
    return tuple(found)


def touching_facts(view: View, facts: Iterable[Fact]) -> tuple[Dispute, ...]:
    """The disputes that touch what is printed of the facts: between rivals, then within each; a number is
    told once."""
    facts = list({fact.id: fact for fact in facts}.values())
    rivalries = between_rivals(view, facts)
    told = {claim.fact.id for dispute in rivalries if dispute.about == "number" for claim in dispute.claims}
    inner = [
        dispute
        for fact in facts
        for dispute in within_fact(fact)
        if dispute.about != "number" or (fact.id not in told and _of_one_time(fact.headline, dispute.best))
    ]
    return (*rivalries, *inner)


# ---------------------------------------------------------------- claims of one fact


@lru_cache(maxsize=4096)  # asked for by the checks and by every page that speaks of the fact
def _numbers(claims: tuple[Claim, ...]) -> tuple[Dispute, ...]:
    """Disputes about the number; bounds are computed once a claim, as every claim is held against every
    other."""
    numbered = [
        c for c in claims if (value := main_quantity(c)) is not None and value.stated and not c.record.negated
    ]
    if len(numbered) < 2:
        return ()
    spans = dict(zip(map(id, numbered), _spans(numbered), strict=True))

    def clash(one: Claim, other: Claim) -> bool:
        (kind_a, a), (kind_b, b) = spans[id(one)], spans[id(other)]
        return kind_a == kind_b and not bounds_overlap(a, b) and _of_one_time(one, other)

    return tuple(_disputes("number", numbered, clash, lambda claim: spans[id(claim)][0]))


def _spans(claims: Sequence[Claim]) -> Iterator[tuple[str, Bounds]]:
    """Each claim's bounds in the first unit given that measures the same, and that unit; no unit is any
    unit."""
    amounts = [value for claim in claims if (value := main_quantity(claim)) is not None]
    units = list(dict.fromkeys(amount.unit for amount in amounts if amount.unit)) or [""]
    for amount in amounts:
        convertible = amount.unit not in ("", units[0]) and is_known(
            amount.unit
        )  # the same unit need not be looked up
        for unit in units if convertible or not amount.unit else [amount.unit]:
            try:
                yield unit, rounded_bounds(amount, unit)
                break
            except UnitMismatchError:
                continue


def _disputes(
    about: str,
    claims: Sequence[Claim],
    clash: Callable[[Claim, Claim], bool],
    sort: Callable[[Claim], object] = lambda claim: None,
) -> Iterator[Dispute]:
    """Claims that clash, grouped with those they clash with; one that is printed and joins neither side comes
    along.

    Claims of different `sort`s cannot.
    """
    sorts: dict[object, list[int]] = {}
    for number, claim in enumerate(claims):
        sorts.setdefault(sort(claim), []).append(number)
    against: dict[int, list[int]] = {}
    for one, other in (pair for numbers in sorts.values() for pair in combinations(numbers, 2)):
        if clash(claims[one], claims[other]):
            against.setdefault(one, []).append(other)
            against.setdefault(other, []).append(one)
    seen: set[int] = set()
    for start in sorted(against):
        if start in seen:
            continue
        group, ahead = set(), [start]
        while ahead:
            number = ahead.pop()
            if number not in group:
                group.add(number)
                ahead += against[number]
        seen |= group
        held = sorted(group)
        rival = min(against[held[0]])
        if about == "number" and 0 not in group and _of_one_time(claims[0], claims[start]):
            held, rival = [0, *held], held[0]
        told = tuple(claims[number] for number in held)
        yield Dispute(about, told, rank_reason(told[0], claims[rival], claims))


def _days(claim: Claim) -> tuple[date, date]:
    """The days of which a claim is true: stated, else those it says it lasted, else its own or its source's
    date."""
    record = claim.record
    if record.as_of is None and record.from_ is not None:
        over = record.until or claim.source.published
        return record.from_.first, max(over.last, record.from_.last)
    return claim.true_on.first, claim.true_on.last


def _of_one_time(one: Claim, other: Claim) -> bool:
    """Whether two claims are of days that meet; a border's length that bears no day is of any."""
    if isinstance(one.record, BorderClaim) and (one.record.as_of is None or other.record.as_of is None):
        return True
    (begun, over), (since, until) = _days(one), _days(other)
    return begun <= until and since <= over


def _whether(one: Claim, other: Claim) -> bool:
    """One asserts what the other denies; a number that another denies is told of by the same number only."""
    if one.record.negated == other.record.negated or not _of_one_time(one, other):
        return False
    numbered = [c for c in (one, other) if (value := main_quantity(c)) is not None and value.stated]
    spans = list(_spans(numbered))
    return len(spans) < 2 or (spans[0][0] == spans[1][0] and bounds_overlap(spans[0][1], spans[1][1]))


_PUT_OFF = frozenset((*PROSPECTIVE_STATUSES, "cancelled"))


def _date(one: Claim, other: Claim) -> bool:
    """Two days on which one thing happened, or from or until which it lasted; a plan may be put off."""
    a, b = one.record, other.record
    if a.negated or b.negated or _PUT_OFF & {a.status, b.status}:
        return False
    pairs = ((a.date, b.date), (None, None) if isinstance(a, EventClaim) else (a.until, b.until))
    return any(x is not None and y is not None and _apart(x, y) for x, y in pairs)


def _apart(*dates: PartialDate) -> bool:
    """Whether any two of some dates exclude each other; "about" gives room for a few of its days, months or
    years."""
    begin = max((day.first.toordinal() - _room(day) for day in dates), default=0)
    end = min((day.last.toordinal() + _room(day) for day in dates), default=0)
    return begin > end


def _room(when: PartialDate) -> int:
    days = [day for day in (when.start, when.end) if day is not None and day.approximate]
    return max((3 if day.day else 31 if day.month else 366 for day in days), default=0)


def _place(one: Claim, other: Claim) -> bool:
    """An event in other countries altogether."""
    a, b = one.record, other.record
    if not (isinstance(a, EventClaim) and isinstance(b, EventClaim)) or a.negated or b.negated:
        return False
    return bool(a.in_ and b.in_) and not set(a.in_) & set(b.in_)


def _who(one: Claim, other: Claim) -> bool:
    """A party that took part by one account and not by the other; a list asserts nothing of those it leaves
    out."""
    a, b = one.record, other.record
    if not (isinstance(a, EventClaim) and isinstance(b, EventClaim)):
        return False
    there = {party.who: party.negated or party.mode == "absent" for party in a.parties}
    return any(
        party.who in there and there[party.who] != (party.negated or party.mode == "absent")
        for party in b.parties
    )


def _stance(one: Claim, other: Claim) -> bool:
    """One holder on one matter with two stances in one statement."""
    a, b = one.record, other.record
    if not (isinstance(a, StatementClaim) and isinstance(b, StatementClaim)):
        return False
    held = {(p.holder, p.on, str(p.if_ or "")): p.stance for p in a.positions}
    return any(held.get((p.holder, p.on, str(p.if_ or "")), p.stance) != p.stance for p in b.positions)


# ---------------------------------------------------------------- rival facts


def _group(view: View, fact: Fact) -> list[Fact]:
    """A fact with the rivals it contradicts, and theirs."""
    group: dict[str, Fact] = {}
    ahead = [fact]
    while ahead:
        one = ahead.pop()
        if one.id not in group:
            group[one.id] = one
            ahead += [other for other in view.rivals(one) if _exclude(view, one, other)]
    return sorted(group.values(), key=lambda member: member.id)


def _exclude(view: View, one: Fact, other: Fact) -> bool:
    """Whether two rivals contradict each other: of one time, comparable, apart, and neither a part of the
    other."""
    if one.id == other.id or other.id in view.wholes(one) or one.id in view.wholes(other):
        return False
    a, b = main_quantity(one.headline), main_quantity(other.headline)
    if a is None or b is None:
        dated = _is_dated(one) and _is_dated(other)  # their dates may be what is in dispute
        return dated or _of_one_time(one.headline, other.headline)
    if not (a.stated and b.stated) or not _of_one_time(one.headline, other.headline):
        return False
    if one.headline.record.negated != other.headline.record.negated:
        return True
    unit = a.unit or unit_of(view, one)
    try:
        return not bounds_overlap(
            rounded_bounds(a, unit),
            rounded_bounds(b if b.unit else with_default_unit(b, unit_of(view, other)), unit),
        )
    except UnitMismatchError:
        return False


def _dispute_of(group: Sequence[Fact]) -> Dispute:
    """The rivals' headlines, ranked by all that is claimed for each."""
    everything = [claim for fact in group for claim in fact.claims]
    by_claim = dict(zip(map(id, everything), ranks(everything), strict=True))
    heads = sorted((fact.headline for fact in group), key=lambda head: by_claim[id(head)])
    numbered = all((value := main_quantity(head)) is not None and value.stated for head in heads)
    if len({head.record.negated for head in heads}) > 1:
        about = "whether"
    elif numbered:
        about = "number"
        inner = [claim for fact in group if (found := number_dispute(fact.claims)) for claim in found.claims]
        at_head = set(map(id, heads))
        heads += [claim for claim in inner if id(claim) not in at_head]
    else:
        days = [day for head in heads if (day := head.record.date) is not None]
        about = "date" if _apart(*days) else "account"
    return Dispute(about, tuple(heads), rank_reason(heads[0], heads[1], everything))
