"""Fact files to one checked fact base, with every problem found on the way."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

from ..changes import corrections
from ..core.problems import Problem, Severity, TextFile, in_order
from ..core.values import PartialDate
from ..facts import published_issues
from ..facts.fact_base import FactBase, Viewpoint
from ..files.ledger_files import LEDGER_NAME, LedgerFile
from ..records import desk_settings
from ..records.entities import Entity
from ..records.fact_reader import Entry, read
from .all_rules import check
from .broken_files import BrokenFiles

# What a record or text has wrong by itself, whatever else is missing.
_LOCAL = (
    "bare-number",
    "bad-prose",
    "not-a-date",
    "duplicate-id",
    "natural-id",
    "hedge",
    "likelihood-mismatch",
)


@dataclass(frozen=True)
class LoadResult:
    """What is held, with every problem found: `base` is None where errors stop the build.

    `pinned` tells that the desk pins its day, so that the same files are the same on any.
    """

    base: FactBase | None
    problems: tuple[Problem, ...]
    pinned: bool = False

    @property
    def errors(self) -> list[Problem]:
        return [p for p in self.problems if p.severity is Severity.ERROR]


def load(files: Iterable[TextFile], today: date | None = None) -> LoadResult:
    """Read and check all files; the fact base only when nothing is wrong.

    `today` is for what is stale or overdue; the day a desk pins goes before it.
    """
    with _uncollected():
        return _load(files, today)


@dataclass(frozen=True)
class PartialLoad:
    """What can be held of a desk with broken files: the rest, checked; `problems` are those of all files."""

    base: FactBase
    broken: BrokenFiles
    problems: tuple[Problem, ...]


def load_without(
    files: Iterable[TextFile], held: LoadResult, today: date | None = None
) -> PartialLoad | None:
    """Load what holds without the files that have errors; None where the desk's own record is in one or rests
    on one.

    `held` is what loading all of them gave. A file that refers to what a broken one holds is broken too, and
    so on.
    """
    good, bad = list(files), list[TextFile]()
    problems = held.problems
    while errors := {problem.mark.file.path for problem in held.errors} or (
        {""} if held.base is None else set()
    ):
        bad += [file for file in good if file.path in errors]
        rest = [file for file in good if file.path not in errors]
        if len(rest) == len(good) or not rest:
            return None
        good, held = rest, load(rest, today)
    assert held.base is not None
    names = {
        entity.id: entity.names
        for kind in ("countries", "organizations", "people")
        for entity in held.base.records(kind, Entity)
    }
    return PartialLoad(
        held.base, BrokenFiles(tuple(sorted(bad, key=lambda file: file.path)), names), problems
    )


@contextmanager
def _uncollected() -> Iterator[None]:
    """Without the collector, which would look again and again through millions of objects that all stay."""
    on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if on:
            gc.enable()


def _load(files: Iterable[TextFile], today: date | None) -> LoadResult:
    held = list(files)
    record, damaged = published_issues.read(file for file in held if isinstance(file, LedgerFile))
    entries, problems = read(file for file in held if not isinstance(file, LedgerFile))
    pinned = _pinned(entries) is not None
    found = check(entries, None if pinned else today)
    if problems:  # rules across facts would only repeat what a broken record breaks elsewhere
        found = [problem for problem in found if problem.code in _LOCAL]
    problems = in_order([*problems, *found, *damaged])
    if any(p.severity is Severity.ERROR for p in problems):
        return LoadResult(None, tuple(problems), pinned)
    base = FactBase.of(entries, record)
    told = in_order([*problems, *outdated_issues(base, held, today)]) if record else problems
    return LoadResult(base, tuple(told), pinned)


def _pinned(entries: Iterable[Entry]) -> PartialDate | None:
    return next((e.record.today for e in entries if isinstance(e.record, desk_settings.Desk)), None)


def outdated_issues(base: FactBase, files: Iterable[TextFile], today: date | None) -> Iterator[Problem]:
    """What published issues printed that no longer holds today, and that no later issue has stated."""
    places = {file.path: file for file in files if isinstance(file, LedgerFile)}
    day = base.desk.today.last if base.desk.today else today or date.max
    for release in dict.fromkeys(ledger.release for ledger in base.ledgers):
        view = base.view(Viewpoint(day, day, release))
        for item in corrections.outstanding(view, published_issues.latest_of_each(base.ledgers, release)):
            file = places[f"{item.ledger.folder}/{LEDGER_NAME}"]
            printed = item.was.replace("\N{NO-BREAK SPACE}", " ")
            was = f"'{printed}' for {item.fact.id}" if printed else item.fact.id
            now = (
                item.by.fact.claim_nodes[item.by.fact.claims.index(item.by.record)].mark if item.by else None
            )
            yield Problem(
                "published-corrected",
                f"{item.ledger.name} printed {was}: {item.why}",
                published_issues.fact_mark(file, item.fact.id),
                expected="a correction in the next issue, which states it by itself, or a revision of this one",
                related=((now, "what holds"),) if now else (),
            )
