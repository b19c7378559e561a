"""Rules that ask the desk to look again: past plans, single origins, disagreements, stale facts."""

from __future__ import annotations

from collections.abc import Iterator

from ..core.dates import PartialDate
from ..core.problems import Problem
from ..facts.agreement import agree
from ..facts.disputes import between_rivals, within_fact
from ..facts.fact_base import Claim, Fact
from ..facts.origins import origin_count, origins
from ..facts.staleness import overdue, review_schedules
from .fact_rules import number_path
from .rule_context import RuleContext, claim_mark


def past_plans(context: RuleContext) -> Iterator[Problem]:
    """A plan whose day has passed is to be reported done, cancelled or unknown."""
    return (problem for problem, _, _ in overdue_plans(context))


def overdue_plans(context: RuleContext) -> Iterator[tuple[Problem, Fact, PartialDate]]:
    """The problem of each plan whose day has passed, the plan, and its day."""
    if context.today is None:
        return
    for fact in context.now.facts.values():
        day = overdue(context.now, fact)
        if day is not None:
            problem = Problem(
                "past-plan",
                f"{fact.headline.record.status} for {day.text}, and no outcome is held",
                claim_mark(fact.headline, "status"),
                expected="a further claim with status done, cancelled or unknown",
            )
            yield problem, fact, day


def single_origin(context: RuleContext) -> Iterator[Problem]:
    """Credibility 1 means confirmed: another origin, not another outlet, says the same."""
    for fact in context.all_time_view.facts.values():
        for claim in fact.claims:
            if claim.grade.credibility != "1":
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


def disagreement(context: RuleContext) -> Iterator[Problem]:
    """Claims of one fact, or rival facts, that cannot all be right want a preferred one with its reason."""
    facts = context.now.facts.values()
    inner = (dispute for fact in facts for dispute in within_fact(fact))
    for dispute in (*between_rivals(context.now, facts), *inner):
        if dispute.reason.ground == "preferred":
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


def stale(context: RuleContext) -> Iterator[Problem]:
    """A current fact is to be reported again within the desk's review period for its kind."""
    if context.today is None:
        return
    related = ((context.ids["desk"].at("review"), "the review periods"),) if "desk" in context.ids else ()
    for due in review_schedules(context.now):
        if due.days_overdue(context.today) > 0:
            yield Problem(
                "stale",
                f"{due.fact.id} was last told {due.told}, more than {due.period} days ago",
                due.fact.entry.mark,
                expected="a newer claim, an 'until', or a status of done or cancelled",
                related=related,
            )


RULES = (past_plans, single_origin, disagreement, stale)
