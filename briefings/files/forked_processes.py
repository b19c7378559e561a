"""Work on many items side by side, in processes forked from this one, which share what it holds."""

from __future__ import annotations

import contextlib
import multiprocessing
import signal
from collections.abc import Callable, Generator, Iterator, Sequence
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

I = TypeVar("I")  # noqa: E741
R = TypeVar("R")


@contextlib.contextmanager
def ctrl_c_waiting() -> Iterator[None]:
    """Let a Ctrl-C wait while a process is forked: what Python runs at a fork would swallow it."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def ends_with_ctrl_c() -> None:
    """Let the process that was just forked end with the command, silently."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})


def side_by_side(items: Sequence[I], work: Callable[[I], R], most: int, worth_one: int) -> Iterator[R]:
    """Yield what `work` gives for each of the items, in their order: in up to `most` processes, each with
    `worth_one` items at least; in this one where that makes fewer than two."""
    count = min(most, len(items) // worth_one)
    return map(work, items) if count < 2 else in_processes(items, work, count)


def in_processes(items: Sequence[I], work: Callable[[I], R], processes: int) -> Generator[R]:
    """Yield what `work` gives for each of the items, in their order.

    Results come through pipes, so that no process is far ahead of who takes them. What a process could not
    give, since it was ended or met an error, is worked out in this one.
    """
    context = multiprocessing.get_context("fork")
    receivers: list[Connection] = []
    workers = []
    try:
        for number in range(processes):
            receiver, sender = context.Pipe(duplex=False)
            receivers.append(receiver)
            share = items[number::processes]
            worker = context.Process(target=_send_all, args=(share, work, sender, receivers), daemon=True)
            with ctrl_c_waiting():
                worker.start()
            sender.close()
            workers.append(worker)
        for number, item in enumerate(items):
            try:
                result = receivers[number % processes].recv()
            except (EOFError, OSError):
                result = work(item)
            yield result
    finally:
        for worker in workers:
            worker.terminate()
            worker.join()
        for receiver in receivers:
            receiver.close()


def _send_all(
    items: Sequence[I], work: Callable[[I], R], sender: Connection, receivers: Sequence[Connection]
) -> None:
    ends_with_ctrl_c()
    for receiver in receivers:  # so that sending fails once nobody receives any more
        receiver.close()
    with contextlib.suppress(Exception):  # which the process that waits meets itself
        for item in items:
            sender.send(work(item))
