"""A second process that does a part of the work beside this one."""

from __future__ import annotations

import atexit
import mmap
import os
import sys
import traceback
from collections.abc import Callable

from ..core.fallback import falling_back, strict

BackgroundStarter = Callable[[Callable[[], bytes]], Callable[[], bytes | None]]

_FAULT = 70  # exit code of a child that failed under BRIEFINGS_STRICT=1
_ROOM = 16_000_000  # bytes that can be told; they take memory only as far as they are used


def _nothing() -> None:
    """What no process was to be had for."""


def start_in_background(work: Callable[[], bytes]) -> Callable[[], bytes | None]:
    """Start `work` in a process of its own, which has all that this one has.

    What is returned waits for what came of it: None where it came to nothing, for whatever reason. Where faults are
    looked for, it raises RuntimeError if `work` raised.
    """
    if len(os.sched_getaffinity(0) if hasattr(os, "sched_getaffinity") else range(os.cpu_count() or 1)) < 2:
        return _nothing
    try:
        reader, writer = os.pipe()
        child = os.fork()
    except OSError:
        return _nothing
    if child == 0:
        _do(work, writer)
    os.close(writer)

    def result() -> bytes | None:
        with os.fdopen(reader, "rb") as pipe:
            data = pipe.read()
        _, status = os.waitpid(child, 0)
        if os.waitstatus_to_exitcode(status) == _FAULT:
            raise RuntimeError("the second process failed; its traceback stands above")
        return data if status == 0 else None

    return result


def run_in_background(work: Callable[[], None]) -> None:
    """Have something done in a process of its own, which is waited for when this one ends; at once where none
    can be.

    What comes of it is nobody's concern.
    """
    told = feed_in_background(lambda hear: work())
    told(b"")


def feed_in_background(work: Callable[[Callable[[], bytes | None]], None]) -> Callable[[bytes], None]:
    """As `meanwhile`, for what can be begun before all of it is known.

    `work` is given what hears the rest: None where it was never told. What is returned tells it, once.
    """
    shared, (hearing, telling) = mmap.mmap(-1, _ROOM), os.pipe()  # a pipe takes no more than its buffer holds

    def hear() -> bytes | None:
        os.close(telling)
        with os.fdopen(hearing, "rb") as pipe:
            size = pipe.read()
        return shared[: int(size)] if size else None

    def done() -> bytes:
        work(hear)
        return b"done"

    waiting = start_in_background(done)
    said: list[bytes] = []

    def tell(data: bytes) -> None:
        if waiting is _nothing:
            with falling_back():
                work(lambda: data)
        elif len(data) <= _ROOM:
            said.append(data)
            shared[: len(data)] = data
            os.write(telling, str(len(data)).encode())
            os.close(telling)

    def end() -> None:
        if not said:
            os.close(telling)
        waiting()

    if waiting is not _nothing:
        atexit.register(end)
    return tell


def _do(work: Callable[[], bytes], writer: int) -> None:
    """Run `work` in the child, silently and without cleaning up, which is the parent's to do.

    Only under BRIEFINGS_STRICT=1 does it report a fault of its own.
    """
    status = 1
    try:
        with os.fdopen(writer, "wb") as pipe:
            pipe.write(work())
        status = 0
    except Exception as error:
        if strict() and not isinstance(
            error, OSError
        ):  # an OSError is the machine's, such as a parent that is gone
            traceback.print_exception(error)
            sys.stderr.flush()
            status = _FAULT
    finally:
        os._exit(status)
