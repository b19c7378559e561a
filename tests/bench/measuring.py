"""What a command costs: wall time, processor time, and the memory of all its processes together at the worst moment."""

from __future__ import annotations

import os
import resource
import subprocess
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

_EVERY = 0.05  # seconds between two looks at the memory
_SHARE = 0.02  # of the time that looking may take: of a large process it takes long, and holds the process up


@dataclass
class Cost:
    """`peak` is in bytes: the sum over all processes of what each holds, shared pages counted once."""

    wall: float = 0.0
    cpu: float = 0.0
    peak: int = 0
    output: str = field(default="", repr=False)

    @property
    def megabytes(self) -> float:
        return self.peak / 1e6


def command(args: Sequence[str], folder: Path, good: Sequence[int] = (0,)) -> Cost:
    """Run a command to its end; raises RuntimeError with what it said where it fails."""
    start, before = time.perf_counter(), _children_cpu()
    process = subprocess.Popen(args, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    with watched(process.pid) as cost:
        cost.output = process.communicate()[0]
    cost.wall, cost.cpu = time.perf_counter() - start, _children_cpu() - before
    if process.returncode not in good:
        raise RuntimeError(f"{' '.join(args)}: exit {process.returncode}\n{cost.output[-2000:]}")
    return cost


@contextmanager
def watched(pid: int) -> Iterator[Cost]:
    """Watches the memory of a process and all below it, as long as the block lasts."""
    cost, done = Cost(), threading.Event()

    def watch() -> None:
        while not done.is_set():
            start = time.perf_counter()
            cost.peak = max(cost.peak, sum(map(_held, tree(pid))))
            done.wait(max(_EVERY, (time.perf_counter() - start) / _SHARE))

    watching = threading.Thread(target=watch)
    watching.start()
    try:
        yield cost
    finally:
        done.set()
        watching.join()


def tree(pid: int) -> list[int]:
    """A process and all below it; none where it is gone."""
    found = [pid]
    with suppress(OSError):
        for thread in Path(f"/proc/{pid}/task").iterdir():
            for child in (thread / "children").read_text().split():
                found += tree(int(child))
    return found


def _held(pid: int) -> int:
    with suppress(OSError):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024
    return 0


def tree_cpu(pid: int) -> float:
    """The processor time so far of a process and all below it that still run."""
    ticks = 0
    for one in tree(pid):
        with suppress(OSError):
            numbers = Path(f"/proc/{one}/stat").read_text().rpartition(") ")[2].split()
            ticks += sum(map(int, numbers[11:15]))  # its own, and that of those it waited for
    return ticks / os.sysconf("SC_CLK_TCK")


def _children_cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
