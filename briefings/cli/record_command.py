"""The command that tells how the desk's judgements came out."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from .desk_access import checked_facts, day_of, templates
from .diff_command import DiffFormat
from .option_types import AsOfOption, ReleaseOption, parsed_day, parsed_marking  # noqa: F401

if TYPE_CHECKING:
    from ..facts.claims import Viewpoint
    from ..facts.fact_base import FactBase


def record(
    as_of: AsOfOption = None,
    format: Annotated[DiffFormat, typer.Option(help="How to tell it; html writes a page.")] = DiffFormat.text,
    release: ReleaseOption = None,
    out: Annotated[Path, typer.Option(help="Where html writes to.")] = Path("."),
) -> None:
    """Tell how judgements came out: by likelihood, and as a Brier score with its count."""
    from ..facts.claims import Viewpoint
    from ..facts.view import View
    from ..tasks import record_report

    base = checked_facts(quiet=True)
    day = as_of.date() if as_of else day_of(base)
    at = Viewpoint(day, day, release or base.desk.release)
    view = View(base, at)
    if format is DiffFormat.text:
        print(record_report.as_text(view), end="")
    elif format is DiffFormat.json:
        print(record_report.as_data(view), end="")
    else:
        _write(base, at, out)


def _write(base: FactBase, at: Viewpoint, out: Path) -> None:
    """Write the page as one file."""
    from ..build import build_plan
    from ..build.leak_scan import WithheldTexts
    from ..core import filenames
    from ..files import atomic_folder
    from ..pages import page_render, single_file
    from ..pages.template_environment import TemplateEnvironment
    from ..pdf import pdf_assets
    from ..template_api import documents

    files = templates()
    printing = pdf_assets.pdf_assets(files)
    env = TemplateEnvironment(filenames.templates(files))
    edition = base.edition(at.release)
    document = documents.record(edition, at)
    page = page_render.rendered_document(edition, document, env, printing.stylesheet).html
    whole = single_file.self_contained_page(
        page, {**printing.files, **build_plan.page_assets(files)}, "record/record.html"
    )
    made = {"record.html": whole.encode()}
    WithheldTexts.between(base, edition, files).refuse(made)
    for name, data in made.items():
        atomic_folder.Output(out).write(name, data)
        print(f"wrote {out / name}")
