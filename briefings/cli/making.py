"""Commands that make documents."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ..problems import BriefingsError, nearest
from .desk import checked, folder, output_folder
from .options import AsOf, Html, Jobs, Known, Out, Pdf, Quiet, Release
from .showing import follow

if TYPE_CHECKING:
    from ..values import Marking


def build(
    doc: Annotated[list[str] | None, typer.Argument(help="Names or globs: 'countries/*', topics/refugees.")] = None,
    as_of: AsOf = None,
    known: Known = None,
    release: Release = None,
    html: Html = False,
    pdf: Pdf = False,
    jobs: Jobs = 0,
    out: Out = Path("build"),
    quiet: Quiet = False,
) -> None:
    """Build all documents, or those named."""
    _build(doc or [], as_of, known, release, html, pdf, jobs, out, quiet)


def weekly(
    week: Annotated[str, typer.Argument(help="A week such as 2021-W37; default: the issue due.")] = "",
    release: Release = None,
    html: Html = False,
    pdf: Pdf = False,
    jobs: Jobs = 0,
    out: Out = Path("build"),
    quiet: Quiet = False,
) -> None:
    """Build the weekly brief that is due, or of a week."""
    from .. import documents, weeks

    base = checked(quiet)
    today = documents.as_of_day(base, None, datetime.date.today())
    due = weeks.week(week, base.desk) if week else weeks.due(today, base.desk)
    known = {w.id for w in documents.issue_weeks(base)}
    if due.id not in known:
        near = nearest(due.id, known)
        raise BriefingsError(
            f"no issue {due.id} in the facts",
            f"add it under 'issues:' with 'id: {due.id}'" + (f", or did you mean {near!r}?" if near else ""),
        )
    _build([f"weekly/{due.id}"], None, None, release, html, pdf, jobs, out, quiet)


def country(
    name: Annotated[str, typer.Argument(help="A country by id, name or alias.")],
    as_of: AsOf = None,
    known: Known = None,
    release: Release = None,
    html: Html = False,
    pdf: Pdf = False,
    out: Out = Path("build"),
    quiet: Quiet = False,
) -> None:
    """Build one country's one-pager."""
    from .. import documents

    record = checked(quiet).country(name)
    _build([f"countries/{documents.slug(record.name)}"], as_of, known, release, html, pdf, 1, out, quiet)


def list_documents(as_of: AsOf = None, release: Release = None, out: Out = Path("build")) -> None:
    """List the documents and whether each is built."""
    from .. import documents, workspace
    from ..factbase import Viewpoint

    base = checked(quiet=True)
    day = documents.as_of_day(base, as_of.date() if as_of else None, datetime.date.today())
    output = workspace.Output(output_folder(out, release))
    for document in documents.every(base, Viewpoint(day, day, release or base.desk.release), as_of is not None):
        forms = [form for form in ("html", "pdf") if output.read(f"{document.id}.{form}") is not None]
        print(f"{document.id:32} {document.title:44} {'+'.join(forms) or 'not built'}")


def _build(
    wanted: list[str],
    as_of: datetime.datetime | None,
    known: datetime.datetime | None,
    release: Marking | None,
    html: bool,
    pdf: bool,
    jobs: int,
    out: Path,
    quiet: bool,
) -> None:
    from .. import build as steps
    from .. import documents, workspace

    base = checked(quiet)
    day = documents.as_of_day(base, as_of.date() if as_of else None, datetime.date.today())
    order = steps.Order(
        as_of=day,
        known=known.date() if known else day,
        release=release or base.desk.release,
        fixed=as_of is not None,
        wanted=tuple(wanted),
        html=html or not pdf,
        pdf=pdf or not html,
        jobs=jobs,
    )
    place = output_folder(out, release)
    events = steps.build(base, order, workspace.template_files(folder()), workspace.Output(place))
    failed = follow(events, place, quiet)
    if failed:
        raise typer.Exit(1)
