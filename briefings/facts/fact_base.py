"""The fact base, and its views: as of a day, as known on a day, for a release.

Pages see nothing but a view. Hidden facts are gone before anything is counted, sorted or printed, and a view
records every lookup, by the keys of `lookup_keys.py`.
"""

from __future__ import annotations

from collections.abc import ItemsView, Iterable, Iterator, Mapping, ValuesView
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeVar

from ..core.dates import PartialDate
from ..core.digests import digest
from ..core.markings import Marking, highest
from ..core.problems import BriefingsError, nearest
from ..core.quantities import Quantity
from ..records.desk_settings import Desk
from ..records.entities import Country, Entity, Measure, Named, Source, UnitRecord
from ..records.entries import Entry
from ..records.fact_kinds import FULL_ROLES, OVERLAY_ROLES, FactRecord, Membership, StatementClaim
from ..records.field_types import Record
from ..records.judgements import Assessment, Issue, Scope, Signpost, Topic
from ..records.name_register import folded_name
from ..records.recipients import RecipientGroup
from . import lookup_keys
from .claims import Claim as Claim
from .claims import Fact as Fact
from .claims import Viewpoint as Viewpoint
from .claims import known_by
from .criteria import ENTITY_FIELDS, field_key, holds_any
from .published_issues import Ledger, as_marked, groups_holding, latest_of_each
from .ranking import best_first
from .record_store import MemoryStore, RecordStore
from .release_gate import must_withhold, permitted

R = TypeVar("R", bound=Record)
J = TypeVar("J", Assessment, Signpost)

# The lookup key of the published issues, beside those of `lookup_keys.py`.
PUBLISHED_KEY = "published"
SCOPES_KEY = "scopes of topics"


class _Cache:
    """Results of a fact base, each computed when first asked for."""

    def __init__(self) -> None:
        self.digests: dict[str, str] = {}
        self.source_digests: dict[str, str] = {}
        self.editions: dict[Marking, FactBase | None] = {}
        self.lower: dict[Marking, FactBase | None] = {}
        self.withheld: dict[Marking, dict[str, Entry | None]] = {}
        self.claims: dict[str, tuple[Claim, ...]] = {}
        self.shown: dict[Viewpoint, dict[str, Fact | None]] = {}
        self.variants: dict[str, list[Fact]] = {}


