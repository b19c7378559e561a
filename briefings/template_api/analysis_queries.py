"""Queries of what the desk and its sources think: judgements, positions, disagreements, trends."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from markupsafe import Markup

from ..facts import disputes, reporting, row_importance, staleness
from ..facts.claims import known_by
from ..records import weeks
from ..records.fact_kinds import Position
from ..records.judgements import Assessment, Signpost, Topic
from .cited_dates import uncited_date
from .escaped_names import EscapedName
from .page_queries import PageQueries, entity_id, sorted_as
from .template_disputes import ShownDispute
from .template_facts import ShownAnalysis, ShownFact, ShownPart, shown_entities
from .template_judgements import JudgementCourse, course_of
from .template_record import ShownRecord, shown_record
from .template_trends import shown_issues, trend_history


@dataclass(frozen=True)
class ShownReporting:
    """Up to which day reporting reaches, and the day of reporting before it; empty where there is none."""

    to: Markup
    before: Markup
    is_silent: bool  # nothing is as young as the desk's shortest review period
    follows_gap: bool  # there was nothing for longer than that before the latest


class AnalysisQueries(PageQueries):
    """Judgements and what came of them, positions, disputes, trends, and how far reporting reaches."""

    def positions(
        self, among: Iterable[ShownFact]
    ) -> list[tuple[object, list[tuple[ShownPart, list[ShownFact]]]]]:
        """Who stands where: [(matter, [(position, statements that say so)])], by the matter's question."""
        matters: dict[str, dict[tuple[str, ...], tuple[ShownPart, list[ShownFact]]]] = {}
        for fact in sorted(among, key=lambda f: (f.day, f.id), reverse=True):
            if fact.kind != "statements":
                continue
            records: tuple[Position, ...] = self._view.facts[fact.id].get("positions")
            for record, position in zip(records, fact.positions, strict=True):
                stance = (str(record.holder), record.stance, str(record.if_ or ""))
                matters.setdefault(str(record.on), {}).setdefault(stance, (position, []))[1].append(fact)
        stood = [list(stances.values()) for stances in matters.values()]
        asked = [(stances[0][0].on, stances) for stances in stood]
        return sorted(asked, key=lambda matter: sorted_as(str(matter[0])))

    def leading_statements(self, said: Iterable[ShownFact]) -> tuple[list[ShownFact], int]:
        """The statements, newest first, with at most one of a speaker and matter in front; and how many those
        are."""
        leading: list[ShownFact] = []
        others: list[ShownFact] = []
        seen: set[tuple[str, str]] = set()
        ranked = sorted(said, key=lambda s: row_importance.weight(self._view.facts[s.id]))
        for statement in sorted(ranked, key=lambda s: (s.day, s.hour_order), reverse=True):
            fact = self._view.facts[statement.id]
            key = str(fact.get("speaker")), str(fact.get("topic") or "")
            (others if key in seen else leading).append(statement)
            seen.add(key)
        return [*leading, *others], len(leading)

    def assessments(self, about: object = None, topic: Topic | None = None) -> list[ShownAnalysis]:
        """Standing judgements, of a country or within a topic's tags."""
        records = self._view.assessments(None if about is None else entity_id(about))
        return self._on_topic(records, topic)

    def course(self, judgement: ShownAnalysis) -> JudgementCourse:
        """What a judgement moved or replaced, and what came of it."""
        return course_of(self._page, judgement.record)

    def forecast_record(self) -> ShownRecord:
        """How the desk's judgements came out, by likelihood, with their score."""
        return shown_record(self._page)

    def history(self, judgement: ShownAnalysis) -> list[ShownAnalysis]:
        """A judgement and what it replaced, oldest first."""
        return [ShownAnalysis(self._page, item) for item in self._view.history(judgement.record)]

    def signposts(self, about: object = None, topic: Topic | None = None) -> list[ShownAnalysis]:
        """The signposts of a country or within a topic's tags."""
        records = self._view.signposts(None if about is None else entity_id(about))
        return self._on_topic(records, topic)

    def _on_topic(self, records: Iterable[Assessment | Signpost], topic: Topic | None) -> list[ShownAnalysis]:
        tags = set() if topic is None else set(topic.scope.tags)
        kept = [record for record in records if topic is None or set(record.tags) & tags]
        return [ShownAnalysis(self._page, record) for record in kept]

    def bottom_line(self, country: object) -> ShownAnalysis | None:
        """The latest bottom line of a country by the view's day."""
        line = staleness.latest_bottom_line(self._view.country(entity_id(country)), self._view.at.last_day)
        return None if line is None else ShownAnalysis(self._page, line)

    def trend_history(self, country: object) -> list[tuple[EscapedName, str]]:
        """The week and the trend of a country in each of the last issues that give one, earliest first."""
        issues, id = shown_issues(self._view), entity_id(country)
        found = next(shown_entities(self._page, [id]), None) if id in self._view.desk.region else None
        if found is None:
            return []
        trends = trend_history(self._page, found, issues).trends
        named = (EscapedName(issue.id.partition("-")[2]) for issue in issues)
        return [(week, trend) for week, trend in zip(named, trends, strict=True) if trend]

    def written(self, topic: Topic) -> bool:
        """True if a topic's text was written by the view's day; a later one may say what was unknown."""
        return known_by(topic, self._view.at.known)

    def issue(self, week: str) -> ShownAnalysis | None:
        """The text of an issue; None before its cut-off, when a view could not know it yet."""
        issue = self._view.issue(week)
        if issue is None or weeks.week_by_id(week, self._view.desk).cutoff > self._view.at.last_day:
            return None
        return ShownAnalysis(self._page, issue)

    def disputes(self, about: object = None, among: Iterable[ShownFact] | None = None) -> list[ShownDispute]:
        """The claims that cannot all be right: within one fact, or between rivals."""
        shown = [
            ShownDispute(self._page, dispute)
            for dispute in disputes.touching_facts(self._view, self._among(among, about))
        ]
        self._page.asked(
            f"disputes({entity_id(about)})", [fact for dispute in shown for fact in dispute.facts]
        )
        return shown

    def tensions(self, among: Iterable[ShownFact]) -> list[tuple[ShownFact, list[ShownFact]]]:
        """Facts that pull against each other though both may be true."""
        pairs, seen = [], set()
        for fact in among:
            stored = self._view.facts[fact.id]
            others = [other for ref in stored.record.tension if (other := self._view.fact(ref))]
            others = [other for other in others if frozenset((stored.id, other.id)) not in seen]
            seen |= {frozenset((stored.id, other.id)) for other in others}
            if others:
                pairs.append((fact, self._answer(f"tension({fact.id})", others)))
        return pairs

    def single_source(self, among: Iterable[ShownFact]) -> list[ShownFact]:
        """Those of the facts that rest on one origin only."""
        return [fact for fact in among if fact.origins == 1]

    def reporting(self, found: Iterable[ShownFact] | None = None) -> ShownReporting:
        """Up to which day there is reporting of the facts, of all that this view shows if none are given."""
        facts = self._among(found, None)
        self._page.asked("reporting()", facts)
        days = reporting.reporting_days(self._view, facts)
        to, before, *_ = [*(uncited_date(self._page.locale, day) for day in days[:2]), Markup(""), Markup("")]
        return ShownReporting(
            to, before, reporting.is_silent(self._view, days), reporting.follows_gap(self._view, days)
        )
