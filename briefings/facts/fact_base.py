"""Many files to one immutable, linked FactBase; and its views: as of a day, as known on a day, for a release.

A view is all that anything downstream ever sees. What a view hides is gone before anything is counted, sorted
or printed; and a view remembers what was looked up in it, by the keys of `index.py`.
"""

from __future__ import annotations

from collections.abc import ItemsView, Iterable, Iterator, Mapping, ValuesView
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeVar

from ..core.digests import digest
from ..core.problems import BriefingsError, nearest
from ..core.values import Marking
from ..files.background import BackgroundStarter
from ..records.desk_settings import Desk
from ..records.entities import Country, Entity, Source
from ..records.fact_kinds import FACT_KINDS, FactRecord, Party, StatementClaim, keys_of
from ..records.fact_reader import Entry, folded_name
from ..records.field_types import Places, Record
from ..records.judgements import Assessment, Issue, Signpost, Topic
from . import lookup_keys
from .claims import Claim as Claim
from .claims import Fact as Fact
from .claims import Viewpoint as Viewpoint
from .claims import known_by
from .published_issues import Ledger, latest_of_each
from .ranking import best_first
from .record_store import MemoryStore, RecordStore
from .release_gate import must_withhold, permitted

R = TypeVar("R", bound=Record)
J = TypeVar("J", Assessment, Signpost)

# The key of the published issues, beside those of `index.py`.
PUBLISHED_KEY = "published"


@dataclass(frozen=True)
class FactBase:
    """Everything the desk holds. Build it with `FactBase.of`; look at it through `view`."""

    desk: Desk
    stock: RecordStore = field(repr=False)
    # What was published: read from the record, never computed.
    ledgers: tuple[Ledger, ...] = field(default=(), repr=False)

    @classmethod
    def of(cls, entries: Iterable[Entry], ledgers: tuple[Ledger, ...] = ()) -> FactBase:
        """From entries without errors; raises BriefingsError when there is no desk record."""
        return cls.on(MemoryStore(entries), ledgers)

    @classmethod
    def on(cls, stock: RecordStore, ledgers: tuple[Ledger, ...] = ()) -> FactBase:
        """On a stock of records without errors; raises BriefingsError when there is no desk record."""
        held = stock.entry("desk", "desk")
        if held is None:
            raise BriefingsError(
                "no desk settings in the facts", "add a file with the key 'desk': see docs/facts.md"
            )
        assert isinstance(held.record, Desk)
        return cls(held.record, stock, ledgers)

    @property
    def all(self) -> tuple[Entry, ...]:
        return self.stock.all

    def found(self, key: str) -> tuple[Entry, ...]:
        """What can be found by a key of `index.py`, by kind and id."""
        return self.stock.found(key)

    def in_memory(self, beside: BackgroundStarter | None = None) -> FactBase:
        """The same with all records in memory: for whoever is to look at most of them."""
        stock = self.stock.in_memory(beside)
        return self if stock is self.stock else FactBase.on(stock, self.ledgers)

    def each(self, key: str) -> Iterator[Entry]:
        """What a key finds, one by one in any order: for whoever may need only one."""
        return self.stock.each(key)

    @cached_property
    def _digests(self) -> dict[str, str]:
        return {}

    def digest(self, key: str) -> str:
        """Of all that a key finds, sources of claims included; "" where it finds nothing."""
        if key == PUBLISHED_KEY:
            return digest(*(ledger.seal for ledger in self.ledgers))
        known = self._digests.get(key)
        if known is None:
            told = [part for own, cited in self.stock.said(key) for part in (own, *map(self._witness, cited))]
            known = self._digests[key] = digest(*told) if told else ""
        return known

    @cached_property
    def _witnesses(self) -> dict[str, str]:
        return {}

    def _witness(self, id: str) -> str:
        """A digest of what a source is, and of whom it speaks for."""
        if id not in self._witnesses:
            source = self.source(id)
            self._witnesses[id] = digest(id, source.digest, self._outlet(source))
        return self._witnesses[id]

    def changed_since(self, state: str) -> frozenset[str] | None:
        """The keys that may find something else than in a state; None where that is not known."""
        return frozenset() if state == self.stock.state else self.stock.changed_since(state)

    def records(self, kind: str, model: type[R]) -> tuple[R, ...]:
        return tuple(e.record for e in self.found(kind) if isinstance(e.record, model))

    def record(self, kind: str, id: str, model: type[R]) -> R | None:
        entry = self.stock.entry(kind, id)
        return entry.record if entry and isinstance(entry.record, model) else None

    def resolve(self, name: str) -> str | None:
        """The id of an entity by id, name or alias."""
        return self.stock.names.get(folded_name(name))

    def country(self, name: str) -> Country:
        """A country by id, name or alias; raises BriefingsError with the nearest name."""
        found = self.record("countries", self.resolve(name) or name, Country)
        if found is None:
            near = nearest(name, [c.name for c in self.records("countries", Country)])
            raise BriefingsError(
                f"no country {name!r}", f"did you mean {near!r}?" if near else "see: briefings list"
            )
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
            let_out = tuple(ledger for ledger in self.ledgers if ledger.release == release)
            whole = not must_withhold(self.stock.highest, self.desk.marking, release)
            stock = self.stock if whole else MemoryStore(permitted(self.all, self.desk, release))
            same = whole and len(let_out) == len(self.ledgers)
            self._editions[release] = None if same else FactBase.on(stock, let_out)
        return (
            self._editions[release] or self
        )  # which it must not hold itself, or nothing would ever let it go

    @cached_property
    def _editions(self) -> dict[Marking, FactBase | None]:
        return {}

    @cached_property
    def _claims(self) -> dict[str, tuple[Claim, ...]]:
        return {}

    def _outlet(self, source: Source) -> str:
        return self.resolve(source.publisher) or folded_name(source.publisher)

    def claims(self, entry: Entry) -> tuple[Claim, ...]:
        """A fact's claims, visible or not, each with its source; none for what is no fact."""
        if entry.id not in self._claims or not entry.claims:
            return (
                self._claims.setdefault(
                    entry.id,
                    tuple(
                        Claim(claim, source := self.source(claim.source), entry, node, self._outlet(source))
                        for claim, node in zip(entry.claims, entry.claim_nodes, strict=True)
                    ),
                )
                if entry.claims
                else ()
            )
        return self._claims[entry.id]

    @cached_property
    def _shown(self) -> dict[Viewpoint, dict[str, Fact | None]]:
        return {}

    def shown(self, entry: Entry, at: Viewpoint) -> Fact | None:
        """A fact from a viewpoint; None where it is hidden. Computed once, however many views ask."""
        facts = self._shown.setdefault(at, {})
        if entry.id not in facts:
            facts[entry.id] = self._fact(entry, at)
        return facts[entry.id]

    def _fact(self, entry: Entry, at: Viewpoint) -> Fact | None:
        shown = [claim for claim in self.claims(entry) if claim.visible(at)]
        corrected = {c.record.corrects for c in shown if c.record.corrects}
        standing = [c for c in shown if not (c.record.id and c.record.id in corrected)]
        if not standing:
            return None
        made = self._made.setdefault(entry.id, [])  # most facts are the same from any two viewpoints
        ids = set(map(id, standing))
        same = next((fact for fact in made if set(map(id, fact.claims)) == ids), None)
        if same is None:
            made.append(same := Fact(entry, best_first(standing)))
        return same

    @cached_property
    def _made(self) -> dict[str, list[Fact]]:
        return {}


