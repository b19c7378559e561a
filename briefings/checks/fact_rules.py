"""Rules of facts against facts: memberships, offices, parts and totals, dates of publication."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal

from ..core.dates import LAST_YEAR, PartialDate
from ..core.problems import Problem
from ..core.units import UnitMismatchError, kind_of
from ..facts.agreement import Bounds, rounded_bounds, stated_quantity
from ..facts.claims import Claim, Fact
from ..records.entities import Measure, Organization
from ..records.entries import Entry
from ..records.fact_kinds import (
    BINDING_EVENTS,
    FULL_ROLES,
    OVERLAY_ROLES,
    Displacement,
    Event,
    Figure,
    Membership,
    Office,
    Statement,
)
from ..records.fact_records import PROSPECTIVE_STATUSES, FactRecord
from .rule_context import AnyRule, Rule, RuleContext, claim_mark

# Roles that one member may have at a time: on the way in, or set aside, while another role goes on.
_COMPATIBLE_ROLES = (
    {"candidate", "observer"},
    {*OVERLAY_ROLES},
    *({overlay, full} for overlay in OVERLAY_ROLES for full in FULL_ROLES),
)
GRACE = timedelta(1)  # today here may be tomorrow elsewhere
_MOST_OVERLAPS = 20  # reported of one member in one body
_MOST_OFFICES = 500  # of one speaker, compared with the day of a statement


def before_founding(context: RuleContext, entry: Entry, record: Membership) -> Iterator[Problem]:
    """A membership cannot begin before the earliest signature of what founds the body."""
    body = context.entry(record.of)
    if body is None or not isinstance(body.record, Organization) or not body.record.founding:
        return
    number, earliest = min(enumerate(body.record.founding), key=lambda item: item[1].signed.first)
    for claim in context.claims(entry):
        begun = claim.record.from_
        denied = claim.record.negated or claim.record.garbled
        if begun and begun.last < earliest.signed.first and not denied:
            yield Problem(
                "before-founding",
                f"{record.member} was of {record.of} before it was founded",
                claim_mark(claim, "from"),
                expected=f"a date from {earliest.signed.text} on",
                related=((body.at("founding", number, "signed"), f"founded: {earliest.name}"),),
            )


def overlapping_roles(context: RuleContext, entry: Entry, record: Membership) -> Iterator[Problem]:
    """One member has one role in one body at a time; on the day of a change both may stand."""
    member, body = str(record.member), str(record.of)
    for one, other in _overlaps(context, f"roles {member}@{body}").get((), ()):
        clash = {one.get("role"), other.get("role")} not in _COMPATIBLE_ROLES
        if other.id == entry.id and clash:
            message = f"{member} has two roles in {body} at one time"
            yield _overlap("overlapping-roles", message, one, other)


def overlapping_offices(context: RuleContext, entry: Entry, record: Office) -> Iterator[Problem]:
    """One person holds an office once at a time."""
    holder, of, office = str(record.holder), str(record.of), record.office
    for one, other in _overlaps(context, f"office {holder}", "of", "office").get((of, office), ()):
        if other.id == entry.id:
            message = f"{holder} is twice {office} of {of} at one time"
            yield _overlap("overlapping-offices", message, one, other)


def _actual(context: RuleContext, key: str) -> list[Fact]:
    """The facts that a key finds and that are neither denied, planned nor cancelled."""
    facts = context.all_time_view.among(key)
    heads = ((fact, fact.headline.record) for fact in facts)
    left_out = (*PROSPECTIVE_STATUSES, "cancelled")
    return [fact for fact, head in heads if not head.negated and head.status not in left_out]


def _overlaps(
    context: RuleContext, key: str, *fields: str
) -> Mapping[tuple[str, ...], list[tuple[Fact, Fact]]]:
    """Pairs of facts that overlap, of those that a key finds, by what they have in some fields."""

    def found() -> Mapping[tuple[str, ...], list[tuple[Fact, Fact]]]:
        groups: dict[tuple[str, ...], list[Fact]] = {}
        for fact in _actual(context, key):
            groups.setdefault(tuple(str(getattr(fact.record, name)) for name in fields), []).append(fact)
        return {same: list(_overlapping(facts)) for same, facts in groups.items()}

    return context.shared(("overlaps", key), found)


def _certain_span(fact: Fact) -> tuple[date, date]:
    """The first and last day on which a fact certainly held."""
    begun = _beginning(fact)
    return begun.last if begun else fact.headline.true_on.last, fact.end[1].first if fact.end else date.max


def _beginning(fact: Fact) -> PartialDate | None:
    """The beginning of a fact by the best claim that gives one; None without."""
    return next((begun for claim in fact.claims if (begun := claim.record.begins)), None)


def _overlapping(facts: Iterable[Fact]) -> Iterator[tuple[Fact, Fact]]:
    """Pairs that share more than a day, the earlier first; a bounded number of them."""
    count = 0
    running: list[tuple[date, Fact]] = []
    for fact in sorted(facts, key=lambda f: (*_certain_span(f), f.id)):
        begun, over = _certain_span(fact)
        running = [(end, other) for end, other in running if end > begun]
        for end, other in running if over > begun else ():
            if count < _MOST_OVERLAPS and begun < end:
                count += 1
                yield other, fact
        running.append((over, fact))
        running = running[-_MOST_OVERLAPS:]


def _overlap(code: str, message: str, one: Fact, other: Fact) -> Problem:
    earlier, later = (claim_mark(fact.told("from")[0], "from") for fact in (one, other))
    expected = "an 'until' on the earlier, or later dates"
    return Problem(code, message, later, expected, related=((earlier, f"the earlier: {one.id}"),))


def parts(context: RuleContext, entry: Entry, record: FactRecord) -> Iterator[Problem]:
    """Parts are together not more than their total at its date; less only if the total is open."""
    facts = context.all_time_view.among(f"part {entry.id}")
    total = context.all_time_view.fact(entry.id) if facts else None
    if total is not None:
        inner: tuple[str, ...] = ()
        if isinstance(record, Figure) and (measure := context.record(Measure, record.measure)):
            inner = tuple(map(str, measure.parts))
        yield from _sums(total, [fact for fact in facts if _same_count(total, fact, inner)])
        yield from _other_counts(context, total, facts)


def _other_counts(context: RuleContext, total: Fact, parts: Iterable[Fact]) -> Iterator[Problem]:
    """The parts of a total that are in units of another kind, so that they are held against nothing."""
    whole = _unit(context, total)
    for part in parts:
        unit = _unit(context, part)
        if whole and unit and kind_of(unit) != kind_of(whole):
            yield Problem(
                "not-compared",
                f"{unit} of {part.id} cannot be a part of {whole} of {total.id}",
                claim_mark(part.headline, *number_path(part.headline)),
                expected=f"an amount in {whole}, or no part_of: {total.id}",
                related=(
                    (claim_mark(total.headline, *number_path(total.headline)), f"the total: {total.id}"),
                ),
            )


def _unit(context: RuleContext, fact: Fact) -> str:
    """The unit of a fact's number, else that of its measure; "" without either."""
    amount = stated_quantity(fact.headline)
    measure = context.record(Measure, str(fact.record.measure)) if isinstance(fact.record, Figure) else None
    return (amount.unit or (measure.unit if measure else "")) if amount else ""


