"""The command that shows a source with what each of its lines gave."""

from __future__ import annotations

from typing import Annotated

import typer

from .desk_access import checked_facts, desk_folder


def source(
    id: Annotated[str, typer.Argument(help="The id of a source.")],
) -> None:
    """Show a source's text with the facts that cite each line, and the lines that none cites.

    The text is the kept one of the folder that `texts:` names; without it, the lines have their numbers only.
    """
    from ..files import desk_files, text_folder
    from ..tasks import source_report

    files = desk_files.fact_files(desk_folder())
    base = checked_facts(quiet=True, files=files)
    texts = text_folder.text_files(desk_folder(), text_folder.folder_in(files))
    for line in source_report.report(base, source_report.source_named(base, id), texts):
        print(line)
