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
from collections.abc import Iterable, Sequence
from typing import Any

from ..checks.rule_context import Judgement
from ..core.digests import digest
from ..core.problems import Problem, TextFile
from ..facts import lookup_keys
from ..files.checksummed import unwrap_bytes, wrap_bytes
from ..files.fingerprint import library_versions, program_digest
from ..records.entries import Entry, RecordSpan
from ..records.fact_reader import reread
from ..records.name_register import folded_name
from ..records.record_tables import record_at
from . import index_entries, kept_problems
from .index_entries import IndexRow
from .indexed_records import COLUMNS, IndexedRecords, parameter_marks, split_names
from .kept_judgements import KeptJudgement

INDEX_FILE = "facts.catalogue"
_READERS = """
SELECT kind, id FROM read NATURAL JOIN record WHERE key = ? UNION SELECT kind, id FROM record WHERE id = ?
"""
_MOST = 20_000  # keys of earlier changes that are remembered
_TABLES = """
CREATE TABLE file (path TEXT PRIMARY KEY, digest TEXT) WITHOUT ROWID;
CREATE TABLE record (
    number INTEGER PRIMARY KEY, kind TEXT, id TEXT, rank INTEGER, file TEXT, span INTEGER, filed TEXT,
    own TEXT, cited TEXT, marking TEXT, written TEXT, keys TEXT, name TEXT, names TEXT, misnomers TEXT,
    reads TEXT);
CREATE UNIQUE INDEX record_by_id ON record (id, kind);
CREATE INDEX record_by_kind ON record (kind, id);
CREATE INDEX record_by_file ON record (file);
CREATE INDEX record_by_rank ON record (rank, id, own);
CREATE INDEX record_filed_apart ON record (number) WHERE filed != '';
CREATE TABLE key (key TEXT, number INTEGER, PRIMARY KEY (key, number)) WITHOUT ROWID;
CREATE TABLE read (key TEXT, number INTEGER, PRIMARY KEY (key, number)) WITHOUT ROWID;
CREATE TABLE problem (number INTEGER, data TEXT);
CREATE INDEX problem_by_number ON problem (number);
CREATE TABLE state (number INTEGER PRIMARY KEY, digest TEXT);
CREATE TABLE change (state INTEGER, key TEXT, PRIMARY KEY (state, key)) WITHOUT ROWID;
CREATE TABLE note (name TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
"""


def format_digest() -> str:
    """Return a digest of the program and libraries, which may read the same files differently."""
    return digest(program_digest(), repr(library_versions()))


