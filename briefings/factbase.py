"""Many files to one immutable, linked FactBase; and its views: as of a day, as known on a day, for a release.

A view is all that anything downstream ever sees. What a view hides is gone before anything is counted, sorted or
printed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any, TypeVar

from .entities import Country, Entity, Source
from .evidence import best_first
from .fields import Places, Record
from .judgements import Assessment, Issue, Signpost, Topic
from .problems import BriefingsError, nearest
from .reading import Entry, folded
from .records import FACT_KINDS, PROSPECTIVE, ClaimRecord, FactRecord, Figure, Party, field_of
from .release import permitted
from .settings import Desk
from .values import Grade, Marking, PartialDate

R = TypeVar("R", bound=Record)


@dataclass(frozen=True)
class Viewpoint:
    """What was true on `as_of`, as far as it could be known on `known`, for readers of `release`."""

    as_of: date
    known: date
    release: Marking


@dataclass(frozen=True, eq=False)
class Claim:
    """What one source says of a fact, with what follows from that source."""

    record: ClaimRecord
    source: Source
    fact: Entry
    node: Any

    @property
    def grade(self) -> Grade:
        return Grade(self.source.reliability, self.record.credibility)

    @property
    def true_on(self) -> PartialDate:
        """The day the claim is true of: stated, else the fact's own date, else its source's date."""
        return self.record.as_of or self.record.date or self.source.published

    @property
    def known_on(self) -> date | None:
        """The last day it can have become known; None for a standing reference, which always was."""
        if self.record.recorded:
            return self.record.recorded.last
        return None if self.source.medium == "reference" else self.source.published.last

    @property
    def marking(self) -> Marking | None:
        marks = [mark for mark in (self.record.marking, self.source.marking) if mark]
        return max(marks) if marks else None

    @property
    def origins(self) -> tuple[str, ...]:
        """Whom it comes from in the end: two outlets that carry one wire report are one origin."""
        return (str(self.record.origin[-1]),) if self.record.origin else (f"source:{self.source.id}",)

    def visible(self, at: Viewpoint) -> bool:
        """Whether it was known and true by then; markings are the edition's matter, not the claim's."""
        if self.known_on is not None and self.known_on > at.known:
            return False
        if self.record.status in PROSPECTIVE or (self.record.date and self.record.until):
            # a plan, fear or pledge is true as such from the day it was reported
            told = self.source.published.first if self.known_on is not None else self.true_on.first
            return min(told, self.true_on.first) <= at.as_of
        return self.true_on.first <= at.as_of


@dataclass(frozen=True, eq=False)
class Fact:
    """A fact as a view shows it: its visible claims, best first; `headline` is what is printed."""

    entry: Entry
    claims: tuple[Claim, ...]

    @property
    def id(self) -> str:
        return self.entry.id

    @property
    def kind(self) -> str:
        return self.entry.kind

    @property
    def record(self) -> FactRecord:
        assert isinstance(self.entry.record, FactRecord)
        return self.entry.record

    @property
    def headline(self) -> Claim:
        return self.claims[0]

    def told(self, key: str) -> tuple[Claim, Any]:
        """A field by its YAML key and the claim it is from: the headline, or the best other one that gives it.

        A field of the fact itself comes with the headline. Raises AttributeError where the kind has no such field.
        """
        name = field_of(type(self.record), key)
        if name is not None:
            return self.headline, getattr(self.record, name)
        name = field_of(type(self.headline.record), key)
        if name is None:
            raise AttributeError(f"{self.kind} have no field {key!r}")
        for claim in self.claims:
            value = getattr(claim.record, name)
            if value is not None and value != ():
                return claim, value
        return self.headline, getattr(self.headline.record, name)

    def get(self, key: str) -> Any:
        """A field's value by its YAML key, as `told`."""
        return self.told(key)[1]

    @property
    def own_date(self) -> PartialDate | None:
        """When it happened, begins or is planned for, by the best claim that says so."""
        return next((claim.record.date for claim in self.claims if claim.record.date), None)

    @property
    def date(self) -> PartialDate:
        """Its own date, else the day its headline is true of."""
        return self.own_date or self.headline.true_on

    @cached_property
    def entities(self) -> frozenset[str]:
        """Ids of all entities the fact is about; whom it comes from does not count."""
        found = {str(ref) for ref in _entity_refs(self.record)}
        for claim in self.claims:
            found |= {str(ref) for ref in _entity_refs(claim.record, skip=("origin", "source"))}
        if isinstance(self.record, Figure):
            found.add(str(self.record.subject))  # an entity's id, or a fact's, which names no entity and does no harm
        return frozenset(found)

    @cached_property
    def digest(self) -> str:
        """Changes when anything of the fact that this view shows changes."""
        parts = [self.id, self.record.model_dump_json(), *(c.record.model_dump_json() for c in self.claims)]
        parts += [claim.source.model_dump_json() for claim in self.claims]
        return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:16]

    def __repr__(self) -> str:
        return f"<Fact {self.id}>"


