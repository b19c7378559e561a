"""The last page of a document of several pages: one that is all but empty is pulled in by smaller type."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from .weasyprint_patches import Document

SHORT = 0.25  # of a page's height: with less on it, the last page looks like a mistake
# Down from the 10 points of a document; what is smallest stays at 7.
TIGHTER = tuple(
    f"html {{ font-size: {size}pt }} :root, body {{ --mark: {7 / size:.4f}rem; --fine: {7 / size:.4f}rem }}"
    for size in (9.7, 9.4, 9.1)
)


def pulled_in(lay_out: Callable[[str], Document]) -> Any:
    """Return the layout of a document, a page shorter if its last page would hold next to nothing."""
    document = lay_out("")
    if len(document.pages) == 1 or last_page_filled(document) >= SHORT:
        return document
    for style in TIGHTER:
        shorter = lay_out(style)
        if len(shorter.pages) < len(document.pages):
            return shorter
    return document


def last_page_filled(document: Document) -> float:
    """Return the share of the last page's height that the text takes, from 0 to 1."""
    page = document.pages[-1]._page_box
    bodies = [box for box in page.descendants() if getattr(box, "element_tag", "") == "body"]
    return float(bodies[0].height / page.height) if bodies else 0.0
