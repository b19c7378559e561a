"""The index of a desk's records, kept between commands: where each is, what finds it, a digest of what it
says.

With it, only what was edited and what is looked at need be read after an edit: a record is read from its
place in its fact file, never from the index. The index is an SQLite database in memory, written whole and
under a checksum; one that is damaged, old or of another program is ignored. Reading one runs no code, whoever
wrote it. One that was forged on purpose could hide records and problems until a fact file changes; whatever
it gives no sound answer to is read from the files.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from functools import cached_property, wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

from ..checks import dependencies
from ..core.digests import digest
from ..core.markings import Marking
from ..core.problems import Problem, TextFile
from ..facts.lookup_keys import FACTS
from ..facts.record_store import MemoryStore, state_digest
from ..files.checksummed import unwrap_bytes, wrap_bytes
from ..files.fallback import strict
from ..files.fingerprint import library_versions, program_digest
from ..records.entities import Source
from ..records.fact_reader import (
    READING_ORDER,
    RECORD_MODELS,
    Entry,
    NameRegister,
    RecordSpan,
    folded_name,
    read,
    reread,
)
from ..records.yaml_tree import MappingNode as Tree
from ..records.yaml_tree import reparsed
from . import check_cache, index_entries
from .index_entries import IndexRow

INDEX_FILE = "facts.catalogue"
_MOST = 20_000  # keys of earlier changes that are remembered
_TABLES = """
CREATE TABLE file (path TEXT PRIMARY KEY, digest TEXT) WITHOUT ROWID;
CREATE TABLE record (
    number INTEGER PRIMARY KEY, kind TEXT, id TEXT, rank INTEGER, file TEXT, span INTEGER, filed TEXT,
    own TEXT, cited TEXT, marking TEXT, keys TEXT, name TEXT, names TEXT, misnomers TEXT, certain TEXT);
