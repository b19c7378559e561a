"""Ctrl-C ends a command even where Python throws its exception away."""

from __future__ import annotations

import subprocess
import sys

from conftest import with_ctrl_c

SWALLOWED = """
import os, signal, sys, time
from briefings import cli
class Freed:
    def __del__(self):
        os.kill(os.getpid(), signal.SIGINT)
        time.sleep(0.1)  # here the exception rises, and is printed at most
def command():
    Freed()
    sys.exit(0)
cli._asked = lambda words: command
sys.unraisablehook = lambda _: None
cli.main()
"""
IGNORED = SWALLOWED.replace("cli.main()", "signal.signal(signal.SIGINT, signal.SIG_IGN)\ncli.main()")


def test_a_command_that_missed_the_exception_says_so_at_its_end() -> None:
    run = subprocess.run(
        [sys.executable, "-c", SWALLOWED], capture_output=True, text=True, timeout=600, preexec_fn=with_ctrl_c
    )
    assert (run.returncode, run.stderr) == (130, "interrupted\n")


def test_where_it_is_to_be_ignored_it_is() -> None:
    run = subprocess.run(
        [sys.executable, "-c", IGNORED], capture_output=True, text=True, timeout=600, preexec_fn=with_ctrl_c
    )
    assert (run.returncode, run.stderr) == (0, "")
