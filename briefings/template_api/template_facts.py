"""Facts as templates see them: fields by their YAML keys, each printing with its citation."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from enum import StrEnum
from typing import Any

from markupsafe import Markup, escape

from ..core import wording
from ..core.dates import PartialDate
from ..core.markings import Marking, highest
from ..core.printed_dates import DateSense
from ..core.quantities import Quantity
from ..facts import labels
from ..facts.agreement import main_key
from ..facts.claims import Claim, Fact
from ..facts.origins import origin_count
from ..facts.speakers import speakers, via
from ..facts.staleness import latest_observation
from ..records.base_record import Record
from ..records.entities import Entity, Matter, Measure
from ..records.fact_kinds import Rendering
from ..records.fact_records import field_of
from ..records.field_types import Places
from ..records.judgements import Observation, Signpost
from ..records.prose_fields import Prose
from ..records.references import FactRef, Ref
from .cited_dates import CitedDate, CitedPeriod, UncitedDate
from .cited_values import CitedAmount
from .escaped_names import EscapedName
from .page_context import PageContext, citation


def shown_value(page: PageContext, fact: Fact, claim: Claim, key: str, value: object) -> Any:
    """A field's value in a template: numbers and dates cited, entities by name, prose compiled."""
    if isinstance(value, Quantity):
        return CitedAmount(page, fact, claim, key, value)
    if isinstance(value, PartialDate):
        return CitedDate(page, fact, claim, key, value)
    if isinstance(value, Prose):
        page.printed(fact)
        return page.compile(page, value)
    if isinstance(value, Ref):
        return shown_reference(page, value)
    if isinstance(value, tuple):
        return [shown_value(page, fact, claim, key, item) for item in value]
    if isinstance(value, Places):
        return [shown_reference(page, place) for place in value.all]
    if isinstance(value, Record):
        return ShownPart(page, fact, claim, key, value)
    if isinstance(value, str) and not isinstance(value, FactRef):
        page.printed(fact)
        return EscapedName(value)
    return value


def shown_reference(page: PageContext, ref: Ref) -> ShownEntity | EscapedName | Measure:
    """Return the entity, question or measure that a reference names, else its text."""
    view = page.view
    entity = view.entity(ref)
    if entity is not None:
        return ShownEntity(page, entity)
    if matter := view.record("matters", ref, Matter):
        return EscapedName(matter.question)
    if measure := view.record("measures", ref, Measure):
        return measure
    return EscapedName(ref)


class ShownDesk:
    """The desk's settings in a template: its own words, which may hold figures ("18:00")."""

    def __init__(self, record: Record) -> None:
        self._record = record

    def __getattr__(self, name: str) -> Any:
        value = getattr(self._record, name)
        if isinstance(value, Record):
            return ShownDesk(value)
        return EscapedName(value) if isinstance(value, str) and not isinstance(value, StrEnum) else value


class ShownEntity:
    """A country, organization or person in a template; prints as its name."""

    def __init__(self, page: PageContext, entity: Entity) -> None:
        self._page, self._entity = page, entity
        self.id = entity.id
        self.kind = type(entity).kind

    def __getattr__(self, name: str) -> Any:
        value = getattr(self._entity, name)
        if name == "bottom_lines":
            known = [line for line in value if line.as_of.last <= self._page.view.at.last_day]
            return [ShownAnalysis(self._page, line) for line in known]
        return EscapedName(value) if type(value) is str else value

    @property
    def short(self) -> EscapedName:
        """The short name; the full one if the record gives none."""
        self._page.marked(self._entity.marking)
        return EscapedName(getattr(self._entity, "short", None) or self._entity.name)

    @property
    def in_sentence(self) -> EscapedName:
        """The name as it stands within a sentence, with its article: "the United States"."""
        self._page.marked(self._entity.marking)
        return EscapedName(labels.name_in_sentence(self._page.view, self.id))

    @property
    def opening(self) -> EscapedName:
        """The name as it opens a line."""
        self._page.marked(self._entity.marking)
        return EscapedName(self._entity.name[:1].upper() + self._entity.name[1:])

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

    def __init__(self, page: PageContext, fact: Fact, claim: Claim, key: str, record: Record) -> None:
        self._page, self._fact, self._claim, self._key, self._record = page, fact, claim, key, record

    def __getattr__(self, name: str) -> Any:
        attribute = field_of(type(self._record), name)
        if attribute is None:
            raise AttributeError(f"no field {name!r} in {self._key}")
        self._page.marked(self.handling)
        return shown_value(
            self._page, self._fact, self._claim, f"{self._key}.{name}", getattr(self._record, attribute)
        )

    @property
    def cite(self) -> Markup:
        """The citation of its own source, where it has one; else of its claim."""
        if isinstance(self._record, Rendering) and self._record.source:
            return self._page.cite(self._page.view.source(self._record.source), self._record.at)
        return citation(self._page, self._fact, self._claim)

    @property
    def handling(self) -> Marking | None:
        """Its own marking; None where it has that of its claim."""
        return getattr(self._record, "marking", None)


