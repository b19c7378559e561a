"""The release gate: an edition's records, without anything that is withheld from its readers.

Records marked above a release are removed before anything is linked, so that nothing downstream can count,
sort, sum, name or number them. The law: an edition equals, byte for byte, that of a desk from which the
withheld records had been deleted. So everything that names a withheld record goes too, or loses the name:

- a record, or a part of one with a marking of its own, goes if it or its source is marked above the release;
- a record or part that names a withheld entity, or quotes or is about a withheld fact, goes with it;
- links to a withheld fact (`rivals`, `part_of` …) and selections (`region`, `scope` …) lose that item;
- a fact without a remaining claim goes;
- a text that quotes a number goes if no claim that gives the number is left: it would print a gap;
- a judgement goes without its last basis, unless its `marking_reason` says that its text gives nothing away;
  that reason itself is in no edition that withholds anything;
- a natural id follows from the claims that are left. A record that names a fact by an id which it has lost
  thereby is treated as one that names a withheld fact, and so is one whose new id another fact has;
- a source, entity, place, unit, measure or matter that only withheld records use goes too.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any, TypeVar

from ..core.markings import Marking, highest
from ..core.quantities import Quantity
from ..records.base_record import Record, records_in
from ..records.desk_settings import Desk
from ..records.entities import Country, Matter, Measure, UnitRecord
from ..records.entries import Entry
from ..records.fact_records import FactRecord
from ..records.judgements import Assessment, Scope, Topic
from ..records.narrative import Call, readable_calls
from ..records.prose_fields import Prose
from ..records.references import FactRef, Ref
from .used_names import NameUse, own_names, quoted_ids, unit_name

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
    """The release, the marking of unmarked records, and what was withheld so far: the names of records and
    claims, and the fields of facts that no claim gives any more ("" for the number of the fact)."""

    release: Marking
    default: Marking
    gone: set[str] = field(default_factory=set)
    lost: set[tuple[str, str]] = field(default_factory=set)

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
        kept = replace(entry, record=record, claims=tuple(claims), claim_nodes=tuple(nodes))
        return replace(kept, id=_identity_left(entry, kept))

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
        match value:
            case Ref():
                return value in self.gone
            case Quantity():
                return bool(self.gone) and unit_name(value.unit) in self.gone
            case Prose() if "{{" in value:
                return not self.gone.isdisjoint(quoted_ids(value)) or any(
                    (id, key) in self.lost
                    for call in readable_calls(value)
                    for id, key in printed_fields(call)
                )
        return False


def printed_fields(call: Call) -> Iterator[tuple[str, str]]:
    """The facts that a quotation prints, each with the field, "" for its number."""
    key = call.args[1] if call.name == "fact" and len(call.args) == 2 else ""
    return ((id, key) for id in call.facts)


def _least(record: Record, name: str) -> int:
    """The least number of items that a list field must have."""
    rules = type(record).model_fields[name].metadata
    return max((getattr(rule, "min_length", 0) or 0 for rule in rules), default=0)


def permitted(entries: Iterable[Entry], desk: Desk, release: Marking) -> tuple[Entry, ...]:
    """The entries as readers of `release` may see them, in order; unchanged ones are the same objects."""
    everything = tuple(entries)
    if not must_withhold(highest_marking(everything), desk.marking, release):
        return everything  # nothing is withheld, so nothing can name it
    # claim ids share the space of `gone`: a correction of a withheld claim reads as a claim
    gate = _Gate(release, desk.marking)
    let: list[Entry | None] = list(everything)
    use = NameUse(everything)
    whole = {entry.id: number for number, entry in enumerate(everything)}
    waiting = set(range(len(everything)))
    closed: set[int] = set()  # whatever the gate says of it by itself
    renamed: dict[int, str] = {}
    while waiting:
        gone, touched, shut = set[str](), set[str](), set[int]()
        for number in sorted(waiting):
            before, kept = everything[number], None if number in closed else gate.let(everything[number])
            if kept is let[number]:
                continue
            let[number] = kept
            shut |= use.put(number, kept)
            gone |= _names_gone(before, kept)
            lost = set(_fields_lost(before, kept)) - gate.lost
            gate.lost.update(lost)
            touched |= {id for id, _ in lost}
            renamed.pop(number, None)
            if kept is not None and kept.id != before.id:
                renamed[number] = kept.id
        ids = Counter(renamed.values())
        shut |= {n for n, id in renamed.items() if ids[id] > 1 or _stays(let, whole.get(id))}
        waiting = (use.users((gone - gate.gone) | touched) | shut) - closed
        closed |= shut
        gate.gone.update(gone)
    return tuple(_unlinked(entry, gate.gone) for entry in let if entry is not None)


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


def _names_gone(before: Entry, after: Entry | None) -> set[str]:
    """The names of a record and its claims that what is left of it does not have."""
    if after is None:
        names = {before.id, *(own_names(before) if isinstance(before.record, UnitRecord) else ())}
    else:
        names = {before.id} - {after.id}
    left = {claim.id for claim in after.claims} if after else set()
    return names | {claim.id for claim in before.claims if claim.id and claim.id not in left}


def _fields_lost(before: Entry, after: Entry | None) -> Iterator[tuple[str, str]]:
    """The fields of a fact that only withheld claims give; "" for its number."""
    if after is None or len(after.claims) == len(before.claims):
        return
    model = type(before.claims[0])
    for name, info in model.model_fields.items():
        if _is_given(before, name) and not _is_given(after, name):
            yield before.id, info.alias or name
    numbers = model.numbers
    if any(_is_given(before, n) for n in numbers) and not any(_is_given(after, n) for n in numbers):
        yield before.id, ""


def _is_given(entry: Entry, name: str) -> bool:
    """True if any claim of a fact gives a field."""
    return any(getattr(claim, name) not in (None, ()) for claim in entry.claims)


def _identity_left(before: Entry, after: Entry) -> str:
    """The id of a fact by the claims left of it: a natural one may tell the year of another claim."""
    assert isinstance(after.record, FactRecord)
    own, left = before.own_claims, after.own_claims
    if len(own) == len(left):
        return before.id
    return after.record.identity(left or after.claims) or before.id


def _stays(let: list[Entry | None], number: int | None) -> bool:
    """True if any of the record of a number is left."""
    return number is not None and let[number] is not None


def _unlinked(entry: Entry, gone: set[str]) -> Entry:
    """The entry without `corrects` that name withheld claims."""
    if not any(claim.corrects in gone for claim in entry.claims):
        return entry
    claims = tuple(c.model_copy(update={"corrects": None}) if c.corrects in gone else c for c in entry.claims)
    return replace(entry, claims=claims)
