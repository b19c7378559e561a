"""Disputes: claims of one fact, or of rival facts, that cannot all be right.

A dispute is a set of claims of one time, some of which exclude each other, independent of the order of files.
The desk prints the best of them, with the reason.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from itertools import combinations
from typing import cast

from ..core.dates import PartialDate
from ..core.units import conversion_factor, kind_of
from ..records.fact_kinds import Event, EventClaim, Statement, StatementClaim
from ..records.fact_records import PROSPECTIVE_STATUSES
from .agreement import (
    Bounds,
    agree,
    bounds_overlap,
    main_quantity,
    rounded_bounds,
    stated_quantity,
)
from .claim_ranking import RankReason, rank_reason, ranks
from .claims import Claim, Fact
from .revisions import of_one_time, unrevised
from .view import View


@dataclass(frozen=True)
class Dispute:
    """Claims that cannot all be right about one thing, the printed one first, and the reason for printing it.

    `about` is number, whether, date, place, who, stance, name or account.
    """

    about: str
    claims: tuple[Claim, ...]
    reason: RankReason

    @property
    def best(self) -> Claim:
        """The claim that is printed."""
        return self.claims[0]

    @property
    def low(self) -> Claim:
        """The claim with the lowest number."""
        return min(self.claims, key=self._size)

    @property
    def high(self) -> Claim:
        """The claim with the highest number."""
        return max(self.claims, key=self._size)

    @property
    def views(self) -> tuple[tuple[Claim, ...], ...]:
        """The claims by what they hold: those that agree, and disagree with the same others, are one view."""
        groups: list[list[Claim]] = []
        for claim in self.claims:
            group = next((group for group in groups if self._are_one_view(claim, group[0])), None)
            if group is None:
                groups.append([claim])
            else:
                group.append(claim)
        return tuple(map(tuple, groups))

    def _are_one_view(self, one: Claim, other: Claim) -> bool:
        if self.about == "whether":
            return one.record.negated == other.record.negated
        if self.about == "number" and one.fact.id != other.fact.id and not _same_number(one, other):
            return False  # rivals by a curator's word, though both may be right: "at least 10" and "over 50"
        clash = {"number": _numbers_clash, "date": _date}.get(self.about)
        if clash is None or clash(one, other):
            return False
        return all(clash(one, third) == clash(other, third) for third in self.claims)

    def _size(self, claim: Claim) -> Decimal:
        """The number of a claim in the unit of the best; 0 without one."""
        best, amount = main_quantity(self.best), main_quantity(claim)
        if best is None or amount is None or amount.middle is None:
            return Decimal(0)
        return amount.middle * conversion_factor(amount.unit or best.unit, best.unit or amount.unit)


def _numbers_clash(one: Claim, other: Claim) -> bool:
    return not agree(one, other)


def _same_number(one: Claim, other: Claim) -> bool:
    (unit, first), (other_unit, second) = _spans((one, other))
    return unit == other_unit and first == second


def number_dispute(claims: tuple[Claim, ...]) -> Dispute | None:
    """The dispute about the printed number: the headline's, or among others of its time; None without one."""
    if len(claims) < 2:
        return None
    return next((dispute for dispute in _numbers(claims) if of_one_time(claims[0], dispute.best)), None)


def within_fact(fact: Fact) -> tuple[Dispute, ...]:
    """Every dispute among the claims of a fact."""
    if len(fact.claims) < 2:
        return ()
    disputes = [*_numbers(fact.claims)]
    mixed = len({claim.record.negated for claim in fact.claims}) > 1
    if mixed:
        disputes += _disputes("whether", fact.claims, _whether)
    if _is_dated(fact):  # up to a hundred claims are compared with each other
        disputes += _disputes("date", unrevised(fact.claims), _date)
    match fact.record:
        case Event():
            disputes += [*_disputes("place", fact.claims, _place), *_disputes("who", fact.claims, _who)]
        case Statement():
            disputes += _disputes("stance", fact.claims, _stance)
    return tuple(disputes)


def _is_dated(fact: Fact) -> bool:
    """True for a kind reported by its date; a force's or a figure's dates may move without contradiction."""
    return not fact.record.claim.numbers


