"""Page one of an issue: it stands by itself, unless that takes a page more than the text needs."""

from __future__ import annotations

from collections.abc import Callable

from .last_page import last_page_filled, page_filled, pages_filled
from .weasyprint_patches import Document

SECOND = "page-two"  # the class of the section that begins the second page
LITTLE = 0.33  # of a page's height: so little on the last page may find room on the first
BREAKS = 0.1  # of a page: what may be won where other pages end
FLOWING = f".{SECOND} {{ break-before: auto }}"


def flowing_on(lay_out: Callable[[str], Document]) -> Callable[[str], Document]:
    """Return `lay_out`, laid out once more without the break where the section would begin a later page, or
    where that takes a page less."""

    def laid_out(style: str) -> Document:
        document = lay_out(style)
        begins = second_begins(document)
        if begins is None:
            return document
        if begins > 1:
            return lay_out(style + FLOWING)
        last = last_page_filled(document)
        has_room = page_filled(document.pages[0]) + last <= 1 + BREAKS
        if not has_room or last >= LITTLE or pages_filled(document) > len(document.pages) - 1:
            return document
        flowing = lay_out(style + FLOWING)
        return flowing if len(flowing.pages) < len(document.pages) else document

    return laid_out


def second_begins(document: Document) -> int | None:
    """Return the page, from 0, on which the section of the second page begins; None if there is none."""
    for number, page in enumerate(document.pages):
        elements = (getattr(box, "element", None) for box in page._page_box.descendants())
        if any(element is not None and SECOND in element.get("class", "").split() for element in elements):
            return number
    return None
