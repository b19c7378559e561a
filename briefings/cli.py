"""The command line: arguments in, printing and exit codes out."""

from __future__ import annotations

import datetime
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from .problems import BriefingsError, Problem, Severity

if TYPE_CHECKING:
    from .factbase import FactBase

app = typer.Typer(
    name="briefings",
    help="Country one-pagers, topic briefings and a weekly brief from hand-curated facts.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


def _day(text: str) -> datetime.datetime:
    try:
        return datetime.datetime.strptime(text, "%Y-%m-%d")
    except ValueError:
        raise typer.BadParameter(f"{text!r} is not a day such as 2021-09-17") from None


AsOf = Annotated[
    datetime.datetime | None, typer.Option("--as-of", parser=_day, metavar="DAY", help="What was true on this day.")
]
Known = Annotated[
    datetime.datetime | None,
    typer.Option(parser=_day, metavar="DAY", help="What could be known on this day; default: --as-of."),
]
Html = Annotated[bool, typer.Option("--html", help="Only HTML.")]
Pdf = Annotated[bool, typer.Option("--pdf", help="Only PDF.")]
Jobs = Annotated[int, typer.Option(min=0, help="PDFs made side by side; 0: one a core.")]
Out = Annotated[Path, typer.Option(help="Where to write; never written outside of.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Print problems only.")]


def main() -> None:
    """Run the command line; every BriefingsError ends as one clear message and exit code 1."""
    try:
        app()
    except BriefingsError as error:
        _say_error(error)
        sys.exit(1)
    except KeyboardInterrupt:
        print("interrupted", file=sys.stderr)
        sys.exit(130)
    except BrokenPipeError:
        sys.exit(1)


def _say_error(error: BriefingsError) -> None:
    print(f"error: {error}", file=sys.stderr)
    if error.remedy:
        print(f"  {error.remedy}", file=sys.stderr)


def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        print(f"briefings {version('briefings')}")
        raise typer.Exit


@app.callback()
def _global(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    pass


@app.command()
def build(
    doc: Annotated[list[str] | None, typer.Argument(help="Names or globs: 'countries/*', topics/refugees.")] = None,
    as_of: AsOf = None,
    known: Known = None,
    html: Html = False,
    pdf: Pdf = False,
    jobs: Jobs = 0,
    out: Out = Path("build"),
    quiet: Quiet = False,
) -> None:
    """Build all documents, or those named."""
    _build(doc or [], as_of, known, html, pdf, jobs, out, quiet)


@app.command()
def weekly(
    week: Annotated[str, typer.Argument(help="A week such as 2021-W37; default: the issue due.")] = "",
    html: Html = False,
    pdf: Pdf = False,
    jobs: Jobs = 0,
    out: Out = Path("build"),
    quiet: Quiet = False,
) -> None:
    """Build the weekly brief that is due, or of a week."""
    from . import documents, weeks

    base = _base(quiet)
    today = documents.as_of_day(base, None, datetime.date.today())
    due = weeks.week(week, base.desk) if week else weeks.due(today, base.desk)
    known = {w.id for w in documents.issue_weeks(base)}
    if due.id not in known:
        from .problems import nearest

        near = nearest(due.id, known)
        raise BriefingsError(
            f"no issue {due.id} in the facts",
            f"add it under 'issues:' with 'id: {due.id}'" + (f", or did you mean {near!r}?" if near else ""),
        )
    _build([f"weekly/{due.id}"], None, None, html, pdf, jobs, out, quiet)


@app.command()
def country(
    name: Annotated[str, typer.Argument(help="A country by id, name or alias.")],
    as_of: AsOf = None,
    known: Known = None,
    html: Html = False,
    pdf: Pdf = False,
    out: Out = Path("build"),
    quiet: Quiet = False,
) -> None:
    """Build one country's one-pager."""
    from . import documents

    record = _base(quiet).country(name)
    _build([f"countries/{documents.slug(record.name)}"], as_of, known, html, pdf, 1, out, quiet)


@app.command()
def check(
    strict: Annotated[bool, typer.Option("--strict", help="Treat warnings as errors.")] = False,
) -> None:
    """Check all facts and print every problem."""
    from . import build as steps
    from . import workspace

    desk = workspace.find_desk(Path.cwd())
    held = steps.load(workspace.fact_files(desk), datetime.date.today())
    _print_problems(held.problems)
    errors = len(held.errors)
    warnings = len(held.problems) - errors
    print(f"{_count(errors, 'error')}, {_count(warnings, 'warning')}")
    if errors or (strict and warnings):
        raise typer.Exit(1)


@app.command(name="list")
def list_documents(as_of: AsOf = None, out: Out = Path("build")) -> None:
    """List the documents and whether each is built."""
    from . import documents, workspace
    from .factbase import Viewpoint

    base = _base(quiet=True)
    day = documents.as_of_day(base, as_of.date() if as_of else None, datetime.date.today())
    output = workspace.Output(_out(out))
    for document in documents.every(base, Viewpoint(day, day, base.desk.release), as_of is not None):
        forms = [form for form in ("html", "pdf") if output.read(f"{document.id}.{form}") is not None]
        print(f"{document.id:32} {document.title:44} {'+'.join(forms) or 'not built'}")


@app.command()
def init(
    folder: Annotated[Path, typer.Argument(help="A folder that is empty or does not exist yet.")],
) -> None:
    """Make a new desk with a small working example."""
    from . import starting

    for name in starting.make(folder):
        print(f"wrote {folder / name}")
    print(f"next: cd {folder} && briefings build")


def _desk_folder() -> Path:
    from . import workspace

    return workspace.find_desk(Path.cwd())


def _out(out: Path) -> Path:
    return out if out.is_absolute() else _desk_folder() / out if out == Path("build") else Path.cwd() / out


def _base(quiet: bool) -> FactBase:
    """The checked fact base; prints the problems and exits 1 where errors stop it."""
    from . import build as steps
    from . import workspace

    held = steps.load(workspace.fact_files(_desk_folder()), datetime.date.today())
    shown = held.errors if quiet else held.problems
    if held.base is None:
        _print_problems(shown)
        print(f"{_count(len(held.errors), 'error')}; nothing was written", file=sys.stderr)
        raise typer.Exit(1)
    return held.base


def _print_problems(problems: Iterable[Problem]) -> None:
    for problem in problems:
        print(f"{problem}\n", file=sys.stderr if problem.severity is Severity.ERROR else sys.stdout)


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


def _build(
    wanted: list[str],
    as_of: datetime.datetime | None,
    known: datetime.datetime | None,
    html: bool,
    pdf: bool,
    jobs: int,
    out: Path,
    quiet: bool,
) -> None:
    from . import build as steps
    from . import documents, workspace

    base = _base(quiet)
    day = documents.as_of_day(base, as_of.date() if as_of else None, datetime.date.today())
    order = steps.Order(
        as_of=day,
        known=known.date() if known else day,
        fixed=as_of is not None,
        wanted=tuple(wanted),
        html=html or not pdf,
        pdf=pdf or not html,
        jobs=jobs,
    )
    folder = _out(out)
    events = steps.build(base, order, workspace.template_files(_desk_folder()), workspace.Output(folder))
    failed = _follow(events, folder, quiet)
    if failed:
        raise typer.Exit(1)


def _follow(events: Iterable[object], folder: Path, quiet: bool) -> int:
    """Show a build's events: a bar on a terminal, a line a document in a pipe. Returns how many failed."""
    from . import build as steps

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
        _say_error(failure.error)
    changed = sum(event.changed for event in built)
    if not quiet:
        for note in filter(None, (event.note for event in built)):
            print(f"note: {note}")
    if not quiet or failures:
        told = f"{_count(changed, 'document')} built, {len(built) - changed} unchanged, {len(failures)} failed"
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
