"""The marking of a whole page: that of the lowest edition which could print the very same page.

A page counts, compares and leaves out, so it may tell of a record that it does not print. Nobody has to
remember each such way: the page is rendered once more from what its marking lets out, and marked higher where
that differs.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from ..core.markings import Marking
from ..core.problems import BriefingsError
from ..facts.fact_base import FactBase
from ..facts.view import LookupLog
from ..template_api.documents import Document
from .page_render import RenderedDocument

Render = Callable[[FactBase, Document, Marking | None], RenderedDocument]


def marked_page(
    base: FactBase, document: Document, lower: Callable[[Marking], Document | None], render: Render
) -> RenderedDocument:
    """Return a document rendered from an edition's base, with the marking of all that shows in it.

    `lower` finds the same document in the base less what is marked above a marking; None if there it is none.
    Raises BriefingsError as `render` does.
    """
    page = render(base, document, None)
    reads: dict[Marking, LookupLog] = {}
    while page.marking < document.at.release:
        less = base.lower(page.marking)
        if less is None:
            break
        same = _rendered_alike(page, less, lower(page.marking), render, reads)
        if same:
            break
        higher = next(marking for marking in Marking if marking > page.marking)
        page = render(base, document, higher)
    return replace(page, lower_reads=reads)


def _rendered_alike(
    page: RenderedDocument,
    less: FactBase,
    document: Document | None,
    render: Render,
    reads: dict[Marking, LookupLog],
) -> bool:
    """Return True if a base that holds less gives the same page; adds to `reads` what that looked up."""
    if document is None:
        return False
    try:
        other = render(less, document, page.marking)
    except BriefingsError:
        return False
    reads[page.marking] = other.reads
    return other.html == page.html
