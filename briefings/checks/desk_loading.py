"""Loading a desk: fact files to one checked fact base, with all problems."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

from ..changes import corrections
from ..core.problems import Mark, Problem, Severity, TextFile, in_order
from ..facts import published_issues
from ..facts.claims import Viewpoint
from ..facts.fact_base import FactBase
from ..facts.published_issues import Ledger
from ..facts.view import View
from ..files.ledger_files import LEDGER_NAME, LedgerFile
from ..files.unread_files import UnreadFile
from ..records import desk_settings
from ..records.entities import Entity
from ..records.entries import Entry
from ..records.fact_reader import read
from .all_rules import judge
from .broken_files import BrokenFiles
from .rule_context import Judgement
from .signature_rules import signature_problems

# Problems that a record or text has by itself, whatever else is missing.
_LOCAL = frozenset(
    """
    bare-number bad-prose markup not-a-date duplicate-id natural-id hedge likelihood-mismatch
    cut-text curly-quotes impossible-year odd-year
    """.split()
)
_MANY_UNREAD = 10  # files of one folder


@dataclass(frozen=True)
class LoadResult:
    """The fact base with all problems; `base` is None if there are errors.

    `pinned` is True if the desk pins its day, so that the same files give the same result on any day.
    `judgements` are those of all records if all were judged.
    """

    base: FactBase | None
    problems: tuple[Problem, ...]
    pinned: bool = False
    judgements: tuple[Judgement, ...] = field(default=(), repr=False)

    @property
    def errors(self) -> list[Problem]:
        """The problems that stop a build."""
        return [p for p in self.problems if p.severity is Severity.ERROR]


class Helper(Protocol):
    """Another process that works on the records as soon as they are read."""

    def begin(self, entries: Sequence[Entry], today: date | None) -> None:
        """Start with all records, which were read without a mistake."""

    def judgements(self) -> Sequence[Judgement] | None:
        """Return what further rules find of the last half of the records; None if it has to be done here."""


@contextmanager
def _without_collector() -> Iterator[None]:
    """Switch the garbage collector off: it would visit millions of lasting objects repeatedly."""
    on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if on:
            gc.enable()


@_without_collector()
def load(
    files: Iterable[TextFile],
    today: date | None = None,
    helper: Helper | None = None,
    of_issues: bool = True,
) -> LoadResult:
    """Read and check all files; `today` is the day for what is stale or overdue, unless the desk pins one.

    The warnings `of_issues` that no longer hold stop nothing, and cost as much as reading a small desk.
    """
    files = list(files)
    record = [file for file in files if isinstance(file, LedgerFile)]
    ledgers, damaged = published_issues.read(record)
    entries, problems = read(files)
    pinned = any(isinstance(e.record, desk_settings.Desk) and e.record.today for e in entries)
    day = None if pinned else today
    if helper and problems:
        helper = None
    if helper:
        helper.begin(entries, day)
    if record:
        settings = [entry.record for entry in entries if isinstance(entry.record, desk_settings.Desk)]
        policy = settings[0].approvals if settings else None
        damaged += signature_problems(record, ledgers, policy)
    judged = judge(entries, day, helper.judgements if helper else None)
    across = judged.problems
    if problems:  # rules across facts would only repeat what a broken record breaks elsewhere
        across = tuple(problem for problem in across if problem.code in _LOCAL)
    problems = in_order([*problems, *across, *damaged, *unread_files(files)])
    if judged.base is None or any(problem.severity is Severity.ERROR for problem in problems):
        return LoadResult(None, tuple(problems), pinned)
    base = judged.base.beside(ledgers)
    if ledgers and of_issues:
        problems = in_order([*problems, *outdated_issues(base, files, today)])
    return LoadResult(base, tuple(problems), pinned, judged.judgements)


def unread_files(files: Iterable[TextFile]) -> Iterator[Problem]:
    """A problem for each file that is not read for its name; where a folder has many, one for all of them."""
    folders: dict[str, list[UnreadFile]] = {}
    for file in files:
        if isinstance(file, UnreadFile):
            folders.setdefault(file.path.rpartition("/")[0], []).append(file)
    for folder, unread in folders.items():
        if len(unread) > _MANY_UNREAD:
            names = ", ".join(file.path.rpartition("/")[2] for file in unread[:3])
            message = f"{len(unread):,} files of {folder} are not read for their names: {names}, …"
            yield Problem("unread-file", message, unread[0].mark(0, 0), expected=unread[0].remedy)
            continue
        for file in unread:
            message = f"{file.path} is not read: fact files end in .yaml or .yml"
            yield Problem("unread-file", message, file.mark(0, 0), expected=file.remedy)


@dataclass(frozen=True)
class PartialLoad:
    """The fact base of the files without errors, the broken files, and the problems of all files."""

    base: FactBase
    broken: BrokenFiles
    problems: tuple[Problem, ...]


def load_without(
    files: Iterable[TextFile], whole: LoadResult, today: date | None = None
) -> PartialLoad | None:
    """Load again without the files that have errors; None if the desk's own record is in or rests on one.

    `whole` is the result of loading all files. A file that refers to a record of a broken file is broken too.
    """
    good, bad = list(files), list[TextFile]()
    result = whole
    while result.base is None:
        broken = {problem.mark.file.path for problem in result.errors}
        bad += [file for file in good if file.path in broken]
        rest = [file for file in good if file.path not in broken]
        if len(rest) == len(good) or not rest:
            return None
        good, result = rest, load(rest, today)
    names: dict[str, tuple[str, ...]] = {}
    for kind in ("countries", "organizations", "people"):
        names |= {entity.id: entity.names for entity in result.base.records(kind, Entity)}
    broken_files = BrokenFiles(tuple(sorted(bad, key=lambda file: file.path)), names)
    return PartialLoad(result.base, broken_files, whole.problems)


def outdated_issues(base: FactBase, files: Iterable[TextFile], today: date | None) -> Iterator[Problem]:
    """A problem for each printed claim that no longer holds today and that no later issue has corrected."""
    places = {file.path: file for file in files if isinstance(file, LedgerFile)}
    day = base.desk.today.last if base.desk.today else today or date.max
    for release in dict.fromkeys(ledger.release for ledger in base.ledgers):
        view = View(base, Viewpoint(day, day, release))
        told = published_issues.latest_of_each(base.edition(release).ledgers, release)
        allowed = {ledger.folder: ledger for ledger in told}
        for ledger in published_issues.latest_of_each(base.ledgers, release):
            file = places[f"{ledger.folder}/{LEDGER_NAME}"]
            yield from _raised_markings(ledger, allowed.get(ledger.folder), file)
        for item in corrections.outstanding(view, told):
            file = places[f"{item.ledger.folder}/{LEDGER_NAME}"]
            was = f"'{_plain(item.was)}' for {item.fact.id}" if item.was else item.fact.id
            related: tuple[tuple[Mark, str], ...] = ()
            if item.by:
                number = item.by.fact.claims.index(item.by.record)
                related = ((item.by.fact.claim_nodes[number].mark, "what holds"),)
            yield Problem(
                "published-corrected",
                f"{item.ledger.name} printed {was}: {item.why}{_sent_to(base, item)}",
                published_issues.fact_mark(file, item.fact.id),
                "a correction in the next issue, which states it by itself, or a revision of this one",
                related=related,
            )


def _sent_to(base: FactBase, item: corrections.CorrectedClaim) -> str:
    """The groups that hold what is wrong, to follow what is said of it; "" if it was sent to none."""
    groups = published_issues.groups_holding(base.ledgers, item.ledger, item.fact.id, item.was)
    return f"; sent to {', '.join(groups)}" if groups else ""


def _plain(printed: str) -> str:
    """A printed text with spaces that break, for a terminal."""
    return printed.replace("\N{NO-BREAK SPACE}", " ")


def _raised_markings(printed: Ledger, allowed: Ledger | None, file: LedgerFile) -> Iterator[Problem]:
    """A problem for each fact that an issue printed and that its readers may not be told today.

    `allowed` is what they may be told of the issue; None for nothing.
    """
    for fact in printed.facts:
        rest = allowed.fact(fact.id) if allowed else None
        if rest != fact:
            gone = [value.text for value in fact.printed if not rest or value not in rest.printed]
            was = f"'{_plain(gone[0])}' for {fact.id}" if gone else fact.id
            yield Problem(
                "published-withheld",
                f"{printed.name} printed {was}, which {printed.release.value} may not tell today",
                published_issues.fact_mark(file, fact.id),
                "its readers told, and a revision without it: briefings publish --reason",
            )
