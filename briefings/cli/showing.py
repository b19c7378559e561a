"""What commands print: problems, errors, counts and progress. Problems that stop go to standard error."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

from ..problems import BriefingsError, Problem, Severity


def say_error(error: BriefingsError) -> None:
    print(f"error: {error}", file=sys.stderr)
    if error.remedy:
        print(f"  {error.remedy}", file=sys.stderr)


def print_problems(problems: Iterable[Problem]) -> None:
    for problem in problems:
        print(f"{problem}\n", file=sys.stderr if problem.severity is Severity.ERROR else sys.stdout)


def counted(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


def follow(events: Iterable[object], folder: Path, quiet: bool) -> int:
    """Show a build's events: a bar on a terminal, a line a document in a pipe. Returns how many failed."""
    from .. import build as steps

    failures: list[steps.Failed] = []
    built: list[steps.Built] = []
    total = 0
    bar = _Bar() if sys.stdout.isatty() and not quiet else None
    try:
        for event in events:
            if isinstance(event, steps.Started):
                total = event.total
            elif isinstance(event, steps.Failed):
                failures.append(event)
            elif isinstance(event, steps.Built):
                built.append(event)
                if not bar and not quiet:
                    print(f"{'built' if event.changed else 'unchanged':9} {event.document.id}", flush=True)
            if bar:
                bar.show(len(built) + len(failures), total)
    finally:
        if bar:
            bar.close()
    for failure in failures:
        say_error(failure.error)
    changed = sum(event.changed for event in built)
    if not quiet:
        for note in filter(None, (event.note for event in built)):
            print(f"note: {note}")
    if not quiet or failures:
        told = f"{counted(changed, 'document')} built, {len(built) - changed} unchanged, {len(failures)} failed"
        print(f"{told}: {folder}/index.html")
    return len(failures)


class _Bar:
    """A progress bar on a terminal, gone when it is done."""

    def __init__(self) -> None:
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

        self._progress = Progress(TextColumn("building"), BarColumn(), MofNCompleteColumn(), transient=True)
        self._task = self._progress.add_task("building", total=None)
        self._progress.start()

    def show(self, done: int, total: int) -> None:
        self._progress.update(self._task, completed=done, total=total)

    def close(self) -> None:
        self._progress.stop()
