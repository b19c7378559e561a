"""Commands that ask the facts."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ..problems import Severity
from .desk import checked, day_of, folder, found, output_folder
from .options import AsOf, Known, Release
from .showing import counted, print_problems

if TYPE_CHECKING:
    from ..problems import Problem


class Format(StrEnum):
    text = "text"
    json = "json"
    github = "github"


def check(
    format: Annotated[Format, typer.Option(help="As text, as JSON, or as annotations of a workflow on GitHub.")] = (
        Format.text
    ),
    strict: Annotated[bool, typer.Option("--strict", help="Treat warnings as errors.")] = False,
) -> None:
    """Check all facts and the desk's own templates, and print every problem."""
    from ..problems import in_order

    problems = in_order([*found(), *_templates(folder())])
    errors = sum(problem.severity is Severity.ERROR for problem in problems)
    if format is Format.text:
        print_problems(problems)
        print(f"{counted(errors, 'error')}, {counted(len(problems) - errors, 'warning')}")
    else:
        from .. import reporting

        print(reporting.as_json(problems) if format is Format.json else "\n".join(reporting.as_github(problems)))
    if errors or (strict and problems):
        raise typer.Exit(1)


def _templates(desk: Path) -> list[Problem]:
    """The problems of the desk's own templates; a desk that has none is not kept waiting for them."""
    from .. import workspace

    own = workspace.own_templates(desk)
    if not own:
        return []
    from .. import filenames, proofreading

    return list(proofreading.problems(own, filenames.templates(workspace.template_files(desk))))


class Export(StrEnum):
    csv = "csv"
    json = "json"
    csl_json = "csl-json"
    all = "all"


def export(
    format: Annotated[Export, typer.Option(help="What to write.")] = Export.all,
    as_of: AsOf = None,
    known: Known = None,
    release: Release = None,
    out: Annotated[Path | None, typer.Option(help="Where to write; default: export/ in the build folder.")] = None,
) -> None:
    """Export facts as CSV (a row a claim) and JSON, and sources as CSL-JSON."""
    from .. import exports, workspace
    from ..factbase import Viewpoint

    base = checked(quiet=True)
    day = day_of(base, as_of)
    at = Viewpoint(day, known.date() if known else day, release or base.desk.release)
    folder = out or output_folder(Path("build"), release) / "export"
    output = workspace.Output(folder)
    for name, data in exports.files(base, at, format, places=release is None).items():
        output.write(name, data)
        print(f"wrote {folder / name}")
    print(f"as of {at.as_of}, known {at.known}, {at.release.value}")
