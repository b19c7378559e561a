"""Work beside a command is done by its end, one after the other, and no process is forked into it."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time

import pytest

from briefings.files import meanwhile


@pytest.fixture(autouse=True)
def nothing_left() -> None:
    meanwhile.wait()


def test_work_goes_on_until_it_is_waited_for() -> None:
    begun, go, done = threading.Event(), threading.Event(), list[int]()
    meanwhile.do_meanwhile(lambda: (begun.set(), go.wait(20), done.append(1)))
    assert begun.wait(20) and not done
    go.set()
    meanwhile.wait()
    assert done == [1]


def test_what_was_begun_before_ends_first() -> None:
    done: list[int] = []
    for number in range(5):
        meanwhile.do_meanwhile(lambda number=number: (time.sleep(0.02), done.append(number)))  # type: ignore[misc]
    meanwhile.wait()
    assert done == [0, 1, 2, 3, 4]


def test_a_process_is_forked_when_the_work_is_done() -> None:
    done: list[int] = []
    meanwhile.do_meanwhile(lambda: (time.sleep(0.1), done.append(1)))
    child = os.fork()
    if not child:
        os._exit(len(done) + 2 * (threading.active_count() - 1))
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 1


def test_python_waits_for_it_at_the_end() -> None:
    code = (
        "import sys, time; from briefings.files.meanwhile import do_meanwhile; "
        "do_meanwhile(lambda: (time.sleep(0.2), print('done'))); sys.exit(3)"
    )
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert (ended.returncode, ended.stdout) == (3, "done\n")
