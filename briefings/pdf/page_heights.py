"""The height of a one-pager with some of its rows hidden, worked out from one layout that has them all."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from math import ceil, inf

from .page_rows import CHARACTERS, WIDE, Element, PageRows
from .weasyprint_patches import Box, Document, balanced_columns

SOURCE_COLUMNS = 3  # in which a one-pager sets its sources
# Of the words that say what was cut, in smaller type: a line of them, what is around it, their size.
NOTE_LINE, NOTE_MARGIN, NOTE_SIZE = 10.0, 3.0, 7 / 9


class ElementHeights:
    """The heights of the elements of a layout, in CSS pixels; `whole` is that of all its pages' bodies."""

    def __init__(self, document: Document) -> None:
        self._heights: dict[Element, float] = {}
        self._extents: dict[Element, float] = {}
        self.whole = 0.0
        for page in document.pages:
            self._add(page)

    def _add(self, page: Box) -> None:
        seen: set[Element] = set()  # an element that has several boxes on a page
        for box in page._page_box.descendants():
            element = getattr(box, "element", None)
            self._add_extents(box)
            if element is None or element in seen or not hasattr(box, "height"):
                continue
            seen.add(element)
            high = float(box.margin_height() if hasattr(box, "margin_height") else box.height)
            self._heights[element] = self._heights.get(element, 0.0) + high
            if element.tag == "body":
                self.whole += high

    def _add_extents(self, parent: Box) -> None:
        children = [child for child in getattr(parent, "children", ()) if hasattr(child, "border_height")]
        if not children:
            return
        bottom = parent.content_box_y()
        for child in children:
            end = child.border_box_y() + child.border_height()
            if child.element is not None and child.is_in_normal_flow():
                self._extents[child.element] = self._extents.get(child.element, 0.0) + end - bottom
                bottom = end

    def height(self, element: Element) -> float:
        """The height of an element with its margins; 0 if it was not laid out."""
        return self._heights.get(element, 0.0)

    def extent(self, element: Element) -> float:
        """The room that an element takes on the page, from the end of the one before it to its own.

        Other than its height, it has the margin that a heading within the element gives it.
        """
        return self._extents.get(element, self.height(element))


class PageHeights:
    """The heights that a page would have, from a measure of it with all its rows."""

    def __init__(self, page: PageRows, measure: ElementHeights) -> None:
        self._page, self._measure = page, measure
        self._columns = {part: page.column(part) for part in page.parts}
        self._bare = dict.fromkeys(page.columns, 0.0)
        for name, column in page.columns.items():
            own = (part for part in self._columns if self._columns[part] == name)
            self._bare[name] = measure.height(column) - sum(map(measure.extent, own))
        self._known: dict[Element | None, tuple[int, float]] = {}
        highest = max(map(measure.height, page.columns.values()), default=0.0)
        apart = sum(measure.extent(part) for part in self._columns if not self._columns[part])
        self._rest = measure.whole - highest - apart - self._of_sources()

    @property
    def columns(self) -> dict[str, float]:
        """The height of each column."""
        return {name: bare + self._of_parts(name) for name, bare in self._bare.items()}

    @property
    def highest(self) -> str:
        """The name of the highest column; "" without columns."""
        columns = self.columns
        return max(columns, key=lambda name: columns[name], default="")

    @property
    def total(self) -> float:
        """The height of the page."""
        columns = max(self.columns.values(), default=0.0)
        sources = self._kept(None, self._of_sources)
        return self._rest + columns + self._of_parts("") + sources + self._of_vanished()

    def _of_parts(self, column: str) -> float:
        own = (part for part in self._columns if self._columns[part] == column)
        return sum(self._kept(part, partial(self._of_part, part)) for part in own)

    def _kept(self, part: Element | None, worked_out: Callable[[], float]) -> float:
        """A height as it was worked out after the last change of a part; of the sources for None."""
        change = self._page.changes[part]
        if self._known.get(part, (-1, 0.0))[0] != change:
            self._known[part] = change, worked_out()
        return self._known[part][1]

    def _of_part(self, part: Element) -> float:
        if self._page.vanishes(part):
            return 0.0
        height = self._measure.extent(part)
        for listing in self._page.parts[part]:
            hidden = self._page.hidden_rows(listing)
            height -= sum(map(self._measure.height, hidden))
            if hidden:
                height += _note(self._page.words_for(listing), CHARACTERS.get(self._columns[part], WIDE))
        return height

    def _of_sources(self) -> float:
        tops = [0.0]
        for source in self._page.shown_sources():
            tops.append(tops[-1] + self._measure.height(source))
        if len(tops) < 2:
            return 0.0
        columns = balanced_columns(tops[:-1], tops[1:], SOURCE_COLUMNS, inf)
        return max(tops[column.stop] - tops[column.start] for column in columns)

    def _of_vanished(self) -> float:
        words = self._page.words_for_vanished()
        return _note(words, WIDE) if words else 0.0


def _note(words: str, characters: int) -> float:
    return NOTE_MARGIN + NOTE_LINE * ceil(len(words) * NOTE_SIZE / characters)
