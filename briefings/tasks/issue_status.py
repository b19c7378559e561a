"""Who has what to do before an issue's cut-off."""

from __future__ import annotations

from collections.abc import Iterator

from ..core.markings import Marking
from ..facts.claims import Viewpoint
from ..facts.fact_base import FactBase
from ..facts.outcomes import is_due
from ..facts.staleness import latest_observation, unreviewed
from ..facts.view import View
from ..records.judgements import unwritten_issue
from ..records.weeks import Week
from .issue_blockers import unwritten_parts

DESK = "desk"


def status(base: FactBase, week: Week, release: Marking) -> list[tuple[str, str]]:
    """Return (who, what) for each thing left to do: the author of a judgement, else the desk."""
    view = View(base, Viewpoint(week.cutoff, week.cutoff, release))
    issue = view.issue(week.id) or unwritten_issue(week.id)
    return [*_of_authors(view, week), *((DESK, line) for line in unwritten_parts(view, issue))]


def _of_authors(view: View, week: Week) -> Iterator[tuple[str, str]]:
    for judgement in view.judgements_made():
        if is_due(view, judgement):
            end = judgement.until.text
            what = f"record below {judgement.question} what came by {end}: {judgement.id} fell due"
            yield str(judgement.author), what
    for signpost in view.signposts():
        standing = view.standing(signpost.for_)
        who = str(standing.author) if standing else DESK
        latest = latest_observation(signpost, view.at.last_day)
        if pair := unreviewed(view, signpost):
            yield who, f"reassess {pair[1].id}: {signpost.id} was observed on {pair[0].date.text}"
        if latest is None or latest.date.last < week.first:
            checked = f"last checked {latest.date.text}" if latest else "never checked"
            yield who, f"check {signpost.id}: {checked}"
