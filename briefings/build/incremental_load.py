"""Loading a desk from the index that the last command left: only what was edited since is read and checked.

`updated_load` gives what loading all files would give, or None wherever that is not certain: then all files
are loaded. A desk with errors is not kept in an index, as its problems concern all of it.
"""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from ..checks.all_rules import judge_again
from ..checks.desk_loading import LoadResult, load, outdated_issues, unread_files
from ..checks.signature_rules import signature_problems
from ..core.problems import BriefingsError, Severity, TextFile, in_order
from ..facts import published_issues
from ..facts.fact_base import FactBase
from ..facts.lookup_keys import EVERYTHING, FILE, IDS, SCOPES_KEY, all_keys, implied_keys
from ..facts.record_store import cited_sources, own_digest
from ..files.atomic_folder import Output
from ..files.checksummed import wrap_bytes
from ..files.fallback import falling_back
from ..files.ledger_files import LedgerFile
from ..files.meanwhile import do_meanwhile
from ..records.desk_settings import Desk
from ..records.entities import Entity, Source, UnitRecord
from ..records.entries import Entry
from ..records.fact_reader import READING_ORDER, fact_texts, read_with_names
from ..records.judgements import Topic
from ..records.name_register import folded_name
from .first_index import signatures_digest
from .index_entries import IndexRow, is_detached, text_digest
from .load_helper import LoadHelper
from .record_index import INDEX_FILE, RecordIndex

# The share of files, and the number, that may have changed before reading all files is as quick.
_SHARE = 0.25
_ALWAYS = 3
# They shape everything, and problems of other records point into them.
_SHAPING = (Desk.kind, UnitRecord.kind)
# What many records refer to by its id alone.
_REFERRED = ("sources", "measures", "matters")
_FEW = 1_000  # records that are judged quickly
_WORTH_IT = 100_000  # characters from which on an index saves more than it costs


@dataclass(frozen=True)
class IncrementalLoad:
    """A loaded desk and its index, which `needs_writing` if anything changed."""

    held: LoadResult
    index: RecordIndex
    needs_writing: bool


def load_incrementally(
    files: Sequence[TextFile],
    today: date,
    notes: Output,
    last: FactBase | None = None,
    of_issues: bool = True,
) -> LoadResult:
    """Load the files: through the index of the `last` load or among a desk's notes if it serves, else all.

    The index is kept up to date, and a new one made if none serves. If it cannot be written, the next command
    takes longer.
    """
    if sum(len(file.text) for file in files) < _WORTH_IT:
        return load(files, today, of_issues=of_issues)
    found = None
    with falling_back():  # whatever is under a forged seal
        if last is not None and isinstance(last.stock, RecordIndex):
            found = continued_load(last.stock, files, today, of_issues)
        else:
            found = updated_load(notes.read(INDEX_FILE), files, today, of_issues)
    if found is None:
        with LoadHelper(notes, files) as helper:
            loaded = load(files, today, helper, of_issues)
            helper.finish(loaded, today)
        return replace(loaded, judgements=())
    if found.needs_writing:
        content = found.index.content
        do_meanwhile(lambda: _keep(notes, content))
    return found.held


def _keep(notes: Output, content: bytes) -> None:
    with contextlib.suppress(BriefingsError):
        notes.write_sealed(INDEX_FILE, wrap_bytes(content))


def updated_load(
    data: bytes | None, files: Sequence[TextFile], today: date, of_issues: bool = True
) -> IncrementalLoad | None:
    """Load the files through an index as it was written; None if all of them must be read."""
    return _updated(RecordIndex.opened(data, fact_texts(files)), files, today, of_issues)


def continued_load(
    last: RecordIndex, files: Sequence[TextFile], today: date, of_issues: bool = True
) -> IncrementalLoad | None:
    """Load the files through a copy of the index of an earlier load, which stays as it is, with the records
    that it read; None if all files must be read."""
    now = [last.held(file) for file in files]
    return _updated(last.copied(fact_texts(now)), now, today, of_issues)


