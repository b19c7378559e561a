"""Time the jobs that matter and print them as one table; nothing is asserted.

    python -m bench [ROW …]          without a row: all but the long one

Each row's lines are also put into docs/bench.md, in place of those it had.
"""

from __future__ import annotations

import compileall
import os
import platform
import shutil
import sys
import tempfile
from collections.abc import Iterable
from datetime import date
from pathlib import Path


from .rows import LONG, ROOT, ROWS, Line

REPORT = ROOT / "docs/bench.md"
HEAD = """# What it costs

Written by `make bench`, which times each job as a whole process on synthetic desks that are the same everywhere
(`tests/bench`). Wall time is what a person waits; the processor time beside it tells what a busy machine hides. Memory
is that of all processes together. Goals are for a machine with two cores that does nothing else.

| job | goal | stretch | wall s | processor s | MB | row, when, where, what |
|---|---|---|---:|---:|---:|---|
"""


def cells(row: str, line: Line) -> str:
    where = f"{row}, {date.today()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    busy = os.getloadavg()[0]
    where += f", load {busy:.0f}" if busy > 2.5 else ""
    note = f"; {line.note}" if line.note else ""
    figures = f"{line.seconds:.3f} | {line.cost.cpu:.2f} | {line.cost.megabytes:.0f}"
    return f"| {line.job} | {line.goal} | {line.stretch} | {figures} | {where}{note} |"


def report(row: str, new: Iterable[str]) -> None:
    """Put a row's lines into the report; the lines of other rows stay."""
    held: dict[str, list[str]] = {name: [] for name in ROWS}
    if REPORT.exists():
        for text in REPORT.read_text(encoding="utf-8").splitlines():
            name = text.split(" | ")[-1].split(",")[0] if text.startswith("| ") else ""
            if name in held:
                held[name].append(text)
    held[row] = list(new)
    REPORT.write_text(HEAD + "".join(f"{text}\n" for lines in held.values() for text in lines), encoding="utf-8")


def main() -> None:
    wanted = sys.argv[1:] or [row for row in ROWS if row not in LONG]
    if unknown := set(wanted) - set(ROWS):
        sys.exit(f"no row {', '.join(sorted(unknown))}; there are {', '.join(ROWS)}")
    compileall.compile_dir(ROOT / "briefings", quiet=1)  # as any installer does, and no command where it is forbidden
    print(f"{'job':76} {'goal':>15} {'stretch':>10} {'wall s':>8} {'cpu s':>8} {'MB':>6}")
    for row in wanted:
        folder, lines = Path(tempfile.mkdtemp(prefix=f"bench-{row}-")), []
        try:
            for line in ROWS[row](folder):
                lines.append(cells(row, line))
                told = f"{line.seconds:8.3f} {line.cost.cpu:8.2f} {line.cost.megabytes:6.0f}"
                print(f"{line.job:76} {line.goal:>15} {line.stretch:>10} {told}  {line.note}", flush=True)
        finally:
            shutil.rmtree(folder)
            report(row, lines)


main()