class LookupLog:
    """What was looked up while a page was made: keys by the viewpoint they were looked up from."""

    def __init__(self) -> None:
        self.keys: dict[Viewpoint, set[str]] = {}


class View:
    """The fact base from one viewpoint. Queries give facts in a stable order that file layout does not
    change.

    There is no way past it to the fact base: whatever is asked is written down in `reads`.
    """

    def __init__(self, base: FactBase, at: Viewpoint, reads: LookupLog | None = None) -> None:
        self.__base = base
        self.at = at
        self.reads = reads or LookupLog()
        self._noted = self.reads.keys.setdefault(at, set())

    @property
    def desk(self) -> Desk:
        """The desk's settings."""
        self._noted.add("desk")
        return self.__base.desk

    def beside(self, at: Viewpoint) -> View:
        """The same fact base from another viewpoint; what is looked up there is written down with the
        rest."""
        return View(self.__base, at, self.reads)

    def _found(self, key: str) -> tuple[Entry, ...]:
        self._noted.add(key)
        return self.__base.found(key)

    def _facts(self, *keys: str) -> list[Fact]:
        """The visible facts that any of the keys finds, in order."""
        entries = {entry.id: entry for key in keys for entry in self._found(key)}
        shown = (self.__base.shown(entry, self.at) for entry in entries.values())
        return sorted((fact for fact in shown if fact is not None), key=lambda fact: fact.order)

    def digest(self, key: str) -> str:
        """Of what a key shows in this view; a query answers the same while it is the same."""
        if key == PUBLISHED_KEY:
            return digest(*(ledger.seal for ledger in self.published))
        if not any(isinstance(entry.record, FactRecord) for entry in self.__base.found(key)):
            return self.__base.digest(key)
        facts = (self.__base.shown(entry, self.at) for entry in self.__base.found(key))
        return digest(*(fact.digest for fact in facts if fact is not None))

    # -- records that are no facts

    def records(self, kind: str, model: type[R]) -> tuple[R, ...]:
        return tuple(entry.record for entry in self._found(kind) if isinstance(entry.record, model))

    def record(self, kind: str, id: str, model: type[R]) -> R | None:
        return next((e.record for e in self._found(f"{kind}/{id}") if isinstance(e.record, model)), None)

    def entity(self, id: str) -> Entity | None:
        return next((e.record for e in self._found(f"entity/{id}") if isinstance(e.record, Entity)), None)

    def source(self, id: str) -> Source:
        source = self.record("sources", id, Source)
        assert source is not None, id
        return source

    def country(self, name: str) -> Country:
        """A country by id, name or alias; raises BriefingsError with the nearest name."""
        found = self.record("countries", self.resolve(name) or name, Country)
        return found or self.__base.country(name)

    def resolve(self, name: str) -> str | None:
        """The id of an entity by id, name or alias."""
        self._noted.add(f"name {folded_name(name)}")
        return self.__base.resolve(name)

    @property
    def published(self) -> list[Ledger]:
        """The latest revision of each issue published in this edition before the view's day, by cut-off."""
        self._noted.add(PUBLISHED_KEY)
        return [
            ledger
            for ledger in latest_of_each(self.__base.ledgers, self.at.release)
            if ledger.cutoff < self.at.known
        ]

    # -- facts

    @cached_property
    def facts(self) -> Mapping[str, Fact]:
        """Every fact. Looking one up by its id depends on that one only."""
        return _Facts(self)

    def fact(self, id: str) -> Fact | None:
        entry = next(iter(self._found(f"fact/{id}")), None)
        return self.__base.shown(entry, self.at) if entry else None

    def of_kind(self, kind: str, **criteria: Any) -> tuple[Fact, ...]:
        """Facts of a kind whose fields hold what is asked: `of=`, `member=`, `in_=`, `status=` …

        A criterion is an id or a collection of which any may match. Facts whose time is over by the view's
        day are left out unless `ended=True`; denied ones (`negated`) unless `negated=True`.
        """
        ended, negated = criteria.pop("ended", False), criteria.pop("negated", False)
        keys = [(_criterion(kind, name), self._wanted(value)) for name, value in criteria.items()]
        # whoever is asked for, the fact is about; of several, the one with the fewest
        about = [ids for key, ids in keys if key in _ABOUT.get(kind, ())]
        narrow = min(about, key=len, default=None)
        where = [kind] if narrow is None else [f"about {id} {kind}" for id in sorted(narrow)]
        return tuple(
            fact
            for fact in self._facts(*where)
            if (ended or not self.is_over(fact))
            and (negated or not fact.headline.record.negated)
            and all(_holds(fact, key, wanted) for key, wanted in keys)
        )

    def rivals(self, fact: Fact) -> tuple[Fact, ...]:
        """The facts shown here that it names as rivals or that name it: one side's word is enough."""
        return tuple(self._facts(*(f"fact/{id}" for id in fact.record.rivals), f"rivals {fact.id}"))

    def wholes(self, fact: Fact) -> frozenset[str]:
        """The ids of the facts that one is a part of, at any remove."""
        found: set[str] = set()
        inner: Fact | None = fact
        while inner is not None and inner.record.part_of and str(inner.record.part_of) not in found:
            found.add(str(inner.record.part_of))
            inner = self.fact(inner.record.part_of)
        return frozenset(found)

    def is_replaced(self, fact: Fact) -> bool:
        """Whether another fact shown here supersedes it."""
        return bool(self._facts(f"replaces {fact.id}"))

    def is_over(self, fact: Fact) -> bool:
        until = fact.headline.record.until
        return until is not None and until.last < self.at.as_of

    def about(self, name: str, kinds: Iterable[str] = ()) -> tuple[Fact, ...]:
        """Every fact that speaks of an entity."""
        wanted = self.resolve(name) or name
        where = [f"about {wanted} {kind}" for kind in kinds] or [f"about {wanted}"]
        return tuple(fact for fact in self._facts(*where) if wanted in fact.entities)

    def has_facts_about(self, id: str) -> bool:
        """Whether any fact speaks of an entity."""
        keys = (f"about {id} {kind.kind}" for kind in FACT_KINDS)
        return self.__base.stock.certainly_shows(id, self.at.last_day) or any(
            self.__base.shown(entry, self.at) is not None for key in keys for entry in self.__base.each(key)
        )

    def _wanted(self, value: Any) -> frozenset[str]:
        items = value if isinstance(value, list | tuple | set | frozenset) else [value]
        names = [str(getattr(item, "id", item)) for item in items]
        return frozenset(self.resolve(name) or name for name in names)

    def scope(self, topic: Topic) -> tuple[Fact, ...]:
        """The facts of a topic: of its kinds, tags, entities, matters, or named. Kinds narrow the
        entities."""
        scope = topic.scope
        tags, about, matters, named = set(scope.tags), set(scope.about), set(scope.matters), set(scope.facts)

        def within(fact: Fact) -> bool:
            if fact.id in named or tags & set(fact.record.tags):
                return True
            head = fact.headline.record
            if isinstance(head, StatementClaim) and any(p.on in matters for p in head.positions):
                return True
            return fact.kind in scope.kinds and (not about or bool(about & fact.entities))

        where = (
            [f"fact/{id}" for id in named]
            + [f"tag {tag}" for tag in tags]
            + [f"matter {id}" for id in matters]
        )
        where += (
            [f"about {id} {kind}" for kind in scope.kinds for id in about] if about else list(scope.kinds)
        )
        return tuple(fact for fact in self._facts(*map(str, where)) if within(fact))

    def assessments(self, about: str | None = None) -> tuple[Assessment, ...]:
        """Standing judgements: dated on or before the view's day and not superseded by such a one."""
        where = "assessments" if about is None else f"about {about} assessments"
        held = [
            a for a in self._judged(where, Assessment) if not self._judged(f"replaces {a.id}", Assessment)
        ]
        return tuple(sorted(held, key=lambda a: (a.date.first, a.id), reverse=True))

    def history(self, judgement: Assessment) -> tuple[Assessment, ...]:
        """A judgement and what it replaced, oldest first."""
        found = [judgement]
        while found[0].supersedes:
            earlier = next(iter(self._judged(f"assessments/{found[0].supersedes}", Assessment)), None)
            if earlier is None or earlier in found:
                break
            found.insert(0, earlier)
        return tuple(found)

    def standing(self, id: str) -> Assessment | None:
        """The judgement that stands in the place of one: itself, or the last of those that superseded it."""
        found = next(iter(self._judged(f"assessments/{id}", Assessment)), None)
        seen = {id}
        while found and (newer := next(iter(self._judged(f"replaces {found.id}", Assessment)), None)):
            if newer.id in seen:
                break
            seen.add(newer.id)
            found = newer
        return found

    def _judged(self, key: str, model: type[J]) -> list[J]:
        """The judgements a key finds, of those dated or recorded by the view's day."""
        found = [entry.record for entry in self._found(key) if isinstance(entry.record, model)]
        return [record for record in found if known_by(record, self.at.known)]

    def signposts(self, about: str | None = None) -> tuple[Signpost, ...]:
        where = "signposts" if about is None else f"about {about} signposts"
        return tuple(self._judged(where, Signpost))

    def issue(self, week: str) -> Issue | None:
        return self.record("issues", week, Issue)

    def marking_of(self, fact: Fact) -> Marking:
        """The highest of the fact, its printed claims and their sources."""
        marks = [fact.record.marking, *(claim.marking for claim in fact.claims)]
        return max((mark or self.desk.marking for mark in marks), default=self.desk.marking)


