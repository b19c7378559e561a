"""A store of records that are read on demand: the index finds a record, its fact file says what it holds.

A question to which a damaged or forged index has no sound answer is answered from the files.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property, wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

from ..core.markings import Marking
from ..core.problems import TextFile
from ..facts import lookup_keys
from ..facts.record_store import MemoryStore, leading_names, state_digest
from ..files.fallback import strict
from ..records.entities import UnitRecord
from ..records.entries import Entry
from ..records.fact_reader import READING_ORDER, read, reread
from ..records.name_register import NameRegister, folded_name
from ..records.record_models import RECORD_MODELS

COLUMNS = "number, kind, id, file, span, filed"
P = ParamSpec("P")
R = TypeVar("R")


def _or_from_files(
    read: Callable[Concatenate[IndexedRecords, P], R],
) -> Callable[Concatenate[IndexedRecords, P], R]:
    """Wrap a query: answer it from the files if the index makes no sense, as it was forged."""

    @wraps(read)
    def asked(self: IndexedRecords, /, *args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return read(self, *args, **kwargs)
        except Exception:  # whatever a forger may think of
            if strict():
                raise
            answer = getattr(self.whole, read.__name__)
            found: R = answer(*args, **kwargs) if callable(answer) else answer
            return found

    return asked


class IndexedRecords:
    """The records of a desk, each read on demand from `files`, the fact files as they are now, in order.

    A `RecordStore`; `database` holds the tables of a `RecordIndex`.
    """

    def __init__(self, database: sqlite3.Connection, files: Sequence[TextFile]) -> None:
        self._db = database
        self._files = {file.path: file for file in files}
        self._read: dict[int, Entry] = {}
        self._found: dict[str, tuple[Entry, ...]] = {}

    @cached_property
    @_or_from_files
    def names(self) -> dict[str, str]:
        """The id of an entity by its folded id, name or alias; a name that two share leads to none."""
        kinds = lookup_keys.ENTITY_KIND_NAMES
        return leading_names([(id, names) for kind, id, *_, names, _ in self._called if kind in kinds])

    @property
    @_or_from_files
    def all(self) -> tuple[Entry, ...]:
        """Every record, in the order in which they were first read."""
        order = {path: number for number, path in enumerate(self._files)}

        def place(row: Any) -> tuple[bool, int, int, int]:
            _, kind, _, file, span, _ = row
            return kind not in READING_ORDER, READING_ORDER.get(kind, 0), order[file], span

        return tuple(map(self._entry, sorted(self._db.execute(f"SELECT {COLUMNS} FROM record"), key=place)))

    @cached_property
    @_or_from_files
    def state(self) -> str:
        """Digest of the content of all records, whatever the layout of files."""
        (digests,) = self._db.execute(
            "SELECT group_concat(own, ' ') FROM (SELECT own FROM record ORDER BY rank, id)"
        ).fetchone()
        return state_digest(digests or "")

    @cached_property
    @_or_from_files
    def highest(self) -> Marking | None:
        """The highest marking of any record or part of one; None if none is marked."""
        markings = self._db.execute("SELECT DISTINCT marking FROM record WHERE marking != ''").fetchall()
        return max((Marking(marking) for (marking,) in markings), default=None)

    @_or_from_files
    def entry(self, kind: str, id: str) -> Entry | None:
        """Return a record; None if there is none of that kind and id."""
        row = self._db.execute(
            f"SELECT {COLUMNS} FROM record WHERE id = ? AND kind = ?", (id, kind)
        ).fetchone()
        return self._entry(row) if row else None

    @_or_from_files
    def title(self, kind: str, id: str) -> str:
        """Return the name of an existing entity."""
        (name,) = self._db.execute("SELECT name FROM record WHERE id = ? AND kind = ?", (id, kind)).fetchone()
        return str(name)

    @_or_from_files
    def found(self, key: str) -> tuple[Entry, ...]:
        """Return the records that a key finds, in order; empty if there are none."""
        if key not in self._found:  # pages ask for the same again and again
            self._found[key] = tuple(map(self._entry, self._rows(key, COLUMNS)))
        return self._found[key]

    def each(self, key: str) -> Iterator[Entry]:
        """Yield what a key finds, in any order; a forged index may give some twice."""
        try:
            yield from map(self._entry, self._select(key, COLUMNS, ""))
        except Exception:  # as in `_or_from_files`
            if strict():
                raise
            yield from self.whole.found(key)

    @_or_from_files
    def ids(self, kind: str) -> tuple[str, ...]:
        """Return the ids of all records of a kind, sorted."""
        return tuple(
            id for (id,) in self._db.execute("SELECT id FROM record WHERE kind = ? ORDER BY id", (kind,))
        )

    @_or_from_files
    def said(self, key: str) -> Iterable[tuple[str, tuple[str, ...]]]:
        """Return, for each record that a key finds, its own digest and the sources its claims cite."""
        return [(str(own), tuple(cited.split())) for own, cited in self._rows(key, "own, cited")]

    @_or_from_files
    def changed_since(self, state: str) -> frozenset[str] | None:
        """Return the keys that may find something else than in a state; None if that is not known."""
        (number,) = self._db.execute("SELECT max(number) FROM state WHERE digest = ?", (state,)).fetchone()
        if number is None:
            return None
        return frozenset(k for (k,) in self._db.execute("SELECT key FROM change WHERE state > ?", (number,)))

    @cached_property
    def whole(self) -> MemoryStore:
        """All records, read anew."""
        entries, _ = read(self._files.values())
        return MemoryStore(entries)

    def _rows(self, key: str, columns: str) -> list[Any]:
        """The rows that a key finds, in order."""
        return self._select(key, columns, "ORDER BY rank, id").fetchall()

    def _select(self, key: str, columns: str, order: str) -> sqlite3.Cursor:
        """Select what a key finds: by the kind or id of a record, or by the keys it has."""
        kind, slash, id = key.partition("/")
        if key == lookup_keys.FACTS:
            where, values = (
                f"WHERE kind IN ({parameter_marks(lookup_keys.FACT_KIND_NAMES)})",
                lookup_keys.FACT_KIND_NAMES,
            )
        elif key in RECORD_MODELS:
            where, values = "WHERE kind = ?", (key,)
        elif slash and kind in lookup_keys.KINDS_BY_WORD:
            where, values = (
                f"WHERE id = ? AND kind IN ({parameter_marks(lookup_keys.KINDS_BY_WORD[kind])})",
                (id, *lookup_keys.KINDS_BY_WORD[kind]),
            )
        elif key.startswith("id "):
            where, values = "WHERE id = ?", (key.removeprefix("id "),)
        else:
            where, values = "NATURAL JOIN key WHERE key = ?", (key,)
        return self._db.execute(f"SELECT {columns} FROM record {where} {order}", values)

    def _entry(self, row: Any) -> Entry:
        number, kind, id, file, span, filed = row
        if number not in self._read:
            apart = [(self._files[path], begun) for path, begun in json.loads(filed)] if filed else ()
            entry = reread(self._files[file], kind, span, apart, self.register)
            assert entry.id == id
            self._read[number] = entry
        return self._read[number]

    @cached_property
    def _called(self) -> list[tuple[str, str, str, str, list[str], list[str]]]:
        """The records that others refer to by name, in the order in which they are read.

        Each is its kind, id, file, name, folded names and misnomers.
        """
        order = {path: number for number, path in enumerate(self._files)}
        rows = self._db.execute(
            "SELECT kind, id, file, span, name, names, misnomers FROM record"
            f" WHERE kind IN ({parameter_marks(READING_ORDER)})",
            tuple(READING_ORDER),
        ).fetchall()
        rows.sort(key=lambda row: (READING_ORDER[row[0]], order.get(row[2], -1), row[3]))
        return [
            (kind, id, file, name, split_names(names), json.loads(misnomers) if misnomers else [])
            for kind, id, file, _, name, names, misnomers in rows
        ]

    @cached_property
    def register(self) -> NameRegister:
        """All names, to read records with."""
        return self.register_without(())

    @cached_property
    def _units(self) -> list[Entry]:
        """The desk's own units; they refer to nothing, so that reading them needs no names."""
        rows = self._db.execute("SELECT file, span FROM record WHERE kind = ?", (UnitRecord.kind,))
        return [reread(self._files[file], UnitRecord.kind, span, (), NameRegister()) for file, span in rows]

    def register_without(self, files: Iterable[str]) -> NameRegister:
        """The names from all files but some."""
        left, found = set(files), NameRegister()
        for unit in self._units:
            found.add(unit)
        for kind, id, file, name, names, misnomers in self._called:
            if file not in left:
                found.note(
                    kind,
                    id,
                    names if kind in lookup_keys.ENTITY_KIND_NAMES else (),
                    map(folded_name, misnomers),
                )
                if name:
                    found.called.setdefault(kind, []).append(name)
        return found


def split_names(names: str) -> list[str]:
    """Return the names of a column, which stand a line each; empty for ""."""
    return names.split("\n") if names else []


def parameter_marks(values: Iterable[object]) -> str:
    """Return a parameter mark for each value."""
    return ", ".join("?" for _ in values)
