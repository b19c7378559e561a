"""The part of a weekly brief besides the facts: its changes, put where a reader looks for them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from markupsafe import Markup, escape

from ..changes.reader_classes import MOVED, READER_CLASSES, ReaderClass, reader_class
from ..core.dates import PartialDate
from ..core.markings import Marking, highest
from ..facts.outcomes import question_of
from ..facts.staleness import latest_observation, overdue, state_since, unreviewed
from ..facts.view import View
from ..records.judgements import CountryTrend, Issue
from ..records.prose_fields import Prose
from ..records.weeks import week_by_id
from .change_groups import changes_by_country
from .cited_dates import UncitedDate
from .escaped_names import EscapedName
from .page_context import PageContext
from .template_changes import ShownChange
from .template_facts import ShownAnalysis, ShownEntity, ShownFact, shown_entities
from .template_judgements import JudgementCourse, JudgementMove, course_of, move_in_words
from .template_trends import TrendHistory, shown_issues, standing_since, trend_histories

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
class ShownIndicator:
    """A signpost with its change since the last issue, since when it is in its state, the question that it
    bears on, and whether its judgement is still to be made anew."""

    signpost: ShownAnalysis
    change: ShownChange | None
    since: UncitedDate | None
    question: ShownAnalysis | None
    is_open: bool

    @property
    def state(self) -> str:
        """Its state: tripped, not or unknown."""
        latest = self.signpost.latest
        return str(latest.state) if latest else "unknown"


@dataclass(frozen=True)
class CountryNews:
    """A country's news: its trend, if it is known, and its changes with their tags, the new ones first."""

    name: EscapedName
    trend: ShownTrend | None
    rows: list[tuple[Markup, ShownChange]]

    @property
    def changes(self) -> list[ShownChange]:
        """The changes alone, to be counted."""
        return [change for _, change in self.rows]


@dataclass(frozen=True)
class ShownTrend:
    """A country's trend with its reason; what it was in the last issue where that differs, and since when an
    earlier issue gave it."""

    countries: list[ShownEntity]
    trend: str
    was: str
    since: UncitedDate | None
    reason: Any
    handling: Marking | None


_STATES = ("tripped", "not", "unknown")
_SEVERAL = "More than one country"
_ELSEWHERE = ("statements", "sources", "assessments", "topics", "countries", "signposts")


def reader_tag(kind: ReaderClass) -> Markup:
    """The name of a class of changes as a tag, with its meaning for those who ask."""
    name = kind.name.replace(" ", "-")
    return Markup('<span class="moved reader-{}" title="{}">{}</span>').format(name, kind.meaning, kind.name)


@dataclass(frozen=True)
class TrendColumn:
    """A week such as W37, and its year where that is not the column's before."""

    name: EscapedName
    year: EscapedName | None


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

    @cached_property
    def by_country(self) -> list[CountryNews]:
        """What is new, revised or first reported now in each country that has any of it, or a known trend.

        Statements and judgements stand elsewhere. What touches several countries is at the end.
        """
        kinds: dict[ShownChange, ReaderClass] = {}
        for change in self._changes():
            kind = self._kind_of(change)
            if kind is not None and kind is not MOVED and change.of not in _ELSEWHERE:
                kinds[change] = kind
        trends = {str(trend.countries[0]): trend for trend in self.trends}
        rows = {str(name): changes for name, changes in changes_by_country(self._page, kinds, _SEVERAL)}
        names = [str(country) for country in shown_entities(self._page, self._page.view.desk.region)]
        news = []
        for name in (*names, _SEVERAL):
            if name in rows or name in trends:
                changes = sorted(rows.get(name, []), key=lambda change: READER_CLASSES.index(kinds[change]))
                tagged = [(reader_tag(kinds[change]), change) for change in changes]
                news.append(CountryNews(EscapedName(name), trends.get(name), tagged))
        return news

    @cached_property
    def trend_issues(self) -> list[TrendColumn]:
        """The weeks of the last issues with trends, earliest first."""
        columns, before = [], ""
        for issue in shown_issues(self._page.view):
            year, _, week = issue.id.partition("-")
            columns.append(TrendColumn(EscapedName(week), EscapedName(year) if year != before else None))
            before = year
        return columns

    @cached_property
    def trend_history(self) -> list[TrendHistory]:
        """The trends of each country in those issues."""
        return trend_histories(self._page, shown_issues(self._page.view))

    @cached_property
    def called_off(self) -> list[ShownFact]:
        """Plans that were cancelled or postponed since the last issue."""
        kinds = ("events", "forces")
        off = [change.fact for change in self.changes if change.of in kinds and change.fact]
        view = self._page.view
        return [f for f in off if view.facts[f.id].headline.record.status in ("cancelled", "postponed")]

    def change_of(self, fact: ShownFact) -> ShownChange | None:
        """A fact's own change since the last issue."""
        return next((change for change in self.changes if change.fact and change.id == fact.id), None)

    def since(self, fact: ShownFact) -> Markup:
        """What became of a figure since the last issue: its move, its class, or "unchanged"."""
        change = self.change_of(fact)
        kind = self._kind_of(change) if change else None
        if change is None or kind is None:
            return Markup("unchanged")
        return change.difference or escape(kind.name)

    def _kind_of(self, change: ShownChange) -> ReaderClass | None:
        week = week_by_id(self._issue.id, self._page.view.desk)
        return reader_class(change.change, week.first, week.cutoff)

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
    def signposts(self) -> list[ShownIndicator]:
        """The signposts, those that moved first, then those that were observed, then those without reporting
        last."""
        view, changed = self._page.view, self._of("signposts")
        rows = []
        for signpost in view.signposts():
            change = changed.get(signpost.id)
            moved = change if change and change.substantive else None
            latest = latest_observation(signpost, view.at.last_day)
            judgement = view.standing(signpost.for_)
            question = question_of(view, judgement) if judgement else None
            rows.append(
                ShownIndicator(
                    ShownAnalysis(self._page, signpost),
                    moved,
                    UncitedDate(self._page, state_since(signpost, latest)) if latest else None,
                    ShownAnalysis(self._page, question) if question else None,
                    unreviewed(view, signpost) is not None,
                )
            )
        return sorted(rows, key=lambda row: (row.change is None, _STATES.index(row.state)))

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
    def trend_words(self) -> dict[str, str]:
        """The trend of each country that this issue gives one, by country id."""
        return {str(row.country): row.trend for row in self._rows}

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
        day = standing_since(self._page.view, rows[0].country, rows[0].trend) if len(rows) == 1 else None
        since = UncitedDate(self._page, PartialDate.of(day)) if day else None
        return ShownTrend(countries, rows[0].trend, self._was(rows[0]), since, shown, handling)

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