def _entity_refs(value: Any, skip: tuple[str, ...] = ()) -> Iterator[str]:
    from .fields import ENTITY_KINDS, Ref

    if isinstance(value, Ref):
        if set(value.kinds) & set(ENTITY_KINDS):
            yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from _entity_refs(item)
    elif isinstance(value, Record):
        for name in type(value).model_fields:
            if name not in skip:
                yield from _entity_refs(getattr(value, name))


@dataclass(frozen=True)
class FactBase:
    """Everything the desk holds. Build it with `FactBase.of`; look at it through `view`."""

    desk: Desk
    entries: Mapping[str, Mapping[str, Entry]]
    names: Mapping[str, str] = field(repr=False)

    @classmethod
    def of(cls, entries: Iterable[Entry]) -> FactBase:
        """From entries without errors; raises BriefingsError when there is no desk record."""
        kinds: dict[str, dict[str, Entry]] = {}
        names: dict[str, str] = {}
        for entry in entries:
            kinds.setdefault(entry.kind, {})[entry.id] = entry
            if isinstance(entry.record, Entity):
                for name in (entry.id, *entry.record.names):
                    names.setdefault(folded(name), entry.id)
        if "desk" not in kinds:
            raise BriefingsError("no desk settings in the facts", "add a file with the key 'desk': see docs/facts.md")
        desk = kinds["desk"]["desk"].record
        assert isinstance(desk, Desk)
        return cls(desk, kinds, names)

    def records(self, kind: str, model: type[R]) -> tuple[R, ...]:
        return tuple(e.record for e in self.entries.get(kind, {}).values() if isinstance(e.record, model))

    def record(self, kind: str, id: str, model: type[R]) -> R | None:
        entry = self.entries.get(kind, {}).get(id)
        return entry.record if entry and isinstance(entry.record, model) else None

    def resolve(self, name: str) -> str | None:
        """The id of an entity by id, name or alias."""
        return self.names.get(folded(name))

    def country(self, name: str) -> Country:
        """A country by id, name or alias; raises BriefingsError with the nearest name."""
        found = self.record("countries", self.resolve(name) or name, Country)
        if found is None:
            near = nearest(name, [c.name for c in self.records("countries", Country)])
            raise BriefingsError(f"no country {name!r}", f"did you mean {near!r}?" if near else "see: briefings list")
        return found

    def source(self, id: str) -> Source:
        source = self.record("sources", id, Source)
        assert source is not None, id
        return source

    def entity(self, id: str) -> Entity | None:
        for kind in ("countries", "organizations", "people"):
            if found := self.record(kind, id, Entity):
                return found
        return None

    def view(self, at: Viewpoint) -> View:
        """What is seen from a viewpoint; all it can reach is its edition, this base less what is withheld."""
        return View(self.edition(at.release), at)

    def edition(self, release: Marking) -> FactBase:
        """The base as readers of a release may know it; itself where nothing is withheld from them."""
        if release not in self._editions:
            held = [entry for kind in self.entries.values() for entry in kind.values()]
            let = permitted(held, self.desk, release)
            whole = len(let) == len(held) and all(a is b for a, b in zip(let, held, strict=True))
            self._editions[release] = self if whole else FactBase.of(let)
        return self._editions[release]

    @cached_property
    def _editions(self) -> dict[Marking, FactBase]:
        return {}

    @cached_property
    def _claims(self) -> dict[str, tuple[Claim, ...]]:
        return {
            entry.id: tuple(
                Claim(claim, self.source(claim.source), entry, node)
                for claim, node in zip(entry.claims, entry.claim_nodes, strict=True)
            )
            for kind in FACT_KINDS
            for entry in self.entries.get(kind.kind, {}).values()
        }


