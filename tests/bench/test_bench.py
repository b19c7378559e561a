"""The measuring stick: it sees every process of a command, and its rows can be run. No time is asserted."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from bench.measuring import command
from bench.rows import ROWS, startup

CHILD = "import time; held = bytearray(60_000_000); held[::4096] = b'x' * len(held[::4096]); time.sleep(0.5)"
PARENT = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {CHILD!r}]); print('done')"


def test_memory_and_processor_time_are_those_of_all_processes(tmp_path: Path) -> None:
    cost = command([sys.executable, "-c", PARENT], tmp_path)
    assert cost.output == "done\n"
    assert 60e6 < cost.peak < 200e6
    assert cost.wall > cost.cpu + 0.4  # it slept
    assert cost.cpu > 0


def test_a_command_that_fails_is_no_measurement(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="exit 3\nsorry"):
        command([sys.executable, "-c", "print('sorry'); raise SystemExit(3)"], tmp_path)


def test_the_first_row_gives_a_line_for_help_and_one_for_the_version(tmp_path: Path) -> None:
    assert next(iter(ROWS)) == "startup"
    lines = list(startup(tmp_path))
    assert [line.job for line in lines] == ["`briefings --help`", "`briefings --version`"]
    assert all(line.seconds == line.cost.wall > 0 for line in lines)
