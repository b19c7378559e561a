"""Commands that make documents."""

from __future__ import annotations

import contextlib
import datetime
import gc
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ..problems import BriefingsError, nearest
from .desk import around, checked, day_of, folder, output_folder, templates
from .options import AsOf, Executor, Html, Jobs, Known, Out, Pdf, Quiet, Release, Single
from .showing import Result, follow, foresee, nothing_new, tell_of, write_receipt

if TYPE_CHECKING:
    from ..breakage import Broken
    from ..factbase import FactBase
    from ..plans import Failed, Order, Planned
    from ..values import Marking


def build(
    doc: Annotated[list[str] | None, typer.Argument(help="Names or globs: 'countries/*', topics/refugees.")] = None,
    as_of: AsOf = None,
    known: Known = None,
    release: Release = None,
    html: Html = False,
    pdf: Pdf = False,
    single: Single = False,
    jobs: Jobs = 0,
    executor: Executor = "",
    again: Annotated[
        bool, typer.Option("--reproduce", help="Make published issues again at their clocks, and say what differs.")
    ] = False,
    except_broken: Annotated[
        bool, typer.Option("--except-broken", help="Build what no file with an error can touch, and list the rest.")
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be built and why; write nothing.")] = False,
    receipt: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write what was rebuilt and why, as JSON; '-' prints it.")
    ] = None,
    out: Out = Path("build"),
    quiet: Quiet = False,
) -> None:
    """Build all documents, or those named."""
    wish = Wish(as_of, known, release, html, pdf, jobs, executor, out, quiet, receipt, single, around=except_broken)
    if again:
        from .publishing import reproduce

        reproduce(checked(quiet), doc or [], release, out)
    elif dry_run:
        preview(wish, lambda base: doc or [])
    else:
        make(wish, lambda base: doc or [], "build", *(doc or []))


def weekly(
    week: Annotated[str, typer.Argument(help="A week such as 2021-W37; default: the issue due.")] = "",
    release: Release = None,
    html: Html = False,
    pdf: Pdf = False,
    single: Single = False,
    jobs: Jobs = 0,
    executor: Executor = "",
    out: Out = Path("build"),
    quiet: Quiet = False,
) -> None:
    """Build the weekly brief that is due, or of a week, and say what stands in the way of it."""
    wish = Wish(None, None, release, html, pdf, jobs, executor, out, quiet, single=single, alone=True)
    held: list[FactBase] = []

    def pick(base: FactBase) -> list[str]:
        held.append(base)
        return [_weekly(base, week)]

    make(wish, pick, "weekly", week)
    if not quiet:
        _hurdles(held[0] if held else checked(quiet=True), week, release)


def _hurdles(base: FactBase, week: str, release: Marking | None) -> None:
    """What is still to be done before an issue goes out; nothing for one that is out."""
    from .. import published, readiness, weeks

    level = release or base.desk.release
    due = weeks.week(_weekly(base, week).removeprefix("weekly/"), base.desk)
    if ledger := published.of_issue(base.ledgers, due.id, level):
        print(f"published as {ledger.name} on {ledger.published}; this is a copy of it")
        return
    found = list(readiness.hurdles(base, due, level))
    print(f"before weekly/{due.id} goes out:" if found else f"nothing stands in the way of weekly/{due.id}")
    for line in found:
        print(f"  {line}")


def _weekly(base: FactBase, week: str) -> str:
    """The document of a week, or of the one due."""
    from .. import documents, weeks

    today = day_of(base)
    due = weeks.week(week, base.desk) if week else weeks.due(today, base.desk)
    known = {w.id for w in documents.issue_weeks(base)}
    if due.id not in known:
        near = nearest(due.id, known)
        raise BriefingsError(
            f"no issue {due.id} in the facts",
            f"add it under 'issues:' with 'id: {due.id}'" + (f", or did you mean {near!r}?" if near else ""),
        )
    return f"weekly/{due.id}"


def country(
    name: Annotated[str, typer.Argument(help="A country by id, name or alias.")],
    as_of: AsOf = None,
    known: Known = None,
    release: Release = None,
    html: Html = False,
    pdf: Pdf = False,
    single: Single = False,
    out: Out = Path("build"),
    quiet: Quiet = False,
) -> None:
    """Build one country's one-pager."""
    wish = Wish(as_of, known, release, html, pdf, 1, "", out, quiet, single=single, alone=True)

    def pick(base: FactBase) -> list[str]:
        from .. import documents

        return [f"countries/{documents.slug(base.country(name).name)}"]

    make(wish, pick, "country", name)


def explain(
    doc: Annotated[list[str], typer.Argument(help="Names or globs of documents.")],
    as_of: AsOf = None,
    known: Known = None,
    release: Release = None,
    html: Html = False,
    pdf: Pdf = False,
    out: Out = Path("build"),
) -> None:
    """Say what documents are made from, and why they would be rebuilt."""
    wish = Wish(as_of, known, release, html, pdf, 0, "", out, quiet=True)
    for item in _planned(wish, checked(quiet=True), doc):
        tell_of(item)


