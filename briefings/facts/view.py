"""The fact base from one viewpoint: as of a day, as known on a day, for a release.

Pages see nothing but a view. It reaches nothing but its edition, and records every lookup, by the keys of
`lookup_keys.py`.
"""

from __future__ import annotations

from collections.abc import ItemsView, Iterable, Iterator, Mapping, ValuesView
from functools import cached_property
from typing import TypeVar

from ..core.dates import PartialDate
from ..core.digests import digest
from ..core.markings import Marking, highest
from ..core.quantities import Quantity
from ..records.base_record import Record
from ..records.desk_settings import Desk
from ..records.entities import Country, Entity, Measure, Source, UnitRecord
from ..records.entries import Entry
from ..records.fact_kinds import FULL_ROLES, OVERLAY_ROLES, Membership, StatementClaim
from ..records.judgements import Assessment, Issue, Scope, Signpost, Topic
from ..records.name_register import folded_name
from ..records.recipients import RecipientGroup
from . import lookup_keys
from .claims import Claim as Claim
from .claims import Fact as Fact
from .claims import Viewpoint as Viewpoint
from .claims import known_by
from .criteria import ENTITY_FIELDS, field_key, holds_any
from .fact_base import FactBase, named_at
from .lookup_keys import PUBLISHED_KEY, SCOPES_KEY
from .published_issues import Ledger, groups_holding, latest_of_each

R = TypeVar("R", bound=Record)
J = TypeVar("J", Assessment, Signpost)


class LookupLog:
    """The lookups made for a page: keys by the viewpoint they were looked up from."""

    def __init__(self) -> None:
        self.keys: dict[Viewpoint, set[str]] = {}

    def noted(self, at: Viewpoint) -> set[str]:
        """The keys looked up from a viewpoint, to be added to."""
        return self.keys.setdefault(at, set())


class View:
    """An edition from one viewpoint. Queries give facts in a stable order, whatever the layout of files.

    There is no way past it to the fact base: every lookup is recorded in `reads`.
    """

    def __init__(self, base: FactBase, at: Viewpoint, reads: LookupLog | None = None) -> None:
        self.__base = base.edition(at.release)
        self.at = at
        self.reads = LookupLog() if reads is None else reads
        self._noted = self.reads.noted(at)

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
        if not entries:
            return []
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
        holds_facts, renamed = self.__base.outline(key)
        if not holds_facts:
            named = [self._named(record).digest for record in renamed]
            return digest(self.__base.digest(key), *named) if named else self.__base.digest(key)
        facts = (self.__base.shown(entry, self.at) for entry in self.__base.found(key))
        return digest(*(fact.digest for fact in facts if fact is not None))

    # -- records other than facts

    def records(self, kind: str, model: type[R]) -> tuple[R, ...]:
        """All records of a kind, by id, under the names of their time."""
        self._noted.add(kind)
        return self.__base.named(kind, model, self.at)

    def _named(self, record: R) -> R:
        return named_at(record, self.at)

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
    def _found(self) -> dict[str, Fact]:
        return {fact.id: fact for fact in self._view._facts(lookup_keys.FACTS)}

    @property
    def _all(self) -> dict[str, Fact]:
        self._view._noted.add(lookup_keys.FACTS)  # each time: rules begin their notes anew with each record
        return self._found

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
