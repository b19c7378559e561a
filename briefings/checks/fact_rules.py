"""Rules of facts against facts: bodies and offices, parts and totals, plans, sources, origins, disagreement,
review."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from decimal import Decimal

from ..core.problems import Problem
from ..core.units import UnitMismatchError
from ..core.values import PartialDate
from ..facts.disputes import between_rivals, within_fact
from ..facts.fact_base import Claim, Fact
from ..facts.ranking import Bounds, agree, main_quantity, origin_count, origins, rounded_bounds
from ..facts.staleness import overdue, review_schedules
from ..records.entities import Measure, Organization
from ..records.fact_kinds import PROSPECTIVE_STATUSES, Membership, Office, Statement
from .rule_context import RuleContext, claim_mark

# A body's member may be on the way in, or set aside, while another role goes on.
_BESIDE = ({"candidate", "observer"}, {"suspended", "full"}, {"suspended", "founding"})
_GRACE = timedelta(1)  # what is today there may be tomorrow here
_SHOWN = 20  # overlaps told of one member in one body


def before_founding(held: RuleContext) -> Iterator[Problem]:
    """A membership cannot begin before the earliest signature of what founds the body."""
    bodies = {entry.id: (entry, record) for entry, record in held.records(Organization) if record.founding}
    for entry, record in held.records(Membership):
        if record.of not in bodies:
            continue
        body, organization = bodies[record.of]
        number, earliest = min(enumerate(organization.founding), key=lambda item: item[1].signed.first)
        for claim in held.claims[entry.id]:
            begun = claim.record.from_
            if begun and begun.last < earliest.signed.first and not claim.record.negated:
                yield Problem(
                    "before-founding",
                    f"{record.member} was of {record.of} before it was founded",
                    claim_mark(claim, "from"),
                    expected=f"a date from {earliest.signed.text} on",
                    related=((body.at("founding", number, "signed"), f"founded: {earliest.name}"),),
                )


def overlapping_roles(held: RuleContext) -> Iterator[Problem]:
    """One member has one role in one body at a time; on the day of a change both may stand."""
    groups: dict[tuple[str, str], list[Fact]] = {}
    for fact in _standing(held, "memberships"):
        record = fact.record
        assert isinstance(record, Membership)
        groups.setdefault((str(record.member), str(record.of)), []).append(fact)
    for (member, body), facts in groups.items():
        for one, other in _overlaps(facts):
            roles = {one.get("role"), other.get("role")}
            if roles not in _BESIDE:
                yield _overlap(
                    "overlapping-roles", f"{member} has two roles in {body} at one time", one, other
                )


def overlapping_offices(held: RuleContext) -> Iterator[Problem]:
    """One person holds an office once at a time."""
    groups: dict[tuple[str, str, str], list[Fact]] = {}
    for fact in _standing(held, "offices"):
        record = fact.record
        assert isinstance(record, Office)
        groups.setdefault((str(record.holder), str(record.of), record.office), []).append(fact)
    for (holder, of, office), facts in groups.items():
        for one, other in _overlaps(facts):
            yield _overlap(
                "overlapping-offices", f"{holder} is twice {office} of {of} at one time", one, other
            )


def _standing(held: RuleContext, kind: str) -> Iterator[Fact]:
    for fact in held.all_time_view.facts.values():
        head = fact.headline.record
        if fact.kind == kind and not head.negated and head.status not in (*PROSPECTIVE_STATUSES, "cancelled"):
            yield fact


def _span_of(fact: Fact) -> tuple[date, date]:
    """The days on which it certainly was so."""
    begun, over = fact.get("from"), fact.get("until")
    return begun.last if begun else fact.headline.true_on.last, over.first if over else date.max


def _overlaps(facts: Iterable[Fact]) -> Iterator[tuple[Fact, Fact]]:
    """Pairs that share more than a day, the earlier first; a bounded number of them."""
    told = 0
    running: list[tuple[date, Fact]] = []
    for fact in sorted(facts, key=lambda f: (*_span_of(f), f.id)):
        begun, over = _span_of(fact)
        running = [(end, other) for end, other in running if end > begun]
        for end, other in running if over > begun else ():
            if told < _SHOWN and begun < end:
                told += 1
                yield other, fact
        running.append((over, fact))
        running = running[-_SHOWN:]


def _overlap(code: str, message: str, one: Fact, other: Fact) -> Problem:
    expected = "an 'until' on the earlier, or later dates"
    return Problem(
        code,
        message,
        claim_mark(other.told("from")[0], "from"),
        expected=expected,
        related=((claim_mark(one.told("from")[0], "from"), f"the earlier: {one.id}"),),
    )


def parts(held: RuleContext) -> Iterator[Problem]:
    """Parts are together not more than their total at its date; less only where the total says it is open."""
    groups: dict[str, list[Fact]] = {}
    for fact in held.all_time_view.facts.values():
        if fact.record.part_of:
            groups.setdefault(str(fact.record.part_of), []).append(fact)
    measures = {record.id: record for _, record in held.records(Measure)}
    for id, facts in groups.items():
        total = held.all_time_view.fact(id)
        if total is not None:
            yield from _sums(total, [fact for fact in facts if _same_count(total, fact, measures)])


def _same_count(total: Fact, part: Fact, measures: dict[str, Measure]) -> bool:
    """Whether a part counts what its total counts, or one of the parts of that."""
    one, other = getattr(total.record, "measure", None), getattr(part.record, "measure", None)
    inner = measures[one].parts if total.kind == "figures" and one in measures else ()
    return total.kind == part.kind and (one == other or other in inner)


def _sums(total: Fact, facts: list[Fact]) -> Iterator[Problem]:
    head = total.headline
    amount = main_quantity(head)
    if amount is None or not amount.stated or not facts:
        return
    numbered = [claim for fact in facts if (claim := _then(fact, head)) is not None]
    try:
        whole = rounded_bounds(amount, amount.unit)
        spans = [
            rounded_bounds(value, amount.unit)
            for claim in numbered
            if (value := main_quantity(claim)) is not None
        ]
    except UnitMismatchError:
        return
    related = ((claim_mark(head, *_value(head)), f"the total: {total.id}"),)
    if whole[1] is not None and _sum(spans, 0) > whole[1]:
        yield Problem(
            "parts-beyond-total",
            f"the parts of {total.id} are more than it",
            claim_mark(numbered[-1], *_value(numbered[-1])),
            expected=f"together at most {amount.text}",
            related=related,
        )
    complete = len(numbered) == len(facts) > 1 and all(high is not None for _, high in spans)
    if (
        complete
        and whole[0] is not None
        and _sum(spans, 1) < whole[0]
        and not any(c.record.open for c in total.claims)
    ):
        yield Problem(
            "parts-gap",
            f"the parts of {total.id} are less than it",
            related[0][0],
            expected="the missing part, or 'open: true' on the total",
            related=tuple(
                (claim_mark(claim, *_value(claim)), f"a part: {claim.fact.id}") for claim in numbered[:5]
            ),
        )


def _then(fact: Fact, total: Claim) -> Claim | None:
    """The best claim of a part that gives a number for the total's date."""
    for claim in fact.claims:
        amount = main_quantity(claim)
        if amount is not None and amount.stated and claim.true_on.overlaps(total.true_on):
            return claim
    return None


