"""The command that shows a source with what each of its lines gave."""

from __future__ import annotations

from typing import Annotated

import typer

from .desk_access import checked_facts, desk_folder
from .terminal_output import count_text


def source(
    id: Annotated[str, typer.Argument(help="The id of a source.")],
) -> None:
    """Show a source's text with the facts that cite each line, and the lines that none cites.

    The text is the kept one of the folder that `texts:` names; without it, the lines have their numbers only.
    """
    from ..checks.kept_texts import texts_of
    from ..files import desk_files, text_folder
    from ..tasks import source_report

    files = desk_files.fact_files(desk_folder())
    base = checked_facts(quiet=True, files=files)
    record = source_report.source_named(base, id)
    kept = text_folder.text_files(desk_folder(), text_folder.folder_in(files))
    text = texts_of([record], kept).get(record.id)
    if text is not None and text.file.refused:
        text = None
    lines = source_report.cited_lines(base, record, text)
    print(f"{record.id}: {record.publisher}, {record.title}")
    print(f"{record.published.text}; {record.medium}, {record.reliability}")
    print(f"text: {text.file.path if text else 'not here'}")
    for line in lines:
        print(f"\n{line.number:4} {line.text}".rstrip())
        for doubt in line.doubts:
            print(f"     ! {doubt}")
        for cited in line.citations:
            words = f" “{cited.quote}”" if cited.quote else ""
            how = f" ({cited.how})" if cited.how else ""
            print(f"     - {cited.id}{': ' * bool(cited.amount)}{cited.amount}{words}{how}")
        if not line.citations:
            print("     cited by none")
    none = [str(line.number) for line in lines if not line.citations]
    facts = {cited.id for line in lines for cited in line.citations}
    print(f"\n{count_text(len(lines), 'line')}, {count_text(len(facts), 'record')} citing them")
    print(f"cited by none: {', '.join(none) or 'no line'}")
