"""The stub of an issue's record, made from the facts alone: what people then choose from and confirm."""

from __future__ import annotations

from collections.abc import Iterator

from ..changes.classification import changes_between
from ..changes.reader_classes import MOVED, READER_CLASSES, ReaderClass, reader_class
from ..core.markings import Marking
from ..facts.claims import Fact, Viewpoint
from ..facts.fact_base import FactBase
from ..facts.labels import fact_label
from ..facts.outcomes import is_due
from ..facts.row_importance import weight
from ..facts.staleness import latest_observation
from ..facts.view import View
from ..records.judgements import Issue
from ..records.weeks import Week
from ..template_api.documents import last_issue
from .new_record import RecordStub

_CANDIDATES = 12
_CARRIED_OVER = "No new reporting."
_DEATHS = "killed"


def start_stub(base: FactBase, week: Week, release: Marking) -> RecordStub:
    """Return the record of an issue to begin with.

    The trends are those of the last issue, with "No new reporting" as their reason where nothing was reported
    of the country in the week. As comments stand the candidates for the bottom line, the gravest first, the
    indicators to check, and the judgements that fall due.
    """
    base = base.edition(release)
    view = View(base, Viewpoint(week.cutoff, week.cutoff, release))
    last = last_issue(base, week.cutoff, before=week)
    news = _news(view, last, week)
    lines = [f"id: {week.id}", "# bottom_line: three to five sentences, the gravest first; candidates:"]
    candidates = [f"#   {_candidate(view, kind, fact)}" for kind, fact in news[:_CANDIDATES]]
    lines += candidates or ["#   none: nothing is new"]
    lines += _trends(view, last, {id for _, fact in news for id in fact.entities})
    lines += _to_check(view, week)
    record = (f"- {lines[0]}", *(f"  {line}" for line in lines[1:]))
    return RecordStub("issues", week.id, record, ("bottom_line",))


def _news(view: View, last: Week | None, week: Week) -> list[tuple[ReaderClass, Fact]]:
    """The facts that are new, revised or first reported now, the gravest first."""
    day = last.cutoff if last else week.previous
    before = view.beside(Viewpoint(day, day, view.at.release))
    found = []
    for change in changes_between(before, view):
        kind = reader_class(change, week.first, week.cutoff)
        if kind is not None and kind is not MOVED and change.fact is not None:
            found.append((kind, change.fact))
    return sorted(found, key=lambda pair: _gravity(*pair))


def _gravity(kind: ReaderClass, fact: Fact) -> tuple[object, ...]:
    """Sort key: deaths before all else, then what is new, events before what is said of them, then weight."""
    counts_deaths = _DEATHS in str(getattr(fact.record, "measure", ""))
    order = READER_CLASSES.index(kind)
    return not counts_deaths, order, fact.kind == "statements", fact.kind != "events", weight(fact)


def _candidate(view: View, kind: ReaderClass, fact: Fact) -> str:
    return f'{kind.name}: {" ".join(fact_label(view, fact).split())} {{{{ fact("{fact.id}") }}}}'


def _trends(view: View, last: Week | None, reported: set[str]) -> Iterator[str]:
    """The trend of each country of the region as in the last issue, for the desk to confirm."""
    issue = view.issue(last.id) if last else None
    was = {str(row.country): row.trend for row in issue.trends} if isinstance(issue, Issue) else {}
    yield "trends:"
    for id in view.desk.region:
        trend = was.get(id, "unknown")
        reason = "" if id in reported else f", reason: {_CARRIED_OVER}"
        note = f"  # reported on this week; last issue: {trend}" if id in reported else "  # to confirm"
        yield f"  - {{country: {id}, trend: {trend if reason else 'unknown'}{reason}}}{note}"


def _to_check(view: View, week: Week) -> Iterator[str]:
    for signpost in view.signposts():
        latest = latest_observation(signpost, view.at.last_day)
        if latest is None or latest.date.last < week.first:
            checked = f"last checked {latest.date.text}" if latest else "never checked"
            yield f"# to check: {signpost.id}, {checked}"
    for judgement in view.judgements_made():
        if is_due(view, judgement):
            yield f"# outcome due: {judgement.question} by {judgement.until.text}, for {judgement.id}"
