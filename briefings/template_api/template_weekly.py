"""The part of a weekly brief besides the facts: its changes, put where a reader looks for them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from markupsafe import Markup, escape

from ..changes.classification import CHANGE_CLASSES
from ..core.markings import Marking, highest
from ..facts.fact_base import View
from ..facts.staleness import latest_observation, overdue, unreviewed
from ..records.field_types import Prose
from ..records.judgements import CountryTrend, Issue
from .cited_values import EscapedName, PageContext
from .template_changes import ShownChange
from .template_facts import ShownAnalysis, ShownEntity, ShownFact
from .template_judgements import JudgementCourse, JudgementMove, course_of, move_in_words
from .template_queries import Count

_NO_NEWS = (
    "sources",
    "topics",
)  # what is new or rewritten of these is told nowhere: the page itself shows it


@dataclass(frozen=True)
class ShownJudgement:
    """A standing judgement, its tag and its move since the last issue, and its course."""

    judged: ShownAnalysis
    change: ShownChange | None
    move: JudgementMove | None
    course: JudgementCourse
    unreviewed: bool

    @property
    def mark(self) -> Markup:
        """The mark of the judgement's change; empty if it did not change."""
        return self.change.mark if self.change else Markup("")

    @property
    def moved(self) -> bool:
        """True if the judgement changed otherwise than by being renewed."""
        return self.change is not None and self.change.kind != "judgement renewed"


@dataclass(frozen=True)
class ShownTrend:
    """A country's trend with its reason, and what it was in the last issue where that differs."""

    countries: list[ShownEntity]
    trend: str
    was: str
    reason: Any
    handling: Marking | None


class Weekly:
    """One issue's own parts, each computed when the template looks at it."""

    def __init__(
        self, page: PageContext, issue: Issue, since: View | None, changes: Callable[[], list[ShownChange]]
    ) -> None:
        self._page, self._issue, self._since, self._changes = page, issue, since, changes

    @cached_property
    def changes(self) -> list[ShownChange]:
        """The week's changes, without minor ones of the kinds that have no news."""
        return [change for change in self._changes() if change.of not in _NO_NEWS or change.substantive]

    def _of(self, kind: str) -> dict[str, ShownChange]:
        return {str(change.id): change for change in self.changes if change.of == kind}

    @property
    def counts(self) -> list[tuple[Count, str]]:
        """How many changes of each class a reader must know, in the order of the classes."""
        substantive = [change for change in self.changes if change.substantive]
        ranks = {change.kind: change.rank for change in substantive}
        counted = Counter(change.kind for change in substantive)
        return [
            (Count(counted[kind]), CHANGE_CLASSES[kind].counted(counted[kind]))
            for kind in sorted(counted, key=lambda kind: ranks[kind])
        ]

    def change_of(self, fact: ShownFact) -> ShownChange | None:
        """A fact's own change since the last issue."""
        return next((change for change in self.changes if change.fact and change.id == fact.id), None)

    # -- judgements and signposts

    @cached_property
    def judgements(self) -> list[ShownJudgement]:
        """Every standing judgement: moved, new, renewed, then unchanged ones; the latest first in each."""
        view = self._page.view
        changed = self._of("assessments")
        open_ = {pair[1].id for signpost in view.signposts() if (pair := unreviewed(view, signpost))}
        shown = []
        for judgement in view.assessments():
            change = changed.get(view.history(judgement)[0].id)
            shown.append(
                ShownJudgement(
                    ShownAnalysis(self._page, judgement),
                    change,
                    self._move(change),
                    course_of(self._page, judgement),
                    judgement.id in open_,
                )
            )
        return sorted(shown, key=lambda item: item.change.rank if item.change else 99)

    def _move(self, change: ShownChange | None) -> JudgementMove | None:
        """How a judgement moved since the last issue; None if it did not."""
        change_made = change.change if change and change.kind == "judgement moved" else None
        if change_made is None or change_made.before is None or change_made.after is None:
            return None
        return move_in_words(self._page, change_made.before.subject, change_made.after.subject)

    @cached_property
    def signposts(self) -> list[tuple[ShownAnalysis, ShownChange | None, bool]]:
        """The signposts, those that moved first, each with whether its judgement is still to be made anew."""
        view, changed = self._page.view, self._of("signposts")
        rows = []
        for signpost in view.signposts():
            change = changed.get(signpost.id)
            moved = change if change and change.substantive else None
            rows.append((ShownAnalysis(self._page, signpost), moved, unreviewed(view, signpost) is not None))
        return sorted(rows, key=lambda row: row[1] is None)

    # -- trends

    @cached_property
    def trends(self) -> list[ShownTrend]:
        """The trends that are known, in the desk's order; moved ones are marked by what they were."""
        return [self._trend([row]) for row in self._rows if row.trend != "unknown"]

    @cached_property
    def unknown(self) -> list[ShownTrend]:
        """The countries whose trend is not known, those with one reason together."""
        groups: dict[tuple[str, str], list[CountryTrend]] = {}
        for row in self._rows:
            if row.trend == "unknown":
                groups.setdefault((str(row.reason or ""), self._was(row)), []).append(row)
        return [self._trend(rows) for rows in groups.values()]

    @property
    def _rows(self) -> list[CountryTrend]:
        order = {id: place for place, id in enumerate(self._page.view.desk.region)}
        return sorted(self._issue.trends, key=lambda row: order.get(row.country, len(order)))

    def _trend(self, rows: list[CountryTrend]) -> ShownTrend:
        entities = [self._page.view.entity(row.country) for row in rows]
        countries = [ShownEntity(self._page, entity) for entity in entities if entity]
        handling = highest((self._issue.marking, *(row.marking for row in rows)))
        self._page.marked(handling)
        reason = rows[0].reason
        shown = self._page.compile(self._page, reason) if isinstance(reason, Prose) else ""
        return ShownTrend(countries, rows[0].trend, self._was(rows[0]), shown, handling)

    def _was(self, row: CountryTrend) -> str:
        change = self._of("countries").get(row.country)
        step = next((step for step in change.steps if step.key == "trend"), None) if change else None
        return (
            str(step.old)
            if step and change and change.kind == "trend moved" and str(step.old) != row.trend
            else ""
        )

    # -- gaps

    @property
    def overdue(self) -> list[ShownFact]:
        """Plans whose day has passed without an outcome."""
        view = self._page.view
        ended = [*view.of_kind("events", ended=True), *view.of_kind("forces", ended=True)]
        return [ShownFact(self._page, fact) for fact in ended if overdue(view, fact) is not None]

    @property
    def unwatched(self) -> list[ShownAnalysis]:
        """Signposts without reporting on whether they were observed."""
        view = self._page.view
        latest = [(signpost, latest_observation(signpost, view.at.last_day)) for signpost in view.signposts()]
        return [
            ShownAnalysis(self._page, signpost)
            for signpost, seen in latest
            if seen is None or seen.state == "unknown"
        ]

    def names(self, trends: Iterable[ShownTrend]) -> EscapedName:
        """The names of the countries of these trends, separated by commas."""
        return EscapedName(", ".join(str(escape(str(c))) for trend in trends for c in trend.countries))
