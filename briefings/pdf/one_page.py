"""A one-pager on one page: all its rows are measured once, and those that do not fit are cut by their rank.

Rows bear `data-row`, their rank among all rows of the page; lists that may be cut bear `data-list`. What is
cut is said below its list. Sections of the class `flexible` stand in whichever column is shorter. If no row
is left to cut, the type is made smaller: a page always comes out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

PAGE_HEIGHT = 297 * 96 / 25.4  # CSS pixels of an A4 page
MARGINS = (14.0, 13.0, 13.0)  # top, sides and bottom in mm: one house margin for all one-pagers
TYPE_SIZE, LEADING = 9.0, 1.22  # one house size, in points
# Where not even a page without rows fits, as its texts alone are longer than a page.
SMALLER = (8.0, 7.0, 6.0, 5.0, 4.0)
ROWS_LOOKED_AT = 40  # of one list; more cannot stand on a page
COLUMNS = ("main", "side")
SOURCE_COLUMNS = 3  # in which a one-pager sets its sources
# For guessing which column is shorter: characters of a line, rows that a list usually keeps, lines of a map.
CHARACTERS, USUAL_ROWS, PICTURE_LINES = {"main": 66, "side": 38}, 5, 13
NOTE_HEIGHT = 13.0  # of the line that says what was cut, in pixels

Element = Any  # xml.etree.ElementTree.Element, as WeasyPrint holds it
Layout = Callable[[Element, str], Any]


@dataclass(frozen=True)
class _Row:
    """A row that may be cut: its rank, its list, and the column it stands in; "" for the whole width."""

    element: Element
    rank: int
    listing: Element
    column: str


@dataclass
class FittedPage:
    """The layout of a one-pager, and the facts whose rows it has left out."""

    document: Any
    left_out: list[str] = field(default_factory=list)


def rules(size: float = TYPE_SIZE, height: str = "297mm") -> str:
    """The style of a one-pager's page."""
    top, side, bottom = MARGINS
    page = f"@page {{ size: 210mm {height}; margin: {top}mm {side}mm {bottom}mm }}"
    return f"{page} html {{ font-size: {size}pt; line-height: {LEADING} }}"


