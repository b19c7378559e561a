"""The last page of a document of several pages: one that is all but empty is pulled in by smaller type."""

from __future__ import annotations

from collections.abc import Callable

from .weasyprint_patches import Box, Document, LineBox

SHORT = 0.25  # of a page's height: with less on it, the last page looks like a mistake
SIZE = 10  # points of a document's type
# Down from that; what is smallest stays at 7.
TIGHTER = {
    size: f"html {{ font-size: {size}pt }} "
    f":root, body {{ --mark: {7 / size:.4f}rem; --fine: {7 / size:.4f}rem }}"
    for size in (9.7, 9.4, 9.1)
}


# How a text's height goes with the size of its letters: its lines get lower, and there are fewer of them.
SHRINKS = 1.35
LUCK = 0.01  # of each page: what the places of its breaks may cost


def pulled_in(lay_out: Callable[[str], Document]) -> Document:
    """Return the layout of a document, a page shorter if its last page would hold next to nothing.

    The first size that is tried is one at which the text is expected to fit, as each takes a layout.
    """
    document = lay_out("")
    fewer = len(document.pages) - 1
    if not fewer or last_page_filled(document) >= SHORT:
        return document
    for size in _sizes(document):
        shorter = lay_out(TIGHTER[size])
        if len(shorter.pages) <= fewer:
            return shorter
    return document


def _sizes(document: Document) -> list[float]:
    """The sizes from the greatest that is expected to do; the least unless it cannot do."""
    fewer = len(document.pages) - 1
    text = pages_filled(document)
    gaps = sum(1 - page_filled(page) for page in document.pages[:-1])
    room = fewer * (1 - LUCK) - gaps
    if sizes := [size for size in TIGHTER if text * (size / SIZE) ** SHRINKS <= room]:
        return sizes
    least = min(TIGHTER)
    can_do = text * (least / SIZE) ** 2 <= fewer  # no text gets lower than by the area of its letters
    return [least] if can_do else []


def last_page_filled(document: Document) -> float:
    """Return the share of the last page's height that the text takes, from 0 to 1."""
    return page_filled(document.pages[-1])


def pages_filled(document: Document) -> float:
    """Return how many pages the text would take without the gaps at their ends."""
    return sum(map(page_filled, document.pages))


def page_filled(page: Box) -> float:
    """Return the share of a page's height down to which there are letters or pictures, from 0 to 1."""
    frame = page._page_box
    bodies = (box for box in frame.descendants() if getattr(box, "element_tag", "") == "body")
    boxes = (box for body in bodies for box in body.descendants())
    ends = (box.position_y + box.height for box in boxes if isinstance(box, LineBox) or not box.children)
    lowest = max(ends, default=frame.content_box_y())
    return float((lowest - frame.content_box_y()) / frame.height)
