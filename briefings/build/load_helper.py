"""A process that helps with a load of all files: it makes the index and judges half of the records.

It is forked as soon as these are read, so that nothing has to be sent to it but what the rules found here.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import signal
from collections.abc import Sequence
from datetime import date
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from types import TracebackType

from ..checks.all_rules import last_half, last_half_judged
from ..checks.desk_loading import LoadResult
from ..checks.rule_context import Judgement
from ..core.problems import BriefingsError, TextFile
from ..files.atomic_folder import Output
from ..files.fallback import falling_back
from ..files.forked_processes import ctrl_c_waiting
from ..files.processors import processes
from ..records.entries import Entry
from .first_index import Findings, judged, unjudged_index
from .kept_judgements import KeptJudgement
from .record_index import INDEX_FILE


class LoadHelper:
    """The process, once it has begun; it is ended with the block, unless it was told what to enter.

    If the index cannot be written, the next command takes longer.
    """

    def __init__(self, notes: Output, files: Sequence[TextFile]) -> None:
        self._notes, self._files = notes, files
        self._entries: Sequence[Entry] = ()
        self._pipe: Connection | None = None
        self._process: BaseProcess | None = None
        self._judges = processes() > 1

    def __enter__(self) -> LoadHelper:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._tell(None)

    def begin(self, entries: Sequence[Entry], today: date | None) -> None:
        """Start with all records, which were read without a mistake."""
        context = multiprocessing.get_context("fork")
        self._entries = entries
        self._pipe, other = context.Pipe()
        self._process = context.Process(target=self._work, args=(other, today))
        with ctrl_c_waiting():
            self._process.start()  # Python waits for it at the end
        other.close()

    def judgements(self) -> Sequence[Judgement] | None:
        """Return what further rules find of the last half of the records; None if it has to be done here."""
        if self._pipe is None or not self._judges:
            return None
        try:
            kept: list[KeptJudgement] | None = self._pipe.recv()
        except (EOFError, OSError):  # it was ended, or met an error
            return None
        files = {file.path: file for file in self._files}
        pairs = zip(last_half(self._entries), kept or (), strict=kept is not None)
        return [one.judgement(entry, files) for entry, one in pairs] if kept is not None else None

    def finish(self, loaded: LoadResult, today: date) -> None:
        """Tell what the rules found; without a base there is no index."""
        self._tell(Findings.of(self._files, loaded, today) if self._pipe else None)

    def _tell(self, found: Findings | None) -> None:
        if self._pipe is not None and self._process is not None:
            with contextlib.suppress(OSError), self._pipe as pipe:
                pipe.send(found)
            if found is None:  # whatever it does is for nothing
                self._process.terminate()
        self._pipe = None

    def _work(self, pipe: Connection, today: date | None) -> None:
        signal.signal(signal.SIGINT, signal.SIG_DFL)  # ends with the command, silently
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
        assert self._pipe
        self._pipe.close()
        with falling_back(), contextlib.suppress(BriefingsError, EOFError, OSError):
            index = unjudged_index(self._files, self._entries)
            if self._judges:
                found = last_half_judged(self._entries, today)
                pipe.send(None if found is None else list(map(KeptJudgement.of, found)))
            if told := pipe.recv():
                self._notes.write_sealed(INDEX_FILE, judged(index, told).written)
