"""Names of what records refer to: what references are resolved against while reading."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from copy import deepcopy
from dataclasses import dataclass, field

from ..core.problems import MAX_SUGGESTIONS
from ..core.scripts import without_joiners
from ..core.units import DeclaredUnits
from .entities import Entity, UnitRecord
from .entries import Entry
from .unread_records import UnreadRecords

_NOTHING: dict[str, str] = {}


@dataclass
class NameRegister:
    """Names of entities, sources, measures and matters: what references are resolved against while
    reading."""

    ids: dict[str, dict[str, str]] = field(default_factory=dict)
    names: dict[str, dict[str, str]] = field(default_factory=dict)
    misnomers: dict[str, dict[str, str]] = field(default_factory=dict)
    shared: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    called: dict[str, list[str]] = field(default_factory=dict)
    units: DeclaredUnits = field(default_factory=DeclaredUnits)
    unread: UnreadRecords = field(default_factory=UnreadRecords)
    asked: int = 0

    def add(self, entry: Entry) -> None:
        """Add a record under its id and all its names."""
        if isinstance(entry.record, Entity):
            self.called.setdefault(entry.kind, []).append(entry.record.name)
            self.note(
                entry.kind,
                entry.id,
                map(folded_name, entry.record.names),
                map(folded_name, entry.record.misnomers),
            )
        else:
            self.note(entry.kind, entry.id)
            if isinstance(entry.record, UnitRecord):
                self.units.add(entry.record.unit, entry.record.aliases)

    def copied(self) -> NameRegister:
        """Return a register of its own with the same names, of which nothing was unread or asked."""
        ids, names, misnomers = (
            {kind: dict(found) for kind, found in held.items()}
            for held in (self.ids, self.names, self.misnomers)
        )
        shared = {name: [*found] for name, found in self.shared.items()}
        called = {kind: [*found] for kind, found in self.called.items()}
        return NameRegister(ids, names, misnomers, shared, called, deepcopy(self.units))

    def note(self, kind: str, id: str, names: Iterable[str] = (), misnomers: Iterable[str] = ()) -> None:
        """One more record, by its id and its folded names."""
        self.ids.setdefault(kind, {})[id] = id
        for name in names:
            if self.names.setdefault(kind, {}).setdefault(name, id) != id:
                self.shared.setdefault(name, []).append((kind, id))
        for name in misnomers:
            self.misnomers.setdefault(kind, {}).setdefault(name, id)

    def find(self, kinds: tuple[str, ...], name: str) -> str | None:
        """The canonical id of an id, name, alias or, last, a wrong name; None for an unknown one."""
        for kind in kinds:
            if found := self.ids.get(kind, _NOTHING).get(name):
                return found
        for names in (self.names, self.misnomers):  # a wrong name is found last, and warned of
            for kind in kinds:
                if found := names.get(kind, {}).get(folded_name(name)):
                    return found
        return None

    def bearers(self, kinds: tuple[str, ...], name: str) -> list[str]:
        """The ids of all entities of these kinds that a text names; one or none if it is an id."""
        if any(name in self.ids.get(kind, _NOTHING) for kind in kinds):
            return [name]
        folded = folded_name(name)
        first = (self.names.get(kind, _NOTHING).get(folded) for kind in kinds)
        further = (id for kind, id in self.shared.get(folded, ()) if kind in kinds)
        return list(dict.fromkeys(id for id in (*first, *further) if id))

    def is_unread(self, kinds: Iterable[str], name: str) -> bool:
        """Return True if a name may lead to a record that could not be read."""
        return self.unread.count(kinds, folded_name(name))

    def known(self, kinds: tuple[str, ...]) -> Iterable[str]:
        """Every id and own name of these kinds, for suggestions; nothing after too many questions."""
        self.asked += 1
        for kind in kinds if self.asked <= MAX_SUGGESTIONS else ():
            yield from self.ids.get(kind, {})
            yield from self.called.get(kind, ())


def folded_name(name: str) -> str:
    """A name for comparing: case, accents' encoding, joiners and spacing do not count."""
    return " ".join(unicodedata.normalize("NFKC", without_joiners(name)).casefold().split())
