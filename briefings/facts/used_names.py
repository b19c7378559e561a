"""The names by which records use each other: what an edition may not name, and what nothing in it uses."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from ..core.quantities import Quantity
from ..records.base_record import Record
from ..records.entities import BASE_KINDS, Entity, Measure, Place, UnitRecord
from ..records.entries import Entry
from ..records.name_register import folded_name
from ..records.narrative import readable_calls
from ..records.prose_fields import Prose
from ..records.references import FactRef, Ref
from ..records.yaml_tree import ScalarNode

_REFERRED = frozenset(model.kind for model in BASE_KINDS)  # type: ignore[attr-defined]


def unit_name(unit: str) -> str:
    """The name by which an amount uses a unit; no id has a space in it."""
    return f"unit {unit}"


def quoted_ids(prose: Prose) -> set[str]:
    """The ids of the facts and sources that a narrative quotes."""
    return {arg for call in readable_calls(prose) if call.name not in ("text", "date") for arg in call.args}


def own_names(entry: Entry) -> frozenset[str]:
    """The names by which other records use one: an outlet is named by its sources, a unit by amounts."""
    record = entry.record
    names = {entry.id}
    if isinstance(record, Entity | Place):
        names |= {f"name {folded_name(name)}" for name in record.names}
    if isinstance(record, UnitRecord):
        names |= {unit_name(name) for name in (record.unit.name, record.unit.one)}
    return frozenset(names)


def used_names(entry: Entry) -> frozenset[str]:
    """The names of other records that one uses: ids, and names of outlets, places and units."""
    used: set[str] = set()
    for part in (entry.record, *entry.claims):
        for value in _values_in(part):
            match value:
                case Ref() | FactRef():
                    used.add(str(value))
                case Quantity():
                    used.add(unit_name(value.unit))
                case Prose():
                    used |= quoted_ids(value) if "{{" in value else set()
                case ScalarNode():
                    used.add(f"name {folded_name(value)}")
    if isinstance(entry.record, Measure):
        used.add(unit_name(entry.record.unit))
    return frozenset(used - own_names(entry))


def _values_in(value: object) -> Iterator[object]:
    """Every value within a record, those of its parts too."""
    if isinstance(value, Record):
        for inner in vars(value).values():
            yield from _values_in(inner)
    elif isinstance(value, tuple):
        for item in value:
            yield from _values_in(item)
    elif value is not None:
        yield value


class NameUse:
    """A count of the records that use each name, kept up as records are taken out."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        self._used = [used_names(entry) for entry in entries]
        self._left = Counter(name for names in self._used for name in names)
        self._users: dict[str, list[int]] = {}
        self._bearers: dict[str, list[int]] = {}
        self._names: dict[int, frozenset[str]] = {}
        for number, entry in enumerate(entries):
            for name in self._used[number]:
                self._users.setdefault(name, []).append(number)
            if entry.kind in _REFERRED:
                self._names[number] = own_names(entry)
                for name in self._names[number]:
                    self._bearers.setdefault(name, []).append(number)

    def users(self, names: Iterable[str]) -> set[int]:
        """The numbers of the records that use any of the names, in the desk as it was written."""
        return {number for name in names for number in self._users.get(name, ())}

    def put(self, number: int, entry: Entry | None) -> set[int]:
        """Put what is left of a record in its place; return the numbers of those that nothing uses any more.

        What nothing used before is not among them.
        """
        before, after = self._used[number], used_names(entry) if entry else frozenset()
        self._used[number] = after
        self._left.update(after - before)
        self._left.subtract(before - after)
        ended = [name for name in before - after if not self._left[name]]
        bearers = {bearer for name in ended for bearer in self._bearers.get(name, ())}
        return {bearer for bearer in bearers if not any(self._left[name] for name in self._names[bearer])}
