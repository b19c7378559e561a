"""A Dask cluster on loopback, for tests and timings."""

from __future__ import annotations

import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def loopback_cluster(place: Path, workers: int) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """A scheduler with workers, in a folder that holds no desk: its address, and the processes of the workers."""
    place.mkdir()

    def run(*words: str) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [sys.executable, "-m", "distributed.cli.dask_" + words[0], *words[1:]], cwd=place,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip

    found = place / "scheduler.json"
    begun = [run("scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--scheduler-file", str(found))]
    try:
        for _ in range(600):
            if found.exists() and (told := re.search(r"tcp://127\.0\.0\.1:\d+", found.read_text())):
                break
            time.sleep(0.05)
        else:
            raise AssertionError("no scheduler came up")
        begun += [
            run("worker", told[0], "--no-nanny", "--nthreads", "1", "--no-dashboard", "--host", "127.0.0.1",
                "--local-directory", str(place), "--death-timeout", "60")
            for _ in range(workers)
        ]  # fmt: skip
        yield told[0], begun[1:]
    finally:
        for process in begun:
            process.kill()
            process.wait()