def _updated(
    index: RecordIndex | None, files: Sequence[TextFile], today: date, of_issues: bool
) -> IncrementalLoad | None:
    """Load the files through an index, which is brought up to date; None if all of them must be read."""
    facts = fact_texts(files)
    if any(file.refused for file in files):
        return None
    if index is None or index.note("day") not in ("", today.isoformat()):
        return None
    published = [file for file in files if isinstance(file, LedgerFile)]
    record, damaged = published_issues.read(published)
    if damaged:
        return None
    known, now = index.digests, {file.path: file.digest for file in facts}
    changed = [path for path in known.keys() | now.keys() if known.get(path) != now.get(path)]
    if changed and not _Update(index, facts, changed, today).made():
        return None
    base = FactBase.on(index, record)
    signed = signatures_digest(files, base)
    anew = index.note("signed") != signed
    if anew and any(signature_problems(published, record, base.desk.approvals)):
        return None
    index.set_note("signed", signed)
    outdated = outdated_issues(base, files, today) if record and of_issues else ()
    problems = in_order([*index.problems(), *outdated, *unread_files(files)])
    if any(problem.severity is Severity.ERROR for problem in problems):
        return None  # too many warnings of one file are an error, whichever of them are new
    return IncrementalLoad(
        LoadResult(base, tuple(problems), index.note("day") == ""), index, bool(changed) or anew
    )


class _Update:
    """Brings an index up to date with files of which some changed."""

    def __init__(
        self, index: RecordIndex, files: Sequence[TextFile], changed: Sequence[str], today: date
    ) -> None:
        self._index, self._files, self._today = index, files, today
        self._changed = frozenset(changed)
        self._order = {file.path: number for number, file in enumerate(files)}

    def made(self) -> bool:
        """Bring the index up to date; return False if that is not possible, and then it must not be used."""
        index, changed = self._index, self._changed
        if len(changed) > max(_ALWAYS, _SHARE * len(self._files)):
            return False
        touched = index.facts_with_claims_in(changed)
        homes = index.records_in_files(changed)
        if any(row.kind in _SHAPING for row in homes):
            return False
        before = [*homes, *(row for row, _ in touched)]
        entries = self._entries(homes, [fact for _, fact in touched])
        if entries is None or not self._named_as_before(before, entries):
            return False
        index.drop(before)
        if self._twice(entries):
            return False
        index.add(entries)
        return self._judged(before, entries)

    def _entries(self, homes: Sequence[IndexRow], facts: Sequence[Entry]) -> list[Entry] | None:
        """Read the records of the changed files, and `facts` that may have claims in them; None if there are
        mistakes.

        `homes` are the records that were in the changed files before.
        """
        changed = self._changed
        files = [file for file in self._files if file.path in changed]
        elsewhere = [
            place
            for place in self._index.detached_spans(row.number for row in homes)
            if place[0] not in changed
        ]
        names = self._index.register_without(changed)
        entries, problems = read_with_names(files, names, facts, self._index.claim_stretches(elsewhere))
        return None if problems else [self._in_order(entry) for entry in entries]

    def _in_order(self, entry: Entry) -> Entry:
        """Return the entry with the claims filed apart from it in the order of their files."""
        pairs = list(zip(entry.claims, entry.claim_nodes, strict=True))
        outside = [pair for pair in pairs if is_detached(entry, pair[1])]
        if len(outside) < 2:
            return entry
        inside = [pair for pair in pairs if not is_detached(entry, pair[1])]
        outside.sort(key=lambda pair: (self._order[pair[1].file.path], pair[1].span))
        claims, nodes = zip(*inside, *outside, strict=True)
        return replace(entry, claims=claims, claim_nodes=nodes)

    def _named_as_before(self, before: Sequence[IndexRow], entries: Sequence[Entry]) -> bool:
        """Return True if every existing reference resolves as before, and the desk has the same settings."""
        if any(entry.kind in _SHAPING for entry in entries):
            return False
        old = {(row.kind, row.id): row for row in before if row.kind in READING_ORDER}
        new = {(entry.kind, entry.id): entry for entry in entries if entry.kind in READING_ORDER}
        if any(self._is_referred_to(row, before) for key, row in old.items() if key not in new):
            return False
        words = self._index.words if new else frozenset[str]()
        return words is not None and all(
            self._has_same_names(entry) if key in old else self._names_are_new(entry, words)
            for key, entry in new.items()
        )

    def _is_referred_to(self, row: IndexRow, before: Sequence[IndexRow]) -> bool:
        """Return True if a record that is gone may be named by one in a file that did not change."""
        if row.kind not in _REFERRED:
            return True  # an entity's names may stand anywhere
        numbers = {other.number for other in before}
        naming = (
            other for how in ("cites", "names") for other in self._index.rows_with_key(f"{how} {row.id}")
        )
        return any(other.number not in numbers for other in naming)

    def _has_same_names(self, entry: Entry) -> bool:
        record = entry.record
        return not isinstance(record, Entity) or self._index.called(entry.kind, entry.id) == (
            list(map(folded_name, record.names)),
            list(record.misnomers),
        )

    def _names_are_new(self, entry: Entry, words: frozenset[str]) -> bool:
        """Return True if none of a new record's names is among the words of the other records."""
        names = map(folded_name, (entry.id, *getattr(entry.record, "names", ())))
        return words.isdisjoint(names) and not getattr(entry.record, "misnomers", ())

    def _twice(self, entries: Sequence[Entry]) -> bool:
        """Return True if an id is there twice, which a check of everything reports."""
        ids = [entry.id for entry in entries]
        return len(set(ids)) < len(ids) or any(map(self._index.holds, ids))

    def _judged(self, before: Sequence[IndexRow], entries: Sequence[Entry]) -> bool:
        """Judge anew the edited records, and those whose rules looked up what finds something else now."""
        index, changed = self._index, self._changed
        changes = _Changes.between(index, before, entries)
        changes.keys.update(f"{FILE}{path}" for path in changed)
        ids = {(entry.kind, entry.id) for entry in entries} | changes.recited | index.readers(changes.keys)
        if len(ids) > max(_FEW, _SHARE * index.size):
            return False
        found = (index.entry(kind, id) for kind, id in sorted(ids))
        base = FactBase.on(index)
        judgements = list(judge_again(base, filter(None, found), self._day()))
        problems = (problem for judgement in judgements for problem in judgement.problems)
        if any(problem.severity is Severity.ERROR for problem in problems):
            return False
        index.set_judgements(judgements)
        index.forget_files(changed)
        index.set_files(file for file in self._files if file.path in changed)
        index.record_state(changes.said)
        return True

    def _day(self) -> date | None:
        return None if self._index.note("day") == "" else self._today


