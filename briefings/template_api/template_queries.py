"""The queries of templates: `facts`, bound to one page that remembers every question and its answer."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Protocol, TypeVar

from markupsafe import Markup, escape

from ..core import wording
from ..core.markings import Marking, highest
from ..core.problems import BriefingsError
from ..facts import country_strip, disputes, importance, key_figures, labels, plans, reporting, staleness
from ..facts.claims import known_by
from ..facts.computed_numbers import ComputationError, computed_number
from ..facts.fact_base import Fact, View
from ..records import weeks
from ..records.entities import Organization
from ..records.fact_kinds import (
    FACT_KINDS,
    Border,
    ForceClaim,
    Position,
    StatementClaim,
)
from ..records.field_types import Ref
from ..records.judgements import Assessment, Issue, Signpost, Topic
from .cited_values import CitedComputation, CitedDate, EscapedName, PageContext, uncited_date
from .fact_details import event_details, force_details
from .plan_outcomes import came_of
from .template_disputes import ShownDispute
from .template_facts import ShownAnalysis, ShownEntity, ShownFact, ShownPart, shown_entities, shown_facts
from .template_judgements import JudgementCourse, course_of
from .template_record import ShownRecord, shown_record
from .template_trends import shown_issues, trend_histories

if TYPE_CHECKING:
    from ..pictures.country_shapes import Atlas
    from ..pictures.map_data import DrawnMap

_KINDS = {kind.kind for kind in FACT_KINDS}
# What a list of things to come tells of: what was called off too, until its day has passed.
_STATUSES_AHEAD = ("planned", "scheduled", "postponed", "cancelled")
_MOST_BESIDE = 12  # events of neighbours on a page; more would drown the country's own
_UNDATED_PLAN = timedelta(days=183)  # after its report, a plan without a day is no longer told as ahead


class IssueWeek(Protocol):
    """A template's `doc`, as far as queries of an issue's week ask it."""

    period_first: date
    period_last: date
    in_period: Callable[[list[ShownFact]], list[ShownFact]]


class Handled(Protocol):
    """Anything shown by a template that may have a marking of its own."""

    @property
    def handling(self) -> Marking | None:
        """The highest marking of it and of what it shows; None if it has none of its own."""


class ListedChange(Protocol):
    """A change as templates see it, as far as lists of changes ask it."""

    kind: str
    of: str
    id: EscapedName
    rank: int
    substantive: bool
    own_section: bool
    countries: list[Ref]
    fact: ShownFact | None


C = TypeVar("C", bound=ListedChange)
R = TypeVar("R", ShownFact, ShownAnalysis)


class Count(int):
    """How many a query found: the one bare number a template may print."""

    def __html__(self) -> Markup:
        return escape(str(int(self)))


class Picture(Markup):
    """An inline SVG; `places` cites the sources of its places, `unplaced` are facts it could not show."""

    places: Markup = Markup("")
    unplaced: Sequence[ShownFact] = ()
    handling: Marking | None = None  # the highest of what it shows
    capital: Markup = Markup("")  # what is to be known of the capital that it marks
    why: str = ""  # it could not show those
    remarks: Markup | EscapedName = Markup("")  # what is to be known of its lines and names
    missing: ShownEntity | None = None  # the country whose shape the map data does not have


@dataclass(frozen=True)
class ShownReporting:
    """Up to which day reporting reaches, and the day of reporting before it; empty where there is none."""

    to: Markup
    before: Markup
    is_silent: bool  # nothing is as young as the desk's shortest review period
    follows_gap: bool  # there was nothing for longer than that before the latest


class Facts:
    """Queries of one page. `facts.borders(of=country)` and so on for every kind; the rest are named below."""

    def __init__(self, page: PageContext) -> None:
        self._page = page
        self._view: View = page.view

    def __getattr__(self, kind: str) -> Callable[..., list[ShownFact]]:
        if kind not in _KINDS:
            raise AttributeError(f"no query {kind!r}")

        def query(**criteria: object) -> list[ShownFact]:
            found = self._by_name(self._view.of_kind(kind, **criteria), _id(criteria.get("of")))
            return self._answer(f"{kind}({_spoken(criteria)})", found)

        return query

    def _by_name(self, found: Iterable[Fact], of: str) -> list[Fact]:
        """Borders by the names that their rows begin with; those of a country by its neighbours' names."""

        def printed(fact: Fact) -> str:
            between = fact.record.between if isinstance(fact.record, Border) else ()
            sides = [labels.entity_name(self._view, side) for side in between if side != of]
            return _sorted_as(" ".join(sides))

        return sorted(found, key=printed)  # other facts keep their order, by date

    def _answer(self, question: str, found: Iterable[Fact]) -> list[ShownFact]:
        facts = list(found)
        self._page.asked(question, facts)
        return shown_facts(self._page, _each_once(facts))

    # -- facts

    def fact(self, id: str) -> ShownFact | None:
        """One fact by id, or None where this view does not show it."""
        fact = self._view.fact(id)
        self._page.asked(f"fact({id})", [fact] if fact else [])
        return ShownFact(self._page, fact) if fact else None

    def about(self, entity: object, kinds: Iterable[str] = ()) -> list[ShownFact]:
        """The facts that speak of an entity, of the kinds given or of all."""
        kinds = tuple(kinds)
        return self._answer(f"about({_id(entity)}, {','.join(kinds)})", self._view.about(_id(entity), kinds))

    def scope(self, topic: Topic, kind: str) -> list[ShownFact]:
        """The facts of one kind that a topic is about."""
        found = [f for f in self._view.scope(topic) if f.kind == kind and not f.headline.record.negated]
        return self._answer(f"scope({topic.id}, {kind})", self._by_name(found, ""))

    def count(self, found: Iterable[object]) -> Count:
        """How many of what queries found: facts, changes, judgements, entities, disputes.

        The page is marked as highly as what it counts: without it the number would be another.
        """
        answers = list(found)
        if not all(
            isinstance(one, ShownFact | ShownEntity | ShownDispute | ShownAnalysis) or hasattr(one, "fact")
            for one in answers
        ):
            raise BriefingsError(
                "facts.count() of what no query found", "count facts, changes, judgements or entities"
            )
        for one in answers:
            self._page.marked(getattr(one, "handling", None))
        return Count(len(answers))

    def label(self, fact: ShownFact, within: object = "") -> Markup:
        """The name of a fact in a list, escaped: an event's title, a statement's text."""
        label = self._label(fact, within)
        if not _id(within):
            self._page.labels[fact.id] = label
        return label

    def _label(self, fact: ShownFact, within: object) -> Markup:
        stored = self._view.facts[fact.id]
        head = stored.headline.record
        denied = Markup(" (reported as not so)") if head.negated else Markup("")
        if isinstance(head, StatementClaim):
            return Markup("{}: {}").format(fact.speaker.opening, fact.text) + denied
        named = isinstance(head, ForceClaim) and stored.get("name")
        fact.rests_on(*labels.label_keys(stored))
        if head.heading and not named and (heading := stored.get(head.heading)):
            text = Markup(self._page.compile(self._page, heading).rstrip("."))
            where = [place for place in labels.destinations(self._view, stored) if place not in str(text)]
            unsaid = Markup(" ({})").format(wording.listed(where)) if where and not _id(within) else ""
            return text + unsaid + denied
        return escape(labels.fact_label(self._view, stored, _id(within))) + denied

    def timeline(
        self, about: object, kinds: Iterable[str] = ("events",), last: int | None = 5
    ) -> list[ShownFact]:
        """The latest dated facts of the kinds that speak of an entity, oldest first; nothing ahead."""
        dated = [
            f
            for f in self._view.about(_id(about), kinds)
            if self._is_in_timeline(f) and f.date.first <= self._view.at.as_of
        ]
        latest = sorted(dated, key=_moment)
        latest = latest if last is None else latest[-last:]
        return self._answer(f"timeline({_id(about)}, {last})", latest)

    def _is_in_timeline(self, fact: Fact) -> bool:
        """True for what happened on a day, and for what was called off and has no other day ahead."""
        if plans.is_called_off(fact) and plans.new_day(fact) is None:
            return True
        return bool(fact.stated_date) and (plans.has_happened(fact) or plans.is_held(self._view, fact))

    def calendar(
        self, about: object = None, among: Iterable[ShownFact] | None = None, days: int = 0
    ) -> list[ShownFact]:
        """Planned and scheduled things still to come, by date, undated ones last; within `days` if given."""
        facts = self._among(among, about)
        limit = self._view.at.as_of + timedelta(days=days) if days else date.max
        ahead = [f for f in facts if self._ahead(f, limit)]
        moments = {f.id: day.first if (day := plans.day_ahead(f)) else date.max for f in ahead}
        ahead.sort(key=lambda f: (moments[f.id], f.hour_order, f.id))
        return self._answer(f"calendar({_id(about)}, {days})", ahead)

    def _ahead(self, fact: Fact, limit: date) -> bool:
        """True if a plan is still ahead: its day is to come, or it has none and is of the last half year.

        What was postponed is listed however far off its new day is, what was cancelled until its day is over.
        """
        status = fact.headline.record.status
        if fact.kind not in ("events", "forces") or status not in _STATUSES_AHEAD:
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

    def _among(self, among: Iterable[ShownFact] | None, about: object) -> list[Fact]:
        if among is None:
            return list(self._view.facts.values() if about is None else self._view.about(_id(about)))
        facts = [self._view.facts[fact.id] for fact in among]
        return facts if about is None else [f for f in facts if _id(about) in f.entities]

    def past(self, found: Iterable[ShownFact]) -> list[ShownFact]:
        """Those of the facts that have happened, or did not happen on their day, oldest first."""
        facts = [self._view.facts[fact.id] for fact in found]
        planned = [f for f in facts if not plans.has_happened(f) and f.date.first <= self._view.at.as_of]
        facts = [f for f in facts if plans.has_happened(f) or (f in planned and self._is_in_timeline(f))]
        return shown_facts(self._page, sorted(facts, key=_moment))

    def newest(self, found: Iterable[ShownFact], most: int | None) -> list[ShownFact]:
        """The latest of the facts, newest first."""
        return sorted(found, key=lambda f: (f.day, f.hour_order, f.id), reverse=True)[:most]

    def latest(self, kind: str, about: object, most: int | None) -> list[ShownFact]:
        """The latest facts of a kind that speak of an entity, newest first."""
        return self.newest(self.about(about, [kind]), most)

    def of(self, found: Iterable[ShownFact], kind: str) -> list[ShownFact]:
        """Those of the facts that are of a kind, in the order given."""
        return [fact for fact in found if fact.kind == kind]

    def fresh(self, doc: IssueWeek) -> list[ShownFact]:
        """The facts that became visible in an issue's week."""
        return self._answer(
            "fresh()",
            [
                self._view.facts[f.id]
                for f in doc.in_period(shown_facts(self._page, self._view.facts.values()))
            ],
        )

    def forces_of(self, country: object, most: int | None = None) -> list[ShownFact]:
        """Bases in a country or of it, then its latest movements and exercises."""
        asserted = [f for f in self._view.about(_id(country), ["forces"]) if not f.headline.record.negated]
        # where nothing later is held, what ended long ago is still better than "no data"
        forces = [f for f in asserted if staleness.still_matters(self._view, f)] or asserted
        forces.sort(
            key=lambda f: (
                self._view.is_over(f),
                importance.is_weak_plan(f),
                f.get("type") != "base",
                -f.date.first.toordinal(),
                *importance.weight(f),
            )
        )
        return self._answer(f"forces_of({_id(country)}, {most})", forces[:most])

    def standing_in(self, country: object) -> list[ShownFact]:
        """The memberships of a country by date, one a body and role, and those that ended lately.

        A suspension or a notice of withdrawal is no row of its own but a part of the membership that it
        overlays (`overlays`). A role that another followed in the same body is left out; one that ended more
        than five years ago too, unless nothing else is held.
        """
        held = [f for f in self._view.of_kind("memberships", member=_id(country), ended=True)]
        overlaid = {overlay.id for fact in held for overlay in self._view.overlays(fact)}
        roles = [f for f in held if f.id not in overlaid]
        current = [f for f in roles if not self._view.is_over(f)]
        bodies = {f.get("of") for f in current}
        former = [f for f in roles if f not in current and f.get("of") not in bodies]
        lately = [f for f in former if staleness.still_matters(self._view, f)]
        chosen = current + lately or former
        return self._answer(f"standing_in({_id(country)})", [f for f in held if f in chosen])

    def non_memberships(self, country: object) -> list[ShownFact]:
        """Bodies that a source says the country is not in."""
        memberships = self._view.of_kind("memberships", member=_id(country), negated=True)
        return self._answer(
            f"non_memberships({_id(country)})", [f for f in memberships if f.headline.record.negated]
        )

    def headline(self, found: Iterable[ShownFact], most: int) -> list[ShownFact]:
        """Those of the facts that may be key figures: the firm ones first, then best graded and latest."""
        stored = key_figures.added(self._view, (self._view.facts[fact.id] for fact in found))
        return shown_facts(self._page, stored[:most])

    def by_body(self, memberships: Iterable[ShownFact]) -> list[tuple[ShownEntity, list[ShownFact]]]:
        """Memberships by the body they are of, current ones only, each with what overlays it."""
        memberships = [f for f in memberships if not f.is_over]
        overlaid = {overlay.id for fact in memberships for overlay in fact.overlays}
        bodies: dict[str, list[ShownFact]] = {}
        for fact in memberships:
            if fact.id not in overlaid:
                bodies.setdefault(fact.of.id, []).append(fact)
        rows = sorted(bodies.values(), key=lambda facts: _sorted_as(str(facts[0].of)))
        return [
            (facts[0].of, sorted(facts, key=lambda f: (f.role, _sorted_as(str(f.member))))) for facts in rows
        ]

    def founded(self, body: object) -> Markup:
        """The earliest founding instrument of a body, for its heading: "Charter, 7 Jun 2002 (reported)"."""
        record = self._view.record("organizations", _id(body), Organization)
        if record is None or not record.founding:
            return Markup("")
        first = min(record.founding, key=lambda instrument: instrument.signed.first)
        self._page.marked(first.marking)
        locale = self._page.locale
        text = Markup("{}, {}").format(
            EscapedName(first.name), uncited_date(locale, first.signed, short=True)
        )
        if first.in_force:
            text += Markup(", in force {}").format(uncited_date(locale, first.in_force, short=True))
        if first.certainty != "stated":
            text += Markup(" ({})").format(first.certainty)
        if first.note:
            text += Markup("; {}").format(Markup(self._page.compile(self._page, first.note).rstrip(".")))
        return text + self._page.cite(self._view.source(first.source), first.at)

    def by_country(self, changes: Iterable[C]) -> list[tuple[EscapedName, list[C]]]:
        """Substantive changes by the region's countries they touch; several at once: at the end.

        New events and statements are left out: they have sections of their own.
        """
        listed = [change for change in changes if change.substantive and not change.own_section]
        return changes_by_country(self._page, listed, "More than one country")

    def minor(self, changes: Iterable[C]) -> list[tuple[str, list[C]]]:
        """The other changes by their class: further sources, offices told for the first time."""
        groups: dict[str, list[C]] = {}
        for change in changes:
            if not change.substantive and change.fact is not None:
                groups.setdefault(change.kind, []).append(change)
        return sorted(groups.items())

    def cited(self, found: Iterable[ShownFact]) -> Markup:
        """The citations of the facts, one for each source."""
        marks = {self._view.facts[fact.id].headline.source.id: fact.cite for fact in reversed(list(found))}
        return Markup("").join(reversed(marks.values()))

    def marked(self, shown: Handled | list[Handled]) -> Markup:
        """The attribute that marks what no fact cited in it marks so highly; empty for the lowest marking."""
        things: list[Handled] = shown if isinstance(shown, list) else [shown]
        marking = highest(thing.handling for thing in things)
        if marking is None or marking <= self._view.desk.marking:
            return Markup("")
        return Markup(' data-marking="{}"').format(marking.value)

    @property
    def disclaimer(self) -> EscapedName:
        """Whose lines the maps show, in the desk's words."""
        return EscapedName(self._view.desk.boundaries)

    def map(self, country: object, wide: bool = False) -> Picture:
        """A country among its neighbours by the borders held; `missing` if the map data does not have it."""
        from ..pictures import map_data

        id = _id(country)
        drawn = self._drawn(f"map({id})", lambda atlas: map_data.country_map(self._view, atlas, id, wide))
        record = self._view.country(id)
        if record.capital and (record.capital_certainty != "stated" or record.capital_note):
            self._page.marked(record.marking)
            drawn.handling = highest((drawn.handling, record.marking))
            doubt = f" ({record.capital_certainty})" if record.capital_certainty != "stated" else ""
            note = self._page.compile(self._page, record.capital_note) if record.capital_note else ""
            drawn.capital = Markup("{}{}. {}").format(EscapedName(record.capital), doubt, note)
        return drawn

    def flow_map(self, found: Iterable[ShownFact], key: str, title: str) -> Picture:
        """A map of movements by displacement facts: an arrow for each number, its style by how real it is."""
        from ..pictures import map_data

        facts = [self._view.facts[fact.id] for fact in found]
        return self._drawn(
            f"flow_map({key})",
            lambda atlas: map_data.movement_map(self._view, atlas, facts, self._text, key, title),
        )

    def bloc_map(self, found: Iterable[ShownFact], key: str, title: str) -> Picture:
        """Who is of which body, by membership facts: a small map a body, its members filled by their role."""
        from ..pictures import map_data

        facts = [self._view.facts[fact.id] for fact in found]
        return self._drawn(
            f"bloc_map({key})", lambda atlas: map_data.membership_maps(self._view, atlas, facts, key, title)
        )

    def force_map(self, found: Iterable[ShownFact], key: str, title: str) -> Picture:
        """Bases, exercises and troops at their places; those without one are named beside it."""
        from ..pictures import point_data

        facts = [self._view.facts[fact.id] for fact in found]
        return self._drawn(
            f"force_map({key})", lambda atlas: point_data.force_map(self._view, atlas, facts, key, title)
        )

    def event_map(self, found: Iterable[ShownFact], key: str, title: str, measure: str = "killed") -> Picture:
        """Events at their places, as large as a measure of them; those without one are named beside it."""
        from ..pictures import point_data

        facts = [self._view.facts[fact.id] for fact in found]
        return self._drawn(
            f"event_map({key}, {measure})",
            lambda atlas: point_data.event_map(self._view, atlas, facts, measure, key, title),
        )

    def trend_map(self, trends: Mapping[str, str], key: str, title: str) -> Picture:
        """The region, each country with the sign of its trend."""
        from ..pictures import map_data

        return self._drawn(
            f"trend_map({key})", lambda atlas: map_data.region_trends(self._view, atlas, trends, key, title)
        )

    def _drawn(self, question: str, draw: Callable[[Atlas], DrawnMap]) -> Picture:
        """A map, with the facts it prints and the sources of the places on it answered for."""
        if self._page.atlas is None:
            return Picture()
        drawn = draw(self._page.atlas)
        self._page.asked(question, drawn.facts)
        for fact in drawn.facts if drawn.svg else ():
            self._page.printed(fact)
        cites = {}
        for place in drawn.places if drawn.svg else ():
            self._page.marked(place.marking)
            cites[place.source] = self._page.cite(self._view.source(place.source))
        picture = Picture(drawn.svg)
        picture.places = Markup("").join(cites.values())
        picture.missing = next(shown_entities(self._page, filter(None, [drawn.missing])), None)
        marks = [*map(self._view.marking_of, drawn.facts), *(place.marking for place in drawn.places)]
        picture.handling = highest(marks)
        picture.remarks, picture.why = EscapedName(drawn.remarks), drawn.why
        picture.unplaced = shown_facts(self._page, drawn.unplaced if drawn.svg else ())
        return picture

    def chart(self, found: Iterable[ShownFact], key: str, title: str) -> Markup:
        """A chart of the facts' numbers; empty where there are too few of one unit."""
        from ..pictures.chart_data import amount_chart

        facts = [self._view.facts[fact.id] for fact in found]
        self._page.asked(f"chart({key})", facts)
        return Markup(amount_chart(self._view, facts, self._text, key, title))

    def series(self, found: Iterable[ShownFact], key: str, title: str) -> Markup:
        """A small line chart for each fact with three or more dated values; empty without any."""
        from ..pictures.series_data import fact_series

        facts = [self._view.facts[fact.id] for fact in found]
        self._page.asked(f"series({key})", facts)
        return Markup(fact_series(self._view, facts, self._text, key, title))

    def grid(self, found: Iterable[ShownFact], key: str, title: str) -> Markup:
        """Members and bodies as a grid; empty for a single body."""
        from ..pictures.chart_data import body_grid

        facts = [self._view.facts[fact.id] for fact in found]
        self._page.asked(f"grid({key})", facts)
        return Markup(body_grid(self._view, facts, key, title))

    def chronology(self, found: Iterable[ShownFact], key: str, title: str) -> Markup:
        """A timeline of the latest of the facts that have a date; empty where there are too few."""
        from ..pictures.chart_data import event_timeline

        facts = [self._view.facts[fact.id] for fact in found]
        self._page.asked(f"chronology({key})", facts)
        return Markup(event_timeline(self._view, facts, self._text, key, title))

    def aged(self, fact: ShownFact) -> Markup:
        """The age of a figure: since when later sources agree, and a mark if its review is overdue."""
        stored = self._view.facts[fact.id]
        remarks = Markup("")
        if since := staleness.unchanged_since(stored):
            remarks += Markup(" · unchanged since {}").format(
                uncited_date(self._page.locale, since, short=True)
            )
        due = staleness.review_schedule(self._view, stored)
        if due is not None and due.days_overdue(self._view.at.last_day) > 0:
            meaning = "Older than the desk's review period for such facts"
            age = EscapedName(wording.age((self._view.at.last_day - due.told).days))
            remarks += Markup(' · <span class="aged" title="{}">{}</span>').format(meaning, age)
        return remarks

    def spark(self, fact: ShownFact) -> Markup:
        """A line through the states that a fact's claims give, day by day; empty for a single one."""
        from ..pictures.chart_data import state_sparkline

        stored = self._view.facts[fact.id]
        self._page.printed(stored)
        drawn = state_sparkline(self._view, stored, f"spark-{fact.id}")
        return (
            Markup('<span class="series" data-fact="{}">{}</span>').format(fact.id, Markup(drawn))
            if drawn
            else Markup("")
        )

    def _text(self, fact: Fact) -> str:
        """A fact's label for a picture: without its tags, and without script that pictures cannot set."""
        return labels.RIGHT_TO_LEFT.sub("…", self.label(ShownFact(self._page, fact)).striptags())

    # -- what goes first where room is short

    def ranked(self, name: str, rows: Iterable[R], as_given: bool = False) -> list[R]:
        """The rows of a list that may be cut, each with its rank: facts by importance, others as given.

        `as_given`: the order given, newest or most important first, is that of importance.
        """
        given = list(rows)
        facts = [row for row in given if isinstance(row, ShownFact)]
        changed = self._page.change_tags.__contains__
        order: list[R] = given
        if not facts:
            order = sorted(given, key=lambda row: not changed(row.id))
        elif not as_given:
            stored = importance.by_importance((self._view.facts[row.id] for row in facts), changed)
            place = {fact.id: number for number, fact in enumerate(stored)}
            order = sorted(given, key=lambda row: place[row.id])
        for number, row in enumerate(order):
            row.row = Markup(' data-row="{}"').format(importance.row_rank(name, number))
            if isinstance(row, ShownFact):
                row.row += self._in_topics(row)
        return order

    def _in_topics(self, row: ShownFact) -> Markup:
        """The attribute that names the topics which hold a fact: where to read what has no room here."""
        topics = self._view.topics_of(self._view.facts[row.id])
        titles = "|".join(topic.title for topic in topics if topic.marking is None)
        return Markup(' data-in="{}"').format(titles) if titles else Markup("")

    def kept(self, name: str) -> Markup:
        """The attribute of a row that is cut only where no other is left: a dispute, a correction."""
        return Markup(' data-row="{}"').format(importance.row_rank(name, 0))

    def beside(self, country: object) -> list[ShownFact]:
        """The latest events of the countries beside one that do not speak of it, newest first."""
        id = _id(country)
        near = {side for fact in self._view.of_kind("borders", of=id) for side in fact.get("between")} - {id}
        found = {fact.id: fact for side in sorted(near) for fact in self._view.about(side, ["events"])}
        ours = {fact.id for fact in self._view.about(id, ["events"])}
        past = [
            fact
            for fact in found.values()
            if fact.id not in ours and self._is_in_timeline(fact) and fact.date.first <= self._view.at.as_of
        ]
        return self._answer(f"beside({id})", sorted(past, key=_moment, reverse=True)[:_MOST_BESIDE])

    # -- figures and disputes

    def heads(self, country: object) -> list[ShownFact]:
        """The offices at the head of a country that are held on the page's day, the highest first."""
        return self._answer(f"heads({_id(country)})", country_strip.heads(self._view, _id(country)))

    def strip_figures(self, country: object) -> list[ShownFact]:
        """Population, area, economy and armed forces of a country, each as last stated; what is there."""
        figures = country_strip.strip_figures(self._view, _id(country))
        return self._answer(f"strip_figures({_id(country)})", figures)

    def capital(self, country: object) -> Markup:
        """A country's capital with the source of its place; empty if there is no such source."""
        record = self._view.country(_id(country))
        place = country_strip.capital_place(self._view, record)
        if record.capital is None or place is None:
            return Markup("")
        self._page.marked(highest((record.marking, place.marking)))
        doubt = f" ({record.capital_certainty})" if record.capital_certainty != "stated" else ""
        return escape(EscapedName(record.capital + doubt)) + self._page.cite(self._view.source(place.source))

    def sum(self, *facts: object) -> CitedComputation:
        """The sum of facts given by id or as found: bounds added, units converted, all sources cited."""
        return self._derived("sum", facts)

    def difference(self, larger: object, smaller: object) -> CitedComputation:
        """The larger fact's number less the smaller one's, with the sources of both."""
        return self._derived("difference", (larger, smaller))

    def share(self, part: object, whole: object) -> CitedComputation:
        """The part in per cent of the whole."""
        return self._derived("share", (part, whole))

    def _derived(self, formula: str, facts: Iterable[object]) -> CitedComputation:
        ids = [_id(fact) for fact in facts]
        visible = [fact for id in ids if (fact := self._view.fact(id)) is not None]
        if len(visible) < max(len(ids), 2):
            missing = ", ".join(id for id in ids if self._view.fact(id) is None) or "a second fact"
            raise BriefingsError(f"{formula}(): not in this view: {missing}", "facts that this view shows")
        self._page.asked(f"{formula}({', '.join(ids)})", visible)
        try:
            return CitedComputation(self._page, computed_number(self._view, formula, visible))
        except ComputationError as refusal:
            raise BriefingsError(
                f"{formula}(): {refusal} [{refusal.code}]", f"expected {refusal.expected}"
            ) from None

    def picked(self, record: Topic | Issue) -> list[ShownFact]:
        """The key figures that a record picks; a weak one does not lead unless it is the `leading_figure`."""
        leading = str(record.leading_figure or "")
        chosen = key_figures.picked(self._view, record.key_figures, leading)
        return self._answer(f"picked({record.id})", chosen)

    def weaknesses(self, fact: ShownFact) -> list[EscapedName]:
        """The reasons why a figure is weak: "single source", "doubtful", "not judged"; none if it is firm."""
        stored = self._view.facts[fact.id]
        return [EscapedName(words) for words in key_figures.weaknesses(stored)]

    def firm(self, figures: Iterable[ShownFact]) -> list[ShownFact]:
        """Those of the facts that are not weak."""
        return [fact for fact in figures if not self.weaknesses(fact)]

    def key_figures(self, country: object, most: int = key_figures.MOST) -> list[ShownFact]:
        """The numbers a country's page opens with: those its record names, then its own."""
        id = _id(country)
        return self._answer(f"key_figures({id}, {most})", key_figures.of_country(self._view, id)[:most])

    def named(self, ids: Iterable[str]) -> list[ShownFact]:
        """Facts by id, in the order given; those this view does not show are left out."""
        ids = [str(id) for id in ids]
        return self._answer(f"named({','.join(ids)})", [f for id in ids if (f := self._view.fact(id))])

    def disputes(self, about: object = None, among: Iterable[ShownFact] | None = None) -> list[ShownDispute]:
        """The claims that cannot all be right: within one fact, or between rivals."""
        shown = [
            ShownDispute(self._page, dispute)
            for dispute in disputes.touching_facts(self._view, self._among(among, about))
        ]
        self._page.asked(f"disputes({_id(about)})", [fact for dispute in shown for fact in dispute.facts])
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

    # -- positions, judgements, trends

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
        return sorted(asked, key=lambda matter: _sorted_as(str(matter[0])))

    def assessments(self, about: object = None, topic: Topic | None = None) -> list[ShownAnalysis]:
        """Standing judgements, of a country or within a topic's tags."""
        records = self._view.assessments(None if about is None else _id(about))
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
        records = self._view.signposts(None if about is None else _id(about))
        return self._on_topic(records, topic)

    def _on_topic(self, records: Iterable[Assessment | Signpost], topic: Topic | None) -> list[ShownAnalysis]:
        tags = set() if topic is None else set(topic.scope.tags)
        kept = [record for record in records if topic is None or set(record.tags) & tags]
        return [ShownAnalysis(self._page, record) for record in kept]

    def bottom_line(self, country: object) -> ShownAnalysis | None:
        """The latest bottom line of a country by the view's day."""
        line = staleness.latest_bottom_line(self._view.country(_id(country)), self._view.at.last_day)
        return None if line is None else ShownAnalysis(self._page, line)

    def trend_history(self, country: object) -> list[tuple[EscapedName, str]]:
        """The week and the trend of a country in each of the last issues that give one, earliest first."""
        issues = shown_issues(self._view)
        histories = {history.country.id: history for history in trend_histories(self._page, issues)}
        found = histories.get(_id(country))
        if found is None:
            return []
        named = (EscapedName(issue.id.partition("-")[2]) for issue in issues)
        return [(week, trend) for week, trend in zip(named, found.trends, strict=True) if trend]

    def written(self, topic: Topic) -> bool:
        """True if a topic's text was written by the view's day; a later one may say what was unknown."""
        return known_by(topic, self._view.at.known)

    def issue(self, week: str) -> ShownAnalysis | None:
        """The text of an issue; None before its cut-off, when a view could not know it yet."""
        issue = self._view.issue(week)
        if issue is None or weeks.week_by_id(week, self._view.desk).cutoff > self._view.at.last_day:
            return None
        return ShownAnalysis(self._page, issue)

    def region(self) -> list[ShownEntity]:
        """The countries of the desk's region, in the desk's order."""
        return list(shown_entities(self._page, self._view.desk.region))

    def entity(self, id: str) -> ShownEntity | None:
        """The entity with an id or name; None if this view has none."""
        return next(shown_entities(self._page, [self._view.resolve(id) or id]), None)