@dataclass(frozen=True)
class FactBase:
    """All records and published issues of the desk. Build it with `FactBase.of`; read it through `view`."""

    desk: Desk
    stock: RecordStore = field(repr=False)
    ledgers: tuple[Ledger, ...] = field(default=(), repr=False)
    _cache: _Cache = field(default_factory=_Cache, init=False, repr=False, compare=False)

    @classmethod
    def of(cls, entries: Iterable[Entry], ledgers: tuple[Ledger, ...] = ()) -> FactBase:
        """Build from entries without errors; raises BriefingsError without a desk record."""
        return cls.on(MemoryStore(entries), ledgers)

    @classmethod
    def on(cls, stock: RecordStore, ledgers: tuple[Ledger, ...] = ()) -> FactBase:
        """Build on a store of records without errors; raises BriefingsError without a desk record."""
        entry = stock.entry("desk", "desk")
        if entry is None:
            remedy = "add a file with the key 'desk': see docs/facts.md"
            raise BriefingsError("no desk settings in the facts", remedy)
        assert isinstance(entry.record, Desk)
        return cls(entry.record, stock, ledgers)

    def beside(self, ledgers: tuple[Ledger, ...]) -> FactBase:
        """The same records with published issues; itself without any."""
        return FactBase(self.desk, self.stock, ledgers) if ledgers else self

    @property
    def all(self) -> tuple[Entry, ...]:
        """Every record."""
        return self.stock.all

    def found(self, key: str) -> tuple[Entry, ...]:
        """The records that a key of `lookup_keys.py` finds, by kind and id."""
        return self.stock.found(key)

    def each(self, key: str) -> Iterator[Entry]:
        """The records that a key finds, one by one in any order, for callers that may need only one."""
        return self.stock.each(key)

    def digest(self, key: str) -> str:
        """Digest of all that a key finds, sources of claims included; "" if it finds nothing."""
        if key == PUBLISHED_KEY:
            return digest(*(part for ledger in self.ledgers for part in (ledger.seal, *ledger.sent_to)))
        if key == SCOPES_KEY:
            return digest(
                *(f"{t.id} {t.title} {t.marking} {t.scope!r}" for t in self.records("topics", Topic))
            )
        if key not in self._cache.digests:
            parts: list[str] = []
            said = self.stock.said(key)
            if key == Desk.kind:  # its own units are read wherever the desk's settings are
                said = (*said, *self.stock.said(UnitRecord.kind))
            for own, cited in said:
                parts += (own, *map(self._source_digest, cited))
            self._cache.digests[key] = digest(*parts) if parts else ""
        return self._cache.digests[key]

    def _source_digest(self, id: str) -> str:
        """Digest of a source and its outlet."""
        if id not in self._cache.source_digests:
            source = self.source(id)
            self._cache.source_digests[id] = digest(id, source.digest, self._outlet(source))
        return self._cache.source_digests[id]

    def changed_since(self, state: str) -> frozenset[str] | None:
        """The keys that may find other records than in an earlier state; None if that is unknown."""
        return frozenset() if state == self.stock.state else self.stock.changed_since(state)

    def records(self, kind: str, model: type[R]) -> tuple[R, ...]:
        """All records of a kind, by id."""
        return tuple(e.record for e in self.found(kind) if isinstance(e.record, model))

    def record(self, kind: str, id: str, model: type[R]) -> R | None:
        """One record; None if there is none of that id."""
        entry = self.stock.entry(kind, id)
        return entry.record if entry and isinstance(entry.record, model) else None

    def resolve(self, name: str) -> str | None:
        """The id of an entity by id, name or alias; None for an unknown name."""
        return self.stock.names.get(folded_name(name))

    def country(self, name: str) -> Country:
        """A country by id, name or alias; raises BriefingsError with the nearest name."""
        country = self.record("countries", self.resolve(name) or name, Country)
        if country is None:
            near = nearest(name, [c.name for c in self.records("countries", Country)])
            remedy = f"did you mean {near!r}?" if near else "see: briefings list"
            raise BriefingsError(f"no country {name!r}", remedy)
        return country

    def source(self, id: str) -> Source:
        """A source that a claim cites."""
        source = self.record("sources", id, Source)
        assert source is not None, id
        return source

    def entity(self, id: str) -> Entity | None:
        """A country, organization or person by id; None for an unknown id."""
        for kind in ("countries", "organizations", "people"):
            if entity := self.record(kind, id, Entity):
                return entity
        return None

    def view(self, at: Viewpoint, reads: LookupLog | None = None) -> View:
        """The view from a viewpoint; it can reach nothing but its edition. It notes lookups in `reads`."""
        return View(self.edition(at.release), at, reads)

    def edition(self, release: Marking) -> FactBase:
        """The base less what is withheld from readers of a release; itself if nothing is."""
        if release not in self._cache.editions:
            ledgers = tuple(ledger for ledger in self.ledgers if ledger.release == release)
            # a reference to itself would keep the base from being freed
            self._cache.editions[release] = self._less(release, ledgers)
        return self._cache.editions[release] or self

    def lower(self, marking: Marking) -> FactBase | None:
        """The base less what is marked above a marking, with all its issues; None if nothing is."""
        if marking not in self._cache.lower:
            some = must_withhold(self.stock.highest, self.desk.marking, marking)
            self._cache.lower[marking] = self._less(marking, self.ledgers) if some else None
        return self._cache.lower[marking]

    def _less(self, release: Marking, ledgers: tuple[Ledger, ...]) -> FactBase | None:
        """The base with these issues and without what a release withholds; None if it is the same."""
        if not must_withhold(self.stock.highest, self.desk.marking, release):
            return None if len(ledgers) == len(self.ledgers) else FactBase.on(self.stock, ledgers)
        everything = self.all
        shown = permitted(everything, self.desk, release)
        left = {id(entry.node): entry for entry in shown}
        changed = [(entry, left.get(id(entry.node))) for entry in everything]
        withheld = {entry.id: rest for entry, rest in changed if rest is not entry}
        self._cache.withheld[release] = withheld
        printed = {entry.id: entry for entry in everything if entry.id in withheld}
        return FactBase.on(
            MemoryStore(shown), tuple(as_marked(ledger, printed, withheld) for ledger in ledgers)
        )

    def withheld(self, release: Marking) -> Mapping[str, Entry | None]:
        """The rest of each record, by id, of which an edition lacks anything; None for nothing."""
        self.edition(release)
        return self._cache.withheld.get(release, {})

    def _outlet(self, source: Source) -> str:
        return self.resolve(source.publisher) or folded_name(source.publisher)

    def claims(self, entry: Entry) -> tuple[Claim, ...]:
        """A fact's claims, visible or not, each with its source; empty for other records."""
        if not entry.claims:
            return ()
        if entry.id not in self._cache.claims:
            claims = []
            for record, node in zip(entry.claims, entry.claim_nodes, strict=True):
                source = self.source(record.source)
                claims.append(Claim(record, source, entry, node, self._outlet(source)))
            self._cache.claims[entry.id] = tuple(claims)
        return self._cache.claims[entry.id]

    def shown(self, entry: Entry, at: Viewpoint) -> Fact | None:
        """A fact as a viewpoint shows it; None if hidden. Computed once, however many views ask."""
        facts = self._cache.shown.setdefault(at, {})
        if entry.id not in facts:
            facts[entry.id] = self._fact(entry, at)
        return facts[entry.id]

    def _fact(self, entry: Entry, at: Viewpoint) -> Fact | None:
        claims = self.claims(entry)
        shown = [claim for claim in claims if claim.visible(at)]
        shown = shown or [claim for claim in claims if claim.stood_already(at)]
        corrected = {c.record.corrects for c in shown if c.record.corrects}
        standing = [c for c in shown if not (c.record.id and c.record.id in corrected)]
        if not standing:
            return None
        variants = self._cache.variants.setdefault(
            entry.id, []
        )  # most facts are the same from any two viewpoints
        ids = set(map(id, standing))
        for fact in variants:
            if set(map(id, fact.claims)) == ids:
                return fact
        variants.append(Fact(entry, best_first(standing)))
        return variants[-1]


