"""The records as the rules see them: by id, by kind, and with every mention in its place."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from typing import NamedTuple, TypeVar

from ..core.markings import Marking
from ..core.problems import Mark
from ..facts.fact_base import Claim, Fact, FactBase, View, Viewpoint
from ..facts.record_store import MemoryStore
from ..records.desk_settings import Desk
from ..records.entities import Source
from ..records.entries import Entry
from ..records.fact_kinds import FactRecord
from ..records.field_types import FactRef, Prose, Record, Ref, annotation_parts

R = TypeVar("R", bound=Record)


class Mention(NamedTuple):
    """A reference or a narrative, its record and field, and the marking of the text it is printed with."""

    value: Ref | FactRef | Prose
    entry: Entry
    marking: Marking
    field: str


@dataclass(frozen=True)
class CheckScope:
    """The records to judge, by kind and id, among others that they are compared with.

    `names` gives the ids of all entities by name, also of those without a record here.
    """

    ids: Collection[tuple[str, str]]
    names: Mapping[str, str]


@dataclass(frozen=True)
class RuleContext:
    """All records, and the first of each id; `today` is the day for what is due, None for none."""

    entries: tuple[Entry, ...]
    desk: Desk
    today: date | None
    ids: dict[str, Entry]
    scope: CheckScope | None = None

    @classmethod
    def of(
        cls, entries: Iterable[Entry], desk: Desk, today: date | None, scope: CheckScope | None = None
    ) -> RuleContext:
        """Build from entries in any order; all of them are judged if `scope` is None."""
        entries = tuple(entries)
        ids: dict[str, Entry] = {}
        for entry in entries:
            ids.setdefault(entry.id, entry)
        return cls(entries, desk, today, ids, scope)

    def is_judged(self, entry: Entry) -> bool:
        """Return True if problems of a record are wanted."""
        return self.scope is None or (entry.kind, entry.id) in self.scope.ids

    @cached_property
    def facts(self) -> dict[str, Entry]:
        """The facts by id."""
        return {id: entry for id, entry in self.ids.items() if isinstance(entry.record, FactRecord)}

    @cached_property
    def sources(self) -> dict[str, Source]:
        """The sources by id."""
        return {entry.id: entry.record for entry in self.entries if isinstance(entry.record, Source)}

    def records(self, model: type[R]) -> Iterator[tuple[Entry, R]]:
        """Each record of a model, with its entry."""
        for entry in self.entries:
            if isinstance(entry.record, model):
                yield entry, entry.record

    @cached_property
    def claims(self) -> dict[str, tuple[Claim, ...]]:
        """The claims of each fact by its id, hidden or not."""
        return {id: self._base.claims(entry) for id, entry in self.facts.items()}

    @cached_property
    def _base(self) -> FactBase:
        return FactBase.on(MemoryStore(self.ids.values(), self.scope.names if self.scope else None))

    @cached_property
    def all_time_view(self) -> View:
        """Everything the desk will ever have known, corrections applied."""
        return self._base.view(Viewpoint(date.max, date.max, Marking.RED))

    @cached_property
    def now(self) -> View:
        """The state of things today; the view of all time if there is no today."""
        if self.today is None:
            return self.all_time_view
        return self._base.view(Viewpoint(self.today, self.today, Marking.RED))

    @cached_property
    def superseded(self) -> dict[str, list[Fact]]:
        """The facts that supersede a fact, by its id."""
        superseding: dict[str, list[Fact]] = {}
        for fact in self.all_time_view.facts.values():
            for id in fact.record.supersedes:
                superseding.setdefault(str(id), []).append(fact)
        return superseding

    @cached_property
    def mentions(self) -> tuple[Mention, ...]:
        """Every reference and narrative of every record."""
        return tuple(mention for entry in self.entries for mention in self._mentions(entry))

    def _mentions(self, entry: Entry) -> Iterator[Mention]:
        own = getattr(entry.record, "marking", None) or self.desk.marking
        yield from _within(entry.record, entry, own, "")
        for claim in self.claims.get(entry.id, ()) if self.ids[entry.id] is entry else ():
            marking = claim.marking
            yield from _within(claim.record, entry, own if marking is None or marking <= own else marking, "")

    def level(self, entry: Entry) -> Marking:
        """The lowest release in which any claim of the record appears."""
        own: Marking = getattr(entry.record, "marking", None) or self.desk.marking
        claims = self.claims.get(entry.id)
        return max(own, min(claim.marking or own for claim in claims)) if claims else own


def references_in(value: object) -> Iterator[Ref | FactRef | Prose]:
    """Every reference and narrative within a record."""
    if isinstance(value, Record):
        for name in _bearing(type(value)):
            if inner := getattr(value, name):
                yield from references_in(inner)
    elif isinstance(value, tuple):
        for item in value:
            yield from references_in(item)
    elif isinstance(value, FactRef | Prose | Ref):
        yield value


@cache
def _bearing(model: type[Record]) -> tuple[str, ...]:
    """The fields of a model that can hold a mention: a third of them, so the others are never looked at."""
    return tuple(name for name, field in model.model_fields.items() if _bears(field.annotation))


def _bears(annotation: object) -> bool:
    mentions = (FactRef, Prose, Ref, Record)
    return any(isinstance(part, type) and issubclass(part, mentions) for part in annotation_parts(annotation))


def _within(value: object, entry: Entry, marking: Marking, name: str) -> Iterator[Mention]:
    if isinstance(value, Record):
        inner_marking = getattr(value, "marking", None)
        if inner_marking is not None and inner_marking > marking:
            marking = inner_marking
        for name in _bearing(type(value)):
            inner = getattr(value, name)
            if inner is not None and inner != ():
                yield from _within(inner, entry, marking, name)
    elif isinstance(value, tuple):
        for item in value:
            yield from _within(item, entry, marking, name)
    elif isinstance(value, FactRef | Prose | Ref):
        yield Mention(value, entry, marking, name)


def claim_mark(claim: Claim, *path: str | int) -> Mark:
    """The place of a claim's value; the beginning of the claim if it has no such value of its own."""
    mark = claim.node.at(*path)
    return mark if mark != claim.node.mark else claim.node.first
