"""Rules that ask the desk to look again: past plans, single origins, disagreements, stale facts."""

from __future__ import annotations

from collections.abc import Iterator

from ..core.dates import PartialDate
from ..core.problems import Problem
from ..facts.agreement import agree
from ..facts.claims import Claim, Fact
from ..facts.disputes import Dispute, disputes_of, rival_group, within_fact
from ..facts.origins import origin_count, origins
from ..facts.staleness import overdue, review_schedule
from ..records.desk_settings import Desk
from ..records.entries import Entry
from ..records.fact_records import FactRecord
from .fact_rules import number_path
from .rule_context import Rule, RuleContext, claim_mark


def past_plans(context: RuleContext, entry: Entry, record: FactRecord) -> Iterator[Problem]:
    """A plan whose day has passed is to be reported done, cancelled or unknown."""
    fact = context.now.fact(entry.id) if context.today else None
    day = overdue(context.now, fact) if fact else None
    if fact is not None and day is not None:
        yield past_plan(fact, day)


def past_plan(plan: Fact, day: PartialDate) -> Problem:
    """The problem of a plan whose day has passed."""
    return Problem(
        "past-plan",
        f"{plan.headline.record.status} for {day.text}, and no outcome is held",
        claim_mark(plan.headline, "status"),
        expected="a further claim with status done, cancelled or unknown",
    )


def single_origin(context: RuleContext, entry: Entry, record: FactRecord) -> Iterator[Problem]:
    """Credibility 1 means confirmed: another origin, not another outlet, says the same."""
    fact = context.all_time_view.fact(entry.id)
    for claim in fact.claims if fact else ():
        if fact is None or claim.grade.credibility != "1":
            continue
        agreeing = [other for other in fact.claims if agree(claim, other)]
        if origin_count(agreeing) < 2:
            origin = ", ".join(sorted(origins(agreeing)[agreeing.index(claim)]))
            others = [other for other in agreeing if other is not claim]
            yield Problem(
                "single-origin",
                f"credibility 1, and one origin: {origin}",
                claim_mark(claim, "credibility"),
                expected="1 only with a second origin; else 2 (probably true)",
                related=tuple((claim_mark(other, "source"), "the same") for other in others[:3]),
            )


def disagreement(context: RuleContext, entry: Entry, record: FactRecord) -> Iterator[Problem]:
    """Claims of one fact, or rival facts, that cannot all be right want a preferred one with its reason."""
    fact = context.now.fact(entry.id)
    if fact is None:
        return
    for dispute in (*_rival_dispute(context, fact), *within_fact(fact)):
        if dispute.reason.ground == "preferred" or dispute.best.fact.id != fact.id:
            continue
        best, *others = dispute.claims
        rival = next((claim.fact.id for claim in others if claim.fact.id != best.fact.id), None)
        if rival:
            message = f"{best.fact.id} and its rival {rival} cannot both be right"
        else:
            about = "" if dispute.about in ("number", "whether") else f" about the {dispute.about}"
            message = f"the claims of {best.fact.id} cannot all be right{about}"
        marks = [
            (claim_mark(c, *_disputed_path(dispute.about, c)), f"says {c.source.id}") for c in others[:5]
        ]
        yield Problem(
            "disagreement",
            message,
            claim_mark(best, *_disputed_path(dispute.about, best)),
            expected="'preferred: true' and 'because:' on the one to print",
            related=tuple(marks),
        )


def _rival_dispute(context: RuleContext, fact: Fact) -> tuple[Dispute, ...]:
    """The dispute of a fact and its rivals, if there is one; computed once for all of them."""
    if not context.now.rivals(fact):
        return ()

    def found() -> tuple[list[str], tuple[Dispute, ...]]:
        group = rival_group(context.now, fact)
        return [member.id for member in group], disputes_of(group)

    name = "rivals of"
    members = context.shared((name, fact.id), found, lambda found: [(name, id) for id in found[0]])
    return members[1]


def _disputed_path(about: str, claim: Claim) -> tuple[str, ...]:
    """The path to the value of a claim that a dispute is about."""
    match about:
        case "whether":
            return ("negated",)
        case "date":
            return (claim.date_key,)
        case "place":
            return ("in",)
        case "who":
            return ("parties",)
        case "stance":
            return ("positions",)
    return number_path(claim)


def stale(context: RuleContext, entry: Entry, record: FactRecord) -> Iterator[Problem]:
    """A current fact is to be reported again within the desk's review period for its kind."""
    fact = context.now.fact(entry.id)
    due = review_schedule(context.now, fact) if fact else None
    if context.today is None or due is None or due.days_overdue(context.today) <= 0:
        return
    desk = context.entry(Desk.kind)
    yield Problem(
        "stale",
        f"{due.fact.id} was last told {due.told}, more than {due.period} days ago",
        due.fact.entry.mark,
        expected="a newer claim, an 'until', or a status of done or cancelled",
        related=((desk.at("review"), "the review periods"),) if desk else (),
    )


RULES = tuple(Rule(FactRecord, rule) for rule in (past_plans, single_origin, disagreement, stale))