class ShownClaim:
    """One claim in a template: its fields, `who` says it, `grade`, `cite`."""

    def __init__(self, page: PageContext, fact: Fact, claim: Claim) -> None:
        self._page, self._fact, self._claim = page, fact, claim

    def __getattr__(self, name: str) -> Any:
        attribute = field_of(type(self._claim.record), name)
        if attribute is None:
            raise AttributeError(f"{self._fact.kind} have no field {name!r}")
        return shown_value(self._page, self._fact, self._claim, name, getattr(self._claim.record, attribute))

    @property
    def amount(self) -> CitedAmount | None:
        """The claim's main number with its citation; None if it has no number."""
        key = main_key(self._claim)
        value = getattr(self._claim.record, key) if key else None
        return None if value is None else CitedAmount(self._page, self._fact, self._claim, key, value)

    @property
    def true_on(self) -> CitedDate:
        """The date that the claim is true of, with its citation."""
        return CitedDate(self._page, self._fact, self._claim, self._claim.dated_by, self._claim.true_on)

    @property
    def grade(self) -> EscapedName:
        """The claim's grade, such as B2; the page's legend then explains it."""
        self._page.grades.add(str(self._claim.grade))
        return EscapedName(self._claim.grade)

    @property
    def cite(self) -> Markup:
        """The citation of the claim."""
        self._page.printed(self._fact)
        return citation(self._page, self._fact, self._claim)

    @property
    def publisher(self) -> EscapedName:
        """The name of the source's publisher."""
        return EscapedName(self._claim.source.publisher)

    @property
    def who(self) -> Markup:
        """Who says so, the speaker first: "Dmitry Peskov, for the Kremlin, in TASS"."""
        return Markup(", in ").join(speakers(self._page.view, self._fact, self._claim))


_CERTAINTY = {"claimed": "as claimed"}


