"""Fact files to one checked fact base, with every problem found on the way."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

from . import settings
from .checks import check
from .factbase import FactBase
from .problems import Problem, Severity, TextFile, in_order
from .reading import Entry, read
from .values import PartialDate

# What a record or text has wrong by itself, whatever else is missing.
_LOCAL = ("bare-number", "bad-prose", "not-a-date", "duplicate-id", "natural-id", "hedge", "likelihood-mismatch")


@dataclass(frozen=True)
class Held:
    """What is held, with every problem found: `base` is None where errors stop the build."""

    base: FactBase | None
    problems: tuple[Problem, ...]

    @property
    def errors(self) -> list[Problem]:
        return [p for p in self.problems if p.severity is Severity.ERROR]


def load(files: Iterable[TextFile], today: date | None = None) -> Held:
    """Read and check all files; the fact base only when nothing is wrong.

    `today` is for what is stale or overdue; the day a desk pins goes before it.
    """
    with _uncollected():
        return _load(files, today)


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


def _load(files: Iterable[TextFile], today: date | None) -> Held:
    entries, problems = read(files)
    found = check(entries, today if _pinned(entries) is None else None)
    if problems:  # rules across facts would only repeat what a broken record breaks elsewhere
        found = [problem for problem in found if problem.code in _LOCAL]
    problems = in_order([*problems, *found])
    broken = any(p.severity is Severity.ERROR for p in problems)
    return Held(None if broken else FactBase.of(entries), tuple(problems))


def _pinned(entries: Iterable[Entry]) -> PartialDate | None:
    return next((e.record.today for e in entries if isinstance(e.record, settings.Desk)), None)
