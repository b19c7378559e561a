"""A one-pager on one page: all its rows are measured once, and those that do not fit are cut by their rank.

Where the estimate left room, the most important of the rows that were cut come back. Sections of the class
`flexible` stand in whichever column is shorter. If no row is left to cut, the type is made smaller: a page
always comes out.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from math import inf

from .page_heights import ElementHeights, PageHeights
from .page_rows import Element, PageRow, PageRows
from .weasyprint_patches import Document

PAGE_HEIGHT = 297 * 96 / 25.4  # CSS pixels of an A4 page
MARGINS = (14.0, 13.0, 13.0)  # top, sides and bottom in mm: one house margin for all one-pagers
TYPE_SIZE, LEADING = 9.0, 1.22  # one house size, in points
# Where not even a page without rows fits, as its texts alone are longer than a page.
SMALLER = (8.0, 7.0, 6.0, 5.0, 4.0)
ROWS_LOOKED_AT = 40  # of one list; more cannot stand on a page
LINES_LOOKED_AT = 105  # of the page down a column; it has 85 in all, and what each takes is only guessed
WASTE = 30.0  # pixels at the foot of a page that are no reason to lay it out again
LEAST_ERROR = 8.0  # pixels by which the rows must be lower than those that did not fit
TRIES = 4

Layout = Callable[[Element, str, str], Document]


@dataclass
class FittedPage:
    """The layout of a page, and the facts whose rows it has left out."""

    document: Document
    left_out: list[str] = field(default_factory=list)


def rules(size: float = TYPE_SIZE, height: str = "297mm") -> tuple[str, str]:
    """The styles of a one-pager's page and of its type: apart, as the second mostly stays as it is."""
    top, side, bottom = MARGINS
    page = f"@page {{ size: 210mm {height}; margin: {top}mm {side}mm {bottom}mm }}"
    return page, f"html {{ font-size: {size}pt; line-height: {LEADING} }}"


def fitted(tree: Element, lay_out: Layout) -> FittedPage:
    """Lay a page out on one page: measured once at any height, then with the rows that fit.

    Where the measure was off by more than a row, the error is known after a layout, and another is made.
    """
    page = PageRows(tree)
    page.drop_beyond(ROWS_LOOKED_AT, LINES_LOOKED_AT)
    page.place_flexible()
    rows = page.rows()
    heights = PageHeights(page, ElementHeights(lay_out(tree, *rules(height="6000mm"))))
    room = PAGE_HEIGHT - (MARGINS[0] + MARGINS[2]) * 96 / 25.4
    best: FittedPage | None = None
    most = -1  # rows on it
    expected, too_high = room, inf
    tried: list[set[Element]] = []
    while len(tried) < TRIES:
        chosen = _chosen(page, rows, heights, min(expected, too_high))
        if chosen in tried:
            break
        tried.append(chosen)
        document = lay_out(tree, *rules())
        real = ElementHeights(document).whole
        expected = room - (real - heights.total)
        if len(document.pages) > 1:
            too_high = heights.total - LEAST_ERROR
            continue
        if len(chosen) > most:
            best, most = FittedPage(document, page.facts_left_out()), len(chosen)
        if real > room - WASTE or len(chosen) == len(rows):
            break
    if best is not None:
        return best
    for size in SMALLER:
        document = lay_out(tree, *rules(size))
        if len(document.pages) == 1:
            break
    return FittedPage(document, page.facts_left_out())


def _chosen(page: PageRows, rows: list[PageRow], heights: PageHeights, room: float) -> set[Element]:
    """Show the rows that there is room for, hide the others and say so; return those shown."""
    for row in rows:
        if page.is_hidden(row.element):
            page.show(row.element)
    left = list(rows)
    while heights.total > room:
        columns = (heights.highest, "")
        least = next((row for row in reversed(left) if row.column in columns), None)
        if least is None:
            break
        left.remove(least)
        page.hide(least.element)
    gone = [row for row in rows if page.is_hidden(row.element)]
    full: set[Element] = set()  # lists of which a more important row had no room
    for row in gone:
        if row.listing in full:
            continue
        page.show(row.element)
        if heights.total > room:
            page.hide(row.element)
            full.add(row.listing)
    page.say_what_was_cut()
    return {row.element for row in rows if not page.is_hidden(row.element)}