def fitted(tree: Element, lay_out: Layout) -> FittedPage:
    """Lay a page out on one page: measured once at any height, then with the rows that fit."""
    page = _Page(tree)
    page.drop_beyond(ROWS_LOOKED_AT)
    page.place_flexible()
    left = page.rows()
    room = PAGE_HEIGHT - (MARGINS[0] + MARGINS[2]) * 96 / 25.4
    left = _cut(page, left, _Measure(lay_out(tree, rules(height="6000mm"))), room)
    page.say_what_was_cut()
    document = lay_out(tree, rules())
    while len(document.pages) > 1 and left:  # the measure was a little off
        count = max(1, len(left) // 8)
        for row in left[-count:]:
            page.remove(row)
        del left[-count:]
        page.say_what_was_cut()
        document = lay_out(tree, rules())
    for size in SMALLER:
        if len(document.pages) == 1:
            break
        document = lay_out(tree, rules(size))
    return FittedPage(document, page.facts_left_out())


def _cut(page: _Page, rows: list[_Row], measure: _Measure, room: float) -> list[_Row]:
    """Remove the least important rows of the higher column until the rest fits; return what is left."""
    columns = {name: measure.height(element) for name, element in page.columns.items()}
    rest = measure.whole - max(columns.values(), default=0.0)
    left, said = list(rows), set()
    while rest + max(columns.values(), default=0.0) > room:
        highest = max(columns, key=lambda name: columns[name], default="")
        row = next((row for row in reversed(left) if row.column in (highest, "")), None)
        if row is None:
            break
        left.remove(row)
        freed = measure.height(row.element)
        if id(row.listing) not in said:  # the first cut of a list adds a line that says so
            said.add(id(row.listing))
            freed -= NOTE_HEIGHT
        if row.column:
            columns[row.column] -= freed
        else:
            rest -= freed
        rest -= sum(measure.height(source) for source in page.remove(row)) / SOURCE_COLUMNS
    return left


class _Measure:
    """The heights of the elements of a page that was laid out at any height, in CSS pixels."""

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


class _Page:
    """A page's tree with the way up, its columns, and what was cut of it."""

    def __init__(self, tree: Element) -> None:
        self._tree = tree
        self._up = {child: parent for parent in tree.iter() for child in parent}
        self.columns = {name: part for part in tree.iter("div") for name in COLUMNS if name in _classes(part)}
        self._facts = self._named_facts()
        self._totals = {listing: len(_rows(listing)) for listing in tree.iter() if listing.get("data-list")}
        self._notes: dict[Element, Element] = {}
        sources = (part for part in tree.iter("li") if (part.get("id") or "").startswith("source-"))
        self._sources = {f"#{source.get('id')}": source for source in sources}
        self._cited = Counter(_references(tree))

    def rows(self) -> list[_Row]:
        """The rows that may be cut, the most important first."""
        found = []
        for element in _rows(self._tree):
            listing = next((up for up in self._above(element) if up.get("data-list")), self._up[element])
            found.append(_Row(element, int(element.get("data-row")), listing, self._column(element)))
        return sorted(found, key=lambda row: row.rank)

    def _above(self, element: Element) -> Iterator[Element]:
        while (element := self._up.get(element)) is not None:
            yield element

    def _column(self, element: Element) -> str:
        above = set(self._above(element))
        return next((name for name, column in self.columns.items() if column in above), "")

    def drop_beyond(self, most: int) -> None:
        """Leave out what could not stand on a page whatever else goes, so that it need not be measured."""
        for listing in self._totals:
            for row in sorted(_rows(listing), key=lambda row: int(row.get("data-row")))[most:]:
                self._detach(row)

    def place_flexible(self) -> None:
        """Put each section that may stand in either column into the one that is shorter so far."""
        if len(self.columns) < 2:
            return
        sections = self._sections("flexible")
        high = {name: self._lines(column, name, sections) for name, column in self.columns.items()}
        for section in sections:
            to = min(high, key=lambda name: high[name])
            high[to] += self._lines(section, to, [])
            self._up[section].remove(section)
            self.columns[to].append(section)
            self._up[section] = self.columns[to]

    def _sections(self, kind: str) -> list[Element]:
        return [section for section in self._tree.iter("section") if kind in _classes(section)]

    def _lines(self, part: Element, column: str, apart: list[Element]) -> float:
        """Roughly the lines that a part takes in a column, with as many rows of a list as are usual."""
        lines = float(PICTURE_LINES * sum(1 for _ in part.iter("svg")))
        seen: Counter[Element | None] = Counter()
        for element in part.iter():
            if element.tag not in ("li", "tr", "p", "h2") or any(up in apart for up in self._above(element)):
                continue
            listing = next((up for up in self._above(element) if up.get("data-list")), None)
            seen[listing] += 1
            if listing is None or seen[listing] <= USUAL_ROWS:
                characters = sum(len(text.strip()) for text in element.itertext())
                lines += 1 + characters // CHARACTERS[column]
        return lines

    def remove(self, row: _Row) -> list[Element]:
        """Cut a row; return the sources that no other reference of the page leads to, which go with it."""
        return self._detach(row.element)

    def _detach(self, element: Element) -> list[Element]:
        self._up[element].remove(element)
        gone = Counter(_references(element))
        self._cited -= gone
        unused = [self._sources[href] for href in gone if href not in self._cited and href in self._sources]
        for source in unused:
            self._up[source].remove(source)
        return unused

    def say_what_was_cut(self) -> None:
        """Say below each list that was cut how much of it the page shows; leave out an empty filler."""
        for listing, total in self._totals.items():
            shown = len(_rows(listing))
            if shown == total:
                continue
            if listing not in self._notes:
                parent = self._up[listing]
                self._notes[listing] = listing.makeelement("p", {"class": "cut"})
                parent.insert(list(parent).index(listing) + 1, self._notes[listing])
            self._notes[listing].text = f"{shown} of {total} shown; all of them on screen."
        for section in self._sections("filler"):
            if not _rows(section):
                self._detach(section)

    def facts_left_out(self) -> list[str]:
        """The facts of the rows that were cut and that stand nowhere else on the page."""
        return sorted(self._facts - self._named_facts())

    def _named_facts(self) -> set[str]:
        named = (part.get("data-fact") for part in self._tree.iter())
        return set(filter(None, named))


def _classes(part: Element) -> list[str]:
    classes: str = part.get("class", "")
    return classes.split()


def _rows(part: Element) -> list[Element]:
    return [element for element in part.iter() if element.get("data-row")]


def _references(part: Element) -> Iterator[str]:
    """The addresses on the page that the citations within a part lead to."""
    return (link.get("href") for link in part.iter("a") if link.get("class") == "cite")
