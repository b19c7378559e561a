"""What every query of a page rests on: the page remembers each question and its answer."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable
from datetime import date
from typing import Protocol

from markupsafe import Markup, escape

from ..core import wording
from ..core.markings import Marking, highest
from ..core.problems import BriefingsError
from ..facts import labels
from ..facts.claims import Fact
from ..facts.view import View
from ..records.fact_kinds import FACT_KINDS, Border, ForceClaim, StatementClaim
from ..records.judgements import Topic
from .page_context import PageContext
from .template_disputes import ShownDispute
from .template_facts import ShownAnalysis, ShownEntity, ShownFact, shown_facts

_KINDS = {kind.kind for kind in FACT_KINDS}


class Handled(Protocol):
    """Anything shown by a template that may have a marking of its own."""

    @property
    def handling(self) -> Marking | None:
        """The highest marking of it and of what it shows; None if it has none of its own."""


class Count(int):
    """How many a query found: the one bare number a template may print."""

    def __html__(self) -> Markup:
        return escape(str(int(self)))


class PageQueries:
    """Facts by kind, id and entity: `facts.borders(of=country)` and so on for every kind."""

    def __init__(self, page: PageContext) -> None:
        self._page = page
        self._view: View = page.view

    def __getattr__(self, kind: str) -> Callable[..., list[ShownFact]]:
        if kind not in _KINDS:
            raise AttributeError(f"no query {kind!r}")

        def query(**criteria: object) -> list[ShownFact]:
            found = self._by_name(self._view.of_kind(kind, **criteria), entity_id(criteria.get("of")))
            return self._answer(f"{kind}({_spoken(criteria)})", found)

        return query

    def _by_name(self, found: Iterable[Fact], of: str) -> list[Fact]:
        """Borders by the names that their rows begin with; those of a country by its neighbours' names."""

        def printed(fact: Fact) -> str:
            between = fact.record.between if isinstance(fact.record, Border) else ()
            sides = [labels.entity_name(self._view, side) for side in between if side != of]
            return sorted_as(" ".join(sides))

        return sorted(found, key=printed)  # other facts keep their order, by date

    def _answer(self, question: str, found: Iterable[Fact]) -> list[ShownFact]:
        facts = list(found)
        self._page.asked(question, facts)
        return shown_facts(self._page, each_once(facts))

    def _among(self, among: Iterable[ShownFact] | None, about: object) -> list[Fact]:
        if among is None:
            return list(self._view.facts.values() if about is None else self._view.about(entity_id(about)))
        facts = [self._view.facts[fact.id] for fact in among]
        return facts if about is None else [f for f in facts if entity_id(about) in f.entities]

    def fact(self, id: str) -> ShownFact | None:
        """One fact by id, or None where this view does not show it."""
        fact = self._view.fact(id)
        self._page.asked(f"fact({id})", [fact] if fact else [])
        return ShownFact(self._page, fact) if fact else None

    def named(self, ids: Iterable[str]) -> list[ShownFact]:
        """Facts by id, in the order given; those this view does not show are left out."""
        ids = [str(id) for id in ids]
        return self._answer(f"named({','.join(ids)})", [f for id in ids if (f := self._view.fact(id))])

    def about(self, entity: object, kinds: Iterable[str] = ()) -> list[ShownFact]:
        """The facts that speak of an entity, of the kinds given or of all."""
        kinds = tuple(kinds)
        return self._answer(
            f"about({entity_id(entity)}, {','.join(kinds)})", self._view.about(entity_id(entity), kinds)
        )

    def scope(self, topic: Topic, kind: str) -> list[ShownFact]:
        """The facts of one kind that a topic is about."""
        found = [f for f in self._view.scope(topic) if f.kind == kind and not f.headline.record.negated]
        return self._answer(f"scope({topic.id}, {kind})", self._by_name(found, ""))

    def of(self, found: Iterable[ShownFact], kind: str) -> list[ShownFact]:
        """Those of the facts that are of a kind, in the order given."""
        return [fact for fact in found if fact.kind == kind]

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
        if not entity_id(within):
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
            unsaid = Markup(" ({})").format(wording.listed(where)) if where and not entity_id(within) else ""
            return text + unsaid + denied
        return escape(labels.fact_label(self._view, stored, entity_id(within))) + denied

    def marked(self, shown: Handled | list[Handled]) -> Markup:
        """The attribute that marks what no fact cited in it marks so highly; empty for the lowest marking."""
        things: list[Handled] = shown if isinstance(shown, list) else [shown]
        marking = highest(thing.handling for thing in things)
        if marking is None or marking <= self._view.desk.marking:
            return Markup("")
        return Markup(' data-marking="{}"').format(marking.value)

    def cited(self, found: Iterable[ShownFact]) -> Markup:
        """The citations of the facts, one for each source."""
        marks = {self._view.facts[fact.id].headline.source.id: fact.cite for fact in reversed(list(found))}
        return Markup("").join(reversed(marks.values()))


def entity_id(entity: object) -> str:
    return "" if entity is None else str(getattr(entity, "id", entity))


def _spoken(criteria: dict[str, object]) -> str:
    def one(value: object) -> str:
        return "|".join(map(entity_id, value)) if isinstance(value, list | tuple) else entity_id(value)

    return ", ".join(f"{name}={one(value)}" for name, value in sorted(criteria.items()))


def sorted_as(name: str) -> str:
    """A printed name as lists are ordered by it: Åland stands before Albania, not after Zambia."""
    return unicodedata.normalize("NFD", name).encode("ascii", "ignore").decode().casefold() or name


def each_once(facts: Iterable[Fact]) -> list[Fact]:
    """The facts without those that are an earlier one of them under another name."""
    kept: dict[str, Fact] = {}
    naming: dict[str, list[str]] = {}  # by an id: the facts that say that they are it
    for fact in facts:
        same = fact.record.same_as
        others = [id for id in naming.get(fact.id, ()) if id in kept]
        if same and (others or any(id in kept for id in same)):
            continue
        for other in others:
            del kept[other]
        kept[fact.id] = fact
        for id in same:
            naming.setdefault(id, []).append(fact.id)
    return list(kept.values())


def moment(fact: Fact) -> tuple[date, date, str, str]:
    """Sort key by day, and by hour within a day."""
    return fact.date.first, fact.date.last, fact.hour_order, fact.id