class ShownFact:
    """A fact in a template: its fields by their YAML keys, each from the best claim that states it.

    It remembers which claims it has given words of, so that `cite` cites these and no other.
    """

    def __init__(self, page: PageContext, fact: Fact) -> None:
        self._page, self._fact = page, fact
        self._uncited: dict[Claim, None] = {}
        self._cited: tuple[Claim, ...] = ()
        self.id, self.kind = fact.id, fact.kind
        self.row = Markup("")  # the attribute of its row in a list that may be cut

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        claim, value = self._rests_on(name)
        return shown_value(self._page, self._fact, claim, name, value)

    def peek(self, key: str) -> Any:
        """Return a field as it is recorded, to decide by: asking for it cites nothing."""
        return self._fact.told(key)[1]

    def rests_on(self, *keys: str) -> None:
        """Note that words of these fields are printed, so that the claims that state them are cited."""
        for key in keys:
            self._rests_on(key)

    def _rests_on(self, key: str) -> tuple[Claim, Any]:
        claim, value = self._fact.told(key)
        if value not in (None, (), False) and self._fact.states(key):
            self._uncited.setdefault(claim)
        return claim, value

    @property
    def headline(self) -> ShownClaim:
        """The claim that is printed for the fact."""
        self._uncited.setdefault(self._fact.headline)
        return ShownClaim(self._page, self._fact, self._fact.headline)

    @property
    def amount(self) -> CitedAmount | None:
        """The headline's main number with its citation; None if it has no number."""
        return self.headline.amount

    @property
    def true_on(self) -> CitedDate:
        """The date that the headline is true of, with its citation."""
        return self.headline.true_on

    @property
    def grade(self) -> EscapedName:
        """The headline's grade, such as B2."""
        return self.headline.grade

    @property
    def cite(self) -> Markup:
        """The citations of the claims whose words were printed since the last one; else of the headline."""
        self._cited = tuple(self._uncited) or (self._fact.headline,)
        self._uncited.clear()
        self._page.printed(self._fact)
        return citation(self._page, self._fact, *self._cited)

    @property
    def notes(self) -> list[Markup]:
        """The notes for readers on the claims whose words were printed for the row, each once."""
        claims = tuple(self._uncited) or self._cited or (self._fact.headline,)
        return list(dict.fromkeys(note for claim in claims for note in self._notes_of(claim)))

    def _notes_of(self, claim: Claim) -> Iterator[Markup]:
        record, parties = claim.record, getattr(claim.record, "parties", ())
        texts: list[tuple[Prose | None, str]] = [(record.note, "{}"), (record.inferred, "Our inference: {}")]
        if self.kind not in ("events", "forces"):  # which have it among their details
            texts.append((record.outcome, "Outcome: {}"))
        for prose, words in texts:
            if prose:
                yield Markup(words).format(self._page.compile(self._page, prose))
        for prose in dict.fromkeys(
            text for party in parties for text in (party.note, party.inferred) if text
        ):
            noted = [party for party in parties if prose in (party.note, party.inferred)]
            names = [party.named or labels.entity_name(self._page.view, party.who) for party in noted]
            words = "{} (our inference): {}" if prose == noted[0].inferred else "{}: {}"
            text = self._page.compile(self._page, prose)
            yield Markup(words).format(EscapedName(wording.listed(names)), text)

    @property
    def claims(self) -> list[ShownClaim]:
        """All claims of the fact, the headline among them."""
        return [ShownClaim(self._page, self._fact, claim) for claim in self._fact.claims]

    @property
    def day(self) -> date:
        """The first day it is about, for sorting; never printed."""
        return self._fact.date.first

    @property
    def hour_order(self) -> str:
        """Sort key within a day; never printed."""
        return self._fact.hour_order

    @property
    def origins(self) -> int:
        """The number of independent origins of the claims."""
        return origin_count(self._fact.claims)

    @property
    def entities(self) -> frozenset[str]:
        """The ids of all entities that the fact names."""
        return self._fact.entities

    @property
    def planned(self) -> CitedDate | None:
        """Its own date, or its period; None where no claim gives one."""
        for claim in self._fact.claims:
            if claim.record.date is None:
                continue
            if claim.record.from_ == claim.record.date:
                return self.span
            self._uncited.setdefault(claim)
            hour = getattr(claim.record, "time", None) or ""
            return CitedDate(self._page, self._fact, claim, claim.date_key, claim.record.date, hour)
        return None

    @property
    def span(self) -> CitedDate | None:
        """From when until when, by the best claims that give the beginning and the end; None without both.

        What is over, and known only to lie within an interval, is printed as that: it did not last so long.
        """
        begins = next(((c, day) for c in self._fact.claims if (day := c.record.begins)), None)
        ends = self._page.view.end_of(self._fact)
        if begins is None and ends is None:
            return None
        for told_by in filter(None, (begins, ends)):
            self._uncited.setdefault(told_by[0])
        if begins and begins[0].record.is_somewhere_within:
            within = begins[0].record.from_
            assert within is not None
            return CitedDate(self._page, self._fact, begins[0], "from", within)
        return CitedPeriod(self._page, self._fact, begins, ends)

    @property
    def ends(self) -> CitedDate | None:
        """Its end, by whichever claim gives one; None if it goes on."""
        end = self._page.view.end_of(self._fact)
        if end is None:
            return None
        claim, day = end
        fact = self._page.view.fact(claim.fact.id) or self._fact  # a notice of withdrawal is another one
        if fact.id == self.id:
            self._uncited.setdefault(claim)
        return CitedDate(self._page, fact, claim, "until" if claim.record.until else "from", day)

    @property
    def end_cite(self) -> Markup:
        """The citation of its end where another fact gives it, which `cite` does not cite; else empty."""
        end = self._page.view.end_of(self._fact)
        return self.ends.cite if self.ends and end and end[0].fact.id != self.id else Markup("")

    @property
    def is_over(self) -> bool:
        """True if its time ended before the view's day."""
        return self._page.view.is_over(self._fact)

    @property
    def overlays(self) -> list[ShownFact]:
        """The suspension or notice of withdrawal under which a full membership stands on the view's day."""
        view = self._page.view
        return shown_facts(self._page, (f for f in view.overlays(self._fact) if not view.is_over(f)))

    @property
    def when(self) -> CitedDate:
        """Its own date, else the day that its headline is stated as of, else that of its report."""
        if planned := self.planned:
            return planned
        claim = self._fact.headline
        sense = DateSense.AS_OF if claim.dated_by == "as_of" else None
        return CitedDate(self._page, self._fact, claim, claim.dated_by, claim.true_on, sense=sense)

    @property
    def measured_later(self) -> CitedDate | None:
        """The day of what stands as it was measured after the view's day; None if it was not."""
        claim = self._fact.headline
        later = claim.dated_by in ("as_of", "published") and claim.true_on.first > self._page.view.at.as_of
        if not later:
            return None
        return CitedDate(self._page, self._fact, claim, claim.dated_by, claim.true_on, sense=DateSense.AS_OF)

    def other(self, country: object) -> ShownEntity | EscapedName | Measure:
        """The country on the far side of a border."""
        id = str(getattr(country, "id", country))
        far = [ref for ref in self._fact.record.between if ref != id]  # type: ignore[attr-defined]
        return shown_reference(self._page, far[0])

    @property
    def caveats(self) -> list[EscapedName]:
        """What the headline says of its own doubt: "reported", "via TASS", "our inference", "denied" …"""
        claim = self._fact.headline
        record = claim.record
        said = [] if record.certainty == "stated" else [_CERTAINTY.get(record.certainty, record.certainty)]
        names = via(self._page.view, self._fact, claim)
        said += [f"via {' and '.join(names)}"] if names else []
        said += ["our inference"] if record.inferred else []
        said += ["denied"] if record.denied_by else []
        return [EscapedName(words) for words in said + (["list not complete"] if record.open else [])]

    @property
    def handling(self) -> Marking:
        """The highest marking of the fact, its visible claims and their sources."""
        return self._page.view.marking_of(self._fact)

    @property
    def moved(self) -> Markup:
        """A mark where the fact is new or changed since the last issue; empty otherwise."""
        return self._page.change_tags.get(self.id, Markup(""))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ShownFact) and other.id == self.id

    def __hash__(self) -> int:
        return hash(self.id)


