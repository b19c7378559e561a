"""A process that loads WeasyPrint, the stylesheet and the fonts while the facts are still being read, for a
command that makes one document.

That takes as long as reading and checking the facts, and there are two processors nearly everywhere.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
from collections.abc import Iterator, Mapping
from multiprocessing.connection import Connection

from ..core.fallback import falling_back
from ..core.problems import BriefingsError
from .pdf_assets import PdfJob, RenderedPdf

WARM_SECONDS = 30
# One line in each face, laid out where there is time to, so that the page need not wait for what is loaded
# only then.
_TRIAL = PdfJob("", '<html lang="en"><title>-</title><p>a <b>b</b> <i>c <b>d</b></i></p></html>', False)


class WarmWorker(contextlib.AbstractContextManager["WarmWorker"]):
    """Forked when it is made; `press` gives it its page and waits for the PDF. Ended with the block."""

    def __init__(self, templates: Mapping[str, bytes]) -> None:
        context = multiprocessing.get_context("fork")
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(target=_stand_by, args=(theirs, os.getpid(), templates), daemon=True)
        self._process.start()
        theirs.close()  # so that its end is seen here when the process dies

    def press(self, sheet: PdfJob) -> Iterator[tuple[str, RenderedPdf | BriefingsError]]:
        yield sheet.name, self._made(sheet)

    def remaining(self) -> Iterator[tuple[str, RenderedPdf | BriefingsError]]:
        yield from ()

    def _made(self, sheet: PdfJob) -> RenderedPdf | BriefingsError:
        try:
            self._pipe.send(sheet)
            if not self._pipe.poll(WARM_SECONDS):
                self._process.kill()
                return BriefingsError(
                    f"{sheet.name}: takes more than {WARM_SECONDS} seconds", "print less in it, or split it"
                )
            made: RenderedPdf | BriefingsError = self._pipe.recv()
            return made
        except (EOFError, OSError):
            self._process.join(1)
            return BriefingsError(
                f"{sheet.name}: its worker process died ({self._process.exitcode})", "build it again"
            )

    def __exit__(self, kind: object, error: object, trace: object) -> None:
        self._pipe.close()
        self._process.kill()
        self._process.join()


def _stand_by(pipe: Connection, parent: int, templates: Mapping[str, bytes]) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, which ends this one
    from . import pdf_assets, pdf_pool

    pdf_pool.start_worker(parent, pdf_pool.JOB_MEMORY)
    assets = pdf_assets.pdf_assets(templates)
    with contextlib.suppress(BriefingsError), falling_back():  # it will be told of the page itself
        pdf_pool.preload_renderer(assets)
        if not pipe.poll():
            pdf_pool.render_job(_TRIAL, assets.digest, assets)
    with contextlib.suppress(EOFError):
        while True:
            sheet = pipe.recv()
            try:
                pipe.send(pdf_pool.render_job(sheet, assets.digest, assets))
            except BriefingsError as error:
                pipe.send(error)