def list_documents(as_of: AsOf = None, release: Release = None, out: Out = Path("build")) -> None:
    """List the documents and whether each is built."""
    from .. import documents, workspace
    from ..factbase import Viewpoint

    base = checked(quiet=True)
    day = day_of(base, as_of)
    output = workspace.Output(output_folder(out, release))
    for document in documents.every(base, Viewpoint(day, day, release or base.desk.release), as_of is not None):
        forms = [form for form in ("html", "pdf") if output.read(f"{document.id}.{form}") is not None]
        print(f"{document.id:32} {document.title:44} {'+'.join(forms) or 'not built'}")


@dataclass(frozen=True)
class Wish:
    """What was asked for on the command line, the documents apart."""

    as_of: datetime.datetime | None
    known: datetime.datetime | None
    release: Marking | None
    html: bool
    pdf: bool
    jobs: int
    executor: str
    out: Path
    quiet: bool
    receipt: Path | None = None
    single: bool = False
    alone: bool = False  # whether one document is asked for by its name
    around: bool = False  # whether to build what broken files cannot touch

    @property
    def place(self) -> Path:
        return output_folder(self.out, self.release)

    def order(self, base: FactBase, wanted: Iterable[str], broken: Broken | None = None) -> Order:
        from ..plans import Order

        day = day_of(base, self.as_of)
        return Order(
            as_of=day,
            known=self.known.date() if self.known else day,
            release=self.release or base.desk.release,
            fixed=self.as_of is not None,
            wanted=tuple(wanted),
            html=self.html or not self.pdf,
            pdf=self.pdf or not self.html,
            single=self.single,
            jobs=self.jobs,
            executor=self.executor,
            around=broken,
        )


@contextlib.contextmanager
def _staying() -> Iterator[None]:
    """What is made here stays until the end, so the collector need not look through it, a million objects, ever."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


def make(wish: Wish, pick: Callable[[FactBase], Iterable[str]], *asked: str) -> None:
    """Build the documents that `pick` names; `asked` are the words of the command, which stand for them.

    Where no byte has changed since the last time, nothing is even parsed.
    """
    from .. import inputs, lastbuild, overrides, workspace
    from ..shelf import Shelf

    desk, shelf = folder(), Shelf(wish.place)
    last = lastbuild.last(shelf)
    holds = last.holds(shelf) if last else bool
    shipped, own = workspace.shipped_files(), workspace.own_files(desk)
    for name in overrides.outdated(own, shipped):
        print(f"note: templates/{name}: the shipped file has changed since this was copied from it", file=sys.stderr)
    files, templates = workspace.fact_files(desk), shipped | own
    words = (asked, wish.as_of, wish.known, wish.release, wish.html, wish.pdf, wish.single, datetime.date.today())
    made_from = inputs.of_build(files, inputs.Kit.of(templates), words)
    if last and last.inputs == made_from and not wish.receipt and holds():
        nothing_new(last, wish.place, wish.quiet)
        return

    with contextlib.ExitStack() as stack:
        standby = None
        if wish.alone and not wish.executor and (wish.pdf or not wish.html):
            from ..standby import StandBy

            standby = stack.enter_context(
                StandBy(templates, "weekly.html.j2" if asked[0] == "weekly" else "country.html.j2")
            )
        from .. import build as steps

        with _staying():
            base, broken = around(wish.quiet, files) if wish.around else (checked(wish.quiet, files), None)
        events = steps.build(base, wish.order(base, pick(base), broken), templates, shelf, standby)

        def settle(result: Result) -> None:
            if not (result.failures or broken):
                lastbuild.settle(shelf, result.settled(made_from))

        result = follow(events, wish.place, wish.quiet, settle)
    if wish.receipt:
        write_receipt(result, wish.receipt)
    for file in broken.files if broken else ():
        print(f"left out: {file.path}, and every document that it may touch", file=sys.stderr)
    if result.failures or broken:
        raise typer.Exit(1)


def preview(wish: Wish, pick: Callable[[FactBase], Iterable[str]]) -> None:
    """Say what would be built and why, and write nothing."""
    base = checked(wish.quiet)
    if foresee(_planned(wish, base, pick(base)), wish.quiet):
        raise typer.Exit(1)


def _planned(wish: Wish, base: FactBase, wanted: Iterable[str]) -> Iterator[Planned | Failed]:
    """What a build would do with each document, without doing it."""
    from .. import freshness, workspace
    from ..plans import Work

    work = Work(base, wish.order(base, wanted), templates(), workspace.Output(wish.place))
    return work.plan(freshness.kept(work.shelf))
