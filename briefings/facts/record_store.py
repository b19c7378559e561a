"""Where a fact base finds its records, by the keys of `index.py`: in memory, all at once, unless something
better does.

A record's *own digest* is of what it says by itself; what its sources are comes in where a key is digested,
since a source that is graded anew changes every fact that cites it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from functools import cached_property
from typing import Protocol

from ..core.digests import digest
from ..core.values import Marking
from ..records.entities import Entity
from ..records.fact_reader import RECORD_MODELS, Entry, folded_name
from . import lookup_keys, release_gate

_RANK = {kind: number for number, kind in enumerate(RECORD_MODELS)}


class RecordStore(Protocol):
    """All records of a desk or of an edition of it. Records come by kind and id, however the files are laid
    out."""

    @property
    def names(self) -> Mapping[str, str]:
        """The id of an entity by its folded id, name or alias."""

    @property
    def all(self) -> tuple[Entry, ...]:
        """Every record."""

    @property
    def highest(self) -> Marking | None:
        """The highest marking that anything bears."""

    @property
    def state(self) -> str:
        """A digest of all that the records say, however the files are laid out."""

    def entry(self, kind: str, id: str) -> Entry | None:
        """One record."""

    def title(self, kind: str, id: str) -> str:
        """What an entity that is there is called."""

    def found(self, key: str) -> tuple[Entry, ...]:
        """What a key finds."""

    def certainly_shows(self, id: str, day: date) -> bool:
        """Whether some fact about an entity certainly shows from any viewpoint of a day or later; False if
        unsure."""

    def each(self, key: str) -> Iterator[Entry]:
        """What a key finds, one by one, in any order."""

    def said(self, key: str) -> Iterable[tuple[str, tuple[str, ...]]]:
        """Of what a key finds: the own digest of each record, and the sources its claims cite."""

    def changed_since(self, state: str) -> frozenset[str] | None:
        """The keys that may find something else than they did in a state; None where that is not known."""


class MemoryStore:
    """Records that are all in memory. `names` where more entities are known than there are records of."""

    def __init__(self, entries: Iterable[Entry], names: Mapping[str, str] | None = None) -> None:
        self.all = tuple(entries)
        self.names = dict(names or {})
        self._kinds: dict[str, dict[str, Entry]] = {}
        for entry in self.all:
            self._kinds.setdefault(entry.kind, {})[entry.id] = entry
            if isinstance(entry.record, Entity):
                for name in (entry.id, *entry.record.names):
                    self.names.setdefault(folded_name(name), entry.id)
        self._said: dict[tuple[str, str], tuple[str, tuple[str, ...]]] = {}

    def entry(self, kind: str, id: str) -> Entry | None:
        return self._kinds.get(kind, {}).get(id)

    def title(self, kind: str, id: str) -> str:
        record = self._kinds[kind][id].record
        assert isinstance(record, Entity)
        return record.name

    def certainly_shows(self, id: str, day: date) -> bool:
        return False  # whoever has the facts at hand may look at them

    def found(self, key: str) -> tuple[Entry, ...]:
        return (self._far if key.startswith(lookup_keys.FAR) else self._near).get(key, ())

    def each(self, key: str) -> Iterator[Entry]:
        return iter(self.found(key))

    def changed_since(self, state: str) -> None:
        return None

    @cached_property
    def state(self) -> str:
        ordered = sorted(self.all, key=lambda entry: (_RANK[entry.kind], entry.id))
        return state_digest(" ".join(self._told(entry)[0] for entry in ordered))

    @cached_property
    def highest(self) -> Marking | None:
        return release_gate.highest_marking(self.all)

    @cached_property
    def _near(self) -> dict[str, tuple[Entry, ...]]:
        return self._indexed(lookup_keys.own_keys)

    @cached_property
    def _far(self) -> dict[str, tuple[Entry, ...]]:
        return self._indexed(lookup_keys.content_keys)

    def _indexed(self, keys: Callable[[Entry], Iterable[str]]) -> dict[str, tuple[Entry, ...]]:
        found: dict[str, list[Entry]] = {}
        for kind in sorted(self._kinds, key=_RANK.__getitem__):
            for _, entry in sorted(self._kinds[kind].items()):
                for key in keys(entry):
                    found.setdefault(key, []).append(entry)
        return {key: tuple(entries) for key, entries in found.items()}

    def said(self, key: str) -> Iterator[tuple[str, tuple[str, ...]]]:
        return map(self._told, self.found(key))

    def _told(self, entry: Entry) -> tuple[str, tuple[str, ...]]:
        if (entry.kind, entry.id) not in self._said:
            self._said[entry.kind, entry.id] = own_digest(entry), cited_sources(entry)
        return self._said[entry.kind, entry.id]


def own_digest(entry: Entry) -> str:
    """A record's own digest: neither its place nor the order of its claims counts."""
    return digest(entry.kind, entry.id, entry.record.digest, *sorted(claim.digest for claim in entry.claims))


def cited_sources(entry: Entry) -> tuple[str, ...]:
    """The sources that a record's claims cite, each once."""
    return tuple(sorted({str(claim.source) for claim in entry.claims}))


def state_digest(told: str) -> str:
    """The state of records, from their own digests in order, with spaces between."""
    return digest(told)


def kind_rank(kind: str) -> int:
    """Where the records of a kind come among others."""
    return _RANK[kind]