def _sum(spans: Iterable[Bounds], side: int) -> Decimal:
    return sum((bounds[side] or Decimal(0) for bounds in spans), Decimal(0))


def _value(claim: Claim) -> tuple[str, ...]:
    """The key of the number a claim is about."""
    return tuple(name for name in claim.record.numbers if getattr(claim.record, name) is not None)[:1]


def past_plans(held: RuleContext) -> Iterator[Problem]:
    """What was planned or scheduled for a day that has passed is to be told done, cancelled or unknown."""
    return (problem for problem, _, _ in overdue_plans(held))


def overdue_plans(held: RuleContext) -> Iterator[tuple[Problem, Fact, PartialDate]]:
    """Each such plan, with the day it was for."""
    for fact in held.now.facts.values():
        day = None if held.today is None else overdue(held.now, fact)
        if day is not None:
            problem = Problem(
                "past-plan",
                f"{fact.headline.record.status} for {day.text}, and no outcome is held",
                claim_mark(fact.headline, "status"),
                expected="a further claim with status done, cancelled or unknown",
            )
            yield problem, fact, day


def published_before(held: RuleContext) -> Iterator[Problem]:
    """A source cannot report what comes after it, unless as a plan, a fear or a forecast."""
    for claims in held.claims.values():
        for claim in claims:
            record, published = claim.record, claim.source.published
            if record.status in (*PROSPECTIVE_STATUSES, "cancelled") or record.certainty == "forecast":
                continue
            stated = (
                (key, day) for key, day in (("as_of", record.as_of), (_date_key(claim), record.date)) if day
            )
            late = next(((key, day) for key, day in stated if day.first > published.last + _GRACE), None)
            if late:
                where = held.ids[claim.source.id].at("published")
                yield Problem(
                    "published-before",
                    f"{claim.source.id} was published before {late[1].text}",
                    claim_mark(claim, late[0]),
                    expected=f"a day up to {published.text}, or a status such as planned",
                    related=((where, "published here"),),
                )


