"""Stores of records, looked up by the keys of `lookup_keys.py`: the protocol, and the one in memory.

A record's *own digest* covers its own content. The digest of a key adds the sources of its records, since
regrading a source changes every fact that cites it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Protocol

from ..core.digests import digest
from ..core.markings import Marking
from ..records.entities import Entity
from ..records.entries import Entry
from ..records.name_register import folded_name
from ..records.record_models import RECORD_MODELS
from . import lookup_keys, withheld_records

_RANK = {kind: number for number, kind in enumerate(RECORD_MODELS)}


class RecordStore(Protocol):
    """All records of a desk or of an edition of it, ordered by kind and id whatever the layout of files."""

    @property
    def names(self) -> Mapping[str, str]:
        """The id of an entity by its folded id, name or alias."""

    @property
    def all(self) -> tuple[Entry, ...]:
        """Every record."""

    @property
    def highest(self) -> Marking | None:
        """The highest marking of any record or part of one; None if none is marked."""

    @property
    def state(self) -> str:
        """Digest of the content of all records, whatever the layout of files."""

    def entry(self, kind: str, id: str) -> Entry | None:
        """One record; None if there is none of that id."""

    def title(self, kind: str, id: str) -> str:
        """The name of an existing entity."""

    def found(self, key: str) -> tuple[Entry, ...]:
        """The records that a key finds."""

    def each(self, key: str) -> Iterator[Entry]:
        """The records that a key finds, one by one, in any order."""

    def said(self, key: str) -> Iterable[tuple[str, tuple[str, ...]]]:
        """For each record that a key finds, its own digest and the sources that its claims cite."""

    def ids(self, kind: str) -> tuple[str, ...]:
        """The ids of all records of a kind, sorted."""

    def changed_since(self, state: str) -> frozenset[str] | None:
        """The keys that may find other records than in an earlier state; None if that is unknown."""


class MemoryStore:
    """A store of records in memory."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self.all = tuple(entries)
        self._kinds: dict[str, dict[str, Entry]] = {}
        named: list[tuple[str, list[str]]] = []
        for entry in self.all:
            self._kinds.setdefault(entry.kind, {})[entry.id] = entry
            if isinstance(entry.record, Entity):
                named.append((entry.id, list(map(folded_name, entry.record.names))))
        self.names = leading_names(named)
        self._said: dict[tuple[str, str], tuple[str, tuple[str, ...]]] = {}

    def entry(self, kind: str, id: str) -> Entry | None:
        return self._kinds.get(kind, {}).get(id)

    def title(self, kind: str, id: str) -> str:
        record = self._kinds[kind][id].record
        assert isinstance(record, Entity)
        return record.name

    def found(self, key: str) -> tuple[Entry, ...]:
        word = key.partition(" ")[0]
        if word in lookup_keys.OF_CONTENT:
            return self._of_content.get(key, ())
        return (self._of_mentions if word in lookup_keys.OF_MENTIONS else self._own).get(key, ())

    def each(self, key: str) -> Iterator[Entry]:
        return iter(self.found(key))

    def ids(self, kind: str) -> tuple[str, ...]:
        return tuple(sorted(self._kinds.get(kind, {})))

    def changed_since(self, state: str) -> None:
        return None

    @cached_property
    def state(self) -> str:
        ordered = sorted(self.all, key=lambda entry: (_RANK[entry.kind], entry.id))
        return state_digest(" ".join(self._digested(entry)[0] for entry in ordered))

    @cached_property
    def highest(self) -> Marking | None:
        return withheld_records.highest_marking(self.all)

    @cached_property
    def _own(self) -> dict[str, tuple[Entry, ...]]:
        return self._indexed(lookup_keys.own_keys)

    @cached_property
    def _of_content(self) -> dict[str, tuple[Entry, ...]]:
        return self._indexed(lookup_keys.content_keys)

    @cached_property
    def _of_mentions(self) -> dict[str, tuple[Entry, ...]]:
        return self._indexed(lookup_keys.mention_keys)

    def _indexed(self, keys: Callable[[Entry], Iterable[str]]) -> dict[str, tuple[Entry, ...]]:
        index: dict[str, list[Entry]] = {}
        for kind in sorted(self._kinds, key=_RANK.__getitem__):
            for _, entry in sorted(self._kinds[kind].items()):
                for key in keys(entry):
                    index.setdefault(key, []).append(entry)
        return {key: tuple(entries) for key, entries in index.items()}

    def said(self, key: str) -> Iterator[tuple[str, tuple[str, ...]]]:
        return map(self._digested, self.found(key))

    def _digested(self, entry: Entry) -> tuple[str, tuple[str, ...]]:
        if (entry.kind, entry.id) not in self._said:
            self._said[entry.kind, entry.id] = own_digest(entry), cited_sources(entry)
        return self._said[entry.kind, entry.id]


def leading_names(named: Sequence[tuple[str, Sequence[str]]]) -> dict[str, str]:
    """The id of an entity by its folded id, name or alias; a name that two entities share leads to none.

    `named` gives the ids of entities with their folded names. An id leads to its own entity, whoever else
    bears it as a name.
    """
    ids = {folded_name(id): id for id, _ in reversed(named)}
    bearers: dict[str, set[str]] = {}
    for id, names in named:
        for name in names:
            bearers.setdefault(name, set()).add(id)
    unshared = {name: min(bearing) for name, bearing in bearers.items() if len(bearing) == 1}
    return unshared | ids


def own_digest(entry: Entry) -> str:
    """A record's own digest, which ignores its place and the order of its claims."""
    return digest(entry.kind, entry.id, entry.record.digest, *sorted(claim.digest for claim in entry.claims))


def cited_sources(entry: Entry) -> tuple[str, ...]:
    """Ids of the sources that a record's claims cite, sorted, each once."""
    return tuple(sorted({str(claim.source) for claim in entry.claims}))


def state_digest(own_digests: str) -> str:
    """The state of a store, from the own digests of its records in order, separated by spaces."""
    return digest(own_digests)


def kind_rank(kind: str) -> int:
    """The position of a kind in the order of records."""
    return _RANK[kind]
