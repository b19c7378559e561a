"""Facts as templates see them: what is printed carries its citation, and the page remembers that it was printed.

A template never holds a bare number: a field that is a quantity or a date is an object whose printed form is a
tagged element with its citation. `Page` collects what was asked, printed and cited; it is the document's trace.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from markupsafe import Markup, escape

from . import wording
from .entities import Country, Entity, Matter, Measure, Source
from .evidence import Dispute, disputed, independent, quantity
from .factbase import Claim, Fact, View
from .fields import FactRef, Places, Prose, Record, Ref
from .records import field_of
from .values import Day, Marking, PartialDate, Quantity

if TYPE_CHECKING:
    from .visuals import Atlas

Compile = Callable[["Page", Prose], Markup]


@dataclass
class Page:
    """One document while it is rendered: the view it reads, and what it has asked, printed and cited so far."""

    view: View
    compile: Compile
    facts: dict[str, Fact] = field(default_factory=dict)
    sources: dict[str, int] = field(default_factory=dict)
    queries: dict[str, str] = field(default_factory=dict)
    marking: Marking = Marking.CLEAR
    grades: set[str] = field(default_factory=set)
    moves: Mapping[str, Markup] = field(default_factory=dict)
    atlas: Atlas | None = None

    def __post_init__(self) -> None:
        self.marking = self.view.desk.marking

    @property
    def locale(self) -> str:
        return self.view.desk.locale

    def printed(self, fact: Fact) -> None:
        self.facts[fact.id] = fact
        self.marked(self.view.marking_of(fact))

    def marked(self, marking: Marking | None) -> None:
        self.marking = max(self.marking, marking or self.view.desk.marking)

    def cite(self, source: Source, at: tuple[int, ...] = (), grade: str = "") -> Markup:
        """A numbered reference; sources are numbered in the order in which they are first cited."""
        number = self.sources.setdefault(source.id, len(self.sources) + 1)
        self.marked(source.marking)
        place = f", line {', '.join(map(str, at))}" if at else ""
        told = f", graded {grade}" if grade else ""
        title = f"{source.publisher}, {wording.when(source.published, self.locale)}{place}{told}"
        return Markup('<a class="cite" href="#source-{}" title="{}">[{}]</a>').format(number, title, number)

    def asked(self, query: str, result: Iterable[Fact]) -> None:
        digest = hashlib.sha256("\x1f".join(f"{fact.id} {fact.digest}" for fact in result).encode())
        self.queries[query] = digest.hexdigest()[:16]


def cited(page: Page, claim: Claim) -> Markup:
    """The citation of a claim; remembers its grade for the legend."""
    page.grades.add(str(claim.grade))
    return page.cite(claim.source, claim.record.at, str(claim.grade))


class Printed:
    """A field of a fact: prints as a tagged element with its citation. `plain` leaves the citation out."""

    def __init__(self, page: Page, fact: Fact, claim: Claim, key: str) -> None:
        self._page, self._fact, self._claim, self._key = page, fact, claim, key

    def _tag(self, element: str, text: str, machine: str, unit: str = "") -> Markup:
        self._page.printed(self._fact)
        attribute = Markup("datetime" if element == "time" else "value")
        return Markup(
            '<{0} class="fact" {1}="{2}" data-fact="{3}" data-field="{4}" data-as-of="{5}"{6}>{7}</{0}>'
        ).format(
            Markup(element), attribute, machine, self._fact.id, self._key, self._claim.true_on.text,
            Markup(' data-unit="{}"').format(unit) if unit else "", text,
        )  # fmt: skip

    @property
    def plain(self) -> Markup:
        raise NotImplementedError

    @property
    def cite(self) -> Markup:
        self._page.printed(self._fact)
        return cited(self._page, self._claim)

    def __html__(self) -> str:
        return self.plain + self.cite

    __str__ = __html__


class PrintedAmount(Printed):
    """A quantity; `number` leaves the unit out too, for columns whose head names it."""

    def __init__(self, page: Page, fact: Fact, claim: Claim, key: str, value: Quantity) -> None:
        super().__init__(page, fact, claim, key)
        self.value = value
        self.unit = value.unit or _unit_of(page.view, fact)

    @property
    def stated(self) -> bool:
        return self.value.stated

    def _text(self, with_unit: bool) -> Markup:
        desk = self._page.view.desk
        whole = replace(self.value, unit=self.unit)
        text = wording.amount(whole, desk.locale, desk.units, with_unit)
        return self._tag("data", text, self.value.text.removesuffix(self.value.unit).strip(), self.unit)

    @property
    def plain(self) -> Markup:
        return self._text(with_unit=True)

    @property
    def number(self) -> Markup:
        return self._text(with_unit=self.unit == "%")


class PrintedDate(Printed):
    """A date; `short` abbreviates the month and leaves the citation out."""

    def __init__(self, page: Page, fact: Fact, claim: Claim, key: str, value: PartialDate) -> None:
        super().__init__(page, fact, claim, key)
        self.value = value

    @property
    def plain(self) -> Markup:
        return self._text(short=False)

    @property
    def short(self) -> Markup:
        return self._text(short=True)

    @property
    def year(self) -> Markup:
        day = self.value.start or self.value.end
        assert day is not None
        return self._tag("time", str(day.year), f"{day.year:04}")

    def _text(self, short: bool) -> Markup:
        text = wording.when(self.value, self._page.locale, short)
        # <time> holds one day, month or year; an interval is told by its first part
        day = self.value.start or self.value.end
        assert day is not None
        return self._tag("time", text, machine_date(day))


def machine_date(day: Day) -> str:
    """A day for `datetime=`: 2021, 2021-07 or 2021-07-07."""
    parts = [f"{day.year:04}"] + [f"{part:02}" for part in (day.month, day.day) if part]
    return "-".join(parts)


def _unit_of(view: View, fact: Fact) -> str:
    measure = view.base.record("measures", getattr(fact.record, "measure", ""), Measure)
    return measure.unit if measure else ""


def shown(page: Page, fact: Fact, claim: Claim, key: str, value: Any) -> Any:
    """A field's value as a template sees it: numbers and dates printed with citation, entities by name, prose compiled."""
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


