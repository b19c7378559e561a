"""The release gate: an edition's records, without anything that is withheld from its readers.

Records marked above a release are removed before anything is linked, so that nothing downstream can count,
sort, sum, name or number them. The law: an edition equals, byte for byte, that of a desk from which the
withheld records had been deleted. So everything that names a withheld record goes too, or loses the name:

- a record, or a part of one with a marking of its own, goes if it or its source is marked above the release;
- a record or part that names a withheld entity, or quotes or is about a withheld fact, goes with it;
- links to a withheld fact (`rivals`, `part_of` …) and selections (`region`, `scope` …) lose that item;
- a fact without a remaining claim goes;
- a judgement goes without its last basis, unless its `marking_reason` says that its text gives nothing away;
  that reason itself is in no edition that withholds anything.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, TypeVar

from ..core.markings import Marking, highest
from ..records.desk_settings import Desk
from ..records.entities import Country, Matter, Measure
from ..records.entries import Entry
from ..records.field_types import FactRef, Prose, Record, Ref, records_in
from ..records.judgements import Assessment, Scope, Topic
from ..records.narrative import readable_calls

R = TypeVar("R", bound=Record)

# Lists that select records: a withheld item is dropped from them, whereas a statement naming it is withheld.
_SELECTIONS = {
    (Desk, "region"),
    (Topic, "countries"),
    (Scope, "about"),
    (Scope, "matters"),
    (Matter, "about"),
    (Measure, "parts"),
    (Country, "key_figures"),
}


# Fields for the desk's eyes, which no edition that withholds anything holds.
_INTERNAL = ("marking_reason",)


class _Tainted(Exception):
    """Raised if a record cannot be shown without naming a withheld one."""


@dataclass(frozen=True)
class _Gate:
    """One pass over the entries: the release, the marking of unmarked records, the ids withheld so far."""

    release: Marking
    default: Marking
    gone: frozenset[str]

    def shut(self, marking: Marking | None) -> bool:
        return (marking or self.default) > self.release

    def let(self, entry: Entry) -> Entry | None:
        """The entry as its readers may see it; None if they may not.

        The desk's settings always stay: their `marking` is that of what has none, not their own.
        """
        if not isinstance(entry.record, Desk) and self.shut(getattr(entry.record, "marking", None)):
            return None
        try:
            record = self.without(entry.record)
        except _Tainted:
            return None
        if not entry.claims:
            return entry if record is entry.record else replace(entry, record=record)
        claims, nodes = [], []
        for claim, node in zip(entry.claims, entry.claim_nodes, strict=True):
            with suppress(_Tainted):
                if not self.shut(claim.marking):
                    claims.append(self.without(claim))
                    nodes.append(node)
        if not claims:
            return None
        if record is entry.record and tuple(claims) == entry.claims:
            return entry
        return replace(entry, record=record, claims=tuple(claims), claim_nodes=tuple(nodes))

    def without(self, record: R) -> R:
        """The record less its withheld links and parts; raises _Tainted if that is not enough."""
        changed = {
            name: kept
            for name, value in record
            if name not in _INTERNAL and (kept := self._field(record, name, value)) is not value
        }
        for name in _INTERNAL:  # it may speak of what is withheld, and readers of no edition need it
            if getattr(record, name, None) is not None:
                changed[name] = None
        return record.model_copy(update=changed) if changed else record

    def _field(self, record: Record, name: str, value: object) -> Any:
        if isinstance(value, tuple):
            kept = tuple(self._items(value, (type(record), name) in _SELECTIONS))
            cleared = name == "basis" and isinstance(record, Assessment) and record.marking_reason
            if len(kept) < len(value) and len(kept) < _least(record, name) and not cleared:
                raise _Tainted
            same = len(kept) == len(value) and all(a is b for a, b in zip(kept, value, strict=True))
            return value if same else kept
        if isinstance(value, FactRef) and value in self.gone:
            if type(record).model_fields[name].is_required():
                raise _Tainted
            return None
        if isinstance(value, Record):
            return self.without(value)
        if self._names_withheld(value):
            raise _Tainted
        return value

    def _items(self, items: tuple[object, ...], selection: bool) -> Iterator[object]:
        for item in items:
            if isinstance(item, Record):
                if self.shut(getattr(item, "marking", None)):
                    continue
                try:
                    yield self.without(item)
                except _Tainted:
                    if "marking" not in type(item).model_fields:  # no part that can be left out by itself
                        raise
            elif (isinstance(item, FactRef) and item in self.gone) or (
                selection and self._names_withheld(item)
            ):
                continue
            elif self._names_withheld(item):
                raise _Tainted
            else:
                yield item

    def _names_withheld(self, value: object) -> bool:
        if isinstance(value, Ref):
            return value in self.gone
        return isinstance(value, Prose) and "{{" in value and not self.gone.isdisjoint(quoted_ids(value))


def _least(record: Record, name: str) -> int:
    """The least number of items that a list field must have."""
    rules = type(record).model_fields[name].metadata
    return max((getattr(rule, "min_length", 0) or 0 for rule in rules), default=0)


def quoted_ids(prose: Prose) -> set[str]:
    """The ids of the facts and sources that a narrative quotes."""
    return {arg for call in readable_calls(prose) if call.name not in ("text", "date") for arg in call.args}


def permitted(entries: Iterable[Entry], desk: Desk, release: Marking) -> tuple[Entry, ...]:
    """The entries as readers of `release` may see them, in order; unchanged ones are the same objects."""
    everything = tuple(entries)
    if not must_withhold(highest_marking(everything), desk.marking, release):
        return everything  # nothing is withheld, so nothing can name it
    # claim ids share the space of `gone`: a correction of a withheld claim reads as a claim
    gate = _Gate(release, desk.marking, frozenset())
    while True:
        let = [gate.let(entry) for entry in everything]
        gone = frozenset(_ids_gone(everything, let))
        if gone <= gate.gone:
            return tuple(_unlinked(entry, gone) for entry in let if entry is not None)
        gate = replace(gate, gone=gate.gone | gone)


def must_withhold(top: Marking | None, default: Marking, release: Marking) -> bool:
    """Return True if a release withholds any of the records whose highest marking is `top`."""
    return max(top or default, default) > release


def highest_marking(entries: Iterable[Entry]) -> Marking | None:
    """The highest marking of any record, claim or part of one; None if none is marked."""
    parts = (part for entry in entries for part in (entry.record, *entry.claims))
    return highest(marking for part in parts for marking in _marks(part))


def _marks(record: Record) -> Iterator[Marking | None]:
    """The markings of a record and of its parts."""
    for name in _marked(type(record)):
        value = getattr(record, name)
        if name == "marking":
            yield value
        else:
            for part in value if isinstance(value, tuple) else (value,):
                if isinstance(part, Record):
                    yield from _marks(part)


@cache
def _marked(model: type[Record]) -> tuple[str, ...]:
    """The fields of a model that hold a marking, or a part that may."""
    return tuple(
        name
        for name, field in model.model_fields.items()
        if name == "marking" or any(_marked(part) for part in records_in(field.annotation))
    )


def _ids_gone(entries: tuple[Entry, ...], let: list[Entry | None]) -> Iterator[str]:
    """The ids of the records and claims that a pass withheld."""
    for before, after in zip(entries, let, strict=True):
        if after is None:
            yield before.id
        left = {claim.id for claim in after.claims} if after else set()
        if after is not before:
            yield from (claim.id for claim in before.claims if claim.id and claim.id not in left)


def _unlinked(entry: Entry, gone: frozenset[str]) -> Entry:
    """The entry without `corrects` that name withheld claims."""
    if not any(claim.corrects in gone for claim in entry.claims):
        return entry
    claims = tuple(c.model_copy(update={"corrects": None}) if c.corrects in gone else c for c in entry.claims)
    return replace(entry, claims=claims)