def between_rivals(view: View, facts: Iterable[Fact]) -> tuple[Dispute, ...]:
    """The disputes among facts and their rivals that the view shows, each once."""
    disputes: list[Dispute] = []
    seen: set[str] = set()
    for fact in facts:
        if fact.id in seen:
            continue
        group = rival_group(view, fact)
        seen |= {member.id for member in group}
        disputes += disputes_of(group)
    return tuple(disputes)


def touching_facts(view: View, facts: Iterable[Fact]) -> tuple[Dispute, ...]:
    """The disputes about what is printed: between rivals, then within each fact; a number only once."""
    facts = list({fact.id: fact for fact in facts}.values())
    disputes = [*between_rivals(view, facts)]
    rivals = {claim.fact.id for dispute in disputes if dispute.about == "number" for claim in dispute.claims}
    for fact in facts:
        for dispute in within_fact(fact):
            printed = fact.id not in rivals and of_one_time(fact.headline, dispute.best)
            if dispute.about != "number" or printed:
                disputes.append(dispute)
    return tuple(disputes)


# ---------------------------------------------------------------- claims of one fact


@lru_cache(maxsize=4096)  # asked for by the checks and by every page that shows the fact
def _numbers(claims: tuple[Claim, ...]) -> tuple[Dispute, ...]:
    """Disputes about the number. Bounds are computed once a claim, as each is compared with every other."""
    numbered = [c for c in claims if stated_quantity(c) is not None and not c.record.negated]
    numbered = unrevised(numbered)
    if len(numbered) < 2:
        return ()
    spans = dict(zip(map(id, numbered), _spans(numbered), strict=True))

    def clash(one: Claim, other: Claim) -> bool:
        (unit_a, a), (unit_b, b) = spans[id(one)], spans[id(other)]
        return unit_a == unit_b and not bounds_overlap(a, b) and of_one_time(one, other)

    return tuple(_disputes("number", numbered, clash, lambda claim: spans[id(claim)][0]))


def _spans(claims: Sequence[Claim]) -> Iterator[tuple[str, Bounds]]:
    """Each claim's bounds in the first of the claims' units that they convert to; no unit is any unit."""
    amounts = [value for claim in claims if (value := main_quantity(claim)) is not None]
    first_of_kind: dict[str, str] = {}
    for amount in amounts:
        if amount.unit:
            first_of_kind.setdefault(kind_of(amount.unit), amount.unit)
    first = next(iter(first_of_kind.values()), "")
    for amount in amounts:
        unit = first_of_kind[kind_of(amount.unit)] if amount.unit else first
        yield unit, rounded_bounds(amount, unit)


def _disputes(
    about: str,
    claims: Sequence[Claim],
    clash: Callable[[Claim, Claim], bool],
    group_key: Callable[[Claim], object] = lambda claim: None,
) -> Iterator[Dispute]:
    """Each group of claims that clash, directly or through others; claims of different `group_key`s never do.

    A printed number that contradicts neither side goes first in the dispute.
    """
    comparable: dict[object, list[int]] = {}
    for number, claim in enumerate(claims):
        comparable.setdefault(group_key(claim), []).append(number)
    against: dict[int, list[int]] = {}
    for numbers in comparable.values():
        for one, other in combinations(numbers, 2):
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
        members = sorted(group)
        rival = min(against[members[0]])
        if about == "number" and 0 not in group and of_one_time(claims[0], claims[start]):
            members, rival = [0, *members], members[0]
        disputed = tuple(claims[number] for number in members)
        yield Dispute(about, disputed, rank_reason(disputed[0], claims[rival], claims))


def _whether(one: Claim, other: Claim) -> bool:
    """True if one claim asserts what the other denies; a denied number contradicts only an equal number."""
    if one.record.negated == other.record.negated or not of_one_time(one, other):
        return False
    spans = list(_spans([claim for claim in (one, other) if stated_quantity(claim) is not None]))
    if len(spans) < 2:
        return True
    (unit_a, a), (unit_b, b) = spans
    return unit_a == unit_b and bounds_overlap(a, b)


_PUT_OFF = frozenset((*PROSPECTIVE_STATUSES, "cancelled"))