class RecordIndex(IndexedRecords):
    """The index itself: made, written, opened, and brought up to date after an edit."""

    @classmethod
    def new(cls, files: Sequence[TextFile]) -> RecordIndex:
        """Return an empty index."""
        database = _memory()
        database.executescript(_TABLES)
        return cls(database, files)

    @classmethod
    def opened(cls, data: bytes | None, files: Sequence[TextFile]) -> RecordIndex | None:
        """Return an index that was written; None if it is damaged or was written by another program."""
        content = unwrap_bytes(data)
        if not content:  # of no bytes SQLite says that memory ran out
            return None
        database, known = _memory(), cls.new(())
        try:
            database.deserialize(content)
            found = cls(database, files)
            ours = found._tables == known._tables  # and no views, a query of which could take for ever
            return found if ours and found.note("shape") == format_digest() else None
        except sqlite3.Error:
            return None

    def held(self, file: TextFile) -> TextFile:
        """Return the file of the index that says the same, where its records stand; else `file`."""
        known = self._files.get(file.path)
        same = known is not None and (known.text, known.refused) == (file.text, file.refused)
        return known if known is not None and same else file

    def copied(self, files: Sequence[TextFile]) -> RecordIndex:
        """Return a copy over the files as they are now, with the records that were read already.

        Those of files that changed are dropped as the copy is brought up to date.
        """
        database = _memory()
        self._db.commit()
        database.deserialize(self._db.serialize())
        copy = RecordIndex(database, files)
        copy._read = dict(self._read)
        return copy

    @property
    def _tables(self) -> list[Any]:
        return self._db.execute("SELECT type, name, tbl_name, sql FROM sqlite_master").fetchall()

    @property
    def content(self) -> bytes:
        """The content of its file, to be sealed."""
        self._db.commit()
        return self._db.serialize()

    @property
    def written(self) -> bytes:
        """Its file."""
        return wrap_bytes(self.content)

    def note(self, name: str) -> str:
        """Return a note about the whole index; "" if there is none."""
        found = self._db.execute("SELECT value FROM note WHERE name = ?", (name,)).fetchone()
        return str(found[0]) if found else ""

    def set_note(self, name: str, value: str) -> None:
        """Keep a note about the whole index, in place of an earlier one of that name."""
        self._db.execute("INSERT OR REPLACE INTO note VALUES (?, ?)", (name, value))

    @property
    def digests(self) -> dict[str, str]:
        """The files that it knows, with their digests."""
        return dict(self._db.execute("SELECT path, digest FROM file").fetchall())

    def set_files(self, files: Iterable[TextFile]) -> None:
        """Take files for known, with their digests."""
        self._db.executemany("INSERT INTO file VALUES (?, ?)", ((file.path, file.digest) for file in files))

    def forget_files(self, paths: Iterable[str]) -> None:
        """Take files for unknown."""
        self._db.executemany("DELETE FROM file WHERE path = ?", ((path,) for path in paths))

    def records_in_files(self, paths: Iterable[str]) -> list[IndexRow]:
        """The records that stand in files."""
        found = []
        for path in paths:
            found += self._db.execute(
                f"SELECT {index_entries.ROW} FROM record WHERE file = ?", (path,)
            ).fetchall()
        return list(map(index_entries.index_row, found))

    def facts_with_claims_in(self, paths: Iterable[str]) -> list[tuple[IndexRow, Entry]]:
        """Return the facts that are elsewhere but have claims in some files, without those claims."""
        left, found = set(paths), []
        written = [json.dumps(path) for path in left]
        for row in self._db.execute(f"SELECT {COLUMNS} FROM record WHERE filed != ''").fetchall():
            _, kind, id, file, span, filed = row
            if file not in left and any(path in filed for path in written):
                places = json.loads(filed)
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
        trees = (record_at(self._files[path], span) for path, span in places)
        return [RecordSpan.of(tree) for tree in trees if tree is not None]

    def called(self, kind: str, id: str) -> tuple[list[str], list[str]]:
        """Return the folded names of an entity, and the wrong ones as they are written."""
        names, misnomers = self._db.execute(
            "SELECT names, misnomers FROM record WHERE id = ? AND kind = ?", (id, kind)
        ).fetchone()
        return split_names(names), json.loads(misnomers) if misnomers else []

    @property
    def words(self) -> frozenset[str] | None:
        """Folded ids, names, wrong names and publishers; None where a wrong name is of two."""
        wrong = [name for *_, misnomers in self._called for name in set(map(folded_name, misnomers))]
        if len(set(wrong)) < len(wrong):
            return None  # it leads to whichever was read first
        return frozenset(wrong).union(*((folded_name(id), *names) for _, id, _, _, names, _ in self._called))

    @property
    def size(self) -> int:
        """The number of records."""
        return int(self._db.execute("SELECT count(*) FROM record").fetchone()[0])

    def holds(self, id: str) -> bool:
        """Return True if any record has an id."""
        return bool(self._rows(f"id {id}", "number"))

    def rows_with_key(self, key: str) -> list[IndexRow]:
        """Return the records that have a key, as they are indexed."""
        return list(map(index_entries.index_row, self._rows(key, index_entries.ROW)))

    def readers(self, keys: Iterable[str]) -> set[tuple[str, str]]:
        """Return the records, by kind and id, whose rules looked up any of some keys, or are named in one."""
        found: set[tuple[str, str]] = set()
        for key in keys:
            found.update(self._db.execute(_READERS, (key, key.partition(" ")[2])))
        return found

    def _row_of(self, kind: str, id: str) -> IndexRow:
        return index_entries.index_row(
            self._db.execute(
                f"SELECT {index_entries.ROW} FROM record WHERE id = ? AND kind = ?", (id, kind)
            ).fetchone()
        )

    def drop(self, rows: Iterable[IndexRow]) -> None:
        """Delete records, their keys and their problems."""
        for row in rows:
            self._forget_judgement(row.number)
            self._db.execute("DELETE FROM record WHERE number = ?", (row.number,))
            self._db.executemany(
                "DELETE FROM key WHERE key = ? AND number = ?", ((k, row.number) for k in row.keys)
            )
            self._read.pop(row.number, None)
        self._forget()

    def add(self, entries: Sequence[Entry]) -> None:
        """Add records, none of which may be there already."""
        (last,) = self._db.execute("SELECT coalesce(max(number), 0) FROM record").fetchone()
        keyed: list[tuple[str, int]] = []
        for number, entry in enumerate(entries, last + 1):
            keys = lookup_keys.all_keys(entry)
            columns = index_entries.column_values(entry, keys)
            self._db.execute(
                f"INSERT INTO record VALUES ({parameter_marks(range(16))})", (number, *columns, "")
            )
            keyed += [(key, number) for key in keys]
            self._read[number] = entry
        self._db.executemany("INSERT INTO key VALUES (?, ?)", sorted(keyed))
        self._forget()

    def _forget(self) -> None:
        """Drop what was derived from the records as they were."""
        self._found.clear()
        for name in ("names", "register", "highest", "state", "_called"):
            self.__dict__.pop(name, None)

    def problems(self) -> list[Problem]:
        """Return the problems kept of all records, with their places in the files as they are now."""
        (rows,) = self._db.execute("SELECT group_concat(data) FROM problem").fetchone()
        return [kept_problems.problem_from_data(item, self._files) for item in json.loads(f"[{rows or ''}]")]

    def set_first_judgements(self, judgements: Iterable[tuple[int, KeptJudgement]]) -> None:
        """Keep judgements of a new index, each with the place of its record among those that were added."""
        self._keep((place + 1, judgement) for place, judgement in judgements)

    def set_judgements(self, judgements: Iterable[Judgement]) -> None:
        """Keep judgements, each in place of an earlier one of its record."""
        numbered = [(self._number(judgement.entry), judgement) for judgement in judgements]
        for number, _ in numbered:
            self._forget_judgement(number)
        self._keep((number, KeptJudgement.of(judgement)) for number, judgement in numbered)

    def _keep(self, numbered: Iterable[tuple[int, KeptJudgement]]) -> None:
        problems: list[tuple[int, str]] = []
        reads: list[tuple[str, int]] = []
        for number, judgement in numbered:
            problems += [(number, problem) for problem in judgement.problems]
            reads += [(key, number) for key in judgement.reads]
            keys = "\t".join(judgement.reads)
            self._db.execute("UPDATE record SET reads = ? WHERE number = ?", (keys, number))
        self._db.executemany("INSERT INTO problem VALUES (?, ?)", problems)
        self._db.executemany("INSERT INTO read VALUES (?, ?)", sorted(reads))

    def _number(self, entry: Entry) -> int:
        found = self._db.execute(
            "SELECT number FROM record WHERE id = ? AND kind = ?", (entry.id, entry.kind)
        )
        return int(found.fetchone()[0])

    def _forget_judgement(self, number: int) -> None:
        (keys,) = self._db.execute("SELECT reads FROM record WHERE number = ?", (number,)).fetchone()
        rows = ((key, number) for key in keys.split("\t") if keys)
        self._db.executemany("DELETE FROM read WHERE key = ? AND number = ?", rows)
        self._db.execute("DELETE FROM problem WHERE number = ?", (number,))

    def record_state(self, keys: Iterable[str]) -> None:
        """Record the present state, and the keys that may find something else than in the one before."""
        (last,) = self._db.execute("SELECT coalesce(max(number), 0) FROM state").fetchone()
        self._db.execute("INSERT INTO state VALUES (?, ?)", (last + 1, self.state))
        self._db.executemany("INSERT OR IGNORE INTO change VALUES (?, ?)", ((last + 1, key) for key in keys))
        while self._db.execute("SELECT count(*) FROM change").fetchone()[0] > _MOST:
            (first,) = self._db.execute("SELECT min(number) FROM state").fetchone()
            self._db.execute("DELETE FROM state WHERE number = ?", (first,))
            self._db.execute("DELETE FROM change WHERE state <= ?", (first + 1,))


def _memory() -> sqlite3.Connection:
    database = sqlite3.connect(":memory:", check_same_thread=False)
    database.execute("PRAGMA trusted_schema = OFF")
    return database
