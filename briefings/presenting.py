"""Facts as templates see them: fields by their YAML keys, each printing with its citation."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from enum import StrEnum
from typing import Any

from markupsafe import Markup, escape

from .entities import Entity, Matter, Measure
from .evidence import independent, quantity
from .factbase import Claim, Fact
from .fields import FactRef, Places, Prose, Record, Ref
from .judgements import Observation
from .printing import DateWords, Name, Page, PrintedAmount, PrintedDate, cited
from .records import field_of
from .review import latest_observation
from .values import PartialDate, Quantity


def shown(page: Page, fact: Fact, claim: Claim, key: str, value: Any) -> Any:
    """A field's value as a template sees it: numbers and dates with citation, entities by name, prose compiled."""
    if isinstance(value, Quantity):
        return PrintedAmount(page, fact, claim, key, value)
    if isinstance(value, PartialDate):
        return PrintedDate(page, fact, claim, key, value)
    if isinstance(value, Prose):
        page.printed(fact)
        return page.compile(page, value)
    if isinstance(value, Ref):
        return reference(page, value)
    if isinstance(value, tuple):
        return [shown(page, fact, claim, key, item) for item in value]
    if isinstance(value, Places):
        return [reference(page, place) for place in value.all]
    if isinstance(value, Record):
        return ShownPart(page, fact, claim, key, value)
    if isinstance(value, str) and not isinstance(value, FactRef):
        page.printed(fact)
        return Name(value)
    return value


def reference(page: Page, ref: Ref) -> Any:
    view = page.view
    entity = view.entity(ref)
    if entity is not None:
        return ShownEntity(page, entity)
    if matter := view.record("matters", ref, Matter):
        return Name(matter.question)
    if measure := view.record("measures", ref, Measure):
        return measure
    return Name(ref)


class ShownDesk:
    """The desk's settings in a template: its own words, which may hold figures ("18:00")."""

    def __init__(self, record: Record) -> None:
        self._record = record

    def __getattr__(self, name: str) -> Any:
        value = getattr(self._record, name)
        if isinstance(value, Record):
            return ShownDesk(value)
        return Name(value) if isinstance(value, str) and not isinstance(value, StrEnum) else value


class ShownEntity:
    """A country, organization or person in a template; prints as its name."""

    def __init__(self, page: Page, entity: Entity) -> None:
        self._page, self._entity = page, entity
        self.id = entity.id
        self.kind = type(entity).kind

    def __getattr__(self, name: str) -> Any:
        value = getattr(self._entity, name)
        if name == "bottom_lines":
            known = [line for line in value if line.as_of.last <= self._page.view.at.last_day]
            return [Judged(self._page, line) for line in known]
        return Name(value) if type(value) is str else value

    @property
    def short(self) -> Name:
        return Name(getattr(self._entity, "short", None) or self._entity.name)

    @property
    def opening(self) -> Name:
        """The name as it opens a line."""
        return Name(self._entity.name[:1].upper() + self._entity.name[1:])

    def __html__(self) -> Markup:
        self._page.marked(self._entity.marking)
        return escape(self._entity.name)

    def __str__(self) -> str:
        return self._entity.name

    def __eq__(self, other: object) -> bool:
        return str(getattr(other, "id", other)) == self.id

    def __hash__(self) -> int:
        return hash(self.id)


class ShownPart:
    """A record within a fact (a party, a position) in a template."""

    def __init__(self, page: Page, fact: Fact, claim: Claim, key: str, record: Record) -> None:
        self._page, self._fact, self._claim, self._key, self._record = page, fact, claim, key, record

    def __getattr__(self, name: str) -> Any:
        attribute = field_of(type(self._record), name)
        if attribute is None:
            raise AttributeError(f"no field {name!r} in {self._key}")
        self._page.marked(getattr(self._record, "marking", None))
        return shown(self._page, self._fact, self._claim, f"{self._key}.{name}", getattr(self._record, attribute))


class ShownClaim:
    """One claim in a template: its fields, `who` says it, `grade`, `cite`."""

    def __init__(self, page: Page, fact: Fact, claim: Claim) -> None:
        self._page, self._fact, self._claim = page, fact, claim

    def __getattr__(self, name: str) -> Any:
        attribute = field_of(type(self._claim.record), name)
        if attribute is None:
            raise AttributeError(f"{self._fact.kind} have no field {name!r}")
        return shown(self._page, self._fact, self._claim, name, getattr(self._claim.record, attribute))

    @property
    def amount(self) -> PrintedAmount | None:
        value = quantity(self._claim)
        return None if value is None else PrintedAmount(self._page, self._fact, self._claim, "value", value)

    @property
    def true_on(self) -> PrintedDate:
        return PrintedDate(self._page, self._fact, self._claim, "as_of", self._claim.true_on)

    @property
    def grade(self) -> Name:
        self._page.grades.add(str(self._claim.grade))
        return Name(self._claim.grade)

    @property
    def cite(self) -> Markup:
        self._page.printed(self._fact)
        return cited(self._page, self._fact, self._claim)

    @property
    def publisher(self) -> Name:
        return Name(self._claim.source.publisher)

    @property
    def who(self) -> Markup:
        """Whom the claim comes from, nearest first: "Long War Journal, in Inforos"."""
        origins = [reference(self._page, ref).short for ref in self._claim.record.origin]
        names = dict.fromkeys([*map(str, origins), self._claim.source.publisher])
        return Markup(", in ").join(names)