def shown_facts(page: PageContext, facts: Iterable[Fact]) -> list[ShownFact]:
    """Return the facts as templates see them, in the order given."""
    return [ShownFact(page, fact) for fact in facts]


def shown_entities(page: PageContext, ids: Iterable[str]) -> Iterator[ShownEntity]:
    """Yield the entities with these ids as templates see them; ids without an entity are left out."""
    for id in ids:
        if entity := page.view.entity(id):
            yield ShownEntity(page, entity)


class ShownAnalysis:
    """An analyst's record in a template: prose compiled, ids as facts, dates in words."""

    def __init__(self, page: PageContext, record: Record) -> None:
        self._page, self._record = page, record
        self.row = Markup("")

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        value = getattr(self._record, name if name in type(self._record).model_fields else f"{name}_")
        self._page.marked(getattr(self._record, "marking", None))
        if name == "likelihood":
            self._page.likelihoods.add(value)  # printed, so its legend is due

        def shown(item: object) -> object:
            if isinstance(item, Prose):
                return self._page.compile(self._page, item)
            if isinstance(item, Ref):
                return shown_reference(self._page, item)
            if isinstance(item, FactRef):
                fact = self._page.view.fact(item)
                return ShownFact(self._page, fact) if fact else None
            if isinstance(item, PartialDate):
                return UncitedDate(self._page, item)
            if isinstance(item, Observation) and item.date.last > self._page.view.at.last_day:
                return None  # not known yet
            if isinstance(item, Record):
                return ShownAnalysis(self._page, item)
            if isinstance(item, tuple):
                return [part for one in item if (part := shown(one)) is not None]
            return EscapedName(item) if isinstance(item, str) else item

        return shown(value)

    @property
    def handling(self) -> Marking | None:
        """The higher marking of the record and of its latest observation; None if neither has one."""
        latest = self.latest if isinstance(self._record, Signpost) else None
        return highest(
            getattr(record, "marking", None) for record in (self._record, latest and latest.record)
        )

    @property
    def record(self) -> Any:
        """The record itself, for code that needs its fields as they are stored."""
        return self._record

    @property
    def latest(self) -> ShownAnalysis | None:
        """A signpost's latest observation by the view's day."""
        if not isinstance(self._record, Signpost):
            raise AttributeError("only a signpost has observations")
        latest = latest_observation(self._record, self._page.view.at.last_day)
        return None if latest is None else ShownAnalysis(self._page, latest)
