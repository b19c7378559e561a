"""The list of things to review next, most pressing first: facts, past plans, signposts, judgements, issues.

A stale fact's rank is

    its age in review periods x (1 + the documents of today that show it) x the doubt of its grade

The doubt is 1 for credibility 1 ("confirmed") and a quarter more for each step down to 2 for 5
("improbable"); 6 ("not judged") counts as 3, the middle. The source's letter only breaks ties, as the two are
never merged.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from ..checks import review_rules
from ..checks.rule_context import RuleContext
from ..core.grades import Grade
from ..core.problems import Mark
from ..core.wording import listed
from ..facts import staleness
from ..facts.claims import Fact
from ..facts.labels import fact_label
from ..facts.outcomes import is_due
from ..records import weeks
from ..records.fact_kinds import Office
from ..records.judgements import Assessment, Issue, Signpost, Topic

SCORE_FORMULA = "age in review periods x (1 + documents of today that show it) x doubt of its grade"
_UNJUDGED = 3
DocumentsShowing = Callable[[str], list[str]]


@dataclass(frozen=True)
class DueItem:
    """One thing to review: where to open it, and why. `score` ranks within a group, higher first."""

    group: str
    id: str
    label: str
    mark: Mark
    why: str
    score: float
    documents: tuple[str, ...] = ()
    letter: str = ""  # of its source's reliability: the less reliable goes first if scores are the same


def grade_weight(grade: Grade) -> float:
    """From 1 to 2, by the number of the grade alone."""
    number = int(grade.credibility)
    return 1 + ((_UNJUDGED if number == 6 else number) - 1) / 4


def due_score(staleness: float, documents: int, grade: Grade) -> float:
    """Return the rank of a stale fact: higher if staler, shown in more documents or worse graded."""
    return staleness * (1 + documents) * grade_weight(grade)


_OUTCOME_DUE = 1000  # before any weak basis


def due_items(
    context: RuleContext, today: date, showing: DocumentsShowing, printed: Container[str]
) -> list[DueItem]:
    """Everything that is due, group by group.

    `showing` gives the documents of today that show a fact, `printed` has the facts of all documents.
    """
    groups = (
        stale_facts(context, today, showing),
        overdue_plans(context, today, showing),
        due_signposts(context, today),
        due_judgements(context, today),
        due_issues(context, today),
        unprinted_facts(context, printed),
    )
    return [item for group in groups for item in _ranked(group)]


def _ranked(items: Iterable[DueItem]) -> list[DueItem]:
    return sorted(items, key=lambda item: (-item.score, [-ord(c) for c in item.letter], item.id))


def stale_facts(context: RuleContext, today: date, showing: DocumentsShowing) -> Iterator[DueItem]:
    """Current facts that were last told longer ago than the review period of their kind."""
    for due in staleness.review_schedules(context.now):
        if due.days_overdue(today) <= 0:
            continue
        fact, shown = due.fact, showing(due.fact.id)
        grade, age = fact.headline.grade, due.age_in_periods(today)
        days = (today - due.told).days
        why = f"last told {due.told}, {days} days ago; review after {due.period}; graded {grade}"
        score = due_score(age, len(shown), grade)
        yield DueItem(
            "stale",
            fact.id,
            _label(context, fact),
            fact.entry.mark,
            why,
            score,
            tuple(shown),
            grade.reliability,
        )


def overdue_plans(context: RuleContext, today: date, showing: DocumentsShowing) -> Iterator[DueItem]:
    """Yield plans whose day has passed without an outcome, the longest past first."""
    for fact in context.now.facts.values():
        day = staleness.overdue(context.now, fact)
        if day is None:
            continue
        problem = review_rules.past_plan(fact, day)
        past = (today - day.last).days
        why = f"{problem.message}, {past} days ago"
        yield DueItem(
            "plans", fact.id, _label(context, fact), problem.mark, why, past, tuple(showing(fact.id))
        )


def due_signposts(context: RuleContext, today: date) -> Iterator[DueItem]:
    """Signposts whose day has passed, that nobody has looked at, or whose state is not known; overdue ones
    first."""
    visible = {signpost.id for signpost in context.now.signposts()}
    for entry, signpost in context.records(Signpost):
        if signpost.id not in visible:
            continue
        latest = staleness.latest_observation(signpost, today)
        if latest and latest.state == "tripped":
            continue
        past = (today - signpost.due.last).days if signpost.due else -1
        state = (
            f"{latest.state} since {staleness.state_since(signpost, latest).text}"
            if latest
            else "never looked at"
        )
        state = state.replace("not since", "not seen as of")
        if past > 0:
            why = f"due {signpost.due.text if signpost.due else ''}, {past} days ago; {state}"
        elif latest is None or latest.state == "unknown":
            why = state
        else:
            continue
        yield DueItem("signposts", signpost.id, str(signpost.text), entry.mark, why, past)


def due_judgements(context: RuleContext, today: date) -> Iterator[DueItem]:
    """Assessments whose outcome is due, then standing ones on what is stale, replaced, over or gone."""
    standing = {assessment.id for assessment in context.now.assessments()}
    for entry, assessment in context.records(Assessment):
        if assessment.date.last <= today and is_due(context.now, assessment):
            past = (today - assessment.until.last).days
            why = f"ran to {assessment.until.text}: record below {assessment.question} what came"
            score = _OUTCOME_DUE + past
            yield DueItem("assessments", assessment.id, str(assessment.text), entry.mark, why, score)
        if assessment.id not in standing:
            continue
        weak = {str(ref): reason for ref in assessment.basis if (reason := _weak(context, str(ref), today))}
        if weak:
            reasons = ", ".join(f"{id} ({reason})" for id, reason in weak.items())
            why = f"judged {assessment.date.text}; of {len(assessment.basis)} it rests on: {reasons}"
            yield DueItem("assessments", assessment.id, str(assessment.text), entry.mark, why, len(weak))


def _weak(context: RuleContext, id: str, today: date) -> str:
    fact = context.now.fact(id)
    if fact is None:
        return "no claim left" if id in context.facts else ""
    if context.now.is_replaced(fact):
        return "replaced"
    schedule = staleness.review_schedule(context.now, fact)
    return f"last told {schedule.told}" if schedule and schedule.days_overdue(today) > 0 else ""


def due_issues(context: RuleContext, today: date) -> Iterator[DueItem]:
    """The issue that closes next, and the one that closed last if nobody wrote it."""
    written = {issue.id: (entry, issue) for entry, issue in context.records(Issue)}
    last, this = weeks.week_due(today, context.desk), weeks.week_of(today, context.desk)
    for week in {last.id: last, this.id: this}.values():
        days = (week.cutoff - today).days
        closes = f"closed {week.cutoff}" if days < 0 else f"closes {week.cutoff}, {_in(days)}"
        if week.id not in written:
            yield DueItem("issues", week.id, "", context.ids["desk"].mark, f"{closes}; no text yet", -days)
        elif days >= 0:
            entry, issue = written[week.id]
            parts = (("bottom line", issue.bottom_line), ("trends", issue.trends))
            lacking = [name for name, there in parts if not there]
            state = f"lacks {' and '.join(lacking)}" if lacking else "its text is held"
            yield DueItem("issues", week.id, "", entry.mark, f"{closes}; {state}", -days)


def unprinted_facts(context: RuleContext, printed: Container[str]) -> Iterator[DueItem]:
    """Facts that no document prints: work that reaches no reader, the best sourced first."""
    asked = {str(tag) for _, topic in context.records(Topic) for tag in topic.scope.tags}
    for fact in context.now.facts.values():
        if fact.id in printed or isinstance(fact.record, Office):  # which speaks for its holder's statements
            continue
        tags = [str(tag) for tag in fact.record.tags]
        if asked.intersection(tags):
            why = "its topics do not print it: they have no list of its kind, or cut it"
        else:
            why = f"no topic asks for {listed(tags, 'or')}" if tags else "it has no tags"
        yield DueItem("unprinted", fact.id, _label(context, fact), fact.entry.mark, why, len(fact.claims))


def _in(days: int) -> str:
    return ("today", "tomorrow")[days] if days < 2 else f"in {days} days"


def _label(context: RuleContext, fact: Fact) -> str:
    label = fact_label(context.now, fact)
    return "" if label == fact.id else label
