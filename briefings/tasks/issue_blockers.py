"""Reasons not to publish an issue yet: what a reader would miss in it, or find stale."""

from __future__ import annotations

from collections.abc import Iterator

from ..core.markings import Marking
from ..facts.claims import Viewpoint
from ..facts.fact_base import FactBase
from ..facts.staleness import latest_observation, overdue, review_schedules, unreviewed
from ..facts.view import View
from ..records.desk_settings import Approvals
from ..records.judgements import Issue, unwritten_issue
from ..records.weeks import Week
from ..template_api.documents import issue_weeks

AGREED_BOTTOM_LINES = (3, 5)  # agreed with readers


def blockers(base: FactBase, week: Week, release: Marking) -> Iterator[str]:
    """Each in a line: what to write, to look at or to publish before the issue of a week goes out."""
    base = base.edition(release)
    view = View(base, Viewpoint(week.cutoff, week.cutoff, release))
    issue = view.issue(week.id) or unwritten_issue(week.id)
    if base.desk.approvals and base.desk.approvals.weekly:
        yield _approvals_asked(base.desk.approvals, week)
    yield from unwritten_parts(view, issue)
    yield from _unwatched(view, week)
    late = sorted(
        (due for due in review_schedules(view) if due.days_overdue(week.cutoff) > 0), key=lambda due: due.told
    )
    if late:
        yield f"review due: {len(late)} facts, {late[0].fact.id} since {late[0].day}; see: briefings due"
    plans = [fact for fact in view.facts.values() if overdue(view, fact) is not None]
    if plans:
        yield f"no outcome held: {', '.join(fact.id for fact in plans)}"
    sent = {ledger.issue for ledger in base.ledgers}
    missed = [w.id for w in issue_weeks(base) if w.cutoff < week.cutoff and w.id not in sent]
    if sent and missed:
        yield f"not published: {', '.join(missed)}"


def _approvals_asked(policy: Approvals, week: Week) -> str:
    """The approvals that `publish` will ask for, in words."""
    persons = "1 person" if policy.weekly == 1 else f"{policy.weekly} persons"
    others = " other than who publishes it" if policy.not_by else ""
    return f"to be approved by {persons}{others}: briefings approve weekly/{week.id}"


def unwritten_parts(view: View, issue: Issue) -> Iterator[str]:
    """What a person still has to write of an issue: bottom lines, trends and their reasons."""
    least, most = AGREED_BOTTOM_LINES
    lines = len(issue.bottom_line)
    if not lines:
        yield "no bottom line"
    elif not least <= lines <= most:
        yield f"{lines} bottom line{'s' * (lines > 1)}, {least} to {most} are meant"
    rated = {row.country for row in issue.trends}
    untold = [id for id in view.desk.region if id not in rated]
    if untold:
        yield f"no trend: {', '.join(untold)}"
    bare = [str(row.country) for row in issue.trends if row.reason is None and row.trend != "unknown"]
    if bare:
        yield f"trend without a reason: {', '.join(bare)}"


def _unwatched(view: View, week: Week) -> Iterator[str]:
    """Signposts that nobody looked at this week, cannot be told, or have moved nothing yet."""
    unseen, unknown = [], []
    for signpost in view.signposts():
        latest = latest_observation(signpost, view.at.last_day)
        if latest is None or latest.date.last < week.first:
            unseen.append(signpost.id)
        elif latest.state == "unknown":
            unknown.append(signpost.id)
        if found := unreviewed(view, signpost):
            seen, judged = found
            yield f"{signpost.id} was seen on {seen.date.text}, and {judged.id} has not been made anew"
    if unseen:
        yield f"signposts not looked at this week: {', '.join(unseen)}"
    if unknown:
        yield f"signposts unknown: {', '.join(unknown)}"