class ShownFact:
    """A fact in a template: its fields by their YAML keys, from the headline claim where sources differ."""

    def __init__(self, page: Page, fact: Fact) -> None:
        self._page, self._fact = page, fact
        self.id, self.kind = fact.id, fact.kind

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        claim, value = self._fact.told(name)
        return shown(self._page, self._fact, claim, name, value)

    @property
    def headline(self) -> ShownClaim:
        return ShownClaim(self._page, self._fact, self._fact.headline)

    @property
    def amount(self) -> PrintedAmount | None:
        return self.headline.amount

    @property
    def true_on(self) -> PrintedDate:
        return self.headline.true_on

    @property
    def grade(self) -> Name:
        return self.headline.grade

    @property
    def cite(self) -> Markup:
        return self.headline.cite

    @property
    def claims(self) -> list[ShownClaim]:
        return [ShownClaim(self._page, self._fact, claim) for claim in self._fact.claims]

    @property
    def day(self) -> date:
        """The first day it is about, for sorting; never printed."""
        return self._fact.date.first

    @property
    def origins(self) -> int:
        return independent(self._fact.claims)

    @property
    def entities(self) -> frozenset[str]:
        return self._fact.entities

    @property
    def planned(self) -> PrintedDate | None:
        """The day a thing is planned for, where one is given."""
        for claim in self._fact.claims:
            if day := claim.record.date:
                return PrintedDate(self._page, self._fact, claim, "date", day)
        return None

    @property
    def span(self) -> PrintedDate | None:
        """From when until when, as one date; open where one side is not told."""
        claim, start = self._fact.told("from")
        end = self._fact.told("until")[1]
        if start is None and end is None:
            return None
        whole = PartialDate(
            f"{start.text if start else '..'}/{end.text if end else '..'}",
            start.start if start else None,
            end.end if end else None,
        )
        return PrintedDate(self._page, self._fact, claim, "from", whole)

    @property
    def when(self) -> PrintedDate:
        """Its own date, else the day its headline is true of."""
        return self.planned or self.true_on

    def other(self, country: Any) -> Any:
        """The country on the far side of a border."""
        id = str(getattr(country, "id", country))
        far = [ref for ref in self._fact.record.between if ref != id]  # type: ignore[attr-defined]
        return reference(self._page, far[0])

    @property
    def caveats(self) -> list[str]:
        """How the headline stands: claimed, inferred by the desk, denied, a list left open."""
        claim = self._fact.headline.record
        told = [claim.certainty] if claim.certainty in ("claimed", "estimated", "forecast") else []
        told += ["inferred"] if claim.inferred else []
        told += ["denied"] if claim.denied_by else []
        return told + (["list left open"] if claim.open else [])

    @property
    def moved(self) -> Markup:
        """A mark where the fact is new or changed since the last issue; empty otherwise."""
        return self._page.moves.get(self.id, Markup(""))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ShownFact) and other.id == self.id

    def __hash__(self) -> int:
        return hash(self.id)


def show(page: Page, facts: Iterable[Fact]) -> list[ShownFact]:
    return [ShownFact(page, fact) for fact in facts]


def entities(page: Page, ids: Iterable[str]) -> Iterator[ShownEntity]:
    for id in ids:
        if entity := page.view.entity(id):
            yield ShownEntity(page, entity)


class Judged:
    """What an analyst wrote, in a template: prose compiled, ids as facts, dates in words."""

    def __init__(self, page: Page, record: Any) -> None:
        self._page, self._record = page, record

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        value = getattr(self._record, name if name in type(self._record).model_fields else f"{name}_")
        self._page.marked(getattr(self._record, "marking", None))
        if name == "likelihood":
            self._page.likelihoods.add(value)  # printed, so its legend is due

        def shown(item: Any) -> Any:
            if isinstance(item, Prose):
                return self._page.compile(self._page, item)
            if isinstance(item, Ref):
                return reference(self._page, item)
            if isinstance(item, FactRef):
                fact = self._page.view.fact(item)
                return ShownFact(self._page, fact) if fact else None
            if isinstance(item, PartialDate):
                return DateWords(self._page, item)
            if isinstance(item, Observation) and item.date.last > self._page.view.at.last_day:
                return None  # not known yet
            if isinstance(item, Record):
                return Judged(self._page, item)
            if isinstance(item, tuple):
                return [part for one in item if (part := shown(one)) is not None]
            return Name(item) if isinstance(item, str) else item

        return shown(value)

    @property
    def record(self) -> Any:
        return self._record

    @property
    def latest(self) -> Judged | None:
        """A signpost's latest observation by the view's day."""
        latest = latest_observation(self._record, self._page.view.at.last_day)
        return None if latest is None else Judged(self._page, latest)
