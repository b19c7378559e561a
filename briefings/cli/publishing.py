"""Commands that keep and check the record of published issues."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ..problems import BriefingsError
from .desk import checked, day_of, folder, output_folder, templates
from .options import Out, Release
from .showing import counted

if TYPE_CHECKING:
    from ..factbase import FactBase
    from ..plans import Work
    from ..values import Marking
    from ..weeks import Week


def publish(
    issue: Annotated[str, typer.Argument(help="An issue such as weekly/2021-W37; default: the one due.")] = "",
    reason: Annotated[str, typer.Option(help="Why a published issue is issued anew; printed on it.")] = "",
    release: Release = None,
    out: Out = Path("build"),
) -> None:
    """Record an issue as it goes out: page, PDF and ledger, under a number; nothing is ever overwritten."""
    from .. import publishing, weeks, workspace

    base = checked(quiet=True)
    today = day_of(base)
    name = issue.removeprefix("weekly/")
    week = weeks.week(name, base.desk) if name else weeks.due(today, base.desk)
    level = release or base.desk.release
    publication = publishing.number(base, week, level, reason.strip(), today)
    made = publishing.issue(_work(base, week, today, level, output_folder(out, release)), week, publication)
    workspace.keep(folder(), made.ledger.folder, made.files)
    print(
        f"published {made.ledger.document} as {made.ledger.name}, {level.value}, {counted(made.ledger.pages, 'page')}"
    )
    for file in made.files:
        print(f"wrote {made.ledger.folder}/{file}")
    print(f"next: git add {made.ledger.folder} && git commit")


def reproduce(base: FactBase, wanted: list[str], release: Marking | None, out: Path) -> None:
    """Make published issues again at their clocks, say what differs; exits 1 where the bytes are not the same."""
    from .. import published, publishing, weeks

    level = release or base.desk.release
    today = day_of(base)
    record = {ledger.document: ledger for ledger in published.standing(base.ledgers, level)}
    chosen = [record[name] for name in wanted if name in record] if wanted else list(record.values())
    missing = [name for name in wanted if name not in record]
    if missing or not chosen:
        what = (
            f"{missing[0]!r} is not published as {level.value}" if missing else f"nothing is published as {level.value}"
        )
        raise BriefingsError(what, f"published: {', '.join(record)}" if record else "see: briefings publish --help")
    differing = False
    for ledger in chosen:
        week = weeks.week(ledger.issue, base.desk)
        work = _work(base, week, today, level, output_folder(out, release))
        again = publishing.reproduction(work, ledger, week)
        for form, data in (("html", again.again.html), ("pdf", again.again.pdf)):
            work.shelf.write(f"{publishing.AGAIN}/{ledger.document}.{form}", data)
        print(f"{ledger.name}: as of {ledger.as_of}, known {ledger.known}, {ledger.release.value}")
        for form, same in zip(("HTML", "PDF"), again.same, strict=True):
            print(f"  {form}: {'the same bytes' if same else 'not the same bytes'}")
        for line in again.differs:
            print(f"  differs: {line}")
        if not again.differs:
            print("  every input is as it was")
        differing = differing or again.same != (True, True)
    print(f"{counted(len(chosen), 'issue')} made again in {output_folder(out, release) / publishing.AGAIN}")
    if differing:
        raise typer.Exit(1)


def _work(base: FactBase, week: Week, today: datetime.date, release: Marking, place: Path) -> Work:
    from .. import workspace
    from ..plans import Order, Work

    order = Order(as_of=today, known=today, release=release, wanted=(f"weekly/{week.id}",))
    return Work(base, order, templates(), workspace.Output(place))