@dataclass(frozen=True)
class _Changes:
    """The changes of an edit: keys that find something else (`said`), and those or the same in other words
    (`keys`); sources that say something else, and the records that cite these."""

    said: set[str]
    keys: set[str]
    sources: set[str]
    recited: set[tuple[str, str]]

    @classmethod
    def between(cls, index: RecordIndex, before: Sequence[IndexRow], entries: Sequence[Entry]) -> _Changes:
        """Compare records as they were with the same ones as they are."""
        old = {(row.kind, row.id): row for row in before}
        new = {(entry.kind, entry.id): entry for entry in entries}
        changes = cls(set(), {EVERYTHING}, set(), set())
        for kind, id in old.keys() | new.keys():
            row, entry = old.get((kind, id)), new.get((kind, id))
            keys = (
                implied_keys(kind, id) | (row.keys if row else set()) | (all_keys(entry) if entry else set())
            )
            same = row and entry and (row.own, row.cited) == (own_digest(entry), cited_sources(entry))
            if entry is None or row is None:
                changes.said.add(f"{IDS}{kind}")
            if not same:
                changes.said.update(keys)
                changes.sources.update([id] if kind == Source.kind else ())
            if not same or (row and entry and row.written != text_digest(entry)):
                changes.keys.update(keys)
        for source in changes.sources:  # what cites it says something else
            for citing in index.rows_with_key(f"cites {source}"):
                changes.recited.add((citing.kind, citing.id))
                changes.said.update(citing.keys, implied_keys(citing.kind, citing.id))
        changes.said.update({SCOPES_KEY} if Topic.kind in changes.said else ())
        changes.keys.update(changes.said)
        return changes
