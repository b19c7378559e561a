"""Work that goes on beside a command: in a thread, such as writing a large file of notes, or in a process.

A command waits for all of it at its end; who does not want to wait ends it.
"""

from __future__ import annotations

import contextlib
import os
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from multiprocessing.process import BaseProcess

_threads: list[threading.Thread] = []
_processes: list[BaseProcess] = []


def do_meanwhile(work: Callable[[], object]) -> None:
    """Begin work that holds on to nothing of others; what was begun before ends first."""
    _wait_for_threads()
    thread = threading.Thread(target=work)
    thread.start()
    _threads.append(thread)


def wait_at_the_end(process: BaseProcess) -> None:
    """Let the command end no sooner than a process that was started."""
    _processes[:] = [other for other in _processes if other.is_alive()]
    _processes.append(process)


def wait() -> None:
    """Wait for all that was begun."""
    _wait_for_threads()
    for process in _processes:
        process.join()
    _processes.clear()


def end_processes() -> None:
    """End the processes, whatever they are at: even one that was stopped."""
    for process in _processes:
        process.kill()
        process.join()
    _processes.clear()


def _wait_for_threads() -> None:
    while _threads:
        first = _threads[0]
        first.join()
        with contextlib.suppress(ValueError):  # another that waits has seen its end
            _threads.remove(first)


# A process that is forked meanwhile would have a thread's locks without the thread.
os.register_at_fork(before=_wait_for_threads)