def _same_count(total: Fact, part: Fact, inner: Collection[str]) -> bool:
    """True if a part counts the same thing as its total, or one of the `inner` measures of that."""
    one, other = (getattr(fact.record, "measure", None) for fact in (total, part))
    return total.kind == part.kind and (one == other or other in inner)


def _sums(total: Fact, facts: list[Fact]) -> Iterator[Problem]:
    head = total.headline
    amount = stated_quantity(head)
    if amount is None or not facts:
        return
    claims = [claim for fact in facts if (claim := _then(fact, head)) is not None]
    numbers = [number for claim in claims if (number := stated_quantity(claim)) is not None]
    try:
        low, high = rounded_bounds(amount, amount.unit)
        bounds = [rounded_bounds(number, amount.unit) for number in numbers]
    except UnitMismatchError:
        return
    mark = claim_mark(head, *number_path(head))
    if high is not None and _sum(bounds, 0) > high:
        yield Problem(
            "parts-beyond-total",
            f"the parts of {total.id} are more than it",
            claim_mark(claims[-1], *number_path(claims[-1])),
            expected=f"together at most {amount.text}",
            related=((mark, f"the total: {total.id}"),),
        )
    complete = len(claims) == len(facts) > 1 and all(most is not None for _, most in bounds)
    is_open = any(claim.record.open for claim in total.claims)
    if complete and low is not None and _sum(bounds, 1) < low and not is_open:
        yield Problem(
            "parts-gap",
            f"the parts of {total.id} are less than it",
            mark,
            expected="the missing part, or 'open: true' on the total",
            related=tuple((claim_mark(c, *number_path(c)), f"a part: {c.fact.id}") for c in claims[:5]),
        )


