"""Work on what somebody else made, such as a page or a table, in a process of its own with limits.

The libraries that read such files know none: a few kilobytes may take hours or all memory.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import resource
import signal
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from ..core.problems import BriefingsError

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

T = TypeVar("T")

SECONDS = 30  # of the processor
MEMORY = 1 << 30  # bytes beyond what this process has


def bounded(name: str, work: Callable[[], T], seconds: float = SECONDS, memory: int = MEMORY) -> T:
    """Return what `work` gives, which is done in a process that is ended at its limits.

    Raises BriefingsError that names the file if work raises that or anything else, or if it meets a limit.
    """
    context = multiprocessing.get_context("fork")
    receiver, sender = context.Pipe(duplex=False)
    worker = context.Process(target=_done, args=(sender, work, name, seconds, memory), daemon=True)
    worker.start()
    sender.close()
    try:
        result, error, remedy = receiver.recv()
    except EOFError:  # it was ended
        result, error, remedy = None, f"{name}: takes more than {seconds} seconds to read", _REMEDY
    finally:
        receiver.close()
        worker.join()
    if error:
        raise BriefingsError(error, remedy)
    return result  # type: ignore[no-any-return]


_REMEDY = "a smaller file, or the same saved again by a program that you trust"


def _done(sender: Connection, work: Callable[[], T], name: str, seconds: float, memory: int) -> None:
    """Do the work and send what it gives, or the error and its remedy."""
    with contextlib.suppress(OSError, ValueError):  # not every system reports or limits it
        with open("/proc/self/statm", encoding="ascii") as file:
            taken = int(file.read().split()[0]) * os.sysconf("SC_PAGE_SIZE")
        resource.setrlimit(resource.RLIMIT_AS, (taken + memory, taken + memory))
    signal.setitimer(signal.ITIMER_PROF, seconds)  # which ends it, whatever it is in the middle of
    answer: tuple[object, str, str]
    try:
        answer = (work(), "", "")
    except BriefingsError as error:
        answer = (None, str(error), error.remedy or "")
    except MemoryError:
        answer = (None, f"{name}: takes more than {memory >> 20} MB to read", _REMEDY)
    except Exception as error:  # a library raises whatever a damaged file makes it run into
        answer = (None, f"{name} cannot be read: {type(error).__name__}: {error}"[:300], _REMEDY)
    sender.send(answer)
