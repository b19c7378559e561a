"""The command that compares two days, issues or revisions."""

from __future__ import annotations

import datetime
import re
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ..problems import BriefingsError
from .desk import checked, day_of, folder, templates
from .options import Release, marking  # noqa: F401 - the option reads its value by it

if TYPE_CHECKING:
    from ..comparing import Comparison, Side
    from ..factbase import FactBase
    from ..values import Marking


class Format(StrEnum):
    text = "text"
    json = "json"
    html = "html"


def diff(
    before: Annotated[str, typer.Argument(metavar="FROM", help="A day, an issue, a git revision, or now.")],
    after: Annotated[str, typer.Argument(metavar="TO", help="The same; default: the facts as they are now.")] = "now",
    format: Annotated[Format, typer.Option(help="How to tell it; html writes a page and its PDF.")] = Format.text,
    release: Release = None,
    out: Annotated[Path, typer.Option(help="Where html writes to.")] = Path("."),
) -> None:
    """Say what changed between two days, issues or git revisions."""
    from .. import comparing

    base = checked(quiet=True)
    level = release or base.desk.release
    found = comparing.Comparison(_side(base, before, level), _side(base, after, level))
    if format is Format.text:
        print(comparing.as_text(found), end="")
    elif format is Format.json:
        print(comparing.as_data(found), end="")
    else:
        _write(found, before, after, out)


def _side(base: FactBase, name: str, release: Marking) -> Side:
    """A day or an issue of the facts as they are, or the facts as a git revision has them."""
    from .. import weeks
    from ..comparing import Side
    from ..factbase import Viewpoint

    today = day_of(base)
    if name == "now":
        return Side("now", base.view(Viewpoint(today, today, release)))
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", name):
        try:
            day = datetime.date.fromisoformat(name)
        except ValueError:
            raise BriefingsError(f"{name} is not in the calendar", "a day such as 2021-09-17") from None
        return Side(name, base.view(Viewpoint(day, day, release)))
    if re.fullmatch(r"(weekly/)?\d{4}-W\d{2}", name):
        cutoff = weeks.week(name.removeprefix("weekly/"), base.desk).cutoff
        return Side(name.removeprefix("weekly/"), base.view(Viewpoint(cutoff, cutoff, release)))
    held = _revision(name)
    day = day_of(held)
    return Side(name, held.view(Viewpoint(day, day, release)))


def _revision(name: str) -> FactBase:
    from .. import loading, revisions

    held = loading.load(revisions.files(folder(), name), datetime.date.today())
    if held.base is None:
        first, more = held.errors[0], len(held.errors) - 1
        raise BriefingsError(
            f"the facts of {name} have errors: {first.mark}: {first.message} [{first.code}]"
            + (f", and {more} more" if more else ""),
            "compare with a revision whose facts pass the check",
        )
    return held.base


def _write(found: Comparison, before: str, after: str, out: Path) -> None:
    """The page as one file, and its PDF."""
    from .. import comparing, filenames, mail, plans, sheets, workspace
    from ..guarding import Environment
    from ..pdf import Press

    files = templates()
    env = Environment(filenames.templates(files))
    printing = sheets.printing(files)
    page = comparing.as_page(found, env, printing.stylesheet)
    name = f"changes-{filenames.slug(before)}-{filenames.slug(after)}"
    pdf = Press(printing.files, printing.stylesheet).pdf(name, page, False)
    whole = mail.single(page, {**printing.files, **plans.assets(files)}, "changes/changes.html")
    output = workspace.Output(out)
    for file, data in ((f"{name}.html", whole.encode()), (f"{name}.pdf", pdf.data)):
        output.write(file, data)
        print(f"wrote {out / file}")
