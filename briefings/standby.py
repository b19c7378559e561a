"""A process that loads what PDFs are made with while the facts are still being read, for a command that makes one.

Loading it takes as long as reading the facts, and there are two processors nearly everywhere.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
from collections.abc import Iterator
from multiprocessing.connection import Connection

from .problems import BriefingsError
from .sheets import Assets, Pdf, Sheet

SECONDS = 30


class StandBy(contextlib.AbstractContextManager["StandBy"]):
    """Forked when it is made; `press` gives it its page and waits for the PDF. Ended with the block."""

    def __init__(self) -> None:
        context = multiprocessing.get_context("fork")
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(target=_stand_by, args=(theirs, os.getpid()), daemon=True)
        self._process.start()
        theirs.close()  # so that its end is seen here when the process dies
        self.assets: Assets | None = None

    def press(self, sheet: Sheet) -> Iterator[tuple[str, Pdf | BriefingsError]]:
        """Make a PDF of a sheet; what it is made with is in `assets` by now."""
        yield sheet.name, self._made(sheet)

    def rest(self) -> Iterator[tuple[str, Pdf | BriefingsError]]:
        yield from ()

    def _made(self, sheet: Sheet) -> Pdf | BriefingsError:
        try:
            self._pipe.send((sheet, self.assets))
            if not self._pipe.poll(SECONDS):
                self._process.kill()
                return BriefingsError(
                    f"{sheet.name}: takes more than {SECONDS} seconds", "print less in it, or split it"
                )
            made: Pdf | BriefingsError = self._pipe.recv()
            return made
        except (EOFError, OSError):
            self._process.join(1)
            return BriefingsError(f"{sheet.name}: its worker process died ({self._process.exitcode})", "build it again")

    def __exit__(self, kind: object, error: object, trace: object) -> None:
        self._pipe.close()
        self._process.kill()
        self._process.join()


def _stand_by(pipe: Connection, parent: int) -> None:
    from . import workers

    workers.begin(parent, workers.MEMORY)
    with contextlib.suppress(EOFError):
        while True:
            sheet, assets = pipe.recv()
            try:
                pipe.send(workers.make(sheet, assets.digest, assets))
            except BriefingsError as error:
                pipe.send(error)