CREATE UNIQUE INDEX record_by_id ON record (id, kind);
CREATE INDEX record_by_kind ON record (kind, id);
CREATE INDEX record_by_file ON record (file);
CREATE TABLE key (key TEXT, number INTEGER, PRIMARY KEY (key, number)) WITHOUT ROWID;
CREATE TABLE problem (number INTEGER, told TEXT);
CREATE INDEX problem_by_number ON problem (number);
CREATE TABLE state (number INTEGER PRIMARY KEY, digest TEXT);
CREATE TABLE change (state INTEGER, key TEXT, PRIMARY KEY (state, key)) WITHOUT ROWID;
CREATE TABLE note (name TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
"""
_COLUMNS = "number, kind, id, file, span, filed"
P = ParamSpec("P")
R = TypeVar("R")


def _vouched(read: Callable[Concatenate[RecordIndex, P], R]) -> Callable[Concatenate[RecordIndex, P], R]:
    """Wrap a query: answer it from the files if the index makes no sense, as it was forged."""

    @wraps(read)
    def asked(self: RecordIndex, /, *args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return read(self, *args, **kwargs)
        except Exception:  # whatever a forger may think of
            if strict():
                raise
            answer = getattr(self.whole, read.__name__)
            found: R = answer(*args, **kwargs) if callable(answer) else answer
            return found

    return asked


def format_digest() -> str:
    """Return a digest of the program and libraries, which may read the same files differently."""
    return digest(program_digest(), repr(library_versions()))


class RecordIndex:
    """The records of a desk, each read on demand from `files`, the fact files as they are now, in order."""

    def __init__(self, database: sqlite3.Connection, files: Sequence[TextFile]) -> None:
        self._db = database
        self._files = {file.path: file for file in files}
        self._read: dict[int, Entry] = {}
        self._found: dict[str, tuple[Entry, ...]] = {}

    @classmethod
    def new(cls, files: Sequence[TextFile]) -> RecordIndex:
        """Return an empty index."""
        database = _memory()
        database.executescript(_TABLES)
        return cls(database, files)

    @classmethod
    def opened(cls, data: bytes | None, files: Sequence[TextFile]) -> RecordIndex | None:
        """Return an index that was written; None if it is damaged or was written by another program."""
        held = unwrap_bytes(data)
        if not held:  # of no bytes SQLite says that memory ran out
            return None
        database, known = _memory(), cls.new(())
        try:
            database.deserialize(held)
            found = cls(database, files)
            ours = found._tables == known._tables  # and no views, a query of which could take for ever
            return found if ours and found.note("shape") == format_digest() else None
        except sqlite3.Error:
            return None

    @property
    def _tables(self) -> list[Any]:
        return self._db.execute("SELECT type, name, tbl_name, sql FROM sqlite_master").fetchall()

    @property
    def written(self) -> bytes:
        """The content of its file."""
        self._db.commit()
        return wrap_bytes(self._db.serialize())

    def note(self, name: str) -> str:
        """Return a note about the whole index; "" if there is none."""
        found = self._db.execute("SELECT value FROM note WHERE name = ?", (name,)).fetchone()
        return str(found[0]) if found else ""

    def set_note(self, name: str, value: str) -> None:
        """Keep a note about the whole index, in place of an earlier one of that name."""
        self._db.execute("INSERT OR REPLACE INTO note VALUES (?, ?)", (name, value))

    # ---- as a store of records

    @cached_property
    @_vouched
    def names(self) -> dict[str, str]:
        """The id of an entity by its folded id, name or alias; the first one read wins."""
        found: dict[str, str] = {}
        for kind, id, *_, names, _ in self._called:
            for name in (folded_name(id), *names) if kind in index_entries.ENTITY_KIND_NAMES else ():
                found.setdefault(name, id)
        return found

    @property
    @_vouched
    def all(self) -> tuple[Entry, ...]:
        """Every record, in the order in which they were first read."""
        order = {path: number for number, path in enumerate(self._files)}

        def place(row: Any) -> tuple[bool, int, int, int]:
            _, kind, _, file, span, _ = row
            return kind not in READING_ORDER, READING_ORDER.get(kind, 0), order[file], span

        return tuple(map(self._entry, sorted(self._db.execute(f"SELECT {_COLUMNS} FROM record"), key=place)))

    @cached_property
    @_vouched
    def state(self) -> str:
        """Digest of the content of all records, whatever the layout of files."""
        (told,) = self._db.execute(
            "SELECT group_concat(own, ' ') FROM (SELECT own FROM record ORDER BY rank, id)"
        ).fetchone()
        return state_digest(told or "")

    @cached_property
    @_vouched
    def highest(self) -> Marking | None:
        """The highest marking of any record or part of one; None if none is marked."""
        told = self._db.execute("SELECT DISTINCT marking FROM record WHERE marking != ''").fetchall()
        return max((Marking(marking) for (marking,) in told), default=None)

    @_vouched
    def entry(self, kind: str, id: str) -> Entry | None:
        """Return a record; None if there is none of that kind and id."""
        row = self._db.execute(
            f"SELECT {_COLUMNS} FROM record WHERE id = ? AND kind = ?", (id, kind)
        ).fetchone()
        return self._entry(row) if row else None

    @_vouched
    def title(self, kind: str, id: str) -> str:
        """Return the name of an existing entity."""
        (name,) = self._db.execute("SELECT name FROM record WHERE id = ? AND kind = ?", (id, kind)).fetchone()
        return str(name)

    @_vouched
    def certainly_shows(self, id: str, day: date) -> bool:
        """Return True if a fact about an entity certainly shows from that day on; False if unsure."""
        found = self._db.execute(
            "SELECT 1 FROM key NATURAL JOIN record WHERE key = ? AND certain <= ? LIMIT 1",
            (f"about {id}", day.isoformat()),
        )
        return found.fetchone() is not None

    @_vouched
    def found(self, key: str) -> tuple[Entry, ...]:
        """Return the records that a key finds, in order; empty if there are none."""
        if key not in self._found:  # pages ask for the same again and again
            self._found[key] = tuple(map(self._entry, self._rows(key, _COLUMNS)))
        return self._found[key]

    @cached_property
    def whole(self) -> MemoryStore:
        """All records, read anew."""
        entries, _ = read(self._files.values())
        return MemoryStore(entries)

    def each(self, key: str) -> Iterator[Entry]:
        """Yield what a key finds, in any order; a forged index may give some twice."""
        try:
            yield from map(self._entry, self._select(key, _COLUMNS, ""))
        except Exception:  # as in `_vouched`
            if strict():
                raise
            yield from self.whole.found(key)

    @_vouched
    def said(self, key: str) -> Iterable[tuple[str, tuple[str, ...]]]:
        """Return, for each record that a key finds, its own digest and the sources its claims cite."""
        return [(str(own), tuple(cited.split())) for own, cited in self._rows(key, "own, cited")]

    def _rows(self, key: str, columns: str) -> list[Any]:
        """The rows that a key finds, in order."""
        return self._select(key, columns, "ORDER BY rank, id").fetchall()

    def _select(self, key: str, columns: str, order: str) -> sqlite3.Cursor:
        """Select what a key finds: by the kind or id of a record, or by the keys it has."""
        kind, slash, id = key.partition("/")
        if key == FACTS:
            where, values = (
                f"WHERE kind IN ({_marks(index_entries.FACT_KIND_NAMES)})",
                index_entries.FACT_KIND_NAMES,
            )
        elif key in RECORD_MODELS:
            where, values = "WHERE kind = ?", (key,)
        elif slash and kind in index_entries.KINDS_BY_WORD:
            where, values = (
                f"WHERE id = ? AND kind IN ({_marks(index_entries.KINDS_BY_WORD[kind])})",
                (id, *index_entries.KINDS_BY_WORD[kind]),
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
            f" WHERE kind IN ({_marks(READING_ORDER)})",
            tuple(READING_ORDER),
        ).fetchall()
        rows.sort(key=lambda row: (READING_ORDER[row[0]], order.get(row[2], -1), row[3]))
        return [
            (kind, id, file, name, _split(names), json.loads(misnomers) if misnomers else [])
            for kind, id, file, _, name, names, misnomers in rows
        ]

    @cached_property
    def register(self) -> NameRegister:
        """All names, to read records with."""
        return self.register_without(())

    def register_without(self, files: Iterable[str]) -> NameRegister:
        """The names from all files but some."""
        left, found = set(files), NameRegister()
        for kind, id, file, name, names, misnomers in self._called:
            if file not in left:
                found.note(
                    kind,
                    id,
                    names if kind in index_entries.ENTITY_KIND_NAMES else (),
                    map(folded_name, misnomers),
                )
                if name:
                    found.called.setdefault(kind, []).append(name)
        return found

    @property
    def words(self) -> frozenset[str] | None:
        """Folded ids, names, wrong names and publishers; None where a wrong name is of two."""
        wrong = [name for *_, misnomers in self._called for name in set(map(folded_name, misnomers))]
        if len(set(wrong)) < len(wrong):
            return None  # it leads to whichever was read first
        return frozenset(wrong).union(*((folded_name(id), *names) for _, id, _, _, names, _ in self._called))

    # ---- what is kept of each record

    @property
    def digests(self) -> dict[str, str]:
        """The files that it knows, with the digests of their texts."""
        return dict(self._db.execute("SELECT path, digest FROM file").fetchall())

    def records_in_files(self, paths: Iterable[str]) -> list[IndexRow]:
        """The records that stand in files."""
        found = []
        for path in paths:
            found += self._db.execute(
                "SELECT number, kind, id, own, cited, keys FROM record WHERE file = ?", (path,)
            ).fetchall()
        return list(map(index_entries.index_row, found))

    def facts_with_claims_in(self, paths: Iterable[str]) -> list[tuple[IndexRow, Entry]]:
        """Return the facts that are elsewhere but have claims in some files, without those claims."""
        left, found = set(paths), []
        for row in self._db.execute(f"SELECT {_COLUMNS} FROM record WHERE filed != ''").fetchall():
            _, kind, id, file, span, filed = row
            places = json.loads(filed)
            if file not in left and any(path in left for path, _ in places):
                apart = [(self._files[path], begun) for path, begun in places if path not in left]
                entry = reread(self._files[file], kind, span, apart, self.register)
                found.append((self._row_of(kind, id), entry))
        return found

    def detached_spans(self, numbers: Iterable[int]) -> list[tuple[str, int]]:
        """Return the files and spans of the claims that are filed apart from their records."""
        found: list[tuple[str, int]] = []
        for number in numbers:
            (filed,) = self._db.execute("SELECT filed FROM record WHERE number = ?", (number,)).fetchone()
            found += [(path, span) for path, span in json.loads(filed)] if filed else []
        return found

    def claim_stretches(self, places: Iterable[tuple[str, int]]) -> list[RecordSpan]:
        """Return the claims at files and spans."""
        trees = (reparsed(self._files[path], span) for path, span in places)
        return [RecordSpan.of(tree) for tree in trees if isinstance(tree, Tree)]

    def called(self, kind: str, id: str) -> tuple[list[str], list[str]]:
        """Return the folded names of an entity, and the wrong ones as they are written."""
        names, misnomers = self._db.execute(
            "SELECT names, misnomers FROM record WHERE id = ? AND kind = ?", (id, kind)
        ).fetchone()
        return _split(names), json.loads(misnomers) if misnomers else []

    def with_misnomers(self) -> tuple[Entry, ...]:
        """Return the entities that have misnomers, in no order."""
        rows = self._db.execute(f"SELECT {_COLUMNS} FROM record WHERE misnomers != ''").fetchall()
        return tuple(map(self._entry, rows))

    def holds(self, id: str) -> bool:
        """Return True if any record has an id."""
        return bool(self._rows(f"id {id}", "number"))

    def numbers_with_key(self, key: str) -> set[int]:
        """Return the numbers of the records that have a key."""
        return {number for (number,) in self._rows(key, "number")}

    def _row_of(self, kind: str, id: str) -> IndexRow:
        return index_entries.index_row(
            self._db.execute(
                "SELECT number, kind, id, own, cited, keys FROM record WHERE id = ? AND kind = ?", (id, kind)
            ).fetchone()
        )

    def drop(self, rows: Iterable[IndexRow]) -> None:
        """Delete records, their keys and their problems."""
        for row in rows:
            self._db.execute("DELETE FROM record WHERE number = ?", (row.number,))
            self._db.executemany(
                "DELETE FROM key WHERE key = ? AND number = ?", ((k, row.number) for k in row.keys)
            )
            self._db.execute("DELETE FROM problem WHERE number = ?", (row.number,))
            self._read.pop(row.number, None)
        self._forget()

    def add(self, entries: Sequence[Entry]) -> None:
        """Add records, none of which may be there already."""
        (last,) = self._db.execute("SELECT coalesce(max(number), 0) FROM record").fetchone()
        keyed: list[tuple[str, int]] = []
        sources = {entry.id: entry.record for entry in entries if isinstance(entry.record, Source)}
        for number, entry in enumerate(entries, last + 1):
            keys = dependencies.all_keys(entry) - index_entries.implied_keys(entry.kind, entry.id)
            columns = index_entries.column_values(entry, keys, lambda id: sources.get(id) or self._source(id))
            self._db.execute(f"INSERT INTO record VALUES ({_marks(range(15))})", (number, *columns))
            keyed += [(key, number) for key in keys]
            self._read[number] = entry
        self._db.executemany("INSERT INTO key VALUES (?, ?)", sorted(keyed))
        self._forget()

    def _source(self, id: str) -> Source:
        found = self.entry(Source.kind, id)
        assert found is not None and isinstance(found.record, Source)
        return found.record

    def mark_uncertain(self, source: str) -> None:
        """Forget from which day the facts that rest on a source certainly show."""
        self._db.execute(
            "UPDATE record SET certain = ? WHERE number IN (SELECT number FROM key WHERE key = ?)",
            (index_entries.NEVER, f"to {source}"),
        )

    def _forget(self) -> None:
        """Drop what was derived from the records as they were."""
        self._found.clear()
        for name in ("names", "register", "highest", "state", "_called"):
            self.__dict__.pop(name, None)

    def set_files(self, files: Iterable[TextFile]) -> None:
        """Replace the files that it knows, with the digests of their texts."""
        self._db.execute("DELETE FROM file")
        self._db.executemany(
            "INSERT INTO file VALUES (?, ?)", ((file.path, digest(file.text)) for file in files)
        )

    # ---- problems, each with the record it is found in

    def problems(self) -> list[Problem]:
        """Return the problems kept of all records, with their places in the files as they are now."""
        told = self._db.execute("SELECT told FROM problem").fetchall()
        return [check_cache.problem_from_data(json.loads(text), self._files) for (text,) in told]

    def clear_problems(self, ids: Iterable[tuple[str, str]]) -> None:
        """Delete the problems kept of some records, given by kind and id."""
        self._db.executemany(
            "DELETE FROM problem WHERE number IN (SELECT number FROM record WHERE kind = ? AND id = ?)", ids
        )

    def add_problems(self, problems: Iterable[tuple[Problem, Entry]]) -> None:
        """Keep problems, each with the record that it is found in."""
        for problem, entry in problems:
            told = json.dumps(check_cache.problem_data(problem), ensure_ascii=False)
            number = self._row_of(entry.kind, entry.id).number
            self._db.execute("INSERT INTO problem VALUES (?, ?)", (number, told))

    # ---- what changed since a state

    def record_state(self, keys: Iterable[str]) -> None:
        """Record the present state, and the keys that may find something else than in the one before."""
        (last,) = self._db.execute("SELECT coalesce(max(number), 0) FROM state").fetchone()
        self._db.execute("INSERT INTO state VALUES (?, ?)", (last + 1, self.state))
        self._db.executemany("INSERT OR IGNORE INTO change VALUES (?, ?)", ((last + 1, key) for key in keys))
        while self._db.execute("SELECT count(*) FROM change").fetchone()[0] > _MOST:
            (first,) = self._db.execute("SELECT min(number) FROM state").fetchone()
            self._db.execute("DELETE FROM state WHERE number = ?", (first,))
            self._db.execute("DELETE FROM change WHERE state <= ?", (first + 1,))

    @_vouched
    def changed_since(self, state: str) -> frozenset[str] | None:
        """Return the keys that may find something else than in a state; None if that is not known."""
        (number,) = self._db.execute("SELECT max(number) FROM state WHERE digest = ?", (state,)).fetchone()
        if number is None:
            return None
        return frozenset(k for (k,) in self._db.execute("SELECT key FROM change WHERE state > ?", (number,)))


def _memory() -> sqlite3.Connection:
    database = sqlite3.connect(":memory:", check_same_thread=False)
    database.execute("PRAGMA trusted_schema = OFF")
    return database


def _split(names: str) -> list[str]:
    return names.split("\n") if names else []


def _marks(values: Iterable[Any]) -> str:
    """Return a parameter mark for each value."""
    return ", ".join("?" for _ in values)
