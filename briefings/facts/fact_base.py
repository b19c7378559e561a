"""The fact base: all records and published issues of a desk, and its editions.

What an edition withholds is gone before anything is counted, sorted or printed. Pages
see a `View` of an edition.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from ..core.digests import digest
from ..core.markings import Marking
from ..core.problems import BriefingsError, nearest
from ..records.base_record import Record
from ..records.desk_settings import Desk
from ..records.entities import Country, Entity, Named, Source, UnitRecord
from ..records.entries import Entry
from ..records.fact_records import FactRecord
from ..records.judgements import Topic
from ..records.name_register import folded_name
from .claim_ranking import best_first
from .claims import Claim, Fact, Viewpoint
from .issue_markings import as_marked
from .lookup_keys import PUBLISHED_KEY, SCOPES_KEY
from .published_issues import Ledger
from .record_store import MemoryStore, RecordStore
from .withheld_records import must_withhold, permitted

R = TypeVar("R", bound=Record)


def named_at(record: R, at: Viewpoint) -> R:
    """A record under the names that the two clocks of a viewpoint give it."""
    if isinstance(record, Named) and record.formerly:
        return record.named_as(at.as_of, at.known)
    return record


class _Cache:
    """Results of a fact base, each computed when first asked for."""

    def __init__(self) -> None:
        self.digests: dict[str, str] = {}
        self.outlines: dict[str, tuple[bool, tuple[Named, ...]]] = {}
        self.named: dict[tuple[str, type[Record], Viewpoint], tuple[Record, ...]] = {}
        self.source_digests: dict[str, str] = {}
        self.editions: dict[Marking, FactBase | None] = {}
        self.lower: dict[Marking, FactBase | None] = {}
        self.withheld: dict[Marking, dict[str, Entry | None]] = {}
        self.claims: dict[str, tuple[Claim, ...]] = {}
        self.shown: dict[Viewpoint, dict[str, Fact | None]] = {}
        self.variants: dict[str, list[Fact]] = {}


@dataclass(frozen=True)
class FactBase:
    """All records and published issues of the desk. Build it with `FactBase.of`; read it through a `View`."""

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

    def outline(self, key: str) -> tuple[bool, tuple[Named, ...]]:
        """Return whether a key finds facts, and the records it finds that once had another name."""
        if key not in self._cache.outlines:
            records = [entry.record for entry in self.found(key)]
            holds_facts = any(isinstance(record, FactRecord) for record in records)
            renamed = tuple(one for one in records if isinstance(one, Named) and one.formerly)
            self._cache.outlines[key] = holds_facts, renamed
        return self._cache.outlines[key]

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

    def named(self, kind: str, model: type[R], at: Viewpoint) -> tuple[R, ...]:
        """All records of a kind, by id, as a viewpoint names them. Computed once, however many views ask."""
        key = kind, model, at
        if key not in self._cache.named:
            self._cache.named[key] = tuple(named_at(record, at) for record in self.records(kind, model))
        return self._cache.named[key]  # type: ignore[return-value]

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
        # an issue about a record that is not there is not there to be named
        told = (one for one in ledgers if withheld.get(one.about.rpartition("/")[2], one) is not None)
        return FactBase.on(MemoryStore(shown), tuple(as_marked(ledger, printed, withheld) for ledger in told))

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
        # most facts are the same from any two viewpoints
        variants = self._cache.variants.setdefault(entry.id, [])
        for fact in variants:
            if set(fact.claims) == set(standing):
                return fact
        variants.append(Fact(entry, best_first(standing)))
        return variants[-1]
