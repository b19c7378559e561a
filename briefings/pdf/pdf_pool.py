"""The processes that PDFs are made in: killable ones here, or an existing Dask cluster.

Both are a `concurrent.futures.Executor`. A job carries its page; the stylesheet and fonts go to each process
once. Here a document that takes too long or too much memory is ended with its process, and the others go on;
the limits of a cluster are those of its workers.
"""

from __future__ import annotations

import contextlib
import gc
import multiprocessing
import os
import resource
import signal
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Executor, Future, TimeoutError, wait
from typing import TYPE_CHECKING, Any

from ..core.problems import BriefingsError
from ..files.fingerprint import BuildInputs
from .pdf_assets import PdfAssets, PdfJob, RenderedPdf
from .pdf_renderer import PdfRenderer

if TYPE_CHECKING:
    from pebble import ProcessPool

JOB_SECONDS = 30
JOB_MEMORY = 1 << 30  # bytes that a document may need beyond what its process began with
_RENEWALS = 3  # times that a broken pool is begun again in one build
JOBS_PER_WORKER = 40  # documents after which a process is replaced, as its memory only grows


_presses: dict[str, PdfRenderer] = {}  # of this process, by the digest of their assets
_one_at_a_time = (
    threading.Lock()
)  # a cluster's worker may run several threads, a press listens to one's warnings


def preload_renderer(assets: PdfAssets) -> None:
    """Read what PDFs are made with, before the first is asked for."""
    _presses.setdefault(assets.digest, PdfRenderer(assets.files, assets.stylesheet))


def render_job(sheet: PdfJob, digest: str, assets: PdfAssets | None = None) -> RenderedPdf:
    """Make one PDF in whatever process this is; `digest` is that of its assets, which are needed once.

    Raises BriefingsError naming the document.
    """
    with _one_at_a_time:
        if digest not in _presses:
            assert assets is not None
            if BuildInputs.of({}, assets.style).printing != digest:
                raise BriefingsError(
                    f"{sheet.name}: a worker of the cluster has other versions of briefings or its libraries",
                    "install the same on every worker, so that a PDF is the same whoever makes it",
                )
            _presses[digest] = PdfRenderer(assets.files, assets.stylesheet)
        try:
            return _presses[digest].pdf(sheet.name, sheet.html, sheet.one_page)
        except MemoryError:
            raise _too_large(sheet.name) from None


def _too_large(name: str) -> BriefingsError:
    return BriefingsError(f"{name}: takes more than {JOB_MEMORY >> 20} MB", "print less in it, or split it")


class WorkerPool(Executor):
    """Worker processes forked from this one, each ended alone where its document fails it."""

    def __init__(
        self, processes: int, assets: PdfAssets, seconds: float = JOB_SECONDS, memory: int = JOB_MEMORY
    ) -> None:
        from pebble import ProcessPool

        preload_renderer(assets)  # before the fork, so that all processes share it
        context = multiprocessing.get_context("fork")
        self._seconds, self._digest = seconds, assets.digest
        self._pool: ProcessPool = ProcessPool(
            processes, JOBS_PER_WORKER, start_worker, (os.getpid(), memory), context
        )

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        with _undisturbed():
            future: Future[Any] = self._pool.schedule(fn, args=args, kwargs=kwargs, timeout=self._seconds)
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        if cancel_futures:
            self._pool.stop()
        else:
            self._pool.close()
        self._pool.join()
        _presses.pop(self._digest, None)  # with it goes the folder in which its fonts were unpacked


@contextlib.contextmanager
def _undisturbed() -> Iterator[None]:
    """Let Ctrl-C wait: the first job forks the workers, and what Python runs at a fork would swallow it."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def start_worker(parent: int, memory: int) -> None:
    """A worker's first step: leave Ctrl-C to the parent, take no more memory than allowed, never outlive
    it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    gc.freeze()  # what is the parent's stays shared: a sweep that went through it would copy it
    with contextlib.suppress(OSError, ValueError):  # not every system tells or limits it
        with open("/proc/self/statm", encoding="ascii") as file:
            taken = int(file.read().split()[0]) * os.sysconf("SC_PAGE_SIZE")
        resource.setrlimit(resource.RLIMIT_AS, (taken + memory, taken + memory))
    threading.Thread(target=_outlive_nobody, args=(parent,), daemon=True).start()