class LookupLog:
    """The lookups made for a page: keys by the viewpoint they were looked up from."""

    def __init__(self) -> None:
        self.keys: dict[Viewpoint, set[str]] = {}


class View:
    """The fact base from one viewpoint. Queries give facts in a stable order, whatever the layout of files.

    There is no way past it to the fact base: every lookup is recorded in `reads`.
    """

    def __init__(self, base: FactBase, at: Viewpoint, reads: LookupLog | None = None) -> None:
        self.__base = base
        self.at = at
        self.reads = LookupLog() if reads is None else reads
        self._noted = self.reads.keys.setdefault(at, set())

    @property
    def desk(self) -> Desk:
        """The desk's settings."""
        self._noted.add("desk")
        return self.__base.desk

    def beside(self, at: Viewpoint) -> View:
        """The same fact base from another viewpoint; lookups there are recorded in the same log."""
        return View(self.__base, at, self.reads)

    def _found(self, key: str) -> tuple[Entry, ...]:
        self._noted.add(key)
        return self.__base.found(key)

    def _facts(self, *keys: str) -> list[Fact]:
        """The visible facts that any of the keys finds, in their order."""
        entries: dict[str, Entry] = {}
        for key in keys:
            entries |= {entry.id: entry for entry in self._found(key)}
        shown = (self.__base.shown(entry, self.at) for entry in entries.values())
        return sorted((fact for fact in shown if fact is not None), key=lambda fact: fact.order)

    def digest(self, key: str) -> str:
        """Digest of what a key finds in this view; while it stays the same, so do the answers of queries."""
        if key == PUBLISHED_KEY:
            return digest(
                *(part for ledger in self.published for part in (ledger.seal, *self._readers(ledger)))
            )
        if key == SCOPES_KEY:
            return self.__base.digest(key)
        if not any(isinstance(entry.record, FactRecord) for entry in self.__base.found(key)):
            records = [entry.record for entry in self.__base.found(key)]
            named = [self._named(one).digest for one in records if isinstance(one, Named) and one.formerly]
            return digest(self.__base.digest(key), *named) if named else self.__base.digest(key)
        facts = (self.__base.shown(entry, self.at) for entry in self.__base.found(key))
        return digest(*(fact.digest for fact in facts if fact is not None))

    # -- records other than facts

    def records(self, kind: str, model: type[R]) -> tuple[R, ...]:
        """All records of a kind, by id, under the names of their time."""
        records = (entry.record for entry in self._found(kind))
        return tuple(self._named(record) for record in records if isinstance(record, model))

    def _named(self, record: R) -> R:
        """A record under the names that the view's two clocks give it."""
        if isinstance(record, Named) and record.formerly:
            return record.named_as(self.at.as_of, self.at.known)
        return record

    def record(self, kind: str, id: str, model: type[R]) -> R | None:
        """One record; None if there is none of that id."""
        found = (e.record for e in self._found(f"{kind}/{id}") if isinstance(e.record, model))
        return next(map(self._named, found), None)

    def entity(self, id: str) -> Entity | None:
        """A country, organization or person by id; None for an unknown id."""
        found = (e.record for e in self._found(f"entity/{id}") if isinstance(e.record, Entity))
        return next(map(self._named, found), None)

    def own_adjective(self, country: Country) -> str:
        """A country's adjective; "" if it has none, or shares it with another: Congolese may be of either."""
        adjective = country.adjective
        if not adjective or len(self._found(lookup_keys.adjective_key(adjective))) > 1:
            return ""
        return adjective

    def source(self, id: str) -> Source:
        """A source that a claim cites."""
        source = self.record("sources", id, Source)
        assert source is not None, id
        return source

    def country(self, name: str) -> Country:
        """A country by id, name or alias; raises BriefingsError with the nearest name."""
        country = self.record("countries", self.resolve(name) or name, Country)
        return country or self._named(self.__base.country(name))

    def resolve(self, name: str) -> str | None:
        """The id of an entity by id, name or alias; None for an unknown name."""
        self._noted.add(f"name {folded_name(name)}")
        return self.__base.resolve(name)

    @property
    def published(self) -> list[Ledger]:
        """The latest revision of each issue published in this edition before the view's day, by cut-off."""
        self._noted.add(PUBLISHED_KEY)
        ledgers = latest_of_each(self.__base.ledgers, self.at.release)
        return [ledger for ledger in ledgers if ledger.cutoff < self.at.known]

    def _readers(self, printed: Ledger) -> tuple[str, ...]:
        """The groups that were sent any revision of an issue of this edition."""
        same = (other for other in self.__base.ledgers if other.issue == printed.issue)
        return tuple(group for other in same for group in other.sent_to)

    def holders(self, printed: Ledger, fact: str, was: str) -> list[str]:
        """The names of the groups that hold what an issue printed of a fact, as far as they may be named."""
        self._noted.add(PUBLISHED_KEY)
        ledgers = [ledger for ledger in self.__base.ledgers if ledger.release == self.at.release]
        groups = groups_holding(ledgers, printed, fact, was)
        named = {group.id: group.name for group in self.records("recipients", RecipientGroup)}
        return sorted(named[id] for id in groups if id in named)

    # -- facts

    @cached_property
    def facts(self) -> Mapping[str, Fact]:
        """All visible facts by id; looking one up records only that one as read."""
        return _Facts(self)

    def fact(self, id: str) -> Fact | None:
        """A fact by its id; None if there is none or it is hidden."""
        entry = next(iter(self._found(f"fact/{id}")), None)
        return self.__base.shown(entry, self.at) if entry else None

    def of_kind(self, kind: str, **criteria: object) -> tuple[Fact, ...]:
        """Facts of a kind whose fields hold what is asked: `of=`, `member=`, `in_=`, `status=` …

        A criterion is an id or a collection of which any may match. Facts whose time is over by the view's
        day are left out unless `ended=True`; denied ones (`negated`) unless `negated=True`.
        """
        ended, negated = criteria.pop("ended", False), criteria.pop("negated", False)
        wanted = [(field_key(kind, name), self._wanted_ids(value)) for name, value in criteria.items()]
        # a fact is about the entities asked for: look it up by the criterion with the fewest of them
        about = [ids for key, ids in wanted if key in ENTITY_FIELDS.get(kind, ())]
        fewest = min(about, key=len, default=None)
        keys = [kind] if fewest is None else [f"about {id} {kind}" for id in sorted(fewest)]
        return tuple(
            fact
            for fact in self._facts(*keys)
            if (ended or not self.is_over(fact))
            and (negated or not fact.headline.record.negated)
            and all(holds_any(fact, key, ids) for key, ids in wanted)
        )

    def rivals(self, fact: Fact) -> tuple[Fact, ...]:
        """The visible facts that a fact names as rivals or other names, or that name it as one."""
        named = (*fact.record.rivals, *fact.record.same_as)
        return tuple(self._facts(*(f"fact/{id}" for id in named), f"rivals {fact.id}"))

    def wholes(self, fact: Fact) -> frozenset[str]:
        """The ids of the facts that a fact is a part of, directly or through others."""
        wholes: set[str] = set()
        inner: Fact | None = fact
        while inner is not None and inner.record.part_of and str(inner.record.part_of) not in wholes:
            wholes.add(str(inner.record.part_of))
            inner = self.fact(inner.record.part_of)
        return frozenset(wholes)

    def is_replaced(self, fact: Fact) -> bool:
        """Return True if another visible fact supersedes it."""
        return bool(self.successors(fact.id))

    def successors(self, id: str) -> tuple[Fact, ...]:
        """The visible facts that supersede a fact or judgement."""
        return tuple(self._facts(f"replaces {id}"))

    def among(self, key: str) -> tuple[Fact, ...]:
        """The visible facts that a key of `lookup_keys.py` finds."""
        return tuple(self._facts(key))

    def is_over(self, fact: Fact) -> bool:
        """Return True if its time ended before the view's day."""
        end = self.end_of(fact)
        return end is not None and end[1].last < self.at.as_of

    def end_of(self, fact: Fact) -> tuple[Claim, PartialDate] | None:
        """The claim that ends a fact, and the end; None if it goes on.

        A notice of withdrawal that took effect ends the full membership that it overlays.
        """
        record = fact.record
        if fact.end or not isinstance(record, Membership) or record.role not in FULL_ROLES:
            return fact.end
        return next((notice.end for notice in self.overlays(fact) if _took_effect(notice)), None)

    def overlays(self, fact: Fact) -> tuple[Fact, ...]:
        """The suspensions and notices of withdrawal that overlay a full membership."""
        record = fact.record
        if not isinstance(record, Membership) or record.role not in FULL_ROLES:
            return ()
        begun = fact.get("from")
        return tuple(
            other
            for other in self._facts(f"roles {record.member}@{record.of}")
            if isinstance(other.record, Membership)
            and other.record.role in OVERLAY_ROLES
            and not other.headline.record.negated
            and not _is_before(other.get("from"), begun)
            and not (fact.end and _is_before(fact.end[1], other.get("from")))
        )

    def about(self, name: str, kinds: Iterable[str] = ()) -> tuple[Fact, ...]:
        """All visible facts about an entity, by its id, name or alias; of some kinds, if given."""
        id = self.resolve(name) or name
        keys = [f"about {id} {kind}" for kind in kinds] or [f"about {id}"]
        return tuple(fact for fact in self._facts(*keys) if id in fact.entities)

    def _wanted_ids(self, value: object) -> frozenset[str]:
        items = value if isinstance(value, list | tuple | set | frozenset) else [value]
        names = [str(getattr(item, "id", item)) for item in items]
        return frozenset(self.resolve(name) or name for name in names)

    def scope(self, topic: Topic) -> tuple[Fact, ...]:
        """The facts of a topic: named, tagged, on its matters, or of its kinds and about its entities."""
        scope = topic.scope
        keys = [f"fact/{id}" for id in set(scope.facts)]
        keys += [f"tag {tag}" for tag in set(scope.tags)]
        keys += [f"matter {id}" for id in set(scope.matters)]
        for kind in scope.kinds:
            keys += [f"about {id} {kind}" for id in set(scope.about)] if scope.about else [str(kind)]
        return tuple(fact for fact in self._facts(*keys) if _is_within(scope, fact))

    def topics_of(self, fact: Fact) -> tuple[Topic, ...]:
        """The topics whose scope holds a fact. Their texts may change; only titles and scopes are noted."""
        self._noted.add(SCOPES_KEY)
        return tuple(t for t in self.__base.records("topics", Topic) if _is_within(t.scope, fact))

    def assessments(self, about: str | None = None) -> tuple[Assessment, ...]:
        """Standing judgements, newest first: made by the view's day and not superseded by then."""
        made = self._judgements("assessments" if about is None else f"about {about} assessments", Assessment)
        standing = filter(self.is_standing, made)
        return tuple(sorted(standing, key=lambda a: (a.date.first, a.id), reverse=True))

    def is_standing(self, judgement: Assessment) -> bool:
        """Return True if a judgement was made by the view's day and not superseded by then."""
        known = known_by(judgement, self.at.known)
        return known and not self._judgements(f"replaces {judgement.id}", Assessment)

    def judgements_made(self) -> tuple[Assessment, ...]:
        """All judgements made by the view's day, superseded ones too, oldest first."""
        made = self._judgements("assessments", Assessment)
        return tuple(sorted(made, key=lambda a: (a.date.first, a.id)))

    def history(self, judgement: Assessment) -> tuple[Assessment, ...]:
        """A judgement and those it replaced, oldest first."""
        line = {judgement.id: judgement}
        earlier: Assessment | None = judgement
        while earlier and earlier.supersedes:
            earlier = self._judgement(f"assessments/{earlier.supersedes}")
            if earlier is None or earlier.id in line:
                break
            line[earlier.id] = earlier
        return tuple(reversed(line.values()))

    def standing(self, id: str) -> Assessment | None:
        """The judgement in force for an id: that one, or the last that superseded it; None without any."""
        judgement = self._judgement(f"assessments/{id}")
        seen = {id}
        while judgement and (newer := self._judgement(f"replaces {judgement.id}")):
            if newer.id in seen:
                break
            seen.add(newer.id)
            judgement = newer
        return judgement

    def _judgement(self, key: str) -> Assessment | None:
        return next(iter(self._judgements(key, Assessment)), None)

    def _judgements(self, key: str, model: type[J]) -> list[J]:
        """The assessments or signposts that a key finds, if dated or recorded by the view's day."""
        records = [entry.record for entry in self._found(key) if isinstance(entry.record, model)]
        return [record for record in records if known_by(record, self.at.known)]

    def signposts(self, about: str | None = None) -> tuple[Signpost, ...]:
        """Signposts recorded by the view's day, by id; of an entity, if given."""
        return tuple(self._judgements("signposts" if about is None else f"about {about} signposts", Signpost))

    def issue(self, week: str) -> Issue | None:
        """The issue of a week; None without one."""
        return self.record("issues", week, Issue)

    def marking_of(self, fact: Fact) -> Marking:
        """The highest marking of the fact, its visible claims and their sources, its measure and units."""
        measure = self.record("measures", vars(fact.record).get("measure", ""), Measure)
        marks = [fact.record.marking, measure.marking if measure else None]
        marks += [claim.marking for claim in fact.claims]
        return highest((self.desk.marking, *marks, *self._unit_markings(fact))) or self.desk.marking

    def _unit_markings(self, fact: Fact) -> Iterator[Marking | None]:
        for unit in self._marked_units:
            names = (unit.unit.name, unit.unit.one)
            values = (value for claim in fact.claims for value in vars(claim.record).values())
            if any(isinstance(value, Quantity) and value.unit in names for value in values):
                yield unit.marking

    @cached_property
    def _marked_units(self) -> list[UnitRecord]:
        units = self.__base.records(UnitRecord.kind, UnitRecord)  # in the trace with the desk's settings
        return [unit for unit in units if unit.marking]


def _took_effect(notice: Fact) -> bool:
    """True for a notice of withdrawal with an end, unless it was taken back."""
    record = notice.record
    withdrawing = isinstance(record, Membership) and record.role == "withdrawing"
    return withdrawing and notice.end is not None and notice.headline.record.status != "cancelled"


def _is_before(one: PartialDate | None, other: PartialDate | None) -> bool:
    """True if one date is certainly before the other."""
    return one is not None and other is not None and one.last < other.first


class _Facts(Mapping[str, Fact]):
    """All facts of a view by id, in order; asking for one records one lookup, iterating records all."""

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


def _is_within(scope: Scope, fact: Fact) -> bool:
    """True if a topic of this scope is about a fact."""
    if fact.id in scope.facts or set(scope.tags) & set(fact.record.tags):
        return True
    head = fact.headline.record
    if isinstance(head, StatementClaim) and any(p.on in scope.matters for p in head.positions):
        return True
    return fact.kind in scope.kinds and (not scope.about or bool(set(scope.about) & fact.entities))
