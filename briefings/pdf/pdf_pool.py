"""The processes that PDFs are made in: killable workers on this machine, or an existing Dask cluster.

A worker that takes too long or too much memory is ended alone: its document fails and the others go on. The
limits of a cluster are those of its own workers.
"""

from __future__ import annotations

import contextlib
import fcntl
import gc
import multiprocessing
import os
import resource
import signal
import tempfile
import threading
import time
import traceback
from collections.abc import Iterator
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Future, TimeoutError, wait
from typing import TYPE_CHECKING

from ..core.problems import BriefingsError
from ..files.fingerprint import BuildInputs
from ..files.forked_processes import ctrl_c_waiting
from ..files.processors import processes
from ..files.scratch_folder import scratch_folder
from .pdf_assets import PdfAssets, PdfJob, RenderedPdf

if TYPE_CHECKING:
    from .pdf_renderer import PdfRenderer

JOB_SECONDS = 30  # of the processor: a document is not to fail because other programs keep the machine busy
_WAITING_SECONDS = 20 * JOB_SECONDS  # by the clock, for one that waits instead of working
JOB_MEMORY = 1 << 30  # bytes that a document may need beyond what its worker began with
JOBS_PER_WORKER = 40  # documents after which a worker is replaced, as its memory only grows
_LOOK = 0.01  # seconds between looks at the workers; the end of a pool waits for one
_RENEWALS = 3  # times that a broken pool is started again in one build
# A line in each face, laid out before the first document: it loads what would otherwise be loaded only then.
_TRIAL = PdfJob("", '<html lang="en"><title>-</title><p>a <b>b</b> <i>c <b>d</b></i></p></html>', False)

# Of this process, by the digest of the assets.
_assets: dict[str, PdfAssets] = {}
_renderers: dict[str, PdfRenderer] = {}
# A cluster's worker may run several threads, and a renderer collects the warnings of one document.
_one_at_a_time = threading.Lock()


def render_job(job: PdfJob, digest: str, assets: PdfAssets | None = None) -> RenderedPdf:
    """Make one PDF in this process; raises BriefingsError naming the document.

    `digest` is that of the assets, which are given or, in a worker of this machine, there since its start.
    """
    with _one_at_a_time:
        if digest not in _renderers:
            from .pdf_renderer import PdfRenderer  # takes half a second, and no process but a worker needs it

            assets = assets or _assets[digest]
            if BuildInputs.of({}, assets.style).printing != digest:
                raise BriefingsError(
                    f"{job.name}: a worker of the cluster has other versions of briefings or its libraries",
                    "install the same on every worker, so that a PDF is the same whoever makes it",
                )
            _renderers[digest] = PdfRenderer(assets.files, assets.stylesheet)
        try:
            return _renderers[digest].pdf(job.name, job.html, job.one_page)
        except BriefingsError:
            raise
        except MemoryError:
            raise _too_large(job.name) from None
        except OSError as error:
            message = f"{job.name}: {error.strerror or type(error).__name__}"
            raise BriefingsError(message, "see to the folder for temporary files, TMPDIR") from error
        except Exception as error:  # a style may bring WeasyPrint to whatever it did not foresee
            raise _unforeseen(job.name, error) from error


def _render_in_worker(job: PdfJob, digest: str) -> RenderedPdf:
    """Make one PDF in a worker, which the system ends if it takes too long."""
    signal.setitimer(signal.ITIMER_PROF, JOB_SECONDS)
    try:
        return render_job(job, digest)
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)


def _too_long(name: str) -> BriefingsError:
    return BriefingsError(f"{name}: takes more than {JOB_SECONDS} seconds", "print less in it, or split it")


def _too_large(name: str) -> BriefingsError:
    return BriefingsError(f"{name}: takes more than {JOB_MEMORY >> 20} MB", "print less in it, or split it")


def _start_worker(parent: int, assets: PdfAssets, folder: str) -> None:
    """Prepare a worker: load what it needs, limit its memory, leave Ctrl-C to the parent and end with it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    threading.Thread(target=_end_with, args=(parent,), daemon=True).start()
    gc.freeze()  # what is the parent's stays shared: a collection that went through it would copy it
    tempfile.tempdir = folder  # a worker that is killed cannot remove its files
    _assets[assets.digest] = assets
    with _turn(folder), contextlib.suppress(Exception):  # the first document meets the same and reports it
        render_job(_TRIAL, assets.digest)
    with contextlib.suppress(OSError, ValueError):  # not every system reports or limits it
        with open("/proc/self/statm", encoding="ascii") as file:
            taken = int(file.read().split()[0]) * os.sysconf("SC_PAGE_SIZE")
        resource.setrlimit(resource.RLIMIT_AS, (taken + JOB_MEMORY, taken + JOB_MEMORY))


def _unforeseen(name: str, error: Exception) -> BriefingsError:
    *_, place = traceback.extract_tb(error.__traceback__)
    where = f"{os.path.basename(place.filename)}, line {place.lineno}"
    message = f"{name}: cannot be laid out: {type(error).__name__} in {where}: {error}".rstrip(": ")
    ours = "if both are ours, report it as a fault of the program"
    return BriefingsError(message, f"mend the template or style that causes it; {ours}")


@contextlib.contextmanager
def _turn(folder: str) -> Iterator[None]:
    """Wait until a worker that loads is done, where each core but one has one: the last is the parent's."""
    turn = os.getpid() % max(1, processes() - 1)
    with open(os.path.join(folder, f"turn-{turn}"), "wb") as file:
        fcntl.flock(file, fcntl.LOCK_EX)  # a worker that is ended lets it go
        yield