def _outlive_nobody(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(0.5)
    os._exit(1)


class PdfPool(contextlib.AbstractContextManager["PdfPool"]):
    """Makes PDFs as they are put on it, on an executor: processes here, or the cluster at an address."""

    def __init__(self, assets: PdfAssets, processes: int, address: str = "") -> None:
        self._assets, self._processes = assets, processes
        self._renewals = 0
        self._ahead = 2 * processes if not address else 1000  # pages that wait take memory here
        self._waiting: dict[Future[RenderedPdf], PdfJob] = {}
        self._executor: Executor
        if address:
            self._executor, self._carried = _cluster(address, assets)
        else:
            self._executor, self._carried = WorkerPool(processes, assets), None

    def press(self, sheet: PdfJob) -> Iterator[tuple[str, RenderedPdf | BriefingsError]]:
        """Put a sheet on, and give those that are done, by the names of their documents."""
        self._put(sheet)
        return self._done(self._ahead)

    def _put(self, sheet: PdfJob) -> None:
        try:
            future = self._executor.submit(render_job, sheet, self._assets.digest, self._carried)
        except RuntimeError:  # a worker was killed while it spoke with the pool, which gives up all of it
            self._renew()
            future = self._executor.submit(render_job, sheet, self._assets.digest, self._carried)
        self._waiting[future] = sheet

    def _renew(self) -> None:
        """Begin again with new processes and what was waiting for the old ones; raises BriefingsError if it
        goes on."""
        self._renewals += 1
        if self._renewals > _RENEWALS or not isinstance(self._executor, WorkerPool):
            raise BriefingsError(
                "the processes that make PDFs keep dying", "see whether memory is short; build it again"
            )
        left = [sheet for future, sheet in self._waiting.items() if not future.done() or _broken(future)]
        self._waiting = {
            future: s for future, s in self._waiting.items() if future.done() and not _broken(future)
        }
        self._executor.shutdown(cancel_futures=True)
        self._executor = WorkerPool(self._processes, self._assets)
        for sheet in left:
            self._put(sheet)

    def remaining(self) -> Iterator[tuple[str, RenderedPdf | BriefingsError]]:
        return self._done(0)

    def _done(self, most: int) -> Iterator[tuple[str, RenderedPdf | BriefingsError]]:
        """What is done; waits while more than `most` are not."""
        while self._waiting:
            patience = None if len(self._waiting) > most else 0
            done = wait(self._waiting, patience, FIRST_COMPLETED).done
            if not done:
                return
            if any(map(_broken, done)):
                self._renew()
                continue
            for future in done:
                name = self._waiting.pop(future).name
                yield name, _outcome(name, future)

    def __exit__(self, kind: object, error: object, trace: object) -> None:
        if isinstance(self._executor, WorkerPool):
            self._executor.shutdown(cancel_futures=error is not None)
        else:
            self._executor.shutdown(wait=error is None)


def _cluster(address: str, assets: PdfAssets) -> tuple[Executor, Any]:
    """A Dask cluster, and the assets as sent to its workers once."""
    try:
        from distributed import Client
    except ImportError:
        raise BriefingsError("--executor needs Dask", "pip install 'briefings[dask]'") from None
    try:
        client = Client(address, timeout=10, set_as_default=False)
    except (OSError, ValueError) as error:
        remedy = "give a scheduler's address: tcp://HOST:PORT"
        raise BriefingsError(f"no cluster at {address}: {error}", remedy) from None
    return client.get_executor(pure=False), client.scatter(assets, broadcast=True, hash=False)


def _broken(future: Future[RenderedPdf]) -> bool:
    """Whether a job ended because the pool did, and not because of its document."""
    return not future.cancelled() and isinstance(future.exception(), BrokenExecutor)


def _outcome(name: str, future: Future[RenderedPdf]) -> RenderedPdf | BriefingsError:
    from pebble import ProcessExpired

    try:
        return future.result()
    except BriefingsError as error:
        return error
    except TimeoutError:
        return BriefingsError(
            f"{name}: takes more than {JOB_SECONDS} seconds", "print less in it, or split it"
        )
    except ProcessExpired as error:
        # what a C library does that gets no memory
        if error.exitcode in (-signal.SIGABRT, -signal.SIGSEGV):
            return _too_large(name)
        return BriefingsError(f"{name}: its worker process died ({error.exitcode})", "build it again")
    except Exception as error:
        if type(error).__name__ != "KilledWorker":  # Dask's, which gave up on it
            raise
        return BriefingsError(f"{name}: the cluster's workers died over it", "build it without --executor")
