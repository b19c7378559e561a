"""A process that helps with a load of all files: it makes the index and judges half of the records.

It is forked as soon as these are read, so that nothing has to be sent to it but what the rules found here.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import time
from collections.abc import Sequence
from datetime import date
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from types import TracebackType

from ..checks.all_rules import halves, last_half_judged
from ..checks.desk_loading import LoadResult
from ..checks.rule_context import Judgement
from ..core.problems import BriefingsError, TextFile
from ..files.atomic_folder import Output
from ..files.fallback import falling_back
from ..files.forked_processes import ctrl_c_waiting, ends_with_ctrl_c
from ..files.meanwhile import wait_at_the_end
from ..files.processors import processes
from ..records.entries import Entry
from .first_index import Findings, judged, unjudged_index
from .kept_judgements import KeptJudgement
from .record_index import INDEX_FILE

_PATIENCE = 3  # times as long as this process took for its own half; and seconds beside


class _Helper:
    """The process once it runs, and the pipe to it."""

    def __init__(self, process: BaseProcess, pipe: Connection) -> None:
        self._process, self._pipe = process, pipe
        self._begun = time.monotonic()

    def asked(self) -> list[KeptJudgement] | None:
        """Return what it found; None if it was ended, met an error or takes far too long."""
        with contextlib.suppress(EOFError, OSError):
            if self._pipe.poll(_PATIENCE * (time.monotonic() - self._begun + 1)):
                found: list[KeptJudgement] | None = self._pipe.recv()
                return found
        return None

    def tell(self, found: Findings) -> None:
        """Tell it what the rules found, and leave it to its work."""
        with contextlib.suppress(OSError):
            self._pipe.send(found)
        wait_at_the_end(self._process)
        self._pipe.close()

    def end(self) -> None:
        """End it, whatever it is at."""
        self._process.kill()
        self._process.join()
        self._pipe.close()


class LoadHelper:
    """The helper of one load; it is ended with the block, unless it was told what to enter.

    Without one, as where no process can be started, all is done here and the next command takes longer.
    """

    def __init__(self, notes: Output, files: Sequence[TextFile]) -> None:
        self._notes, self._files = notes, files
        self._entries: Sequence[Entry] = ()
        self._helper: _Helper | None = None
        self._judges = processes() > 1

    def __enter__(self) -> LoadHelper:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._helper:
            self._helper.end()

    def begin(self, entries: Sequence[Entry], today: date | None) -> None:
        """Start with all records, which were read without a mistake."""
        self._entries = entries
        context = multiprocessing.get_context("fork")
        with ctrl_c_waiting(), contextlib.suppress(OSError):
            pipe, other = context.Pipe()
            with other:
                process = context.Process(target=self._work, args=(other, pipe, today))
                process.start()
            self._helper = _Helper(process, pipe)

    def judgements(self) -> Sequence[Judgement] | None:
        """Return what further rules find of the last half of the records; None if it has to be done here."""
        kept = self._helper.asked() if self._helper and self._judges else None
        if kept is None:
            return None
        files = {file.path: file for file in self._files}
        _, theirs = halves(self._entries)
        return [one.judgement(entry, files) for entry, one in zip(theirs, kept, strict=True)]

    def finish(self, loaded: LoadResult, today: date) -> None:
        """Tell what the rules found; without a base there is no index."""
        found = Findings.of(self._files, loaded, today) if self._helper else None
        if self._helper and found:
            self._helper.tell(found)
            self._helper = None

    def _work(self, pipe: Connection, other: Connection, today: date | None) -> None:
        ends_with_ctrl_c()
        other.close()
        with falling_back(), contextlib.suppress(BriefingsError, EOFError, OSError):
            index = unjudged_index(self._files, self._entries)
            if self._judges:
                found = last_half_judged(self._entries, today)
                pipe.send(None if found is None else list(map(KeptJudgement.of, found)))
            made = judged(index, pipe.recv()).written
            with ctrl_c_waiting():
                self._notes.write_sealed(INDEX_FILE, made)
