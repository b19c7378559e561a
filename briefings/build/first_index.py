"""The first index of a desk, made in a process of its own while the rules run.

Where each record stands, what finds it and what it says is known as soon as all are read. The process enters
that, and what the rules found once it is told.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import signal
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from multiprocessing.connection import Connection
from types import TracebackType

from ..checks.desk_loading import LoadResult
from ..core.digests import digest
from ..core.problems import BriefingsError, TextFile
from ..facts.fact_base import FactBase
from ..files.atomic_folder import Output
from ..files.fallback import falling_back
from ..files.forked_processes import ctrl_c_waiting
from ..files.ledger_files import LedgerFile
from ..records.entries import Entry
from ..records.fact_reader import fact_texts
from .record_index import INDEX_FILE, KeptJudgement, RecordIndex, format_digest


@dataclass(frozen=True)
class _Found:
    """What the rules found of a desk: by the place of each record, and for which day."""

    judgements: tuple[tuple[int, KeptJudgement], ...]
    day: str
    signed: str


def signatures_digest(files: Iterable[TextFile], base: FactBase) -> str:
    """Return a digest of all that is read to judge the signatures of issues: ssh-keygen is asked once."""
    published = (file.digest for file in files if isinstance(file, LedgerFile))
    return digest(*published, repr(base.desk.approvals))


def new_index(files: Sequence[TextFile], loaded: LoadResult, today: date) -> RecordIndex | None:
    """An index of what was loaded from all files; None if it has errors."""
    found = _found(files, loaded, today)
    return _judged(_unjudged(files, loaded.base.all), found) if loaded.base and found else None


class FirstIndex:
    """A process that makes an index, if it comes to that; it is ended with the block.

    If the index cannot be written, the next command takes longer.
    """

    def __init__(self, notes: Output, files: Sequence[TextFile]) -> None:
        self._notes, self._files = notes, files
        self._sender: Connection | None = None

    def __enter__(self) -> FirstIndex:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._tell(None)

    def begin(self, entries: Sequence[Entry]) -> None:
        """Start with all records, which were read without a mistake."""
        context = multiprocessing.get_context("fork")
        receiver, self._sender = context.Pipe(duplex=False)
        making = (self._notes, self._files, entries, receiver, self._sender)
        with ctrl_c_waiting():
            context.Process(target=_make, args=making).start()  # Python waits for it at the end
        receiver.close()

    def finish(self, loaded: LoadResult, today: date) -> None:
        """Tell the process what the rules found; without a base there is no index."""
        self._tell(_found(self._files, loaded, today))

    def _tell(self, found: _Found | None) -> None:
        if self._sender is not None:
            with contextlib.suppress(OSError), self._sender as sender:  # it may have been ended
                sender.send(found)
        self._sender = None


def _make(
    notes: Output,
    files: Sequence[TextFile],
    entries: Sequence[Entry],
    receiver: Connection,
    sender: Connection,
) -> None:
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # ends with the command, silently
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    sender.close()
    with falling_back(), contextlib.suppress(BriefingsError, EOFError):
        index = _unjudged(files, entries)
        if found := receiver.recv():
            notes.write_sealed(INDEX_FILE, _judged(index, found).written)


def _unjudged(files: Sequence[TextFile], entries: Sequence[Entry]) -> RecordIndex:
    facts = fact_texts(files)
    made = RecordIndex.new(facts)
    made.add(entries)
    made.set_files(facts)
    made.set_note("shape", format_digest())
    made.record_state(frozenset())
    return made


def _judged(made: RecordIndex, found: _Found) -> RecordIndex:
    made.set_first_judgements(found.judgements)
    made.set_note("day", found.day)
    made.set_note("signed", found.signed)
    return made


def _found(files: Sequence[TextFile], loaded: LoadResult, today: date) -> _Found | None:
    if loaded.base is None:
        return None
    kept = ((place, KeptJudgement.of(judgement)) for place, judgement in enumerate(loaded.judgements))
    telling = tuple((place, one) for place, one in kept if one.problems or one.reads)
    day = "" if loaded.pinned else today.isoformat()
    return _Found(telling, day, signatures_digest(files, loaded.base))
