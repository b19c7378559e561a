"""Output of commands: problems, errors, counts and progress. Problems that stop go to standard error."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from ..core.problems import BriefingsError, Problem, Severity, by_slip

if TYPE_CHECKING:
    from ..build.build_plan import FailedDocument, PlannedDocument
    from ..build.build_steps import BuildFinished, DocumentBuilt, LargeCopy
    from ..build.last_build import LastBuild
    from ..build.rebuild_receipt import ReceiptEntry


def print_error(error: BriefingsError) -> None:
    """Print an error and its remedy to stderr."""
    print(f"error: {error}", file=sys.stderr)
    if error.remedy:
        print(f"  {error.remedy}", file=sys.stderr)


def print_problems(problems: Iterable[Problem]) -> Counter[Severity]:
    """Print problems, one for a slip: errors to stderr, warnings to stdout. Return how many of each."""
    shown = by_slip(problems)
    for stops, together in groupby(shown, lambda problem: problem.severity is Severity.ERROR):
        text = "".join(f"{problem}\n\n" for problem in together)
        print(text, end="", file=sys.stderr if stops else sys.stdout)  # at once, as there may be thousands
    return Counter(problem.severity for problem in shown)


def count_text(number: int, what: str) -> str:
    """Return a number with its noun: "1 document", "2 documents"."""
    return f"{number} {what}{'' if number == 1 else 's'}"


@dataclass
class BuildResult:
    """The result of a build."""

    built: list[DocumentBuilt] = field(default_factory=list)
    failures: list[FailedDocument] = field(default_factory=list)
    large: list[LargeCopy] = field(default_factory=list)
    finished: BuildFinished | None = None

    @property
    def rebuilt(self) -> list[ReceiptEntry]:
        """The receipts of the documents of which any file is new."""
        return [event.receipt for event in self.built if event.changed]

    @property
    def notes(self) -> tuple[str, ...]:
        """The warnings about documents whose length is not the one agreed, and copies too large for mail."""
        lengths = [event.note for event in self.built if event.note]
        return (*lengths, *(copy.note for copy in self.large))

    @property
    def build_record(self) -> LastBuild:
        """The record by which the next build from the same inputs need not begin."""
        from ..build.last_build import LastBuild

        assert self.finished is not None
        documents = tuple(event.document.id for event in self.built)
        return LastBuild(self.finished.outputs, documents, self.notes)


def show_build(
    events: Iterable[object],
    place: Path,
    quiet: bool,
    settle: Callable[[BuildResult], None] = lambda result: None,
) -> BuildResult:
    """Show a build's events: a bar on a terminal, a line a document in a pipe; then what was rebuilt and why.

    `settle` is called with what came of it while the folder is still this build's own.
    """
    from ..build import build_steps as steps
    from ..build import rebuild_receipt

    result = BuildResult()
    total = 0
    bar = _Bar() if sys.stdout.isatty() and not quiet else None
    try:
        for event in events:
            if isinstance(event, steps.BuildWaiting):
                print(
                    f"waiting: another build writes to {place} ({event.holder})", file=sys.stderr, flush=True
                )
            elif isinstance(event, steps.BuildStarted):
                total = event.total
            elif isinstance(event, steps.FailedDocument):
                result.failures.append(event)
            elif isinstance(event, steps.LargeCopy):
                result.large.append(event)
            elif isinstance(event, steps.BuildFinished):
                result.finished = event
                settle(result)
            elif isinstance(event, steps.DocumentBuilt):
                result.built.append(event)
                if not bar and not quiet:
                    print(f"{'built' if event.changed else 'unchanged':9} {event.document.id}", flush=True)
            if bar:
                bar.show(len(result.built) + len(result.failures), total)
    finally:
        if bar:
            bar.close()
    for failure in result.failures:
        print_error(failure.error)
    if not quiet:
        for line in rebuild_receipt.receipt_lines(result.rebuilt):
            print(line)
        for id in result.finished.removed if result.finished else ():
            print(f"removed   {id}: there is no such document any more")
    _sum_up(len(result.rebuilt), len(result.built), len(result.failures), result.notes, place, quiet)
    return result


def show_unchanged_build(last: LastBuild, place: Path, quiet: bool) -> None:
    """Show a build that had nothing to do as one that looked at every document."""
    if not quiet:
        print("".join(f"unchanged {id}\n" for id in last.documents), end="")  # at once: they may be 10,000
    _sum_up(0, len(last.documents), 0, last.notes, place, quiet)


def _sum_up(changed: int, built: int, failed: int, notes: Iterable[str], place: Path, quiet: bool) -> None:
    if not quiet:
        for note in notes:
            print(f"note: {note}")
    if not quiet or failed:
        counts = f"{count_text(changed, 'document')} built, {built - changed} unchanged, {failed} failed"
        print(f"{counts}: {place}/index.html")


def write_receipt(result: BuildResult, file: Path) -> None:
    """The receipt as JSON into a file, or to standard output for "-"."""
    import json

    from ..build import rebuild_receipt
    from ..files import atomic_folder

    unchanged = [event.document.id for event in result.built if not event.changed]
    failed = {failure.document: str(failure.error) for failure in result.failures}
    removed = result.finished.removed if result.finished else ()
    text = (
        json.dumps(
            rebuild_receipt.receipt_data(result.rebuilt, unchanged, failed, removed),
            indent=1,
            ensure_ascii=False,
        )
        + "\n"
    )
    if str(file) == "-":
        print(text, end="")
    else:
        atomic_folder.Output(file.absolute().parent).write(file.name, text.encode())


def print_plan(planned: Iterable[PlannedDocument | FailedDocument], quiet: bool) -> int:
    """Say what a build would do with each document, and why. Returns how many would fail."""
    from ..build.build_plan import FailedDocument

    changed, total, failed = 0, 0, 0
    for item in planned:
        if isinstance(item, FailedDocument):
            failed += 1
            print_error(item.error)
            continue
        total += 1
        if item.changes:
            changed += 1
            print(f"would build {item.document.id}: {'; '.join(item.receipt.why[:3])}")
    if not quiet:
        print(f"{count_text(changed, 'document')} to build, {total - changed} unchanged, {failed} would fail")
    return failed


def print_explanation(item: PlannedDocument | FailedDocument) -> None:
    """Print what a document is made from, and why it would be made anew."""
    from ..build.build_plan import FailedDocument

    if isinstance(item, FailedDocument):
        print(f"{item.document}: would fail")
        print_error(item.error)
        return
    after = item.after
    print(f"{item.document.id}: {'would be rebuilt' if item.changes else 'up to date'}")
    for why in item.receipt.why if item.changes else ():
        print(f"  because     {why}")
    if item.reasons and not item.changes:
        print(f"  looked at anew, and the same: {'; '.join(map(str, item.reasons[:5]))}")
    for id, gist in after.details.facts.items():
        print(f"  fact        {id}{': ' if any(gist[:2]) else ''}{', '.join(filter(None, gist[:2]))}")
    for query in after.details.queries:
        print(f"  query       {query}")
    for at, keys in after.details.reads.items():
        print(f"  looked up   as of {at}: {', '.join(keys)}")
    for name in after.files:
        print(f"  file        {name}")
    shape = ", ".join(f"{name} {release}" for name, release in after.shape.items() if name != "briefings")
    print(f"  made with   {shape}")


class _Bar:
    """A progress bar on a terminal, gone when it is done."""

    def __init__(self) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

        console = Console(file=getattr(sys.stdout, "stream", sys.stdout))  # it is made of control codes
        columns = TextColumn("building"), BarColumn(), MofNCompleteColumn()
        self._progress = Progress(*columns, console=console, transient=True)
        self._task = self._progress.add_task("building", total=None)
        self._progress.start()

    def show(self, done: int, total: int) -> None:
        self._progress.update(self._task, completed=done, total=total)

    def close(self) -> None:
        self._progress.stop()
