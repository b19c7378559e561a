"""Queries of what happened and of what is to come, in the order of its days."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from typing import Protocol

from markupsafe import Markup

from ..facts import plans, row_importance
from ..facts.claims import Fact
from ..facts.lookup_keys import PLANS
from ..records.fact_records import CALENDAR_STATUSES
from .cited_dates import CitedDate
from .fact_details import event_details, force_details
from .page_queries import PageQueries, entity_id, moment
from .plan_outcomes import came_of
from .template_facts import ShownFact, shown_facts

_MOST_BESIDE = 12  # events of neighbours on a page; more would drown the country's own
_UNDATED_PLAN = timedelta(days=183)  # after its report, a plan without a day is no longer told as ahead


class IssueWeek(Protocol):
    """A template's `doc`, as far as queries of an issue's week ask it."""

    period_first: date
    period_last: date
    in_period: Callable[[list[ShownFact]], list[ShownFact]]


class EventQueries(PageQueries):
    """What happened, newest or oldest first, and what is still ahead."""

    def timeline(
        self, about: object, kinds: Iterable[str] = ("events",), last: int | None = 5
    ) -> list[ShownFact]:
        """The latest dated facts of the kinds that speak of an entity, oldest first; nothing ahead."""
        dated = [
            f
            for f in self._view.about(entity_id(about), kinds)
            if self._is_in_timeline(f) and f.date.first <= self._view.at.as_of
        ]
        latest = sorted(dated, key=moment)
        latest = latest if last is None else latest[-last:]
        return self._answer(f"timeline({entity_id(about)}, {last})", latest)

    def _is_in_timeline(self, fact: Fact) -> bool:
        """True for what happened on a day, and for what was called off and has no other day ahead."""
        if plans.is_called_off(fact) and plans.new_day(fact) is None:
            return True
        return bool(fact.stated_date) and (plans.has_happened(fact) or plans.is_held(self._view, fact))

    def calendar(
        self, about: object = None, among: Iterable[ShownFact] | None = None, days: int = 0
    ) -> list[ShownFact]:
        """Planned and scheduled things still to come, by date, undated ones last; within `days` if given."""
        every = among is None and about is None
        facts = self._view.among(PLANS) if every else self._among(among, about)
        limit = self._view.at.as_of + timedelta(days=days) if days else date.max
        ahead = [f for f in facts if self._ahead(f, limit)]
        moments = {f.id: day.first if (day := plans.day_ahead(f)) else date.max for f in ahead}
        ahead.sort(key=lambda f: (moments[f.id], f.hour_order, f.id))
        return self._answer(f"calendar({entity_id(about)}, {days})", ahead)

    def _ahead(self, fact: Fact, limit: date) -> bool:
        """True if a plan is still ahead: its day is to come, or it has none and is of the last half year.

        What was postponed is listed however far off its new day is, what was cancelled until its day is over.
        """
        status = fact.headline.record.status
        if fact.kind not in ("events", "forces") or status not in CALENDAR_STATUSES:
            return False
        day, put_off = plans.day_ahead(fact), status == "postponed"
        if day is None:
            recent = self._view.at.as_of - fact.headline.source.published.last < _UNDATED_PLAN
            return recent and status != "cancelled" and (limit == date.max or put_off)
        if day.last == self._view.at.as_of:  # due on the day itself, unless it is known to have been held
            return not plans.is_held(self._view, fact)
        return day.last > self._view.at.as_of and (day.first <= limit or put_off)

    def came_of(self, fact: ShownFact) -> Markup:
        """What came of a plan: "postponed from 3 to 9 May 2021", "cancelled", "held"; else nothing."""
        return came_of(self._page, self._view.facts[fact.id])

    def details(self, fact: ShownFact) -> Markup:
        """What is known of an event or a force beside its label: where, with whom …; else nothing."""
        if fact.kind == "events":
            return event_details(fact, str(self._view.facts[fact.id].get("title") or ""))
        return force_details(fact, str(self.label(fact))) if fact.kind == "forces" else Markup("")

    def day_ahead(self, fact: ShownFact) -> CitedDate | None:
        """The day for which a plan now stands; None if it was postponed without another."""
        return fact.planned if plans.day_ahead(self._view.facts[fact.id]) else None

    def past(self, found: Iterable[ShownFact]) -> list[ShownFact]:
        """Those of the facts that have happened, or did not happen on their day, oldest first."""
        facts = [self._view.facts[fact.id] for fact in found]
        planned = [f for f in facts if not plans.has_happened(f) and f.date.first <= self._view.at.as_of]
        facts = [f for f in facts if plans.has_happened(f) or (f in planned and self._is_in_timeline(f))]
        return shown_facts(self._page, sorted(facts, key=moment))

    def newest(self, found: Iterable[ShownFact], most: int | None) -> list[ShownFact]:
        """The latest of the facts, newest first, those of a moment by their importance."""
        ranked = sorted(found, key=lambda f: row_importance.weight(self._view.facts[f.id]))
        return sorted(ranked, key=lambda f: (f.day, f.hour_order), reverse=True)[:most]

    def latest(self, kind: str, about: object, most: int | None) -> list[ShownFact]:
        """The latest facts of a kind that speak of an entity, newest first."""
        return self.newest(self.about(about, [kind]), most)

    def fresh(self, doc: IssueWeek) -> list[ShownFact]:
        """The facts that became visible in an issue's week."""
        return self._answer(
            "fresh()",
            [
                self._view.facts[f.id]
                for f in doc.in_period(shown_facts(self._page, self._view.facts.values()))
            ],
        )

    def beside(self, country: object) -> list[ShownFact]:
        """The latest events of the countries beside one that do not speak of it, newest first."""
        id = entity_id(country)
        near = {side for fact in self._view.of_kind("borders", of=id) for side in fact.get("between")} - {id}
        found = {fact.id: fact for side in sorted(near) for fact in self._view.about(side, ["events"])}
        ours = {fact.id for fact in self._view.about(id, ["events"])}
        past = [
            fact
            for fact in found.values()
            if fact.id not in ours and self._is_in_timeline(fact) and fact.date.first <= self._view.at.as_of
        ]
        latest = sorted(sorted(past, key=row_importance.weight), key=_when, reverse=True)
        return self._answer(f"beside({id})", latest[:_MOST_BESIDE])


def _when(fact: Fact) -> tuple[date, date, str]:
    return fact.date.first, fact.date.last, fact.hour_order
