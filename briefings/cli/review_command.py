"""The command that writes what a second person reviews."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated

import typer

from .desk_access import checked_facts, desk_folder, templates
from .diff_command import compared_state
from .option_types import ReleaseOption
from .terminal_output import count_text

if TYPE_CHECKING:
    from ..checks.kept_texts import KeptText

PAGE = "review.html"


def review(
    base: Annotated[
        str,
        typer.Argument(metavar="[BASE]", help="A day, an issue or a git revision; what has changed since."),
    ] = "HEAD",
    release: ReleaseOption = None,
) -> None:
    """Write a page with each changed fact, the words of its source, and each touched document old beside new.

    It stands among the desk's own notes and is for nobody else: it has the kept texts of sources.
    """
    from ..build.leak_scan import WithheldTexts
    from ..checks.kept_texts import texts_of
    from ..facts.view import View
    from ..files import atomic_folder, desk_files, text_folder
    from ..records.entities import Source
    from ..tasks import comparison_report, page_places, review_page

    files = desk_files.fact_files(desk_folder())
    facts = checked_facts(quiet=True, files=files)
    level = release or facts.desk.release
    states = [(name, *compared_state(facts, name, level)) for name in (base, "now")]
    comparison = comparison_report.Comparison(
        *(comparison_report.ComparedView(name, View(state, at)) for name, state, at in states)
    )
    shown = templates()
    sides = [page_places.rendered_pages(state, at, shown) for _, state, at in states]
    documents = list(review_page.touched_documents(sides[0], sides[1]))
    kept = text_folder.text_files(desk_folder(), text_folder.folder_in(files))
    texts = texts_of(facts.records("sources", Source), kept)

    def page(kept_texts: Mapping[str, KeptText]) -> bytes:
        style = shown[desk_files.STYLE].decode()
        made = review_page.review_page(comparison, documents, kept_texts, style, sides[1].broken)
        return made.encode()

    # the words of sources, which the desk alone reads, are no part of an edition
    WithheldTexts.between(facts, facts.edition(level), shown).refuse({PAGE: page({})})
    notes = atomic_folder.notes_folder(desk_folder())
    notes.write(PAGE, page(texts))
    print(
        f"{count_text(len(comparison.changes), 'change')}, {count_text(len(documents), 'touched document')}"
    )
    print(f"wrote {notes.root / PAGE}")