def _then(fact: Fact, total: Claim) -> Claim | None:
    """The best claim of a part that states a number for the total's date."""
    for claim in fact.claims:
        if stated_quantity(claim) is not None and claim.true_on.overlaps(total.true_on):
            return claim
    return None


def _sum(bounds: Iterable[Bounds], side: int) -> Decimal:
    return sum((bound[side] or Decimal(0) for bound in bounds), Decimal(0))


def number_path(claim: Claim) -> tuple[str, ...]:
    """The YAML key of a claim's main number, as a path; empty without a number."""
    return tuple(key for key in claim.record.numbers if getattr(claim.record, key) is not None)[:1]


def published_before(context: RuleContext, entry: Entry, fact: FactRecord) -> Iterator[Problem]:
    """A source cannot report what comes after it, unless as a plan, a fear or a forecast."""
    for claim in context.claims(entry):
        record, published = claim.record, claim.source.published
        unseen = record.status in (*PROSPECTIVE_STATUSES, "cancelled") or record.certainty == "forecast"
        for key, day in (("as_of", record.as_of), (claim.date_key, record.date)):
            # of a year that no desk has, another rule says so
            known = day is not None and day.first.year <= LAST_YEAR
            if day and known and day.first - published.last > GRACE and not (record.garbled or unseen):
                yield Problem(
                    "published-before",
                    f"{claim.source.id} was published before {day.text}",
                    claim_mark(claim, key),
                    expected=f"a day up to {published.text}, or a status such as planned",
                    related=context.published_here(claim),
                )
                break


def garbled(context: RuleContext, entry: Entry, fact: FactRecord) -> Iterator[Problem]:
    """A garbled claim is listed, so that nobody takes it for one that pages show."""
    for claim, node in zip(entry.claims, entry.claim_nodes, strict=True):
        if claim.garbled:
            message = f"a claim of {entry.id} is garbled in {claim.source}"
            expected = "to stand as it is: it is neither compared nor printed"
            yield Problem("garbled", message, node.at("garbled"), expected)


def treaty_states(context: RuleContext, entry: Entry, record: Event) -> Iterator[Problem]:
    """Only what is signed can be ratified: an agreement, a treaty, a ceasefire."""
    for claim in context.claims(entry) if record.type not in BINDING_EVENTS else ():
        for number, party in enumerate(claim.record.parties):  # type: ignore[attr-defined]
            if party.state:
                yield Problem(
                    "treaty-state",
                    f"{party.key} has {party.state} what is of type {record.type}",
                    claim_mark(claim, "parties", number, "state"),
                    expected=f"an event of type {', '.join(BINDING_EVENTS)}, or no state",
                )


def hours(context: RuleContext, entry: Entry, fact: FactRecord) -> Iterator[Problem]:
    """An hour is of one day, which its own claim gives."""
    for claim in context.claims(entry):
        day = claim.record.date
        if vars(claim.record).get("time") and not (day and day.is_day):
            message = f"an hour of {day.text}" if day else "an hour without a day"
            yield Problem("hour-without-day", message, claim_mark(claim, "time"), "'date:' of one day")


