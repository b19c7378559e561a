"""Page one of an issue: it stands by itself, unless what belongs on it takes more than a page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

SECOND = "page-two"  # the class of the section that begins the second page
FLOWING = f".{SECOND} {{ break-before: auto }}"


def flowing_on(lay_out: Callable[[str], Any]) -> Callable[[str], Any]:
    """Return `lay_out`, laid out once more without the break where the section would begin a later page."""

    def laid_out(style: str) -> Any:
        document = lay_out(style)
        return lay_out(style + FLOWING) if begins_late(document) else document

    return laid_out


def begins_late(document: Any) -> bool:
    """Return True if the section of the second page begins after it, below a page that is hardly filled."""
    for number, page in enumerate(document.pages):
        elements = (getattr(box, "element", None) for box in page._page_box.descendants())
        if any(element is not None and SECOND in element.get("class", "").split() for element in elements):
            return number > 1
    return False