def changes_by_country(
    page: PageContext, changes: Iterable[C], others: str
) -> list[tuple[EscapedName, list[C]]]:
    """Changes by the one country of the region they touch, in the region's order; within it by name.

    Those of several countries or of none are at the end, under the name `others`.
    """
    groups: dict[str, list[C]] = {}
    for change in changes:
        groups.setdefault(change.countries[0] if len(change.countries) == 1 else "", []).append(change)
    named = {
        id: next(shown_entities(page, [page.view.resolve(id) or id]), id) for id in page.view.desk.region
    }
    names = {id: str(entity) for id, entity in named.items()} | {"": others}

    def order(change: ListedChange) -> tuple[object, ...]:
        fact = page.view.fact(str(change.id))
        label = (labels.own_text(fact) or labels.fact_label(page.view, fact)) if fact else ""
        return change.rank, change.of, _sorted_as(label), str(change.id)

    return [
        (
            EscapedName(names[id]),
            sorted(groups[id], key=order),
        )
        for id in names
        if id in groups
    ]


def _id(entity: object) -> str:
    return "" if entity is None else str(getattr(entity, "id", entity))


def _spoken(criteria: dict[str, object]) -> str:
    def one(value: object) -> str:
        return "|".join(map(_id, value)) if isinstance(value, list | tuple) else _id(value)

    return ", ".join(f"{name}={one(value)}" for name, value in sorted(criteria.items()))


def _sorted_as(name: str) -> str:
    """A printed name as lists are ordered by it: Åland stands before Albania, not after Zambia."""
    return unicodedata.normalize("NFD", name).encode("ascii", "ignore").decode().casefold() or name


def _each_once(facts: Iterable[Fact]) -> list[Fact]:
    """The facts without those that are an earlier one of them under another name."""
    kept: list[Fact] = []
    for fact in facts:
        if not (fact.record.same_as and any(disputes.are_one_thing(fact, other) for other in kept)):
            kept = [other for other in kept if fact.id not in other.record.same_as] + [fact]
    return kept


def _moment(fact: Fact) -> tuple[date, date, str, str]:
    """Sort key by day, and by hour within a day."""
    return fact.date.first, fact.date.last, fact.hour_order, fact.id
