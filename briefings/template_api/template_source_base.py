"""The source base of a document as its template sees it."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from ..facts.source_base import source_base
from ..pictures.grade_bar import grade_bar
from .escaped_names import EscapedName
from .page_context import PageContext

SOURCE_BASE_PLACE = Markup("<!-- source base -->")
_LOPSIDED = 50  # per cent: from there on the leading source outweighs all others together


@dataclass(frozen=True)
class ShownSourceBase:
    """Citations by the reliability of their sources, and the leading source with its share in per cent."""

    share: EscapedName
    is_lopsided: bool
    publisher: EscapedName
    medium: str
    reliability: str
    counts: list[tuple[str, EscapedName]]
    bar: Markup
    marked: Markup  # the attribute with the marking of all that was counted


def shown_source_base(page: PageContext) -> ShownSourceBase | None:
    """The source base of what a page has cited so far; None if it cites no claim."""
    base = source_base(claim for claims in page.claims.values() for claim in claims)
    if base is None:
        return None
    above = page.marking > page.view.desk.marking
    counts = [(letter, EscapedName(count)) for letter, count in base.by_reliability.items()]
    words = ", ".join(f"{letter} {count}" for letter, count in base.by_reliability.items())
    return ShownSourceBase(
        EscapedName(base.share),
        base.share >= _LOPSIDED,
        EscapedName(base.leading.publisher),
        base.leading.medium,
        base.leading.reliability,
        counts,
        Markup(grade_bar(base.by_reliability, f"Citations by source grade: {words}")),
        Markup(' data-marking="{}"').format(page.marking.value) if above else Markup(""),
    )