class Name(str):
    """A name or label of a fact: escaped, and allowed to hold figures ("201st Military Base")."""

    def __html__(self) -> Markup:
        return escape(str(self))


def reference(page: Page, ref: Ref) -> Any:
    base = page.view.base
    entity = base.entity(ref)
    if entity is not None:
        return ShownEntity(page, entity)
    if matter := base.record("matters", ref, Matter):
        return Name(matter.question)
    if measure := base.record("measures", ref, Measure):
        return measure
    return Name(ref)


class ShownEntity:
    """A country, organization or person in a template; prints as its name."""

    def __init__(self, page: Page, entity: Entity) -> None:
        self._page, self._entity = page, entity
        self.id = entity.id
        self.kind = type(entity).kind

    def __getattr__(self, name: str) -> Any:
        value = getattr(self._entity, name)
        return Name(value) if type(value) is str else value

    @property
    def short(self) -> Name:
        return Name(getattr(self._entity, "short", None) or self._entity.name)

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
        return cited(self._page, self._claim)

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
    def when(self) -> PrintedDate:
        """Its own date, else the day its headline is true of."""
        return self.planned or self.true_on

    def other(self, country: Any) -> Any:
        """The country on the far side of a border."""
        id = str(getattr(country, "id", country))
        far = [ref for ref in self._fact.record.between if ref != id]  # type: ignore[attr-defined]
        return reference(self._page, far[0])

    @property
    def dispute(self) -> ShownDispute | None:
        found = disputed(self._fact.claims)
        return ShownDispute(self._page, [(self._fact, claim) for claim in found.claims]) if found else None

    @property
    def moved(self) -> Markup:
        """A mark where the fact is new or changed since the last issue; empty otherwise."""
        return self._page.moves.get(self.id, Markup(""))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ShownFact) and other.id == self.id

    def __hash__(self) -> int:
        return hash(self.id)


class ShownDispute:
    """Rival claims in a template: `rows` with who says what, headline first; `low`, `best`, `high`."""

    def __init__(self, page: Page, claims: list[tuple[Fact, Claim]]) -> None:
        self._page = page
        self.rows = [ShownClaim(page, fact, claim) for fact, claim in claims]
        self.fact = ShownFact(page, claims[0][0])

    def _extreme(self, pick: Callable[..., ShownClaim]) -> ShownClaim:
        def size(row: ShownClaim) -> Any:
            value = row.amount.value.middle if row.amount else None
            return value or 0

        return pick(self.rows, key=size)

    @property
    def low(self) -> ShownClaim:
        return self._extreme(min)

    @property
    def high(self) -> ShownClaim:
        return self._extreme(max)

    @property
    def best(self) -> ShownClaim:
        return self.rows[0]


def show(page: Page, facts: Iterable[Fact]) -> list[ShownFact]:
    return [ShownFact(page, fact) for fact in facts]


def entities(page: Page, ids: Iterable[str]) -> Iterator[ShownEntity]:
    for id in ids:
        if entity := page.view.base.entity(id):
            yield ShownEntity(page, entity)


__all__ = ["Country", "Page", "ShownEntity", "ShownFact", "Source", "entities", "show"]