def _date(one: Claim, other: Claim) -> bool:
    """True if one thing has two dates, or two ends; a plan may be put off."""
    a, b = one.record, other.record
    if a.negated or b.negated or _PUT_OFF & {a.status, b.status}:
        return False
    pairs = ((a.date, b.date), (None, None) if isinstance(a, EventClaim) else (a.until, b.until))
    return any(x is not None and y is not None and _apart(x, y) for x, y in pairs)


def _apart(*dates: PartialDate) -> bool:
    """True if any two of some dates exclude each other; "about" allows 3 days, a month or a year."""
    begin = max((day.first.toordinal() - _room(day) for day in dates), default=0)
    end = min((day.last.toordinal() + _room(day) for day in dates), default=0)
    return begin > end


def _room(when: PartialDate) -> int:
    """The days that "about" allows on either side of a date."""
    days = [day for day in (when.start, when.end) if day is not None and day.approximate]
    return max((3 if day.day else 31 if day.month else 366 for day in days), default=0)


def _place(one: Claim, other: Claim) -> bool:
    """True if an event is placed in entirely different countries."""
    a, b = cast(EventClaim, one.record), cast(EventClaim, other.record)
    if a.negated or b.negated:
        return False
    return bool(a.in_ and b.in_) and not set(a.in_) & set(b.in_)


def _who(one: Claim, other: Claim) -> bool:
    """True if a party took part by one account only; a list says nothing of those it omits."""
    a, b = cast(EventClaim, one.record), cast(EventClaim, other.record)
    absent = {party.key: party.is_absent for party in a.parties}
    return any(absent.get(party.key, party.is_absent) != party.is_absent for party in b.parties)


def _stance(one: Claim, other: Claim) -> bool:
    """True if one statement gives a holder two stances on one matter."""
    a, b = cast(StatementClaim, one.record), cast(StatementClaim, other.record)
    stances = {(p.holder, p.on, str(p.if_ or "")): p.stance for p in a.positions}
    return any(stances.get((p.holder, p.on, str(p.if_ or "")), p.stance) != p.stance for p in b.positions)


# ---------------------------------------------------------------- rival facts


def rival_group(view: View, fact: Fact) -> list[Fact]:
    """A fact with its rivals, their rivals, and so on, by id: a curator's word goes before arithmetic."""
    group: dict[str, Fact] = {}
    ahead = [fact]
    while ahead:
        one = ahead.pop()
        if one.id not in group:
            group[one.id] = one
            ahead += [other for other in view.rivals(one) if not _is_part(view, one, other)]
    return sorted(group.values(), key=lambda member: member.id)


def _is_part(view: View, one: Fact, other: Fact) -> bool:
    """True if one of two facts is a part of the other, so that they cannot be rivals; or they are one."""
    return one.id == other.id or other.id in view.wholes(one) or one.id in view.wholes(other)


def are_one_thing(one: Fact, other: Fact) -> bool:
    """Return True if a curator says that two facts are one thing under two names."""
    return other.id in one.record.same_as or one.id in other.record.same_as


def disputes_of(group: Sequence[Fact]) -> tuple[Dispute, ...]:
    """The dispute between rivals, none of a single fact: their headlines, ranked among all their claims."""
    if len(group) < 2:
        return ()
    everything = [claim for fact in group for claim in fact.claims]
    by_claim = dict(zip(map(id, everything), ranks(everything), strict=True))
    heads = sorted((fact.headline for fact in group), key=lambda head: by_claim[id(head)])
    first, *others = group
    numbers = [amount for head in heads if (amount := stated_quantity(head)) is not None]
    kinds = {kind_of(amount.unit) for amount in numbers if amount.unit}
    if len({head.record.negated for head in heads}) > 1:
        about = "whether"
    elif all(are_one_thing(first, other) for other in others):
        about = "name"
    elif len(numbers) == len(heads) and len(kinds) < 2:
        about = "number"
        inner = [dispute for fact in group if (dispute := number_dispute(fact.claims)) is not None]
        at_head = set(map(id, heads))
        heads += [claim for dispute in inner for claim in dispute.claims if id(claim) not in at_head]
    else:
        days = [day for head in heads if (day := head.record.date) is not None]
        about = "date" if _apart(*days) else "account"
    return (Dispute(about, tuple(heads), rank_reason(heads[0], heads[1], everything)),)
