"""A one-pager on one page: all its rows are measured once, and those that do not fit are cut by their rank.

Where the estimate left room, the most important of the rows that were cut come back. Sections of the class
`flexible` stand in whichever column is shorter. If no row is left to cut, the type is made smaller: a page
always comes out.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from .page_rows import Element, PageRow, PageRows

PAGE_HEIGHT = 297 * 96 / 25.4  # CSS pixels of an A4 page
MARGINS = (14.0, 13.0, 13.0)  # top, sides and bottom in mm: one house margin for all one-pagers
TYPE_SIZE, LEADING = 9.0, 1.22  # one house size, in points
# Where not even a page without rows fits, as its texts alone are longer than a page.
SMALLER = (8.0, 7.0, 6.0, 5.0, 4.0)
ROWS_LOOKED_AT = 40  # of one list; more cannot stand on a page
SOURCE_COLUMNS = 3  # in which a one-pager sets its sources
NOTE_HEIGHT = {"": 13.0, "main": 13.0, "side": 23.0}  # of the words that say what was cut, in pixels
TRIES = 2  # to use the room that is left

Layout = Callable[[Element, str], Any]


@dataclass
class FittedPage:
    """The layout of a page, and the facts whose rows it has left out."""

    document: Any
    left_out: list[str] = field(default_factory=list)


def rules(size: float = TYPE_SIZE, height: str = "297mm") -> str:
    """The style of a one-pager's page."""
    top, side, bottom = MARGINS
    page = f"@page {{ size: 210mm {height}; margin: {top}mm {side}mm {bottom}mm }}"
    return f"{page} html {{ font-size: {size}pt; line-height: {LEADING} }}"


def fitted(tree: Element, lay_out: Layout) -> FittedPage:
    """Lay a page out on one page: measured once at any height, then with the rows that fit."""
    page = PageRows(tree)
    page.drop_beyond(ROWS_LOOKED_AT)
    page.place_flexible()
    left = page.rows()
    measure = _Measure(lay_out(tree, rules(height="6000mm")))
    gone = _cut(page, left, measure)
    page.say_what_was_cut()
    document = lay_out(tree, rules())
    while len(document.pages) > 1 and left:  # the measure was a little off
        count = max(3, len(left) // 8)  # too many come back below
        for row in left[-count:]:
            page.hide(row.element)
        gone += reversed(left[-count:])
        del left[-count:]
        page.say_what_was_cut()
        document = lay_out(tree, rules())
    if len(document.pages) == 1:
        document = _filled(page, gone, measure, document, lambda: lay_out(tree, rules()))
    for size in SMALLER:
        if len(document.pages) == 1:
            break
        document = lay_out(tree, rules(size))
    return FittedPage(document, page.facts_left_out())


def _room() -> float:
    return PAGE_HEIGHT - (MARGINS[0] + MARGINS[2]) * 96 / 25.4


def _cut(page: PageRows, left: list[PageRow], measure: _Measure) -> list[PageRow]:
    """Hide the least important rows of the higher column until the rest fits; return them, those first."""
    heights = _Heights.of(page, measure)
    gone: list[PageRow] = []
    cut_lists: set[int] = set()
    while heights.total > _room():
        row = next((row for row in reversed(left) if row.column in (heights.highest, "")), None)
        if row is None:
            break
        left.remove(row)
        gone.append(row)
        freed = measure.height(row.element)
        if id(row.listing) not in cut_lists:  # the first cut of a list adds a line that says so
            cut_lists.add(id(row.listing))
            freed -= NOTE_HEIGHT[row.column]
        heights.add(row.column, -freed)
        heights.add("", -sum(map(measure.height, page.hide(row.element))) / SOURCE_COLUMNS)
    return gone


def _filled(
    page: PageRows, gone: list[PageRow], measure: _Measure, document: Any, lay_out: Callable[[], Any]
) -> Any:
    """The page with the most important of the rows that were cut, as far as there is room for them."""
    for _ in range(TRIES):
        back = _rows_with_room(page, gone, measure, _Heights.of(page, _Measure(document)))
        if not back:
            break
        page.say_what_was_cut()
        fuller = lay_out()
        while len(fuller.pages) > 1:  # less was left than it seemed
            for row in back[len(back) // 2 :]:
                page.hide(row.element)
            del back[len(back) // 2 :]
            page.say_what_was_cut()
            fuller = lay_out() if back else document
        if not back:
            break
        document = fuller
        gone = [row for row in gone if row not in back]
    return document


def _rows_with_room(
    page: PageRows, gone: list[PageRow], measure: _Measure, heights: _Heights
) -> list[PageRow]:
    """Show the rows that the room left on a page holds, the most important first, and return them."""
    back: list[PageRow] = []
    full: set[int] = set()  # lists of which a more important row had no room
    for row in sorted(gone, key=lambda row: row.rank):
        if id(row.listing) in full:
            continue
        need = measure.height(row.element)
        section = page.section(row)
        if not page.shown(section):
            need += measure.height(section) - measure.height(row.listing) + NOTE_HEIGHT[row.column]
        sources = sum(map(measure.height, page.hidden_sources(row.element)))
        trial = heights.copy()
        trial.add(row.column, need)
        trial.add("", sources / SOURCE_COLUMNS * 1.5)  # columns are not filled evenly
        if trial.total > _room():
            full.add(id(row.listing))
            continue
        heights = trial
        page.show(row.element)
        back.append(row)
    return back


@dataclass
class _Heights:
    """The heights of a page's columns and of the rest of it, in CSS pixels."""

    columns: dict[str, float]
    rest: float

    @classmethod
    def of(cls, page: PageRows, measure: _Measure) -> _Heights:
        """The heights as they were laid out."""
        columns = {name: measure.height(element) for name, element in page.columns.items()}
        return cls(columns, measure.whole - max(columns.values(), default=0.0))

    @property
    def total(self) -> float:
        return self.rest + max(self.columns.values(), default=0.0)

    @property
    def highest(self) -> str:
        """The name of the higher column; "" without columns."""
        return max(self.columns, key=lambda name: self.columns[name], default="")

    def add(self, column: str, height: float) -> None:
        """Make a column higher, or the rest of the page for ""."""
        if column:
            self.columns[column] += height
        else:
            self.rest += height

    def copy(self) -> _Heights:
        return _Heights(dict(self.columns), self.rest)


class _Measure:
    """The heights of the elements on the first page of a layout, in CSS pixels."""

    def __init__(self, document: Any) -> None:
        self._heights: dict[Element, float] = {}
        self.whole = 0.0
        for box in document.pages[0]._page_box.descendants():
            element = getattr(box, "element", None)
            if element is None or element in self._heights or not hasattr(box, "height"):
                continue
            high = box.margin_height() if hasattr(box, "margin_height") else box.height
            self._heights[element] = float(high)
            if element.tag == "body":
                self.whole = float(high)

    def height(self, element: Element) -> float:
        """The height of an element with its margins; 0 if it was not laid out."""
        return self._heights.get(element, 0.0)