class View:
    """The fact base from one viewpoint. Queries give facts in a stable order that file layout does not change."""

    def __init__(self, base: FactBase, at: Viewpoint) -> None:
        self.base = base
        self.at = at
        self.desk = base.desk

    @cached_property
    def facts(self) -> dict[str, Fact]:
        found = {}
        for kind in FACT_KINDS:
            for entry in self.base.entries.get(kind.kind, {}).values():
                record = entry.record
                assert isinstance(record, FactRecord)
                shown = [c for c in self.base._claims[entry.id] if c.visible(self.at)]
                corrected = {c.record.corrects for c in shown if c.record.corrects}
                standing = [c for c in shown if not (c.record.id and c.record.id in corrected)]
                if standing:
                    found[entry.id] = Fact(entry, best_first(standing))
        return {fact.id: fact for fact in sorted(found.values(), key=_order)}

    def fact(self, id: str) -> Fact | None:
        return self.facts.get(id)

    def of_kind(self, kind: str, **criteria: Any) -> tuple[Fact, ...]:
        """Facts of a kind whose fields hold what is asked: `of=`, `member=`, `in_=`, `status=` …

        A criterion is an id or a collection of which any may match. Facts whose time is over by the view's day are
        left out unless `ended=True`; denied ones (`negated`) unless `negated=True`.
        """
        ended, negated = criteria.pop("ended", False), criteria.pop("negated", False)
        keys = [(_criterion(kind, name), _wanted(self.base, value)) for name, value in criteria.items()]
        return tuple(
            fact
            for fact in self.facts.values()
            if fact.kind == kind
            and (ended or not self.is_over(fact))
            and (negated or not fact.headline.record.negated)
            and all(_holds(fact, key, wanted) for key, wanted in keys)
        )

    @cached_property
    def superseded(self) -> frozenset[str]:
        """The ids of facts that another one shown here replaces."""
        return frozenset(str(id) for fact in self.facts.values() for id in fact.record.supersedes)

    def is_over(self, fact: Fact) -> bool:
        until = fact.headline.record.until
        return until is not None and until.last < self.at.as_of

    def about(self, name: str, kinds: Iterable[str] = ()) -> tuple[Fact, ...]:
        """Every fact that speaks of an entity."""
        wanted = self.base.resolve(name) or name
        only = set(kinds)
        return tuple(f for f in self.facts.values() if wanted in f.entities and (not only or f.kind in only))

    def scope(self, topic: Topic) -> tuple[Fact, ...]:
        """The facts of a topic: of its kinds, tags, entities, matters, or named. Kinds narrow the entities."""
        scope = topic.scope
        tags, about, matters, named = set(scope.tags), set(scope.about), set(scope.matters), set(scope.facts)

        def within(fact: Fact) -> bool:
            if fact.id in named or tags & set(fact.record.tags):
                return True
            if fact.kind == "statements" and any(p.on in matters for p in fact.headline.record.positions):  # type: ignore[attr-defined]
                return True
            return fact.kind in scope.kinds and (not about or bool(about & fact.entities))

        return tuple(fact for fact in self.facts.values() if within(fact))

    def assessments(self, about: str | None = None) -> tuple[Assessment, ...]:
        """Standing judgements: dated on or before the view's day and not superseded by such a one."""
        held = [
            a for a in self.base.records("assessments", Assessment)
            if a.date.last <= self.at.known
        ]  # fmt: skip
        replaced = {str(a.supersedes) for a in held if a.supersedes}
        return tuple(
            a for a in sorted(held, key=lambda a: (a.date.first, a.id), reverse=True)
            if a.id not in replaced and (about is None or about in a.about)
        )  # fmt: skip

    def signposts(self, about: str | None = None) -> tuple[Signpost, ...]:
        return tuple(
            s for s in sorted(self.base.records("signposts", Signpost), key=lambda s: s.id)
            if s.recorded.last <= self.at.known and (about is None or about in s.about)
        )  # fmt: skip

    def issue(self, week: str) -> Issue | None:
        return self.base.record("issues", week, Issue)

    def marking_of(self, fact: Fact) -> Marking:
        """The highest of the fact, its printed claims and their sources."""
        marks = [fact.record.marking, *(claim.marking for claim in fact.claims)]
        return max((mark or self.desk.marking for mark in marks), default=self.desk.marking)


def _order(fact: Fact) -> tuple[Any, ...]:
    return (fact.kind, fact.date.first, fact.date.last, fact.id)


# A border is asked for by either of its countries, a body's members by `of`.
_CRITERIA: dict[tuple[str, str], str] = {("borders", "of"): "between", ("events", "party"): "parties"}


def _criterion(kind: str, name: str) -> str:
    name = name.rstrip("_")
    return _CRITERIA.get((kind, name), name)


def _wanted(base: FactBase, value: Any) -> frozenset[str]:
    items = value if isinstance(value, list | tuple | set | frozenset) else [value]
    names = [str(getattr(item, "id", item)) for item in items]
    return frozenset(base.resolve(name) or name for name in names)


def _holds(fact: Fact, key: str, wanted: frozenset[str]) -> bool:
    return bool(wanted & frozenset(_values(fact.get(key))))


def _values(value: Any) -> Iterator[str]:
    if value is None:
        return
    if isinstance(value, tuple):
        for item in value:
            yield from _values(item)
    elif isinstance(value, Places):
        yield from (str(place) for place in value.all)
    elif isinstance(value, Party):
        yield str(value.who)
    else:
        yield str(value)
