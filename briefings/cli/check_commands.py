"""Commands that ask the facts."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ..core.problems import Severity
from .desk_access import (
    checked_facts,
    day_of,
    desk_folder,
    desk_notes,
    found_problems,
    output_folder,
    templates,
)
from .option_types import AsOfOption, KnownOption, ReleaseOption
from .terminal_output import count_text, print_problems

if TYPE_CHECKING:
    from ..build.kept_problems import Found, KeptProblems, NotedTexts
    from ..core.markings import Marking
    from ..core.problems import Problem, TextFile


class CheckFormat(StrEnum):
    text = "text"
    json = "json"
    github = "github"


def check(
    format: Annotated[
        CheckFormat, typer.Option(help="As text, as JSON, or as annotations of a workflow on GitHub.")
    ] = (CheckFormat.text),
    strict: Annotated[bool, typer.Option("--strict", help="Treat warnings as errors.")] = False,
    release: ReleaseOption = None,
) -> None:
    """Check all facts and the desk's own templates, and print every problem."""
    from ..build.kept_problems import KeptProblems
    from ..core.problems import in_order
    from ..files import desk_files

    kept, files = KeptProblems(desk_notes()), desk_files.fact_files(desk_folder())
    problems = [*found_problems(kept, files)]
    further = [*_templates(desk_folder(), kept), *_documents(files, kept)]
    further += _of_edition(release, files) if release else []
    if further:
        problems = in_order([*problems, *further])
    kept.write()
    severities = {problem.severity for problem in problems}
    if format is CheckFormat.text:
        shown = print_problems(problems)
        notes = shown[Severity.NOTE]
        noted = f", {count_text(notes, 'note')}" if notes else ""
        errors, warnings = shown[Severity.ERROR], shown[Severity.WARNING]
        print(f"{count_text(errors, 'error')}, {count_text(warnings, 'warning')}{noted}")
    else:
        from ..checks import problem_report

        print(
            problem_report.as_json(problems)
            if format is CheckFormat.json
            else "\n".join(problem_report.as_github(problems))
        )
    if Severity.ERROR in severities or (strict and Severity.WARNING in severities):
        raise typer.Exit(1)


def _of_edition(release: Marking, files: list[TextFile]) -> list[Problem]:
    """The errors that only an edition has; none if the facts have any themselves."""
    from ..build import incremental_load
    from ..checks import edition_rules

    today = datetime.date.today()
    held = incremental_load.load_incrementally(files, today, desk_notes())
    if held.base is None:
        return []
    return edition_rules.other_edition(held.base, release, None if held.pinned else today, held.problems)


def _templates(desk: Path, kept: KeptProblems) -> Iterator[Problem]:
    """The problems of the desk's own templates, each read anew if it or one that it names has changed."""
    from ..build.kept_problems import NotedTexts
    from ..core import filenames
    from ..files import desk_files

    own = desk_files.desk_templates(desk)
    texts = filenames.templates(desk_files.template_files(desk)) if own else {}
    for file in own:
        noted = NotedTexts(texts)

        def found(file: TextFile = file, noted: NotedTexts = noted) -> Found:
            from ..pages import template_check

            return list(template_check.template_problems([file], noted)), {"": file.digest, **noted.reads}

        def now(name: str, file: TextFile = file, noted: NotedTexts = noted) -> str:
            return noted.digest(name) if name else file.digest

        yield from kept.of(file.path, [file], now, found)


def _documents(files: Iterable[TextFile], kept: KeptProblems) -> Iterator[Problem]:
    """The problems of `documents:`, whose templates are among the shipped and the desk's own."""
    from ..build.kept_problems import NotedTexts, inputs_digest
    from ..core import filenames
    from ..files import desk_files

    asking = [file for file in files if "documents:" in file.text]
    if not asking:
        return
    noted = NotedTexts(filenames.templates(desk_files.template_files(desk_folder())))
    settings = inputs_digest(asking, {})

    def found() -> Found:
        from ..pages import template_check

        problems = list(template_check.document_problems(template_check.desk_documents(asking), noted))
        return problems, {"": settings, **noted.reads}

    yield from kept.of("documents", asking, lambda name: noted.digest(name) if name else settings, found)


class ExportFormat(StrEnum):
    csv = "csv"
    json = "json"
    csl_json = "csl-json"
    xlsx = "xlsx"
    geojson = "geojson"
    all = "all"


def export(
    format: Annotated[ExportFormat, typer.Option(help="What to write.")] = ExportFormat.all,
    as_of: AsOfOption = None,
    known: KnownOption = None,
    release: ReleaseOption = None,
    out: Annotated[
        Path | None, typer.Option(help="Where to write; default: export/ in the build folder.")
    ] = None,
    places: Annotated[
        bool,
        typer.Option(
            "--places", help="Give file and line of each record too: for the desk, not for readers."
        ),
    ] = False,
    excel: Annotated[
        bool, typer.Option("--excel", help="Begin the CSV with the mark by which Excel knows UTF-8.")
    ] = False,
) -> None:
    """Export facts as CSV (a row a claim), XLSX and JSON, sources as CSL-JSON, and places as GeoJSON."""
    from ..build import exported_files, leak_scan
    from ..facts.claims import Viewpoint
    from ..files import atomic_folder
    from ..tasks import export_files

    base = checked_facts(quiet=True)
    day = day_of(base, as_of)
    at = Viewpoint(day, known.date() if known else day, release or base.desk.release)
    folder = out or output_folder(Path("build"), release) / "export"
    output = atomic_folder.Output(folder)
    files = export_files.export_files(base, at, format, places, excel)
    leak_scan.WithheldTexts.between(base, base.edition(at.release), templates()).refuse(files)
    for name, data in files.items():
        output.write(name, data)
        print(f"wrote {folder / name}")
    if out is None:
        names = [f"export/{name}" for name in files]
        build = output_folder(Path("build"), release)
        exported_files.note_exports(atomic_folder.Output(build), base.edition(at.release).stock.state, names)
    print(f"as of {at.as_of}, known {at.known}, {at.release.value}")
