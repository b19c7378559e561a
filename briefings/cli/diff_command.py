"""The command that compares two days, issues or revisions."""

from __future__ import annotations

import datetime
import re
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ..core.dates import FIRST_YEAR, LAST_YEAR
from ..core.problems import BriefingsError
from .desk_access import checked_facts, day_of, desk_folder, templates
from .option_types import ReleaseOption, parsed_marking  # noqa: F401 - the option reads its value by it

if TYPE_CHECKING:
    from ..core.markings import Marking
    from ..facts.claims import Viewpoint
    from ..facts.fact_base import FactBase
    from ..tasks.comparison_report import ComparedView, Comparison


class DiffFormat(StrEnum):
    text = "text"
    json = "json"
    html = "html"


def diff(
    before: Annotated[str, typer.Argument(metavar="FROM", help="A day, an issue, a git revision, or now.")],
    after: Annotated[
        str, typer.Argument(metavar="TO", help="The same; default: the facts as they are now.")
    ] = "now",
    format: Annotated[
        DiffFormat, typer.Option(help="How to tell it; html writes a page and its PDF.")
    ] = DiffFormat.text,
    release: ReleaseOption = None,
    out: Annotated[Path, typer.Option(help="Where html writes to.")] = Path("."),
) -> None:
    """Say what changed between two days, issues or git revisions."""
    from ..tasks import comparison_report

    base = checked_facts(quiet=True)
    level = release or base.desk.release
    found = comparison_report.Comparison(_side(base, before, level), _side(base, after, level))
    if format is DiffFormat.text:
        print(comparison_report.as_text(found), end="")
    elif format is DiffFormat.json:
        print(comparison_report.as_data(found), end="")
    else:
        _write(base, level, found, before, after, out)


def _side(base: FactBase, name: str, release: Marking) -> ComparedView:
    """A day or an issue of the facts as they are, or the facts as a git revision has them."""
    from ..facts.view import View
    from ..tasks.comparison_report import ComparedView

    facts, at = compared_state(base, name, release)
    return ComparedView(name.removeprefix("weekly/"), View(facts, at))


def compared_state(base: FactBase, name: str, release: Marking) -> tuple[FactBase, Viewpoint]:
    """Return the facts and the viewpoint that a name means: a day, an issue, a git revision or now.

    Raises BriefingsError for any other.
    """
    from ..facts.claims import Viewpoint
    from ..facts.raised_markings import under_todays_markings
    from ..records import weeks

    today = day_of(base)
    if name == "now":
        return base, Viewpoint(today, today, release)
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", name):
        try:
            day = datetime.date.fromisoformat(name)
        except ValueError:
            raise BriefingsError(f"{name} is not in the calendar", "a day such as 2021-09-17") from None
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            raise BriefingsError(f"{name} is no day of a desk", f"one between {FIRST_YEAR} and {LAST_YEAR}")
        return base, Viewpoint(day, day, release)
    if re.fullmatch(r"(weekly/)?\d{4}-W\d{2}", name):
        cutoff = weeks.week_by_id(name.removeprefix("weekly/"), base.desk).cutoff
        return base, Viewpoint(cutoff, cutoff, release)
    held = under_todays_markings(_revision(name), base, release)
    day = day_of(held)
    return held, Viewpoint(day, day, release)


def _revision(name: str) -> FactBase:
    from ..checks import desk_loading
    from ..files import git_revision

    held = desk_loading.load(git_revision.fact_files(desk_folder(), name), datetime.date.today())
    if held.base is None:
        first, more = held.errors[0], len(held.errors) - 1
        raise BriefingsError(
            f"the facts of {name} have errors: {first.mark}: {first.message} [{first.code}]"
            + (f", and {more} more" if more else ""),
            "compare with a revision whose facts pass the check",
        )
    return held.base


def _write(base: FactBase, release: Marking, found: Comparison, before: str, after: str, out: Path) -> None:
    """The page as one file, and its PDF."""
    from ..build import build_plan
    from ..build.leak_scan import WithheldTexts
    from ..core import filenames
    from ..files import atomic_folder
    from ..pages import single_file
    from ..pages.template_environment import TemplateEnvironment
    from ..pdf import pdf_assets
    from ..pdf.pdf_renderer import PdfRenderer
    from ..tasks import comparison_report

    files = templates()
    env = TemplateEnvironment(filenames.templates(files))
    printing = pdf_assets.pdf_assets(files)
    page = comparison_report.as_page(found, env, printing.stylesheet)
    name = f"changes-{filenames.slug(before)}-{filenames.slug(after)}"
    pdf = PdfRenderer(printing.files, printing.stylesheet).pdf(name, page, False)
    whole = single_file.self_contained_page(
        page, {**printing.files, **build_plan.page_assets(files)}, "changes/changes.html"
    )
    output = atomic_folder.Output(out)
    made = {f"{name}.html": whole.encode(), f"{name}.pdf": pdf.data}
    WithheldTexts.between(base, base.edition(release), files).refuse(made)
    for file, data in made.items():
        output.write(file, data)
        print(f"wrote {out / file}")