class _Facts(Mapping[str, Fact]):
    """All facts of a view by id, in order: what is asked of one depends on one, what is asked of all on
    all."""

    def __init__(self, view: View) -> None:
        self._view = view

    @cached_property
    def _all(self) -> dict[str, Fact]:
        return {fact.id: fact for fact in self._view._facts(lookup_keys.FACTS)}

    def __getitem__(self, id: str) -> Fact:
        fact = self._view.fact(id)
        if fact is None:
            raise KeyError(id)
        return fact

    def __iter__(self) -> Iterator[str]:
        return iter(self._all)

    def __len__(self) -> int:
        return len(self._all)

    def values(self) -> ValuesView[Fact]:
        return self._all.values()

    def items(self) -> ItemsView[str, Fact]:
        return self._all.items()


# A border is asked for by either of its countries, a body's members by `of`.
_CRITERIA: dict[tuple[str, str], str] = {("borders", "of"): "between", ("events", "party"): "parties"}

# The fields of a kind that name whom a fact is about, so that asking by them need not look at every fact.
_ABOUT = {
    kind.kind: {
        key for key in (*keys_of(kind), *keys_of(kind.claim)) if lookup_keys.is_entity_field(kind, key)
    }
    for kind in FACT_KINDS
}


def _criterion(kind: str, name: str) -> str:
    name = name.rstrip("_")
    return _CRITERIA.get((kind, name), name)


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