def out_of_office(context: RuleContext, entry: Entry, record: Statement) -> Iterator[Problem]:
    """Whoever speaks holds, on that day, one of the offices with dates that the desk has for them."""
    fact = context.all_time_view.fact(entry.id)
    day = fact.stated_date if fact else None
    if fact is None or day is None:
        return
    key = f"office {record.speaker}"
    offices = context.shared(("terms", key), lambda: [(f, _possible_span(f)) for f in _actual(context, key)])
    terms = [span for _, span in offices]
    if not terms or (date.min, date.max) in terms:  # an office without dates may be of any day
        return
    if not any(begun <= day.last and day.first <= over for begun, over in terms[:_MOST_OFFICES]):
        yield Problem(
            "out-of-office",
            f"no office of {record.speaker} covers {day.text}",
            claim_mark(fact.told("date")[0], "date"),
            expected="the day, or the office held then",
            related=((offices[0][0].entry.mark, "an office of this speaker"),),
        )


# Groups that may be counted in the country they leave; all others have crossed a border.
_MAY_STAY = ("internally-displaced", "returnees", "stateless")


def movements(context: RuleContext, entry: Entry, record: Displacement) -> Iterator[Problem]:
    """Whoever is displaced within a country is called so, and whoever is called so has not left it."""
    into = [str(ref) for ref in record.into.all] if record.into else []
    leaving = str(record.leaving)
    message, expected, suggestion = "", "", ""
    if record.who == "internally-displaced" and set(into) - {leaving}:
        abroad = next(place for place in into if place != leaving)
        message = f"internally displaced people of {leaving} in {abroad}"
        expected = f"'into: {leaving}', or people who crossed a border: 'who: refugees'"
    elif record.who == "internally-displaced" and record.measure == "crossed":
        message = "internally displaced people who crossed a border"
        expected = "'measure: hosted', or 'who: refugees' and where they went"
    elif leaving in into and record.who not in _MAY_STAY:
        message = f"{record.who} who leave {leaving} for {leaving}"
        expected = "'who: internally-displaced' for people displaced within a country"
        suggestion = "who: internally-displaced"
    elif record.who == "returnees" and not into:
        message = "returnees without the country they return to"
        expected = "'into:' their own country; 'leaving:' is where they were"
    elif record.who == "returnees" and record.of and set(into) - set(map(str, record.of)):
        message = f"returnees of {record.of[0]} into {into[0]}"
        expected = "their own country in 'into', and the one they were in in 'leaving'"
    elif record.who == "crossings" and record.measure != "crossed":
        message, expected = f"crossings that are {record.measure}", "'measure: crossed'"
        suggestion = "measure: crossed"
    if message:
        place = "into" if into and suggestion != "measure: crossed" else "measure"
        yield Problem("movement", message, entry.at(place), expected, suggestion)


# Units that say who is counted, by the end of their name.
_WHO_UNITS = {
    "refugees": "refugees", "asylum-seekers": "asylum-seekers", "returnees": "returnees",
    "deportees": "deported", "evacuees": "evacuees", "soldiers": "soldiers",
    "internally displaced people": "internally-displaced",
}  # fmt: skip


def counted_people(context: RuleContext, entry: Entry, record: Displacement) -> Iterator[Problem]:
    """A number of displaced people is in a unit that counts those who move, and no others."""
    for claim in context.claims(entry):
        value = stated_quantity(claim)
        unit = value.unit if value else ""
        who = next((who for noun, who in _WHO_UNITS.items() if unit.endswith(noun)), "")
        message, expected = "", ""
        if record.who == "crossings" and kind_of(unit) == "people":
            message, expected = f"crossings counted as {unit}", "an amount in crossings, or who crossed"
        elif who and who != record.who and record.who not in ("people", "nationals"):
            message, expected = f"{record.who} counted as {unit}", f"'who: {who}', or an amount in people"
        if message:
            yield Problem("movement", message, claim_mark(claim, "value"), expected)


def _possible_span(fact: Fact) -> tuple[date, date]:
    """The first and last day on which a fact may have held."""
    begun = _beginning(fact)
    return begun.first if begun else date.min, fact.end[1].last if fact.end else date.max


RULES: tuple[AnyRule, ...] = (
    Rule(Membership, before_founding),
    Rule(Membership, overlapping_roles),
    Rule(Office, overlapping_offices),
    Rule(Statement, out_of_office),
    Rule(Event, treaty_states),
    Rule(Displacement, movements),
    Rule(Displacement, counted_people),
    *(Rule(FactRecord, rule) for rule in (parts, published_before, hours, garbled)),
)
