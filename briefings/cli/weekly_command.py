"""The command that makes the weekly brief, begins its record, and says what is left to do."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ..core.problems import BriefingsError, nearest
from .build_commands import BuildRequest, run_build
from .desk_access import checked_facts, day_of, desk_folder
from .option_types import (
    ExecutorOption,
    HtmlOption,
    JobsOption,
    OutOption,
    PdfOption,
    QuietOption,
    ReleaseOption,
    SingleOption,
    parsed_marking,  # noqa: F401 - the option reads its value by it
)
from .terminal_output import count_text

if TYPE_CHECKING:
    from ..core.markings import Marking
    from ..facts.fact_base import FactBase
    from ..records.weeks import Week


def weekly(
    week: Annotated[str, typer.Argument(help="A week such as 2021-W37; default: the issue due.")] = "",
    release: ReleaseOption = None,
    html: HtmlOption = False,
    pdf: PdfOption = False,
    single: SingleOption = False,
    jobs: JobsOption = 0,
    executor: ExecutorOption = "",
    start: Annotated[bool, typer.Option("--start", help="First write the stub of its record.")] = False,
    status: Annotated[
        bool, typer.Option("--status", help="Build nothing; list who has what to do before the cut-off.")
    ] = False,
    out: OutOption = Path("build"),
    quiet: QuietOption = False,
) -> None:
    """Build the weekly brief that is due, or of a week, and say what stands in the way of it.

    A week without a record is drafted from the facts alone. --start writes the stub of its record: candidates
    for the bottom line, the gravest first, each country's trend carried over, indicators to check, and
    outcomes that are due.
    """
    if status:
        _print_status(checked_facts(quiet=True), week, release)
        return
    if start:
        _write_stub(checked_facts(quiet=True), week, release)
    wish = BuildRequest(
        None, None, release, html, pdf, jobs, executor, out, quiet, single=single, alone=True, drafts=True
    )
    loaded: list[FactBase] = []  # none if nothing had changed

    def pick(base: FactBase) -> list[str]:
        loaded.append(base)
        return [_weekly(base, week)]

    run_build(wish, pick, "weekly", week)
    if not quiet:
        _hurdles(loaded[0] if loaded else checked_facts(quiet=True), week, release)


def _print_status(base: FactBase, week: str, release: Marking | None) -> None:
    """Print who has what to do before the cut-off of an issue."""
    from ..tasks import issue_status

    due = _week(base, week)
    left = issue_status.status(base, due, release or base.desk.release)
    cutoff = f"cut-off {due.cutoff} {base.desk.cutoff.hour}"
    print(f"weekly/{due.id}, {cutoff}: {count_text(len(left), 'thing')} to do")
    for who, what in left:
        print(f"  {who}: {what}")


def _write_stub(base: FactBase, week: str, release: Marking | None) -> None:
    """Write the stub of an issue's record to the file of its week."""
    from ..core.problems import TextFile
    from ..files import atomic_folder, desk_files
    from ..records.judgements import Issue
    from ..tasks import issue_start, new_record

    due = _week(base, week)
    if base.record("issues", due.id, Issue) is not None:
        raise BriefingsError(f"the issue {due.id} has its record", f"build it: briefings weekly {due.id}")
    name = f"weeks/{due.id}.yaml"
    written = [file for file in desk_files.fact_files(desk_folder()) if file.path == f"facts/{name}"]
    stub = issue_start.start_stub(base, due, release or base.desk.release)
    text, line = new_record.text_with_stub(written[0] if written else TextFile(f"facts/{name}", ""), stub)
    atomic_folder.Output(desk_folder() / "facts").write(name, text.encode())
    print(f"wrote facts/{name}:{line}: issue {due.id}")


def _week(base: FactBase, week: str) -> Week:
    """The week that a command names, or the one due."""
    from ..records import weeks

    return weeks.week_by_id(_weekly(base, week).removeprefix("weekly/"), base.desk)


def _hurdles(base: FactBase, week: str, release: Marking | None) -> None:
    """The things still to be done before an issue goes out; none for one that is out."""
    from ..facts import published_issues
    from ..tasks import issue_blockers

    level = release or base.desk.release
    due = _week(base, week)
    if ledger := published_issues.latest_of_document(base.ledgers, f"weekly/{due.id}", level):
        print(f"published as {ledger.name} on {ledger.published}; this is a copy of it")
        return
    blockers = list(issue_blockers.blockers(base, due, level))
    print(
        f"before weekly/{due.id} goes out:" if blockers else f"nothing stands in the way of weekly/{due.id}"
    )
    for line in blockers:
        print(f"  {line}")


def _weekly(base: FactBase, week: str) -> str:
    """The document of a week, or of the one due; before a desk's first is due, that of the week that runs."""
    from ..records import weeks
    from ..template_api import documents

    today = day_of(base)
    due = weeks.week_by_id(week, base.desk) if week else weeks.week_due(today, base.desk)
    issues = documents.issue_weeks(base)
    known = {w.id for w in issues}
    running = weeks.week_of(today, base.desk)
    if not week and issues[:1] == [running]:
        due = running
    if due.id not in known and due.cutoff > running.cutoff:
        near = nearest(due.id, known)
        raise BriefingsError(
            f"no issue {due.id}: its week has not begun",
            f"a week up to {running.id}" + (f"; did you mean {near!r}?" if near else ""),
        )
    return f"weekly/{due.id}"