def _end_with(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(0.5)
    os._exit(1)


class _Workers:
    """Worker processes forked from this one, which get ready while it does other work."""

    def __init__(self, processes: int, assets: PdfAssets) -> None:
        from pebble import CONSTS, ProcessPool

        CONSTS.sleep_unit = _LOOK
        self._digest = assets.digest
        self._folder = scratch_folder()
        started_with = (os.getpid(), assets, self._folder.name)
        context = multiprocessing.get_context("fork")
        self._pool = ProcessPool(processes, JOBS_PER_WORKER, _start_worker, started_with, context)
        with ctrl_c_waiting():
            assert self._pool.active  # asking starts it

    def submit(self, job: PdfJob) -> Future[RenderedPdf]:
        return self._pool.schedule(_render_in_worker, args=(job, self._digest), timeout=_WAITING_SECONDS)

    def stop(self) -> None:
        self._pool.stop()
        self._pool.join()
        self._folder.cleanup()


class _Cluster:
    """A Dask cluster. Making one sends the assets to its workers; raises BriefingsError if there is none."""

    def __init__(self, address: str, assets: PdfAssets) -> None:
        try:
            from distributed import Client
        except ImportError:
            raise BriefingsError("--executor needs Dask", "pip install 'briefings[dask]'") from None
        try:
            client = Client(address, timeout=10, set_as_default=False)
        except (OSError, ValueError) as error:
            remedy = "give a scheduler's address: tcp://HOST:PORT"
            raise BriefingsError(f"no cluster at {address}: {error}", remedy) from None
        self._digest = assets.digest
        self._executor = client.get_executor(pure=False)
        self._sent = client.scatter(assets, broadcast=True, hash=False)

    def submit(self, job: PdfJob) -> Future[RenderedPdf]:
        future: Future[RenderedPdf] = self._executor.submit(render_job, job, self._digest, self._sent)
        return future

    def stop(self) -> None:
        self._executor.shutdown(wait=False)


class PdfPool(contextlib.AbstractContextManager["PdfPool"]):
    """Makes PDFs as they are asked for, in so many processes here, or on the cluster at an address.

    Processes start when the pool is made: make it early for a document that is certain to need one.
    """

    def __init__(self, assets: PdfAssets, processes: int, address: str = "") -> None:
        self._assets, self._processes = assets, processes
        self._renewals = 0
        self._most_waiting = 1000 if address else 2 * processes  # pages that wait take memory here
        self._waiting: dict[Future[RenderedPdf], PdfJob] = {}
        self._workers = _Cluster(address, assets) if address else _Workers(processes, assets)

    def submit(self, job: PdfJob) -> Iterator[tuple[str, RenderedPdf | BriefingsError]]:
        """Ask for a PDF, and return those that are done, with the names of their documents."""
        self._add(job)
        return self._done(self._most_waiting)

    def remaining(self) -> Iterator[tuple[str, RenderedPdf | BriefingsError]]:
        """Wait for the PDFs not returned yet, and return each as it is done."""
        return self._done(0)

    def _add(self, job: PdfJob) -> None:
        try:
            future = self._workers.submit(job)
        except RuntimeError:  # a worker was killed while it spoke with the pool, which gives up all of it
            self._renew()
            future = self._workers.submit(job)
        self._waiting[future] = job

    def _renew(self) -> None:
        """Start again with new processes and the jobs left; raises BriefingsError if that keeps recurring."""
        self._renewals += 1
        if self._renewals > _RENEWALS or isinstance(self._workers, _Cluster):
            raise BriefingsError(
                "the processes that make PDFs keep dying", "see whether memory is short; build it again"
            )
        waiting, self._waiting = self._waiting, {}
        self._workers.stop()
        self._workers = _Workers(self._processes, self._assets)
        for future, job in waiting.items():
            if future.done() and not _broken(future):
                self._waiting[future] = job
            else:
                self._add(job)

    def _done(self, most: int) -> Iterator[tuple[str, RenderedPdf | BriefingsError]]:
        """Return what is done; wait while more than `most` are not."""
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
        self._workers.stop()


def _broken(future: Future[RenderedPdf]) -> bool:
    """True if a job ended because the pool did, and not because of its document."""
    return not future.cancelled() and isinstance(future.exception(), BrokenExecutor)


def _outcome(name: str, future: Future[RenderedPdf]) -> RenderedPdf | BriefingsError:
    from pebble import ProcessExpired

    try:
        return future.result()
    except BriefingsError as error:
        return error
    except TimeoutError:
        return _too_long(name)
    except ProcessExpired as error:
        if error.exitcode == -signal.SIGPROF:
            return _too_long(name)
        # what a C library does that gets no memory
        if error.exitcode in (-signal.SIGABRT, -signal.SIGSEGV):
            return _too_large(name)
        return BriefingsError(f"{name}: its worker process died ({error.exitcode})", "build it again")
    except Exception as error:
        if type(error).__name__ != "KilledWorker":  # Dask's, which gave up on it
            raise
        return BriefingsError(f"{name}: the cluster's workers died over it", "build it without --executor")