def _date_key(claim: Claim) -> str:
    return "date" if getattr(claim.record, "date_", None) else "from"


def out_of_office(held: RuleContext) -> Iterator[Problem]:
    """Whoever speaks holds, on that day, one of the offices with dates that the desk has for them."""
    offices: dict[str, list[Fact]] = {}
    for fact in _standing(held, "offices"):
        offices.setdefault(str(fact.get("holder")), []).append(fact)
    widest = {holder: [_widest(fact) for fact in facts] for holder, facts in offices.items()}
    for fact in held.all_time_view.facts.values():
        record = fact.record
        if not isinstance(record, Statement) or record.speaker not in offices:
            continue
        spans, day = widest[str(record.speaker)], fact.stated_date
        undated = (date.min, date.max) in spans
        if (
            day is None
            or undated
            or any(begun <= day.last and day.first <= over for begun, over in spans[:500])
        ):
            continue
        held_one = offices[str(record.speaker)][0]
        yield Problem(
            "out-of-office",
            f"no office of {record.speaker} covers {day.text}",
            claim_mark(fact.told("date")[0], "date"),
            expected="the day, or the office held then",
            related=((held_one.entry.mark, "an office of this speaker"),),
        )


def _widest(fact: Fact) -> tuple[date, date]:
    begun, over = fact.get("from"), fact.get("until")
    return begun.first if begun else date.min, over.last if over else date.max


def single_origin(held: RuleContext) -> Iterator[Problem]:
    """Credibility 1 means confirmed: another origin, not another outlet, says the same."""
    for fact in held.all_time_view.facts.values():
        for claim in fact.claims:
            if claim.record.credibility != "1":
                continue
            agreeing = [other for other in fact.claims if agree(claim, other)]
            origin = ", ".join(sorted(origins(agreeing)[agreeing.index(claim)]))
            if origin_count(agreeing) < 2:
                yield Problem(
                    "single-origin",
                    f"credibility 1, and one origin: {origin}",
                    claim_mark(claim, "credibility"),
                    expected="1 only with a second origin; else 2 (probably true)",
                    related=tuple(
                        (claim_mark(other, "source"), "the same") for other in agreeing if other is not claim
                    )[:3],
                )


def disagreement(held: RuleContext) -> Iterator[Problem]:
    """Claims of one fact, or rival facts, that cannot all be right want a preferred one with its reason."""
    facts = held.now.facts.values()
    for dispute in (
        *between_rivals(held.now, facts),
        *(found for fact in facts for found in within_fact(fact)),
    ):
        if dispute.reason.ground == "preferred":
            continue
        best, *others = dispute.claims
        rival = next((claim.fact.id for claim in others if claim.fact.id != best.fact.id), None)
        if rival:
            message = f"{best.fact.id} and its rival {rival} cannot both be right"
        else:
            what = (
                ""
                if dispute.about == "number"
                else f" about the {dispute.about}" * (dispute.about != "whether")
            )
            message = f"the claims of {best.fact.id} cannot all be right{what}"
        yield Problem(
            "disagreement",
            message,
            claim_mark(best, *_told(dispute.about, best)),
            expected="'preferred: true' and 'because:' on the one to print",
            related=tuple(
                (claim_mark(c, *_told(dispute.about, c)), f"says {c.source.id}") for c in others[:5]
            ),
        )


def _told(about: str, claim: Claim) -> tuple[str, ...]:
    """The key of what a claim says in a dispute."""
    keys = {
        "whether": "negated",
        "date": _date_key(claim),
        "place": "in",
        "who": "parties",
        "stance": "positions",
    }
    return _value(claim) if about in ("number", "account") else (keys[about],)


def stale(held: RuleContext) -> Iterator[Problem]:
    """A current fact is to be told again within the desk's review period for its kind."""
    if held.today is None:
        return
    related = ((held.ids["desk"].at("review"), "the review periods"),) if "desk" in held.ids else ()
    for due in review_schedules(held.now):
        if due.days_overdue(held.today) > 0:
            yield Problem(
                "stale",
                f"{due.fact.id} was last told {due.told}, more than {due.period} days ago",
                due.fact.entry.mark,
                expected="a newer claim, an 'until', or a status of done or cancelled",
                related=related,
            )


RULES = (
    before_founding, overlapping_roles, overlapping_offices, parts, past_plans, published_before, out_of_office,
    single_origin, disagreement, stale,
)  # fmt: skip
